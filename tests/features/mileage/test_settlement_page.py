"""The page Afrekening, by keys."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from mmc_desk.features.mileage import ops
from mmc_desk.features.mileage.pages.correction_dialog import CorrectionDialog
from mmc_desk.features.mileage.pages.settlement import SettlementPage
from mmc_desk.features.mileage.pages.transfer_dialog import TransferDialog
from mmc_desk.features.rides.model import OfficialKmRate, RideState
from mmc_desk.ui import theme
from mmc_desk.ui.messages import MessageRecorder
from mmc_desk.ui.preview import PreviewDialog
from mmc_desk.ui.runner import Runner
from tests.features.mileage.conftest import IBAN, Till

DAY = date(2026, 10, 5)


@pytest.fixture
def page(sqlite_till: Till, qtbot: QtBot, qapp: QApplication) -> Iterator[SettlementPage]:
    theme.apply(qapp, "light", 100)
    till = sqlite_till
    rosa, jan = till.driver("Claes Rosa"), till.driver("Peeters Jan", iban=IBAN)
    till.ride(DAY, jan, 26, received=1_000)
    till.ride(date(2026, 10, 9), jan, 10)
    till.ride(DAY, rosa, 5, state=RideState.WASTED)
    runner = Runner(till.database)
    made = SettlementPage(runner)
    qtbot.addWidget(made)
    made.resize(1240, 700)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    runner.wait_idle()
    yield made
    runner.close()


def press(page: SettlementPage, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    page.table.setFocus()
    QTest.keyClick(page.table, key, modifier)
    page.runner.wait_idle()


def shown(page: SettlementPage) -> list[list[str]]:
    return [[column.text(row).replace("\u00a0", " ") for column in page.model.columns] for row in page.model.rows]


def states(page: SettlementPage) -> list[str]:
    return [row[1] for row in shown(page)]


def test_last_month_is_shown_driver_by_driver(page: SettlementPage) -> None:
    assert shown(page) == [
        ["Claes Rosa", "klaar", "0", "5", "€ 2,00", "€ 0,00", "€ 2,00"],
        ["Peeters Jan", "klaar", "2", "36", "€ 14,40", "€ 10,00", "€ 4,40"],
    ]
    assert page.total.text().replace("\u00a0", " ") == "2 ritten · 41 km · € 16,40 − € 10,00 ontvangen = € 6,40"
    assert [row.ride_no for row in page.lines_model.rows] == ["2026-0005"]
    press(page, Qt.Key.Key_Down)
    assert page.driver.text() == "Peeters Jan · klaar"
    assert len(page.lines_model.rows) == 2
    assert "contant" in page.balance.text()
    texts = [[column.text(row) for column in page.lines_model.columns] for row in page.lines_model.rows]
    assert texts[0][:4] == ["ma 05/10", "2026-0003", "rit", "26"]


def test_one_driver_is_settled_signed_and_paid_by_keys(page: SettlementPage, recorder: MessageRecorder) -> None:
    press(page, Qt.Key.Key_Down)
    press(page, Qt.Key.Key_A)
    assert states(page) == ["klaar", "afgerekend"]
    assert recorder.undos == [None]
    press(page, Qt.Key.Key_G)
    assert states(page)[1] == "getekend"
    press(page, Qt.Key.Key_B)
    assert states(page)[1] == "betaald"
    assert "overschrijving" in page.balance.text()
    undo = recorder.undos[-1]
    assert undo
    undo()
    page.runner.wait_idle()
    assert states(page)[1] == "getekend"
    assert not page.deeds.actions["settle"].isEnabled()


def test_a_refusal_is_said_in_place_and_goes(page: SettlementPage, sqlite_till: Till) -> None:
    sqlite_till.ride(DAY, page.model.rows[1].driver_id, None, state=RideState.ASSIGNED)
    page.reload()
    page.runner.wait_idle()
    assert states(page)[1] == "1 resultaat ontbreekt"
    press(page, Qt.Key.Key_Down)
    press(page, Qt.Key.Key_A)
    assert page.refusal.isVisible()
    assert "2026-0006" in page.refusal.text.text()
    press(page, Qt.Key.Key_A, Qt.KeyboardModifier.ShiftModifier)
    assert not page.refusal.isVisible()
    assert states(page) == ["afgerekend", "1 resultaat ontbreekt"]
    press(page, Qt.Key.Key_A, Qt.KeyboardModifier.ShiftModifier)
    assert "Peeters Jan" in page.refusal.text.text()


def test_all_who_are_complete_and_who_waits_is_told(
    page: SettlementPage, sqlite_till: Till, recorder: MessageRecorder
) -> None:
    for _ in range(2):
        sqlite_till.ride(DAY, page.model.rows[1].driver_id, None, state=RideState.ASSIGNED)
    sqlite_till.ride(DAY, None, None, state=RideState.REQUESTED)
    page.reload()
    page.runner.wait_idle()
    assert states(page)[1] == "2 resultaten ontbreken"
    assert "2026-0008" in page.open_requests.text()
    press(page, Qt.Key.Key_A, Qt.KeyboardModifier.ShiftModifier)
    assert "Wachten nog op een resultaat: Peeters Jan" in recorder.toasts[-1]


def test_a_late_sheet_becomes_a_further_part(page: SettlementPage, sqlite_till: Till) -> None:
    press(page, Qt.Key.Key_A, Qt.KeyboardModifier.ShiftModifier)
    sqlite_till.ride(DAY, page.model.rows[0].driver_id, 10)
    page.reload()
    page.runner.wait_idle()
    assert states(page)[0] == "afgerekend, 1 laat"
    press(page, Qt.Key.Key_L)
    assert states(page)[0] == "afgerekend"
    assert len(page.model.rows[0].parts) == 2


def test_a_ride_is_corrected_by_keys(page: SettlementPage, recorder: MessageRecorder) -> None:
    press(page, Qt.Key.Key_Down)
    press(page, Qt.Key.Key_A)
    press(page, Qt.Key.Key_Return)
    page.lines.selectRow(0)
    QTest.keyClick(page.lines, Qt.Key.Key_C)
    dialog = page.deeds.dialog
    assert isinstance(dialog, CorrectionDialog)
    dialog.metres.clear()
    dialog.submitted.emit()
    assert "Vul de gereden kilometers in" in dialog.form.rows[0].sentence.text()
    QTest.keyClicks(dialog.metres, "30")
    QTest.keyClick(dialog.metres, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    page.runner.wait_idle()
    assert "waarom" in dialog.form.rows[-1].sentence.text()
    QTest.keyClicks(dialog.reason, "verkeerd gelezen")
    QTest.keyClick(dialog.reason, Qt.Key.Key_Return)
    page.runner.wait_idle()
    assert recorder.toasts[-1] == "Rit 2026-0003 gecorrigeerd"
    assert [row.kind.value for row in page.lines_model.rows] == ["ride", "ride", "reversal", "correction"]
    assert [row.is_current for row in page.lines_model.rows] == [False, True, False, True]
    page.lines.selectRow(0)
    assert not page.deeds.actions["correct"].isEnabled()
    page.deeds.entry = None
    page.deeds.correct()


def test_a_rate_that_changed_is_settled_once(
    page: SettlementPage, sqlite_till: Till, recorder: MessageRecorder
) -> None:
    press(page, Qt.Key.Key_A, Qt.KeyboardModifier.ShiftModifier)

    def change(session: Session) -> None:
        session.query(OfficialKmRate).update({"rate": 4_100})

    sqlite_till.database.write(change)
    press(page, Qt.Key.Key_T)
    assert "3 ritten van 2 chauffeurs verrekend: samen € 0,41" in recorder.toasts[-1].replace("\u00a0", " ")
    press(page, Qt.Key.Key_T)
    assert "geen verschil" in page.refusal.text.text()


def test_the_payment_file_is_made_saved_paid_and_taken_back(
    page: SettlementPage, recorder: MessageRecorder, tmp_path: Path
) -> None:
    press(page, Qt.Key.Key_A, Qt.KeyboardModifier.ShiftModifier)
    press(page, Qt.Key.Key_F)
    dialog = page.deeds.dialog
    assert isinstance(dialog, TransferDialog)
    assert dialog.now.text().replace("\u00a0", " ") == "Chauffeurs te betalen: 1, samen € 4,40."
    QTest.keyClick(dialog.make_button, Qt.Key.Key_Space)
    page.runner.wait_idle()
    assert "rekeninghouder" in dialog.refusal.text.text()
    QTest.keyClick(dialog.account_button, Qt.Key.Key_Space)
    account: Any = dialog.payer_dialog
    QTest.keyClicks(account.name, "LDC De Wijzer")
    QTest.keyClicks(account.iban, "BE71 0961 2345 6769")
    QTest.keyClick(account.iban, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    page.runner.wait_idle()
    assert "BE71096123456769" in dialog.account.text()
    recorder.paths.append(tmp_path / "pay.xml")
    QTest.keyClick(dialog.make_button, Qt.Key.Key_Space)
    page.runner.wait_idle()
    assert "<InstdAmt" in (tmp_path / "pay.xml").read_text(encoding="utf-8")
    assert states(page)[1] == "in betaalbestand"
    recorder.paths.append(tmp_path / "again.xml")
    QTest.keyClick(dialog.table, Qt.Key.Key_Return)
    page.runner.wait_idle()
    assert (tmp_path / "again.xml").read_bytes() == (tmp_path / "pay.xml").read_bytes()
    recorder.paths.append(None)
    dialog.save()
    page.runner.wait_idle()
    QTest.keyClick(dialog.drop_button, Qt.Key.Key_Space)
    page.runner.wait_idle()
    assert [column.text(dialog.model.rows[0]) for column in dialog.model.columns][-1] == "ingetrokken"
    recorder.paths.append(None)
    dialog.make()
    page.runner.wait_idle()
    QTest.keyClick(dialog.paid_button, Qt.Key.Key_Space)
    page.runner.wait_idle()
    assert [dialog.model.columns[-1].text(row) for row in dialog.model.rows] == ["betaald", "ingetrokken"]
    assert states(page)[1] == "betaald"
    assert dialog.now.text() == "Niemand heeft nu iets te goed per overschrijving."


def test_without_a_file_the_dialog_does_nothing(page: SettlementPage) -> None:
    page.deeds.open_transfer()
    dialog: Any = page.deeds.dialog
    page.runner.wait_idle()
    for act in (dialog.save, dialog.mark_paid, dialog.drop):
        act()
    assert dialog.account.text() == "De rekening van de dienst is nog niet ingevuld."


def test_papers_are_previewed_and_saved(page: SettlementPage, recorder: MessageRecorder, tmp_path: Path) -> None:
    page.print_year()
    page.runner.wait_idle()
    assert "nog niets afgerekend" in page.refusal.text.text()
    recorder.paths.extend([tmp_path / "no", None])
    page.save()
    page.runner.wait_idle()
    assert "nog niet afgerekend" in page.refusal.text.text()
    page.save()
    press(page, Qt.Key.Key_A, Qt.KeyboardModifier.ShiftModifier)
    page.on_print()
    page.runner.wait_idle()
    preview = page.findChild(PreviewDialog)
    assert preview is not None
    assert preview.windowTitle() == "Afrekening oktober 2026"
    preview.close()
    page.print_year()
    page.runner.wait_idle()
    preview = page.findChild(PreviewDialog)
    assert preview is not None
    preview.close()
    recorder.paths.append(tmp_path / "october")
    page.save()
    page.runner.wait_idle()
    assert "Peeters Jan" in (tmp_path / "october.csv").read_text(encoding="utf-8-sig")


def test_a_month_nobody_drove_in_says_so(page: SettlementPage) -> None:
    page.show_day(date(2026, 8, 1))
    page.runner.wait_idle()
    assert page.stack.currentWidget() is page.empty
    assert "augustus 2026" in page.empty.sentence.text()
    page.deeds.settle()
    page.deeds.settle_late()
    page.deeds.sign()
    page.deeds.pay()
    page.on_print()
    page.print_year()
    page.runner.wait_idle()
    assert page.driver.text() == ""


def test_an_answer_to_an_older_question_is_dropped(page: SettlementPage) -> None:
    before = page.overview
    assert before
    page.show_day(date(2026, 8, 1))
    page._on_overview(before)
    assert page.overview is before
    page.runner.wait_idle()
    page._show_papers(before.drivers[0], ())
    assert page.driver.text() == ""


def test_widths_are_remembered(page: SettlementPage) -> None:
    state = page.save_state()
    page.restore_state(state)
    page.restore_state({"table": 3})
    assert page.save_state() == state


def test_the_ops_are_the_same_ones_without_the_page(sqlite_till: Till) -> None:
    jan = sqlite_till.driver("Peeters Jan", iban=IBAN)
    sqlite_till.ride(DAY, jan, 26)
    sqlite_till.do(ops.settle_month, ops.SettleMonth(2026, 10))
    assert "ingetrokken" in sqlite_till.refuse(ops.mark_file_paid, ops.MarkFilePaid(9, date(2026, 11, 23)))[1]
