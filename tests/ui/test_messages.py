"""The one door to dialogs: what is recorded in tests, and the real boxes behind it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from mmc_desk.ui import messages
from mmc_desk.ui.messages import MessageRecorder


def test_the_recorder_notes_everything(recorder: MessageRecorder) -> None:
    messages.show_error(None, "fout")
    messages.show_info(None, "weetje")
    messages.toast(None, "gedaan", lambda: None)
    recorder.answers.extend([False, 1])
    assert not messages.confirm(None, "wissen?", "Wissen")
    assert messages.choose(None, "hoe?", ("a", "b")) == 1
    assert messages.confirm(None, "nog eens?", "Doen")
    recorder.paths.append(Path("a.pdf"))
    assert messages.choose_open_many(None, "Openen") == [Path("a.pdf")]
    assert messages.choose_save(None, "Opslaan", "a.pdf") == Path("a.pdf")
    assert messages.choose_open(None, "Openen") is None
    assert (recorder.errors, recorder.infos, recorder.toasts) == (["fout"], ["weetje"], ["gedaan"])
    assert recorder.questions == ["wissen?", "hoe?", "nog eens?"]


@pytest.fixture
def real(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messages, "recorder", None)


def meanwhile(act: Callable[[QMessageBox], None]) -> None:
    """Act on the message box that is about to open."""

    def look() -> None:
        box = QApplication.activeModalWidget()
        if isinstance(box, QMessageBox):
            act(box)
        else:
            QTimer.singleShot(10, look)

    QTimer.singleShot(0, look)


@pytest.mark.parametrize("show", [messages.show_error, messages.show_info])
def test_a_box_shows_the_text_as_it_is(real: None, qtbot: QtBot, show: Callable[[QWidget | None, str], None]) -> None:
    texts: list[str] = []

    def read(box: QMessageBox) -> None:
        texts.append(box.text())
        assert box.textFormat() == Qt.TextFormat.PlainText
        QTest.keyClick(box, Qt.Key.Key_Escape)

    meanwhile(read)
    show(None, "Jan <b>Peeters</b> & co")
    assert texts == ["Jan <b>Peeters</b> & co"]


def test_confirming_takes_the_verb_and_enter_alone_does_not(real: None, qtbot: QtBot) -> None:
    meanwhile(lambda box: QTest.keyClick(box, Qt.Key.Key_Return))
    assert not messages.confirm(None, "Alles wissen?", "Gegevens wissen")

    def take(box: QMessageBox) -> None:
        button = next(one for one in box.buttons() if one.text() == "Gegevens wissen")
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    meanwhile(take)
    assert messages.confirm(None, "Alles wissen?", "Gegevens wissen")


def test_files_come_from_the_platform(real: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("/a.db", ""))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: (["/a.csv", "/b.csv"], ""))
    assert messages.choose_open(None, "Openen") == Path("/a.db")
    assert messages.choose_save(None, "Opslaan", "a") is None
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *given: (given[2], ""))
    assert messages.choose_save(None, "Opslaan", "dossier ../../Peeters.pdf") == Path("dossier .. .. Peeters.pdf")
    assert messages.choose_open_many(None, "Openen") == [Path("/a.csv"), Path("/b.csv")]


def test_a_toast_without_a_window_is_no_error(real: None) -> None:
    messages.toast(None, "gedaan")
