"""What leaves the program is in the trace: by one door in the window, by one on the command line (domain.md §6)."""

import argparse
import os
import re
from pathlib import Path

import pytest
from sqlalchemy import select

from mmc_desk.cli import main, noting
from mmc_desk.core.db import Database
from mmc_desk.core.feature import Command, load
from mmc_desk.core.model import AuditEntry
from mmc_desk.core.personal import Personal
from mmc_desk.features import load_features, load_personal
from mmc_desk.features.people.pages.list_page import PeoplePage

ROOT = Path(__file__).resolve().parents[2] / "mmc_desk"
COMMANDS = [command for feature in load_features() for command in feature.commands]
WRITTEN = {"output", "letters", "reminders", "labels", "paper"}
READ = {"instance"}
"""A planner's instance is read, without any database."""
DOORS = {
    r"\bQFileDialog\b": {"ui/messages.py"},
    r"\bQPrinter\b": {"ui/printer.py"},
    r"\bchoose_folder\b": {"ui/messages.py", "features/backups/pages/list.py"},
}
"""Who may ask where a file goes, or print: the first two tell the trace; a folder is only asked for backups."""


@pytest.mark.parametrize("pattern", DOORS)
def test_the_window_has_one_door(pattern: str) -> None:
    found = {
        path.relative_to(ROOT).as_posix()
        for path in ROOT.rglob("*.py")
        if re.search(pattern, path.read_text(encoding="utf-8"))
    }
    assert found == DOORS[pattern]


@pytest.mark.parametrize("name", ["ui/messages.py", "ui/printer.py"])
def test_the_doors_tell_the_trace(name: str) -> None:
    assert "noting.leaving." in (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("command", COMMANDS, ids=lambda one: one.name)
def test_a_verb_takes_files_only_to_write_them(command: Command) -> None:
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    files = {action.dest for action in parser._actions if action.type is Path}
    assert files <= WRITTEN | READ
    assert not files & READ or not command.needs_database(argparse.Namespace(instance=Path("x")))


def test_what_verbs_write_and_show_is_noted(sqlite_database: Database, tmp_path: Path) -> None:
    written, old = tmp_path / "leden.pdf", tmp_path / "oud.pdf"
    old.touch()
    since = old.stat().st_mtime_ns + 1
    written.touch()
    os.utime(written, ns=(since, since))
    given = argparse.Namespace(output=written, letters=old, labels=tmp_path / "none.pdf", year=2026)
    shown = Command("thanks", "", lambda _: None, "", shows_persons=True)
    noting.note(sqlite_database, shown, given, since)
    noting.note(sqlite_database, shown, argparse.Namespace(output=None), since)
    noting.note(sqlite_database, shown._replace(shows_persons=False), argparse.Namespace(output=None), since)
    labels = sqlite_database.read(lambda session: session.scalars(select(AuditEntry.label)).all())
    assert labels == ["Bewaard als bestand: leden.pdf", "Getoond door de opdracht thanks"]


def test_a_verb_is_run_and_then_noted(sqlite_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(noting, "note", lambda _database, command, *_: told.append(command.name))
    assert main.run(["--db", str(sqlite_path), "retention"]) == 0
    assert told == ["retention"]


NO_CARE = {"PartnersPage", "ThemesPage", "LocationsPage", "SessionsPage", "DuesPage", "PaymentsPage"}
"""Their cards tell of associations, places and fees, and nothing of anybody's care."""


def cards() -> list[type[PeoplePage]]:
    pages = [load(spec.widget) for feature in load_features() for spec in feature.pages]
    return [page for page in pages if issubclass(page, PeoplePage)]


@pytest.mark.parametrize("page", cards(), ids=lambda page: page.__name__)
def test_whoever_opens_a_card_of_a_person_is_in_the_trace(page: type[PeoplePage]) -> None:
    personal: dict[str, Personal] = {one.table: one for _, one in load_personal()}
    if page.__name__ in NO_CARE:
        assert page.seen_table == ""
    else:
        assert personal[page.seen_table].leads[0].table == "person"
