"""Booking a noon, by phone: for a participant or somebody new, with the ride it needs; changing and cancelling it."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.core import clock
from mmc_desk.core.errors import RuleError
from mmc_desk.core.formats import show_weekday_date
from mmc_desk.core.i18n import translate
from mmc_desk.features.meals.model import MealService
from mmc_desk.features.meals.model.bookings import BookingState, MealBooking, Participant
from mmc_desk.features.meals.ops.booking_commands import (
    AddParticipant,
    BeginStanding,
    BookingDone,
    BookMeal,
    CancelBookings,
    EditBooking,
    Meal,
    MoveUp,
    ParticipantDetails,
)
from mmc_desk.features.meals.ops.loading import load, recount, room_at, seated
from mmc_desk.features.meals.ops.participants import add_participant, participant_of
from mmc_desk.features.meals.ops.rides_along import call_off, fetch
from mmc_desk.features.meals.ops.standing import begin_standing
from mmc_desk.features.meals.rules.bookings import OPEN, require_party, state_name
from mmc_desk.features.rides.model import Ride, RideRequest


def book_meal(session: Session, command: BookMeal) -> BookingDone:
    """Book a noon and return what came of it: a place or the waiting list, the number of the ride.

    Raises RuleError with the field at fault: nobody chosen, a party that can't be, a closed noon, booked already.
    """
    service = _open_service(session, command.service_id)
    _require_meal(command.meal)
    participant = _participant(session, command, service)
    booking = _new_row(session, service, participant)
    waits = command.waits
    if waits is None:
        waits = not room_at(session, service, without=booking.id).has_place(command.meal.party)
    booking.state = BookingState.WAITING if waits else seated(service)
    more = 0
    if command.every_week:
        more = _every_week(session, command, booking, service)
    ride = _fill(session, booking, command.meal)
    recount(session, service.id)
    return _done(session, booking, ride, more)


def _open_service(session: Session, service_id: int) -> MealService:
    service = load(session, MealService, service_id)
    if service.closed_reason:
        text = translate("bookings", "Op {day} is er geen maaltijd ({reason}). Kies een andere dag.")
        day = show_weekday_date(service.service_date)
        raise RuleError(text.format(day=day, reason=service.closed_reason), "day")
    return service


def _require_meal(meal: Meal) -> None:
    require_party(meal.party, meal.take_away, meal.children)


def _participant(session: Session, command: BookMeal, service: MealService) -> Participant:
    participant = participant_of(session, command.participant_id, command.person_id)
    if participant is None:
        details = ParticipantDetails(
            service.restaurant_id, command.diet or "", command.allergens or "", command.meal.needs_ride
        )
        added = AddParticipant(details, command.person_id, command.person, command.address)
        return load(session, Participant, add_participant(session, added))
    participant.ended_on = None
    _put_diet(participant, command.diet, command.allergens)
    return participant


def _put_diet(participant: Participant, diet: str | None, allergens: str | None) -> None:
    if diet is not None:
        participant.diet = diet.strip()
    if allergens is not None:
        participant.allergens = allergens.strip()


def _new_row(session: Session, service: MealService, participant: Participant) -> MealBooking:
    """Return the row of a participant at a noon: a new one, or the one that was cancelled."""
    booking = _row_of(session, service.id, participant.id)
    if booking is None:
        booking = MealBooking(service_id=service.id, participant_id=participant.id)
        session.add(booking)
    elif booking.state is not BookingState.CANCELLED:
        text = translate(
            "bookings", "Is die middag al ingeschreven ({state}). Open die inschrijving om ze te wijzigen."
        )
        raise RuleError(text.format(state=state_name(booking.state)), "day")
    booking.booked_at, booking.is_walk_in = clock.now(), False
    session.flush()
    return booking


def _row_of(session: Session, service_id: int, participant_id: int | None) -> MealBooking | None:
    query = select(MealBooking).where(
        MealBooking.service_id == service_id, MealBooking.participant_id == participant_id
    )
    return session.scalars(query).one_or_none()


def _every_week(session: Session, command: BookMeal, booking: MealBooking, service: MealService) -> int:
    assert booking.participant_id is not None  # noqa: S101 - narrows the type: it was just made for one
    begun = begin_standing(
        session,
        BeginStanding(
            booking.participant_id,
            service.restaurant_id,
            service.service_date.weekday(),
            service.service_date,
            command.until,
            command.meal,
        ),
    )
    booking.standing_booking_id = begun.standing_id
    return begun.made


def _done(session: Session, booking: MealBooking, ride: Ride | None, more: int = 0) -> BookingDone:
    if ride is None:
        return BookingDone(booking.id, booking.state, more=more)
    pickup_at = session.scalars(select(RideRequest.pickup_at).where(RideRequest.ride_id == ride.id)).one()
    return BookingDone(booking.id, booking.state, ride.ride_no, more, pickup_at)


def _fill(session: Session, booking: MealBooking, meal: Meal) -> Ride | None:
    """Write a meal on a booking; return the ride that was asked for with it, if any."""
    booking.party_size, booking.take_away, booking.children = meal.party, meal.take_away, meal.children
    booking.diet, booking.note = meal.diet.strip(), meal.note.strip()
    booking.needs_ride = meal.needs_ride
    session.flush()
    return fetch(session, booking, meal) if booking.state is BookingState.BOOKED else None


def edit_booking(session: Session, command: EditBooking) -> BookingDone:
    """Change an open booking. Its ride follows: requested, cancelled, or to another noon.

    To another noon means cancelled at this one: a standing booking makes no other there. Raises RuleError when it has
    an outcome already, and for what `book_meal` refuses; ConflictError when somebody else changed it.
    """
    booking = load(session, MealBooking, command.booking_id, command.version)
    _require_open(booking)
    _require_meal(command.meal)
    service = _open_service(session, command.service_id)
    before = booking.service_id
    if service.id != before:
        booking = _move(session, booking, service, command.meal.party)
    if booking.participant_id is not None:
        _put_diet(load(session, Participant, booking.participant_id), command.diet, command.allergens)
    if not command.meal.needs_ride:
        call_off(session, booking, translate("bookings", "rijdt niet mee naar de maaltijd"))
    booking.standing_booking_id = None
    ride = _fill(session, booking, command.meal)
    recount(session, before, service.id)
    return _done(session, booking, ride)


def _require_open(booking: MealBooking) -> None:
    if booking.state not in OPEN:
        text = translate("bookings", "Deze inschrijving is {state}. Zet ze eerst terug op ingeschreven.")
        raise RuleError(text.format(state=state_name(booking.state)))


def _move(session: Session, booking: MealBooking, service: MealService, party: int) -> MealBooking:
    """Bring a booking to another noon; its ride is asked for anew."""
    call_off(session, booking, translate("bookings", "maaltijd op een andere dag"))
    moved = booking
    if booking.participant_id is None:
        booking.service_id = service.id
    else:
        moved = _new_row(session, service, load(session, Participant, booking.participant_id))
        booking.state = BookingState.CANCELLED
    has_place = room_at(session, service, without=moved.id).has_place(party)
    moved.state = seated(service) if has_place else BookingState.WAITING
    return moved


def cancel_bookings(session: Session, command: CancelBookings) -> tuple[int, ...]:
    """Cancel bookings, and their rides where asked; return the noons at which somebody cancelled.

    Raises RuleError for one that has an outcome already.
    """
    bookings = _loaded(session, command.booking_ids)
    for booking in bookings:
        _require_open(booking)
        booking.state = BookingState.CANCELLED
        if command.with_rides:
            call_off(session, booking, translate("bookings", "maaltijd afgezegd"))
    noons = tuple(dict.fromkeys(booking.service_id for booking in bookings))
    recount(session, *noons)
    return noons


def _loaded(session: Session, booking_ids: Iterable[int]) -> Sequence[MealBooking]:
    return [load(session, MealBooking, key) for key in booking_ids]


def move_up(session: Session, command: MoveUp) -> int:
    """Give bookings of the waiting list a place, with the rides they need; return how many.

    The desk decides: one more than there are chairs is warned of, never refused (domain.md §4).
    """
    moved = [row for row in _loaded(session, command.booking_ids) if row.state is BookingState.WAITING]
    for booking in moved:
        booking.state = seated(load(session, MealService, booking.service_id))
        if booking.state is BookingState.BOOKED:
            fetch(session, booking)
    recount(session, *(booking.service_id for booking in moved))
    return len(moved)
