"""Shared cars and another driver back: what becomes of the rides (edge cases 10.3, 10.4)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.core import clock
from mmc_desk.core.errors import RuleError
from mmc_desk.core.formats import show_time
from mmc_desk.features.people.model import Aid
from mmc_desk.features.rides import ops
from mmc_desk.features.rides.figures import ride_figures
from mmc_desk.features.rides.model import CancelledBy, Leg, LegKind, ReturnMode, Ride, RideRequest, RideState
from mmc_desk.features.rides.queries.checks import wrong_legs, wrong_passengers
from mmc_desk.features.rides.queries.lists import ride_card
from mmc_desk.features.rides.queries.prices import ride_prices
from mmc_desk.features.rides.queries.sharing import SharedHint, shared_hints
from mmc_desk.features.rides.rules.assignment import AssignmentRefusedError
from mmc_desk.features.rides.rules.distances import DistanceBook
from mmc_desk.features.rides.rules.sharing import Rider, Saving, saving, share_trip
from mmc_desk.features.rides.rules.tariff import Journey, Price, Tariff, price_ride
from tests.features.rides.conftest import WEDNESDAY, RideDesk

FRIDAY = date(2026, 11, 27)


def legs(desk: RideDesk, ride_id: int) -> list[tuple[LegKind, str, str]]:
    def read(session: Session) -> list[tuple[LegKind, str, str]]:
        found = session.scalars(select(Leg).where(Leg.ride_id == ride_id).order_by(Leg.sequence))
        return [
            (leg.kind, leg.origin.rpartition(",")[2].strip(), leg.destination.rpartition(",")[2].strip())
            for leg in found
        ]

    return desk.database.read(read)


def seats(desk: RideDesk, ride_id: int) -> dict[int, str]:
    def read(session: Session) -> dict[int, str]:
        found = session.scalars(select(RideRequest).where(RideRequest.ride_id == ride_id))
        return {seat.member_id: show_time(seat.pickup_at) for seat in found}

    return desk.database.read(read)


def sound(desk: RideDesk) -> bool:
    return not desk.read(wrong_legs) and not desk.read(wrong_passengers)


# Another driver returns


def test_another_driver_brings_the_member_back(desk: RideDesk) -> None:
    """Edge case 10.4: the first driver keeps the way out, and charges it twice."""
    ride_id = desk.assigned(stops=("Apotheek",))
    back_id = desk.do(ops.let_another_return, ops.LetAnotherReturn(ride_id, time(15)))
    out, back = desk.ride(ride_id), desk.ride(back_id)
    assert [kind for kind, _, _ in legs(desk, ride_id)] == [LegKind.OUT, LegKind.STOP]
    assert legs(desk, back_id) == [(LegKind.BACK, "Apotheek", "Hees")]
    assert (out.state, out.double_leg, out.driver_id, out.legs) == (RideState.ASSIGNED, True, desk.pierre, 2)
    assert (back.state, back.outward_id, back.driver_id, back.legs) == (RideState.REQUESTED, ride_id, None, 1)
    assert (back.village, back.destination_village, show_time(back.depart_at)) == ("Genk", "Hees", "15:00")
    assert seats(desk, back_id) == {desk.rosa: "15:00"}
    assert sound(desk)
    desk.do(ops.assign_driver, ops.AssignDriver(back_id, desk.wim))
    assert desk.ride(back_id).state is RideState.ASSIGNED


def test_both_rides_have_their_price(desk: RideDesk) -> None:
    ride_id = desk.assigned(ride_date=date(2026, 11, 18))
    back_id = desk.do(ops.let_another_return, ops.LetAnotherReturn(ride_id))
    desk.do(ops.assign_driver, ops.AssignDriver(back_id, desk.wim))
    desk.do(ops.record_result, ops.RecordResult(ride_id, 60_000))
    desk.do(ops.record_result, ops.RecordResult(back_id, 30_000))
    out, back = desk.read(ride_prices, date(2026, 11, 18), date(2026, 11, 18))
    assert "(enkele rit dubbel)" in out.price.lines[0].label
    assert (out.metres, back.metres, back.owed) == (60_000, 30_000, 1298)
    assert out.owed < 60 * 44


def test_back_in_the_night_is_the_next_days(desk: RideDesk) -> None:
    """Edge case 10.8."""
    back_id = desk.do(ops.let_another_return, ops.LetAnotherReturn(desk.request(), time(0, 30)))
    assert desk.ride(back_id).ride_date == date(2026, 11, 26)


def test_a_ride_without_times_can_be_split_too(desk: RideDesk) -> None:
    back_id = desk.do(ops.let_another_return, ops.LetAnotherReturn(desk.request(appointment=None)))
    assert (desk.ride(back_id).depart_at, desk.ride(back_id).ride_date) == (None, WEDNESDAY)
    later = desk.request(appointment=None, member_id=desk.jef)
    assert (
        show_time(desk.ride(desk.do(ops.let_another_return, ops.LetAnotherReturn(later, time(9)))).depart_at) == "09:00"
    )


def test_what_has_no_way_back_or_is_over_is_not_split(desk: RideDesk) -> None:
    for ride_id, part in (
        (desk.request(return_mode=ReturnMode.NONE), "geen terugrit"),
        (desk.driven(member_id=desk.jef), "Heropen"),
        (desk.request(member_id=desk.maria, passengers=(ops.SharedSeat(desk.jef),)), "meerdere leden"),
    ):
        with pytest.raises(RuleError, match=part):
            desk.do(ops.let_another_return, ops.LetAnotherReturn(ride_id))


@pytest.mark.parametrize(("both", "state"), [(True, RideState.CANCELLED), (False, RideState.REQUESTED)])
def test_cancelling_one_cancels_both_unless_chosen_otherwise(desk: RideDesk, both: bool, state: RideState) -> None:  # noqa: FBT001 - a table's column
    ride_id = desk.assigned()
    back_id = desk.do(ops.let_another_return, ops.LetAnotherReturn(ride_id))
    desk.do(ops.cancel_ride, ops.CancelRide(ride_id, CancelledBy.MEMBER, "ziek", both=both))
    assert (desk.ride(ride_id).state, desk.ride(back_id).state) == (RideState.CANCELLED, state)


def test_cancelling_the_way_back_cancels_the_way_out(desk: RideDesk) -> None:
    ride_id = desk.assigned()
    back_id = desk.do(ops.let_another_return, ops.LetAnotherReturn(ride_id))
    desk.do(ops.cancel_ride, ops.CancelRide(back_id, CancelledBy.MEMBER))
    assert desk.ride(ride_id).state is RideState.CANCELLED


def test_a_member_who_ends_loses_both(desk: RideDesk) -> None:
    ride_id = desk.request()
    back_id = desk.do(ops.let_another_return, ops.LetAnotherReturn(ride_id))
    assert desk.do(ops.end_member_rides, ops.EndMemberRides(desk.rosa, WEDNESDAY)) == 2
    assert {desk.ride(one).state for one in (ride_id, back_id)} == {RideState.CANCELLED}


def test_a_driver_whose_day_no_longer_fits_loses_the_ride(desk: RideDesk) -> None:
    """Only the way out is left; the driver may have become too busy for it meanwhile."""
    ride_id = desk.assigned()
    desk.database.write(lambda session: setattr(session.get_one(Ride, ride_id), "home_at", None))
    desk.assigned(member_id=desk.maria, appointment=time(10, 10))
    desk.do(ops.let_another_return, ops.LetAnotherReturn(ride_id))
    assert (desk.ride(ride_id).state, desk.ride(ride_id).driver_id) == (RideState.REQUESTED, None)


# Shared cars


def test_two_members_share_a_car(desk: RideDesk) -> None:
    """Edge case 10.3: one ride, two passengers; the nearer home last, nobody later than agreed."""
    ride_id, other = desk.request(member_id=desk.maria, appointment=time(10, 15)), desk.assigned()
    before = seats(desk, other)[desk.rosa], seats(desk, ride_id)[desk.maria]
    desk.do(ops.share_ride, ops.ShareRide(ride_id, other))
    gone, shared = desk.ride(ride_id), desk.ride(other)
    assert (gone.state, gone.cancelled_by, gone.merged_into_id) == (RideState.CANCELLED, CancelledBy.DESK, other)
    assert gone.reason == f"rijdt mee met rit {shared.ride_no}"
    assert (shared.passengers, shared.driver_id, shared.legs) == (2, desk.pierre, 4)
    ways = [(kind, start, end) for kind, start, end in legs(desk, other)]
    assert [kind for kind, _, _ in ways] == [LegKind.OUT, LegKind.OUT, LegKind.BACK, LegKind.BACK]
    assert ways[0][1] == ways[-1][2]
    after = seats(desk, other)
    assert after[desk.rosa] <= before[0]
    assert after[desk.maria] <= before[1]
    assert sound(desk)
    assert desk.read(ride_figures, 2026)["cancelled"] == 0


def test_who_came_from_another_ride_is_not_left_out_of_the_car_by_an_edit(desk: RideDesk) -> None:
    """Edge case 10.3: their own ride was given up for this one, and would be lost."""
    ride_id, other = desk.request(member_id=desk.maria), desk.request()
    desk.do(ops.share_ride, ops.ShareRide(ride_id, other))
    with pytest.raises(RuleError, match="Splits eerst de rit") as refused:
        desk.do(ops.edit_ride, ops.EditRide(other, ops.RequestRide(**desk.plain())))
    assert refused.value.field == "passengers"
    along = (ops.SharedSeat(desk.maria), ops.SharedSeat(desk.jef))
    desk.do(ops.edit_ride, ops.EditRide(other, ops.RequestRide(**desk.plain(), passengers=along)))
    assert seats(desk, other).keys() == {desk.rosa, desk.maria, desk.jef}


def test_who_is_named_at_once_is_fetched_at_home_too(desk: RideDesk) -> None:
    """Edge case 10.3: two members in one request are driven as two rides put together are."""
    shared = desk.request(passengers=(ops.SharedSeat(desk.maria),))
    ride_id, other = desk.request(member_id=desk.maria, ride_date=FRIDAY), desk.request(ride_date=FRIDAY)
    desk.do(ops.share_ride, ops.ShareRide(ride_id, other))
    assert legs(desk, shared) == legs(desk, other)
    assert seats(desk, shared) == seats(desk, other)
    assert desk.ride(shared).estimated_metres == desk.ride(other).estimated_metres


def test_two_members_in_one_request_go_back_when_it_says(desk: RideDesk) -> None:
    along = (ops.SharedSeat(desk.maria),)
    shared = desk.request(passengers=along, return_mode=ReturnMode.AT_TIME, return_time=time(12, 30))
    back = [leg for leg in desk.read(ride_card, shared).legs if leg.kind is LegKind.BACK]
    assert len(back) == 2
    assert show_time(back[0].depart_at) == "12:30"


def test_the_first_to_be_fetched_can_be_chosen(desk: RideDesk) -> None:
    ride_id, other = desk.request(member_id=desk.maria), desk.request()
    desk.do(ops.share_ride, ops.ShareRide(ride_id, other, first=desk.maria))
    assert legs(desk, other)[0][1] == "Bilzen"
    again, third = (
        desk.request(member_id=desk.maria, ride_date=date(2026, 11, 26)),
        desk.request(ride_date=date(2026, 11, 26)),
    )
    desk.do(ops.share_ride, ops.ShareRide(again, third, first=desk.rosa))
    assert legs(desk, third)[0][1] == "Hees"


def test_a_couple_is_one_stop(desk: RideDesk) -> None:
    ride_id, other = desk.request(member_id=desk.jef, origin="Kerkstraat 1"), desk.request(origin="Kerkstraat 1")
    desk.do(ops.share_ride, ops.ShareRide(ride_id, other))
    assert [kind for kind, _, _ in legs(desk, other)] == [LegKind.OUT, LegKind.BACK]


def test_who_goes_elsewhere_in_the_village_gets_out_there(desk: RideDesk) -> None:
    ride_id = desk.request(member_id=desk.maria, destination="Shopping 1", stops=("Bakker",))
    other = desk.request(return_mode=ReturnMode.NONE)
    desk.do(ops.share_ride, ops.ShareRide(ride_id, other))
    assert [kind for kind, _, _ in legs(desk, other)] == [LegKind.OUT] * 2 + [LegKind.STOP] * 2 + [LegKind.BACK]
    assert legs(desk, other)[-1] == (LegKind.BACK, "Bakker", "Bilzen")
    (found,) = desk.do(ops.unshare_ride, ops.UnshareRide(other))
    assert found == ride_id
    assert [kind for kind, _, _ in legs(desk, other)] == [LegKind.OUT]


def test_a_driver_whose_car_is_too_small_loses_the_ride(desk: RideDesk) -> None:
    ride_id, other = desk.request(member_id=desk.maria, companions=1), desk.assigned(desk.paula, companions=0)
    desk.do(ops.share_ride, ops.ShareRide(ride_id, other))
    assert (desk.ride(other).state, desk.ride(other).driver_id, desk.ride(other).passengers) == (
        RideState.REQUESTED,
        None,
        2,
    )


@pytest.mark.parametrize("into_the_later", [True, False])
def test_the_same_driver_of_both_keeps_the_shared_ride(desk: RideDesk, into_the_later: bool) -> None:  # noqa: FBT001 - a table's column
    """The undo puts two rides back of which one stands in the other's way: the harness proves that it can."""
    rides = [
        desk.assigned(member_id=desk.maria, return_mode=ReturnMode.NONE, appointment=time(9)),
        desk.assigned(appointment=time(11), return_mode=ReturnMode.NONE),
    ]
    ride_id, other = rides if into_the_later else reversed(rides)
    desk.do(ops.share_ride, ops.ShareRide(ride_id, other))
    assert desk.ride(other).driver_id == desk.pierre


def test_apart_again(desk: RideDesk) -> None:
    ride_id, other = desk.request(member_id=desk.maria), desk.assigned()
    desk.do(ops.share_ride, ops.ShareRide(ride_id, other))
    with pytest.raises(RuleError, match="Splits"):
        desk.do(ops.reopen_ride, ops.ReopenRide(ride_id))
    assert desk.do(ops.unshare_ride, ops.UnshareRide(other)) == (ride_id,)
    assert (desk.ride(ride_id).state, desk.ride(ride_id).reason) == (RideState.REQUESTED, "")
    assert (desk.ride(other).passengers, desk.ride(other).driver_id) == (1, desk.pierre)
    assert [kind for kind, _, _ in legs(desk, other)] == [LegKind.OUT, LegKind.BACK]
    assert sound(desk)


def test_what_can_not_be_shared_or_split_says_why(desk: RideDesk) -> None:
    open_ride = desk.request()
    split = desk.request(member_id=desk.maria)
    back = desk.do(ops.let_another_return, ops.LetAnotherReturn(split))
    driven = desk.driven(member_id=desk.jef)
    crowded = desk.request(member_id=desk.maria, stops=("A", "B"), appointment=time(16))
    stops = desk.request(member_id=desk.jef, stops=("C", "D"), appointment=time(16))
    for ride_id, other, part in (
        (driven, open_ride, "Enkel open ritten"),
        (back, open_ride, "blijft apart"),
        (open_ride, split, "blijft apart"),
        (open_ride, desk.request(member_id=desk.jef, ride_date=date(2026, 11, 26)), "dezelfde dag"),
        (open_ride, open_ride, "dezelfde dag"),
        (open_ride, desk.request(appointment=time(16)), "beide ritten"),
        (crowded, stops, "drie tussenstops"),
    ):
        with pytest.raises(RuleError, match=part):
            desk.do(ops.share_ride, ops.ShareRide(ride_id, other))
    for ride_id, part in ((driven, "Heropen"), (open_ride, "geen andere")):
        with pytest.raises(RuleError, match=part):
            desk.do(ops.unshare_ride, ops.UnshareRide(ride_id))


def test_without_known_places_the_riders_keep_their_times() -> None:
    nowhere = DistanceBook()
    nine, ten = clock.at(WEDNESDAY, time(9)), clock.at(WEDNESDAY, time(10))
    riders = (
        Rider(1, ("a",), ("z",), pickup_at=nine, appointment_at=ten),
        Rider(2, ("b",), ("z",), pickup_at=ten),
        Rider(3, ("c",), ()),
    )
    shared = share_trip(riders, (), nowhere)
    assert shared.trip.metres is None
    assert shared.pickups[1] == nine
    assert share_trip((Rider(1, ("a",), ("z",)),), (), nowhere).pickups == {1: None}


def price_of(tariff: Tariff) -> Callable[[int, int], Price]:
    return lambda metres, members: price_ride(Journey(metres, members=members), 4_326, tariff)


def test_the_same_way_saves_km_and_euro_per_member() -> None:
    """Issue 3, shared cars: 20 km and 22 km apart, 24 km together: each pays 12 km of the 24."""
    saved = saving([(20_000, 1), (22_000, 1)], 24_000, price_of(Tariff()))
    assert saved == Saving(18_000, (346, 433))
    assert (saved.is_even, saved.cents_each, Saving(0).cents_each) == (False, 389, 0)
    assert saving([(20_000, 1), (20_000, 1)], 24_000, price_of(Tariff())).is_even


def test_a_short_way_in_a_long_car_costs_more_and_a_minimum_counts() -> None:
    """Who lives near pays for the way round; under a minimum per ride a shared car pays it once."""
    assert saving([(4_000, 1), (30_000, 1)], 31_000, price_of(Tariff())).cents == (173 - 671, 1_298 - 670)
    saved = saving([(4_000, 1), (4_000, 1)], 5_000, price_of(Tariff(minimum_cents=500)))
    assert (saved.metres, saved.cents) == (3_000, (250, 250))


# Hints


def hints(desk: RideDesk) -> list[tuple[int, int]]:
    found: tuple[SharedHint, ...] = desk.read(shared_hints, WEDNESDAY)
    return [(hint.ride.ride_id, hint.other.ride_id) for hint in found]


def test_a_hint_for_two_rides_to_the_same_village(desk: RideDesk) -> None:
    other, ride_id = desk.assigned(), desk.request(member_id=desk.maria, appointment=time(10, 20))
    desk.request(member_id=desk.jef, appointment=time(15))
    desk.request(member_id=desk.jef, destination="Hasselt", destination_village="Hasselt")
    (hint,) = desk.read(shared_hints, WEDNESDAY)
    assert (hint.ride.ride_id, hint.other.ride_id) == (ride_id, other)
    assert hint.saved.metres > 0
    assert len(hint.saved.cents) == len(hint.members) == 2
    assert min(hint.saved.cents) > 0


def test_no_hint_when_it_can_not_be(desk: RideDesk) -> None:
    desk.assigned()
    desk.assigned(desk.paula, member_id=desk.maria)
    assert hints(desk) == []
    desk.request(member_id=desk.rosa)
    assert len(hints(desk)) == 1
    desk.request(member_id=desk.jef, companions=3, appointment=None)
    desk.request(member_id=desk.jef, companions=8)
    assert len(hints(desk)) == 1


def test_a_rigid_wheelchair_needs_such_a_car(desk: RideDesk) -> None:
    desk.request(aid=Aid.RIGID_WHEELCHAIR)
    desk.request(member_id=desk.maria)
    assert len(hints(desk)) == 1
    desk.request(member_id=desk.jef, destination="Onbekend", destination_village="Nergens")
    desk.request(member_id=desk.maria, destination="Onbekend", destination_village="Nergens")
    assert len(hints(desk)) == 1


# Editing what was shared or split


def edit(desk: RideDesk, ride_id: int, **changes: Any) -> None:  # noqa: ANN401 - the fields of RequestRide
    card = desk.read(ride_card, ride_id)
    wanted = replace(ops.as_request(card, card.ride.ride_date), **changes)
    desk.do(ops.edit_ride, ops.EditRide(ride_id, wanted))


def test_a_shared_car_still_passes_every_home_once_it_is_edited(desk: RideDesk) -> None:
    """Who came along keeps their own appointment; the caller's may move."""
    ride_id, other = desk.request(member_id=desk.maria, appointment=time(10, 15)), desk.assigned()
    desk.do(ops.share_ride, ops.ShareRide(ride_id, other))
    edit(desk, other, appointment=time(10, 5), note="bel aan")
    assert [kind for kind, _, _ in legs(desk, other)] == [LegKind.OUT, LegKind.OUT, LegKind.BACK, LegKind.BACK]
    ride = desk.ride(other)
    assert (ride.note, ride.driver_id, ride.legs) == ("bel aan", desk.pierre, 4)

    def appointments(session: Session) -> list[str]:
        found = session.scalars(select(RideRequest).where(RideRequest.ride_id == other).order_by(RideRequest.position))
        return [show_time(seat.appointment_at) for seat in found]

    assert desk.database.read(appointments) == ["10:05", "10:15"]
    assert sound(desk)


def test_an_edit_that_the_driver_of_a_shared_car_can_not_drive_is_refused(desk: RideDesk) -> None:
    """Alone the caller's way would fit before the driver's next ride; with the detour it doesn't."""
    ride_id = desk.request(member_id=desk.maria, return_mode=ReturnMode.NONE)
    other = desk.assigned(return_mode=ReturnMode.NONE)
    desk.do(ops.share_ride, ops.ShareRide(ride_id, other))
    home_at = desk.ride(other).home_at
    assert home_at is not None
    next_ride = desk.assigned(desk.wim, member_id=desk.jef, appointment=time(18))

    def begin_too_early(session: Session) -> None:
        ride = session.get_one(Ride, next_ride)
        ride.state, ride.metres, ride.driver_id = RideState.DRIVEN, 1_000, desk.pierre
        ride.depart_at, ride.home_at = home_at - timedelta(minutes=1), home_at + timedelta(hours=1)

    desk.database.write(begin_too_early)
    with pytest.raises(AssignmentRefusedError, match="rijdt dan al"):
        edit(desk, other, note="bel aan")


def test_the_way_back_stays_one_when_it_is_edited(desk: RideDesk) -> None:
    ride_id = desk.request()
    back_id = desk.do(ops.let_another_return, ops.LetAnotherReturn(ride_id, time(15)))
    edit(desk, back_id, pickup=time(16))
    assert [kind for kind, _, _ in legs(desk, back_id)] == [LegKind.BACK]
    assert show_time(desk.ride(back_id).depart_at) == "16:00"
    edit(desk, ride_id, note="zachtjes")
    assert desk.ride(ride_id).double_leg
    edit(desk, ride_id, return_mode=ReturnMode.WAIT)
    assert not desk.ride(ride_id).double_leg


def test_a_split_ride_without_destination_keeps_its_mark(desk: RideDesk) -> None:
    ride_id = desk.request()
    desk.do(ops.let_another_return, ops.LetAnotherReturn(ride_id))
    edit(desk, ride_id, destination="", destination_village="")
    assert legs(desk, ride_id) == []
