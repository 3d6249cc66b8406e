"""Many rides given to drivers in one step."""

from datetime import date, time

from sqlalchemy import event, select
from sqlalchemy.orm import Session

from mmc_desk.core import clock
from mmc_desk.features.people.model import Absence, Aid, AvailabilityKind, DriverPreference, DriverTie
from mmc_desk.features.rides import ops
from mmc_desk.features.rides.model import CancelledBy, DriverDay, Ride, RideState
from mmc_desk.features.rides.ops import HandedOver, HandOver, Handover, Stayed, hand_over
from mmc_desk.features.rides.rules.assignment import Candidate, RideNeed
from mmc_desk.features.rides.rules.availability import Busy
from mmc_desk.features.rides.rules.handing import Wanted, unfit
from tests.features.rides.conftest import WEDNESDAY, RideDesk

THURSDAY = date(2026, 11, 26)


def give(desk: RideDesk, *handovers: Handover) -> HandedOver:
    found: HandedOver = desk.do(hand_over, HandOver(handovers))
    return found


def rides_of_days(desk: RideDesk) -> dict[tuple[int, date], int]:
    def read(session: Session) -> dict[tuple[int, date], int]:
        return {(row.driver_id, row.day): row.rides for row in session.scalars(select(DriverDay))}

    return desk.database.read(read)


def facts(ride: Ride) -> tuple[object, ...]:
    return ride.state, ride.driver_id, ride.depart_at, ride.home_at, ride.estimated_metres, ride.reason


def test_many_are_given_as_one_would_be(desk: RideDesk) -> None:
    """Each ends as by hand: free ones given, two drivers change rides, one loses hers, one stays as it was."""
    swap, other = desk.assigned(desk.paula), desk.assigned(desk.wim, member_id=desk.maria)
    lost, same = desk.assigned(appointment=time(15)), desk.assigned(appointment=time(15), ride_date=THURSDAY)
    free = desk.request(ride_date=THURSDAY, member_id=desk.maria)
    alone = desk.request(ride_date=THURSDAY, member_id=desk.jef)
    desk.database.write(lambda session: ops.assign_driver(session, ops.AssignDriver(alone, desk.wim)))
    version = desk.ride(free).version
    done = give(
        desk,
        Handover(swap, desk.wim),
        Handover(other, desk.paula),
        Handover(lost, None),
        Handover(same, desk.pierre, version=99),
        Handover(free, desk.paula, version),
    )
    assert done == HandedOver((swap, other, lost, free))
    assert [desk.ride(key).driver_id for key in (swap, other, lost, same)] == [desk.wim, desk.paula, None, desk.pierre]
    assert desk.ride(lost).state is RideState.REQUESTED
    by_hand = desk.request(ride_date=date(2026, 12, 3), member_id=desk.maria)
    desk.database.write(lambda session: ops.assign_driver(session, ops.AssignDriver(by_hand, desk.paula)))
    assert facts(desk.ride(free))[4:] == facts(desk.ride(by_hand))[4:]
    assert rides_of_days(desk) == {
        (desk.paula, WEDNESDAY): 1,
        (desk.wim, WEDNESDAY): 1,
        (desk.pierre, WEDNESDAY): 0,
        (desk.pierre, THURSDAY): 1,
        (desk.paula, THURSDAY): 1,
        (desk.wim, THURSDAY): 1,
        (desk.paula, date(2026, 12, 3)): 1,
    }


def test_what_can_t_be_stays_and_says_why_and_the_rest_is_done(desk: RideDesk) -> None:
    desk.add(
        DriverPreference(member_id=desk.jef, driver_id=desk.paula, tie=DriverTie.INCOMPATIBLE),
        Absence(driver_id=desk.wim, kind=AvailabilityKind.ABSENT, from_day=THURSDAY, to_day=THURSDAY),
    )
    good, again = desk.request(), desk.request(member_id=desk.maria)
    apart, chair = desk.request(member_id=desk.jef), desk.request(appointment=time(17), aid=Aid.RIGID_WHEELCHAIR)
    away = desk.request(ride_date=THURSDAY)
    changed, gone = desk.assigned(desk.wim, appointment=time(13)), desk.request(appointment=time(20))
    desk.database.write(lambda session: ops.confirm_ride(session, ops.ConfirmRide(changed)))
    desk.database.write(lambda session: ops.cancel_ride(session, ops.CancelRide(gone, CancelledBy.DESK, "ziek")))
    edited = desk.request(appointment=time(19))
    done = give(
        desk,
        Handover(good, desk.pierre),
        Handover(again, desk.pierre),
        Handover(apart, desk.paula),
        Handover(chair, desk.paula),
        Handover(away, desk.wim),
        Handover(changed, desk.pierre, 2),
        Handover(gone, desk.pierre),
        Handover(edited + 100, desk.pierre),
        Handover(edited, desk.paula + 100),
    )
    numbers = [desk.ride(key).ride_no for key in (again, apart, chair, away, changed, gone, edited)]
    assert done.rides == (good,)
    whys = {one.ride_no: one.why for one in done.stayed}
    assert sorted(whys) == sorted(["", *numbers])
    assert Stayed(edited + 100, "", "bestaat niet meer") in done.stayed
    assert whys[numbers[0]].startswith("Reynders Pierre rijdt dan al rit ")
    assert "gaan niet samen" in whys[numbers[1]]
    assert "rolstoel" in whys[numbers[2]]
    assert "afwezig" in whys[numbers[3]]
    assert whys[numbers[4]] == "werd intussen gewijzigd, nu bij Wouters Wim"
    assert whys[numbers[5]] == "is intussen geannuleerd"
    assert whys[numbers[6]] == "de chauffeur bestaat niet meer"
    assert desk.ride(changed).driver_id == desk.wim


def test_a_ride_that_only_made_way_stays_with_the_one_it_made_way_for(desk: RideDesk) -> None:
    wanted, way = desk.request(), desk.assigned(member_id=desk.maria)
    done = give(desk, Handover(wanted, desk.pierre, version=0), Handover(way, desk.wim, after=wanted))
    assert done.rides == ()
    assert [one.why for one in done.stayed] == [
        "werd intussen gewijzigd",
        "blijft, want de rit waarvoor ze zou wijken, blijft ook",
    ]
    assert give(desk).rides == ()


def test_one_that_stays_may_stand_in_the_way_of_another() -> None:
    """The first round lets Paula take R1, for R2 leaves her; then R2 finds Wim taken, so stays, and R1 can't go."""
    ten, eleven = clock.at(WEDNESDAY, time(10)), clock.at(WEDNESDAY, time(11))
    need = RideNeed(WEDNESDAY)
    paula, wim = (Candidate(key, name, depart_at=ten, home_at=eleven) for key, name in ((1, "Paula"), (2, "Wim")))
    untimed = Candidate(1, "Paula")
    busy = {1: (Busy(ten, eleven, "R2"),), 2: (Busy(ten, eleven, "R9"),)}
    wanted = [Wanted(1, "R1", need, paula), Wanted(2, "R2", need, wim), Wanted(3, "R3", need, untimed)]
    assert {key: why[:26] for key, why in unfit(wanted, busy, {}).items()} == {
        1: "Paula rijdt dan al rit R2 ",
        2: "Wim rijdt dan al rit R9 (1",
    }


def test_the_number_of_statements_doesn_t_grow_with_the_rides(sqlite_desk: RideDesk) -> None:
    desk = sqlite_desk

    def statements(count: int) -> int:
        rides = [desk.request(appointment=time(8 + number), ride_date=THURSDAY) for number in range(count)]
        seen: list[str] = []
        listen = lambda *told: seen.append(told[2])  # noqa: E731 - sqlalchemy wants a callable it can forget
        event.listen(desk.database.engine, "before_cursor_execute", listen)
        drivers = (desk.pierre, desk.paula, desk.wim)
        command = HandOver(tuple(Handover(key, drivers[number % 3]) for number, key in enumerate(rides)))
        assert desk.database.write(lambda session: hand_over(session, command)).value.rides
        event.remove(desk.database.engine, "before_cursor_execute", listen)
        return sum(text.startswith("SELECT") for text in seen)

    statements(1)
    assert statements(2) == statements(6)
