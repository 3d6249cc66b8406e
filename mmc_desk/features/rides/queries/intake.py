"""What "Rit aannemen" needs: who calls, where they went before, what the desk is warned of."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mmc_desk.core.errors import RuleError
from mmc_desk.core.formats import fold
from mmc_desk.core.i18n import translate
from mmc_desk.features.people.model import (
    Address,
    Aid,
    EligibilityCheck,
    Member,
    Membership,
    Person,
    Place,
)
from mmc_desk.features.people.rules import full_name
from mmc_desk.features.rides.model import Leg, LegKind, PaymentMode, Ride, RideRequest, RideState
from mmc_desk.features.rides.queries import settings
from mmc_desk.features.rides.queries.paying import payment_book
from mmc_desk.features.rides.queries.reading import address_on, ride_lines
from mmc_desk.features.rides.queries.rows import (
    DestinationRow,
    LastRide,
    MemberCandidate,
    RideLine,
)
from mmc_desk.features.rides.rules.distances import DistanceBook
from mmc_desk.features.rides.rules.rates import OfficialRate
from mmc_desk.features.rides.rules.requests import DeskFacts, MemberFacts
from mmc_desk.features.rides.rules.tariff import Tariff

_TERM = timedelta(days=92)
"""How far back the days are known on which a ride could still be asked: more than any term (ops/ride_settings.py)."""


@dataclass(frozen=True, slots=True)
class Caller:
    """The card of a member who calls. `facts` is what `rules.requests.check_request` asks for."""

    member_id: int
    member_no: int
    name: str
    phone: str
    street: str
    village: str
    aid: Aid
    companion: bool
    note: str
    facts: MemberFacts
    paying: PaymentMode
    last_rides: tuple[LastRide, ...]
    destinations: tuple[DestinationRow, ...]


@dataclass(frozen=True, slots=True)
class IntakeDesk:
    """What the form of a day needs to propose pick-up, distance and price without asking the database again."""

    desk: DeskFacts
    book: DistanceBook
    tariff: Tariff
    official_rate: OfficialRate


def member_candidates(session: Session) -> tuple[MemberCandidate, ...]:
    """Return every member for the type-ahead, those still a member first, by name; tuples: there may be 100 000."""
    connection = session.connection()
    addresses = select(Address.person_id, Address.street, Address.village).order_by(
        Address.person_id, Address.valid_from
    )
    # The last one of a person stays: where they live now, or will.
    homes = {person_id: (street, village) for person_id, street, village in connection.execute(addresses)}
    members = connection.execute(
        select(
            *(Person.id, Member.id, Member.member_no, Person.last_name, Person.first_name, Person.born_on),
            *(Person.phone, Person.mobile, Member.ended_on),
        )
        .join(Person, Person.id == Member.person_id)
        .order_by(Member.ended_on.is_not(None), Person.last_name, Person.first_name, Member.member_no)
    )
    nowhere = ("", "")
    return tuple(
        MemberCandidate._make((*member, *homes.get(person_id, nowhere), ended_on))
        for person_id, *member, ended_on in members
    )


def caller(session: Session, member_id: int, day: date) -> Caller:
    """Return the card of a member as on `day`: fee, review, aids, last rides. Raises RuleError when there is none."""
    row = session.execute(
        select(Member, Person, Address.street, Address.village)
        .join(Person, Person.id == Member.person_id)
        .outerjoin(Address, Address.id == address_on(Person.id, day))
        .where(Member.id == member_id)
    ).one_or_none()
    if row is None:
        raise RuleError(translate("rides", "Dit lid bestaat niet meer. Kies een ander lid."), "member")
    member, person = row.Member, row.Person
    return Caller(
        member_id=member.id,
        member_no=member.member_no,
        name=full_name(person.last_name, person.first_name),
        phone=person.mobile or person.phone,
        street=row.street or "",
        village=row.village or "",
        aid=member.aid,
        companion=member.companion,
        note=member.note,
        facts=_facts(session, member, person, day),
        paying=payment_book(session).on(member.id, day),
        last_rides=last_rides(session, member_id),
        destinations=destinations(session, member_id),
    )


def _facts(session: Session, member: Member, person: Person, day: date) -> MemberFacts:
    own, partner = _fees(session, member.id), _fees(session, member.partner_id)
    check = session.execute(
        select(EligibilityCheck.result, EligibilityCheck.next_review)
        .where(EligibilityCheck.member_id == member.id)
        .order_by(
            EligibilityCheck.checked_on.is_(None),
            EligibilityCheck.checked_on.desc(),
            EligibilityCheck.id.desc(),
        )
        .limit(1)
    ).one_or_none()
    booked = session.execute(
        select(Ride.ride_date, Ride.ride_no)
        .join(RideRequest, RideRequest.ride_id == Ride.id)
        .where(
            RideRequest.member_id == member.id,
            Ride.ride_date >= day - timedelta(days=31),
            Ride.state.not_in([RideState.CANCELLED, RideState.NO_DRIVER]),
        )
    )
    return MemberFacts(
        name=full_name(person.last_name, person.first_name),
        born_on=person.born_on,
        since=member.since,
        ended_on=member.ended_on,
        deceased_on=person.deceased_on,
        membership_years=frozenset(own),
        paid_years=frozenset(year for year in own if _is_paid(own[year], partner.get(year))),
        income=check.result if check else None,
        next_review=check.next_review if check else None,
        ride_days=tuple((ride_date, ride_no) for ride_date, ride_no in booked),
    )


def _fees(session: Session, member_id: int | None) -> dict[int, tuple[int, bool]]:
    rows = session.execute(
        select(Membership.year, Membership.fee, Membership.paid_on).where(Membership.member_id == member_id)
    )
    return {year: (fee, paid_on is not None) for year, fee, paid_on in rows}


def _is_paid(own: tuple[int, bool], partner: tuple[int, bool] | None) -> bool:
    # A couple pays once: the partner's own row says 0, and is paid when the other one's is.
    fee, paid = own
    return paid or (fee == 0 and (partner is None or partner[1]))


def intake_desk(session: Session, today: date, ride_date: date) -> IntakeDesk:
    """Return what the desk brings to a request for `ride_date`."""
    first, last = min(today, ride_date) - _TERM, max(today, ride_date)
    book = settings.distance_book(session, ride_date)
    desk = DeskFacts(
        today=today,
        closures=settings.closures(session, first, last),
        rigid_cars=settings.rigid_cars(session, ride_date),
        settings=book.settings,
    )
    return IntakeDesk(desk, book, settings.tariff(session, ride_date), settings.official_rate(session, ride_date))


def last_rides(session: Session, member_id: int, limit: int = 5) -> tuple[LastRide, ...]:
    """Return a member's last rides, the newest first; those nobody drove are left out."""
    newest = (
        select(Ride.id)
        .join(RideRequest, RideRequest.ride_id == Ride.id)
        .where(RideRequest.member_id == member_id, Ride.state != RideState.CANCELLED)
        .order_by(Ride.ride_date.desc(), Ride.id.desc())
        .limit(limit)
    )
    ride_ids = list(session.scalars(newest))
    lines = {line.ride_id: line for line in ride_lines(session, Ride.id.in_(ride_ids))} if ride_ids else {}
    stops = _stops(session, ride_ids)
    return tuple(_last_ride(lines[ride_id], member_id, stops.get(ride_id, ())) for ride_id in ride_ids)


def _stops(session: Session, ride_ids: Iterable[int]) -> Mapping[int, tuple[str, ...]]:
    rows = session.execute(
        select(Leg.ride_id, Leg.destination)
        .where(Leg.ride_id.in_(list(ride_ids)), Leg.kind == LegKind.STOP)
        .order_by(Leg.ride_id, Leg.sequence)
    )
    found: dict[int, list[str]] = defaultdict(list)
    for ride_id, destination in rows:
        found[ride_id].append(destination)
    return {ride_id: tuple(places) for ride_id, places in found.items()}


def _last_ride(line: RideLine, member_id: int, stops: tuple[str, ...]) -> LastRide:
    member = next(member for member in line.members if member.member_id == member_id)
    return LastRide(
        ride_id=line.ride_id,
        ride_no=line.ride_no,
        ride_date=line.ride_date,
        state=line.state,
        member_id=member_id,
        origin=line.origin,
        village=line.village,
        destination=line.destination,
        destination_village=line.destination_village,
        purpose=line.purpose,
        pickup_at=member.pickup_at,
        appointment_at=member.appointment_at,
        return_mode=member.return_mode,
        return_at=member.return_at,
        expected_minutes=member.expected_minutes,
        aid=member.aid,
        companions=member.companions,
        parking_card=member.parking_card,
        stops=stops,
        driver=line.driver,
    )


def destinations(session: Session, member_id: int, last: int = 5) -> tuple[DestinationRow, ...]:
    """Return where to: this member's last five places first, then the common ones, then the villages."""
    used = session.execute(
        select(Ride.destination, Ride.destination_village, func.max(Ride.ride_date))
        .join(RideRequest, RideRequest.ride_id == Ride.id)
        .where(RideRequest.member_id == member_id, Ride.destination != "")
        .group_by(Ride.destination, Ride.destination_village)
        .order_by(func.max(Ride.ride_date).desc(), Ride.destination)
        .limit(last)
    )
    own = [DestinationRow(name, village, used_on) for name, village, used_on in used]
    known = {fold(row.name) for row in own}
    return (*own, *(row for row in _common_places(session) if fold(row.name) not in known))


def _common_places(session: Session) -> list[DestinationRow]:
    places = session.execute(select(Place.name, Place.postcode, Place.is_village).order_by(Place.is_village)).all()
    villages = {place.postcode: place.name for place in reversed(places) if place.is_village}
    rows = [
        (
            place.is_village,
            fold(place.name),
            place.name,
            place.name if place.is_village else villages.get(place.postcode, ""),
        )
        for place in places
    ]
    return [DestinationRow(name, village) for _, _, name, village in sorted(rows)]
