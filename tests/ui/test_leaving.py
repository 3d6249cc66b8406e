"""What leaves the program while its server is away is known all the same: kept beside it, or told to the person."""

import pytest
from PySide6.QtWidgets import QApplication

from mmc_desk.core import kept, keys
from mmc_desk.core.errors import DatabaseError, NotKeptError, ServerLostError
from mmc_desk.ui import noting
from mmc_desk.ui.messages import MessageRecorder
from mmc_desk.ui.runner import Runner


@pytest.fixture
def notes(runner: Runner, qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> noting.LeavingNotes:
    assert qapp
    monkeypatch.setattr(kept, "_mark", lambda _url: "desk")
    return noting.LeavingNotes(runner)


def refuse(monkeypatch: pytest.MonkeyPatch, runner: Runner, error: DatabaseError) -> None:
    def write(*_: object) -> None:
        raise error

    monkeypatch.setattr(runner.database, "write", write)


@pytest.mark.parametrize("error", [ServerLostError("weg"), NotKeptError("weg")])
def test_a_print_without_the_server_is_kept(
    notes: noting.LeavingNotes,
    runner: Runner,
    recorder: MessageRecorder,
    monkeypatch: pytest.MonkeyPatch,
    error: DatabaseError,
) -> None:
    refuse(monkeypatch, runner, error)
    notes.on_printed("Rittenlijst")
    runner.wait_idle()
    assert len(list(kept.folder().glob("desk-*.spoor"))) == 1
    assert recorder.errors == []
    assert runner._later == []


def test_where_nothing_can_be_kept_it_waits(
    notes: noting.LeavingNotes, runner: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cannot() -> None:
        raise DatabaseError("kan niet versleutelen")

    monkeypatch.setattr(keys, "age", cannot)
    refuse(monkeypatch, runner, ServerLostError("weg"))
    notes.on_printed("Rittenlijst")
    runner.wait_idle()
    assert len(runner._later) == 1


def test_what_a_file_refuses_is_said(
    notes: noting.LeavingNotes, runner: Runner, recorder: MessageRecorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse(monkeypatch, runner, DatabaseError("De schijf is vol."))
    notes.on_saved("r.pdf")
    runner.wait_idle()
    assert recorder.errors == ["De schijf is vol."]
