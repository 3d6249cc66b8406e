"""Where each driver's lane and each ride's bar lies on the day board, in pixels. Pure arithmetic, no Qt."""

import itertools
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple


class Span(NamedTuple):
    """When a ride takes its driver."""

    ride_id: int
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class LaneLayout:
    """The lanes from top to bottom. Rides of one driver that overlap stack in tracks."""

    tops: tuple[int, ...]
    track_height: int
    tracks: tuple[dict[int, int], ...]

    @property
    def height(self) -> int:
        """The height of all lanes together."""
        return self.tops[-1]

    @property
    def count(self) -> int:
        """The number of lanes."""
        return len(self.tops) - 1

    def lane_at(self, y: float) -> int | None:
        """Return the lane at `y`, None outside all of them."""
        if not 0 <= y < self.height:
            return None
        return bisect_right(self.tops, y) - 1

    def lanes_between(self, top: float, bottom: float) -> range:
        """Return the lanes that show between two heights."""
        first = max(bisect_right(self.tops, top) - 1, 0)
        return range(first, min(bisect_right(self.tops, bottom), self.count))

    def extent(self, lane: int) -> tuple[int, int]:
        """Return the top and the height of a lane."""
        return self.tops[lane], self.tops[lane + 1] - self.tops[lane]

    def top_of(self, lane: int, ride_id: int) -> int:
        """Return the top of the track a ride lies in."""
        return self.tops[lane] + self.tracks[lane].get(ride_id, 0) * self.track_height

    def with_tracks_of(self, height: int) -> "LaneLayout":
        """Return the same lanes with tracks of another height."""
        return replace(self, tops=tuple(top // self.track_height * height for top in self.tops), track_height=height)


def lay_out(lanes: Iterable[Sequence[Span]], track_height: int) -> LaneLayout:
    """Stack the lanes, each as high as its overlapping rides need."""
    return _stacked([place_in_tracks(spans) for spans in lanes], track_height)


def _stacked(tracks: Sequence[dict[int, int]], track_height: int) -> LaneLayout:
    heights = (track_height * (max(placed.values(), default=0) + 1) for placed in tracks)
    return LaneLayout((0, *itertools.accumulate(heights)), track_height, tuple(tracks))


def with_beside(
    layout: LaneLayout, spans_of: Callable[[int], Sequence[Span]], beside: Mapping[int, Sequence[Span]]
) -> LaneLayout:
    """Return the lanes with, by lane, what is only proposed (under negative numbers), in place of what was before.

    It moves nothing that is there, and gets a track below if it must. `spans_of` tells what lies in a lane.
    """
    tracks = [{ride: track for ride, track in placed.items() if ride > 0} for placed in layout.tracks]
    for lane, spans in beside.items():
        tracks[lane] |= place_beside(spans_of(lane), tracks[lane], spans)
    return _stacked(tracks, layout.track_height)


def place_in_tracks(spans: Sequence[Span]) -> dict[int, int]:
    """Return for each ride the first track in which it overlaps no earlier one."""
    if not spans:
        return {}
    ends: list[datetime] = []
    placed: dict[int, int] = {}
    for span in sorted(spans, key=lambda span: (span.start, span.ride_id)):
        track = next((place for place, end in enumerate(ends) if end <= span.start), len(ends))
        ends[track : track + 1] = [span.end]
        placed[span.ride_id] = track
    return placed


def place_beside(spans: Sequence[Span], placed: Mapping[int, int], beside: Sequence[Span]) -> dict[int, int]:
    """Return for each span of `beside` the first track in which it overlaps nothing."""
    taken = [(placed[span.ride_id], span) for span in spans]
    found: dict[int, int] = {}
    for span in sorted(beside, key=lambda span: (span.start, span.ride_id)):
        full = {track for track, other in taken if other.start < span.end and span.start < other.end}
        found[span.ride_id] = next(track for track in itertools.count() if track not in full)
        taken.append((found[span.ride_id], span))
    return found
