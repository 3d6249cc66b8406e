"""The page of the drivers, worked by keyboard in a real window on a real database."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from mmc_desk.core.model import Base
from mmc_desk.features.people import ops, queries, rules
from mmc_desk.features.people.model import (
    Absence,
    AvailabilityKind,
    DocumentKind,
    Driver,
    DriverDocument,
    DriverTie,
)
from mmc_desk.features.people.pages.briefing_dialog import BriefingDialog
from mmc_desk.features.people.pages.driver_dialog import DriverDialog
from mmc_desk.features.people.pages.driver_tasks import PatternDialog
from mmc_desk.features.people.pages.drivers import DriversPage
from mmc_desk.features.people.pages.members import MembersPage
from mmc_desk.ui.preview import PreviewDialog
from tests.features.people.clerk import CTRL, Clerk, SharedWindow
from tests.features.people.small_desk import Desk

TODAY = date(2026, 11, 23)
Key = Qt.Key


@pytest.fixture
def desk(shared_desk: Desk) -> Desk:
    return shared_desk


@pytest.fixture
def clerk(frozen_clock: object, qtbot: QtBot, qapp: QApplication, shared_window: SharedWindow) -> Clerk:
    return Clerk(qtbot, qapp, shared_window.runner, shared_window, "drivers")


def only(desk: Desk, model: type[Base]) -> Base:
    row: Base
    (row,) = desk.database.read(lambda session: list(session.scalars(select(model))))
    return row


def test_a_new_driver_by_keyboard(clerk: Clerk, desk: Desk) -> None:
    clerk.press(Key.Key_N, CTRL)
    clerk.enter("Dirkx", "Hilda")
    clerk.alt("i")
    clerk.type("BE68 5390 0754 7035")
    clerk.save()
    assert "BE68" in clerk.sentence("iban")
    clerk.press(Key.Key_A, CTRL)
    clerk.enter("BE68 5390 0754 7034")
    assert "bankcode" in clerk.sentence("iban")
    clerk.save()
    card = clerk.page.shown_card
    assert (card.person.name, card.code, card.iban) == ("Dirkx Hilda", "C03", "BE68539007547034")
    clerk.press(Key.Key_F2)
    clerk.alt("w")
    clerk.type("geen autosnelweg")
    clerk.dialog.form.row("max_rides_per_week").field.setFocus()  # type: ignore[union-attr] # it is there
    clerk.type("veel")
    clerk.save()
    assert "aantal ritten" in clerk.sentence("max_rides_per_week")
    clerk.press(Key.Key_A, CTRL)
    clerk.type("3")
    clerk.save()
    text = clerk.card_text()
    for shown in ("geen autosnelweg", "3 ritten per week", "BE68 5390 0754 7034"):
        assert shown in text


def pattern(desk: Desk) -> str:
    card = desk.database.read(lambda session: queries.driver_card(session, desk.pierre, TODAY))
    assert card
    return rules.show_week_pattern(card.pattern)


def test_week_pattern_in_words(clerk: Clerk, desk: Desk) -> None:
    clerk.alt("w")
    clerk.type("soms")
    assert "soms" in clerk.sentence("pattern")
    clerk.press(Key.Key_A, CTRL)
    clerk.enter("ma di do 9-12 13-17")
    assert pattern(desk) == "ma, di, do 09:00-12:00 13:00-17:00"
    assert "ma, di, do 09:00-12:00 13:00-17:00" in clerk.card_text()


def test_week_pattern_by_ticks_and_hours(clerk: Clerk, desk: Desk) -> None:
    clerk.alt("w")
    clerk.type("do 9-12 13-17")
    dialog = clerk.dialog
    assert isinstance(dialog, PatternDialog)
    assert dialog.days[3].more.text() == "en 13:00-17:00"
    dialog.days[0].is_free.setFocus()
    clerk.press(Key.Key_Space)
    dialog.days[1].from_time.setFocus()
    clerk.type("14")
    assert dialog.words.text() == "ma, di vanaf 14:00, do 09:00-12:00 13:00-17:00"
    dialog.days[1].to_time.setFocus()
    for typed in ("13", "25"):
        clerk.press(Key.Key_A, CTRL)
        clerk.type(typed)
        assert clerk.sentence("pattern")
    clerk.press(Key.Key_A, CTRL)
    clerk.type("16")
    dialog.words.setFocus()
    clerk.save()
    assert pattern(desk) == "ma, di 14:00-16:00, do 09:00-12:00 13:00-17:00"


def test_absence_added_changed_and_removed(clerk: Clerk, desk: Desk) -> None:
    clerk.alt("a")
    clerk.enter("", "23/11", "22/11")
    clerk.save()
    assert "Draai" in clerk.sentence("to_day")
    clerk.press(Key.Key_A, CTRL)
    clerk.enter("30/11", "verlof")
    assert "23/11/2026 tot en met 30/11/2026, afwezig, verlof" in clerk.card_text()
    assert "Afwezig tot en met 30/11/2026" in clerk.card_text()
    clerk.follow("verlof")
    clerk.press(Key.Key_Down)
    clerk.save()
    absence = only(desk, Absence)
    assert isinstance(absence, Absence)
    assert absence.kind is AvailabilityKind.AVAILABLE
    clerk.remove_line()
    assert "verlof" not in clerk.card_text()
    clerk.alt("a")
    clerk.press(Key.Key_Return)
    clerk.press(Key.Key_Delete)
    clerk.save()
    assert "eerste dag" in clerk.sentence("from_day")


def test_documents_warn_in_list_and_card(clerk: Clerk, desk: Desk) -> None:
    clerk.alt("o")
    clerk.enter("", "1/12/2026", "polis 7")
    document = only(desk, DriverDocument)
    assert isinstance(document, DriverDocument)
    assert (document.kind, document.expires_on) == (DocumentKind.LICENCE, date(2026, 12, 1))
    assert "rijbewijs: binnen 30 dagen" in clerk.card_text()
    clerk.page.choose_chip("documents")
    assert clerk.names() == ["Reynders Pierre"]
    clerk.follow("rijbewijs")
    assert clerk.dialog.form.row("note").field.text() == "polis 7"  # type: ignore[union-attr] # a TextField
    clerk.dialog.reject()


def test_a_driver_stops_and_starts_again(clerk: Clerk, desk: Desk) -> None:
    clerk.press(Key.Key_Delete)
    clerk.press(Key.Key_Delete)
    clerk.save()
    assert "laatste dag" in clerk.sentence("active_to")
    clerk.enter("20/11/2026")
    assert clerk.names() == ["Vos Paula"]
    clerk.window.open_page("drivers", desk.pierre)
    clerk.settle()
    assert "Niet actief" in clerk.card_text()
    clerk.page.table.setFocus()
    clerk.press(Key.Key_Delete)
    assert desk.row(Driver, desk.pierre).active_to is None


def test_a_driver_opens_the_member_with_a_preference(clerk: Clerk, desk: Desk) -> None:
    tie = ops.SetPreference(desk.maria, desk.pierre, DriverTie.PREFERRED)
    desk.database.write(lambda session: ops.set_preference(session, tie))
    clerk.page.reload()
    clerk.settle()
    clerk.follow("Thijs")
    assert isinstance(clerk.page, MembersPage)
    assert clerk.page.shown_card.key == desk.maria


def test_the_briefing_note_from_edition_to_signature(clerk: Clerk, desk: Desk) -> None:
    clerk.alt("f")
    clerk.type("2026")
    clerk.save()
    assert "nota 2026 te tekenen" in clerk.card_text()
    clerk.page.choose_chip("briefing")
    assert clerk.names() == ["Reynders Pierre", "Vos Paula"]
    clerk.page.table.setFocus()
    clerk.alt("o")
    clerk.press(Key.Key_End)
    clerk.press(Key.Key_Return)
    clerk.enter("20/11/2026", "", "", "")
    assert "uitgave 2026 getekend op 20/11/2026" in clerk.card_text() or clerk.names() == ["Vos Paula"]
    assert clerk.names() == ["Vos Paula"]
    clerk.alt("f")
    dialog = clerk.dialog
    assert isinstance(dialog, BriefingDialog)
    assert dialog.count.text() == "1 van 2 chauffeurs moeten nog tekenen"
    dialog.print_list()
    clerk.settle()
    preview = QApplication.activeModalWidget()
    assert isinstance(preview, PreviewDialog)
    preview.reject()
    dialog.valid_from.clear()
    dialog.save_button.click()
    assert "welke dag" in clerk.sentence("valid_from")
    dialog.reject()


def test_the_card_leads_to_the_roster_and_the_mails(clerk: Clerk, desk: Desk, qtbot: QtBot) -> None:
    page = clerk.page
    assert isinstance(page, DriversPage)
    page.open_page.disconnect()
    for act, target in ((page.on_rides, ["driver_rides", desk.pierre]), (page.on_mails, ["outbox", "Reynders Pierre"])):
        with qtbot.waitSignal(page.open_page) as opened:
            act()
        assert opened.args == target


def test_wishes_and_limits_show_on_the_card(clerk: Clerk, desk: Desk) -> None:
    clerk.press(Key.Key_F2)
    dialog = clerk.dialog
    assert isinstance(dialog, DriverDialog)
    dialog.max_week.setText("120")
    for box in (dialog.no_motorway, dialog.no_hospital):
        box.click()
    dialog.save_button.click()
    clerk.settle()
    for shown in ("120\u00a0km per week", "geen autosnelweg, niet wachten aan het ziekenhuis"):
        assert shown in clerk.card_text()
