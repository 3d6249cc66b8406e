"""A noon as its page shows it: who is on the list, how full it is, what the caterer is told, the cash box."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, aliased

from mmc_desk.core import clock
from mmc_desk.core.errors import RuleError
from mmc_desk.core.i18n import translate
from mmc_desk.core.settings import desk_name, is_practice
from mmc_desk.features.meals.model import MealService, VillageRestaurant
from mmc_desk.features.meals.model.bookings import BookingState, MealBooking, Participant
from mmc_desk.features.meals.queries.bookings import rides
from mmc_desk.features.meals.queries.noons import Hall, hall_on, on_duty, prices_on, seat_of
from mmc_desk.features.meals.queries.settings import cut_offs
from mmc_desk.features.meals.rules.bookings import (
    CatererCount,
    Counts,
    Room,
    Seat,
    caterer_count,
    count_seats,
    last_day_to_book,
    room_of,
    who_moves_up,
)
from mmc_desk.features.meals.rules.cash import CashSheet
from mmc_desk.features.people.model import Person
from mmc_desk.features.people.rules import full_name
from mmc_desk.features.rides.model import Ride, RideState
from mmc_desk.features.rides.queries.settings import closures


@dataclass(frozen=True, slots=True)
class Guest:
    """A booking on the list of a noon. `diet` joins the participant's own with that of who comes along."""

    booking_id: int
    version: int
    service_id: int
    day: date
    location: str
    participant_id: int | None
    person_id: int | None
    name: str
    phone: str
    state: BookingState
    party: int
    take_away: int
    children: int
    diet: str
    allergens: str
    note: str
    is_walk_in: bool
    is_standing: bool
    needs_ride: bool
    ride_id: int | None
    ride_no: str
    ride_state: RideState | None
    other_diet: str = ""
    """Of who comes along, as it was booked."""

    @property
    def has_ride(self) -> bool:
        """Whether somebody fetches them."""
        return rides(self.ride_state)


@dataclass(frozen=True, slots=True)
class NoonTab:
    """A restaurant that has a noon on a day."""

    service_id: int
    location: str
    booked: int | None
    closed_reason: str
    is_finished: bool


@dataclass(frozen=True, slots=True)
class Noon:
    """A noon with everything its page and papers need."""

    service_id: int
    restaurant_id: int
    location: str
    day: date
    starts_at: time | None
    closed_reason: str
    is_count_only: bool
    hall: Hall
    caterer: str
    caterer_email: str
    last_day: date
    price: int | None
    child_price: int | None
    counts: Counts
    present_known: bool
    volunteers: int | None
    ordered: int | None
    ordered_at: datetime | None
    cost: int | None
    opening_float: int | None
    usual_float: int | None
    drinks: int | None
    counted: int | None
    initials: tuple[str, str]
    menu: str
    remarks: str
    finished_at: datetime | None
    has_begun: bool
    guests: tuple[Guest, ...]
    seats: tuple[Seat, ...]
    capacity: int | None
    desk: str = ""
    practice: bool = False
    on_duty: int = 0

    @property
    def room(self) -> Room:
        """How full it is."""
        return room_of(self.seats, self.capacity)

    @property
    def caterer_count(self) -> CatererCount:
        """What is to be cooked."""
        return caterer_count(self.seats)

    @property
    def ticked(self) -> Counts:
        """What the bookings come to, as they are ticked now."""
        return count_seats(self.seats)

    @property
    def moves_up(self) -> tuple[Guest, ...]:
        """Who on the waiting list has a place now."""
        ids = who_moves_up(self.seats, self.capacity)
        return tuple(guest for guest in self.guests if guest.booking_id in ids)

    @property
    def cash(self) -> CashSheet:
        """The cash box as far as it is known: the counts that were kept, else who is ticked now."""
        counts = self.counts if self.present_known else self.ticked
        opening = self.usual_float if self.opening_float is None else self.opening_float
        return CashSheet(
            opening=opening or 0,
            adults=counts.meals - counts.child_meals,
            price=self.price,
            children=counts.child_meals,
            child_price=self.child_price,
            drinks=self.drinks or 0,
            counted=self.counted,
        )

    @property
    def named(self) -> bool:
        """Whether people book by name: there are names already, or the restaurant takes them."""
        return not self.is_count_only or bool(self.guests)


def noons_of_day(session: Session, day: date) -> tuple[NoonTab, ...]:
    """Return the restaurants that have a noon on a day, the closed ones too."""
    rows = session.execute(
        select(
            *(MealService.id, VillageRestaurant.name, MealService.booked, MealService.closed_reason),
            MealService.finished_at,
        )
        .join(VillageRestaurant, VillageRestaurant.id == MealService.restaurant_id)
        .where(MealService.service_date == day)
        .order_by(VillageRestaurant.name)
    )
    return tuple(NoonTab(*row[:4], is_finished=row[4] is not None) for row in rows)


def day_of(session: Session, service_id: int) -> date | None:
    """Return the day of a noon, None when it is no more."""
    return session.scalar(select(MealService.service_date).where(MealService.id == service_id))


def next_noon_day(session: Session, day: date, *, back: bool = False) -> date | None:
    """Return the next day after `day` (or the last one before it) on which somewhere a meal is served."""
    open_noons = select(MealService.service_date).where(MealService.closed_reason == "")
    if back:
        query = open_noons.where(MealService.service_date < day).order_by(MealService.service_date.desc())
    else:
        query = open_noons.where(MealService.service_date > day).order_by(MealService.service_date)
    return session.scalar(query.limit(1))


def noon(session: Session, service_id: int) -> Noon:
    """Return a noon. Raises RuleError when it is no more."""
    row = session.execute(
        select(MealService, VillageRestaurant)
        .join(VillageRestaurant, VillageRestaurant.id == MealService.restaurant_id)
        .where(MealService.id == service_id)
    ).one_or_none()
    if row is None:
        raise RuleError(translate("bookings", "Deze middag bestaat niet meer. Kies een andere."))
    return _noon(session, row.MealService, row.VillageRestaurant)


def _noon(session: Session, service: MealService, place: VillageRestaurant) -> Noon:
    rows = guest_rows(session, MealBooking.service_id == service.id)
    price, child_price = prices_on(session, place.id, service.service_date)
    day = service.service_date
    cut_off = cut_offs(session).on(day) if place.cut_off_days is None else place.cut_off_days
    first, _, second = service.initials.partition(" / ")
    return Noon(
        service_id=service.id,
        restaurant_id=place.id,
        location=place.name,
        day=day,
        starts_at=service.starts_at,
        closed_reason=service.closed_reason,
        is_count_only=place.is_count_only,
        hall=hall_on(session, place.id, place.name, day),
        caterer=place.caterer,
        caterer_email=place.caterer_email,
        last_day=last_day_to_book(day, cut_off, closures(session, date(day.year - 1, 12, 1), day)),
        price=price if service.price is None else service.price,
        child_price=child_price if service.child_price is None else service.child_price,
        counts=_counts(service),
        present_known=service.present is not None,
        volunteers=service.volunteers,
        on_duty=on_duty(session, service.id),
        ordered=service.ordered,
        ordered_at=service.ordered_at,
        cost=service.cost,
        opening_float=service.opening_float,
        usual_float=place.opening_float,
        drinks=service.drinks,
        counted=service.counted,
        initials=(first, second),
        menu=service.menu,
        remarks=service.remarks,
        finished_at=service.finished_at,
        has_begun=day <= clock.today(),
        guests=tuple(guest for guest, _ in rows),
        seats=tuple(seat for _, seat in rows),
        capacity=place.capacity,
        desk=desk_name(session),
        practice=is_practice(session),
    )


def _counts(service: MealService) -> Counts:
    return Counts(
        service.booked or 0,
        service.present or 0,
        service.no_show or 0,
        service.walk_in or 0,
        service.take_away or 0,
        service.child_meals or 0,
    )


_Pair = tuple[Guest, Seat]
_Driven = aliased(Ride)
"""The ride they really go with: their own, or the shared car it goes along with."""


def guest_rows(session: Session, *where: ColumnElement[bool]) -> Sequence[_Pair]:
    """Return bookings in the order of their names, the waiting list behind them in its own order, each as its Seat."""
    rows = session.execute(
        select(
            *(MealBooking, Person, _Driven, MealService.service_date, VillageRestaurant.name),
            *(func.coalesce(Participant.diet, ""), func.coalesce(Participant.allergens, "")),
        )
        .select_from(MealBooking)
        .join(MealService, MealService.id == MealBooking.service_id)
        .join(VillageRestaurant, VillageRestaurant.id == MealService.restaurant_id)
        .outerjoin(Participant, Participant.id == MealBooking.participant_id)
        .outerjoin(Person, Person.id == Participant.person_id)
        .outerjoin(Ride, Ride.id == MealBooking.ride_id)
        .outerjoin(_Driven, _Driven.id == func.coalesce(Ride.merged_into_id, Ride.id))
        .where(*where)
        .order_by(MealBooking.booked_at, MealBooking.id)
    )
    found = [_guest(*row) for row in rows]
    return sorted(found, key=lambda pair: _place_on_list(pair[0]))


def _place_on_list(guest: Guest) -> tuple[int, str]:
    """Return what a list goes by: who is expected by name, then the waiting list, then who cancelled."""
    part = {BookingState.WAITING: 1, BookingState.CANCELLED: 2}.get(guest.state, 0)
    return part, "" if part == 1 else guest.name


def _guest(
    *who: Any,  # noqa: ANN401 - the columns of a row, as they are named below
) -> _Pair:
    booking, person, ride, day, location, diet, allergens = who
    seat = seat_of(booking, diet, allergens)
    guest = Guest(
        booking_id=booking.id,
        version=booking.version,
        service_id=booking.service_id,
        day=day,
        location=location,
        participant_id=booking.participant_id,
        person_id=person.id if person else None,
        name=full_name(person.last_name, person.first_name) if person else booking.name,
        phone=person.mobile or person.phone if person else "",
        state=booking.state,
        party=booking.party_size,
        take_away=booking.take_away,
        children=booking.children,
        diet=", ".join(seat.diets),
        allergens=seat.allergens,
        note=booking.note,
        is_walk_in=booking.is_walk_in,
        is_standing=booking.standing_booking_id is not None,
        needs_ride=booking.needs_ride,
        ride_id=booking.ride_id,
        ride_no=ride.ride_no if ride else "",
        ride_state=ride.state if ride else None,
        other_diet=booking.diet,
    )
    return guest, seat
