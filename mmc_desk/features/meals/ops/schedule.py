"""Noons made from the schedule: ahead, and at once when the schedule changes. Nobody has to remember it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time

from dateutil.relativedelta import relativedelta
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mmc_desk.core import clock
from mmc_desk.core.changes import Changes
from mmc_desk.core.i18n import translate
from mmc_desk.core.model import ClosureDay
from mmc_desk.features.meals.model import MealService, VillageRestaurant
from mmc_desk.features.meals.model.schedule import MealClosure, MealMoment
from mmc_desk.features.meals.queries.schedule import schedules, standing_noons
from mmc_desk.features.meals.queries.settings import meal_settings
from mmc_desk.features.meals.rules.schedule import Noon, Regeneration, keeps_hour, noons, regenerate
from mmc_desk.features.rides.queries.settings import closures

_SCHEDULE = frozenset(model.__tablename__ for model in (MealMoment, MealClosure, ClosureDay, VillageRestaurant))


@dataclass(frozen=True, slots=True)
class GenerateServices:
    """Make the noons of all restaurants from … to (both included) follow the schedule.

    `given`: hours the schedule gave before it changed, by restaurant; noons at them follow, entries or not.
    """

    first: date
    last: date
    given: Mapping[int, frozenset[time]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Generated:
    """How many noons were added, changed and removed; `astray` ones have entries and are in no schedule any more."""

    added: int = 0
    changed: int = 0
    removed: int = 0
    astray: int = 0

    def __add__(self, other: "Generated") -> "Generated":
        return Generated(
            *(self.added + other.added, self.changed + other.changed),
            *(self.removed + other.removed, self.astray + other.astray),
        )


def generate_services(session: Session, command: GenerateServices) -> Generated:
    """Make, change and remove noons; what people entered or decided stays. Again changes nothing more."""
    desk = closures(session, command.first, command.last)
    there = standing_noons(session, command.first, command.last)
    total = Generated()
    for restaurant_id, schedule in schedules(session).items():
        wanted = noons(schedule, desk, command.first, command.last)
        given = command.given.get(restaurant_id, frozenset())
        work = regenerate(wanted, there.get(restaurant_id, []), clock.today(), given)
        total += _carry_out(session, restaurant_id, work, given)
    session.flush()
    return total


def _carry_out(session: Session, restaurant_id: int, work: Regeneration, given: Collection[time]) -> Generated:
    session.add_all(_service(restaurant_id, noon) for noon in work.add)
    for standing, noon in work.change:
        service = session.get_one(MealService, standing.service_id)
        service.closed_reason = noon.closed_reason
        if not keeps_hour(standing, given):
            service.starts_at = noon.starts_at
    for standing in work.remove:
        session.delete(session.get_one(MealService, standing.service_id))
    return Generated(len(work.add), len(work.change), len(work.remove), len(work.astray))


def _service(restaurant_id: int, noon: Noon) -> MealService:
    return MealService(
        restaurant_id=restaurant_id,
        service_date=noon.day,
        starts_at=noon.starts_at,
        closed_reason=noon.closed_reason,
    )


def plan_services(session: Session) -> Generated:
    """Make the noons from today on, as far ahead as the setting says: once a day, behind the window."""
    today = clock.today()
    return generate_services(
        session, GenerateServices(today, today + relativedelta(months=meal_settings(session, today).months_ahead))
    )


def planned_label() -> str:
    """Return how the undo menu and the audit call what `plan_services` did."""
    return translate("meals", "Middagen vooruit gepland")


def follow_schedule(session: Session, changes: Changes) -> None:
    """Let the noons to come follow a change of the schedule (a core.changes.Follower), in one undo step with it."""
    if changes.takes_back or not changes.topics & _SCHEDULE or not _has_moments(session):
        return
    today = clock.today()
    first = min((today, *_first_days(changes)))
    last = max(
        today + relativedelta(months=meal_settings(session, today).months_ahead), _last_service(session) or today
    )
    generate_services(session, GenerateServices(first, last, _given(changes)))


def _given(changes: Changes) -> Mapping[int, frozenset[time]]:
    """Return the hours that changed moments had, by restaurant."""
    found: dict[int, set[time]] = defaultdict(set)
    for row in changes.rows:
        if row.table == MealMoment.__tablename__ and row.before is not None:
            found[row.before["restaurant_id"]].add(row.before["starts_at"])
    return {restaurant_id: frozenset(hours) for restaurant_id, hours in found.items()}


def _has_moments(session: Session) -> bool:
    return session.scalar(select(MealMoment.id).limit(1)) is not None


def _first_days(changes: Changes) -> Iterable[date]:
    """Yield the first day of moments that are new: entered from paper, they may have begun before today."""
    for row in changes.rows:
        if row.table == MealMoment.__tablename__ and row.before is None and row.after is not None:
            yield row.after["valid_from"]


def _last_service(session: Session) -> date | None:
    return session.scalar(select(func.max(MealService.service_date)))
