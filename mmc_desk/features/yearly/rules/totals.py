"""Which totals may be entered: of which year, of which figure, of what size."""

from collections.abc import Mapping
from dataclasses import dataclass

from mmc_desk.core import years
from mmc_desk.core.formats import fold
from mmc_desk.core.i18n import translate

MOST = 1e12
"""A larger total is a slip of the pen."""


@dataclass(frozen=True, slots=True)
class Declared:
    """A figure as people know it. `follows`: its value follows from another figure, so it is never entered.

    `is_level`: it is a state of the year (members, drivers), no sum of what each month brings.
    """

    name: str
    service: str
    title: str
    unit: str
    follows: bool
    is_level: bool = False


def figure_named(text: str, figures: Mapping[str, Declared]) -> Declared | None:
    """Return the figure that a text means, by its report name or its title; capitals and accents don't matter."""
    wanted = fold(" ".join(text.split()))
    return next((one for one in figures.values() if wanted in (fold(one.name), fold(one.title))), None)


def year_refusal(year: int, this_year: int) -> str:
    """Return why no total can be entered for a year, "" where it can: it is still to come, or no year."""
    if years.FIRST <= year <= this_year:
        return ""
    return translate("yearly", "Kies een jaar van {first} tot {last}.").format(first=years.FIRST, last=this_year)


def figure_refusal(figure: Declared | None) -> str:
    """Return why a figure can't be entered, "" where it can."""
    if figure is None:
        return translate("yearly", "Dit cijfer is niet gekend. Kies er een uit de lijst van de jaarcijfers.")
    if figure.follows:
        return translate("yearly", "{title} volgt vanzelf uit een ander cijfer. Geef dat in.").format(
            title=figure.title
        )
    return ""


def value_refusal(value: float) -> str:
    """Return why a value can't be a total, "" where it can. Every figure counts something, so none is negative."""
    return "" if 0 <= value < MOST else translate("yearly", "Typ een getal vanaf 0.")
