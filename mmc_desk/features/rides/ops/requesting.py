"""Taking, editing and copying a ride request."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.core import clock
from mmc_desk.core.errors import RuleError
from mmc_desk.core.i18n import translate
from mmc_desk.features.people.model import Aid
from mmc_desk.features.rides.model import Leg, LegKind, Purpose, ReturnMode, Ride, RideRequest
from mmc_desk.features.rides.ops.assigning import check_assignment, put_driver, put_trip
from mmc_desk.features.rides.ops.commands import DuplicateRide, EditRide, RequestRide, SharedSeat
from mmc_desk.features.rides.ops.loading import legs_of, load_ride, requests_of, touch_driver_day
from mmc_desk.features.rides.ops.numbering import next_ride_no
from mmc_desk.features.rides.ops.returning import replan
from mmc_desk.features.rides.queries.board import RideAsk
from mmc_desk.features.rides.queries.lists import ride_card
from mmc_desk.features.rides.queries.reading import home_of
from mmc_desk.features.rides.queries.rows import RideCard
from mmc_desk.features.rides.queries.settings import distance_book
from mmc_desk.features.rides.queries.sharing import riders_of
from mmc_desk.features.rides.rules.assignment import RideNeed
from mmc_desk.features.rides.rules.distances import Spot
from mmc_desk.features.rides.rules.sharing import Rider, SharedTrip, share_trip
from mmc_desk.features.rides.rules.states import OPEN, PLANNED, state_name
from mmc_desk.features.rides.rules.trips import (
    ClockTimes,
    Instants,
    PlannedLeg,
    Trip,
    Wish,
    plan_legs,
    request_instants,
    trip_of,
)


@dataclass(frozen=True, slots=True)
class _Plan:
    """A request worked out: instants, legs and trip."""

    command: RequestRide
    aid: Aid
    instants: Instants
    legs: tuple[PlannedLeg, ...]
    trip: Trip


def request_ride(session: Session, command: RequestRide) -> int:
    """Save a request, complete or not, under the year's next number, and return the ride's id.

    Raises RuleError with the field at fault: more than three stops, too many companions, a member twice, unknown.
    """
    plan = _plan(session, command)
    ride = Ride(ride_no=next_ride_no(session, plan.instants.ride_date.year), passengers=0)
    _put_request(ride, plan)
    put_trip(ride, plan.trip)
    session.add(ride)
    session.flush()
    _put_seats(session, ride, plan, ())
    if command.passengers:
        _put_way(session, ride, plan)
    else:
        _put_legs(session, ride, plan.legs, ())
    return ride.id


def check_wanted(session: Session, command: RequestRide) -> None:
    """Raise the RuleError that `request_ride` would, without saving anything."""
    _plan(session, command)


def edit_ride(session: Session, command: EditRide) -> None:
    """Change an open ride; a driver keeps it when they can still drive it.

    A ride of a series is detached: the series leaves it alone from now on. Raises AssignmentRefusedError when the
    driver can't any more (take the ride away first), RuleError when the ride is no longer open, ConflictError when it
    was changed since.
    """
    ride = load_ride(session, command.ride_id, command.version)
    if ride.state not in OPEN:
        text = translate("rides", "Deze rit is {state}. Heropen de rit om hem te wijzigen.")
        raise RuleError(text.format(state=state_name(ride.state)))
    _require_merged_aboard(session, ride, command.wanted)
    rewrite_ride(session, ride, command.wanted)
    ride.detached = ride.series_id is not None


def _require_merged_aboard(session: Session, ride: Ride, wanted: RequestRide) -> None:
    """Refuse to leave out who came into this car from another ride, or where they go: that ride would be lost."""
    if not (wanted.destination or wanted.destination_village) and _is_shared(session, ride):
        text = translate("rides", "In deze wagen zitten meerdere leden. Vul in waar ze naartoe gaan.")
        raise RuleError(text, "destination")
    stay = {wanted.member_id, *(seat.member_id for seat in wanted.passengers)}
    merged = (
        select(Ride.ride_no)
        .join(RideRequest, RideRequest.ride_id == Ride.id)
        .where(Ride.merged_into_id == ride.id, RideRequest.member_id.not_in(sorted(stay)))
    )
    lost = session.scalars(merged.order_by(Ride.ride_no)).first()
    if lost is not None:
        text = translate("rides", "Wie uit rit {ride} mee in deze wagen kwam, kan er niet uit. Splits eerst de rit.")
        raise RuleError(text.format(ride=lost), "passengers")


def rewrite_ride(session: Session, ride: Ride, wanted: RequestRide) -> None:
    """Give an open ride another request, its driver included. Raises AssignmentRefusedError when that one can't."""
    plan = _plan(session, wanted)
    driver = None
    if ride.state in PLANNED and ride.driver_id is not None:
        driver = check_assignment(session, _ask(ride, plan), ride.driver_id, agreed=True)
        touch_driver_day(session, ride.driver_id, ride.ride_date, -1)
        touch_driver_day(session, ride.driver_id, plan.instants.ride_date, +1)
    _put_request(ride, plan)
    if driver is None:
        put_trip(ride, plan.trip)
    else:
        put_driver(ride, driver)
    _put_seats(session, ride, plan, requests_of(session, ride))
    ride.double_leg = ride.double_leg and plan.legs[-1:] != () and plan.legs[-1].kind is not LegKind.BACK
    _put_way(session, ride, plan)


def _put_way(session: Session, ride: Ride, plan: _Plan) -> None:
    """Give a ride its legs, past every home where the car is shared. Each is written once: undo needs that."""
    if plan.command.passengers and plan.legs and ride.outward_id is None:
        session.flush()
        book = distance_book(session, ride.ride_date)
        put_shared(session, ride, share_trip(_riders(session, ride, plan), plan.command.stops, book), must_keep=True)
        return
    put_legs(session, ride, [replace(leg, kind=LegKind.BACK) for leg in plan.legs] if ride.outward_id else plan.legs)


def _riders(session: Session, ride: Ride, plan: _Plan) -> tuple[Rider, ...]:
    """Return who sits in the car; they go back as the request says, or, with others aboard, as they all agreed."""
    riders = riders_of(session, ride)
    if _is_shared(session, ride):
        return riders
    leaves_at = next((leg.depart_at for leg in plan.legs if leg.kind is LegKind.BACK), None)
    return tuple(replace(rider, leaves_at=leaves_at) for rider in riders)


def _is_shared(session: Session, ride: Ride) -> bool:
    """Tell whether another ride was put into this car."""
    return session.scalar(select(Ride.id).where(Ride.merged_into_id == ride.id).limit(1)) is not None


def put_shared(session: Session, ride: Ride, shared: SharedTrip, *, must_keep: bool = False) -> None:
    """Give a shared car its legs and pick-ups; the driver keeps it while that can be, or, if `must_keep`, is refused.

    Raises AssignmentRefusedError in that case.
    """
    for request in requests_of(session, ride):
        request.pickup_at = shared.pickups[request.member_id]
    put_legs(session, ride, shared.legs)
    ride.legs = len(shared.legs)
    session.flush()
    replan(session, ride, must_keep=must_keep)


def duplicate_ride(session: Session, command: DuplicateRide) -> tuple[int, ...]:
    """Copy a ride to other days (six visits to the physiotherapist) and return the new ids, one per day."""
    card = ride_card(session, command.ride_id)
    return tuple(request_ride(session, as_request(card, day)) for day in command.days)


def as_request(card: RideCard, ride_date: date) -> RequestRide:
    """Return a ride as the request it would be on `ride_date`, all its members included."""
    ride, first = card.ride, card.ride.members[0]
    return RequestRide(
        member_id=first.member_id,
        ride_date=ride_date,
        destination=ride.destination,
        destination_village=ride.destination_village,
        appointment=_clock(first.appointment_at),
        pickup=_clock(first.pickup_at),
        origin=ride.origin,
        village=ride.village,
        stops=card.stops,
        purpose=ride.purpose,
        return_mode=first.return_mode,
        return_time=_clock(first.return_at),
        expected_minutes=first.expected_minutes,
        aid=first.aid,
        companions=first.companions,
        parking_card=first.parking_card,
        passengers=tuple(
            SharedSeat(seat.member_id, seat.aid, seat.companions, _clock(seat.pickup_at)) for seat in ride.members[1:]
        ),
        note=ride.note,
    )


def _clock(instant: datetime | None) -> time | None:
    return clock.local(instant).time() if instant is not None else None


def _plan(session: Session, command: RequestRide) -> _Plan:
    _require_sound(command)
    home = home_of(session, command.member_id, command.ride_date)
    book = distance_book(session, command.ride_date)
    street, village = command.origin or home.street, command.village or home.village
    start = _spot(f"{street}, {village}" if street else "", village)
    destination = _spot(command.destination, command.destination_village)
    aid = home.aid if command.aid is None else command.aid
    drive = book.minutes(start, destination)
    times = ClockTimes(command.ride_date, command.appointment, command.pickup, command.return_time)
    instants = request_instants(times, drive, aid, book.settings)
    wish = Wish(
        home=start,
        destination=destination,
        pickup_at=instants.pickup_at,
        appointment_at=instants.appointment_at,
        return_mode=command.return_mode,
        return_at=instants.return_at,
        stay_minutes=command.expected_minutes or book.settings.default_stay_minutes,
        stops=command.stops,
    )
    legs = plan_legs(wish, book) if command.destination else ()
    seats = tuple(_with_aid(session, seat, command.ride_date) for seat in command.passengers)
    complete = replace(command, origin=street, village=village, passengers=seats)
    return _Plan(complete, aid, instants, legs, trip_of(wish, legs))


def _with_aid(session: Session, seat: SharedSeat, day: date) -> SharedSeat:
    home = home_of(session, seat.member_id, day)
    return replace(seat, aid=home.aid if seat.aid is None else seat.aid)


def _spot(*names: str) -> Spot:
    return tuple(name for name in names if name)


def _require_sound(command: RequestRide) -> None:
    if len(command.stops) > 3:
        raise RuleError(translate("rides", "Hoogstens drie tussenstops. Maak er een tweede rit van."), "stops")
    if not all(0 <= count <= 8 for count in (command.companions, *(seat.companions for seat in command.passengers))):
        raise RuleError(translate("rides", "Het aantal begeleiders is 0 tot 8."), "companions")
    if command.expected_minutes is not None and command.expected_minutes < 0:
        raise RuleError(translate("rides", "De verwachte duur kan niet negatief zijn."), "expected_minutes")
    members = [command.member_id, *(seat.member_id for seat in command.passengers)]
    if len(set(members)) < len(members):
        raise RuleError(translate("rides", "Een lid kan maar één keer in dezelfde wagen zitten."), "passengers")


def _put_request(ride: Ride, plan: _Plan) -> None:
    command = plan.command
    ride.ride_date = plan.instants.ride_date
    ride.origin, ride.village = command.origin, command.village
    ride.destination, ride.destination_village = command.destination, command.destination_village
    ride.purpose = command.purpose
    ride.note = command.note
    ride.passengers = 1 + len(command.passengers)
    ride.legs = len(plan.legs)


def _put_seats(session: Session, ride: Ride, plan: _Plan, seated: Sequence[RideRequest]) -> None:
    """Make the ride's requests those of the plan. A row stays with its member, so that no two ever trade places.

    (Undo puts row after row back: with members moved from row to row the database would see one twice on the way.)
    """
    command = plan.command
    seats = {command.member_id: None, **{seat.member_id: seat for seat in command.passengers}}
    present = {request.member_id: request for request in seated}
    places = [request.position for request in present.values()]
    first, last = min(places, default=1), max(places, default=0)
    own = _with_own_appointment(tuple(present.values()))
    for member_id, request in present.items():
        if member_id not in seats:
            session.delete(request)
    for member_id, seat in seats.items():
        if member_id not in present:
            last += 1
            present[member_id] = _new_seat(session, ride, member_id, last)
        request = present[member_id]
        if seat is not None:
            _put_passenger(request, seat, plan, has_own_appointment=member_id in own)
            continue
        if request.position > first:
            request.position = first - 1
        _put_caller(request, plan)


def _with_own_appointment(requests: Sequence[RideRequest]) -> frozenset[int]:
    """Return the members whose appointment isn't the caller's: they came into this car with one of their own."""
    usual = {None, *(request.appointment_at for request in requests[:1])}
    return frozenset(request.member_id for request in requests if request.appointment_at not in usual)


def _new_seat(session: Session, ride: Ride, member_id: int, position: int) -> RideRequest:
    request = RideRequest(ride_id=ride.id, member_id=member_id, position=position, requested_at=clock.now())
    session.add(request)
    return request


def _put_caller(request: RideRequest, plan: _Plan) -> None:
    command, instants = plan.command, plan.instants
    request.pickup_at, request.appointment_at = instants.pickup_at, instants.appointment_at
    request.return_mode, request.return_at = command.return_mode, instants.return_at
    request.expected_minutes = command.expected_minutes
    request.aid, request.companions = plan.aid, command.companions
    request.parking_card = command.parking_card


def _put_passenger(request: RideRequest, seat: SharedSeat, plan: _Plan, *, has_own_appointment: bool) -> None:
    if seat.pickup is not None:
        request.pickup_at = clock.at(plan.instants.ride_date, seat.pickup)
    else:
        # Where the way is known, it tells when their home is passed.
        request.pickup_at = None if plan.legs else plan.instants.pickup_at
    if has_own_appointment and request.appointment_at is not None:
        moved = clock.local(request.appointment_at).time()
        request.appointment_at = clock.at(plan.instants.ride_date, moved)
    else:
        request.appointment_at = plan.instants.appointment_at
        request.return_mode, request.return_at = plan.command.return_mode, plan.instants.return_at
    request.aid, request.companions = seat.aid or Aid.NONE, seat.companions


def put_legs(session: Session, ride: Ride, legs: Sequence[PlannedLeg]) -> None:
    """Make the ride's legs those planned, row by row."""
    _put_legs(session, ride, legs, legs_of(session, ride))


def _put_legs(session: Session, ride: Ride, legs: Sequence[PlannedLeg], present: Sequence[Leg]) -> None:
    for extra in present[len(legs) :]:
        session.delete(extra)
    for place, planned in enumerate(legs):
        if place < len(present):
            leg = present[place]
        else:
            leg = Leg(ride_id=ride.id, sequence=place + 1)
            session.add(leg)
        leg.kind, leg.origin, leg.destination = planned.kind, planned.origin, planned.destination
        leg.depart_at, leg.arrive_at, leg.metres = planned.depart_at, planned.arrive_at, planned.metres


def _ask(ride: Ride, plan: _Plan) -> RideAsk:
    seats = plan.command.passengers
    need = RideNeed(
        ride_date=plan.instants.ride_date,
        seats=1 + plan.command.companions + sum(1 + seat.companions for seat in seats),
        aids=frozenset({plan.aid, *(seat.aid or Aid.NONE for seat in seats)}),
        metres=plan.trip.metres,
        waits_at_hospital=plan.command.purpose is Purpose.HOSPITAL and plan.command.return_mode is ReturnMode.WAIT,
    )
    members = (plan.command.member_id, *(seat.member_id for seat in seats))
    return RideAsk(ride.id, need, plan.trip, members)
