"""The activities behind a yearly figure, a row each."""

import functools
from typing import Any

from sqlalchemy import ColumnElement, Select, select

from mmc_desk.core import years
from mmc_desk.core.figures import RecordColumn, RecordKind, Records
from mmc_desk.core.i18n import QT_TRANSLATE_NOOP
from mmc_desk.features.meals.model import VillageRestaurant
from mmc_desk.features.sessions.model import SessionState, WheelsSession, WheelsTheme
from mmc_desk.features.sessions.queries.page_names import SESSIONS_PAGE
from mmc_desk.features.sessions.rules.sessions import kind_name, state_name

_COLUMNS = (
    RecordColumn("session_date", QT_TRANSLATE_NOOP("figures", "Datum"), RecordKind.DATE),
    RecordColumn("location", QT_TRANSLATE_NOOP("figures", "Locatie")),
    RecordColumn("theme", QT_TRANSLATE_NOOP("figures", "Thema")),
    RecordColumn("kind", QT_TRANSLATE_NOOP("figures", "Soort"), words=kind_name),
    RecordColumn("state", QT_TRANSLATE_NOOP("figures", "Stand"), words=state_name),
    RecordColumn("attendance", QT_TRANSLATE_NOOP("figures", "Aanwezigen"), RecordKind.NUMBER),
    RecordColumn("first_timers", QT_TRANSLATE_NOOP("figures", "Nieuwe gezichten"), RecordKind.NUMBER),
    RecordColumn("reason", QT_TRANSLATE_NOOP("figures", "Waarom")),
)


def in_days(year: int, month: int | None = None) -> ColumnElement[bool]:
    """Hold for the activities of a year, or of one of its months."""
    return WheelsSession.session_date.between(*years.days_of(year, month))


def is_held() -> ColumnElement[bool]:
    """Hold for the activities that took place."""
    return WheelsSession.state == SessionState.HELD


def is_lost() -> ColumnElement[bool]:
    """Hold for the activities that found no open noon or were called off."""
    return WheelsSession.state.in_((SessionState.MISSED, SessionState.CANCELLED))


def sessions(*conditions: ColumnElement[bool]) -> Records:
    """Return the activities that meet all conditions, by day and location."""
    return Records(_all_sessions().where(*conditions), _COLUMNS, SESSIONS_PAGE)


@functools.cache  # made once: a page asks for many numbers
def _all_sessions() -> Select[*tuple[Any, ...]]:
    return (
        select(
            WheelsSession.id.label("key"),
            *(WheelsSession.session_date, VillageRestaurant.name.label("location"), WheelsTheme.name.label("theme")),
            *(WheelsSession.kind, WheelsSession.state, WheelsSession.reason),
            *(WheelsSession.attendance, WheelsSession.first_timers),
        )
        .select_from(WheelsSession)
        .join(VillageRestaurant, VillageRestaurant.id == WheelsSession.restaurant_id)
        .outerjoin(WheelsTheme, WheelsTheme.id == WheelsSession.theme_id)
        .order_by(WheelsSession.session_date, VillageRestaurant.name)
    )
