"""Noons made from the schedule, on both databases: ahead, again, and when the schedule changes."""

from collections.abc import Callable, Iterator
from datetime import date, time
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.core.db import Committed, Database
from mmc_desk.core.model import ClosureDay, DeskSetting
from mmc_desk.core.recording import take_back
from mmc_desk.features import follow
from mmc_desk.features.meals.model import MealService, VillageRestaurant
from mmc_desk.features.meals.model.bookings import MealBooking
from mmc_desk.features.meals.model.schedule import MealClosure, MealMoment
from mmc_desk.features.meals.ops.closing import close_noons, keep_noons
from mmc_desk.features.meals.ops.restaurant_commands import CloseNoons, KeepNoons
from mmc_desk.features.meals.ops.schedule import (
    Generated,
    GenerateServices,
    generate_services,
    plan_services,
    planned_label,
)
from mmc_desk.features.meals.queries.astray import astray_noons, find_astray
from mmc_desk.features.meals.queries.schedule import schedules


@pytest.fixture(autouse=True)
def following(database: Database) -> Iterator[None]:
    database.followers = (follow,)
    yield
    database.followers = ()


AUTUMN = GenerateServices(date(2026, 9, 1), date(2026, 12, 31))


def run(database: Database, op: Callable[[Session], Any]) -> Committed[Any]:
    return database.write(op, "test")


def restaurant(database: Database, name: str, *weekdays: int, first: date = date(2026, 1, 1)) -> int:
    def add(session: Session) -> int:
        found = VillageRestaurant(name=name)
        session.add(found)
        session.flush()
        for weekday in weekdays:
            session.add(
                MealMoment(restaurant_id=found.id, weekday=weekday, starts_at=time(12), valid_from=first, valid_to=None)
            )
        return found.id

    key: int = run(database, add).value
    return key


def services(database: Database, *columns: Any) -> list[tuple[Any, ...]]:  # noqa: ANN401 - columns of the service
    query = select(*(columns or (MealService.service_date,))).order_by(MealService.service_date)
    return [tuple(row) for row in database.read(lambda session: session.execute(query).all())]


def change(database: Database, day: date, **values: object) -> None:
    def write(session: Session) -> None:
        service = session.scalars(select(MealService).where(MealService.service_date == day)).one()
        for name, value in values.items():
            setattr(service, name, value)

    run(database, write)


def test_a_new_moment_makes_its_noons_at_once_for_a_year(database: Database) -> None:
    restaurant(database, "Hees", 3, first=date(2026, 11, 1))
    days = services(database)
    assert days[0] == (date(2026, 11, 5),)
    assert date(2027, 11, 18) <= days[-1][0] <= date(2027, 11, 23)


def test_again_changes_nothing(database: Database) -> None:
    restaurant(database, "Schoonbeek", 0, 4, first=date(2026, 9, 1))
    before = services(database, MealService.id, MealService.service_date, MealService.closed_reason)
    again = run(database, lambda session: generate_services(session, AUTUMN))
    assert again.value == Generated()
    assert not again.changes
    assert run(database, plan_services).value == Generated()
    assert services(database, MealService.id, MealService.service_date, MealService.closed_reason) == before


def test_as_far_ahead_as_the_setting_says(database: Database) -> None:
    run(
        database,
        lambda session: session.add(DeskSetting(name="meals.months_ahead", valid_from=date(2026, 1, 1), value="1")),
    )
    restaurant(database, "Hees", 3, first=date(2026, 11, 1))
    assert services(database)[-1] == (date(2026, 12, 17),)
    assert planned_label()


def test_a_closure_closes_what_is_booked_too_and_opens_again(database: Database) -> None:
    hees = restaurant(database, "Hees", 1, first=date(2026, 11, 1))
    run(
        database,
        lambda session: session.add(
            MealBooking(
                service_id=session.scalars(
                    select(MealService.id).where(MealService.service_date == date(2026, 12, 1))
                ).one(),
                name="Rosa",
            )
        ),
    )
    closure = MealClosure(restaurant_id=hees, from_day=date(2026, 12, 1), to_day=date(2026, 12, 7), reason="lek")
    done = run(database, lambda session: session.add(closure))
    assert {"meal_closure", "meal_service"} <= done.changes.topics
    closed = services(database, MealService.service_date, MealService.closed_reason)
    assert (date(2026, 12, 1), "lek") in closed
    assert (date(2026, 12, 8), "") in closed
    undone = run(database, lambda session: take_back(session, done.changes))
    assert (date(2026, 12, 1), "") in services(database, MealService.service_date, MealService.closed_reason)
    run(database, lambda session: take_back(session, undone.changes))
    assert (date(2026, 12, 1), "lek") in services(database, MealService.service_date, MealService.closed_reason)


def test_a_closure_day_of_the_desk_closes_every_restaurant(database: Database) -> None:
    restaurant(database, "Hees", 1, first=date(2026, 11, 1))
    run(database, lambda session: session.add(ClosureDay(day=date(2026, 12, 15), reason="brugdag")))
    assert (date(2026, 12, 15), "brugdag") in services(database, MealService.service_date, MealService.closed_reason)


def test_what_was_decided_or_served_stays(database: Database) -> None:
    hees = restaurant(database, "Hees", 1, first=date(2026, 11, 1))
    change(database, date(2026, 12, 1), is_decided=True)
    change(database, date(2026, 12, 8), present=12)
    everywhere = MealClosure(
        restaurant_id=None, from_day=date(2026, 12, 1), to_day=date(2026, 12, 31), reason="verbouwing"
    )
    run(database, lambda session: session.add(everywhere))
    found = dict(services(database, MealService.service_date, MealService.closed_reason))
    assert [found[date(2026, 12, day)] for day in (1, 8, 15)] == ["", "", "verbouwing"]
    assert hees


def test_another_weekday_keeps_the_past_and_what_was_entered(database: Database) -> None:
    restaurant(database, "Hees", 1, first=date(2026, 11, 1))
    change(database, date(2026, 12, 8), menu="vol-au-vent")

    def move(session: Session) -> None:
        moment = session.scalars(select(MealMoment)).one()
        moment.valid_to = date(2026, 11, 30)
        session.add(
            MealMoment(restaurant_id=moment.restaurant_id, weekday=2, starts_at=time(12), valid_from=date(2026, 12, 1))
        )

    run(database, move)
    days = [day for (day,) in services(database)]
    assert date(2026, 11, 3) in days
    assert date(2026, 12, 8) in days
    assert date(2026, 12, 1) not in days
    assert date(2026, 12, 2) in days
    autumn = run(database, lambda session: generate_services(session, AUTUMN))
    assert autumn.value == Generated(astray=1)
    (found,) = database.read(lambda session: find_astray(session, autumn.changes)) or ()
    assert (found.day, found.location, found.booked, found.duties) == (date(2026, 12, 8), "Hees", 0, 0)
    kept = run(database, lambda session: keep_noons(session, KeepNoons((found.service_id,))))
    assert database.read(lambda session: find_astray(session, kept.changes)) is None
    database.take_back(kept.changes, "terug")
    run(database, lambda session: close_noons(session, CloseNoons((found.service_id,), "woensdag voortaan")))
    assert database.read(lambda session: astray_noons(session, date(2026, 11, 23))) == ()
    reasons = dict(services(database, MealService.service_date, MealService.closed_reason))
    assert reasons[date(2026, 12, 8)] == "woensdag voortaan"


def test_an_hour_that_changes_reaches_every_noon_but_one_with_an_hour_of_its_own(database: Database) -> None:
    restaurant(database, "Hees", 1, first=date(2026, 11, 1))
    change(database, date(2026, 12, 8), menu="vol-au-vent")
    change(database, date(2026, 12, 15), menu="kerstmenu", starts_at=time(13))

    def later(session: Session) -> None:
        session.scalars(select(MealMoment)).one().starts_at = time(12, 30)

    run(database, later)
    found = dict(services(database, MealService.service_date, MealService.starts_at))
    assert [found[date(2026, 12, day)] for day in (1, 8, 15)] == [time(12, 30), time(12, 30), time(13)]
    assert found[date(2026, 11, 17)] == time(12)


def test_touched_and_closed_noon_keeps_its_hour(database: Database) -> None:
    hees = restaurant(database, "Hees", 1, first=date(2026, 11, 1))
    change(database, date(2026, 12, 8), menu="vol-au-vent", starts_at=time(11))
    closure = MealClosure(restaurant_id=hees, from_day=date(2026, 12, 8), to_day=date(2026, 12, 8), reason="lek")
    run(database, lambda session: session.add(closure))
    found = services(database, MealService.service_date, MealService.starts_at, MealService.closed_reason)
    assert (date(2026, 12, 8), time(11), "lek") in found


def test_without_moments_nothing_follows(database: Database) -> None:
    restaurant(database, "Hees")
    assert services(database) == []
    assert database.read(schedules) == {}
