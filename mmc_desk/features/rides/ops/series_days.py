"""Days of a standing ride that go otherwise: skipped, moved, put back; and pauses."""

from datetime import date, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from mmc_desk.core import clock
from mmc_desk.core.errors import RuleError
from mmc_desk.core.i18n import translate
from mmc_desk.features.rides.model.series import ExceptionKind, RideSeries, SeriesException, SeriesPause
from mmc_desk.features.rides.ops.requesting import as_request
from mmc_desk.features.rides.ops.series_commands import (
    MoveDay,
    PauseSeries,
    RestoreDay,
    ResumeSeries,
    SeriesDone,
    SkipDay,
)
from mmc_desk.features.rides.ops.series_rides import (
    fit_ride,
    horizon,
    load_series,
    open_rides,
    plan_rides,
    require_open,
    ride_of_day,
    take_back,
)
from mmc_desk.features.rides.queries.lists import ride_card
from mmc_desk.features.rides.queries.series import all_closures, pattern_of, plan_of
from mmc_desk.features.rides.rules.series import occurrences, pattern_days, require_move


def skip_day(session: Session, command: SkipDay) -> SeriesDone:
    """Leave out one day of a standing ride; its open ride is cancelled by the desk.

    Raises RuleError when the day isn't one of the series, or its ride has an outcome already.
    """
    series = load_series(session, command.series_id)
    if command.day not in pattern_days(pattern_of(series), command.day):
        raise RuleError(translate("series", "Op die dag valt deze vaste rit niet. Kies een dag uit de lijst."), "day")
    ride = ride_of_day(session, series, command.day)
    if ride is not None:
        require_open(ride)
        take_back(session, series, ride, command.reason or translate("series", "vaste rit overgeslagen"))
    exception = _exception(session, series, command.day)
    exception.kind, exception.moved_to, exception.reason = ExceptionKind.SKIP, None, command.reason
    return SeriesDone(series.id, cancelled=int(ride is not None))


def move_day(session: Session, command: MoveDay) -> SeriesDone:
    """Drive one day of a standing ride on another one; its ride moves along, with its driver where that one is free.

    Raises RuleError for a day that is over, one that isn't of the series, one that has its ride, a driven ride.
    """
    series = load_series(session, command.series_id)
    _require_to_come(command.to)
    require_move(plan_of(session, series), all_closures(session), command.day, command.to)
    ride = ride_of_day(session, series, command.day)
    if ride is not None:
        require_open(ride)
    exception = _exception(session, series, command.day)
    exception.kind, exception.moved_to, exception.reason = ExceptionKind.MOVE, command.to, command.reason
    return _settle(session, series, command.day)


def _require_to_come(day: date) -> None:
    if day < clock.today():
        raise RuleError(translate("series", "Die dag is voorbij. Kies een dag vanaf vandaag."), "moved_to")


def restore_day(session: Session, command: RestoreDay) -> SeriesDone:
    """Take back the exception of one day: the ride goes back to it, or is planned again.

    Raises RuleError without an exception, or when the ride has an outcome already.
    """
    series = load_series(session, command.series_id)
    found = select(SeriesException).where(SeriesException.series_id == series.id, SeriesException.day == command.day)
    exception = session.scalars(found).one_or_none()
    if exception is None:
        raise RuleError(translate("series", "Die dag is niet overgeslagen of verplaatst."), "day")
    ride = ride_of_day(session, series, command.day)
    if ride is not None:
        require_open(ride)
    session.delete(exception)
    return _settle(session, series, command.day)


def _exception(session: Session, series: RideSeries, day: date) -> SeriesException:
    found = select(SeriesException).where(SeriesException.series_id == series.id, SeriesException.day == day)
    exception = session.scalars(found).one_or_none()
    if exception is None:
        exception = SeriesException(series_id=series.id, day=day)
        session.add(exception)
    return exception


def _settle(session: Session, series: RideSeries, day: date) -> SeriesDone:
    """Bring the ride of a day to where the series now has it; make what isn't there yet."""
    session.flush()
    ride = ride_of_day(session, series, day)
    changed = cancelled = lost = 0
    if ride is not None:
        (one,) = occurrences(plan_of(session, series), all_closures(session), day, day)
        wanted = one.ride_date
        if wanted is None:
            take_back(session, series, ride, translate("series", "vaste rit gewijzigd"))
            cancelled = 1
        else:
            _require_to_come(wanted)
            lost = int(not fit_ride(session, ride, as_request(ride_card(session, ride.id), wanted)))
            changed = 1
    return SeriesDone(series.id, plan_rides(session, series, horizon(session)), changed, cancelled, lost)


def pause_series(session: Session, command: PauseSeries) -> SeriesDone:
    """Let a standing ride rest; its open rides in the pause are cancelled by the desk.

    Raises RuleError when the last day lies before the first.
    """
    series = load_series(session, command.series_id)
    last = command.to_day or date.max
    if last < command.from_day:
        raise RuleError(translate("series", "De laatste dag ligt voor de eerste. Verbeter een van beide."), "to_day")
    session.add(
        SeriesPause(series_id=series.id, from_day=command.from_day, to_day=command.to_day, reason=command.reason)
    )
    reason = command.reason or translate("series", "vaste rit gepauzeerd")
    resting = [ride for ride in open_rides(session, series) if command.from_day <= ride.ride_date <= last]
    for ride in resting:
        take_back(session, series, ride, reason)
    return SeriesDone(series.id, cancelled=len(resting))


def resume_series(session: Session, command: ResumeSeries) -> SeriesDone:
    """Let a standing ride drive again from a day on and make its rides. Raises RuleError when it doesn't rest then."""
    series = load_series(session, command.series_id)
    pauses = session.scalars(
        select(SeriesPause).where(
            SeriesPause.series_id == series.id,
            SeriesPause.from_day <= command.day,
            or_(SeriesPause.to_day.is_(None), SeriesPause.to_day >= command.day),
        )
    ).all()
    if not pauses:
        raise RuleError(translate("series", "Op die dag is er geen pauze om te beëindigen."), "day")
    for pause in pauses:
        if pause.from_day == command.day:
            session.delete(pause)
        else:
            pause.to_day = command.day - timedelta(days=1)
    session.flush()
    return SeriesDone(series.id, planned=plan_rides(session, series, horizon(session)))
