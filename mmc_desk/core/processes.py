"""Starting this program a second time as one of its own modules: from source, from a wheel, or frozen into one file."""

import contextlib
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

AS = "--as"
"""The word on the command line of a frozen program that a module of ours follows: its `main` runs, nothing else."""

_HOME = "mmc_desk."
_STAT, _START_TIME = Path("/proc/self/stat"), 19
"""Where Linux tells when this process began, in ticks after the machine did, and which word behind its name that is."""

_BELOW_NORMAL, _STEPS_BACK = 0x4000, 5
"""Below others, as Windows says it, and as other systems do."""

_known = {"fails": False}


def began() -> float:
    """Return the moment (perf_counter) this process began: as Linux tells it, elsewhere from what it computed so far.

    Starting takes little of a processor, but on a busy machine long.
    """
    age = time.process_time()
    with contextlib.suppress(OSError):  # only Linux has this file
        ticks = int(_STAT.read_bytes().rpartition(b")")[2].split()[_START_TIME])
        age = max(age, time.clock_gettime(time.CLOCK_BOOTTIME) - ticks / os.sysconf("SC_CLK_TCK"))
    return time.perf_counter() - age


def itself(module: str) -> list[str]:
    """Return the words that run the `main` of a module of ours in a process of its own.

    A frozen program has no interpreter to hand code to: it is asked to be that module by its own door (`run_as`).
    """
    if getattr(sys, "frozen", False):
        return [sys.executable, AS, module]
    return [sys.executable, "-c", f"from {module} import main; main()"]


def run_as(words: Sequence[str]) -> bool:
    """Be the module that the command line asks for, and tell whether it asked for one."""
    if len(words) != len((AS, _HOME)) or words[0] != AS or not words[1].startswith(_HOME):
        return False
    __import__(words[1])
    sys.modules[words[1]].main()
    return True


def stand_back() -> None:
    """Let whoever waits for an answer go first: this process, and those it starts, take what a processor has left."""
    if sys.platform == "win32":
        import ctypes

        kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 - only on Windows
        kernel.SetPriorityClass(kernel.GetCurrentProcess(), _BELOW_NORMAL)
    else:
        os.nice(_STEPS_BACK)


def can_start() -> bool:
    """Tell whether it is worth trying: there is a program to start, and no start failed before."""
    return bool(sys.executable) and not _known["fails"]


def note_failure() -> None:
    """Remember that no process can be started here: what can go without one doesn't try again."""
    _known["fails"] = True


def forget_failure() -> None:
    """Try again from now on."""
    _known["fails"] = False
