"""Volunteers of the village restaurants: what they do, how long they have, when there is something to celebrate."""

import re
from collections.abc import Iterable
from datetime import date

from mmc_desk.core.formats import fold
from mmc_desk.core.i18n import QT_TRANSLATE_NOOP, translate
from mmc_desk.features.meals.model.duties import MealTask
from mmc_desk.features.people.rules import age_on

TASK_NAMES = {
    MealTask.COOKING: QT_TRANSLATE_NOOP("duties", "koken"),
    MealTask.SETTING: QT_TRANSLATE_NOOP("duties", "tafels dekken"),
    MealTask.SERVING: QT_TRANSLATE_NOOP("duties", "opdienen"),
    MealTask.DISHES: QT_TRANSLATE_NOOP("duties", "afwas"),
    MealTask.WELCOME: QT_TRANSLATE_NOOP("duties", "onthaal"),
}

_STEMS = {
    MealTask.COOKING: ("kok", "keuken", "cook"),
    MealTask.SETTING: ("dekk", "setting"),
    MealTask.SERVING: ("opdien", "bedien", "serv"),
    MealTask.DISHES: ("afwas", "vaat", "dish"),
    MealTask.WELCOME: ("onthaal", "ontvang", "welcome", "inschrijv"),
}
"""How the lists of the desk write each task."""

JUBILEE_YEARS = 5
"""Years of service are celebrated every five."""

BIRTHDAY_DAYS = 30
"""How many days ahead a birthday is on the list."""


def task_name(task: MealTask) -> str:
    """Return a task in words."""
    return translate("duties", TASK_NAMES[task])


def parts_of(text: str) -> tuple[str, ...]:
    """Return the places or tasks of a list in words: "koken, opdienen"."""
    return tuple(part for part in (part.strip() for part in re.split(r"[,;/+]|\ben\b", text)) if part)


def read_tasks(text: str) -> frozenset[MealTask]:
    """Return the tasks that a text names; none means that any will do."""
    words = fold(text)
    return frozenset(task for task, stems in _STEMS.items() if any(stem in words for stem in stems))


def unknown_tasks(text: str) -> tuple[str, ...]:
    """Return the parts of a text that name no task of the roster."""
    return tuple(part for part in parts_of(text) if not read_tasks(part))


def helps_at(location: str, restaurant: str) -> bool:
    """Tell whether a volunteer's location, or one of several, is a restaurant."""
    return fold(restaurant) in {fold(part) for part in parts_of(location)}


def years_of_service(since: date | None, day: date) -> int | None:
    """Return the whole years somebody has helped on a day; None where the start isn't known."""
    return None if since is None else max(0, age_on(since, day))


def jubilee(since: date | None, year: int) -> int | None:
    """Return how many years of service are celebrated in a year: 5, 10, 15 …; None for none."""
    if since is None:
        return None
    years = year - since.year
    return years if years > 0 and years % JUBILEE_YEARS == 0 else None


def next_birthday(born_on: date | None, day: date) -> date | None:
    """Return the first birthday from a day on; who was born on 29/02 has it on 01/03 in other years."""
    if born_on is None:
        return None
    return next(birthday for year in (day.year, day.year + 1) if (birthday := _birthday(born_on, year)) >= day)


def _birthday(born_on: date, year: int) -> date:
    try:
        return born_on.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


def is_soon(birthday: date | None, day: date) -> bool:
    """Tell whether a birthday is within BIRTHDAY_DAYS days."""
    return birthday is not None and (birthday - day).days <= BIRTHDAY_DAYS


def show_weekdays(weekdays: Iterable[int]) -> str:
    """Return weekdays in words: "ma, di"; none is every day."""
    names = [translate("duties", _SHORT[weekday]) for weekday in sorted(weekdays)]
    return ", ".join(names) or translate("duties", "alle dagen")


_SHORT = (
    QT_TRANSLATE_NOOP("duties", "ma"),
    QT_TRANSLATE_NOOP("duties", "di"),
    QT_TRANSLATE_NOOP("duties", "wo"),
    QT_TRANSLATE_NOOP("duties", "do"),
    QT_TRANSLATE_NOOP("duties", "vr"),
    QT_TRANSLATE_NOOP("duties", "za"),
    QT_TRANSLATE_NOOP("duties", "zo"),
)
