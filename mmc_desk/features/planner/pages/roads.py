"""Asking a route service for the roads of a proposal, beside the search: what it tells is kept, and planned with."""

import functools

from PySide6.QtCore import QObject, Signal

from mmc_desk.core import clock
from mmc_desk.core.i18n import translate
from mmc_desk.core.routes import RouteServiceError, ask_roads
from mmc_desk.features.planner.queries.asking import Asked
from mmc_desk.features.planner.rules.routing import RoadQuestion, Told
from mmc_desk.features.rides.ops.commands import NoteRoads
from mmc_desk.features.rides.ops.distances import note_roads
from mmc_desk.ui.errand import Errand
from mmc_desk.ui.runner import Runner


class RoadAsker(QObject):
    """Asks each road once while the board stands there; a service that fails is left alone until `try_again`."""

    failed = Signal(str)
    """The service gave no answer, in one sentence: the estimates stand."""

    def __init__(self, runner: Runner, parent: QObject) -> None:
        super().__init__(parent)
        self._runner = runner
        self._asked: frozenset[tuple[str, str]] = frozenset()
        self._is_out = False
        self._fails = False

    def try_again(self) -> None:
        """Somebody asks anew: perhaps the service is there again."""
        self._fails = False

    def look(self, asked: Asked) -> None:
        """Ask for what is estimated in days that were just read, where there is a service to ask."""
        question = asked.roads
        if self._is_out or self._fails or not asked.routes or set(question.pairs) <= self._asked:
            return
        self._is_out = True
        self._asked |= frozenset(question.pairs)
        errand = Errand(functools.partial(_answer, asked.routes, question), self)
        errand.done.connect(self._on_answer)
        errand.start()

    def _on_answer(self, told: Told | str) -> None:
        self._is_out = False
        if isinstance(told, str):
            self._fails, self._asked = True, frozenset()
            self.failed.emit(told)
            return
        command = NoteRoads(told, clock.now())
        self._runner.write(lambda session: note_roads(session, command), "")


def _answer(url: str, question: RoadQuestion) -> Told | str:
    try:
        roads = ask_roads(url, [point for _, point in question.starts], [point for _, point in question.ends])
    except RouteServiceError as error:
        return translate("planner", "{why} De afstanden zijn geschat.").format(why=error)
    return question.told(roads)
