"""The yearly figure of LDC on Wheels: sessions held."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mmc_desk.core.feature import Figure, FigureSet, Value
from mmc_desk.core.i18n import QT_TRANSLATE_NOOP
from mmc_desk.features.sessions.model import WheelsSession

FIGURES = (
    Figure(
        "sessions",
        QT_TRANSLATE_NOOP("figures", "Activiteiten LDC on Wheels"),
        QT_TRANSLATE_NOOP("figures", "Activiteiten van LDC on Wheels waarvan het aantal aanwezigen genoteerd is."),
    ),
)


def session_figures(session: Session, year: int) -> Mapping[str, Value]:
    """Return how many sessions of a year were held; None when none of that year is known."""
    planned, held = session.execute(
        select(func.count(WheelsSession.id), func.count(WheelsSession.attendance)).where(
            WheelsSession.session_date.between(date(year, 1, 1), date(year, 12, 31))
        )
    ).one()
    return {"sessions": held if planned else None}


FIGURE_SET = FigureSet(FIGURES, session_figures)

FIGURE_SETS = (FIGURE_SET,)
