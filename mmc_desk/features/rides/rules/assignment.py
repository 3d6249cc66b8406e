"""Who may and who should drive: what refuses an assignment, and the ranking of free drivers (domain.md §9)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from mmc_desk.core.errors import RuleError
from mmc_desk.core.formats import show_date, show_km, show_time
from mmc_desk.core.i18n import translate
from mmc_desk.features.people.model import Aid, DriverTie
from mmc_desk.features.rides.rules import availability
from mmc_desk.features.rides.rules.availability import Away, Busy, DayHours


class Obstacle(StrEnum):
    """What stands in the way of an assignment. Only PATTERN gives way when the driver agreed by phone."""

    NOT_ACTIVE = "not_active"
    LEAVE = "leave"
    CLASH = "clash"
    INCOMPATIBLE = "incompatible"
    WHEELCHAIR = "wheelchair"
    SEATS = "seats"
    PATTERN = "pattern"


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason against an assignment, in Dutch, with the earliest departure that day that would do (UTC)."""

    obstacle: Obstacle
    text: str
    earliest: datetime | None = None


class AssignmentRefusedError(RuleError):
    """A driver can't be given a ride. `obstacle` and `earliest` (a departure in UTC) say why and when it would do."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.text, "driver")
        self.obstacle = refusal.obstacle
        self.earliest = refusal.earliest


@dataclass(frozen=True, slots=True)
class RideNeed:
    """What a ride asks of a driver: its day, seats, wheelchair and members. Times are per driver, in Candidate."""

    ride_date: date
    seats: int = 1
    aids: frozenset[Aid] = frozenset()
    metres: int | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A driver as a ride sees it: the ride's own span with this driver's way from and to home, and what is known."""

    driver_id: int
    name: str
    code: str = ""
    hours: DayHours = field(default_factory=lambda: DayHours((availability.WHOLE_DAY,)))
    depart_at: datetime | None = None
    home_at: datetime | None = None
    metres: int | None = None
    busy: tuple[Busy, ...] = ()
    seats: int = 4
    rigid_wheelchair: bool = False
    ties: frozenset[DriverTie] = frozenset()
    approach: int | None = None
    rides_month: int = 0
    metres_month: int = 0
    rides_week: int = 0
    max_rides_per_week: int | None = None
    max_distance: int | None = None
    last_together: date | None = None


@dataclass(frozen=True, slots=True)
class RankedDriver:
    """A driver in the who-is-free list: first those who can, the best first. `reasons` are Dutch and short."""

    driver_id: int
    name: str
    code: str
    refusal: Refusal | None
    reasons: tuple[str, ...]
    points: float
    approach: int | None
    rides_month: int
    metres_month: int
    last_together: date | None

    @property
    def is_free(self) -> bool:
        """Tell whether the ride may be given to this driver as it stands."""
        return self.refusal is None


def refusals(need: RideNeed, driver: Candidate) -> Iterator[Refusal]:
    """Yield what stands against giving the ride to this driver, the hardest first."""
    if (refusal := _absence(need, driver)) is not None:
        yield refusal
    if DriverTie.INCOMPATIBLE in driver.ties:
        text = translate("rides", "{name} mag dit lid niet rijden: zij gaan niet samen.").format(name=driver.name)
        yield Refusal(Obstacle.INCOMPATIBLE, text)
    if Aid.RIGID_WHEELCHAIR in need.aids and not driver.rigid_wheelchair:
        text = translate("rides", "De wagen van {name} neemt geen vaste rolstoel mee.").format(name=driver.name)
        yield Refusal(Obstacle.WHEELCHAIR, text)
    if need.seats > driver.seats:
        text = translate("rides", "De wagen van {name} heeft {seats} plaatsen; deze rit vraagt er {wanted}.")
        yield Refusal(Obstacle.SEATS, text.format(name=driver.name, seats=driver.seats, wanted=need.seats))
    if (refusal := _clash(need, driver)) is not None:
        yield refusal
    if (refusal := _pattern(need, driver)) is not None:
        yield refusal


def _absence(need: RideNeed, driver: Candidate) -> Refusal | None:
    if driver.hours.away is Away.NOT_ACTIVE:
        text = translate("rides", "{name} is op {day} geen actieve chauffeur.")
        return Refusal(Obstacle.NOT_ACTIVE, text.format(name=driver.name, day=show_date(need.ride_date)))
    if driver.hours.away is not Away.LEAVE:
        return None
    reason = f" ({driver.hours.detail})" if driver.hours.detail else ""
    text = translate("rides", "{name} is afwezig op {day}{reason}. Kies een andere dag of een andere chauffeur.")
    return Refusal(Obstacle.LEAVE, text.format(name=driver.name, day=show_date(need.ride_date), reason=reason))


def _clash(need: RideNeed, driver: Candidate) -> Refusal | None:
    if driver.depart_at is None or driver.home_at is None:
        return None
    clash = availability.find_clash(driver.depart_at, driver.home_at, driver.busy)
    if clash is None:
        return None
    earliest = _earliest(need, driver, driver.depart_at, driver.home_at)
    text = translate("rides", "{name} rijdt dan al rit {ride} ({start} – {end}). {when}")
    start, end = show_time(clash.depart_at), show_time(clash.home_at)
    sentence = text.format(name=driver.name, ride=clash.ride_no, start=start, end=end, when=_when(earliest))
    return Refusal(Obstacle.CLASH, sentence, earliest)


def _pattern(need: RideNeed, driver: Candidate) -> Refusal | None:
    if driver.hours.away is Away.CLOSURE:
        text = translate("rides", "Gesloten op {day}: {reason}. Toewijzen kan als {name} akkoord gaat.")
        day = show_date(need.ride_date)
        return Refusal(Obstacle.PATTERN, text.format(day=day, reason=driver.hours.detail, name=driver.name))
    if driver.hours.away is Away.PATTERN:
        text = translate("rides", "{name} rijdt niet op die weekdag. Toewijzen kan als {name} akkoord gaat.")
        return Refusal(Obstacle.PATTERN, text.format(name=driver.name))
    if driver.hours.away is not None or driver.depart_at is None or driver.home_at is None:
        return None
    if availability.fits_hours(need.ride_date, driver.depart_at, driver.home_at, driver.hours.hours):
        return None
    earliest = _earliest(need, driver, driver.depart_at, driver.home_at)
    hours = ", ".join(f"{start:%H:%M} – {end:%H:%M}" for start, end in driver.hours.hours)
    text = translate("rides", "{name} rijdt die dag enkel {hours}. {when}")
    return Refusal(Obstacle.PATTERN, text.format(name=driver.name, hours=hours, when=_when(earliest)), earliest)


def _earliest(need: RideNeed, driver: Candidate, depart_at: datetime, home_at: datetime) -> datetime | None:
    hours, busy = driver.hours.hours, driver.busy
    return availability.earliest_departure(need.ride_date, depart_at, home_at - depart_at, hours, busy)


def _when(earliest: datetime | None) -> str:
    if earliest is None:
        return translate("rides", "Later die dag lukt het niet meer.")
    return translate("rides", "Vertrekken kan ten vroegste om {time}.").format(time=show_time(earliest))


def rank_drivers(need: RideNeed, candidates: Sequence[Candidate]) -> tuple[RankedDriver, ...]:
    """Return every driver, those who can first, the best first (domain.md §9: distance, fairness, familiarity).

    Points are kilometres of detour as the desk weighs them: lower is better.
    """
    ranked = [_rank(need, driver) for driver in candidates]
    return tuple(sorted(ranked, key=lambda row: (row.refusal is not None, row.points, row.name, row.driver_id)))


def _rank(need: RideNeed, driver: Candidate) -> RankedDriver:
    return RankedDriver(
        driver_id=driver.driver_id,
        name=driver.name,
        code=driver.code,
        refusal=next(refusals(need, driver), None),
        reasons=tuple(_reasons(need, driver)),
        points=_points(need, driver),
        approach=driver.approach,
        rides_month=driver.rides_month,
        metres_month=driver.metres_month,
        last_together=driver.last_together,
    )


_UNKNOWN_APPROACH = 15.0
_PREFERRED = -20.0
_FAMILIAR = -4.0
_OVER_WISH = 40.0


def _points(need: RideNeed, driver: Candidate) -> float:
    points = _UNKNOWN_APPROACH if driver.approach is None else driver.approach / 1000
    points += driver.rides_month + driver.metres_month / 1000 / 50
    if DriverTie.PREFERRED in driver.ties:
        points += _PREFERRED
    if driver.last_together is not None:
        points += _FAMILIAR
    return points + _OVER_WISH * len(list(_wishes_broken(need, driver)))


def _reasons(need: RideNeed, driver: Candidate) -> Iterator[str]:
    if DriverTie.PREFERRED in driver.ties:
        yield translate("rides", "voorkeur van het lid")
    if driver.approach is not None:
        yield translate("rides", "{km} van huis").format(km=show_km(driver.approach))
    yield translate("rides", "{rides} ritten deze maand").format(rides=driver.rides_month)
    if driver.last_together is not None:
        yield translate("rides", "reed dit lid op {day}").format(day=show_date(driver.last_together))
    if Aid.RIGID_WHEELCHAIR in need.aids and driver.rigid_wheelchair:
        yield translate("rides", "neemt vaste rolstoel mee")
    yield from _wishes_broken(need, driver)


def _wishes_broken(need: RideNeed, driver: Candidate) -> Iterator[str]:
    if driver.max_rides_per_week is not None and driver.rides_week >= driver.max_rides_per_week:
        yield translate("rides", "wil hoogstens {most} ritten per week").format(most=driver.max_rides_per_week)
    if driver.max_distance is not None and need.metres is not None and need.metres > driver.max_distance:
        yield translate("rides", "wil niet verder dan {km}").format(km=show_km(driver.max_distance))


def when_agreed(driver: Candidate) -> Candidate:
    """Return the driver with the whole day free: one who agreed by phone to drive outside the week pattern.

    Leave stands: somebody who is away can't agree; take the leave back first.
    """
    if driver.hours.away in {Away.NOT_ACTIVE, Away.LEAVE}:
        return driver
    return replace(driver, hours=DayHours((availability.WHOLE_DAY,)))
