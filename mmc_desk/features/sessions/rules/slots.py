"""Moments by appointment during a service on location."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from mmc_desk.core.errors import RuleError
from mmc_desk.core.i18n import translate

_MOST = 40
_LONGEST = 240


@dataclass(frozen=True, slots=True)
class SlotTime:
    """From when, how many minutes."""

    starts_at: time
    minutes: int


def slot_times(first: time, minutes: int, count: int, known: Iterable[SlotTime] = ()) -> tuple[SlotTime, ...]:
    """Return `count` moments one after the other. Raises RuleError: none, past midnight, over a known one."""
    if not 1 <= minutes <= _LONGEST:
        raise RuleError(translate("sessions", "Een afspraak duurt 1 tot 240 minuten."), "minutes")
    if not 1 <= count <= _MOST:
        raise RuleError(translate("sessions", "Kies 1 tot 40 afspraken."), "count")
    if _minute(first) + minutes * count > 24 * 60:
        raise RuleError(translate("sessions", "De laatste afspraak loopt over middernacht: neem er minder."), "count")
    start = datetime.combine(date.min, first)
    made = tuple(SlotTime((start + timedelta(minutes=minutes * turn)).time(), minutes) for turn in range(count))
    for slot in known:
        if any(overlap(slot, one) for one in made):
            text = translate("sessions", "Om {time} is er al een afspraak. Begin later of neem er minder.")
            raise RuleError(text.format(time=f"{slot.starts_at:%H:%M}"), "first")
    return made


def overlap(one: SlotTime, other: SlotTime) -> bool:
    """Tell whether two moments are at once for a while."""
    first, second = _minute(one.starts_at), _minute(other.starts_at)
    return first < second + other.minutes and second < first + one.minutes


def _minute(moment: time) -> int:
    return moment.hour * 60 + moment.minute
