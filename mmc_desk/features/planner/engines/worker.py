"""A process of its own that searches for the window: pure Python would hold up whoever shares its process.

The question comes on standard input, better and better proposals go out on standard output, each as its length in four
bytes and a pickle: nobody else hears them. Who loses patience ends the process; when the one that asked is gone, so is
it.
"""

import io
import os
import pickle
import struct
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, BinaryIO

from mmc_desk.core import i18n, processes
from mmc_desk.features.planner.engines.choice import engine_for
from mmc_desk.features.planner.rules.advice import Advice
from mmc_desk.features.planner.rules.planning import Planning, PlanRide, road_only
from mmc_desk.features.planner.rules.problem import Plan
from mmc_desk.features.planner.rules.proposal import Proposal, Worth, proposal, worth
from mmc_desk.features.planner.rules.whys import Told, is_large, told

PAUSE = 0.25
"""Seconds between two proposals: a person sees no more, and each must be put into words."""

AT_ONCE = 6_000
"""Rides times drivers up to which every proposal has all its reasons; the last one has where a day isn't large."""

MOST_SHORTEST = 2.0
"""Seconds that the shortest plan may take, to compare with."""

_LENGTH = struct.Struct(">I")


@dataclass(frozen=True, slots=True)
class Question:
    """What to plan: `seconds` at most, going on from `start` (else the board); `language` is that of the reasons."""

    planning: Planning
    seconds: float
    start: Plan | None = None
    seed: int = 1
    weighs: bool = False
    """Tell at the end what the weights brought about: against the plan of the shortest way, sought for that."""
    language: str = i18n.SOURCE_LANGUAGE


@dataclass(frozen=True, slots=True)
class Answer:
    """A proposal after so many `seconds`; the last one `is_final`."""

    proposal: Proposal
    seconds: float
    is_final: bool = False
    worth: Worth | None = None
    advice: tuple[Advice, ...] = ()
    """For the rides that nobody takes; worked out for the last one, of a day that isn't large."""


def search(question: Question, tell: Callable[[Answer], None], is_cancelled: Callable[[], bool] | None = None) -> None:
    """Search, and tell each better proposal, the first at once, the last in any case."""
    begun, said_at = time.perf_counter(), -PAUSE
    problem = question.planning.problem
    is_small = len(problem.requests) * len(problem.drivers) <= AT_ONCE

    def answer(plan: Plan, *, is_final: bool) -> None:
        gained = _worth(question, plan) if is_final and question.weighs else None
        says_all = is_final and not is_large(question.planning)
        said = told(question.planning, plan) if says_all else Told(proposal(question.planning, plan, says_why=is_small))
        tell(Answer(said.proposal, time.perf_counter() - begun, is_final, gained, said.advice))

    def better(plan: Plan) -> None:
        nonlocal said_at
        if said_at < 0:  # at once; why comes behind
            tell(Answer(proposal(question.planning, plan, says_why=False), time.perf_counter() - begun))
        if time.perf_counter() - begun - said_at >= PAUSE:
            answer(plan, is_final=False)
            said_at = time.perf_counter() - begun

    engine = engine_for(problem)
    start = question.start or question.planning.board  # what is arranged stays, unless something is better
    plan = engine.solve(
        problem, question.seconds, seed=question.seed, start=start, on_better=better, is_cancelled=is_cancelled
    )
    answer(plan, is_final=True)


def _worth(question: Question, plan: Plan) -> Worth:
    problem = road_only(question.planning.problem)
    shortest = engine_for(problem).solve(problem, min(question.seconds, MOST_SHORTEST), seed=question.seed, start=plan)
    return worth(question.planning, plan, shortest)


def framed(thing: object, *, has_rides: bool = False) -> bytes:
    """Return a thing as it goes through a pipe; where the other end `has_rides` of its own, each goes as its number."""
    pickled = io.BytesIO()
    _Packer(pickled, has_rides=has_rides).dump(thing)
    return _LENGTH.pack(pickled.tell()) + pickled.getvalue()


class _Packer(pickle.Pickler):
    """Packs a dataclass as the call that makes it: unpacked in a fifth of the time, which the window spends on it."""

    def __init__(self, pipe: BinaryIO, *, has_rides: bool) -> None:
        super().__init__(pipe, pickle.HIGHEST_PROTOCOL)
        self._has_rides = has_rides
        self._names: dict[object, tuple[str, ...]] = {}

    def persistent_id(self, thing: object) -> str | None:
        """Return the number of a ride that the other end has."""
        return thing.id if self._has_rides and isinstance(thing, PlanRide) else None

    def reducer_override(self, thing: object) -> Any:  # noqa: ANN401 - pickle's own protocol
        """Return how a thing is made."""
        kind = type(thing)
        if not is_dataclass(kind):
            return NotImplemented
        if kind not in self._names:
            self._names[kind] = tuple(field.name for field in fields(kind))
        return kind, tuple(getattr(thing, name) for name in self._names[kind])


class _Unpacker(pickle.Unpickler):
    """Puts the rides that this end has in the places of their numbers."""

    def __init__(self, pipe: BinaryIO, rides: Mapping[str, PlanRide]) -> None:
        super().__init__(pipe)
        self._rides = rides

    def persistent_load(self, pid: str) -> PlanRide:
        """Return a ride by its number."""
        return self._rides[pid]


def last_of(said: bytearray, rides: Mapping[str, PlanRide]) -> Any | None:  # noqa: ANN401 - the caller knows it
    """Take the whole things from what came through a pipe so far, and return the last; None while there is none.

    `rides` are those of the question that was asked.
    """
    start, last = 0, None
    while len(said) >= start + _LENGTH.size:
        end = start + _LENGTH.size + _LENGTH.unpack_from(said, start)[0]
        if len(said) < end:
            break
        start, last = end, bytes(said[start + _LENGTH.size : end])
    del said[:start]
    return None if last is None else _Unpacker(io.BytesIO(last), rides).load()


def read(pipe: BinaryIO) -> Any:  # noqa: ANN401 - as last_of
    """Return the thing that comes through a pipe. Raises EOFError where it ends before."""
    head = pipe.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError
    return pickle.loads(pipe.read(_LENGTH.unpack(head)[0]))  # noqa: S301 - from the process that started this one


def _leave_with(pipe: BinaryIO) -> None:
    """End this process when the one that asked is gone: its end of the pipe closes then."""
    pipe.read()
    os._exit(0)


def main() -> None:
    """Answer the one question on standard input; none comes where the process was kept ready for nothing.

    The window that asked goes first on a machine that is busy, and so does what else runs there.
    """
    processes.stand_back()
    try:
        question: Question = read(sys.stdin.buffer)
    except EOFError:
        return
    threading.Thread(target=_leave_with, args=(sys.stdin.buffer,), daemon=True).start()
    i18n.set_language(question.language)

    def tell(answer: Answer) -> None:
        sys.stdout.buffer.write(framed(answer, has_rides=True))
        sys.stdout.buffer.flush()

    search(question, tell)
