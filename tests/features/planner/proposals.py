"""A planning on paper for the tests of proposals and advice: no database, a minute for a km."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from mmc_desk.features.planner.rules.planning import PlanDriver, Planning, PlanRide
from mmc_desk.features.planner.rules.problem import Bond, Driver, Plan, Plane, Problem, Request, Route, Stop, Window
from mmc_desk.features.planner.rules.weights import Weights
from mmc_desk.features.rides.model import RideState
from mmc_desk.features.rides.rules.availability import DayHours
from mmc_desk.features.rides.rules.fairness import Recent

DAY = date(2026, 11, 25)
HOMES = {"C01": 0, "C02": 10, "C03": 30}
POINTS = tuple((float(x), 0.0) for x in range(61))
"""Places on a line: place 7 is 7 km from place 0."""


def ride(number: str, at: int, start: int, end: int, minutes: int = 30, **more: Any) -> Request:  # noqa: ANN401 - the fields of Request
    return Request(number, start, end, Window(at, at), minutes, abs(end - start), **more)


def car(code: str, **more: Any) -> Driver:  # noqa: ANN401 - the fields of Driver
    return Driver(code, HOMES[code], HOMES[code], **{"windows": (Window(480, 1020),), **more})


def facts(request: Request, **more: Any) -> PlanRide:  # noqa: ANN401 - the fields of PlanRide
    ride_id = int(request.id[1:])
    plain = PlanRide(
        request.id,
        ride_id,
        1,
        DAY,
        RideState.ASSIGNED if more.get("driver") else RideState.REQUESTED,
        f"Lid {ride_id}",
        "Hees",
        "ZOL",
        "Genk",
        None,
        None,
        None,
        int(request.km * 1000),
    )
    return replace(plain, **more)


def paper(
    requests: tuple[Request, ...],
    cars: tuple[Driver, ...],
    rides: Mapping[str, Mapping[str, Any]] = {},
    drivers: Mapping[str, Mapping[str, Any]] = {},
    **more: Any,  # noqa: ANN401 - the fields of Planning
) -> Planning:
    """Return the planning of requests and cars; `rides` and `drivers` say what is known of some of them."""
    bonds: tuple[Bond, ...] = more.pop("bonds", ())
    found = Planning(
        (DAY,),
        datetime(2026, 11, 24, 23, tzinfo=UTC),
        Problem("paper", cars, requests, Plane(POINTS), bonds=bonds, from_home=True),
        {request.id: facts(request, **rides.get(request.id, {})) for request in requests},
        {
            code: PlanDriver(
                code,
                number,
                f"Naam {code}",
                "",
                "Hees",
                {DAY: DayHours(())},
                **{"recent": Recent(4, 0, 10), **drivers.get(code, {})},
            )
            for number, code in enumerate(HOMES, start=1)
        },
        **{"weights": Weights(), "rate": 4000, "rides_per_day": 0.4, **more},
    )
    board = plan(
        {
            one.driver or "": tuple(r.id for r in found.rides.values() if r.driver == one.driver)
            for one in found.rides.values()
            if one.driver
        }
    )
    return replace(found, board=board)


def plan(tours: Mapping[str, tuple[str, ...]]) -> Plan:
    return Plan(tuple(Route(code, tuple(Stop(one) for one in tour)) for code, tour in tours.items()))


__all__ = ["DAY", "car", "facts", "paper", "plan", "ride"]
