"""Open data of LDC on Wheels: who came, by location and month."""

from datetime import date

from sqlalchemy import extract, func, select
from sqlalchemy.orm import Session

from mmc_desk.core.i18n import QT_TRANSLATE_NOOP
from mmc_desk.core.open_data import OpenCube, OpenFacts
from mmc_desk.features.meals.model import VillageRestaurant
from mmc_desk.features.meals.open_data import LOCATION, facts_of_crowds
from mmc_desk.features.rides.open_data import MONTH
from mmc_desk.features.sessions.model import WheelsSession


def attendance_facts(session: Session, year: int) -> OpenFacts:
    """Return the attendance of a year by location and month; surely as many persons as came to the fullest one."""
    labels = VillageRestaurant.name, extract("month", WheelsSession.session_date)
    query = (
        select(*labels, func.sum(WheelsSession.attendance), func.max(WheelsSession.attendance))
        .join(VillageRestaurant, VillageRestaurant.id == WheelsSession.restaurant_id)
        .where(
            WheelsSession.session_date.between(date(year, 1, 1), date(year, 12, 31)),
            WheelsSession.attendance.is_not(None),
        )
        .group_by(*labels)
    )
    return facts_of_crowds(
        [(name, int(month), int(total or 0), most or 0) for name, month, total, most in session.execute(query)]
    )


OPEN_CUBES = (
    OpenCube(
        "aanwezigen",
        QT_TRANSLATE_NOOP("open_data", "Aanwezigen LDC on Wheels"),
        QT_TRANSLATE_NOOP("open_data", "Aanwezigen op de activiteiten van LDC on Wheels die doorgingen."),
        (LOCATION, MONTH),
        attendance_facts,
    ),
)
