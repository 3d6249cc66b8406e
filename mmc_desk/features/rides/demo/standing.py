"""The standing rides of the practice town: each kind of pattern, one that rests, one with its exceptions."""

from dataclasses import dataclass
from datetime import date, time, timedelta

from sqlalchemy.orm import Session

from mmc_desk.core import clock
from mmc_desk.features.people.demo import Inhabitant, Town
from mmc_desk.features.people.model import Aid
from mmc_desk.features.rides.model import Purpose
from mmc_desk.features.rides.model.series import Frequency
from mmc_desk.features.rides.ops.commands import RequestRide
from mmc_desk.features.rides.ops.series import create_series
from mmc_desk.features.rides.ops.series_commands import CreateSeries, MoveDay, PauseSeries, SkipDay
from mmc_desk.features.rides.ops.series_days import move_day, pause_series, skip_day
from mmc_desk.features.rides.rules.series import LAST_WEEKDAY, Pattern, coming
from mmc_desk.features.rides.rules.series import SeriesPlan as Plan

WEEKLY, BY_DATE, BY_WEEKDAY = Frequency.WEEKLY, Frequency.MONTHLY_DATE, Frequency.MONTHLY_WEEKDAY
_EVERY_NTH_MEMBER = 23


@dataclass(frozen=True, slots=True)
class _Habit:
    """What somebody does every so often: how it repeats, where, at what time, for how long."""

    frequency: Frequency
    days: str
    destination: str
    village: str
    at: time
    purpose: Purpose
    minutes: int = 60
    every: int = 1
    nth: int | None = None
    times: int | None = None
    school: bool = False


_GENK = ("ZOL Genk, campus Sint-Jan (ziekenhuis)", "Genk")
_HABITS = (
    _Habit(WEEKLY, "1", "Bilzen", "Bilzen", time(9, 30), Purpose.DAY_CARE, 240),
    _Habit(WEEKLY, "03", *_GENK, time(14), Purpose.HOSPITAL, times=12),
    _Habit(WEEKLY, "2", "Bilzen", "Bilzen", time(10), Purpose.HAIRDRESSER, every=2),
    _Habit(WEEKLY, "4", "Bilzen", "Bilzen", time(13, 30), Purpose.SHOPPING),
    _Habit(WEEKLY, "3", "Tongeren", "Tongeren", time(14), Purpose.FAMILY, 180, school=True),
    _Habit(BY_WEEKDAY, "0", "Hasselt", "Hasselt", time(10, 30), Purpose.FAMILY, 120, nth=1),
    _Habit(BY_WEEKDAY, "4", "Bilzen", "Bilzen", time(14, 30), Purpose.ASSOCIATION, 120, nth=LAST_WEEKDAY),
    _Habit(BY_DATE, "15", *_GENK, time(11), Purpose.HOSPITAL),
)


def standing_rides(session: Session, town: Town) -> None:
    """Begin the standing rides a fortnight ago, with their rides from today on, some days skipped or moved."""
    town.count_on(session)
    starts_on = town.today - timedelta(days=14)
    # At eight in the morning whenever it is made: the same town for everybody on one day. A session of its own in the
    # same transaction, because practice data leaves no trace in the log.
    with clock.frozen(clock.at(town.today, time(8))), Session(session.connection()) as own:
        made = []
        for place, (habit, member) in enumerate(zip(_HABITS, _regulars(town), strict=False)):
            usual = _usual_driver(town, habit, place)
            command = CreateSeries(_pattern(habit, starts_on), _wanted(habit, member, starts_on), usual)
            made.append((create_series(own, command).series_id, command.pattern))
        _exceptions(own, made)
        own.commit()


def _usual_driver(town: Town, habit: _Habit, place: int) -> int | None:
    """Return somebody who drives on those weekdays, for every other habit."""
    wanted = set(map(int, habit.days)) if habit.frequency is not BY_DATE else set(range(5))
    able = [one for one in town.drivers if one.active_to is None and wanted <= {slot.weekday for slot in one.pattern}]
    return able[place % len(able)].key if able and place % 2 == 0 else None


def _regulars(town: Town) -> list[Inhabitant]:
    present = [member for member in town.members if member.member_on(town.today) and member.member_on(town.last_day)]
    return [member for member in present if member.aid is not Aid.RIGID_WHEELCHAIR][::_EVERY_NTH_MEMBER]


def _pattern(habit: _Habit, starts_on: date) -> Pattern:
    by_date = habit.frequency is BY_DATE
    return Pattern(
        habit.frequency,
        starts_on,
        habit.every,
        weekdays=frozenset() if by_date else frozenset(map(int, habit.days)),
        month_day=int(habit.days) if by_date else None,
        nth=habit.nth,
        times=habit.times,
        skips_school_holidays=habit.school,
    )


def _wanted(habit: _Habit, member: Inhabitant, day: date) -> RequestRide:
    return RequestRide(
        member_id=member.key,
        ride_date=day,
        destination=habit.destination,
        destination_village=habit.village,
        appointment=habit.at,
        purpose=habit.purpose,
        expected_minutes=habit.minutes,
        companions=int(member.companion),
    )


def _exceptions(session: Session, made: list[tuple[int, Pattern]]) -> None:
    """Skip one day, move one, and let one standing ride rest for a fortnight."""
    (skipped, weekly), (moved, twice), (resting, _) = made[0], made[1], made[4]
    today = clock.today()
    days = [one.day for one in coming(Plan(weekly), {}, today + timedelta(days=3), 2)]
    skip_day(session, SkipDay(skipped, days[-1], "op reis"))
    days = [one.day for one in coming(Plan(twice), {}, today + timedelta(days=3), 2)]
    move_day(session, MoveDay(moved, days[-1], days[-1] + timedelta(days=1), "afspraak verzet"))
    first = today + timedelta(days=10)
    pause_series(session, PauseSeries(resting, first, first + timedelta(days=13), "ziekenhuis"))
