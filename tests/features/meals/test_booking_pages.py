"""The page of the participants and the dialogs of bookings, driven by keys."""

from dataclasses import replace
from datetime import date, time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mmc_desk.features.meals.model import MealService
from mmc_desk.features.meals.model.bookings import BookingState
from mmc_desk.features.meals.ops.booking_commands import BookingDone, BookMeal, Meal
from mmc_desk.features.meals.pages.booking_dialog import BookingDialog, said
from mmc_desk.features.meals.pages.caterer_dialog import CatererDialog
from mmc_desk.features.meals.pages.impact_dialog import MealImpactDialog
from mmc_desk.features.meals.pages.noon import NoonPage
from mmc_desk.features.meals.pages.participant_dialogs import (
    EndDialog,
    EndStandingDialog,
    ParticipantDialog,
    PauseDialog,
)
from mmc_desk.features.meals.pages.participants import ParticipantsPage
from mmc_desk.features.meals.pages.walk_in_dialog import WalkInDialog
from mmc_desk.features.meals.queries.day import noon
from mmc_desk.features.meals.queries.impact import Cause, MealImpact
from mmc_desk.features.meals.queries.noons import Hall
from mmc_desk.features.meals.queries.retiming import Retime
from mmc_desk.features.rides.model import Ride
from mmc_desk.ui.messages import MessageRecorder
from mmc_desk.ui.preview import PreviewDialog
from mmc_desk.ui.runner import Runner
from tests.accessibility import assert_accessible
from tests.features.meals.conftest import TUESDAY, MealDesk, fill_meals
from tests.features.rides.conftest import fill

MONDAY = date(2026, 11, 23)
PAST = date(2026, 11, 17)
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def meals(runner: Runner) -> MealDesk:
    meals = fill_meals(fill(runner.database))
    meals.eater(meals.person_of(meals.rosa), restaurant_id=meals.hees, diet="zoutarm", needs_ride=True)
    return meals


@pytest.fixture
def page(qtbot: QtBot, runner: Runner, meals: MealDesk) -> ParticipantsPage:
    meals.booked(BookMeal(meals.noon(), Meal(), person_id=meals.person_of(meals.rosa), every_week=True))
    page = ParticipantsPage(runner)
    qtbot.addWidget(page)
    page.resize(1200, 700)
    page.show()
    runner.wait_idle()
    qtbot.waitUntil(lambda: page.shown_card is not None)
    return page


def opened(page: ParticipantsPage | NoonPage, runner: Runner, kind: type) -> object:
    runner.wait_idle()
    return page.findChildren(kind)[-1]


def test_the_card_shows_what_is_booked(page: ParticipantsPage) -> None:
    assert page.view.title.text() == "Jans Rosa"
    assert page.shown_card.eater.standing[0].needs_ride is False
    assert page.table.rows_model.rows[0].standing == 1
    assert page.chip.name == "active"


def test_a_participant_is_added_from_who_is_known(page: ParticipantsPage, runner: Runner, meals: MealDesk) -> None:
    page.on_new()
    dialog = opened(page, runner, ParticipantDialog)
    assert isinstance(dialog, ParticipantDialog)
    dialog.known.set_key(meals.neighbour)
    dialog.restaurant.set_value(meals.beverst)
    dialog.diet.setText("vegetarisch")
    QTest.keyClick(dialog.diet, Qt.Key.Key_Return, CONTROL)
    runner.wait_idle()
    row = next(row for row in page.table.rows_model.rows if row.name == "Buur Ben")
    assert (row.location, row.diet) == ("Beverst", "vegetarisch")


def test_somebody_new_and_a_change(page: ParticipantsPage, runner: Runner) -> None:
    page.on_new()
    dialog = opened(page, runner, ParticipantDialog)
    assert isinstance(dialog, ParticipantDialog)
    dialog.person.last_name.setText("Aerts")
    QTest.keyClick(dialog.person.last_name, Qt.Key.Key_Return, CONTROL)
    runner.wait_idle()
    assert page.table.current_row().name == "Aerts"
    page.table.select_where(lambda row: row.name == "Jans Rosa")
    page._read_card()
    runner.wait_idle()
    page.on_edit()
    change = opened(page, runner, ParticipantDialog)
    assert isinstance(change, ParticipantDialog)
    assert change.restaurant.value is not None
    change.allergens.setText("noten")
    QTest.keyClick(change.allergens, Qt.Key.Key_Return, CONTROL)
    runner.wait_idle()
    assert page.shown_card.eater.allergens == "noten"


def test_pause_resume_and_end_of_a_standing_booking(
    page: ParticipantsPage, qtbot: QtBot, runner: Runner, recorder: MessageRecorder
) -> None:
    row = page.shown_card.eater.standing[0]
    page.pause_standing(row)
    pause = opened(page, runner, PauseDialog)
    assert isinstance(pause, PauseDialog)
    QTest.keyClick(pause.reason, Qt.Key.Key_Return, CONTROL)
    runner.wait_idle()
    assert page.shown_card.eater.noons == ()
    page.resume_standing(page.shown_card.eater.standing[0])
    runner.wait_idle()
    assert len(page.shown_card.eater.noons) == 5
    assert recorder.toasts[-1] == "Vaste inschrijving hervat"
    page.end_standing(row)
    end = opened(page, runner, EndStandingDialog)
    assert isinstance(end, EndStandingDialog)
    end.last_day.setText("")
    QTest.keyClick(end.last_day, Qt.Key.Key_Return, CONTROL)
    assert end.isVisible()
    end.last_day.setText("24/11")
    QTest.keyClick(end.last_day, Qt.Key.Key_Return, CONTROL)
    runner.wait_idle()
    qtbot.waitUntil(lambda: page.shown_card.eater.standing[0].standing.to_day == TUESDAY)


def test_an_end_and_a_return(page: ParticipantsPage, qtbot: QtBot, runner: Runner) -> None:
    page.on_end()
    dialog = opened(page, runner, EndDialog)
    assert isinstance(dialog, EndDialog)
    dialog.last_day.setText("22/11/2026")
    QTest.keyClick(dialog.last_day, Qt.Key.Key_Return, CONTROL)
    runner.wait_idle()
    assert page.table.rows_model.rows == []
    page.choose_chip("all")
    runner.wait_idle()
    page._read_card()
    runner.wait_idle()
    qtbot.waitUntil(page.view.resume.isVisible)
    page.resume()
    runner.wait_idle()
    qtbot.waitUntil(lambda: page.shown_card.eater.ended_on is None)


def test_from_the_card_to_a_booking_and_a_noon(page: ParticipantsPage, runner: Runner) -> None:
    wanted: list[tuple[str, object]] = []
    page.open_page.connect(lambda name, key: wanted.append((name, key)))
    page.open_noon(page.shown_card.eater.noons[0])
    assert wanted == [("noon", page.shown_card.eater.noons[0].service_id)]
    page.book()
    dialog = opened(page, runner, BookingDialog)
    assert isinstance(dialog, BookingDialog)
    assert dialog.booking.participant.text() == "Jans Rosa"
    assert dialog.booking.needs_ride.value
    dialog.close()


# What a change elsewhere touches


@pytest.mark.parametrize("cause", [Cause.RIDE, Cause.CLOSED])
def test_touched_bookings_are_cancelled_or_phoned(
    qtbot: QtBot, runner: Runner, meals: MealDesk, cause: Cause, recorder: MessageRecorder
) -> None:
    key = meals.book(needs_ride=True)
    guests = meals.read(noon, meals.noon()).guests
    dialog = MealImpactDialog(runner, MealImpact(cause, "De zaal is bezet.", guests))
    qtbot.addWidget(dialog)
    dialog.open()
    dialog.print_calls()
    runner.wait_idle()
    assert dialog.findChildren(PreviewDialog)
    dialog.cancel_button.click()
    runner.wait_idle()
    assert meals.booking(key).state is BookingState.CANCELLED
    assert not dialog.isVisible()
    assert recorder.toasts == ["1 inschrijvingen afgezegd"]


def test_rides_go_along_with_a_meal_at_another_hour(
    qtbot: QtBot, runner: Runner, meals: MealDesk, recorder: MessageRecorder
) -> None:
    """Issue 4: a schedule whose hour changes tells the rides that were booked for it, in one dialog."""
    booking = meals.booking(meals.book(needs_ride=True))
    guests = meals.read(noon, meals.noon()).guests
    hall = Hall("Zaal De Bron", "Hees")
    moved = Retime(
        booking_id=booking.id,
        ride_id=booking.ride_id or 0,
        was=(time(12), time(14)),
        was_at="Zaal",
        hall=hall,
        appointment=time(11),
        pickup=None,
        return_time=time(13),
        is_shared=False,
    )
    impact = MealImpact(Cause.HOUR, "Om elf uur.", guests, retimes={booking.id: replace(moved, is_shared=True)})
    dialog = MealImpactDialog(runner, impact)
    qtbot.addWidget(dialog)
    dialog.open()
    dialog.retime_button.click()
    assert "zelf" in dialog.error.text()
    dialog.close()
    dialog = MealImpactDialog(runner, replace(impact, retimes={booking.id: moved}))
    qtbot.addWidget(dialog)
    dialog.open()
    assert_accessible(dialog)
    shown = dialog.table.model().index(0, 0).data()
    assert shown == "12:00–14:00 → 11:00–13:00, Zaal De Bron"
    dialog.retime_button.click()
    runner.wait_idle()
    assert not dialog.isVisible()
    assert recorder.toasts == ["1 ritten gaan mee met de maaltijd"]
    assert meals.row(Ride, booking.ride_id or 0).destination == "Zaal De Bron"


def test_one_of_several_touched_bookings(qtbot: QtBot, runner: Runner, meals: MealDesk) -> None:
    meals.book()
    meals.book(meals.neighbour)
    guests = meals.read(noon, meals.noon()).guests
    dialog = MealImpactDialog(runner, MealImpact(Cause.CLOSED, "x", guests))
    qtbot.addWidget(dialog)
    dialog.open()
    dialog.table.clearSelection()
    dialog.table.selectRow(0)
    dialog.cancel()
    runner.wait_idle()
    assert [guest.name for guest in dialog.table.rows_model.rows] == ["Jans Rosa"]
    dialog.cancel()
    meals_left = dialog.table.selected_rows()
    runner.wait_idle()
    assert len(meals_left) == 1
    dialog.table.clearSelection()
    dialog.cancel()


def test_a_refusal_is_shown(qtbot: QtBot, runner: Runner, meals: MealDesk) -> None:
    meals.book()
    guests = meals.read(noon, meals.noon()).guests
    dialog = MealImpactDialog(runner, MealImpact(Cause.CLOSED, "x", guests))
    qtbot.addWidget(dialog)
    dialog.open()
    dialog.cancel()
    runner.wait_idle()
    again = MealImpactDialog(runner, MealImpact(Cause.CLOSED, "x", guests))
    qtbot.addWidget(again)
    again.open()
    again.cancel()
    runner.wait_idle()
    assert "afgezegd" in again.error.text()


# The noon


@pytest.fixture
def noon_page(qtbot: QtBot, runner: Runner, meals: MealDesk) -> NoonPage:
    page = NoonPage(runner)
    qtbot.addWidget(page)
    page.resize(1200, 760)
    page.show()
    runner.wait_idle()
    return page


def test_papers_are_previewed(noon_page: NoonPage, runner: Runner, meals: MealDesk) -> None:
    meals.book()
    noon_page.open_record(meals.noon())
    runner.wait_idle()
    for show in (noon_page.on_print, noon_page.print_caterer, noon_page.print_cash, noon_page.print_calls):
        show()
        runner.wait_idle()
    assert len(noon_page.findChildren(PreviewDialog)) == 4


def test_a_closed_noon_says_so_and_keys_nothing(noon_page: NoonPage, runner: Runner, meals: MealDesk) -> None:
    meals.book()
    meals.change(MealService, meals.noon(), closed_reason="zaal bezet")
    noon_page.open_record(meals.noon())
    runner.wait_idle()
    assert noon_page.notice.text().startswith("Gesloten: zaal bezet.")
    assert not noon_page.sheet.save_button.isEnabled()
    assert noon_page.tabs.tabText(0) == "Hees (gesloten)"


def test_what_is_typed_survives_a_tick(noon_page: NoonPage, runner: Runner, meals: MealDesk) -> None:
    key = meals.book(day=PAST)
    noon_page.open_record(meals.noon(PAST))
    runner.wait_idle()
    noon_page.form.remarks.setPlainText("drukke dag")
    noon_page.deeds.toggle()
    runner.wait_idle()
    assert meals.booking(key).state is BookingState.PRESENT
    assert noon_page.form.remarks.value == "drukke dag"
    noon_page.deeds.toggle()
    runner.wait_idle()
    assert meals.booking(key).state is BookingState.BOOKED
    noon_page.save(finish=False)
    runner.wait_idle()
    assert meals.service(meals.noon(PAST)).remarks == "drukke dag"
    noon_page.deeds.everybody()
    runner.wait_idle()
    noon_page.deeds.undecided()
    runner.wait_idle()
    assert meals.booking(key).state is BookingState.BOOKED


def test_some_of_a_party_by_one_digit(noon_page: NoonPage, runner: Runner, meals: MealDesk) -> None:
    meals.book(day=PAST, party=3)
    noon_page.open_record(meals.noon(PAST))
    runner.wait_idle()
    noon_page.deeds.partly(2)
    runner.wait_idle()
    assert noon_page.noon is not None
    assert sorted(guest.party for guest in noon_page.noon.guests) == [1, 2]
    state = noon_page.save_state()
    noon_page.restore_state(state)
    noon_page.on_find()
    noon_page.filter.setText("bij")
    assert len(noon_page.table.rows_model.rows) == 1


def test_what_came_of_a_booking_is_said() -> None:
    assert said(BookingDone(1, BookingState.WAITING)) == "Op de wachtlijst gezet"
    assert said(BookingDone(1, BookingState.BOOKED, "", 4)) == "Ingeschreven · 4 middagen vooruit geboekt"


# Names for a screen reader


def test_every_control_has_a_name(
    qtbot: QtBot, runner: Runner, meals: MealDesk, noon_page: NoonPage, page: ParticipantsPage
) -> None:
    runner.wait_idle()
    meals.book(meals.neighbour)
    noon_page.open_record(meals.noon())
    runner.wait_idle()
    found = meals.read(noon, meals.noon())
    dialogs = (
        BookingDialog(runner),
        WalkInDialog(runner, found),
        CatererDialog(runner, found),
        MealImpactDialog(runner, MealImpact(Cause.CLOSED, "x", found.guests)),
        ParticipantDialog(runner, page.shown_card, lambda _key: None),
        EndDialog(runner, page.shown_card),
    )
    for dialog in dialogs:
        qtbot.addWidget(dialog)
        dialog.show()
    runner.wait_idle()
    for widget in (noon_page, page, *dialogs):
        assert_accessible(widget)
