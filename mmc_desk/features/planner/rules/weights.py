"""What a coordinator finds important, in plain words, and what that makes in km (the planner's one currency)."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import NamedTuple

from mmc_desk.core.i18n import QT_TRANSLATE_NOOP, translate
from mmc_desk.features.rides.rules.fairness import Recent


class Level(StrEnum):
    """How much something counts."""

    NONE = "none"
    LITTLE = "little"
    NORMAL = "normal"
    MUCH = "much"


FACTORS: Mapping[Level, float] = {Level.NONE: 0.0, Level.LITTLE: 0.4, Level.NORMAL: 1.0, Level.MUCH: 2.5}

LEVEL_NAMES: Mapping[Level, str] = {
    Level.NONE: QT_TRANSLATE_NOOP("planner", "telt niet"),
    Level.LITTLE: QT_TRANSLATE_NOOP("planner", "telt een beetje"),
    Level.NORMAL: QT_TRANSLATE_NOOP("planner", "telt gewoon"),
    Level.MUCH: QT_TRANSLATE_NOOP("planner", "telt veel"),
}


class Weight(StrEnum):
    """What can count beside the km. The values are the fields of Weights and the names of the settings."""

    FAIR = "fair"
    FAMILIAR = "familiar"
    PREFERENCE = "preference"
    RETURN = "same_return"
    WISHES = "wishes"
    CALLS = "calls"
    STAY = "stay"


WEIGHT_NAMES: Mapping[Weight, str] = {
    Weight.FAIR: QT_TRANSLATE_NOOP("planner", "iedereen een gelijk deel"),
    Weight.FAMILIAR: QT_TRANSLATE_NOOP("planner", "een chauffeur die het lid kent"),
    Weight.PREFERENCE: QT_TRANSLATE_NOOP("planner", "de voorkeur van het lid"),
    Weight.RETURN: QT_TRANSLATE_NOOP("planner", "dezelfde chauffeur terug"),
    Weight.WISHES: QT_TRANSLATE_NOOP("planner", "wat de chauffeur liever niet doet"),
    Weight.CALLS: QT_TRANSLATE_NOOP("planner", "weinig chauffeurs bellen"),
    Weight.STAY: QT_TRANSLATE_NOOP("planner", "wat toegewezen is, blijft"),
}

KMS: Mapping[Weight, float] = {
    Weight.FAIR: 12.0,
    Weight.FAMILIAR: 1.0,
    Weight.PREFERENCE: 20.0,
    Weight.RETURN: 10.0,
    Weight.WISHES: 40.0,
    Weight.CALLS: 2.0,
    Weight.STAY: 10.0,
}
"""What one of each is worth in km where it counts as usual: a ride above an equal share, a time driven together, a
preferred driver, the same driver on the way back, a wish broken, a driver called, a ride that stays where it is.
Preference and wishes weigh as in "wie is vrij" (rides' rules/assignment.py)."""

MOST_TIMES = 4
"""Times driven together that count; more is as familiar."""

PER_REFUSAL, MOST_REFUSALS = 1.5, 4
"""Km for each ride that a driver refused of late, as in "wie is vrij"; and how many count."""


@dataclass(frozen=True, slots=True)
class Weights:
    """The level of each weight."""

    fair: Level = Level.NORMAL
    familiar: Level = Level.NORMAL
    preference: Level = Level.NORMAL
    same_return: Level = Level.NORMAL
    wishes: Level = Level.NORMAL
    calls: Level = Level.NORMAL
    stay: Level = Level.NORMAL

    def kms(self) -> "Kms":
        """Return what one of each weight that bears on a ride and a driver is worth in km."""
        return _kms(self)

    def level(self, weight: Weight) -> Level:
        """Return how much a weight counts."""
        found: Level = getattr(self, weight.value)
        return found

    def km(self, weight: Weight) -> float:
        """Return what one of a weight is worth in km."""
        return KMS[weight] * FACTORS[self.level(weight)]


class Kms(NamedTuple):
    """What one of each weight that bears on a ride and a driver is worth, in km."""

    stay: float
    preference: float
    familiar: float
    wishes: float
    refusal: float


@functools.cache
def _kms(weights: Weights) -> Kms:
    km = weights.km
    return Kms(
        stay=km(Weight.STAY),
        preference=km(Weight.PREFERENCE),
        familiar=km(Weight.FAMILIAR),
        wishes=km(Weight.WISHES),
        refusal=PER_REFUSAL * FACTORS[weights.wishes],
    )


def weights_of(texts: Mapping[str, str]) -> Weights:
    """Return the weights that settings describe, by name; what they leave out, or misspell, counts as usual."""
    known = {level.value for level in Level}
    found = {field.name: texts[field.name] for field in fields(Weights) if texts.get(field.name) in known}
    return replace(Weights(), **{name: Level(text) for name, text in found.items()})


def weight_name(weight: Weight) -> str:
    """Return a weight in plain Dutch words."""
    return translate("planner", WEIGHT_NAMES[weight])


def level_name(level: Level) -> str:
    """Return a level in plain Dutch words."""
    return translate("planner", LEVEL_NAMES[level])


def burdens(recent: Recent, per_day: float, rides: int, weights: Weights) -> tuple[float, ...]:
    """Return what the first, second … of so many rides costs a driver for fairness, in km; never less than before.

    A ride counts against an equal share of the last eight weeks (`per_day`: the load of one available day): who had
    half of it is worth asking, who had double isn't. A driver with few days carries each ride more heavily.
    """
    share = max(per_day * recent.days, 1.0)
    each = weights.km(Weight.FAIR)
    return tuple(each * max(-1.0, min(4.0, (recent.load + number + 0.5) / share - 1)) for number in range(rides))
