"""What somebody else's file says, taken at nothing but its word: each value is there, of its kind and within bounds.

What isn't raises WrongValueError, a ValueError whose text is a part of a sentence in Dutch that names it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mmc_desk.core.formats import show_number
from mmc_desk.core.i18n import translate


class WrongValueError(ValueError):
    """Something in a file isn't what it should be."""


def number(value: object, name: str, least: float, most: float) -> float:
    """Return a number between bounds. Raises WrongValueError for anything else: text, true and false, not a number."""
    if not isinstance(value, int | float) or isinstance(value, bool) or value != value:  # noqa: PLR0124 - not a number
        raise WrongValueError(translate("planner", "{name} is geen getal").format(name=name))
    if not least <= value <= most:
        text = translate("planner", "{name} ligt niet tussen {least} en {most}")
        raise WrongValueError(text.format(name=name, least=show_number(least), most=show_number(most)))
    return float(value)


def items(value: object, name: str, most: int) -> Sequence[Any]:
    """Return a list that isn't too long. Raises WrongValueError."""
    if not isinstance(value, list):
        raise WrongValueError(translate("planner", "{name} is geen lijst").format(name=name))
    if len(value) > most:
        text = translate("planner", "{name} telt {count} stuks en het programma plant er hoogstens {most}")
        raise WrongValueError(text.format(name=name, count=len(value), most=most))
    return value


@dataclass(frozen=True, slots=True)
class Entry:
    """An object in a file: what it is called in a sentence, and its values. What nobody asks for is left alone."""

    name: str
    values: Mapping[str, Any]

    @classmethod
    def of(cls, value: object, name: str) -> "Entry":
        """Return the object. Raises WrongValueError where the value isn't one."""
        if not isinstance(value, dict):
            raise WrongValueError(translate("planner", "{name} heeft geen velden").format(name=name))
        return cls(name, value)

    def has(self, field: str) -> bool:
        """Tell whether a field is there and isn't null."""
        return self.values.get(field) is not None

    def value(self, field: str) -> Any:  # noqa: ANN401 - JSON holds anything
        """Return what a field holds. Raises WrongValueError where it isn't there, or is null."""
        if not self.has(field):
            raise WrongValueError(
                translate("planner", "bij {name} ontbreekt {field}").format(name=self.name, field=field)
            )
        return self.values[field]

    def number(self, field: str, least: float, most: float) -> float:
        """Return the number in a field."""
        return number(self.value(field), self._called(field), least, most)

    def whole(self, field: str, least: int, most: int) -> int:
        """Return the whole number in a field."""
        found = self.number(field, least, most)
        if found != int(found):
            raise WrongValueError(translate("planner", "{name} is geen heel getal").format(name=self._called(field)))
        return int(found)

    def truth(self, field: str) -> bool:
        """Return whether a field says yes; one that isn't there says no."""
        found = self.values.get(field) or False
        if found not in (True, False):
            raise WrongValueError(translate("planner", "{name} is geen ja of nee").format(name=self._called(field)))
        return bool(found)

    def text(self, field: str) -> str:
        """Return a short text, or a whole number as text."""
        found = self.value(field)
        if isinstance(found, bool) or not isinstance(found, str | int) or not 0 < len(str(found)) <= 200:
            raise WrongValueError(translate("planner", "{name} is geen korte tekst").format(name=self._called(field)))
        return str(found)

    def pair(self, field: str, least: Sequence[float], most: Sequence[float]) -> tuple[float, float]:
        """Return two numbers, each between its bounds."""
        return pair(self.value(field), self._called(field), least, most)

    def _called(self, field: str) -> str:
        return translate("planner", "{field} van {name}").format(field=field, name=self.name)


def pair(value: object, name: str, least: Sequence[float], most: Sequence[float]) -> tuple[float, float]:
    """Return two numbers, each between its bounds. Raises WrongValueError."""
    if not isinstance(value, list | tuple) or len(value) != 2:
        raise WrongValueError(translate("planner", "{name} is geen paar van twee getallen").format(name=name))
    first, second = (number(one, name, *bounds) for one, *bounds in zip(value, least, most, strict=True))
    return first, second
