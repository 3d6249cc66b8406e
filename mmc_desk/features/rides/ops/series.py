"""Standing rides: begun, changed from a day on, ended, and their rides made ahead."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, timedelta
from typing import TypeVar

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from mmc_desk.core import clock
from mmc_desk.core.errors import RuleError
from mmc_desk.core.formats import show_date
from mmc_desk.core.i18n import translate
from mmc_desk.features.rides.model import Ride
from mmc_desk.features.rides.model.series import RideSeries, SeriesException, SeriesPause
from mmc_desk.features.rides.ops.commands import RequestRide
from mmc_desk.features.rides.ops.requesting import check_wanted
from mmc_desk.features.rides.ops.series_commands import ChangeSeries, CreateSeries, EndSeries, SeriesDone
from mmc_desk.features.rides.ops.series_rides import (
    fit_ride,
    follow_driver,
    horizon,
    is_own,
    load_series,
    open_rides,
    plan_rides,
    seat_rows,
    stops_on,
    take_back,
    wanted_on,
)
from mmc_desk.features.rides.queries.reading import home_of
from mmc_desk.features.rides.queries.series import all_closures, pattern_of, plan_of
from mmc_desk.features.rides.rules.series import Pattern, due, require_pattern, split

_DAY = timedelta(days=1)
_Wish = TypeVar("_Wish", CreateSeries, ChangeSeries)


def create_series(session: Session, command: CreateSeries) -> SeriesDone:
    """Begin a standing ride and make its rides up to the horizon.

    It ends at the latest when its member does. Raises RuleError with the field at fault for a pattern without days, a
    request that can't be, somebody who has stopped by then.
    """
    command = _checked(session, command, command.wanted.member_id)
    series = RideSeries(member_id=command.wanted.member_id)
    _put(session, series, command)
    session.add(series)
    session.flush()
    return SeriesDone(series.id, planned=plan_rides(session, series, horizon(session)))


def _checked(session: Session, command: _Wish, member_id: int) -> _Wish:
    """Return the command with a pattern that goes no further than who rides in it (domain.md §10.5)."""
    require_pattern(command.pattern)
    check_wanted(session, command.wanted)
    pattern = command.pattern
    riders = {
        "member": [member_id],
        "passengers": [seat.member_id for seat in command.wanted.passengers],
    }
    for field, member_ids in riders.items():
        for stops in filter(None, (stops_on(session, member_id) for member_id in member_ids)):
            _require_member(field, stops, pattern.starts_on)
            pattern = replace(pattern, ends_on=min(pattern.ends_on or date.max, stops - _DAY))
    return replace(command, pattern=pattern)


def _require_member(field: str, stops: date, first: date) -> None:
    if stops <= first:
        text = translate(
            "series",
            "Wie vanaf {day} geen lid meer is, heeft geen vaste rit. Neem losse ritten aan, of heropen het lid.",
        )
        raise RuleError(text.format(day=show_date(stops)), field)


def _put(session: Session, series: RideSeries, command: CreateSeries | ChangeSeries) -> None:
    _put_pattern(series, command.pattern)
    _put_wanted(session, series, command.wanted)
    series.driver_id = command.driver_id


def _put_pattern(series: RideSeries, pattern: Pattern) -> None:
    series.frequency, series.every = pattern.frequency, pattern.every
    series.weekdays = "".join(str(day) for day in sorted(pattern.weekdays))
    series.month_day, series.nth = pattern.month_day, pattern.nth
    series.starts_on, series.ends_on, series.times = pattern.starts_on, pattern.ends_on, pattern.times
    series.skips_public_holidays = pattern.skips_public_holidays
    series.skips_closures = pattern.skips_closures
    series.skips_school_holidays = pattern.skips_school_holidays


def _put_wanted(session: Session, series: RideSeries, wanted: RequestRide) -> None:
    home = home_of(session, wanted.member_id, series.starts_on)
    # From home is from wherever home is by then: a member who moves takes the standing ride along (domain.md §10.6).
    from_home = (wanted.origin, wanted.village) == (home.street, home.village)
    series.origin, series.village = ("", "") if from_home else (wanted.origin, wanted.village)
    series.destination, series.destination_village = wanted.destination, wanted.destination_village
    series.purpose, series.note = wanted.purpose, wanted.note
    series.appointment, series.pickup = wanted.appointment, wanted.pickup
    series.return_mode, series.return_time = wanted.return_mode, wanted.return_time
    series.expected_minutes = wanted.expected_minutes
    series.aid = home.aid if wanted.aid is None else wanted.aid
    series.companions, series.parking_card = wanted.companions, wanted.parking_card
    series.stops, series.passengers = list(wanted.stops), seat_rows(wanted.passengers)


def change_series(session: Session, command: ChangeSeries) -> SeriesDone:
    """Change a standing ride from the first day of the command's pattern on; the past stays as it is.

    A planned ride that still fits keeps its number, its driver and its state where the driver can still drive it. One
    whose day is no longer in the pattern is cancelled by the desk. What was driven, cancelled by a person or changed by
    hand for its day alone is left alone. Raises RuleError for a day that is over or what `create_series` refuses.
    """
    series = load_series(session, command.series_id, command.version)
    first = command.pattern.starts_on
    if first < clock.today():
        raise RuleError(
            translate("series", "Kies een eerste dag vanaf vandaag: wat voorbij is, blijft zoals het was."), "ride_date"
        )
    command = _checked(session, command, series.member_id)
    before, _ = split(pattern_of(series), first)
    changed = series if before is None else _split_off(session, series, before, first)
    asked, driver_id = wanted_on(series, first), series.driver_id
    own = [ride.id for ride in open_rides(session, changed) if is_own(series, ride)]
    for ride in open_rides(session, changed):
        # Left as it is with others in the car, it isn't as its series has it from now on.
        ride.detached = ride.id not in own
    _put(session, changed, command)
    session.flush()
    done = _refit(session, changed, own, is_other=wanted_on(changed, first) != asked)
    if changed.driver_id != driver_id:
        follow_driver(session, changed, driver_id)
    planned = plan_rides(session, changed, horizon(session))
    return SeriesDone(changed.id, planned, *done)


def _split_off(session: Session, series: RideSeries, before: Pattern, first: date) -> RideSeries:
    """End a series before `first` and begin the next one, to which everything from that day on passes."""
    following = RideSeries(
        member_id=series.member_id, split_from_id=series.id, frequency=series.frequency, starts_on=first
    )
    session.add(following)
    _put_pattern(series, before)
    session.flush()
    for exception in session.scalars(select(SeriesException).where(SeriesException.series_id == series.id)):
        if exception.day >= first:
            exception.series_id = following.id
    for pause in session.scalars(select(SeriesPause).where(SeriesPause.series_id == series.id)).all():
        _pass_on(session, pause, following, first)
    for ride in session.scalars(select(Ride).where(Ride.series_id == series.id, Ride.series_day >= first)):
        ride.series_id = following.id
    return following


def _pass_on(session: Session, pause: SeriesPause, following: RideSeries, first: date) -> None:
    if pause.from_day >= first:
        pause.series_id = following.id
    elif pause.to_day is None or pause.to_day >= first:
        session.add(SeriesPause(series_id=following.id, from_day=first, to_day=pause.to_day, reason=pause.reason))


def _refit(session: Session, series: RideSeries, own: Collection[int], *, is_other: bool) -> tuple[int, int, int]:
    """Fit its own rides to a series; return how many changed, were cancelled and lost their driver."""
    rides = [ride for ride in open_rides(session, series) if ride.id in own]
    last = max((day for ride in rides for day in (ride.ride_date, ride.series_day or ride.ride_date)), default=None)
    if last is None:
        return 0, 0, 0
    found = due(plan_of(session, series), all_closures(session), clock.today(), last)
    days = {one.day: one.ride_date for one in found}
    changed = cancelled = lost = 0
    for ride in rides:
        day = days.get(ride.series_day or ride.ride_date)
        if day is None:
            take_back(session, series, ride, translate("series", "vaste rit gewijzigd"))
            cancelled += 1
        elif is_other:
            changed += 1
            lost += not fit_ride(session, ride, wanted_on(series, day))
    return changed, cancelled, lost


def end_series(session: Session, command: EndSeries) -> SeriesDone:
    """End a standing ride after a day; its open rides after that are cancelled by the desk.

    Raises RuleError when it ends before that already.
    """
    series = load_series(session, command.series_id, command.version)
    if series.ends_on is not None and series.ends_on <= command.last_day:
        raise RuleError(translate("series", "Deze vaste rit eindigt dan al. Kies een vroegere dag."), "last_day")
    _end_after(series, command.last_day)
    reason = command.reason or translate("series", "vaste rit beëindigd")
    after = [ride for ride in open_rides(session, series) if (ride.series_day or ride.ride_date) > command.last_day]
    for ride in after:
        take_back(session, series, ride, reason)
    return SeriesDone(series.id, cancelled=len(after))


def _end_after(series: RideSeries, last_day: date) -> None:
    series.ends_on = max(last_day, series.starts_on - _DAY)


def end_member_series(session: Session, member_id: int, ended_on: date) -> None:
    """End the standing rides of a member who stopped or died, and take them out of those of others (domain.md §10.5).

    Their rides are end_member_rides' to cancel; without the series none comes back.
    """
    for series in session.scalars(_running(ended_on)):
        if series.member_id == member_id:
            _end_after(series, ended_on - _DAY)
        else:
            left = [seat for seat in series.passengers if seat["member_id"] != member_id]
            if len(left) < len(series.passengers):
                series.passengers = left


def plan_series(session: Session, until: date | None = None) -> int:
    """Make the rides of every running series until a day (the horizon without one) and return how many are new.

    Doing it again makes nothing again: every ride bears the day it was made for.
    """
    last = horizon(session) if until is None else until
    closed = all_closures(session)
    return sum(plan_rides(session, series, last, closed) for series in session.scalars(_running(clock.today())).all())


def planned_label() -> str:
    """Return how making rides ahead is called in the undo menu and the log."""
    return translate("series", "Vaste ritten vooruit gepland")


def _running(day: date) -> Select[RideSeries]:
    """Return the series that haven't ended on `day`."""
    return (
        select(RideSeries).where(or_(RideSeries.ends_on.is_(None), RideSeries.ends_on >= day)).order_by(RideSeries.id)
    )
