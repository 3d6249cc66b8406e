"""The calendar, the list and the card of the restaurants, on both databases."""

from datetime import date, time

import pytest
from sqlalchemy.orm import Session

from mmc_desk.core.db import Database
from mmc_desk.core.errors import ConflictError
from mmc_desk.core.model import ClosureDay
from mmc_desk.features.meals.model import MealService, VillageRestaurant
from mmc_desk.features.meals.model.schedule import MealClosure, MealMoment, MealPrice, RestaurantVenue
from mmc_desk.features.meals.queries.calendar import closure_rows, no_service_days, noon_calendar
from mmc_desk.features.meals.queries.restaurants import restaurant_card, restaurant_rows
from mmc_desk.features.meals.queries.search import search_hits

TODAY = date(2026, 11, 23)


def filled(database: Database) -> tuple[int, int]:
    def add(session: Session) -> tuple[int, int]:
        hees = VillageRestaurant(name="Hees", capacity=40, contact_name="Jos")
        gone = VillageRestaurant(name="As", closed_from=date(2026, 1, 1))
        session.add_all([hees, gone])
        session.flush()
        at = {"restaurant_id": hees.id}
        session.add_all(
            [
                MealMoment(**at, weekday=1, starts_at=time(12), valid_from=date(2018, 1, 1)),
                RestaurantVenue(**at, valid_from=date(2018, 1, 1), name="De Kring"),
                RestaurantVenue(**at, valid_from=date(2027, 1, 1), name="De Bron"),
                MealPrice(valid_from=date(2018, 1, 1), price=600),
                MealPrice(**at, valid_from=date(2026, 1, 1), price=700),
                MealPrice(valid_from=date(2027, 1, 1), price=800),
                MealClosure(**at, from_day=date(2026, 12, 1), to_day=date(2026, 12, 1), reason="lek"),
                MealClosure(from_day=date(2026, 12, 24), to_day=date(2027, 1, 3), reason="kerst"),
                MealClosure(restaurant_id=gone.id, from_day=date(2027, 1, 1), to_day=date(2027, 1, 1), reason="weg"),
                MealService(**at, service_date=date(2026, 11, 24), starts_at=time(12), booked=3),
                MealService(**at, service_date=date(2026, 12, 1), closed_reason="lek"),
                MealService(restaurant_id=gone.id, service_date=date(2025, 12, 2), present=12),
                ClosureDay(day=date(2026, 11, 27), reason="brugdag"),
            ]
        )
        return hees.id, gone.id

    return database.write(add).value


def test_the_calendar_shows_who_is_there(database: Database) -> None:
    hees, gone = filled(database)
    now = database.read(lambda session: noon_calendar(session, date(2026, 11, 23), date(2026, 12, 6)))
    assert [(noon.location, noon.starts_at, noon.booked, noon.closed_reason) for noon in now.noons] == [
        ("Hees", "12:00", 3, ""),
        ("Hees", "", None, "lek"),
    ]
    assert now.restaurants == ((hees, "Hees"),)
    then = database.read(lambda session: noon_calendar(session, date(2025, 12, 1), date(2025, 12, 7)))
    assert then.restaurants == ((gone, "As"), (hees, "Hees"))


def test_days_without_service(database: Database) -> None:
    filled(database)
    found = database.read(lambda session: no_service_days(session, date(2026, 11, 9), date(2026, 11, 29)))
    assert found == {date(2026, 11, 11): "Wapenstilstand", date(2026, 11, 27): "brugdag"}


def test_closures_of_one_and_of_all(database: Database) -> None:
    hees, _ = filled(database)
    rows = database.read(lambda session: closure_rows(session, TODAY, hees))
    assert [(row.location, row.reason) for row in rows] == [("Hees", "lek"), ("", "kerst")]
    assert len(database.read(lambda session: closure_rows(session, date(2027, 1, 1)))) == 2


def test_the_list_and_the_card(database: Database) -> None:
    hees, _ = filled(database)
    gone, row = database.read(lambda session: restaurant_rows(session, TODAY))
    assert (gone.name, gone.is_gone, gone.price, gone.week) == ("As", True, 600, "")
    assert (row.hall, row.week, row.price, row.next_noon) == ("De Kring", "di 12:00", 700, date(2026, 11, 24))
    assert "Jos" in row.search
    card = database.read(lambda session: restaurant_card(session, hees, TODAY))
    assert card.details.capacity == 40
    assert [venue.name for venue in card.venues] == ["De Bron", "De Kring"]
    assert [(price.price, price.is_own) for price in card.prices] == [(800, False), (700, True), (600, False)]
    assert [day for _, day in card.next_noons] == [date(2026, 11, 24)]


def test_a_location_is_found_by_its_hall(database: Database) -> None:
    hees, gone = filled(database)
    hits = [hit for hit in database.read(search_hits) if hit.page == "locations"]
    assert [(hit.key, hit.title, hit.detail) for hit in hits] == [
        (gone, "As", "dorpsrestaurant"),
        (hees, "Hees", "dorpsrestaurant · di 12:00"),
    ]
    assert "De Kring" in hits[1].search


def test_a_location_that_is_gone_is_a_conflict(database: Database) -> None:
    with pytest.raises(ConflictError, match="bestaat niet meer"):
        database.read(lambda session: restaurant_card(session, 99, TODAY))
