"""A ride in time and distance: its legs, and its driver's way from home and back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from mmc_desk.core import clock
from mmc_desk.core.errors import RuleError
from mmc_desk.core.i18n import translate
from mmc_desk.features.people.model import Aid
from mmc_desk.features.rides.model import LegKind, ReturnMode
from mmc_desk.features.rides.rules.distances import DistanceBook, Spot
from mmc_desk.features.rides.rules.pickup import propose_pickup
from mmc_desk.features.rides.rules.settings import RideSettings


@dataclass(frozen=True, slots=True)
class Trip:
    """A ride without its driver: instants (UTC), first and last spot, metres with members aboard."""

    start_at: datetime | None
    end_at: datetime | None
    start: Spot
    end: Spot
    metres: int | None


@dataclass(frozen=True, slots=True)
class Drive:
    """A ride home to home. `approach` is the driver's way to the first member, in metres, None when unknown."""

    depart_at: datetime | None
    home_at: datetime | None
    approach: int | None
    metres: int | None


@dataclass(frozen=True, slots=True)
class PlannedLeg:
    """A leg with its times and metres, as far as they are known."""

    kind: LegKind
    origin: str
    destination: str
    depart_at: datetime | None
    arrive_at: datetime | None
    metres: int | None


@dataclass(frozen=True, slots=True)
class Fetch:
    """A further home on the way out, and when somebody is fetched there, where that was agreed."""

    home: Spot
    pickup_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Wish:
    """What the caller asks, in instants (UTC) and spots; `stay_minutes` is the time at the destination.

    `stops` come after the destination, before the way back ("and then to the pharmacy"); of the first `drop_offs` of
    them the car goes on at once: others get out there. In a shared car `also` are the homes after the first one, and
    `brought` the homes on the way back, None for all of them, the last one fetched first.
    """

    home: Spot
    destination: Spot
    pickup_at: datetime | None
    appointment_at: datetime | None = None
    return_mode: ReturnMode | None = None
    return_at: datetime | None = None
    stay_minutes: int = 60
    stops: tuple[str, ...] = ()
    also: tuple[Fetch, ...] = ()
    brought: tuple[Spot, ...] | None = None
    drop_offs: int = 0

    @property
    def homes(self) -> tuple[Spot, ...]:
        """Where members are fetched, in order; two members of one house are one stop."""
        return tuple(dict.fromkeys((self.home, *(fetch.home for fetch in self.also))))

    @property
    def back_to(self) -> tuple[Spot, ...]:
        """Where members are brought back to, in order."""
        if self.brought is not None:
            return self.brought
        return () if self.return_mode in {None, ReturnMode.NONE} else self.homes[::-1]


def drive_with(trip: Trip, driver_home: str, book: DistanceBook) -> Drive:
    """Return the trip with the way from and to `driver_home` around it (km count home to home, domain.md §2)."""
    home = (driver_home,)
    there, back = book.metres(home, trip.start), book.metres(trip.end, home)
    depart_at = trip.start_at and trip.start_at - timedelta(minutes=book.minutes(home, trip.start) or 0)
    home_at = trip.end_at and trip.end_at + timedelta(minutes=book.minutes(trip.end, home) or 0)
    metres = None if trip.metres is None else trip.metres + (there or 0) + (back or 0)
    return Drive(depart_at, home_at, there, metres)


def trip_of(wish: Wish, legs: Sequence[PlannedLeg]) -> Trip:
    """Return a wish with its legs as one trip without its driver; metres None as soon as one leg's are unknown."""
    if not legs:
        return Trip(wish.pickup_at, None, wish.home, wish.home, None)
    known = [leg.metres for leg in legs if leg.metres is not None]
    end = wish.back_to[-1] if legs[-1].kind is LegKind.BACK else (legs[-1].destination, *wish.destination[1:])
    metres = sum(known) if len(known) == len(legs) else None
    return Trip(legs[0].depart_at, legs[-1].arrive_at, wish.home, end, metres)


def plan_legs(wish: Wish, book: DistanceBook) -> tuple[PlannedLeg, ...]:
    """Return the legs of a wish: out, the stops, back; times and metres where they can be known.

    The member is at the destination from the appointment on (or from arriving, when there is none) for the stay, or
    until the agreed return. Elapsed time, so it holds across midnight and clock changes (domain.md §10.8).
    """
    homes, back = wish.homes, wish.back_to
    spots = [*homes, wish.destination, *((stop,) for stop in wish.stops), *back]
    kinds = [LegKind.OUT] * len(homes) + [LegKind.STOP] * len(wish.stops) + [LegKind.BACK] * len(back)
    return _timed(wish, spots, kinds, book)


def _timed(wish: Wish, spots: Sequence[Spot], kinds: Sequence[LegKind], book: DistanceBook) -> tuple[PlannedLeg, ...]:
    legs: list[PlannedLeg] = []
    depart_at = wish.pickup_at
    for kind, start, end in zip(kinds, spots, spots[1:], strict=False):
        minutes = book.minutes(start, end)
        arrive_at = None if depart_at is None or minutes is None else depart_at + timedelta(minutes=minutes)
        legs.append(PlannedLeg(kind, _name(start), _name(end), depart_at, arrive_at, book.metres(start, end)))
        depart_at = _leaves(wish, arrive_at, len(legs))
    return tuple(legs)


def _name(spot: Spot) -> str:
    """Return what a place is called, "" for the home of somebody whose address nobody noted."""
    return spot[0] if spot else ""


_AT_A_STOP = timedelta(minutes=10)
AT_A_HOME = timedelta(minutes=5)
"""What getting in or out takes on the way, where a shared car stops for one of several members."""


def _leaves(wish: Wish, arrive_at: datetime | None, done: int) -> datetime | None:
    """Return when the car goes on after `done` legs."""
    homes = len(wish.homes)
    there = homes + wish.drop_offs
    last_before_return = homes + len(wish.stops)
    if done < homes:
        return _at_least(arrive_at and arrive_at + AT_A_HOME, wish.also[done - 1].pickup_at)
    if done < there or done > last_before_return:
        return arrive_at and arrive_at + AT_A_HOME
    if done == last_before_return and wish.return_at is not None:
        return _at_least(arrive_at, wish.return_at)
    if done > there:
        return arrive_at and arrive_at + _AT_A_STOP
    begins = _at_least(arrive_at, wish.appointment_at)
    return begins and begins + timedelta(minutes=wish.stay_minutes)


def _at_least(*instants: datetime | None) -> datetime | None:
    return max((instant for instant in instants if instant is not None), default=None)


@dataclass(frozen=True, slots=True)
class ClockTimes:
    """Times as they are spoken on the phone, on the clock of `day`."""

    day: date
    appointment: time | None = None
    pickup: time | None = None
    return_time: time | None = None


@dataclass(frozen=True, slots=True)
class Instants:
    """The same in instants (UTC), and the day the ride belongs to: the one on which the member is fetched."""

    ride_date: date
    pickup_at: datetime | None
    appointment_at: datetime | None
    return_at: datetime | None


_LONGEST_WAY = timedelta(hours=6)
_DAY = timedelta(days=1)


def request_instants(times: ClockTimes, drive_minutes: int | None, aid: Aid, settings: RideSettings) -> Instants:
    """Return the instants of a request; without a pick-up time the proposal stands (domain.md §9).

    An appointment just past midnight or a return in the night is on the next day (domain.md §10.8). Raises RuleError
    when the pick-up is after the appointment.
    """
    pickup_at = None if times.pickup is None else clock.at(times.day, times.pickup)
    appointment_at = _appointment(times, pickup_at)
    if pickup_at is None and appointment_at is not None and drive_minutes is not None:
        pickup_at = propose_pickup(appointment_at, drive_minutes, aid, settings.buffer_minutes, settings).pickup_at
    begins = pickup_at if pickup_at is not None else appointment_at
    return_at = _return(times, begins)
    ride_date = clock.local(pickup_at).date() if pickup_at is not None else times.day
    return Instants(ride_date, pickup_at, appointment_at, return_at)


def _return(times: ClockTimes, begins: datetime | None) -> datetime | None:
    if times.return_time is None:
        return None
    return_at = clock.at(times.day, times.return_time)
    if begins is not None and return_at <= begins:
        return clock.at(times.day + _DAY, times.return_time)
    return return_at


def _appointment(times: ClockTimes, pickup_at: datetime | None) -> datetime | None:
    if times.appointment is None:
        return None
    appointment_at = clock.at(times.day, times.appointment)
    if pickup_at is None or pickup_at <= appointment_at:
        return appointment_at
    next_day = clock.at(times.day + _DAY, times.appointment)
    if next_day - pickup_at > _LONGEST_WAY:
        raise RuleError(translate("rides", "Het ophaaluur ligt na de afspraak. Verbeter een van beide."), "pickup")
    return next_day
