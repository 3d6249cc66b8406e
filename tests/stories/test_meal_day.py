"""A service day from cut-off to cash, by keyboard; and a day that is only counted, keyed within thirty seconds."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from mmc_desk.features.mail.model import OutgoingMail
from mmc_desk.features.meals.model import MealService
from mmc_desk.features.meals.model.bookings import BookingState
from mmc_desk.features.meals.pages.caterer_dialog import CatererDialog
from mmc_desk.features.meals.pages.noon import NoonPage
from mmc_desk.features.meals.pages.walk_in_dialog import WalkInDialog
from mmc_desk.features.rides.model import Ride, RideState
from mmc_desk.ui.messages import MessageRecorder
from mmc_desk.ui.runner import Runner
from tests.features.meals.conftest import TUESDAY, MealDesk, fill_meals
from tests.features.rides.conftest import fill

_Kind = type[CatererDialog] | type[WalkInDialog]
PAST = date(2026, 11, 17)
MONDAY = date(2026, 11, 23)


class Desk:
    """Whoever sits at the desk, with the page of the noon open."""

    def __init__(self, qtbot: QtBot, runner: Runner, meals: MealDesk, noon: int) -> None:
        self.qtbot, self.runner, self.meals, self.keys = qtbot, runner, meals, 0
        self.page = NoonPage(runner)
        qtbot.addWidget(self.page)
        self.page.resize(1200, 760)
        with qtbot.waitExposed(self.page):
            self.page.show()
        self.page.open_record(noon)
        runner.wait_idle()

    def focus(self, widget: QWidget | None = None) -> None:
        """Click into the page, as whoever comes back to it does."""
        self.qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
        self.page.activateWindow()
        (widget or self.page.table).setFocus()
        self.qtbot.waitUntil((widget or self.page.table).hasFocus)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self._focus(), key, modifier)
        self.keys += 1
        self.runner.wait_idle()

    def type(self, text: str) -> None:
        for character in text:
            QTest.keyClicks(self._focus(), character)
            self.keys += 1
        self.runner.wait_idle()

    def _focus(self) -> QWidget:
        return QApplication.focusWidget() or self.page

    def dialog(self, kind: _Kind) -> QWidget:
        self.runner.wait_idle()
        found: list[QWidget] = self.page.findChildren(kind)
        assert found
        return found[-1]

    def states(self) -> dict[str, BookingState]:
        noon = self.page.noon
        assert noon is not None
        return {guest.name: guest.state for guest in noon.guests}

    def service(self, noon: int) -> MealService:
        return self.meals.service(noon)


@pytest.fixture
def meals(runner: Runner) -> MealDesk:
    return fill_meals(fill(runner.database))


def test_a_day_from_cut_off_to_cash(qtbot: QtBot, runner: Runner, meals: MealDesk, recorder: MessageRecorder) -> None:
    meals.eater(meals.neighbour, diet="vegetarisch")
    meals.book(meals.neighbour, PAST)
    meals.book(day=PAST, party=2, children=1, take_away=1)
    meals.book(meals.person("Vergeten", "Vic"), PAST)
    noon = meals.noon(PAST)
    desk = Desk(qtbot, runner, meals, noon)

    # At cut-off the kitchen is told.
    desk.page.tell_caterer()
    caterer = desk.dialog(CatererDialog)
    assert isinstance(caterer, CatererDialog)
    assert caterer.meals.value == 5
    QTest.keyClick(caterer.meals, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    runner.wait_idle()
    mail = meals.database.read(lambda session: session.scalars(select(OutgoingMail)).one())
    assert mail.subject == "Aantal maaltijden Hees di 17/11/2026: 5"
    assert "- dieet vegetarisch: 1" in mail.body
    assert desk.service(noon).ordered == 5

    # At half past eleven arrivals are ticked: Space goes on to the next line.
    desk.focus()
    desk.press(Qt.Key.Key_Space)
    desk.press(Qt.Key.Key_Space)
    desk.press(Qt.Key.Key_N)
    assert desk.states() == {
        "Buur Ben": BookingState.PRESENT,
        "Jans Rosa": BookingState.PRESENT,
        "Vergeten Vic": BookingState.NO_SHOW,
    }
    desk.press(Qt.Key.Key_Z)
    walk_in = desk.dialog(WalkInDialog)
    assert isinstance(walk_in, WalkInDialog)
    walk_in.party.setText("2")
    QTest.keyClick(walk_in.party, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    runner.wait_idle()
    assert desk.states()["zonder naam"] is BookingState.PRESENT

    # At half past one the counts and the cash.
    form = desk.page.form
    form.drinks.setText("12")
    form.counted.setText("103,50")
    form.first.setText("RJ")
    form.second.setText("MV")
    assert "te veel" not in form.cash_line.text()
    QTest.keyClick(form.second, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    runner.wait_idle()
    done = desk.service(noon)
    assert (done.booked, done.present, done.no_show, done.walk_in, done.take_away) == (4, 5, 1, 2, 1)
    assert (done.child_meals, done.counted, done.initials) == (1, 10_350, "RJ / MV")
    assert done.finished_at is not None
    assert recorder.toasts[-1] == "Middag afgesloten"
    assert desk.page.tabs.tabText(0).endswith("✓")


def test_a_day_that_is_only_counted_is_keyed_in_under_thirty_keys(
    qtbot: QtBot, runner: Runner, meals: MealDesk
) -> None:
    noon = meals.noon(MONDAY, meals.beverst)
    desk = Desk(qtbot, runner, meals, noon)
    desk.focus(desk.page.form.counts["booked"])
    for count in ("25", "26", "1", "2", "3"):
        desk.type(count)
        desk.press(Qt.Key.Key_Return)
    desk.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    assert desk.keys <= 30
    assert desk.keys == 13
    done = desk.service(noon)
    assert (done.booked, done.present, done.no_show, done.walk_in, done.take_away) == (25, 26, 1, 2, 3)
    assert done.finished_at is not None
    assert not desk.page.left.isVisible()


def test_counts_that_do_not_add_up_are_said_beside_the_field(qtbot: QtBot, runner: Runner, meals: MealDesk) -> None:
    desk = Desk(qtbot, runner, meals, meals.noon(MONDAY, meals.beverst))
    form = desk.page.form
    QTest.keyClick(form.counts["booked"], Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    row = form.row("present")
    assert row is not None
    assert row.sentence.text() == "Vul in hoeveel mensen er aan tafel zaten."
    form.counts["booked"].setText("20")
    form.counts["present"].setText("24")
    assert "= 20." in row.sentence.text()
    form.counts["walk_in"].setText("30")
    desk.page.save(finish=True)
    walk_in = form.row("walk_in")
    assert walk_in is not None
    assert "zonder inschrijving" in walk_in.sentence.text()


def test_who_is_not_ticked_is_asked_about(
    qtbot: QtBot, runner: Runner, meals: MealDesk, recorder: MessageRecorder
) -> None:
    meals.book(day=PAST)
    noon = meals.noon(PAST)
    desk = Desk(qtbot, runner, meals, noon)
    recorder.answers.append(False)
    desk.page.save(finish=True)
    runner.wait_idle()
    assert desk.service(noon).finished_at is None
    recorder.answers.append(1)
    desk.page.save(finish=True)
    runner.wait_idle()
    assert desk.states() == {"Jans Rosa": BookingState.NO_SHOW}
    assert "Jans Rosa" in recorder.questions[-1]


def test_meal_and_ride_go_together_on_choice(
    qtbot: QtBot, runner: Runner, meals: MealDesk, recorder: MessageRecorder
) -> None:
    key = meals.book(needs_ride=True)
    ride_id = meals.booking(key).ride_id or 0
    desk = Desk(qtbot, runner, meals, meals.noon())
    desk.focus()
    recorder.answers.append(False)
    desk.press(Qt.Key.Key_Delete)
    assert meals.booking(key).state is BookingState.BOOKED
    recorder.answers.append(0)
    desk.press(Qt.Key.Key_Delete)
    assert meals.booking(key).state is BookingState.CANCELLED
    assert meals.row(Ride, ride_id).state is RideState.CANCELLED
    assert recorder.toasts[-1] == "Jans Rosa afgezegd"


def test_who_waits_moves_up_when_a_place_comes_free(qtbot: QtBot, runner: Runner, meals: MealDesk) -> None:
    first = meals.book(meals.neighbour, party=4)
    waiting = meals.book()
    desk = Desk(qtbot, runner, meals, meals.noon())
    assert not desk.page.move_button.isVisible()
    desk.focus()
    desk.press(Qt.Key.Key_Delete)
    assert meals.booking(first).state is BookingState.CANCELLED
    assert desk.page.notice.text() == "Er is een plaats vrij voor: Jans Rosa."
    desk.press(Qt.Key.Key_O)
    assert meals.booking(waiting).state is BookingState.BOOKED


def test_days_and_places_are_stepped_through(qtbot: QtBot, runner: Runner, meals: MealDesk) -> None:
    meals.rides.add(MealService(restaurant_id=meals.beverst, service_date=TUESDAY))
    desk = Desk(qtbot, runner, meals, meals.noon())
    assert [desk.page.tabs.tabText(place) for place in range(2)] == ["Beverst", "Hees"]
    desk.focus()
    desk.press(Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    assert desk.page.noon is not None
    assert desk.page.noon.location == "Beverst"
    desk.page.step(-1)
    runner.wait_idle()
    assert desk.page.bar.day == MONDAY
    desk.page.show_day(date(2026, 11, 28))
    runner.wait_idle()
    assert desk.page.empty.isVisible()
    assert desk.page.empty.sentence.text() == "Op za 28/11/2026 is er nergens een maaltijd."
    desk.page.step(1)
    runner.wait_idle()
    assert desk.page.bar.day == date(2026, 11, 30)


def test_the_field_that_is_keyed_is_in_sight(qtbot: QtBot, runner: Runner, meals: MealDesk) -> None:
    desk = Desk(qtbot, runner, meals, meals.noon(MONDAY, meals.beverst))
    desk.page.resize(900, 420)
    desk.focus(desk.page.form.counts["booked"])
    for _ in range(12):
        desk.press(Qt.Key.Key_Return)
    field = desk._focus()
    assert field is desk.page.form.second
    frame = desk.page.sheet._scroll.viewport()
    assert frame.rect().contains(field.mapTo(frame, field.rect().center()))
