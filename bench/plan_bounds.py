"""A lower bound for a day of rides alone: each driver's tour as a flow, the linear relaxation. Needs numpy and highspy.

Usage: python bench/plan_bounds.py FILE ...

For every driver a flow goes from home over rides that he may take and reach in time, and home again; each ride is
driven once. Whether two rides can follow one another is asked by their windows alone, and a flow may be split, so no
plan that serves everybody has less km. On the benchmarks' own files it is their bound of kind "driver flow".
"""

import argparse
import importlib
import json
import math
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from mmc_desk.features.planner.engines.clock import Deadline
from mmc_desk.features.planner.engines.columns import Columns, quiet_model
from mmc_desk.features.planner.engines.exchange import Exchange
from mmc_desk.features.planner.engines.greedy import Filling
from mmc_desk.features.planner.engines.labels import Labels
from mmc_desk.features.planner.engines.sheet import Sheet
from mmc_desk.features.planner.rules.instances import read_instance
from mmc_desk.features.planner.rules.problem import STAY_KM, Problem

WARM_UP = 800
"""Steps of the exchange before tours are priced: the linear program closes sooner from there."""


def main() -> None:
    parser = argparse.ArgumentParser(description="The lower bound of days by driver flows")
    parser.add_argument("files", nargs="+", type=Path)
    for path in parser.parse_args().files:
        problem, begin = read_instance(path), time.perf_counter()
        bound = flow_bound(problem)
        took = round(time.perf_counter() - begin, 2)
        print(json.dumps({"instance": path.stem, "km": round(bound, 2), "in_file": problem.bound, "seconds": took}))


def flow_bound(problem: Problem) -> float:
    """Return km below which no plan is that serves everybody; infinite where none does."""
    sheet = Sheet(problem)
    arcs = _arcs(sheet)
    numpy, highspy = importlib.import_module("numpy"), importlib.import_module("highspy")
    model = quiet_model(highspy)
    for option, value in (("solver", "ipm"), ("run_crossover", "off"), ("threads", 1)):
        model.setOptionValue(option, value)
    program = highspy.HighsLp()
    program.num_col_, program.num_row_ = len(arcs.costs), len(arcs.lower)
    program.col_cost_ = numpy.array(arcs.costs)
    program.col_lower_ = numpy.zeros(len(arcs.costs))
    program.col_upper_ = numpy.ones(len(arcs.costs))
    program.row_lower_, program.row_upper_ = numpy.array(arcs.lower), numpy.array(arcs.upper)
    program.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    program.a_matrix_.start_ = numpy.array(arcs.starts, dtype=numpy.int32)
    program.a_matrix_.index_ = numpy.array(arcs.rows, dtype=numpy.int32)
    program.a_matrix_.value_ = numpy.array(arcs.values)
    model.passModel(program)
    model.run()
    if model.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return math.inf
    return float(model.getInfo().objective_function_value) + sheet.aboard


def tour_bound(problem: Problem, seconds: float) -> float:
    """Return km below which no plan is that leaves at most `may_stay` rides; minus infinity where time was too short.

    The linear program over all tours, priced for certain. Where some may stay, any price for each gives a bound once
    that price is paid for all of them; what is taken is the engine's own, STAY_KM.
    """
    sheet, deadline = Sheet(problem, is_array=True), Deadline(seconds)
    filling = Filling(sheet)
    filling.fill()
    search = Exchange(sheet, 1, filling.tours)
    search.run(WARM_UP, deadline.part(seconds / 10))
    left_out = [STAY_KM - request.km for request in problem.requests] if problem.may_stay else ()
    columns = Columns(sheet, left_out)
    columns.add(search.pool)
    columns.add(enumerate(search.tours()))
    columns.close(deadline.part(0.6 * deadline.left()))
    columns.refine(Labels(sheet), deadline)
    return columns.bound + sheet.aboard - STAY_KM * problem.may_stay


@dataclass(slots=True)
class _Arcs:
    """The program column by column. Rows: rides to cover, drivers, then what flows in and out of a ride by driver."""

    costs: list[float] = field(default_factory=list)
    starts: list[int] = field(default_factory=lambda: [0])
    rows: list[int] = field(default_factory=list)
    values: list[float] = field(default_factory=list)
    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)

    def add(self, cost: float, entries: dict[int, float]) -> None:
        self.costs.append(cost)
        self.rows += entries
        self.values += entries.values()
        self.starts.append(len(self.rows))


def _arcs(sheet: Sheet) -> _Arcs:
    arcs, rides, count = _Arcs(), sheet.rides, sheet.count
    arcs.lower = [1.0] * rides + [0.0] * count + [0.0] * (rides * count)
    arcs.upper = [1.0] * (rides + count) + [0.0] * (rides * count)
    for vehicle in range(count):
        home, node, ends = rides + vehicle, rides + count + vehicle * rides, sheet.ends[vehicle]
        begins = dict(_reached(sheet, vehicle))
        for ride, since in begins.items():
            arcs.add(sheet.km[home][ride], {ride: 1.0, home: 1.0, node + ride: 1.0})
            arcs.add(sheet.km[ride][home], {node + ride: -1.0})
            for after in begins:
                begin = max(since + sheet.minutes[ride][after], sheet.earliest[after])
                if after != ride and begin <= sheet.latest[after] and begin + sheet.minutes[after][home] <= ends:
                    arcs.add(sheet.km[ride][after], {after: 1.0, node + ride: -1.0, node + after: 1.0})
    return arcs


def _reached(sheet: Sheet, vehicle: int) -> Iterator[tuple[int, float]]:
    """Yield the rides that a vehicle can take, with when they begin at the earliest."""
    home = sheet.rides + vehicle
    for ride in range(sheet.rides):
        begin = max(sheet.begins[vehicle] + sheet.minutes[home][ride], sheet.earliest[ride])
        is_in_time = begin <= sheet.latest[ride] and begin + sheet.minutes[ride][home] <= sheet.ends[vehicle]
        if is_in_time and sheet.wish[ride][vehicle] < math.inf:
            yield ride, begin


if __name__ == "__main__":
    main()
