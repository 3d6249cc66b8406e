"""Rides to a meal that get the meal's new hour or hall, decided upon by a person."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from mmc_desk.features.meals.queries.retiming import Retime
from mmc_desk.features.rides.model import Ride
from mmc_desk.features.rides.ops.requesting import as_request
from mmc_desk.features.rides.ops.series_rides import fit_ride
from mmc_desk.features.rides.queries.lists import ride_card
from mmc_desk.features.rides.rules.states import OPEN


@dataclass(frozen=True, slots=True)
class RetimeRides:
    """Give rides the hours and the hall of their meal."""

    retimes: Sequence[Retime]


@dataclass(frozen=True, slots=True)
class Retimed:
    """How many rides got their hours, and how many of them lost a driver who can't keep them then."""

    rides: int
    without_driver: int


def retime_rides(session: Session, command: RetimeRides) -> Retimed:
    """Let rides go at the meal's hours, to its hall; a shared car stays, a driver who can't then is taken off."""
    done = lost = 0
    for retime in command.retimes:
        ride = session.get(Ride, retime.ride_id)
        if retime.is_shared or ride is None or ride.state not in OPEN:
            continue
        asked = as_request(ride_card(session, ride.id), ride.ride_date)
        hours = replace(
            asked,
            appointment=retime.appointment,
            pickup=retime.pickup,
            return_time=retime.return_time,
            destination=retime.hall.name,
            destination_village=retime.hall.village,
        )
        lost += not fit_ride(session, ride, hours)
        done += 1
    return Retimed(done, lost)
