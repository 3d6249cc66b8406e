"""Days as the planner sees them: `planning` reads them and makes the problem, with the words for it."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import combinations

from sqlalchemy.orm import Session

from mmc_desk.core.errors import RuleError
from mmc_desk.core.i18n import translate
from mmc_desk.features.people.model import Aid, DriverTie
from mmc_desk.features.planner.queries.facts import Facts, read_facts
from mmc_desk.features.planner.queries.hours import FreeTime
from mmc_desk.features.planner.rules.planning import Kept, Pair, PlanDriver, Planning, PlanRide, familiar_km, terms
from mmc_desk.features.planner.rules.problem import Bond, Driver, Plan, Problem, Request, Route, Stop, Window
from mmc_desk.features.planner.rules.roads import Roads, SpotIndex
from mmc_desk.features.planner.rules.weights import Weight, Weights, burdens
from mmc_desk.features.rides.model import RideState
from mmc_desk.features.rides.queries.board import need_of
from mmc_desk.features.rides.queries.drivers import DriverLoad
from mmc_desk.features.rides.queries.rows import RideLine
from mmc_desk.features.rides.rules.availability import Away, DayHours, fits_hours
from mmc_desk.features.rides.rules.fairness import Recent, load_per_day
from mmc_desk.features.rides.rules.trips import Trip, drive_with

MOST_BURDENS = 12
"""Rides whose fairness is told apart; a driver with more on these days carries each of them as the last one."""


def planning(
    session: Session, days: Sequence[date], *, without: Collection[str] = (), weights: Weights | None = None
) -> Planning:
    """Return days of one week as a problem, in order.

    `without` are codes of drivers who fell ill: they drive none of it, and what they had is open. `weights` stand
    instead of the desk's own. Raises RuleError for no day, or days of more than one week.
    """
    ordered = tuple(sorted(set(days)))
    if not ordered or ordered[0].isocalendar()[:2] != ordered[-1].isocalendar()[:2]:
        raise RuleError(translate("planner", "Kies een dag, of dagen van één week."), "date")
    facts = read_facts(session, ordered)
    if weights is not None:
        facts = replace(facts, weights=weights)
    return _Builder(facts, frozenset(without)).planning()


class _Builder:
    """From facts to a problem. What rides refuse, the problem refuses: the same functions tell both."""

    def __init__(self, facts: Facts, without: frozenset[str]) -> None:
        self.facts, self.free = facts, FreeTime(facts, without)
        self.known, self.by_day, self.hours = self.free.known, self.free.by_day, self.free.hours
        self.codes = {key: driver.code for key, driver in self.known.items()}
        self.spots = SpotIndex()
        self.rides = {line.ride_no: self._ride(line) for line in facts.lines}
        self.open = [line for line in facts.lines if self.rides[line.ride_no].kept is None]
        self.free.leave_open(self.open)
        self.loads = self._loads()
        kept = [ride for ride in self.rides.values() if ride.kept and ride.driver]
        self.drive_anyway = {ride.driver for ride in kept}
        self.kept_hands: dict[tuple[date, int], set[str]] = defaultdict(set)
        for ride in kept:
            for member in ride.member_ids:
                self.kept_hands[ride.day, member].add(ride.driver or "")

    def planning(self) -> Planning:
        """Return the days with their problem."""
        facts = self.facts
        recents = {key: self._recent(key) for key in self.known}
        per_day = load_per_day(recents.values())
        drivers = {self.codes[key]: self._plan_driver(key, recents[key]) for key in self.known}
        preferred, apart = self._tied(DriverTie.PREFERRED), self._tied(DriverTie.INCOMPATIBLE)
        numbers = {line.ride_id: line.ride_no for line in facts.lines}
        said_no = frozenset((numbers[ride], self.codes[key]) for ride, key in facts.said_no if key in self.codes)
        found = Planning(
            days=facts.days,
            midnight=self.free.midnight,
            problem=Problem("", (), (), Roads(facts.book, ())),
            rides=self.rides,
            drivers=drivers,
            together=self._together(),
            preferred=preferred,
            said_no=said_no,
            apart=apart,
            beyond=self.free.beyond(self.codes),
            weights=facts.weights,
            rate=facts.rate,
            per_day=per_day,
            rides_per_day=_per_day(recents.values()),
            closed={day: reason for day, reason in facts.closed.items() if reason},
        )
        problem = self._problem(found, recents)
        found = replace(found, problem=problem, _requests={}, _cars={})
        return replace(found, board=_board(found), _requests={}, _cars={})

    # --- Rides

    def _ride(self, line: RideLine) -> PlanRide:
        trip = self.facts.trips[line.ride_id]
        return PlanRide(
            id=line.ride_no,
            ride_id=line.ride_id,
            version=line.version,
            day=line.ride_date,
            state=line.state,
            names=line.names,
            village=line.village,
            destination=line.destination,
            destination_village=line.destination_village,
            pickup_at=line.pickup_at,
            start_at=trip.start_at,
            end_at=trip.end_at,
            metres=trip.metres,
            booked_metres=None if line.driver_id is None else line.estimated_metres,
            member_ids=tuple(member.member_id for member in line.members),
            driver=None if line.driver_id is None else self.codes[line.driver_id],
            pinned=line.pinned,
            kept=self._kept(line, trip),
            waits_at_hospital=need_of(line).waits_at_hospital,
        )

    def _kept(self, line: RideLine, trip: Trip) -> Kept | None:
        """Return why the planner leaves a ride as it is: whoever is ill or gone keeps nothing but what is under way."""
        if trip.start_at is None or trip.end_at is None:
            return Kept.NO_TIME if trip.start_at is None else Kept.NO_PLACE
        now = self.facts.now
        if line.driver_id is None:
            return Kept.OVER if trip.start_at <= now else None
        if (line.depart_at or trip.start_at) <= now:
            return Kept.UNDER_WAY
        hours = self.hours[line.driver_id, line.ride_date]
        return None if hours.away in {Away.LEAVE, Away.NOT_ACTIVE} else self._kept_by(line, trip, hours)

    def _kept_by(self, line: RideLine, trip: Trip, hours: DayHours) -> Kept | None:
        """Return why a ride stays with a driver who can drive it."""
        if line.state is RideState.CONFIRMED:
            return Kept.CONFIRMED
        if line.pinned:
            return Kept.PINNED
        return None if self._is_by_the_book(line, trip, hours) else Kept.AGREED

    def _is_by_the_book(self, line: RideLine, trip: Trip, hours: DayHours) -> bool:
        """Tell whether the driver would get the ride, at the same times, without being asked: else it was agreed so."""
        village = self.by_day[line.ride_date][line.driver_id or 0].village
        drive = drive_with(trip, village, self.facts.book)
        if drive.depart_at is None or drive.home_at is None:
            return False
        if (line.depart_at, line.home_at) != (drive.depart_at, drive.home_at):
            return False
        return fits_hours(line.ride_date, drive.depart_at, drive.home_at, hours.hours)

    # --- Drivers

    def _loads(self) -> Mapping[int, DriverLoad]:
        """Return what drivers have without what the planner may move: else it would count twice."""
        loads = dict(self.facts.loads)
        for line in self.open:
            if line.driver_id is not None:
                loads[line.driver_id] = _without(loads.get(line.driver_id, DriverLoad()), line)
        return loads

    def _recent(self, key: int) -> Recent:
        load = self.loads.get(key, DriverLoad())
        return Recent(load.rides_recent, load.metres_recent, self.facts.available[key])

    def _plan_driver(self, key: int, recent: Recent) -> PlanDriver:
        driver, load = self.known[key], self.loads.get(key, DriverLoad())
        return PlanDriver(
            id=driver.code,
            driver_id=key,
            name=driver.name,
            phone=driver.phone,
            village=driver.village,
            hours={day: self.hours[key, day] for day in self.facts.days if (key, day) in self.hours},
            recent=recent,
            rides_month=load.rides_month,
            rides_week=load.rides_week,
            metres_week=load.metres_week,
            max_rides_per_week=driver.max_rides_per_week,
            max_metres_per_week=driver.max_metres_per_week,
            max_distance=driver.max_distance,
            avoids_hospital_waiting=driver.avoids_hospital_waiting,
            refused_lately=self.facts.refusals.get(key, 0),
            has_kept_rides=driver.code in self.drive_anyway,
            busy=self.free.busy(key),
        )

    # --- Pairs

    def _tied(self, tie: DriverTie) -> frozenset[Pair]:
        ties, codes = self.facts.ties, self.codes
        return frozenset(
            (line.ride_no, codes[key])
            for line in self.facts.lines
            for member in line.members
            for key, found in ties.get(member.member_id, {}).items()
            if found is tie and key in codes
        )

    def _together(self) -> Mapping[str, Mapping[str, int]]:
        by_member = {
            member: {self.codes[key]: times for key, times in drivers.items() if key in self.codes}
            for member, drivers in self.facts.together.items()
        }
        found: dict[str, Mapping[str, int]] = {}
        for line in self.facts.lines:
            known = [by_member[one.member_id] for one in line.members if one.member_id in by_member]
            if known:
                found[line.ride_no] = known[0] if len(known) == 1 else sum(map(Counter, known), Counter[str]())
        return found

    # --- The problem

    def _problem(self, found: Planning, recents: Mapping[int, Recent]) -> Problem:
        drivers = tuple(self._driver(key, found, recents[key]) for key in self.known)
        refused, preferred = _by_ride(found.apart | found.said_no | found.beyond), _by_ride(found.preferred)
        wary = {code for code, driver in found.drivers.items() if _has_wishes(driver)}
        requests = tuple(
            self._request(
                line,
                frozenset(refused[line.ride_no]),
                self._wishes(found, line.ride_no, wary | set(preferred[line.ride_no])),
            )
            for line in self.open
        )
        bonds = tuple(self._bonds(found.weights.km(Weight.RETURN)))
        name = "-".join(dict.fromkeys((f"{found.days[0]:%Y%m%d}", f"{found.days[-1]:%Y%m%d}")))
        roads = Roads(self.facts.book, tuple(self.spots.spots()))
        free = tuple(driver for driver in drivers if driver.windows)
        return Problem(name, free, requests, roads, bonds=bonds, from_home=True)

    def _driver(self, key: int, found: Planning, recent: Recent) -> Driver:
        facts, load = self.known[key], self.loads.get(key, DriverLoad())
        home = self.spots.number((facts.village,))
        most, farthest = facts.max_rides_per_week, facts.max_metres_per_week
        is_called = found.drivers[facts.code].has_kept_rides
        return Driver(
            facts.code,
            home,
            home,
            self.free.windows(key),
            seats=facts.seats,
            wheelchairs=int(facts.rigid_wheelchair),
            max_rides=None if most is None else max(0, most - load.rides_week),
            max_km=None if farthest is None else max(0, farthest - load.metres_week) / 1000,
            call_km=0.0 if is_called else found.weights.km(Weight.CALLS),
            burden_km=burdens(recent, found.per_day, min(MOST_BURDENS, max(1, len(self.open))), found.weights),
        )

    def _request(self, line: RideLine, refused: frozenset[str], wishes: Mapping[str, float]) -> Request:
        trip, need = self.facts.trips[line.ride_id], need_of(line)
        start = self.free.minutes(trip.start_at or self.free.midnight)
        return Request(
            line.ride_no,
            self.spots.number(trip.start),
            self.spots.number(trip.end),
            Window(start, start),
            minutes=self.free.minutes(trip.end_at or self.free.midnight) - start,
            km=(trip.metres or 0) / 1000,
            seats=need.seats,
            wheelchairs=int(Aid.RIGID_WHEELCHAIR in need.aids),
            refused=refused,
            wishes_km=wishes,
        )

    def _wishes(self, found: Planning, ride: str, codes: Collection[str]) -> Mapping[str, float]:
        """Return what each driver is worth to a ride beside the road; who is worth nothing is left out.

        `codes` are those with more to it than having driven the member, besides who has the ride now.
        """
        own, familiar = self.rides[ride], found.weights.kms().familiar
        kms = {code: familiar_km(times, familiar) for code, times in found.together.get(ride, {}).items() if familiar}
        back = {code for member in own.member_ids for code in self.kept_hands.get((own.day, member), ())}
        for code in sorted({*codes, *back, own.driver or ""} & found.drivers.keys()):
            kms[code] = sum(terms(found.bearing(ride, code), found.weights).values())
        for code in back:
            kms[code] -= found.weights.km(Weight.RETURN)
        return {code: km for code, km in kms.items() if km}

    def _bonds(self, km: float) -> Iterator[Bond]:
        """Yield the rides of one member on one day: out and back, better with the same driver."""
        together: dict[tuple[date, int], list[str]] = defaultdict(list)
        for line in self.open:
            for member in line.members:
                together[line.ride_date, member.member_id].append(line.ride_no)
        pairs = dict.fromkeys(pair for rides in together.values() for pair in combinations(rides, 2))
        yield from (Bond(first, second, km) for first, second in pairs if km)


def _by_ride(pairs: Iterable[Pair]) -> Mapping[str, list[str]]:
    """Return the drivers of pairs by ride."""
    found: dict[str, list[str]] = defaultdict(list)
    for ride, code in pairs:
        found[ride].append(code)
    return found


def _has_wishes(driver: PlanDriver) -> bool:
    """Tell whether a driver may weigh on any ride: wishes, or refusals of late."""
    return driver.max_distance is not None or driver.avoids_hospital_waiting or driver.refused_lately > 0


def _per_day(recents: Collection[Recent]) -> float:
    days = sum(recent.days for recent in recents)
    return sum(recent.rides for recent in recents) / days if days else 0.0


def _without(load: DriverLoad, line: RideLine) -> DriverLoad:
    metres = line.estimated_metres or 0
    return DriverLoad(
        load.rides_month - 1,
        load.metres_month - metres,
        load.rides_week - 1,
        load.metres_week - metres,
        load.rides_recent - 1,
        load.metres_recent - metres,
    )


def _board(found: Planning) -> Plan:
    """Return who has which ride now, as far as the planner may decide and the driver still can."""
    tours: dict[tuple[str, int], list[Request]] = defaultdict(list)
    for request in found.problem.requests:
        car = found.car(found.rides[request.id].driver or "")
        if car is not None and request.id:
            window = _window_for(found.problem, car, request)
            if window is not None:
                tours[car.id, window].append(request)
    return Plan(tuple(_route(*key, requests) for key, requests in tours.items()))


def _window_for(problem: Problem, car: Driver, request: Request) -> int | None:
    minutes = problem.metric.minutes
    start = request.window.start - minutes(car.start, request.pickup)
    end = request.window.start + request.minutes + minutes(request.dropoff, car.end)
    fitting = (number for number, window in enumerate(car.windows) if window.start <= start and end <= window.end)
    return next(fitting, None)


def _route(code: str, window: int, requests: Sequence[Request]) -> Route:
    ordered = sorted(requests, key=lambda request: request.window.start)
    return Route(code, tuple(Stop(request.id) for request in ordered), window)
