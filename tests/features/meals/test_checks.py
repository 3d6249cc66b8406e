"""What `mmc-desk check` says of restaurants that contradict themselves."""

from datetime import date, time

import pytest
from sqlalchemy.orm import Session

from mmc_desk.core.db import Database
from mmc_desk.features.meals.checks import CHECKS
from mmc_desk.features.meals.model import MealService, VillageRestaurant
from mmc_desk.features.meals.model.schedule import MealMoment

DAY = date(2026, 11, 5)
NOONS = (
    {"closed_reason": "lek", "walk_in": 2},
    {"present": 3, "walk_in": 4},
    {"no_show": -1},
    {"present": 12, "service_date": date(2027, 6, 1)},
)


def found(database: Database) -> list[str]:
    return [breach for check in CHECKS for breach in database.read(check.find)]


def test_a_sound_desk(database: Database) -> None:
    assert found(database) == []


@pytest.mark.parametrize("values", NOONS)
def test_a_noon_that_contradicts_itself(database: Database, values: dict[str, object]) -> None:
    def add(session: Session) -> None:
        hees = VillageRestaurant(name="Hees", closed_from=date(2027, 1, 1))
        session.add(hees)
        session.flush()
        session.add(MealService(**{"restaurant_id": hees.id, "service_date": DAY, **values}))

    database.write(add)
    (sentence,) = found(database)
    assert "Hees" in sentence


def test_two_moments_at_once(database: Database) -> None:
    def add(session: Session) -> None:
        hees = VillageRestaurant(name="Hees")
        session.add(hees)
        session.flush()
        for first, last, weekday in ((2018, 2020, 1), (2020, None, 1), (2018, None, 2)):
            session.add(
                MealMoment(
                    restaurant_id=hees.id,
                    weekday=weekday,
                    starts_at=time(12),
                    valid_from=date(first, 1, 1),
                    valid_to=last and date(last, 12, 31),
                )
            )

    database.write(add)
    assert found(database) == ["Hees heeft twee middagen op dinsdag tegelijk."]
