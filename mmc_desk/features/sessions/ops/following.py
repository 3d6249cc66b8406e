"""What sessions do when a noon closes: the next open noon of the month, or missed with the reason (domain.md §5).

A volunteer who dies or stops is taken off those to come.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from mmc_desk.core.changes import Changes
from mmc_desk.core.formats import show_day
from mmc_desk.core.i18n import translate
from mmc_desk.core.recording import changes_so_far
from mmc_desk.features.meals.model import MealService
from mmc_desk.features.meals.ops.leaving import ended_volunteers
from mmc_desk.features.sessions.model import SessionState, WheelsSession
from mmc_desk.features.sessions.queries.availability import plan_partners
from mmc_desk.features.sessions.queries.noons import location_noons
from mmc_desk.features.sessions.rules.partners import refusal
from mmc_desk.features.sessions.rules.plan import Month, Noon, next_open

_LONGEST = 300


def follow(session: Session, changes: Changes) -> None:
    """Let sessions follow the services (a core.changes.Follower); one undo brings back both."""
    if changes.takes_back:
        return
    session.flush()
    # What the restaurants' own follower made of a closure counts too.
    done = changes_so_far(session, changes.label)
    for volunteer_id, last_day in ended_volunteers(done):
        _leave(session, volunteer_id, last_day)
    if MealService.__tablename__ not in done.topics:
        return
    displaced = [*_closed(session), *_gone(session, done)]
    for row, reason in sorted(displaced, key=lambda one: one[0].session_date):
        _displace(session, row, reason)
        session.flush()


def _leave(session: Session, volunteer_id: int, last_day: date) -> None:
    """Take a volunteer who died or stopped off the planned sessions to come: somebody else is looked for."""
    theirs = select(WheelsSession).where(
        WheelsSession.volunteer_id == volunteer_id,
        WheelsSession.state == SessionState.PLANNED,
        WheelsSession.session_date > last_day,
    )
    for row in session.scalars(theirs):
        row.volunteer_id = None


def _closed(session: Session) -> Iterator[tuple[WheelsSession, str]]:
    """Yield the planned sessions whose noon is closed by now, whether one noon was closed or a generation did."""
    same_noon = and_(
        MealService.restaurant_id == WheelsSession.restaurant_id,
        MealService.service_date == WheelsSession.session_date,
    )
    rows = session.execute(
        select(WheelsSession, MealService.closed_reason)
        .join(MealService, same_noon)
        .where(WheelsSession.state == SessionState.PLANNED, MealService.closed_reason != "")
    )
    yield from rows


def _gone(session: Session, changes: Changes) -> Iterator[tuple[WheelsSession, str]]:
    """Yield the planned sessions whose noon was taken away, or went to another day."""
    for row in changes.rows:
        before, after = row.before, row.after
        if row.table != MealService.__tablename__ or before is None:
            continue
        if after is not None and after["service_date"] == before["service_date"]:
            continue
        there = select(WheelsSession).where(
            WheelsSession.restaurant_id == before["restaurant_id"],
            WheelsSession.session_date == before["service_date"],
            WheelsSession.state == SessionState.PLANNED,
        )
        for found in session.scalars(there):
            yield found, translate("sessions", "de middag vervalt")


def _displace(session: Session, row: WheelsSession, reason: str) -> None:
    noons = location_noons(session, row.restaurant_id, Month.of(row.session_date))
    day = next_open(noons, row.session_date, _taken(session, row), _partner_days(session, row, noons))
    if day is None:
        row.state = SessionState.MISSED
        text = translate("sessions", "{reason}, en geen open middag meer in de maand")
        row.reason = text.format(reason=reason)[:_LONGEST]
        return
    text = translate("sessions", "verplaatst van {day}: {reason}")
    row.reason = text.format(day=show_day(row.session_date), reason=reason)[:_LONGEST]
    row.moved_from = row.session_date
    row.session_date = day


def _taken(session: Session, row: WheelsSession) -> frozenset[date]:
    """Return the days with another session at the location, whatever became of it: a noon bears one."""
    days = select(WheelsSession.session_date).where(
        WheelsSession.restaurant_id == row.restaurant_id, WheelsSession.id != row.id
    )
    return frozenset(session.scalars(days))


def _partner_days(session: Session, row: WheelsSession, noons: Sequence[Noon]) -> frozenset[date]:
    """Return the days on which the partner can't come or is elsewhere."""
    partner = next((one for one in plan_partners(session) if one.partner_id == row.partner_id), None)
    if partner is None:
        return frozenset()
    busy = select(WheelsSession.session_date).where(
        WheelsSession.partner_id == partner.partner_id,
        WheelsSession.id != row.id,
        WheelsSession.state == SessionState.PLANNED,
    )
    refused = {noon.day for noon in noons if refusal(partner, noon.day)}
    return frozenset(session.scalars(busy)) | refused
