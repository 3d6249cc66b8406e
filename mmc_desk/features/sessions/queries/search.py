"""LDC on Wheels in the global search (Ctrl+K): activities, partners, themes."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy.orm import Session

from mmc_desk.core import clock
from mmc_desk.core.feature import Hit
from mmc_desk.core.formats import show_date, show_phone
from mmc_desk.features.sessions.queries.page_names import PARTNERS_PAGE, SESSIONS_PAGE, THEMES_PAGE
from mmc_desk.features.sessions.queries.partners import partner_list
from mmc_desk.features.sessions.queries.rows import SessionRow
from mmc_desk.features.sessions.queries.sessions import session_list
from mmc_desk.features.sessions.queries.themes import theme_list
from mmc_desk.features.sessions.rules.sessions import kind_name, state_name

SPAN = timedelta(days=400)


def search_hits(session: Session) -> Sequence[Hit]:
    """Return the activities of a year back and ahead, every partner and every theme."""
    today = clock.today()
    sessions = [_session_hit(row) for row in session_list(session, today - SPAN, today + SPAN)]
    partners = [
        Hit(
            *(
                PARTNERS_PAGE,
                row.key,
                row.name,
                " · ".join(filter(None, (row.offer, row.contact, show_phone(row.phone)))),
            ),
            search=f"{row.name} {row.contact} {row.offer} {row.phone}",
        )
        for row in partner_list(session, today)
    ]
    themes = [
        Hit(THEMES_PAGE, row.key, row.name, kind_name(row.kind), f"{row.name} {row.note}")
        for row in theme_list(session)
    ]
    return [*sessions, *partners, *themes]


def _session_hit(row: SessionRow) -> Hit:
    title = f"{row.location} · {row.theme}" if row.theme else row.location
    detail = " · ".join(filter(None, (show_date(row.day), row.partner, state_name(row.state))))
    return Hit(SESSIONS_PAGE, row.key, title, detail, f"{title} {show_date(row.day)} {row.partner} {row.speaker}")
