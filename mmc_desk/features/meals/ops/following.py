"""What bookings do when something changes: a participant who dies, noons that are added or open again."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.core.changes import Changes, RowChange
from mmc_desk.features.meals.model import MealService
from mmc_desk.features.meals.model.bookings import Participant
from mmc_desk.features.meals.ops.booking_commands import EndParticipant
from mmc_desk.features.meals.ops.participants import end_participant
from mmc_desk.features.meals.ops.standing import plan_services
from mmc_desk.features.people.model import EndReason, Member, Person

_GONE = frozenset({EndReason.DECEASED, EndReason.MOVED})
"""Who ends their membership otherwise still eats along: the restaurants ask for none."""


def follow(session: Session, changes: Changes) -> None:
    """Let bookings follow a write (a core.changes.Follower): silently, no letters (domain.md §10.5)."""
    if changes.takes_back:
        return
    ended = dict(filter(None, map(_ended, changes.rows)))
    for person_id, last_day in ended.items():
        for command in _commands(session, person_id, last_day):
            end_participant(session, command)
    opened = [row.key for row in changes.rows if row.table == MealService.__tablename__ and _is_opened(row)]
    if opened:
        plan_services(session, opened)


def _is_opened(row: RowChange) -> bool:
    if row.after is None or row.after["closed_reason"]:
        return False
    return row.before is None or bool(row.before["closed_reason"])


def _ended(row: RowChange) -> tuple[int, date] | None:
    """Return the person whom a change ends, with their last day: who died, or moved away as a member."""
    after, changed = row.after or {}, row.changed_columns()
    if row.table == Person.__tablename__ and "deceased_on" in changed and after.get("deceased_on"):
        return row.key, after["deceased_on"]
    if row.table == Member.__tablename__ and "ended_on" in changed and after.get("end_reason") in _GONE:
        return after["person_id"], after["ended_on"]
    return None


def _commands(session: Session, person_id: int, last_day: date) -> Iterator[EndParticipant]:
    query = select(Participant.id).where(Participant.person_id == person_id, Participant.ended_on.is_(None))
    participant_id = session.scalar(query)
    if participant_id is not None:
        yield EndParticipant(participant_id, last_day)
