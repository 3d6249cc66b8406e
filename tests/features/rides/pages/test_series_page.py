"""The page Vaste ritten, the copies and what is planned by itself, through real widgets and keys."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import TypeVar

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot
from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.core import clock
from mmc_desk.core.model import ClosureDay
from mmc_desk.features.rides.model import Ride, RideState
from mmc_desk.features.rides.model.series import Frequency, RideSeries
from mmc_desk.features.rides.ops.commands import RequestRide, SharedSeat
from mmc_desk.features.rides.ops.series import create_series
from mmc_desk.features.rides.ops.series_commands import CreateSeries
from mmc_desk.features.rides.pages.board import BoardPage
from mmc_desk.features.rides.pages.copy_dialog import CopyDialog
from mmc_desk.features.rides.pages.plan_ahead import PlanAhead
from mmc_desk.features.rides.pages.request_dialog import RequestDialog
from mmc_desk.features.rides.pages.series import SeriesPage
from mmc_desk.features.rides.pages.series_dialog import SeriesDialog
from mmc_desk.features.rides.pages.series_form import SeriesForm
from mmc_desk.features.rides.pages.series_tables import day_words, standing_words
from mmc_desk.features.rides.pages.series_tasks import EndDialog, MoveDialog, PauseDialog, SkipDialog
from mmc_desk.features.rides.queries.series import Standing
from mmc_desk.features.rides.rules.series import Pattern
from mmc_desk.ui.messages import MessageRecorder
from mmc_desk.ui.page import Page
from mmc_desk.ui.runner import Runner
from tests.accessibility import assert_accessible
from tests.features.rides.conftest import WEDNESDAY, RideDesk
from tests.features.rides.pages.conftest import press

D = TypeVar("D", bound=QDialog)
Key = Qt.Key
FRIDAY = date(2026, 11, 27)
WEEKLY = Pattern(Frequency.WEEKLY, FRIDAY, weekdays=frozenset({4}))


def begin(desk: RideDesk, pattern: Pattern = WEEKLY, driver: int | None = None, **changes: object) -> int:
    wanted = RequestRide(**{**desk.plain(), **changes})
    return desk.database.write(
        lambda session: create_series(session, CreateSeries(pattern, wanted, driver))
    ).value.series_id


@pytest.fixture
def page(runner: Runner, show: Callable[[Page], None], sqlite_desk: RideDesk) -> SeriesPage:
    begin(sqlite_desk, driver=sqlite_desk.pierre, passengers=(SharedSeat(sqlite_desk.jef),))
    made = SeriesPage(runner)
    show(made)
    return made


def shown(page: SeriesPage, kind: type[D]) -> D:
    page.runner.wait_idle()
    (found,) = [one for one in page.findChildren(kind) if one.isVisible()]
    return found


def days(desk: RideDesk) -> list[str]:
    found = select(Ride.ride_date).where(Ride.state != RideState.CANCELLED).order_by(Ride.ride_date)
    shown_days: list[str] = desk.read(lambda session: [f"{day:%d/%m}" for day in session.scalars(found)])
    return shown_days


def test_everything_has_a_name_and_says_how_it_stands(page: SeriesPage) -> None:
    assert_accessible(page)
    assert page.title.text() == "Jans Rosa"
    assert "elke week op vrijdag" in page.sentence.text()
    assert "vaste chauffeur Reynders Pierre" in page.sentence.text()
    assert page.count.text() == "1 van 1 vaste ritten"
    assert [day_words(day) for day in page.days.rows[3:7]] == [
        *("toegewezen", "feestdag: Kerstmis", "feestdag: Nieuwjaar"),
        "nog niet gepland",
    ]


def test_without_standing_rides_the_page_offers_one(
    runner: Runner, show: Callable[[Page], None], recorder: MessageRecorder
) -> None:
    page = SeriesPage(runner)
    show(page)
    assert page.empty.isVisible()
    page.empty.button.click()
    dialog = shown(page, SeriesDialog)
    assert_accessible(dialog)
    QTest.keyClick(dialog, Key.Key_Escape)
    assert recorder.questions == []


def test_a_change_from_a_day_on(page: SeriesPage, sqlite_desk: RideDesk, recorder: MessageRecorder) -> None:
    press(page.table, Key.Key_Return)
    dialog = shown(page, SeriesDialog)
    form = dialog.request
    assert isinstance(form, SeriesForm)
    assert (form.day.value, form.weekdays.value, form.driver_id) == (FRIDAY, frozenset({4}), sqlite_desk.pierre)
    form.day.selectAll()
    press(form.day, "11/12")
    press(form.weekdays, "do vr")
    press(form.appointment, "11")
    QTest.keyClick(form.appointment, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    page.runner.wait_idle()
    assert recorder.toasts == ["Vaste rit gewijzigd: 2 ritten gepland, 2 ritten aangepast"]
    assert len(page.model.all_rows) == 2
    assert page.card is not None
    assert page.card.row.pattern.starts_on == date(2026, 12, 11)
    series = sqlite_desk.row(RideSeries, page.card.key)
    assert [seat["member_id"] for seat in series.passengers] == [sqlite_desk.jef]


def test_who_goes_along_is_shown_added_and_left_out(
    page: SeriesPage, sqlite_desk: RideDesk, recorder: MessageRecorder
) -> None:
    press(page.table, Key.Key_Return)
    dialog = shown(page, SeriesDialog)
    along = dialog.request.passengers
    assert along.keys == (sqlite_desk.jef,)
    press(along, Key.Key_Backspace, "thijs", Key.Key_Return)
    QTest.keyClick(along, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    page.runner.wait_idle()
    assert recorder.toasts == ["Vaste rit gewijzigd: 4 ritten aangepast"]
    assert page.card is not None
    assert [seat["member_id"] for seat in page.card.passengers] == [sqlite_desk.maria]
    assert "Thijs María" in page.sentence.text()


def test_a_day_is_skipped_moved_and_put_back(
    page: SeriesPage, sqlite_desk: RideDesk, recorder: MessageRecorder
) -> None:
    press(page.day_table, Key.Key_Down, "v")
    move = shown(page, MoveDialog)
    QTest.keyClick(move.to, Key.Key_Return)
    QTest.keyClick(move.reason, Key.Key_Return)
    assert "Vul een dag in" in move.form.rows[0].sentence.text()
    press(move.to, "3/12", Key.Key_Return)
    QTest.keyClick(move.reason, Key.Key_Return)
    page.runner.wait_idle()
    assert days(sqlite_desk) == ["27/11", "03/12", "11/12", "18/12"]
    assert day_words(page.days.rows[1]) == "toegewezen · verplaatst van 04/12"

    press(page.day_table, "t")
    page.runner.wait_idle()
    assert days(sqlite_desk)[1] == "04/12"
    press(page.day_table, "o")
    QTest.keyClick(shown(page, SkipDialog).reason, Key.Key_Return)
    page.runner.wait_idle()
    assert days(sqlite_desk) == ["27/11", "11/12", "18/12"]
    assert recorder.toasts == [
        *("Dag verplaatst: 1 rit aangepast", "Dag teruggezet: 1 rit aangepast"),
        "Dag overgeslagen: 1 rit geannuleerd",
    ]
    assert not page.deeds.actions["skip"].isEnabled()
    assert page.deeds.actions["restore"].isEnabled()


def test_pausing_resuming_and_ending(page: SeriesPage, sqlite_desk: RideDesk) -> None:
    press(page.table, "p")
    pause = shown(page, PauseDialog)
    press(pause.from_day, "23/11", Key.Key_Return)
    press(pause.to_day, "6/12", Key.Key_Return)
    press(pause.reason, "verlof", Key.Key_Return)
    page.runner.wait_idle()
    assert days(sqlite_desk) == ["11/12", "18/12"]
    assert page.rests.text() == "Pauze van 23/11/2026 tot en met 06/12/2026: verlof"
    assert standing_words(page.model.rows[0]) == "gepauzeerd tot 06/12"
    press(page.table, "h")
    page.runner.wait_idle()
    assert days(sqlite_desk) == ["27/11", "04/12", "11/12", "18/12"]

    press(page.table, Key.Key_Delete)
    end = shown(page, EndDialog)
    press(end.last_day, "", Key.Key_Return)
    QTest.keyClick(end.reason, Key.Key_Return)
    page.runner.wait_idle()
    assert days(sqlite_desk) == []
    assert [row.standing for row in page.model.rows] == [Standing.ENDED]
    assert not page.deeds.actions["end"].isEnabled()


def test_one_ride_is_edited_and_another_opened_on_the_board(page: SeriesPage, qtbot: QtBot) -> None:
    press(page.day_table, "e")
    QTest.keyClick(shown(page, RequestDialog), Key.Key_Escape)
    with qtbot.waitSignal(page.open_page) as opened:
        press(page.day_table, Key.Key_Return)
    assert opened.args == ["board", page.days.rows[0].ride_id]


def test_the_filter_the_choice_and_what_is_remembered(
    page: SeriesPage, sqlite_desk: RideDesk, runner: Runner, qtbot: QtBot
) -> None:
    begin(sqlite_desk, Pattern(Frequency.WEEKLY, date(2026, 1, 2), weekdays=frozenset({4}), ends_on=date(2026, 2, 1)))
    other = begin(
        sqlite_desk, Pattern(Frequency.WEEKLY, date(2027, 2, 5), weekdays=frozenset({4})), member_id=sqlite_desk.maria
    )
    page.reload()
    runner.wait_idle()
    assert len(page.model.rows) == 2
    page.on_find()
    press(page.filter, "thijs", Key.Key_Down)
    assert [row.standing for row in page.model.rows] == [Standing.COMING]
    assert page.table.hasFocus()
    page.filter.clear()
    page.standing.setCurrentIndex(page.standing.count() - 1)
    assert len(page.model.rows) == 3
    again = SeriesPage(runner)
    qtbot.addWidget(again)
    again.restore_state(page.save_state())
    assert again.standing.value == "everything"
    page.standing.set_value(Standing.ENDED.value)
    page.open_record(other)
    runner.wait_idle()
    assert page.card is not None
    assert page.card.key == other
    page.filter.setText("niemand")
    assert page.table.current_row() is None


def test_what_a_rule_refuses_is_said(page: SeriesPage, sqlite_desk: RideDesk, runner: Runner) -> None:
    assert page.card is not None
    key = page.card.key

    def drop(session: Session) -> None:
        session.get_one(RideSeries, key).ends_on = date(2026, 12, 1)

    press(page.table, Key.Key_Delete)
    end = shown(page, EndDialog)
    sqlite_desk.database.write(drop)
    press(end.last_day, "18/12", Key.Key_Return)
    QTest.keyClick(end.reason, Key.Key_Return)
    runner.wait_idle()
    assert end.isVisible()
    end.form.edited.disconnect()
    end._is_edited = False
    end.reject()
    page.deeds.day = page.days.rows[2]
    page.deeds.restore()
    runner.wait_idle()
    assert page.refusal.isVisible()


def test_planning_ahead_by_the_button(page: SeriesPage, sqlite_desk: RideDesk, recorder: MessageRecorder) -> None:
    with clock.frozen(datetime(2026, 12, 14, 9, tzinfo=UTC)):
        page.plan_button.click()
        page.runner.wait_idle()
    assert recorder.toasts == ["Vaste ritten vooruit gepland: 2 ritten gepland"]
    assert days(sqlite_desk)[-2:] == ["08/01", "15/01"]


def test_planning_ahead_by_itself_once_a_day(sqlite_desk: RideDesk, runner: Runner) -> None:
    begin(sqlite_desk)
    ahead = PlanAhead(runner)
    for day, last in ((14, "15/01"), (14, "15/01"), (21, "22/01")):
        with clock.frozen(datetime(2026, 12, day, 9, tzinfo=UTC)):
            ahead.look()
            runner.wait_idle()
        assert days(sqlite_desk)[-1] == last
    assert runner.undo_stack.count() == 2
    ahead.stop()


# --- The form


@pytest.fixture
def form(qtbot: QtBot) -> SeriesForm:
    made = SeriesForm(date(2026, 11, 30))
    qtbot.addWidget(made)
    made.show()
    return made


def choose(form: SeriesForm, frequency: Frequency, every: int) -> Pattern:
    form.repeat.setCurrentIndex(form.repeat._values.index((frequency, every)))
    pattern = form.pattern()
    assert pattern is not None
    return pattern


def test_the_days_follow_the_first_one_until_somebody_types_others(form: SeriesForm) -> None:
    assert choose(form, Frequency.WEEKLY, 2).weekdays == frozenset({0})
    last_monday = choose(form, Frequency.MONTHLY_WEEKDAY, 1)
    assert (last_monday.nth, last_monday.weekdays) == (-1, frozenset({0}))
    by_date = choose(form, Frequency.MONTHLY_DATE, 1)
    assert (by_date.month_day, by_date.weekdays, form.weekdays.isVisible()) == (30, frozenset(), False)
    form.day.setText("8/12")
    assert choose(form, Frequency.MONTHLY_WEEKDAY, 3).nth == 2
    form.weekdays.setText("ma-wo")
    form.day.setText("10/12")
    assert choose(form, Frequency.WEEKLY, 1).weekdays == frozenset({0, 1, 2})
    assert form.weekdays.hint == "maandag, dinsdag, woensdag"
    form.day.setText("")
    assert form.pattern() is None


def test_a_count_is_read_as_people_write_it(form: SeriesForm) -> None:
    form.times.setText("6 keer")
    assert form.times.value == 6
    form.times.setText("zes")
    assert "geen aantal" in form.times.problem


def test_what_cannot_be_previewed_says_why(page: SeriesPage, runner: Runner) -> None:
    page.on_new()
    dialog = shown(page, SeriesDialog)
    form = dialog.series
    press(form.weekdays, Key.Key_Backspace)
    assert dialog.preview.sentence.text() == "Kies minstens één weekdag, bijvoorbeeld: ma do."
    press(form.day, Key.Key_Backspace)
    assert "Vul de eerste dag in" in dialog.preview.sentence.text()
    runner.wait_idle()


def test_an_unusual_rhythm_stays(page: SeriesPage, sqlite_desk: RideDesk, runner: Runner) -> None:
    six = Pattern(Frequency.MONTHLY_DATE, date(2026, 1, 31), 6, month_day=31)
    series = begin(sqlite_desk, six, origin="Dorpsplein 3", village="Beverst", pickup=time(9))
    page.open_record(series)
    runner.wait_idle()
    press(page.table, "e")
    form = shown(page, SeriesDialog).series
    pattern = form.pattern()
    assert pattern is not None
    assert (pattern.every, pattern.month_day, pattern.starts_on) == (6, 31, date(2027, 1, 31))
    assert (form.origin.value, form.pickup.value) == ("Dorpsplein 3, Beverst", time(9))


# --- Copies


def test_six_visits_are_copied(
    board: Callable[[], BoardPage], sqlite_desk: RideDesk, runner: Runner, recorder: MessageRecorder
) -> None:
    sqlite_desk.add(ClosureDay(day=date(2026, 12, 2), reason="brugdag"))
    ride = sqlite_desk.request()
    sqlite_desk.request(ride_date=date(2026, 12, 9))
    page = board()
    page.open_record(ride)
    runner.wait_idle()
    press(page.cards, "d")
    runner.wait_idle()
    (dialog,) = page.findChildren(CopyDialog)
    assert_accessible(dialog)
    dialog.rhythm.setCurrentIndex(1)
    press(dialog.times, "6")
    assert dialog.days.text() == "02/12/2026, 09/12/2026, 16/12/2026, 23/12/2026, 30/12/2026, 06/01/2027"
    assert "wo 02/12/2026: gesloten: brugdag" in dialog.warnings.text()
    assert "wo 09/12/2026: al een rit die dag: 2026-0002" in dialog.warnings.text()
    assert dialog.save_button.text() == "6 ritten &maken"
    for day in (QDate(2026, 12, 2), QDate(2026, 12, 9), QDate(2026, 12, 10)):
        dialog.calendar.activated.emit(day)
    assert dialog.days.text() == "10/12/2026, 16/12/2026, 23/12/2026, 30/12/2026, 06/01/2027"
    dialog.save_button.click()
    runner.wait_idle()
    assert recorder.toasts == ["Rit gekopieerd"]
    assert days(sqlite_desk) == ["25/11", "09/12", "10/12", "16/12", "23/12", "30/12", "06/01"]


def test_days_are_typed_or_refused(sqlite_desk: RideDesk, runner: Runner, board: Callable[[], BoardPage]) -> None:
    ride = sqlite_desk.request()
    page = board()
    page.open_record(ride)
    runner.wait_idle()
    page.deeds.copy_to()
    (dialog,) = page.findChildren(CopyDialog)
    dialog.save_button.click()
    assert "Kies minstens één dag" in dialog.form.rows[2].sentence.text()
    press(dialog.days, "+1 vr, 1/12")
    assert dialog.days.value == (date(2026, 11, 24), FRIDAY, date(2026, 12, 1))
    press(dialog.days, " x")
    assert dialog.days.value is None
    dialog.rhythm.setCurrentIndex(3)
    press(dialog.times, "2")
    assert dialog.days.value == (date(2026, 12, 25), date(2027, 1, 25))
    assert dialog.days.value[0] > WEDNESDAY
