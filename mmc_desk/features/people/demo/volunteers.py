"""The 65 volunteers of the village restaurants (domain.md §1)."""

from datetime import date, timedelta

from sqlalchemy.orm import Session

from mmc_desk.features.people.demo.town import Town
from mmc_desk.features.people.model import Person, Volunteer

LOCATIONS = {
    "Mopertingen": 8,
    "Schoonbeek": 10,
    "Beverst": 8,
    "Waltwilder": 7,
    "Munsterbilzen": 9,
    "Rijkhoven": 7,
    "Eigenbilzen": 9,
    "Hees": 7,
}
TASKS = ("koken", "opdienen", "koken, opdienen", "tafels dekken", "afwas", "onthaal", "afwas, tafels dekken")

OLDEST = date(1943, 1, 5)
BETWEEN_BIRTHS = 157
"""Days from one birthday to the next: no dice, so that those of the rest of the town fall as before."""


def fill_volunteers(session: Session, town: Town) -> None:
    """Add the volunteers of each location, in service since before the first year."""
    places = [location for location, count in LOCATIONS.items() for _ in range(count)]
    people, volunteers = [], []
    for number, location in enumerate(places):
        last_name, first_name = town.new_name()
        person = town.key(Person)
        people.append(
            {
                "id": person,
                "last_name": last_name,
                "first_name": first_name,
                "mobile": town.new_mobile(),
                "born_on": OLDEST + timedelta(days=number * BETWEEN_BIRTHS),
                "email": "" if number % 4 == 0 else f"vrijwilliger{number + 1}@example.be",
            }
        )
        volunteers.append(
            {
                "person_id": person,
                "location": location,
                "tasks": town.rng.choice(TASKS),
                "active_from": town.day_between(date(2012, 1, 1), date(2017, 12, 31)),
                "has_flat_allowance": number % 3 == 0,
            }
        )
    town.add(session, Person, people)
    town.add(session, Volunteer, volunteers)
