"""A bug: a report without personal data, a log, a dialog, and the window goes on."""

import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from mmc_desk.core import paths
from mmc_desk.core.crash import log, report_of
from mmc_desk.ui import crash
from mmc_desk.ui.crash import CrashHook
from mmc_desk.ui.messages import MessageRecorder


def failing(name: str) -> None:
    try:
        _ = {"lid": 1}[name]
    except KeyError as error:
        raise ValueError(f"lid {name} van Kerkstraat 1") from error


def caught(name: str = "Peeters") -> ValueError:
    with pytest.raises(ValueError, match="Kerkstraat") as info:
        failing(name)
    return info.value


def test_a_report_says_where_and_nobody_who() -> None:
    report = report_of(caught())
    assert "ValueError" in report
    assert "KeyError" in report
    assert "test_crash.py" in report
    assert "failing" in report
    for private in ("Peeters", "Kerkstraat", str(Path.home())):
        assert private not in report


def test_reports_go_to_the_log_which_is_kept_small(own_home: Path) -> None:
    log("eerste")
    log("tweede")
    assert paths.log_file().read_text(encoding="utf-8").count("\n\n") == 2
    paths.log_file().write_text("x" * 1_000_001, encoding="utf-8")
    log("derde")
    assert paths.log_file().stat().st_size < 1000


def test_a_log_that_cannot_be_written_is_no_second_crash(
    own_home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    own_home.write_text("geen map", encoding="utf-8")
    log("verslag")
    assert "verslag" in capsys.readouterr().err


@pytest.fixture
def hook(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> tuple[CrashHook, list[str]]:
    told: list[str] = []
    made = CrashHook(told.append)
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    made.install()
    return made, told


def test_an_error_is_logged_and_told(hook: tuple[CrashHook, list[str]], capsys: pytest.CaptureFixture[str]) -> None:
    error = caught()
    sys.excepthook(type(error), error, error.__traceback__)
    assert len(hook[1]) == 1
    assert "ValueError" in paths.log_file().read_text(encoding="utf-8")


def test_an_error_off_the_main_thread_is_told_on_it(hook: tuple[CrashHook, list[str]], qtbot: QtBot) -> None:
    error = caught()
    worker = threading.Thread(target=lambda: hook[0].handle(ValueError, error, None))
    worker.start()
    worker.join()
    qtbot.waitUntil(lambda: len(hook[1]) == 1)


def test_a_crash_while_one_is_told_opens_no_second_dialog(qapp: QApplication) -> None:
    error = caught()
    told: list[str] = []

    def tell(report: str) -> None:
        told.append(report)
        made.handle(ValueError, error, None)

    made = CrashHook(tell)
    made.handle(ValueError, error, None)
    made.handle(ValueError, error, None)
    assert len(told) == 2


def test_control_c_ends_the_program(hook: tuple[CrashHook, list[str]], capsys: pytest.CaptureFixture[str]) -> None:
    hook[0].handle(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert hook[1] == []


def test_the_dialog_offers_the_report(recorder: MessageRecorder, qapp: QApplication) -> None:
    QGuiApplication.clipboard().setText("")
    recorder.answers.extend([False, True])
    crash.show_dialog("verslag")
    assert QGuiApplication.clipboard().text() == ""
    crash.show_dialog("verslag")
    assert QGuiApplication.clipboard().text() == "verslag"
    assert "Er ging iets mis" in recorder.questions[0]


def test_a_slot_that_fails_leaves_the_window_standing(hook: tuple[CrashHook, list[str]], qtbot: QtBot) -> None:
    button = QPushButton("Doen")
    button.setAccessibleName("Doen")
    qtbot.addWidget(button)
    button.show()
    presses: list[int] = []

    def press() -> None:
        presses.append(1)
        failing("Peeters")

    button.clicked.connect(press)
    for _ in range(2):
        with qtbot.captureExceptions() as seen:
            button.click()
        for kind, error, trace in seen:
            hook[0].handle(kind, error, trace)
    assert len(presses) == 2
    assert len(hook[1]) == 2
    assert button.isVisible()
