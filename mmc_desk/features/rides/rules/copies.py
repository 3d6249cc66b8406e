"""A ride copied to several picked days (six visits to the physiotherapist): the days typed, and what is odd."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from mmc_desk.core.errors import RuleError
from mmc_desk.core.formats import parse_date, show_date
from mmc_desk.core.i18n import translate
from mmc_desk.features.rides.rules.calendar import Closures, closed_reason

MOST_DAYS = 60


@dataclass(frozen=True, slots=True)
class DayWarning:
    """A picked day that asks for a second look: never a block."""

    day: date
    text: str


def parse_days(text: str, today: date) -> tuple[date, ...]:
    """Read days as a person types them ("27/11, 4/12 +14 vr"), each once and in order.

    Raises RuleError naming the one that is no day, or when there are more than sixty.
    """
    words = [word for word in re.split(r"[,;\s]+", text.strip()) if word]
    days = tuple(sorted({parse_date(word, today) for word in words}))
    if len(days) > MOST_DAYS:
        raise RuleError(translate("copies", "Hoogstens {most} dagen in één keer.").format(most=MOST_DAYS), "days")
    return days


def show_days(days: Sequence[date]) -> str:
    """Return days as `parse_days` reads them."""
    return ", ".join(show_date(day) for day in days)


def day_warnings(
    days: Sequence[date], closures: Closures, booked: Sequence[tuple[date, str]], today: date
) -> tuple[DayWarning, ...]:
    """Return what is odd about picked days: over, closed, or one on which the member has a ride already."""
    return tuple(DayWarning(day, text) for day in days for text in _odd(day, closures, booked, today))


def _odd(day: date, closures: Closures, booked: Sequence[tuple[date, str]], today: date) -> Iterator[str]:
    if day < today:
        yield translate("copies", "deze dag is al voorbij")
    closed = closed_reason(day, closures)
    if closed:
        yield translate("copies", "gesloten: {reason}").format(reason=closed)
    rides = [ride_no for taken, ride_no in booked if taken == day]
    if rides:
        yield translate("copies", "al een rit die dag: {rides}").format(rides=", ".join(rides))
