"""The phone at the board: two keys a call; the attempts behind "no driver"; the history of a ride on screen."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mmc_desk.features import follow
from mmc_desk.features.rides.model import RideState
from mmc_desk.features.rides.model.calls import Answer
from mmc_desk.features.rides.pages.board import BoardPage
from mmc_desk.features.rides.pages.cancel_dialog import NoDriverDialog
from mmc_desk.features.rides.pages.history_dialog import HistoryDialog
from mmc_desk.features.rides.queries.calls import calls_of
from mmc_desk.ui.messages import MessageRecorder
from mmc_desk.ui.preview import PreviewDialog
from mmc_desk.ui.runner import Runner
from tests.accessibility import assert_accessible
from tests.features.rides.conftest import RideDesk
from tests.features.rides.pages.conftest import press

Open = Callable[[], BoardPage]


@pytest.fixture(autouse=True)
def following(sqlite_desk: RideDesk) -> Iterator[None]:
    sqlite_desk.database.followers = (follow,)
    yield
    sqlite_desk.database.followers = ()


def top(kind: type) -> object:
    """Return the dialog in front of a kind."""
    return next(widget for widget in QApplication.topLevelWidgets() if isinstance(widget, kind) and widget.isVisible())


def seek(page: BoardPage, runner: Runner) -> None:
    page.cards.select_first()
    press(page.cards, Qt.Key.Key_Return)
    runner.wait_idle()


def test_each_answer_takes_two_keys(
    sqlite_desk: RideDesk, board: Open, runner: Runner, recorder: MessageRecorder
) -> None:
    ride = sqlite_desk.request()
    page = board()
    seek(page, runner)
    names = [card.title for card in page.assign_panel.cards.card_model.cards]
    press(page.assign_panel.cards, "n")
    runner.wait_idle()
    cards = page.assign_panel.cards.card_model.cards
    assert [card.title for card in cards[:1]] == ["Vrij (2)"]
    assert cards[3].title == "Zei nee (1)"
    assert (cards[4].title, cards[4].lines[0]) == (names[1], "vandaag 10:00 nee")
    press(page.assign_panel.cards, "g")
    runner.wait_idle()
    press(page.assign_panel.cards, Qt.Key.Key_Down, "t")
    runner.wait_idle()
    assert recorder.toasts[0] == f"{names[1]} gebeld: nee"
    press(page.assign_panel.cards, "j")
    runner.wait_idle()
    assert sqlite_desk.ride(ride).state is RideState.ASSIGNED
    assert page.aside.currentWidget() is page.cards
    answers = [row.call.answer for row in sqlite_desk.read(calls_of, ride)]
    assert answers == [Answer.NO, Answer.NO_ANSWER, Answer.LATER, Answer.YES]
    runner.undo()
    runner.wait_idle()
    assert sqlite_desk.ride(ride).state is RideState.REQUESTED
    assert len(sqlite_desk.read(calls_of, ride)) == 3


def test_a_yes_that_cant_be_says_why(sqlite_desk: RideDesk, board: Open, runner: Runner) -> None:
    sqlite_desk.assigned()
    sqlite_desk.request(member_id=sqlite_desk.jef)
    page = board()
    seek(page, runner)
    assert page.assign_panel.cards.select_key(sqlite_desk.pierre)
    press(page.assign_panel.cards, "j")
    runner.wait_idle()
    assert "rijdt dan al" in page.refusal.text.text()
    press(page.assign_panel.cards, "n")
    runner.wait_idle()
    assert page.assign_panel.cards.card_model.cards[-1].lines == ("vandaag 10:00 nee",)


def test_no_driver_shows_the_attempts_and_proposes_the_reason(
    sqlite_desk: RideDesk, board: Open, runner: Runner
) -> None:
    ride = sqlite_desk.request()
    page = board()
    seek(page, runner)
    press(page.assign_panel.cards, "n")
    runner.wait_idle()
    press(page.assign_panel.cards, Qt.Key.Key_Escape)
    press(page.cards, "g")
    runner.wait_idle()
    dialog = top(NoDriverDialog)
    assert isinstance(dialog, NoDriverDialog)
    assert "vandaag 10:00 nee" in dialog.calls.text()
    assert dialog.reason.value == "1 keer gebeld: 1 nee"
    press(dialog.reason, Qt.Key.Key_Return)
    runner.wait_idle()
    assert sqlite_desk.ride(ride).reason == "1 keer gebeld: 1 nee"


def test_a_typed_reason_stays(sqlite_desk: RideDesk, board: Open, runner: Runner) -> None:
    sqlite_desk.request()
    page = board()
    page.cards.select_first()
    page.deeds.mark_no_driver()
    dialog = top(NoDriverDialog)
    assert isinstance(dialog, NoDriverDialog)
    dialog.reason.set_value("te laat gevraagd")
    runner.wait_idle()
    assert dialog.reason.value == "te laat gevraagd"
    assert "Er werd nog niemand voor deze rit gebeld. Vrij op dat uur: 3." in dialog.calls.text()
    dialog.reject()


def test_the_call_list_prints_from_the_board(sqlite_desk: RideDesk, board: Open, runner: Runner) -> None:
    sqlite_desk.request()
    page = board()
    page.day_deeds.call_list.trigger()
    runner.wait_idle()
    preview = top(PreviewDialog)
    assert isinstance(preview, PreviewDialog)
    assert list(preview.pages.search("Reynders Pierre"))
    preview.reject()


def test_the_history_opens_by_key_and_prints(sqlite_desk: RideDesk, board: Open, runner: Runner, qtbot: QtBot) -> None:
    ride = sqlite_desk.request()
    page = board()
    seek(page, runner)
    press(page.assign_panel.cards, Qt.Key.Key_Return)
    runner.wait_idle()
    page.view.select_ride(ride)
    press(page.view, "i")
    runner.wait_idle()
    dialog = top(HistoryDialog)
    assert isinstance(dialog, HistoryDialog)
    assert [line.deed[:15] for line in dialog.table.rows_model.rows] == ["Gewijzigd", "Rit toegewezen "]
    assert "niemand kan ze schrappen" in dialog.about.text()
    assert_accessible(dialog)
    for show in (dialog.print_ride, dialog.print_day, dialog.print_month):
        show()
        runner.wait_idle()
        preview = top(PreviewDialog)
        assert isinstance(preview, PreviewDialog)
        assert list(preview.pages.search("aangevraagd"))
        preview.reject()
    with qtbot.waitSignal(dialog.finished):
        press(dialog.table, Qt.Key.Key_Escape)
