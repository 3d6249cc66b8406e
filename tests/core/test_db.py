"""Opening, reading and writing: what comes back, and which sentence a person gets when it can't."""

import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import sqlalchemy.exc
from sqlalchemy import func, make_url, select, text
from sqlalchemy.orm import Session

from mmc_desk.core import db, engines, migrate, occupant, schema
from mmc_desk.core.errors import ConflictError, DatabaseBusyError, DatabaseError, RuleError
from mmc_desk.core.model import ClosureDay
from mmc_desk.features.people.model import Driver, Person
from mmc_desk.features.rides.model import Ride, RideState

DAY = date(2026, 12, 24)


def add_closure(session: Session) -> int:
    closure = ClosureDay(day=DAY, reason="")
    session.add(closure)
    session.flush()
    return closure.id


def count(session: Session) -> int:
    return len(session.scalars(select(ClosureDay)).all())


def test_what_was_written_is_read_back(database: db.Database) -> None:
    assert database.write(add_closure).value == 1
    assert database.read(count) == 1


def test_a_constraint_refuses_in_words_and_writes_nothing(database: db.Database) -> None:
    database.write(add_closure)
    with pytest.raises(RuleError, match="bestaat al"):
        database.write(add_closure)
    assert database.read(count) == 1


def test_a_check_refuses_in_words(database: db.Database) -> None:
    def add(session: Session) -> None:
        session.add(Ride(ride_no="1", ride_date=DAY, metres=-1))

    with pytest.raises(RuleError, match="weigert"):
        database.write(add)


def test_a_rule_that_refuses_halfway_leaves_nothing(database: db.Database) -> None:
    def half(session: Session) -> None:
        add_closure(session)
        raise RuleError("Dat kan niet.")

    with pytest.raises(RuleError, match="Dat kan niet"):
        database.write(half)
    assert database.read(count) == 0


def test_a_reading_cannot_leave_anything_behind(database: db.Database) -> None:
    database.read(add_closure)
    database.read(lambda session: session.add(ClosureDay(day=DAY, reason="")))
    assert database.read(count) == 0


def test_a_reading_leaves_its_plans_on_the_server(postgres_database: db.Database) -> None:
    plans = text("SELECT count(*) FROM pg_prepared_statements")
    for _ in range(8):
        postgres_database.read(count)
    assert postgres_database.read(lambda session: session.scalar(plans))


def test_a_record_changed_meanwhile_is_a_conflict(database: db.Database) -> None:
    database.write(add_closure)

    def change_under(session: Session) -> None:
        closure = session.scalars(select(ClosureDay)).one()
        session.execute(text("UPDATE closure_day SET version = version + 1"))
        closure.reason = "Brugdag"

    with pytest.raises(ConflictError, match="Iemand anders"):
        database.write(change_under)


def _rides(*spans: tuple[int, int], state: RideState = RideState.ASSIGNED) -> Callable[[Session], None]:
    def add(session: Session) -> None:
        person = Person(last_name="Claes")
        session.add(person)
        session.flush()
        driver = Driver(person_id=person.id, code="CLA")
        session.add(driver)
        session.flush()
        for number, (start, end) in enumerate(spans):
            session.add(
                Ride(
                    ride_no=str(number),
                    ride_date=DAY,
                    state=state,
                    driver_id=driver.id,
                    metres=1000,
                    depart_at=datetime(2026, 12, 24, start, tzinfo=UTC),
                    home_at=datetime(2026, 12, 24, end, tzinfo=UTC),
                )
            )
            session.flush()

    return add


def test_the_database_itself_refuses_a_driver_in_two_cars(database: db.Database) -> None:
    with pytest.raises(RuleError, match="chauffeur"):
        database.write(_rides((9, 11), (10, 12)))


@pytest.mark.parametrize("state", [RideState.ASSIGNED, RideState.DRIVEN])
def test_rides_after_each_other_and_old_books_are_let_in(database: db.Database, state: RideState) -> None:
    spans = ((9, 11), (11, 12)) if state is RideState.ASSIGNED else ((9, 11), (10, 12))
    database.write(_rides(*spans, state=state))


def test_moving_a_ride_onto_another_is_refused_too(database: db.Database) -> None:
    database.write(_rides((9, 10), (11, 12)))

    def move(session: Session) -> None:
        ride = session.scalars(select(Ride).where(Ride.ride_no == "1")).one()
        ride.depart_at = datetime(2026, 12, 24, 9, tzinfo=UTC)

    with pytest.raises(RuleError, match="chauffeur"):
        database.write(move)


def test_names_for_a_person(sqlite_database: db.Database, sqlite_path: Path) -> None:
    assert sqlite_database.name == "desk.db"
    assert sqlite_database.path == sqlite_path


def test_warming_up_makes_the_engine(sqlite_path: Path) -> None:
    with db.connect(str(sqlite_path)) as database:
        database.warm_up()
        assert "engine" in vars(database)


@pytest.mark.postgres
def test_a_server_never_shows_its_password(postgres_database: db.Database) -> None:
    assert postgres_database.path is None
    assert postgres_database.name.startswith("desk_")
    assert "postgres:" not in postgres_database.name


def test_what_was_typed_is_in_no_error_of_the_library(sqlite_database: db.Database) -> None:
    with pytest.raises(sqlalchemy.exc.OperationalError) as caught, Session(sqlite_database.engine) as session:
        session.execute(text("SELECT * FROM nowhere WHERE name = :name"), {"name": "Maria Peeters"})
    assert "Maria" not in str(caught.value)


# --- Addresses of servers


@pytest.mark.parametrize("target", ["mysql://x/y", "http://example.org/", "post gres://x", "://", "sqlite:///x.db"])
def test_an_unknown_address_names_the_mend(target: str) -> None:
    with pytest.raises(DatabaseError, match="postgresql://"):
        migrate.open_database(target)


@pytest.mark.postgres
def test_servers_that_refuse(postgres_url: str) -> None:
    url = make_url(postgres_url)

    def opened(**parts: object) -> str:
        return url.set(**parts).render_as_string(hide_password=False)  # type: ignore[arg-type]  # varied names

    with pytest.raises(DatabaseError, match="bestaat nergens niet"):
        migrate.open_database(opened(database="nergens"))
    with pytest.raises(DatabaseError, match="niet bereikbaar"):
        migrate.open_database("postgresql://localhost:1/desk")


@pytest.mark.postgres
def test_any_spelling_of_a_servers_address_opens(postgres_url: str) -> None:
    for scheme in ("postgresql", "postgres", "postgresql+psycopg"):
        with migrate.open_database(make_url(postgres_url).set(drivername=scheme).render_as_string(False)) as database:
            assert database.read(count) == 0


@pytest.mark.parametrize(
    ("detail", "sentence"),
    [
        ("database is locked", "al geopend"),
        ("database or disk is full", "schijf is vol"),
        ("attempt to write a readonly database", "niet mag schrijven"),
        ("unable to open database file", "kan niet geopend"),
        ("database disk image is malformed", "beschadigd"),
        ("file is not a database", "beschadigd"),
        ("disk I/O error", "geeft fouten"),
        ("something new\nand more", "antwoordt niet: something new"),
        ("", "antwoordt niet"),
    ],
)
def test_every_word_of_a_database_has_a_dutch_sentence(detail: str, sentence: str) -> None:
    error = db.database_error(detail, "desk.db")
    assert sentence in str(error)
    assert "desk.db" in str(error)
    assert "\n" not in str(error)


def test_an_engine_error_becomes_a_sentence(sqlite_database: db.Database) -> None:
    with pytest.raises(DatabaseError, match="antwoordt niet: no such table"):
        sqlite_database.read(lambda session: session.execute(text("SELECT * FROM nowhere")))


def test_an_error_of_a_raw_connection_becomes_a_sentence_too(sqlite_database: db.Database) -> None:
    with pytest.raises(DatabaseError, match="geeft fouten"), engines.plain_errors(sqlite_database):
        raise sqlite3.OperationalError("disk I/O error")


# --- A file


def test_the_pragmas_of_the_house(sqlite_database: db.Database) -> None:
    with sqlite_database.engine.connect() as connection:

        def pragma(name: str) -> object:
            return connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()

        assert [pragma(name) for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")] == [
            "wal",
            2,
            1,
            1,
        ]
        assert pragma("application_id") == db.APPLICATION_ID
        assert pragma("user_version") == schema.head()


def test_a_dangling_reference_is_refused(sqlite_database: db.Database) -> None:
    with pytest.raises(RuleError):
        sqlite_database.write(lambda session: session.add(Driver(person_id=99, code="X")))


def test_a_closed_database_is_one_file(sqlite_path: Path) -> None:
    with migrate.open_database(str(sqlite_path)) as database:
        database.write(add_closure)
    assert [path.name for path in sqlite_path.parent.iterdir() if path.name.startswith("desk")] == ["desk.db"]


_HOLD = """
import sys
from mmc_desk.core import migrate
with migrate.open_database(sys.argv[1]):
    print("open", flush=True)
    sys.stdin.read()
"""


def test_a_second_window_is_told_to_close_the_first(sqlite_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(sqlite_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "open\n"
        who = f"al geopend door {occupant.login()} op {occupant.machine()}, sinds .*, met een opdracht"
        with pytest.raises(DatabaseBusyError, match=who):
            migrate.open_database(str(sqlite_path))
        holder.kill()
    left = occupant.of(sqlite_path)
    assert left is not None
    with migrate.open_database(str(sqlite_path)) as database:
        assert database.read(count) == 0
        assert occupant.of(sqlite_path) != left
    assert occupant.of(sqlite_path) is None


def test_a_bare_connection_commits_by_itself(sqlite_path: Path) -> None:
    connection = db.new_sqlite_connection(sqlite_path)
    connection.execute("INSERT INTO closure_day (day, reason, version) VALUES ('2026-12-24', '', 1)")
    connection.close()
    with sqlite3.connect(sqlite_path) as again:
        assert again.execute("SELECT count(*) FROM closure_day").fetchone() == (1,)
    again.close()


def test_who_asks_from_another_thread_waits_their_turn(database: db.Database) -> None:
    began, may_end = threading.Event(), threading.Event()

    def slow(session: Session) -> int:
        began.set()
        may_end.wait(10)
        return session.scalar(select(func.count(ClosureDay.id))) or 0

    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(database.read, slow)
        began.wait(10)
        second = threads.submit(
            database.write, lambda session: session.add(ClosureDay(day=date(2027, 5, 7), reason="brug"))
        )
        assert not second.done()
        may_end.set()
        assert (first.result(10), second.result(10).changes.topics) == (0, frozenset({"closure_day"}))


def test_damage_that_is_no_text_becomes_a_sentence_too(
    sqlite_database: db.Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_text = UnicodeDecodeError("utf-8", b"\xc3(", 0, 1, "invalid continuation byte")
    with pytest.raises(DatabaseError, match="beschadigd"), engines.plain_errors(sqlite_database):
        raise no_text

    class Unreadable:
        closed = False

        def execute(self, _pragma: str) -> None:
            raise no_text

        def close(self) -> None:
            self.closed = True

    made = Unreadable()
    monkeypatch.setattr(sqlite3, "connect", lambda *_, **__: made)
    with pytest.raises(DatabaseError, match="beschadigd"):
        db.open_file(tmp_path / "x.db")
    assert made.closed
