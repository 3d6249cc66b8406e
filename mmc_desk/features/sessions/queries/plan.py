"""The month plan and what it proposes."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.core.i18n import translate
from mmc_desk.core.settings import desk_name, is_practice
from mmc_desk.features.sessions.model import SessionState, WheelsSession, WheelsTheme
from mmc_desk.features.sessions.queries.availability import plan_partners
from mmc_desk.features.sessions.queries.noons import first_day, last_day, noons, plan_locations
from mmc_desk.features.sessions.queries.rows import MonthPlan, PlanCell, PlanRow, Proposal, ProposalRow, SessionRow
from mmc_desk.features.sessions.queries.session_rows import session_rows
from mmc_desk.features.sessions.queries.settings import session_settings
from mmc_desk.features.sessions.rules.plan import (
    KnownSession,
    Month,
    Noon,
    PlanDesk,
    PlanTheme,
    monday,
    propose,
)
from mmc_desk.features.sessions.rules.plan_words import PlanNames, why, why_not
from mmc_desk.features.sessions.rules.sessions import LIVING


def month_plan(session: Session, month: Month) -> MonthPlan:
    """Return the grid of a month."""
    first, last = first_day(month), last_day(month)
    found = noons(session, first, last)
    rows = session_rows(session, WheelsSession.session_date.between(first, last))
    return MonthPlan(
        month=month,
        weeks=_weeks(first, last),
        rows=_plan_rows(session, month, found, rows),
        desk=desk_name(session),
        practice=is_practice(session),
    )


def _weeks(first: date, last: date) -> tuple[date, ...]:
    start = monday(first)
    return tuple(start + timedelta(weeks=week) for week in range((last - start).days // 7 + 1))


def _plan_rows(
    session: Session, month: Month, found: Iterable[Noon], rows: Iterable[SessionRow]
) -> tuple[PlanRow, ...]:
    by_noon = {(noon.location_id, noon.day): noon for noon in found}
    by_day = {(row.location_id, row.day): row for row in rows}
    moments: defaultdict[int, set[int]] = defaultdict(set)
    for location_id, day in (*by_noon, *by_day):
        moments[location_id].add(day.weekday())
    made = []
    for location in plan_locations(session):
        for weekday in sorted(moments[location.location_id]):
            days = (week + timedelta(days=weekday) for week in _weeks(first_day(month), last_day(month)))
            cells = tuple(_cell(month, (location.location_id, day), by_noon, by_day) for day in days)
            made.append(PlanRow(location.location_id, location.name, weekday, cells))
    return tuple(made)


def _cell(
    month: Month,
    at: tuple[int, date],
    by_noon: Mapping[tuple[int, date], Noon],
    by_day: Mapping[tuple[int, date], SessionRow],
) -> PlanCell | None:
    return PlanCell(*at, by_noon.get(at), by_day.get(at)) if Month.of(at[1]) == month else None


def plan_desk(session: Session, first: Month, last: Month, today: date, *, rearrange: bool = False) -> PlanDesk:
    """Return what the plan of the months from … to looks at.

    With `rearrange` planned sessions that aren't pinned and are still to come may get another day.
    """
    settings = session_settings(session, first_day(first))
    known = session.execute(
        select(
            WheelsSession.id,
            WheelsSession.restaurant_id,
            WheelsSession.session_date,
            WheelsSession.theme_id,
            WheelsSession.partner_id,
            WheelsSession.is_pinned,
            WheelsSession.state,
        )
        .where(
            WheelsSession.state.in_(LIVING),
            WheelsSession.session_date.between(
                first_day(first.plus(-settings.repeat_months)), last_day(last.plus(settings.repeat_months))
            ),
        )
        .order_by(WheelsSession.session_date)
    )
    themes = session.execute(
        select(WheelsTheme.id, WheelsTheme.name, WheelsTheme.partner_id, WheelsTheme.is_offered).order_by(
            WheelsTheme.id
        )
    )
    return PlanDesk(
        locations=plan_locations(session),
        noons=_free_noons(session, first_day(first), last_day(last)),
        themes=tuple(PlanTheme(*row) for row in themes),
        partners=plan_partners(session),
        known=tuple(
            KnownSession(
                *(key, location_id, day, theme_id, partner_id),
                is_fixed=not rearrange or pinned or state is not SessionState.PLANNED or day < today,
            )
            for key, location_id, day, theme_id, partner_id, pinned, state in known
        ),
        repeat_months=settings.repeat_months,
        from_day=today,
    )


def _free_noons(session: Session, first: date, last: date) -> tuple[Noon, ...]:
    """Return the noons; one whose session was called off bears no other, and says so."""
    called_off = WheelsSession.state == SessionState.CANCELLED
    days = select(WheelsSession.restaurant_id, WheelsSession.session_date).where(called_off)
    taken = set(session.execute(days))
    why_closed = translate("sessions", "activiteit geannuleerd")
    return tuple(
        replace(noon, closed=noon.closed or why_closed) if (noon.location_id, noon.day) in taken else noon
        for noon in noons(session, first, last)
    )


def proposal(session: Session, first: Month, last: Month, today: date, *, rearrange: bool = False) -> Proposal:
    """Return what the plan proposes for the months from … to, with its reasons, by day."""
    desk = plan_desk(session, first, last, today, rearrange=rearrange)
    plan, names = propose(desk, first, last), PlanNames.of(desk)
    sessions = [
        ProposalRow(
            key=f"{one.location_id}-{one.day}",
            location_id=one.location_id,
            location=names.locations[one.location_id].name,
            month=Month.of(one.day),
            why=why(names, one),
            proposed=one,
            theme=names.themes[one.theme_id].name if one.theme_id else "",
            partner=names.partners[one.partner_id].name if one.partner_id else "",
        )
        for one in plan.proposed
    ]
    without = [
        ProposalRow(
            key=f"{one.location_id}-{one.month}",
            location_id=one.location_id,
            location=names.locations[one.location_id].name,
            month=one.month,
            why=(why_not(names, one),),
        )
        for one in plan.without
    ]
    rows = sorted([*sessions, *without], key=lambda row: (row.month, row.day or date.max, row.location))
    return Proposal(first, last, tuple(rows), len(plan.kept))
