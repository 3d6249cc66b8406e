"""Themes and interests: what came where, what people asked for, which themes meet it."""

from collections import Counter
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mmc_desk.features.people.model import Person
from mmc_desk.features.people.rules import full_name
from mmc_desk.features.sessions.model import (
    WheelsInterest,
    WheelsPartner,
    WheelsSession,
    WheelsTheme,
)
from mmc_desk.features.sessions.queries.rows import InterestRow, ThemeCard, ThemeRow
from mmc_desk.features.sessions.queries.session_rows import session_rows
from mmc_desk.features.sessions.rules.interests import meeting
from mmc_desk.features.sessions.rules.sessions import LIVING


def theme_list(session: Session) -> tuple[ThemeRow, ...]:
    """Return the themes by name: how often they came, when last, how many people asked for them."""
    came: dict[int | None, tuple[int, date]] = {
        theme_id: (count, last)
        for theme_id, count, last in session.execute(
            select(WheelsSession.theme_id, func.count(), func.max(WheelsSession.session_date))
            .where(WheelsSession.state.in_(LIVING))
            .group_by(WheelsSession.theme_id)
        )
    }
    asked = Counter(name for one in interests(session) for name in one.themes)
    rows = session.execute(
        select(WheelsTheme, WheelsPartner.name)
        .outerjoin(WheelsPartner, WheelsPartner.id == WheelsTheme.partner_id)
        .order_by(func.lower(WheelsTheme.name))
    )
    return tuple(
        ThemeRow(
            *(one.id, one.version, one.name, one.kind, one.partner_id, partner or "", one.is_offered, one.note),
            sessions=came[one.id][0] if one.id in came else 0,
            last_day=came[one.id][1] if one.id in came else None,
            interested=asked[one.name],
        )
        for one, partner in rows
    )


def interests(session: Session, person_id: int | None = None) -> tuple[InterestRow, ...]:
    """Return what people (or one of them) asked for, each with the themes that meet it."""
    themes = [
        (key, name, f"{name} {note}")
        for key, name, note in session.execute(
            select(WheelsTheme.id, WheelsTheme.name, WheelsTheme.note).order_by(WheelsTheme.name)
        )
    ]
    names = {key: name for key, name, _ in themes}
    texts = [(key, text) for key, _, text in themes]
    query = (
        select(WheelsInterest, Person.last_name, Person.first_name)
        .join(Person, Person.id == WheelsInterest.person_id)
        .where(Person.deceased_on.is_(None))
        .order_by(Person.last_name, Person.first_name, WheelsInterest.topic)
    )
    if person_id is not None:
        query = query.where(Person.id == person_id)
    return tuple(
        InterestRow(
            *(one.id, one.person_id, full_name(last, first), one.topic, one.noted_on),
            themes=tuple(names[key] for key in meeting(one.topic, texts)),
            version=one.version,
        )
        for one, last, first in session.execute(query)
    )


def theme_card(session: Session, key: int) -> ThemeCard | None:
    """Return one theme; None when there is none (any more)."""
    row = next((row for row in theme_list(session) if row.key == key), None)
    if row is None:
        return None
    theirs = session_rows(session, WheelsSession.theme_id == key)
    return ThemeCard(
        row=row,
        interested=tuple(one for one in interests(session) if row.name in one.themes),
        sessions=tuple(reversed(theirs)),
    )
