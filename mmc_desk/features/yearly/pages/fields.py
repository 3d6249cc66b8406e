"""Fields that only the year has use for: a year, a number with decimals, a figure."""

from collections.abc import Mapping

from mmc_desk.core import formats, years
from mmc_desk.features.yearly.rules.totals import Declared
from mmc_desk.ui.fields import ChoiceField, LineField


class YearField(LineField[int]):
    """A year of four digits."""

    width_hint = 80

    def to_text(self, value: int) -> str:
        """Return the year."""
        return str(value)

    def from_text(self, text: str) -> int:
        """Read a year."""
        return years.parse_year(text)


class NumberField(LineField[float]):
    """A number as Flanders writes it: 2.983 or 26,5."""

    width_hint = 120

    def to_text(self, value: float) -> str:
        """Return the number."""
        return formats.show_number(value)

    def from_text(self, text: str) -> float:
        """Read a number."""
        return float(formats.parse_decimal(text))


def figure_choice(figures: Mapping[str, Declared], value: str = "", *, none: str = "") -> ChoiceField[str]:
    """Return a choice of figures, each with its unit; `none` words the choice of no figure at all."""
    options = [(one.name, f"{one.title} ({one.unit})" if one.unit else one.title) for one in figures.values()]
    return ChoiceField([("", none), *options] if none else options, value)
