"""Tours of shared cars, each evaluated once: what was found out about a sequence of stops is kept under that sequence.

A tour knows its stops' earliest and latest moments with all ride times counted (the least and the greatest solution of
the temporal network). They stay true bounds when a ride joins the tour, so most places for it fall at one comparison,
and a new tour's moments are found by pushing the old ones on from where they change.
"""

# ruff: noqa: FURB136 - a call of max() where nearly all time goes costs a tenth of the plans

from bisect import bisect_left, bisect_right

from mmc_desk.features.planner.engines.shared.arrays import Arrays, Kind

SLACK = 1e-7
"""Minutes by which a limit may be passed: far below the checker's tolerance."""


Place = tuple[float, int, int]
"""What it costs to take a ride along (km), and before which stops it gets in and out."""


class Tour:
    """A sequence of stops that can be driven, from a start to an end."""

    __slots__ = ("cost", "earliest", "inserts", "kind", "km", "latest", "loads", "mask", "rides", "stops")

    def __init__(self, kind: Kind, stops: tuple[int, ...], earliest: list[float]) -> None:
        self.kind = kind
        self.stops = stops
        self.earliest = earliest
        self.latest: list[float] = []
        """Found when first asked for; see Tours.latest."""
        self.loads: list[int] = []
        self.rides: list[int] = []
        self.mask = 0
        self.km = 0.0
        self.cost = 0.0
        """The km with all wishes counted."""
        self.inserts: dict[int, Place | None] = {}
        """By request: its cheapest place; None: there is none."""


class Tours:
    """All tours seen so far."""

    def __init__(self, arrays: Arrays) -> None:
        self.arrays = arrays
        self.known: dict[tuple[int, ...], Tour] = {}
        self.at = [0] * len(arrays.times)
        """Scratch: where in the tour under way a node stands."""
        self.empty = tuple(self._nothing(kind) for kind in arrays.kinds)

    def _nothing(self, kind: Kind) -> Tour:
        stops = (kind.start, kind.start + 1)
        return self._keep(kind, stops, [self.arrays.earliest[node] for node in stops])

    def forget(self) -> None:
        """Make room; tours in somebody's hands stay good."""
        self.known = {tour.stops: tour for tour in self.empty}
        for tour in self.empty:
            tour.inserts = {}

    def tour(self, kind: Kind, stops: tuple[int, ...]) -> Tour | None:
        """Return the tour along these stops, depots included; None: it can't be driven in time."""
        tour = self.known.get(stops)
        if tour is None:
            earliest, latest = self.arrays.earliest, self.arrays.latest
            moments = [earliest[node] for node in stops]
            if self.push(stops, moments, [latest[node] for node in stops], 1, len(stops)):
                return self._keep(kind, stops, moments)
        return tour

    def without(self, tour: Tour, gone: set[int]) -> Tour | None:
        """Return the tour without some of its rides."""
        count = self.arrays.count
        twice = 2 * count
        stops = [node for node in tour.stops if node >= twice or (node if node < count else node - count) not in gone]
        return self.tour(tour.kind, tuple(stops))

    def _keep(self, kind: Kind, stops: tuple[int, ...], moments: list[float]) -> Tour:
        tour = Tour(kind, stops, moments)
        arrays, aboard, before, km = self.arrays, 0, stops[0], 0.0
        ways, loads, count = arrays.ways, arrays.loads, arrays.count
        for node in stops:
            km += ways[before][node]
            before = node
            aboard += loads[node]
            tour.loads.append(aboard)
            if node < count:
                tour.rides.append(node)
                tour.mask |= 1 << node
        tour.km = km
        tour.cost = km + sum([kind.wishes[ride] + kind.burden(number) for number, ride in enumerate(tour.rides)])
        self.known[stops] = tour
        return tour

    def push(self, stops: tuple[int, ...], moments: list[float], latest: list[float], place: int, last: int) -> bool:
        """Push the moments on, from a place in the tour, until every rule is kept. False: they can't be.

        `moments` hold a lower bound each; up to `place`, and after `last` unless pushed on, they are true. A ride that
        takes too long pushes its pick-up on, and from there it starts anew.
        """
        arrays, at = self.arrays, self.at
        times, longest, count = arrays.times, arrays.longest, arrays.count
        twice, size = 2 * count, len(stops)
        for index, node in enumerate(stops):
            at[node] = index
        turns, again = size * size, -1
        before, moment = stops[place - 1], moments[place - 1]
        while place < size:
            node = stops[place]
            moment += times[before][node]
            if moment <= moments[place]:
                if place > last:
                    return True
                moment = moments[place]
            elif moment > latest[place] + SLACK:
                return False
            else:
                moments[place] = moment
            if node >= count:
                start = at[node - count] if node < twice else 0
                needed = moment - longest[node]
                if needed > moments[start] + SLACK:
                    if place == again or not turns:  # no waiting left between: the way itself is too long
                        return False
                    again = place
                    turns -= 1
                    moments[start] = moment = needed
                    last = max(last, place)
                    place = start
                    node = stops[start]
            before = node
            place += 1
        return True

    def latest(self, tour: Tour) -> list[float]:
        """Return how late each stop may begin, ride times counted: the same from the other side."""
        arrays, at, stops = self.arrays, self.at, tour.stops
        times, longest, count = arrays.times, arrays.longest, arrays.count
        latest = [arrays.latest[node] for node in stops]
        for index, node in enumerate(stops):
            at[node] = index
        end = len(stops) - 1
        place, turns = end - 1, len(stops) ** 2
        while place >= 0:
            node = stops[place]
            latest[place] = min(latest[place], latest[place + 1] - times[node][stops[place + 1]])
            if node < count or place == 0:
                drop = at[node + count] if node < count else end
                most = latest[place] + longest[stops[drop]]
                if most < latest[drop] - SLACK and turns:
                    turns -= 1
                    latest[drop] = most
                    place = drop
            place -= 1
        tour.latest = latest
        return latest

    def insert(self, tour: Tour, ride: int) -> Place | None:
        """Return the cheapest place for a ride in a tour; None: it has no place there."""
        found = tour.inserts[ride] = self._cheapest(tour, ride)
        return found

    def with_ride(self, tour: Tour, ride: int, place: Place) -> Tour:
        """Return the tour after a ride took its place in it."""
        _, pick, drop = place
        old = tour.stops
        stops = (*old[:pick], ride, *old[pick:drop], self.arrays.count + ride, *old[drop:])
        known = self.known.get(stops)
        return known or self._keep(tour.kind, stops, self._pushed(tour, ride, place)[1])

    def _cheapest(self, tour: Tour, ride: int) -> Place | None:
        kind = tour.kind
        if ride not in kind.wishes or len(tour.rides) >= kind.max_rides:
            return None
        extra = kind.wishes[ride] + kind.burden(len(tour.rides))
        places = self._places(tour, ride)
        places.sort()
        for place in places:
            added, pick, drop = place
            if tour.km + added > kind.max_km:
                return None
            if self._pushed(tour, ride, place)[0]:
                return added + extra, pick, drop
        return None

    def _pushed(self, tour: Tour, ride: int, place: Place) -> tuple[bool, list[float]]:
        """Tell whether the tour with a ride at a place can be driven, and when its stops begin then."""
        _, pick, drop = place
        arrays, stops, old, late = self.arrays, tour.stops, tour.earliest, tour.latest
        earliest, latest, end = arrays.earliest, arrays.latest, arrays.count + ride
        merged = (*stops[:pick], ride, *stops[pick:drop], end, *stops[drop:])
        if arrays.has_company and not self._is_company(tour.kind, merged):
            return False, []
        moments = [*old[:pick], earliest[ride], *old[pick:drop], earliest[end], *old[drop:]]
        limits = [*late[:pick], latest[ride], *late[pick:drop], latest[end], *late[drop:]]
        return self.push(merged, moments, limits, pick, drop + 1), moments

    def _is_company(self, kind: Kind, stops: tuple[int, ...]) -> bool:
        arrays, aboard, chairs = self.arrays, set[int](), 0
        for node in stops[1:-1]:
            chairs += arrays.rolling[node]
            if node >= arrays.count:
                aboard.discard(node - arrays.count)
            elif chairs > kind.wheelchairs or not aboard.isdisjoint(arrays.apart[node]):
                return False
            else:
                aboard.add(node)
        return True

    def _places(self, tour: Tour, ride: int) -> list[tuple[float, int, int]]:
        """Return the places that the bounds don't rule out: km added, before which stops to get in and out."""
        arrays = self.arrays
        times, ways, end = arrays.times, arrays.ways, arrays.count + ride
        stops, early, loads = tour.stops, tour.earliest, tour.loads
        late = tour.latest or self.latest(tour)
        opens, closes, ends = arrays.earliest[ride], arrays.latest[ride] + SLACK, arrays.earliest[end]
        room = tour.kind.seats - arrays.loads[ride]
        from_pick, to_pick, from_drop = times[ride], ways[ride], times[end]
        over = arrays.latest[end] + SLACK
        places: list[tuple[float, int, int]] = []
        last = min(bisect_right(early, closes), len(stops) - 1)
        for pick in range(max(bisect_left(late, opens) - 1, 0), last):
            before, after = stops[pick], stops[pick + 1]
            moment = early[pick] + times[before][ride]
            if moment > closes:
                continue
            moment = opens if moment < opens else moment
            limit = late[pick + 1] + SLACK
            if loads[pick] > room or moment + from_pick[after] > limit:
                continue
            base = ways[before][ride] - ways[before][after]
            arrival = moment + from_pick[end]
            arrival = ends if arrival < ends else arrival
            if arrival <= over and arrival + from_drop[after] <= limit:
                places.append((base + to_pick[end] + ways[end][after], pick + 1, pick + 1))
            start = (pick + 1, moment + from_pick[after], base + to_pick[after])
            self._drops(tour, end, start, min(limit - from_pick[after], closes), places)
        return places

    def _drops(
        self,
        tour: Tour,
        end: int,
        start: tuple[int, float, float],
        boarded: float,
        places: list[tuple[float, int, int]],
    ) -> None:
        """Add the places to get out later. `start`: before which stop in, the moment there then, the km so far."""
        arrays, stops, early, loads, late = self.arrays, tour.stops, tour.earliest, tour.loads, tour.latest
        times, ways = arrays.times, arrays.ways
        pick, moment, base = start
        from_drop, way_drop, ends = times[end], ways[end], arrays.earliest[end]
        over = min(arrays.latest[end], boarded + arrays.longest[end]) + SLACK
        room = tour.kind.seats + arrays.loads[end]
        drop = pick
        moment = max(moment, early[drop])
        while moment <= over and drop < len(stops) - 1 and loads[drop] <= room:
            before, after = stops[drop], stops[drop + 1]
            arrival = moment + times[before][end]
            begin = ends if arrival < ends else arrival
            if arrival <= over and begin + from_drop[after] <= late[drop + 1] + SLACK:
                places.append((base + ways[before][end] + way_drop[after] - ways[before][after], pick, drop + 1))
            drop += 1
            moment += times[before][after]
            moment = early[drop] if moment < early[drop] else moment
