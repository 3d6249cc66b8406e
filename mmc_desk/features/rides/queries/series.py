"""Standing rides as the desk sees them: their pattern, what they ask, their next days with what becomes of each."""

import functools
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, Select, bindparam, select
from sqlalchemy.orm import Session, aliased

from mmc_desk.core import clock
from mmc_desk.core.errors import RuleError
from mmc_desk.core.i18n import translate
from mmc_desk.features.people.model import Driver, Member, Person
from mmc_desk.features.people.rules import full_name
from mmc_desk.features.rides.model import Ride, RideState
from mmc_desk.features.rides.model.series import RideSeries, SeriesException, SeriesPause
from mmc_desk.features.rides.queries.drivers import DriverFacts, drivers_on
from mmc_desk.features.rides.queries.rows import LastRide
from mmc_desk.features.rides.queries.settings import closures
from mmc_desk.features.rides.rules.availability import Period
from mmc_desk.features.rides.rules.calendar import Closures
from mmc_desk.features.rides.rules.series import DayChange, Fate, Occurrence, Pattern, SeriesPlan, due, occurrences
from mmc_desk.features.rides.rules.states import OPEN

AHEAD = timedelta(weeks=26)
"""How far the coming days of one series are shown."""

_NEXT_WITHIN = timedelta(days=400)
_DriverPerson = aliased(Person)


class Standing(StrEnum):
    """How a series stands on a day."""

    RUNNING = "running"
    COMING = "coming"
    PAUSED = "paused"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """A series in a list. `until` is the last day of its pause, None when that is open; `driver` its usual driver."""

    series_id: int
    version: int
    member_id: int
    member_no: int
    member: str
    pattern: Pattern
    destination: str
    hour: time | None
    driver_id: int | None
    driver: str
    standing: Standing
    until: date | None
    next_day: date | None
    next_driver: str
    next_state: RideState | None

    @property
    def key(self) -> int:
        """The id of the series."""
        return self.series_id


@dataclass(frozen=True, slots=True)
class ComingDay:
    """A day of a series to come, and its ride where it was made. `detached`: changed by hand for that day alone."""

    occurrence: Occurrence
    ride_id: int | None = None
    ride_no: str = ""
    ride_date: date | None = None
    state: RideState | None = None
    driver: str = ""
    detached: bool = False

    @property
    def key(self) -> date:
        """The day of the pattern."""
        return self.occurrence.day

    @property
    def day(self) -> date:
        """The day on which it is driven, or would have been."""
        return self.ride_date or self.occurrence.ride_date or self.occurrence.day


@dataclass(frozen=True, slots=True)
class SeriesCard:
    """Everything of one series: its row, what each day asks, its pauses and its days to come.

    `asked` is what a day asks, as if it were an earlier ride; `pickup` the hour that was agreed, `passengers` the
    further members as the series stores them, `along` their names.
    """

    row: SeriesRow
    asked: LastRide
    pickup: time | None
    note: str
    passengers: tuple[Mapping[str, Any], ...]
    along: tuple[str, ...]
    plan: SeriesPlan
    pauses: tuple[Period, ...]
    days: tuple[ComingDay, ...]

    @property
    def key(self) -> int:
        """The id of the series."""
        return self.row.series_id


@dataclass(frozen=True, slots=True)
class SeriesDesk:
    """What the dialog of a standing ride needs: every closure day, and who could be its usual driver."""

    closures: Closures
    drivers: tuple[DriverFacts, ...]


def series_desk(session: Session, today: date) -> SeriesDesk:
    """Return what the desk brings to a standing ride."""
    return SeriesDesk(all_closures(session), drivers_on(session, today))


def pattern_of(series: RideSeries) -> Pattern:
    """Return how a series repeats."""
    return Pattern(
        frequency=series.frequency,
        starts_on=series.starts_on,
        every=series.every,
        weekdays=frozenset(int(digit) for digit in series.weekdays),
        month_day=series.month_day,
        nth=series.nth,
        ends_on=series.ends_on,
        times=series.times,
        skips_public_holidays=series.skips_public_holidays,
        skips_closures=series.skips_closures,
        skips_school_holidays=series.skips_school_holidays,
    )


def plan_of(session: Session, series: RideSeries) -> SeriesPlan:
    """Return a series with its exceptions and pauses."""
    return plans_of(session, [series])[series.id]


def plans_of(session: Session, found: Sequence[RideSeries]) -> Mapping[int, SeriesPlan]:
    """Return series with their exceptions and pauses by id: two statements, whatever the number."""
    ids = [series.id for series in found]
    changes: dict[int, list[DayChange]] = defaultdict(list)
    for series_id, day, moved_to, reason in session.execute(_exceptions(), {"ids": ids}):
        changes[series_id].append(DayChange(day, moved_to, reason))
    pauses: dict[int, list[Period]] = defaultdict(list)
    for series_id, from_day, to_day, reason in session.execute(_pauses(), {"ids": ids}):
        pauses[series_id].append(Period(from_day, to_day or date.max, reason))
    return {
        series.id: SeriesPlan(pattern_of(series), tuple(changes[series.id]), tuple(pauses[series.id]))
        for series in found
    }


@functools.cache
def _exceptions() -> Select[*tuple[Any, ...]]:
    columns = (SeriesException.series_id, SeriesException.day, SeriesException.moved_to, SeriesException.reason)
    of_series = SeriesException.series_id.in_(bindparam("ids", expanding=True))
    return select(*columns).where(of_series).order_by(SeriesException.day)


@functools.cache
def _pauses() -> Select[*tuple[Any, ...]]:
    columns = (SeriesPause.series_id, SeriesPause.from_day, SeriesPause.to_day, SeriesPause.reason)
    of_series = SeriesPause.series_id.in_(bindparam("ids", expanding=True))
    return select(*columns).where(of_series).order_by(SeriesPause.from_day)


def all_closures(session: Session) -> Closures:
    """Return every closure day of the desk: a pattern looks years ahead."""
    return closures(session, date.min, date.max)


def series_rows(session: Session, today: date) -> tuple[SeriesRow, ...]:
    """Return every series, those that ended too, by member and first day."""
    rows = session.execute(_series()).all()
    plans = plans_of(session, [row[0] for row in rows])
    closed = all_closures(session)
    coming = _next_rides(session, today)
    return tuple(_row(row, plans[row[0].id], closed, coming.get(row[0].id, {}), today) for row in rows)


def series_card(session: Session, series_id: int, today: date) -> SeriesCard:
    """Return everything of a series. Raises RuleError when there is none."""
    row = session.execute(_series().where(RideSeries.id == series_id)).one_or_none()
    if row is None:
        raise RuleError(translate("series", "Deze vaste rit bestaat niet meer. Herlaad de pagina."))
    series: RideSeries = row[0]
    plan, closed = plan_of(session, series), all_closures(session)
    rides = _next_rides(session, today).get(series_id, {})
    return SeriesCard(
        row=_row(row, plan, closed, rides, today),
        asked=_asked(series, today),
        pickup=series.pickup,
        note=series.note,
        passengers=tuple(series.passengers),
        along=_names(session, [seat["member_id"] for seat in series.passengers]),
        plan=plan,
        pauses=tuple(pause for pause in plan.pauses if pause.to_day >= today),
        days=_days(plan, closed, rides, today),
    )


def _names(session: Session, member_ids: Sequence[int]) -> tuple[str, ...]:
    rows = session.execute(
        select(Member.id, Person.last_name, Person.first_name)
        .join(Person, Person.id == Member.person_id)
        .where(Member.id.in_(member_ids))
    )
    names = {member_id: full_name(last, first) for member_id, last, first in rows}
    return tuple(names[member_id] for member_id in member_ids)


def _asked(series: RideSeries, day: date) -> LastRide:
    def at(hour: time | None) -> datetime | None:
        return None if hour is None else clock.at(day, hour)

    return LastRide(
        ride_id=0,
        ride_no="",
        ride_date=day,
        state=RideState.REQUESTED,
        member_id=series.member_id,
        origin=series.origin,
        village=series.village,
        destination=series.destination,
        destination_village=series.destination_village,
        purpose=series.purpose,
        pickup_at=at(series.pickup),
        appointment_at=at(series.appointment),
        return_mode=series.return_mode,
        return_at=at(series.return_time),
        expected_minutes=series.expected_minutes,
        aid=series.aid,
        companions=series.companions,
        parking_card=series.parking_card,
        stops=tuple(series.stops),
        driver="",
    )


def _days(plan: SeriesPlan, closed: Closures, rides: "_Rides", today: date) -> tuple[ComingDay, ...]:
    moved = [change.day for change in plan.changes if change.moved_to is not None and change.moved_to >= today]
    found = {one.day: one for one in occurrences(plan, closed, min([today, *moved]), today + AHEAD)}
    days = [replace(ride, occurrence=found.get(day, ride.occurrence)) for day, ride in rides.items()]
    days += [ComingDay(one) for day, one in found.items() if day not in rides]
    return tuple(sorted((day for day in days if day.day >= today), key=lambda day: (day.day, day.key)))


def _series() -> Select[*tuple[Any, ...]]:
    return (
        select(
            *(RideSeries, Member.member_no, Person.last_name, Person.first_name),
            *(_DriverPerson.last_name, _DriverPerson.first_name),
        )
        .join(Member, Member.id == RideSeries.member_id)
        .join(Person, Person.id == Member.person_id)
        .outerjoin(Driver, Driver.id == RideSeries.driver_id)
        .outerjoin(_DriverPerson, _DriverPerson.id == Driver.person_id)
        .order_by(Person.last_name, Person.first_name, RideSeries.starts_on, RideSeries.id)
    )


_Rides = Mapping[date, ComingDay]


def _row(row: Row[*tuple[Any, ...]], plan: SeriesPlan, closed: Closures, rides: _Rides, today: date) -> SeriesRow:
    series: RideSeries = row[0]
    following = due(plan, closed, today, today + _NEXT_WITHIN)
    dropped = {day for day, ride in rides.items() if ride.state not in OPEN}
    coming = next((one for one in following if one.day not in dropped), None)
    made = rides.get(coming.day) if coming else None
    standing, until = _standing(plan, following, today)
    return SeriesRow(
        series_id=series.id,
        version=series.version,
        member_id=series.member_id,
        member_no=row[1],
        member=full_name(row[2], row[3]),
        pattern=plan.pattern,
        destination=series.destination,
        hour=series.appointment or series.pickup,
        driver_id=series.driver_id,
        driver=full_name(row[4] or "", row[5] or ""),
        standing=standing,
        until=until,
        next_day=made.day if made else coming.ride_date if coming else None,
        next_driver=made.driver if made else "",
        next_state=made.state if made else None,
    )


def _standing(plan: SeriesPlan, following: Sequence[Occurrence], today: date) -> tuple[Standing, date | None]:
    pause = next((pause for pause in plan.pauses if pause.covers(today)), None)
    pattern = plan.pattern
    if pause is not None and (pattern.ends_on is None or pattern.ends_on >= today):
        return Standing.PAUSED, None if pause.to_day == date.max else pause.to_day
    if not following:
        return Standing.ENDED, None
    return (Standing.COMING if pattern.starts_on > today else Standing.RUNNING), None


def _rides() -> Select[*tuple[Any, ...]]:
    return (
        select(
            *(Ride.series_id, Ride.series_day, Ride.id, Ride.ride_no, Ride.ride_date, Ride.state, Ride.detached),
            *(_DriverPerson.last_name, _DriverPerson.first_name),
        )
        .outerjoin(Driver, Driver.id == Ride.driver_id)
        .outerjoin(_DriverPerson, _DriverPerson.id == Driver.person_id)
        .where(Ride.series_day.is_not(None))
    )


def _next_rides(session: Session, today: date) -> Mapping[int, _Rides]:
    found: dict[int, dict[date, ComingDay]] = defaultdict(dict)
    for row in session.execute(_rides().where(Ride.series_id.is_not(None), Ride.ride_date >= today)):
        found[row.series_id][row.series_day] = _made(row)
    return found


def _made(row: Row[*tuple[Any, ...]]) -> ComingDay:
    return ComingDay(
        Occurrence(row.series_day, row.ride_date, Fate.PLANNED),
        row.id,
        row.ride_no,
        row.ride_date,
        row.state,
        full_name(row.last_name or "", row.first_name or ""),
        row.detached,
    )
