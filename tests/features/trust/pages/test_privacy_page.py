"""One person's file and erasing, by keys."""

import json
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from mmc_desk.features.people.model import Person
from mmc_desk.features.trust.ops.erasing import AskErasure, ask_erasure
from mmc_desk.features.trust.pages.privacy import AskDialog, PrivacyPage
from mmc_desk.ui.messages import MessageRecorder
from mmc_desk.ui.preview import PreviewDialog
from mmc_desk.ui.runner import Runner


def fill(session: Session) -> None:
    session.add(Person(id=1, last_name="Peeters", first_name="Maria"))


def test_a_file_and_an_erasure(runner: Runner, qtbot: QtBot, recorder: MessageRecorder, tmp_path: Path) -> None:
    runner.write(fill, "Nieuw")
    page = PrivacyPage(runner)
    qtbot.addWidget(page)
    page.show()
    runner.wait_idle()
    for act in (page.on_save, page.on_ask, page.on_approve):
        act()
    page.on_find()
    QTest.keyClicks(page.person, "maria")
    QTest.keyClick(page.person, Qt.Key.Key_Return)
    recorder.paths.extend([None, tmp_path / "maria.json", tmp_path / "maria"])
    for _ in range(3):
        page.on_save()
        runner.wait_idle()
    assert json.loads((tmp_path / "maria.json").read_text("utf-8"))["name"] == "Peeters Maria"
    assert (tmp_path / "maria.pdf").read_bytes().startswith(b"%PDF")
    QTest.keyClick(page.person, Qt.Key.Key_F7)
    dialog = page.findChild(AskDialog)
    assert dialog is not None
    dialog.reason.set_value("vraag van Maria")
    dialog.by.set_value("Els")
    dialog.save_button.click()
    runner.wait_idle()
    page.by.set_value("Jan")
    recorder.answers.extend([False, True])
    page.activateWindow()
    page.table.setFocus()
    qtbot.waitUntil(page.table.hasFocus)
    for _ in range(3):
        QTest.keyClick(page.table, Qt.Key.Key_F8)
        runner.wait_idle()
    assert [(row.name, row.approved_by) for row in page.model.rows] == [("(gewist)", "Jan")]
    assert "Persoon: 1" in page.destroyed_list.toPlainText()
    page.on_withdraw()
    page.on_print()
    runner.wait_idle()
    paper = page.findChild(PreviewDialog)
    assert paper is not None
    assert list(paper.pages.search("nummer 1"))
    paper.close()


def test_what_was_asked_can_be_withdrawn(runner: Runner, qtbot: QtBot) -> None:
    runner.write(fill, "Nieuw")
    command = AskErasure(1, "vraag", "Els")
    runner.write(lambda session: ask_erasure(session, command), "Gevraagd")
    page = PrivacyPage(runner)
    qtbot.addWidget(page)
    page.on_print()
    page.show()
    runner.wait_idle()
    page.on_print()
    page.on_withdraw()
    runner.wait_idle()
    assert page.model.rows == []
