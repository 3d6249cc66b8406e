"""The yearly figures of people: members of a year, their change, volunteers."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from mmc_desk.core.feature import Figure, FigureSet, Value
from mmc_desk.core.i18n import QT_TRANSLATE_NOOP
from mmc_desk.features.people.model import Membership, Volunteer

FIGURES = (
    Figure(
        "members",
        QT_TRANSLATE_NOOP("figures", "Leden"),
        QT_TRANSLATE_NOOP(
            "figures",
            "Leden van de Minder Mobielen Centrale met een lidmaatschap voor dit jaar, betaald of niet.",
        ),
    ),
    Figure(
        "members_change",
        QT_TRANSLATE_NOOP("figures", "Leden meer of minder"),
        QT_TRANSLATE_NOOP("figures", "Leden van dit jaar min leden van vorig jaar."),
        "±",
        change_of="members",
    ),
    Figure(
        "volunteers",
        QT_TRANSLATE_NOOP("figures", "Vrijwilligers dorpsrestaurants"),
        QT_TRANSLATE_NOOP("figures", "Vrijwilligers van de dorpsrestaurants die in dit jaar actief waren."),
    ),
)


def people_figures(session: Session, year: int) -> Mapping[str, Value]:
    """Return the figures of a year; None where the tables hold nothing that tells."""
    members, before = _members(session, year), _members(session, year - 1)
    return {
        "members": members,
        "members_change": None if members is None or before is None else members - before,
        "volunteers": _volunteers(session, year),
    }


def _members(session: Session, year: int) -> int | None:
    return session.scalar(select(func.count(Membership.id)).where(Membership.year == year)) or None


def _volunteers(session: Session, year: int) -> int | None:
    if session.scalar(select(Volunteer.id).limit(1)) is None:
        return None
    # None active is no figure: the list was kept from later on.
    active = session.scalar(
        select(func.count(Volunteer.id)).where(
            or_(Volunteer.active_from.is_(None), Volunteer.active_from <= date(year, 12, 31)),
            or_(Volunteer.active_to.is_(None), Volunteer.active_to >= date(year, 1, 1)),
        )
    )
    return active or None


FIGURE_SET = FigureSet(FIGURES, people_figures)

FIGURE_SETS = (FIGURE_SET,)
