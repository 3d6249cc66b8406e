"""What an activity may be, and what its words are."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time

from mmc_desk.core.errors import RuleError
from mmc_desk.core.formats import show_day
from mmc_desk.core.i18n import QT_TRANSLATE_NOOP, translate
from mmc_desk.features.sessions.model import SessionKind, SessionState
from mmc_desk.features.sessions.rules.plan import Noon

KIND_NAMES: Mapping[SessionKind, str] = {
    SessionKind.INFORMATIVE: QT_TRANSLATE_NOOP("sessions", "informatief"),
    SessionKind.RECREATIONAL: QT_TRANSLATE_NOOP("sessions", "recreatief"),
    SessionKind.EDUCATIONAL: QT_TRANSLATE_NOOP("sessions", "educatief"),
    SessionKind.SERVICE: QT_TRANSLATE_NOOP("sessions", "dienst op locatie"),
}
STATE_NAMES: Mapping[SessionState, str] = {
    SessionState.PLANNED: QT_TRANSLATE_NOOP("sessions", "gepland"),
    SessionState.HELD: QT_TRANSLATE_NOOP("sessions", "doorgegaan"),
    SessionState.MISSED: QT_TRANSLATE_NOOP("sessions", "weggevallen"),
    SessionState.CANCELLED: QT_TRANSLATE_NOOP("sessions", "geannuleerd"),
}
LIVING = frozenset({SessionState.PLANNED, SessionState.HELD})
"""The states in which a session takes its month, its noon and its partner."""


@dataclass(frozen=True, slots=True)
class SessionSettings:
    """Parameters of the desk. A theme stays away `repeat_months`; times in minutes after midnight, and long."""

    repeat_months: int = 6
    starts_minute: int = 14 * 60
    minutes: int = 90

    @property
    def starts_at(self) -> time:
        """From when an activity is, where nothing else is said."""
        return time(*divmod(self.starts_minute, 60))

    @property
    def ends_at(self) -> time:
        """Until when."""
        return time(*divmod(min(self.starts_minute + self.minutes, 24 * 60 - 1), 60))


def kind_name(kind: SessionKind) -> str:
    """Return `informatief` and the like."""
    return translate("sessions", KIND_NAMES[kind])


def state_name(state: SessionState) -> str:
    """Return `gepland` and the like."""
    return translate("sessions", STATE_NAMES[state])


def require_times(starts_at: time | None, ends_at: time | None) -> None:
    """Raise RuleError when a session ends before it begins."""
    if starts_at is not None and ends_at is not None and ends_at <= starts_at:
        raise RuleError(translate("sessions", "Het einduur komt na het beginuur."), "ends_at")


def require_counts(attendance: int | None, first_timers: int | None, names: int) -> None:
    """Raise RuleError for counts that contradict each other, or the names that were noted."""
    if attendance is not None and attendance < names:
        text = translate("sessions", "Er staan {names} namen op de lijst: tel minstens zoveel aanwezigen.")
        raise RuleError(text.format(names=names), "attendance")
    if first_timers is not None and (attendance is None or first_timers > attendance):
        raise RuleError(
            translate("sessions", "Nieuwe gezichten zijn ook aanwezigen: tel er niet meer."), "first_timers"
        )


def require_open(noons: tuple[Noon, ...], day: date, location: str) -> None:
    """Raise RuleError when a location has no open noon on a day; names those of its month, `noons`."""
    on_day = [noon for noon in noons if noon.day == day]
    if any(not noon.closed for noon in on_day):
        return
    reason = f" ({on_day[0].closed})" if on_day else ""
    others = ", ".join(show_day(noon.day) for noon in noons if not noon.closed)
    text = translate("sessions", "Op {day} is er geen open middag in {location}{reason}.")
    said = text.format(day=show_day(day), location=location, reason=reason)
    if others:
        said += " " + translate("sessions", "Kies: {days}.").format(days=others)
    raise RuleError(said, "session_date")
