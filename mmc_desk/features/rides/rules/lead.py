"""How long before a ride it has to be asked: working days, an hour of the last one, or hours (domain.md §2).

Seen in practice: two or three working days ahead, 48 hours, "Monday's ride by Thursday noon". A warning, never a block.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from mmc_desk.core import clock
from mmc_desk.core.formats import show_time, show_weekday_date
from mmc_desk.core.i18n import translate
from mmc_desk.features.rides.rules.calendar import Closures, closed_reason, working_days_between
from mmc_desk.features.rides.rules.settings import RideSettings

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Wanted:
    """The ride that is asked for: its day, and the instant the member is to be fetched or there, where it is known."""

    ride_date: date
    at: datetime | None = None


def late_words(asked_at: datetime, wanted: Wanted, settings: RideSettings, closures: Closures) -> str:
    """Return why a ride that is asked for at an instant is asked for late, "" where it isn't."""
    days = working_days_between(clock.local(asked_at).date(), wanted.ride_date, closures)
    if settings.lead_until is None and days < settings.lead_days:
        return translate("rides", "Minder dan {days} werkdagen vooraf aangevraagd.").format(days=settings.lead_days)
    last = last_moment(wanted.ride_date, settings, closures)
    if last is not None and asked_at > last:
        text = translate("rides", "Te laat aangevraagd: dat kon tot {day} om {time}.")
        return text.format(day=show_weekday_date(clock.local(last).date()), time=show_time(last))
    if settings.lead_hours and asked_at > _goes_at(wanted) - timedelta(hours=settings.lead_hours):
        return translate("rides", "Minder dan {hours} uur vooraf aangevraagd.").format(hours=settings.lead_hours)
    return ""


def last_moment(ride_date: date, settings: RideSettings, closures: Closures) -> datetime | None:
    """Return until when a day's ride can be asked where the term has an hour: on an open day, so many before it.

    Two working days and noon give Thursday noon for a Monday's ride, and an earlier day when one between is closed.
    """
    if settings.lead_until is None:
        return None
    return clock.at(last_day(ride_date, settings.lead_days, closures), settings.lead_until)


def last_day(ride_date: date, days: int, closures: Closures) -> date:
    """Return the last open day with so many open days after it up to the ride's own, that one included."""
    day, counted = ride_date, 0
    while True:
        is_open = not closed_reason(day, closures)
        if is_open and counted >= days:
            return day
        counted += is_open
        day -= _DAY


def _goes_at(wanted: Wanted) -> datetime:
    """Without an hour the day's last minute counts: late whatever hour it becomes."""
    return wanted.at or clock.at(wanted.ride_date, time(23, 59))
