"""The people of the practice town: Bilzen's published numbers, invented names (domain.md §1)."""

from sqlalchemy.orm import Session

from mmc_desk.features.people.demo.drivers import fill_drivers
from mmc_desk.features.people.demo.dues import fill_dues
from mmc_desk.features.people.demo.members import fill_members
from mmc_desk.features.people.demo.town import FIRST_YEAR, Chauffeur, Inhabitant, Town
from mmc_desk.features.people.demo.volunteers import fill_volunteers

__all__ = ["FIRST_YEAR", "Chauffeur", "Inhabitant", "Town", "fill"]


def fill(session: Session, town: Town) -> None:
    """Add the members with their fees, the drivers and the volunteers."""
    town.read_places(session)
    fill_members(session, town)
    fill_dues(session, town)
    fill_drivers(session, town)
    fill_volunteers(session, town)
