"""The page of the members, worked by keyboard in a real window on a real database."""

from datetime import date

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QEnterEvent, QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mmc_desk.core.model import Base
from mmc_desk.features.people import ops
from mmc_desk.features.people.model import (
    Contact,
    Driver,
    DriverPreference,
    DriverTie,
    EligibilityCheck,
    EndReason,
    IncomeResult,
    Member,
    Membership,
    Person,
)
from mmc_desk.features.people.pages.member_dialog import MemberDialog
from mmc_desk.features.people.pages.members import MembersPage
from mmc_desk.features.people.rules import MembershipStatus, Review
from mmc_desk.ui.messages import MessageRecorder
from tests.features.people.clerk import CTRL, Clerk, SharedWindow
from tests.features.people.small_desk import Desk

TODAY = date(2026, 11, 23)
Key = Qt.Key


@pytest.fixture
def desk(shared_desk: Desk) -> Desk:
    return shared_desk


@pytest.fixture
def clerk(frozen_clock: object, qtbot: QtBot, qapp: QApplication, shared_window: SharedWindow) -> Clerk:
    return Clerk(qtbot, qapp, shared_window.runner, shared_window)


def only(desk: Desk, model: type[Base]) -> Base:
    row: Base
    (row,) = desk.database.read(lambda session: list(session.scalars(select(model))))
    return row


def test_the_list_and_the_card_of_its_first_row(clerk: Clerk) -> None:
    assert clerk.names() == ["Claes Jef", "Jans Rosa", "Thijs María"]
    text = clerk.card_text()
    for shown in ("Claes Jef", "lid 12", "Kerkstraat 1, 3740 Hees", "089 51 91 38", "koppel met Jans Rosa, lid 13"):
        assert shown in text
    name = clerk.page.card.title
    at = QPointF(name.rect().center())
    QApplication.sendEvent(name, QEnterEvent(at, at, at))
    assert name.textInteractionFlags() == Qt.TextInteractionFlag.TextSelectableByMouse
    assert name.focusPolicy() == Qt.FocusPolicy.NoFocus


def test_the_filter_ignores_accents_and_the_keyboard_goes_on_to_the_list(clerk: Clerk) -> None:
    clerk.press(Key.Key_F, CTRL)
    clerk.type("MARIA")
    assert clerk.names() == ["Thijs María"]
    assert clerk.page.count.text() == "1 van 3 leden"
    clerk.press(Key.Key_Return)
    assert clerk.page.table.hasFocus()
    assert clerk.page.shown_card.person.name == "Thijs María"
    clerk.page.on_find()
    clerk.press(Key.Key_Escape)
    assert len(clerk.names()) == 3
    assert clerk.page.count.text() == ""


def test_arrows_show_the_next_card(clerk: Clerk) -> None:
    clerk.press(Key.Key_Down)
    assert clerk.page.card.title.text() == "Jans Rosa"


def test_chips_pick_rows_and_count_them(clerk: Clerk, desk: Desk) -> None:
    desk.database.write(lambda session: ops.end_member(session, ops.EndMember(desk.maria, TODAY, EndReason.MOVED)))
    clerk.page.reload()
    clerk.settle()
    assert [clerk.page.tabs.tabText(place) for place in range(4)] == [
        "Actief  2",
        "Alle  3",
        "Niet betaald  2",
        "Controle nodig  2",
    ]
    clerk.page.choose_chip("all")
    clerk.settle()
    assert len(clerk.names()) == 3
    clerk.page.choose_chip("unpaid")
    assert clerk.names() == ["Claes Jef", "Jans Rosa"]


def test_a_record_that_is_asked_for_is_shown_whatever_hides_it(clerk: Clerk, desk: Desk) -> None:
    clerk.page.filter.setText("claes")
    clerk.settle()
    clerk.window.open_page("members", desk.maria)
    clerk.settle()
    assert clerk.page.shown_card.key == desk.maria
    assert clerk.page.filter.text() == ""


def test_a_new_member_by_keyboard(clerk: Clerk, desk: Desk) -> None:
    clerk.press(Key.Key_N, CTRL)
    clerk.enter("Peeters", "Lia", "9/8/1941", "089/51.91.40", "", "", "Bosstraat 4")
    clerk.type("munst")
    clerk.press(Key.Key_Down)
    clerk.press(Key.Key_Return)
    clerk.save()
    assert not clerk.in_dialog
    card = clerk.page.shown_card
    assert (card.person.name, card.member_no, card.since) == ("Peeters Lia", 272, TODAY)
    assert card.person.address.line == "Bosstraat 4, 3740 Munsterbilzen"
    assert card.person.phone == "+3289519140"
    clerk.press(Key.Key_Z, CTRL)
    assert clerk.names() == ["Claes Jef", "Jans Rosa", "Thijs María"]
    clerk.press(Key.Key_Z, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert "Peeters Lia" in clerk.names()


def test_an_error_stands_beside_its_field_and_nothing_typed_is_lost(clerk: Clerk) -> None:
    clerk.press(Key.Key_N, CTRL)
    clerk.save()
    assert clerk.sentence("last_name") == "Vul de naam in."
    clerk.type("Peeters")
    dialog = clerk.dialog
    assert isinstance(dialog, MemberDialog)
    dialog.member_no.setFocus()
    for number, part in (("271", "Thijs"), ("een", "cijfers")):
        clerk.press(Key.Key_A, CTRL)
        clerk.type(number)
        clerk.save()
        assert part in clerk.sentence("member_no")
    assert dialog.person.last_name.value == "Peeters"
    clerk.press(Key.Key_A, CTRL)
    clerk.type("300")
    clerk.save()
    assert clerk.page.shown_card.member_no == 300


def test_leaving_a_form_asks_first(clerk: Clerk, recorder: MessageRecorder) -> None:
    clerk.press(Key.Key_N, CTRL)
    clerk.type("Peeters")
    recorder.answers.append(False)
    clerk.press(Key.Key_Escape)
    assert clerk.in_dialog
    clerk.press(Key.Key_Escape)
    assert not clerk.in_dialog
    assert len(recorder.questions) == 2


def test_warnings_stand_beside_the_fields_and_block_nothing(clerk: Clerk) -> None:
    clerk.press(Key.Key_N, CTRL)
    clerk.enter("Jong", "Kind", "1/2/2015", "bellen naar moeder", "12", "geen mail", "Dorp 1", "Nergenshuizen", "12")
    assert "Minderjarig" in clerk.sentence("born_on")
    for field in ("phone", "mobile", "email", "village", "postcode"):
        assert clerk.sentence(field), field
    clerk.save()
    assert clerk.page.shown_card.person.phone == "bellen naar moeder"


def test_a_birth_date_in_the_future_is_warned_about_and_refused(clerk: Clerk) -> None:
    clerk.press(Key.Key_N, CTRL)
    clerk.enter("Jong", "", "1/1/2027")
    assert "toekomst" in clerk.sentence("born_on")
    clerk.save()
    assert clerk.in_dialog
    assert "toekomst" in clerk.sentence("born_on")


def test_a_driver_becomes_a_member_as_the_same_person(clerk: Clerk, desk: Desk) -> None:
    clerk.press(Key.Key_N, CTRL)
    clerk.enter("reynders", "PIERRE")
    assert "chauffeur C01" in clerk.sentence("last_name")
    dialog = clerk.dialog
    assert isinstance(dialog, MemberDialog)
    assert dialog.person.is_same.isVisible()
    dialog.person.is_same.setFocus()
    clerk.press(Key.Key_Space)
    clerk.save()
    member = desk.row(Member, clerk.page.shown_card.key)
    assert member.person_id == desk.row(Driver, desk.pierre).person_id
    assert "Is zelf ook chauffeur" in clerk.card_text()
    clerk.follow("zelf")
    assert clerk.page.shown_card.key == desk.pierre
    clerk.follow("zelf")
    assert clerk.page.shown_card.key == member.id


def test_enter_edits_and_a_move_is_dated(clerk: Clerk, desk: Desk) -> None:
    clerk.window.open_page("members", desk.maria)
    clerk.settle()
    clerk.press(Key.Key_Return)
    dialog = clerk.dialog
    assert isinstance(dialog, MemberDialog)
    dialog.address.street.setFocus()
    clerk.enter("Markt 7")
    clerk.type("hees")
    clerk.press(Key.Key_Down)
    clerk.press(Key.Key_Return)
    dialog.address.moved_on.setFocus()
    clerk.type("1/11/2026")
    clerk.save()
    assert "Markt 7, 3740 Hees" in clerk.card_text()
    assert "Demerwal 2, 3740 Bilzen" in clerk.card_text()


def test_a_form_that_was_overtaken_merges(clerk: Clerk, desk: Desk) -> None:
    clerk.press(Key.Key_F2)
    person_id = desk.row(Member, desk.jef).person_id

    def overtake(session: Session) -> None:
        session.get_one(Person, person_id).first_name = "Jozef"

    desk.database.write(overtake)
    clerk.type("Claessens")
    clerk.save()
    assert not clerk.in_dialog
    saved = desk.database.read(lambda session: session.get_one(Person, person_id))
    assert (saved.last_name, saved.first_name) == ("Claessens", "Jozef")


def test_a_name_that_two_desks_changed_is_chosen(clerk: Clerk, desk: Desk) -> None:
    clerk.press(Key.Key_F2)
    person_id = desk.row(Member, desk.jef).person_id

    def overtake(session: Session) -> None:
        session.get_one(Person, person_id).last_name = "Klaas"

    desk.database.write(overtake)
    clerk.type("Claessens")
    clerk.save()
    clerk.press(Key.Key_Right)
    clerk.press(Key.Key_Return)
    clerk.press(Key.Key_Return)
    assert not clerk.in_dialog
    assert desk.database.read(lambda session: session.get_one(Person, person_id)).last_name == "Klaas"


def test_a_couple_is_made_by_keyboard(clerk: Clerk, desk: Desk) -> None:
    clerk.press(Key.Key_N, CTRL)
    clerk.enter("Peeters", "Frans")
    dialog = clerk.dialog
    assert isinstance(dialog, MemberDialog)
    dialog.household.setFocus()
    clerk.press(Key.Key_Down)
    dialog.partner.setFocus()
    clerk.type("thijs")
    clerk.press(Key.Key_Return)
    clerk.save()
    assert clerk.page.shown_card.partner.name == "Thijs María"
    assert desk.row(Member, desk.maria).partner_id == clerk.page.shown_card.key
    clerk.press(Key.Key_F2)
    assert isinstance(clerk.dialog, MemberDialog)
    assert clerk.dialog.partner.text() == "Thijs María"


def test_the_partner_is_a_link(clerk: Clerk, desk: Desk) -> None:
    clerk.follow("koppel met")
    assert clerk.page.shown_card.key == desk.rosa


def test_fee_by_access_key(clerk: Clerk, desk: Desk) -> None:
    clerk.alt("l")
    clerk.press(Key.Key_Return)
    clerk.type("17")
    assert "18,00" in clerk.sentence("fee")
    clerk.press(Key.Key_A, CTRL)
    clerk.enter("18", "9/1/2026")
    found = desk.database.read(
        lambda session: {row.member_id: (row.fee, row.paid_on) for row in session.scalars(select(Membership))}
    )
    assert found == {desk.jef: (1800, date(2026, 1, 9)), desk.rosa: (0, date(2026, 1, 9))}
    assert clerk.page.shown_card.status is MembershipStatus.PAID
    clerk.alt("l")
    clerk.press(Key.Key_Return)
    clerk.press(Key.Key_Delete)
    clerk.save()
    assert "bedrag" in clerk.sentence("fee")


def test_income_check_by_access_key(clerk: Clerk, desk: Desk) -> None:
    clerk.alt("i")
    clerk.enter("1/10/2026", "", "aansl")
    clerk.save()
    check = only(desk, EligibilityCheck)
    assert isinstance(check, EligibilityCheck)
    assert (check.result, check.next_review) == (IncomeResult.MEETS, date(2027, 10, 1))
    assert clerk.page.shown_card.review is Review.FINE
    clerk.alt("i")
    clerk.press(Key.Key_Delete)
    clerk.save()
    assert "dag van de controle" in clerk.sentence("checked_on")


def test_contact_person_added_changed_and_removed(clerk: Clerk, desk: Desk, recorder: MessageRecorder) -> None:
    clerk.alt("c")
    clerk.enter("dochter Lia", "0473 64 17 88")
    assert "dochter Lia  0473 64 17 88" in clerk.card_text()
    clerk.follow("dochter")
    clerk.enter("zoon Jan", "")
    contact = only(desk, Contact)
    assert isinstance(contact, Contact)
    assert (contact.name, contact.phone) == ("zoon Jan", "+32473641788")
    clerk.remove_line()
    assert "zoon Jan" not in clerk.card_text()
    assert recorder.toasts == ["Contactpersoon verwijderd"]
    undo = recorder.undos[0]
    assert undo
    undo()
    clerk.settle()
    assert "zoon Jan  0473 64 17 88" in clerk.card_text()


def test_driver_preference_added_changed_and_removed(clerk: Clerk, desk: Desk) -> None:
    clerk.alt("v")
    clerk.save()
    assert "Kies een chauffeur" in clerk.sentence("driver_id")
    clerk.enter("vos")
    clerk.save()
    assert "Vos Paula (C02): voorkeur" in clerk.card_text()
    clerk.follow("Vos")
    clerk.press(Key.Key_Return)
    clerk.press(Key.Key_Down)
    clerk.save()
    preference = only(desk, DriverPreference)
    assert isinstance(preference, DriverPreference)
    assert preference.tie is DriverTie.INCOMPATIBLE
    clerk.remove_line()
    assert desk.database.read(lambda session: session.scalar(select(func.count(DriverPreference.id)))) == 0


def test_end_and_reopen(clerk: Clerk, desk: Desk) -> None:
    clerk.press(Key.Key_Delete)
    clerk.press(Key.Key_Up)
    assert "Jans Rosa is vanaf volgend jaar alleenstaand" in clerk.sentence("reason")
    clerk.save()
    assert desk.row(Member, desk.jef).end_reason is EndReason.MOVED
    assert clerk.names() == ["Jans Rosa", "Thijs María"]
    clerk.window.open_page("members", desk.jef)
    clerk.settle()
    assert "gestopt op 23/11/2026 (verhuisd)" in clerk.card_text()
    clerk.page.table.setFocus()
    clerk.press(Key.Key_Delete)
    assert desk.row(Member, desk.jef).ended_on is None
    clerk.press(Key.Key_Delete)
    clerk.press(Key.Key_Return)
    clerk.press(Key.Key_Delete)
    clerk.save()
    assert "dag" in clerk.sentence("ended_on")


def test_the_list_copies_as_a_table(clerk: Clerk) -> None:
    clerk.press(Key.Key_C, CTRL)
    header, row = QGuiApplication.clipboard().text().splitlines()
    assert header.split("\t")[:3] == ["Nr", "Naam", "Geboren"]
    assert row.split("\t")[:3] == ["12", "Claes Jef", "02/05/1938"]


def test_the_page_remembers_its_chip_and_widths(clerk: Clerk, qtbot: QtBot) -> None:
    clerk.page.choose_chip("unpaid")
    clerk.page.table.setColumnWidth(1, 333)
    state = clerk.page.save_state()
    again = MembersPage(clerk.runner)
    qtbot.addWidget(again)
    again.restore_state(state)
    assert again.chip.name == "unpaid"
    assert again.table.columnWidth(1) == 333
    again.restore_state({})


def test_hostile_names_show_as_they_are(clerk: Clerk, desk: Desk) -> None:
    name = "<b>R&D</b> " + "x" * 280
    person = ops.PersonDetails(name, email="x" * 60 + "@" + "y" * 60 + ".be")
    desk.database.write(lambda session: ops.add_member(session, ops.AddMember(person)))
    clerk.page.reload()
    clerk.settle()
    clerk.page.filter.setText("r&d")
    clerk.settle()
    assert clerk.page.card.title.text() == name
    assert clerk.page.card.title.textFormat() is Qt.TextFormat.PlainText
    assert clerk.page.card.inner.width() < 450
    assert clerk.page.card.title.width() < 450
