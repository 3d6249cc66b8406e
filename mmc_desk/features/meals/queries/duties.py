"""The duty roster of a restaurant in a month: its noons, who is on duty, who could be, what is short."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.core.settings import desk_name, is_practice
from mmc_desk.features.meals.model import MealService, VillageRestaurant
from mmc_desk.features.meals.model.duties import MealDuty, MealTask, VolunteerAbsence
from mmc_desk.features.meals.queries.volunteers import duty_minutes, weekdays_of
from mmc_desk.features.meals.rules import duties as rules
from mmc_desk.features.meals.rules.duties import Helper, Noon, Proposal, Standing
from mmc_desk.features.meals.rules.volunteers import helps_at, read_tasks
from mmc_desk.features.people.model import Person, Volunteer
from mmc_desk.features.people.rules import full_name
from mmc_desk.features.rides.queries.settings import desk_values


@dataclass(frozen=True, slots=True)
class DutyRow:
    """Somebody on duty at a noon. `minutes` is None for the usual time; `trouble` says what doesn't fit any more."""

    key: int
    service_id: int
    day: date
    volunteer_id: int
    name: str
    task: MealTask
    minutes: int | None
    is_pinned: bool
    version: int
    trouble: str


@dataclass(frozen=True, slots=True)
class NoonDuties:
    """A noon on the roster; a closed one has its reason."""

    service_id: int
    day: date
    closed_reason: str
    duties: tuple[DutyRow, ...]

    def of(self, task: MealTask) -> tuple[DutyRow, ...]:
        """Return who does a task."""
        return tuple(duty for duty in self.duties if duty.task is task)


@dataclass(frozen=True, slots=True)
class DutyMonth:
    """The roster of a restaurant from … to. `proposal` is what would be proposed now, for today and later.

    `helpers` are the restaurant's own volunteers, `others` those of elsewhere, who can be asked by hand.
    """

    restaurant_id: int
    location: str
    first: date
    last: date
    noons: tuple[NoonDuties, ...]
    helpers: tuple[Helper, ...]
    needs: Mapping[MealTask, int]
    others: tuple[Helper, ...]
    usual_minutes: int
    proposal: Proposal
    today: date
    desk: str
    practice: bool

    def missing(self, noon: NoonDuties, task: MealTask) -> int:
        """Return how many a noon still wants for a task."""
        wanted = 0 if noon.closed_reason else self.needs.get(task, 0)
        return max(0, wanted - len(noon.of(task)))

    def minutes_of(self, duty: DutyRow) -> int:
        """Return how long a duty lasts."""
        return self.usual_minutes if duty.minutes is None else duty.minutes

    def totals(self) -> tuple[tuple[str, int, int], ...]:
        """Return name, duties and minutes of everybody on the roster, by name; closed noons don't count."""
        found: dict[str, list[int]] = defaultdict(list)
        for noon in self.noons:
            for duty in () if noon.closed_reason else noon.duties:
                found[duty.name].append(self.minutes_of(duty))
        return tuple((name, len(minutes), sum(minutes)) for name, minutes in sorted(found.items()))


def duty_needs(session: Session) -> Mapping[MealTask, int]:
    """Return how many a noon asks for per task."""
    values = desk_values(session, "meals", date.max)
    return {task: int(values.get(f"need_{task.value}", rules.DEFAULT_NEEDS[task])) for task in MealTask}


def roster_restaurants(session: Session) -> tuple[tuple[int, str], ...]:
    """Return the restaurants by name."""
    rows = session.execute(select(VillageRestaurant.id, VillageRestaurant.name).order_by(VillageRestaurant.name))
    return tuple((key, name) for key, name in rows)


def duty_month(session: Session, restaurant_id: int, first: date, last: date, today: date) -> DutyMonth:
    """Return the roster of a restaurant from … to."""
    location = session.get_one(VillageRestaurant, restaurant_id).name
    services = session.execute(
        select(MealService.id, MealService.service_date, MealService.closed_reason)
        .where(MealService.restaurant_id == restaurant_id, MealService.service_date.between(first, last))
        .order_by(MealService.service_date)
    ).all()
    everybody = _helpers(session, restaurant_id, first, last)
    helpers = tuple(helper for helper, place in everybody if helps_at(place, location))
    duties = _duties(session, {service_id: day for service_id, day, _ in services}, [helper for helper, _ in everybody])
    noons = tuple(
        NoonDuties(service_id, day, reason, tuple(duties[service_id])) for service_id, day, reason in services
    )
    needs = duty_needs(session)
    return DutyMonth(
        restaurant_id=restaurant_id,
        location=location,
        first=first,
        last=last,
        noons=noons,
        helpers=helpers,
        needs=needs,
        others=tuple(helper for helper, place in everybody if not helps_at(place, location)),
        usual_minutes=duty_minutes(session),
        proposal=_proposal(noons, helpers, needs, today),
        today=today,
        desk=desk_name(session),
        practice=is_practice(session),
    )


def same_month(session: Session, month: DutyMonth) -> DutyMonth:
    """Return a roster as it stands now."""
    return duty_month(session, month.restaurant_id, month.first, month.last, month.today)


def duty_row(session: Session, month: DutyMonth, key: int) -> DutyRow | None:
    """Return a duty of a roster as it stands now, None when it is gone."""
    now = same_month(session, month)
    return next((duty for noon in now.noons for duty in noon.duties if duty.key == key), None)


def _proposal(
    noons: tuple[NoonDuties, ...],
    helpers: tuple[Helper, ...],
    needs: Mapping[MealTask, int],
    today: date,
) -> Proposal:
    open_noons = [
        Noon(
            noon.service_id,
            noon.day,
            tuple(Standing(duty.key, duty.volunteer_id, duty.task, duty.is_pinned) for duty in noon.duties),
        )
        for noon in noons
        if not noon.closed_reason and noon.day >= today
    ]
    return rules.propose(open_noons, helpers, needs)


def _duties(session: Session, days: Mapping[int, date], helpers: Sequence[Helper]) -> defaultdict[int, list[DutyRow]]:
    by_id = {helper.volunteer_id: helper for helper in helpers}
    rows = session.execute(
        select(MealDuty, Person.last_name, Person.first_name)
        .join(Volunteer, Volunteer.id == MealDuty.volunteer_id)
        .join(Person, Person.id == Volunteer.person_id)
        .where(MealDuty.service_id.in_(list(days)))
        .order_by(Person.last_name, Person.first_name, MealDuty.id)
    )
    found: defaultdict[int, list[DutyRow]] = defaultdict(list)
    for duty, last_name, first_name in rows:
        day = days[duty.service_id]
        found[duty.service_id].append(
            DutyRow(
                key=duty.id,
                service_id=duty.service_id,
                day=day,
                volunteer_id=duty.volunteer_id,
                name=full_name(last_name, first_name),
                task=duty.task,
                minutes=duty.minutes,
                is_pinned=duty.is_pinned,
                version=duty.version,
                trouble=rules.hindrance_text(rules.hindrance(by_id[duty.volunteer_id], day)),
            )
        )
    return found


def _helpers(session: Session, restaurant_id: int, first: date, last: date) -> list[tuple[Helper, str]]:
    """Return every volunteer with where they help."""
    weekdays, absences = weekdays_of(session), _absences(session)
    served, elsewhere = _served(session, restaurant_id, first, last)
    rows = session.execute(
        select(Volunteer, Person.last_name, Person.first_name)
        .join(Person, Person.id == Volunteer.person_id)
        .order_by(Person.last_name, Person.first_name, Volunteer.id)
    )
    return [
        (
            Helper(
                volunteer_id=volunteer.id,
                name=full_name(last_name, first_name),
                tasks=read_tasks(volunteer.tasks),
                weekdays=frozenset(weekdays.get(volunteer.id, ())),
                absences=tuple(absences[volunteer.id]),
                active_from=volunteer.active_from,
                active_to=volunteer.active_to,
                served=tuple(served[volunteer.id]),
                elsewhere=frozenset(elsewhere[volunteer.id]),
            ),
            volunteer.location,
        )
        for volunteer, last_name, first_name in rows
    ]


def _absences(session: Session) -> defaultdict[int, list[tuple[date, date]]]:
    found: defaultdict[int, list[tuple[date, date]]] = defaultdict(list)
    query = select(VolunteerAbsence.volunteer_id, VolunteerAbsence.from_day, VolunteerAbsence.to_day)
    for volunteer_id, from_day, to_day in session.execute(query):
        found[volunteer_id].append((from_day, to_day))
    return found


def _served(
    session: Session, restaurant_id: int, first: date, last: date
) -> tuple[defaultdict[int, list[date]], defaultdict[int, list[date]]]:
    """Return the days of duties that weigh in a proposal of these days, and those at other restaurants."""
    query = (
        select(MealDuty.volunteer_id, MealService.service_date, MealService.restaurant_id)
        .join(MealService, MealService.id == MealDuty.service_id)
        .where(
            MealService.service_date.between(first - timedelta(weeks=rules.FAIR_WEEKS), last),
            MealService.closed_reason == "",
        )
        .order_by(MealService.service_date)
    )
    served: defaultdict[int, list[date]] = defaultdict(list)
    elsewhere: defaultdict[int, list[date]] = defaultdict(list)
    for volunteer_id, day, where in session.execute(query):
        if where != restaurant_id:
            elsewhere[volunteer_id].append(day)
        if where != restaurant_id or day < first:
            served[volunteer_id].append(day)
    return served, elsewhere
