"""The duty roster of a village restaurant: who could help at a noon, a fair proposal, and why somebody is missing."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from mmc_desk.core.formats import fold
from mmc_desk.core.i18n import QT_TRANSLATE_NOOP, translate
from mmc_desk.features.meals.model.duties import MealTask
from mmc_desk.features.people.rules import active_on

FAIR_WEEKS = 8
"""Duties are spread evenly over this many weeks, as the drivers' rides are."""

DEFAULT_NEEDS: Mapping[MealTask, int] = {
    MealTask.COOKING: 2,
    MealTask.SETTING: 1,
    MealTask.SERVING: 2,
    MealTask.DISHES: 1,
    MealTask.WELCOME: 1,
}
"""How many a noon asks for per task, where the desk doesn't say otherwise: seven for some thirty eaters."""


BEFORE_MEAL = timedelta(hours=2)
"""How long before the meal a duty begins: tables and pots come first."""

NOON = time(12)
"""When people sit down where nobody noted an hour (domain.md §4)."""


class Hindrance(StrEnum):
    """Why a volunteer can't help on a day."""

    STOPPED = "stopped"
    WEEKDAY = "weekday"
    ABSENT = "absent"
    ELSEWHERE = "elsewhere"


HINDRANCES = {
    Hindrance.STOPPED: QT_TRANSLATE_NOOP("duties", "niet actief"),
    Hindrance.WEEKDAY: QT_TRANSLATE_NOOP("duties", "helpt die weekdag niet"),
    Hindrance.ABSENT: QT_TRANSLATE_NOOP("duties", "afwezig"),
    Hindrance.ELSEWHERE: QT_TRANSLATE_NOOP("duties", "helpt die dag elders"),
}


@dataclass(frozen=True, slots=True)
class Helper:
    """A volunteer of the restaurant. No tasks or weekdays: all of them. Absences have both days included.

    `served`: the days of the duties before the noons that are planned, wherever they were. `elsewhere`: the days of
    duties at another restaurant.
    """

    volunteer_id: int
    name: str
    tasks: frozenset[MealTask] = frozenset()
    weekdays: frozenset[int] = frozenset()
    absences: tuple[tuple[date, date], ...] = ()
    active_from: date | None = None
    active_to: date | None = None
    served: tuple[date, ...] = ()
    elsewhere: frozenset[date] = frozenset()

    def does(self, task: MealTask) -> bool:
        """Tell whether a task is theirs."""
        return not self.tasks or task in self.tasks


@dataclass(frozen=True, slots=True)
class Standing:
    """A duty that is on the roster. What a person pinned stays, whatever the proposal thinks of it."""

    duty_id: int
    volunteer_id: int
    task: MealTask
    is_pinned: bool


@dataclass(frozen=True, slots=True)
class Noon:
    """An open noon with the duties it has."""

    service_id: int
    day: date
    duties: tuple[Standing, ...] = ()


@dataclass(frozen=True, slots=True)
class Planned:
    """A duty that is proposed."""

    service_id: int
    volunteer_id: int
    task: MealTask


@dataclass(frozen=True, slots=True)
class Shortage:
    """A task of a noon for which nobody is left: how many are missing, and why those who do it can't."""

    service_id: int
    day: date
    task: MealTask
    missing: int
    hindered: tuple[tuple[Hindrance, int], ...] = ()
    on_other_task: int = 0


@dataclass(frozen=True, slots=True)
class Proposal:
    """What to add, which proposed duties to take off since they can't be any more, and what stays short."""

    add: tuple[Planned, ...]
    drop: tuple[int, ...]
    shortages: tuple[Shortage, ...]


def hindrance(helper: Helper, day: date) -> Hindrance | None:
    """Return why a volunteer can't help on a day; None when they can."""
    if not active_on(helper.active_from, helper.active_to, day):
        return Hindrance.STOPPED
    if any(first <= day <= last for first, last in helper.absences):
        return Hindrance.ABSENT
    if helper.weekdays and day.weekday() not in helper.weekdays:
        return Hindrance.WEEKDAY
    return Hindrance.ELSEWHERE if day in helper.elsewhere else None


def load_before(days: Iterable[date], day: date) -> int:
    """Return how many of the days are within FAIR_WEEKS weeks before a day."""
    return sum(1 for one in days if timedelta(0) < day - one <= timedelta(weeks=FAIR_WEEKS))


def propose(noons: Sequence[Noon], helpers: Sequence[Helper], needs: Mapping[MealTask, int]) -> Proposal:
    """Fill the open noons as evenly as can be.

    Per noon those who did least in the last FAIR_WEEKS weeks come first; whoever is taken stays taken while the tasks
    are shared out (augmenting paths), so that as many places as possible are filled and by those whose turn it is.
    """
    served = {helper.volunteer_id: list(helper.served) for helper in helpers}
    by_id = {helper.volunteer_id: helper for helper in helpers}
    add: list[Planned] = []
    drop: list[int] = []
    shortages: list[Shortage] = []
    for noon in sorted(noons, key=lambda one: (one.day, one.service_id)):
        kept = [duty for duty in noon.duties if duty.is_pinned or _still_can(by_id.get(duty.volunteer_id), noon.day)]
        drop += [duty.duty_id for duty in noon.duties if duty not in kept]
        places = open_places(kept, needs)
        taken = {duty.volunteer_id for duty in kept}
        free = [one for one in helpers if one.volunteer_id not in taken and hindrance(one, noon.day) is None]
        free.sort(key=lambda one: _turn(one, served[one.volunteer_id], noon.day))
        filled = _share_out(places, free)
        add += [Planned(noon.service_id, helper.volunteer_id, places[place]) for place, helper in filled.items()]
        on_duty = taken | {helper.volunteer_id for helper in filled.values()}
        shortages += _shortages(noon, places, filled, helpers, on_duty)
        for volunteer_id in on_duty & served.keys():
            served[volunteer_id].append(noon.day)
    return Proposal(tuple(add), tuple(drop), tuple(shortages))


def _still_can(helper: Helper | None, day: date) -> bool:
    return helper is not None and hindrance(helper, day) is None


def open_places(duties: Iterable[Standing], needs: Mapping[MealTask, int]) -> list[MealTask]:
    """Return the tasks for which somebody is still wanted, each as often as it takes."""
    have = Counter(duty.task for duty in duties)
    return [task for task in MealTask for _ in range(needs.get(task, 0) - have[task])]


def _turn(helper: Helper, served: Sequence[date], day: date) -> tuple[int, date, str, int]:
    """Return whose turn it is: the fewest duties, then the longest ago, then by name."""
    before = [one for one in served if one < day]
    return load_before(served, day), max(before, default=date.min), fold(helper.name), helper.volunteer_id


def _share_out(places: Sequence[MealTask], helpers: Sequence[Helper]) -> dict[int, Helper]:
    """Return who takes which place: as many as can be, the first helpers before the later ones."""
    filled: dict[int, Helper] = {}
    for helper in helpers:
        if len(filled) == len(places):
            break
        _seat(helper, places, filled, set())
    return filled


def _seat(helper: Helper, places: Sequence[MealTask], filled: dict[int, Helper], seen: set[int]) -> bool:
    """Find a place for a helper, if need be by giving others another one."""
    for place, task in enumerate(places):
        if place in seen or not helper.does(task):
            continue
        seen.add(place)
        if place not in filled or _seat(filled[place], places, filled, seen):
            filled[place] = helper
            return True
    return False


def _shortages(
    noon: Noon,
    places: Sequence[MealTask],
    filled: Mapping[int, Helper],
    helpers: Sequence[Helper],
    on_duty: Collection[int],
) -> list[Shortage]:
    missing = Counter(task for place, task in enumerate(places) if place not in filled)
    found = []
    for task, count in missing.items():
        able = [helper for helper in helpers if helper.does(task)]
        idle = [helper for helper in able if helper.volunteer_id not in on_duty]
        reasons = Counter(hindrance(helper, noon.day) for helper in idle)
        hindered = tuple((why, reasons[why]) for why in Hindrance if reasons[why])
        found.append(Shortage(noon.service_id, noon.day, task, count, hindered, len(able) - len(idle)))
    return found


def why_short(shortage: Shortage) -> str:
    """Return in words why nobody is left: "2 op dienst, 1 afwezig"."""
    parts = []
    if shortage.on_other_task:
        parts.append(translate("duties", "{count} al op dienst").format(count=shortage.on_other_task))
    for why, count in shortage.hindered:
        parts.append(f"{count} {translate('duties', HINDRANCES[why])}")
    return ", ".join(parts) or translate("duties", "geen enkele vrijwilliger van dit restaurant doet dit")


def hindrance_text(why: Hindrance | None) -> str:
    """Return a hindrance in words, "" for none."""
    return translate("duties", HINDRANCES[why]) if why is not None else ""


def duty_hours(meal_at: time | None, minutes: int) -> tuple[time, time]:
    """Return from when until when a duty of so many minutes lasts; it ends on its own day."""
    day = date(2000, 1, 3)
    begins = max(datetime.combine(day, meal_at or NOON) - BEFORE_MEAL, datetime.combine(day, time.min))
    ends = min(begins + timedelta(minutes=minutes), datetime.combine(day, time(23, 59)))
    return begins.time(), ends.time()
