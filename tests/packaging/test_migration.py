"""Writing the next migration."""

import shutil
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from sqlalchemy import Column, Integer, Table, inspect

from mmc_desk.core import migrate, paths, schema
from mmc_desk.core.model import Base

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def own_migrations(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of db/ to write in."""
    shutil.copytree(ROOT / "db", tmp_path / "db")
    monkeypatch.setattr(paths, "database_files", (tmp_path / "db").joinpath)
    return tmp_path / "db" / "migrations" / "versions"


def test_the_next_migration_holds_what_the_models_added(
    own_migrations: Path, script: Callable[[str], ModuleType], sqlite_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = schema.head()
    table = Table("warm_line_call", Base.metadata, Column("id", Integer, primary_key=True))
    try:
        assert script("migration").main(["warm line calls"]) == 0
    finally:
        Base.metadata.remove(table)
    written = own_migrations / f"{before + 1:04d}_warm_line_calls.py"
    assert capsys.readouterr().out.splitlines()[-1] == str(written)
    assert schema.head() == before + 1
    with migrate.open_database(str(sqlite_path)) as database:
        assert "warm_line_call" in inspect(database.engine).get_table_names()


def test_a_migration_needs_a_name(script: Callable[[str], ModuleType]) -> None:
    assert script("migration").main([]) == 2
