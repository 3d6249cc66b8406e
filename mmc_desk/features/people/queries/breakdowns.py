"""The members of a year broken down: per month, per village."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from mmc_desk.core import formats, years
from mmc_desk.core.figures import prepared_rows, prepared_year
from mmc_desk.core.i18n import translate
from mmc_desk.core.prepared import Row

STATEMENTS = "mmc_desk.features.people.queries.people_figure_statements"

_MONTHS = range(1, 13)


def membership_span(session: Session) -> tuple[int, int] | None:
    """Return the first and the last year with a member; None without any."""
    ((first, last),) = prepared_rows(session, STATEMENTS, "span")
    return None if first is None else (first, last)


def members_per_month(session: Session, year: int) -> list[tuple[int, int, int, int]]:
    """Return (month, members at its end, who began, who ended) of twelve months; nothing without members that year."""
    times = prepared_year(session, STATEMENTS, "times", year)
    return [(month, *_counts(times, *years.days_of(year, month))) for month in _MONTHS] if times else []


def _counts(times: Sequence[Row], first: date, last: date) -> tuple[int, int, int]:
    # The same conditions as those of records.members_in_month.
    started = sum(count for since, _, count in times if since is not None and first <= since <= last)
    ended = sum(count for _, end, count in times if end is not None and first <= end <= last)
    there = sum(n for since, end, n in times if (since is None or since <= last) and (end is None or end > last))
    return there, started, ended


Village = tuple[str, str, int, int | None, int | None]


def members_per_village(session: Session, year: int) -> list[Village]:
    """Return (key, village, members, who joined, who left), most members first.

    Joined and left are None while no member of the year before is known; who left lives where they lived at the end of
    this year.
    """
    rows = prepared_year(session, STATEMENTS, "per_village", year)
    if not any(members for _, members, _, _ in rows):
        return []
    is_comparable = any(members - int(joined) + int(left) for _, members, joined, left in rows)
    found: list[Village] = [
        (
            *(key, key or translate("figures", "onbekend"), members),
            *((int(joined), int(left)) if is_comparable else (None, None)),
        )
        for key, members, joined, left in rows
    ]
    return sorted(found, key=lambda row: (-row[2], formats.fold(row[1])))
