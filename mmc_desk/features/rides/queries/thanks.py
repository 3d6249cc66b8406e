"""What drivers did in a year, to be thanked for."""

from collections import defaultdict
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.core.i18n import translate
from mmc_desk.core.thanks import ThanksService
from mmc_desk.features.people.model import Driver
from mmc_desk.features.people.queries.thanks import thanks_people
from mmc_desk.features.rides.model import Ride, RideState

_DONE = (RideState.DRIVEN, RideState.SETTLED, RideState.WASTED)
_MINUTE = timedelta(minutes=1)


def driver_services(session: Session, year: int, today: date) -> list[ThanksService]:
    """Return every driver active in a year with the rides, the metres and the minutes from home to home.

    A wasted trip counts too: the driver was on the way all the same. A ride without its times adds no minutes.
    """
    people, done = thanks_people(session, Driver, year, today), _done(session, year)
    drivers = session.execute(select(Driver.id, Driver.active_from, Driver.active_to))
    return [
        ThanksService(people[key], "drivers", key, translate("thanks", "chauffeur"), since, until, *done[key])
        for key, since, until in drivers
        if key in people
    ]


def _done(session: Session, year: int) -> dict[int | None, tuple[int, int, int, int]]:
    """Return rides, metres, no duties and minutes per driver."""
    found: dict[int | None, tuple[int, int, int, int]] = defaultdict(lambda: (0, 0, 0, 0))
    query = select(Ride.driver_id, Ride.metres, Ride.depart_at, Ride.home_at).where(
        Ride.ride_date.between(date(year, 1, 1), date(year, 12, 31)), Ride.state.in_(_DONE)
    )
    for driver, metres, departed, home in session.execute(query):
        rides, so_far, duties, minutes = found[driver]
        spent = (home - departed) // _MINUTE if home and departed else 0
        found[driver] = (rides + 1, so_far + (metres or 0), duties, minutes + spent)
    return found
