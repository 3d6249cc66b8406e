"""Tarieven, slips, shared cars and another driver back: through real widgets, by keys."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from mmc_desk.core.model import DeskSetting
from mmc_desk.features.rides import ops
from mmc_desk.features.rides.model import OfficialKmRate, RideState
from mmc_desk.features.rides.pages.board import BoardPage
from mmc_desk.features.rides.pages.cancel_dialog import CancelDialog
from mmc_desk.features.rides.pages.rate_dialog import RateDialog
from mmc_desk.features.rides.pages.result_dialog import ResultDialog
from mmc_desk.features.rides.pages.share_dialogs import ReturnDialog, ShareDialog
from mmc_desk.features.rides.pages.tariff_dialog import TariffDialog
from mmc_desk.features.rides.pages.tariffs import TariffPage
from mmc_desk.features.rides.queries.board import one_ride
from mmc_desk.features.rides.queries.settings import tariff, tariff_book
from mmc_desk.features.rides.rules.tariff import Band, CoffeeStep, Tariff
from mmc_desk.ui.messages import MessageRecorder
from mmc_desk.ui.page import Page
from mmc_desk.ui.preview import PreviewDialog
from mmc_desk.ui.runner import Runner
from tests.features.rides.conftest import RideDesk
from tests.features.rides.pages.conftest import press

CTRL = Qt.KeyboardModifier.ControlModifier


def dialog_of(page: Page) -> QDialog:
    (found,) = [dialog for dialog in page.findChildren(QDialog) if dialog.isVisible()]
    return found


def open_page(runner: Runner, show: Callable[[Page], None]) -> TariffPage:
    page = TariffPage(runner)
    show(page)
    return page


def test_a_new_tariff_by_keys(
    sqlite_desk: RideDesk, runner: Runner, show: Callable[[Page], None], qtbot: QtBot
) -> None:
    page = open_page(runner, show)
    assert "Per km: het wettelijk tarief" in page.words.text()
    assert page.gap.isVisible()
    page.on_new()
    dialog = dialog_of(page)
    assert isinstance(dialog, TariffDialog)
    press(dialog.fields.valid_from, "01/01/2027", Qt.Key.Key_Return)
    press(dialog.fields.rate, "0,41", Qt.Key.Key_Return)
    assert not dialog.examples.warning.isVisible()
    press(dialog.fields.minimum_metres, "10")
    assert "gereden 4" in dialog.examples.sums.text()
    press(dialog.fields.rate, "0,45")
    assert dialog.examples.warning.isVisible()
    press(dialog.fields.bands, "5: 5x")
    press(dialog.fields.coffee, "60: 5")
    press(dialog.fields.waiting_free_steps, "1")
    with qtbot.waitSignal(dialog.accepted):
        QTest.keyClick(dialog.fields.bands, Qt.Key.Key_Return, CTRL)
    runner.wait_idle()
    found = sqlite_desk.read(tariff, date(2027, 1, 1))
    assert (found.rate, found.minimum_metres, found.waiting_free_steps) == (4500, 10_000, 1)
    assert found.bands == (Band(5_000, as_metres=5_000),)
    assert found.coffee == (CoffeeStep(60, 500),)
    assert len(page.versions.rows) == 2
    page.table.selectRow(0)
    assert page.warning.isVisible()


def test_a_tariff_without_a_day_or_with_a_wrong_number_is_not_saved(
    runner: Runner, show: Callable[[Page], None], qtbot: QtBot
) -> None:
    page = open_page(runner, show)
    page.open_tariff(page.versions.rows[0])
    dialog = dialog_of(page)
    assert isinstance(dialog, TariffDialog)
    press(dialog.fields.waiting_free_steps, "veel")
    assert dialog.fields.waiting_free_steps.problem
    dialog.fields.waiting_free_steps.set_value(None)
    dialog.fields.valid_from.set_value(None)
    QTest.keyClick(dialog.fields.rate, Qt.Key.Key_Return, CTRL)
    assert dialog.isVisible()
    assert dialog.form.row("valid_from").problem  # type: ignore[union-attr] # the form has it


def test_a_tariff_to_come_is_taken_back_by_del(
    sqlite_desk: RideDesk, runner: Runner, show: Callable[[Page], None], recorder: MessageRecorder
) -> None:
    sqlite_desk.add(DeskSetting(name="tariff.rate", valid_from=date(2027, 1, 1), value="4000"))
    page = open_page(runner, show)
    page.table.selectRow(1)
    press(page.table, Qt.Key.Key_Delete)
    runner.wait_idle()
    assert recorder.errors
    page.table.selectRow(0)
    press(page.table, Qt.Key.Key_Delete)
    runner.wait_idle()
    assert sqlite_desk.read(tariff_book).versions == ()
    page.table.clearSelection()
    page.table.setCurrentIndex(page.table.model().index(-1, -1))
    page.remove()


def test_an_official_rate_is_added_by_keys(
    sqlite_desk: RideDesk, runner: Runner, show: Callable[[Page], None], qtbot: QtBot
) -> None:
    page = open_page(runner, show)
    press(page.rates_table, Qt.Key.Key_Insert)
    dialog = dialog_of(page)
    assert isinstance(dialog, RateDialog)
    QTest.keyClick(dialog.source, Qt.Key.Key_Return, CTRL)
    press(dialog.rate, "0,44")
    dialog.valid_from.set_value(None)
    QTest.keyClick(dialog.source, Qt.Key.Key_Return, CTRL)
    assert dialog.isVisible()
    press(dialog.valid_from, "01/04/2026")
    with qtbot.waitSignal(dialog.accepted):
        QTest.keyClick(dialog.source, Qt.Key.Key_Return, CTRL)
    runner.wait_idle()
    assert page.rates.rows[0].rate == 4400
    assert not page.gap.isVisible()
    page.open_rate(page.rates.rows[0])
    assert dialog_of(page).findChild(type(dialog.rate)) is not None
    assert sqlite_desk.read(lambda session: session.query(OfficialKmRate).count()) == len(page.rates.rows)


# On the board


def pick(board: BoardPage, ride_id: int) -> None:
    board.open_record(ride_id)
    board.runner.wait_idle()


def test_two_rides_in_one_car_by_keys(
    sqlite_desk: RideDesk, board: Callable[[], BoardPage], runner: Runner, qtbot: QtBot
) -> None:
    other, ride_id = sqlite_desk.request(), sqlite_desk.request(member_id=sqlite_desk.maria)
    page = board()
    pick(page, ride_id)
    hints = [line for card in page.cards.card_model.cards for line in card.lines if "kan samen met" in line]
    assert len(hints) == 2
    press(page.cards, "s")
    dialog = dialog_of(page)
    assert isinstance(dialog, ShareDialog)
    with qtbot.waitSignal(dialog.accepted):
        press(dialog.first, Qt.Key.Key_Return)
    runner.wait_idle()
    merged = [sqlite_desk.ride(one) for one in (other, ride_id)]
    assert {ride.state for ride in merged} == {RideState.REQUESTED, RideState.CANCELLED}
    kept = next(ride for ride in merged if ride.state is RideState.REQUESTED)
    pick(page, kept.id)
    press(page.cards, "u")
    runner.wait_idle()
    assert {sqlite_desk.ride(one).state for one in (other, ride_id)} == {RideState.REQUESTED}


def test_another_driver_brings_back_by_keys(
    sqlite_desk: RideDesk, board: Callable[[], BoardPage], runner: Runner, qtbot: QtBot
) -> None:
    ride_id = sqlite_desk.request()
    page = board()
    pick(page, ride_id)
    press(page.cards, "t")
    dialog = dialog_of(page)
    assert isinstance(dialog, ReturnDialog)
    press(dialog.at, "15")
    with qtbot.waitSignal(dialog.accepted):
        QTest.keyClick(dialog.at, Qt.Key.Key_Return)
    runner.wait_idle()
    assert sqlite_desk.ride(ride_id).double_leg
    assert any("terugrit van rit" in mark for card in page.cards.card_model.cards for mark in card.marks)
    pick(page, ride_id)
    press(page.cards, "c")
    cancel = dialog_of(page)
    assert isinstance(cancel, CancelDialog)
    assert cancel.both.isVisible()
    cancel.both.set_value(False)
    QTest.keyClick(cancel.reason, Qt.Key.Key_Return, CTRL)
    runner.wait_idle()
    assert sqlite_desk.ride(ride_id).state is RideState.CANCELLED
    back = sqlite_desk.ride(ride_id + 1)
    assert (back.state, back.outward_id) == (RideState.REQUESTED, ride_id)


def test_the_slip_is_shown_before_it_is_printed(
    sqlite_desk: RideDesk, board: Callable[[], BoardPage], runner: Runner
) -> None:
    ride_id = sqlite_desk.assigned()
    page = board()
    pick(page, ride_id)
    press(page.view, "p")
    runner.wait_idle()
    dialog = dialog_of(page)
    assert isinstance(dialog, PreviewDialog)
    dialog.close()
    QApplication.processEvents()


def test_the_price_is_shown_while_the_sheet_is_keyed(sqlite_desk: RideDesk, runner: Runner, qtbot: QtBot) -> None:
    sqlite_desk.do(ops.set_tariff, ops.SetTariff(date(2026, 1, 1), Tariff(rate=5000, waiting_step_cents=125)))
    ride_id = sqlite_desk.assigned(ride_date=date(2026, 11, 18), passengers=(ops.SharedSeat(sqlite_desk.jef),))
    line = sqlite_desk.read(one_ride, ride_id)
    dialog = ResultDialog(line, None, runner)
    qtbot.addWidget(dialog)
    dialog.show()
    runner.wait_idle()
    assert "Vul de gereden" in dialog.price.text.text()
    press(dialog.metres, "33")
    press(dialog.waiting, "95")
    text = dialog.price.text.text().replace("\u00a0", " ")
    assert "Te betalen: € 21,50" in text
    assert "wachten 1 u 35: € 5,00" in text
    assert "Per lid: € 10,75 + € 10,75" in text
    assert "boven het wettelijk tarief" in text
    assert "nog niet gekend" in text
