"""What the desk has to do now, for the page Vandaag (domain.md §9, issue 3)."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
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
from mmc_desk.features.people.rules import full_name
from mmc_desk.features.rides.model import Ride, RideRequest, RideState
from mmc_desk.features.rides.queries.reading import ride_lines
from mmc_desk.features.rides.queries.rows import Lapse, Today
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
    soon = Ride.ride_date.between(day, day + AHEAD)
    planned = Ride.state.in_(sorted(PLANNED))
    counted = session.execute(
        select(func.count(Ride.id), func.count(func.distinct(Ride.driver_id))).where(
            Ride.ride_date == day, Ride.state.not_in([RideState.CANCELLED, RideState.NO_DRIVER])
        )
    ).one()
    return Today(
        leaving=ride_lines(
            session,
            *(planned, Ride.ride_date.between(day - timedelta(days=1), day + timedelta(days=1))),
            *(Ride.depart_at <= now + LEAVING_WITHIN, or_(Ride.home_at.is_(None), Ride.home_at >= now)),
            limit=MOST,
        ),
        to_phone=ride_lines(session, Ride.state == RideState.ASSIGNED, soon, limit=MOST),
        without_driver=ride_lines(session, Ride.state == RideState.REQUESTED, soon, limit=MOST),
        sheets_missing=ride_lines(
            session, planned, Ride.ride_date.between(day - SHEETS_SINCE, day - timedelta(days=1)), limit=MOST
        ),
        lapsing=tuple(sorted(_lapsing(session, day), key=lambda lapse: (lapse.lapses_on, lapse.who))[:MOST]),
        rides_today=counted[0],
        drivers_today=counted[1],
    )


def _lapsing(session: Session, day: date) -> Iterator[Lapse]:
    yield from _reviews(session, day)
    yield from _documents(session, day)


def _reviews(session: Session, day: date) -> Sequence[Lapse]:
    newest = (
        select(EligibilityCheck.member_id, func.max(EligibilityCheck.next_review).label("review"))
        .group_by(EligibilityCheck.member_id)
        .subquery()
    )
    rows = session.execute(
        select(*_PERSON, newest.c.review, *_RIDE)
        .select_from(Ride)
        .join(RideRequest, RideRequest.ride_id == Ride.id)
        .join(Member, Member.id == RideRequest.member_id)
        .join(Person, Person.id == Member.person_id)
        .join(newest, newest.c.member_id == Member.id)
        .where(Ride.ride_date >= day, Ride.state.in_(sorted(OPEN)), newest.c.review < Ride.ride_date)
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
