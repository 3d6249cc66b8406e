"""The sender and the page Uitgaande mail, against a real server on the loopback."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from mmc_desk.app import Background
from mmc_desk.core import secrets, settings
from mmc_desk.core.model import DeskSetting
from mmc_desk.core.smtp import Security, Trouble
from mmc_desk.features.mail import ops
from mmc_desk.features.mail.model import MailState
from mmc_desk.features.mail.pages.outbox import OutboxPage
from mmc_desk.features.mail.pages.sender import MailSender, Standing, sender_of
from mmc_desk.features.mail.pages.server_dialog import PasswordDialog, ServerDialog
from mmc_desk.features.mail.queries import FOR_EVER
from mmc_desk.features.mail.rules import Attachment
from mmc_desk.printing.document import Document, write_pdf
from mmc_desk.ui import theme
from mmc_desk.ui.messages import MessageRecorder
from mmc_desk.ui.preview import PreviewDialog
from mmc_desk.ui.runner import Runner
from tests.features.mail.conftest import ICS, MailDesk, later
from tests.mail_server import PASSWORD, USER, Postbox, asking_password, free_port, listening, trusting

WAIT_MS = 10_000
D = TypeVar("D", bound=QDialog)
Key = Qt.Key


@pytest.fixture
def desk(runner: Runner) -> MailDesk:
    """The desk as the window has it: what it does, the worker does."""
    return _WindowDesk(runner)


class _WindowDesk(MailDesk):
    def __init__(self, runner: Runner) -> None:
        super().__init__(runner.database)
        self._runner = runner

    def write(self, op: Any) -> Any:  # noqa: ANN401 - as in MailDesk
        found: list[Any] = []
        self._runner.write(op, "test", found.append)
        return self._waited(found)

    def read(self, query: Any) -> Any:  # noqa: ANN401 - as in MailDesk
        found: list[Any] = []
        self._runner.read(query, found.append)
        return self._waited(found)

    def _waited(self, found: list[Any]) -> Any:  # noqa: ANN401 - as in MailDesk
        while not found:
            self._runner.wait_idle()
        return found[0]


@pytest.fixture
def page(qtbot: QtBot, qapp: QApplication, runner: Runner, desk: MailDesk) -> Iterator[Callable[[], OutboxPage]]:
    theme.apply(qapp, "light", 100)

    def show() -> OutboxPage:
        made = OutboxPage(runner)
        qtbot.addWidget(made)
        made.resize(1200, 700)
        with qtbot.waitExposed(made):
            made.show()
        made.activateWindow()
        runner.wait_idle()
        return made

    yield show
    sender_of(runner).stop()


def test_what_waited_is_sent_after_the_start(desk: MailDesk, runner: Runner, qtbot: QtBot) -> None:
    with listening(Postbox()) as postbox:
        desk.settings(postbox.port)
        first, second = desk.queue("Zoë Peëters 😀"), desk.queue("Paula", "paula@voorbeeld.be")
        sender = sender_of(runner)
        assert sender_of(runner) is sender
        qtbot.waitUntil(lambda: len(postbox.letters) == 2 and sender.standing is Standing.IDLE, timeout=WAIT_MS)
        assert desk.mail(first).state is desk.mail(second).state is MailState.SENT
        assert postbox.recipients == ["pierre@voorbeeld.be", "paula@voorbeeld.be"]
        letter = postbox.letters[0]
        assert letter["To"].addresses[0].display_name == "Zoë Peëters 😀"
        assert letter["Message-ID"] == desk.mail(first).message_id
        assert [part.get_filename() for part in letter.iter_attachments()] == ["Rittenlijst.pdf", "ritten.ics"]
        third = desk.queue()
        qtbot.waitUntil(lambda: len(postbox.letters) == 3 and sender.standing is Standing.IDLE, timeout=WAIT_MS)
        assert desk.mail(third).state is MailState.SENT
        sender.stop()


def test_a_server_that_is_down_and_comes_up(desk: MailDesk, runner: Runner, qtbot: QtBot) -> None:
    postbox = Postbox(port=free_port())
    desk.settings(postbox.port)
    mail = desk.queue()
    sender = sender_of(runner)
    qtbot.waitUntil(lambda: desk.mail(mail).error != "" and runner.is_idle, timeout=WAIT_MS)
    assert (desk.mail(mail).state, desk.mail(mail).attempts) == (MailState.QUEUED, 1)
    with listening(postbox), later(minutes=2):
        sender.look()
        qtbot.waitUntil(lambda: len(postbox.letters) == 1 and sender.standing is Standing.IDLE, timeout=WAIT_MS)
    assert desk.mail(mail).state is MailState.SENT
    sender.stop()


def test_a_refused_recipient_keeps_nobody_else_waiting(desk: MailDesk, runner: Runner, qtbot: QtBot) -> None:
    with listening(Postbox(refused={"weg@voorbeeld.be": "550 No such user"})) as postbox:
        desk.settings(postbox.port)
        gone, there = desk.queue("Weg", "weg@voorbeeld.be"), desk.queue()
        sender = sender_of(runner)
        qtbot.waitUntil(lambda: bool(postbox.letters) and sender.standing is Standing.IDLE, timeout=WAIT_MS)
        assert (desk.mail(gone).state, desk.mail(there).state) == (MailState.FAILED, MailState.SENT)
        assert "550 No such user" in desk.mail(gone).error
        sender.stop()


def test_a_restart_while_a_mail_is_on_its_way(desk: MailDesk, runner: Runner, qtbot: QtBot) -> None:
    with listening(Postbox()) as postbox:
        desk.settings(postbox.port)
        mail = desk.queue()
        first = MailSender(runner)
        first.look()
        qtbot.waitUntil(lambda: first._errand is not None, timeout=WAIT_MS)
        first.stop()
        assert desk.mail(mail).state is MailState.SENT
        first.look()
        assert runner.is_idle
        assert len(postbox.letters) == 1


def test_a_crash_while_a_mail_is_on_its_way_sends_the_same_mail_once_more(
    desk: MailDesk, runner: Runner, qtbot: QtBot
) -> None:
    with listening(Postbox()) as postbox:
        desk.settings(postbox.port)
        mail = desk.queue()
        desk.do(ops.claim_mail, ops.ClaimMail(mail))  # and the power goes
        sender = sender_of(runner)
        runner.wait_idle()
        assert postbox.letters == []
        with later(minutes=11):
            sender.look()
            qtbot.waitUntil(lambda: bool(postbox.letters) and sender.standing is Standing.IDLE, timeout=WAIT_MS)
        assert postbox.letters[0]["Message-ID"] == desk.mail(mail).message_id
        assert desk.mail(mail).state is MailState.SENT
        sender.stop()


def test_tls_required_but_not_offered_stops_the_queue(
    page: Callable[[], OutboxPage], desk: MailDesk, qtbot: QtBot, recorder: MessageRecorder
) -> None:
    with listening(Postbox()) as postbox:
        desk.settings(postbox.port, Security.STARTTLS)
        mail = desk.queue()
        shown = page()
        qtbot.waitUntil(lambda: shown.sender_at_work.standing is Standing.SETUP, timeout=WAIT_MS)
        assert (desk.mail(mail).state, desk.mail(mail).attempts) == (MailState.QUEUED, 0)
        assert "beveiliging" in shown.banner_text.text()
        assert "beveiliging" in recorder.toasts[-1]
        shown.sender_at_work.look()
        assert shown.sender_at_work.standing is Standing.SETUP
        shown.mend_button.click()
        dialog = opened(ServerDialog)
        dialog.security.setFocus()
        QTest.keyClick(dialog.security, Key.Key_End)
        QTest.keyClick(dialog.security, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: len(postbox.letters) == 1, timeout=WAIT_MS)
        qtbot.waitUntil(shown.banner.isHidden, timeout=WAIT_MS)
    assert postbox.letters


def opened(kind: type[D]) -> D:
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, kind)
    return dialog


def press(widget: QWidget, key: Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    widget.setFocus()
    QTest.keyClick(widget, key, modifier)


def test_the_password_is_asked_and_the_mail_leaves(
    page: Callable[[], OutboxPage],
    desk: MailDesk,
    runner: Runner,
    qtbot: QtBot,
    recorder: MessageRecorder,
) -> None:
    MailSender(runner, trusting())
    with listening(Postbox(), Security.STARTTLS, **asking_password()) as postbox:
        desk.settings(postbox.port, Security.STARTTLS, USER)
        mail = desk.queue()
        shown = page()
        qtbot.waitUntil(lambda: shown.sender_at_work.standing is Standing.PASSWORD, timeout=WAIT_MS)
        assert shown.banner.isVisible()
        assert "Wachtwoord" in shown.mend_button.text()
        shown.mend_button.click()
        dialog = opened(PasswordDialog)
        dialog.password.setFocus()
        QTest.keyClicks(dialog.password, PASSWORD)
        press(dialog.password, Key.Key_Return)
        qtbot.waitUntil(lambda: desk.mail(mail).state is MailState.SENT, timeout=WAIT_MS)
        assert shown.banner.isHidden()
        assert any("na elke start opnieuw" in toast for toast in recorder.toasts)
        assert PASSWORD not in desk.audit()
        secrets._session.clear()
        second = desk.queue()
        qtbot.waitUntil(lambda: shown.sender_at_work.standing is Standing.PASSWORD, timeout=WAIT_MS)
        assert desk.mail(second).state is MailState.QUEUED


def test_practice_data_never_leave(page: Callable[[], OutboxPage], desk: MailDesk, qtbot: QtBot) -> None:
    with listening(Postbox()) as postbox:
        desk.settings(postbox.port)
        practice = DeskSetting(name="practice", valid_from=FOR_EVER, value=settings.PRACTICE)
        desk.write(lambda session: session.add(practice))
        desk.queue()
        shown = page()
        qtbot.waitUntil(lambda: shown.sender_at_work.standing is Standing.PRACTICE, timeout=WAIT_MS)
        assert "oefendata" in shown.banner_text.text()
        assert shown.mend_button.isHidden()
    assert postbox.letters == []


def test_the_list_is_worked_by_keys(
    page: Callable[[], OutboxPage], desk: MailDesk, runner: Runner, recorder: MessageRecorder
) -> None:
    pierre, paula = desk.queue(), desk.queue("Vos Paula", "paula@voorbeeld.be")
    shown = page()
    assert "nog geen mailserver" in shown.banner_text.text()
    assert shown.letter.subject.text() == "Rittenlijst"
    assert shown.letter.to_line.text() == "Vos Paula <paula@voorbeeld.be>"
    press(shown.table, Key.Key_Delete)
    runner.wait_idle()
    assert desk.mail(paula).state is MailState.WITHDRAWN
    assert recorder.toasts == ["Mail ingetrokken"]
    shown.table.select_where(lambda row: row.key == paula)
    press(shown.table, Key.Key_Delete)
    assert len(recorder.toasts) == 1
    assert not shown.withdraw_button.isEnabled()
    shown.retry_button.click()
    runner.wait_idle()
    assert desk.mail(paula).state is MailState.QUEUED
    shown.on_find()
    QTest.keyClicks(shown.filter, "reyn")
    assert [row.key for row in shown.model.rows] == [pierre]
    shown.show_text("niemand")
    assert shown.stack.currentWidget() is shown.nothing
    shown.on_retry()
    shown.on_withdraw()
    shown.open_record(paula)
    runner.wait_idle()
    assert shown.table.current_row().key == paula
    shown.tabs.setCurrentIndex(2)
    assert shown.model.rows == []
    desk.do(ops.mark_sent, ops.MarkSent(paula))
    runner.wait_idle()
    shown.tabs.setCurrentIndex(3)
    assert "Verstuurd" in shown.letter.standing.text()
    assert not shown.retry_button.isEnabled()
    state = shown.save_state()
    other = OutboxPage(runner)
    other.restore_state(state)
    assert other.tabs.currentIndex() == 3
    other.restore_state({"chip": "unknown"})
    other.deleteLater()


def test_a_failed_mail_says_why_and_when_it_is_tried_again(
    page: Callable[[], OutboxPage], desk: MailDesk, runner: Runner
) -> None:
    mail = desk.queue()
    desk.do(ops.claim_mail, ops.ClaimMail(mail))
    desk.do(ops.mark_failed, ops.MarkFailed(mail, "de server antwoordt niet", Trouble.LATER))
    with later(minutes=2):
        desk.do(ops.claim_mail, ops.ClaimMail(mail))
        desk.do(ops.mark_failed, ops.MarkFailed(mail, "de server antwoordt niet", Trouble.LATER))
    shown = page()
    runner.wait_idle()
    text = shown.letter.standing.text()
    assert text == "In de wachtrij · opnieuw om 10:07 · 2 pogingen\nde server antwoordt niet"


def test_the_files_of_a_mail_are_looked_at(
    page: Callable[[], OutboxPage], desk: MailDesk, runner: Runner, tmp_path: Path
) -> None:
    write_pdf(tmp_path / "x.pdf", Document(title="Rittenlijst", subtitle="", story=[], footer=""))
    pdf = Attachment("Rittenlijst & co.pdf", "application/pdf", (tmp_path / "x.pdf").read_bytes())
    desk.queue(attachments=(pdf, ICS))
    shown = page()
    runner.wait_idle()
    first, second = shown.letter._buttons
    assert "Rittenlijst && co.pdf" in first.text()
    press(shown.table, Key.Key_Return)
    opened(PreviewDialog).reject()
    second.click()
    dialog = opened(QDialog)
    assert "BEGIN:VCALENDAR ë" in dialog.findChildren(QPlainTextEdit)[0].toPlainText()
    dialog.reject()
    desk.queue("Zonder", attachments=())
    runner.wait_idle()
    shown.table.selectRow(0)
    runner.wait_idle()
    assert shown.letter._buttons == []
    shown.letter.open_first()


def test_settings_by_keyboard_with_a_test_mail(
    page: Callable[[], OutboxPage], desk: MailDesk, runner: Runner, qtbot: QtBot
) -> None:
    shown = page()
    with listening(Postbox()) as postbox:
        shown.settings_button.click()
        dialog = opened(ServerDialog)
        dialog.security.setFocus()
        QTest.keyClick(dialog.security, Key.Key_Down)
        assert dialog.port.value == "465"
        QTest.keyClick(dialog.security, Key.Key_Down)
        assert dialog.port.value == "25"
        dialog.test_button.click()
        assert "e-mailadres" in dialog.form.row("from_address").sentence.text()  # type: ignore[union-attr] # it is there
        typed = {dialog.host: "127.0.0.1", dialog.port: str(postbox.port), dialog.from_address: "desk@bilzen.be"}
        for field, text in typed.items():
            field.setFocus()
            field.selectAll()
            QTest.keyClicks(field, text)
        dialog.test_button.click()
        qtbot.waitUntil(lambda: "Verstuurd" in dialog.test_answer.text(), timeout=WAIT_MS)
        assert postbox.letters[0]["Subject"] == "Testmail van MMC Desk"
        postbox.answer = "554 no"
        dialog.test_button.click()
        qtbot.waitUntil(lambda: "554 no" in dialog.test_answer.text(), timeout=WAIT_MS)
        dialog.port.setText("veel")
        press(dialog.from_address, Key.Key_Return)
        runner.wait_idle()
        assert "Een poort" in dialog.form.row("port").sentence.text()  # type: ignore[union-attr] # it is there
        dialog.port.setText(str(postbox.port))
        dialog.password.setText("geheim")
        press(dialog.from_address, Key.Key_Return)
        qtbot.waitUntil(lambda: secrets._session != {}, timeout=WAIT_MS)
        runner.wait_idle()
        assert shown.settings is not None
        assert shown.settings.server.port == postbox.port
        assert "geheim" not in desk.audit()


def test_the_program_starts_the_sender_and_stops_it(desk: MailDesk, runner: Runner, qtbot: QtBot) -> None:
    with listening(Postbox()) as postbox:
        desk.settings(postbox.port)
        mail = desk.queue()
        background = Background(runner)
        background.start()
        qtbot.waitUntil(lambda: desk.mail(mail).state is MailState.SENT, timeout=WAIT_MS)
        background.stop()
        later_mail = desk.queue()
        runner.wait_idle()
        assert desk.mail(later_mail).attempts == 0
    assert len(postbox.letters) == 1
