"""When drivers are free on days to plan: their hours, less what is on the board for good."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta

from mmc_desk.core import clock
from mmc_desk.core.i18n import translate
from mmc_desk.features.planner.queries.facts import Facts
from mmc_desk.features.planner.rules.planning import Pair
from mmc_desk.features.planner.rules.problem import Window
from mmc_desk.features.rides.queries.drivers import DriverFacts
from mmc_desk.features.rides.queries.rows import RideLine
from mmc_desk.features.rides.rules.availability import Away, Busy, DayHours, day_hours, fits_hours, hour_spans
from mmc_desk.features.rides.rules.trips import drive_with

_MIDNIGHT = time.min
_DAY = timedelta(days=1)

_WAY_HOME = timedelta(minutes=90)
"""What a driver's way from or to home takes at most, where it matters whether a midnight is crossed."""


class FreeTime:
    """The time of the drivers of some days. `open_lines`, once known, are the rides that the planner may move.

    `without` are codes of drivers who fell ill.
    """

    def __init__(self, facts: Facts, without: Collection[str]) -> None:
        self.facts, self.without = facts, without
        self.midnight = clock.at(facts.days[0], _MIDNIGHT)
        self.known = {driver.driver_id: driver for day in reversed(facts.days) for driver in facts.drivers[day]}
        self.by_day = {day: {driver.driver_id: driver for driver in facts.drivers[day]} for day in facts.days}
        self.hours = {
            (key, day): self._hours(day, driver) for day in facts.days for key, driver in self.by_day[day].items()
        }
        self.open_lines: Sequence[RideLine] = ()
        self._movable: set[str] = set()
        self._crossed: set[date] = set()

    def leave_open(self, lines: Sequence[RideLine]) -> None:
        """Tell which rides may be moved: their time isn't taken."""
        self.open_lines = lines
        self._movable = {line.ride_no for line in lines}
        self._crossed = {line.ride_date for line in lines if self._may_cross(line, line.ride_date + _DAY)}

    def minutes(self, instant: datetime) -> float:
        """Return an instant in minutes of the problem: since the midnight with which the first day begins."""
        return (instant - self.midnight).total_seconds() / 60

    def windows(self, key: int) -> tuple[Window, ...]:
        """Return when a driver is free."""
        taken = list(dict.fromkeys(busy for day in self.facts.days for busy in self._taken(day, key)))
        return tuple(
            Window(self.minutes(since), self.minutes(to))
            for start, end in self._spans(key)
            for since, to in _gaps(start, end, taken)
        )

    def busy(self, key: int) -> tuple[Window, ...]:
        """Return what a driver has for good, home to home."""
        return tuple(
            Window(self.minutes(busy.depart_at), self.minutes(busy.home_at))
            for day in self.facts.days
            for busy in self._taken(day, key)
        )

    def beyond(self, codes: Mapping[int, str]) -> frozenset[Pair]:
        """Return the rides with the drivers (by code) whose hours of the ride's own day don't do, though a window may.

        That is where windows run on from one day into the next; elsewhere they alone tell.
        """
        at_night = {day: self._at_night(day) for day in self.facts.days if day - _DAY in self._crossed}
        return frozenset(
            (line.ride_no, codes[key])
            for line in self.open_lines
            for key in (self.known if self._crosses(line) else at_night.get(line.ride_date, ()))
            if not self._fits(line, key)
        )

    def _crosses(self, line: RideLine) -> bool:
        """Tell whether a ride may be under way at a midnight over which windows run on."""
        days = (day for day in (line.ride_date, line.ride_date + _DAY) if day - _DAY in self._crossed)
        return any(self._may_cross(line, day) for day in days)

    def _at_night(self, day: date) -> list[int]:
        """Return the drivers with a window that began before a day and runs on into it."""
        midnight = clock.at(day, _MIDNIGHT)
        return [key for key in self.known if any(start < midnight < end for start, end in self._spans(key))]

    def _hours(self, day: date, driver: DriverFacts) -> DayHours:
        if driver.code in self.without:
            return DayHours((), Away.LEAVE, translate("planner", "valt uit"))
        return day_hours(day, driver.times, self.facts.closed[day])

    def _spans(self, key: int) -> list[tuple[datetime, datetime]]:
        """Return a driver's hours, day by day; over a midnight that a ride may cross they run on, where they do."""
        spans: list[tuple[datetime, datetime]] = []
        for day in self.facts.days:
            driver = self.by_day[day].get(key)
            if driver is None or driver.village != self.known[key].village:
                continue
            runs_on = day == self.facts.days[-1] or day in self._crossed
            for start, end in hour_spans(day, self.hours[key, day].hours):
                until = end if runs_on else min(end, clock.at(day + _DAY, _MIDNIGHT))
                if spans and start < spans[-1][1]:
                    spans[-1] = (spans[-1][0], max(spans[-1][1], until))
                else:
                    spans.append((start, until))
        return spans

    def _taken(self, day: date, key: int) -> list[Busy]:
        """Return what a driver has for good around a day."""
        return [busy for busy in self.facts.busy[day].get(key, ()) if busy.ride_no not in self._movable]

    def _may_cross(self, line: RideLine, day: date) -> bool:
        """Tell whether a ride may be under way at the midnight with which a day begins, the way from home included."""
        trip, midnight = self.facts.trips[line.ride_id], clock.at(day, _MIDNIGHT)
        if trip.start_at is None or trip.end_at is None:
            return False
        return trip.start_at - _WAY_HOME < midnight < trip.end_at + _WAY_HOME

    def _fits(self, line: RideLine, key: int) -> bool:
        driver = self.by_day[line.ride_date].get(key)
        if driver is None:
            return False
        drive = drive_with(self.facts.trips[line.ride_id], driver.village, self.facts.book)
        if drive.depart_at is None or drive.home_at is None:
            return True
        hours = self.hours[key, line.ride_date].hours
        return fits_hours(line.ride_date, drive.depart_at, drive.home_at, hours)


def _gaps(start: datetime, end: datetime, taken: Sequence[Busy]) -> Iterator[tuple[datetime, datetime]]:
    """Yield what is left of a span when these are taken out of it."""
    for busy in sorted(taken, key=lambda busy: busy.depart_at):
        if busy.home_at <= start or busy.depart_at >= end:
            continue
        if busy.depart_at > start:
            yield start, busy.depart_at
        start = max(start, busy.home_at)
    if start < end:
        yield start, end
