"""Where the members of the practice town go, and a ride on its way to being one."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from sqlalchemy.orm import Session

from mmc_desk.features.people.demo import Chauffeur, Inhabitant, Town
from mmc_desk.features.people.rules import DatedAddress
from mmc_desk.features.rides.model import Purpose, ReturnMode, RideState
from mmc_desk.features.rides.queries.settings import distance_book
from mmc_desk.features.rides.rules.distances import Spot
from mmc_desk.features.rides.rules.settings import DEFAULTS


@dataclass(frozen=True, slots=True)
class Outing:
    """A reason to be driven: where to, how often of a hundred, how long in minutes. `street`: to somebody's house."""

    destination: str
    village: str
    purpose: Purpose
    share: float
    stay: tuple[int, int]
    street: bool = False


OUTINGS = (
    Outing("ZOL Genk, campus Sint-Jan (ziekenhuis)", "Genk", Purpose.HOSPITAL, 15, (60, 150)),
    Outing("Jessa Ziekenhuis Hasselt, campus Virga Jesse", "Hasselt", Purpose.HOSPITAL, 8, (60, 150)),
    Outing("AZ Vesalius Tongeren (ziekenhuis)", "Tongeren", Purpose.HOSPITAL, 7, (60, 120)),
    Outing("UZ Leuven, campus Gasthuisberg", "Leuven", Purpose.HOSPITAL, 1.5, (90, 150)),
    Outing("Maastricht UMC+ (NL)", "Maastricht (NL)", Purpose.HOSPITAL, 1, (60, 120)),
    Outing("Medisch Centrum Bilzen", "Bilzen", Purpose.DOCTOR, 13, (30, 60)),
    Outing("Tandarts, Markt 8", "Bilzen", Purpose.DOCTOR, 3, (30, 60)),
    Outing("Supermarkt, Hasseltsestraat 51", "Bilzen", Purpose.SHOPPING, 10, (45, 75)),
    Outing("Kapper, Brugstraat 14", "Bilzen", Purpose.HAIRDRESSER, 5, (60, 90)),
    Outing("Stadhuis", "Bilzen", Purpose.ADMINISTRATION, 3.5, (30, 45)),
    Outing("LDC De Wijzer, Bilzen", "Bilzen", Purpose.ASSOCIATION, 4, (90, 150)),
    Outing("Dagopvang, Abdijstraat 2", "Munsterbilzen", Purpose.DAY_CARE, 5, (0, 0)),
    Outing("Parochiezaal", "Eigenbilzen", Purpose.RESTAURANT, 2, (90, 120)),
    Outing("Parochiezaal", "Munsterbilzen", Purpose.RESTAURANT, 2, (90, 120)),
    Outing("", "Genk", Purpose.FAMILY, 4, (90, 150), street=True),
    Outing("", "Hoeselt", Purpose.FAMILY, 4, (90, 150), street=True),
    Outing("", "Tongeren", Purpose.FAMILY, 3.5, (90, 150), street=True),
    Outing("", "Hasselt", Purpose.FAMILY, 3, (90, 150), street=True),
    Outing("", "Lanaken", Purpose.FAMILY, 2, (90, 150), street=True),
    Outing("", "Riemst", Purpose.FAMILY, 2, (90, 150), street=True),
    Outing("Kerkhof", "Beverst", Purpose.OTHER, 1.5, (30, 45)),
)
APPOINTMENTS = frozenset({Purpose.HOSPITAL, Purpose.DOCTOR, Purpose.HAIRDRESSER})
MODES = {ReturnMode.WAIT: 60, ReturnMode.AT_TIME: 22, ReturnMode.PHONES: 14, ReturnMode.NONE: 4}
STREETS = ("Lindestraat", "Stationsstraat", "Bosstraat", "Kerkplein", "Molenweg")
FAVOURITES = 3


@dataclass(slots=True)
class Draft:
    """A ride being planned: times in minutes after midnight, `metres` home to home."""

    day: date
    member: Inhabitant
    home: DatedAddress
    outing: Outing
    destination: str
    mode: ReturnMode
    appointment: int | None
    pickup: int
    arrive: int
    leave: int
    end: int
    way: int
    state: RideState = RideState.DRIVEN
    driver: Chauffeur | None = None
    passenger: Inhabitant | None = None
    depart: int = 0
    back_home: int = 0
    metres: int = 0
    reason: str = ""

    @property
    def returns(self) -> bool:
        """Tell whether the same ride brings the member back."""
        return self.mode is not ReturnMode.NONE

    @property
    def trip_metres(self) -> int:
        """Metres with the member aboard."""
        return self.way * 2 if self.returns else self.way

    @property
    def last_spot(self) -> Spot:
        """Where the driver is at the end of the trip."""
        return (self.home.village,) if self.returns else (self.destination, self.outing.village)

    def stay_at_the_door(self) -> None:
        """Make this a wasted trip: the driver rings, waits five minutes and drives home."""
        self.mode, self.way, self.end = ReturnMode.WAIT, 0, self.pickup + 5


class Roads:
    """Road distances and driving times of the product itself, each looked up once."""

    def __init__(self, session: Session, town: Town) -> None:
        self._book = distance_book(session, town.today)
        self._found: dict[tuple[Spot, Spot], tuple[int, int]] = {}

    def way(self, start: Spot, end: Spot) -> tuple[int, int]:
        """Return metres and minutes one way; within a village a short drive."""
        found = self._found.get((start, end))
        if found is None:
            metres = self._book.metres(start, end) or 1500
            found = self._found[start, end] = metres, self._book.minutes(start, end) or DEFAULTS.shortest_drive_minutes
        return found


class Wishes:
    """Chance on its leash: who asks for a ride on a day, and where that member usually goes."""

    def __init__(self, town: Town, roads: Roads) -> None:
        self._town, self._roads = town, roads
        self._eager = {member.key: town.rng.lognormvariate(0, 0.8) for member in town.members}
        self._pools: dict[int, tuple[list[Inhabitant], list[float]]] = {}
        self._usual: dict[int, list[tuple[Outing, str]]] = {}

    def callers(self, day: date, first: tuple[Inhabitant, ...] = ()) -> Iterator[Inhabitant]:
        """Yield members who ask for a ride on a day, each once: `first`, then by chance, the eager ones most often."""
        yield from first
        pool, weights = self._pool(day.year)
        asked = {member.key for member in first}
        for _ in range(2 * len(pool)):
            member = self._town.rng.choices(pool, cum_weights=weights)[0]
            if member.key not in asked and member.member_on(day):
                asked.add(member.key)
                yield member

    def drafts(self, day: date, first: tuple[Inhabitant, ...] = ()) -> Iterator[Draft]:
        """Yield one new ride after the other for a day, each for another member; `first` before the rest."""
        for member in self.callers(day, first):
            yield self.draft(day, member)

    def _pool(self, year: int) -> tuple[list[Inhabitant], list[float]]:
        if year not in self._pools:
            # In the last weeks of a year the next one has no members yet: this year's go on.
            pool = [member for member in self._town.members if min(year, self._town.today.year) in member.years]
            self._pools[year] = pool, list(accumulate(self._eager[member.key] for member in pool))
        return self._pools[year]

    def draft(self, day: date, member: Inhabitant) -> Draft:
        """Return a new ride of a member on a day, without a driver."""
        rng = self._town.rng
        outing, destination = rng.choice(self._places(member))
        home = member.home_on(day)
        way, minutes = self._roads.way((home.village,), (destination, outing.village))
        there = rng.randrange(510, 970, 15)
        stay = rng.randrange(outing.stay[0], outing.stay[1] + 1, 15)
        mode = ReturnMode.NONE if not stay else rng.choices(list(MODES), list(MODES.values()))[0]
        pickup = (there - minutes - DEFAULTS.boarding[member.aid] - DEFAULTS.buffer_minutes) // 5 * 5
        has_appointment = outing.purpose in APPOINTMENTS
        arrive = pickup + minutes
        leave = max(arrive, there if has_appointment else arrive) + stay
        leave = -(-leave // 5) * 5 if mode is ReturnMode.AT_TIME else leave
        end = arrive if mode is ReturnMode.NONE else leave + minutes
        appointment = there if has_appointment else None
        return Draft(day, member, home, outing, destination, mode, appointment, pickup, arrive, leave, end, way)

    def companion(self, draft: Draft) -> Inhabitant:
        """Return another member for the same car, from the same village where there is one."""
        others = list(self.callers(draft.day, (draft.member,)))[1:]
        near = [one for one in others if one.home_on(draft.day).village == draft.home.village]
        return (near or others)[0]

    def _places(self, member: Inhabitant) -> list[tuple[Outing, str]]:
        if member.key not in self._usual:
            chosen = self._town.rng.choices(OUTINGS, [outing.share for outing in OUTINGS], k=FAVOURITES)
            self._usual[member.key] = [(outing, self._destination(outing)) for outing in chosen]
        return self._usual[member.key]

    def _destination(self, outing: Outing) -> str:
        if not outing.street:
            return outing.destination
        return f"{self._town.rng.choice(STREETS)} {self._town.rng.randint(1, 90)}"
