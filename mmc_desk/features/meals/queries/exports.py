"""What goes out in the form it came in: the noons of a year per village, and the volunteers."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from mmc_desk.core import settings
from mmc_desk.features.meals.model import MealService, VillageRestaurant
from mmc_desk.features.people.model import Person, Volunteer


@dataclass(frozen=True, slots=True)
class NoonRecord:
    """A noon as the office's file has it. `price` in cents."""

    day: date
    booked: int | None
    present: int | None
    no_show: int | None
    walk_in: int | None
    take_away: int | None
    price: int | None
    volunteers: int | None
    closed_reason: str
    remarks: str


@dataclass(frozen=True, slots=True)
class MealRecords:
    """The noons of a year by village, in the order of their names."""

    year: int
    sheets: tuple[tuple[str, tuple[NoonRecord, ...]], ...]
    practice: bool = False


def meal_records(session: Session, year: int) -> MealRecords:
    """Return the noons of a year that were closed, booked or counted."""
    found: defaultdict[str, list[NoonRecord]] = defaultdict(list)
    rows = session.execute(
        select(
            *(VillageRestaurant.name, MealService.service_date, MealService.booked, MealService.present),
            *(MealService.no_show, MealService.walk_in, MealService.take_away, MealService.price),
            *(MealService.volunteers, MealService.closed_reason, MealService.remarks),
        )
        .join(MealService, MealService.restaurant_id == VillageRestaurant.id)
        .where(
            MealService.service_date.between(date(year, 1, 1), date(year, 12, 31)),
            or_(MealService.closed_reason != "", MealService.booked.is_not(None), MealService.present.is_not(None)),
        )
        .order_by(VillageRestaurant.name, MealService.service_date)
    )
    for name, *noon in rows:
        found[name].append(NoonRecord(*noon))
    sheets = tuple((name, tuple(noons)) for name, noons in found.items())
    return MealRecords(year, sheets, settings.is_practice(session))


@dataclass(frozen=True, slots=True)
class VolunteerRecord:
    """A volunteer as the office's list has it; phones as they are stored."""

    last_name: str
    first_name: str
    born_on: date | None
    phone: str
    mobile: str
    email: str
    location: str
    tasks: str
    active_from: date | None
    active_to: date | None


@dataclass(frozen=True, slots=True)
class VolunteerRecords:
    """Every volunteer by location and name."""

    rows: tuple[VolunteerRecord, ...]
    practice: bool = False


def volunteer_records(session: Session) -> VolunteerRecords:
    """Return every volunteer, those who stopped included."""
    rows = session.execute(
        select(
            *(Person.last_name, Person.first_name, Person.born_on, Person.phone, Person.mobile, Person.email),
            *(Volunteer.location, Volunteer.tasks, Volunteer.active_from, Volunteer.active_to),
        )
        .join(Volunteer, Volunteer.person_id == Person.id)
        .order_by(Volunteer.location, Person.last_name, Person.first_name, Person.id)
    )
    return VolunteerRecords(tuple(VolunteerRecord(**row) for row in rows.mappings()), settings.is_practice(session))
