"""A day of some hundreds of rides: its tours exchange parts, the best of all are chosen together, then half by half.

Exchanging alone comes to a halt within seconds, some per cent above the best; but the tours it went through are so near
to the best ones that the linear program over them (see columns) closes in a third of the time. From there on the map is
cut in two along another line every round (see large), and two processes choose the best whole tours of a half each. A
round that the clock cuts doesn't count. (Two processes that choose for the whole map, each by its own chance, gain next
to nothing, and on a machine that others use neither comes to an end.)
"""

from collections.abc import Callable, Mapping, Sequence

from mmc_desk.features.planner.engines.alone import POOL, Tour
from mmc_desk.features.planner.engines.aside import Aside, Half
from mmc_desk.features.planner.engines.clock import Deadline
from mmc_desk.features.planner.engines.columns import EXACT_RIDES, Columns, is_ready
from mmc_desk.features.planner.engines.diving import GAP, dive, when_left_out
from mmc_desk.features.planner.engines.exchange import Exchange
from mmc_desk.features.planner.engines.greedy import Filling
from mmc_desk.features.planner.engines.large import ASIDE_SECONDS, Halves
from mmc_desk.features.planner.engines.parts import Part, part_of
from mmc_desk.features.planner.engines.shared.twin import OTHER_SEED
from mmc_desk.features.planner.engines.sheet import Sheet
from mmc_desk.features.planner.rules.checker import check

FIRST, LAST = 800, 400
"""Steps of the exchange before tours are chosen together, and after."""

CLOSED_PART, CHOSEN_PART = 0.65, 0.9
"""The part of the time left that closing the linear program and choosing may take."""

FIRST_PART = 0.2
"""The part of the time that the first exchange may take."""

PER_RIDE = 0.02
"""Seconds for each ride below which no tours are chosen together: they would hardly do more than begin."""

DEAR = 50.0
"""Km that leaving a ride out costs while tours are chosen: a detour that nobody's ride is worth. What is left out then
is put where it costs least afterwards; with what it costs in truth prices swing for long before they come to rest."""

LOOKS = 20
"""How often HiGHS may ask whether to go on while it chooses the tours of a half: it does so some ten times a second."""

Tours = list[list[int]]


def choose_among(
    sheet: Sheet, deadline: Deadline, seed: int, start: Sequence[Sequence[int]], offer: Callable[[Tours], float]
) -> None:
    """Offer better and better tours until the deadline. The sheet is one of arrays."""
    filling = Filling(sheet)
    filling.keep(start)
    filling.fill()
    offer(filling.tours)
    search = Together(sheet, seed, filling.tours)
    can_choose = deadline.left() > PER_RIDE * sheet.rides and is_ready(deadline.left())
    if not can_choose or not sheet.count:
        search.exchange(FIRST, deadline)
        offer(search.tours())
        return
    search.exchange(FIRST, deadline.part(FIRST_PART * deadline.left()))
    offer(search.tours())
    aside = Aside.start(sheet.problem, deadline, seed, Together) if deadline.left() > ASIDE_SECONDS else None
    halves, other = Halves(search, seed), aside or Here(sheet, seed)
    try:
        search.choose(deadline)
        offer(search.tours())
        while halves.round(other, deadline):
            offer(search.tours())
    finally:
        if aside is not None:
            aside.stop()


class Together(Exchange):
    """An exchange after whose steps the best whole tours of all that are known are chosen together."""

    def __init__(self, sheet: Sheet, seed: int, start: Sequence[Sequence[int]]) -> None:
        """Begin with tours that keep every rule."""
        super().__init__(sheet, seed, start)
        self.known: dict[Tour, None] = {}
        """The tours of the programs so far."""

    def run(self, steps: int, deadline: Deadline) -> None:
        """Exchange for so many steps, then choose."""
        self.exchange(steps, deadline)
        self.choose(deadline)

    def exchange(self, steps: int, deadline: Deadline) -> None:
        """Exchange parts for so many steps, or until the deadline."""
        super().run(steps, deadline)

    def choose(self, deadline: Deadline) -> None:
        """Choose whole tours for the vehicles that take part, and go on with them where they cost less."""
        vehicles = self.among.tolist()
        tours = {vehicle: self.laid.tour(vehicle) for vehicle in vehicles}
        rides = [*self.bank, *(ride for tour in tours.values() for ride in tour)]
        if not rides or not vehicles or not deadline.left():
            return
        part = part_of(self.sheet, rides, vehicles, {}, self.may_stay)
        now, bank, may_stay = self._laid(part), self.bank, self.may_stay
        chosen = dict(part.outside(enumerate(self._chosen(part, now, deadline))))
        self.lay(chosen, sorted(set(rides).difference(*chosen.values())), may_stay)
        self.exchange(LAST, deadline)
        if _rank(part, self._laid(part)) > _rank(part, now):
            self.lay(tours, bank, may_stay)

    def _laid(self, part: Part) -> Tours:
        laid = ((vehicle, self.laid.tour(vehicle)) for vehicle in part.vehicles)
        return [tour for _, tour in part.inside(laid)]

    def _chosen(self, part: Part, now: Tours, deadline: Deadline) -> Tours:
        """Return the best whole tours of a part, as it numbers them."""
        is_large = part.sheet.rides > EXACT_RIDES
        whole = left_out(self) if is_large else ()
        costs = [whole[ride] for ride in part.rides] if is_large else when_left_out(part.sheet)
        columns = Columns(part.sheet, costs)
        for tours in (enumerate(now), part.inside(self.pool), part.inside(self.known)):
            columns.add(tours)
        columns.close(deadline.part(CLOSED_PART * deadline.left()), GAP)
        if len(self.known) < POOL:
            self.known |= dict.fromkeys(part.outside(columns.known))
        deadline = deadline.part(CHOSEN_PART * deadline.left())
        if is_large:
            return dive(part.sheet, columns, costs, deadline)
        return columns.choose(deadline, now, part.sheet.problem.may_stay, LOOKS)


class Here:
    """What stands for the other process where there is none: it searches its half in this one, when it is asked for."""

    def __init__(self, sheet: Sheet, seed: int) -> None:
        self.search = Together(sheet, seed + OTHER_SEED, [[]] * sheet.count)
        self.steps = 0

    def ask(self, tours: Mapping[int, Sequence[int]], bank: Sequence[int], may_stay: int, steps: int) -> None:
        """Note what is to be searched."""
        self.search.lay(tours, bank, may_stay)
        self.steps = steps

    def answer(self, deadline: Deadline) -> Half | None:
        """Search it."""
        self.search.run(self.steps, deadline)
        return {vehicle: self.search.laid.tour(vehicle) for vehicle in self.search.among.tolist()}, self.search.bank


def _rank(part: Part, tours: Tours) -> tuple[int, float]:
    """Return what the checker says of tours: the less, the better."""
    verdict = check(part.sheet.problem, part.sheet.plan(tours))
    return len(verdict.violations), verdict.cost


def left_out(search: Exchange) -> list[float]:
    """Return what leaving each ride out costs: who stays now may go on staying at the price of that."""
    requests = search.sheet.problem.requests
    costs = [
        km if request.pinned else min(km, DEAR) for km, request in zip(search.sheet.unserved, requests, strict=True)
    ]
    stay = search.ground.stay.tolist()
    for ride in search.bank if len(search.bank) <= search.may_stay else ():
        costs[ride] = stay[ride]
    return costs
