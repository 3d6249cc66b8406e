"""Participants (deelnemers): added, changed, ended; anybody the desk knows can become one."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.core import clock
from mmc_desk.core.errors import RuleError
from mmc_desk.core.i18n import translate
from mmc_desk.features.meals.model import MealService
from mmc_desk.features.meals.model.bookings import BookingState, MealBooking, Participant, StandingBooking
from mmc_desk.features.meals.ops.booking_commands import (
    AddParticipant,
    EditParticipant,
    EndParticipant,
    ParticipantDetails,
    ResumeParticipant,
)
from mmc_desk.features.meals.ops.loading import load, recount
from mmc_desk.features.meals.ops.rides_along import call_off
from mmc_desk.features.meals.rules.bookings import OPEN
from mmc_desk.features.people.model import Person
from mmc_desk.features.people.ops.persons import correct_address, first_address, new_person, write_person
from mmc_desk.features.rides.model import CancelledBy


def add_participant(session: Session, command: AddParticipant) -> int:
    """Add a participant and return the key; who is one already, or was, comes back as they are now.

    Raises RuleError without anybody, or for a name or a birth date that can't be.
    """
    if command.person is not None:
        person_id = new_person(session, command.person).id
        first_address(session, person_id, command.address, clock.today())
    elif command.person_id is not None:
        person_id = load(session, Person, command.person_id).id
    else:
        raise RuleError(translate("bookings", "Kies eerst wie er komt eten."), "participant")
    participant = participant_of(session, None, person_id)
    if participant is None:
        participant = Participant(person_id=person_id)
        session.add(participant)
    _put(participant, command.details)
    participant.ended_on = None
    session.flush()
    return participant.id


def participant_of(session: Session, participant_id: int | None, person_id: int | None) -> Participant | None:
    """Return a participant by key, or the one that a person already is."""
    if participant_id is not None:
        return load(session, Participant, participant_id)
    if person_id is None:
        return None
    return session.scalars(select(Participant).where(Participant.person_id == person_id)).one_or_none()


def edit_participant(session: Session, command: EditParticipant) -> None:
    """Change a participant. Raises ConflictError when somebody else did since, RuleError for a name that can't be."""
    participant = load(session, Participant, command.participant_id, command.version)
    _put(participant, command.details)
    if command.person is not None:
        write_person(load(session, Person, participant.person_id), command.person)
    if command.address is not None:
        correct_address(session, participant.person_id, command.address)


def _put(participant: Participant, details: ParticipantDetails) -> None:
    participant.restaurant_id = details.restaurant_id
    participant.diet, participant.allergens = details.diet.strip(), details.allergens.strip()
    participant.needs_ride, participant.note = details.needs_ride, details.note.strip()


def end_participant(session: Session, command: EndParticipant) -> int:
    """Let a participant come no more after a day, and return how many bookings that cancelled (domain.md §10.5)."""
    participant = load(session, Participant, command.participant_id)
    participant.ended_on = command.last_day
    if command.is_deceased:
        load(session, Person, participant.person_id).deceased_on = command.last_day
    standing = select(StandingBooking).where(StandingBooking.participant_id == participant.id)
    for row in session.scalars(standing):
        if row.to_day is None or row.to_day > command.last_day:
            row.to_day = command.last_day
    return _cancel_later(session, participant.id, command)


def _cancel_later(session: Session, participant_id: int, command: EndParticipant) -> int:
    later = session.scalars(
        select(MealBooking)
        .join(MealService, MealService.id == MealBooking.service_id)
        .where(
            MealBooking.participant_id == participant_id,
            MealBooking.state.in_(sorted(OPEN)),
            MealService.service_date > max(command.last_day, clock.today() - timedelta(days=1)),
        )
    ).all()
    reason = (
        translate("bookings", "deelnemer overleden")
        if command.is_deceased
        else translate("bookings", "deelnemer stopt")
    )
    for booking in later:
        booking.state = BookingState.CANCELLED
        call_off(session, booking, reason, CancelledBy.DESK, leaves_shared=True)
    recount(session, *(booking.service_id for booking in later))
    return len(later)


def resume_participant(session: Session, command: ResumeParticipant) -> None:
    """Let somebody who had ended come again."""
    load(session, Participant, command.participant_id).ended_on = None
