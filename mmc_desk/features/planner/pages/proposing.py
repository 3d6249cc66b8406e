"""A proposal for the days in view, from the question to the better and better answers: no widgets, only what goes on.

What changes on the board while it is there (a ride taken over, one assigned by hand, an undo) stays as it then is, and
the rest is planned again from the plan that is there.
"""

import functools
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from PySide6.QtCore import QObject, Signal

from mmc_desk.core.changes import Changes
from mmc_desk.core.db import Op
from mmc_desk.core.errors import DeskError
from mmc_desk.features.planner import ops
from mmc_desk.features.planner.engines.worker import Answer
from mmc_desk.features.planner.pages import loading
from mmc_desk.features.planner.pages.searching import Searching
from mmc_desk.features.planner.queries.asking import Asked, asked
from mmc_desk.features.planner.rules.advice import Advice
from mmc_desk.features.planner.rules.phoning import DriverToPhone, drivers_to_phone
from mmc_desk.features.planner.rules.planning import Planning
from mmc_desk.features.planner.rules.proposal import Proposal, Proposed
from mmc_desk.features.planner.rules.weights import Weights
from mmc_desk.features.planner.rules.whys import Why
from mmc_desk.features.planner.rules.wishing import Wish
from mmc_desk.features.rides.ops.handing import HandedOver, hand_over
from mmc_desk.ui.runner import Runner

DAY_SECONDS, WEEK_SECONDS = 5.0, 15.0
"""How long a search may take; it ends by itself when more steps gain nothing."""

AGAIN_SECONDS = 2.0
"""How long when something changed on the board: the plan that is there goes on."""

TOPICS = frozenset(
    {
        *("ride", "ride_request", "leg", "driver", "absence", "week_availability", "availability_date"),
        *("closure_day", "driver_preference", "call_attempt", "desk_setting", "distance"),
    }
)
"""The tables a proposal is made of."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a search is: after so many seconds, and whether it goes on."""

    seconds: float = 0.0
    is_searching: bool = False


class Proposing(QObject):
    """The one proposal of a board."""

    shown = Signal()
    """`planning` and `proposal` are new."""
    nothing = Signal(str)
    """There is nothing to plan, in one sentence."""
    was_read = Signal(object)
    """The days were read: a queries.asking.Asked."""
    explained = Signal()
    """`why` knows more of a ride."""
    weighed = Signal(object)
    """What the weights brought about: a rules.proposal.Worth."""
    progressed = Signal()
    failed = Signal(str)
    """Something went wrong, in one sentence; what was there stands."""

    def __init__(self, runner: Runner, search: Searching, parent: QObject) -> None:
        super().__init__(parent)
        self._runner = runner
        self.search = search
        self.wish: Wish | None = None
        self.planning: Planning | None = None
        self.first: Planning | None = None
        """The days as they were when the proposal was asked for: taking over changes them."""
        self.proposal: Proposal | None = None
        self._advice: Mapping[str, Advice] = {}
        self._whys: dict[str, Why] = {}
        self._wondered: set[str] = set()
        self.progress = Progress()
        search.answered.connect(self._on_answer)
        search.failed.connect(self._on_failed)
        runner.changed.connect(self._on_changed)

    @property
    def is_open(self) -> bool:
        """Tell whether a proposal was asked for and is not done with."""
        return self.wish is not None

    @property
    def days(self) -> Sequence[date]:
        """The days it is about; none where there is no proposal."""
        return self.wish.days if self.wish is not None else ()

    @property
    def without(self) -> Sequence[str]:
        """The names of drivers who are out, by name."""
        if self.wish is None or self.planning is None:
            return ()
        return sorted(self.planning.drivers[code].name for code in self.wish.without if code in self.planning.drivers)

    def is_about(self, first: date, last: date) -> bool:
        """Tell whether it is about some of these days."""
        return self.wish is not None and any(first <= day <= last for day in self.wish.days)

    def begin(self, days: Sequence[date], without: Iterable[str] = ()) -> None:
        """Ask for a proposal for days."""
        self.planning = self.first = self.proposal = None
        self._whys.clear()
        seconds = DAY_SECONDS if len(days) == 1 else WEEK_SECONDS
        self._ask(Wish(tuple(days), frozenset(without), seconds=seconds))

    def again(self) -> None:
        """Search on from the plan that is there."""
        if self.wish is not None:
            self._ask(self.wish)

    def weigh(self, weights: Weights | None, *, weighs: bool = True) -> None:
        """Plan again with other weights (None: the desk's own), and tell what they bring about."""
        if self.wish is not None:
            self._ask(replace(self.wish, weights=weights, weighs=weighs))

    def turn_down(self, one: Proposed) -> None:
        """Plan again without this driver for this ride."""
        if self.wish is not None and one.driver is not None:
            self._ask(replace(self.wish, rejected=self.wish.rejected | {(one.ride.id, one.driver)}))

    def stop(self) -> None:
        """Search no more; the proposal stands."""
        self.search.stop()
        self._tell(replace(self.progress, is_searching=False))

    def end(self) -> None:
        """Be done with the proposal."""
        self.search.stop()
        self.wish = self.planning = self.first = self.proposal = None
        self.progress = Progress()

    def takeover(self, rides: Iterable[Proposed]) -> Op[HandedOver] | None:
        """Return the write that does these rides as proposed, with what must change hands along; None for nothing."""
        planning, proposal, wanted = self.planning, self.proposal, tuple(rides)
        if planning is None or proposal is None or all(one.driver == one.ride.driver for one in wanted):
            return None
        keys = [one.ride.id for one in wanted]
        # What must change hands along is worked out on the worker: of a day of hundreds that takes its time.
        return lambda session: hand_over(session, ops.acceptance(planning, proposal.plan, keys))

    def to_phone(self) -> tuple[DriverToPhone, ...]:
        """Return whom to phone for the proposal, what was taken over of it included."""
        if self.planning is None or self.first is None:
            return ()
        was = {ride.id: ride.driver for ride in self.first.rides.values()}
        plan = self.planning.board if self.proposal is None else self.proposal.plan
        return drivers_to_phone(self.planning, plan, was)

    def why(self, one: Proposed) -> Why:
        """Return why a ride is proposed as it is; what isn't known yet is worked out, and `explained` tells.

        Until then what was known of the same driver, before a better proposal came, stands.
        """
        told = Why(one, self._advice.get(one.ride.id))
        if told.is_known:
            return told
        self._wonder(one.ride.id)
        before = self._whys.get(one.ride.id, told)
        return before if before.proposed.driver == one.driver else told

    def _wonder(self, ride: str) -> None:
        planning, proposal = self.planning, self.proposal
        if planning is None or proposal is None or ride in self._wondered:
            return
        self._wondered.add(ride)
        query = functools.partial(loading.why, planning=planning, plan=proposal.plan, ride=ride)
        self._runner.read(query, functools.partial(self._on_why, proposal))

    # What happens

    def _on_why(self, proposal: Proposal, found: Why) -> None:
        if proposal is self.proposal:
            self._whys[found.proposed.ride.id] = found
            self.explained.emit()

    def _ask(self, wish: Wish) -> None:
        start = self.proposal.plan if self.proposal is not None else None
        self.search.stop()
        self.wish = replace(wish, start=start)
        self._tell(Progress(is_searching=True))
        query = functools.partial(asked, wish=self.wish)
        self._runner.read(query, functools.partial(self._on_asked, self.wish), self._mine(self.wish))

    def _mine(self, wish: Wish) -> Callable[[DeskError], None]:
        def refuse(error: DeskError) -> None:
            if wish is self.wish:
                self._on_failed(str(error))

        return refuse

    def _on_asked(self, wish: Wish, found: Asked) -> None:
        if wish is not self.wish:
            return
        self.planning = found.planning
        self.first = self.first or found.planning
        self.was_read.emit(found)
        if found.nothing:
            self.proposal = None
            self._tell(Progress())
            self.nothing.emit(found.nothing)
        else:
            self.search.ask(found)

    def _on_answer(self, answer: Answer) -> None:
        if self.wish is None:
            return
        self.proposal = answer.proposal
        self._advice = {one.ride: one for one in answer.advice}
        self._wondered.clear()
        self._tell(Progress(answer.seconds, not answer.is_final))
        self.shown.emit()
        if answer.worth is not None:
            self.weighed.emit(answer.worth)

    def _on_failed(self, text: str) -> None:
        self._tell(replace(self.progress, is_searching=False))
        self.failed.emit(text)

    def _on_changed(self, changes: Changes) -> None:
        """Plan the rest again: what a person did stays, what was taken back is free again."""
        if self.wish is None or not TOPICS & changes.topics:
            return
        held = self.wish.held
        touched = self._touched(changes)
        held = held - touched if changes.takes_back else held | touched
        self._ask(replace(self.wish, held=held, seconds=min(self.wish.seconds, AGAIN_SECONDS)))

    def _touched(self, changes: Changes) -> frozenset[str]:
        keys = {row.key for row in changes.rows if row.table == "ride"}
        rides = self.planning.rides.values() if self.planning is not None else ()
        return frozenset(ride.id for ride in rides if ride.ride_id in keys)

    def _tell(self, progress: Progress) -> None:
        self.progress = progress
        self.progressed.emit()
