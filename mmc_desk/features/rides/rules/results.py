"""What a ride sheet may say: figures that can be, figures that look odd, and what a cancellation costs."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from mmc_desk.core import clock
from mmc_desk.core.errors import RuleError
from mmc_desk.core.formats import show_km
from mmc_desk.core.i18n import translate
from mmc_desk.features.rides.model import CancelledBy
from mmc_desk.features.rides.rules.requests import Caution
from mmc_desk.features.rides.rules.tariff import Tariff

LONGEST_RIDE = timedelta(hours=16)
"""A ride may cross midnight, but not last longer than this."""

LONGEST_METRES = 2_000_000
"""An odometer reading typed as a distance is refused."""

OUTLIER = 0.30

Span = tuple[datetime | None, datetime | None]


@dataclass(frozen=True, slots=True)
class Result:
    """What was driven: metres home to home, minutes waited, parking and money received in cents."""

    metres: int
    waiting_minutes: int = 0
    parking: int = 0
    received: int | None = None


def require_result(result: Result) -> None:
    """Raise RuleError, naming the field, for a figure that can't be."""
    if not 0 <= result.metres <= LONGEST_METRES:
        text = translate("rides", "{km} kan niet voor één rit. Typ de gereden kilometers, niet de tellerstand.")
        raise RuleError(text.format(km=show_km(result.metres)), "metres")
    if not 0 <= result.waiting_minutes <= LONGEST_RIDE.total_seconds() // 60:
        raise RuleError(
            translate("rides", "De wachttijd kan niet negatief zijn of langer dan 16 uur."), "waiting_minutes"
        )
    if result.parking < 0:
        raise RuleError(translate("rides", "De parking kan niet negatief zijn."), "parking")
    if result.received is not None and result.received < 0:
        raise RuleError(translate("rides", "Het ontvangen bedrag kan niet negatief zijn."), "received")


def check_result(result: Result, estimated: int | None) -> tuple[Caution, ...]:
    """Return what looks odd: kilometres more than 30 % off the estimate (domain.md §9)."""
    if not estimated or abs(result.metres - estimated) <= OUTLIER * estimated:
        return ()
    text = translate("rides", "{km} wijkt meer dan 30 % af van de verwachte {expected}.")
    return (Caution("metres", text.format(km=show_km(result.metres), expected=show_km(estimated))),)


def driven_span(day: date, depart: time | None, home: time | None, planned: Span) -> Span:
    """Return the real span of a ride from the times on its sheet, the planned ones where none was noted.

    Home before departure on the clock is the next day's (domain.md §10.8). Raises RuleError over 16 hours.
    """
    depart_at = planned[0] if depart is None else clock.at(day, depart)
    home_at = planned[1] if home is None else clock.at(day, home)
    if depart_at is not None and home_at is not None and home_at < depart_at and home is not None:
        home_at = clock.at(day + timedelta(days=1), home)
    if depart_at is None or home_at is None:
        return depart_at, home_at
    if home_at < depart_at or home_at - depart_at > LONGEST_RIDE:
        text = translate("rides", "Thuis om dat uur kan niet: de rit zou langer dan 16 uur duren. Kijk de uren na.")
        raise RuleError(text, "home")
    return depart_at, home_at


def cancellation_is_charged(by: CancelledBy, at: datetime, departed: datetime | None, tariff: Tariff) -> bool:
    """Tell whether a cancellation costs the driven km: only a member's, after the driver left (domain.md §2)."""
    left = departed is not None and at > departed
    return left and by is CancelledBy.MEMBER and tariff.late_cancel_charged
