"""Where each driver's lane and each ride's bar lies on the day board, in pixels. Pure arithmetic, no Qt."""

import itertools
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
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


def lay_out(
    lanes: Iterable[Sequence[Span]], track_height: int, beside: Mapping[int, Sequence[Span]] | None = None
) -> LaneLayout:
    """Stack the lanes, each as high as its overlapping rides need.

    `beside` holds, by lane, what is only proposed: it moves nothing that is there, and gets a track below if it must.
    """
    tops, tracks = [0], []
    for lane, spans in enumerate(lanes):
        placed = place_in_tracks(spans)
        if beside and lane in beside:
            placed |= place_beside(spans, placed, beside[lane])
        tracks.append(placed)
        tops.append(tops[-1] + track_height * (max(placed.values(), default=0) + 1))
    return LaneLayout(tuple(tops), track_height, tuple(tracks))


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
