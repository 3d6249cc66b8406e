"""The pages of members and drivers, worked by keyboard in a real window on a real database."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mmc_desk.core.model import Base
from mmc_desk.features.people import ops, queries, rules
from mmc_desk.features.people.model import (
    Absence,
    AvailabilityKind,
    Contact,
    DocumentKind,
    Driver,
    DriverDocument,
    DriverPreference,
    DriverTie,
    EligibilityCheck,
    EndReason,
    IncomeResult,
    Member,
    Membership,
    Person,
)
from mmc_desk.features.people.pages import words
from mmc_desk.features.people.pages.driver_tasks import PatternDialog
from mmc_desk.features.people.pages.member_dialog import MemberDialog
from mmc_desk.features.people.pages.members import MembersPage
from mmc_desk.features.people.rules import Expiry, MembershipStatus, Review
from mmc_desk.ui.empty import EmptyState
from mmc_desk.ui.messages import MessageRecorder
from mmc_desk.ui.runner import Runner
from tests.accessibility import assert_accessible
from tests.features.people.clerk import CTRL, Clerk
from tests.features.people.small_desk import Desk, fill

TODAY = date(2026, 11, 23)
Key = Qt.Key


@pytest.fixture
def desk(runner: Runner) -> Desk:
    return fill(runner.database)


@pytest.fixture
def clerk(desk: Desk, qtbot: QtBot, qapp: QApplication, runner: Runner) -> Clerk:
    return Clerk(qtbot, qapp, runner)


def names(clerk: Clerk) -> list[str]:
    return [row.name for row in clerk.page.table.rows_model.rows]


def only(desk: Desk, model: type[Base]) -> Base:
    row: Base
    (row,) = desk.database.read(lambda session: list(session.scalars(select(model))))
    return row


def card_text(clerk: Clerk) -> str:
    buttons = [*clerk.page.card.findChildren(QPushButton)]
    labels = [label.text() for label in clerk.page.card.findChildren(QLabel)]
    return "\n".join([*labels, *(button.accessibleName() or button.text() for button in buttons)])


def test_the_list_and_the_card_of_its_first_row(clerk: Clerk) -> None:
    assert names(clerk) == ["Claes Jef", "Jans Rosa", "Thijs María"]
    text = card_text(clerk)
    for shown in ("Claes Jef", "lid 12", "Kerkstraat 1, 3740 Hees", "089 51 91 38", "koppel met Jans Rosa, lid 13"):
        assert shown in text


def test_the_filter_ignores_accents_and_the_keyboard_goes_on_to_the_list(clerk: Clerk) -> None:
    clerk.press(Key.Key_F, CTRL)
    clerk.type("MARIA")
    assert names(clerk) == ["Thijs María"]
    assert clerk.page.count.text() == "1 van 3 leden"
    clerk.press(Key.Key_Return)
    assert clerk.page.table.hasFocus()
    assert clerk.page.shown_card.person.name == "Thijs María"
    clerk.page.on_find()
    clerk.press(Key.Key_Escape)
    assert len(names(clerk)) == 3
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
    assert len(names(clerk)) == 3
    clerk.page.choose_chip("unpaid")
    assert names(clerk) == ["Claes Jef", "Jans Rosa"]


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
    assert names(clerk) == ["Claes Jef", "Jans Rosa", "Thijs María"]
    clerk.press(Key.Key_Z, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert "Peeters Lia" in names(clerk)


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
    assert "Is zelf ook chauffeur" in card_text(clerk)
    link = next(b for b in clerk.page.card.findChildren(QPushButton) if "zelf" in b.accessibleName())
    link.click()
    clerk.settle()
    assert clerk.page.shown_card.key == desk.pierre
    link = next(b for b in clerk.page.card.findChildren(QPushButton) if "zelf" in b.accessibleName())
    link.click()
    clerk.settle()
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
    assert "Markt 7, 3740 Hees" in card_text(clerk)
    assert "Demerwal 2, 3740 Bilzen" in card_text(clerk)


def test_a_form_that_was_overtaken_says_so(clerk: Clerk, desk: Desk) -> None:
    clerk.press(Key.Key_F2)
    person_id = desk.row(Member, desk.jef).person_id

    def overtake(session: Session) -> None:
        session.get_one(Person, person_id).first_name = "Jozef"

    desk.database.write(overtake)
    clerk.type("Claessens")
    clerk.save()
    assert clerk.in_dialog
    assert "intussen" in clerk.dialog._banner.text()


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
    link = next(b for b in clerk.page.card.findChildren(QPushButton) if "koppel met" in b.accessibleName())
    link.click()
    clerk.settle()
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
    assert "dochter Lia  0473 64 17 88" in card_text(clerk)
    link = next(b for b in clerk.page.card.findChildren(QPushButton) if "dochter" in b.accessibleName())
    link.click()
    clerk.settle()
    clerk.enter("zoon Jan", "")
    contact = only(desk, Contact)
    assert isinstance(contact, Contact)
    assert (contact.name, contact.phone) == ("zoon Jan", "+32473641788")
    clerk.page.card.findChildren(QToolButton)[0].click()
    clerk.settle()
    assert "zoon Jan" not in card_text(clerk)
    assert recorder.toasts == ["Contactpersoon verwijderd"]
    undo = recorder.undos[0]
    assert undo
    undo()
    clerk.settle()
    assert "zoon Jan  0473 64 17 88" in card_text(clerk)


def test_driver_preference_added_changed_and_removed(clerk: Clerk, desk: Desk) -> None:
    clerk.alt("v")
    clerk.save()
    assert "Kies een chauffeur" in clerk.sentence("driver_id")
    clerk.enter("vos")
    clerk.save()
    assert "Vos Paula (C02): voorkeur" in card_text(clerk)
    link = next(b for b in clerk.page.card.findChildren(QPushButton) if "Vos" in b.accessibleName())
    link.click()
    clerk.settle()
    clerk.press(Key.Key_Return)
    clerk.press(Key.Key_Down)
    clerk.save()
    preference = only(desk, DriverPreference)
    assert isinstance(preference, DriverPreference)
    assert preference.tie is DriverTie.INCOMPATIBLE
    clerk.page.card.findChildren(QToolButton)[0].click()
    clerk.settle()
    assert desk.database.read(lambda session: session.scalar(select(func.count(DriverPreference.id)))) == 0


def test_end_and_reopen(clerk: Clerk, desk: Desk) -> None:
    clerk.press(Key.Key_Delete)
    clerk.press(Key.Key_Up)
    assert "Jans Rosa is vanaf volgend jaar alleenstaand" in clerk.sentence("reason")
    clerk.save()
    assert desk.row(Member, desk.jef).end_reason is EndReason.MOVED
    assert names(clerk) == ["Jans Rosa", "Thijs María"]
    clerk.window.open_page("members", desk.jef)
    clerk.settle()
    assert "gestopt op 23/11/2026 (verhuisd)" in card_text(clerk)
    clerk.page.table.setFocus()
    clerk.press(Key.Key_Delete)
    assert desk.row(Member, desk.jef).ended_on is None
    clerk.press(Key.Key_Delete)
    clerk.press(Key.Key_Return)
    clerk.press(Key.Key_Delete)
    clerk.save()
    assert "dag" in clerk.sentence("ended_on")


def test_a_new_driver_by_keyboard(clerk: Clerk, desk: Desk) -> None:
    clerk.open("drivers")
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
    text = card_text(clerk)
    for shown in ("geen autosnelweg", "3 ritten per week", "BE68 5390 0754 7034"):
        assert shown in text


def pattern(desk: Desk) -> str:
    card = desk.database.read(lambda session: queries.driver_card(session, desk.pierre, TODAY))
    assert card
    return rules.show_week_pattern(card.pattern)


def test_week_pattern_in_words(clerk: Clerk, desk: Desk) -> None:
    clerk.open("drivers")
    clerk.alt("w")
    clerk.type("soms")
    assert "soms" in clerk.sentence("pattern")
    clerk.press(Key.Key_A, CTRL)
    clerk.enter("ma di do 9-12 13-17")
    assert pattern(desk) == "ma di do 09:00-12:00 13:00-17:00"
    assert "ma di do 09:00-12:00 13:00-17:00" in card_text(clerk)


def test_week_pattern_by_ticks_and_hours(clerk: Clerk, desk: Desk) -> None:
    clerk.open("drivers")
    clerk.alt("w")
    clerk.type("do 9-12 13-17")
    dialog = clerk.dialog
    assert isinstance(dialog, PatternDialog)
    assert dialog.days[3].more.text() == "en 13:00-17:00"
    dialog.days[0].is_free.setFocus()
    clerk.press(Key.Key_Space)
    dialog.days[1].from_time.setFocus()
    clerk.type("14")
    assert dialog.words.text() == "ma di 14:00-23:59 do 09:00-12:00 13:00-17:00"
    dialog.days[1].to_time.setFocus()
    for typed in ("13", "25"):
        clerk.press(Key.Key_A, CTRL)
        clerk.type(typed)
        assert clerk.sentence("pattern")
    clerk.press(Key.Key_A, CTRL)
    clerk.type("16")
    dialog.words.setFocus()
    clerk.save()
    assert pattern(desk) == "ma di 14:00-16:00 do 09:00-12:00 13:00-17:00"


def test_absence_added_changed_and_removed(clerk: Clerk, desk: Desk) -> None:
    clerk.open("drivers")
    clerk.alt("a")
    clerk.enter("", "23/11", "22/11")
    clerk.save()
    assert "Draai" in clerk.sentence("to_day")
    clerk.press(Key.Key_A, CTRL)
    clerk.enter("30/11", "verlof")
    assert "23/11/2026 tot en met 30/11/2026, afwezig, verlof" in card_text(clerk)
    assert "Afwezig tot en met 30/11/2026" in card_text(clerk)
    link = next(b for b in clerk.page.card.findChildren(QPushButton) if "verlof" in b.accessibleName())
    link.click()
    clerk.settle()
    clerk.press(Key.Key_Down)
    clerk.save()
    absence = only(desk, Absence)
    assert isinstance(absence, Absence)
    assert absence.kind is AvailabilityKind.AVAILABLE
    clerk.page.card.findChildren(QToolButton)[0].click()
    clerk.settle()
    assert "verlof" not in card_text(clerk)
    clerk.alt("a")
    clerk.press(Key.Key_Return)
    clerk.press(Key.Key_Delete)
    clerk.save()
    assert "eerste dag" in clerk.sentence("from_day")


def test_documents_warn_in_list_and_card(clerk: Clerk, desk: Desk) -> None:
    clerk.open("drivers")
    clerk.alt("o")
    clerk.enter("", "1/12/2026", "polis 7")
    document = only(desk, DriverDocument)
    assert isinstance(document, DriverDocument)
    assert (document.kind, document.expires_on) == (DocumentKind.LICENCE, date(2026, 12, 1))
    assert "rijbewijs: binnen 30 dagen" in card_text(clerk)
    clerk.page.choose_chip("documents")
    assert names(clerk) == ["Reynders Pierre"]
    link = next(b for b in clerk.page.card.findChildren(QPushButton) if "rijbewijs" in b.accessibleName())
    link.click()
    clerk.settle()
    assert clerk.dialog.form.row("note").field.text() == "polis 7"  # type: ignore[union-attr] # a TextField
    clerk.dialog.reject()


def test_a_driver_stops_and_starts_again(clerk: Clerk, desk: Desk) -> None:
    clerk.open("drivers")
    clerk.press(Key.Key_Delete)
    clerk.press(Key.Key_Delete)
    clerk.save()
    assert "laatste dag" in clerk.sentence("active_to")
    clerk.enter("20/11/2026")
    assert names(clerk) == ["Vos Paula"]
    clerk.window.open_page("drivers", desk.pierre)
    clerk.settle()
    assert "Niet actief" in card_text(clerk)
    clerk.page.table.setFocus()
    clerk.press(Key.Key_Delete)
    assert desk.row(Driver, desk.pierre).active_to is None


def test_a_driver_opens_the_member_with_a_preference(clerk: Clerk, desk: Desk) -> None:
    tie = ops.SetPreference(desk.maria, desk.pierre, DriverTie.PREFERRED)
    desk.database.write(lambda session: ops.set_preference(session, tie))
    clerk.open("drivers")
    link = next(b for b in clerk.page.card.findChildren(QPushButton) if "Thijs" in b.accessibleName())
    link.click()
    clerk.settle()
    assert isinstance(clerk.page, MembersPage)
    assert clerk.page.shown_card.key == desk.maria


def test_the_list_copies_as_a_table(clerk: Clerk) -> None:
    clerk.press(Key.Key_C, CTRL)
    header, row = QGuiApplication.clipboard().text().splitlines()
    assert header.split("\t")[:3] == ["Nr", "Naam", "Geboren"]
    assert row.split("\t")[:3] == ["12", "Claes Jef", "02/05/1938"]


def test_an_empty_desk_offers_the_import(qtbot: QtBot, qapp: QApplication, runner: Runner) -> None:
    clerk = Clerk(qtbot, qapp, runner)
    for page in ("members", "drivers"):
        clerk.open(page)
        assert isinstance(clerk.page.empty, EmptyState)
        assert clerk.page.empty.isVisible()
        assert "Excel" in clerk.page.empty.button.text()
        for act in (clerk.page.on_edit, clerk.page.on_end):
            act()
        assert not clerk.in_dialog
        clerk.page.empty.button.click()
        clerk.settle()


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


@pytest.mark.parametrize("page", ["members", "drivers"])
def test_every_control_of_a_page_has_a_name(clerk: Clerk, page: str) -> None:
    clerk.open(page)
    assert_accessible(clerk.page)


@pytest.mark.parametrize(
    ("page", "act"),
    [
        ("members", lambda page: page.on_new()),
        ("members", lambda page: page.on_edit()),
        ("members", lambda page: page.on_end()),
        ("members", lambda page: page.on_fee()),
        ("members", lambda page: page.on_check()),
        ("members", lambda page: page.on_new_contact()),
        ("members", lambda page: page.on_new_preference()),
        ("drivers", lambda page: page.on_new()),
        ("drivers", lambda page: page.on_pattern()),
        ("drivers", lambda page: page.on_new_absence()),
        ("drivers", lambda page: page.on_new_document()),
        ("drivers", lambda page: page.on_end()),
    ],
)
def test_every_control_of_a_dialog_has_a_name(clerk: Clerk, page: str, act: Callable[[object], None]) -> None:
    clerk.open(page)
    act(clerk.page)
    clerk.settle()
    assert_accessible(clerk.dialog)
    keys = access_keys(clerk.dialog)
    assert len(keys) == len(set(keys)) >= 2
    clerk.dialog.reject()


def access_keys(root: QWidget) -> list[str]:
    """Return the letter of every label and button in sight that has one."""
    texts = [label.text() for label in root.findChildren(QLabel) if label.buddy() and not label.isHidden()]
    texts += [button.text() for button in root.findChildren(QAbstractButton) if button.isVisible()]
    found = (re.search(r"&([^&])", text.replace("&&", "")) for text in texts)
    return [match[1].lower() for match in found if match]


@pytest.mark.parametrize("page", ["members", "drivers"])
def test_the_access_keys_of_a_page_are_all_different(clerk: Clerk, page: str) -> None:
    clerk.open(page)
    keys = access_keys(clerk.window)
    assert len(keys) == len(set(keys)) >= 6


def test_every_value_has_its_words() -> None:
    kinds = [*words._WORDS]
    assert len(kinds) == 10
    for kind in kinds:
        for value in kind:
            assert words.word(value)
    for standing in (MembershipStatus, Review, Expiry, DriverTie):
        for value in standing:
            assert words.look(value).icon
