"""What the queries of rides return: frozen rows, safe to hand to a page on another thread.

Named tuples: a dataclass takes six times as long to define, and several times as long to fill from a row.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from mmc_desk.features.people.model import Aid
from mmc_desk.features.rides.model import CancelledBy, LegKind, Purpose, ReturnMode, RideState

if TYPE_CHECKING:  # the page Vandaag opens without the day board
    from mmc_desk.features.rides.rules.availability import DayHours


class RideMember(NamedTuple):
    """A member in the car, as lists and rosters show one. `request_id` is the row of the request."""

    request_id: int
    member_id: int
    member_no: int
    name: str
    phone: str
    street: str
    village: str
    aid: Aid
    companions: int
    pickup_at: datetime | None
    appointment_at: datetime | None
    return_mode: ReturnMode | None
    return_at: datetime | None
    expected_minutes: int | None
    parking_card: bool


class RideLine(NamedTuple):
    """A ride in a list or on the board. `driver` is the driver's name, "" while there is none.

    `outward_id` (number `outward_no`): it brings back who went with that ride, which is a `double_leg`.
    """

    ride_id: int
    version: int
    ride_no: str
    ride_date: date
    state: RideState
    driver_id: int | None
    driver: str
    depart_at: datetime | None
    home_at: datetime | None
    origin: str
    village: str
    destination: str
    destination_village: str
    purpose: Purpose
    metres: int | None
    estimated_metres: int | None
    passengers: int
    waiting_minutes: int
    parking: int
    received: int | None
    chargeable: bool
    reason: str
    note: str
    pinned: bool
    outward_id: int | None = None
    double_leg: bool = False
    unannounced: bool = False
    outward_no: str = ""
    members: tuple[RideMember, ...] = ()

    @property
    def names(self) -> str:
        """The members in the car, the caller first."""
        return ", ".join(member.name for member in self.members)

    @property
    def pickup_at(self) -> datetime | None:
        """When the first member is fetched; the departure when that wasn't noted."""
        times = [member.pickup_at for member in self.members if member.pickup_at is not None]
        return min(times, default=self.depart_at)


class Lane(NamedTuple):
    """A driver's lane on the day board: hours (or why there are none) and rides by departure."""

    driver_id: int
    code: str
    name: str
    phone: str
    village: str
    seats: int
    rigid_wheelchair: bool
    hours: "DayHours"
    rides: tuple[RideLine, ...]
    rides_month: int = 0
    metres_month: int = 0


class DayBoard(NamedTuple):
    """A day: why the desk is closed ("" when open), a lane per active driver, rides without a driver, the others.

    `others` are the cancelled rides and those for which no driver was found, `missing` those that are over without a
    result. Lanes also carry yesterday's rides that
    run on past midnight.
    """

    day: date
    closed: str
    lanes: tuple[Lane, ...]
    unassigned: tuple[RideLine, ...]
    others: tuple[RideLine, ...]
    missing: tuple[RideLine, ...] = ()


class LegRow(NamedTuple):
    """A leg of a ride."""

    sequence: int
    kind: LegKind
    origin: str
    destination: str
    depart_at: datetime | None
    arrive_at: datetime | None
    metres: int | None


class RideCard(NamedTuple):
    """Everything of one ride, for its dialog."""

    ride: RideLine
    legs: tuple[LegRow, ...]
    cancelled_by: CancelledBy | None
    cancelled_at: datetime | None
    requested_at: datetime | None = None

    @property
    def stops(self) -> tuple[str, ...]:
        """Where the ride goes after its destination, before the way back."""
        return tuple(leg.destination for leg in self.legs if leg.kind is LegKind.STOP)


class LastRide(NamedTuple):
    """An earlier ride of a member, from which "zoals vorige keer" makes a new request."""

    ride_id: int
    ride_no: str
    ride_date: date
    state: RideState
    member_id: int
    origin: str
    village: str
    destination: str
    destination_village: str
    purpose: Purpose
    pickup_at: datetime | None
    appointment_at: datetime | None
    return_mode: ReturnMode | None
    return_at: datetime | None
    expected_minutes: int | None
    aid: Aid
    companions: int
    parking_card: bool
    stops: tuple[str, ...]
    driver: str


class DestinationRow(NamedTuple):
    """A place to go to: `used_on` is the last time this member went there, None for a common place."""

    name: str
    village: str
    used_on: date | None = None


class MemberCandidate(NamedTuple):
    """A member in the type-ahead of "Rit aannemen": a tuple, because there may be 100 000."""

    member_id: int
    member_no: int
    last_name: str
    first_name: str
    born_on: date | None
    phone: str
    mobile: str
    street: str
    village: str
    ended_on: date | None


class Lapse(NamedTuple):
    """A review or a driver's document that lapses before a ride that is booked."""

    who: str
    what: str
    lapses_on: date
    ride_id: int
    ride_no: str
    ride_date: date


class CallBack(NamedTuple):
    """A driver who asked to be called back about a ride that still has nobody."""

    ride: RideLine
    driver: str
    phone: str
    asked_at: datetime


class ClosureRow(NamedTuple):
    """A closure day that was decided; `rides` are those still booked on it."""

    key: int
    day: date
    reason: str
    rides: int


class Today(NamedTuple):
    """What the desk has to do now, for the page Vandaag; rides in the order they leave."""

    leaving: tuple[RideLine, ...]
    to_phone: tuple[RideLine, ...]
    without_driver: tuple[RideLine, ...]
    sheets_missing: tuple[RideLine, ...]
    lapsing: tuple[Lapse, ...]
    call_backs: tuple[CallBack, ...]
    closed: tuple[ClosureRow, ...]
    rides_today: int
    drivers_today: int


class SincePrint(StrEnum):
    """How a ride of a roster stands to the last print of that day."""

    SAME = "same"
    NEW = "new"
    CHANGED = "changed"


class RosterStop(NamedTuple):
    """A ride as its driver reads it: nothing medical beyond aids, no purpose (domain.md §6)."""

    ride_no: str
    depart_at: datetime | None
    home_at: datetime | None
    destination: str
    destination_village: str
    stops: tuple[str, ...]
    members: tuple[RideMember, ...]
    since_print: SincePrint = SincePrint.SAME
    outward_no: str = ""
    double_leg: bool = False
    invoiced: frozenset[int] = frozenset()
    """The members who pay nothing to the driver: they get an invoice."""


class RosterDay(NamedTuple):
    """A day of a driver's roster. `prints` tells how often it was printed before; `dropped` what was on that print."""

    day: date
    prints: int
    rides: tuple[RosterStop, ...]
    dropped: tuple[str, ...] = ()


class Roster(NamedTuple):
    """The roster of one driver over a day, a week or a month."""

    driver_id: int
    code: str
    name: str
    days: tuple[RosterDay, ...]


class RosterBook(NamedTuple):
    """Rosters from … to as they go to the printer: who prints them, and whether they are practice data."""

    first: date
    last: date
    rosters: tuple[Roster, ...]
    desk: str = ""
    practice: bool = False
