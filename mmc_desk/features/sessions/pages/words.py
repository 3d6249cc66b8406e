"""How activities look and read on screen."""

from collections.abc import Mapping, Sequence

from mmc_desk.core.i18n import translate
from mmc_desk.features.sessions.model import SessionKind, SessionState
from mmc_desk.features.sessions.queries.rows import SessionRow
from mmc_desk.features.sessions.rules.sessions import kind_name, state_name

LOOKS: Mapping[SessionState, tuple[str, str]] = {
    SessionState.PLANNED: ("calendar-days", "accent"),
    SessionState.HELD: ("circle-check", "ok"),
    SessionState.MISSED: ("calendar-off", "bad"),
    SessionState.CANCELLED: ("ban", "muted"),
}
"""Icon and colour role of each state."""


def theme_words(row: SessionRow) -> str:
    """Return the theme, or that it is still to be found."""
    return row.theme or translate("sessions", "thema nog te kiezen")


def state_words(row: SessionRow) -> str:
    """Return how an activity stands: "gepland, vastgezet", "weggevallen"."""
    pinned = translate("sessions", "vastgezet") if row.is_pinned and row.state is SessionState.PLANNED else ""
    return ", ".join(filter(None, (state_name(row.state), pinned)))


def people_words(row: SessionRow) -> str:
    """Return who brings it: speaker and partner."""
    return " · ".join(filter(None, (row.speaker, row.partner)))


def kind_options() -> Sequence[tuple[SessionKind, str]]:
    """Return the kinds to choose from."""
    return [(kind, kind_name(kind)) for kind in SessionKind]


def count_words(row: SessionRow) -> str:
    """Return how many came, and how many for the first time."""
    if row.attendance is None:
        return translate("sessions", "niet geteld") if row.state is SessionState.HELD else ""
    if row.first_timers:
        text = translate("sessions", "{count}, waarvan {new} nieuw")
        return text.format(count=row.attendance, new=row.first_timers)
    return str(row.attendance)
