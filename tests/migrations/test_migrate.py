"""From nothing and from every earlier schema to this one, with the data kept; never back, never past a newer one."""

import importlib.util
import sqlite3
from pathlib import Path
from types import ModuleType

import pytest
from alembic import command
from sqlalchemy import func, inspect, select, text

from mmc_desk.core import audit, backup, db, migrate, paths, schema
from mmc_desk.core.errors import DatabaseError
from mmc_desk.core.model import Base
from mmc_desk.features.people.model import Person, Place
from mmc_desk.features.rides.model import OfficialKmRate

VERSIONS = range(1, schema.head() + 1)


_EMPTY: dict[int, bytes] = {}
"""A database of each schema, made from the one before."""


def at_schema(path: Path, version: int) -> Path:
    """A database as an earlier program left it, with a person in it."""
    path.write_bytes(_empty(path, version))
    with db.open_file(path) as database, database.engine.begin() as connection:
        connection.exec_driver_sql(f"PRAGMA application_id={db.APPLICATION_ID}")
        connection.exec_driver_sql(f"PRAGMA user_version={version}")
        connection.exec_driver_sql(
            "INSERT INTO person (last_name, first_name, phone, mobile, email, version) "
            "VALUES ('Peeters', 'Maria', '', '', '', 1)"
        )
    return path


def _empty(path: Path, version: int) -> bytes:
    if version not in _EMPTY:
        path.write_bytes(_empty(path, version - 1) if version > 1 else b"")
        with db.open_file(path) as database, database.engine.begin() as connection:
            command.upgrade(migrate.alembic_config(connection), f"{version:04d}")
        _EMPTY[version] = path.read_bytes()
    return _EMPTY[version]


@pytest.mark.parametrize("version", VERSIONS)
def test_an_earlier_schema_comes_up_to_date_with_its_data(tmp_path: Path, version: int) -> None:
    path = at_schema(tmp_path / "desk.db", version)
    with migrate.open_database(str(path)) as database:
        names = database.read(lambda session: session.scalars(select(Person.last_name)).all())
        seeded = database.read(lambda session: session.scalar(select(func.count()).select_from(Place)))
    assert names == ["Peeters"]
    assert seeded
    assert backup.verify(path) == schema.head()
    copies = list((tmp_path / backup.FOLDER).glob("*.db"))
    assert len(copies) == (0 if version == schema.head() else 1)
    assert [db.identify(copy) for copy in copies] == [version] * len(copies)


def test_a_trace_from_before_the_hashes_is_chained(tmp_path: Path) -> None:
    path = at_schema(tmp_path / "desk.db", 7)
    with sqlite3.connect(path) as connection:
        connection.executemany(
            "INSERT INTO audit_entry (id, at, actor, desk, label, rows) VALUES (?, ?, 'els', 'balie', 'é', ?)",
            [(3, "2026-11-23 09:00:00.000000", '[{"table": "ride"}]'), (8, "2026-11-24 09:00:00.000120", "[]")],
        )
    connection.close()
    with migrate.open_database(str(path)) as database:
        database.write(lambda session: audit.add(session, "Nieuw", ["é"]))
        assert database.read(lambda session: list(audit.breaches(session))) == []
        assert database.read(audit.head).entry == 9


def test_a_migration_that_fails_leaves_the_database_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = at_schema(tmp_path / "desk.db", schema.head() - 1)

    def refuse(_connection: object) -> None:
        raise DatabaseError("faalt")

    monkeypatch.setattr(migrate, "_refuse_dangling", refuse)
    with pytest.raises(DatabaseError, match="faalt"):
        migrate.open_database(str(path))
    assert db.identify(path) == schema.head() - 1
    monkeypatch.undo()
    migrate.open_database(str(path)).close()


def test_a_reference_that_a_migration_would_leave_dangling_is_refused(tmp_path: Path) -> None:
    path = at_schema(tmp_path / "desk.db", schema.head() - 1)
    with sqlite3.connect(path) as connection:
        connection.execute("INSERT INTO contact (person_id, name, phone, version) VALUES (9, '', '', 1)")
    connection.close()
    with pytest.raises(DatabaseError, match="beschadigd"):
        migrate.open_database(str(path))
    with (
        db.open_file(path) as database,
        pytest.raises(DatabaseError, match="omzetting"),
        database.engine.connect() as connection_now,
    ):
        migrate._refuse_dangling(connection_now)


def _at_version(path: Path, version: int) -> bytes:
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA user_version={version}")
    connection.close()
    return path.read_bytes()


def test_a_newer_database_is_left_alone(sqlite_path: Path) -> None:
    before = _at_version(sqlite_path, schema.head() + 1)
    with pytest.raises(DatabaseError, match="nieuwere versie"):
        migrate.open_database(str(sqlite_path))
    assert sqlite_path.read_bytes() == before


def test_a_database_without_a_schema_is_not_filled_silently(sqlite_path: Path) -> None:
    before = _at_version(sqlite_path, 0)
    with pytest.raises(DatabaseError, match="nog leeg"):
        migrate.open_database(str(sqlite_path))
    assert sqlite_path.read_bytes() == before


def test_nothing_is_made_over_something(sqlite_path: Path, tmp_path: Path) -> None:
    before = sqlite_path.read_bytes()
    for taken in (sqlite_path, tmp_path):
        with pytest.raises(DatabaseError, match="bestaat al"):
            migrate.create(str(taken))
    assert sqlite_path.read_bytes() == before


def test_a_folder_is_made_for_a_new_database(tmp_path: Path) -> None:
    with migrate.create(str(tmp_path / "a" / "b" / "desk.db")) as database:
        assert database.read(lambda session: session.scalar(select(func.count()).select_from(OfficialKmRate)))
    assert [path.name for path in (tmp_path / "a" / "b").iterdir()] == ["desk.db"]


def test_a_folder_that_cannot_be_made(sqlite_path: Path) -> None:
    with pytest.raises(DatabaseError, match="andere map"):
        migrate.create(str(sqlite_path / "desk.db"))


@pytest.mark.postgres
def test_a_server_is_filled_once(postgres_url: str) -> None:
    with pytest.raises(DatabaseError, match=r"bestaat desk_\d+ al"):
        migrate.create(postgres_url)


@pytest.mark.postgres
def test_an_empty_or_newer_server_is_left_alone(postgres_url: str) -> None:
    with migrate.open_database(postgres_url) as database:
        database.write(lambda session: session.execute(text("UPDATE alembic_version SET version_num = '9999'")))
    with pytest.raises(DatabaseError, match="nieuwere versie"):
        migrate.open_database(postgres_url)
    with db.connect(postgres_url) as database:
        database.write(lambda session: session.execute(text("DROP TABLE alembic_version")))
    with pytest.raises(DatabaseError, match="nog leeg"):
        migrate.open_database(postgres_url)


@pytest.mark.postgres
def test_an_earlier_schema_on_a_server_comes_up_to_date(postgres_url: str) -> None:
    with db.connect(postgres_url) as database, database.engine.begin() as connection:
        connection.exec_driver_sql("DROP SCHEMA public CASCADE")
        connection.exec_driver_sql("CREATE SCHEMA public")
        command.upgrade(migrate.alembic_config(connection), f"{schema.head() - 1:04d}")
    with migrate.open_database(postgres_url) as database:
        assert schema.version(database) == schema.head()


# --- Models and migrations


def _schema_check() -> ModuleType:
    path = Path(__file__).parents[2] / "packaging" / "schema.py"
    spec = importlib.util.spec_from_file_location("schema_check", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_check_of_the_schema_sees_a_difference(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    schema = _schema_check()  # that there is none `make check` shows
    column = Base.metadata.tables["ride"].c.note
    monkeypatch.setattr(column, "nullable", True)
    (difference,) = schema.differences(str(tmp_path / "other.db"))
    assert "note" in difference


def test_every_check_of_the_models_is_in_the_database(sqlite_database: db.Database) -> None:
    # alembic doesn't compare these.
    present = inspect(sqlite_database.engine)
    with db.open_file(Path(":memory:")) as empty:
        Base.metadata.create_all(empty.engine)
        wanted = inspect(empty.engine)
        for table in Base.metadata.tables:
            assert _checks(present, table) == _checks(wanted, table), table


def _checks(inspector: object, table: str) -> dict[str, str]:
    found = inspector.get_check_constraints(table)  # type: ignore[attr-defined]  # an Inspector, typed as its mixins
    return {check["name"]: " ".join(check["sqltext"].split()) for check in found}


def test_no_way_back_is_offered_and_no_number_is_skipped() -> None:
    scripts = sorted(paths.database_files("migrations", "versions").glob("[0-9]*.py"))
    assert [int(script.name[:4]) for script in scripts] == list(VERSIONS)
    assert not [script.name for script in scripts if "def downgrade" in script.read_text(encoding="utf-8")]


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def test_the_guards_are_there(kind: str, request: pytest.FixtureRequest) -> None:
    database: db.Database = request.getfixturevalue(f"{kind}_database")
    query = {
        "sqlite": "SELECT name FROM sqlite_schema WHERE type = 'trigger'",
        "postgres": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal UNION SELECT conname FROM pg_constraint",
    }[kind]
    names = " ".join(database.read(lambda session: session.scalars(text(query)).all()))
    assert "ride_driver_busy" in names
    assert "audit_entry" in names
