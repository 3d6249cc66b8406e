"""The duty roster: a proposal taken over, duties by hand, pinned, timed or taken off, and what a noon asks for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.core import clock
from mmc_desk.core.errors import RuleError
from mmc_desk.core.formats import show_date
from mmc_desk.core.i18n import translate
from mmc_desk.core.model import DeskSetting
from mmc_desk.features.mail.queries import FOR_EVER
from mmc_desk.features.meals.model import MealService
from mmc_desk.features.meals.model.duties import MealDuty, MealTask
from mmc_desk.features.meals.ops.loading import load
from mmc_desk.features.meals.queries.duties import duty_month
from mmc_desk.features.meals.rules.duties import Shortage
from mmc_desk.features.people.model import Person, Volunteer
from mmc_desk.features.people.rules import full_name

MOST_NEEDED = 20
LONGEST_DUTY = 720
"""Minutes: nobody helps longer than twelve hours on one day."""


@dataclass(frozen=True, slots=True)
class ProposeDuties:
    """Fill the open noons of a restaurant from … to, as far as they are today or later."""

    restaurant_id: int
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class ProposalDone:
    """What a proposal did, and what stays short."""

    added: int
    dropped: int
    shortages: tuple[Shortage, ...]


@dataclass(frozen=True, slots=True)
class ClearProposal:
    """Take off what was proposed and nobody pinned, from today on."""

    restaurant_id: int
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class AddDuty:
    """Put a volunteer on duty by hand: the proposal leaves it alone. Without `minutes` it lasts the usual time."""

    service_id: int
    volunteer_id: int
    task: MealTask
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class EditDuty:
    """Change a duty's task or time by hand."""

    duty_id: int
    version: int
    task: MealTask
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class PinDuties:
    """Pin duties, or let the proposal have them again."""

    duty_ids: tuple[int, ...]
    is_pinned: bool


@dataclass(frozen=True, slots=True)
class RemoveDuty:
    """Take a volunteer off a noon."""

    duty_id: int


@dataclass(frozen=True, slots=True)
class SaveNeeds:
    """Say how many a noon asks for per task, and how long a duty usually lasts."""

    needs: Mapping[MealTask, int]
    minutes: int


def propose_duties(session: Session, command: ProposeDuties) -> ProposalDone:
    """Take a proposal over and return what it did. Raises RuleError where nobody helps at this restaurant."""
    month = duty_month(session, command.restaurant_id, command.first, command.last, clock.today())
    if not month.helpers:
        text = translate("duties", "Niemand helpt in {location}. Voeg eerst vrijwilligers toe.")
        raise RuleError(text.format(location=month.location))
    for duty_id in month.proposal.drop:
        session.delete(load(session, MealDuty, duty_id))
    session.add_all(
        MealDuty(service_id=one.service_id, volunteer_id=one.volunteer_id, task=one.task, is_pinned=False)
        for one in month.proposal.add
    )
    return ProposalDone(len(month.proposal.add), len(month.proposal.drop), month.proposal.shortages)


def clear_proposal(session: Session, command: ClearProposal) -> int:
    """Take the unpinned duties off and return how many."""
    query = (
        select(MealDuty)
        .join(MealService, MealService.id == MealDuty.service_id)
        .where(
            MealService.restaurant_id == command.restaurant_id,
            MealService.service_date.between(max(command.first, clock.today()), command.last),
            MealDuty.is_pinned.is_(False),
        )
    )
    found = session.scalars(query).all()
    for duty in found:
        session.delete(duty)
    return len(found)


def add_duty(session: Session, command: AddDuty) -> int:
    """Put a volunteer on duty and return the key.

    Raises RuleError for a closed noon, who is on duty at that noon already, or a time that can't be.
    """
    service = load(session, MealService, command.service_id)
    if service.closed_reason:
        text = translate("duties", "Op {day} is het restaurant gesloten: {reason}. Kies een andere middag.")
        raise RuleError(text.format(day=show_date(service.service_date), reason=service.closed_reason))
    volunteer = load(session, Volunteer, command.volunteer_id)
    known = select(MealDuty.id).where(MealDuty.service_id == service.id, MealDuty.volunteer_id == volunteer.id)
    if session.scalar(known) is not None:
        person = session.get_one(Person, volunteer.person_id)
        text = translate("duties", "{name} staat die middag al op het rooster. Wijzig daar de taak.")
        raise RuleError(text.format(name=full_name(person.last_name, person.first_name)), "volunteer_id")
    duty = MealDuty(service_id=service.id, volunteer_id=volunteer.id)
    _write(duty, command)
    session.add(duty)
    session.flush()
    return duty.id


def edit_duty(session: Session, command: EditDuty) -> None:
    """Change a duty. Raises RuleError for a time that can't be, ConflictError when it was changed meanwhile."""
    _write(load(session, MealDuty, command.duty_id, command.version), command)


def _write(duty: MealDuty, command: AddDuty | EditDuty) -> None:
    if command.minutes is not None and not 0 < command.minutes <= LONGEST_DUTY:
        raise RuleError(translate("duties", "Een dienst duurt 1 minuut tot 12 uur."), "minutes")
    duty.task, duty.minutes, duty.is_pinned = command.task, command.minutes, True


def pin_duties(session: Session, command: PinDuties) -> None:
    """Pin duties, or let the proposal have them again."""
    for duty_id in command.duty_ids:
        load(session, MealDuty, duty_id).is_pinned = command.is_pinned


def remove_duty(session: Session, command: RemoveDuty) -> None:
    """Take a volunteer off a noon."""
    session.delete(load(session, MealDuty, command.duty_id))


def save_needs(session: Session, command: SaveNeeds) -> None:
    """Write what a noon asks for. Raises RuleError for numbers that can't be."""
    for task, count in command.needs.items():
        if not 0 <= count <= MOST_NEEDED:
            raise RuleError(translate("duties", "Kies een aantal van 0 tot 20."), task.value)
    if not 0 < command.minutes <= LONGEST_DUTY:
        raise RuleError(translate("duties", "Een dienst duurt 1 minuut tot 12 uur."), "minutes")
    values = {f"meals.need_{task.value}": str(count) for task, count in command.needs.items()}
    values["meals.duty_minutes"] = str(command.minutes)
    rows = {row.name: row for row in session.scalars(select(DeskSetting).where(DeskSetting.name.in_(values)))}
    for name, value in values.items():
        row = rows.get(name)
        if row is None:
            row = DeskSetting(name=name, valid_from=FOR_EVER)
            session.add(row)
        row.value = value
