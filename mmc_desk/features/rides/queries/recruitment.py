"""The requests of a span that show where drivers lack, in three statements."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mmc_desk.core import clock
from mmc_desk.core.settings import desk_name, is_practice
from mmc_desk.features.rides.model import Ride, RideRequest, RideState
from mmc_desk.features.rides.model.calls import CallAttempt
from mmc_desk.features.rides.model.history import RideEvent
from mmc_desk.features.rides.rules.recruitment import RecruitmentReport, Request, shortage

SHORT_NOTICE = timedelta(days=1)
"""A driver found less than this before departure was found late, unless the request itself came that late."""


def span_of(year: int, part: int) -> tuple[date, date]:
    """Return the first and last day of a part of a year: 0 the whole, 1 … 4 a quarter, 5 … 16 a month."""
    first_month, months = (1, 12) if part == 0 else (3 * part - 2, 3) if part <= 4 else (part - 4, 1)
    first = date(year, first_month, 1)
    last = (date(year, first_month + months - 1, 28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    return first, last


def recruitment_report(session: Session, year: int, part: int = 0) -> RecruitmentReport:
    """Return the requests of a span (see `span_of`) that stayed unmet, or were met late or after many calls."""
    first, last = span_of(year, part)
    in_span = Ride.ride_date.between(first, last)
    asked = session.scalar(select(func.count(Ride.id)).where(in_span, Ride.state != RideState.CANCELLED)) or 0
    found = tuple(request for request in _requests(session, first, last) if shortage(request) is not None)
    return RecruitmentReport(year, first, last, found, asked, desk_name(session), is_practice(session))


def _requests(session: Session, first: date, last: date) -> list[Request]:
    calls, given = _calls(session, first, last), _given(session, first, last)
    interesting = [*calls, *given]
    caller = (RideRequest.ride_id == Ride.id) & (RideRequest.position == 1)
    rows = session.execute(
        select(
            *(Ride.id, Ride.ride_no, Ride.ride_date, Ride.depart_at, Ride.village, Ride.state, Ride.reason),
            *(RideRequest.pickup_at, RideRequest.appointment_at, RideRequest.requested_at),
        )
        .outerjoin(RideRequest, caller)
        .where(
            Ride.ride_date.between(first, last),
            (Ride.state == RideState.NO_DRIVER)
            | (Ride.id.in_(interesting) & Ride.state.not_in([RideState.CANCELLED, RideState.REQUESTED])),
        )
        .order_by(Ride.ride_date, Ride.ride_no)
    )
    return [
        Request(
            ride_no=ride_no,
            day=day,
            hour=_hour(pickup_at or depart_at or appointment_at),
            village=village,
            is_unmet=state is RideState.NO_DRIVER,
            reason=reason,
            calls=calls.get(ride_id, 0),
            was_late=_was_late(given.get(ride_id), depart_at, requested_at),
        )
        for ride_id, ride_no, day, depart_at, village, state, reason, pickup_at, appointment_at, requested_at in rows
    ]


def _hour(instant: datetime | None) -> int | None:
    return clock.local(instant).hour if instant is not None else None


def _was_late(given_at: datetime | None, depart_at: datetime | None, requested_at: datetime | None) -> bool:
    if given_at is None or depart_at is None or requested_at is None:
        return False
    return depart_at - given_at < SHORT_NOTICE <= depart_at - requested_at


def _calls(session: Session, first: date, last: date) -> Mapping[int, int]:
    rows = session.execute(
        select(CallAttempt.ride_id, func.count(CallAttempt.id))
        .join(Ride, Ride.id == CallAttempt.ride_id)
        .where(Ride.ride_date.between(first, last))
        .group_by(CallAttempt.ride_id)
    )
    return dict(rows.all())


def _given(session: Session, first: date, last: date) -> Mapping[int, datetime]:
    """Return when each ride that had none first got a driver, as the ride book has it; late entries say nothing."""
    rows = session.execute(
        select(RideEvent.ride_id, func.min(RideEvent.at))
        .where(
            *(RideEvent.ride_date.between(first, last), RideEvent.driver_id.is_not(None)),
            *(RideEvent.driver_before_id.is_(None), RideEvent.after_the_fact.is_(False)),
        )
        .group_by(RideEvent.ride_id)
    )
    return dict(rows.all())
