"""The planner at the day board: its keys and its button, made with the board; the rest when somebody asks for it."""

import functools
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QAction, QKeySequence

from mmc_desk.core import clock
from mmc_desk.core.i18n import translate
from mmc_desk.features.planner.pages import loading
from mmc_desk.features.rides.pages.day_bar import Span
from mmc_desk.features.rides.queries.rows import DayBoard, RideLine
from mmc_desk.ui import icons, messages
from mmc_desk.ui.turns import gathered

if TYPE_CHECKING:
    from mmc_desk.features.planner.pages.panel import ProposalPanel
    from mmc_desk.features.planner.pages.proposing import Proposing
    from mmc_desk.features.planner.pages.roads import RoadAsker
    from mmc_desk.features.planner.pages.searching import Searching
    from mmc_desk.features.planner.queries.asking import Suit
    from mmc_desk.features.planner.rules.proposal import Proposed, Worth
    from mmc_desk.features.planner.rules.weights import Weights
    from mmc_desk.features.rides.ops.handing import HandedOver
    from mmc_desk.features.rides.pages.board import BoardPage

_WARM_UP_MS = 1_500
"""A process for the search is made ready once the board has stood there for a while."""

_AT_ONCE = 200
"""How many cards or ghosts are made before the window goes on."""

_DEEDS = ("edit", "cancel", "history", "share", "no_driver")
"""What else can be done with the current ride of the proposal, by the board's own keys."""


class PlannerCompanion(QObject):
    """A rides.pages.companions.Companion."""

    def __init__(self, board: "BoardPage") -> None:
        super().__init__(board)
        self.board = board
        self.panel: ProposalPanel | None = None
        self.proposing: Proposing | None = None
        self.search: Searching | None = None
        self.roads: RoadAsker | None = None
        self._wants_weights = False
        self.main = self._action(translate("planner", "&Voorstel"), "Ctrl+G", "sparkles", self.propose)
        self.take_all = self._action(
            translate("planner", "&Alles overnemen"), "Ctrl+Return", "circle-check", self.take_everything
        )
        self.take_all.setShortcuts([QKeySequence("Ctrl+Enter"), QKeySequence("Ctrl+Return")])
        self.take_all.setEnabled(False)
        self.actions: Sequence[QAction] = (
            self.take_all,
            self._action(translate("planner", "&Week voorstellen"), "Ctrl+Shift+G", "calendar-days", self.propose_week),
            self._action(
                translate("planner", "Voorstel zonder &deze chauffeur"), "Shift+Z", "calendar-off", self.propose_without
            ),
            self._action(
                translate("planner", "Wie be&llen voor dit voorstel…"), "Ctrl+Shift+L", "phone", self.print_calls
            ),
            self._action(translate("planner", "Wat &telt bij het plannen…"), "F4", "settings", self.weigh),
        )
        self._showing = self._show()
        self._warm_up = QTimer(self, interval=_WARM_UP_MS, singleShot=True)
        self._warm_up.timeout.connect(self.make_ready)
        board.shown.connect(self._on_board)
        board.assign_panel.sought.connect(self._on_sought)

    def _action(self, text: str, key: str, icon: str, act: Callable[[], None]) -> QAction:
        action = QAction(icons.icon(icon), text, self)
        action.setIconText("\u2002" + text.replace("&", ""))
        action.setShortcut(QKeySequence(key))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.setToolTip(f"{text.replace('&', '')} ({key.replace('Return', 'Enter')})")
        action.triggered.connect(lambda _checked=False: act())
        self.board.addAction(action)
        return action

    # What is asked

    def propose(self) -> None:
        """Propose who drives what on the day, or in the week, in view; again: search on."""
        if self.board.bar.span is Span.WEEK:
            self.propose_week()
        else:
            self._begin((self.board.bar.day,))

    def propose_week(self) -> None:
        """Propose the rest of the week."""
        day = self.board.bar.day
        monday = day - timedelta(days=day.weekday())
        days = tuple(monday + timedelta(days=step) for step in range(7))
        today = clock.today()
        self._begin(tuple(one for one in days if one >= today) or days)

    def propose_without(self) -> None:
        """Propose the day without the driver of the current lane, who fell ill: as few phone calls as can be."""
        view = self.board.view
        if self.board.bar.span is Span.DAY and view.scene.heads:
            head = view.scene.heads[view.current_lane]
            lanes = self.board.board.lanes if isinstance(self.board.board, DayBoard) else ()
            code = next((lane.code for lane in lanes if lane.driver_id == head.driver_id), "")
            self._begin((self.board.bar.day,), {code: head.name})

    def print_calls(self) -> None:
        """Show whom to phone for the proposal, as paper; without one, say how to get one."""
        if self.proposing is None or self.proposing.wish is None:
            messages.toast(self.board, translate("planner", "Vraag eerst een voorstel met Ctrl+G."))
            return
        from mmc_desk.features.planner.pages.papers import show_phone_list

        show_phone_list(self.board.runner, self.board, self.proposing)

    def weigh(self) -> None:
        """Choose what counts; the proposal for the day in view changes along."""
        if self.proposing is None or self.proposing.planning is None:
            self.propose()
            self._wants_weights = True
        else:
            self._open_weights(self.proposing.planning.weights)

    def _open_weights(self, known: "Weights") -> None:
        from mmc_desk.features.planner.pages.weights_dialog import WeightsDialog

        self._wants_weights = False
        proposing, _ = self._opened()
        dialog = WeightsDialog(self.board.runner, known, self.board)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.weighed.connect(proposing.weigh)

        def show(worth: "Worth") -> None:
            if proposing.proposal is not None:
                dialog.show_worth(worth, proposing.proposal.after)

        proposing.weighed.connect(show)
        dialog.finished.connect(lambda _code: proposing.weighed.disconnect(show))
        dialog.finished.connect(lambda _code: proposing.weigh(None, weighs=False))
        proposing.weigh(None)
        dialog.show()

    def _begin(self, days: Sequence[date], without: dict[str, str] | None = None) -> None:
        self._when_loaded(functools.partial(self._begin_now, days, without or {}))

    def _begin_now(self, days: Sequence[date], without: dict[str, str]) -> None:
        proposing, panel = self._opened()
        if self.roads is not None:
            self.roads.try_again()
        from mmc_desk.features.planner.pages.words import title_of_days

        self._showing.close()
        panel.name(title_of_days(days, without.values()))
        panel.show_nothing("")
        self.board.show_ghosts(())
        self.board.lend_aside(panel)
        panel.setFocus()
        proposing.begin(days, without)

    def close(self) -> None:
        """Stop the search; where there is none, be done with the proposal."""
        if self.proposing is not None and self.proposing.progress.is_searching and self.proposing.proposal is not None:
            self.proposing.stop()
        else:
            self.leave()

    def leave(self) -> None:
        """Be done with the proposal: the board shows what is, and nothing else."""
        if self.proposing is None or not self.proposing.is_open:
            return
        self._showing.close()
        self.proposing.end()
        self.take_all.setEnabled(False)
        self.board.show_ghosts(())
        self.board.week.set_proposed({})
        self.board.lend_aside(None)
        self.board.setFocus()

    # Taking over

    def take_everything(self) -> None:
        """Do all that is proposed, as one step."""
        if self.proposing is not None and self.proposing.proposal is not None:
            self._take(self.proposing.proposal.changes)

    def take_ride(self, ride_id: int) -> None:
        """Do what is proposed for one ride, and what must change hands with it."""
        one = self._proposed(ride_id)
        if one is not None:
            self._take((one,))

    def take_driver(self, ride_id: int) -> None:
        """Do what is proposed for the driver of a ride."""
        one = self._proposed(ride_id)
        if one is not None and one.driver is not None and self.proposing is not None and self.proposing.proposal:
            self._take(self.proposing.proposal.of_driver(one.driver))

    def turn_down(self, ride_id: int) -> None:
        """Not this driver for this ride: plan it otherwise."""
        one = self._proposed(ride_id)
        if one is not None and self.proposing is not None:
            self.proposing.turn_down(one)

    def seek(self, ride_id: int) -> None:
        """Open the list of who can take a ride."""
        if self.board.ride(ride_id) is not None:
            self.board.deeds.assign_asked.emit(ride_id)

    def _take(self, rides: Iterable["Proposed"]) -> None:
        op = self.proposing.takeover(rides) if self.proposing is not None else None
        if op is None or self.panel is None:
            return
        panel = self.panel
        panel.say(translate("planner", "Neemt over…"))
        self.board.runner.write(
            op,
            translate("planner", "Voorstel overgenomen"),
            self._on_taken,
            lambda error: panel.say("", str(error)),
        )

    def _on_taken(self, done: "HandedOver") -> None:
        from mmc_desk.features.planner.pages.words import stayed_words, taken_words

        if done.rides:
            messages.toast(self.board, taken_words(len(done.rides)), self.board.runner.undo)
        if self.panel is not None and self.proposing is not None:
            self.panel.note(stayed_words(done.stayed, self.proposing.planning))
        self._on_progress()

    def _proposed(self, ride_id: int) -> "Proposed | None":
        from mmc_desk.features.planner.pages.words import by_ride

        proposal = self.proposing.proposal if self.proposing is not None else None
        return by_ride(proposal).get(ride_id) if proposal is not None else None

    # What the search and the board say

    def _opened(self) -> tuple["Proposing", "ProposalPanel"]:
        """Return the proposal and its panel, made the first time somebody asks."""
        if self.proposing is None or self.panel is None:
            from mmc_desk.features.planner.pages.panel import ProposalPanel
            from mmc_desk.features.planner.pages.proposing import Proposing

            self.panel = ProposalPanel(self.take_all)
            from mmc_desk.features.planner.pages.roads import RoadAsker

            self.proposing = Proposing(self.board.runner, self._searching(), self)
            self.roads = RoadAsker(self.board.runner, self)
            self._connect(self.proposing, self.panel)
        return self.proposing, self.panel

    def _searching(self) -> "Searching":
        from mmc_desk.features.planner.pages.searching import Search

        if self.search is None:
            self.search = Search(self)
        return self.search

    def _connect(self, proposing: "Proposing", panel: "ProposalPanel") -> None:
        proposing.shown.connect(self._on_shown)
        proposing.nothing.connect(self._on_nothing)
        proposing.explained.connect(lambda: self._explain(panel.cards.current_key()))
        proposing.progressed.connect(self._on_progress)
        proposing.failed.connect(lambda text: panel.say("", text))
        proposing.search.slowed.connect(panel.note)
        if self.roads is not None:
            proposing.was_read.connect(self.roads.look)
            self.roads.failed.connect(panel.note)
        panel.take_ride.connect(self.take_ride)
        panel.take_driver.connect(self.take_driver)
        panel.turned_down.connect(self.turn_down)
        panel.seek_asked.connect(self.seek)
        panel.closed.connect(self.close)
        panel.current_changed.connect(self._on_current)
        self.board.view.ghost_chosen.connect(panel.choose)
        self.board.deeds.attach(panel.cards, _DEEDS)

    def make_ready(self) -> None:
        """Load what a proposal needs and start the process of a search: nobody waits for them later."""
        self._when_loaded(self._searching_ready)

    def _searching_ready(self) -> None:
        self._opened()
        QTimer.singleShot(0, self, self._searching().warm_up)  # each in a turn of the event loop of its own
        self.board.runner.read(
            functools.partial(loading.rehearse, day=self.board.bar.day), loading.nothing, loading.nothing
        )

    def _when_loaded(self, then: Callable[[], None]) -> None:
        """Do this once the modules are there: the database's thread loads them, so that the window goes on."""
        if self.panel is not None:
            then()
        else:
            self.board.runner.read(loading.load, functools.partial(self._on_loaded, then))

    def _on_loaded(self, then: Callable[[], None], _nothing: None) -> None:
        then()

    def _on_sought(self, ride: RideLine) -> None:
        """Say what each driver costs for a ride whose driver is sought by hand."""

        def advise(found: "Suit") -> None:
            from mmc_desk.features.planner.pages.words import advice_words, counsel_of

            counsel = counsel_of(found.suitors)
            self.board.assign_panel.advise(ride.ride_id, counsel, tuple(advice_words(found.advice)))

        self.board.runner.read(functools.partial(loading.suit, ride=ride), advise, lambda _error: None)

    def _on_board(self) -> None:
        """Put the ghosts of the day that now shows in its lanes; a day that isn't ours ends the proposal."""
        if self.proposing is not None and self.proposing.is_open:
            if self.proposing.is_about(*self.board.bar.bounds()):
                self.board.runner.turns.take(self._show_ghosts())
            else:
                self.leave()
        elif isinstance(self.board.board, DayBoard) and self.board.board.unassigned and self.board.isVisible():
            self._warm_up.start()

    def _on_shown(self) -> None:
        self._showing.close()  # what was still to be shown of the one before
        self._showing = self._show()
        self.board.runner.turns.take(self._showing)

    def _show(self) -> Generator[None, None, None]:
        """Show a proposal: what it comes to, then its rides, then where they would lie."""
        if self.proposing is None or self.panel is None:
            return
        planning, proposal = self.proposing.planning, self.proposing.proposal
        if planning is None or proposal is None:
            return
        self.panel.show_totals(proposal)
        yield
        from mmc_desk.features.planner.pages.words import cards_of

        cards = yield from gathered(cards_of(planning, proposal), _AT_ONCE)
        yield from self.panel.show_rides(cards)
        yield
        self._explain(self.panel.cards.current_key())
        yield from self._show_ghosts()
        if self._wants_weights:
            self._open_weights(planning.weights)

    def _on_current(self, ride_id: int | None) -> None:
        self.board.view.show_ghost(ride_id)
        self.board.deeds.set_ride(self.board.ride(ride_id or 0))
        self._explain(ride_id)

    def _explain(self, ride_id: int | None) -> None:
        from mmc_desk.features.planner.pages.words import details

        one = self._proposed(ride_id or 0)
        if self.panel is not None and self.proposing is not None and self.proposing.planning is not None:
            proposing, planning = self.proposing, self.proposing.planning
            told = "" if one is None else details(planning, proposing.why(one))
            self.panel.explain("\n".join(filter(None, (told, self._shared_words(ride_id)))))

    def _shared_words(self, ride_id: int | None) -> str:
        """Return with whom a ride could share a car, as its card says it; S puts them together."""
        ride, hint = self.board.ride(ride_id or 0), self.board.deeds.hints.get(ride_id or 0)
        if ride is None or hint is None:
            return ""
        from mmc_desk.features.rides.pages.share_dialogs import hint_words

        return hint_words(hint, ride)

    def _on_nothing(self, why: str) -> None:
        self._showing.close()
        if self.panel is not None:
            self.panel.show_nothing(why)
            self.board.show_ghosts(())

    def _on_progress(self) -> None:
        if self.proposing is not None and self.panel is not None:
            from mmc_desk.features.planner.pages.words import progress_words

            progress = self.proposing.progress
            words = progress_words(progress, is_there=self.proposing.proposal is not None)
            self.panel.say(words, is_over=not progress.is_searching)

    def _show_ghosts(self) -> Iterator[None]:
        """Put what changes on the day in view in the lanes, in pieces."""
        if self.proposing is None or self.panel is None:
            return
        from mmc_desk.features.planner.pages.ghosts import counts_of, ghosts_of

        planning, proposal = self.proposing.planning, self.proposing.proposal
        if planning is None or proposal is None:
            return
        ghosts = yield from gathered(ghosts_of(planning, proposal, self.board.ride), _AT_ONCE)
        if proposal is not self.proposing.proposal:
            return  # a better one came, or all was closed
        self.board.week.set_proposed(counts_of(planning, proposal))
        yield from self.board.view.in_pieces(lambda: self.board.show_ghosts(ghosts))
        self.board.view.show_ghost(self.panel.cards.current_key())
