"""The planner beside the day board: a proposal looked at, taken over, turned down, by keys on a real database."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, time

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from mmc_desk.core import processes
from mmc_desk.core.model import ClosureDay
from mmc_desk.core.routes import Point, Road, RouteServiceError
from mmc_desk.features.people.model import DriverPreference, DriverTie
from mmc_desk.features.planner.engines import worker
from mmc_desk.features.planner.engines.worker import Answer, framed
from mmc_desk.features.planner.pages import roads
from mmc_desk.features.planner.pages.companion import PlannerCompanion
from mmc_desk.features.planner.pages.searching import Search
from mmc_desk.features.planner.pages.weights_dialog import WeightsDialog
from mmc_desk.features.planner.queries.asking import asked
from mmc_desk.features.planner.queries.facts import planner_weights
from mmc_desk.features.planner.rules import whys
from mmc_desk.features.planner.rules.phoning import News
from mmc_desk.features.planner.rules.proposal import Worth
from mmc_desk.features.planner.rules.weights import Level, Weight
from mmc_desk.features.planner.rules.wishing import Wish
from mmc_desk.features.rides import ops
from mmc_desk.features.rides.model import RideState
from mmc_desk.features.rides.ops.routing import SetRouteService, set_route_service
from mmc_desk.features.rides.pages.board import BoardPage
from mmc_desk.features.rides.pages.cards import Card
from mmc_desk.features.rides.pages.day_bar import Span
from mmc_desk.ui import theme
from mmc_desk.ui.messages import MessageRecorder
from mmc_desk.ui.preview import PreviewDialog
from mmc_desk.ui.runner import Runner
from tests.accessibility import assert_accessible
from tests.features.planner.searches import SearchHere
from tests.features.rides.conftest import WEDNESDAY, RideDesk, fill

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
Key = Qt.Key


@pytest.fixture
def desk(sqlite_database: object) -> RideDesk:
    return fill(sqlite_database)  # type: ignore[arg-type] # the fixture's own type


@pytest.fixture
def runner(desk: RideDesk, qapp: QApplication) -> Iterator[Runner]:
    theme.apply(qapp, "light", 100)
    made = Runner(desk.database)
    yield made
    made.close()


class Coordinator:
    """Who works with the proposal, by keys."""

    def __init__(self, qtbot: QtBot, runner: Runner) -> None:
        self.qtbot, self.runner = qtbot, runner
        self.page = BoardPage(runner)
        qtbot.addWidget(self.page)
        (companion,) = self.page.companions
        assert isinstance(companion, PlannerCompanion)
        self.planner = companion
        self.planner.search = SearchHere()
        self.page.resize(1280, 760)
        with qtbot.waitExposed(self.page):
            self.page.show()
        self.page.activateWindow()
        self.go_to(WEDNESDAY)

    def go_to(self, day: date) -> None:
        """Show a day."""
        self.page.show_day(day)
        self.runner.wait_idle()

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key in whatever has the focus."""
        target = QApplication.focusWidget()
        assert isinstance(target, QWidget)
        QTest.keyClick(target, key, modifier)
        self.wait()

    def wait(self) -> None:
        """Wait until all that is known shows."""
        self.runner.wait_idle()

    def propose(self) -> None:
        """Ask for a proposal."""
        self.press(Key.Key_G, CTRL)

    @property
    def ghosts(self) -> dict[int, int]:
        """The driver of each ghost on the board."""
        scene = self.page.view.scene
        return {ride: scene.heads[lane].driver_id for ride, lane in scene.ghost_lanes.items()}

    @property
    def said(self) -> str:
        """What the panel says instead of a proposal."""
        assert self.planner.panel is not None
        return self.planner.panel.empty.sentence.text() if self.planner.panel.empty.isVisible() else ""


@pytest.fixture
def who(qtbot: QtBot, desk: RideDesk, runner: Runner) -> Callable[[], Coordinator]:
    return lambda: Coordinator(qtbot, runner)


Who = Callable[[], Coordinator]


def _two(desk: RideDesk) -> tuple[int, int]:
    return desk.request(), desk.request(member_id=desk.maria, appointment=time(15))


def test_a_proposal_is_looked_at_taken_over_and_taken_back(desk: RideDesk, who: Who, recorder: MessageRecorder) -> None:
    first, second = _two(desk)
    me = who()
    me.propose()
    panel = me.planner.panel
    assert panel is not None
    assert me.ghosts.keys() == {first, second}
    assert me.page.aside.currentWidget() is panel
    assert panel.cards.current_key() == first
    why, other = panel.why.text().splitlines()
    assert why.startswith("Want: ")
    assert "km" in why
    assert other.startswith("Anders: ")
    assert [cell.text() for cell in panel.totals.cells[0]] == ["Met chauffeur", "0 → 2"]
    assert me.page.view.current_ghost == first
    assert_accessible(me.page)
    proposed = me.ghosts
    me.press(Key.Key_Return, CTRL)
    assert {ride: desk.ride(ride).driver_id for ride in (first, second)} == proposed
    assert recorder.toasts == ["Voorstel overgenomen: 2 ritten"]
    assert me.ghosts == {}
    assert "niets te wijzigen" in me.said
    assert not panel.all_button.isEnabled()
    assert panel.close_button.hasFocus()
    me.runner.undo()
    me.wait()
    assert desk.ride(first).state is RideState.REQUESTED
    assert me.ghosts == proposed
    assert panel.cards.hasFocus()


def test_in_a_low_window_the_panel_scrolls_and_cuts_nothing(desk: RideDesk, who: Who) -> None:
    _two(desk)
    me = who()
    me.page.resize(700, 420)
    me.propose()
    panel = me.planner.panel
    assert panel is not None
    assert panel.why.height() >= panel.why.heightForWidth(panel.why.width())
    bar = panel.frame.verticalScrollBar()
    assert bar.maximum() > 0
    panel.cards.setFocus()
    while bar.value() < bar.maximum():
        me.press(Key.Key_Space)
    me.press(Key.Key_Space)
    assert bar.value() == 0
    me.press(Key.Key_Space)
    me.press(Key.Key_Space, SHIFT)
    assert bar.value() == 0
    assert panel.why_button.isVisible()
    assert not panel.state.isVisible()
    assert panel.cards.height() >= panel.frame.viewport().height() - theme.px(8)
    assert panel.totals.y() < panel.frame.y()
    me.press(Key.Key_End)
    assert panel.cards.height() <= panel.frame.viewport().height()
    assert_accessible(me.page)
    me.page.resize(1280, 760)
    QApplication.processEvents()
    assert panel.state.isVisible()
    assert not panel.why_button.isVisible()
    assert panel.totals.mapTo(panel, QPoint()).y() > panel.frame.y()


def test_a_phone_number_stands_under_a_name_that_leaves_it_no_room(desk: RideDesk, who: Who) -> None:
    me = who()
    me.page.cards.set_cards(
        cards := (Card(None, "Jan", aside="0450 00 34 32"), Card(None, "Jan " * 60, aside="0450 00 34 32"))
    )
    short, long = (me.page.cards.sizeHintForRow(row) for row in range(len(cards)))
    assert long >= 2 * short - theme.px(20)
    me.page.cards.grab()


@pytest.fixture
def large_days(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have every day count as a large one."""
    monkeypatch.setattr(worker, "AT_ONCE", 0)
    monkeypatch.setattr(whys, "LARGE", 0)


@pytest.mark.usefixtures("large_days")
def test_of_a_large_day_why_is_worked_out_for_the_ride_that_one_looks_at(desk: RideDesk, who: Who) -> None:
    first, second = _two(desk)
    me = who()
    me.propose()
    panel, proposing = me.planner.panel, me.planner.proposing
    assert panel is not None
    assert proposing is not None
    assert proposing.proposal is not None
    assert not any(one.reasons for one in proposing.proposal.rides)
    assert panel.why.text().startswith("Want: ")
    panel.choose(second)
    assert not panel.why.isVisible()
    me.wait()
    told = panel.why.text()
    assert told.startswith("Want: ")
    proposing.again()
    me.wait()
    assert panel.why.text() == told
    me.press(Key.Key_Delete)
    assert panel.why.text() != told
    panel.choose(first)
    me.planner.leave()
    me.wait()
    assert me.page.aside.currentWidget() is me.page.cards


@pytest.mark.usefixtures("large_days")
def test_of_a_large_day_what_would_help_is_worked_out_too(desk: RideDesk, who: Who) -> None:
    first, _ = _two(desk)
    drivers = (desk.pierre, desk.paula, desk.wim)
    desk.add(
        *(DriverPreference(member_id=desk.rosa, driver_id=one, tie=DriverTie.INCOMPATIBLE) for one in drivers),
    )
    me = who()
    me.propose()
    panel = me.planner.panel
    assert panel is not None
    panel.choose(first)
    me.wait()
    assert panel.why.text() == "Niemand kan: 3 gaan niet samen met dit lid."


def test_a_ride_that_could_share_a_car_says_so(desk: RideDesk, who: Who) -> None:
    first, second = desk.request(), desk.request(member_id=desk.jef, appointment=time(10, 15))
    me = who()
    me.propose()
    panel = me.planner.panel
    assert panel is not None
    panel.choose(first)
    assert panel.why.text().splitlines()[-1].startswith("kan samen met Jans Jef: ")
    assert me.page.deeds.actions["share"].isEnabled()
    assert second in me.ghosts


def test_one_ride_one_driver_or_not_so(desk: RideDesk, who: Who, recorder: MessageRecorder) -> None:
    first, second = _two(desk)
    me = who()
    me.propose()
    before = me.ghosts[first]
    me.press(Key.Key_Delete)
    assert me.ghosts[first] != before
    assert me.ghosts.keys() == {first, second}
    me.press(Key.Key_Return)
    assert desk.ride(first).driver_id not in {None, before}
    assert desk.ride(second).driver_id is None
    assert recorder.toasts == ["Voorstel overgenomen: 1 rit"]
    assert me.ghosts.keys() == {second}
    me.press(Key.Key_Return, SHIFT)
    assert desk.ride(second).driver_id is not None


def test_a_whole_day_by_keys_and_back_again(desk: RideDesk, who: Who) -> None:
    members = (desk.rosa, desk.maria, desk.jef)
    for hour in (8, 10, 12, 14, 16):
        desk.request(member_id=members[hour // 2 % 3], appointment=time(hour, 30))
    me = who()
    me.propose()
    panel = me.planner.panel
    assert panel is not None
    assert "Want: " in panel.why.text()

    def waiting() -> set[int]:
        return {ride for ride in range(1, 6) if desk.ride(ride).driver_id is None}

    one = panel.cards.current_key()
    me.press(Key.Key_Return)
    assert waiting() == {1, 2, 3, 4, 5} - {one}
    me.press(Key.Key_Return, SHIFT)
    left = waiting()
    assert len(left) < 4
    assert panel.cards.hasFocus()
    turned = panel.cards.current_key()
    assert turned is not None
    was = me.ghosts[turned]
    me.press(Key.Key_Delete)
    assert me.ghosts.get(turned) != was
    assert panel.cards.hasFocus()
    by_hand = panel.cards.current_key()
    me.press(Key.Key_A)
    assert me.page.aside.currentWidget() is me.page.assign_panel
    me.press(Key.Key_Down)
    me.press(Key.Key_Return)
    assert waiting() == left - {by_hand}
    assert me.page.aside.currentWidget() is panel
    assert panel.isAncestorOf(QApplication.focusWidget() or me.page)
    me.press(Key.Key_Return, CTRL)
    rest = waiting()
    me.runner.undo()
    me.runner.undo()
    me.wait()
    assert waiting() == left
    me.runner.redo()
    me.wait()
    assert waiting() == left - {by_hand}
    assert rest < waiting() or not rest
    assert panel.cards.hasFocus() or panel.close_button.hasFocus()


def test_who_else_can_take_it_ranked_by_what_it_costs(desk: RideDesk, who: Who) -> None:
    _two(desk)
    me = who()
    me.propose()
    proposed = me.ghosts[me.page.view.current_ghost or 0]
    me.press(Key.Key_A)
    assert me.page.aside.currentWidget() is me.page.assign_panel
    free = [card for card in me.page.assign_panel.cards.card_model.cards if card.key is not None]
    assert free[0].key == proposed == me.page.assign_panel.cards.current_key()
    assert free[0].lines[0].endswith("de beste keuze")
    assert all("slechter" in card.lines[0] for card in free[1:])
    me.press(Key.Key_Escape)
    assert me.page.aside.currentWidget() is me.planner.panel


def test_what_is_done_by_hand_stays_and_the_rest_is_planned_again(desk: RideDesk, who: Who) -> None:
    first, second = _two(desk)
    me = who()
    me.propose()
    other = next(key for key in (desk.pierre, desk.paula, desk.wim) if key != me.ghosts[first])
    ride = me.page.ride(first)
    assert ride is not None
    me.page.deeds.assign(ride, other, "wie ook")
    me.wait()
    assert me.ghosts.keys() == {second}
    proposing = me.planner.proposing
    assert proposing is not None
    assert proposing.wish is not None
    assert proposing.wish.held == {desk.ride(first).ride_no}


def test_nobody_can_and_what_keeps_them(desk: RideDesk, who: Who) -> None:
    first, second = _two(desk)
    desk.add(
        *(
            DriverPreference(member_id=desk.rosa, driver_id=driver, tie=DriverTie.INCOMPATIBLE)
            for driver in (desk.pierre, desk.paula, desk.wim)
        )
    )
    me = who()
    me.propose()
    panel = me.planner.panel
    assert panel is not None
    assert me.ghosts.keys() == {second}
    assert panel.cards.card_model.cards[-2].title == "Zonder chauffeur (1)"
    panel.choose(first)
    assert panel.why.text() == "Niemand kan: 3 gaan niet samen met dit lid."
    me.press(Key.Key_A)
    cards = me.page.assign_panel.cards.card_model.cards
    assert [card.title for card in cards[:2]] == [
        "Niemand is vrij op dat uur",
        "Niemand kan: 3 gaan niet samen met dit lid.",
    ]


def test_what_counts_is_chosen_seen_at_once_and_kept(desk: RideDesk, who: Who) -> None:
    _two(desk)
    me = who()
    me.page.view.setFocus()
    me.press(Key.Key_F4)
    dialog = me.page.findChild(WeightsDialog)
    assert isinstance(dialog, WeightsDialog)
    assert "meer rijden" in dialog.whole.text()
    assert [cell.text() for cell in dialog.figures.cells[1]] == ["Chauffeurs", "1"]
    assert "→" not in dialog.figures.toolTip()
    assert dialog.rows[Weight.CALLS].sentence.text()
    dialog.choices[Weight.CALLS].setCurrentIndex(list(Level).index(Level.MUCH))
    me.wait()
    assert me.planner.proposing is not None
    assert me.planner.proposing.planning is not None
    assert me.planner.proposing.planning.weights.calls is Level.MUCH
    assert me.planner.proposing.proposal is not None
    dialog.show_worth(Worth(1.0, ()), replace(me.planner.proposing.proposal.after, drivers=3))
    assert [cell.text() for cell in dialog.figures.cells[1]] == ["Chauffeurs", "1 → 3"]
    dialog.save_button.click()
    me.wait()
    assert me.planner.proposing.wish is not None
    assert me.planner.proposing.wish.weights is None
    assert me.planner.proposing.planning.weights.calls is Level.MUCH
    assert desk.read(planner_weights, WEDNESDAY).calls is Level.MUCH


def test_a_pinned_ride_stays_and_a_loose_one_may_move(desk: RideDesk, who: Who) -> None:
    ride = desk.assigned()
    me = who()
    me.page.view.select_ride(ride)
    me.page.view.setFocus()
    me.press(Key.Key_V)
    assert desk.ride(ride).pinned
    me.propose()
    assert "Elke rit ligt al vast" in me.said
    me.page.view.select_ride(ride)
    me.page.view.setFocus()
    me.press(Key.Key_V)
    assert not desk.ride(ride).pinned
    assert "Elke rit ligt al vast" not in me.said


def test_a_clicked_ghost_is_the_current_card(desk: RideDesk, who: Who) -> None:
    _, second = _two(desk)
    me = who()
    me.propose()
    place = me.page.view.ghost_rect(second).center()
    QTest.mouseClick(me.page.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert me.planner.panel is not None
    assert me.planner.panel.cards.current_key() == second


def test_escape_and_another_day_end_the_proposal(desk: RideDesk, who: Who) -> None:
    _two(desk)
    me = who()
    me.propose()
    me.press(Key.Key_Escape)
    assert me.ghosts == {}
    assert me.page.aside.currentWidget() is me.page.cards
    me.propose()
    assert me.ghosts
    me.go_to(date(2026, 11, 26))
    assert me.page.aside.currentWidget() is me.page.empty
    assert me.planner.proposing is not None
    assert not me.planner.proposing.is_open


def test_nothing_to_plan_says_why(desk: RideDesk, who: Who) -> None:
    me = who()
    me.propose()
    assert "geen open ritten op woensdag 25 november 2026" in me.said
    desk.add(ClosureDay(day=date(2026, 11, 26), reason="brugdag"))
    me.go_to(date(2026, 11, 26))
    me.propose()
    assert "(brugdag)" in me.said


def test_a_confirmed_ride_is_none_of_the_planners(desk: RideDesk, who: Who) -> None:
    ride = desk.assigned()
    desk.database.write(lambda session: ops.confirm_ride(session, ops.ConfirmRide(ride)))
    me = who()
    me.propose()
    assert "Elke rit ligt al vast" in me.said
    assert me.ghosts == {}


def test_the_rest_of_the_week(desk: RideDesk, who: Who) -> None:
    ride, friday = desk.request(), desk.request(ride_date=date(2026, 11, 27), member_id=desk.jef)
    me = who()
    me.page.bar.set_span(Span.WEEK)
    me.wait()
    me.propose()
    panel = me.planner.panel
    assert panel is not None
    assert me.page.aside.isVisible()
    model = me.page.week.week_model
    texts = [model.data(model.index(row, column)) for row in range(1, 4) for column in (3, 5)]
    assert texts.count("+1") == 2
    assert model.data(model.index(1, 0), Qt.ItemDataRole.FontRole).pointSizeF() < theme.points()
    assert any("1 voorgesteld" in model.data(model.index(row, 3), Qt.ItemDataRole.ToolTipRole) for row in range(1, 4))
    headings = [card.title for card in panel.cards.card_model.cards if card.key is None]
    assert [heading[:10] for heading in headings] == ["wo 25/11 ·", "vr 27/11 ·"]
    me.go_to(WEDNESDAY)
    assert me.ghosts.keys() == {ride}
    assert me.page.aside.currentWidget() is panel
    panel.setFocus()
    me.press(Key.Key_Return, CTRL)
    assert {desk.ride(key).state for key in (ride, friday)} == {RideState.ASSIGNED}


def test_a_driver_falls_ill(desk: RideDesk, who: Who) -> None:
    ride, kept = desk.assigned(), desk.assigned(desk.paula, member_id=desk.maria)
    me = who()
    me.page.view.select_ride(ride)
    me.page.view.setFocus()
    me.press(Key.Key_Z, SHIFT)
    panel = me.planner.panel
    assert panel is not None
    assert panel.title.text() == "Voorstel zonder Reynders Pierre"
    assert me.planner.proposing is not None
    assert me.planner.proposing.without == ["Reynders Pierre"]
    assert me.ghosts == {ride: desk.wim}
    assert desk.ride(kept).driver_id == desk.paula
    card = next(card for card in panel.cards.card_model.cards if card.key == ride)
    assert "nu bij Reynders Pierre · 0499\u00a076\u00a014\u00a045" in card.lines


def test_what_was_changed_meanwhile_is_skipped_and_told(desk: RideDesk, who: Who, recorder: MessageRecorder) -> None:
    first, second = _two(desk)
    me = who()
    me.propose()
    desk.database.write(lambda session: ops.assign_driver(session, ops.AssignDriver(first, desk.wim)))
    me.press(Key.Key_Return, CTRL)
    panel = me.planner.panel
    assert panel is not None
    assert panel.noted.text().startswith("Niet overgenomen (1):\n")
    assert panel.noted.text().endswith(" Jans Rosa werd intussen gewijzigd, nu bij Wouters Wim")
    assert desk.ride(first).driver_id == desk.wim
    assert desk.ride(second).driver_id is not None
    assert recorder.toasts == ["Voorstel overgenomen: 1 rit"]


def test_whom_to_phone_as_paper_what_was_taken_over_included(
    desk: RideDesk, who: Who, recorder: MessageRecorder
) -> None:
    _two(desk)
    me = who()
    me.page.view.setFocus()
    me.press(Key.Key_L, CTRL | SHIFT)
    assert recorder.toasts == ["Vraag eerst een voorstel met Ctrl+G."]
    me.propose()
    me.press(Key.Key_Return, CTRL)
    proposing = me.planner.proposing
    assert proposing is not None
    assert sum(len(one.told(News.COMING)) for one in proposing.to_phone()) == 2
    me.press(Key.Key_L, CTRL | SHIFT)
    preview = me.page.findChild(PreviewDialog)
    assert isinstance(preview, PreviewDialog)
    assert "Wie bellen" in preview.windowTitle()
    preview.close()


def test_a_route_service_is_asked_beside_the_search(desk: RideDesk, who: Who, monkeypatch: pytest.MonkeyPatch) -> None:
    _two(desk)
    desk.database.write(lambda session: set_route_service(session, SetRouteService("http://here")))
    asked: list[int] = []

    def answer(_url: str, starts: list[Point], ends: list[Point]) -> dict[tuple[int, int], Road]:
        asked.append(len(starts) * len(ends))
        if len(asked) == 1:
            raise RouteServiceError("Stil.")
        return {(start, end): Road(40_000, 50) for start in range(len(starts)) for end in range(len(ends))}

    monkeypatch.setattr(roads, "ask_roads", answer)
    me = who()
    me.propose()
    panel, proposing = me.planner.panel, me.planner.proposing
    assert panel is not None
    assert proposing is not None
    me.qtbot.waitUntil(lambda: panel.noted.text() == "Stil. De afstanden zijn geschat.")
    me.propose()
    me.qtbot.waitUntil(lambda: proposing.proposal is not None and proposing.proposal.after.km > 120)
    me.wait()
    assert len(asked) == 2
    assert panel.noted.text() == ""


def test_a_search_that_breaks_off_says_so(desk: RideDesk, who: Who) -> None:
    first, _ = _two(desk)
    me = who()
    me.propose()
    assert me.planner.search is not None
    me.planner.search.failed.emit("Het zoeken brak af.")
    panel = me.planner.panel
    assert panel is not None
    assert panel.trouble.text() == "Het zoeken brak af."
    assert first in me.ghosts


def test_a_process_of_its_own_answers_is_stopped_and_its_end_is_noticed(
    qtbot: QtBot, desk: RideDesk, qapp: QApplication
) -> None:
    _two(desk)
    question = desk.read(asked, Wish((WEDNESDAY,)))
    owner = QWidget()
    qtbot.addWidget(owner)
    finder = Search(owner)
    answers: list[Answer] = []
    finder.answered.connect(answers.append)
    finder.warm_up()
    with qtbot.waitSignal(finder.answered, timeout=20_000, check_params_cb=lambda answer: answer.is_final):
        finder.ask(question)
    assert len(answers[-1].proposal.changes) == 2
    assert finder.process is None
    finder.ask(replace(question, question=framed("no question")))
    with qtbot.waitSignal(finder.failed, timeout=20_000) as broken:
        pass
    assert broken.args is not None
    assert "brak af" in broken.args[0]
    finder.close()


def test_where_no_process_starts_a_thread_searches_and_that_is_said(
    qtbot: QtBot, desk: RideDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    _two(desk)
    monkeypatch.setattr(processes, "itself", lambda _module: ["/no/such/program"])
    question = desk.read(asked, Wish((WEDNESDAY,), seconds=0.05))
    owner = QWidget()
    qtbot.addWidget(owner)
    finder = Search(owner)
    said: list[str] = []
    finder.slowed.connect(said.append)
    try:
        for _ in range(2):  # once it is known, nothing is tried
            with qtbot.waitSignal(finder.answered, timeout=20_000, check_params_cb=lambda answer: answer.is_final):
                finder.ask(question)
        finder.ask(question)
        finder.close()
    finally:
        processes.forget_failure()
    assert len(said) == 3
    assert said[0].startswith("Er kan geen tweede proces starten")
