"""The time axis of the day board: which pixel an instant of the day lies on."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from mmc_desk.core import clock

FIRST_HOUR, LAST_HOUR = 6, 22
"""The hours the board shows when no ride asks for more."""

MIN_HOUR_WIDTH, MAX_HOUR_WIDTH = 32.0, 320.0
_HOURS_SHOWN_AT_MOST = 48


@dataclass(frozen=True, slots=True)
class TimeScale:
    """Wall-clock hours of `day` laid out from `first_hour` to `last_hour` (over 24: the day after).

    The clock on the wall rules, not elapsed time: on the two days a year that an hour is missing or doubled the
    ruler must still read as the clock at the desk does.
    """

    day: date
    hour_width: float
    first_hour: int = FIRST_HOUR
    last_hour: int = LAST_HOUR

    @property
    def width(self) -> int:
        """The width of the whole axis in pixels."""
        return round((self.last_hour - self.first_hour) * self.hour_width)

    def x_of(self, instant: datetime) -> float:
        """Return the x of an aware instant; left of 0 or past the width when it is outside the axis."""
        return (_wall_hours(self.day, instant) - self.first_hour) * self.hour_width

    def clipped_x(self, instant: datetime) -> float:
        """Return the x of an instant, held to the axis."""
        return min(max(self.x_of(instant), 0.0), float(self.width))

    def instant_at(self, x: float) -> datetime:
        """Return the instant at `x`, to the minute."""
        minutes = round((self.first_hour + x / self.hour_width) * 60)
        day = self.day + timedelta(days=minutes // 1440)
        return clock.at(day, time(minutes % 1440 // 60, minutes % 60))

    def hours(self) -> range:
        """Return the full hours on the axis, its end included."""
        return range(self.first_hour, self.last_hour + 1)

    def x_of_hour(self, hour: float) -> float:
        """Return the x of an hour on the clock."""
        return (hour - self.first_hour) * self.hour_width

    def zoomed(self, factor: float) -> "TimeScale":
        """Return the axis with wider or narrower hours, within what can be read."""
        return replace(self, hour_width=min(max(self.hour_width * factor, MIN_HOUR_WIDTH), MAX_HOUR_WIDTH))

    def holding(self, starts_and_ends: list[tuple[datetime, datetime]]) -> "TimeScale":
        """Return the axis widened to show every ride of the day, early, late or past midnight."""
        if not starts_and_ends:
            return replace(self, first_hour=FIRST_HOUR, last_hour=LAST_HOUR)
        # The clock on the wall may go back within an hour of the night, never from one hour to the one before it.
        earliest, latest = min(start for start, _ in starts_and_ends), max(end for _, end in starts_and_ends)
        first = min(FIRST_HOUR, int(_wall_hours(self.day, earliest)))
        last = max(LAST_HOUR, int(_wall_hours(self.day, latest)) + 1)
        return replace(self, first_hour=max(first, 0), last_hour=min(last, _HOURS_SHOWN_AT_MOST))


def _wall_hours(day: date, instant: datetime) -> float:
    local = clock.local(instant)
    days = (local.date() - day) // timedelta(days=1)
    return days * 24 + local.hour + local.minute / 60 + local.second / 3600
