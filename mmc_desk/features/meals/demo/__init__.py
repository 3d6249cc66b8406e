"""The village restaurants of the practice town: 8 locations, 9 weekly moments, 265 meals a week (domain.md §1)."""

from sqlalchemy.orm import Session

from mmc_desk.features.meals.demo.bookings import fill_bookings
from mmc_desk.features.meals.demo.noons import fill_noons
from mmc_desk.features.people.demo import Town


def fill(session: Session, town: Town) -> None:
    """Add the restaurants, every noon since 2018, and who eats at two of them around today."""
    fill_noons(session, town)
    fill_bookings(session, town)
