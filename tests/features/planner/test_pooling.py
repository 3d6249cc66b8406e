"""A desk's day with shared cars: taken apart into ways, driven by the engine for shared cars, put into words."""

from dataclasses import replace
from datetime import time

import pytest

from mmc_desk.features.planner.engines.choice import engine_for
from mmc_desk.features.planner.engines.shared.ruin import Ruin
from mmc_desk.features.planner.queries.planning import planning
from mmc_desk.features.planner.queries.sharing import pooling
from mmc_desk.features.planner.rules.checker import check
from mmc_desk.features.planner.rules.pooling import LATER, pooled, taken_apart
from mmc_desk.features.planner.rules.problem import Part, Plan, Route, Stop
from mmc_desk.features.rides.model import ReturnMode
from tests.features.rides.conftest import WEDNESDAY, RideDesk


def two(desk: RideDesk) -> tuple[str, str]:
    """Take Rosa's and Jef's rides from one street to the hospital, a quarter of an hour apart."""
    first = desk.request(expected_minutes=60)
    second = desk.request(member_id=desk.jef, appointment=time(10, 15), expected_minutes=60)
    return desk.ride(first).ride_no, desk.ride(second).ride_no


def test_a_day_is_driven_with_shared_cars(desk: RideDesk) -> None:
    one, other = two(desk)
    found = desk.read(planning, (WEDNESDAY,))
    problem = desk.read(pooling, found)
    assert [request.id for request in problem.requests] == [one, f"{one}<", other, f"{other}<"]
    assert isinstance(engine_for(problem), Ruin)
    plan = Ruin(steps=30).solve(problem, 20.0)
    assert not check(problem, plan).violations
    alone = taken_apart(problem, Plan((Route("C01", (Stop(one),)), Route("C02", (Stop(other),)))))
    told = pooled(found, problem, plan, alone)
    assert told.companies == (tuple(sorted((one, other))),)
    assert told.hands[one] == told.hands[other]
    assert (told.drivers, told.unserved, told.violations) == (1, 0, ())
    assert [stop.request for stop in alone.routes[0].stops] == [one, one, f"{one}<", f"{one}<"]
    assert not check(problem, alone).violations
    assert told.km < told.apart_km == pooled(found, problem, alone, alone).km
    assert told.cents_saved(4_000) == round((told.apart_km - told.km) * 40)
    assert told.names[one] == "Jans Rosa"


def test_nobody_waits_or_rides_too_long_and_seats_are_kept(sqlite_desk: RideDesk) -> None:
    one, _ = two(sqlite_desk)
    problem = sqlite_desk.read(pooling, sqlite_desk.read(planning, (WEDNESDAY,)))
    out, back = problem.requests[:2]
    assert out.window.end - out.window.start == pytest.approx(30)
    assert back.window.end - back.window.start == pytest.approx(LATER)
    assert out.drop_window.end == pytest.approx(600)
    assert out.max_ride == pytest.approx(problem.metric.minutes(out.pickup, out.dropoff) * 1.5, abs=10)
    assert (out.seats, problem.bonds[0][:2]) == (1, (one, f"{one}<"))
    small = replace(problem, drivers=tuple(replace(driver, seats=1) for driver in problem.drivers))
    outs = (problem.requests[0], problem.requests[2])
    stops = (*(Stop(one.id, Part.PICKUP) for one in outs), *(Stop(one.id, Part.DROPOFF) for one in outs))
    crowded = Plan((Route("C01", stops),))
    assert not check(problem, crowded).violations
    assert any("geen plaats meer" in said for said in check(small, crowded).violations)


def test_what_can_t_be_taken_apart_stays_whole(sqlite_desk: RideDesk) -> None:
    desk = sqlite_desk
    stopping = desk.ride(desk.request(stops=("Bilzen",))).ride_no
    phones = desk.ride(
        desk.request(member_id=desk.maria, return_mode=ReturnMode.NONE, appointment=None, pickup=time(14))
    )
    found = desk.read(planning, (WEDNESDAY,))
    problem = desk.read(pooling, found)
    whole = {request.id: request for request in problem.requests if request.max_ride is None}
    assert list(whole) == [stopping]
    assert whole[stopping].apart_from == {phones.ride_no}
    assert taken_apart(problem, Plan((Route("C01", (Stop(stopping),)),))).routes[0].stops == (
        Stop(stopping, Part.PICKUP),
        Stop(stopping, Part.DROPOFF),
    )
    plan = Ruin(steps=5).solve(problem, 20.0)
    told = pooled(found, problem, plan, Plan())
    assert told.apart_km == 0
    assert (told.companies, told.violations) == ((), ())
    request = found.request(stopping)
    assert request is not None
    assert told.km > request.km
    assert pooled(found, problem, Plan(), plan).unserved == 2


def test_a_driver_s_most_rides_count_by_way(sqlite_desk: RideDesk) -> None:
    two(sqlite_desk)
    found = sqlite_desk.read(planning, (WEDNESDAY,))
    problem = sqlite_desk.read(pooling, found)
    before, after = found.problem.drivers[0], problem.drivers[0]
    assert sum(after.burden_km) == pytest.approx(sum(before.burden_km))
    assert len(after.burden_km) == 2 * len(before.burden_km)
