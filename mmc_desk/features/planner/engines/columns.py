"""Choosing the best tours together: column generation over HiGHS, the engine for rides alone where it is installed.

A linear program holds the tours found so far, its prices say what each ride is worth, a sweep finds tours that would
gain at those prices, until none does: then no plan can be better than its value. Last, HiGHS chooses whole tours among
those found.
"""

import importlib
import importlib.util
import math
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from mmc_desk.features.planner.engines.clock import Deadline
from mmc_desk.features.planner.engines.labels import Labels
from mmc_desk.features.planner.engines.pricing import Pricer
from mmc_desk.features.planner.engines.sheet import Sheet
from mmc_desk.features.planner.engines.ties import Fees, Ties
from mmc_desk.features.planner.engines.tours import keeps_limits, tour_cost

CENTRE = 0.6
"""How much of the best prices so far goes into the next ones: it keeps them from swinging."""

CLOSED = 1e-4
"""The gap, as a part of the value, at which the prices are good enough."""

EXACT_RIDES = 160
"""Up to so many rides HiGHS chooses among whole tours by itself; of more, the clear ones are taken first."""

CLEAR = 0.85
"""A tour that the linear program takes for so much is clear."""

AT_ONCE = 3
"""Tours taken whole in one step where none is clear."""

PRIMAL, DUAL = 4, 1
"""HiGHS's names for the simplex that goes on best after a new column, and after a column taken whole."""

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
        self.known: dict[tuple[int, tuple[int, ...]], None] = {}
        self.tours: list[tuple[int, tuple[int, ...]] | None] = []
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

    def close(self, deadline: Deadline) -> bool:
        """Generate tours until none would gain; False when the time was up before."""
        share, centre = CENTRE, None
        while self._solve(deadline):
            value, prices = self._value(), self._prices()
            asked = prices if centre is None else share * centre + (1 - share) * prices
            bound, new = self._generate(asked)
            if bound > self.bound or centre is None:
                self.bound, centre = bound, asked
            if value - self.bound <= CLOSED * max(1.0, abs(value)):
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

    def choose(self, deadline: Deadline, best: Sequence[Sequence[int]]) -> list[list[int]]:
        """Return the best whole tours to be had in the time; `best`, tours of the program, is where it begins."""
        if self.sheet.rides > EXACT_RIDES:
            return self._dive(deadline)
        return self._branch(deadline, best)

    def _dive(self, deadline: Deadline) -> list[list[int]]:
        """Take the clearest tours whole, look what becomes of the others, and again; what is left over is left out."""
        numpy, taken = self.numpy, 0
        shares = numpy.zeros(len(self.tours))
        self.model.setOptionValue("simplex_strategy", DUAL)
        while self._solve(deadline):
            shares, prices = self._shares(), self._prices()
            order = numpy.argsort(-shares[self.first :], kind="stable") + self.first
            wanted = order[: int((shares[order] > 1e-6).sum())].tolist()
            taken = max(int((shares[order] >= CLEAR).sum()), taken + AT_ONCE)
            whole = self._apart(wanted, taken)
            if len(whole) == len(wanted):
                break
            for column in whole:
                self.model.changeColBounds(column, 1.0, 1.0)
            self._generate(prices)
        return self._whole(shares, 1 - 1e-6)

    def _apart(self, columns: Sequence[int], count: int) -> list[int]:
        """Return the first so many columns that share no ride and no vehicle."""
        found: list[int] = []
        used: set[int] = set()
        for column in columns:
            rows = self._rows(column)
            if used.isdisjoint(rows) and len(found) < count:
                used.update(rows)
                found.append(column)
        return found

    def _rows(self, column: int) -> list[int]:
        tour = self.tours[column]
        return [column] if tour is None else [*tour[1], self.sheet.rides + tour[0]]

    def _branch(self, deadline: Deadline, best: Sequence[Sequence[int]]) -> list[list[int]]:
        numpy, model, count = self.numpy, self.model, len(self.tours)
        kinds = numpy.array([self.highspy.HighsVarType.kInteger] * count)
        model.changeColsIntegrality(count, numpy.arange(count, dtype=numpy.int32), kinds)
        model.setOptionValue("presolve", "on")
        model.setOptionValue("mip_max_nodes", NODES)
        model.setOptionValue("mip_rel_gap", CLOSED)
        start = self.highspy.HighsSolution()
        start.col_value = self._as_shares(best)
        model.setSolution(start)
        model.cbMipInterrupt += lambda event: None if deadline.left() else event.interrupt()
        self._run(deadline.left())
        model.cbMipInterrupt.clear()
        shares = self._shares()
        model.changeColsIntegrality(
            count, numpy.arange(count, dtype=numpy.int32), numpy.array([self.highspy.HighsVarType.kContinuous] * count)
        )
        model.setOptionValue("presolve", "off")
        return self._whole(shares, 0.5)

    def _as_shares(self, tours: Sequence[Sequence[int]]) -> list[float]:
        taken = {(vehicle, tuple(tour)) for vehicle, tour in enumerate(tours)}
        served = {ride for tour in tours for ride in tour}
        left_out = [float(ride not in served) for ride in range(self.sheet.rides)]
        return [*left_out, *self.ties.paid(tours), *(float(tour in taken) for tour in self.tours[self.first :])]

    def _whole(self, shares: Any, least: float) -> list[list[int]]:  # noqa: ANN401 - numpy's
        found: list[list[int]] = [[] for _ in range(self.sheet.count)]
        for column in self.numpy.flatnonzero(shares > least).tolist():
            tour = self.tours[column]
            if tour is not None:
                found[tour[0]] = list(tour[1])
        return found


def quiet_model(highspy: Any) -> Any:  # noqa: ANN401 - a library without types
    """Return an empty program. HiGHS prints a banner when its callbacks are switched on, unless it is quiet before."""

    class Quiet(highspy.Highs):  # type: ignore[misc]  # it has no types
        def enableCallbacks(self) -> None:
            """Be quiet first."""
            self.setOptionValue("output_flag", False)
            super().enableCallbacks()

    return Quiet()
