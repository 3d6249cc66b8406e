"""What the planner knows of its days beside the problem: rides, drivers and their history, in the desk's words."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from mmc_desk.core.i18n import QT_TRANSLATE_NOOP, translate
from mmc_desk.features.planner.rules.problem import Driver, Plan, Problem, Request, Window
from mmc_desk.features.planner.rules.weights import MOST_REFUSALS, MOST_TIMES, Weight, Weights
from mmc_desk.features.rides.model import RideState
from mmc_desk.features.rides.rules.availability import DayHours
from mmc_desk.features.rides.rules.fairness import Recent


class Kept(StrEnum):
    """Why the planner leaves a ride as it is."""

    CONFIRMED = "confirmed"
    PINNED = "pinned"
    UNDER_WAY = "under_way"
    AGREED = "agreed"
    NO_TIME = "no_time"
    NO_PLACE = "no_place"
    OVER = "over"


KEPT_WORDS: Mapping[Kept, str] = {
    Kept.CONFIRMED: QT_TRANSLATE_NOOP("planner", "bevestigd aan het lid"),
    Kept.PINNED: QT_TRANSLATE_NOOP("planner", "vastgezet"),
    Kept.UNDER_WAY: QT_TRANSLATE_NOOP("planner", "al vertrokken"),
    Kept.AGREED: QT_TRANSLATE_NOOP("planner", "zo afgesproken met de chauffeur"),
    Kept.NO_TIME: QT_TRANSLATE_NOOP("planner", "zonder uur valt er niets te plannen"),
    Kept.NO_PLACE: QT_TRANSLATE_NOOP("planner", "een plaats staat niet op de kaart: vul het adres of het dorp aan"),
    Kept.OVER: QT_TRANSLATE_NOOP("planner", "het uur is al voorbij"),
}


def kept_words(kept: Kept) -> str:
    """Return in Dutch why the planner leaves a ride as it is."""
    return translate("planner", KEPT_WORDS[kept])


@dataclass(frozen=True, slots=True)
class PlanRide:
    """A ride of the days. `id` is its number, as in the problem; `driver` the code of who has it now.

    `start_at` … `end_at` (UTC) and `metres` are with members aboard; `booked_metres` are from home to home with the
    driver who has it. `kept` says why it is none of the planner's, None where the planner may decide; then its request
    is in the problem.
    """

    id: str
    ride_id: int
    version: int
    day: date
    state: RideState
    names: str
    village: str
    destination: str
    destination_village: str
    pickup_at: datetime | None
    start_at: datetime | None
    end_at: datetime | None
    metres: int | None
    booked_metres: int | None = None
    member_ids: tuple[int, ...] = ()
    driver: str | None = None
    pinned: bool = False
    kept: Kept | None = None
    waits_at_hospital: bool = False


@dataclass(frozen=True, slots=True)
class PlanDriver:
    """A driver of the days. `id` is the code, as in the problem; counts leave out what the planner may move."""

    id: str
    driver_id: int
    name: str
    phone: str
    village: str
    hours: Mapping[date, DayHours]
    recent: Recent = field(default_factory=Recent)
    rides_month: int = 0
    rides_week: int = 0
    metres_week: int = 0
    max_rides_per_week: int | None = None
    max_metres_per_week: int | None = None
    max_distance: int | None = None
    avoids_hospital_waiting: bool = False
    refused_lately: int = 0
    has_kept_rides: bool = False
    """Drives anyway on these days: needs no call of its own."""
    busy: tuple[Window, ...] = ()
    """What is on the board for good, home to home, in minutes of the problem."""


Pair = tuple[str, str]
"""A ride and a driver, by id."""


@dataclass(frozen=True, slots=True)
class Planning:
    """Days to plan: the problem, the words for it, and the board as it stands.

    `midnight` is the instant (UTC) at which the problem's minutes begin. `rides` also holds those that are kept;
    `board` is who has which ride now, as far as the planner may decide. `rate` is what a km costs members, in 1/10 000
    euro; `per_day` the load (fairness.Recent) of one available day over all drivers.
    """

    days: tuple[date, ...]
    midnight: datetime
    problem: Problem
    rides: Mapping[str, PlanRide]
    drivers: Mapping[str, PlanDriver]
    board: Plan = field(default_factory=Plan)
    together: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """By ride and driver: how often they drove together in the last two years."""
    preferred: frozenset[Pair] = frozenset()
    said_no: frozenset[Pair] = frozenset()
    apart: frozenset[Pair] = frozenset()
    beyond: frozenset[Pair] = frozenset()
    """At midnight between two planned days: outside the hours of the ride's own day, though within the windows."""
    weights: Weights = field(default_factory=Weights)
    rate: int = 0
    per_day: float = 0.0
    rides_per_day: float = 0.0
    """Rides of one available day over all drivers, in the last eight weeks."""
    closed: Mapping[date, str] = field(default_factory=dict)
    _requests: dict[str, Request] = field(default_factory=dict, compare=False, repr=False)
    _cars: dict[str, Driver] = field(default_factory=dict, compare=False, repr=False)

    def instant(self, minutes: float) -> datetime:
        """Return the instant (UTC) of a moment of the problem."""
        return self.midnight + timedelta(minutes=minutes)

    def request(self, ride: str) -> Request | None:
        """Return the request of a ride; None for one that is kept."""
        if not self._requests:
            self._requests.update((request.id, request) for request in self.problem.requests)
        return self._requests.get(ride)

    def car(self, code: str) -> Driver | None:
        """Return a driver of the problem, None for a code that isn't in it."""
        if not self._cars:
            self._cars.update((driver.id, driver) for driver in self.problem.drivers)
        return self._cars.get(code)

    def km_with(self, ride: str, code: str) -> float | None:
        """Return the km of a ride with a driver, from home to home; None where the problem doesn't know one of them."""
        request, car, way = self.request(ride), self.car(code), self.problem.metric.km
        if request is None or car is None:
            return None
        return way(car.start, request.pickup) + request.km + way(request.dropoff, car.end)

    def equal_share(self, code: str) -> float:
        """Return how many rides of the last eight weeks would be a driver's equal share."""
        return self.rides_per_day * self.drivers[code].recent.days

    def bearing(self, ride: str, code: str) -> "Bearing":
        """Return what a ride and a driver have to do with each other. Raises KeyError for who isn't there."""
        pair = ride, code
        is_preferred, times = pair in self.preferred, self.together.get(ride, {}).get(code, 0)
        return bearing(self.rides[ride], self.drivers[code], is_preferred=is_preferred, times=times)


def road_only(problem: Problem) -> Problem:
    """Return a problem in which nothing counts but the road: what wishes cost is seen against its plan."""
    drivers = tuple(replace(driver, call_km=0.0, burden_km=()) for driver in problem.drivers)
    requests = tuple(replace(request, wishes_km={}) for request in problem.requests)
    return replace(problem, drivers=drivers, requests=requests, bonds=())


class Bearing(NamedTuple):
    """What a ride and a driver have to do with each other, beside the road: a tuple, a large day asks for many."""

    is_current: bool = False
    is_preferred: bool = False
    times: int = 0
    wishes_broken: int = 0
    refused_lately: int = 0


def bearing(ride: PlanRide, driver: PlanDriver, *, is_preferred: bool = False, times: int = 0) -> Bearing:
    """Return what a ride and a driver have to do with each other."""
    too_far = driver.max_distance is not None and ride.metres is not None and ride.metres > driver.max_distance
    waits = ride.waits_at_hospital and driver.avoids_hospital_waiting
    return Bearing(
        ride.driver == driver.id,
        is_preferred,
        times,
        int(too_far) + int(waits),
        driver.refused_lately,
    )


def terms(bearing: Bearing, weights: Weights) -> Mapping[Weight, float]:
    """Return what each weight makes of it in km, below 0 where it speaks for the driver; none that makes nothing."""
    kms, found = weights.kms(), dict[Weight, float]()
    if bearing.is_current and kms.stay:
        found[Weight.STAY] = -kms.stay
    if bearing.is_preferred and kms.preference:
        found[Weight.PREFERENCE] = -kms.preference
    if bearing.times and kms.familiar:
        found[Weight.FAMILIAR] = familiar_km(bearing.times, kms.familiar)
    if (bearing.wishes_broken or bearing.refused_lately) and kms.wishes:
        refusals = min(bearing.refused_lately, MOST_REFUSALS)
        found[Weight.WISHES] = kms.wishes * bearing.wishes_broken + kms.refusal * refusals
    return found


def familiar_km(times: int, each: float) -> float:
    """Return what it is worth (below 0) that two drove together so often, at `each` km."""
    return -each * min(times, MOST_TIMES)
