"""Where the value of a figure comes from: counted here, or a total that somebody entered."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from mmc_desk.core.figures import Value


class Origin(StrEnum):
    """How a value came about. Entered: a total typed or imported, or a change that follows from one."""

    COUNTED = "counted"
    ENTERED = "entered"


class Known(NamedTuple):
    """What is known of a figure in a year."""

    value: Value
    origin: Origin


@dataclass(frozen=True, slots=True)
class EnteredTotal:
    """A total that somebody entered, as it stands in the database."""

    key: int
    year: int
    name: str
    value: int | float
    source: str
    note: str
    version: int


NOTHING = Known(None, Origin.COUNTED)


def known(counted: Value, entered: EnteredTotal | None) -> Known:
    """Return what holds: what this database counts, else the entered total. An entered total never overrides."""
    if counted is not None or entered is None:
        return Known(counted, Origin.COUNTED)
    return Known(entered.value, Origin.ENTERED)


def known_change(this: Known, before: Known) -> Known:
    """Return the change from one year to the next, entered as soon as one of both is; nothing where one is unknown."""
    if this.value is None or before.value is None:
        return NOTHING
    is_entered = Origin.ENTERED in (this.origin, before.origin)
    return Known(difference(this.value, before.value), Origin.ENTERED if is_entered else Origin.COUNTED)


def difference(value: float, before: float) -> int | float:
    """Return a change, whole where both are, else to one decimal."""
    return as_number(round(value - before, 1))


def as_number(stored: float) -> int | float:
    """Return a number as the figures give it: whole where it is, so that it is shown and written alike."""
    return int(stored) if float(stored).is_integer() else stored


def as_value(stored: float | None) -> Value:
    """Return a stored figure; None was not known."""
    return None if stored is None else as_number(stored)
