"""What became of a ride, entered on the board by keys: sheet, cancellation, wasted trip, nobody found."""

from collections.abc import Callable
from datetime import date
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog

from mmc_desk.core.errors import RuleError
from mmc_desk.features.rides.model import CancelledBy, RideState
from mmc_desk.features.rides.pages.board import BoardPage
from mmc_desk.features.rides.pages.cancel_dialog import CancelDialog, NoDriverDialog, WastedDialog
from mmc_desk.features.rides.pages.outcome_form import MinutesField
from mmc_desk.features.rides.pages.request_dialog import RequestDialog
from mmc_desk.features.rides.pages.result_dialog import ResultDialog
from mmc_desk.ui.messages import MessageRecorder
from mmc_desk.ui.runner import Runner
from tests.accessibility import assert_accessible
from tests.features.rides.conftest import RideDesk
from tests.features.rides.pages.conftest import press

Open = Callable[[], BoardPage]
D = TypeVar("D", bound=QDialog)
PAST = date(2026, 11, 18)


def _dialog(page: BoardPage, kind: type[D]) -> D:
    found = page.findChild(kind)
    assert isinstance(found, kind)
    return found


def _on_past(page: BoardPage, runner: Runner, ride: int) -> None:
    page.open_record(ride)
    runner.wait_idle()


def test_the_ride_sheet(sqlite_desk: RideDesk, board: Open, runner: Runner, recorder: MessageRecorder) -> None:
    ride = sqlite_desk.assigned(ride_date=PAST)
    page = board()
    _on_past(page, runner, ride)
    press(page.view, "r")
    sheet = _dialog(page, ResultDialog)
    assert_accessible(sheet)
    press(sheet.metres, "44", Qt.Key.Key_Return)
    press(sheet.waiting, "1u30", Qt.Key.Key_Return)
    press(sheet.parking, "3,50", Qt.Key.Key_Return)
    press(sheet.received, "19", Qt.Key.Key_Return)
    sheet.save_button.click()
    runner.wait_idle()
    stored = sqlite_desk.ride(ride)
    assert (stored.state, stored.metres, stored.waiting_minutes) == (RideState.DRIVEN, 44_000, 90)
    assert (stored.parking, stored.received) == (350, 1900)
    assert recorder.toasts == ["Rit uitgevoerd"]


def test_kilometres_far_off_warn_and_are_saved(sqlite_desk: RideDesk, board: Open, runner: Runner) -> None:
    ride = sqlite_desk.assigned(ride_date=PAST)
    page = board()
    _on_past(page, runner, ride)
    press(page.view, "r")
    sheet = _dialog(page, ResultDialog)
    press(sheet.metres, "444")
    row = sheet.form.row("metres")
    assert row is not None
    assert "wijkt meer dan 30 % af" in row.sentence.text()
    sheet.save_button.click()
    runner.wait_idle()
    assert sqlite_desk.ride(ride).metres == 444_000


def test_a_sheet_without_kilometres_is_not_saved(sqlite_desk: RideDesk, board: Open, runner: Runner) -> None:
    ride = sqlite_desk.assigned(ride_date=PAST)
    page = board()
    _on_past(page, runner, ride)
    press(page.view, "r")
    sheet = _dialog(page, ResultDialog)
    sheet.save_button.click()
    runner.wait_idle()
    row = sheet.form.row("metres")
    assert row is not None
    assert row.sentence.text() == "Vul de gereden kilometers in."
    assert sheet.isVisible()
    sheet.close()
    assert sqlite_desk.ride(ride).state is RideState.ASSIGNED


def test_a_ride_to_come_has_no_sheet(sqlite_desk: RideDesk, board: Open, runner: Runner) -> None:
    ride = sqlite_desk.assigned()
    page = board()
    page.view.select_ride(ride)
    press(page.view, "r")
    sheet = _dialog(page, ResultDialog)
    press(sheet.metres, "40")
    sheet.save_button.click()
    runner.wait_idle()
    assert sheet.isVisible()
    assert sqlite_desk.ride(ride).state is RideState.ASSIGNED
    sheet.done(0)


def test_cancel(sqlite_desk: RideDesk, board: Open, runner: Runner, recorder: MessageRecorder) -> None:
    ride = sqlite_desk.assigned()
    page = board()
    page.view.select_ride(ride)
    press(page.view, "c")
    dialog = _dialog(page, CancelDialog)
    assert_accessible(dialog)
    dialog.by.set_value(CancelledBy.DRIVER)
    press(dialog.reason, "ziek")
    dialog.save_button.click()
    runner.wait_idle()
    stored = sqlite_desk.ride(ride)
    assert (stored.state, stored.cancelled_by, stored.reason) == (RideState.CANCELLED, CancelledBy.DRIVER, "ziek")
    assert not stored.chargeable
    card = page.cards.card_model.cards[-1]
    assert card.key == ride
    assert "geannuleerd: ziek" in card.spoken
    page.cards.select_key(ride)
    press(page.cards, "h")
    runner.wait_idle()
    assert sqlite_desk.ride(ride).state is RideState.REQUESTED
    assert recorder.toasts == ["Rit geannuleerd", "Rit heropend"]


@pytest.mark.parametrize(("choice", "charged"), [("yes", True), ("no", False)])
def test_who_decides_overrules_the_tariff(
    sqlite_desk: RideDesk, board: Open, runner: Runner, choice: str, *, charged: bool
) -> None:
    ride = sqlite_desk.assigned(ride_date=PAST)
    page = board()
    _on_past(page, runner, ride)
    press(page.view, "l")
    dialog = _dialog(page, WastedDialog)
    assert_accessible(dialog)
    press(dialog.metres, "18")
    dialog.charge.set_value(choice)
    dialog.save_button.click()
    runner.wait_idle()
    stored = sqlite_desk.ride(ride)
    assert (stored.state, stored.metres, stored.chargeable) == (RideState.WASTED, 18_000, charged)


def test_nobody_found_wants_a_reason(sqlite_desk: RideDesk, board: Open, runner: Runner) -> None:
    ride = sqlite_desk.request()
    page = board()
    page.cards.select_key(ride)
    press(page.cards, "g")
    dialog = _dialog(page, NoDriverDialog)
    assert_accessible(dialog)
    dialog.save_button.click()
    runner.wait_idle()
    row = dialog.form.row("reason")
    assert row is not None
    assert "Noteer waarom" in row.sentence.text()
    press(dialog.reason, "alle chauffeurs bezet")
    dialog.save_button.click()
    runner.wait_idle()
    stored = sqlite_desk.ride(ride)
    assert (stored.state, stored.reason) == (RideState.NO_DRIVER, "alle chauffeurs bezet")


def test_edit_opens_the_request(sqlite_desk: RideDesk, board: Open, runner: Runner) -> None:
    ride = sqlite_desk.assigned()
    page = board()
    page.view.select_ride(ride)
    press(page.view, "e")
    runner.wait_idle()
    dialog = _dialog(page, RequestDialog)
    assert dialog.windowTitle() == "Rit wijzigen"
    dialog.done(0)


def test_a_new_ride_is_for_the_day_in_view(sqlite_desk: RideDesk, board: Open, runner: Runner) -> None:
    page = board()
    page.on_new()
    runner.wait_idle()
    dialog = _dialog(page, RequestDialog)
    assert dialog.request.day.value == page.bar.day
    dialog.done(0)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("45", 45), ("1u30", 90), ("1:05", 65), ("2u", 120), ("1 u 30", 90), ("20 min", 20)],
)
def test_minutes_as_people_type_them(qapp: object, text: str, minutes: int) -> None:
    field = MinutesField()
    assert field.from_text(text) == minutes
    field.set_value(minutes)
    assert field.value == minutes
    assert field.from_text(field.text()) == minutes


@pytest.mark.parametrize("text", ["lang", "u", "1u2u3", "-5"])
def test_what_is_no_duration_is_said(qapp: object, text: str) -> None:
    with pytest.raises(RuleError, match="is geen duur"):
        MinutesField().from_text(text)
