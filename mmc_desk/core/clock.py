"""What time it is at the desk: instants in UTC, days and screens in Europe/Brussels."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

BRUSSELS = ZoneInfo("Europe/Brussels")


def _system_now() -> datetime:
    return datetime.now(UTC)


_source: Callable[[], datetime] = _system_now


def now() -> datetime:
    """Return the present instant, aware, in UTC."""
    return _source()


def today() -> date:
    """Return today's date in Brussels."""
    return now().astimezone(BRUSSELS).date()


@contextmanager
def frozen(instant: datetime) -> Iterator[None]:
    """Hold the clock still at an aware `instant`: for the practice town and the tests."""
    global _source  # noqa: PLW0603 - the one clock of the process
    before = _source
    _source = lambda: instant.astimezone(UTC)  # noqa: E731 - a name for it would be longer than it
    try:
        yield
    finally:
        _source = before


def at(day: date, local: time) -> datetime:
    """Return the UTC instant of a wall-clock time in Brussels; in the hour that DST repeats, the first one."""
    return datetime.combine(day, local, BRUSSELS).astimezone(UTC)


def local(instant: datetime) -> datetime:
    """Return an aware instant as Brussels wall-clock time."""
    return instant.astimezone(BRUSSELS)
