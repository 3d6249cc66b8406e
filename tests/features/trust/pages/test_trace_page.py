"""The page of the trace by keys; and what the window notes by itself: cards, papers, files."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.core.model import AuditEntry
from mmc_desk.features.people.model import Member, Person
from mmc_desk.features.trust.pages.trace import TracePage
from mmc_desk.ui import messages, noting
from mmc_desk.ui.messages import MessageRecorder
from mmc_desk.ui.noting import SeenNotes
from mmc_desk.ui.runner import Runner
from tests.conftest import NOW


def fill(session: Session) -> None:
    session.add_all([Person(id=1, last_name="Peeters", first_name="Maria"), Person(id=2, last_name="Claes")])
    session.flush()
    session.add(Member(id=7, person_id=1, member_no=3))


def labels(runner: Runner) -> list[str]:
    return runner.database.read(lambda session: list(session.scalars(select(AuditEntry.label))))


def test_who_saw_and_changed_a_person(runner: Runner, qtbot: QtBot, recorder: MessageRecorder, tmp_path: Path) -> None:
    runner.write(fill, "Nieuw lid")
    page = TracePage(runner)
    qtbot.addWidget(page)
    page.show()
    runner.wait_idle()
    assert "Kies een persoon" in page.said.text()
    page.export()
    page.on_find()
    QTest.keyClicks(page.person, "maria")
    QTest.keyClick(page.person, Qt.Key.Key_Return)
    runner.wait_idle()
    assert [row.label for row in page.model.rows] == ["Nieuw lid"]
    assert "person.last_name: – → Peeters" in page.details.toPlainText()
    recorder.paths.extend([None, tmp_path / "spoor"])
    page.export()
    QTest.keyClick(page.table, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    runner.wait_idle()
    assert (tmp_path / "spoor.xlsx").is_file()
    page.last.set_value(None)
    page.ask()
    page.first.set_value(None)
    page.last.set_value(NOW.date().replace(year=2020))
    page.first.set_value(NOW.date().replace(year=2020))
    page.open_record(1)
    runner.wait_idle()
    assert "Niemand" in page.said.text()


def test_what_is_seen_printed_and_saved_is_noted_once(
    runner: Runner, qtbot: QtBot, recorder: MessageRecorder, tmp_path: Path
) -> None:
    runner.write(fill, "Nieuw lid")
    notes = SeenNotes(runner, runner)
    for key in (None, 7, 7):
        notes.look_at("member", key)
        notes.note()
    noting.note_leaving(runner)
    recorder.paths.append(tmp_path / "leden.csv")
    messages.choose_save(None, "Opslaan", "leden.csv")
    noting.leaving.printed.emit("Rittenlijst")
    runner.wait_idle()
    assert labels(runner) == [
        "Nieuw lid",
        "Fiche bekeken",
        "Bewaard als bestand: leden.csv",
        "Afgedrukt: Rittenlijst",
    ]
