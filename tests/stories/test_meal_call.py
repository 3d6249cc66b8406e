"""Somebody phones for a meal, a ride included: keyboard only, counted (issue: at most twelve keys)."""

from datetime import date, time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from mmc_desk.core import clock
from mmc_desk.core.formats import show_time
from mmc_desk.features.meals.model import VillageRestaurant
from mmc_desk.features.meals.model.bookings import BookingState, MealBooking, Participant
from mmc_desk.features.meals.ops.booking_commands import BookingDone, Meal
from mmc_desk.features.meals.pages.booking_dialog import BookingDialog
from mmc_desk.features.meals.queries.day import noon
from mmc_desk.features.people.model import Person
from mmc_desk.features.rides.model import Purpose, Ride, RideState
from mmc_desk.ui.messages import MessageRecorder
from mmc_desk.ui.runner import Runner
from tests.features.meals.conftest import MealDesk, fill_meals
from tests.features.rides.conftest import fill

NEXT = date(2026, 12, 1)
"""The first Tuesday that can still be booked in time: tomorrow's cut-off was Friday."""


class Desk:
    """Whoever sits at the desk: types in whatever has the focus, and counts."""

    def __init__(self, qtbot: QtBot, runner: Runner, meals: MealDesk) -> None:
        self.qtbot, self.runner, self.meals, self.keys = qtbot, runner, meals, 0
        self.saved: list[BookingDone] = []
        self.dialog = BookingDialog(runner)
        qtbot.addWidget(self.dialog)
        self.dialog.saved.connect(self.saved.append)
        with qtbot.waitExposed(self.dialog):
            self.dialog.open()
        self.dialog.activateWindow()
        runner.wait_idle()
        self.dialog.booking.focus_participant()
        qtbot.waitUntil(self.dialog.booking.participant.hasFocus)
        self.keys += 1  # Ctrl+N

    def type(self, text: str) -> None:
        for character in text:
            QTest.keyClicks(self._focus(), character)
            self.keys += 1
        self.runner.wait_idle()

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self._focus(), key, modifier)
        self.keys += 1
        self.runner.wait_idle()

    def ask_for_a_ride(self) -> None:
        """Alt+V: Qt presses the box, and lets go a moment later."""
        self.press(Qt.Key.Key_V, Qt.KeyboardModifier.AltModifier)
        self.qtbot.waitUntil(lambda: self.dialog.booking.needs_ride.value)

    def save(self) -> None:
        self.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    def _focus(self) -> QWidget:
        return QApplication.focusWidget() or self.dialog

    def booking(self) -> MealBooking:
        return self.meals.booking(self.saved[-1].booking_id)

    def sentence(self, name: str) -> str:
        row = self.dialog.booking.row(name)
        assert row is not None
        return row.sentence.text()


@pytest.fixture
def meals(runner: Runner) -> MealDesk:
    meals = fill_meals(fill(runner.database))
    meals.eater(meals.person_of(meals.rosa), restaurant_id=meals.hees, diet="zoutarm")
    return meals


@pytest.fixture
def desk(qtbot: QtBot, runner: Runner, meals: MealDesk) -> Desk:
    return Desk(qtbot, runner, meals)


def test_a_known_participant_with_a_ride_takes_at_most_twelve_keys(desk: Desk, recorder: MessageRecorder) -> None:
    desk.type("ros")
    desk.press(Qt.Key.Key_Return)
    desk.ask_for_a_ride()
    desk.save()

    assert desk.keys <= 12
    assert desk.keys == 7
    booking = desk.booking()
    assert booking.service_id == desk.meals.noon(NEXT)
    assert booking.state is BookingState.BOOKED
    ride: Ride = desk.meals.row(Ride, booking.ride_id or 0)
    assert (ride.purpose, ride.ride_date, ride.state) == (Purpose.RESTAURANT, NEXT, RideState.REQUESTED)
    said = f"Ingeschreven · rit {ride.ride_no} aangevraagd"
    pickup = desk.saved[-1].pickup_at
    assert recorder.toasts == [f"{said} · ophalen om {show_time(pickup)}" if pickup else said]
    assert not desk.dialog.isVisible()

    desk.runner.undo()
    desk.runner.wait_idle()
    assert desk.meals.database.read(lambda session: list(session.scalars(select(Ride.id)))) == []


def test_the_ride_is_shown_with_its_sum_and_another_hour_is_kept(desk: Desk) -> None:
    desk.type("ros")
    desk.press(Qt.Key.Key_Return)
    assert not desk.dialog.booking.pickup.isVisible()
    desk.ask_for_a_ride()
    desk.runner.wait_idle()
    assert desk.dialog.booking.pickup.isVisible()
    assert desk.dialog.booking.return_time.placeholderText() == "14:00"
    assert "De maaltijd is van 12:00 tot 14:00" in desk.dialog.card.ride_sums.text()
    desk.dialog.booking.pickup.setFocus()
    desk.type("11:15")
    desk.press(Qt.Key.Key_Return)
    desk.type("15:00")
    desk.save()
    assert desk.saved[-1].pickup_at == clock.at(NEXT, time(11, 15))


def test_another_day_and_a_standing_booking(desk: Desk) -> None:
    desk.type("ros")
    desk.press(Qt.Key.Key_Return)
    desk.press(Qt.Key.Key_Return)
    desk.type("8/12")
    desk.press(Qt.Key.Key_Return)
    desk.dialog.booking.every_week.setFocus()
    desk.press(Qt.Key.Key_Space)
    desk.save()

    assert desk.dialog.booking.every_week.text() == "elke dinsdag, tot nader order"
    assert desk.saved[-1].more == 2
    assert desk.booking().service_id == desk.meals.noon(date(2026, 12, 8))


def test_somebody_new_in_the_same_dialog(desk: Desk) -> None:
    desk.type("peeters jan")
    desk.press(Qt.Key.Key_Return)
    desk.press(Qt.Key.Key_Return)
    desk.press(Qt.Key.Key_Return)
    desk.type("089519138")
    desk.save()

    participant: Participant = desk.meals.row(Participant, desk.booking().participant_id or 0)
    person: Person = desk.meals.row(Person, participant.person_id)
    assert (person.last_name, person.first_name, person.phone) == ("Peeters", "Jan", "+3289519138")


def test_warnings_stand_beside_their_field_and_block_nothing(desk: Desk) -> None:
    desk.type("buur")
    desk.press(Qt.Key.Key_Return)
    desk.press(Qt.Key.Key_Return)
    desk.type("morgen")
    desk.press(Qt.Key.Key_Return)
    desk.ask_for_a_ride()

    assert desk.sentence("day").startswith("Te laat om te bestellen")
    assert desk.sentence("needs_ride").startswith("Enkel leden van de Minder Mobielen Centrale")
    desk.save()
    assert desk.saved[-1].ride_no == ""


def test_a_full_noon_offers_the_waiting_list(qtbot: QtBot, runner: Runner, meals: MealDesk) -> None:
    meals.book(meals.neighbour, NEXT, party=4)
    desk = Desk(qtbot, runner, meals)
    desk.type("ros")
    desk.press(Qt.Key.Key_Return)

    assert desk.sentence("party").startswith("Volzet: 4 van de 4 plaatsen zijn bezet")
    assert desk.dialog.booking.waits.isVisible()
    desk.save()
    assert desk.booking().state is BookingState.WAITING


def test_without_somebody_or_a_noon_it_says_so(desk: Desk) -> None:
    desk.save()
    assert desk.sentence("participant") == "Kies eerst wie er komt eten."
    desk.type("ros")
    desk.press(Qt.Key.Key_Return)
    desk.press(Qt.Key.Key_Return)
    desk.type("2/12")
    desk.save()
    assert desk.sentence("day").startswith("Op wo 02/12/2026 is er op die locatie geen middag.")
    desk.dialog.booking.day.setText("")
    desk.save()
    assert desk.sentence("day").startswith("Vul een datum in")
    assert desk.dialog.isVisible()


def test_a_booking_is_edited(qtbot: QtBot, runner: Runner, meals: MealDesk) -> None:
    key = meals.book(day=NEXT, party=2)
    found = meals.read(noon, meals.noon(NEXT))
    dialog = BookingDialog(runner, noon=(meals.hees, NEXT), guest=found.guests[0])
    qtbot.addWidget(dialog)
    dialog.open()
    runner.wait_idle()
    assert dialog.booking.party.value == 2
    assert not dialog.booking.participant.isEnabled()
    dialog.booking.party.setText("4")
    QTest.keyClick(dialog.booking.party, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    runner.wait_idle()
    assert meals.booking(key).party_size == 4
    assert Meal(party=4).party == 4


def test_without_a_place_that_takes_names_it_says_where_to_turn_that_on(
    qtbot: QtBot, runner: Runner, meals: MealDesk
) -> None:
    meals.change(VillageRestaurant, meals.hees, is_count_only=True)
    desk = Desk(qtbot, runner, meals)
    assert desk.sentence("restaurant") == "Geen enkele locatie neemt namen op. Zet dat eerst aan bij Locaties."
