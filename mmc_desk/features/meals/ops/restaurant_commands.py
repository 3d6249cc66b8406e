"""What is asked of a restaurant: its details, halls, weekly moments, prices, closures, and single noons."""

from dataclasses import dataclass
from datetime import date, time

from mmc_desk.features.meals.rules.restaurants import RestaurantDetails


@dataclass(frozen=True, slots=True)
class AddRestaurant:
    """Take on a restaurant."""

    details: RestaurantDetails


@dataclass(frozen=True, slots=True)
class EditRestaurant:
    """Change what is noted about one."""

    restaurant_id: int
    details: RestaurantDetails


@dataclass(frozen=True, slots=True)
class SetVenue:
    """Let a restaurant meet in a hall from a day on; the same day again corrects it."""

    restaurant_id: int
    valid_from: date
    name: str
    street: str = ""
    postcode: str = ""
    village: str = ""


@dataclass(frozen=True, slots=True)
class SetMoment:
    """Serve on a weekday (Monday = 0) from … to; with `replaces` the other moment ends the day before."""

    restaurant_id: int
    weekday: int | None
    starts_at: time | None
    valid_from: date | None
    valid_to: date | None = None
    replaces: int | None = None
    ends_at: time | None = None


@dataclass(frozen=True, slots=True)
class EditMoment:
    """Correct a moment, or end it on `valid_to`."""

    moment_id: int
    weekday: int | None
    starts_at: time | None
    valid_from: date | None
    valid_to: date | None = None
    ends_at: time | None = None


@dataclass(frozen=True, slots=True)
class SetPrice:
    """Ask another price from a day on, at one restaurant or (None) at all; the same day again corrects it. Cents."""

    restaurant_id: int | None
    valid_from: date | None
    price: int | None
    child_price: int | None = None
    cost: int | None = None


@dataclass(frozen=True, slots=True)
class CloseDays:
    """Close one restaurant, or (None) all, from … to, both included."""

    restaurant_id: int | None
    from_day: date | None
    to_day: date | None
    reason: str


@dataclass(frozen=True, slots=True)
class CloseNoon:
    """Close one noon by decision."""

    service_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class CloseNoons:
    """Close noons by one decision."""

    service_ids: tuple[int, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class KeepNoons:
    """Decide that noons outside of the schedule go on."""

    service_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class OpenNoon:
    """Serve on a day against the schedule: a closed noon opens, or one is added."""

    restaurant_id: int
    day: date | None
    starts_at: time | None = None
