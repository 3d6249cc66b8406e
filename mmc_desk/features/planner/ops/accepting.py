"""Taking a proposal over: all of it, a driver's rides or one ride, through the same rules as by hand."""

from collections.abc import Collection

from mmc_desk.features.planner.rules.planning import Planning
from mmc_desk.features.planner.rules.problem import Plan
from mmc_desk.features.planner.rules.proposal import along, hands_of
from mmc_desk.features.rides.ops.handing import HandOver, Handover


def acceptance(planning: Planning, plan: Plan, rides: Collection[str] | None = None) -> HandOver:
    """Return the command that takes a plan over: all of it, or these rides and what must change hands with them.

    What stays with its driver, or had nobody and gets nobody, isn't in it. What changed on the board since the planning
    was read stays as it then is (rides' hand_over tells why).
    """
    hands, known = hands_of(plan), planning.rides
    wanted = along(planning, plan, [request.id for request in planning.problem.requests] if rides is None else rides)
    drivers = {ride: planning.drivers[code].driver_id for ride, code in hands.items()}
    keys = {ride: known[ride].ride_id for ride in wanted}
    return HandOver(
        tuple(
            Handover(keys[ride], drivers.get(ride), known[ride].version, None if after is None else keys[after])
            for ride, after in wanted.items()
            if hands.get(ride) != known[ride].driver
        )
    )
