"""What the day board draws: bars and lane heads with their texts ready, and the way the keyboard walks through them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from mmc_desk.core import clock
from mmc_desk.core.formats import show_km
from mmc_desk.core.i18n import translate
from mmc_desk.features.rides.pages.lane_layout import LaneLayout, Span, lay_out, with_beside
from mmc_desk.features.rides.pages.ride_words import marks_of, names_of, route_of, time_of
from mmc_desk.features.rides.pages.timescale import FIRST_HOUR, TimeScale
from mmc_desk.features.rides.queries.rows import DayBoard, Lane, RideLine
from mmc_desk.features.rides.rules.availability import Away

_UNTIMED = timedelta(hours=1)


class BarTexts(NamedTuple):
    """What is written in a bar: `title` is time and names together; `marks` are icons of what to mind."""

    time: str
    names: str
    title: str
    route: str
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """A ride as a bar: time and names on one line, the route on the next.

    Its texts are made when it is first drawn (of a day of hundreds a window shows a few dozen), and live as long as it.
    """

    ride: RideLine
    start: datetime
    end: datetime
    words: str = ""
    """Why it is proposed, where it is."""

    _made: list[BarTexts] = field(default_factory=list, init=False, repr=False, compare=False)

    @property
    def texts(self) -> BarTexts:
        """What is written in it."""
        if not self._made:
            when, names = time_of(self.ride), names_of(self.ride)
            marks = tuple(marks_of(self.ride))
            self._made.append(BarTexts(when, names, f"{when} {names}", route_of(self.ride), marks))
        return self._made[0]


@dataclass(frozen=True, slots=True)
class Head:
    """A driver's name beside the lane, and why the lane is closed ("" when it isn't)."""

    driver_id: int
    name: str
    detail: str
    takes_wheelchair: bool
    away: str
    is_absent: bool
    hours: tuple[tuple[datetime, datetime], ...]


@dataclass(frozen=True, slots=True)
class Ghost:
    """A ride where somebody proposes to put it, beside what is: home to home with that driver; `words` say why."""

    ride: RideLine
    driver_id: int
    depart_at: datetime
    home_at: datetime
    words: str = ""


@dataclass(frozen=True, slots=True)
class Scene:
    """A day laid out: lane heads, bars per lane by time, and where they lie.

    `ghosts` are the bars that are proposed, by ride; `ghost_lanes` where they would lie.
    """

    day: date
    heads: tuple[Head, ...]
    bars: tuple[tuple[Bar, ...], ...]
    layout: LaneLayout
    lane_of: Mapping[int, int]
    by_id: Mapping[int, Bar]
    ghosts: Mapping[int, Bar]
    ghost_lanes: Mapping[int, int]

    def spans(self) -> list[tuple[datetime, datetime]]:
        """Return when each ride on the board, and each proposed one, starts and ends."""
        return [(bar.start, bar.end) for lane in (*self.bars, tuple(self.ghosts.values())) for bar in lane]

    def ghosts_in(self, lane: int) -> tuple[Bar, ...]:
        """Return what is proposed for a lane."""
        return tuple(self.ghosts[ride_id] for ride_id, place in self.ghost_lanes.items() if place == lane)

    def looks(self) -> list[tuple[object, ...]]:
        """Return for each lane what its picture depends on: a lane that looks the same is kept."""
        proposed: dict[int, list[object]] = defaultdict(list)
        for ride_id, place in self.ghost_lanes.items():
            proposed[place].append((self.ghosts[ride_id].start, self.ghosts[ride_id].end, ride_id))
        leaving: dict[int, list[int]] = defaultdict(list)
        for ride_id in self.ghosts.keys() & self.lane_of.keys():
            leaving[self.lane_of[ride_id]].append(ride_id)
        lanes = zip(self.heads, self.bars, self.layout.tracks, strict=True)
        return [(*parts, proposed.get(lane), sorted(leaving.get(lane, ()))) for lane, parts in enumerate(lanes)]

    def top_of(self, ride_id: int, *, is_ghost: bool = False) -> int:
        """Return the top of the track a ride, or the ghost of one, lies in."""
        if is_ghost:
            return self.layout.top_of(self.ghost_lanes[ride_id], -ride_id)
        return self.layout.top_of(self.lane_of[ride_id], ride_id)

    def lane_of_driver(self, driver_id: int) -> int | None:
        """Return the lane of a driver."""
        return next((place for place, head in enumerate(self.heads) if head.driver_id == driver_id), None)

    def nearest(self, lane: int, instant: datetime) -> int | None:
        """Return the ride of a lane that starts nearest to `instant`; None in an empty lane."""
        bars = self.bars[lane]
        return min(bars, key=lambda bar: abs(bar.start - instant)).ride.ride_id if bars else None

    def beside(self, ride_id: int, step: int) -> int | None:
        """Return the ride `step` places on in the same lane; None past its ends."""
        bars = self.bars[self.lane_of[ride_id]]
        place = next(place for place, bar in enumerate(bars) if bar.ride.ride_id == ride_id) + step
        return bars[place].ride.ride_id if 0 <= place < len(bars) else None


def build_scene(board: DayBoard, track_height: int) -> Scene:
    """Lay out a day with lanes of `track_height` pixels: who drives that day first, each group in the board's order."""
    lanes = sorted(board.lanes, key=lambda lane: not (lane.rides or lane.hours.hours))
    bars = tuple(tuple(bar_of(ride, board.day) for ride in lane.rides) for lane in lanes)
    ordered = tuple(tuple(sorted(lane, key=lambda bar: (bar.start, bar.ride.ride_id))) for lane in bars)
    return Scene(
        day=board.day,
        heads=tuple(_head(lane, board.day) for lane in lanes),
        bars=ordered,
        layout=lay_out(map(_spans, ordered), track_height),
        lane_of={bar.ride.ride_id: place for place, lane in enumerate(ordered) for bar in lane},
        by_id={bar.ride.ride_id: bar for lane in ordered for bar in lane},
        ghosts={},
        ghost_lanes={},
    )


def with_ghosts(scene: Scene, ghosts: Sequence[Ghost]) -> Scene:
    """Return the scene with other ghosts; what is stays where it is.

    A ghost gets a track of its own where what is stands in its way: a ride that is to move away, mostly. One that lies
    where it was proposed already is none any more.
    """
    place_of = {head.driver_id: place for place, head in enumerate(scene.heads)}
    lane_of = scene.lane_of
    shown = [one for one in ghosts if place_of.get(one.driver_id) not in {None, lane_of.get(one.ride.ride_id)}]
    return replace(
        scene,
        layout=with_beside(scene.layout, lambda lane: _spans(scene.bars[lane]), _beside(shown, place_of)),
        ghosts={ghost.ride.ride_id: _ghost_bar(ghost) for ghost in shown},
        ghost_lanes={ghost.ride.ride_id: place_of[ghost.driver_id] for ghost in shown},
    )


def _spans(lane: Sequence[Bar]) -> list[Span]:
    return [Span(bar.ride.ride_id, bar.start, bar.end) for bar in lane]


def _beside(ghosts: Sequence[Ghost], place_of: Mapping[int, int]) -> dict[int, list[Span]]:
    spans: dict[int, list[Span]] = defaultdict(list)
    for ghost in ghosts:
        spans[place_of[ghost.driver_id]].append(Span(-ghost.ride.ride_id, ghost.depart_at, ghost.home_at))
    return spans


def _ghost_bar(ghost: Ghost) -> Bar:
    return Bar(ghost.ride, ghost.depart_at, ghost.home_at, ghost.words)


def scale_for(scene: Scene, hour_width: float) -> TimeScale:
    """Return the time axis on which every ride of the scene shows."""
    return TimeScale(scene.day, hour_width).holding(scene.spans())


def bar_of(ride: RideLine, day: date) -> Bar:
    """Return a ride as a bar; one without a time stands at the start of the day, an hour long."""
    start = ride.depart_at or clock.at(day, time(FIRST_HOUR))
    end = ride.home_at if ride.home_at and ride.depart_at else start + _UNTIMED
    return Bar(ride, start, max(end, start))


def _head(lane: Lane, day: date) -> Head:
    load = translate("rides", "{rides} ritten · {km}")
    return Head(
        driver_id=lane.driver_id,
        name=lane.name,
        detail=load.format(rides=lane.rides_month, km=show_km(round(lane.metres_month, -3))),
        takes_wheelchair=lane.rigid_wheelchair,
        away=_away_words(lane),
        is_absent=lane.hours.away not in {None, Away.PATTERN},
        hours=tuple((clock.at(day, start), _end_of(day, end)) for start, end in lane.hours.hours),
    )


def _end_of(day: date, end: time) -> datetime:
    whole = end >= time(23, 59)
    return clock.at(day + timedelta(days=1), time(23, 59)) if whole else clock.at(day, end)


def _away_words(lane: Lane) -> str:
    detail = lane.hours.detail
    if lane.hours.away is Away.LEAVE:
        return (
            translate("rides", "Afwezig: {reason}").format(reason=detail) if detail else translate("rides", "Afwezig")
        )
    if lane.hours.away is Away.CLOSURE:
        return translate("rides", "Gesloten: {reason}").format(reason=detail)
    if lane.hours.away is Away.NOT_ACTIVE:
        return translate("rides", "Niet actief")
    return translate("rides", "Rijdt niet op deze weekdag") if lane.hours.away is Away.PATTERN else ""
