"""Two rides in one car: in which order the homes are passed, who is fetched when, what it saves (domain.md §10.3)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise, permutations

from mmc_desk.core.formats import fold
from mmc_desk.features.people.model import Aid
from mmc_desk.features.rides.model import ReturnMode
from mmc_desk.features.rides.rules.distances import DistanceBook, Spot
from mmc_desk.features.rides.rules.pickup import propose_pickup
from mmc_desk.features.rides.rules.tariff import Price
from mmc_desk.features.rides.rules.trips import AT_A_HOME, Fetch, PlannedLeg, Trip, Wish, plan_legs, trip_of

_ABOUT = 10
"""Cents that make no difference to somebody who chooses."""


@dataclass(frozen=True, slots=True)
class Rider:
    """A member in a shared car: where and when they are fetched, and when they would leave for home (instants, UTC)."""

    member_id: int
    home: Spot
    destination: Spot
    pickup_at: datetime | None = None
    appointment_at: datetime | None = None
    leaves_at: datetime | None = None
    returns: bool = True
    aid: Aid = Aid.NONE
    companions: int = 0


@dataclass(frozen=True, slots=True)
class SharedTrip:
    """One car for several members: the legs, each member's pick-up, and the trip without its driver."""

    legs: tuple[PlannedLeg, ...]
    pickups: Mapping[int, datetime | None]
    trip: Trip


def share_trip(
    riders: Sequence[Rider], stops: Sequence[str], book: DistanceBook, first: int | None = None
) -> SharedTrip:
    """Return the trip that brings all `riders` to where they go, and those who return back.

    The homes are passed in the shortest order (`first`: beginning with that member's), on the way back the other way
    round. Where they go to differs: the first rider's destination comes first, then the others get out. A pick-up only
    moves earlier, so that nobody is late for the earliest appointment; who needn't be fetched earlier keeps theirs.
    Everybody leaves when the last one is done. `stops` come after the destinations.
    """
    order = _order(riders, book, first)
    times = _pickups(order, riders, book)
    drops = _drop_offs(riders)
    returning = {rider.home for rider in riders if rider.returns}
    leaving = [rider.leaves_at for rider in riders if rider.returns and rider.leaves_at is not None]
    wish = Wish(
        home=order[0],
        destination=riders[0].destination,
        pickup_at=times[order[0]],
        appointment_at=_latest(riders),
        return_mode=ReturnMode.WAIT if returning else ReturnMode.NONE,
        return_at=max(leaving, default=None),
        stops=(*drops, *stops),
        also=tuple(Fetch(home, times[home]) for home in order[1:]),
        brought=tuple(home for home in reversed(order) if home in returning),
        drop_offs=len(drops),
    )
    legs = plan_legs(wish, book)
    return SharedTrip(legs, {rider.member_id: times[rider.home] for rider in riders}, trip_of(wish, legs))


def _latest(riders: Sequence[Rider]) -> datetime | None:
    return max((rider.appointment_at for rider in riders if rider.appointment_at is not None), default=None)


def _drop_offs(riders: Sequence[Rider]) -> tuple[str, ...]:
    names = dict.fromkeys(rider.destination[0] for rider in riders[1:] if rider.destination)
    return tuple(name for name in names if fold(name) != fold(riders[0].destination[0]))


def _order(riders: Sequence[Rider], book: DistanceBook, first: int | None) -> tuple[Spot, ...]:
    homes = tuple(dict.fromkeys(rider.home for rider in riders))
    begin = next((rider.home for rider in riders if rider.member_id == first), None)
    ways = [way for way in permutations(homes) if begin is None or way[0] == begin]
    return min(ways, key=_length(book, riders[0].destination))


def _length(book: DistanceBook, destination: Spot) -> Callable[[tuple[Spot, ...]], float]:
    def metres(way: tuple[Spot, ...]) -> float:
        parts = [book.metres(start, end) for start, end in pairwise((*way, destination))]
        return sum(float("inf") if part is None else part for part in parts)

    return metres


def _pickups(order: Sequence[Spot], riders: Sequence[Rider], book: DistanceBook) -> dict[Spot, datetime | None]:
    """Return when each home is passed, worked out from the last one back; never later than was agreed."""
    times: dict[Spot, datetime | None] = {}
    next_at = _needed_by(order[-1], riders, book)
    following: Spot | None = None
    for home in reversed(order):
        if following is not None and next_at is not None:
            minutes = book.minutes(home, following) or 0
            next_at = _to_five(next_at - timedelta(minutes=minutes) - AT_A_HOME)
        agreed = [rider.pickup_at for rider in riders if rider.home == home and rider.pickup_at is not None]
        next_at = min([*agreed, *([] if next_at is None else [next_at])], default=None)
        times[home] = next_at
        following = home
    return times


def _needed_by(home: Spot, riders: Sequence[Rider], book: DistanceBook) -> datetime | None:
    """Return when the last home must be left for the earliest appointment of all."""
    appointments = [rider.appointment_at for rider in riders if rider.appointment_at is not None]
    minutes = book.minutes(home, riders[0].destination)
    if not appointments or minutes is None:
        return None
    slowest = max((rider.aid for rider in riders if rider.home == home), key=lambda aid: book.settings.boarding[aid])
    buffer = book.settings.buffer_minutes
    return propose_pickup(min(appointments), minutes, slowest, buffer, book.settings).pickup_at


def _to_five(instant: datetime) -> datetime:
    return instant - timedelta(minutes=instant.minute % 5)


@dataclass(frozen=True, slots=True)
class Saving:
    """What sharing saves: metres with members aboard, and the cents that each pays less, in the order of the car.

    Who lives near pays more in a car that goes round for others: less than nothing is saved then.
    """

    metres: int
    cents: tuple[int, ...] = ()

    @property
    def cents_each(self) -> int:
        """What each pays less on average, rounded down."""
        return sum(self.cents) // max(1, len(self.cents))

    @property
    def is_even(self) -> bool:
        """Tell whether everybody saves the same, to the nearest ten cents."""
        return max(self.cents, default=0) - min(self.cents, default=0) < _ABOUT


def saving(apart: Sequence[tuple[int, int]], together: int, price: Callable[[int, int], Price]) -> Saving:
    """Return what one car of `together` metres saves over cars of (metres, members) `apart`, in the order of the car.

    `price` tells what metres cost so many members: the tariff's minimum, bands and fees count too.
    """
    alone = [share for metres, members in apart for share in price(metres, members).shares]
    shared = price(together, len(alone)).shares
    cents = tuple(before - now for before, now in zip(alone, shared, strict=True))
    return Saving(sum(metres for metres, _ in apart) - together, cents)
