"""Each invariant of rides: clean on a desk that the ops filled, and found when it is broken on purpose."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from functools import partial

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from mmc_desk.core import clock
from mmc_desk.features.people.model import Driver, EndReason, Member
from mmc_desk.features.rides import ops
from mmc_desk.features.rides.feature import FEATURE
from mmc_desk.features.rides.model import CancelledBy, OfficialKmRate, Ride, RideState
from mmc_desk.features.rides.queries import checks
from tests.features.rides.conftest import WEDNESDAY, RideDesk

Breaker = Callable[[Session, RideDesk], None]


def at(hour: int) -> datetime:
    return clock.at(WEDNESDAY, time(hour))


def all_breaches(desk: RideDesk) -> list[str]:
    return [sentence for check in FEATURE.invariants() for sentence in desk.read(check.find)]


def test_the_ops_leave_nothing_to_find(desk: RideDesk) -> None:
    desk.driven()
    desk.assigned()
    desk.request(stops=("Bakker",), passengers=(ops.SharedSeat(desk.jef),))
    cancelled = desk.assigned(member_id=desk.maria, appointment=time(16))
    desk.do(ops.cancel_ride, ops.CancelRide(cancelled, CancelledBy.MEMBER))
    assert all_breaches(desk) == []


def passengers(session: Session, _desk: RideDesk) -> None:
    session.get_one(Ride, 1).passengers = 3


def legs(session: Session, _desk: RideDesk) -> None:
    session.get_one(Ride, 1).legs = 5


def loose_driver(session: Session, desk: RideDesk) -> None:
    ride = session.get_one(Ride, 1)
    ride.driver_id, ride.state = desk.pierre, RideState.REQUESTED


def too_early(session: Session, desk: RideDesk) -> None:
    ride = session.get_one(Ride, 1)
    ride.driver_id, ride.state, ride.metres = desk.pierre, RideState.DRIVEN, 10


def member_died(session: Session, desk: RideDesk) -> None:
    """Edge case 10.5."""
    member = session.get_one(Member, desk.rosa)
    member.ended_on, member.end_reason = date(2026, 11, 24), EndReason.DECEASED


def driver_stopped(session: Session, desk: RideDesk) -> None:
    session.get_one(Driver, desk.pierre).active_to = date(2026, 11, 24)


def rates(session: Session, _desk: RideDesk) -> None:
    session.add(OfficialKmRate(valid_from=date(2019, 8, 1), valid_to=date(2019, 8, 31), rate=1))


@pytest.mark.parametrize(
    ("find", "breaker", "sentences"),
    [
        (checks.wrong_passengers, passengers, ["Rit 2026-0001 telt 3 leden, maar er staan er 1 op."]),
        (checks.wrong_legs, legs, ["Rit 2026-0001 telt 5 delen, maar er zijn er 2."]),
        (checks.wrong_states, loose_driver, ["Rit 2026-0001 heeft een chauffeur, maar is nog niet toegewezen."]),
        (checks.wrong_states, too_early, ["Rit 2026-0001 is uitgevoerd op een dag die nog moet komen."]),
        (
            checks.rides_after_the_end,
            member_died,
            ["Rit 2026-0001 op 25/11/2026: lid 13 is dan geen lid meer."],
        ),
        (
            checks.rides_of_gone_drivers,
            driver_stopped,
            ["Rit 2026-0001 op 25/11/2026: chauffeur C01 is dan gestopt."],
        ),
        (checks.overlapping_rates, rates, ["De tarieven vanaf 01/07/2019 en vanaf 01/08/2019 overlappen."]),
    ],
)
def test_a_breach_is_found(
    desk: RideDesk, find: Callable[[Session], Sequence[str]], breaker: Breaker, sentences: list[str]
) -> None:
    desk.assigned()
    assert desk.read(find) == []
    desk.database.write(lambda session: breaker(session, desk))
    assert desk.read(find) == sentences


def test_what_the_database_itself_refuses_is_checked_too(sqlite_desk: RideDesk) -> None:
    """A file that another program wrote may lack the guards."""
    sqlite_desk.assigned()
    sqlite_desk.request(member_id=sqlite_desk.maria)

    def break_in(session: Session) -> None:
        session.execute(text("DROP TRIGGER ride_driver_busy_UPDATE"))
        session.execute(text("PRAGMA ignore_check_constraints=ON"))
        session.execute(
            text("UPDATE ride SET state='assigned', driver_id=1, depart_at=:start, home_at=:end WHERE id=2"),
            {
                "start": at(8).replace(tzinfo=None).isoformat(" ") + ".000000",
                "end": at(12).replace(tzinfo=None).isoformat(" ") + ".000000",
            },
        )

    sqlite_desk.database.write(break_in)
    assert sqlite_desk.read(checks.double_booked) == [
        "Ritten 2026-0002 en 2026-0001 van dezelfde chauffeur overlappen."
    ]
    for change, sentence in (
        ("driver_id=NULL", "Rit 2026-0002 heeft geen chauffeur, maar zou er een moeten hebben."),
        ("state='driven', driver_id=1, ride_date='2026-11-20'", "Rit 2026-0002 is uitgevoerd zonder kilometers."),
        ("state='cancelled'", "Rit 2026-0002 is geannuleerd, maar niet door wie."),
    ):
        statement = text(f"UPDATE ride SET {change} WHERE id=2")  # noqa: S608 - the table above
        sqlite_desk.database.write(partial(Session.execute, statement=statement))
        assert sqlite_desk.read(checks.wrong_states) == [sentence]
