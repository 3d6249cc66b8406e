"""A large day: filled by time, then tours exchange parts (see exchange), on two processors where they are to be had.

The map is cut in two halves along another line every round; one half goes to the other process, and comes back better.
A round is a number of steps, and one that the clock cuts doesn't count: the same seed gives the same plan after each
round, and the clock only says how many there are.
"""

import importlib
import importlib.util
import random
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from mmc_desk.features.planner.engines.aside import Aside, Half
from mmc_desk.features.planner.engines.clock import Deadline
from mmc_desk.features.planner.engines.exchange import Exchange
from mmc_desk.features.planner.engines.greedy import Filling
from mmc_desk.features.planner.engines.sheet import Sheet

ROUND = 400
"""Steps of a round, in each half."""

STALLED = 1e-5
"""A round that makes a plan cheaper by less than this part of its cost is one of the last."""

IDLE = 4
"""So many of them, one after the other, and the search is at its end."""

ASIDE_SECONDS = 5.0
"""Less time than that isn't worth starting another process for."""

Tours = list[list[int]]


def has_arrays() -> bool:
    """Tell whether numpy is there."""
    return importlib.util.find_spec("numpy") is not None


def exchange(
    sheet: Sheet, deadline: Deadline, seed: int, start: Sequence[Sequence[int]], offer: Callable[[Tours], float]
) -> None:
    """Offer better and better tours until the deadline, or until rounds make hardly anything better.

    The sheet is one of arrays; `offer` returns what the best plan so far costs.
    """
    filling = Filling(sheet)
    filling.keep(start)
    filling.fill()
    cost, idle = offer(filling.tours), 0
    if not sheet.rides or not sheet.count:
        return
    search = Exchange(sheet, seed, filling.tours)
    aside = Aside.start(sheet.problem, deadline, seed) if deadline.left() > ASIDE_SECONDS else None
    halves = Halves(search, seed)
    try:
        while idle < IDLE and halves.round(aside, deadline):
            before, cost = cost, offer(search.tours())
            idle = idle + 1 if before - cost < STALLED * before else 0
    finally:
        if aside is not None:
            aside.stop()


class Other(Protocol):
    """Who searches the other half: another process, or what stands for one."""

    def ask(self, tours: Mapping[int, Sequence[int]], bank: Sequence[int], may_stay: int, steps: int) -> None:
        """Have it search for so many steps."""
        ...

    def answer(self, deadline: Deadline) -> Half | None:
        """Return what it made of the question; None where it isn't ready in time."""
        ...


class Halves:
    """A search whose map is cut in two, one half for this process and one for the other."""

    def __init__(self, search: Exchange, seed: int) -> None:
        self.search = search
        self.random = random.Random(seed)  # noqa: S311 - chance, not secrecy

    def round(self, aside: Other | None, deadline: Deadline) -> bool:
        """Search for a round; False when the clock cut it. What the other process doesn't give back stays as it was."""
        search = self.search
        everyone = dict(enumerate(search.tours()))
        if aside is None:
            search.run(ROUND, deadline)
            return deadline.left() > 0
        bank = list(search.bank)
        there = self._half()
        self.random.shuffle(bank)
        cut, stay, may_stay = len(bank) // 2, search.may_stay // 2, search.may_stay
        aside.ask({vehicle: everyone[vehicle] for vehicle in there}, bank[:cut], stay, ROUND)
        here = {vehicle: tour for vehicle, tour in everyone.items() if vehicle not in there}
        search.lay(here, bank[cut:], may_stay - stay)
        search.run(ROUND, deadline)
        tours, loose = aside.answer(deadline) or ({vehicle: everyone[vehicle] for vehicle in there}, bank[:cut])
        here = {vehicle: search.laid.tour(vehicle) for vehicle in search.among.tolist()}
        search.lay(here | tours, [*search.bank, *loose], may_stay)
        return deadline.left() > 0

    def _half(self) -> set[int]:
        """Return the vehicles on one side of a line of chance, all of a driver on the same side."""
        search = self.search
        spots = search.laid.spots
        line = [self.random.gauss(0, 1) for _ in range(spots.shape[1])]
        order = (spots @ line).argsort(kind="stable").tolist()
        owner = search.sheet.owner
        owners = {owner[vehicle] for vehicle in order[: len(order) // 2]}
        return {vehicle for vehicle in order if owner[vehicle] in owners}
