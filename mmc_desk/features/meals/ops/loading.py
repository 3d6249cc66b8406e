"""How the ops of bookings get at their rows, and keep a noon's own counts those of its bookings."""

from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.core.errors import ConflictError
from mmc_desk.core.i18n import translate
from mmc_desk.core.model import Base
from mmc_desk.features.meals.model import MealService, VillageRestaurant
from mmc_desk.features.meals.model.bookings import BookingState
from mmc_desk.features.meals.queries.noons import seats_of
from mmc_desk.features.meals.rules.bookings import Room, count_seats, room_of

R = TypeVar("R", bound=Base)


def load(session: Session, model: type[R], key: int, version: int | None = None) -> R:
    """Return a row to change. Raises ConflictError when it is gone, or isn't `version` any more."""
    row = session.get(model, key)
    if row is None:
        raise ConflictError(translate("bookings", "Dit bestaat niet meer. Herlaad de pagina."))
    if version is not None and getattr(row, "version", version) != version:
        raise ConflictError(translate("bookings", "Iemand anders wijzigde dit intussen. Herlaad en probeer opnieuw."))
    return row


def seated(service: MealService) -> BookingState:
    """Return what somebody who gets a place is: at a finished noon they came, or nobody would enter them any more."""
    return BookingState.BOOKED if service.finished_at is None else BookingState.PRESENT


def room_at(session: Session, service: MealService, *, without: int | None = None) -> Room:
    """Return how full a noon is, one booking left out.

    The noon is held until the end of the transaction: of two desks that want its last place, the second waits here and
    then counts the first one's booking too.
    """
    session.refresh(service, with_for_update={"key_share": True})
    capacity = session.scalar(select(VillageRestaurant.capacity).where(VillageRestaurant.id == service.restaurant_id))
    return room_of((seat for seat in seats_of(session, service.id) if seat.booking_id != without), capacity)


def recount(session: Session, *service_ids: int) -> None:
    """Write the sums of their bookings on noons; who came is known once a noon is finished."""
    session.flush()
    for service_id in dict.fromkeys(service_ids):
        service = load(session, MealService, service_id)
        counts = count_seats(seats_of(session, service_id))
        service.booked = counts.booked
        if service.finished_at is not None:
            service.present, service.no_show, service.walk_in = counts.present, counts.no_show, counts.walk_in
            service.take_away, service.child_meals = counts.take_away, counts.child_meals
