"""What was published of years: the list of publications, and their values to lay beside those of now."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.core import clock
from mmc_desk.core.figures import prepared_rows
from mmc_desk.core.prepared import Row
from mmc_desk.features.yearly.model import PublishedRemark, PublishedReport
from mmc_desk.features.yearly.queries.entered import STATEMENTS
from mmc_desk.features.yearly.rules.origins import as_value
from mmc_desk.features.yearly.rules.publishing import PublishedValue, Remark


@dataclass(frozen=True, slots=True)
class Publication:
    """One report of a year as it was handed in; `number` counts from 1 in its year."""

    key: int
    year: int
    number: int
    title: str
    on: date
    by: str
    note: str


def publications(session: Session) -> tuple[Publication, ...]:
    """Return every publication, the last year and its last publication first."""
    # Without the breakdowns: they are long, and a list shows none.
    rows = session.execute(
        select(
            PublishedReport.id,
            PublishedReport.year,
            PublishedReport.number,
            PublishedReport.title,
            PublishedReport.published_at,
            PublishedReport.published_by,
            PublishedReport.note,
        ).order_by(PublishedReport.year.desc(), PublishedReport.number.desc())
    )
    return tuple(
        Publication(key, year, number, title, clock.local(at).date(), by, note)
        for key, year, number, title, at, by, note in rows
    )


def published_between(session: Session, first: int, last: int) -> Mapping[tuple[int, str], PublishedValue]:
    """Return what the last publication of each of some years says, by year and figure."""
    return _published(session, prepared_rows(session, STATEMENTS, "published", first=first, last=last))


def published_in(session: Session, year: int, number: int) -> Mapping[str, PublishedValue]:
    """Return what publication `number` of a year says, by figure."""
    one = prepared_rows(session, STATEMENTS, "published_once", year=year, number=number)
    return {name: value for (_, name), value in _published(session, one).items()}


def _published(session: Session, rows: Sequence[Row]) -> Mapping[tuple[int, str], PublishedValue]:
    remarks = _remarks(session, [cast("int", key) for _, _, _, key, *_ in rows])
    return {
        (year, name): PublishedValue(
            key=key,
            number=number,
            on=clock.local(at).date(),
            value=as_value(value),
            definition=definition,
            source=source,
            remarks=tuple(remarks[key]),
        )
        for year, number, at, key, name, value, definition, source in rows
    }


def _remarks(session: Session, figures: Sequence[int]) -> Mapping[int, list[Remark]]:
    found: defaultdict[int, list[Remark]] = defaultdict(list)
    if not figures:
        return found
    rows = session.scalars(
        select(PublishedRemark).where(PublishedRemark.figure_id.in_(figures)).order_by(PublishedRemark.id)
    )
    for row in rows:
        remark = Remark(clock.local(row.entered_at).date(), row.entered_by, as_value(row.value), row.reason)
        found[row.figure_id].append(remark)
    return found
