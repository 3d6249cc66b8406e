"""Who stands out in the rides: members who stopped or call off much, drivers who carry much or nothing."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session

from mmc_desk.core.formats import show_date, show_km
from mmc_desk.core.i18n import translate
from mmc_desk.core.signals import Signal
from mmc_desk.features.people.model import Absence, AvailabilityKind, Driver, Member, Person
from mmc_desk.features.people.rules import full_name
from mmc_desk.features.rides.model import CancelledBy, Ride, RideRequest, RideState
from mmc_desk.features.rides.queries.settings import desk_values
from mmc_desk.features.rides.rules import patterns as rules
from mmc_desk.features.rides.rules.patterns import PatternLimits
from mmc_desk.features.rides.rules.setting_texts import with_numbers

_DRIVEN = (RideState.DRIVEN, RideState.SETTLED)
_TO_COME = (RideState.REQUESTED, RideState.ASSIGNED, RideState.CONFIRMED)
MEMBERS, DRIVERS = "members", "drivers"


def ride_signals(session: Session, day: date) -> list[Signal]:
    """Return who stands out on a day, by what it is and by name."""
    limits = pattern_limits(session, day)
    return [
        *stopped_members(session, day, limits),
        *cancelling_members(session, day, limits),
        *carrying_drivers(session, day, limits),
        *silent_drivers(session, day, limits),
    ]


def pattern_limits(session: Session, day: date) -> PatternLimits:
    """Return the limits in force on a day."""
    return with_numbers(PatternLimits(), desk_values(session, "patterns", day))


def _is_member() -> ColumnElement[bool]:
    return and_(Member.ended_on.is_(None), Person.deceased_on.is_(None))


_WHO = Person.last_name, Person.first_name, Person.phone, Person.mobile
_BY_NAME = Person.last_name, Person.first_name


def _signal(page: str, key: int, who: tuple[Any, ...], subject: str, reason: str) -> Signal:
    last_name, first_name, phone, mobile = who
    return Signal(page, key, full_name(last_name, first_name), subject, reason, mobile or phone)


def stopped_members(session: Session, day: date, limits: PatternLimits) -> Iterator[Signal]:
    """Yield members who rode regularly and not any more, with nothing planned either."""
    first, last = rules.regular_span(day, limits)
    rides, latest = func.count(), func.max(Ride.ride_date)
    # A ride to come is later than the silence: who has one is left out by the same comparison.
    counts = or_(Ride.state.in_(_DRIVEN), and_(Ride.state.in_(_TO_COME), Ride.ride_date >= day))
    query = (
        select(Member.id, *_WHO, rides, latest)
        .join(Person, Person.id == Member.person_id)
        .join(RideRequest, RideRequest.member_id == Member.id)
        .join(Ride, Ride.id == RideRequest.ride_id)
        .where(_is_member(), Ride.ride_date >= first, counts)
        .group_by(Member.id, *_WHO)
        .having(rides >= limits.regular_rides, latest <= last)
        .order_by(*_BY_NAME, Member.id)
    )
    reason = translate("patterns", "{rides} ritten in het halfjaar tot {day}, en sindsdien geen enkele meer.")
    subject = translate("patterns", "Rijdt niet meer mee")
    for key, *who, count, until in session.execute(query):
        yield _signal(MEMBERS, key, tuple(who), subject, reason.format(rides=count, day=show_date(until)))


def cancelling_members(session: Session, day: date, limits: PatternLimits) -> Iterator[Signal]:
    """Yield members who called off many of their rides of the last weeks."""
    by_member = and_(Ride.state == RideState.CANCELLED, Ride.cancelled_by == CancelledBy.MEMBER)
    cancelled = func.sum(case((by_member, 1), else_=0))
    query = (
        select(Member.id, *_WHO, cancelled, func.count())
        .join(Person, Person.id == Member.person_id)
        .join(RideRequest, RideRequest.member_id == Member.id)
        .join(Ride, Ride.id == RideRequest.ride_id)
        .where(_is_member(), Ride.ride_date.between(day - rules.QUARTER, day), Ride.merged_into_id.is_(None))
        .group_by(Member.id, *_WHO)
        .having(cancelled >= limits.cancellations)
        .order_by(*_BY_NAME, Member.id)
    )
    reason = translate("patterns", "{cancelled} van de {rides} ritten van de laatste dertien weken afgezegd.")
    subject = translate("patterns", "Zegt vaak af")
    for key, *who, lost, asked in session.execute(query):
        if rules.cancels_much(int(lost), asked, limits):
            yield _signal(MEMBERS, key, tuple(who), subject, reason.format(cancelled=int(lost), rides=asked))


def carrying_drivers(session: Session, day: date, limits: PatternLimits) -> Iterator[Signal]:
    """Yield drivers who drove a large share of all kilometres of the last weeks."""
    query = (
        select(Driver.id, *_WHO, func.sum(Ride.metres))
        .join(Person, Person.id == Driver.person_id)
        .join(Ride, Ride.driver_id == Driver.id)
        .where(Ride.state.in_(_DRIVEN), Ride.ride_date.between(day - rules.QUARTER, day))
        .group_by(Driver.id, *_WHO)
        .order_by(*_BY_NAME, Driver.id)
    )
    rows = [(key, tuple(who), int(metres or 0)) for key, *who, metres in session.execute(query)]
    total = sum(metres for _, _, metres in rows)
    reason = translate("patterns", "{percent} % van alle kilometers van de laatste dertien weken: {km} van {total}.")
    for key, who, metres in rows:
        if rules.carries_much(metres, total, len(rows), limits):
            text = reason.format(percent=rules.percent(metres, total), km=show_km(metres), total=show_km(total))
            yield _signal(DRIVERS, key, who, translate("patterns", "Rijdt erg veel"), text)


def silent_drivers(session: Session, day: date, limits: PatternLimits) -> Iterator[Signal]:
    """Yield active drivers, not on leave, without a ride for long and with none planned."""
    away = select(Absence.id).where(
        Absence.driver_id == Driver.id,
        Absence.kind == AvailabilityKind.ABSENT,
        Absence.from_day <= day,
        Absence.to_day >= day,
    )
    planned = select(Ride.id).where(Ride.driver_id == Driver.id, Ride.ride_date >= day, Ride.state.in_(_TO_COME))
    # Not the greatest day of all rides: from the last day back in the index, the first one that was driven.
    latest = (
        select(Ride.ride_date)
        .where(Ride.driver_id == Driver.id, Ride.state.in_(_DRIVEN))
        .order_by(Ride.ride_date.desc())
        .limit(1)
        .correlate(Driver)
        .scalar_subquery()
    )
    query = (
        select(Driver.id, *_WHO, latest, Driver.active_from)
        .join(Person, Person.id == Driver.person_id)
        .where(
            or_(Driver.active_from.is_(None), Driver.active_from <= day),
            or_(Driver.active_to.is_(None), Driver.active_to >= day),
            ~away.exists(),
            ~planned.exists(),
        )
        .order_by(*_BY_NAME, Driver.id)
    )
    for key, *who, last, since in session.execute(query):
        if rules.is_silent_driver(last, since, day, limits):
            yield _signal(
                DRIVERS, key, tuple(who), translate("patterns", "Chauffeur zonder ritten"), _silence(last, since, day)
            )


def _silence(last: date | None, since: date | None, day: date) -> str:
    if last is None:
        return translate("patterns", "Nog geen enkele rit, en actief sinds {day}.").format(day=show_date(since))
    weeks = (day - last) // timedelta(weeks=1)
    return translate("patterns", "Laatste rit op {day}: {weeks} weken geleden.").format(
        day=show_date(last), weeks=weeks
    )
