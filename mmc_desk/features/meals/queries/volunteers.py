"""The volunteers of the village restaurants: the list, and everything about one of them."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mmc_desk.features.meals.model import MealService, VillageRestaurant
from mmc_desk.features.meals.model.duties import MealDuty, MealTask, VolunteerAbsence, VolunteerWeekday
from mmc_desk.features.people.model import Person, Volunteer
from mmc_desk.features.people.queries import PersonCard, Seen, person_card
from mmc_desk.features.people.queries.rows import phone_search
from mmc_desk.features.people.rules import active_on, full_name, service
from mmc_desk.features.rides.queries.settings import desk_values

DEFAULT_MINUTES = 240
"""How long a duty lasts where nobody says otherwise: from ten o'clock until the dishes are done."""

NEXT_DUTIES = 6
"""How many coming duties the card shows."""


@dataclass(frozen=True, slots=True)
class Served:
    """Duties done in a year until today: how many, and how long in all."""

    duties: int = 0
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class VolunteerRow:
    """A volunteer in the list, as things stand on the day asked for."""

    key: int
    last_name: str
    first_name: str
    phone: str
    mobile: str
    location: str
    tasks: str
    weekdays: tuple[int, ...]
    absent_until: date | None
    active_from: date | None
    active_to: date | None
    is_active: bool
    birthday: date | None
    is_birthday_soon: bool
    years: int | None
    jubilee: int | None
    served: Served
    has_flat_allowance: bool

    @property
    def name(self) -> str:
        """The name as the desk says it: last name first."""
        return full_name(self.last_name, self.first_name)

    @property
    def search(self) -> str:
        """All the text a volunteer is found by."""
        return f"{self.name} {self.location} {self.tasks} {phone_search(self.phone, self.mobile)}"


@dataclass(frozen=True, slots=True)
class AbsenceRow:
    """Days on which a volunteer can't help."""

    key: int
    from_day: date
    to_day: date
    reason: str


@dataclass(frozen=True, slots=True)
class ComingDuty:
    """A duty from today on."""

    day: date
    location: str
    task: MealTask


@dataclass(frozen=True, slots=True)
class VolunteerCard:
    """Everything about one volunteer. `served` is this year's, `served_before` last year's."""

    key: int
    person: PersonCard
    seen: Seen
    location: str
    tasks: str
    weekdays: tuple[int, ...]
    absences: tuple[AbsenceRow, ...]
    active_from: date | None
    active_to: date | None
    is_active: bool
    has_flat_allowance: bool
    birthday: date | None
    is_birthday_soon: bool
    years: int | None
    jubilee: int | None
    served: Served
    served_before: Served
    coming: tuple[ComingDuty, ...]


def duty_minutes(session: Session) -> int:
    """Return how long a duty lasts by the desk's setting, in minutes."""
    return int(desk_values(session, "meals", date.max).get("duty_minutes", DEFAULT_MINUTES))


def restaurant_names(session: Session) -> tuple[str, ...]:
    """Return the names of the restaurants that are still open, by name."""
    query = select(VillageRestaurant.name).where(VillageRestaurant.closed_from.is_(None))
    return tuple(session.scalars(query.order_by(VillageRestaurant.name)))


def volunteer_list(session: Session, day: date) -> list[VolunteerRow]:
    """Return every volunteer, active or not, by name, as things stand on a day."""
    weekdays, away, served = weekdays_of(session), _away(session, day), served_in(session, day.year, day)
    query = select(Volunteer, Person).join(Person, Person.id == Volunteer.person_id)
    return [
        _row(volunteer, person, day, weekdays.get(volunteer.id, ()), away.get(volunteer.id), served)
        for volunteer, person in session.execute(query.order_by(Person.last_name, Person.first_name, Volunteer.id))
    ]


def _row(
    volunteer: Volunteer,
    person: Person,
    day: date,
    weekdays: tuple[int, ...],
    away: date | None,
    served: Mapping[int, Served],
) -> VolunteerRow:
    birthday = service.next_birthday(person.born_on, day)
    return VolunteerRow(
        key=volunteer.id,
        last_name=person.last_name,
        first_name=person.first_name,
        phone=person.phone,
        mobile=person.mobile,
        location=volunteer.location,
        tasks=volunteer.tasks,
        weekdays=weekdays,
        absent_until=away,
        active_from=volunteer.active_from,
        active_to=volunteer.active_to,
        is_active=active_on(volunteer.active_from, volunteer.active_to, day),
        birthday=birthday,
        is_birthday_soon=service.is_soon(birthday, day),
        years=service.years_of_service(volunteer.active_from, volunteer.active_to or day),
        jubilee=service.jubilee(volunteer.active_from, day.year),
        served=served.get(volunteer.id, Served()),
        has_flat_allowance=volunteer.has_flat_allowance,
    )


def weekdays_of(session: Session) -> dict[int, tuple[int, ...]]:
    """Return the weekdays per volunteer; who has none isn't in it and can help every day."""
    found: dict[int, list[int]] = defaultdict(list)
    query = select(VolunteerWeekday.volunteer_id, VolunteerWeekday.weekday).order_by(VolunteerWeekday.weekday)
    for volunteer_id, weekday in session.execute(query):
        found[volunteer_id].append(weekday)
    return {volunteer_id: tuple(weekdays) for volunteer_id, weekdays in found.items()}


def _away(session: Session, day: date) -> dict[int, date]:
    query = (
        select(VolunteerAbsence.volunteer_id, func.max(VolunteerAbsence.to_day))
        .where(VolunteerAbsence.from_day <= day, VolunteerAbsence.to_day >= day)
        .group_by(VolunteerAbsence.volunteer_id)
    )
    return dict(session.execute(query).all())


def served_in(session: Session, year: int, until: date) -> dict[int, Served]:
    """Return what each volunteer did in a year until a day; a closed noon is no duty."""
    minutes = func.sum(func.coalesce(MealDuty.minutes, duty_minutes(session)))
    query = (
        select(MealDuty.volunteer_id, func.count(), minutes)
        .join(MealService, MealService.id == MealDuty.service_id)
        .where(
            MealService.service_date.between(date(year, 1, 1), min(until, date(year, 12, 31))),
            MealService.closed_reason == "",
        )
        .group_by(MealDuty.volunteer_id)
    )
    return {volunteer_id: Served(count, int(total)) for volunteer_id, count, total in session.execute(query)}


def volunteer_card(session: Session, key: int, day: date) -> VolunteerCard | None:
    """Return one volunteer as things stand on a day, or None when there is no such volunteer."""
    volunteer = session.get(Volunteer, key)
    if volunteer is None:
        return None
    person = session.get_one(Person, volunteer.person_id)
    row = _row(volunteer, person, day, weekdays_of(session).get(key, ()), None, served_in(session, day.year, day))
    before = served_in(session, day.year - 1, day).get(key, Served())
    return VolunteerCard(
        key=key,
        person=person_card(session, person.id, day),
        seen=Seen(person.version, volunteer.version),
        location=row.location,
        tasks=row.tasks,
        weekdays=row.weekdays,
        absences=_absences(session, key),
        active_from=row.active_from,
        active_to=row.active_to,
        is_active=row.is_active,
        has_flat_allowance=row.has_flat_allowance,
        birthday=row.birthday,
        is_birthday_soon=row.is_birthday_soon,
        years=row.years,
        jubilee=row.jubilee,
        served=row.served,
        served_before=before,
        coming=_coming(session, key, day),
    )


def _absences(session: Session, key: int) -> tuple[AbsenceRow, ...]:
    query = select(VolunteerAbsence).where(VolunteerAbsence.volunteer_id == key)
    rows = session.scalars(query.order_by(VolunteerAbsence.from_day.desc(), VolunteerAbsence.id))
    return tuple(AbsenceRow(row.id, row.from_day, row.to_day, row.reason) for row in rows)


def _coming(session: Session, key: int, day: date) -> tuple[ComingDuty, ...]:
    query = (
        select(MealService.service_date, VillageRestaurant.name, MealDuty.task)
        .join(MealService, MealService.id == MealDuty.service_id)
        .join(VillageRestaurant, VillageRestaurant.id == MealService.restaurant_id)
        .where(MealDuty.volunteer_id == key, MealService.service_date >= day, MealService.closed_reason == "")
        .order_by(MealService.service_date)
        .limit(NEXT_DUTIES)
    )
    return tuple(ComingDuty(*row) for row in session.execute(query))
