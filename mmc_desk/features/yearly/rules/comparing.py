"""How two values of a figure compare."""

from mmc_desk.core.figures import Value
from mmc_desk.features.yearly.rules.origins import difference


def change_between(value: Value, before: Value) -> Value:
    """Return what a value is more than the one before, whole or to one decimal; None where one is unknown."""
    return None if value is None or before is None else difference(value, before)


def percent_between(value: Value, before: Value) -> float | None:
    """Return a change in percent of the value before, to one decimal; None where that is unknown or nought."""
    if value is None or not before:
        return None
    return round(100 * (value - before) / before, 1)
