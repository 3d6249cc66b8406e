"""What `check` finds, one breach at a time."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from mmc_desk.core import check, db
from mmc_desk.core.errors import DatabaseError
from mmc_desk.core.feature import Check, Feature, load


def breaches(database: db.Database, features: Sequence[Feature] = ()) -> dict[str, tuple[str, ...]]:
    return {finding.title: finding.breaches for finding in check.inspect_database(database, features)}


def spoiled(path: Path, *statements: str) -> dict[str, tuple[str, ...]]:
    with sqlite3.connect(path) as connection:
        for statement in statements:
            connection.execute(statement)
    connection.close()
    with db.connect(str(path)) as database:
        return breaches(database)


def test_a_new_database_is_sound(database: db.Database) -> None:
    found = breaches(database)
    assert len(found) == 6
    assert not any(found.values())


def test_the_features_have_their_say(database: db.Database, monkeypatch: pytest.MonkeyPatch) -> None:
    def many(session: Session) -> Sequence[str]:
        return [f"rit {number}" for number in range(500)]

    monkeypatch.setattr(check, "OF_A_FEATURE", (Check("Ritten", many),), raising=False)
    quiet, strict = Feature("quiet", "Zonder"), Feature("x", "X", checks="mmc_desk.core.check:OF_A_FEATURE")
    found = breaches(database, [quiet, strict])
    assert len(found["Ritten"]) == check.MOST_SHOWN


def test_a_dangling_reference(sqlite_path: Path) -> None:
    found = spoiled(
        sqlite_path,
        "PRAGMA foreign_keys=OFF",
        "INSERT INTO contact (person_id, name, phone, version) VALUES (9, '', '', 1)",
    )
    assert found["Verwijzingen kloppen"] == ("contact 1 verwijst naar iets dat niet bestaat in person",)


def test_a_missing_table_and_index(sqlite_path: Path) -> None:
    found = spoiled(sqlite_path, "DROP TABLE closure_day", "DROP INDEX ix_ride_figures")
    assert found["Tabellen en indexen aanwezig"] == (
        "de tabel closure_day ontbreekt",
        "de index ix_ride_figures ontbreekt",
    )


@pytest.mark.postgres
def test_a_missing_index_on_a_server(postgres_database: db.Database) -> None:
    postgres_database.write(lambda session: session.execute(text("DROP INDEX ix_ride_figures")))
    assert "de index ix_ride_figures ontbreekt" in breaches(postgres_database)["Tabellen en indexen aanwezig"]


def test_another_schema_ends_the_checks(sqlite_path: Path) -> None:
    found = spoiled(sqlite_path, "PRAGMA user_version=1")
    assert list(found) == ["Schema van deze versie"]
    assert "1" in found["Schema van deze versie"][0]


def test_a_damaged_page_ends_the_checks(sqlite_path: Path) -> None:
    # One of the two places where the name stands: the table and its index then differ.
    sqlite_path.write_bytes(sqlite_path.read_bytes().replace(b"Waltwilder", b"Waltwilxer", 1))
    with db.connect(str(sqlite_path)) as database:
        found = breaches(database)
    assert list(found) == ["Schema van deze versie", "Bestand onbeschadigd"]
    assert found["Bestand onbeschadigd"]


def test_a_file_that_cannot_be_read_at_all(sqlite_path: Path) -> None:
    header = sqlite_path.read_bytes()[:100]
    sqlite_path.write_bytes(header + b"\xff" * 5000)
    with pytest.raises(DatabaseError, match="beschadigd"):
        db.connect(str(sqlite_path))


def test_what_a_feature_names_is_loaded_on_first_use() -> None:
    assert load("mmc_desk.core.check:MOST_SHOWN") == check.MOST_SHOWN
