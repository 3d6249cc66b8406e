"""What is past its term, by keys: terms changed, asked, approved by another, the list printed."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mmc_desk.features.trust.pages.retention import AskDialog, RetentionPage, TermsDialog
from mmc_desk.features.trust.rules.retention import Kind
from mmc_desk.ui.messages import MessageRecorder
from mmc_desk.ui.preview import PreviewDialog
from mmc_desk.ui.runner import Runner
from tests.features.trust.test_retention import CANARY, fill


def press(qtbot: QtBot, page: RetentionPage, key: Qt.Key) -> None:
    page.activateWindow()
    page.due_table.setFocus()
    qtbot.waitUntil(page.due_table.hasFocus)
    QTest.keyClick(page.due_table, key)
    page.runner.wait_idle()


def test_asked_by_one_and_approved_by_another(runner: Runner, qtbot: QtBot, recorder: MessageRecorder) -> None:
    runner.write(fill, "Nieuw")
    page = RetentionPage(runner)
    qtbot.addWidget(page)
    for act in (page.on_terms, page.on_ask, page.on_approve, page.on_withdraw, page.on_print):
        act()
    page.show()
    runner.wait_idle()
    assert page.preview_list.toPlainText() == f"{CANARY} An"
    page.due_table.selectRow(2)
    assert "Mails: 1" in page.preview_list.toPlainText()
    press(qtbot, page, Qt.Key.Key_F2)
    terms = page.findChild(TermsDialog)
    assert terms is not None
    terms.fields[Kind.MAIL].set_value(20)
    terms.save_button.click()
    runner.wait_idle()
    assert [row.total for row in page.due.rows] == [1, 1, 0, 1]
    for _ in range(2):
        press(qtbot, page, Qt.Key.Key_F7)
        ask = page.findChildren(AskDialog)[-1]
        ask.by.set_value("Els")
        ask.save_button.click()
        runner.wait_idle()
        if len(page.runs.rows) == 1 and not recorder.toasts.count("Opruimen ingetrokken"):
            page.on_withdraw()
            runner.wait_idle()
            assert page.runs.rows == []
    page.by.set_value("Jan")
    recorder.answers.extend([False, True])
    for _ in range(2):
        press(qtbot, page, Qt.Key.Key_F8)
    assert [(row.asked_by, row.approved_by) for row in page.runs.rows] == [("Els", "Jan")]
    assert [row.total for row in page.due.rows] == [0, 0, 0, 0]
    page.runs_table.selectRow(0)
    page.on_print()
    runner.wait_idle()
    paper = page.findChild(PreviewDialog)
    assert paper is not None
    assert list(paper.pages.search("Wie het goedkeurde"))
    paper.close()
