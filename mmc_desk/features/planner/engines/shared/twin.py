"""A second process that searches the same problem from another seed on another core, and hands over its good tours."""

import json
import pickle
import subprocess
import sys
import threading
import time
from collections.abc import Sequence

from mmc_desk.core.processes import can_start, itself
from mmc_desk.features.planner.engines.shared.search import Search, Watch, improve
from mmc_desk.features.planner.rules.problem import Problem

OTHER_SEED = 1_000_003
"""What the twin's seed differs by."""


class Twin:
    """The other process. It can't be told anything any more but to stop; without it a search goes on alone."""

    def __init__(self, problem: Problem, seconds: float, seed: int) -> None:
        question = pickle.dumps((problem, time.time() + seconds, seed + OTHER_SEED))
        self.process = subprocess.Popen(  # noqa: S603 - this program itself
            itself(__name__),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self.said = b""
        self.talk = threading.Thread(target=self._ask, args=(question,), daemon=True)
        self.talk.start()

    def _ask(self, question: bytes) -> None:
        self.said, _ = self.process.communicate(question)

    def tours(self, patience: float) -> list[list[int]]:
        """Return the stops of its tours, those of its best plan first; none where it isn't ready in so many seconds."""
        self.talk.join(patience)
        return json.loads(self.said) if self.said else []

    def stop(self) -> None:
        """End it, whatever it is doing."""
        self.process.kill()
        self.talk.join()


def can_have_twin() -> bool:
    """Tell whether this program can start itself a second time."""
    return can_start()


def answer(question: bytes) -> bytes:
    """Search until the moment asked for; return the stops of the best plan's tours and of other good ones."""
    problem, until, seed = pickle.loads(question)  # noqa: S301 - from the process that started this one
    search = Search(problem, seed)
    search.begin(None)
    list(improve(search, Watch(max(until - time.time(), 0.01), None, None)))
    tours: list[Sequence[int]] = [tour.stops for tour in (*search.best.tours, *search.good.values())]
    return json.dumps(tours).encode()


def main() -> None:
    """Answer what is asked on standard input: what the other process does."""
    sys.stdout.buffer.write(answer(sys.stdin.buffer.read()))
