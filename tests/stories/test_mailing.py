"""The coordinator mails tomorrow's rosters, moves a ride to another driver, and mails again: through real widgets and
a real SMTP server, by keyboard alone."""

from collections.abc import Iterator
from datetime import time
from typing import Any

import keyring
import pytest
from icalendar import Calendar
from keyring.backends.fail import Keyring as NoKeyring
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mmc_desk.core.db import Database
from mmc_desk.core.smtp import Security
from mmc_desk.features.mail.ops import SetMailServer, set_mail_server
from mmc_desk.features.mail.pages.mailing_dialog import MailingDialog, news_text
from mmc_desk.features.mail.pages.sender import Standing, sender_of
from mmc_desk.features.people.model import Driver, Person
from mmc_desk.features.rides import ops
from mmc_desk.features.rides.pages.board import BoardPage
from mmc_desk.features.rides.pages.driver_rides import DriverRidesPage
from mmc_desk.features.rides.pages.ride_list import RideListPage
from mmc_desk.ui import theme
from mmc_desk.ui.messages import MessageRecorder
from mmc_desk.ui.page import Page
from mmc_desk.ui.preview import PreviewDialog
from mmc_desk.ui.runner import Runner
from tests.features.rides.conftest import WEDNESDAY, RideDesk, fill
from tests.mail_server import Postbox, listening

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
WAIT_MS = 15_000


@pytest.fixture(autouse=True)
def no_keyring() -> Iterator[None]:
    before = keyring.get_keyring()
    keyring.set_keyring(NoKeyring())  # type: ignore[no-untyped-call] # keyring's own
    yield
    keyring.set_keyring(before)


@pytest.fixture
def town(sqlite_database: Database) -> RideDesk:
    desk = fill(sqlite_database)

    def write(session: Any) -> None:  # noqa: ANN401 - a session
        for driver_id, email in ((desk.pierre, "pierre@voorbeeld.be"), (desk.paula, "paula@voorbeeld.be")):
            session.get_one(Person, session.get_one(Driver, driver_id).person_id).email = email

    sqlite_database.write(write)
    return desk


@pytest.fixture
def runner(town: RideDesk, qapp: QApplication) -> Iterator[Runner]:
    theme.apply(qapp, "light", 100)
    made = Runner(town.database)
    yield made
    sender_of(made).stop()
    made.close()


def show(qtbot: QtBot, runner: Runner, page: Page) -> None:
    qtbot.addWidget(page)
    page.resize(1280, 760)
    with qtbot.waitExposed(page):
        page.show()
    page.activateWindow()
    runner.wait_idle()
    page.show_day(WEDNESDAY)
    runner.wait_idle()


def open_dialog(runner: Runner, page: RideListPage) -> MailingDialog[Any]:
    page.activateWindow()
    QApplication.processEvents()
    page.table.setFocus()
    QTest.keyClick(page.table, Key.Key_M, CTRL)
    runner.wait_idle()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, MailingDialog)
    return dialog


def queue(runner: Runner, dialog: MailingDialog[Any]) -> None:
    dialog.activateWindow()
    QApplication.processEvents()
    dialog.table.setFocus()
    QTest.keyClick(dialog.table, Key.Key_Return, CTRL)
    runner.wait_idle()


def calendar_of(postbox: Postbox, address: str) -> dict[str, tuple[str, int]]:
    letter = next(one for one in reversed(postbox.letters) if address in str(one["To"]))
    file = next(part for part in letter.iter_attachments() if part.get_filename() == "ritten.ics")
    content = file.get_payload(decode=True)
    assert isinstance(content, bytes)
    calendar: Any = Calendar.from_ical(content)
    return {str(event["UID"]): (str(event["STATUS"]), int(event["SEQUENCE"])) for event in calendar.events}


def test_rosters_are_mailed_a_ride_moves_and_both_calendars_follow(
    qtbot: QtBot, runner: Runner, town: RideDesk, recorder: MessageRecorder
) -> None:
    moving, stays = town.assigned(), town.assigned(member_id=town.maria, appointment=time(16))
    town.assigned(town.wim, member_id=town.jef)
    with listening(Postbox()) as postbox:
        server = SetMailServer("127.0.0.1", postbox.port, Security.NONE, "", "LDC De Wijzer", "desk@bilzen.be")
        town.database.write(lambda session: set_mail_server(session, server))
        sender = sender_of(runner)
        page = RideListPage(runner)
        show(qtbot, runner, page)
        dialog = open_dialog(runner, page)
        assert [(row.name, news_text(row)) for row in dialog.model.rows] == [
            ("Reynders Pierre", "nog niet gemaild"),
            ("Wouters Wim", "nog niet gemaild"),
        ]
        assert dialog.ticked == {town.pierre}  # Wim has no address: he gets paper
        assert "Dag Reynders Pierre" in dialog.text.toPlainText()
        queue(runner, dialog)
        qtbot.waitUntil(lambda: len(postbox.letters) == 1 and sender.standing is Standing.IDLE, timeout=WAIT_MS)
        first = calendar_of(postbox, "pierre@voorbeeld.be")
        assert sorted(first.values()) == [("CONFIRMED", 0), ("CONFIRMED", 0)]

        command = ops.AssignDriver(moving, town.paula)
        runner.write(lambda session: ops.assign_driver(session, command), "Rit toegewezen")
        runner.wait_idle()
        dialog = open_dialog(runner, page)
        assert [(row.name, news_text(row)) for row in dialog.model.rows] == [
            ("Reynders Pierre", "1 vervallen"),
            ("Vos Paula", "nog niet gemaild"),
            ("Wouters Wim", "nog niet gemaild"),
        ]
        queue(runner, dialog)
        qtbot.waitUntil(lambda: len(postbox.letters) == 3 and sender.standing is Standing.IDLE, timeout=WAIT_MS)
        second = calendar_of(postbox, "pierre@voorbeeld.be")
        of_moving = next(uid for uid in first if uid.startswith(f"ride-{moving}-"))
        of_stays = next(uid for uid in first if uid.startswith(f"ride-{stays}-"))
        assert second == {of_stays: ("CONFIRMED", 0), of_moving: ("CANCELLED", 1)}
        assert list(calendar_of(postbox, "paula@voorbeeld.be").values()) == [("CONFIRMED", 0)]
        assert recorder.toasts[-1] == "2 mails in de wachtrij"


def test_ticks_by_space_paper_for_the_rest_and_what_was_changed_meanwhile(
    qtbot: QtBot, runner: Runner, town: RideDesk, recorder: MessageRecorder
) -> None:
    ride = town.assigned()
    town.assigned(town.wim, member_id=town.jef)
    page = RideListPage(runner)
    show(qtbot, runner, page)
    dialog = open_dialog(runner, page)
    assert "mailserver" in dialog.notice.text()
    assert dialog.queue_button.text().strip() == "&Klaarzetten (1)"
    QTest.keyClick(dialog.table, Key.Key_Space)
    assert dialog.ticked == set()
    assert not dialog.queue_button.isEnabled()
    queue(runner, dialog)
    QTest.keyClick(dialog.table, Key.Key_Return)
    assert dialog.ticked == {town.pierre}
    QTest.keyClick(dialog.table, Key.Key_Down)
    QTest.keyClick(dialog.table, Key.Key_Space)
    QTest.keyClick(dialog.table, Key.Key_Return)
    assert dialog.ticked == {town.pierre}
    dialog._pause.stop()
    dialog._make_letter()
    runner.wait_idle()
    dialog.table.selectRow(0)
    dialog._make_letter()
    dialog.print_others()
    runner.wait_idle()
    preview = QApplication.activeModalWidget()
    assert isinstance(preview, PreviewDialog)
    preview.reject()
    command = ops.AssignDriver(ride, town.paula)
    runner.write(lambda session: ops.assign_driver(session, command), "Rit toegewezen")
    runner.wait_idle()
    queue(runner, dialog)
    assert "intussen gewijzigd" in recorder.errors[-1]
    assert [row.name for row in dialog.model.rows] == ["Vos Paula", "Wouters Wim"]
    dialog.reject()


def test_nobody_drives(qtbot: QtBot, runner: Runner, town: RideDesk) -> None:
    page = BoardPage(runner)
    show(qtbot, runner, page)
    page.view.setFocus()
    QTest.keyClick(page.view, Key.Key_M, CTRL)
    runner.wait_idle()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, MailingDialog)
    assert "Niemand" in dialog.count.text()
    dialog.print_others()
    dialog.queue()
    dialog.reject()


def test_the_roster_and_the_members_of_one_driver(qtbot: QtBot, runner: Runner, town: RideDesk) -> None:
    town.driven()
    page = DriverRidesPage(runner)
    show(qtbot, runner, page)
    page.open_record(town.pierre)
    runner.wait_idle()
    assert [(row.name, row.rides) for row in page.model.rows] == [("Jans Rosa", 1)]
    assert page.count.text() == "1 leden, 1 keer"
    with qtbot.waitSignal(page.open_page) as opened:
        page.table.selectRow(0)
        QTest.keyClick(page.table, Key.Key_Return)
    assert opened.args == ["members", town.rosa]
    page.driver.setFocus()
    QTest.keyClick(page.driver, Key.Key_Down)
    runner.wait_idle()
    assert page.stack.currentWidget() is page.nothing
    state = page.save_state()
    other = DriverRidesPage(runner)
    other.restore_state(state)
    other.restore_state({"span": "day"})
    other.deleteLater()
    page.on_print()
