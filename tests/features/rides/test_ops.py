"""Everything the desk does with a ride, each deed taken back and done again; on SQLite and PostgreSQL."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from mmc_desk.core import clock
from mmc_desk.core.db import Database
from mmc_desk.core.errors import ConflictError, RuleError
from mmc_desk.core.model import ClosureDay, DeskSetting
from mmc_desk.core.recording import take_back
from mmc_desk.features.people.model import (
    Absence,
    Address,
    Aid,
    AvailabilityKind,
    Driver,
    DriverPreference,
    DriverTie,
    Member,
    WeekAvailability,
)
from mmc_desk.features.rides import ops
from mmc_desk.features.rides.model import (
    CancelledBy,
    Distance,
    DistanceSource,
    DriverDay,
    Leg,
    LegKind,
    PrintedRoster,
    Purpose,
    ReturnMode,
    Ride,
    RideState,
)
from mmc_desk.features.rides.queries import board as board_queries
from mmc_desk.features.rides.queries import lists as lists_queries
from mmc_desk.features.rides.queries import settings as settings_queries
from mmc_desk.features.rides.rules.assignment import AssignmentRefusedError, Obstacle
from tests.features.rides.conftest import WEDNESDAY, RideDesk, fill

FRIDAY = date(2026, 11, 27)
LAST_WEEK = date(2026, 11, 18)


def at(text: str, day: date = WEDNESDAY) -> datetime:
    return clock.at(day, time.fromisoformat(text))


def driver_day(desk: RideDesk, driver_id: int, day: date = WEDNESDAY) -> DriverDay | None:
    found: DriverDay | None = desk.read(
        lambda session: session.scalars(
            select(DriverDay).where(DriverDay.driver_id == driver_id, DriverDay.day == day)
        ).one_or_none()
    )
    return found


# Requests


def test_a_request_gets_a_number_a_proposal_and_legs(desk: RideDesk) -> None:
    ride_id = desk.do(ops.request_ride, ops.RequestRide(**desk.plain(), purpose=Purpose.HOSPITAL, note="via de poort"))
    card = desk.read(lists_queries.ride_card, ride_id)
    assert card.ride.ride_no == "2026-0001"
    assert (card.ride.state, card.ride.village, card.ride.origin) == (RideState.REQUESTED, "Hees", "Kerkstraat 1")
    assert [leg.kind for leg in card.legs] == [LegKind.OUT, LegKind.BACK]
    assert card.ride.members[0].pickup_at == card.legs[0].depart_at == card.ride.depart_at
    assert card.ride.members[0].aid is Aid.ROLLATOR
    assert card.ride.home_at == card.legs[-1].arrive_at
    assert card.ride.estimated_metres == sum(leg.metres for leg in card.legs)
    assert (card.ride.purpose, card.ride.note, card.stops) == (Purpose.HOSPITAL, "via de poort", ())


def test_an_incomplete_request_is_saved(desk: RideDesk) -> None:
    ride_id = desk.do(ops.request_ride, ops.RequestRide(desk.rosa, WEDNESDAY))
    card = desk.read(lists_queries.ride_card, ride_id)
    assert card.legs == ()
    assert (card.ride.depart_at, card.ride.home_at, card.ride.estimated_metres) == (None, None, None)


def test_stops_and_return_are_legs(desk: RideDesk) -> None:
    ride_id = desk.request(stops=("Apotheek", "Bilzen"), return_mode=ReturnMode.AT_TIME, return_time=time(12, 30))
    card = desk.read(lists_queries.ride_card, ride_id)
    assert [leg.kind for leg in card.legs] == [LegKind.OUT, LegKind.STOP, LegKind.STOP, LegKind.BACK]
    assert card.stops == ("Apotheek", "Bilzen")
    assert card.legs[-1].depart_at == at("12:30")
    assert desk.ride(ride_id).legs == 4


def test_two_members_share_one_ride(desk: RideDesk) -> None:
    """Edge case 10.3."""
    seat = ops.SharedSeat(desk.jef, Aid.CANE, companions=1, pickup=time(9, 30))
    ride_id = desk.do(ops.request_ride, ops.RequestRide(**desk.plain(), passengers=(seat, ops.SharedSeat(desk.maria))))
    card = desk.read(lists_queries.ride_card, ride_id)
    assert card.ride.passengers == 3
    assert [member.name for member in card.ride.members] == ["Jans Rosa", "Jans Jef", "Thijs María"]
    pickups = [member.pickup_at for member in card.ride.members]
    assert all(pickup is not None and pickup <= at("09:30") for pickup in pickups)
    assert len(set(pickups)) == 3
    assert [leg.kind for leg in card.legs] == [*[LegKind.OUT] * 3, *[LegKind.BACK] * 3]
    assert card.ride.names == "Jans Rosa, Jans Jef, Thijs María"


def test_a_passenger_brings_their_own_aid_unless_told_otherwise(desk: RideDesk) -> None:
    """Edge case 10.3."""
    ride_id = desk.request(member_id=desk.jef, passengers=(ops.SharedSeat(desk.rosa),))
    assert desk.read(lists_queries.ride_card, ride_id).ride.members[1].aid is Aid.ROLLATOR


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"stops": ("a", "b", "c", "d")}, "stops"),
        ({"companions": 9}, "companions"),
        ({"expected_minutes": -1}, "expected_minutes"),
        ({"pickup": time(11)}, "pickup"),
        ({"member_id": 999}, "member_id"),
    ],
)
def test_a_request_that_cant_be_names_its_field(desk: RideDesk, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(RuleError) as refusal:
        desk.request(**changes)
    assert refusal.value.field == field
    assert desk.read(lists_queries.ride_list, WEDNESDAY, WEDNESDAY) == ()


@pytest.mark.parametrize("seats", [("rosa",), ("jef", "jef")])
def test_a_member_sits_in_a_car_once(desk: RideDesk, seats: tuple[str, ...]) -> None:
    with pytest.raises(RuleError, match="één keer"):
        desk.request(passengers=tuple(ops.SharedSeat(getattr(desk, name)) for name in seats))


def test_a_passengers_companions_are_counted(desk: RideDesk) -> None:
    with pytest.raises(RuleError, match="begeleiders"):
        desk.request(passengers=(ops.SharedSeat(desk.jef, companions=-1),))


def test_numbers_run_per_year_and_step_over_gaps(desk: RideDesk) -> None:
    first, second = desk.request(), desk.request()
    other_year = desk.request(ride_date=date(2027, 1, 4))
    desk.add(Ride(ride_no="2026-0150", ride_date=WEDNESDAY, passengers=1, legs=0))
    after_gap = desk.request()
    numbers = [desk.ride(ride_id).ride_no for ride_id in (first, second, other_year, after_gap)]
    assert numbers == ["2026-0001", "2026-0002", "2027-0001", "2026-0151"]


@pytest.mark.postgres
def test_on_a_server_a_lock_keeps_numbers_apart(postgres_database: Database) -> None:
    desk = fill(postgres_database)
    assert desk.ride(desk.request()).ride_no == "2026-0001"


def test_a_ride_past_midnight_is_one_of_its_start_date(desk: RideDesk) -> None:
    """Edge case 10.8."""
    ride_id = desk.request(appointment=time(0, 30), pickup=time(23, 50), return_time=time(2))
    ride = desk.ride(ride_id)
    assert (ride.ride_date, ride.ride_no) == (WEDNESDAY, "2026-0001")
    assert ride.home_at is not None
    assert ride.home_at > at("02:00", WEDNESDAY + timedelta(days=1))
    board = desk.read(board_queries.day_board, WEDNESDAY + timedelta(days=1))
    assert board.unassigned == ()


def test_the_home_is_that_of_the_day(desk: RideDesk) -> None:
    """Edge case 10.6: she moves on Friday."""
    person_id = desk.row(Member, desk.rosa).person_id
    desk.add(Address(person_id=person_id, valid_from=FRIDAY, street="Markt 1", postcode="3740", village="Bilzen"))
    before, after = desk.request(), desk.request(ride_date=FRIDAY)
    assert (desk.ride(before).village, desk.ride(after).village) == ("Hees", "Bilzen")
    assert desk.read(lists_queries.ride_card, after).legs[0].origin == "Markt 1, Bilzen"


def test_somebody_without_an_address_can_ask_for_a_ride_too(desk: RideDesk) -> None:
    desk.database.write(lambda session: session.execute(delete(Address)))
    card = desk.read(lists_queries.ride_card, desk.request(passengers=(ops.SharedSeat(desk.jef),)))
    assert next((leg.kind, leg.origin, leg.metres) for leg in card.legs) == (LegKind.OUT, "", None)
    assert card.ride.estimated_metres is None


def test_another_place_to_be_fetched_from(desk: RideDesk) -> None:
    ride = desk.ride(desk.request(origin="Dagcentrum", village="Genk"))
    assert (ride.origin, ride.village) == ("Dagcentrum", "Genk")


# Editing


def test_an_edit_changes_what_was_asked(desk: RideDesk) -> None:
    ride_id = desk.request(
        stops=("Apotheek", "Bakker"), passengers=(ops.SharedSeat(desk.jef), ops.SharedSeat(desk.maria))
    )
    wanted = ops.RequestRide(
        **{**desk.plain(), "appointment": time(14), "return_mode": ReturnMode.NONE},
        passengers=(ops.SharedSeat(desk.maria, Aid.CANE),),
        aid=Aid.NONE,
        companions=1,
    )
    desk.do(ops.edit_ride, ops.EditRide(ride_id, wanted, desk.ride(ride_id).version))
    card = desk.read(lists_queries.ride_card, ride_id)
    assert [leg.kind for leg in card.legs] == [LegKind.OUT, LegKind.OUT]
    assert [(member.name, member.aid) for member in card.ride.members] == [
        ("Jans Rosa", Aid.NONE),
        ("Thijs María", Aid.CANE),
    ]
    assert card.ride.passengers == 2


def test_an_edit_adds_legs_and_passengers(desk: RideDesk) -> None:
    ride_id = desk.request(return_mode=ReturnMode.NONE)
    wanted = ops.RequestRide(**desk.plain(), stops=("Bakker",), passengers=(ops.SharedSeat(desk.jef),))
    desk.do(ops.edit_ride, ops.EditRide(ride_id, wanted))
    card = desk.read(lists_queries.ride_card, ride_id)
    assert [leg.sequence for leg in card.legs] == [1, 2, 3, 4, 5]
    assert len(card.ride.members) == 2


def test_an_assigned_ride_keeps_its_driver_when_moved(desk: RideDesk) -> None:
    ride_id = desk.assigned()
    desk.do(ops.edit_ride, ops.EditRide(ride_id, ops.RequestRide(**{**desk.plain(), "ride_date": FRIDAY})))
    ride = desk.ride(ride_id)
    assert (ride.ride_date, ride.driver_id, ride.state) == (FRIDAY, desk.pierre, RideState.ASSIGNED)
    wednesday, friday = driver_day(desk, desk.pierre), driver_day(desk, desk.pierre, FRIDAY)
    assert wednesday is not None
    assert friday is not None
    assert (wednesday.rides, friday.rides) == (0, 1)


def test_an_edit_that_its_driver_cant_follow_is_refused(desk: RideDesk) -> None:
    desk.assigned(ride_date=FRIDAY)
    ride_id = desk.assigned(member_id=desk.maria)
    wanted = ops.RequestRide(**{**desk.plain(), "member_id": desk.maria, "ride_date": FRIDAY})
    with pytest.raises(AssignmentRefusedError, match="rijdt dan al rit 2026-0001"):
        desk.do(ops.edit_ride, ops.EditRide(ride_id, wanted))


def test_only_an_open_ride_is_edited(desk: RideDesk) -> None:
    ride_id = desk.driven()
    with pytest.raises(RuleError, match="Heropen de rit om hem"):
        desk.do(ops.edit_ride, ops.EditRide(ride_id, ops.RequestRide(**desk.plain())))


def test_a_stale_page_is_refused(desk: RideDesk) -> None:
    ride_id = desk.request()
    desk.do(ops.assign_driver, ops.AssignDriver(ride_id, desk.pierre, version=1))
    with pytest.raises(ConflictError, match="2026-0001 werd intussen"):
        desk.do(ops.edit_ride, ops.EditRide(ride_id, ops.RequestRide(**desk.plain()), version=1))


def test_a_ride_that_is_gone(desk: RideDesk) -> None:
    for op, command in (
        (ops.confirm_ride, ops.ConfirmRide(99)),
        (ops.assign_driver, ops.AssignDriver(99, desk.pierre)),
    ):
        with pytest.raises(RuleError, match="bestaat niet meer"):
            desk.do(op, command)


# Copies


def test_a_ride_is_copied_to_picked_days(desk: RideDesk) -> None:
    ride_id = desk.driven(stops=("Bakker",), passengers=(ops.SharedSeat(desk.jef, Aid.CANE),), note="bel aan")
    days = (WEDNESDAY, FRIDAY)
    copies = desk.do(ops.duplicate_ride, ops.DuplicateRide(ride_id, days))
    cards = [desk.read(lists_queries.ride_card, copy) for copy in copies]
    assert [card.ride.ride_date for card in cards] == list(days)
    original = desk.read(lists_queries.ride_card, ride_id)
    for card in cards:
        assert (card.ride.state, card.ride.driver_id, card.ride.metres) == (RideState.REQUESTED, None, None)
        assert card.stops == ("Bakker",)
        assert ops.as_request(card, WEDNESDAY) == ops.as_request(original, WEDNESDAY)


def test_an_incomplete_ride_is_copied_as_it_is(desk: RideDesk) -> None:
    ride_id = desk.request(appointment=None, destination="")
    (copy,) = desk.do(ops.duplicate_ride, ops.DuplicateRide(ride_id, (FRIDAY,)))
    assert desk.ride(copy).depart_at is None


# Assigning


def test_a_driver_gets_the_ride_home_to_home(desk: RideDesk) -> None:
    ride_id = desk.request()
    before = desk.ride(ride_id)
    desk.do(ops.assign_driver, ops.AssignDriver(ride_id, desk.pierre))
    ride = desk.ride(ride_id)
    assert (ride.state, ride.driver_id) == (RideState.ASSIGNED, desk.pierre)
    assert ride.depart_at is not None
    assert before.depart_at is not None
    assert ride.depart_at < before.depart_at
    assert ride.home_at is not None
    assert before.home_at is not None
    assert ride.home_at > before.home_at
    assert (ride.estimated_metres or 0) > (before.estimated_metres or 0)
    day = driver_day(desk, desk.pierre)
    assert day is not None
    assert day.rides == 1


def test_another_driver_takes_over(desk: RideDesk) -> None:
    """Edge case 10.2: the driver is ill, the ride is given to somebody else at once."""
    ride_id = desk.assigned()
    desk.add(Absence(driver_id=desk.pierre, from_day=WEDNESDAY, to_day=WEDNESDAY, reason="ziek"))
    desk.do(ops.assign_driver, ops.AssignDriver(ride_id, desk.paula))
    assert desk.ride(ride_id).driver_id == desk.paula
    days = [driver_day(desk, driver) for driver in (desk.pierre, desk.paula)]
    assert [day and day.rides for day in days] == [0, 1]


def test_unassigning_gives_the_ride_back_as_it_was(desk: RideDesk) -> None:
    ride_id = desk.request()
    before = desk.ride(ride_id)
    desk.do(ops.assign_driver, ops.AssignDriver(ride_id, desk.pierre))
    desk.do(ops.unassign_driver, ops.UnassignDriver(ride_id))
    ride = desk.ride(ride_id)
    assert (ride.state, ride.driver_id) == (RideState.REQUESTED, None)
    assert (ride.depart_at, ride.home_at, ride.estimated_metres) == (
        before.depart_at,
        before.home_at,
        before.estimated_metres,
    )


def test_only_an_assigned_ride_is_unassigned(desk: RideDesk) -> None:
    ride_id = desk.request()
    with pytest.raises(RuleError, match="geen chauffeur om weg te nemen"):
        desk.do(ops.unassign_driver, ops.UnassignDriver(ride_id))


def refused(desk: RideDesk, ride_id: int, driver_id: int, **how: Any) -> AssignmentRefusedError:  # noqa: ANN401 - the command's fields
    before = desk.ride(ride_id).version
    with pytest.raises(AssignmentRefusedError) as refusal:
        desk.do(ops.assign_driver, ops.AssignDriver(ride_id, driver_id, **how))
    assert desk.ride(ride_id).version == before
    return refusal.value


def test_a_clash_is_refused_with_the_earliest_time(desk: RideDesk) -> None:
    taken = desk.ride(desk.assigned())
    other = desk.request(member_id=desk.maria, appointment=time(10, 30))
    error = refused(desk, other, desk.pierre)
    assert error.obstacle is Obstacle.CLASH
    assert error.earliest == taken.home_at
    assert "Vertrekken kan ten vroegste om" in str(error)


def test_a_driven_ride_takes_its_time_too(desk: RideDesk) -> None:
    desk.driven()
    other = desk.request(member_id=desk.maria, ride_date=LAST_WEEK)
    assert refused(desk, other, desk.pierre).obstacle is Obstacle.CLASH


def test_a_clash_across_midnight(desk: RideDesk) -> None:
    """Edge case 10.8."""
    desk.assigned(appointment=time(23, 30), return_time=time(1))
    next_day = WEDNESDAY + timedelta(days=1)
    other = desk.request(member_id=desk.maria, ride_date=next_day, pickup=time(0, 30), appointment=None)
    assert refused(desk, other, desk.pierre).obstacle is Obstacle.CLASH


def test_leave_is_refused_even_when_agreed(desk: RideDesk) -> None:
    desk.add(Absence(driver_id=desk.pierre, from_day=WEDNESDAY, to_day=FRIDAY, reason="reis"))
    ride_id = desk.request()
    for agreed in (False, True):
        error = refused(desk, ride_id, desk.pierre, agreed=agreed)
        assert error.obstacle is Obstacle.LEAVE
    assert str(error) == (
        "Reynders Pierre is afwezig op 25/11/2026 (reis). Kies een andere dag of een andere chauffeur."
    )


def test_the_week_pattern_gives_way_to_a_phone_call(desk: RideDesk) -> None:
    desk.add(WeekAvailability(driver_id=desk.pierre, weekday=0, from_time=time(8), to_time=time(12)))
    ride_id = desk.request()
    assert refused(desk, ride_id, desk.pierre).obstacle is Obstacle.PATTERN
    desk.do(ops.assign_driver, ops.AssignDriver(ride_id, desk.pierre, agreed=True))
    assert desk.ride(ride_id).driver_id == desk.pierre


def test_a_dated_exception_beats_the_week_pattern(desk: RideDesk) -> None:
    desk.add(
        WeekAvailability(driver_id=desk.pierre, weekday=0, from_time=time(8), to_time=time(12)),
        Absence(driver_id=desk.pierre, kind=AvailabilityKind.AVAILABLE, from_day=WEDNESDAY, to_day=WEDNESDAY),
    )
    desk.do(ops.assign_driver, ops.AssignDriver(desk.request(), desk.pierre))


def test_hours_of_the_pattern_give_the_earliest_time(desk: RideDesk) -> None:
    desk.add(WeekAvailability(driver_id=desk.pierre, weekday=2, from_time=time(13), to_time=time(18)))
    error = refused(desk, desk.request(), desk.pierre)
    assert (error.obstacle, error.earliest) == (Obstacle.PATTERN, at("13:00"))


def test_a_closure_day_comes_before_a_dated_exception(desk: RideDesk) -> None:
    desk.add(
        ClosureDay(day=WEDNESDAY, reason="brugdag"),
        Absence(driver_id=desk.pierre, kind=AvailabilityKind.AVAILABLE, from_day=WEDNESDAY, to_day=WEDNESDAY),
    )
    ride_id = desk.request()
    error = refused(desk, ride_id, desk.pierre)
    assert str(error) == "Gesloten op 25/11/2026: brugdag. Toewijzen kan als Reynders Pierre akkoord gaat."
    desk.do(ops.assign_driver, ops.AssignDriver(ride_id, desk.pierre, agreed=True))


def test_people_who_dont_go_together(desk: RideDesk) -> None:
    desk.add(DriverPreference(member_id=desk.jef, driver_id=desk.pierre, tie=DriverTie.INCOMPATIBLE))
    ride_id = desk.request(passengers=(ops.SharedSeat(desk.jef),))
    assert refused(desk, ride_id, desk.pierre).obstacle is Obstacle.INCOMPATIBLE


def test_a_rigid_wheelchair_needs_a_car_for_it(desk: RideDesk) -> None:
    """Edge case 10.18: no block at the phone, but the car must fit."""
    ride_id = desk.request(aid=Aid.RIGID_WHEELCHAIR)
    assert refused(desk, ride_id, desk.pierre).obstacle is Obstacle.WHEELCHAIR
    desk.do(ops.assign_driver, ops.AssignDriver(ride_id, desk.wim))


def test_a_car_has_so_many_seats(desk: RideDesk) -> None:
    ride_id = desk.request(companions=1, passengers=(ops.SharedSeat(desk.jef),))
    assert refused(desk, ride_id, desk.paula).obstacle is Obstacle.SEATS
    desk.do(ops.assign_driver, ops.AssignDriver(ride_id, desk.pierre))


def test_a_driver_who_stopped(desk: RideDesk) -> None:
    def stop(session: Session) -> None:
        session.get_one(Driver, desk.pierre).active_to = date(2026, 11, 24)

    desk.database.write(stop)
    assert refused(desk, desk.request(), desk.pierre, agreed=True).obstacle is Obstacle.NOT_ACTIVE


def test_a_driver_who_doesnt_exist(desk: RideDesk) -> None:
    ride_id = desk.request()
    with pytest.raises(RuleError, match="Deze chauffeur bestaat niet meer"):
        desk.do(ops.assign_driver, ops.AssignDriver(ride_id, 99))


def test_a_ride_without_times_can_be_given(desk: RideDesk) -> None:
    first, second = desk.request(appointment=None), desk.request(member_id=desk.maria, appointment=None)
    for ride_id in (first, second):
        desk.do(ops.assign_driver, ops.AssignDriver(ride_id, desk.pierre))
    assert desk.ride(second).depart_at is None


def test_a_driver_may_be_a_member_too(desk: RideDesk) -> None:
    """Edge case 10.12."""
    person_id = desk.row(Driver, desk.paula).person_id
    member = Member(person_id=person_id, member_no=300)
    desk.add(member)
    ride_id = desk.assigned(member_id=member.id)
    card = desk.read(lists_queries.ride_card, ride_id)
    assert (card.ride.names, card.ride.driver) == ("Vos Paula", "Reynders Pierre")


def test_two_desks_cant_fill_one_drivers_day_at_once(desk: RideDesk) -> None:
    first, second = desk.request(), desk.request(member_id=desk.maria, appointment=time(15))
    done = desk.database.write(lambda session: ops.assign_driver(session, ops.AssignDriver(first, desk.pierre)))
    before = driver_day(desk, desk.pierre)
    desk.do(ops.assign_driver, ops.AssignDriver(second, desk.pierre))
    after = driver_day(desk, desk.pierre)
    assert before is not None
    assert after is not None
    assert after.version > before.version
    with pytest.raises(ConflictError):
        desk.database.write(lambda session: take_back(session, done.changes))


# Confirming and unmet need


def test_confirming_and_going_on(desk: RideDesk) -> None:
    ride_id = desk.assigned()
    desk.do(ops.confirm_ride, ops.ConfirmRide(ride_id))
    assert desk.ride(ride_id).state is RideState.CONFIRMED
    desk.do(ops.unassign_driver, ops.UnassignDriver(ride_id))
    assert desk.ride(ride_id).state is RideState.REQUESTED


def test_nobody_was_found(desk: RideDesk) -> None:
    ride_id = desk.request()
    with pytest.raises(RuleError, match="Noteer waarom") as refusal:
        desk.do(ops.mark_no_driver, ops.MarkNoDriver(ride_id, "  "))
    assert refusal.value.field == "reason"
    desk.do(ops.mark_no_driver, ops.MarkNoDriver(ride_id, " iedereen op reis "))
    assert (desk.ride(ride_id).state, desk.ride(ride_id).reason) == (RideState.NO_DRIVER, "iedereen op reis")
    desk.do(ops.assign_driver, ops.AssignDriver(ride_id, desk.pierre))
    assert (desk.ride(ride_id).state, desk.ride(ride_id).reason) == (RideState.ASSIGNED, "")


# Results


def test_a_sheet_comes_in(desk: RideDesk) -> None:
    ride_id = desk.assigned(ride_date=LAST_WEEK)
    command = ops.RecordResult(ride_id, 72_000, 35, 250, 1800, time(9), time(12, 10), "file op de E313")
    assert desk.do(ops.record_result, command) == ()
    ride = desk.ride(ride_id)
    assert (ride.state, ride.metres, ride.waiting_minutes) == (RideState.DRIVEN, 72_000, 35)
    assert (ride.parking, ride.received, ride.note) == (250, 1800, "file op de E313")
    assert (ride.depart_at, ride.home_at) == (at("09:00", LAST_WEEK), at("12:10", LAST_WEEK))
    day = driver_day(desk, desk.pierre, LAST_WEEK)
    assert day is not None
    assert day.rides == 0


def test_a_sheet_is_corrected(desk: RideDesk) -> None:
    """Edge case 10.15: an odometer typo."""
    ride_id = desk.assigned(ride_date=LAST_WEEK)
    (caution,) = desk.do(ops.record_result, ops.RecordResult(ride_id, 420_000))
    assert caution.field == "metres"
    desk.do(ops.record_result, ops.RecordResult(ride_id, 42_000))
    assert desk.ride(ride_id).metres == 42_000


def test_a_ride_to_come_has_no_result(desk: RideDesk) -> None:
    ride_id = desk.assigned()
    for op, command in (
        (ops.record_result, ops.RecordResult(ride_id, 42_000)),
        (ops.mark_wasted, ops.MarkWasted(ride_id)),
    ):
        with pytest.raises(RuleError, match="moet nog gereden worden"):
            desk.do(op, command)


def test_a_sheet_without_a_driver(desk: RideDesk) -> None:
    ride_id = desk.request(ride_date=LAST_WEEK)
    with pytest.raises(RuleError, match="Wijs eerst een chauffeur toe"):
        desk.do(ops.record_result, ops.RecordResult(ride_id, 42_000))


def test_cancelled_at_the_door_is_a_wasted_ride(desk: RideDesk) -> None:
    """Edge case 10.1."""
    ride_id = desk.assigned(ride_date=LAST_WEEK)
    desk.do(ops.mark_wasted, ops.MarkWasted(ride_id, 12_000, reason="niet thuis"))
    ride = desk.ride(ride_id)
    assert (ride.state, ride.metres, ride.chargeable, ride.reason) == (RideState.WASTED, 12_000, True, "niet thuis")


def test_a_wasted_ride_free_of_charge(desk: RideDesk) -> None:
    desk.add(DeskSetting(name="tariff.wasted_charged", valid_from=date(2026, 1, 1), value="nee"))
    one, other = desk.assigned(ride_date=LAST_WEEK), desk.assigned(ride_date=date(2026, 11, 17))
    desk.do(ops.mark_wasted, ops.MarkWasted(one))
    desk.do(ops.mark_wasted, ops.MarkWasted(other, chargeable=True))
    assert [desk.ride(ride_id).chargeable for ride_id in (one, other)] == [False, True]
    with pytest.raises(RuleError):
        desk.do(ops.mark_wasted, ops.MarkWasted(one, -5))


def test_cancelling_before_the_driver_left_costs_nothing(desk: RideDesk) -> None:
    ride_id = desk.assigned()
    desk.do(ops.cancel_ride, ops.CancelRide(ride_id, CancelledBy.MEMBER, "ziek"))
    ride = desk.ride(ride_id)
    assert (ride.state, ride.cancelled_by, ride.chargeable) == (RideState.CANCELLED, CancelledBy.MEMBER, False)
    assert (ride.cancelled_at, ride.reason, ride.driver_id) == (clock.now(), "ziek", desk.pierre)
    desk.do(ops.assign_driver, ops.AssignDriver(desk.request(member_id=desk.maria), desk.pierre))


def test_cancelling_after_the_driver_left_costs_the_km(desk: RideDesk) -> None:
    ride_id = desk.assigned()
    desk.do(ops.cancel_ride, ops.CancelRide(ride_id, CancelledBy.MEMBER, at=at("09:59"), metres=8_000))
    ride = desk.ride(ride_id)
    assert (ride.chargeable, ride.metres) == (True, 8_000)


def test_cancelling_without_a_driver_or_by_choice(desk: RideDesk) -> None:
    one, other = desk.request(), desk.assigned(member_id=desk.maria)
    desk.do(ops.cancel_ride, ops.CancelRide(one, CancelledBy.MEMBER, at=at("12:00")))
    desk.do(ops.cancel_ride, ops.CancelRide(other, CancelledBy.DESK, chargeable=True))
    assert [desk.ride(ride_id).chargeable for ride_id in (one, other)] == [False, True]


@pytest.mark.parametrize("outcome", ["driven", "wasted"])
def test_reopening_gives_a_ride_back_to_its_driver(desk: RideDesk, outcome: str) -> None:
    ride_id = desk.assigned(ride_date=LAST_WEEK)
    if outcome == "driven":
        desk.do(ops.record_result, ops.RecordResult(ride_id, 42_000, 30, 100, 500))
    else:
        desk.do(ops.mark_wasted, ops.MarkWasted(ride_id, 12_000, reason="niet thuis"))
    desk.do(ops.reopen_ride, ops.ReopenRide(ride_id))
    ride = desk.ride(ride_id)
    assert (ride.state, ride.driver_id, ride.metres) == (RideState.ASSIGNED, desk.pierre, None)
    assert (ride.received, ride.parking, ride.waiting_minutes, ride.chargeable, ride.reason) == (None, 0, 0, False, "")
    day = driver_day(desk, desk.pierre, LAST_WEEK)
    assert day is not None
    assert day.rides == 1


def test_reopening_is_refused_when_the_driver_is_elsewhere_by_now(desk: RideDesk) -> None:
    ride_id = desk.assigned(ride_date=LAST_WEEK)
    desk.do(ops.mark_wasted, ops.MarkWasted(ride_id, 12_000))
    desk.assigned(ride_date=LAST_WEEK, member_id=desk.maria)
    with pytest.raises(RuleError, match="heeft op dat moment al een rit"):
        desk.do(ops.reopen_ride, ops.ReopenRide(ride_id))


def test_reopening_a_cancelled_ride_asks_for_a_driver_again(desk: RideDesk) -> None:
    ride_id = desk.assigned()
    asked = desk.read(lists_queries.ride_card, ride_id).legs[0].depart_at
    desk.do(ops.cancel_ride, ops.CancelRide(ride_id, CancelledBy.DRIVER, "ziek", metres=1_000))
    desk.do(ops.reopen_ride, ops.ReopenRide(ride_id))
    ride = desk.ride(ride_id)
    assert (ride.state, ride.driver_id, ride.cancelled_by, ride.metres) == (RideState.REQUESTED, None, None, None)
    assert ride.depart_at == asked


def test_a_settled_ride_is_frozen(desk: RideDesk) -> None:
    ride_id = desk.driven()

    def settle(session: Session) -> None:
        session.get_one(Ride, ride_id).state = RideState.SETTLED

    desk.database.write(settle)
    for op, command in (
        (ops.reopen_ride, ops.ReopenRide(ride_id)),
        (ops.record_result, ops.RecordResult(ride_id, 1)),
        (ops.cancel_ride, ops.CancelRide(ride_id, CancelledBy.DESK)),
    ):
        with pytest.raises(RuleError, match="al afgerekend"):
            desk.do(op, command)


def test_an_imported_ride_without_legs_is_planned_too(desk: RideDesk) -> None:
    ride = Ride(
        ride_no="2026-0900",
        ride_date=WEDNESDAY,
        depart_at=at("09:00"),
        home_at=at("11:00"),
        village="Hees",
        destination="Genk",
        destination_village="Genk",
        estimated_metres=30_000,
        passengers=1,
    )
    desk.add(ride)
    desk.do(ops.assign_driver, ops.AssignDriver(ride.id, desk.pierre))
    assert (desk.ride(ride.id).estimated_metres or 0) > 30_000


# A member who stops


def test_a_member_dies_and_the_rides_to_come_end_silently(desk: RideDesk) -> None:
    """Edge case 10.5."""
    past = desk.driven()
    alone = desk.assigned()
    shared = desk.request(ride_date=FRIDAY, member_id=desk.jef, passengers=(ops.SharedSeat(desk.rosa),))
    assert desk.do(ops.end_member_rides, ops.EndMemberRides(desk.rosa, date(2026, 11, 23), "overleden")) == 2
    assert [desk.ride(ride_id).state for ride_id in (past, alone, shared)] == [
        RideState.DRIVEN,
        RideState.CANCELLED,
        RideState.REQUESTED,
    ]
    assert (desk.ride(alone).chargeable, desk.ride(alone).reason) == (False, "overleden")
    assert desk.read(lists_queries.ride_card, shared).ride.names == "Jans Jef"
    assert desk.ride(shared).passengers == 1


# Distances


def test_a_distance_by_hand(desk: RideDesk) -> None:
    desk.do(ops.set_distance, ops.SetDistance("Hees", " Genk ", 21_000))
    assert desk.read(settings_queries.distance_book, WEDNESDAY).metres(("Genk",), ("Hees",)) == 21_000
    desk.do(ops.set_distance, ops.SetDistance("Genk", "Hees", 22_000))
    assert desk.read(settings_queries.distance_book, WEDNESDAY).metres(("Genk",), ("Hees",)) == 22_000
    desk.do(ops.set_distance, ops.SetDistance("Genk", "Hees", None))
    assert desk.read(settings_queries.distance_book, WEDNESDAY).metres(("Genk",), ("Hees",)) != 22_000
    desk.do(ops.set_distance, ops.SetDistance("Genk", "Hees", None))


@pytest.mark.parametrize(
    ("place", "other", "metres", "field"), [("", "Genk", 1, "place"), ("Hees", "Genk", -1, "metres")]
)
def test_a_distance_that_cant_be(desk: RideDesk, place: str, other: str, metres: int, field: str) -> None:
    with pytest.raises(RuleError) as refusal:
        desk.do(ops.set_distance, ops.SetDistance(place, other, metres))
    assert refusal.value.field == field


def _learn(session: Session, since: date) -> int:
    return ops.learn_distances(session, since)


def test_distances_are_learnt_from_sheets(desk: RideDesk) -> None:
    since = date(2026, 11, 1)
    for day in (16, 17):
        desk.driven(60_000, ride_date=date(2026, 11, day))
    assert desk.do(_learn, since) == 0
    desk.driven(62_000)
    desk.driven(1_000, ride_date=date(2026, 11, 19))
    assert desk.do(_learn, since) == 1
    learnt = desk.read(lambda session: session.scalars(select(Distance)).one())
    assert (learnt.place_a, learnt.place_b, learnt.source, learnt.samples) == ("Genk", "Hees", DistanceSource.LEARNT, 3)
    assert 15_000 < learnt.metres < 30_000
    assert desk.do(_learn, since) == 0
    desk.driven(70_000, ride_date=date(2026, 11, 20))
    assert desk.do(_learn, since) == 1
    desk.do(ops.set_distance, ops.SetDistance("Hees", "Genk", 20_000))
    assert desk.do(_learn, since) == 0


# Rosters


def test_prints_are_counted(desk: RideDesk) -> None:
    sheet = (desk.pierre, WEDNESDAY)
    desk.do(ops.note_roster_printed, ops.NoteRosterPrinted((sheet, sheet, (desk.paula, WEDNESDAY))))
    desk.do(ops.note_roster_printed, ops.NoteRosterPrinted((sheet,)))
    rows = desk.read(lambda session: session.scalars(select(PrintedRoster).order_by(PrintedRoster.id)).all())
    assert [(row.driver_id, row.prints) for row in rows] == [(desk.pierre, 2), (desk.paula, 1)]
    assert rows[0].last_printed_at == datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def test_legs_are_real_rows(desk: RideDesk) -> None:
    desk.request()
    assert len(desk.read(lambda session: session.scalars(select(Leg)).all())) == 2


def test_a_command_is_a_value() -> None:
    asked = ops.RequestRide(1, WEDNESDAY)
    assert replace(asked, destination="Genk") != asked


def test_passenger_and_caller_trade_places(desk: RideDesk) -> None:
    """A member never moves from row to row: undo would have to put one member in two rows on the way."""
    seats = (ops.SharedSeat(desk.maria),)
    ride_id = desk.request(passengers=seats)
    swapped = ops.RequestRide(**{**desk.plain(), "member_id": desk.maria, "passengers": (ops.SharedSeat(desk.rosa),)})
    desk.do(ops.edit_ride, ops.EditRide(ride_id, swapped))
    assert _seated(desk, ride_id) == [desk.maria, desk.rosa]

    alone = ops.RequestRide(**{**desk.plain(), "member_id": desk.rosa})
    desk.do(ops.edit_ride, ops.EditRide(ride_id, alone))
    assert _seated(desk, ride_id) == [desk.rosa]

    others = ops.RequestRide(**{**desk.plain(), "member_id": desk.jef, "passengers": (ops.SharedSeat(desk.rosa),)})
    desk.do(ops.edit_ride, ops.EditRide(ride_id, others))
    assert _seated(desk, ride_id) == [desk.jef, desk.rosa]


def _seated(desk: RideDesk, ride_id: int) -> list[int]:
    card = desk.read(lists_queries.ride_card, ride_id)
    return [member.member_id for member in card.ride.members]
