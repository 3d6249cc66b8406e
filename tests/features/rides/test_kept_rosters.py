"""Rosters without a server: kept as text and back, printed with the time they are of, with a window and without."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import keyring
import pytest
from pytestqt.qtbot import QtBot

from mmc_desk.cli import entering
from mmc_desk.cli.main import run
from mmc_desk.core import clock, engines, secrets
from mmc_desk.core import kept as core_kept
from mmc_desk.core.errors import ServerLostError
from mmc_desk.features.rides.pages import kept_rosters
from mmc_desk.features.rides.pages.kept_rosters import KeptRosters
from mmc_desk.features.rides.printout import kept
from mmc_desk.features.rides.queries.roster import book_ahead, roster_book
from mmc_desk.features.rides.queries.rows import RosterBook
from mmc_desk.features.rides.rules.calendar import next_working_day
from mmc_desk.ui.messages import MessageRecorder
from mmc_desk.ui.noting import leaving
from mmc_desk.ui.preview import PreviewDialog
from mmc_desk.ui.runner import Runner
from tests.conftest import NOW
from tests.core.test_secrets import Memory
from tests.features.rides.conftest import WEDNESDAY, RideDesk
from tests.features.rides.test_roster_paper import pages

URL = "postgresql+psycopg://balie@127.0.0.1:1/desk"


@pytest.fixture(autouse=True)
def own_keyring(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    before = keyring.get_keyring()
    monkeypatch.setattr(secrets, "_session", {})
    keyring.set_keyring(Memory())
    yield
    keyring.set_keyring(before)


@pytest.fixture
def book(sqlite_desk: RideDesk) -> RosterBook:
    sqlite_desk.assigned(companions=1, stops=("Bakker Jansen",))
    found: RosterBook = sqlite_desk.read(roster_book, WEDNESDAY - timedelta(days=1), WEDNESDAY)
    return found


def test_the_next_working_day() -> None:
    friday = date(2026, 11, 27)
    assert next_working_day(WEDNESDAY, {}) == date(2026, 11, 26)
    assert next_working_day(friday, {date(2026, 11, 30): "brug"}) == date(2026, 12, 1)
    closed = {friday + timedelta(days=step): "" for step in range(1, 30)}
    assert next_working_day(friday, closed) == friday + timedelta(days=14)


def test_the_rosters_ahead(desk: RideDesk) -> None:
    desk.assigned()
    ahead: RosterBook = desk.read(book_ahead, WEDNESDAY)
    assert (ahead.first, ahead.last) == (WEDNESDAY, date(2026, 11, 26))
    assert [day.day for roster in ahead.rosters for day in roster.days] == [WEDNESDAY]


def test_as_text_and_back(book: RosterBook) -> None:
    (roster,) = book.rosters
    (day,) = roster.days
    full = day.rides[0]._replace(invoiced=frozenset({3, 1}))
    whole = book._replace(rosters=(roster._replace(days=(day._replace(rides=(full,), dropped=("2026-0009",)),)),))
    assert kept.decode(kept.encode(whole)) == whole


def test_a_part_of_it(book: RosterBook) -> None:
    assert kept.on_days(book, WEDNESDAY, WEDNESDAY).rosters == book.rosters
    assert kept.on_days(book, WEDNESDAY, WEDNESDAY, book.rosters[0].code).rosters == book.rosters
    assert kept.on_days(book, WEDNESDAY, WEDNESDAY, "X").rosters == ()
    assert kept.on_days(book, book.first, book.first).rosters == ()


# --- Without a window


@pytest.fixture
def lost(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_target: str) -> None:
        raise ServerLostError("De server van desk is niet bereikbaar.")

    monkeypatch.setattr(entering, "open_database", refuse)


def test_the_command_prints_what_was_kept(
    lost: None, book: RosterBook, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert kept.keep(URL, NOW, book)
    paper = tmp_path / "r.pdf"
    assert run(["--db", URL, "roster", "25/11/2026", "-o", str(paper)]) == 0
    said = capsys.readouterr()
    assert "stand van 23/11/2026 10:00, server onbereikbaar" in said.out
    assert "niet bereikbaar" in said.err
    (page,) = pages(paper)
    assert "woensdag 25 november 2026 · stand van 23/11/2026 10:00, server onbereikbaar" in page
    assert "Jans Rosa" in page
    assert len(list(core_kept.folder().glob("*.spoor"))) == 1  # for the trace, once the server is back
    assert run(["--db", URL, "roster", "25/11/2026", "-o", str(tmp_path / "r.txt")]) == 2


def test_days_that_were_not_kept_are_refused(
    lost: None, book: RosterBook, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = ["-o", str(tmp_path / "r.pdf")]
    assert run(["--db", URL, "roster", "25/11/2026", *output]) == 1
    kept.keep(URL, NOW, book)
    assert run(["--db", URL, "roster", "25/11/2026", "--week", *output]) == 1
    assert run(["--db", URL, "plan-series"]) == 1
    assert capsys.readouterr().err.count("niet bereikbaar") == 3
    assert not (tmp_path / "r.pdf").exists()


# --- In the window


@pytest.fixture
def keeper(sqlite_desk: RideDesk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[KeptRosters]:
    sqlite_desk.assigned()
    monkeypatch.setattr(kept_rosters, "_PAUSE_MS", 0)
    monkeypatch.setattr(sqlite_desk.database, "url", URL)
    monkeypatch.setattr(clock, "today", lambda: WEDNESDAY)
    monkeypatch.setattr(engines, "_tell_other_desks", lambda *_: None)  # a file has none
    runner = Runner(sqlite_desk.database)
    made = KeptRosters(runner)
    runner.wait_idle()
    yield made
    made.stop()
    runner.wait_idle()  # a print asks for the rosters anew, and they are kept by the server's name
    sqlite_desk.database.url = ""
    runner.close()


def test_the_banner_prints_the_last_state(
    keeper: KeptRosters, sqlite_desk: RideDesk, qtbot: QtBot, recorder: MessageRecorder
) -> None:
    assert keeper.verb == "Rittenlijsten afdru&kken (stand van 10:00)…"
    found = kept.recall(URL, WEDNESDAY)
    assert found is not None
    recorder.answers.extend([False, 0])
    assert kept_rosters.show(*found, None) is None
    shown = kept_rosters.show(*found, None)
    assert shown is not None
    dialog, book = shown
    assert [day.day for roster in book.rosters for day in roster.days] == [WEDNESDAY]
    dialog.deleteLater()


def test_a_print_counts_once_the_server_is_back(
    keeper: KeptRosters, qtbot: QtBot, recorder: MessageRecorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[object] = []
    monkeypatch.setattr(PreviewDialog, "open", lambda dialog: opened.extend([dialog]))
    recorder.answers.extend([False, 0])
    keeper.act(None)  # type: ignore[arg-type] # the window that isn't there
    keeper.act(None)  # type: ignore[arg-type] # the window that isn't there
    (dialog,) = opened
    assert isinstance(dialog, PreviewDialog)
    dialog.taken.emit()
    keeper._runner.wait_idle()
    printed = keeper._runner.database.read(lambda session: roster_book(session, WEDNESDAY))
    assert [day.prints for roster in printed.rosters for day in roster.days] == [1]
    dialog.deleteLater()


def test_a_change_is_kept_too_and_a_refusal_leaves_what_was(
    keeper: KeptRosters, sqlite_desk: RideDesk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = kept.recall(URL, WEDNESDAY)
    with qtbot.waitSignal(keeper._runner.busy):
        keeper._runner.announce_everything()
    keeper._runner.wait_idle()
    assert kept.recall(URL, WEDNESDAY) == before

    def lost(*_: object) -> None:
        raise ServerLostError("weg")

    monkeypatch.setattr(sqlite_desk.database, "read", lost)
    keeper.refresh()
    keeper._runner.wait_idle()
    assert kept.recall(URL, WEDNESDAY) == before


def test_the_start_offers_it(book: RosterBook, qtbot: QtBot, recorder: MessageRecorder, frozen_clock: datetime) -> None:
    assert kept_rosters.offer(URL) is None
    kept.keep(URL, NOW, book)
    found = kept_rosters.offer(URL)
    assert found is not None
    verb, act = found
    assert "stand van 10:00" in verb
    recorder.answers.append(False)
    act()
    assert len(recorder.questions) == 1


def test_what_the_start_prints_is_kept_for_the_trace(
    book: RosterBook, qtbot: QtBot, recorder: MessageRecorder, frozen_clock: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def takes(dialog: PreviewDialog) -> int:
        leaving.printed.emit(dialog.windowTitle())
        leaving.saved.emit("r.pdf")
        return 1

    monkeypatch.setattr(PreviewDialog, "exec", takes)
    kept.keep(URL, NOW, book)
    found = kept_rosters.offer(URL)
    assert found is not None
    recorder.answers.append(0)
    found[1]()
    leaving.printed.emit("iets anders, met een databank")
    assert len(list(core_kept.folder().glob("*.spoor"))) == 2
