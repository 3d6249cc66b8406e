"""What a person can ask of a ride: frozen commands. Times are wall-clock times in Brussels, distances metres.

`version` is the version of the ride as the page showed it: with it a change by somebody else since is a conflict.
"""

from dataclasses import dataclass
from datetime import date, datetime, time

from mmc_desk.features.people.model import Aid
from mmc_desk.features.rides.model import CancelledBy, Purpose, ReturnMode
from mmc_desk.features.rides.model.calls import Answer
from mmc_desk.features.rides.rules.settings import RideSettings
from mmc_desk.features.rides.rules.sheets import SheetEntry
from mmc_desk.features.rides.rules.tariff import Tariff


@dataclass(frozen=True, slots=True)
class SharedSeat:
    """A further member in the car (meerijder); `aid` None is the one they usually bring."""

    member_id: int
    aid: Aid | None = None
    companions: int = 0
    pickup: time | None = None


@dataclass(frozen=True, slots=True)
class RequestRide:
    """Take a ride request (domain.md §2). Only member and date are needed: an incomplete request is saved too.

    `pickup` None with an `appointment` lets the desk's proposal stand. `stops` (at most three) come after the
    destination. A return time before the pick-up is the next day's.
    """

    member_id: int
    ride_date: date
    destination: str = ""
    destination_village: str = ""
    appointment: time | None = None
    pickup: time | None = None
    origin: str = ""
    village: str = ""
    stops: tuple[str, ...] = ()
    purpose: Purpose = Purpose.OTHER
    return_mode: ReturnMode | None = ReturnMode.WAIT
    return_time: time | None = None
    expected_minutes: int | None = None
    aid: Aid | None = None
    companions: int = 0
    parking_card: bool = False
    passengers: tuple[SharedSeat, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class EditRide:
    """Change an open ride: `wanted` is the whole request as it should be now."""

    ride_id: int
    wanted: RequestRide
    version: int | None = None


@dataclass(frozen=True, slots=True)
class DuplicateRide:
    """Copy a ride to other days, without its driver and result."""

    ride_id: int
    days: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class AssignDriver:
    """Give a ride to a driver. `agreed`: the driver agreed by phone to drive outside the week pattern."""

    ride_id: int
    driver_id: int
    agreed: bool = False
    version: int | None = None


@dataclass(frozen=True, slots=True)
class LogCall:
    """Note what a driver said by phone about a ride; yes also gives it to them."""

    ride_id: int
    driver_id: int
    answer: Answer
    note: str = ""
    version: int | None = None


@dataclass(frozen=True, slots=True)
class UnassignDriver:
    """Take a ride away from its driver."""

    ride_id: int
    version: int | None = None


@dataclass(frozen=True, slots=True)
class PinRide:
    """Let a ride stay with its driver whatever is planned, or (not `is_pinned`) let the planner decide again."""

    ride_id: int
    is_pinned: bool
    version: int | None = None


@dataclass(frozen=True, slots=True)
class ConfirmRide:
    """Note that the ride was confirmed to the member."""

    ride_id: int
    version: int | None = None


@dataclass(frozen=True, slots=True)
class RecordResult:
    """Enter what the ride sheet says: the ride was driven. Amounts in cents; times only when they were noted."""

    ride_id: int
    metres: int
    waiting_minutes: int = 0
    parking: int = 0
    received: int | None = None
    depart: time | None = None
    home: time | None = None
    note: str | None = None
    version: int | None = None


@dataclass(frozen=True, slots=True)
class CancelRide:
    """Cancel a ride. `chargeable` None follows the rule: only a member who cancels after the driver left pays.

    `both`: the ride that brings the member back, or the one they went out with, is cancelled too while it is open.
    """

    ride_id: int
    by: CancelledBy
    reason: str = ""
    at: datetime | None = None
    chargeable: bool | None = None
    metres: int | None = None
    both: bool = True
    version: int | None = None


@dataclass(frozen=True, slots=True)
class LetAnotherReturn:
    """Give the way back of a ride to another driver; `at` is when the member is fetched there, None as planned."""

    ride_id: int
    at: time | None = None
    version: int | None = None


@dataclass(frozen=True, slots=True)
class ShareRide:
    """Put the members of one open ride into another one of that day, whose version is `other_version`.

    `first`: the member who is fetched first; None takes the shortest way.
    """

    ride_id: int
    other_ride_id: int
    first: int | None = None
    version: int | None = None
    other_version: int | None = None


@dataclass(frozen=True, slots=True)
class UnshareRide:
    """Give everybody who was put into this car a ride of their own again."""

    ride_id: int
    version: int | None = None


@dataclass(frozen=True, slots=True)
class SetTariff:
    """Let a tariff hold from a day on (its own `valid_from` doesn't count)."""

    valid_from: date
    tariff: Tariff


@dataclass(frozen=True, slots=True)
class SetRideSettings:
    """Let the parameters of the ride desk hold from a day on."""

    valid_from: date
    settings: RideSettings


@dataclass(frozen=True, slots=True)
class RemoveTariff:
    """Take back the version that begins on a day still to come."""

    valid_from: date


@dataclass(frozen=True, slots=True)
class SetOfficialRate:
    """Add an official rate (1/10 000 euro per km), or change the row `rate_id`; no `valid_to`: until another comes."""

    valid_from: date
    valid_to: date | None
    rate: int
    source: str = ""
    rate_id: int | None = None


@dataclass(frozen=True, slots=True)
class EndMemberRides:
    """Take a member who stopped or died off every open ride from a day on (domain.md §10.5)."""

    member_id: int
    from_day: date
    reason: str = ""


@dataclass(frozen=True, slots=True)
class MarkWasted:
    """Note that the driver stood at the door for nothing (loze rit); `metres` is what was driven."""

    ride_id: int
    metres: int | None = None
    chargeable: bool | None = None
    reason: str = ""
    version: int | None = None


@dataclass(frozen=True, slots=True)
class MarkNoDriver:
    """Note that no driver was found: an unmet need, kept and counted with its reason."""

    ride_id: int
    reason: str
    version: int | None = None


@dataclass(frozen=True, slots=True)
class ReopenRide:
    """Take back a result, a cancellation or "no driver": the ride is open again."""

    ride_id: int
    version: int | None = None


@dataclass(frozen=True, slots=True)
class SetDistance:
    """Fix by hand the road distance one way between two places, in metres; None forgets it."""

    place: str
    other: str
    metres: int | None


@dataclass(frozen=True, slots=True)
class NoteRoads:
    """Keep roads that a route service told: place, other place, metres and minutes one way; and when it did."""

    roads: tuple[tuple[str, str, int, int], ...]
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class NoteRosterPrinted:
    """Count a print of the rosters of these drivers on these days: (driver id, day) pairs."""

    sheets: tuple[tuple[int, date], ...]


@dataclass(frozen=True, slots=True)
class KeySheet:
    """Enter a row of a ride sheet: `entry` is the whole row as it should be now."""

    ride_id: int
    entry: SheetEntry
    version: int | None = None


@dataclass(frozen=True, slots=True)
class AddUnannouncedRide:
    """Add a ride from a driver's sheet that nobody had announced; it was driven."""

    driver_id: int
    member_id: int
    ride_date: date
    entry: SheetEntry
    destination: str = ""
    destination_village: str = ""
    purpose: Purpose = Purpose.OTHER
    passengers: tuple[SharedSeat, ...] = ()
