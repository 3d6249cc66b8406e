"""Invariants of rides that the database's own constraints can't hold: one Dutch sentence per breach."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta
from itertools import islice

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from mmc_desk.core import clock
from mmc_desk.core.formats import show_date
from mmc_desk.core.i18n import translate
from mmc_desk.features.people.model import Driver, Member, Person
from mmc_desk.features.rides.model import Leg, OfficialKmRate, Ride, RideRequest, RideState
from mmc_desk.features.rides.rules.availability import Busy, overlapping
from mmc_desk.features.rides.rules.states import OPEN, PLANNED

MOST = 100

_DRIVEN = (RideState.DRIVEN, RideState.SETTLED)
_PLANNED = tuple(sorted(PLANNED))


def double_booked(session: Session) -> Sequence[str]:
    """Return planned rides of one driver that overlap."""
    planned = (
        select(Ride.driver_id, Ride.depart_at, Ride.home_at, Ride.ride_no)
        .where(Ride.id.in_(_planned_ids()), Ride.depart_at.is_not(None), Ride.home_at.is_not(None))
        .order_by(Ride.driver_id, Ride.depart_at)
    )
    of_driver: dict[int | None, list[Busy]] = defaultdict(list)
    for driver_id, depart_at, home_at, ride_no in session.execute(planned):
        if depart_at is not None and home_at is not None:
            of_driver[driver_id].append(Busy(depart_at, home_at, ride_no))
    text = translate("rides", "Ritten {ride} en {other} van dezelfde chauffeur overlappen.")
    pairs = (pair for spans in of_driver.values() for pair in overlapping(spans))
    return [text.format(ride=one.ride_no, other=other.ride_no) for one, other in islice(pairs, MOST)]


def _planned_ids() -> Select[int]:
    # From the covering index: among a million rides that were driven, a few hundred are planned.
    return select(Ride.id).where(Ride.state.in_(_PLANNED))


def wrong_passengers(session: Session) -> Sequence[str]:
    """Return rides whose number of passengers isn't that of their requests."""
    counted = select(RideRequest.ride_id, func.count().label("seats")).group_by(RideRequest.ride_id).subquery()
    seats = func.coalesce(counted.c.seats, 0)
    rows = session.execute(
        select(Ride.ride_no, Ride.passengers, seats)
        .outerjoin(counted, counted.c.ride_id == Ride.id)
        .where(Ride.passengers != seats)
        .limit(MOST)
    )
    text = translate("rides", "Rit {ride} telt {told} leden, maar er staan er {found} op.")
    return [text.format(ride=ride_no, told=told, found=found) for ride_no, told, found in rows]


def wrong_legs(session: Session) -> Sequence[str]:
    """Return rides whose number of legs isn't that of their rows; an old book that tells no legs has none."""
    counted = select(Leg.ride_id, func.count().label("legs")).group_by(Leg.ride_id).subquery()
    legs = func.coalesce(counted.c.legs, 0)
    rows = session.execute(
        select(Ride.ride_no, func.coalesce(Ride.legs, 0), legs)
        .outerjoin(counted, counted.c.ride_id == Ride.id)
        .where(func.coalesce(Ride.legs, 0) != legs)
        .limit(MOST)
    )
    text = translate("rides", "Rit {ride} telt {told} delen, maar er zijn er {found}.")
    return [text.format(ride=ride_no, told=told, found=found) for ride_no, told, found in rows]


def wrong_states(session: Session) -> Sequence[str]:
    """Return rides whose state contradicts their driver, kilometres or cancellation."""
    sentences: list[str] = []
    for condition, text in _contradictions():
        numbers = session.scalars(select(Ride.ride_no).where(condition).limit(MOST))
        sentences += [text.format(ride=ride_no) for ride_no in numbers]
    return sentences[:MOST]


def _contradictions() -> list[tuple[ColumnElement[bool], str]]:
    needs_driver = Ride.state.in_([*_PLANNED, *_DRIVEN, RideState.WASTED])
    return [
        (
            and_(needs_driver, Ride.driver_id.is_(None)),
            translate("rides", "Rit {ride} heeft geen chauffeur, maar zou er een moeten hebben."),
        ),
        (
            and_(Ride.state.in_([RideState.REQUESTED, RideState.NO_DRIVER]), Ride.driver_id.is_not(None)),
            translate("rides", "Rit {ride} heeft een chauffeur, maar is nog niet toegewezen."),
        ),
        (
            and_(Ride.state.in_(_DRIVEN), Ride.metres.is_(None)),
            translate("rides", "Rit {ride} is uitgevoerd zonder kilometers."),
        ),
        (
            and_(Ride.state == RideState.CANCELLED, Ride.cancelled_by.is_(None)),
            translate("rides", "Rit {ride} is geannuleerd, maar niet door wie."),
        ),
        (
            and_(Ride.state.in_(_DRIVEN), Ride.ride_date > clock.today() + timedelta(days=1)),
            translate("rides", "Rit {ride} is uitgevoerd op een dag die nog moet komen."),
        ),
    ]


def rides_after_the_end(session: Session) -> Sequence[str]:
    """Return open rides to come of members who stopped or died (domain.md §10.5)."""
    rows = session.execute(
        select(Ride.ride_no, Ride.ride_date, Member.member_no)
        .join(RideRequest, RideRequest.ride_id == Ride.id)
        .join(Member, Member.id == RideRequest.member_id)
        .join(Person, Person.id == Member.person_id)
        .where(
            Ride.ride_date >= clock.today(),
            Ride.state.in_(sorted(OPEN)),
            or_(Member.ended_on <= Ride.ride_date, Person.deceased_on.is_not(None)),
        )
        .limit(MOST)
    )
    text = translate("rides", "Rit {ride} op {day}: lid {member} is dan geen lid meer.")
    return [text.format(ride=ride_no, day=show_date(day), member=member) for ride_no, day, member in rows]


def overlapping_rates(session: Session) -> Sequence[str]:
    """Return official rates whose dates overlap."""
    later = aliased(OfficialKmRate)
    rows = session.execute(
        select(OfficialKmRate.valid_from, later.valid_from)
        .join(later, later.valid_from > OfficialKmRate.valid_from)
        .where(or_(OfficialKmRate.valid_to.is_(None), later.valid_from <= OfficialKmRate.valid_to))
        .limit(MOST)
    )
    text = translate("rides", "De tarieven vanaf {first} en vanaf {second} overlappen.")
    return [text.format(first=show_date(first), second=show_date(second)) for first, second in rows]


def rides_of_gone_drivers(session: Session) -> Sequence[str]:
    """Return planned rides to come of drivers who have stopped by then."""
    rows = session.execute(
        select(Ride.ride_no, Ride.ride_date, Driver.code)
        .join(Driver, Driver.id == Ride.driver_id)
        .where(Ride.ride_date >= clock.today(), Ride.state.in_(_PLANNED), Driver.active_to < Ride.ride_date)
        .limit(MOST)
    )
    text = translate("rides", "Rit {ride} op {day}: chauffeur {code} is dan gestopt.")
    return [text.format(ride=ride_no, day=show_date(day), code=code) for ride_no, day, code in rows]
