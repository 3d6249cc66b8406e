"""Rides in the global search (Ctrl+K): by number, day, member and place."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.core import clock
from mmc_desk.core.feature import Hit
from mmc_desk.core.formats import show_date
from mmc_desk.features.people.model import Member, Person
from mmc_desk.features.people.rules import full_name
from mmc_desk.features.rides.model import Ride, RideRequest
from mmc_desk.features.rides.queries.page_names import RIDES_PAGE
from mmc_desk.features.rides.rules.states import state_name

SINCE = timedelta(days=400)
MOST = 5_000
"""What a person still looks up; older rides are found in the list of their year."""


def search_hits(session: Session) -> Sequence[Hit]:
    """Return the rides of the last year and those to come, the latest first."""
    since = clock.today() - SINCE
    rides = session.execute(
        select(Ride.id, Ride.ride_no, Ride.ride_date, Ride.state, Ride.destination)
        .where(Ride.ride_date >= since)
        .order_by(Ride.ride_date.desc(), Ride.id.desc())
        .limit(MOST)
    ).all()
    first = min((row.ride_date for row in rides), default=since)
    names: dict[int, list[str]] = defaultdict(list)
    members = (
        select(RideRequest.ride_id, Person.first_name, Person.last_name)
        .join(Ride, Ride.id == RideRequest.ride_id)
        .join(Member, Member.id == RideRequest.member_id)
        .join(Person, Person.id == Member.person_id)
        .where(Ride.ride_date >= first)
        .order_by(RideRequest.ride_id, RideRequest.position)
    )
    for ride_id, first_name, last_name in session.execute(members):
        names[ride_id].append(full_name(last_name, first_name))
    return [
        _hit(ride_id, ride_no, show_date(day), ", ".join(names[ride_id]), f"{destination} · {state_name(state)}")
        for ride_id, ride_no, day, state, destination in rides
    ]


def _hit(ride_id: int, ride_no: str, day: str, members: str, rest: str) -> Hit:
    return Hit(RIDES_PAGE, ride_id, f"{ride_no} · {members}", f"{day} · {rest}", f"{ride_no} {day} {members} {rest}")
