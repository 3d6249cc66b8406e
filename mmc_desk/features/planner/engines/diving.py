"""Whole tours for a day of some hundreds of rides: the clear ones are taken, the others sought anew without them.

The linear program (see columns) mixes tours. Those that it takes whole, or nearly, go into the plan; what is left is a
smaller day, whose program closes in less and less time, and of the last rides HiGHS chooses the best tours there are.
"""

from collections.abc import Sequence

from mmc_desk.features.planner.engines.clock import Deadline
from mmc_desk.features.planner.engines.columns import Columns
from mmc_desk.features.planner.engines.parts import part_of
from mmc_desk.features.planner.engines.sheet import Sheet
from mmc_desk.features.planner.rules.problem import STAY_KM

AT_ONCE = 5
"""Tours taken in one step where fewer are clear."""

LAST = 70
"""Of so many rides left HiGHS chooses whole tours."""

GAP = 2e-3
"""The gap, as a part of the value, at which prices are good enough on the way."""

LIKELY = 25.0
"""Km that a tour may cost more than its rides are worth and still be looked at in the next step."""

GRACE = 0.3
"""Seconds for a program when the time is up: then what it takes most of is taken whole, all at once."""

Tours = list[list[int]]


def dive(sheet: Sheet, columns: Columns, left_out: Sequence[float], deadline: Deadline) -> Tours:
    """Return tours of a sheet whose program is closed; a few rides may be in none.

    `left_out` is what leaving each ride out costs on the way; in the end it costs what it does.
    """
    done: dict[int, Sequence[int]] = {}
    part = part_of(sheet, range(sheet.rides), range(sheet.count), done)
    while clear := columns.clear(AT_ONCE if deadline.left() else sheet.count, Deadline(max(GRACE, deadline.left()))):
        done.update(part.outside(clear))
        likely = list(part.outside(columns.likely(LIKELY)))
        rides = set(part.rides).difference(*done.values())
        part = part_of(sheet, rides, set(part.vehicles) - set(done), done)
        if not part.rides or not part.vehicles:
            break
        is_last = len(rides) <= LAST
        costs = when_left_out(sheet) if is_last else left_out
        columns = Columns(part.sheet, [costs[ride] for ride in part.rides])
        columns.add(part.inside(likely))
        columns.close(deadline, GAP)
        if is_last:
            nothing: Tours = [[]] * part.sheet.count
            done.update(part.outside(enumerate(columns.choose(deadline, nothing, sheet.problem.may_stay))))
            break
    return [list(done.get(vehicle, ())) for vehicle in range(sheet.count)]


def when_left_out(sheet: Sheet) -> list[float]:
    """Return what leaving each ride out costs in truth, the km aboard aside; where some may stay, the price of that."""
    may_stay, requests = sheet.problem.may_stay, sheet.problem.requests
    return [
        (min(km, STAY_KM) if may_stay and not request.pinned else km) - request.km
        for km, request in zip(sheet.unserved, requests, strict=True)
    ]
