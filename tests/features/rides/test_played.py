"""What random play (tests/stories/test_random_desk.py) found once, each in its shortest story."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import time

import pytest

from mmc_desk.core.errors import RuleError
from mmc_desk.features import follow
from mmc_desk.features.people import ops as people
from mmc_desk.features.people.model import EndReason
from mmc_desk.features.rides import ops
from mmc_desk.features.rides.checks import CHECKS
from mmc_desk.features.rides.model import CancelledBy, ReturnMode, RideState
from mmc_desk.features.rides.ops import series as standing
from mmc_desk.features.rides.ops import series_days as days
from mmc_desk.features.rides.ops.commands import SharedSeat
from mmc_desk.features.rides.ops.series_commands import EndSeries, SkipDay
from tests import rows
from tests.features.rides.conftest import WEDNESDAY, RideDesk
from tests.features.rides.test_series_ops import FRIDAY, SECOND, THIRD, WEEKLY, Standings


@pytest.fixture
def kept(desk: RideDesk) -> Iterator[Standings]:
    desk.database.followers = (follow,)
    yield Standings(desk)
    desk.database.followers = ()


def breaches(desk: RideDesk) -> list[str]:
    return rows.breaches(desk.database, CHECKS)


# Cars that aren't known to go anywhere yet


@pytest.mark.parametrize("swapped", [False, True])
def test_a_ride_without_a_destination_shares_no_car(desk: RideDesk, swapped: bool) -> None:  # noqa: FBT001 - a parameter
    known, unknown = desk.request(), desk.request(member_id=desk.maria, destination="", destination_village="")
    ride, other = (unknown, known) if swapped else (known, unknown)
    with pytest.raises(RuleError, match="heeft nog geen bestemming"):
        desk.do(ops.share_ride, ops.ShareRide(ride, other))


def test_a_shared_car_keeps_its_destination(desk: RideDesk) -> None:
    ride, other = desk.request(), desk.request(member_id=desk.maria)
    desk.do(ops.share_ride, ops.ShareRide(other, ride))
    nowhere = ops.RequestRide(desk.rosa, WEDNESDAY, "", "", passengers=(SharedSeat(desk.maria),))
    with pytest.raises(RuleError, match="waar ze naartoe gaan") as refused:
        desk.do(ops.edit_ride, ops.EditRide(ride, nowhere))
    assert refused.value.field == "destination"


def test_a_way_back_has_no_way_back(desk: RideDesk) -> None:
    out = desk.request()
    back = desk.do(ops.let_another_return, ops.LetAnotherReturn(out, time(15)))
    by_the_chemist = ops.RequestRide(desk.rosa, WEDNESDAY, "Kerkstraat 1", "Hees", stops=("Apotheek",))
    desk.do(ops.edit_ride, ops.EditRide(back, replace(by_the_chemist, return_mode=ReturnMode.WAIT)))
    with pytest.raises(RuleError, match="zelf een terugrit"):
        desk.do(ops.let_another_return, ops.LetAnotherReturn(back))


# States


@pytest.mark.parametrize("outcome", ["cancelled", "no driver"])
def test_only_a_planned_ride_loses_its_driver(desk: RideDesk, outcome: str) -> None:
    ride = desk.request()
    if outcome == "cancelled":
        desk.do(ops.cancel_ride, ops.CancelRide(ride, CancelledBy.MEMBER))
    else:
        desk.do(ops.mark_no_driver, ops.MarkNoDriver(ride, "te ver"))
    with pytest.raises(RuleError, match="geen chauffeur om weg te nemen"):
        desk.do(ops.unassign_driver, ops.UnassignDriver(ride))


@pytest.mark.parametrize("assigned", [False, True])
def test_an_open_ride_is_not_reopened(desk: RideDesk, assigned: bool) -> None:  # noqa: FBT001 - a parameter
    ride = desk.assigned() if assigned else desk.request()
    with pytest.raises(RuleError, match="niets te heropenen"):
        desk.do(ops.reopen_ride, ops.ReopenRide(ride))


# Standing rides that went on without a ride


def test_a_ride_that_its_series_took_back_is_one_of_its_own_again(kept: Standings) -> None:
    ride, series = kept.begin(), 0
    ride, series = kept.on(SECOND).id, ride
    kept.do(days.skip_day, SkipDay(series, SECOND))
    kept.desk.do(ops.reopen_ride, ops.ReopenRide(ride))
    assert (kept.desk.ride(ride).series_id, breaches(kept.desk)) == (None, [])


def test_a_ride_reopened_after_its_series_ended_is_left_alone(kept: Standings) -> None:
    series = kept.begin()
    ride, other = kept.on(THIRD).id, kept.on(FRIDAY).id
    for one in (ride, other):
        kept.desk.do(ops.cancel_ride, ops.CancelRide(one, CancelledBy.MEMBER))
    kept.do(standing.end_series, EndSeries(series, SECOND))
    for one in (ride, other):
        kept.desk.do(ops.reopen_ride, ops.ReopenRide(one))
    assert (kept.desk.ride(ride).detached, kept.desk.ride(other).detached) == (True, False)
    assert breaches(kept.desk) == []


def test_a_driver_found_after_all_for_a_day_that_its_series_no_longer_has(kept: Standings) -> None:
    series = kept.begin()
    ride = kept.on(SECOND).id
    kept.desk.do(ops.mark_no_driver, ops.MarkNoDriver(ride, "te ver"))
    kept.change(series, replace(WEEKLY, starts_on=FRIDAY, weekdays=frozenset({1})))
    kept.desk.do(ops.assign_driver, ops.AssignDriver(ride, kept.desk.pierre))
    assert (kept.desk.ride(ride).detached, breaches(kept.desk)) == (True, [])


def test_who_stays_in_the_car_of_a_member_who_ends_rides_on(kept: Standings) -> None:
    kept.begin()
    stays = kept.desk.request(member_id=kept.desk.maria, ride_date=SECOND)
    shared = next(ride.id for ride in kept.rides() if ride.ride_date == SECOND and ride.id != stays)
    kept.desk.do(ops.share_ride, ops.ShareRide(stays, shared))
    end = people.EndMember(kept.desk.rosa, FRIDAY, EndReason.RESIGNED)
    kept.desk.database.write(lambda session: people.end_member(session, end), "Lid beëindigd")
    left = kept.desk.ride(shared)
    assert (left.state, left.passengers, left.detached) == (RideState.REQUESTED, 1, True)
    assert breaches(kept.desk) == []


def test_a_car_that_is_no_longer_shared_goes_by_its_series_as_it_is_now(kept: Standings) -> None:
    series = kept.begin()
    along = kept.desk.request(member_id=kept.desk.maria, ride_date=SECOND)
    shared = next(ride.id for ride in kept.rides() if ride.ride_date == SECOND and ride.id != along)
    kept.desk.do(ops.share_ride, ops.ShareRide(along, shared))
    kept.change(series, replace(WEEKLY, starts_on=FRIDAY, weekdays=frozenset({1})))
    kept.desk.do(ops.unshare_ride, ops.UnshareRide(shared))
    assert (kept.desk.ride(shared).detached, breaches(kept.desk)) == (True, [])


def test_a_shared_car_that_a_change_left_alone_stays_alone(kept: Standings) -> None:
    series = kept.begin()
    along = kept.desk.request(member_id=kept.desk.maria, ride_date=SECOND)
    shared = next(ride.id for ride in kept.rides() if ride.ride_date == SECOND and ride.id != along)
    kept.desk.do(ops.share_ride, ops.ShareRide(along, shared))
    moved = replace(WEEKLY, starts_on=FRIDAY, weekdays=frozenset({1}))
    kept.change(series, moved, passengers=(SharedSeat(kept.desk.jef),))
    assert (kept.desk.ride(shared).detached, breaches(kept.desk)) == (True, [])
