"""What the desk has to do now, for the page Vandaag (domain.md §9, issue 3)."""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from mmc_desk.core import clock
from mmc_desk.core.i18n import QT_TRANSLATE_NOOP, translate
from mmc_desk.features.people.model import (
    DocumentKind,
    Driver,
    DriverDocument,
    EligibilityCheck,
    Member,
    Person,
)
from mmc_desk.features.people.rules.persons import full_name
from mmc_desk.features.rides.model import Ride, RideRequest, RideState
from mmc_desk.features.rides.queries.reading import ride_lines
from mmc_desk.features.rides.queries.rows import Lapse, RideLine, Today
from mmc_desk.features.rides.rules.states import OPEN, PLANNED

DOCUMENT_NAMES = {
    DocumentKind.LICENCE: QT_TRANSLATE_NOOP("rides", "rijbewijs"),
    DocumentKind.INSURANCE: QT_TRANSLATE_NOOP("rides", "verzekering"),
    DocumentKind.CHECK_UP: QT_TRANSLATE_NOOP("rides", "autokeuring"),
    DocumentKind.CRIMINAL_RECORD: QT_TRANSLATE_NOOP("rides", "uittreksel strafregister"),
    DocumentKind.BRIEFING_NOTE: QT_TRANSLATE_NOOP("rides", "informatienota"),
}

_PERSON: tuple[ColumnElement[Any], ...] = (Person.first_name.expression, Person.last_name.expression)
_RIDE: tuple[ColumnElement[Any], ...] = (
    Ride.id.expression,
    Ride.ride_no.expression,
    Ride.ride_date.expression,
)

LEAVING_WITHIN = timedelta(hours=2)
AHEAD = timedelta(days=7)
SHEETS_SINCE = timedelta(days=62)
MOST = 200
"""Lists longer than this say enough by their first rows."""


def today(session: Session, now: datetime) -> Today:
    """Return what leaves now, waits for a phone call, has no driver, whose sheet is missing, what lapses before a ride.

    `now` is an aware instant. "To phone": planned within a week and not yet confirmed to the member.
    """
    day = clock.local(now).date()
    counted = session.execute(
        select(func.count(Ride.id), func.count(func.distinct(Ride.driver_id))).where(
            Ride.ride_date == day, Ride.state.not_in([RideState.CANCELLED, RideState.NO_DRIVER])
        )
    ).one()
    # All lists at once: every start waits for this query, and each statement has to be compiled for it.
    rides = ride_lines(session, Ride.state.in_(sorted(OPEN)), Ride.ride_date.between(day - SHEETS_SINCE, day + AHEAD))
    ahead = [ride for ride in rides if ride.ride_date >= day]
    return Today(
        leaving=_first(ride for ride in rides if _leaves(ride, now)),
        to_phone=_first(ride for ride in ahead if ride.state is RideState.ASSIGNED),
        without_driver=_first(ride for ride in ahead if ride.state is RideState.REQUESTED),
        sheets_missing=_first(ride for ride in rides if ride.ride_date < day and ride.state in PLANNED),
        lapsing=tuple(sorted(_lapsing(session, day), key=lambda lapse: (lapse.lapses_on, lapse.who))[:MOST]),
        rides_today=counted[0],
        drivers_today=counted[1],
    )


def _first(rides: Iterable[RideLine]) -> tuple[RideLine, ...]:
    return tuple(itertools.islice(rides, MOST))


def _leaves(ride: RideLine, now: datetime) -> bool:
    """Tell whether a ride is under way or soon will be; not one of long ago of which nobody noted when it was home."""
    days = abs(ride.ride_date - clock.local(now).date())
    if ride.state not in PLANNED or ride.depart_at is None or days > timedelta(days=1):
        return False
    return ride.depart_at <= now + LEAVING_WITHIN and (ride.home_at is None or ride.home_at >= now)


def _lapsing(session: Session, day: date) -> Iterator[Lapse]:
    yield from _reviews(session, day)
    yield from _documents(session, day)


def _reviews(session: Session, day: date) -> Sequence[Lapse]:
    # Per ride to come: else SQLite goes through all reviews and every ride there ever was, a hundred times as long.
    coming = select(Ride.id).where(Ride.ride_date >= day, Ride.state.in_(sorted(OPEN)))
    newest = (
        select(func.max(EligibilityCheck.next_review))
        .where(EligibilityCheck.member_id == RideRequest.member_id)
        .scalar_subquery()
    )
    rows = session.execute(
        select(*_PERSON, newest, *_RIDE)
        .select_from(Ride)
        .join(RideRequest, RideRequest.ride_id == Ride.id)
        .join(Member, Member.id == RideRequest.member_id)
        .join(Person, Person.id == Member.person_id)
        .where(RideRequest.ride_id.in_(coming), newest < Ride.ride_date)
    )
    what = translate("rides", "inkomenscontrole")
    return [Lapse(full_name(last, first), what, review, *ride) for first, last, review, *ride in rows]


def _documents(session: Session, day: date) -> Sequence[Lapse]:
    rows = session.execute(
        select(*_PERSON, DriverDocument.kind, DriverDocument.expires_on, *_RIDE)
        .select_from(Ride)
        .join(Driver, Driver.id == Ride.driver_id)
        .join(Person, Person.id == Driver.person_id)
        .join(DriverDocument, DriverDocument.driver_id == Driver.id)
        .where(Ride.ride_date >= day, Ride.state.in_(sorted(PLANNED)), DriverDocument.expires_on < Ride.ride_date)
    )
    return [
        Lapse(full_name(last, first), translate("rides", DOCUMENT_NAMES[kind]), expires_on, *ride)
        for first, last, kind, expires_on, *ride in rows
    ]
