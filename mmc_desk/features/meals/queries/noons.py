"""Noons as bookings look at them: how full they are, what a meal costs, in which hall, who sits there."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import TypeVar

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from mmc_desk.core.i18n import translate
from mmc_desk.features.meals.model import MealService, VillageRestaurant
from mmc_desk.features.meals.model.bookings import BookingState, MealBooking, Participant
from mmc_desk.features.meals.model.duties import MealDuty
from mmc_desk.features.meals.model.schedule import MealPrice, RestaurantVenue
from mmc_desk.features.meals.queries.settings import cut_offs
from mmc_desk.features.meals.rules.bookings import Room, Seat

_T = TypeVar("_T", int, int | None)


@dataclass(frozen=True, slots=True)
class NoonRow:
    """A noon that can be booked. `price` is that of the day, None where none is known."""

    service_id: int
    restaurant_id: int
    location: str
    day: date
    starts_at: time | None
    closed_reason: str
    cut_off_days: int
    room: Room
    price: int | None = None
    child_price: int | None = None


def noon_rows(session: Session, *where: ColumnElement[bool]) -> tuple[NoonRow, ...]:
    """Return noons by day and place, with how full they are."""
    found = session.execute(
        select(MealService, VillageRestaurant)
        .join(VillageRestaurant, VillageRestaurant.id == MealService.restaurant_id)
        .where(*where)
        .order_by(MealService.service_date, VillageRestaurant.name)
    ).all()
    taken = _taken(session, *where)
    usual, prices = cut_offs(session), _Prices(session)
    return tuple(
        NoonRow(
            service_id=service.id,
            restaurant_id=restaurant.id,
            location=restaurant.name,
            day=service.service_date,
            starts_at=service.starts_at,
            closed_reason=service.closed_reason,
            cut_off_days=_known(restaurant.cut_off_days, usual.on(service.service_date)),
            room=Room(restaurant.capacity, *taken.get(service.id, (0, 0))),
            price=_known(service.price, prices.on(restaurant.id, service.service_date)[0]),
            child_price=_known(service.child_price, prices.on(restaurant.id, service.service_date)[1]),
        )
        for service, restaurant in found
    )


def _known(own: int | None, usual: _T) -> int | _T:
    return usual if own is None else own


def _taken(session: Session, *where: ColumnElement[bool]) -> Mapping[int, tuple[int, int]]:
    """Return how many sit and how many wait, by service."""
    rows = session.execute(
        select(MealBooking.service_id, MealBooking.state, func.sum(MealBooking.party_size))
        .join(MealService, MealService.id == MealBooking.service_id)
        .join(VillageRestaurant, VillageRestaurant.id == MealService.restaurant_id)
        .where(*where)
        .group_by(MealBooking.service_id, MealBooking.state)
    )
    found: dict[int, tuple[int, int]] = {}
    for service_id, state, persons in rows:
        taken, waiting = found.get(service_id, (0, 0))
        taken += persons if state in {BookingState.BOOKED, BookingState.PRESENT} else 0
        waiting += persons if state is BookingState.WAITING else 0
        found[service_id] = (int(taken), int(waiting))
    return found


class _Prices:
    """The dated prices, everywhere and per restaurant."""

    def __init__(self, session: Session) -> None:
        rows = session.execute(
            select(MealPrice.restaurant_id, MealPrice.valid_from, MealPrice.price, MealPrice.child_price).order_by(
                MealPrice.valid_from
            )
        )
        self._rows = rows.all()

    def on(self, restaurant_id: int, day: date) -> tuple[int | None, int | None]:
        """Return the price and the children's price of a day; a restaurant's own goes before that of all."""
        held = [row for row in self._rows if row.valid_from <= day and row.restaurant_id in {None, restaurant_id}]
        own = [row for row in held if row.restaurant_id is not None] or held
        return (own[-1].price, own[-1].child_price) if own else (None, None)


def prices_on(session: Session, restaurant_id: int, day: date) -> tuple[int | None, int | None]:
    """Return the price and the children's price of a meal on a day."""
    return _Prices(session).on(restaurant_id, day)


def on_duty(session: Session, service_id: int) -> int:
    """Return how many volunteers the roster has at a noon."""
    return session.scalar(select(func.count(MealDuty.id)).where(MealDuty.service_id == service_id)) or 0


@dataclass(frozen=True, slots=True)
class Hall:
    """Where a restaurant meets on a day: what a driver is told."""

    name: str
    village: str


def hall_on(session: Session, restaurant_id: int, location: str, day: date) -> Hall:
    """Return the hall of a day; without one the restaurant itself, in the village whose name it bears."""
    row = session.scalars(
        select(RestaurantVenue)
        .where(RestaurantVenue.restaurant_id == restaurant_id, RestaurantVenue.valid_from <= day)
        .order_by(RestaurantVenue.valid_from.desc())
        .limit(1)
    ).one_or_none()
    if row is None:
        return Hall(translate("bookings", "Dorpsrestaurant {location}").format(location=location), location)
    address = ", ".join(filter(None, (row.name, row.street)))
    return Hall(address, row.village or location)


def seats_of(session: Session, service_id: int) -> tuple[Seat, ...]:
    """Return the bookings of a noon as the rules look at them, in the order of the waiting list."""
    rows = session.execute(
        select(MealBooking, func.coalesce(Participant.diet, ""), func.coalesce(Participant.allergens, ""))
        .outerjoin(Participant, Participant.id == MealBooking.participant_id)
        .where(MealBooking.service_id == service_id)
        .order_by(MealBooking.booked_at, MealBooking.id)
    )
    return tuple(seat_of(booking, diet, allergens) for booking, diet, allergens in rows)


def seat_of(booking: MealBooking, diet: str, allergens: str) -> Seat:
    """Return a booking as the rules look at it: the participant's own diet, and that of who comes along."""
    return Seat(
        booking_id=booking.id,
        state=booking.state,
        party=booking.party_size,
        take_away=booking.take_away,
        children=booking.children,
        is_walk_in=booking.is_walk_in,
        diets=tuple(filter(None, (diet, booking.diet))),
        allergens=allergens,
    )
