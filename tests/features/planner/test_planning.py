"""From the database to a problem, and a plan back into it."""

import random
from datetime import date, time, timedelta

import pytest
from sqlalchemy.orm import Session

from mmc_desk.core import clock
from mmc_desk.core.changes import Changes
from mmc_desk.core.errors import RuleError
from mmc_desk.core.recording import take_back
from mmc_desk.features.people.model import (
    Absence,
    Address,
    Aid,
    AvailabilityKind,
    Driver,
    DriverPreference,
    DriverTie,
    WeekAvailability,
)
from mmc_desk.features.planner.engines.choice import engine_for
from mmc_desk.features.planner.ops import SetWeights, acceptance, set_weights
from mmc_desk.features.planner.queries.planning import planning
from mmc_desk.features.planner.rules.checker import check
from mmc_desk.features.planner.rules.planning import Kept, Planning
from mmc_desk.features.planner.rules.problem import Plan, Route, Stop, Window
from mmc_desk.features.planner.rules.proposal import Change, hands_of, proposal
from mmc_desk.features.planner.rules.standing import Block, Standing
from mmc_desk.features.planner.rules.weights import Level, Weights
from mmc_desk.features.rides import ops
from mmc_desk.features.rides.model import ReturnMode, RideState
from mmc_desk.features.rides.model.calls import Answer
from mmc_desk.features.rides.ops import HandedOver, HandOver, Handover, hand_over
from tests.features.rides.conftest import WEDNESDAY, RideDesk

THURSDAY = WEDNESDAY + timedelta(days=1)


def plan_of(desk: RideDesk, *days: date, **named: object) -> Planning:
    found: Planning = desk.read(planning, days or (WEDNESDAY,), **named)
    return found


def best(found: Planning) -> Plan:
    plan = engine_for(found.problem).solve(found.problem, 0.2)
    assert not check(found.problem, plan).violations
    return plan


def test_a_day_is_read_planned_and_taken_over(desk: RideDesk) -> None:
    later = desk.request(member_id=desk.maria, appointment=time(10, 30))
    rides = [desk.request(), later, desk.request(member_id=desk.jef, appointment=time(15))]
    found = plan_of(desk)
    assert len(found.problem.requests) == len(found.rides) == 3
    assert {driver.id for driver in found.problem.drivers} == {"C01", "C02", "C03"}
    plan = best(found)
    assert len(plan.served()) == 3
    assert len(desk.do(hand_over, acceptance(found, plan)).rides) == 3
    after = plan_of(desk)
    assert {ride.id: ride.driver for ride in after.rides.values()} == hands_of(plan)
    assert [desk.ride(ride).state for ride in rides] == [RideState.ASSIGNED] * 3
    assert hands_of(after.board) == hands_of(plan)
    assert check(after.problem, after.board).km == pytest.approx(check(found.problem, plan).km)
    assert acceptance(after, plan) == HandOver(())
    told = proposal(after, plan)
    assert told.before == told.after
    assert told.after.km == pytest.approx(sum(desk.ride(ride).estimated_metres or 0 for ride in rides) / 1000)
    assert told.after.rides == 3


def test_what_the_planner_leaves_alone(desk: RideDesk) -> None:
    """Confirmed, pinned, under way, agreed outside the pattern, without an hour, over: each keeps its driver's time."""
    confirmed, pinned = desk.assigned(), desk.assigned(member_id=desk.maria, appointment=time(14))
    desk.do(ops.confirm_ride, ops.ConfirmRide(confirmed))
    desk.do(ops.pin_ride, ops.PinRide(pinned, is_pinned=True))
    untimed = desk.request(member_id=desk.jef, appointment=None)
    desk.add(WeekAvailability(driver_id=desk.wim, weekday=2, from_time=time(8), to_time=time(12)))
    agreed = desk.request(member_id=desk.jef, appointment=time(17))
    desk.do(ops.assign_driver, ops.AssignDriver(agreed, desk.wim, agreed=True))
    found = plan_of(desk)
    numbers = {desk.ride(key).ride_no: key for key in (confirmed, pinned, untimed, agreed)}
    kept = {numbers[ride.id]: ride.kept for ride in found.rides.values()}
    assert kept == {confirmed: Kept.CONFIRMED, pinned: Kept.PINNED, untimed: Kept.NO_TIME, agreed: Kept.AGREED}
    assert not found.problem.requests
    cars = {driver.id: driver for driver in found.problem.drivers}
    assert len(cars["C01"].windows) == 3
    assert cars["C03"].windows == (Window(480, 720),)
    assert (cars["C01"].call_km, cars["C02"].call_km) == (0.0, 2.0)
    assert len(found.drivers["C01"].busy) == 2
    assert found.drivers["C01"].recent.rides == 2
    desk.request(appointment=time(9), member_id=desk.maria, destination_village="Hasselt")
    with clock.frozen(clock.at(WEDNESDAY, time(9, 55))):
        later = plan_of(desk)
    reasons = [ride.kept for ride in later.rides.values()]
    assert (reasons.count(Kept.UNDER_WAY), reasons.count(Kept.OVER)) == (1, 1)


def test_a_pinned_ride_is_let_go_with_its_driver(desk: RideDesk) -> None:
    ride = desk.request()
    with pytest.raises(RuleError, match="wijs eerst een chauffeur toe"):
        desk.do(ops.pin_ride, ops.PinRide(ride, is_pinned=True))
    desk.do(ops.pin_ride, ops.PinRide(ride, is_pinned=False))
    desk.do(ops.assign_driver, ops.AssignDriver(ride, desk.pierre))
    desk.do(ops.pin_ride, ops.PinRide(ride, is_pinned=True))
    assert desk.ride(ride).pinned
    desk.do(ops.unassign_driver, ops.UnassignDriver(ride))
    assert not desk.ride(ride).pinned


def test_who_is_ill_or_away_loses_even_what_was_confirmed(desk: RideDesk) -> None:
    ride = desk.assigned()
    desk.do(ops.confirm_ride, ops.ConfirmRide(ride))
    ill = plan_of(desk, without=("C01",))
    assert [request.id for request in ill.problem.requests] == [desk.ride(ride).ride_no]
    assert "C01" not in {driver.id for driver in ill.problem.drivers}
    assert ill.board == Plan()
    assert proposal(ill, Plan()).rides[0].change is Change.LOST
    assert desk.do(hand_over, acceptance(ill, Plan())).rides == (ride,)
    assert desk.ride(ride).driver_id is None
    away = Absence(driver_id=desk.pierre, kind=AvailabilityKind.ABSENT, from_day=WEDNESDAY, to_day=WEDNESDAY)
    other = desk.assigned(member_id=desk.maria)
    desk.add(away)
    found = plan_of(desk)
    assert found.rides[desk.ride(other).ride_no].kept is None
    desk.do(hand_over, acceptance(found, best(found)))
    assert desk.ride(other).driver_id in {desk.paula, desk.wim}


def limit_paula(desk: RideDesk, metres: int = 60_000) -> None:
    def limit(session: Session) -> None:
        paula = session.get_one(Driver, desk.paula)
        paula.max_rides_per_week, paula.max_metres_per_week = 2, metres

    desk.database.write(limit, "limits")


def test_wishes_history_and_limits_are_in_the_problem(desk: RideDesk) -> None:
    desk.driven()
    desk.driven(ride_date=date(2026, 11, 17))
    desk.driven(driver=desk.paula)
    out = desk.request(return_mode=ReturnMode.NONE)
    back = desk.request(return_mode=ReturnMode.NONE, appointment=time(16))
    desk.do(ops.log_call, ops.LogCall(out, desk.wim, Answer.LATER))
    desk.do(ops.log_call, ops.LogCall(out, desk.wim, Answer.NO))
    desk.add(
        DriverPreference(member_id=desk.rosa, driver_id=desk.paula, tie=DriverTie.PREFERRED),
        DriverPreference(member_id=desk.rosa, driver_id=desk.pierre, tie=DriverTie.INCOMPATIBLE),
        DriverPreference(member_id=desk.maria, driver_id=desk.pierre, tie=DriverTie.PREFERRED),
    )
    limit_paula(desk)
    assigned = desk.assigned(desk.paula, member_id=desk.maria, appointment=time(13), return_mode=ReturnMode.NONE)
    found = plan_of(desk)
    one, two, three = (desk.ride(key).ride_no for key in (out, back, assigned))
    requests = {request.id: request for request in found.problem.requests}
    assert requests[one].refused == frozenset({"C01", "C03"})
    assert requests[two].refused == frozenset({"C01"})
    assert (one, "C03") in found.said_no
    assert found.together[one] == {"C01": 2, "C02": 1}
    assert requests[one].wishes_km["C02"] == -20 - 1
    assert requests[three].wishes_km == {"C01": -20, "C02": -10, "C03": 1.5}
    assert [(bond.first, bond.second) for bond in found.problem.bonds] == [(one, two)]
    cars = {car.id: car for car in found.problem.drivers}
    assert (cars["C02"].max_rides, cars["C02"].max_km) == (2, 60.0)
    assert hands_of(found.board) == {three: "C02"}
    assert not plan_of(desk, weights=Weights(same_return=Level.NONE)).problem.bonds


def test_what_is_kept_counts_against_limits_and_for_the_way_back(desk: RideDesk) -> None:
    limit_paula(desk)
    for hour in (10, 13):
        ride = desk.assigned(desk.paula, appointment=time(hour), return_mode=ReturnMode.NONE)
        desk.do(ops.confirm_ride, ops.ConfirmRide(ride))
    back = desk.ride(desk.request(return_mode=ReturnMode.NONE, appointment=time(16))).ride_no
    found = plan_of(desk)
    paula, request = found.car("C02"), found.request(back)
    assert paula is not None
    assert (paula.max_rides, paula.max_km) == (0, 0.0)
    assert request is not None
    assert request.wishes_km == {"C02": -10}


def test_a_week_is_one_problem(desk: RideDesk) -> None:
    wednesday, thursday = desk.request(), desk.request(ride_date=THURSDAY)
    with pytest.raises(RuleError, match="één week"):
        plan_of(desk, WEDNESDAY, WEDNESDAY + timedelta(days=7))
    with pytest.raises(RuleError, match="één week"):
        desk.read(planning, ())
    found = plan_of(desk, THURSDAY, WEDNESDAY)
    assert found.days == (WEDNESDAY, THURSDAY)
    pierre = found.car("C01")
    assert pierre is not None
    assert pierre.windows == (Window(0, 1440), Window(1440, 2 * 1440 + 1439))
    starts = {request.id: request.window.start for request in found.problem.requests}
    assert starts[desk.ride(thursday).ride_no] - starts[desk.ride(wednesday).ride_no] == 1440
    assert len(desk.do(hand_over, acceptance(found, best(found))).rides) == 2


def test_in_a_week_a_ride_may_run_on_past_midnight(desk: RideDesk) -> None:
    """Who drives until the end of the day brings her home after it; who stops at ten doesn't, the day after is free."""
    desk.add(
        *(
            WeekAvailability(driver_id=desk.paula, weekday=day, from_time=time(8), to_time=time(22))
            for day in (WEDNESDAY.weekday(), THURSDAY.weekday())
        ),
        WeekAvailability(driver_id=desk.wim, weekday=THURSDAY.weekday(), from_time=time(0), to_time=time(23, 59)),
    )
    late = desk.request(appointment=time(22), expected_minutes=150)
    early = desk.request(member_id=desk.maria, ride_date=THURSDAY, appointment=time(6), return_mode=ReturnMode.NONE)
    found = plan_of(desk, WEDNESDAY, THURSDAY)
    number = desk.ride(late).ride_no
    pierre, paula, wim = (found.car(code) for code in ("C01", "C02", "C03"))
    assert pierre is not None
    assert paula is not None
    assert wim is not None
    assert pierre.windows == (Window(0, 2 * 1440 + 1439),)
    assert paula.windows == (Window(480, 1320), Window(1920, 2760))
    assert found.beyond == {(number, "C02"), (number, "C03")}
    blocks = {chance.driver: chance.blocks for chance in Standing(found, Plan()).chances(number)}
    assert blocks == {"C01": (), "C02": (Block.HOURS,), "C03": (Block.HOURS,)}
    done = desk.do(hand_over, acceptance(found, best(found)))
    assert set(done.rides) == {late, early}
    assert desk.ride(late).driver_id == desk.pierre
    untimed = desk.request(member_id=desk.jef, appointment=None)
    nowhere = desk.request(
        member_id=desk.jef, appointment=None, pickup=time(14), destination="Xyz", destination_village="Nergens"
    )
    kept = plan_of(desk, WEDNESDAY, THURSDAY).rides
    assert [kept[desk.ride(key).ride_no].kept for key in (untimed, nowhere)] == [Kept.NO_TIME, Kept.NO_PLACE]


def test_who_drives_until_midnight_is_not_free_the_day_after(desk: RideDesk) -> None:
    """Windows run on where a ride crosses midnight, for that ride alone: not for who is off, or gone, the next day."""
    wednesday = WEDNESDAY.weekday()
    desk.add(
        *(
            WeekAvailability(driver_id=key, weekday=wednesday, from_time=time(8), to_time=time(23, 59))
            for key in (desk.paula, desk.wim)
        )
    )
    desk.database.write(lambda session: setattr(session.get_one(Driver, desk.wim), "active_to", WEDNESDAY))
    late = desk.ride(desk.request(appointment=time(22), expected_minutes=150)).ride_no
    noon = desk.ride(desk.request(ride_date=THURSDAY, appointment=time(12), expected_minutes=60)).ride_no
    found = plan_of(desk, WEDNESDAY, THURSDAY)
    windows = {car.id: car.windows for car in found.problem.drivers}
    assert windows["C02"] == windows["C03"] == (Window(480, 2 * 1440 - 1),)
    assert found.beyond == {(noon, "C02"), (noon, "C03")}
    requests = {request.id: request for request in found.problem.requests}
    assert (requests[noon].refused, requests[late].refused) == (frozenset({"C02", "C03"}), frozenset())
    done = desk.do(hand_over, acceptance(found, best(found)))
    assert (len(done.rides), done.stayed) == (2, ())


def test_a_week_keeps_to_the_most_rides_and_km_of_a_week(desk: RideDesk) -> None:
    limit_paula(desk, metres=120_000)
    for day in (WEDNESDAY, THURSDAY, THURSDAY + timedelta(days=1)):
        desk.request(ride_date=day, return_mode=ReturnMode.NONE)
    found = plan_of(desk, *(WEDNESDAY + timedelta(days=step) for step in range(3)), without=("C01", "C03"))
    plan = best(found)
    assert len(plan.served()) == 2
    limit_paula(desk)
    assert len(best(plan_of(desk, *found.days, without=("C01", "C03"))).served()) == 1
    assert len(desk.do(hand_over, acceptance(found, plan)).rides) == 2
    assert plan_of(desk, WEDNESDAY).problem.drivers
    later = desk.read(planning, (WEDNESDAY + timedelta(days=7),))
    assert later.drivers["C02"].recent.rides == 2


def test_only_part_of_a_proposal_is_taken_over(desk: RideDesk) -> None:
    one, other = desk.assigned(desk.paula, companions=0), desk.assigned(desk.wim, member_id=desk.maria)
    found = plan_of(desk)
    first, second = desk.ride(one).ride_no, desk.ride(other).ride_no
    swapped = Plan((Route("C03", (Stop(first),)), Route("C02", (Stop(second),))))
    assert not check(found.problem, swapped).violations
    assert {handover.ride_id for handover in acceptance(found, swapped, [first]).handovers} == {one, other}
    desk.do(hand_over, acceptance(found, swapped, [first]))
    assert (desk.ride(one).driver_id, desk.ride(other).driver_id) == (desk.wim, desk.paula)
    stale = desk.do(hand_over, acceptance(found, Plan((Route("C01", (Stop(first),)),))))
    assert (stale.rides, stale.stayed[0].why) == ((), "werd intussen gewijzigd, nu bij Wouters Wim")
    clash = desk.do(hand_over, HandOver((Handover(one, desk.pierre), Handover(other, desk.pierre))))
    assert (clash.rides, clash.stayed[0].ride_id) == ((one,), other)


def test_weights_are_kept_from_a_day_on(desk: RideDesk) -> None:
    desk.do(set_weights, SetWeights(WEDNESDAY, Weights(fair=Level.MUCH)))
    desk.do(set_weights, SetWeights(THURSDAY, Weights(fair=Level.MUCH, calls=Level.NONE)))
    assert plan_of(desk).weights == Weights(fair=Level.MUCH)
    assert plan_of(desk, THURSDAY).weights == Weights(fair=Level.MUCH, calls=Level.NONE)


def test_who_moves_house_in_the_week_drives_from_the_first_home_only(desk: RideDesk) -> None:
    person = desk.row(Driver, desk.pierre).person_id
    desk.add(Address(person_id=person, valid_from=THURSDAY, street="Dorp 1", postcode="3600", village="Genk"))
    found = plan_of(desk, WEDNESDAY, THURSDAY).car("C01")
    assert found is not None
    assert found.windows == (Window(0, 1440),)


def take_over(desk: RideDesk, command: HandOver) -> tuple[Changes, HandedOver]:
    value, changes = desk.database.write(lambda session: hand_over(session, command), "test")
    return changes, value


def random_tours(found: Planning, chance: random.Random) -> Plan:
    tours: dict[tuple[str, int], list[Stop]] = {}
    for request in sorted(found.problem.requests, key=lambda request: request.window.start):
        car = chance.choice(found.problem.drivers)
        span = Standing(found, Plan()).span(request, car)
        inside = [n for n, window in enumerate(car.windows) if window.start <= span.leaves and span.home <= window.end]
        if chance.random() < 0.4:
            tours.setdefault((car.id, next(iter(inside), 0)), []).append(Stop(request.id))
    return Plan(tuple(Route(code, tuple(stops), number) for (code, number), stops in tours.items()))


@pytest.mark.parametrize("seed", range(3))
def test_what_the_checker_lets_pass_the_desk_never_refuses(sqlite_desk: RideDesk, seed: int) -> None:
    """Random plans of random days: what the checker finds sound the desk takes over, what it doesn't it refuses."""
    desk, chance = sqlite_desk, random.Random(seed)  # noqa: S311 - chance, not secrecy
    desk.add(
        WeekAvailability(driver_id=desk.wim, weekday=2, from_time=time(8), to_time=time(12)),
        WeekAvailability(driver_id=desk.wim, weekday=2, from_time=time(13), to_time=time(18)),
        DriverPreference(member_id=desk.jef, driver_id=desk.paula, tie=DriverTie.INCOMPATIBLE),
    )
    for _ in range(7):
        desk.request(
            member_id=chance.choice([desk.rosa, desk.jef, desk.maria]),
            aid=chance.choice([Aid.NONE, Aid.RIGID_WHEELCHAIR]),
            appointment=time(chance.randrange(7, 19), chance.choice([0, 15, 40])),
            companions=chance.choice([0, 0, 2]),
            return_mode=ReturnMode.NONE,
        )
    verdicts = []
    for _ in range(12):
        found = plan_of(desk)
        plan = random_tours(found, chance)
        verdicts.append(not check(found.problem, plan).violations)
        command = acceptance(found, plan)
        changes, done = take_over(desk, command)
        assert bool(done.stayed) is not verdicts[-1]
        desk.database.write(lambda session: take_back(session, changes), "undo")  # noqa: B023 - called here and now
    assert set(verdicts) == {True, False}
