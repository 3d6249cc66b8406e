"""The village restaurants of the practice town: 8 locations, 9 weekly moments, 265 meals a week (domain.md §1)."""

from sqlalchemy.orm import Session

from mmc_desk.features.meals.demo.bookings import fill_bookings
from mmc_desk.features.meals.demo.duties import fill_duties
from mmc_desk.features.meals.demo.noons import fill_noons
from mmc_desk.features.people.demo import Town


def fill(session: Session, town: Town) -> None:
    """Add the restaurants, every noon since 2018, who eats at two of them and who is on duty around today."""
    fill_noons(session, town)
    fill_bookings(session, town)
    fill_duties(session, town)
