"""A ride copied to several picked days (six visits to the physiotherapist): the days typed, and what is odd."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

from mmc_desk.core import clock
from mmc_desk.core.errors import RuleError
from mmc_desk.core.formats import parse_date, show_date
from mmc_desk.core.i18n import translate
from mmc_desk.features.rides.rules.calendar import Closures, closed_reason
from mmc_desk.features.rides.rules.lead import Wanted, late_words
from mmc_desk.features.rides.rules.settings import DEFAULTS, RideSettings

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


@dataclass(frozen=True, slots=True)
class CopyDesk:
    """The closure days, the days on which a member of the ride has one already with its number, and the desk's terms.

    `goes_at`: when the copied ride fetches its member or has them there, None while that isn't known.
    """

    closures: Closures = field(default_factory=dict)
    booked: tuple[tuple[date, str], ...] = ()
    settings: RideSettings = DEFAULTS
    goes_at: time | None = None


def day_warnings(days: Sequence[date], desk: CopyDesk, now: datetime) -> tuple[DayWarning, ...]:
    """Return what is odd about picked days: over, asked late, closed, or one with a ride of the member already."""
    return tuple(DayWarning(day, text) for day in days for text in _odd(day, desk, now))


def _odd(day: date, desk: CopyDesk, now: datetime) -> Iterator[str]:
    if day < clock.local(now).date():
        yield translate("copies", "deze dag is al voorbij")
    elif late := late_words(now, _wanted(day, desk), desk.settings, desk.closures):
        yield late[:1].lower() + late[1:].rstrip(".")
    closed = closed_reason(day, desk.closures)
    if closed:
        yield translate("copies", "gesloten: {reason}").format(reason=closed)
    rides = [ride_no for taken, ride_no in desk.booked if taken == day]
    if rides:
        yield translate("copies", "al een rit die dag: {rides}").format(rides=", ".join(rides))


def _wanted(day: date, desk: CopyDesk) -> Wanted:
    return Wanted(day, None if desk.goes_at is None else clock.at(day, desk.goes_at))
