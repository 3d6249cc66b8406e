"""The time of a whole command, which counts from when its process began: what is left of it for the engines."""

import argparse
import time

_BUSIEST = 4.0
"""On a busy machine the end takes longer too: as much as the start did, up to so many times."""


class Allowance:
    """The seconds that were asked for; `to_end` are kept for what comes after the engines.

    Below what the start takes nothing is left: then engines give the first plan they find.
    """

    def __init__(self, arguments: argparse.Namespace) -> None:
        self.began: float = arguments.began
        self.seconds: float = arguments.seconds

    def since(self) -> float:
        """Return the seconds since the command began."""
        return time.perf_counter() - self.began

    def left(self, to_end: float) -> float:
        """Return the seconds left for engines, never below 0."""
        busy = min(_BUSIEST, max(1.0, self.since() / max(time.process_time(), 0.001)))
        return max(0.0, self.seconds - self.since() - busy * to_end)
