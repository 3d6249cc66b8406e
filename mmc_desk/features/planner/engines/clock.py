"""The time an engine has, and whether somebody wants it to stop."""

import time
from collections.abc import Callable


class Deadline:
    """A moment to be ready. Asking costs little; it says yes too when the person cancelled."""

    def __init__(self, seconds: float, is_cancelled: Callable[[], bool] | None = None) -> None:
        self.end = time.perf_counter() + seconds
        self.is_cancelled = is_cancelled

    def left(self) -> float:
        """Return the seconds left, never below 0; none when it was cancelled."""
        if self.is_cancelled is not None and self.is_cancelled():
            return 0.0
        return max(0.0, self.end - time.perf_counter())

    def part(self, seconds: float) -> "Deadline":
        """Return a nearer moment for a part of the work."""
        return Deadline(min(seconds, self.left()), self.is_cancelled)
