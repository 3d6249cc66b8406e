"""What the counts of noons add up to: per week, per month, per location (domain.md §4). Pure; amounts in cents."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class NoonCounts:
    """The counts of one noon that was served. None: nobody noted it. `capacity`: the places there are."""

    day: date
    present: int
    booked: int | None = None
    no_show: int | None = None
    walk_in: int | None = None
    take_away: int | None = None
    ordered: int | None = None
    income: int | None = None
    cost: int | None = None
    capacity: int | None = None
    restaurant_id: int = 0

    @property
    def served(self) -> int:
        """Meals eaten there or taken away."""
        return self.present + (self.take_away or 0)

    @property
    def wasted(self) -> int | None:
        """Meals that were ordered and not served; below zero when more were served than ordered."""
        return None if self.ordered is None else self.ordered - self.served


@dataclass(frozen=True, slots=True)
class Totals:
    """What noons add up to. None: not known of any of them."""

    services: int = 0
    meals: int = 0
    booked: int | None = None
    no_shows: int | None = None
    walk_ins: int | None = None
    take_away: int | None = None
    wasted: int | None = None
    income: int | None = None
    cost: int | None = None
    no_show_share: float | None = None
    """No-shows of those booked, where both are noted."""
    seats_used: float | None = None
    """People at the table of the places there were, where both are known."""

    @property
    def average(self) -> float | None:
        """Meals per noon that was open; closed ones don't count."""
        return round(self.meals / self.services, 1) if self.services else None


def add_up(noons: Sequence[NoonCounts]) -> Totals:
    """Return the totals of served noons."""
    seated = [noon for noon in noons if noon.capacity]
    expected = [noon for noon in noons if noon.booked and noon.no_show is not None]
    return Totals(
        services=len(noons),
        meals=sum(noon.present for noon in noons),
        booked=_sum(noon.booked for noon in noons),
        no_shows=_sum(noon.no_show for noon in noons),
        walk_ins=_sum(noon.walk_in for noon in noons),
        take_away=_sum(noon.take_away for noon in noons),
        wasted=_sum(noon.wasted for noon in noons),
        income=_sum(noon.income for noon in noons),
        cost=_sum(noon.cost for noon in noons),
        no_show_share=_share(sum(noon.no_show or 0 for noon in expected), sum(noon.booked or 0 for noon in expected)),
        seats_used=_share(sum(noon.present for noon in seated), sum(noon.capacity or 0 for noon in seated)),
    )


def _sum(values: Iterable[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def by_month(noons: Iterable[NoonCounts]) -> Mapping[int, Totals]:
    """Return the totals of each month (1 … 12) that has noons."""
    return _grouped(noons, lambda noon: noon.day.month)


def by_week(noons: Iterable[NoonCounts]) -> Mapping[date, Totals]:
    """Return the totals of each week by its Monday."""
    return _grouped(noons, lambda noon: date.fromordinal(noon.day.toordinal() - noon.day.weekday()))


def by_restaurant(noons: Iterable[NoonCounts]) -> Mapping[int, Totals]:
    """Return the totals of each restaurant by its key."""
    return _grouped(noons, lambda noon: noon.restaurant_id)


def _grouped(noons: Iterable[NoonCounts], key: Callable[[NoonCounts], Key]) -> Mapping[Key, Totals]:
    groups: dict[Key, list[NoonCounts]] = {}
    for noon in noons:
        groups.setdefault(key(noon), []).append(noon)
    return {name: add_up(group) for name, group in groups.items()}


@dataclass(frozen=True, slots=True)
class DatedCost:
    """What the desk pays for a meal from a day on: of one restaurant, or (None) of all. Cents."""

    restaurant_id: int | None
    valid_from: date
    cost: int | None


def cost_on(costs: Sequence[DatedCost], restaurant_id: int, day: date) -> int | None:
    """Return what a meal costs the desk on a day: the restaurant's own price list before that of all."""
    for owner in (restaurant_id, None):
        dated = [one for one in costs if one.restaurant_id == owner and one.valid_from <= day]
        if dated:
            return max(dated, key=lambda one: one.valid_from).cost
    return None


def takings(
    meals: int, child_meals: int | None, prices: tuple[int | None, int | None], drinks: int | None
) -> int | None:
    """Return what a noon brought in: meals at their price (`prices`: adult, child) and drinks; None without a price."""
    price, child_price = prices
    if price is None:
        return None
    children = min(child_meals or 0, meals)
    return (meals - children) * price + children * (price if child_price is None else child_price) + (drinks or 0)
