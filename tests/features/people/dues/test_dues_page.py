"""The pages of fees and bank payments, worked by keyboard in a real window on a real database."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pypdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mmc_desk.core import clock
from mmc_desk.features.people import ops, queries, rules
from mmc_desk.features.people.model import EndReason
from mmc_desk.features.people.pages.dues import DuesPage
from mmc_desk.features.people.pages.dues_dialogs import DuesSettingsDialog, RenewalDialog
from mmc_desk.features.people.pages.payments import PaymentsPage
from mmc_desk.features.people.queries import DuesRow
from mmc_desk.features.people.rules import BankLine, DuesStatus
from mmc_desk.ui.messages import MessageRecorder
from mmc_desk.ui.preview import PreviewDialog
from tests.accessibility import assert_accessible
from tests.features.people.clerk import CTRL, Clerk, SharedWindow
from tests.features.people.small_desk import Desk

Key = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier
DECEMBER = date(2026, 12, 4)


@pytest.fixture
def desk(shared_desk: Desk) -> Desk:
    return shared_desk


@pytest.fixture
def december(frozen_clock: object) -> Iterator[None]:
    with clock.frozen(clock.at(DECEMBER, clock.local(clock.now()).time())):
        yield


@pytest.fixture
def clerk(december: None, qtbot: QtBot, qapp: QApplication, shared_window: SharedWindow) -> Clerk:
    return Clerk(qtbot, qapp, shared_window.runner, shared_window, "dues")


def page(clerk: Clerk) -> DuesPage:
    found = clerk.page
    assert isinstance(found, DuesPage)
    return found


def renew(clerk: Clerk) -> None:
    """Make the fees of the new year as Ctrl+N and Enter do, which has a test of its own."""
    command = ops.RenewMemberships(2027)
    clerk.runner.database.write(lambda session: ops.renew_memberships(session, command))
    clerk.page.reload()
    clerk.page.choose_chip("all")
    clerk.page.table.setFocus()
    clerk.settle()


def row(desk: Desk, key: int) -> DuesRow:
    rows = desk.database.read(lambda session: queries.dues_list(session, 2027, clock.today()))
    return next(one for one in rows if one.member_key == key)


def paid(clerk: Clerk, desk: Desk, *lines: BankLine) -> None:
    desk.database.write(lambda session: ops.import_payments(session, lines))
    clerk.page.reload()
    clerk.settle()


def save_paper(clerk: Clerk, recorder: MessageRecorder, path: Path) -> list[str]:
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, PreviewDialog)
    recorder.paths.append(path)
    clerk.press(Key.Key_S, CTRL)
    clerk.press(Key.Key_Escape)
    assert not clerk.in_dialog
    return [one.extract_text() for one in pypdf.PdfReader(path).pages]


def test_december_opens_on_the_next_year_and_asks_to_renew(clerk: Clerk) -> None:
    assert page(clerk).years.year == 2027
    assert page(clerk).banner.isVisible()
    assert "Leden zonder lidmaatschap van 2027: 3" in page(clerk).notice.text()
    assert "Geen rekeningnummer" in page(clerk).notice.text()
    assert clerk.page.splitter.isVisible(), "an empty year keeps its tools"


def test_the_run_is_looked_at_first_and_taken_back_in_one_step(
    clerk: Clerk, desk: Desk, recorder: MessageRecorder
) -> None:
    clerk.press(Key.Key_N, CTRL)
    dialog = clerk.dialog
    assert isinstance(dialog, RenewalDialog)
    told = [label.text() for label in dialog.lines]
    assert told[0] == "Nieuwe lidmaatschappen: 3, samen €\u00a030,00."
    assert "Claes Jef, Jans Rosa, Thijs María" in "".join(told)
    clerk.press(Key.Key_Return)
    assert recorder.toasts[-1] == "Lidmaatschappen van 2027 gemaakt: 3"
    assert clerk.page.chip.name == "letter"
    assert clerk.names() == ["Claes Jef", "Thijs María"]
    assert "0 betaald, 2 open" in page(clerk).totals.text()
    assert page(clerk).totals.toolTip().startswith("3 leden, 2 lidgelden · 0 kregen een brief")
    clerk.press(Key.Key_N, CTRL)
    assert isinstance(clerk.dialog, RenewalDialog)
    assert not clerk.dialog.save_button.isEnabled()
    assert "Iedereen is in orde" in clerk.dialog.lines[0].text()
    clerk.press(Key.Key_Escape)
    clerk.press(Key.Key_Z, CTRL)
    assert clerk.names() == []


def test_the_run_tells_what_a_death_changes(clerk: Clerk, desk: Desk) -> None:
    renew(clerk)
    people = [ops.AddMember(ops.PersonDetails(f"Lid{number}", "Lia")) for number in range(9)]

    def grow(session: object) -> None:
        for one in people:
            ops.add_member(session, one)  # type: ignore[arg-type]  # a session

    def dies_unnoticed(session: object) -> None:
        from mmc_desk.features.people.model import Member

        member = session.get_one(Member, desk.jef)  # type: ignore[attr-defined]  # a session
        member.ended_on, member.end_reason = date(2026, 11, 20), EndReason.DECEASED

    desk.database.write(grow)
    desk.database.write(dies_unnoticed)
    clerk.press(Key.Key_N, CTRL)
    assert isinstance(clerk.dialog, RenewalDialog)
    told = "\n".join(label.text() for label in clerk.dialog.lines)
    assert "Nu alleenstaand, dus een ander bedrag: Jans Rosa." in told
    assert "Geen lid meer, dus geschrapt: Claes Jef." in told
    assert "blijven zoals ze zijn: 1" in told
    clerk.press(Key.Key_Escape)


def test_letters_are_noted_when_they_are_saved_and_not_before(
    clerk: Clerk, desk: Desk, recorder: MessageRecorder, tmp_path: Path
) -> None:
    renew(clerk)
    clerk.press(Key.Key_B)
    clerk.press(Key.Key_Escape)
    assert row(desk, desk.maria).dues.invited_on is None
    clerk.press(Key.Key_B)
    texts = save_paper(clerk, recorder, tmp_path / "brieven.pdf")
    assert len(texts) == 2
    assert row(desk, desk.maria).dues.invited_on == DECEMBER
    assert row(desk, desk.rosa).dues.invited_on is None
    clerk.press(Key.Key_B)
    assert "niemand aan de beurt" in recorder.infos[-1]
    clerk.press(Key.Key_Z, CTRL)
    assert row(desk, desk.maria).dues.invited_on is None


def test_rows_that_are_chosen_get_their_letter_again(
    clerk: Clerk, desk: Desk, recorder: MessageRecorder, tmp_path: Path
) -> None:
    renew(clerk)
    clerk.press(Key.Key_B)
    save_paper(clerk, recorder, tmp_path / "brieven.pdf")
    clerk.press(Key.Key_Down, SHIFT)
    clerk.press(Key.Key_B)
    (again,) = save_paper(clerk, recorder, tmp_path / "nog-eens.pdf")
    assert "Jef Claes en Rosa Jans" in again


def test_printing_closes_the_preview_and_notes_it_once(clerk: Clerk, desk: Desk) -> None:
    renew(clerk)
    clerk.press(Key.Key_B)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, PreviewDialog)
    dialog.accept()
    clerk.settle()
    assert row(desk, desk.jef).dues.invited_on == DECEMBER


def test_a_save_that_is_cancelled_notes_nothing(clerk: Clerk, desk: Desk, recorder: MessageRecorder) -> None:
    renew(clerk)
    clerk.press(Key.Key_B)
    recorder.paths.append(None)
    clerk.press(Key.Key_S, CTRL)
    clerk.press(Key.Key_Escape)
    assert row(desk, desk.jef).dues.invited_on is None


def test_reminders_labels_and_the_list(clerk: Clerk, desk: Desk, recorder: MessageRecorder, tmp_path: Path) -> None:
    renew(clerk)
    clerk.press(Key.Key_H)
    assert "niemand aan de beurt" in recorder.infos[-1]
    for key, modifier, part in (
        (Key.Key_E, Qt.KeyboardModifier.NoModifier, "Demerwal 2"),
        (Key.Key_P, CTRL, "Stand op"),
    ):
        clerk.press(key, modifier)
        (text,) = save_paper(clerk, recorder, tmp_path / "blad.pdf")
        assert part in text
    keys = [row(desk, one).key for one in (desk.jef, desk.maria)]
    desk.database.write(lambda session: ops.note_invited(session, ops.NoteInvited(keys, DECEMBER)))
    with clock.frozen(clock.at(date(2027, 2, 3), clock.local(clock.now()).time())):
        page(clerk).reload()
        clerk.settle()
        clerk.page.choose_chip("reminder")
        assert clerk.names() == ["Claes Jef", "Thijs María"]
        clerk.page.table.setFocus()
        clerk.press(Key.Key_H)
        assert len(save_paper(clerk, recorder, tmp_path / "herinneringen.pdf")) == 2
        assert row(desk, desk.maria).dues.reminded_on == date(2027, 2, 3)


def test_paid_in_cash_and_taken_back(clerk: Clerk, desk: Desk, recorder: MessageRecorder) -> None:
    renew(clerk)
    clerk.press(Key.Key_C)
    assert "Claes Jef betaalt €\u00a018,00" in clerk.dialog.windowTitle()
    clerk.press(Key.Key_Return)
    assert row(desk, desk.jef).status is DuesStatus.PAID
    assert "betaald" in clerk.card_text()
    clerk.press(Key.Key_Delete)
    assert recorder.toasts[-1] == "Lidgeld staat weer open"
    assert row(desk, desk.jef).status is DuesStatus.OPEN
    clerk.press(Key.Key_Delete)
    assert row(desk, desk.jef).status is DuesStatus.OPEN


def test_the_partner_has_nothing_to_pay(clerk: Clerk, desk: Desk) -> None:
    renew(clerk)
    clerk.press(Key.Key_Down)
    assert "in het lidgeld van de partner" in clerk.card_text()
    clerk.press(Key.Key_C)
    assert not clerk.in_dialog


def test_too_much_stands_on_the_card_and_a_payment_is_taken_off(clerk: Clerk, desk: Desk) -> None:
    renew(clerk)
    reference = row(desk, desk.maria).reference
    paid(clerk, desk, BankLine("b1", DECEMBER, 2000, "THIJS MARIA", reference))
    clerk.page.choose_chip("over")
    clerk.page.table.setFocus()
    clerk.page.table.selectRow(0)
    clerk.settle()
    for part in ("te veel betaald", "€\u00a08,00", "€\u00a020,00 · THIJS MARIA", "04/12/2026"):
        assert part in clerk.card_text()
    clerk.remove_line()
    assert row(desk, desk.maria).status is DuesStatus.OPEN
    assert "bij geen lid staan: 1" in page(clerk).notice.text()
    clerk.press(Key.Key_Z, CTRL)
    clerk.page.choose_chip("all")
    clerk.page.open_record(row(desk, desk.maria).key)
    clerk.settle()
    clerk.page.table.setFocus()
    clerk.press(Key.Key_Delete)
    assert row(desk, desk.maria).payments == 0


def test_from_a_fee_to_its_member(clerk: Clerk, desk: Desk) -> None:
    renew(clerk)
    page(clerk).open_member()
    clerk.settle()
    assert clerk.page.shown_card.key == desk.jef


def test_another_year(clerk: Clerk) -> None:
    renew(clerk)
    clerk.press(Key.Key_Left, CTRL)
    assert (page(clerk).years.year, clerk.names()) == (2026, [])
    clerk.press(Key.Key_Right, CTRL)
    assert len(clerk.names()) == 3


def test_the_settings_by_keyboard(clerk: Clerk, desk: Desk) -> None:
    clerk.alt("t")
    dialog = clerk.dialog
    assert isinstance(dialog, DuesSettingsDialog)
    dialog.iban.setFocus()
    clerk.enter("BE68 5390 0754 7035")
    assert "klopt niet" in clerk.sentence("iban")
    dialog.iban.setFocus()
    clerk.press(Key.Key_A, CTRL)
    clerk.enter(
        "be68539007547034", "GKCCBEBB", "LDC De Wijzer", "Brugstraat 15, 3740 Bilzen", "089 51 91 38", "elke dag"
    )
    assert dialog.iban.value == "BE68 5390 0754 7034"
    clerk.enter("13", "19")
    clerk.press(Key.Key_Up)
    clerk.enter("", "6", "veertien")
    clerk.save()
    assert "getal" in clerk.sentence("reminder_days")
    clerk.press(Key.Key_A, CTRL)
    clerk.type("14")
    dialog.single.setFocus()
    clerk.press(Key.Key_A, CTRL)
    clerk.press(Key.Key_Delete)
    clerk.save()
    assert "bedrag" in clerk.sentence("single")
    clerk.type("13")
    dialog.valid_from.setFocus()
    clerk.press(Key.Key_A, CTRL)
    clerk.press(Key.Key_Delete)
    clerk.save()
    assert "dag" in clerk.sentence("valid_from")
    clerk.type("1/12/2026")
    clerk.save()
    assert not clerk.in_dialog
    known = desk.database.read(lambda session: queries.dues_settings(session, DECEMBER))
    assert (known.iban, known.tariff.single, known.reminder_days) == ("BE68539007547034", 1300, 14)
    assert (known.tariff.half_from, known.review_months) == ((6, 1), 6)
    assert "Geen rekeningnummer" not in page(clerk).notice.text()


def test_a_bank_nobody_knows_is_a_warning(clerk: Clerk) -> None:
    clerk.alt("t")
    dialog = clerk.dialog
    assert isinstance(dialog, DuesSettingsDialog)
    dialog.iban.setFocus()
    clerk.enter("BE68 5390 0754 7034")
    assert "bankcode" in clerk.sentence("iban")
    dialog.iban.setFocus()
    clerk.press(Key.Key_A, CTRL)
    clerk.enter("BE49 7583 1226 0871")
    assert "contant" in clerk.sentence("iban")
    dialog.reject()


# --- Bankbetalingen


@pytest.fixture
def waiting(clerk: Clerk, desk: Desk) -> Clerk:
    renew(clerk)
    lines = [
        BankLine("b1", DECEMBER, 1200, "THIJS MARIA", "lidgeld"),
        BankLine("b2", DECEMBER, 3000, "Buren", "Claes Jef en Thijs María"),
        BankLine("b3", DECEMBER, 9000, "PEETERS", "zaalhuur"),
    ]
    desk.database.write(lambda session: ops.import_payments(session, lines))
    clerk.open("payments")
    return clerk


def test_a_proposal_is_accepted_by_its_number(waiting: Clerk, desk: Desk, recorder: MessageRecorder) -> None:
    assert isinstance(waiting.page, PaymentsPage)
    assert len(waiting.page.table.rows_model.rows) == 3
    for part in ("€\u00a012,00", "THIJS MARIA", "1  Thijs María (lid 271), 2027", "naam, bedrag"):
        assert part in waiting.card_text()
    waiting.press(Key.Key_5)
    waiting.press(Key.Key_1)
    assert "Thijs María" in recorder.toasts[-1]
    assert row(desk, desk.maria).status is DuesStatus.PAID
    waiting.press(Key.Key_Z, CTRL)
    assert len(waiting.page.table.rows_model.rows) == 3


def test_two_members_at_once_are_proposed_together_and_split(waiting: Clerk, desk: Desk) -> None:
    waiting.press(Key.Key_Down)
    assert "Claes Jef (lid 12), 2027 + Thijs María (lid 271), 2027" in waiting.card_text()
    assert "te betalen is" in waiting.card_text()
    waiting.press(Key.Key_1)
    assert {row(desk, key).status for key in (desk.jef, desk.maria)} == {DuesStatus.PAID}
    assert "is al betaald" not in waiting.card_text()


def test_what_was_paid_before_says_so(waiting: Clerk, desk: Desk) -> None:
    reference = row(desk, desk.maria).reference
    waiting.press(Key.Key_1)
    paid(waiting, desk, BankLine("b9", DECEMBER, 1200, "DOCHTER", reference))
    waiting.page.filter.setText("dochter")
    waiting.settle()
    assert "is al betaald" in waiting.card_text()


def test_set_aside_and_back(waiting: Clerk, recorder: MessageRecorder) -> None:
    waiting.press(Key.Key_End, CTRL)
    waiting.press(Key.Key_Delete)
    assert recorder.toasts[-1] == "Betaling opzijgezet"
    assert len(waiting.page.table.rows_model.rows) == 2
    waiting.page.choose_chip("aside")
    waiting.page.table.setFocus()
    waiting.page.table.selectRow(0)
    waiting.settle()
    assert "geen lidgeld" in waiting.card_text()
    waiting.press(Key.Key_Delete)
    assert recorder.toasts[-1] == "Betaling wacht weer"


def test_a_member_is_looked_up_by_hand(waiting: Clerk, desk: Desk) -> None:
    waiting.press(Key.Key_End, CTRL)
    waiting.press(Key.Key_Return)
    waiting.save()
    assert "Kies een lidgeld" in waiting.sentence("shares")
    waiting.type("271")
    waiting.press(Key.Key_Down)
    waiting.press(Key.Key_Return)
    waiting.settle()
    assert row(desk, desk.maria).status is DuesStatus.OVERPAID


def test_no_payments_at_all(clerk: Clerk, recorder: MessageRecorder) -> None:
    clerk.open("payments")
    assert clerk.page.empty.isVisible()
    assert isinstance(clerk.page, PaymentsPage)
    for act in (clerk.page.on_edit, clerk.page.on_end, lambda: clerk.page.accept(1), clerk.page.on_new):
        act()
    clerk.settle()
    assert not clerk.in_dialog
    assert recorder.toasts == []


def test_nothing_chosen_does_nothing(clerk: Clerk) -> None:
    for act in (page(clerk).on_edit, page(clerk).on_end, page(clerk).open_member, page(clerk).on_statement):
        act()
    clerk.settle()
    assert not clerk.in_dialog


@pytest.mark.parametrize("name", ["dues", "payments"])
def test_every_control_has_a_name(waiting: Clerk, name: str) -> None:
    waiting.open(name)
    assert_accessible(waiting.window)
    assert waiting.paint()


def test_every_control_of_the_dialogs_has_a_name(waiting: Clerk) -> None:
    waiting.press(Key.Key_Return)
    assert_accessible(waiting.dialog)
    waiting.dialog.reject()
    waiting.open("dues")
    for act in (page(waiting).on_new, page(waiting).on_edit, page(waiting).on_settings):
        act()
        waiting.settle()
        assert_accessible(waiting.dialog)
        waiting.dialog.reject()
        waiting.settle()


def test_what_the_window_remembers(clerk: Clerk) -> None:
    assert page(clerk).offers("on_print")
    assert rules.renewal_year(DECEMBER) == 2027
