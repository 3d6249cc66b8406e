"""A search that needs no process and no time, for the tests of what stands on top of it."""

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from mmc_desk.features.planner.engines.worker import Question, last_of, search
from mmc_desk.features.planner.queries.asking import Asked


class SearchHere(QObject):
    """A search in this process that takes its first plan: no waiting."""

    answered = Signal(object)
    failed = Signal(str)
    slowed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.is_stopped = False

    def ask(self, asked: Asked) -> None:
        """Answer at once."""
        question: Question = last_of(bytearray(asked.question), {})  # type: ignore[assignment] # it holds one
        search(replace(question, seconds=0.0), self.answered.emit)

    def stop(self) -> None:
        """Note that nobody wants more."""
        self.is_stopped = True

    def warm_up(self) -> None:
        """Be ready."""
