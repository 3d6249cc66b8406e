"""Whom to phone for a proposal: each driver with a number and all that day holds, what changes first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from mmc_desk.features.planner.rules.planning import PlanDriver, Planning, PlanRide
from mmc_desk.features.planner.rules.problem import Plan
from mmc_desk.features.planner.rules.proposal import hands_of
from mmc_desk.features.planner.rules.standing import Standing


class News(StrEnum):
    """What there is to say of a ride to a driver, what matters most first."""

    COMING = "coming"
    GOING = "going"
    STAYS = "stays"


_ORDER = tuple(News)


@dataclass(frozen=True, slots=True)
class RideToTell:
    """A ride as a driver is told of it; `leaves` and `home` are instants from home to home, `other` who else has it.

    `other` had a ride that comes, or gets one that goes: by name, "" for nobody.
    """

    news: News
    ride: PlanRide
    leaves: datetime | None
    home: datetime | None
    other: str = ""


@dataclass(frozen=True, slots=True)
class DriverToPhone:
    """A driver for whom something changes, with the rides to tell of."""

    driver: PlanDriver
    rides: tuple[RideToTell, ...]

    def told(self, news: News) -> tuple[RideToTell, ...]:
        """Return the rides with one kind of news."""
        return tuple(ride for ride in self.rides if ride.news is news)

    @property
    def days(self) -> tuple[date, ...]:
        """The days of the rides, in order."""
        return tuple(sorted({ride.ride.day for ride in self.rides}))


def drivers_to_phone(
    planning: Planning, plan: Plan, was: Mapping[str, str | None] | None = None
) -> tuple[DriverToPhone, ...]:
    """Return the drivers to phone for a plan, who gets most rides first.

    `was` says who had each ride when the plan was asked for (None: who has it now), so that what was taken over since
    stays in the list. Who keeps all and gets nothing isn't phoned; who is hears of what stays too: the whole day.
    """
    hands, rides = hands_of(plan), planning.rides
    after = {ride.id: ride.driver if ride.kept else hands.get(ride.id) for ride in rides.values()}
    before = {ride.id: ride.driver if was is None else was.get(ride.id) for ride in rides.values()}
    spans = _Spans(planning, plan)
    codes = {code for hand in (before, after) for code in hand.values() if code is not None}
    found = (DriverToPhone(planning.drivers[code], _told(planning, before, after, code, spans)) for code in codes)
    concerned = (one for one in found if any(ride.news is not News.STAYS for ride in one.rides))
    return tuple(sorted(concerned, key=lambda one: (-len(one.told(News.COMING)), one.driver.name, one.driver.id)))


_Hands = Mapping[str, str | None]


def _told(planning: Planning, before: _Hands, after: _Hands, code: str, spans: "_Spans") -> tuple[RideToTell, ...]:
    told = [
        _one(planning, ride, (before[ride.id], after[ride.id]), code, spans)
        for ride in planning.rides.values()
        if code in {before[ride.id], after[ride.id]}
    ]
    return tuple(sorted(told, key=lambda one: (_ORDER.index(one.news), one.ride.day, _start(one), one.ride.id)))


def _one(
    planning: Planning, ride: PlanRide, hands: tuple[str | None, str | None], code: str, spans: "_Spans"
) -> RideToTell:
    span, (before, after) = spans.of(ride, code), hands
    if before == after:
        return RideToTell(News.STAYS, ride, *span)
    news, other = (News.COMING, before) if after == code else (News.GOING, after)
    return RideToTell(news, ride, *span, "" if other is None else planning.drivers[other].name)


def _start(one: RideToTell) -> float:
    start = one.leaves or one.ride.start_at
    return start.timestamp() if start is not None else 0.0


class _Spans:
    """From leaving home to being home: of a ride that the planner may move by its plan, of another as it stands."""

    def __init__(self, planning: Planning, plan: Plan) -> None:
        self.planning, self.standing = planning, Standing(planning, plan)

    def of(self, ride: PlanRide, code: str) -> tuple[datetime | None, datetime | None]:
        """Return the span of a ride with a driver; with members aboard where the way from home isn't known."""
        request, car = self.planning.request(ride.id), self.planning.car(code)
        if request is None or car is None:
            return ride.start_at, ride.end_at
        span = self.standing.span(request, car)
        return self.planning.instant(span.leaves), self.planning.instant(span.home)
