"""When a partner of LDC on Wheels can come."""

from dataclasses import dataclass
from datetime import date

from mmc_desk.core.formats import WEEKDAYS, show_date, weekday_name
from mmc_desk.core.i18n import translate

WORKING_WEEK = frozenset(range(5))


@dataclass(frozen=True, slots=True)
class PlanPartner:
    """A partner as the plan sees it. No `weekdays` is any weekday; of an absence both days are included."""

    partner_id: int
    name: str
    weekdays: frozenset[int] = frozenset()
    absences: tuple[tuple[date, date], ...] = ()
    active_to: date | None = None


def refusal(partner: PlanPartner, day: date) -> str:
    """Return why a partner can't come on `day`; "" when they can."""
    if partner.active_to is not None and day > partner.active_to:
        text = translate("sessions", "{partner} werkt mee tot {day}")
        return text.format(partner=partner.name, day=show_date(partner.active_to))
    if partner.weekdays and day.weekday() not in partner.weekdays:
        text = translate("sessions", "{partner} komt niet op {weekday}")
        return text.format(partner=partner.name, weekday=weekday_name(day))
    if any(first <= day <= last for first, last in partner.absences):
        text = translate("sessions", "{partner} is afwezig op {day}")
        return text.format(partner=partner.name, day=show_date(day))
    return ""


def read_weekdays(stored: str) -> frozenset[int]:
    """Return the weekdays of a stored text of Monday = 0 digits: "02"."""
    return frozenset(int(digit) for digit in stored)


def stored_weekdays(weekdays: frozenset[int]) -> str:
    """Return weekdays as they are stored."""
    return "".join(str(day) for day in sorted(weekdays))


def weekday_words(weekdays: frozenset[int]) -> str:
    """Return `ma di do`; every weekday for none."""
    if not weekdays or weekdays == WORKING_WEEK:
        return translate("sessions", "elke weekdag")
    return " ".join(translate("formats", WEEKDAYS[day])[:2] for day in sorted(weekdays))
