"""Taking a proposal over: all of it, a driver's rides or one ride, through the same deeds as by hand."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy.orm import Session

from mmc_desk.features.planner.rules.planning import Planning
from mmc_desk.features.planner.rules.problem import Plan
from mmc_desk.features.planner.rules.proposal import along, hands_of
from mmc_desk.features.rides.ops.assigning import assign_driver, unassign_driver
from mmc_desk.features.rides.ops.commands import AssignDriver, UnassignDriver
from mmc_desk.features.rides.ops.loading import load_ride
from mmc_desk.features.rides.rules.states import PLANNED


@dataclass(frozen=True, slots=True)
class Handover:
    """A ride and who is to drive it, by database id; None: nobody. `version` is the ride's, as the proposal saw it."""

    ride_id: int
    driver_id: int | None
    version: int | None = None


@dataclass(frozen=True, slots=True)
class AcceptPlan:
    """Give these rides to these drivers, all together."""

    handovers: tuple[Handover, ...]


def acceptance(planning: Planning, plan: Plan, rides: Collection[str] | None = None) -> AcceptPlan:
    """Return the command that takes a plan over: all of it, or these rides and what must change hands with them.

    What stays with its driver, or had nobody and gets nobody, isn't in it.
    """
    hands = hands_of(plan)
    wanted = along(planning, plan, [request.id for request in planning.problem.requests] if rides is None else rides)
    moving = [planning.rides[ride] for ride in wanted if hands.get(ride) != planning.rides[ride].driver]
    keys = {ride: planning.drivers[code].driver_id for ride, code in hands.items()}
    return AcceptPlan(tuple(Handover(ride.ride_id, keys.get(ride.id), ride.version) for ride in moving))


def accept_plan(session: Session, command: AcceptPlan) -> int:
    """Give every ride to its driver, in one step, and return how many changed hands.

    All are taken from who has them first, so that two drivers can change rides. Where one can't be done nothing is:
    raises AssignmentRefusedError for a driver who can't after all, ConflictError for a ride that was changed since the
    proposal (confirmed and pinned too), RuleError for one that isn't open any more.
    """
    moving = [handover for handover in command.handovers if _moves(session, handover)]
    for handover in moving:
        _release(session, handover)
    session.flush()
    for handover in moving:
        if handover.driver_id is not None:
            assign_driver(session, AssignDriver(handover.ride_id, handover.driver_id))
    return len(moving)


def _moves(session: Session, handover: Handover) -> bool:
    ride = load_ride(session, handover.ride_id, handover.version)
    return ride.driver_id != handover.driver_id


def _release(session: Session, handover: Handover) -> None:
    ride = load_ride(session, handover.ride_id)
    if ride.state in PLANNED:
        unassign_driver(session, UnassignDriver(ride.id))
