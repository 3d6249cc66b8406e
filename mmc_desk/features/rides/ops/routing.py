"""The route service that tells real roads: where it is, and when it last answered."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from mmc_desk.core import clock
from mmc_desk.core.errors import RuleError
from mmc_desk.core.i18n import translate
from mmc_desk.features.people.ops.dues_settings import write_setting

_LONGEST = 200
"""Characters of an address: no service has a longer one."""


@dataclass(frozen=True, slots=True)
class SetRouteService:
    """Ask this route service (OSRM) from today on; "" asks none."""

    url: str


@dataclass(frozen=True, slots=True)
class NoteRouteAnswer:
    """The route service answered at this instant."""

    at: datetime


def set_route_service(session: Session, command: SetRouteService) -> None:
    """Keep where the route service is. Raises RuleError for what is no address."""
    url = command.url.strip().rstrip("/")
    if url and (not url.startswith(("http://", "https://")) or len(url) > _LONGEST or " " in url):
        text = translate("rides", "Een adres begint met http:// of https://, bijvoorbeeld http://localhost:5000.")
        raise RuleError(text, "url")
    write_setting(session, "routes.url", clock.today(), url)


def note_route_answer(session: Session, command: NoteRouteAnswer) -> None:
    """Keep when the route service last answered."""
    write_setting(session, "routes.answered", clock.local(command.at).date(), command.at.isoformat(timespec="seconds"))
