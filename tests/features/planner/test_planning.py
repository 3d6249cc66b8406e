"""From the database to a problem, and a plan back into it."""

from datetime import date, time, timedelta

import pytest

from mmc_desk.features.planner.engines.choice import engine_for
from mmc_desk.features.planner.ops import AcceptPlan, Handover, accept_plan
from mmc_desk.features.planner.queries.planning import planning
from mmc_desk.features.planner.rules.checker import check
from mmc_desk.features.planner.rules.planning import Planning
from mmc_desk.features.planner.rules.problem import Plan
from mmc_desk.features.rides.model import RideState
from tests.features.rides.conftest import WEDNESDAY, RideDesk

THURSDAY = WEDNESDAY + timedelta(days=1)


def plan_of(desk: RideDesk, *days: date, **named: object) -> Planning:
    found: Planning = desk.read(planning, days or (WEDNESDAY,), **named)
    return found


def best(found: Planning) -> Plan:
    plan = engine_for(found.problem).solve(found.problem, 0.3)
    assert not check(found.problem, plan).violations
    return plan


def handovers(found: Planning, plan: Plan) -> tuple[Handover, ...]:
    return tuple(
        Handover(found.rides[stop.request].ride_id, found.drivers[route.driver].driver_id)
        for route in plan.routes
        for stop in route.stops
    )


def test_a_day_is_read_planned_and_taken_over(desk: RideDesk) -> None:
    later = desk.request(member_id=desk.maria, appointment=time(10, 30))
    rides = [desk.request(), later, desk.request(member_id=desk.jef, appointment=time(15))]
    found = plan_of(desk)
    assert len(found.problem.requests) == len(found.rides) == 3
    assert {driver.id for driver in found.problem.drivers} == {"C01", "C02", "C03"}
    plan = best(found)
    assert len(plan.served()) == 3
    assert desk.do(accept_plan, AcceptPlan(handovers(found, plan))) == 3
    hands = {stop.request: route.driver for route in plan.routes for stop in route.stops}
    after = plan_of(desk)
    assert {ride.id: ride.driver for ride in after.rides.values()} == hands
    assert [desk.ride(ride).state for ride in rides] == [RideState.ASSIGNED] * 3
    board = {stop.request: route.driver for route in after.board.routes for stop in route.stops}
    assert board == hands
    assert check(after.problem, after.board).km == pytest.approx(check(found.problem, plan).km)
