"""What ride sheets tell of distances."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy import ColumnElement, and_, func, or_, select, true
from sqlalchemy.orm import Session

from mmc_desk.features.people.model import Driver
from mmc_desk.features.rides.model import Ride, RideState
from mmc_desk.features.rides.queries.drivers import homes_on
from mmc_desk.features.rides.queries.settings import distance_book

Route = tuple[str, str]
"""The village a ride leaves from and the one it goes to."""


def distance_samples(
    session: Session, since: date, routes: Collection[Route] = ()
) -> Mapping[tuple[str, str], list[int]]:
    """Return one-way metres between two villages, one per driven ride since a day; keys in alphabetical order.

    `routes` asks for these alone, there and back; without any, every pair is asked for.

    A sheet has the kilometres home to home: the driver's own way to the member and back is taken off by estimate.
    Rides with several members, with stops, or only one way are left out.
    """
    book, homes = distance_book(session, date.max), homes_on(session, date.max)
    rows = session.execute(
        select(Driver.id, Ride.village, Ride.destination_village, func.coalesce(Ride.metres, 0))
        .join(Driver, Driver.id == Ride.driver_id)
        .where(
            _on(routes),
            Ride.ride_date >= since,
            Ride.state.in_([RideState.DRIVEN, RideState.SETTLED]),
            Ride.passengers == 1,
            Ride.village != "",
            Ride.destination_village != "",
            Ride.village != Ride.destination_village,
            Ride.legs.is_(None) | (Ride.legs == 2),
            Ride.double_leg.is_(False),
        )
    )
    samples: dict[tuple[str, str], list[int]] = defaultdict(list)
    for driver_id, village, destination, metres in rows:
        approach = book.metres((homes.get(driver_id, ""),), (village,))
        if approach is None or metres <= 2 * approach:
            continue
        one_way = (metres - 2 * approach) // 2
        place_a, place_b = sorted((village, destination))
        samples[place_a, place_b].append(one_way)
    return samples


def _on(routes: Collection[Route]) -> ColumnElement[bool]:
    if not routes:
        return true()
    both_ways = {*routes, *((end, start) for start, end in routes)}
    return or_(*(and_(Ride.village == start, Ride.destination_village == end) for start, end in sorted(both_ways)))
