"""The page Rittenbladen by keys: what is missing, going through drivers and months, what is never lost, paper."""

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from mmc_desk.core.errors import ConflictError, RuleError
from mmc_desk.features.rides import ops
from mmc_desk.features.rides.model import RideState
from mmc_desk.features.rides.pages.sheets import SheetsPage
from mmc_desk.features.rides.pages.unannounced_dialog import UnannouncedDialog
from mmc_desk.features.rides.rules.sheets import SheetEntry
from mmc_desk.ui.candidates import Candidate
from mmc_desk.ui.messages import MessageRecorder
from mmc_desk.ui.page import Page
from mmc_desk.ui.preview import PreviewDialog
from mmc_desk.ui.runner import Runner
from tests.features.rides.conftest import RideDesk

TUESDAY, WEDNESDAY = date(2026, 11, 17), date(2026, 11, 18)
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(runner: Runner, show: Callable[[Page], None]) -> Callable[[], SheetsPage]:
    def open_page() -> SheetsPage:
        made = SheetsPage(runner)
        show(made)
        return made

    return open_page


def keys(runner: Runner, text: str) -> None:
    for character in text:
        widget = QApplication.focusWidget()
        assert widget is not None
        QTest.keyClicks(widget, character)
        runner.wait_idle()


def press(runner: Runner, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    widget = QApplication.focusWidget()
    assert widget is not None
    QTest.keyClick(widget, key, modifier)
    runner.wait_idle()


def choose(page: SheetsPage, driver_id: int | None, runner: Runner) -> None:
    page.bar.choose(driver_id)
    runner.wait_idle()


def test_without_a_driver_it_shows_whom_to_phone(
    page: Callable[[], SheetsPage], sqlite_desk: RideDesk, runner: Runner
) -> None:
    late = sqlite_desk.assigned(ride_date=TUESDAY)
    lost = sqlite_desk.request(ride_date=WEDNESDAY)
    shown = page()
    assert shown.stack.currentWidget() is shown.missing
    texts = [[column.text(ride) for column in shown.model.columns] for ride in shown.model.rows]
    assert [row[2:4] for row in texts] == [["Reynders Pierre", "0499 76 14 45"], ["zonder chauffeur", ""]]
    assert shown.bar.waiting.accessibleName() == "bij 1 chauffeurs ontbreken bladen"

    asked: list[tuple[str, object]] = []
    shown.open_page.connect(lambda name, key: asked.append((name, key)))
    shown.missing.select_where(lambda ride: ride.ride_id == lost)
    QTest.keyClick(shown.missing, Qt.Key.Key_Return)
    assert asked == [("board", lost)]
    shown.missing.select_where(lambda ride: ride.ride_id == late)
    QTest.keyClick(shown.missing, Qt.Key.Key_Return)
    runner.wait_idle()
    assert shown.grid.lines[0].metres.hasFocus()


def test_months_and_drivers_by_keys(page: Callable[[], SheetsPage], sqlite_desk: RideDesk, runner: Runner) -> None:
    sqlite_desk.assigned(ride_date=TUESDAY)
    sqlite_desk.assigned(sqlite_desk.wim, ride_date=TUESDAY)
    shown = page()
    assert shown.bar.month.text() == "november 2026"
    choose(shown, sqlite_desk.pierre, runner)
    press(runner, Qt.Key.Key_Down, CONTROL)
    assert shown.bar.driver_id == sqlite_desk.wim
    press(runner, Qt.Key.Key_Up, CONTROL)
    assert shown.bar.driver_id == sqlite_desk.pierre
    press(runner, Qt.Key.Key_Left, CONTROL)
    assert shown.bar.month.text() == "oktober 2026"
    assert shown.grid.lines == []
    shown.show_day(TUESDAY)
    runner.wait_idle()
    assert len(shown.grid.lines) == 1
    shown.bar.driver.clear()
    shown.bar.driver.textEdited.emit("")
    runner.wait_idle()
    assert shown.bar.driver_id is None


def test_the_end_of_a_driver_leads_to_the_next_one(
    page: Callable[[], SheetsPage], sqlite_desk: RideDesk, runner: Runner
) -> None:
    sqlite_desk.assigned(ride_date=TUESDAY)
    sqlite_desk.assigned(sqlite_desk.wim, ride_date=TUESDAY)
    shown = page()
    choose(shown, sqlite_desk.pierre, runner)
    keys(runner, "75+")
    assert shown.bar.next_button.hasFocus()
    QTest.keyClick(shown.bar.next_button, Qt.Key.Key_Space)
    runner.wait_idle()
    assert shown.bar.driver_id == sqlite_desk.wim
    keys(runner, "60+")
    assert shown.add_button.hasFocus()
    assert shown.bar.waiting.accessibleName() == "alle bladen zijn binnen"


def test_undo_takes_a_row_back(page: Callable[[], SheetsPage], sqlite_desk: RideDesk, runner: Runner) -> None:
    ride_id = sqlite_desk.assigned(ride_date=TUESDAY)
    shown = page()
    choose(shown, sqlite_desk.pierre, runner)
    keys(runner, "75+")
    assert sqlite_desk.ride(ride_id).metres == 75_000
    runner.undo()
    runner.wait_idle()
    assert sqlite_desk.ride(ride_id).state is RideState.ASSIGNED
    assert shown.grid.lines[0].metres.value is None
    assert not shown.grid.lines[0].is_dirty


def test_the_row_with_the_cursor_is_saved_when_the_page_is_left(
    page: Callable[[], SheetsPage], sqlite_desk: RideDesk, runner: Runner
) -> None:
    ride_id = sqlite_desk.assigned(ride_date=TUESDAY)
    shown = page()
    choose(shown, sqlite_desk.pierre, runner)
    keys(runner, "75")
    shown.hide()
    runner.wait_idle()
    assert sqlite_desk.ride(ride_id).metres == 75_000


def test_what_can_not_be_saved_yet_outlives_the_window(
    page: Callable[[], SheetsPage], sqlite_desk: RideDesk, runner: Runner
) -> None:
    sqlite_desk.assigned(ride_date=TUESDAY)
    shown = page()
    choose(shown, sqlite_desk.pierre, runner)
    shown.grid.lines[0].received.setFocus()
    keys(runner, "12,5")
    shown.grid.lines[0].choose("l", "received")
    shown.grid.lines[0].choose("u", "received")
    assert "1 nog niet bewaard" in shown.bar.waiting.accessibleName()
    state = shown.save_state()
    shown.close()

    other = SheetsPage(runner)
    other.restore_state(state)
    other.resize(1150, 600)
    other.show()
    choose(other, sqlite_desk.pierre, runner)
    line = other.grid.lines[0]
    assert line.received.value == 1250
    assert line.sentence.text() == "Vul de km of de eindstand in om deze rit te bewaren."
    other.close()


def test_what_somebody_else_changed_is_told_and_keyed_again(
    page: Callable[[], SheetsPage], sqlite_desk: RideDesk, runner: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    ride_id = sqlite_desk.assigned(ride_date=TUESDAY)
    shown = page()
    choose(shown, sqlite_desk.pierre, runner)

    def conflict(*_arguments: object, **_named: object) -> None:
        raise ConflictError("Intussen gewijzigd.")

    with monkeypatch.context() as patched:
        patched.setattr(ops, "key_sheet", conflict)
        keys(runner, "75+")
    line = shown.grid.lines[0]
    assert line.sentence.text() == "Intussen gewijzigd."
    line.metres.setFocus()
    keys(runner, "76+")
    assert sqlite_desk.ride(ride_id).metres == 76_000


def test_up_and_down_stay_in_the_column_and_a_note_takes_every_sign(
    page: Callable[[], SheetsPage], sqlite_desk: RideDesk, runner: Runner
) -> None:
    first, second = sqlite_desk.assigned(ride_date=TUESDAY), sqlite_desk.assigned(ride_date=WEDNESDAY)
    shown = page()
    choose(shown, sqlite_desk.pierre, runner)
    keys(runner, "75")
    press(runner, Qt.Key.Key_Down)
    keys(runner, "80")
    press(runner, Qt.Key.Key_Up)
    shown.grid.lines[0].note.setFocus()
    keys(runner, "l+g=u")
    press(runner, Qt.Key.Key_Return, CONTROL)
    assert (sqlite_desk.ride(first).note, sqlite_desk.ride(first).metres) == ("l+g=u", 75_000)
    assert sqlite_desk.ride(second).metres == 80_000


def test_unreadable_text_stays_with_its_sentence(
    page: Callable[[], SheetsPage], sqlite_desk: RideDesk, runner: Runner
) -> None:
    ride_id = sqlite_desk.assigned(ride_date=TUESDAY)
    shown = page()
    choose(shown, sqlite_desk.pierre, runner)
    line = shown.grid.lines[0]
    line.odometer_end.setFocus()
    keys(runner, "8x4+")
    assert line.sentence.text().startswith("“8x4” is geen tellerstand.")
    assert line.odometer_end.text() == "8x4"
    assert sqlite_desk.ride(ride_id).state is RideState.ASSIGNED


def test_rides_to_come_can_not_be_keyed(page: Callable[[], SheetsPage], sqlite_desk: RideDesk, runner: Runner) -> None:
    sqlite_desk.assigned()
    shown = page()
    choose(shown, sqlite_desk.pierre, runner)
    assert not shown.grid.lines[0].metres.isEnabled()


def test_a_record_opens_on_its_row(page: Callable[[], SheetsPage], sqlite_desk: RideDesk, runner: Runner) -> None:
    sqlite_desk.assigned(ride_date=TUESDAY)
    ride_id = sqlite_desk.assigned(ride_date=date(2026, 10, 20))
    shown = page()
    shown.open_record(ride_id)
    runner.wait_idle()
    assert shown.bar.month.text() == "oktober 2026"
    assert shown.grid.lines[0].metres.hasFocus()


def test_who_is_chosen_again_has_the_keys_in_the_sheets_again(
    page: Callable[[], SheetsPage], sqlite_desk: RideDesk, runner: Runner
) -> None:
    sqlite_desk.assigned(ride_date=TUESDAY)
    shown = page()
    choose(shown, sqlite_desk.pierre, runner)
    shown.bar.driver.setFocus()
    keys(runner, "reyn")
    press(runner, Qt.Key.Key_Return)
    assert shown.grid.lines[0].metres.hasFocus()


def test_without_a_driver_nothing_can_be_added(
    page: Callable[[], SheetsPage], sqlite_desk: RideDesk, runner: Runner
) -> None:
    shown = page()
    assert shown.stack.currentWidget() is shown.empty
    assert not shown.add_button.isEnabled()
    shown.on_new()
    assert shown.bar.driver.hasFocus()
    choose(shown, sqlite_desk.pierre, runner)
    shown.on_new()
    runner.wait_idle()
    (dialog,) = shown.findChildren(UnannouncedDialog)
    dialog.member.set_value(None)
    with pytest.raises(RuleError, match="Kies het lid"):
        dialog.make_op()
    dialog.member.set_value(Candidate(sqlite_desk.rosa, "Jans Rosa"))
    dialog.day.set_value(None)
    with pytest.raises(RuleError, match="Vul de datum"):
        dialog.make_op()
    dialog.reject()


@pytest.mark.parametrize("act", ["on_print", "print_all", "print_blank", "print_tomorrow"])
def test_every_paper_has_a_preview(
    act: str, page: Callable[[], SheetsPage], sqlite_desk: RideDesk, runner: Runner, recorder: MessageRecorder
) -> None:
    sqlite_desk.assigned(ride_date=TUESDAY)
    shown = page()
    choose(shown, sqlite_desk.pierre, runner)
    getattr(shown, act)()
    runner.wait_idle()
    (preview,) = shown.findChildren(PreviewDialog)
    assert preview.pages.content.startswith(b"%PDF")
    preview.accept()
    runner.wait_idle()
    assert recorder.errors == []


def test_a_refused_figure_stands_beside_its_field(
    page: Callable[[], SheetsPage], sqlite_desk: RideDesk, runner: Runner
) -> None:
    ride_id = sqlite_desk.assigned(ride_date=TUESDAY)
    shown = page()
    choose(shown, sqlite_desk.pierre, runner)
    line = shown.grid.lines[0]
    keys(runner, "75")
    line.received.setFocus()
    keys(runner, "-3")
    press(runner, Qt.Key.Key_Return, CONTROL)
    assert line.sentence.text() == "Het ontvangen bedrag kan niet negatief zijn."
    assert line.received.property("problem") == "error"
    assert sqlite_desk.ride(ride_id).state is RideState.ASSIGNED
    assert line.entry() == SheetEntry(metres=75_000, received=-300)
