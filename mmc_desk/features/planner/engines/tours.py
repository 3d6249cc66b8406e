"""Tours being built: where each ride stands, how early and how late it may begin, and where one more costs least.

Each vehicle is a ring: its home, its rides, its home again. `early` and `late` hold for every ride what its
predecessors and successors leave it, so that one look tells whether a ride fits between two others.
"""

import itertools
import math
from collections.abc import Callable, Iterable, Sequence

from mmc_desk.features.planner.engines.neighbours import Neighbours
from mmc_desk.features.planner.engines.sheet import Sheet
from mmc_desk.features.planner.rules.checker import TOLERANCE, burden


class Tours:
    """The tours of all vehicles. Costs are km, all wishes counted; a ride that stands nowhere has vehicle -1."""

    def __init__(self, sheet: Sheet, neighbours: Neighbours) -> None:
        rides, count = sheet.rides, sheet.count
        self.sheet, self.neighbours = sheet, neighbours
        self.after = list(range(rides + count))
        self.before = list(range(rides + count))
        self.vehicle = [-1] * rides + list(range(count))
        self.early = [0.0] * rides + sheet.begins
        self.late = [0.0] * rides + sheet.ends
        self.leg = [0.0] * (rides + count)
        """The empty km from each node to the one after it."""
        self.load = [0] * len(sheet.problem.drivers)
        self.partners: list[list[int]] = [[] for _ in sheet.problem.drivers]
        for vehicle, owner in enumerate(sheet.owner):
            self.partners[owner].append(vehicle)
        self.extra = [self._next_cost(vehicle) for vehicle in range(count)]
        """What one ride more costs each vehicle beside the way: being called, fairness; infinite at its limit."""

    # --- What there is

    def tour(self, vehicle: int) -> list[int]:
        """Return the rides of a vehicle in order."""
        home, after = self.sheet.rides + vehicle, self.after
        ride, found = after[home], []
        while ride != home:
            found.append(ride)
            ride = after[ride]
        return found

    def all(self) -> list[list[int]]:
        """Return the rides of every vehicle."""
        return [self.tour(vehicle) for vehicle in range(self.sheet.count)]

    def wishes(self, ride: int) -> Sequence[float]:
        """Return what a ride costs with each vehicle beside the way: its wishes, less what a bond with it saves."""
        row, bonds = self.sheet.wish[ride], self.sheet.bonds.get(ride)
        if not bonds:
            return row
        row = list(row)
        for other, km in bonds:
            if self.vehicle[other] >= 0:
                for vehicle in self.partners[self.sheet.owner[self.vehicle[other]]]:
                    row[vehicle] -= km
        return row

    # --- Where a ride fits

    def best(self, ride: int, chance: Callable[[], float], blink: float = 0.0) -> tuple[float, int]:
        """Return the least that a ride costs more, and the node after which; (infinite, -1) where it fits nowhere.

        `blink` is the chance to overlook a place, which keeps a search from going round in circles.
        """
        wishes = self.wishes(ride)
        least, place = self._best_behind(ride, wishes, chance, blink)
        if self.neighbours.after[ride]:
            return self._best_before(ride, wishes, (chance, blink), (least, place))
        return least, place

    def _best_behind(
        self, ride: int, wishes: Sequence[float], chance: Callable[[], float], blink: float
    ) -> tuple[float, int]:
        sheet, vehicles, after, early, late, leg = self.sheet, self.vehicle, self.after, self.early, self.late, self.leg
        km, minutes, extra = sheet.km[ride], sheet.minutes[ride], self.extra
        soonest, latest = sheet.earliest[ride], sheet.latest[ride]
        least, place = math.inf, -1
        for node, way, driving in self.neighbours.before[ride]:
            vehicle = vehicles[node]
            if vehicle < 0:
                continue
            following = after[node]
            cost = way + km[following] - leg[node] + wishes[vehicle] + extra[vehicle]
            if cost < least:
                time = max(early[node] + driving, soonest)
                if time <= latest and time + minutes[following] <= late[following] and chance() >= blink:
                    if sheet.has_limits and not self._keeps_limits(ride, node):
                        continue
                    least, place = cost, node
        return least, place

    def _best_before(
        self, ride: int, wishes: Sequence[float], luck: tuple[Callable[[], float], float], best: tuple[float, int]
    ) -> tuple[float, int]:
        sheet, vehicles, early, late, leg = self.sheet, self.vehicle, self.early, self.late, self.leg
        soonest, latest, km, minutes, extra = (
            sheet.earliest[ride],
            sheet.latest[ride],
            sheet.km,
            sheet.minutes,
            self.extra,
        )
        (chance, blink), (least, place) = luck, best
        for following, way, driving in self.neighbours.after[ride]:
            vehicle = vehicles[following]
            if vehicle < 0:
                continue
            node = self.before[following]
            cost = way + km[node][ride] - leg[node] + wishes[vehicle] + extra[vehicle]
            if cost < least:
                time = max(early[node] + minutes[node][ride], soonest)
                if time <= latest and time + driving <= late[following] and chance() >= blink:
                    if sheet.has_limits and not self._keeps_limits(ride, node):
                        continue
                    least, place = cost, node
        return least, place

    def cost_after(self, ride: int, node: int) -> float:
        """Return what a ride costs more right after a node; infinite where it doesn't fit."""
        sheet, vehicle, following = self.sheet, self.vehicle[node], self.after[node]
        time = max(self.early[node] + sheet.minutes[node][ride], sheet.earliest[ride])
        if time > sheet.latest[ride] or time + sheet.minutes[ride][following] > self.late[following]:
            return math.inf
        if sheet.has_limits and not self._keeps_limits(ride, node):
            return math.inf
        way = sheet.km[node][ride] + sheet.km[ride][following] - self.leg[node]
        return way + self.wishes(ride)[vehicle] + self.extra[vehicle]

    def _keeps_limits(self, ride: int, node: int) -> bool:
        vehicle = self.vehicle[node]
        tour = self.tour(vehicle)
        tour.insert(tour.index(node) + 1 if node < self.sheet.rides else 0, ride)
        others = sum(self._km(self.tour(other)) for other in self._others(vehicle))
        return keeps_limits(self.sheet, vehicle, tour, others)

    def _others(self, vehicle: int) -> Iterable[int]:
        return (other for other in self.partners[self.sheet.owner[vehicle]] if other != vehicle and self.tour(other))

    def _km(self, tour: Sequence[int]) -> float:
        return tour_km(self.sheet, self.vehicle[tour[0]], tour)

    # --- Changing

    def place(self, ride: int, node: int) -> None:
        """Put a ride after a node."""
        sheet, after, before, leg = self.sheet, self.after, self.before, self.leg
        following, vehicle = after[node], self.vehicle[node]
        self.vehicle[ride] = vehicle
        after[node], before[ride], after[ride], before[following] = ride, node, following, ride
        leg[node], leg[ride] = sheet.km[node][ride], sheet.km[ride][following]
        self._forward(ride)
        self._backward(ride)
        self._count(vehicle, 1)

    def remove(self, ride: int) -> float:
        """Take a ride out and return what that changes (km, mostly below 0)."""
        sheet, leg = self.sheet, self.leg
        node, following, vehicle = self.before[ride], self.after[ride], self.vehicle[ride]
        old = leg[node] + leg[ride]
        self.vehicle[ride] = -1
        self.after[node], self.before[following] = following, node
        leg[node] = 0.0 if node == following else sheet.km[node][following]
        if following < sheet.rides:
            self._forward(following)
        if node < sheet.rides:
            self._backward(node)
        self._count(vehicle, -1)
        return leg[node] - old - self.wishes(ride)[vehicle] - self.extra[vehicle]

    def lay(self, vehicle: int, tour: Sequence[int]) -> None:
        """Give a vehicle exactly these rides, which stand nowhere else."""
        sheet, home = self.sheet, self.sheet.rides + vehicle
        gone = len(self.tour(vehicle))
        nodes = [home, *tour, home]
        for node, following in itertools.pairwise(nodes):
            self.after[node], self.before[following] = following, node
            self.leg[node] = sheet.km[node][following] if tour else 0.0
            self.vehicle[node] = vehicle
        if tour:
            self._forward(tour[0], always=True)
            self._backward(tour[-1], always=True)
        self._count(vehicle, len(tour) - gone)

    def _forward(self, ride: int, *, always: bool = False) -> None:
        """Reckon how early each ride may begin from here on; an unchanged one ends it."""
        sheet, early, minutes, node = self.sheet, self.early, self.sheet.minutes, self.before[ride]
        first = ride
        while ride < sheet.rides:
            time = max(early[node] + minutes[node][ride], sheet.earliest[ride])
            if time == early[ride] and ride != first and not always:
                return
            early[ride] = time
            node, ride = ride, self.after[ride]

    def _backward(self, ride: int, *, always: bool = False) -> None:
        """Reckon how late each ride may begin up to here; an unchanged one ends it."""
        sheet, late, node = self.sheet, self.late, self.after[ride]
        first = ride
        while ride < sheet.rides:
            time = min(late[node] - sheet.minutes[ride][node], sheet.latest[ride])
            if time == late[ride] and ride != first and not always:
                return
            late[ride] = time
            node, ride = ride, self.before[ride]

    def _count(self, vehicle: int, rides: int) -> None:
        owner = self.sheet.owner[vehicle]
        self.load[owner] += rides
        for partner in self.partners[owner]:
            self.extra[partner] = self._next_cost(partner)

    def _next_cost(self, vehicle: int) -> float:
        driver, load = self.sheet.driver(vehicle), self.load[self.sheet.owner[vehicle]]
        if driver.max_rides is not None and load >= driver.max_rides:
            return math.inf
        fair = driver.burden_km[min(load, len(driver.burden_km) - 1)] if driver.burden_km else 0.0
        return fair if load else fair + driver.call_km


def tour_km(sheet: Sheet, vehicle: int, tour: Sequence[int]) -> float:
    """Return the km of a tour, home to home, who is aboard included; nothing for an empty one."""
    home, km = sheet.rides + vehicle, sheet.km
    nodes = [home, *tour, home]
    aboard = sum(sheet.problem.requests[ride].km for ride in tour)
    return aboard + sum(km[a][b] for a, b in itertools.pairwise(nodes)) if tour else 0.0


def tour_cost(sheet: Sheet, vehicle: int, tour: Sequence[int], *, is_tied: bool = False) -> float:
    """Return what a tour costs without the km aboard (they never change), less what its bonds save.

    Wishes count, call and fairness too, unless they are paid for all windows of a driver together (`is_tied`).
    """
    driver, own = sheet.driver(vehicle), set(tour)
    aboard = sum(sheet.problem.requests[ride].km for ride in tour)
    wished = sum(sheet.wish[ride][vehicle] for ride in tour)
    kept = sum(km for ride in tour for other, km in sheet.bonds.get(ride, ()) if other in own and ride < other)
    called = driver.call_km + burden(driver, len(tour)) if tour and not is_tied else 0.0
    return tour_km(sheet, vehicle, tour) - aboard + wished - kept + called


def keeps_limits(sheet: Sheet, vehicle: int, tour: Sequence[int], other_km: float = 0.0) -> bool:
    """Tell whether a tour keeps its driver's limits of km and minutes, with his km in other windows counted."""
    driver = sheet.driver(vehicle)
    if driver.max_km is not None and other_km + tour_km(sheet, vehicle, tour) > driver.max_km + TOLERANCE / 2:
        return False
    return driver.max_minutes is None or shortest_minutes(sheet, vehicle, tour) <= driver.max_minutes + TOLERANCE / 2


def shortest_minutes(sheet: Sheet, vehicle: int, tour: Sequence[int]) -> float:
    """Return the minutes between leaving and being home when the driver leaves as late as he can."""
    home, minutes = sheet.rides + vehicle, sheet.minutes
    clock, node = sheet.begins[vehicle], home
    for ride in tour:
        clock, node = max(clock + minutes[node][ride], sheet.earliest[ride]), ride
    end = clock + minutes[node][home]
    back, node = end, home
    for ride in reversed(tour):
        back, node = min(back - minutes[ride][node], sheet.latest[ride]), ride
    return end - (back - minutes[home][node])
