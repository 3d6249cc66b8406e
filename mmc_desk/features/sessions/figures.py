"""The yearly figures of LDC on Wheels: sessions held and missed, who came, per month and per location."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from mmc_desk.core.figures import Figure, FigureSet, FigureTable, Records, Value, prepared_rows, prepared_year
from mmc_desk.core.i18n import QT_TRANSLATE_NOOP
from mmc_desk.features.sessions.model import WheelsSession
from mmc_desk.features.sessions.queries import records
from mmc_desk.features.sessions.queries.records import in_days, is_held, is_lost

FIGURES = (
    Figure(
        "sessions",
        QT_TRANSLATE_NOOP("figures", "Activiteiten LDC on Wheels"),
        QT_TRANSLATE_NOOP(
            "figures",
            "Activiteiten van LDC on Wheels die doorgingen. Wat nog gepland is, wegviel of geannuleerd werd, telt niet "
            "mee.",
        ),
        records=lambda year: records.sessions(in_days(year), is_held()),
    ),
    Figure(
        "sessions_missed",
        QT_TRANSLATE_NOOP("figures", "Weggevallen activiteiten"),
        QT_TRANSLATE_NOOP(
            "figures", "Activiteiten van LDC on Wheels die geen open middag vonden of geannuleerd werden."
        ),
        records=lambda year: records.sessions(in_days(year), is_lost()),
    ),
    Figure(
        "session_attendance",
        QT_TRANSLATE_NOOP("figures", "Aanwezigen op activiteiten"),
        QT_TRANSLATE_NOOP(
            "figures",
            "Aanwezigen op alle activiteiten van LDC on Wheels samen: wie op drie activiteiten was, telt drie keer. "
            "Onbekend zolang op geen enkele geteld werd.",
        ),
        records=lambda year: records.sessions(in_days(year), is_held()).adding("attendance"),
    ),
    Figure(
        "session_first_timers",
        QT_TRANSLATE_NOOP("figures", "Nieuwe gezichten op activiteiten"),
        QT_TRANSLATE_NOOP("figures", "Aanwezigen die voor het eerst op een activiteit van LDC on Wheels waren."),
        records=lambda year: records.sessions(in_days(year), is_held()).adding("first_timers"),
    ),
)


_STATEMENTS = "mmc_desk.features.sessions.queries.session_figure_statements"


def session_figures(session: Session, year: int) -> Mapping[str, Value]:
    """Return how many sessions of a year were held and missed, and who came; None when none of that year is known."""
    ((known, held, lost, came, new),) = prepared_year(session, _STATEMENTS, "counts", year)
    return {
        "sessions": int(held) if known else None,
        "sessions_missed": int(lost) if known else None,
        "session_attendance": _whole(came),
        "session_first_timers": _whole(new),
    }


Counts = tuple[int, int, int, int | None, int | None]


def per_location(session: Session, year: int) -> list[tuple[int, str, *Counts]]:
    """Return (key, location, planned, held, missed, attendance, first-timers) by name.

    Planned counts every session that was meant to be, whatever became of it; missed the ones that found no open noon
    or were called off. Attendance and first-timers are None where nobody counted.
    """
    rows = prepared_year(session, _STATEMENTS, "per_location", year)
    return [(key, name, *_wholes(counts)) for key, name, *counts in rows]


def per_month(session: Session, year: int) -> list[tuple[int, *Counts]]:
    """Return (month, planned, held, missed, attendance, first-timers) of the months with sessions."""
    rows = prepared_year(session, _STATEMENTS, "per_month", year)
    return [(int(found), *_wholes(counts)) for found, *counts in rows]


def _wholes(counts: Sequence[Any]) -> Counts:
    planned, held, lost, came, new = counts
    return planned, int(held), int(lost), _whole(came), _whole(new)


def _whole(number: int | None) -> int | None:
    return None if number is None else int(number)  # PostgreSQL sums whole numbers as decimals


def span(session: Session) -> tuple[int, int] | None:
    """Return the first and the last year with a session; None without any."""
    ((first, last),) = prepared_rows(session, _STATEMENTS, "span")
    return (first.year, last.year) if first else None


def _measured(sessions: ColumnElement[bool], name: str) -> Records:
    if name == "planned":
        return records.sessions(sessions)
    if name == "missed":
        return records.sessions(sessions, is_lost())
    held = records.sessions(sessions, is_held())
    return held if name == "held" else held.adding(name)


def _location_records(year: int, location: int, name: str) -> Records:
    return _measured(in_days(year) & (WheelsSession.restaurant_id == location), name)


def _month_records(year: int, month: int, name: str) -> Records:
    return _measured(in_days(year, month), name)


_COLUMNS = ("planned", "held", "missed", "attendance", "first_timers")
_HEADINGS = (
    QT_TRANSLATE_NOOP("figures", "Gepland"),
    QT_TRANSLATE_NOOP("figures", "Doorgegaan"),
    QT_TRANSLATE_NOOP("figures", "Weggevallen"),
    QT_TRANSLATE_NOOP("figures", "Aanwezigen"),
    QT_TRANSLATE_NOOP("figures", "Nieuwe gezichten"),
)

TABLES = (
    FigureTable(
        "sessions",
        QT_TRANSLATE_NOOP("figures", "Activiteiten per locatie"),
        ("location", *_COLUMNS),
        (QT_TRANSLATE_NOOP("figures", "Locatie"), *_HEADINGS),
        per_location,
        records=_location_records,
        is_keyed=True,
        measure="held",
    ),
    FigureTable(
        "sessions_per_month",
        QT_TRANSLATE_NOOP("figures", "Activiteiten per maand"),
        ("month", *_COLUMNS),
        (QT_TRANSLATE_NOOP("figures", "Maand"), *_HEADINGS),
        per_month,
        records=_month_records,
        measure="held",
    ),
)

FIGURE_SET = FigureSet(FIGURES, session_figures, TABLES, span=span)

FIGURE_SETS = (FIGURE_SET,)
