"""The rides of a standing ride: made ahead, fitted to a change, taken back; never what was driven or edited by hand."""

import functools
from collections.abc import Mapping, Sequence
from datetime import date, time, timedelta
from typing import Any

from sqlalchemy import Select, bindparam, or_, select
from sqlalchemy.orm import Session

from mmc_desk.core import clock
from mmc_desk.core.errors import ConflictError, RuleError
from mmc_desk.core.i18n import translate
from mmc_desk.features.people.model import Aid, Member, Person
from mmc_desk.features.rides.model import CancelledBy, Ride, RideState
from mmc_desk.features.rides.model.series import RideSeries
from mmc_desk.features.rides.ops.assigning import assign_driver, unassign_driver
from mmc_desk.features.rides.ops.commands import AssignDriver, CancelRide, RequestRide, SharedSeat, UnassignDriver
from mmc_desk.features.rides.ops.loading import requests_of
from mmc_desk.features.rides.ops.requesting import request_ride, rewrite_ride
from mmc_desk.features.rides.ops.results import cancel_ride
from mmc_desk.features.rides.queries.series import all_closures, plan_of
from mmc_desk.features.rides.queries.settings import ride_settings
from mmc_desk.features.rides.rules.assignment import AssignmentRefusedError
from mmc_desk.features.rides.rules.calendar import Closures
from mmc_desk.features.rides.rules.series import Occurrence, due
from mmc_desk.features.rides.rules.states import OPEN, state_name


def load_series(session: Session, series_id: int, version: int | None = None) -> RideSeries:
    """Return a series to change. Raises RuleError when it is gone, ConflictError when it isn't `version` any more."""
    series = session.get(RideSeries, series_id)
    if series is None:
        raise RuleError(translate("series", "Deze vaste rit bestaat niet meer. Herlaad de pagina."))
    if version is not None and series.version != version:
        text = translate(
            "series", "Deze vaste rit werd intussen door iemand anders gewijzigd. Herlaad en probeer opnieuw."
        )
        raise ConflictError(text)
    return series


def wanted_on(series: RideSeries, day: date) -> RequestRide:
    """Return the request a series makes on `day`."""
    return RequestRide(
        member_id=series.member_id,
        ride_date=day,
        destination=series.destination,
        destination_village=series.destination_village,
        appointment=series.appointment,
        pickup=series.pickup,
        origin=series.origin,
        village=series.village,
        stops=tuple(series.stops),
        purpose=series.purpose,
        return_mode=series.return_mode,
        return_time=series.return_time,
        expected_minutes=series.expected_minutes,
        aid=series.aid,
        companions=series.companions,
        parking_card=series.parking_card,
        passengers=seats_from(series.passengers),
        note=series.note,
    )


def seats_from(rows: Sequence[Mapping[str, Any]]) -> tuple[SharedSeat, ...]:
    """Return the further members of a series from what it stores."""
    return tuple(
        SharedSeat(
            row["member_id"],
            Aid(row["aid"]) if row["aid"] is not None else None,
            row["companions"],
            time.fromisoformat(row["pickup"]) if row["pickup"] else None,
        )
        for row in rows
    )


def seat_rows(seats: Sequence[SharedSeat]) -> list[dict[str, Any]]:
    """Return further members as a series stores them."""
    return [
        {
            "member_id": seat.member_id,
            "aid": seat.aid.value if seat.aid is not None else None,
            "companions": seat.companions,
            "pickup": seat.pickup.isoformat() if seat.pickup else None,
        }
        for seat in seats
    ]


def horizon(session: Session) -> date:
    """Return the last day for which rides of a series are made now (the setting `rides.series_weeks`)."""
    today = clock.today()
    return today + timedelta(weeks=ride_settings(session, today).series_weeks)


def plan_rides(session: Session, series: RideSeries, until: date, closed: Closures | None = None) -> int:
    """Make the rides of a series from today until a day, and return how many are new.

    A day that has its ride, whatever became of that, is left alone: what was driven isn't moved and what a person
    cancelled stays cancelled. Nothing is made from the day on which the member has stopped.
    """
    today = clock.today()
    done, taken = _days_with_ride(session, series)
    stops = stops_on(session, series.member_id)
    planned = 0
    for one in due(plan_of(session, series), all_closures(session) if closed is None else closed, today, until):
        day = one.ride_date
        if day is None or one.day in done or day in taken or (stops is not None and day >= stops):
            continue
        _make_ride(session, series, one, day)
        planned += 1
    return planned


def _days_with_ride(session: Session, series: RideSeries) -> tuple[set[date], set[date]]:
    """Return the days of the pattern that have a ride, and the days on which the series before the split drives."""
    rows = session.execute(_of_series(), {"series_id": series.id, "before_id": series.split_from_id}).all()
    own = {row.series_day for row in rows if row.series_id == series.id}
    return own, {row.ride_date for row in rows if row.series_id != series.id and row.state is not RideState.CANCELLED}


@functools.cache
def _of_series() -> Select[*tuple[Any, ...]]:
    either = or_(Ride.series_id == bindparam("series_id"), Ride.series_id == bindparam("before_id"))
    columns = (Ride.series_id, Ride.series_day, Ride.ride_date, Ride.state)
    return select(*columns).where(either, Ride.series_day.is_not(None))


def stops_on(session: Session, member_id: int) -> date | None:
    """Return the day from which somebody is no member any more: ended or died; None for who stays."""
    row = session.execute(_last_days(), {"member_id": member_id}).one()
    return min((day for day in row if day is not None), default=None)


@functools.cache
def _last_days() -> Select[*tuple[Any, ...]]:
    return (
        select(Member.ended_on, Person.deceased_on)
        .join(Person, Person.id == Member.person_id)
        .where(Member.id == bindparam("member_id"))
    )


def _make_ride(session: Session, series: RideSeries, one: Occurrence, day: date) -> None:
    ride = session.get_one(Ride, request_ride(session, wanted_on(series, day)))
    ride.series_id, ride.series_day = series.id, one.day
    session.flush()
    offer(session, ride, series.driver_id)


def offer(session: Session, ride: Ride, driver_id: int | None) -> bool:
    """Give a ride to its usual driver when they are free; it stays as it is when they aren't."""
    if driver_id is None:
        return False
    try:
        assign_driver(session, AssignDriver(ride.id, driver_id))
    except AssignmentRefusedError:
        return False
    session.flush()
    return True


def open_rides(session: Session, series: RideSeries) -> Sequence[Ride]:
    """Return the rides of a series from today on that are still to be driven, by day."""
    return session.scalars(
        select(Ride)
        .where(
            Ride.series_id == series.id,
            Ride.series_day.is_not(None),
            Ride.ride_date >= clock.today(),
            Ride.state.in_(sorted(OPEN)),
        )
        .order_by(Ride.ride_date, Ride.id)
    ).all()


def is_own(series: RideSeries, ride: Ride) -> bool:
    """Tell whether a ride is still as its series made it: not changed by hand, nobody else taken along."""
    return not ride.detached and ride.passengers == 1 + len(series.passengers)


def ride_of_day(session: Session, series: RideSeries, day: date) -> Ride | None:
    """Return the ride that a series made for one of its days, whatever became of it."""
    found = select(Ride).where(Ride.series_id == series.id, Ride.series_day == day)
    return session.scalars(found).one_or_none()


def fit_ride(session: Session, ride: Ride, wanted: RequestRide) -> bool:
    """Give an open ride another request; False when its driver couldn't keep it. State and ride number stay."""
    try:
        rewrite_ride(session, ride, wanted)
    except AssignmentRefusedError:
        unassign_driver(session, UnassignDriver(ride.id))
        rewrite_ride(session, ride, wanted)
        session.flush()
        return False
    session.flush()
    return True


def take_back(session: Session, series: RideSeries, ride: Ride, reason: str) -> None:
    """Cancel an open ride for its series; its day may be planned anew. Others who share the car keep their ride."""
    own = {series.member_id, *(seat.member_id for seat in seats_from(series.passengers))}
    seats = {request.member_id: request for request in requests_of(session, ride)}
    others = seats.keys() - own
    if others:
        for member_id in seats.keys() & own:
            session.delete(seats[member_id])
        ride.passengers = len(others)
        ride.series_id = None
    else:
        cancel_ride(session, CancelRide(ride.id, CancelledBy.DESK, reason, chargeable=False))
    ride.series_day = None
    session.flush()


def require_open(ride: Ride) -> None:
    """Raise RuleError for a ride with an outcome: a series never moves what was driven or cancelled."""
    if ride.state in OPEN:
        return
    text = translate("series", "De rit van die dag is {state}. Heropen eerst rit {ride} om dit te wijzigen.")
    raise RuleError(text.format(state=state_name(ride.state), ride=ride.ride_no), "day")


def follow_driver(session: Session, series: RideSeries, before: int | None) -> None:
    """Offer the rides without a driver, and those of the usual driver before, to the usual driver of now."""
    for ride in open_rides(session, series):
        if ride.driver_id in {None, before} and not ride.detached:
            offer(session, ride, series.driver_id)
