"""What each volunteer's next mail says: their duties of a month, and what changed since the last one."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from mmc_desk.core import clock
from mmc_desk.core.calendars import Entry, EventChange, Mailed, fingerprint, is_news, next_entries
from mmc_desk.core.formats import fold
from mmc_desk.core.settings import desk_name, is_practice
from mmc_desk.features.mail.queries import mail_settings
from mmc_desk.features.meals.model import MealService, VillageRestaurant
from mmc_desk.features.meals.model.duties import MailedDuty, MealDuty, MealTask
from mmc_desk.features.meals.queries.volunteers import duty_minutes
from mmc_desk.features.meals.rules.duties import duty_hours
from mmc_desk.features.people.model import Person, Volunteer
from mmc_desk.features.people.rules import full_name
from mmc_desk.features.rides.queries.mailing import calendar_id

Key = tuple[int, int]
"""A volunteer and a service."""


@dataclass(frozen=True, slots=True)
class CalendarDuty:
    """A noon as a volunteer's calendar has it. `task` is None where they have no duty there any more."""

    service_id: int
    day: date
    from_time: time
    to_time: time
    location: str
    task: MealTask | None


@dataclass(frozen=True, slots=True)
class VolunteerMailing:
    """What one volunteer would be mailed. `duties` has every noon of `entries`, also those no longer theirs."""

    volunteer_id: int
    name: str
    address: str
    entries: tuple[Entry, ...]
    duties: Mapping[int, CalendarDuty]
    was_mailed: bool

    @property
    def key(self) -> int:
        """The volunteer's."""
        return self.volunteer_id

    @property
    def is_news(self) -> bool:
        """Tell whether the volunteer doesn't know all of it yet."""
        return is_news(self.entries)

    @property
    def coming(self) -> tuple[CalendarDuty, ...]:
        """The duties that go on, by day."""
        rows = (self.duties[entry.key] for entry in self.entries if not entry.is_cancelled)
        return tuple(sorted(rows, key=lambda duty: (duty.day, duty.location)))


@dataclass(frozen=True, slots=True)
class DutyMailing:
    """What the volunteers would be mailed of a period. `calendar_id` is "" until the first calendar was made."""

    first: date
    last: date
    volunteers: tuple[VolunteerMailing, ...]
    desk: str
    practice: bool
    calendar_id: str
    sender_address: str


def duty_mailing(session: Session, first: date, last: date) -> DutyMailing:
    """Return what the volunteers on duty from … to would be mailed, and those whose mailed duties changed since."""
    mailed = _mailed(session, first, last)
    known = {service_id for theirs in mailed.values() for service_id in theirs}
    rows = _duties(session, MealService.service_date.between(first, last) | MealService.id.in_(known))
    noons = {duty.service_id: duty for duty in rows.values()} | _noons(session, known)
    people = session.execute(
        select(Volunteer.id, Person.last_name, Person.first_name, Person.email)
        .join(Person, Person.id == Volunteer.person_id)
        .where(Volunteer.id.in_({volunteer_id for volunteer_id, _ in rows} | set(mailed)))
    )
    found = []
    for volunteer_id, last_name, first_name, address in people:
        theirs = {service_id: duty for (who, service_id), duty in rows.items() if who == volunteer_id}
        entries = _entries(theirs, mailed[volunteer_id], noons, (first, last))
        if any(not entry.is_cancelled for entry in entries) or is_news(entries):
            duties = {entry.key: theirs.get(entry.key) or noons[entry.key] for entry in entries}
            name, was_mailed = full_name(last_name, first_name), bool(mailed[volunteer_id])
            found.append(VolunteerMailing(volunteer_id, name, address, entries, duties, was_mailed))
    settings = mail_settings(session)
    return DutyMailing(
        first=first,
        last=last,
        volunteers=tuple(sorted(found, key=lambda one: (fold(one.name), one.volunteer_id))),
        desk=desk_name(session),
        practice=is_practice(session),
        calendar_id=calendar_id(session),
        sender_address=settings.sender.address if settings else "",
    )


def _mailed(session: Session, first: date, last: date) -> defaultdict[int, dict[int, Mailed]]:
    """Return per volunteer what stands in their calendar of the period and of what is still to come."""
    rows = session.scalars(
        select(MailedDuty)
        .join(MealService, MealService.id == MailedDuty.service_id)
        .where(MealService.service_date.between(first, last) | (MealService.service_date >= clock.today()))
        .order_by(MailedDuty.service_id)
    )
    found: defaultdict[int, dict[int, Mailed]] = defaultdict(dict)
    for row in rows:
        found[row.volunteer_id][row.service_id] = Mailed(row.sequence, row.fingerprint, row.is_cancelled)
    return found


def _duties(session: Session, where: ColumnElement[bool]) -> dict[Key, CalendarDuty]:
    """Return the duties of open noons."""
    usual = duty_minutes(session)
    rows = session.execute(
        select(MealDuty, MealService, VillageRestaurant.name)
        .join(MealService, MealService.id == MealDuty.service_id)
        .join(VillageRestaurant, VillageRestaurant.id == MealService.restaurant_id)
        .where(where, MealService.closed_reason == "")
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


def _entries(
    theirs: Mapping[int, CalendarDuty],
    known: Mapping[int, Mailed],
    noons: Mapping[int, CalendarDuty],
    period: tuple[date, date],
) -> tuple[Entry, ...]:
    first, last = period
    present = {
        key: _fingerprint(duty) for key, duty in sorted(theirs.items()) if first <= duty.day <= last or key in known
    }
    return tuple(
        entry
        for entry in next_entries(present, known)
        if entry.change is not EventChange.SAME or first <= noons[entry.key].day <= last
    )


def _fingerprint(duty: CalendarDuty) -> str:
    return fingerprint((duty.day, duty.from_time, duty.to_time, duty.location, duty.task))
