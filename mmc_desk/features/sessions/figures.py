"""The yearly figures of LDC on Wheels: sessions held, and per location what was planned, held and missed."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from mmc_desk.core.feature import Figure, FigureSet, FigureTable, Value
from mmc_desk.core.i18n import QT_TRANSLATE_NOOP
from mmc_desk.features.meals.model import VillageRestaurant
from mmc_desk.features.sessions.model import SessionState, WheelsSession

FIGURES = (
    Figure(
        "sessions",
        QT_TRANSLATE_NOOP("figures", "Activiteiten LDC on Wheels"),
        QT_TRANSLATE_NOOP(
            "figures",
            "Activiteiten van LDC on Wheels die doorgingen. Wat nog gepland is, wegviel of geannuleerd werd, telt niet "
            "mee.",
        ),
    ),
)


def _in_year(year: int) -> ColumnElement[bool]:
    return WheelsSession.session_date.between(date(year, 1, 1), date(year, 12, 31))


def _count(state: SessionState) -> ColumnElement[int]:
    return func.sum(case((WheelsSession.state == state, 1), else_=0))


def session_figures(session: Session, year: int) -> Mapping[str, Value]:
    """Return how many sessions of a year were held; None when none of that year is known."""
    known, held = session.execute(
        select(func.count(WheelsSession.id), _count(SessionState.HELD)).where(_in_year(year))
    ).one()
    return {"sessions": int(held) if known else None}


def per_location(session: Session, year: int) -> list[tuple[str, int, int, int, int | None, int | None]]:
    """Return (location, planned, held, missed, attendance, first-timers) by name.

    Planned counts every session that was meant to be, whatever became of it; missed the ones that found no open noon
    or were called off. Attendance and first-timers are None where nobody counted.
    """
    missed = _count(SessionState.MISSED) + _count(SessionState.CANCELLED)
    rows = session.execute(
        select(
            VillageRestaurant.name,
            func.count(WheelsSession.id),
            _count(SessionState.HELD),
            missed,
            func.sum(WheelsSession.attendance),
            func.sum(WheelsSession.first_timers),
        )
        .join(WheelsSession, WheelsSession.restaurant_id == VillageRestaurant.id)
        .where(_in_year(year))
        .group_by(VillageRestaurant.name)
        .order_by(VillageRestaurant.name)
    )
    return [
        (name, planned, int(held), int(lost), _whole(came), _whole(new))
        for name, planned, held, lost, came, new in rows
    ]


def _whole(number: int | None) -> int | None:
    return None if number is None else int(number)  # PostgreSQL sums whole numbers as decimals


FIGURE_SET = FigureSet(
    FIGURES,
    session_figures,
    (
        FigureTable(
            "sessions_per_location",
            QT_TRANSLATE_NOOP("figures", "Activiteiten per locatie"),
            ("location", "planned", "held", "missed", "attendance", "first_timers"),
            (
                QT_TRANSLATE_NOOP("figures", "Locatie"),
                QT_TRANSLATE_NOOP("figures", "Gepland"),
                QT_TRANSLATE_NOOP("figures", "Doorgegaan"),
                QT_TRANSLATE_NOOP("figures", "Weggevallen"),
                QT_TRANSLATE_NOOP("figures", "Aanwezigen"),
                QT_TRANSLATE_NOOP("figures", "Nieuwe gezichten"),
            ),
            per_location,
        ),
    ),
)

FIGURE_SETS = (FIGURE_SET,)
