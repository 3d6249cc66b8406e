"""The noon itself: who came, who walked in, what the caterer was told, the counts and the cash box at its end."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.core import clock
from mmc_desk.core.errors import RuleError
from mmc_desk.core.i18n import translate
from mmc_desk.features.mail import ops as mail_ops
from mmc_desk.features.mail.rules import Attachment
from mmc_desk.features.meals.model import MealService
from mmc_desk.features.meals.model.bookings import BookingState, MealBooking, Participant
from mmc_desk.features.meals.ops.booking_commands import ONE_MEAL, AddParticipant, Meal, ParticipantDetails
from mmc_desk.features.meals.ops.loading import load, recount
from mmc_desk.features.meals.ops.participants import add_participant, participant_of
from mmc_desk.features.meals.queries.noons import on_duty, prices_on
from mmc_desk.features.meals.rules.bookings import Counts, require_counts, require_party
from mmc_desk.features.meals.rules.cash import require_initials, require_sound_cash
from mmc_desk.features.people.model import Person
from mmc_desk.features.people.rules import full_name

MARKS = frozenset({BookingState.BOOKED, BookingState.PRESENT, BookingState.NO_SHOW})
"""What a booking can be ticked as."""


@dataclass(frozen=True, slots=True)
class MarkBookings:
    """Tick bookings: present, not come, or neither any more."""

    booking_ids: tuple[int, ...]
    state: BookingState


@dataclass(frozen=True, slots=True)
class MarkPartly:
    """Of a party only so many `came` to the table."""

    booking_id: int
    came: int


@dataclass(frozen=True, slots=True)
class AddWalkIn:
    """Note who came without a booking: a participant, somebody known (`person_id`), or by `name` or number alone."""

    service_id: int
    meal: Meal = ONE_MEAL
    participant_id: int | None = None
    person_id: int | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class RemoveWalkIn:
    """Take back who was noted without a booking."""

    booking_id: int


@dataclass(frozen=True, slots=True)
class KeyDay:
    """Key a noon. `counts` is what was counted where nobody books by name; None goes by the ticked bookings.

    `rest` says what those not ticked are. Without `finish` only what is known so far is kept. Amounts in cents.
    """

    service_id: int
    finish: bool = True
    counts: Counts | None = None
    rest: BookingState | None = None
    volunteers: int | None = None
    ordered: int | None = None
    cost: int | None = None
    opening_float: int | None = None
    drinks: int | None = None
    counted: int | None = None
    initials: tuple[str, str] = ("", "")
    menu: str = ""
    remarks: str = ""


@dataclass(frozen=True, slots=True)
class OrderMeals:
    """Tell the caterer how many meals: noted on the noon; with an `address` also mailed, with the count as PDF."""

    service_id: int
    meals: int
    to_name: str = ""
    address: str = ""
    subject: str = ""
    body: str = ""
    attachments: tuple[Attachment, ...] = ()


def mark_bookings(session: Session, command: MarkBookings) -> int:
    """Tick bookings and return how many changed. Raises RuleError before the noon itself."""
    changed = []
    for key in command.booking_ids:
        booking = load(session, MealBooking, key)
        service = load(session, MealService, booking.service_id)
        _require_begun(service)
        if command.state not in MARKS:
            raise RuleError(translate("bookings", "Zo kan een inschrijving niet aangevinkt worden."))
        if command.state is BookingState.BOOKED and service.finished_at is not None:
            text = translate("bookings", "Deze middag is afgesloten: kies aanwezig of niet gekomen.")
            raise RuleError(text)
        if booking.state is not command.state:
            booking.state = command.state
            changed.append(booking)
    recount(session, *(booking.service_id for booking in changed))
    return len(changed)


def mark_partly(session: Session, command: MarkPartly) -> None:
    """Tick who came of a party; the others stand beside it as not come. Raises RuleError for more than were booked."""
    booking = load(session, MealBooking, command.booking_id)
    _require_begun(load(session, MealService, booking.service_id))
    missing = booking.party_size - command.came
    if not 1 <= command.came <= booking.party_size:
        text = translate("bookings", "Van deze inschrijving kunnen er 1 tot {most} gekomen zijn.")
        raise RuleError(text.format(most=booking.party_size))
    booking.state = BookingState.PRESENT
    if missing:
        booking.party_size = command.came
        children = max(0, booking.children - command.came - booking.take_away)
        booking.children -= children
        session.add(
            MealBooking(
                service_id=booking.service_id,
                name=translate("bookings", "bij {name}").format(name=_name(session, booking)),
                state=BookingState.NO_SHOW,
                party_size=missing,
                children=children,
                booked_at=booking.booked_at,
            )
        )
    recount(session, booking.service_id)


def _name(session: Session, booking: MealBooking) -> str:
    if booking.participant_id is None:
        return booking.name
    named = select(Person.last_name, Person.first_name).join(Participant, Participant.person_id == Person.id)
    return full_name(*session.execute(named.where(Participant.id == booking.participant_id)).one())


def _require_begun(service: MealService) -> None:
    if service.service_date > clock.today():
        raise RuleError(translate("bookings", "Deze middag moet nog komen: er is nog niemand aan te vinken."))


def add_walk_in(session: Session, command: AddWalkIn) -> int:
    """Note who came without a booking and return the key. Raises RuleError for somebody who is on the list already."""
    service = load(session, MealService, command.service_id)
    _require_begun(service)
    meal = command.meal
    require_party(meal.party, meal.take_away, meal.children)
    booking = _walk_in_row(session, command)
    booking.state, booking.is_walk_in, booking.booked_at = BookingState.PRESENT, True, clock.now()
    booking.party_size, booking.take_away, booking.children = meal.party, meal.take_away, meal.children
    booking.diet, booking.note = meal.diet.strip(), meal.note.strip()
    session.add(booking)
    recount(session, service.id)
    return booking.id


def _walk_in_row(session: Session, command: AddWalkIn) -> MealBooking:
    participant = participant_of(session, command.participant_id, command.person_id)
    if participant is None and command.person_id is not None:
        added = add_participant(session, AddParticipant(ParticipantDetails(), command.person_id))
        participant = load(session, Participant, added)
    if participant is None:
        name = command.name.strip() or translate("bookings", "zonder naam")
        return MealBooking(service_id=command.service_id, name=name)
    known = session.scalars(
        select(MealBooking).where(
            MealBooking.service_id == command.service_id, MealBooking.participant_id == participant.id
        )
    ).one_or_none()
    if known is not None and known.state is not BookingState.CANCELLED:
        raise RuleError(
            translate("bookings", "Staat al op de lijst van deze middag: vink die regel aan."), "participant"
        )
    return known or MealBooking(service_id=command.service_id, participant_id=participant.id)


def remove_walk_in(session: Session, command: RemoveWalkIn) -> None:
    """Take back who was noted without a booking. Raises RuleError for a booking made before the noon."""
    booking = load(session, MealBooking, command.booking_id)
    if not booking.is_walk_in:
        raise RuleError(translate("bookings", "Dit is een inschrijving: zeg ze af of vink ze aan als niet gekomen."))
    service_id = booking.service_id
    session.delete(booking)
    recount(session, service_id)


def key_day(session: Session, command: KeyDay) -> None:
    """Keep what is known of a noon; finished, its counts are final and its price frozen.

    Raises RuleError with the field at fault: a closed noon, one still to come, counts or amounts that can't be,
    bookings not ticked (`rest`).
    """
    service = load(session, MealService, command.service_id)
    if service.closed_reason:
        text = translate("bookings", "Deze middag is gesloten ({reason}): er is niets in te vullen.")
        raise RuleError(text.format(reason=service.closed_reason))
    require_sound_cash(command.opening_float, command.drinks, command.counted)
    require_initials(command.initials, command.counted)
    _put_paper(service, command)
    if command.finish:
        _finish(session, service, command)
    elif command.counts is not None:
        service.booked = command.counts.booked


def _put_paper(service: MealService, command: KeyDay) -> None:
    service.volunteers, service.cost = command.volunteers, command.cost
    service.opening_float, service.drinks, service.counted = command.opening_float, command.drinks, command.counted
    service.initials = " / ".join(filter(None, (name.strip() for name in command.initials)))
    service.menu, service.remarks = command.menu.strip(), command.remarks.strip()
    if command.ordered is not None:
        service.ordered = command.ordered


def _finish(session: Session, service: MealService, command: KeyDay) -> None:
    _require_begun(service)
    if service.volunteers is None:
        service.volunteers = on_duty(session, service.id) or None
    if command.counts is None:
        _tick_rest(session, service, command.rest)
    service.finished_at = service.finished_at or clock.now()
    price, child_price = prices_on(session, service.restaurant_id, service.service_date)
    service.price = price if service.price is None else service.price
    service.child_price = child_price if service.child_price is None else service.child_price
    if command.counts is None:
        recount(session, service.id)
        return
    counts = command.counts
    require_counts(counts)
    service.booked, service.present, service.no_show = counts.booked, counts.present, counts.no_show
    service.walk_in, service.take_away, service.child_meals = counts.walk_in, counts.take_away, counts.child_meals


def _tick_rest(session: Session, service: MealService, rest: BookingState | None) -> None:
    """Tick who wasn't: the counts of a finished noon must say of everybody whether they came."""
    unticked = session.scalars(
        select(MealBooking).where(MealBooking.service_id == service.id, MealBooking.state == BookingState.BOOKED)
    ).all()
    if unticked and rest not in {BookingState.PRESENT, BookingState.NO_SHOW}:
        text = translate("bookings", "{count} inschrijvingen zijn nog niet aangevinkt. Zeg of de rest kwam of niet.")
        raise RuleError(text.format(count=len(unticked)), "rest")
    for booking in unticked:
        booking.state = rest or BookingState.NO_SHOW


def order_meals(session: Session, command: OrderMeals) -> None:
    """Note what the caterer was told, and queue the mail. Raises RuleError for an address mail can't be sent to."""
    service = load(session, MealService, command.service_id)
    if command.meals < 0:
        raise RuleError(translate("bookings", "Een aantal kan niet onder nul zijn."), "ordered")
    service.ordered, service.ordered_at = command.meals, clock.now()
    if not command.address:
        return
    mail = mail_ops.QueueMail(
        to_name=command.to_name,
        to_address=command.address,
        subject=command.subject,
        body=command.body,
        attachments=command.attachments,
        about_table="meal_service",
        about_key=service.id,
    )
    mail_ops.queue_mail(session, mail)
