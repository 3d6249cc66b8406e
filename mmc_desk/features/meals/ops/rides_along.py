"""The ride that belongs to a booking: requested with it in the same write, moved and cancelled with it."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.core.errors import RuleError
from mmc_desk.core.i18n import translate
from mmc_desk.features.meals.model import MealService, VillageRestaurant
from mmc_desk.features.meals.model.bookings import MealBooking, Participant
from mmc_desk.features.meals.ops.booking_commands import ONE_MEAL, Meal
from mmc_desk.features.meals.queries.bookings import is_member_on
from mmc_desk.features.meals.queries.meal_rides import sitting_of
from mmc_desk.features.meals.queries.noons import hall_on
from mmc_desk.features.people.model import Member
from mmc_desk.features.rides.model import CancelledBy, Purpose, ReturnMode, Ride
from mmc_desk.features.rides.ops import cancel_ride, request_ride
from mmc_desk.features.rides.ops.commands import CancelRide, RequestRide
from mmc_desk.features.rides.rules.states import OPEN

_MOST_COMPANIONS = 8


def fetch(session: Session, booking: MealBooking, meal: Meal = ONE_MEAL) -> Ride | None:
    """Request the ride of a booking that needs one, unless it has one or its participant is no member (any more).

    It goes at the times of `meal`; where that one says none, the ride rules tell when the member is fetched, the
    schedule when the meal is over and the driver is asked back: waiting that long helps nobody.
    """
    if not booking.needs_ride or booking.participant_id is None or _open_ride(session, booking) is not None:
        return None
    service = session.get_one(MealService, booking.service_id)
    member_id = session.scalar(
        select(Member.id)
        .join(Participant, Participant.person_id == Member.person_id)
        .where(Participant.id == booking.participant_id, is_member_on(service.service_date))
    )
    if member_id is None:
        return None
    booking.ride_id = request_ride(session, _request(session, booking, service, member_id, meal))
    return session.get_one(Ride, booking.ride_id)


def _request(session: Session, booking: MealBooking, service: MealService, member_id: int, meal: Meal) -> RequestRide:
    restaurant = session.get_one(VillageRestaurant, service.restaurant_id)
    hall = hall_on(session, restaurant.id, restaurant.name, service.service_date)
    sitting = sitting_of(session, service)
    return RequestRide(
        member_id=member_id,
        ride_date=service.service_date,
        destination=hall.name,
        destination_village=hall.village,
        appointment=sitting.begins,
        pickup=meal.pickup,
        purpose=Purpose.RESTAURANT,
        return_mode=ReturnMode.AT_TIME,
        return_time=meal.return_time or sitting.ends,
        companions=min(_MOST_COMPANIONS, max(0, booking.party_size - 1)),
        note=translate("bookings", "Maaltijd in {location}").format(location=restaurant.name),
    )


def _open_ride(session: Session, booking: MealBooking) -> Ride | None:
    ride = session.get(Ride, booking.ride_id) if booking.ride_id is not None else None
    return ride if ride is not None and ride.state in OPEN else None


def call_off(
    session: Session,
    booking: MealBooking,
    reason: str,
    by: CancelledBy = CancelledBy.MEMBER,
    *,
    leaves_shared: bool = False,
) -> bool:
    """Cancel the ride of a booking while it is still to be driven; tell whether there was one.

    Raises RuleError for a car shared with others, who would lose their ride too; `leaves_shared` leaves it as it is.
    """
    ride = session.get(Ride, booking.ride_id) if booking.ride_id is not None else None
    if ride is None:
        return False
    shared = _shared_with(session, ride)
    if shared is None and ride.state not in OPEN:
        return False
    if shared is not None:
        if leaves_shared:
            return False
        text = translate(
            "bookings", "Rit {ride} is gedeeld met andere leden. Splits ze eerst, of zeg enkel de maaltijd af."
        )
        raise RuleError(text.format(ride=shared.ride_no))
    cancel_ride(session, CancelRide(ride.id, by, reason))
    return True


def _shared_with(session: Session, ride: Ride) -> Ride | None:
    """Return the open ride that carries others too, None when they have the car to themselves."""
    car = session.get_one(Ride, ride.merged_into_id) if ride.merged_into_id is not None else ride
    return car if car.state in OPEN and (car.id != ride.id or car.passengers > 1) else None
