"""What the page Rittenlijst shows: the rides of a period, and the drivers whose rosters it can print."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from mmc_desk.features.rides.queries.drivers import DriverFacts, drivers_on
from mmc_desk.features.rides.queries.lists import ride_list
from mmc_desk.features.rides.queries.rows import RideLine


@dataclass(frozen=True, slots=True)
class RideListing:
    """Rides by date and departure; drivers by name: those active on the first day and those with a ride."""

    first: date
    last: date
    rides: tuple[RideLine, ...]
    drivers: tuple[DriverFacts, ...]


def ride_listing(session: Session, first: date, last: date) -> RideListing:
    """Return the rides from … to, both included."""
    rides = ride_list(session, first, last)
    with_rides = {ride.driver_id for ride in rides if ride.driver_id is not None}
    return RideListing(first, last, rides, drivers_on(session, first, with_rides))
