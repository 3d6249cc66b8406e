"""Planning activities by hand: plan, change, move, pin, call off, record; and accepting what was proposed."""

from dataclasses import dataclass
from datetime import date, time

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mmc_desk.core import clock
from mmc_desk.core.errors import ConflictError, RuleError
from mmc_desk.core.formats import show_date
from mmc_desk.core.i18n import translate
from mmc_desk.features.meals.model import VillageRestaurant
from mmc_desk.features.sessions.model import (
    SessionKind,
    SessionState,
    WheelsAttendance,
    WheelsSession,
    WheelsTheme,
)
from mmc_desk.features.sessions.ops.reading import found
from mmc_desk.features.sessions.queries.noons import location_noons, noons
from mmc_desk.features.sessions.queries.settings import session_settings
from mmc_desk.features.sessions.rules.plan import Month
from mmc_desk.features.sessions.rules.sessions import LIVING, require_counts, require_open, require_times


@dataclass(frozen=True, slots=True)
class SessionDetails:
    """What a form says of an activity. `cost` in cents. Without `kind` that of the theme."""

    theme_id: int | None = None
    kind: SessionKind | None = None
    partner_id: int | None = None
    speaker: str = ""
    volunteer_id: int | None = None
    material: str = ""
    starts_at: time | None = None
    ends_at: time | None = None
    expected: int | None = None
    cost: int | None = None
    remarks: str = ""


@dataclass(frozen=True, slots=True)
class PlanSession:
    """Plan an activity after a noon."""

    location_id: int
    day: date
    details: SessionDetails


@dataclass(frozen=True, slots=True)
class ChangeSession:
    """Change what an activity is; `version` is what the form saw."""

    session_id: int
    details: SessionDetails
    version: int | None = None


@dataclass(frozen=True, slots=True)
class MoveSession:
    """Put an activity on another open noon of its location."""

    session_id: int
    day: date


@dataclass(frozen=True, slots=True)
class PinSession:
    """Keep the proposal from moving an activity, or let it."""

    session_id: int
    is_pinned: bool


@dataclass(frozen=True, slots=True)
class CancelSession:
    """Call an activity off."""

    session_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class RestoreSession:
    """Plan an activity again that was called off, missed or recorded by mistake."""

    session_id: int


@dataclass(frozen=True, slots=True)
class RecordSession:
    """Note how an activity went; without `attendance` it was held and nobody counted."""

    session_id: int
    attendance: int | None
    first_timers: int | None = None
    cost: int | None = None
    remarks: str = ""


@dataclass(frozen=True, slots=True)
class AcceptProposal:
    """Take over one line of a proposal; with `session_id` an existing activity moves."""

    location_id: int
    day: date
    theme_id: int | None
    partner_id: int | None
    session_id: int | None = None


def plan_session(session: Session, command: PlanSession) -> int:
    """Plan an activity and return its key. Raises RuleError: no open noon, one there already, times that contradict."""
    _require_free(session, command.location_id, command.day)
    return _plan(session, command)


def _plan(session: Session, command: PlanSession) -> int:
    planned = WheelsSession(
        restaurant_id=command.location_id, session_date=command.day, kind=SessionKind.RECREATIONAL, remarks=""
    )
    _write(session, planned, command.details)
    session.add(planned)
    session.flush()
    return planned.id


def change_session(session: Session, command: ChangeSession) -> int:
    """Change an activity. Raises RuleError for times that contradict, ConflictError when it changed meanwhile."""
    changed = found(session, WheelsSession, command.session_id, command.version)
    _write(session, changed, command.details)
    return changed.id


def _write(session: Session, row: WheelsSession, details: SessionDetails) -> None:
    require_times(details.starts_at, details.ends_at)
    theme = session.get(WheelsTheme, details.theme_id) if details.theme_id is not None else None
    row.theme_id = details.theme_id
    row.kind = details.kind or (theme.kind if theme else row.kind)
    row.partner_id = details.partner_id
    row.speaker = details.speaker.strip()
    row.volunteer_id = details.volunteer_id
    row.material = details.material.strip()
    row.starts_at, row.ends_at = details.starts_at, details.ends_at
    row.expected, row.cost = details.expected, details.cost
    row.remarks = details.remarks.strip()


def move_session(session: Session, command: MoveSession) -> int:
    """Move an activity. Raises RuleError: not planned, no open noon on that day, another one there."""
    moved = _planned(session, command.session_id)
    if command.day != moved.session_date:
        _require_free(session, moved.restaurant_id, command.day)
        _move(moved, command.day)
    return moved.id


def _move(row: WheelsSession, day: date) -> None:
    row.session_date = day
    row.moved_from, row.reason = None, ""


def pin_session(session: Session, command: PinSession) -> int:
    """Pin an activity, or let it go. Raises RuleError when it isn't planned any more."""
    pinned = _planned(session, command.session_id)
    pinned.is_pinned = command.is_pinned
    return pinned.id


def cancel_session(session: Session, command: CancelSession) -> int:
    """Call an activity off. Raises RuleError: not planned, no reason."""
    cancelled = _planned(session, command.session_id)
    if not command.reason.strip():
        raise RuleError(translate("sessions", "Vul in waarom de activiteit niet doorgaat."), "reason")
    cancelled.state, cancelled.reason = SessionState.CANCELLED, command.reason.strip()
    return cancelled.id


def restore_session(session: Session, command: RestoreSession) -> int:
    """Plan an activity again; what was counted goes. Raises RuleError when its noon is closed by now."""
    restored = found(session, WheelsSession, command.session_id)
    if restored.state in {SessionState.MISSED, SessionState.CANCELLED}:
        _require_noon(session, restored.restaurant_id, restored.session_date)
    restored.attendance = restored.first_timers = None
    restored.state, restored.reason = SessionState.PLANNED, ""
    return restored.id


def record_session(session: Session, command: RecordSession) -> int:
    """Note how an activity went. Raises RuleError: not today or before, called off, counts that contradict."""
    held = found(session, WheelsSession, command.session_id)
    if held.state not in LIVING:
        raise RuleError(translate("sessions", "Deze activiteit ging niet door. Plan ze eerst opnieuw."))
    if held.session_date > clock.today():
        text = translate("sessions", "Deze activiteit is pas op {day}: noteer de aanwezigen daarna.")
        raise RuleError(text.format(day=show_date(held.session_date)))
    names = select(func.count(WheelsAttendance.id)).where(WheelsAttendance.session_id == held.id)
    require_counts(command.attendance, command.first_timers, session.scalar(names) or 0)
    held.state = SessionState.HELD
    held.attendance, held.first_timers = command.attendance, command.first_timers
    held.cost, held.remarks = command.cost, command.remarks.strip()
    return held.id


def accept_proposals(session: Session, proposals: tuple[AcceptProposal, ...]) -> int:
    """Plan what was proposed, all of it or nothing; return how many. Raises ConflictError when the plan changed."""
    days = [one.day for one in proposals]
    known = noons(session, min(days), max(days)) if days else ()
    open_noons = {(noon.location_id, noon.day) for noon in known if not noon.closed}
    for one in proposals:
        try:
            _accept(session, one, is_open=(one.location_id, one.day) in open_noons)
        except RuleError as error:
            text = translate("sessions", "Het plan is intussen gewijzigd: vraag een nieuw voorstel. ({reason})")
            raise ConflictError(text.format(reason=error)) from error
    return len(proposals)


def _accept(session: Session, one: AcceptProposal, *, is_open: bool) -> None:
    if not is_open:
        _require_noon(session, one.location_id, one.day)
    _require_empty(session, one.location_id, one.day)
    if one.session_id is not None:
        _move(_planned(session, one.session_id), one.day)
        session.flush()
        return
    settings = session_settings(session, one.day)
    details = SessionDetails(
        one.theme_id, partner_id=one.partner_id, starts_at=settings.starts_at, ends_at=settings.ends_at
    )
    _plan(session, PlanSession(one.location_id, one.day, details))


def _planned(session: Session, key: int) -> WheelsSession:
    row = found(session, WheelsSession, key)
    if row.state is not SessionState.PLANNED:
        raise RuleError(translate("sessions", "Deze activiteit is niet meer gepland. Plan ze eerst opnieuw."))
    return row


def _require_free(session: Session, location_id: int, day: date) -> None:
    """Raise RuleError where no session can be: a noon bears one, also one that was called off."""
    _require_noon(session, location_id, day)
    _require_empty(session, location_id, day)


def _require_empty(session: Session, location_id: int, day: date) -> None:
    there = select(WheelsSession.id).where(
        WheelsSession.restaurant_id == location_id, WheelsSession.session_date == day
    )
    if session.scalar(there) is None:
        return
    text = translate("sessions", "Op {day} is er in deze locatie al een activiteit. Kies een andere middag.")
    raise RuleError(text.format(day=show_date(day)), "session_date")


def _require_noon(session: Session, location_id: int, day: date) -> None:
    location = found(session, VillageRestaurant, location_id)
    require_open(location_noons(session, location_id, Month.of(day)), day, location.name)
