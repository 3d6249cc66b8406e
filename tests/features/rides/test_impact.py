"""What a change elsewhere does to rides: found, asked, done as one step (issue 3; domain.md §10.2, §10.6, §10.9)."""

from collections.abc import Callable
from datetime import date, time
from typing import Any

import pytest
from sqlalchemy import select

from mmc_desk.core import clock
from mmc_desk.core.changes import Changes, RowChange
from mmc_desk.core.errors import RuleError
from mmc_desk.core.model import ClosureDay
from mmc_desk.features.people import ops as people
from mmc_desk.features.people.model import Absence, Address, Aid, AvailabilityKind, Driver, Member
from mmc_desk.features.rides import ops
from mmc_desk.features.rides.model import CancelledBy, Ride, RideState
from mmc_desk.features.rides.model.series import Frequency, RideSeries
from mmc_desk.features.rides.ops.series import create_series
from mmc_desk.features.rides.ops.series_commands import CreateSeries
from mmc_desk.features.rides.queries.closures import closure_days
from mmc_desk.features.rides.queries.impact import (
    DestinationMove,
    Impact,
    coming_destinations,
    find_destination,
    find_impact,
)
from mmc_desk.features.rides.rules.impact import (
    DEEDS,
    Cause,
    fits_car,
    has_ended,
    has_smaller_car,
    is_new_absence,
)
from mmc_desk.features.rides.rules.series import Pattern
from tests.features.rides.conftest import WEDNESDAY, RideDesk

FRIDAY = date(2026, 11, 27)
HOSPITAL = "ZOL Genk, campus Sint-Jan (ziekenhuis)"


def after(desk: RideDesk, op: Callable[..., Any], command: object) -> Impact | None:
    """Do something at the desk, and return what the window would ask."""
    changes = desk.database.write(lambda session: op(session, command), "test").changes
    found: Impact | None = desk.read(find_impact, changes)
    return found


def keys(impact: Impact | None) -> list[int]:
    return [ride.ride_id for ride in impact.rides] if impact else []


def edit_driver(session: Any, values: dict[str, Any]) -> None:  # noqa: ANN401 - a session
    driver = session.get_one(Driver, values.pop("key"))
    for name, value in values.items():
        setattr(driver, name, value)


def test_10_2_a_driver_falls_ill(desk: RideDesk) -> None:
    today, tomorrow = desk.assigned(), desk.assigned(ride_date=FRIDAY)
    desk.assigned(desk.wim, member_id=desk.maria)
    impact = after(desk, people.add_absence, people.AddAbsence(desk.pierre, WEDNESDAY, WEDNESDAY, "ziek"))
    assert keys(impact) == [today]
    assert impact is not None
    assert (impact.cause, impact.what) == (Cause.ABSENT, "Reynders Pierre is afwezig op 25/11/2026.")
    longer = after(desk, people.add_absence, people.AddAbsence(desk.pierre, WEDNESDAY, FRIDAY, "ziek"))
    assert keys(longer) == [today, tomorrow]
    assert longer is not None
    assert longer.what == "Reynders Pierre is afwezig van 25/11/2026 tot en met 27/11/2026."
    desk.do(ops.take_from_driver, ops.TakeFromDriver((today, tomorrow)))
    assert [desk.ride(key).state for key in (today, tomorrow)] == [RideState.REQUESTED] * 2
    assert desk.ride(today).driver_id is None


def test_rides_that_left_are_nobodys_worry(desk: RideDesk) -> None:
    desk.assigned()
    with clock.frozen(clock.at(WEDNESDAY, time(11))):
        assert after(desk, people.add_absence, people.AddAbsence(desk.pierre, WEDNESDAY, WEDNESDAY)) is None


def test_a_driver_who_stops(desk: RideDesk) -> None:
    ride = desk.assigned()
    impact = after(desk, people.end_driver, people.EndDriver(desk.pierre, date(2026, 11, 24)))
    assert keys(impact) == [ride]
    assert impact is not None
    assert (impact.cause, impact.what) == (Cause.ENDED, "Reynders Pierre rijdt niet meer na 24/11/2026.")
    desk.do(ops.cancel_rides, ops.CancelRides((ride,), impact.what))
    assert (desk.ride(ride).state, desk.ride(ride).cancelled_by) == (RideState.CANCELLED, CancelledBy.DESK)
    assert not desk.ride(ride).chargeable


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"rigid_wheelchair": False}, "heeft nu 4 plaatsen en neemt geen vaste rolstoel mee"),
        ({"seats": 1}, "heeft nu 1 plaatsen en neemt een vaste rolstoel mee"),
    ],
)
def test_a_smaller_car(desk: RideDesk, values: dict[str, Any], said: str) -> None:
    ride = desk.assigned(desk.wim, aid=Aid.RIGID_WHEELCHAIR, companions=1)
    desk.assigned(desk.wim, ride_date=FRIDAY)
    impact = after(desk, edit_driver, {"key": desk.wim, **values})
    assert keys(impact) == [ride]
    assert impact is not None
    assert impact.cause is Cause.CAR
    assert said in impact.what


def test_a_larger_car_touches_nothing(desk: RideDesk) -> None:
    desk.assigned(desk.paula)
    assert after(desk, edit_driver, {"key": desk.paula, "seats": 5}) is None


def move(desk: RideDesk, member: int, village: str = "Bilzen", day: date = FRIDAY) -> Impact | None:
    person = desk.row(Member, member).person_id
    address = Address(person_id=person, valid_from=day, street="Markt 1", postcode="3740", village=village)
    return after(desk, lambda session, row: session.add(row), address)


def test_10_6_a_member_moves(desk: RideDesk) -> None:
    before, later = desk.assigned(), desk.assigned(ride_date=FRIDAY)
    elsewhere = desk.request(ride_date=FRIDAY, origin="Dagcentrum", village="Genk")
    passenger = desk.request(member_id=desk.maria, ride_date=FRIDAY, passengers=(ops.SharedSeat(desk.rosa),))
    assert elsewhere
    assert passenger
    impact = move(desk, desk.rosa)
    assert keys(impact) == [later]
    assert impact is not None
    assert impact.what == "Jans Rosa woont vanaf 27/11/2026 op een ander adres: Markt 1, Bilzen."
    hour = desk.ride(later).depart_at
    lost = desk.do(ops.move_rides, ops.MoveRides((later,)))
    assert lost == 0
    assert (desk.ride(later).origin, desk.ride(later).village) == ("Markt 1", "Bilzen")
    assert desk.ride(later).state is RideState.ASSIGNED
    assert desk.ride(later).depart_at != hour
    assert (desk.ride(before).origin, desk.ride(before).village) == ("Kerkstraat 1", "Hees")


def test_a_better_spelling_is_no_move_but_a_corrected_street_is(desk: RideDesk) -> None:
    ride = desk.request(ride_date=FRIDAY)
    correct = people.AddressDetails("Kerkstraat 1", "3740", "Hees")
    person = desk.row(Member, desk.rosa).person_id

    def write(session: Any, details: people.AddressDetails) -> None:  # noqa: ANN401 - a session
        from mmc_desk.features.people.ops.persons import correct_address

        correct_address(session, person, details)

    assert after(desk, write, correct) is None
    impact = after(desk, write, people.AddressDetails("Kerkstraat 11", "3740", "Hees"))
    assert keys(impact) == [ride]


def test_the_move_of_somebody_who_is_no_member(desk: RideDesk) -> None:
    person = desk.row(Driver, desk.pierre).person_id
    address = Address(person_id=person, valid_from=FRIDAY, street="Markt 1", postcode="3740", village="Bilzen")
    assert after(desk, lambda session, row: session.add(row), address) is None


def test_a_driver_who_cant_reach_the_new_place_in_time_loses_the_ride(desk: RideDesk) -> None:
    near = desk.assigned(appointment=time(10), return_time=time(11))
    after_it = desk.assigned(
        member_id=desk.maria, appointment=time(13), destination="Bilzen", destination_village="Bilzen"
    )
    assert desk.ride(after_it).driver_id == desk.ride(near).driver_id
    far = ops.MoveRides((near,), "Zeedijk 1", "Oostende")
    desk.add(place("Oostende", 51.23, 2.92))
    assert desk.do(ops.move_rides, far) == 1
    ride = desk.ride(near)
    assert (ride.state, ride.driver_id, ride.destination) == (RideState.REQUESTED, None, "Zeedijk 1")


def place(name: str, latitude: float, longitude: float) -> Any:  # noqa: ANN401 - a row
    from mmc_desk.features.people.model import Place

    return Place(name=name, postcode="8400", latitude=latitude, longitude=longitude)


def test_10_9_a_closure_day_is_decided(desk: RideDesk) -> None:
    ride, open_ride = desk.assigned(), desk.request(member_id=desk.maria)
    impact = after(desk, ops.add_closure, ops.AddClosure(WEDNESDAY, " brugdag "))
    assert sorted(keys(impact)) == sorted([ride, open_ride])
    assert impact is not None
    assert (impact.cause, impact.what) == (Cause.CLOSED, "De dienst is gesloten op 25/11/2026: brugdag.")
    rows = desk.read(closure_days, WEDNESDAY)
    assert [(row.day, row.reason, row.rides) for row in rows] == [(WEDNESDAY, "brugdag", 2)]
    with pytest.raises(RuleError, match="al gesloten"):
        desk.do(ops.add_closure, ops.AddClosure(WEDNESDAY))
    desk.do(ops.remove_closure, ops.RemoveClosure(rows[0].key))
    desk.do(ops.remove_closure, ops.RemoveClosure(rows[0].key))
    assert desk.read(closure_days, WEDNESDAY) == ()
    nameless = after(desk, ops.add_closure, ops.AddClosure(FRIDAY))
    assert nameless is None


def test_a_closure_day_given_another_reason_asks_nothing(desk: RideDesk) -> None:
    desk.request()
    desk.add(ClosureDay(day=WEDNESDAY, reason=""))

    def reword(session: Any, reason: str) -> None:  # noqa: ANN401 - a session
        session.query(ClosureDay).one().reason = reason

    assert after(desk, reword, "staking") is None


def test_a_destination_moves(desk: RideDesk) -> None:
    first, second = desk.request(), desk.request(ride_date=FRIDAY)
    desk.request(ride_date=FRIDAY, destination="Kapper Zoë", destination_village="Hees")
    assert desk.read(coming_destinations, WEDNESDAY) == ((HOSPITAL, 2), ("Kapper Zoë", 1))
    move = DestinationMove(f" {HOSPITAL.lower()}", "Synaps Park 1", "Genk", FRIDAY)
    impact = desk.read(find_destination, move)
    assert (keys(impact), impact.place) == ([second], ("Synaps Park 1", "Genk"))
    assert impact.what.endswith("verhuist op 27/11/2026 naar Synaps Park 1, Genk.")
    desk.do(ops.move_rides, ops.MoveRides((second,), *impact.place))
    assert desk.ride(second).destination == "Synaps Park 1"
    assert desk.ride(first).destination == HOSPITAL


def standing(desk: RideDesk, driver: int | None = None) -> int:
    """Make a standing ride of Rosa's to the hospital, every Wednesday and Friday."""
    pattern = Pattern(Frequency.WEEKLY, WEDNESDAY, weekdays=frozenset({2, 4}))
    command = CreateSeries(pattern, ops.RequestRide(**desk.plain()), driver)
    key: int = desk.database.write(lambda session: create_series(session, command)).value.series_id
    return key


def test_a_standing_ride_goes_along_with_its_destination(desk: RideDesk) -> None:
    series = standing(desk, desk.pierre)
    move = DestinationMove(HOSPITAL, "Synaps Park 1", "Genk", FRIDAY)
    impact = desk.read(find_destination, move)
    assert [row.series_id for row in impact.series] == [series]
    name, village = impact.place
    command = ops.MoveRides(tuple(keys(impact)), name, village, (series,), impact.from_day)
    assert desk.do(ops.move_rides, command) == 0
    rides = desk.read(lambda session: session.scalars(select(Ride).order_by(Ride.ride_date)).all())
    assert [ride.destination for ride in rides[:3]] == [HOSPITAL, "Synaps Park 1", "Synaps Park 1"]
    assert {ride.destination for ride in rides[1:]} == {"Synaps Park 1"}
    assert not any(ride.detached for ride in rides)
    kept = desk.read(lambda session: session.scalars(select(RideSeries).order_by(RideSeries.id)).all())
    assert [row.destination for row in kept] == [HOSPITAL, "Synaps Park 1"]


def test_a_standing_ride_that_is_over_stays_as_it_was(desk: RideDesk) -> None:
    pattern = Pattern(Frequency.WEEKLY, WEDNESDAY, weekdays=frozenset({2}), times=1)
    command = CreateSeries(pattern, ops.RequestRide(**desk.plain()))
    series = desk.database.write(lambda session: create_series(session, command)).value.series_id
    moved = ops.MoveRides((), "Elders", "Genk", (series,), date(2026, 12, 24))
    assert desk.do(ops.move_rides, moved) == 0


def test_a_driver_who_stops_leaves_the_standing_rides_too(desk: RideDesk) -> None:
    series = standing(desk, desk.pierre)
    impact = after(desk, people.end_driver, people.EndDriver(desk.pierre, date(2027, 6, 30)))
    assert impact is not None
    assert (keys(impact), [row.member for row in impact.series]) == ([], ["Jans Rosa"])
    desk.do(ops.take_from_driver, ops.TakeFromDriver((), (series,)))
    assert desk.row(RideSeries, series).driver_id is None


def test_a_ride_of_a_series_moves_house_without_leaving_it(desk: RideDesk) -> None:
    standing(desk)
    impact = move(desk, desk.rosa)
    assert keys(impact)
    desk.do(ops.move_rides, ops.MoveRides((keys(impact)[0],)))
    ride = desk.ride(keys(impact)[0])
    assert (ride.village, ride.detached) == ("Bilzen", False)


def test_what_went_asks_nothing(desk: RideDesk) -> None:
    desk.assigned()
    gone = [RowChange(table, 1, {"day": WEDNESDAY}, None) for table in ("absence", "driver", "address", "closure_day")]
    assert desk.read(find_impact, Changes("weg", (*gone, RowChange("person", 1, None, {})))) is None


# The rules


ABSENT = {"kind": AvailabilityKind.ABSENT, "from_day": WEDNESDAY, "to_day": WEDNESDAY}
CAR = {"active_to": None, "rigid_wheelchair": True, "seats": 4}


@pytest.mark.parametrize(
    ("before", "then", "expected"),
    [
        (None, ABSENT, True),
        (None, {**ABSENT, "kind": AvailabilityKind.AVAILABLE}, False),
        (ABSENT, None, False),
        (ABSENT, {**ABSENT, "to_day": FRIDAY}, True),
        (ABSENT, {**ABSENT, "reason": "griep"}, False),
    ],
)
def test_new_absences(before: Any, then: Any, expected: bool) -> None:  # noqa: ANN401, FBT001 - a table
    assert is_new_absence(before, then) is expected


@pytest.mark.parametrize(
    ("before", "then", "ended", "smaller"),
    [
        (None, {**CAR, "active_to": FRIDAY}, False, False),
        (CAR, None, False, False),
        (CAR, CAR, False, False),
        (CAR, {**CAR, "active_to": FRIDAY}, True, False),
        ({**CAR, "active_to": WEDNESDAY}, {**CAR, "active_to": FRIDAY}, False, False),
        ({**CAR, "active_to": FRIDAY}, {**CAR, "active_to": WEDNESDAY}, True, False),
        (CAR, {**CAR, "seats": 2}, False, True),
        (CAR, {**CAR, "rigid_wheelchair": False}, False, True),
    ],
)
def test_what_a_driver_no_longer_does(before: Any, then: Any, ended: bool, smaller: bool) -> None:  # noqa: ANN401, FBT001 - a table
    assert has_ended(before, then) is ended
    assert has_smaller_car(before, then) is smaller


def test_every_cause_has_its_deeds() -> None:
    assert set(DEEDS) == set(Cause)
    assert fits_car([Aid.CANE], 4, CAR)
    assert not fits_car([], 5, CAR)
    assert not fits_car([Aid.RIGID_WHEELCHAIR], 1, {**CAR, "rigid_wheelchair": False})
    assert Absence.__tablename__ == "absence"
