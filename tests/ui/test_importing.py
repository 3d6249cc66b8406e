"""Taking over files from the window: real files, a report, pages that read again."""

from pathlib import Path

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from mmc_desk.core.feature import Feature
from mmc_desk.core.importing.kinds import Outcome
from mmc_desk.core.importing.rejects import Rejection
from mmc_desk.core.importing.running import FileReport
from mmc_desk.ui import importing
from mmc_desk.ui.messages import MessageRecorder
from mmc_desk.ui.runner import Runner
from tests.accessibility import assert_accessible


def test_nothing_chosen_is_nothing_done(runner: Runner, qtbot: QtBot, recorder: MessageRecorder) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    importing.ask_and_import(window, runner, [])
    assert runner.is_idle
    assert recorder.toasts == []


def test_files_are_read_on_the_worker_and_reported(
    runner: Runner, qtbot: QtBot, recorder: MessageRecorder, tmp_path: Path
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    topics: list[frozenset[str]] = []
    runner.changed.connect(lambda changes: topics.append(changes.topics))
    file = tmp_path / "iets.csv"
    file.write_text("Kleur;Vorm\nrood;rond\n", encoding="utf-8")
    recorder.paths.append(file)
    features = [Feature("members", "Leden", imports="mmc_desk.features.people.imports:IMPORT_KINDS"), Feature("x", "X")]
    importing.ask_and_import(window, runner, features)
    runner.wait_idle()
    assert recorder.toasts == ["De bestanden worden ingelezen…"]
    dialog = window.findChild(importing.ReportDialog)
    assert isinstance(dialog, importing.ReportDialog)
    assert "iets.csv" in dialog.text.toPlainText()
    assert_accessible(dialog)
    assert "person" in topics[0]


def test_a_report_names_rows_reasons_and_where_they_went(tmp_path: Path) -> None:
    report = FileReport(
        tmp_path / "rittenboek.csv",
        "ritten",
        3,
        {Outcome.NEW: 1, Outcome.REJECTED: 2},
        notes=("De kolom “kleur” werd niet gebruikt.",),
        rejections=(Rejection("", 4, "geen datum"), Rejection("Blad1", 9, "geen lid")),
        rejects=tmp_path / "rittenboek.afgewezen.csv",
    )
    text = importing.text_of([report])
    for part in ("rij 4: geen datum", "Blad1, rij 9: geen lid", "kleur", "rittenboek.afgewezen.csv"):
        assert part in text


def test_a_clean_import_needs_no_dialog(qtbot: QtBot, recorder: MessageRecorder, tmp_path: Path) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    importing.show_reports(window, [FileReport(tmp_path / "leden.csv", "leden", 2, {Outcome.NEW: 2})])
    assert window.findChild(importing.ReportDialog) is None
    assert "leden.csv" in recorder.toasts[0]


def test_an_unrecognised_file_is_told_in_one_line(tmp_path: Path) -> None:
    report = FileReport(tmp_path / "iets.csv", problems=("werd niet herkend",))
    assert importing.text_of([report]) == "iets.csv: werd niet herkend"
