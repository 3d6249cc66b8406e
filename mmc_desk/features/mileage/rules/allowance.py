"""The flat allowance of volunteers: its limits of a year, and what may go beside it (domain.md §3)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from mmc_desk.core.errors import RuleError
from mmc_desk.core.formats import show_amount, show_date, show_km
from mmc_desk.core.i18n import translate

MOST_OTHER_METRES = 2_000_000
"""Real transport costs beside the flat allowance: 2 000 km a year (law of 3 July 2005, domain.md §3)."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The most a volunteer may get by the flat allowance, in cents per day and per year."""

    year: int
    per_day: int
    per_year: int


def require_allowance(cents: int, days: Collection[date], earlier: int, limits: Limits) -> None:
    """Raise RuleError when `days` at `cents` each can't be paid beside the `earlier` cents of that year."""
    if not days:
        raise RuleError(translate("mileage", "Vul minstens één dag in."), "days")
    if cents <= 0:
        raise RuleError(translate("mileage", "Vul het bedrag per dag in."), "cents")
    if cents > limits.per_day:
        text = translate("mileage", "{amount} per dag is te veel: in {year} mag hoogstens {most} per dag.")
        raise RuleError(
            text.format(amount=show_amount(cents), year=limits.year, most=show_amount(limits.per_day)), "cents"
        )
    total = earlier + cents * len(days)
    if total > limits.per_year:
        text = translate("mileage", "Samen wordt dat {total}: in {year} mag hoogstens {most}. Kies minder dagen.")
        raise RuleError(
            text.format(total=show_amount(total), year=limits.year, most=show_amount(limits.per_year)), "days"
        )


def payable_days(days: Sequence[date], earlier: int, limits: Limits) -> Sequence[date]:
    """Return the first of the days that can be paid at the year's amount beside the `earlier` cents of that year."""
    return days[: max(0, limits.per_year - earlier) // limits.per_day]


def require_past(days: Collection[date], today: date) -> None:
    """Raise RuleError for a day that is still to come: an allowance is for work that was done."""
    if days and max(days) > today:
        text = translate("mileage", "{day} moet nog komen: het forfait is voor een dag waarop geholpen werd.")
        raise RuleError(text.format(day=show_date(max(days))), "days")


def too_many_other_metres(*, is_flat: bool, other_metres: int) -> str:
    """Return a warning where real transport costs beside the flat allowance pass 2 000 km a year, else nothing.

    Kilometres of rides for the MMC don't count: regularly transporting people has no limit since 21/04/2019, and a
    driver with kilometre money alone has no cap at all.
    """
    if not is_flat or other_metres <= MOST_OTHER_METRES:
        return ""
    text = translate(
        "mileage",
        "Naast het forfait zijn hoogstens {most} andere verplaatsingen per jaar toegelaten: dit zijn er {km}.",
    )
    return text.format(most=show_km(MOST_OTHER_METRES), km=show_km(other_metres))
