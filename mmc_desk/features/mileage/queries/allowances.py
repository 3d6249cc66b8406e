"""The flat allowances of a year: who gets them, for which days, and how near the limits (domain.md §3)."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mmc_desk.core import clock, settings
from mmc_desk.core.formats import fold
from mmc_desk.features.mileage.model import AllowanceChoice, AllowanceDay, AllowanceSystem, VolunteerForfait
from mmc_desk.features.mileage.queries.duty_days import open_duty_days
from mmc_desk.features.mileage.rules import span
from mmc_desk.features.mileage.rules.allowance import Limits, too_many_other_metres
from mmc_desk.features.people.model import Driver, Person, Volunteer
from mmc_desk.features.people.rules import full_name


@dataclass(frozen=True, slots=True)
class PaidDay:
    """A day of the flat allowance, in cents."""

    day: date
    cents: int


@dataclass(frozen=True, slots=True)
class VolunteerYear:
    """A volunteer or driver in a year: the system chosen (None: none yet), the days paid, what to beware of.

    `open_days`: days of duty that have no allowance yet, of who gets the flat one.
    """

    person_id: int
    name: str
    is_driver: bool
    system: AllowanceSystem | None
    other_metres: int
    days: tuple[PaidDay, ...]
    open_days: tuple[date, ...] = ()

    @property
    def key(self) -> int:
        """What tells one row from another."""
        return self.person_id

    @property
    def cents(self) -> int:
        """What the days add up to."""
        return sum(day.cents for day in self.days)

    @property
    def warning(self) -> str:
        """What is too much, in a sentence."""
        return too_many_other_metres(is_flat=self.system is AllowanceSystem.FLAT, other_metres=self.other_metres)


@dataclass(frozen=True, slots=True)
class AllowanceYear:
    """The volunteers of a year by name, with its limits (None where the year's aren't known)."""

    year: int
    limits: Limits | None
    people: tuple[VolunteerYear, ...]
    practice: bool
    desk: str

    @property
    def paid(self) -> tuple[VolunteerYear, ...]:
        """Who got a flat allowance: the nominative list."""
        return tuple(person for person in self.people if person.days)


def allowance_limits(session: Session, year: int) -> Limits | None:
    """Return the limits of a year; None where they aren't known."""
    found = session.scalars(select(VolunteerForfait).where(VolunteerForfait.year == year)).one_or_none()
    return None if found is None else Limits(year, found.per_day, found.per_year)


def allowance_year(session: Session, year: int) -> AllowanceYear:
    """Return every volunteer and driver active in a year, or with days in it, by name."""
    first, after = span(year, None)
    days: dict[int, list[PaidDay]] = defaultdict(list)
    for person, day, cents in session.execute(
        select(AllowanceDay.person_id, AllowanceDay.day, AllowanceDay.cents)
        .where(AllowanceDay.day >= first, AllowanceDay.day < after)
        .order_by(AllowanceDay.day)
    ):
        days[person].append(PaidDay(day, cents))
    choices = {
        choice.person_id: choice
        for choice in session.scalars(select(AllowanceChoice).where(AllowanceChoice.year == year))
    }
    drivers, volunteers = (_active(session, role, first, after) for role in (Driver, Volunteer))
    people = session.execute(
        select(Person.id, Person.last_name, Person.first_name).where(
            Person.id.in_(drivers | volunteers | set(days) | set(choices))
        )
    )
    duties = open_duty_days(session, year, clock.today())
    rows = [
        _volunteer(
            person,
            full_name(last, given),
            choices.get(person),
            (tuple(days[person]), duties.get(person, ())),
            is_driver=person in drivers,
        )
        for person, last, given in people
    ]
    return AllowanceYear(
        year=year,
        limits=allowance_limits(session, year),
        people=tuple(sorted(rows, key=lambda row: (fold(row.name), row.person_id))),
        practice=settings.is_practice(session),
        desk=settings.desk_name(session),
    )


def _active(session: Session, role: type[Driver | Volunteer], first: date, after: date) -> set[int]:
    return set(
        session.scalars(
            select(role.person_id).where(
                func.coalesce(role.active_from, first) < after, func.coalesce(role.active_to, first) >= first
            )
        )
    )


def _volunteer(
    person_id: int,
    name: str,
    choice: AllowanceChoice | None,
    days: tuple[tuple[PaidDay, ...], tuple[date, ...]],
    *,
    is_driver: bool,
) -> VolunteerYear:
    paid, still_open = days
    return VolunteerYear(
        person_id=person_id,
        name=name,
        is_driver=is_driver,
        system=None if choice is None else choice.system,
        other_metres=0 if choice is None else choice.other_metres,
        days=paid,
        open_days=still_open,
    )
