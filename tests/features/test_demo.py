"""The practice town: the published numbers to the digit, the same on the same day, nothing the desk would refuse."""

import argparse
import functools
import itertools
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import phonenumbers
import pytest
from sqlalchemy import Column, create_engine, func, make_url, select, text
from sqlalchemy.orm import InstrumentedAttribute, Session
from stdnum import iban

from mmc_desk.cli import demo
from mmc_desk.core import clock, db, prepared, settings
from mmc_desk.core.errors import DatabaseError
from mmc_desk.core.model import Base
from mmc_desk.features import load_features
from mmc_desk.features.meals.model import MealService, VillageRestaurant
from mmc_desk.features.people.model import Absence, Driver, DriverDocument, Member, Person, Volunteer
from mmc_desk.features.rides.model import Leg, Ride, RideRequest, RideState
from mmc_desk.features.rides.queries.today import today
from mmc_desk.features.sessions.model import SessionState, WheelsPartner, WheelsSession, WheelsSlot

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
PLANNED = (RideState.ASSIGNED, RideState.CONFIRMED)


def _make(path: Path, instant: datetime = NOW) -> Path:
    with clock.frozen(instant):
        demo.make_practice(str(path))
    return path


@pytest.fixture(scope="module")
def town(practice_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[db.Database]:
    """A copy of this process's own: a desk holds its database alone."""
    own = shutil.copyfile(practice_file, tmp_path_factory.mktemp("town") / "town.db")
    with db.connect(str(own)) as database:
        yield database


@pytest.fixture
def practice(town: db.Database) -> Iterator[Session]:
    with Session(town.engine) as session:
        yield session


def _figures(session: Session, year: int) -> dict[str, int | float | None]:
    found: dict[str, int | float | None] = {}
    for feature in load_features():
        for figures in feature.figure_sets():
            found.update(figures.compute(session, year))
    return found


def test_published_figures_of_2019(practice: Session) -> None:
    figures = _figures(practice, 2019)
    expected = {"members": 295, "members_change": 24, "drivers": 19, "rides": 2983, "km": 101_658, "volunteers": 65}
    assert {name: figures[name] for name in expected} == expected


def test_published_figures_of_2020_and_2018(practice: Session) -> None:
    figures = _figures(practice, 2020)
    expected = {"members": 256, "members_change": -39, "drivers": 20, "rides": 1610, "km": 54_311}
    assert {name: figures[name] for name in expected} == expected
    assert _figures(practice, 2018)["members"] == 271


def test_history_knows_no_legs_the_years_around_today_do(practice: Session) -> None:
    assert _figures(practice, 2019)["legs"] is None
    legs = _figures(practice, 2025)["legs"]
    assert legs is not None
    assert legs > 4000


def test_totals_straight_from_the_table(practice: Session) -> None:
    rows = practice.execute(
        text(
            "SELECT strftime('%Y', ride_date), count(*), sum(metres), sum(passengers) FROM ride "
            "WHERE state = 'driven' AND ride_date < '2021-01-01' GROUP BY 1 ORDER BY 1"
        )
    ).all()
    assert rows[1:] == [("2019", 2983, 101_658_000, 3033), ("2020", 1610, 54_311_000, 1649)]


def test_nobody_is_in_two_cars(practice: Session) -> None:
    busy: dict[Any, list[Any]] = {}
    spans = select(Ride.driver_id, Ride.ride_date, Ride.depart_at, Ride.home_at).where(Ride.driver_id.is_not(None))
    for driver, day, depart, home in practice.execute(spans.order_by(Ride.depart_at)):
        busy.setdefault((driver, day), []).append((depart, home))
    clashes = [key for key, spans_ in busy.items() for one, next_ in itertools.pairwise(spans_) if next_[0] < one[1]]
    assert clashes == []


@pytest.mark.parametrize(("rows", "count"), [(RideRequest, Ride.passengers), (Leg, Ride.legs)])
def test_counts_on_rides_equal_their_rows(
    practice: Session, rows: type[RideRequest | Leg], count: InstrumentedAttribute[Any]
) -> None:
    found = select(rows.ride_id, func.count().label("found")).group_by(rows.ride_id).subquery()
    wrong = (
        select(Ride.ride_no)
        .outerjoin(found, found.c.ride_id == Ride.id)
        .where(func.coalesce(found.c.found, 0) != func.coalesce(count, 0))
    )
    assert practice.scalars(wrong).all() == []


def test_checks_find_nothing(practice: Session) -> None:
    checks = [check for feature in load_features() for check in feature.invariants()]
    assert [breach for check in checks for breach in check.find(practice)] == []


def test_village_restaurants_meet_on_their_weekdays(practice: Session) -> None:
    rows = practice.execute(
        select(VillageRestaurant.name, MealService.service_date)
        .join(MealService, MealService.restaurant_id == VillageRestaurant.id)
        .where(MealService.closed_reason == "")
    ).all()
    days = {(name, day.weekday()) for name, day in rows if day.year == 2019}
    assert days == {
        *(("Mopertingen", 0), ("Schoonbeek", 0), ("Schoonbeek", 4), ("Beverst", 1), ("Waltwilder", 1)),
        *(("Munsterbilzen", 2), ("Rijkhoven", 2), ("Eigenbilzen", 3), ("Hees", 3)),
    }
    assert min(day for name, day in rows if name == "Grote-Spouwen") == date(2021, 9, 9)


def test_meals_are_about_265_a_week_and_none_in_lockdown(practice: Session) -> None:
    served = practice.execute(
        select(MealService.service_date, MealService.present).where(MealService.present.is_not(None))
    ).all()
    weeks: dict[tuple[int, int], list[int]] = {}
    for day, present in served:
        if day.year == 2019:
            weeks.setdefault(day.isocalendar()[:2], []).append(present or 0)
    whole = [sum(meals) for meals in weeks.values() if len(meals) == 9]
    assert abs(sum(whole) / len(whole) - 265) < 5
    assert not [day for day, _ in served if date(2020, 3, 16) <= day <= date(2020, 6, 1)]


def test_sessions_start_in_january_2021_once_a_month_per_location(practice: Session) -> None:
    days = practice.execute(select(WheelsSession.restaurant_id, WheelsSession.session_date)).all()
    months = [(restaurant, day.year, day.month) for restaurant, day in days]
    assert len(months) == len(set(months))
    first = min(day for _, day in days)
    assert (first.year, first.month) == (2021, 1)
    assert max(day for _, day in days) > TODAY


def test_the_wheels_have_partners_and_themes_and_nobody_is_in_two_places(practice: Session) -> None:
    assert practice.scalar(select(func.count()).select_from(WheelsPartner)) == 8
    assert practice.scalar(select(func.count()).where(WheelsSession.theme_id.is_(None))) == 0
    past = practice.scalars(select(WheelsSession.state).where(WheelsSession.session_date < TODAY)).all()
    assert set(past) == {SessionState.HELD}
    both = select(WheelsSession.partner_id, WheelsSession.session_date).where(WheelsSession.partner_id.is_not(None))
    busy = practice.execute(both).all()
    assert len(busy) == len(set(busy))
    assert practice.scalar(select(func.count()).select_from(WheelsSlot))


def test_today_is_lively(practice: Session) -> None:
    near = practice.execute(select(Ride.state, Ride.ride_date, Ride.passengers).where(Ride.ride_date >= TODAY)).all()
    states = {state for state, day, _ in near if day <= TODAY + timedelta(days=2)}
    assert states >= {RideState.REQUESTED, RideState.ASSIGNED, RideState.CONFIRMED}
    assert len([day for _, day, _ in near if day == TODAY]) >= 8
    assert [passengers for _, _, passengers in near if passengers == 2]
    assert max(day for _, day, _ in near) > TODAY + timedelta(days=21)
    absent = practice.scalars(select(Absence).where(Absence.from_day <= TODAY, Absence.to_day >= TODAY)).all()
    assert absent
    lapsing = practice.scalars(select(DriverDocument).where(DriverDocument.expires_on < TODAY + timedelta(days=30)))
    assert len(list(lapsing)) >= 3


def test_planned_rides_keep_away_from_the_absent(practice: Session) -> None:
    rows = practice.execute(
        select(Ride.ride_no)
        .join(Absence, Absence.driver_id == Ride.driver_id)
        .where(Absence.kind == "absent", Ride.state.in_(PLANNED))
        .where(Ride.ride_date.between(Absence.from_day, Absence.to_day))
    )
    assert rows.all() == []


def test_a_driver_is_a_member_too_and_two_members_share_a_name(practice: Session) -> None:
    both = select(func.count()).select_from(Driver).join(Member, Member.person_id == Driver.person_id)
    assert practice.scalar(both) == 1
    names = (
        select(Person.last_name, Person.first_name)
        .join(Member, Member.person_id == Person.id)
        .group_by(Person.last_name, Person.first_name)
        .having(func.count() > 1)
    )
    assert len(practice.execute(names).all()) == 1
    assert practice.scalar(select(func.count()).where(Driver.waives_payment)) == 1


def test_accounts_and_phones_are_valid(practice: Session) -> None:
    assert all(iban.is_valid(number) for number in practice.scalars(select(Driver.iban)))
    for column in (Person.phone, Person.mobile):
        numbers = [number for number in practice.scalars(select(column)) if number]
        assert all(phonenumbers.is_valid_number(phonenumbers.parse(number)) for number in numbers)


def test_marked_as_practice(practice: Session) -> None:
    assert settings.is_practice(practice)
    assert practice.scalar(select(func.count()).select_from(Volunteer)) == 65


def test_the_prepared_first_page_is_what_its_statements_say(practice_file: Path) -> None:
    with db.connect(str(practice_file)) as database:
        prepared_page = database.read_prepared(today(NOW))
        assert prepared_page == database.read(functools.partial(prepared.run, today(NOW)))
    assert prepared_page.to_phone
    assert prepared_page.lapsing
    assert prepared_page.rides_today > 5


@pytest.mark.play
def test_a_saturday_shows_rides_too(tmp_path: Path) -> None:
    saturday = datetime(2027, 2, 27, 9, 0, tzinfo=UTC)
    with db.connect(str(_make(tmp_path / "saturday.db", saturday))) as database, Session(database.engine) as session:
        assert session.scalars(select(Ride).where(Ride.ride_date == saturday.date())).all()
        assert _figures(session, 2019)["km"] == 101_658


def test_an_existing_file_is_left_alone(practice_file: Path) -> None:
    before = practice_file.read_bytes()
    with pytest.raises(DatabaseError, match="bestaat al"):
        demo.make_practice(str(practice_file))
    assert practice_file.read_bytes() == before


def test_people_in_the_database_refuse_practice_data(database: db.Database) -> None:
    database.write(lambda session: session.add(Person(last_name="Echt")))
    with pytest.raises(DatabaseError, match="bevat al gegevens"):
        database.write(demo.fill)


def test_a_failed_filling_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(session: Session) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(demo, "fill", fail)
    with pytest.raises(KeyboardInterrupt):
        demo.make_practice(str(tmp_path / "half.db"))
    assert list(tmp_path.glob("half*")) == []


@pytest.fixture
def bare_postgres(postgres_server: str) -> Iterator[str]:
    """A database of the server without any table."""
    admin = create_engine(postgres_server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text("CREATE DATABASE practice_town"))
        yield make_url(postgres_server).set(database="practice_town").render_as_string(hide_password=False)
        connection.execute(text("DROP DATABASE practice_town WITH (FORCE)"))
    admin.dispose()


def _rows(session: Session, columns: Sequence[Column[Any]]) -> Counter[str]:
    return Counter(map(repr, session.execute(select(*columns))))


@pytest.mark.play
@pytest.mark.postgres
def test_the_same_day_gives_the_same_rows_on_a_server_too(bare_postgres: str, practice: Session) -> None:
    with clock.frozen(NOW + timedelta(hours=5)):
        demo.make_practice(bare_postgres)
    with db.connect(bare_postgres) as database:
        for table in Base.metadata.sorted_tables:
            told = [column for column in table.columns if not column.primary_key and not column.foreign_keys]
            if told and table.name not in {"audit_entry", "audit_head"}:  # the hour of the filling stands in it
                here, there = _rows(practice, told), database.read(functools.partial(_rows, columns=told))
                assert here == there, table.name
        database.write(lambda session: session.add(Person(last_name="Nieuw")))


def test_the_verb_says_what_is_in_it(ready_practice: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with clock.frozen(NOW):
        assert demo.run(str(tmp_path / "town.db"), argparse.Namespace()) == 0
    said = capsys.readouterr().out.replace("\u00a0", " ")
    assert "2019: 295 leden, 19 chauffeurs, 2.983 ritten, 101.658 km" in said
    assert "2022: 282 leden" in said.splitlines()[5]
    assert str(tmp_path / "town.db") in said


def test_the_verb_takes_no_arguments() -> None:
    parser = argparse.ArgumentParser()
    demo.add_arguments(parser)
    assert vars(parser.parse_args([])) == {}
