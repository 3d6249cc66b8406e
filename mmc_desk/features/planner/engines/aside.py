"""A second process that holds the same large day and searches one half of its map on another processor."""

import contextlib
import pickle
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from typing import BinaryIO

from mmc_desk.core.processes import itself
from mmc_desk.features.planner.engines.clock import Deadline
from mmc_desk.features.planner.engines.exchange import Exchange
from mmc_desk.features.planner.engines.shared.twin import OTHER_SEED, can_have_twin
from mmc_desk.features.planner.engines.sheet import Sheet
from mmc_desk.features.planner.rules.problem import Problem

LATER = 0.3
"""Seconds that it would go on when the time is up: so it never cuts a round, which the one who asked then drops."""

LOOK = 0.02
"""Seconds between two looks whether a person wants it to stop."""

Half = tuple[dict[int, list[int]], list[int]]
"""Tours by vehicle, and the rides in none of them."""


class Aside:
    """The other process. It says nothing when it isn't well; then the search goes on as if it had found nothing."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self.process = process
        self.said: list[Half] = []
        self.talk = threading.Thread(target=lambda: None)
        self.talk.start()

    @classmethod
    def start(
        cls, problem: Problem, deadline: Deadline, seed: int, search: type[Exchange] = Exchange
    ) -> "Aside | None":
        """Start it with the day and its way to search; None where this program can't start itself a second time."""
        if not can_have_twin():
            return None
        process = subprocess.Popen(  # noqa: S603 - this program itself
            itself(__name__),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        aside = cls(process)
        aside._send((problem, time.time() + deadline.left() + LATER, seed + OTHER_SEED, search))
        return aside

    def ask(self, tours: Mapping[int, Sequence[int]], bank: Sequence[int], may_stay: int, steps: int) -> None:
        """Have it search for so many steps, or until the deadline it was started with."""
        if self.talk.is_alive():
            return
        self.said.clear()
        self.talk = threading.Thread(target=self._talk, args=((dict(tours), list(bank), may_stay, steps),), daemon=True)
        self.talk.start()

    def _talk(self, question: object) -> None:
        with contextlib.suppress(OSError, EOFError, pickle.UnpicklingError):
            self._send(question)
            if self.process.stdout is not None:
                self.said.append(pickle.load(self.process.stdout))  # noqa: S301 - from the process started here

    def _send(self, what: object) -> None:
        if self.process.stdin is not None:
            pickle.dump(what, self.process.stdin)
            self.process.stdin.flush()

    def answer(self, deadline: Deadline) -> Half | None:
        """Return what it made of the question; None where it isn't ready in time."""
        while self.talk.is_alive() and deadline.left():
            self.talk.join(LOOK)
        return self.said.pop() if self.said and not self.talk.is_alive() else None

    def stop(self) -> None:
        """End it, whatever it is doing."""
        self.process.kill()
        self.talk.join()
        self.process.communicate()


def serve(questions: BinaryIO, answers: BinaryIO) -> None:
    """Answer questions until there are no more."""
    problem, until, seed, kind = pickle.load(questions)  # noqa: S301 - from the process that started this one
    sheet = Sheet(problem, is_array=True)
    search: Exchange = kind(sheet, seed, [[] for _ in range(sheet.count)])
    with contextlib.suppress(EOFError):
        while True:
            tours, bank, may_stay, steps = pickle.load(questions)  # noqa: S301 - from the process that started this one
            search.lay(tours, bank, may_stay)
            search.run(steps, Deadline(until - time.time()))
            pickle.dump(({vehicle: search.laid.tour(vehicle) for vehicle in tours}, search.bank), answers)
            answers.flush()


def main() -> None:
    """Answer what is asked on standard input: what the other process does."""
    serve(sys.stdin.buffer, sys.stdout.buffer)
