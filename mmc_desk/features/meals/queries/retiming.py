"""Rides to a meal whose hour or hall changed: what was agreed, and what it would be with the meal of now."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from mmc_desk.core import clock
from mmc_desk.core.changes import Changes, RowChange
from mmc_desk.features.meals.model import MealService, VillageRestaurant
from mmc_desk.features.meals.model.bookings import MealBooking
from mmc_desk.features.meals.model.schedule import MealMoment, RestaurantVenue
from mmc_desk.features.meals.queries.meal_rides import Sitting, sitting_of
from mmc_desk.features.meals.queries.noons import Hall, hall_on
from mmc_desk.features.meals.rules.bookings import OPEN as BOOKED
from mmc_desk.features.rides.model import Ride, RideRequest
from mmc_desk.features.rides.rules.states import OPEN


@dataclass(frozen=True, slots=True)
class Retime:
    """A ride to a meal with its hours and hall of now, and those it would get.

    `is_shared`: others ride along, so it is changed by hand.
    """

    booking_id: int
    ride_id: int
    was: tuple[time, time | None]
    was_at: str
    hall: Hall
    appointment: time
    pickup: time | None
    return_time: time | None
    is_shared: bool


def retimes(session: Session, changes: Changes) -> Mapping[int, Retime]:
    """Return by booking the open rides that an hour or a hall changed for, by a write to the schedule or to a noon."""
    ends = [row for row in changes.rows if row.table == MealMoment.__tablename__ and _ends_otherwise(row)]
    noons = [row.key for row in changes.rows if row.table == MealService.__tablename__ and _begins_otherwise(row)]
    halls = [row.after for row in changes.rows if row.table == RestaurantVenue.__tablename__ and row.after is not None]
    where = [MealService.id.in_(noons), *(_of_moment(row) for row in ends), *(_of_hall(after) for after in halls)]
    if not noons and not ends and not halls:
        return {}
    old_ends = frozenset(row.before["ends_at"] for row in ends if row.before is not None)
    rows = session.execute(
        select(MealBooking.id, MealService, VillageRestaurant, Ride, RideRequest)
        .join(MealService, MealService.id == MealBooking.service_id)
        .join(VillageRestaurant, VillageRestaurant.id == MealService.restaurant_id)
        .join(Ride, Ride.id == MealBooking.ride_id)
        .join(RideRequest, RideRequest.ride_id == Ride.id)
        .where(
            *(or_(*where), MealService.service_date >= clock.today()),
            *(MealBooking.state.in_(sorted(BOOKED)), Ride.state.in_(sorted(OPEN))),
        )
        .order_by(MealBooking.id, RideRequest.position.desc())
    )
    found: dict[int, Retime] = {}
    for booking_id, service, place, ride, request in rows:
        hall = hall_on(session, place.id, place.name, service.service_date)
        meal = _Meal(sitting_of(session, service), hall, old_ends)
        for retime in _retime(booking_id, ride, request, meal):
            found[booking_id] = retime
    return found


@dataclass(frozen=True, slots=True)
class _Meal:
    """When and where a meal is now, and when it was over before, by any of the moments that changed."""

    sitting: Sitting
    hall: Hall
    old_ends: frozenset[time | None]


def _begins_otherwise(row: RowChange) -> bool:
    return row.before is not None and row.after is not None and "starts_at" in row.changed_columns()


def _ends_otherwise(row: RowChange) -> bool:
    return row.before is not None and row.after is not None and "ends_at" in row.changed_columns()


def _of_moment(row: RowChange) -> ColumnElement[bool]:
    """Return the condition of the noons of a moment: the weekday is the sitting's own to tell."""
    moment = row.after or {}
    last = moment["valid_to"] or date.max
    days = MealService.service_date.between(moment["valid_from"], last)
    return and_(MealService.restaurant_id == moment["restaurant_id"], days)


def _of_hall(venue: Mapping[str, Any]) -> ColumnElement[bool]:
    since = MealService.service_date >= venue["valid_from"]
    return and_(MealService.restaurant_id == venue["restaurant_id"], since)


def _retime(booking_id: int, ride: Ride, request: RideRequest, meal: _Meal) -> Iterator[Retime]:
    sitting, old_ends = meal.sitting, meal.old_ends
    begins, back = _clock(request.appointment_at), _clock(request.return_at)
    if begins is None:
        return
    later = _minutes(sitting.begins) - _minutes(begins)
    ends = back
    if back is not None and (later or back in old_ends):
        ends = sitting.ends if back in old_ends else _moved(back, later)
    if later or ends != back or ride.destination != meal.hall.name:
        pickup = _clock(request.pickup_at)
        yield Retime(
            booking_id=booking_id,
            ride_id=ride.id,
            was=(begins, back),
            was_at=ride.destination,
            hall=meal.hall,
            appointment=sitting.begins,
            pickup=None if pickup is None else _moved(pickup, later),
            return_time=ends,
            is_shared=ride.passengers > 1,
        )


def _clock(instant: datetime | None) -> time | None:
    return clock.local(instant).time() if instant is not None else None


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute


def _moved(at: time, minutes: int) -> time:
    """Return a time so many minutes later, on the same day."""
    midnight = datetime(2000, 1, 1)  # noqa: DTZ001 - only its clock counts
    moved = datetime.combine(midnight, at) + timedelta(minutes=minutes)
    return moved.time() if moved.date() == midnight.date() else at
