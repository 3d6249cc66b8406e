"""What "Inschrijven" needs: who can eat, which noons there are and how full, what the desk is warned of."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from mmc_desk.core.errors import RuleError
from mmc_desk.core.i18n import translate
from mmc_desk.features.meals.model import MealService, VillageRestaurant
from mmc_desk.features.meals.model.bookings import (
    BookingState,
    MealBooking,
    Participant,
    StandingBooking,
    StandingBookingPause,
)
from mmc_desk.features.meals.queries.noons import NoonRow, noon_rows
from mmc_desk.features.meals.rules.bookings import Pause, Standing
from mmc_desk.features.people.model import Address, Aid, Member, Person
from mmc_desk.features.people.queries.addresses import lives_at
from mmc_desk.features.people.rules import full_name
from mmc_desk.features.rides.model import Ride, RideState
from mmc_desk.features.rides.queries.settings import closures, ride_settings
from mmc_desk.features.rides.rules.calendar import Closures
from mmc_desk.features.rides.rules.settings import RideSettings

LOOK_BACK = timedelta(days=60)
"""How long after a noon it can still be entered from paper in the dialog."""


class EaterCandidate(NamedTuple):
    """Somebody the type-ahead offers: a participant, or anybody known who can become one."""

    person_id: int
    last_name: str
    first_name: str
    born_on: date | None
    phone: str
    mobile: str
    street: str
    village: str
    participant_id: int | None
    member_no: int | None
    is_gone: bool


@dataclass(frozen=True, slots=True)
class BookingDesk:
    """The restaurants where people book by name, their noons from two months back on, closure days, terms of rides."""

    restaurants: tuple[tuple[int, str], ...]
    noons: tuple[NoonRow, ...]
    closures: Closures
    rides: RideSettings

    def noon(self, restaurant_id: int | None, day: date | None) -> NoonRow | None:
        """Return the noon of a restaurant on a day."""
        return next((row for row in self.noons if row.restaurant_id == restaurant_id and row.day == day), None)

    def next_open(self, restaurant_id: int | None, after: date) -> NoonRow | None:
        """Return the first open noon of a restaurant after a day."""
        found = (row for row in self.noons if row.restaurant_id == restaurant_id and row.day > after)
        return next((row for row in found if not row.closed_reason), None)


@dataclass(frozen=True, slots=True)
class EaterNoon:
    """A noon of a participant, past or to come."""

    booking_id: int
    service_id: int
    day: date
    location: str
    state: BookingState
    party: int
    take_away: int
    has_ride: bool


@dataclass(frozen=True, slots=True)
class StandingRow:
    """A standing booking as a card shows it."""

    standing_id: int
    restaurant_id: int
    location: str
    standing: Standing
    party: int
    take_away: int
    needs_ride: bool
    version: int


@dataclass(frozen=True, slots=True)
class Eater:
    """The card of somebody who books. `participant_id` is None for who never ate here yet."""

    person_id: int
    name: str
    phone: str
    street: str
    village: str
    born_on: date | None
    deceased_on: date | None
    participant_id: int | None = None
    member_id: int | None = None
    member_no: int | None = None
    aid: Aid = Aid.NONE
    restaurant_id: int | None = None
    diet: str = ""
    allergens: str = ""
    needs_ride: bool = False
    note: str = ""
    ended_on: date | None = None
    noons: tuple[EaterNoon, ...] = field(default=())
    standing: tuple[StandingRow, ...] = field(default=())


def eater_candidates(session: Session, today: date) -> tuple[EaterCandidate, ...]:
    """Return everybody known for the type-ahead: participants first, then members and others, who is gone last."""
    gone = or_(Person.deceased_on.is_not(None), func.coalesce(Participant.ended_on, today) < today)
    rows = session.connection().execute(
        select(
            *(Person.id, Person.last_name, Person.first_name, Person.born_on, Person.phone, Person.mobile),
            *(func.coalesce(Address.street, ""), func.coalesce(Address.village, "")),
            *(Participant.id, Member.member_no, gone),
        )
        .select_from(Person)
        .outerjoin(Address, lives_at(today))
        .outerjoin(Participant, Participant.person_id == Person.id)
        .outerjoin(Member, Member.person_id == Person.id)
        .order_by(gone, Participant.id.is_(None), Person.last_name, Person.first_name, Person.id)
    )
    return tuple(EaterCandidate._make(row) for row in rows)


def eater(session: Session, person_id: int, today: date) -> Eater:
    """Return the card of a person who books. Raises RuleError when there is none."""
    row = session.execute(
        select(Person, Participant, Member, Address.street, Address.village)
        .select_from(Person)
        .outerjoin(Address, lives_at(today))
        .outerjoin(Participant, Participant.person_id == Person.id)
        .outerjoin(Member, and_(Member.person_id == Person.id, is_member_on(today)))
        .where(Person.id == person_id)
    ).one_or_none()
    if row is None:
        raise RuleError(translate("bookings", "Deze persoon bestaat niet meer. Kies iemand anders."), "participant")
    person, participant, member = row.Person, row.Participant, row.Member
    known = Eater(
        person_id=person.id,
        name=full_name(person.last_name, person.first_name),
        phone=person.mobile or person.phone,
        street=row.street or "",
        village=row.village or "",
        born_on=person.born_on,
        deceased_on=person.deceased_on,
        member_id=member.id if member else None,
        member_no=member.member_no if member else None,
        aid=member.aid if member else Aid.NONE,
    )
    return known if participant is None else _with_meals(session, known, participant, today)


def is_member_on(day: date) -> ColumnElement[bool]:
    """Return the condition under which a member still is one on a day."""
    return or_(Member.ended_on.is_(None), Member.ended_on > day)


def _with_meals(session: Session, known: Eater, participant: Participant, today: date) -> Eater:
    return replace(
        known,
        participant_id=participant.id,
        restaurant_id=participant.restaurant_id,
        diet=participant.diet,
        allergens=participant.allergens,
        needs_ride=participant.needs_ride,
        note=participant.note,
        ended_on=participant.ended_on,
        noons=eater_noons(session, participant.id, today - LOOK_BACK),
        standing=standing_rows(session, StandingBooking.participant_id == participant.id),
    )


def eater_noons(session: Session, participant_id: int, since: date) -> tuple[EaterNoon, ...]:
    """Return the noons of a participant from a day on, by day, cancelled ones too."""
    rows = session.execute(
        select(
            *(MealBooking.id, MealService.id, MealService.service_date, VillageRestaurant.name, MealBooking.state),
            *(MealBooking.party_size, MealBooking.take_away, Ride.state),
        )
        .join(MealService, MealService.id == MealBooking.service_id)
        .join(VillageRestaurant, VillageRestaurant.id == MealService.restaurant_id)
        .outerjoin(Ride, Ride.id == MealBooking.ride_id)
        .where(MealBooking.participant_id == participant_id, MealService.service_date >= since)
        .order_by(MealService.service_date, MealBooking.id)
    )
    return tuple(EaterNoon(*row[:7], has_ride=rides(row[7])) for row in rows)


def rides(state: RideState | None) -> bool:
    """Tell whether somebody fetches: a ride that wasn't called off."""
    return state is not None and state not in {RideState.CANCELLED, RideState.NO_DRIVER}


def standing_rows(session: Session, *where: ColumnElement[bool]) -> tuple[StandingRow, ...]:
    """Return standing bookings by weekday, each with its pauses."""
    found = session.execute(
        select(StandingBooking, VillageRestaurant.name)
        .join(VillageRestaurant, VillageRestaurant.id == StandingBooking.restaurant_id)
        .where(*where)
        .order_by(StandingBooking.weekday, StandingBooking.from_day, StandingBooking.id)
    ).all()
    pauses = pauses_of(session, [row.StandingBooking.id for row in found])
    return tuple(
        StandingRow(
            standing_id=row.id,
            restaurant_id=row.restaurant_id,
            location=location,
            standing=Standing(row.weekday, row.from_day, row.to_day, pauses.get(row.id, ())),
            party=row.party_size,
            take_away=row.take_away,
            needs_ride=row.needs_ride,
            version=row.version,
        )
        for row, location in found
    )


def pauses_of(session: Session, standing_ids: Iterable[int]) -> Mapping[int, tuple[Pause, ...]]:
    """Return the pauses of standing bookings, by day."""
    ids = list(standing_ids)
    if not ids:
        return {}
    found: dict[int, tuple[Pause, ...]] = {}
    rows = session.scalars(
        select(StandingBookingPause)
        .where(StandingBookingPause.standing_booking_id.in_(ids))
        .order_by(StandingBookingPause.from_day)
    )
    for row in rows:
        found[row.standing_booking_id] = (*found.get(row.standing_booking_id, ()), Pause(row.from_day, row.to_day))
    return found


def booking_desk(session: Session, today: date) -> BookingDesk:
    """Return what a booking form offers, read once: it needs no database between two keys."""
    restaurants = session.execute(
        select(VillageRestaurant.id, VillageRestaurant.name)
        .where(
            VillageRestaurant.is_count_only.is_(False),
            or_(VillageRestaurant.closed_from.is_(None), VillageRestaurant.closed_from > today - LOOK_BACK),
        )
        .order_by(VillageRestaurant.name)
    )
    noons = noon_rows(
        session, VillageRestaurant.is_count_only.is_(False), MealService.service_date >= today - LOOK_BACK
    )
    last = max((row.day for row in noons), default=today)
    choices = tuple((key, name) for key, name in restaurants)
    return BookingDesk(choices, noons, closures(session, today - LOOK_BACK, last), ride_settings(session, today))
