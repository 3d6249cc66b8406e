"""What the screen proposes while a ride is taken: pick-up, distance and price to read back, and the warnings.

One pure function of what was typed, so that the form needs no database between two keys (domain.md §9).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from mmc_desk.core import clock
from mmc_desk.core.errors import RuleError
from mmc_desk.features.people.model import Aid
from mmc_desk.features.rides.model import ReturnMode
from mmc_desk.features.rides.rules.distances import DistanceBook, Spot
from mmc_desk.features.rides.rules.pickup import PickupProposal, propose_pickup
from mmc_desk.features.rides.rules.tariff import Price, Tariff, estimate_price
from mmc_desk.features.rides.rules.trips import ClockTimes, PlannedLeg, Wish, plan_legs, request_instants


@dataclass(frozen=True, slots=True)
class Typed:
    """A request as far as it was typed, in wall-clock times and spots."""

    ride_date: date
    home: Spot
    destination: Spot
    appointment: time | None = None
    pickup: time | None = None
    return_mode: ReturnMode | None = ReturnMode.WAIT
    return_time: time | None = None
    stay_minutes: int | None = None
    aid: Aid = Aid.NONE
    stops: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """What can be told to the caller. `metres` are with the member aboard: the driver's own way is extra."""

    pickup: PickupProposal | None
    legs: tuple[PlannedLeg, ...]
    metres: int | None
    price: Price | None

    @property
    def home_again(self) -> datetime | None:
        """When the last leg ends (UTC), None while that can't be known."""
        return self.legs[-1].arrive_at if self.legs else None


def propose(typed: Typed, book: DistanceBook, official_rate: int, tariff: Tariff) -> Proposal:
    """Return the proposal for what was typed; parts that can't be known yet are None."""
    if not typed.destination:
        return Proposal(None, (), None, None)
    pickup = _pickup(typed, book)
    try:
        legs = plan_legs(_wish(typed, book), book)
    except RuleError:  # the times contradict each other: said beside the field, and when it is saved
        return Proposal(pickup, (), None, None)
    metres = _total(legs)
    price = None if metres is None else estimate_price(metres, official_rate, tariff)
    return Proposal(pickup, legs, metres, price)


def _pickup(typed: Typed, book: DistanceBook) -> PickupProposal | None:
    minutes = book.minutes(typed.home, typed.destination)
    if typed.appointment is None or minutes is None:
        return None
    appointment = clock.at(typed.ride_date, typed.appointment)
    return propose_pickup(appointment, minutes, typed.aid, book.settings.buffer_minutes, book.settings)


def _wish(typed: Typed, book: DistanceBook) -> Wish:
    """Return the wish as it will be stored: the same function tells the instants there (ops.requesting)."""
    return_time = typed.return_time if typed.return_mode is ReturnMode.AT_TIME else None
    times = ClockTimes(typed.ride_date, typed.appointment, typed.pickup, return_time)
    drive = book.minutes(typed.home, typed.destination)
    instants = request_instants(times, drive, typed.aid, book.settings)
    return Wish(
        home=typed.home,
        destination=typed.destination,
        pickup_at=instants.pickup_at,
        appointment_at=instants.appointment_at,
        return_mode=typed.return_mode,
        return_at=instants.return_at,
        stay_minutes=typed.stay_minutes or book.settings.default_stay_minutes,
        stops=typed.stops,
    )


def _total(legs: Sequence[PlannedLeg]) -> int | None:
    known = [leg.metres for leg in legs if leg.metres is not None]
    return sum(known) if len(known) == len(legs) else None
