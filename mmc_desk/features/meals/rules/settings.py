"""The parameters of the restaurants that differ from town to town, with the defaults of domain.md §4."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MealSettings:
    """Parameters of a day.

    A noon can be booked until `cut_off_days` working days before it where its restaurant says nothing else; a meal
    lasts `meal_minutes` where the schedule says no end; noons are made `months_ahead`.
    """

    cut_off_days: int = 2
    meal_minutes: int = 120
    months_ahead: int = 12
