"""Where things lie on the board: pure arithmetic."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmc_desk.core import clock
from mmc_desk.features.rides.pages.lane_layout import Span, lay_out, place_beside, place_in_tracks, with_beside
from mmc_desk.features.rides.pages.timescale import MAX_HOUR_WIDTH, MIN_HOUR_WIDTH, TimeScale

DAY = date(2026, 11, 25)
NOON = clock.at(DAY, time(12))


def _spans(*hours: tuple[float, float]) -> list[Span]:
    start = clock.at(DAY, time())
    return [
        Span(number, start + timedelta(hours=begin), start + timedelta(hours=end))
        for number, (begin, end) in enumerate(hours, 1)
    ]


def test_an_hour_is_as_wide_as_it_should_be() -> None:
    scale = TimeScale(DAY, 60)
    assert scale.x_of(clock.at(DAY, time(6))) == 0
    assert scale.x_of(NOON) == 360
    assert scale.width == 16 * 60


@given(st.integers(0, 16 * 60 - 1))
def test_an_x_leads_back_to_its_minute(minute: int) -> None:
    scale = TimeScale(DAY, 60)
    instant = clock.at(DAY, time(6)) + timedelta(minutes=minute)
    assert scale.instant_at(scale.x_of(instant)) == instant


def test_what_lies_outside_is_held_to_the_axis() -> None:
    scale = TimeScale(DAY, 60)
    assert scale.clipped_x(clock.at(DAY, time(3))) == 0
    assert scale.clipped_x(clock.at(DAY, time(23))) == scale.width


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        (time(9), time(10), (6, 22)),
        (time(4, 30), time(10), (4, 22)),
        (time(20), time(23, 10), (6, 24)),
    ],
)
def test_the_axis_widens_for_early_and_late_rides(start: time, end: time, hours: tuple[int, int]) -> None:
    scale = TimeScale(DAY, 60).holding([(clock.at(DAY, start), clock.at(DAY, end))])
    assert (scale.first_hour, scale.last_hour) == hours


def test_a_ride_past_midnight_shows_to_its_end() -> None:
    scale = TimeScale(DAY, 60).holding([(clock.at(DAY, time(23)), clock.at(date(2026, 11, 26), time(1, 30)))])
    assert scale.last_hour == 26


def test_the_ruler_follows_the_clock_on_the_wall_when_an_hour_is_doubled() -> None:
    autumn = date(2026, 10, 25)
    scale = TimeScale(autumn, 60)
    assert scale.x_of(clock.at(autumn, time(9))) == 180
    assert clock.at(autumn, time(9)) == datetime(2026, 10, 25, 8, tzinfo=UTC)


def test_zoom_stays_within_what_can_be_read() -> None:
    assert TimeScale(DAY, 60).zoomed(100).hour_width == MAX_HOUR_WIDTH
    assert TimeScale(DAY, 60).zoomed(0.01).hour_width == MIN_HOUR_WIDTH


@pytest.mark.parametrize(
    ("hours", "tracks"),
    [
        ([(9, 10), (10, 11)], [0, 0]),
        ([(9, 11), (10, 12)], [0, 1]),
        ([(9, 12), (9.5, 10), (10, 11), (12, 13)], [0, 1, 1, 0]),
        ([], []),
    ],
)
def test_overlapping_rides_stack(hours: list[tuple[float, float]], tracks: list[int]) -> None:
    assert list(place_in_tracks(_spans(*hours)).values()) == tracks


def test_what_is_proposed_moves_nothing_that_is_there() -> None:
    lane = _spans((9, 11), (12, 14))
    proposed = [span._replace(ride_id=-span.ride_id) for span in _spans((8, 9), (10, 13), (12, 15))]
    placed = place_in_tracks(lane)
    assert place_beside(lane, placed, proposed) == {-1: 0, -2: 1, -3: 2}
    layout = with_beside(lay_out([lane, lane], 40), lambda _lane: lane, {1: proposed})
    assert layout.tops == (0, 40, 160)
    assert with_beside(layout, lambda _lane: lane, {}).tops == (0, 40, 80)


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(1, 6)), max_size=12))
def test_no_two_rides_of_a_track_overlap(rides: list[tuple[int, int]]) -> None:
    spans = _spans(*((start, start + length) for start, length in rides))
    tracks = place_in_tracks(spans)
    for one in spans:
        for other in spans:
            if one.ride_id < other.ride_id and tracks[one.ride_id] == tracks[other.ride_id]:
                assert one.end <= other.start or other.end <= one.start


def test_lanes_are_found_by_their_height() -> None:
    layout = lay_out([_spans((9, 10)), _spans((9, 11), (10, 12)), []], 40)
    assert layout.tops == (0, 40, 120, 160)
    assert [layout.lane_at(y) for y in (0, 39, 40, 119, 120, 159)] == [0, 0, 1, 1, 2, 2]
    assert layout.lane_at(-1) is None
    assert layout.lane_at(160) is None
    assert list(layout.lanes_between(39, 121)) == [0, 1, 2]
    assert list(layout.lanes_between(41, 60)) == [1]
    assert layout.top_of(1, 2) == 80
