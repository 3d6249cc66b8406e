"""Ride sheets that come in: rows, unannounced rides, what is missing; undone and redone, on both databases."""

from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest
from sqlalchemy.orm import Session

from mmc_desk.core import clock
from mmc_desk.core.errors import ConflictError, RuleError
from mmc_desk.features.people.model import Absence, AvailabilityKind, Driver, DriverPreference, DriverTie
from mmc_desk.features.rides import ops
from mmc_desk.features.rides.model import CancelledBy, Purpose, Ride, RideState
from mmc_desk.features.rides.queries import sheets
from mmc_desk.features.rides.queries.board import day_board
from mmc_desk.features.rides.queries.rows import RideLine
from mmc_desk.features.rides.queries.today import today
from mmc_desk.features.rides.rules.assignment import AssignmentRefusedError, Obstacle
from mmc_desk.features.rides.rules.sheets import Outcome, Reading, SheetEntry
from tests.features.rides.conftest import WEDNESDAY, RideDesk

LAST_WEEK = date(2026, 11, 18)
TUESDAY = date(2026, 11, 17)


def past(desk: RideDesk, day: date = LAST_WEEK, **changes: Any) -> int:  # noqa: ANN401 - the fields of RequestRide
    return desk.assigned(ride_date=day, **changes)


def key(desk: RideDesk, ride_id: int, **entry: Any) -> Any:  # noqa: ANN401 - the fields of SheetEntry
    return desk.do(ops.key_sheet, ops.KeySheet(ride_id, SheetEntry(**entry)))


def settle(desk: RideDesk, ride_id: int) -> None:
    def op(session: Session) -> None:
        session.get_one(Ride, ride_id).state = RideState.SETTLED

    desk.database.write(op)


def test_a_sheet_is_kept_whole(desk: RideDesk) -> None:
    ride_id = past(desk)
    cautions = key(
        desk,
        ride_id,
        odometer_start=84_402,
        odometer_end=84_475,
        received=1512,
        waiting_minutes=45,
        parking=350,
        depart=time(9, 5),
        home=time(12, 10),
        note="omleiding",
    )
    ride = desk.ride(ride_id)
    assert (ride.state, ride.metres, ride.odometer_start, ride.odometer_end) == ("driven", 73_000, 84_402, 84_475)
    assert (ride.received, ride.waiting_minutes, ride.parking, ride.note) == (1512, 45, 350, "omleiding")
    assert ride.depart_at == clock.at(LAST_WEEK, time(9, 5))
    assert ride.home_at == clock.at(LAST_WEEK, time(12, 10))
    assert cautions == ()


def test_a_row_can_be_keyed_again(desk: RideDesk) -> None:
    ride_id = past(desk)
    key(desk, ride_id, odometer_start=100, odometer_end=140, received=500)
    key(desk, ride_id, metres=36_000)
    ride = desk.ride(ride_id)
    assert (ride.metres, ride.odometer_start, ride.odometer_end, ride.received) == (36_000, None, None, None)


def test_far_from_the_estimate_warns_and_is_saved(desk: RideDesk) -> None:
    ride_id = past(desk)
    cautions = key(desk, ride_id, metres=260_000)
    assert [caution.field for caution in cautions] == ["metres"]
    assert desk.ride(ride_id).metres == 260_000


def test_edge_1_cancelled_at_the_door_is_wasted_and_its_km_are_charged(desk: RideDesk) -> None:
    ride_id = past(desk)
    key(desk, ride_id, outcome=Outcome.WASTED, odometer_start=50, odometer_end=62, received=480)
    ride = desk.ride(ride_id)
    assert (ride.state, ride.metres, ride.chargeable, ride.received) == ("wasted", 12_000, True, 480)


def test_a_wasted_trip_keyed_again_keeps_what_was_decided(desk: RideDesk) -> None:
    ride_id = past(desk)
    desk.do(ops.mark_wasted, ops.MarkWasted(ride_id, 9_000, chargeable=False, reason="niemand thuis"))
    key(desk, ride_id, outcome=Outcome.WASTED, metres=12_000)
    ride = desk.ride(ride_id)
    assert (ride.metres, ride.chargeable, ride.reason) == (12_000, False, "niemand thuis")


@pytest.mark.parametrize(("metres", "charged"), [(None, False), (7_000, True)])
def test_cancelled_by_the_member_costs_what_was_driven(desk: RideDesk, metres: int | None, *, charged: bool) -> None:
    ride_id = past(desk)
    key(desk, ride_id, outcome=Outcome.CANCELLED, metres=metres)
    ride = desk.ride(ride_id)
    assert (ride.state, ride.cancelled_by, ride.metres) == ("cancelled", CancelledBy.MEMBER, metres)
    assert (ride.chargeable, ride.driver_id) == (charged, desk.pierre)


def test_a_cancelled_ride_keeps_who_cancelled_it(desk: RideDesk) -> None:
    ride_id = past(desk)
    desk.do(ops.cancel_ride, ops.CancelRide(ride_id, CancelledBy.DRIVER, "ziek"))
    key(desk, ride_id, outcome=Outcome.CANCELLED, metres=4_000)
    ride = desk.ride(ride_id)
    assert (ride.cancelled_by, ride.reason, ride.metres) == (CancelledBy.DRIVER, "ziek", 4_000)


@pytest.mark.parametrize("first", list(Outcome))
@pytest.mark.parametrize("then", list(Outcome))
def test_every_outcome_can_be_mended_into_every_other(desk: RideDesk, first: Outcome, then: Outcome) -> None:
    ride_id = past(desk)
    planned = desk.ride(ride_id)
    key(desk, ride_id, outcome=first, metres=20_000)
    key(desk, ride_id, outcome=then, metres=21_000)
    ride = desk.ride(ride_id)
    assert (ride.state, ride.metres, ride.driver_id) == (then.value, 21_000, desk.pierre)
    assert (ride.depart_at, ride.home_at) == (planned.depart_at, planned.home_at)
    assert (ride.cancelled_by is not None) == (then is Outcome.CANCELLED)


def test_what_is_settled_stands(desk: RideDesk) -> None:
    ride_id = desk.driven()
    settle(desk, ride_id)
    for outcome in Outcome:
        with pytest.raises(RuleError, match="afgerekend"):
            key(desk, ride_id, outcome=outcome, metres=1_000)


@pytest.mark.parametrize("outcome", list(Outcome))
def test_a_ride_to_come_has_no_sheet(desk: RideDesk, outcome: Outcome) -> None:
    ride_id = desk.assigned(ride_date=WEDNESDAY)
    with pytest.raises(RuleError, match="moet nog"):
        key(desk, ride_id, outcome=outcome, metres=1_000)


def test_what_lacks_or_changed_meanwhile_is_refused(desk: RideDesk) -> None:
    ride_id = past(desk)
    with pytest.raises(RuleError, match="Vul de km"):
        key(desk, ride_id)
    with pytest.raises(ConflictError):
        desk.do(ops.key_sheet, ops.KeySheet(ride_id, SheetEntry(metres=1_000), version=999))


def test_reopening_forgets_the_odometer(desk: RideDesk) -> None:
    ride_id = past(desk)
    key(desk, ride_id, odometer_start=100, odometer_end=140)
    desk.do(ops.reopen_ride, ops.ReopenRide(ride_id))
    ride = desk.ride(ride_id)
    assert (ride.odometer_start, ride.odometer_end) == (None, None)


# A ride nobody announced


def unannounced(desk: RideDesk, **changes: Any) -> ops.AddUnannouncedRide:  # noqa: ANN401 - the fields of the command
    command = ops.AddUnannouncedRide(
        driver_id=desk.pierre,
        member_id=desk.maria,
        ride_date=LAST_WEEK,
        entry=SheetEntry(metres=38_000, received=1037),
        destination="Genk",
        destination_village="Genk",
        purpose=Purpose.SHOPPING,
    )
    return replace(command, **changes)


def add(desk: RideDesk, **changes: Any) -> ops.AddedRide:  # noqa: ANN401 - the fields of the command
    added: ops.AddedRide = desk.do(ops.add_unannounced_ride, unannounced(desk, **changes))
    return added


def test_a_ride_nobody_announced_counts_fully_and_is_flagged(desk: RideDesk) -> None:
    """Edge case 10.19 too: what was driven while the power was out is entered later."""
    added = add(desk)
    ride = desk.ride(added.ride_id)
    assert (ride.state, ride.driver_id, ride.unannounced, ride.metres) == ("driven", desk.pierre, True, 38_000)
    assert (ride.received, ride.purpose, ride.ride_no, ride.legs) == (1037, Purpose.SHOPPING, "2026-0001", 2)
    assert ride.estimated_metres is not None
    assert (ride.depart_at, ride.home_at) == (None, None)
    (row,) = desk.read(sheets.driver_month, desk.pierre, 2026, 11).rows
    line: RideLine = row.ride
    assert line.unannounced
    assert line.names == "Thijs María"
    assert [caution.field for caution in added.cautions] == []


def test_two_members_in_a_ride_nobody_announced(desk: RideDesk) -> None:
    """Edge case 10.3; who had another ride that day is asked about, beside the field at fault."""
    desk.driven(member_id=desk.jef, ride_date=LAST_WEEK)
    entry = SheetEntry(metres=60_000)
    added = add(desk, passengers=(ops.SharedSeat(desk.jef),), driver_id=desk.wim, entry=entry)
    ride = desk.ride(added.ride_id)
    assert (ride.passengers, ride.state) == (2, RideState.DRIVEN)
    asked = [caution.text for caution in added.cautions if caution.field in {"member", "passengers"}]
    assert asked == ["Dit lid heeft die dag al rit 2026-0001. Is dit een andere rit?"]


def test_its_times_are_those_of_the_sheet_and_it_is_always_driven(desk: RideDesk) -> None:
    entry = SheetEntry(Outcome.WASTED, metres=38_000, depart=time(23), home=time(1), note="spoed")
    ride = desk.ride(add(desk, entry=entry).ride_id)
    assert (ride.state, ride.note) == (RideState.DRIVEN, "spoed")
    assert (ride.depart_at, ride.home_at) == (
        clock.at(LAST_WEEK, time(23)),
        clock.at(date(2026, 11, 19), time(1)),
    )


def test_a_driver_is_not_in_two_cars(desk: RideDesk) -> None:
    past(desk)
    entry = SheetEntry(metres=38_000, depart=time(10), home=time(11))
    with pytest.raises(AssignmentRefusedError) as refused:
        add(desk, entry=entry)
    assert refused.value.obstacle is Obstacle.CLASH


def test_a_driver_who_is_none_that_day_is_refused(desk: RideDesk) -> None:
    def stop(session: Session) -> None:
        session.get_one(Driver, desk.pierre).active_to = date(2026, 11, 1)

    desk.database.write(stop)
    with pytest.raises(AssignmentRefusedError) as refused:
        add(desk)
    assert refused.value.obstacle is Obstacle.NOT_ACTIVE
    with pytest.raises(RuleError, match="bestaat niet meer"):
        add(desk, driver_id=999)
    with pytest.raises(RuleError, match="moet nog komen"):
        add(desk, ride_date=WEDNESDAY)
    with pytest.raises(RuleError, match="Vul de km"):
        add(desk, entry=SheetEntry())


def test_what_the_plan_said_otherwise_is_told_and_saved(desk: RideDesk) -> None:
    leave = Absence(driver_id=desk.paula, kind=AvailabilityKind.ABSENT, from_day=LAST_WEEK, to_day=LAST_WEEK)
    desk.add(leave, DriverPreference(member_id=desk.maria, driver_id=desk.paula, tie=DriverTie.INCOMPATIBLE))
    added = add(desk, driver_id=desk.paula)
    assert [caution.field for caution in added.cautions][:2] == ["ride_date", "member"]
    assert "afwezig" in added.cautions[0].text


def test_a_weekday_off_says_nothing(desk: RideDesk) -> None:
    assert add(desk, ride_date=date(2026, 11, 11)).cautions == ()


def test_a_member_with_another_ride_that_day_is_told(desk: RideDesk) -> None:
    past(desk, member_id=desk.maria)
    gone = past(desk, member_id=desk.maria, appointment=time(15))
    desk.do(ops.cancel_ride, ops.CancelRide(gone, CancelledBy.MEMBER))
    (caution,) = add(desk).cautions
    assert caution.text == "Dit lid heeft die dag al rit 2026-0001. Is dit een andere rit?"


def test_edge_15_late_after_freezing_it_is_let_in_with_a_warning(desk: RideDesk) -> None:
    settle(desk, desk.driven())
    (caution,) = add(desk).cautions
    assert caution.field == "ride_date"
    assert "correctie in de volgende afrekening" in caution.text
    assert desk.read(sheets.driver_month, desk.pierre, 2026, 11).is_settled
    assert not desk.read(sheets.month_is_settled, 2026, 10, desk.pierre)


# What is missing


def test_a_month_with_its_missing_sheets(desk: RideDesk) -> None:
    first, second = past(desk, TUESDAY), past(desk)
    key(desk, first, odometer_start=100, odometer_end=140)
    desk.assigned(ride_date=WEDNESDAY)
    month = desk.read(sheets.driver_month, desk.pierre, 2026, 11)
    assert [(row.ride.ride_id, row.odometer_end, row.is_missing) for row in month.rows[:2]] == [
        (first, 140, False),
        (second, None, True),
    ]
    assert (month.driver.name, month.driver.code, month.driver.rides, month.driver.missing) == (
        "Reynders Pierre",
        "C01",
        3,
        1,
    )
    assert (month.before, month.is_settled) == (None, False)
    december = desk.read(sheets.driver_month, desk.pierre, 2026, 12)
    assert december.before == Reading("2026-0001", TUESDAY, 100, 140)
    with pytest.raises(RuleError, match="bestaat niet meer"):
        desk.read(sheets.driver_month, 999, 2026, 11)


def test_drivers_with_how_many_sheets_they_owe(desk: RideDesk) -> None:
    past(desk)
    past(desk, TUESDAY)
    desk.driven(driver=desk.wim)
    found = desk.read(sheets.sheet_drivers, 2026, 11)
    assert [(driver.name, driver.rides, driver.missing) for driver in found] == [
        ("Reynders Pierre", 2, 2),
        ("Vos Paula", 0, 0),
        ("Wouters Wim", 1, 0),
    ]
    assert found[0].phone == "+32499761445"


def test_what_lacks_a_result(desk: RideDesk) -> None:
    mine, open_ride = past(desk), desk.request(ride_date=TUESDAY)
    desk.driven(driver=desk.paula)
    desk.request(ride_date=date(2026, 11, 23))
    desk.assigned(desk.paula, ride_date=date(2026, 11, 23))
    desk.assigned(ride_date=WEDNESDAY)
    november = (date(2026, 11, 1), date(2026, 11, 30))
    everybody = desk.read(sheets.missing_results, *november)
    assert [ride.ride_id for ride in everybody] == [open_ride, mine]
    assert [ride.ride_id for ride in desk.read(sheets.missing_results, *november, desk.pierre)] == [mine]
    assert desk.read(sheets.missing_results, *november, desk.wim) == ()
    assert [ride.ride_id for ride in desk.database.read_prepared(today(clock.now())).sheets_missing] == [mine]
    assert [ride.ride_id for ride in desk.read(day_board, TUESDAY).missing] == [open_ride]
    assert desk.read(day_board, WEDNESDAY).missing == ()
    with clock.frozen(clock.at(date(2026, 11, 23), time(18))):
        assert [ride.driver for ride in desk.read(day_board, date(2026, 11, 23)).missing] == ["Vos Paula"]


def test_a_month_is_complete_once_every_ride_has_its_result(desk: RideDesk) -> None:
    ride_id = past(desk)
    assert not desk.read(sheets.month_is_complete, 2026, 11)
    assert not desk.read(sheets.month_is_complete, 2026, 11, desk.pierre)
    assert desk.read(sheets.month_is_complete, 2026, 11, desk.wim)
    assert desk.read(sheets.month_is_complete, 2026, 10)
    key(desk, ride_id, metres=30_000)
    assert desk.read(sheets.month_is_complete, 2026, 11)
    desk.request(ride_date=TUESDAY)
    assert not desk.read(sheets.month_is_complete, 2026, 11)
    assert desk.read(sheets.month_is_complete, 2026, 11, desk.pierre)
