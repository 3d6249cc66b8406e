"""Cars that a proposal shares: tried first, taken over in one step, and what stays apart says why."""

import json
from dataclasses import replace
from datetime import time

import pytest

from mmc_desk.features.planner.commands import together as searching
from mmc_desk.features.planner.commands.plan import run_plan
from mmc_desk.features.planner.commands.together import Together, together
from mmc_desk.features.planner.engines.homing import HomeToHome
from mmc_desk.features.planner.ops import TakeOver, acceptance, take_over
from mmc_desk.features.planner.ops.pooling import Tried, TrySharing, try_sharing
from mmc_desk.features.planner.queries.planning import planning
from mmc_desk.features.planner.queries.sharing import every_hint
from mmc_desk.features.planner.rules.lines import Hint, cars_of
from mmc_desk.features.planner.rules.planning import Kept, Planning
from mmc_desk.features.planner.rules.problem import UNSERVED_KM, Plan
from mmc_desk.features.planner.rules.together import as_it_stood, left_over, to_part
from mmc_desk.features.rides import ops
from mmc_desk.features.rides.model import RideState
from tests.features.planner.proposals import car, facts, paper, plan, ride
from tests.features.planner.test_lines import arguments
from tests.features.rides.conftest import WEDNESDAY, RideDesk
from tests.rows import everything


def three(desk: RideDesk) -> tuple[int, int, int]:
    """Take rides of Rosa, Jef and María to the hospital, a quarter of an hour apart."""
    return (
        desk.request(expected_minutes=60),
        desk.request(member_id=desk.jef, appointment=time(10, 15), expected_minutes=60),
        desk.request(member_id=desk.maria, appointment=time(10, 15), expected_minutes=60),
    )


def solve(found: Planning) -> Plan:
    return HomeToHome().solve(found.problem, 5.0)


def tried(desk: RideDesk, **more: object) -> Tried:
    found = desk.read(planning, (WEDNESDAY,))
    command = TrySharing((WEDNESDAY,), frozenset(found.rides))
    answer: Tried = desk.read(try_sharing, replace(command, **more))  # type: ignore[arg-type] # a field of it
    return answer


# --- The rules


def hint(one: str, other: str, metres: int = 1_000, least: int = 0, why: str = "") -> Hint:
    return Hint(one, other, metres, 50, least, why)


@pytest.mark.parametrize(
    ("pairs", "cars"),
    [
        ((), ()),
        (("21",), (("1", "2"),)),
        (("21", "31"), (("1", "2", "3"),)),
        (("21", "13"), (("3", "1", "2"),)),
        (("21", "43", "31"), (("1", "2", "3", "4"),)),
    ],
)
def test_who_sits_in_one_car(pairs: tuple[str, ...], cars: tuple[tuple[str, ...], ...]) -> None:
    assert cars_of([hint(*pair) for pair in pairs]) == cars


def test_a_car_that_nobody_takes_or_that_saves_nothing_is_given_up() -> None:
    both = paper((ride("R1", 540, 1, 2), ride("R2", 545, 1, 2)), (car("C01"), car("C02")))
    alone = both, plan({"C01": ("R1",), "C02": ("R2",)})
    one = paper((ride("R1", 540, 1, 2),), (car("C01"), car("C02")))
    hints = (hint("R2", "R1"), hint("R3", "R1", 500))
    assert to_part(one, plan({"C01": ("R1",)}), hints, alone) == {}
    assert to_part(one, Plan(), hints, alone) == {("R3", "R1"): "niemand kan ze samen rijden"}
    far = replace(one, rides={**one.rides, "R9": facts(ride("R9", 0, 0, 1))})
    assert to_part(far, plan({"C01": ("R1",)}), hints, alone) == {("R3", "R1"): "de dag wordt er niet beter van"}
    agreed = paper((), (car("C01"),))
    assert to_part(agreed, Plan(), hints, alone) == {}


def test_what_stays_apart_says_why() -> None:
    found = paper(tuple(ride(f"R{number}", 540, 1, 2) for number in range(1, 9)), (car("C01"),))
    found = replace(found, rides={**found.rides, "R3": facts(ride("R3", 540, 1, 2), kept=Kept.PINNED, driver="C01")})
    every = (hint("R2", "R1"), hint("R3", "R4", 900, -40), hint("R5", "R6"), hint("R7", "R8"), hint("R5", "R1", 5_000))
    left = left_over(found, every, every[:1], {("R5", "R6"): "Vol."})
    assert [(one.ride, one.why.replace("\u00a0", " ")) for one in left] == [
        ("R5", "Vol."),
        ("R3", "R3: vastgezet; een lid betaalt dan € 0,40 meer"),
    ]


def test_who_had_a_ride_before_it_was_shared_is_still_told() -> None:
    before = paper((ride("R1", 540, 1, 2),), (car("C01"),), {"R1": {"driver": "C01"}})
    after = paper((ride("R1", 535, 1, 2),), (car("C01"),))
    assert as_it_stood(after, before).rides["R1"].driver == "C01"


# --- The ops


def test_three_go_in_one_car_and_a_trial_keeps_nothing(desk: RideDesk) -> None:
    rides = three(desk)
    before = everything(desk.database)
    found = tried(desk)
    assert everything(desk.database) == before
    assert [len(cars) for cars in cars_of(found.hints)] == [3]
    assert all(one.least_cents >= 0 for one in found.hints)
    (only,) = found.planning.problem.requests
    assert only.seats == 3
    answer = desk.do(take_over, TakeOver(found.command, acceptance(found.planning, solve(found.planning))))
    assert (answer.shared.done, answer.shared.refused, answer.handed.stayed) == (2, (), ())
    taken = desk.ride(rides[0])
    assert (taken.passengers, taken.state) == (3, RideState.ASSIGNED)
    assert {desk.ride(key).state for key in rides[1:]} == {RideState.CANCELLED}


def test_what_may_not_be_touched_or_can_t_go_together_stays_apart(desk: RideDesk) -> None:
    first = desk.ride(three(desk)[0]).ride_no
    every = {(one.ride, one.other) for one in desk.read(every_hint, WEDNESDAY)}
    assert len(every) == 3
    found = tried(desk, loose=frozenset({first}))
    assert (found.hints, found.refused) == ((), {})
    assert tried(desk, barred=every).hints == ()
    for member in (desk.rosa, desk.jef):
        desk.request(member_id=member, stops=("Bilzen", "Hees", "Genk"), appointment=time(14), expected_minutes=60)
    many = tried(desk)
    assert [why for why in many.refused.values() if "drie tussenstops" in why]
    assert [len(cars) for cars in cars_of(many.hints)] == [3]


def test_who_changed_a_ride_meanwhile_keeps_it(desk: RideDesk) -> None:
    rides = three(desk)
    found = tried(desk)
    last = found.command.pairs[-1].ride_id
    desk.database.write(lambda session: ops.assign_driver(session, ops.AssignDriver(last, desk.wim)))
    answer = desk.do(take_over, TakeOver(found.command, acceptance(found.planning, solve(found.planning))))
    assert answer.shared.done == 1
    assert [refused[0] for refused in answer.shared.refused] == [last]
    assert [stayed.ride_id for stayed in answer.handed.stayed] == [rides[0]]
    assert desk.ride(last).driver_id == desk.wim


# --- The search


def alone(desk: RideDesk, *without: str) -> Together:
    found = desk.read(planning, (WEDNESDAY,), without=without)
    return Together(found, solve(found))


def test_a_car_with_two_seats_takes_two(sqlite_desk: RideDesk) -> None:
    three(sqlite_desk)
    ill = ("C01", "C03")
    found = together(sqlite_desk.database, alone(sqlite_desk, *ill), ill, solve)
    assert [len(cars) for cars in cars_of(found.hints)] == [2]
    assert len(found.share.pairs) == 1
    assert found.plan.served() == {found.hints[0].other}
    assert [request.unserved_km for request in found.planning.problem.requests] == [2 * UNSERVED_KM, UNSERVED_KM]


def test_where_nothing_goes_together_the_days_stay_as_they_are(
    sqlite_desk: RideDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    three(sqlite_desk)
    before = alone(sqlite_desk)
    nobody = together(sqlite_desk.database, before, (), lambda _: Plan())
    assert (nobody.planning, nobody.plan, nobody.hints) == (before.planning, before.plan, ())
    assert {one.why for one in nobody.left} == {"niemand kan ze samen rijden"}
    monkeypatch.setattr(searching, "MOST_TRIES", 1)
    assert together(sqlite_desk.database, before, (), lambda _: Plan()).hints == ()


def test_what_is_proposed_is_taken_over(sqlite_desk: RideDesk, capsys: pytest.CaptureFixture[str]) -> None:
    desk = sqlite_desk
    rides = three(desk)
    words = ("25/11/2026", "--seconds", "0.1", "--shared", "--json")
    assert run_plan(desk.database, arguments(*words)) == 0
    proposed = json.loads(capsys.readouterr().out)
    assert (proposed["put_together"], proposed["applied"], len(proposed["rides"])) == (None, None, 1)
    assert (proposed["before"]["unserved"], proposed["after"]["unserved"]) == (3, 0)
    assert {desk.ride(key).state for key in rides} == {RideState.REQUESTED}
    assert run_plan(desk.database, arguments(*words, "--apply")) == 0
    values = json.loads(capsys.readouterr().out)
    assert (values["put_together"], values["applied"], values["parted"], values["stayed"]) == (2, 1, [], [])
    assert (values["rides"], values["shared"]) == (proposed["rides"], proposed["shared"])
    booked = desk.ride(rides[0])
    assert booked.estimated_metres == round(values["rides"][0]["km"] * 1000)
    assert run_plan(desk.database, arguments(*words)) == 0
    assert json.loads(capsys.readouterr().out)["before"]["km"] == values["after"]["km"]
