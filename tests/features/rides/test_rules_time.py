"""Pick-up, legs, DST and midnight, distances, availability and clashes."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmc_desk.core import clock
from mmc_desk.core.errors import RuleError
from mmc_desk.features.people.model import Aid
from mmc_desk.features.rides.model import DistanceSource, LegKind, ReturnMode
from mmc_desk.features.rides.rules.availability import (
    Away,
    Busy,
    DayHours,
    DriverTimes,
    Hours,
    Period,
    WeekPart,
    day_hours,
    earliest_departure,
    find_clash,
    fits_hours,
    overlapping,
)
from mmc_desk.features.rides.rules.calendar import (
    closed_reason,
    no_service_reason,
    public_holidays,
    working_days_between,
)
from mmc_desk.features.rides.rules.distances import (
    DistanceBook,
    Known,
    distance_key,
    drive_minutes,
    great_circle,
    learnt_distance,
    road_estimate,
)
from mmc_desk.features.rides.rules.pickup import propose_pickup
from mmc_desk.features.rides.rules.settings import DEFAULTS
from mmc_desk.features.rides.rules.trips import (
    ClockTimes,
    Trip,
    Wish,
    drive_with,
    plan_legs,
    request_instants,
    trip_of,
)

DAY = date(2026, 11, 25)
BILZEN, GENK = (50.8703, 5.5176), (50.9655, 5.5001)
BOOK = DistanceBook(points={"bilzen": BILZEN, "genk": GENK, "hees": (50.8447, 5.6097)})


def at(text: str, day: date = DAY) -> datetime:
    return clock.at(day, time.fromisoformat(text))


# Pick-up


def test_pick_up_is_proposed_with_its_sum() -> None:
    proposal = propose_pickup(at("10:00"), 22, Aid.ROLLATOR, 5)
    assert proposal.pickup_at == at("09:25")
    assert proposal.minutes == 35
    assert [(line.label, line.minutes) for line in proposal.lines] == [
        ("rijden", 22),
        ("in- en uitstappen", 5),
        ("speling", 5),
        ("afronding", 3),
    ]


@given(
    st.integers(0, 1_000_000).map(lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)),
    st.integers(0, 300),
    st.sampled_from(Aid),
    st.integers(0, 60),
)
def test_pick_up_sum_is_exact_and_never_late(appointment: datetime, drive: int, aid: Aid, buffer: int) -> None:
    proposal = propose_pickup(appointment, drive, aid, buffer)
    assert proposal.pickup_at + timedelta(minutes=proposal.minutes) == appointment
    assert proposal.minutes - (drive + DEFAULTS.boarding[aid] + buffer) in range(5)
    assert proposal.pickup_at.minute % 5 == 0
    assert all(line.minutes for line in proposal.lines)


# Instants of a request


def test_pick_up_follows_from_the_appointment() -> None:
    found = request_instants(ClockTimes(DAY, time(10)), 20, Aid.NONE, DEFAULTS)
    assert (found.pickup_at, found.appointment_at, found.ride_date) == (at("09:30"), at("10:00"), DAY)


def test_without_distance_nothing_is_proposed() -> None:
    found = request_instants(ClockTimes(DAY, time(10)), None, Aid.NONE, DEFAULTS)
    assert (found.pickup_at, found.ride_date, found.return_at) == (None, DAY, None)


def test_nothing_is_known_yet() -> None:
    found = request_instants(ClockTimes(DAY, return_time=time(12)), 20, Aid.NONE, DEFAULTS)
    assert (found.pickup_at, found.appointment_at, found.return_at) == (None, None, at("12:00"))


def test_ride_across_midnight_belongs_to_its_start_date() -> None:
    """Edge case 10.8."""
    times = ClockTimes(DAY, appointment=time(0, 20), pickup=time(23, 40), return_time=time(2))
    found = request_instants(times, 20, Aid.NONE, DEFAULTS)
    assert found.ride_date == DAY
    assert found.appointment_at == at("00:20", DAY + timedelta(days=1))
    assert found.return_at == at("02:00", DAY + timedelta(days=1))


def test_pick_up_before_midnight_moves_the_ride_to_that_day() -> None:
    """Edge case 10.8."""
    found = request_instants(ClockTimes(DAY, appointment=time(0, 10)), 20, Aid.NONE, DEFAULTS)
    assert found.pickup_at == at("23:40", DAY - timedelta(days=1))
    assert found.ride_date == DAY - timedelta(days=1)


def test_pick_up_after_the_appointment_is_refused() -> None:
    with pytest.raises(RuleError, match="ophaaluur ligt na de afspraak") as refusal:
        request_instants(ClockTimes(DAY, appointment=time(9), pickup=time(10)), 20, Aid.NONE, DEFAULTS)
    assert refusal.value.field == "pickup"


# Legs


def wish(**changes: object) -> Wish:
    plain = Wish(("Kerkstraat 1, Hees", "Hees"), ("ZOL", "Genk"), at("09:00"), at("10:00"), ReturnMode.WAIT)
    return replace(plain, **changes)  # type: ignore[arg-type] # the names of its fields


def test_out_and_back_with_the_stay_between() -> None:
    out, back = plan_legs(wish(), BOOK)
    assert (out.kind, out.origin, out.destination) == (LegKind.OUT, "Kerkstraat 1, Hees", "ZOL")
    assert (back.kind, back.destination) == (LegKind.BACK, "Kerkstraat 1, Hees")
    assert back.depart_at == at("11:00")
    assert out.metres == back.metres == BOOK.metres(("Hees",), ("Genk",))


def test_stops_come_after_the_destination() -> None:
    legs = plan_legs(wish(stops=("Bilzen", "Genk")), BOOK)
    assert [leg.kind for leg in legs] == [LegKind.OUT, LegKind.STOP, LegKind.STOP, LegKind.BACK]
    assert legs[1].arrive_at is not None
    assert legs[2].depart_at == legs[1].arrive_at + timedelta(minutes=10)


def test_agreed_return_time_stands() -> None:
    *_, back = plan_legs(wish(return_mode=ReturnMode.AT_TIME, return_at=at("12:30")), BOOK)
    assert back.depart_at == at("12:30")


def test_agreed_return_never_before_arriving() -> None:
    out, back = plan_legs(wish(return_at=at("09:05")), BOOK)
    assert back.depart_at == out.arrive_at


def test_return_time_stands_where_arriving_is_unknown() -> None:
    _, back = plan_legs(wish(pickup_at=None, return_at=at("12:30")), BOOK)
    assert back.depart_at == at("12:30")


def test_no_return_is_one_leg() -> None:
    only = plan_legs(wish(return_mode=ReturnMode.NONE), BOOK)
    assert [leg.kind for leg in only] == [LegKind.OUT]
    assert trip_of(wish(return_mode=ReturnMode.NONE), only).end == ("ZOL", "Genk")


def test_unknown_places_leave_times_open() -> None:
    legs = plan_legs(wish(destination=("Ergens",), appointment_at=None), BOOK)
    assert [leg.depart_at for leg in legs] == [at("09:00"), None]
    assert trip_of(wish(), legs).metres is None


def test_a_trip_without_legs_has_a_start_only() -> None:
    trip = trip_of(wish(), ())
    assert (trip.start_at, trip.end_at, trip.metres) == (at("09:00"), None, None)


@pytest.mark.parametrize(
    ("night", "minutes"), [(date(2026, 3, 29), 180), (date(2026, 10, 25), 300), (date(2027, 3, 28), 180)]
)
def test_a_stay_over_a_clock_change_lasts_its_real_time(night: date, minutes: int) -> None:
    """Edge case 10.8: from 1:00 to 5:00 on the clock is three or five hours."""
    asked = wish(
        destination=("Hees",),
        pickup_at=at("00:30", night),
        appointment_at=at("01:00", night),
        return_at=at("05:00", night),
    )
    _, back = plan_legs(asked, BOOK)
    assert back.depart_at is not None
    assert back.depart_at - at("01:00", night) == timedelta(minutes=minutes)


# Home to home


def test_kilometres_count_from_the_drivers_home() -> None:
    trip = Trip(at("09:00"), at("11:30"), ("Hees",), ("Hees",), 30_000)
    drive = drive_with(trip, "Bilzen", BOOK)
    approach = BOOK.metres(("Bilzen",), ("Hees",))
    assert approach is not None
    assert drive.metres == 30_000 + 2 * approach
    minutes = timedelta(minutes=BOOK.minutes(("Bilzen",), ("Hees",)) or 0)
    assert (drive.depart_at, drive.home_at) == (at("09:00") - minutes, at("11:30") + minutes)


def test_an_unknown_home_adds_nothing() -> None:
    drive = drive_with(Trip(at("09:00"), None, ("Hees",), ("Hees",), None), "Ergens", BOOK)
    assert (drive.depart_at, drive.home_at, drive.approach, drive.metres) == (at("09:00"), None, None, None)


# Distances


def test_great_circle_of_a_degree() -> None:
    assert great_circle((0, 0), (0, 1)) == pytest.approx(111_195, abs=5)
    assert great_circle(BILZEN, BILZEN) == 0


@given(st.floats(0, 200_000), st.floats(0, 200_000))
def test_the_factor_falls_with_the_distance(one: float, other: float) -> None:
    short, long = sorted((one, other))
    assert road_estimate(short) <= road_estimate(long) + 1
    assert road_estimate(long) >= int(long)


@given(st.integers(0, 300_000), st.integers(0, 300_000))
def test_driving_further_takes_longer(one: int, other: int) -> None:
    short, long = sorted((one, other))
    assert drive_minutes(short) <= drive_minutes(long)


@pytest.mark.parametrize(("metres", "minutes"), [(0, 0), (100, 5), (3_000, 6), (10_000, 16), (40_000, 46)])
def test_driving_time(metres: int, minutes: int) -> None:
    assert drive_minutes(metres) == minutes


def test_hand_beats_learnt_beats_estimate() -> None:
    pair, exact = distance_key("Genk", "Bilzen"), distance_key("bilzen", "ZOL Genk")
    learnt = replace(BOOK, known={pair: Known(13_000, DistanceSource.LEARNT)})
    by_hand = replace(
        BOOK, known={pair: Known(14_000, DistanceSource.HAND), exact: Known(15_000, DistanceSource.LEARNT)}
    )
    assert BOOK.metres(("Bilzen",), ("GENK",)) == road_estimate(great_circle(BILZEN, GENK))
    assert learnt.metres(("Bilzen",), ("Genk",)) == 13_000
    assert by_hand.metres(("ZOL Genk", "Genk"), ("Bilzen",)) == 14_000
    assert by_hand.minutes(("Genk",), ("Bilzen",)) == drive_minutes(14_000)


def test_unknown_place_has_no_distance() -> None:
    assert BOOK.metres(("Bilzen",), ("Ergens",)) is None
    assert BOOK.minutes(("Ergens",), ("Bilzen",)) is None


@pytest.mark.parametrize(
    ("samples", "metres"), [([10, 11], None), ([10, 11, 900], 11), ([10, 12, 14, 900], 13), ([], None)]
)
def test_the_median_of_three_sheets_is_learnt(samples: list[int], metres: int | None) -> None:
    assert learnt_distance(samples) == metres


# Calendar


def test_public_holidays_of_domain() -> None:
    days = public_holidays(2026)
    fixed = ["01-01", "04-06", "05-01", "05-14", "05-25", "07-21", "08-15", "11-01", "11-11", "12-25"]
    assert all(date.fromisoformat(f"2026-{day}") in days for day in fixed)
    assert days[date(2026, 11, 11)] == "Wapenstilstand"


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        (date(2026, 11, 24), "brugdag"),
        (date(2026, 11, 26), "sluitingsdag"),
        (date(2026, 12, 25), "Kerstmis"),
        (date(2026, 11, 28), "weekend"),
        (date(2026, 11, 25), ""),
    ],
)
def test_why_the_desk_is_closed(day: date, reason: str) -> None:
    closures = {date(2026, 11, 24): "brugdag", date(2026, 11, 26): ""}
    assert closed_reason(day, closures) == reason
    assert no_service_reason(day, closures) == ("" if reason == "weekend" else reason)


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        (date(2026, 11, 26), date(2026, 11, 30), 2),
        (date(2026, 11, 9), date(2026, 11, 12), 2),
        (date(2026, 11, 9), date(2026, 11, 9), 0),
        (date(2026, 11, 9), date(2026, 11, 2), 0),
    ],
)
def test_working_days(start: date, end: date, days: int) -> None:
    assert working_days_between(start, end, {}) == days


# Availability

MORNING: Hours = (time(8), time(12))
MONDAY = date(2026, 11, 23)
CLAIMS = ("not_active", "closure", "leave", "extra", "pattern")


@given(st.frozensets(st.sampled_from(CLAIMS)), st.booleans())
def test_precedence_closure_leave_exception_weekday(claims: frozenset[str], other_day: bool) -> None:  # noqa: FBT001 - a draw
    period = (Period(MONDAY, MONDAY, "reis"),)
    week = (WeekPart(1 if other_day else 0, MORNING),) if "pattern" in claims else ()
    times = DriverTimes(
        week=week,
        leave=period if "leave" in claims else (),
        extra=period if "extra" in claims else (),
        active_to=date(2026, 1, 1) if "not_active" in claims else None,
    )
    found = day_hours(MONDAY, times, "brugdag" if "closure" in claims else "")
    for claim, away in (("not_active", Away.NOT_ACTIVE), ("closure", Away.CLOSURE), ("leave", Away.LEAVE)):
        if claim in claims:
            assert found.away is away
            assert found.hours == ()
            return
    if "extra" in claims or not week:
        assert found == DayHours(((time.min, time.max),))
    elif other_day:
        assert found == DayHours((), Away.PATTERN)
    else:
        assert found == DayHours((MORNING,))


@pytest.mark.parametrize(
    ("start", "end", "active"),
    [(None, None, True), (MONDAY, MONDAY, True), (date(2026, 11, 24), None, False), (None, date(2026, 11, 22), False)],
)
def test_a_driver_is_active_on_both_boundary_days(start: date | None, end: date | None, active: bool) -> None:  # noqa: FBT001 - a table's column
    found = day_hours(MONDAY, DriverTimes(active_from=start, active_to=end))
    assert (found.away is None) is active


# Clashes

BUSY = (Busy(at("11:00"), at("12:00"), "2026-0002"), Busy(at("08:00"), at("09:00"), "2026-0001"))
WHOLE = ((time.min, time.max),)


@pytest.mark.parametrize(
    ("start", "end", "ride"),
    [
        ("09:00", "11:00", None),
        ("08:30", "11:30", "2026-0001"),
        ("11:59", "13:00", "2026-0002"),
        ("07:00", "08:00", None),
    ],
)
def test_touching_rides_dont_clash(start: str, end: str, ride: str | None) -> None:
    clash = find_clash(at(start), at(end), BUSY)
    assert (clash and clash.ride_no) == ride


@pytest.mark.parametrize(
    ("wanted", "length", "hours", "earliest"),
    [
        ("08:30", 90, WHOLE, "09:00"),
        ("08:30", 150, WHOLE, "12:00"),
        ("07:00", 60, WHOLE, "07:00"),
        ("08:30", 60, (MORNING, (time(14), time(16))), "09:00"),
        ("09:30", 100, (MORNING, (time(14), time(16))), "14:00"),
        ("15:30", 100, (MORNING, (time(14), time(16))), None),
    ],
)
def test_earliest_feasible_departure(wanted: str, length: int, hours: tuple[Hours, ...], earliest: str | None) -> None:
    found = earliest_departure(DAY, at(wanted), timedelta(minutes=length), hours, BUSY)
    assert found == (at(earliest) if earliest else None)


def test_no_departure_that_day_any_more() -> None:
    busy = (Busy(at("20:00"), at("23:59") + timedelta(hours=2)),)
    assert earliest_departure(DAY, at("20:00"), timedelta(hours=1), WHOLE, busy) is None


spans = st.lists(
    st.tuples(st.integers(0, 1380), st.integers(1, 300)).map(
        lambda pair: Busy(at("00:00") + timedelta(minutes=pair[0]), at("00:00") + timedelta(minutes=sum(pair)))
    ),
    max_size=8,
)


@given(spans, st.integers(0, 1380), st.integers(1, 300))
def test_the_earliest_departure_is_free_and_none_before_it_is(busy: list[Busy], wanted: int, length: int) -> None:
    start, duration = at("00:00") + timedelta(minutes=wanted), timedelta(minutes=length)
    found = earliest_departure(DAY, start, duration, WHOLE, busy)
    if found is not None:
        assert found >= start
        assert find_clash(found, found + duration, busy) is None
    tried = start
    limit = found or at("23:59")
    while tried < limit:
        assert find_clash(tried, tried + duration, busy) is not None
        tried += timedelta(minutes=7)


@given(spans)
def test_overlaps_are_found_when_there_are_any(busy: list[Busy]) -> None:
    exists = any(one.overlaps(two.depart_at, two.home_at) for i, one in enumerate(busy) for two in busy[i + 1 :])
    pairs = list(overlapping(busy))
    assert bool(pairs) is exists
    assert all(one.overlaps(two.depart_at, two.home_at) for one, two in pairs)


@pytest.mark.parametrize(
    ("start", "end", "hours", "fits"),
    [
        ("08:00", "12:00", (MORNING,), True),
        ("07:59", "12:00", (MORNING,), False),
        ("08:00", "13:00", (MORNING, (time(12), time(14))), True),
        ("22:00", "23:30", WHOLE, True),
    ],
)
def test_within_the_hours(start: str, end: str, hours: tuple[Hours, ...], fits: bool) -> None:  # noqa: FBT001 - a table's column
    assert fits_hours(DAY, at(start), at(end), hours) is fits


def test_a_whole_day_lets_a_ride_run_past_midnight() -> None:
    """Edge case 10.8."""
    assert fits_hours(DAY, at("23:00"), at("01:30", DAY + timedelta(days=1)), ((time(0), time(23, 59)),))
