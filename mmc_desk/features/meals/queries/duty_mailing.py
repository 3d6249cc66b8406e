"""What each volunteer's next mail says: their duties of a month, and what changed since the last one."""

from dataclasses import dataclass
from datetime import date, time

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from mmc_desk.core.calendars import fingerprint, next_calendars
from mmc_desk.features.mail.queries import SentCalendars, mailed_events, mailing
from mmc_desk.features.mail.rules import Mailing, Recipient
from mmc_desk.features.meals.model import MealService, VillageRestaurant
from mmc_desk.features.meals.model.duties import MailedDuty, MealDuty, MealTask
from mmc_desk.features.meals.queries.volunteers import duty_minutes
from mmc_desk.features.meals.rules.duties import duty_hours
from mmc_desk.features.people.model import Person, Volunteer
from mmc_desk.features.people.rules import full_name

Key = tuple[int, int]
"""A volunteer and a service."""

MAILED_DUTIES = SentCalendars(
    *(MailedDuty, MailedDuty.volunteer_id, MailedDuty.service_id), day=MealService.service_date, about="volunteer"
)
"""What stands in volunteers' calendars."""


@dataclass(frozen=True, slots=True)
class CalendarDuty:
    """A noon as a volunteer's calendar has it. `task` is None where they have no duty there any more."""

    service_id: int
    day: date
    from_time: time
    to_time: time
    location: str
    task: MealTask | None


VolunteerMailing = Recipient[CalendarDuty]
DutyMailing = Mailing[VolunteerMailing]


def duty_mailing(session: Session, first: date, last: date) -> DutyMailing:
    """Return what the volunteers on duty from … to would be mailed, and those whose mailed duties changed since.

    Nobody writes to who died (domain.md §10.5).
    """
    mailed = mailed_events(session, MAILED_DUTIES, first, last)
    known = {service_id for theirs in mailed.values() for service_id in theirs}
    theirs = _duties(session, MealService.service_date.between(first, last) | MealService.id.in_(known))
    calendars = next_calendars(theirs, _noons(session, known), mailed, (first, last), _fingerprint)
    people = session.execute(
        select(Volunteer.id, Person.last_name, Person.first_name, Person.email)
        .join(Person, Person.id == Volunteer.person_id)
        .where(Volunteer.id.in_(list(calendars)), Person.deceased_on.is_(None))
    )
    volunteers = [
        Recipient(key, full_name(last_name, first_name), "", address, calendars[key])
        for key, last_name, first_name, address in people
    ]
    return mailing(session, first, last, volunteers)


def _duties(session: Session, where: ColumnElement[bool]) -> dict[Key, CalendarDuty]:
    """Return the duties of open noons."""
    usual = duty_minutes(session)
    rows = session.execute(
        select(MealDuty, MealService, VillageRestaurant.name)
        .join(MealService, MealService.id == MealDuty.service_id)
        .join(VillageRestaurant, VillageRestaurant.id == MealService.restaurant_id)
        .where(where, MealService.closed_reason == "")
        .order_by(MealService.service_date, MealService.id)
    )
    return {
        (duty.volunteer_id, service.id): _duty(
            service, name, usual if duty.minutes is None else duty.minutes, duty.task
        )
        for duty, service, name in rows
    }


def _duty(service: MealService, location: str, minutes: int, task: MealTask | None) -> CalendarDuty:
    from_time, to_time = duty_hours(service.starts_at, minutes)
    return CalendarDuty(service.id, service.service_date, from_time, to_time, location, task)


def _noons(session: Session, keys: set[int]) -> dict[int, CalendarDuty]:
    """Return the noons that were mailed, for who is on duty there no more."""
    usual = duty_minutes(session)
    rows = session.execute(
        select(MealService, VillageRestaurant.name)
        .join(VillageRestaurant, VillageRestaurant.id == MealService.restaurant_id)
        .where(MealService.id.in_(keys))
    )
    return {service.id: _duty(service, name, usual, None) for service, name in rows}


def _fingerprint(duty: CalendarDuty) -> str:
    return fingerprint((duty.day, duty.from_time, duty.to_time, duty.location, duty.task))
