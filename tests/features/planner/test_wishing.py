"""What a coordinator wants of a proposal: rules on days on paper."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from mmc_desk.features.planner.rules.planning import Kept, PlanDriver, Planning, PlanRide
from mmc_desk.features.planner.rules.problem import Driver, Plane, Problem, Request
from mmc_desk.features.planner.rules.weights import Level, Weights
from mmc_desk.features.planner.rules.wishing import fewest_calls, narrowed, nothing_to_plan
from mmc_desk.features.rides.model import RideState

DAY = date(2026, 11, 25)
MIDNIGHT = datetime(2026, 11, 24, 23, tzinfo=UTC)


def _ride(number: int, driver: str | None = None, kept: Kept | None = None) -> PlanRide:
    state = RideState.REQUESTED if driver is None else RideState.ASSIGNED
    places = ("Hees", "Jessa", "Hasselt")
    return PlanRide(
        f"R{number}", number, 1, DAY, state, "Jans Rosa", *places, None, None, None, None, driver=driver, kept=kept
    )


def _planning(*rides: PlanRide, cars: tuple[str, ...] = ("A", "B")) -> Planning:
    requests = tuple(Request(ride.id, 0, 1, refused=frozenset({"C"})) for ride in rides if ride.kept is None)
    problem = Problem("day", tuple(Driver(code, 0, 0) for code in cars), requests, Plane(((0, 0), (1, 1))))
    drivers = {code: PlanDriver(code, place, code, "", "Hees", {}) for place, code in enumerate("ABC")}
    return Planning((DAY,), MIDNIGHT, problem, {ride.id: ride for ride in rides}, drivers)


def test_without_wishes_nothing_is_narrowed() -> None:
    planning = _planning(_ride(1))
    assert narrowed(planning, frozenset(), frozenset()) is planning


def test_what_was_turned_down_is_refused_and_what_is_held_stays() -> None:
    planning = _planning(_ride(1), _ride(2, "A"), _ride(3, "C"), _ride(4, "B"))
    assert planning.request("R1") is not None
    found = narrowed(planning, frozenset({("R1", "A"), ("R1", "B")}), frozenset({"R1", "R2", "R3"}))
    assert [request.pinned for request in found.problem.requests] == [None, "A", None, None]
    first, second = found.request("R1"), found.request("R2")
    assert first is not None
    assert second is not None
    assert first.refused == {"A", "B", "C"}
    assert second.refused == {"C"}


def test_who_falls_ill_is_replaced_with_few_phone_calls() -> None:
    found = fewest_calls(Weights(fair=Level.LITTLE))
    assert (found.fair, found.stay, found.calls) == (Level.LITTLE, Level.MUCH, Level.MUCH)


@pytest.mark.parametrize(
    ("planning", "why"),
    [
        (_planning(_ride(1)), ""),
        (_planning(_ride(1), cars=()), "Geen enkele chauffeur"),
        (replace(_planning(_ride(1), cars=()), closed={DAY: "brugdag"}), "de dienst is dan gesloten"),
        (_planning(), "geen open ritten op woensdag 25 november 2026"),
        (replace(_planning(), closed={DAY: "brugdag"}), "Gesloten op woensdag 25 november 2026 (brugdag)"),
        (replace(_planning(), days=(DAY, date(2026, 11, 26))), "in deze dagen"),
        (_planning(_ride(1, "A", Kept.CONFIRMED)), "Elke rit ligt al vast"),
    ],
)
def test_why_there_is_nothing_to_plan(planning: Planning, why: str) -> None:
    said = nothing_to_plan(planning)
    assert why in said
    assert bool(said) is bool(why)
