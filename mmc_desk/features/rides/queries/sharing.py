"""Who sits in a car, and which open rides of a day could go in one car."""

import functools
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import combinations, islice

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from mmc_desk.core.formats import fold
from mmc_desk.features.people.model import Aid, Driver
from mmc_desk.features.rides.model import Leg, LegKind, ReturnMode, Ride, RideState
from mmc_desk.features.rides.queries.board import one_ride
from mmc_desk.features.rides.queries.reading import ride_lines
from mmc_desk.features.rides.queries.rows import RideLine, RideMember
from mmc_desk.features.rides.queries.settings import distance_book, official_rate, tariff
from mmc_desk.features.rides.rules.distances import DistanceBook, spot_of
from mmc_desk.features.rides.rules.sharing import Rider, Saving, saving, share_trip
from mmc_desk.features.rides.rules.states import OPEN
from mmc_desk.features.rides.rules.tariff import Journey, Price, Tariff, price_ride

MOST_PAIRS = 400
"""Pairs that are worked out at most: a day with more has hints enough."""

_BOTH = 2


@dataclass(frozen=True, slots=True)
class SharedHint:
    """Two open rides that could share a car. The members of `ride` would go along in `other`."""

    ride: RideLine
    other: RideLine
    saved: Saving

    @property
    def members(self) -> tuple[RideMember, ...]:
        """Who would sit in the car, in its order: that of `saved.cents`."""
        return (*self.other.members, *self.ride.members)


def riders_of(session: Session, ride: Ride) -> tuple[Rider, ...]:
    """Return who sits in a ride, the caller first."""
    return _riders(one_ride(session, ride.id), _leaving(session, [ride.id]).get(ride.id))


def _leaving(session: Session, ride_ids: Sequence[int]) -> Mapping[int, datetime | None]:
    """Return when the way back of each ride begins."""
    rows = session.execute(
        select(Leg.ride_id, func.min(Leg.depart_at))
        .where(Leg.ride_id.in_(ride_ids), Leg.kind == LegKind.BACK)
        .group_by(Leg.ride_id)
    )
    return dict(rows.all())


def _riders(line: RideLine, leaves_at: datetime | None) -> tuple[Rider, ...]:
    """Return the riders of a ride: the caller is fetched where it begins, the others at home."""
    homes = [(line.origin, line.village), *((member.street, member.village) for member in line.members[1:])]
    return tuple(
        Rider(
            member_id=member.member_id,
            home=spot_of(f"{street}, {village}" if street else village),
            destination=spot_of(line.destination, line.destination_village),
            pickup_at=member.pickup_at,
            appointment_at=member.appointment_at,
            leaves_at=leaves_at,
            returns=member.return_mode not in {None, ReturnMode.NONE},
            aid=member.aid,
            companions=member.companions,
        )
        for member, (street, village) in zip(line.members, homes, strict=True)
    )


def lone_riders(session: Session, day: date) -> Mapping[str, Rider]:
    """Return who sits alone in an open ride without stops, by its number: who could share a car without more ado."""
    has_stop = select(Leg.ride_id).where(Leg.ride_id == Ride.id, Leg.kind == LegKind.STOP).exists()
    lines = ride_lines(
        session,
        *(Ride.ride_date == day, Ride.state.in_(sorted(OPEN)), Ride.passengers == 1, ~has_stop),
        *(Ride.outward_id.is_(None), Ride.double_leg.is_(False), Ride.destination_village != ""),
    )
    leaving = _leaving(session, [line.ride_id for line in lines])
    return {line.ride_no: _riders(line, leaving.get(line.ride_id))[0] for line in lines if line.members}


def shared_hints(session: Session, day: date) -> tuple[SharedHint, ...]:
    """Return the pairs of rides of a day that could share a car, those that save most first.

    Both are open, one at least has no driver yet, they go to the same village for appointments (or pick-ups) within
    `share_minutes` of each other, and an active driver's car has room for everybody and their aids.
    """
    lines = ride_lines(
        session,
        *(Ride.ride_date == day, Ride.state.in_(sorted(OPEN))),
        *(Ride.outward_id.is_(None), Ride.double_leg.is_(False), Ride.destination_village != ""),
    )
    book, cars = distance_book(session, day), _cars(session, day)
    leaving = _leaving(session, [line.ride_id for line in lines])
    price = functools.partial(_price, official_rate(session, day).rate, tariff(session, day))
    pairs = _pairs(lines, timedelta(minutes=book.settings.share_minutes))
    fitting = (pair for pair in pairs if _fits(pair, cars))
    hints = [_hint(*pair, leaving, book, price) for pair in islice(fitting, MOST_PAIRS)]
    return tuple(sorted((hint for hint in hints if hint.saved.metres > 0), key=lambda hint: -hint.saved.metres))


def _pairs(lines: Sequence[RideLine], apart: timedelta) -> Iterator[tuple[RideLine, RideLine]]:
    by_village: dict[str, list[RideLine]] = defaultdict(list)
    for line in lines:
        by_village[fold(line.destination_village)].append(line)
    for going in by_village.values():
        for ride, other in combinations(going, _BOTH):
            if _goes_together(ride, other, apart):
                # Who has a driver stays; else the one that leaves first.
                yield (other, ride) if other.state is RideState.REQUESTED else (ride, other)


def _goes_together(ride: RideLine, other: RideLine, apart: timedelta) -> bool:
    first, second = _moment(ride), _moment(other)
    if RideState.REQUESTED not in {ride.state, other.state} or first is None or second is None:
        return False
    members = [member.member_id for member in (*ride.members, *other.members)]
    return abs(first - second) <= apart and len(set(members)) == len(members)


def _moment(line: RideLine) -> datetime | None:
    return line.members[0].appointment_at or line.pickup_at if line.members else None


def _cars(session: Session, day: date) -> list[tuple[int, bool]]:
    rows = session.execute(
        select(Driver.seats, Driver.rigid_wheelchair)
        .where(
            or_(Driver.active_from.is_(None), Driver.active_from <= day),
            or_(Driver.active_to.is_(None), Driver.active_to >= day),
        )
        .distinct()
    )
    return [(seats, rigid) for seats, rigid in rows]


def _fits(pair: tuple[RideLine, RideLine], cars: Sequence[tuple[int, bool]]) -> bool:
    members = [member for line in pair for member in line.members]
    seats = sum(1 + member.companions for member in members)
    rigid = any(member.aid is Aid.RIGID_WHEELCHAIR for member in members)
    return any(room >= seats and (takes_rigid or not rigid) for room, takes_rigid in cars)


def _hint(
    ride: RideLine,
    other: RideLine,
    leaving: Mapping[int, datetime | None],
    book: DistanceBook,
    price: Callable[[int, int], Price],
) -> SharedHint:
    own, others = _riders(ride, leaving.get(ride.ride_id)), _riders(other, leaving.get(other.ride_id))
    together = share_trip((*others, *own), (), book).trip.metres
    apart = [(share_trip(alone, (), book).trip.metres, len(alone)) for alone in (others, own)]
    known = [(metres, members) for metres, members in apart if metres is not None]
    if together is None or len(known) < len(apart):
        return SharedHint(ride, other, Saving(0))
    return SharedHint(ride, other, saving(known, together, price))


def _price(official_rate: int, rule: Tariff, metres: int, members: int) -> Price:
    return price_ride(Journey(metres, members=members), official_rate, rule)
