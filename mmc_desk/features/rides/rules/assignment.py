"""Who may and who should drive: what refuses an assignment, and the ranking of free drivers (domain.md §9)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from mmc_desk.core.errors import RuleError
from mmc_desk.core.formats import show_date, show_km, show_time
from mmc_desk.core.i18n import translate
from mmc_desk.features.people.model import Aid, DriverTie
from mmc_desk.features.rides.model.calls import Answer
from mmc_desk.features.rides.rules import availability
from mmc_desk.features.rides.rules.availability import Away, Busy, DayHours
from mmc_desk.features.rides.rules.calls import Call
from mmc_desk.features.rides.rules.fairness import Recent, is_notable, load_per_day, surplus


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
    waits_at_hospital: bool = False


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
    metres_week: int = 0
    max_rides_per_week: int | None = None
    max_distance: int | None = None
    max_metres_per_week: int | None = None
    avoids_hospital_waiting: bool = False
    last_together: date | None = None
    phone: str = ""
    recent: Recent = field(default_factory=Recent)
    calls: tuple[Call, ...] = ()
    refused_lately: int = 0


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
    phone: str = ""
    calls: tuple[Call, ...] = ()

    @property
    def last_call(self) -> Call | None:
        """The last phone call about this ride."""
        return self.calls[-1] if self.calls else None

    @property
    def said_no(self) -> bool:
        """Tell whether the last answer about this ride was no."""
        return _said_no(self.calls)

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

    Points are kilometres of detour as the desk weighs them: lower is better. Who said no to this ride comes after
    everybody who could still be asked.
    """
    per_day = load_per_day(driver.recent for driver in candidates)
    ranked = [_rank(need, driver, per_day) for driver in candidates]
    return tuple(sorted(ranked, key=_order))


def _order(row: RankedDriver) -> tuple[bool, bool, float, str, int]:
    return row.refusal is not None, row.said_no, row.points, row.name, row.driver_id


def _said_no(calls: Sequence[Call]) -> bool:
    return bool(calls) and calls[-1].answer is Answer.NO


def _rank(need: RideNeed, driver: Candidate, per_day: float) -> RankedDriver:
    return RankedDriver(
        driver_id=driver.driver_id,
        name=driver.name,
        code=driver.code,
        refusal=next(refusals(need, driver), None),
        reasons=tuple(_reasons(need, driver, per_day)),
        points=_points(need, driver, per_day),
        approach=driver.approach,
        rides_month=driver.rides_month,
        metres_month=driver.metres_month,
        last_together=driver.last_together,
        phone=driver.phone,
        calls=driver.calls,
    )


_UNKNOWN_APPROACH = 15.0
_PREFERRED = -20.0
_FAMILIAR = -4.0
_OVER_WISH = 40.0
_PER_REFUSAL, _MOST_REFUSALS = 1.5, 4
_ANSWERED: Mapping[Answer, float] = {Answer.NO_ANSWER: 8.0, Answer.LATER: 4.0}
"""What a call about this ride weighs: who didn't pick up is asked again after the others."""


def _points(need: RideNeed, driver: Candidate, per_day: float) -> float:
    points = _UNKNOWN_APPROACH if driver.approach is None else driver.approach / 1000
    points += surplus(driver.recent, per_day)
    points += _PER_REFUSAL * min(driver.refused_lately, _MOST_REFUSALS)
    if driver.calls:
        points += _ANSWERED.get(driver.calls[-1].answer, 0.0)
    if DriverTie.PREFERRED in driver.ties:
        points += _PREFERRED
    if driver.last_together is not None:
        points += _FAMILIAR
    return points + _OVER_WISH * len(list(_wishes_broken(need, driver)))


def _reasons(need: RideNeed, driver: Candidate, per_day: float) -> Iterator[str]:
    if DriverTie.PREFERRED in driver.ties:
        yield translate("rides", "voorkeur van het lid")
    if driver.approach is not None:
        yield translate("rides", "{km} van huis").format(km=show_km(driver.approach))
    yield _fairness(driver.recent, per_day)
    if driver.last_together is not None:
        yield translate("rides", "reed dit lid op {day}").format(day=show_date(driver.last_together))
    if Aid.RIGID_WHEELCHAIR in need.aids and driver.rigid_wheelchair:
        yield translate("rides", "neemt vaste rolstoel mee")
    if driver.refused_lately:
        yield translate("rides", "zei {count} keer nee in 4 weken").format(count=driver.refused_lately)
    yield from _wishes_broken(need, driver)


def _fairness(recent: Recent, per_day: float) -> str:
    text = translate("rides", "{rides} ritten in 8 weken").format(rides=recent.rides)
    if not is_notable(recent, per_day):
        return text
    if surplus(recent, per_day) > 0:
        return translate("rides", "{rides}, meer dan een gelijk deel").format(rides=text)
    return translate("rides", "{rides}, minder dan een gelijk deel").format(rides=text)


def _wishes_broken(need: RideNeed, driver: Candidate) -> Iterator[str]:
    if driver.max_rides_per_week is not None and driver.rides_week >= driver.max_rides_per_week:
        yield translate("rides", "wil hoogstens {most} ritten per week").format(most=driver.max_rides_per_week)
    if driver.max_distance is not None and need.metres is not None and need.metres > driver.max_distance:
        yield translate("rides", "wil niet verder dan {km}").format(km=show_km(driver.max_distance))
    if driver.max_metres_per_week is not None and driver.metres_week + (need.metres or 0) > driver.max_metres_per_week:
        yield translate("rides", "wil hoogstens {km} per week").format(km=show_km(driver.max_metres_per_week))
    if need.waits_at_hospital and driver.avoids_hospital_waiting:
        yield translate("rides", "wacht liever niet aan het ziekenhuis")


def when_agreed(driver: Candidate) -> Candidate:
    """Return the driver with the whole day free: one who agreed by phone to drive outside the week pattern.

    Leave stands: somebody who is away can't agree; take the leave back first.
    """
    if driver.hours.away in {Away.NOT_ACTIVE, Away.LEAVE}:
        return driver
    return replace(driver, hours=DayHours((availability.WHOLE_DAY,)))
