"""Volunteers of the village restaurants: what they do, where, on which days."""

import re
from collections.abc import Iterable

from mmc_desk.core.formats import fold
from mmc_desk.core.i18n import QT_TRANSLATE_NOOP, translate
from mmc_desk.features.meals.model.duties import MealTask

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
