"""Partners of LDC on Wheels: list, card, and as the plan sees them."""

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mmc_desk.features.sessions.model import (
    SessionState,
    WheelsPartner,
    WheelsPartnerAbsence,
    WheelsSession,
    WheelsTheme,
)
from mmc_desk.features.sessions.queries.rows import AbsenceRow, PartnerCard, PartnerRow
from mmc_desk.features.sessions.queries.session_rows import session_rows
from mmc_desk.features.sessions.rules.partners import read_weekdays
from mmc_desk.features.sessions.rules.sessions import LIVING


def partner_list(session: Session, today: date) -> tuple[PartnerRow, ...]:
    """Return the partners by name, with how often they came and when they come next."""
    counted = dict(
        session.execute(
            select(WheelsSession.partner_id, func.count())
            .where(WheelsSession.state == SessionState.HELD)
            .group_by(WheelsSession.partner_id)
        ).all()
    )
    coming = dict(
        session.execute(
            select(WheelsSession.partner_id, func.min(WheelsSession.session_date))
            .where(WheelsSession.state == SessionState.PLANNED, WheelsSession.session_date >= today)
            .group_by(WheelsSession.partner_id)
        ).all()
    )
    rows = session.scalars(select(WheelsPartner).order_by(func.lower(WheelsPartner.name)))
    return tuple(
        PartnerRow(
            key=one.id,
            version=one.version,
            name=one.name,
            contact=one.contact,
            phone=one.phone,
            email=one.email,
            offer=one.offer,
            weekdays=read_weekdays(one.weekdays),
            active_to=one.active_to,
            note=one.note,
            sessions=counted.get(one.id, 0),
            next_day=coming.get(one.id),
        )
        for one in rows
    )


def partner_card(session: Session, key: int, today: date) -> PartnerCard | None:
    """Return one partner; None when there is none (any more)."""
    row = next((row for row in partner_list(session, today) if row.key == key), None)
    if row is None:
        return None
    absences = session.scalars(
        select(WheelsPartnerAbsence)
        .where(WheelsPartnerAbsence.partner_id == key, WheelsPartnerAbsence.to_day >= today)
        .order_by(WheelsPartnerAbsence.from_day)
    )
    themes = session.scalars(select(WheelsTheme.name).where(WheelsTheme.partner_id == key).order_by(WheelsTheme.name))
    theirs = session_rows(session, WheelsSession.partner_id == key)
    return PartnerCard(
        row=row,
        absences=tuple(AbsenceRow(one.id, one.from_day, one.to_day, one.reason) for one in absences),
        themes=tuple(themes),
        coming=tuple(one for one in theirs if one.day >= today and one.state in LIVING),
        past=tuple(one for one in reversed(theirs) if one.day < today and one.state in LIVING),
    )
