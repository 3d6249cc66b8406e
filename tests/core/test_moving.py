"""A desk that outgrows its file: the whole database to a server and back, compared, or nothing at all."""

import tracemalloc
from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlalchemy import Connection, Table, select, text
from sqlalchemy.orm import Session

from mmc_desk.cli import main
from mmc_desk.core import audit, db, migrate, moving
from mmc_desk.core.errors import DatabaseError
from mmc_desk.core.model import AuditEntry
from mmc_desk.features.people.model import Member, Person

NAMES = ("Anna", "Bert", "Céline", "Dré")


def fill(database: db.Database) -> None:
    """Four members: two couples, the first of whom names the second before that one is there."""

    def op(session: Session) -> None:
        persons = [Person(last_name="O'Neill", first_name=name) for name in NAMES]
        session.add_all(persons)
        session.flush()
        members = [Member(person_id=person.id, member_no=number) for number, person in enumerate(persons, 1)]
        session.add_all(members)
        session.flush()
        for one, other in ((0, 1), (2, 3)):
            members[one].partner_id = members[other].id
        members[1].partner_id = members[0].id

    database.write(op, "Leden ingeschreven")


@pytest.fixture
def filled(sqlite_database: db.Database, sqlite_path: Path) -> str:
    fill(sqlite_database)
    sqlite_database.close()
    return str(sqlite_path)


def names(target: str) -> Sequence[tuple[int, str, int | None]]:
    wanted = select(Member.member_no, Person.first_name, Member.partner_id)
    with migrate.open_database(target) as database:
        rows = database.read(
            lambda session: session.execute(wanted.join_from(Member, Person).order_by(Member.id)).all()
        )
        return [(number, name, partner) for number, name, partner in rows]


def test_to_a_server_and_back(
    filled: str, postgres_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moving, "BATCH", 2)
    before = names(filled)
    assert [partner for _, _, partner in before] == [2, 1, 4, None]
    assert main.run(["move", filled, postgres_url]) == 0
    assert "Verhuisd en vergeleken" in capsys.readouterr().out
    assert names(postgres_url) == before
    with migrate.open_database(postgres_url) as server:
        fifth = server.write(lambda session: session.add(Person(last_name="Nieuw")), "Erbij")
    assert fifth.changes
    back = moving.move(postgres_url, str(tmp_path / "terug.db"))
    assert back.tables["member"].rows == 4
    assert back.rows > 5
    assert names(str(tmp_path / "terug.db")) == before
    assert names(filled) == before


def test_large_entries_of_the_trace_are_not_taken_apart(sqlite_database: db.Database) -> None:
    """Imports of thousands of rows each once took fifteen times their size in memory: 1.5 GB for a million rows."""
    rows = [f"rij {number}" for number in range(3_000)]
    sqlite_database.write(lambda session: [audit.add(session, "Ingelezen", rows) for _ in range(110)])
    with sqlite_database.engine.connect() as connection:
        tracemalloc.start()
        found = moving._measure(connection, AuditEntry.metadata.tables["audit_entry"])
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert found.rows == 110
    assert peak < 12_000_000


def test_only_into_what_is_empty(filled: str, postgres_url: str, tmp_path: Path) -> None:
    with migrate.open_database(postgres_url) as server:
        fill(server)
    with pytest.raises(DatabaseError, match="bevat al gegevens"):
        moving.move(filled, postgres_url)
    other = tmp_path / "er al.db"
    other.write_bytes(b"iets")
    with pytest.raises(DatabaseError, match="bestaat al"):
        moving.move(filled, str(other))
    assert other.read_bytes() == b"iets"


def test_a_database_on_the_server_is_made_where_there_is_none(filled: str, postgres_url: str) -> None:
    with db.connect(postgres_url) as server, server.engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    assert moving.move(filled, postgres_url).tables["member"].rows == 4


def test_an_empty_desk_moves_too_after_a_move_that_was_killed(sqlite_path: Path, tmp_path: Path) -> None:
    (tmp_path / ".nieuw.db.verhuis").write_bytes(b"a half one, as kill -9 leaves it")
    assert moving.move(str(sqlite_path), str(tmp_path / "nieuw.db")).tables["member"].rows == 0
    assert [path.name for path in tmp_path.glob("*nieuw*")] == ["nieuw.db"]


def test_what_differs_moves_nothing(filled: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    measure = moving._measure
    seen: list[str] = []

    def measure_otherwise(connection: Connection, table: Table) -> moving.Measure:
        found = measure(connection, table)
        seen.append(table.name)
        return found._replace(total=found.total + 1) if seen.count("member") > 1 and table.name == "member" else found

    monkeypatch.setattr(moving, "_measure", measure_otherwise)
    target = tmp_path / "nieuw.db"
    with pytest.raises(DatabaseError, match="verschilt member"):
        moving.move(filled, str(target))
    assert not list(tmp_path.glob("*nieuw*"))


def test_a_trace_that_was_meddled_with_does_not_pass(
    sqlite_database: db.Database, sqlite_path: Path, tmp_path: Path
) -> None:
    fill(sqlite_database)
    with sqlite_database.bare() as connection:
        connection.execute("DROP TRIGGER audit_entry_no_update")
        connection.execute("UPDATE audit_entry SET label = 'Iets anders'")
    sqlite_database.close()
    with pytest.raises(DatabaseError, match="Regel 1 van het spoor"):
        moving.move(str(sqlite_path), str(tmp_path / "nieuw.db"))
    assert not (tmp_path / "nieuw.db").exists()


def test_a_server_that_refused_can_be_tried_again(
    filled: str, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    measured = iter(range(10_000))
    with monkeypatch.context() as broken:
        broken.setattr(moving, "_measure", lambda *_: moving.Measure(next(measured), 0, ""))
        with pytest.raises(DatabaseError, match="er werd niets bewaard"):
            moving.move(filled, postgres_url)
    with migrate.open_database(postgres_url) as server:
        assert server.read(lambda session: session.scalar(select(AuditEntry.id))) is None
    assert moving.move(filled, postgres_url).tables["member"].rows == 4
