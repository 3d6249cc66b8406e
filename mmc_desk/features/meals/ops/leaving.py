"""What becomes of duties when a volunteer dies or stops: those to come are taken off, the roster shows who is short."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from mmc_desk.core.changes import Changes, RowChange
from mmc_desk.core.recording import changes_so_far
from mmc_desk.features.meals.model import MealService
from mmc_desk.features.meals.model.duties import MealDuty
from mmc_desk.features.people.model import Person, Volunteer


def follow(session: Session, changes: Changes) -> None:
    """Let the roster follow a write (a core.changes.Follower): who died helps no more, who stopped has no duties."""
    if changes.takes_back:
        return
    for person_id, day in _deceased(changes.rows):
        _end(session, person_id, day)
    session.flush()
    done = changes_so_far(session, changes.label) or changes
    for volunteer_id, last_day in ended_volunteers(done):
        for duty in session.scalars(_duties_after(volunteer_id, last_day)):
            session.delete(duty)


def ended_volunteers(changes: Changes) -> Iterator[tuple[int, date]]:
    """Yield the volunteers who got a last day, with that day."""
    for row in changes.rows:
        if row.table == Volunteer.__tablename__ and row.after and "active_to" in row.changed_columns():
            last_day = row.after["active_to"]
            if last_day is not None:
                yield row.key, last_day


def _deceased(rows: tuple[RowChange, ...]) -> Iterator[tuple[int, date]]:
    for row in rows:
        day = (row.after or {}).get("deceased_on")
        if row.table == Person.__tablename__ and day and "deceased_on" in row.changed_columns():
            yield row.key, day


def _end(session: Session, person_id: int, day: date) -> None:
    for volunteer in session.scalars(select(Volunteer).where(Volunteer.person_id == person_id)):
        if volunteer.active_to is None or volunteer.active_to > day:
            volunteer.active_to = day


def _duties_after(volunteer_id: int, day: date) -> Select[MealDuty]:
    return (
        select(MealDuty)
        .join(MealService, MealService.id == MealDuty.service_id)
        .where(MealDuty.volunteer_id == volunteer_id, MealService.service_date > day)
    )
