"""Nights on which the clock or the calendar jumps: what the screen proposes, the desk stores and a driver drives.

The nights of summer and winter time of 2026 and 2027, 29 February, and the one from 31 December to 1 January
(domain.md §10.8): a ride belongs to the day it starts on, and lasts as long as it really lasts.
"""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmc_desk.core import clock
from mmc_desk.core.errors import RuleError
from mmc_desk.core.recording import take_back
from mmc_desk.features.mileage.queries import mileage_report
from mmc_desk.features.people.model import Aid
from mmc_desk.features.rides import figures, ops
from mmc_desk.features.rides.model import ReturnMode, Ride
from mmc_desk.features.rides.queries.board import day_board
from mmc_desk.features.rides.rules.availability import Busy, find_clash
from mmc_desk.features.rides.rules.distances import DistanceBook
from mmc_desk.features.rides.rules.proposal import Typed, propose
from mmc_desk.features.rides.rules.results import LONGEST_RIDE, driven_span
from mmc_desk.features.rides.rules.settings import DEFAULTS
from mmc_desk.features.rides.rules.tariff import Tariff
from mmc_desk.features.rides.rules.trips import ClockTimes, Wish, plan_legs, request_instants
from tests.features.rides.conftest import RideDesk
from tests.rows import everything

SUMMER_TIME = (date(2026, 3, 29), date(2027, 3, 28))
WINTER_TIME = (date(2026, 10, 25), date(2027, 10, 31))
NIGHTS = (*SUMMER_TIME, *WINTER_TIME, date(2028, 2, 29), date(2028, 3, 1), date(2027, 1, 1), date(2028, 1, 1))

DAY = timedelta(days=1)
BOOK = DistanceBook(
    points={"hees": (50.8447, 5.6097), "genk": (50.9655, 5.5001), "bilzen": (50.8703, 5.5176), "hasselt": (50.93, 5.34)}
)

days = st.builds(lambda night, shift: night + shift * DAY, st.sampled_from(NIGHTS), st.integers(-1, 1))
clocks = st.builds(time, st.integers(0, 23), st.sampled_from([0, 5, 15, 30, 45, 55]))
places = st.sampled_from(["Genk", "Bilzen", "Hasselt"])
instants = st.builds(lambda day, minute: clock.at(day, time(0)) + timedelta(minutes=minute), days, st.integers(0, 1500))


def does_not_exist(day: date, hour: time) -> bool:
    """Between two and three the clock jumps when summer time begins."""
    return day in SUMMER_TIME and hour.hour == 2


@given(days, clocks)
def test_what_is_typed_is_what_is_shown(day: date, hour: time) -> None:
    shown = clock.local(clock.at(day, hour))
    if does_not_exist(day, hour):
        assert shown.time() == time(3, hour.minute)
    else:
        assert (shown.date(), shown.time()) == (day, hour)


@given(days, clocks, clocks)
def test_later_on_the_clock_is_later(day: date, one: time, other: time) -> None:
    if one < other and not does_not_exist(day, one):
        assert clock.at(day, one) < clock.at(day, other)


@given(days, clocks, places, st.sampled_from(list(Aid)))
def test_the_pickup_leaves_the_time_it_takes(day: date, hour: time, place: str, aid: Aid) -> None:
    minutes = BOOK.minutes(("Hees",), (place,))
    assert minutes is not None
    found = request_instants(ClockTimes(day, appointment=hour), minutes, aid, DEFAULTS)
    assert found.appointment_at == clock.at(day, hour)
    assert found.pickup_at is not None
    early = found.appointment_at - found.pickup_at
    least = timedelta(minutes=minutes + DEFAULTS.boarding[aid] + DEFAULTS.buffer_minutes)
    assert least <= early < least + timedelta(minutes=5)
    assert found.ride_date == clock.local(found.pickup_at).date()
    assert found.ride_date in {day, day - DAY}


@given(
    st.builds(
        Typed,
        days,
        st.just(("Hees",)),
        st.tuples(places),
        st.one_of(st.none(), clocks),
        st.one_of(st.none(), clocks),
        st.sampled_from(ReturnMode),
        clocks,
        st.sampled_from([None, 20, 240, 600]),
        st.sampled_from(Aid),
        st.lists(places, max_size=3).map(tuple),
    )
)
def test_what_is_proposed_is_what_will_be_stored(typed: Typed) -> None:
    if typed.return_mode is not ReturnMode.AT_TIME:
        typed = replace(typed, return_time=None)
    minutes = BOOK.minutes(typed.home, typed.destination)
    asked = ClockTimes(typed.ride_date, typed.appointment, typed.pickup, typed.return_time)
    try:
        found = request_instants(asked, minutes, typed.aid, DEFAULTS)
    except RuleError:
        return  # the appointment long before the pick-up: refused when it is saved
    proposal = propose(typed, BOOK, 4326, Tariff())
    wish = Wish(
        typed.home,
        typed.destination,
        *(found.pickup_at, found.appointment_at, typed.return_mode, found.return_at),
        typed.stay_minutes or DEFAULTS.default_stay_minutes,
        typed.stops,
    )
    assert proposal.legs == plan_legs(wish, BOOK)


@given(instants, places, st.integers(5, 900), st.sampled_from([(), ("Bilzen",), ("Bilzen", "Hasselt")]))
def test_legs_last_as_long_as_they_last(leaves: datetime, place: str, stay: int, stops: tuple[str, ...]) -> None:
    wish = Wish(("Hees",), (place,), leaves, return_mode=ReturnMode.WAIT, stay_minutes=stay, stops=stops)
    legs = plan_legs(wish, BOOK)
    assert len(legs) == 2 + len(stops)
    end = leaves
    for leg in legs:
        assert leg.depart_at is not None
        assert leg.arrive_at is not None
        minutes = BOOK.minutes((leg.origin,), (leg.destination,))
        assert leg.arrive_at - leg.depart_at == timedelta(minutes=minutes or 0)
        assert leg.depart_at >= end
        end = leg.arrive_at
    first, second = legs[0].arrive_at, legs[1].depart_at
    assert first is not None
    assert second is not None
    assert second - first == timedelta(minutes=stay)


@given(days, clocks, clocks)
def test_a_sheet_with_two_times_is_a_span_of_real_time(day: date, depart: time, home: time) -> None:
    try:
        depart_at, home_at = driven_span(day, depart, home, (None, None))
    except RuleError:
        gap = clock.at(day + (home < depart) * DAY, home) - clock.at(day, depart)
        assert gap > LONGEST_RIDE or gap < timedelta(0)
        return
    assert depart_at is not None
    assert home_at is not None
    assert depart_at == clock.at(day, depart)
    assert timedelta(0) <= home_at - depart_at <= LONGEST_RIDE
    assert clock.local(home_at).date() in {day, day + DAY}


@given(instants, st.integers(1, 600), instants, st.integers(1, 600))
def test_two_rides_clash_when_they_share_a_minute(one: datetime, length: int, other: datetime, lasts: int) -> None:
    end, last = one + timedelta(minutes=length), other + timedelta(minutes=lasts)
    share = max(one, other) < min(end, last)
    assert (find_clash(one, end, [Busy(other, last, "2026-0001")]) is not None) == share
    assert (find_clash(other, last, [Busy(one, end, "2026-0002")]) is not None) == share


@pytest.mark.parametrize("night", NIGHTS)
def test_a_ride_through_the_night_is_its_first_days(desk: RideDesk, night: date) -> None:
    """Edge case 10.8: fetched at 23:00, home after the clock or the year jumped."""
    before = night - DAY
    with clock.frozen(clock.at(night + DAY, time(12))):
        ride_id = desk.request(
            ride_date=before, appointment=time(23, 50), pickup=time(23), expected_minutes=240, destination="Genk"
        )
        desk.do(ops.assign_driver, ops.AssignDriver(ride_id, desk.pierre))
        ride = desk.ride(ride_id)
        assert ride.ride_date == before
        assert ride.home_at is not None
        assert clock.local(ride.home_at).date() == night
        for day in (before, night):
            board = desk.read(day_board, day)
            assert [line.ride_id for lane in board.lanes for line in lane.rides] == [ride_id]
        desk.do(ops.record_result, ops.RecordResult(ride_id, 52_000, waiting_minutes=240))
        assert _year(desk, before.year) == (1, 52)
        assert _year(desk, before.year + 1) == (0, 0)


def _year(desk: RideDesk, year: int) -> tuple[int, int]:
    (first, *_) = figures.FIGURE_SETS
    values = desk.read(first.compute, year)
    found = desk.read(mileage_report, year)
    assert found.total.rides == (values["rides"] or 0)
    return found.total.rides, found.total.metres // 1000


@pytest.mark.parametrize("night", [*SUMMER_TIME, *WINTER_TIME])
def test_taking_back_a_ride_of_that_night_is_exact(desk: RideDesk, night: date) -> None:
    before = everything(desk.database)
    command = ops.RequestRide(**{**desk.plain(), "ride_date": night, "appointment": time(2, 30), "pickup": time(1, 45)})
    done = desk.database.write(lambda session: ops.request_ride(session, command), "Rit aannemen")
    ride: Ride = desk.ride(done.value)
    assert ride.depart_at == clock.at(night, time(1, 45))

    desk.database.write(lambda session: take_back(session, done.changes), "Ongedaan gemaakt")
    assert everything(desk.database) == before
