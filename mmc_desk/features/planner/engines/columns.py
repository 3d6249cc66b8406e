"""Choosing the best tours together: column generation over HiGHS, the engine for rides alone where it is installed.

A linear program holds the tours found so far, its prices say what each ride is worth, a sweep finds tours that would
gain at those prices, until none does: then no plan can be better than its value. Last, HiGHS chooses whole tours among
those found.
"""

import importlib
import importlib.util
import itertools
import math
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from mmc_desk.features.planner.engines.alone import Tour
from mmc_desk.features.planner.engines.clock import Deadline
from mmc_desk.features.planner.engines.labels import Labels
from mmc_desk.features.planner.engines.pricing import Pricer
from mmc_desk.features.planner.engines.sheet import Sheet
from mmc_desk.features.planner.engines.ties import Fees, Ties
from mmc_desk.features.planner.engines.tours import keeps_limits, tour_cost
from mmc_desk.features.planner.rules.problem import STAY_KM, UNSERVED_KM

CENTRE = 0.6
"""How much of the best prices so far goes into the next ones: it keeps them from swinging."""

CLOSED = 1e-4
"""The gap, as a part of the value, at which the prices are good enough."""

EXACT_RIDES = 160
"""Up to so many rides HiGHS chooses among whole tours by itself; of more, the clear ones are taken first (diving)."""

CLEAR = 0.85
"""A tour that the linear program takes for so much is clear."""

LEAST, WHOLE = 1e-6, 0.5
"""What a share must be above to be more than rounding, and to be a whole tour where shares are whole."""

PRIMAL = 4
"""HiGHS's name for the simplex that goes on best after a new column."""

NODES = 2_000
"""Branches that HiGHS may look at: a limit that, unlike time, is the same on every machine."""

LIBRARIES = ("numpy", "highspy")
LOADING = 0.4
"""Seconds that loading them may take: a shorter search does without, the first time."""


def is_installed() -> bool:
    """Tell whether the libraries are there."""
    return all(importlib.util.find_spec(name) for name in LIBRARIES)


def is_ready(seconds: float) -> bool:
    """Tell whether the libraries are there and can be used within so many seconds."""
    is_loaded = all(name in sys.modules for name in LIBRARIES)
    return is_loaded or (seconds > LOADING and is_installed())


class Columns:
    """The linear program of one sheet and the tours in it."""

    def __init__(self, sheet: Sheet, left_out: Sequence[float] = ()) -> None:
        """Make it for a sheet.

        `left_out` is what leaving each ride out costs here, else what it costs the sheet: the less that is, the sooner
        the prices come to rest.
        """
        self.sheet, self.pricer, self.ties = sheet, Pricer(sheet), Ties(sheet)
        self.numpy = self.pricer.numpy
        self.highspy: Any = importlib.import_module("highspy")
        self.model: Any = quiet_model(self.highspy)
        for option, value in (("threads", 1), ("simplex_strategy", PRIMAL), ("presolve", "off")):
            self.model.setOptionValue(option, value)
        self.known: dict[Tour, None] = {}
        self.tours: list[Tour | None] = []
        nothing = self.numpy.array([], dtype=self.numpy.int32)
        for _ in range(sheet.rides):
            self.model.addRow(1.0, 1.0, 0, nothing, nothing)
        for most in self.ties.most:
            self.model.addRow(0.0 if most else -self.highspy.kHighsInf, most, 0, nothing, nothing)
        for ride, km in enumerate(left_out or sheet.unserved):
            self._add_column(km, {ride: 1.0})
        for pay in self.ties.payments:
            self._add_column(pay.cost, {sheet.rides + row: -1.0 for row in pay.rows}, pay.most)
        self.first = sheet.rides + len(self.ties.payments)
        """The first column of a tour; before it those of rides left out, and of payments."""
        self.tours += [None] * self.first
        self.bonds = sum(km for bonds in sheet.bonds.values() for _, km in bonds) / 2
        self.bound = float("-inf")
        """No plan costs less (without the km aboard), as far as the sweep sees."""

    def _add_column(self, cost: float, rows: Mapping[int, float], most: float = math.inf) -> None:
        numpy = self.numpy
        indexes, values = numpy.array(list(rows), dtype=numpy.int32), numpy.array(list(rows.values()), dtype=float)
        self.model.addCol(cost, 0.0, min(most, self.highspy.kHighsInf), len(rows), indexes, values)

    def add(self, tours: Iterable[tuple[int, Sequence[int]]]) -> int:
        """Add tours (vehicle, rides in order) that keep the limits; return how many were new."""
        before = len(self.tours)
        for vehicle, rides in tours:
            tour = (vehicle, tuple(rides))
            if tour in self.known or not rides:
                continue
            self.known[tour] = None
            if self.sheet.has_limits and not keeps_limits(self.sheet, vehicle, rides):
                continue
            self.tours.append(tour)
            cost = tour_cost(self.sheet, vehicle, rides, is_tied=self.ties.is_tied(vehicle))
            self._add_column(cost, self._weights(vehicle, rides))
        return len(self.tours) - before

    def _weights(self, vehicle: int, rides: Sequence[int]) -> dict[int, float]:
        rows = dict.fromkeys(sorted(rides), 1.0)
        return rows | {self.sheet.rides + row: count for row, count in self.ties.weights(vehicle, rides).items()}

    # --- Prices

    def close(self, deadline: Deadline, gap: float = CLOSED) -> bool:
        """Generate tours until none would gain, or the value is so near; False when the time was up before."""
        share, centre = CENTRE, None
        while self._solve(deadline):
            value, prices = self._value(), self._prices()
            asked = prices if centre is None else share * centre + (1 - share) * prices
            bound, new = self._generate(asked)
            if bound > self.bound or centre is None:
                self.bound, centre = bound, asked
            if value - self.bound <= gap * max(1.0, abs(value)):
                return True
            if not new:
                if share < CENTRE / 10:
                    return True
                share /= 4
        return False

    def refine(self, labels: Labels, deadline: Deadline) -> bool:
        """Go on until no tour at all would gain, which the sweep can't tell; False when the time was up before."""
        self.bound = float("-inf")
        while self._solve(deadline):
            value, (worth, toll, fees) = self._value(), self._asked(self._prices())
            tours, gain = labels.price(worth, toll[: self.sheet.count], deadline, fees)
            self.bound = max(self.bound, float(worth.sum()) + self.ties.best_without_tours(toll) + gain)
            if not self.add(tours) or value - self.bound <= CLOSED * max(1.0, abs(value)):
                return bool(deadline.left())
        return False

    def _generate(self, prices: Any) -> tuple[float, int]:  # noqa: ANN401 - numpy's
        worth, toll, fees = self._asked(prices)
        tours, gain = self.pricer.price(worth, toll[: self.sheet.count], fees)
        return float(worth.sum()) + self.ties.best_without_tours(toll) + gain, self.add(tours)

    def _asked(self, prices: Any) -> tuple[Any, Any, Fees | None]:  # noqa: ANN401 - numpy's
        """Return what rides are worth, the tolls of the rows behind them (at most 0), and the fees these make."""
        rides = self.sheet.rides
        toll = self.numpy.minimum(prices[rides:], 0.0)
        return prices[:rides], toll, self.ties.fees(toll)

    def _solve(self, deadline: Deadline) -> bool:
        """Solve the linear program in the time left; False when there's none."""
        left = deadline.left()
        if not left:
            return False
        # Its clock runs on from one linear program to the next; whole tours begin anew.
        self._run(self.model.getRunTime() + left)
        return bool(self.model.getModelStatus() == self.highspy.HighsModelStatus.kOptimal)

    def _run(self, until: float) -> None:
        self.model.setOptionValue("time_limit", until)
        self.model.run()

    def _value(self) -> float:
        """Return what the program's best costs, with the bonds that no tour keeps."""
        return float(self.model.getObjectiveValue()) + self.bonds

    def _shares(self) -> Any:  # noqa: ANN401 - numpy's
        return self.numpy.array(self.model.getSolution().col_value)

    def _prices(self) -> Any:  # noqa: ANN401 - numpy's
        return self.numpy.array(self.model.getSolution().row_dual)

    # --- Whole tours

    def clear(self, count: int, deadline: Deadline) -> list[Tour]:
        """Return tours that the program takes whole, or nearly, or else so many of those it takes most of.

        None share a ride or a vehicle. There are none when the time was up before it was solved.
        """
        if not self._solve(deadline):
            return []
        numpy, shares = self.numpy, self._shares()[self.first :]
        wanted = numpy.argsort(-shares, kind="stable")[: int((shares > LEAST).sum())].tolist()
        found, used = list[Tour](), set[int]()
        for tour in self._tours(wanted):
            rows = {*tour[1], self.sheet.rides + tour[0]}
            if used.isdisjoint(rows):
                used |= rows
                found.append(tour)
        return found[: max(int((shares >= CLEAR).sum()), count)]

    def likely(self, km: float) -> list[Tour]:
        """Return the tours that cost less than so many km more than what their rides are worth."""
        over = self.numpy.array(self.model.getSolution().col_dual)[self.first :]
        return list(self._tours(self.numpy.flatnonzero(over < km).tolist()))

    def _tours(self, numbers: Iterable[int]) -> Iterator[Tour]:
        for number in numbers:
            tour = self.tours[self.first + number]
            if tour is not None:
                yield tour

    def choose(
        self, deadline: Deadline, best: Sequence[Sequence[int]], may_stay: int = 0, looks: float = math.inf
    ) -> list[list[int]]:
        """Return the best whole tours to be had in the time; `best`, tours of the program, is where it begins.

        With `may_stay` leaving more rides out is dear. `looks` is how often HiGHS may ask whether to go on: a limit
        that, unlike time, is the same on every machine.
        """
        if may_stay:
            self._let_stay(may_stay)
        numpy, model, count = self.numpy, self.model, len(self.tours)
        kinds = numpy.array([self.highspy.HighsVarType.kInteger] * count)
        model.changeColsIntegrality(count, numpy.arange(count, dtype=numpy.int32), kinds)
        model.setOptionValue("presolve", "on")
        model.setOptionValue("mip_max_nodes", NODES)
        model.setOptionValue("mip_rel_gap", CLOSED)
        start = self.highspy.HighsSolution()
        start.col_value = self._as_shares(best)
        model.setSolution(start)
        asked = itertools.count()
        model.cbMipInterrupt += lambda event: event.interrupt() if next(asked) >= looks or not deadline.left() else None
        self._run(deadline.left())
        model.cbMipInterrupt.clear()
        shares = self._shares()
        model.changeColsIntegrality(
            count, numpy.arange(count, dtype=numpy.int32), numpy.array([self.highspy.HighsVarType.kContinuous] * count)
        )
        model.setOptionValue("presolve", "off")
        return self._whole(shares)

    def _let_stay(self, most: int) -> None:
        """Make each ride dear that is left out beyond so many. Prices know nothing of it."""
        numpy, rides, row = self.numpy, self.sheet.rides, self.model.getNumRow()
        everyone = numpy.arange(rides, dtype=numpy.int32)
        self.model.addRow(-self.highspy.kHighsInf, float(most), rides, everyone, numpy.ones(rides))
        self._add_column(UNSERVED_KM - STAY_KM, {row: -1.0})
        self.tours.append(None)

    def _as_shares(self, tours: Sequence[Sequence[int]]) -> list[float]:
        taken = {(vehicle, tuple(tour)) for vehicle, tour in enumerate(tours)}
        served = {ride for tour in tours for ride in tour}
        left_out = [float(ride not in served) for ride in range(self.sheet.rides)]
        return [*left_out, *self.ties.paid(tours), *(float(tour in taken) for tour in self.tours[self.first :])]

    def _whole(self, shares: Any) -> list[list[int]]:  # noqa: ANN401 - numpy's
        found: list[list[int]] = [[] for _ in range(self.sheet.count)]
        for vehicle, rides in self._tours(self.numpy.flatnonzero(shares[self.first :] > WHOLE).tolist()):
            found[vehicle] = list(rides)
        return found


def quiet_model(highspy: Any) -> Any:  # noqa: ANN401 - a library without types
    """Return an empty program. HiGHS prints a banner when its callbacks are switched on, unless it is quiet before."""

    class Quiet(highspy.Highs):  # type: ignore[misc]  # it has no types
        def enableCallbacks(self) -> None:
            """Be quiet first."""
            self.setOptionValue("output_flag", False)
            super().enableCallbacks()

    return Quiet()
