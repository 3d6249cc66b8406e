from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from mmc_desk.features.meals.figures import location_figures
from mmc_desk.features.meals.model import MealService, VillageRestaurant
from mmc_desk.features.people.figures import people_figures
from mmc_desk.features.people.model import Driver, Member, Membership, Person, Volunteer
from mmc_desk.features.rides import figures
from mmc_desk.features.rides.model import Purpose, RideState
from mmc_desk.features.rides.queries import breakdowns
from mmc_desk.features.sessions.figures import session_figures
from mmc_desk.features.sessions.model import SessionKind, SessionState, WheelsSession

Book = Any
"""The RideBook of conftest.py: a test folder is no package to import from."""

NEW_YEAR, EVE = date(2019, 1, 1), date(2019, 12, 31)


def test_rides_of_each_state_are_counted_apart(book: Book) -> None:
    jan, rosa = book.driver("Peeters|Jan"), book.driver("Claes|Rosa")
    book.ride(NEW_YEAR, jan, 20, passengers=2, legs=2)
    book.ride(EVE, jan, 10.5, state=RideState.SETTLED, legs=3)
    book.ride(date(2019, 5, 5), rosa, 4, state=RideState.WASTED)
    book.ride(date(2019, 5, 5), None, None, state=RideState.CANCELLED)
    book.ride(date(2019, 5, 5), None, None, state=RideState.NO_DRIVER)
    for state in (RideState.REQUESTED, RideState.ASSIGNED, RideState.CONFIRMED):
        book.ride(date(2019, 5, 5), rosa, None, state=state)
    book.ride(date(2018, 12, 31), rosa, 99)
    book.ride(date(2020, 1, 1), rosa, 99)
    assert book.read(figures.ride_figures, 2019) == {
        "drivers": 1,
        "rides": 2,
        "member_trips": 3,
        "legs": 5,
        "km": 30.5,
        "cancelled": 1,
        "wasted": 1,
        "km_wasted": 4,
        "no_driver": 1,
    }


def test_a_year_without_any_ride_is_unknown_not_nought(book: Book) -> None:
    book.ride(EVE, book.driver("Peeters|Jan"), 20)
    assert set(book.read(figures.ride_figures, 2020).values()) == {None}
    assert book.read(breakdowns.per_month, 2020) == []
    assert book.read(breakdowns.per_driver, 2020) == []


def test_legs_are_unknown_as_soon_as_one_driven_ride_does_not_tell(book: Book) -> None:
    jan = book.driver("Peeters|Jan")
    book.ride(EVE, jan, 20, legs=2)
    book.ride(EVE, None, None, state=RideState.CANCELLED)
    assert book.read(figures.ride_figures, 2019)["legs"] == 2
    book.ride(EVE, jan, 20)
    assert book.read(figures.ride_figures, 2019)["legs"] is None


@pytest.mark.parametrize(("kilometres", "known"), [((), 0), ((None,), None), ((None, 3), 3), ((1, 2.5), 3.5)])
def test_wasted_kilometres_are_unknown_only_when_none_was_noted(
    book: Book, kilometres: tuple[float | None, ...], known: float | None
) -> None:
    jan = book.driver("Peeters|Jan")
    book.ride(EVE, jan, 1)
    for km in kilometres:
        book.ride(EVE, jan, km, state=RideState.WASTED)
    assert book.read(figures.ride_figures, 2019)["km_wasted"] == known


def test_breakdowns_hold_the_driven_rides_only_and_add_up(book: Book) -> None:
    jan, rosa = book.driver("Peeters|Jan"), book.driver("Claes|Rosa")
    book.ride(date(2019, 1, 5), jan, 20, purpose=Purpose.HOSPITAL, village="Hees", passengers=2)
    book.ride(date(2019, 1, 6), jan, 10, purpose=Purpose.HOSPITAL, village="Bilzen")
    book.ride(date(2019, 3, 6), rosa, 2.5, purpose=Purpose.FAMILY, village="")
    book.ride(date(2019, 3, 6), rosa, 7, state=RideState.WASTED)
    assert book.read(breakdowns.per_driver, 2019) == [(rosa, "Claes Rosa", 1, 2.5), (jan, "Peeters Jan", 2, 30)]
    assert book.read(breakdowns.per_purpose, 2019) == [
        (Purpose.HOSPITAL, "ziekenhuis", 2, 30),
        (Purpose.FAMILY, "familie", 1, 2.5),
    ]
    assert book.read(breakdowns.per_village, 2019) == [
        ("Bilzen", "Bilzen", 1, 10),
        ("Hees", "Hees", 1, 20),
        ("", "onbekend", 1, 2.5),
    ]
    months = book.read(breakdowns.per_month, 2019)
    assert [row[0] for row in months] == list(range(1, 13))
    assert [row for row in months if row[1]] == [(1, 2, 30, 3), (3, 1, 2.5, 1)]


def test_drivers_of_one_name_are_told_apart_by_their_code(book: Book) -> None:
    for _ in range(2):
        book.ride(EVE, book.driver("Peeters|Jan"), 5)
    book.ride(EVE, book.driver("Claes|"), 5)
    assert [row[1] for row in book.read(breakdowns.per_driver, 2019)] == [
        "Claes",
        "Peeters Jan (C1)",
        "Peeters Jan (C3)",
    ]


def add_member(session: Session, number: int, *years: int) -> None:
    person = Person(last_name=f"Lid {number}")
    session.add(person)
    session.flush()
    member = Member(person_id=person.id, member_no=number)
    session.add(member)
    session.flush()
    session.add_all(Membership(member_id=member.id, year=year, fee=0) for year in years)


def test_members_of_a_year_are_its_memberships_paid_or_not(book: Book) -> None:
    def add(session: Session) -> None:
        for number, years in enumerate([(2018, 2019), (2019,), (2019, 2020)]):
            add_member(session, number + 1, *years)

    book.database.write(add)
    found = {year: book.read(people_figures, year) for year in range(2017, 2022)}
    assert [found[year]["members"] for year in found] == [None, 1, 3, 1, None]
    assert [found[year]["members_change"] for year in found] == [None, None, 2, -2, None]


def test_volunteers_are_those_active_in_the_year(book: Book) -> None:
    assert book.read(people_figures, 2019)["volunteers"] is None

    def add(session: Session) -> None:
        spans = [(NEW_YEAR, None), (None, date(2018, 12, 31)), (EVE, EVE), (date(2020, 1, 1), None)]
        for number, (start, end) in enumerate(spans):
            person = Person(last_name=f"Vrijwilliger {number}")
            session.add(person)
            session.flush()
            session.add(Volunteer(person_id=person.id, location="Hees", active_from=start, active_to=end))

    book.database.write(add)
    assert [book.read(people_figures, year)["volunteers"] for year in (2018, 2019, 2020)] == [1, 2, 2]


def test_nobody_active_means_the_list_was_not_kept_yet(book: Book) -> None:
    def add(session: Session) -> None:
        session.add(Person(id=1, last_name="Vrijwilliger"))
        session.flush()
        session.add(Volunteer(person_id=1, location="Hees", active_from=NEW_YEAR))

    book.database.write(add)
    assert book.read(people_figures, 2018)["volunteers"] is None


def test_sessions_held_are_those_with_an_attendance(book: Book) -> None:
    assert book.read(session_figures, 2021)["sessions"] is None

    def add(session: Session) -> None:
        session.add(VillageRestaurant(id=1, name="Hees"))
        session.flush()
        for month, attendance in ((1, 12), (2, 0), (3, None)):
            session.add(
                WheelsSession(
                    restaurant_id=1,
                    session_date=date(2021, month, 7),
                    kind=SessionKind.RECREATIONAL,
                    state=SessionState.PLANNED if attendance is None else SessionState.HELD,
                    attendance=attendance,
                )
            )

    book.database.write(add)
    assert book.read(session_figures, 2021)["sessions"] == 2
    assert book.read(session_figures, 2022)["sessions"] is None


def test_new_drivers_are_those_who_began_in_the_year(book: Book) -> None:
    assert book.read(people_figures, 2019)["new_drivers"] is None

    def add(session: Session) -> None:
        for number, began in enumerate((NEW_YEAR, EVE, date(2021, 1, 1), None), 1):
            session.add(Person(id=number, last_name=f"Chauffeur {number}"))
            session.flush()
            session.add(Driver(person_id=number, code=f"C{number}", active_from=began))

    book.database.write(add)
    assert [book.read(people_figures, year)["new_drivers"] for year in range(2018, 2022)] == [None, 2, 0, 1]


def test_locations_are_those_with_a_counted_noon(book: Book) -> None:
    assert book.read(location_figures, 2019)["locations"] is None

    def add(session: Session) -> None:
        session.add_all(VillageRestaurant(id=number, name=f"Dorp {number}") for number in (1, 2, 3))
        session.flush()
        for number, day, present in ((1, NEW_YEAR, 20), (1, EVE, 20), (2, EVE, None), (3, date(2020, 1, 2), 5)):
            session.add(MealService(restaurant_id=number, service_date=day, present=present))

    book.database.write(add)
    assert [book.read(location_figures, year)["locations"] for year in (2018, 2019, 2020)] == [None, 1, 1]
