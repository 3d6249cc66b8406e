"""A report as it was handed in: read back from what was frozen, ready for the same paper and files."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.core import clock, settings
from mmc_desk.core.errors import ConflictError
from mmc_desk.core.figures import Value
from mmc_desk.core.i18n import translate
from mmc_desk.features.yearly.model import PublishedFigure, PublishedReport
from mmc_desk.features.yearly.queries.lines import FigureLine
from mmc_desk.features.yearly.queries.published import Publication
from mmc_desk.features.yearly.queries.report import TableResult, YearlyReport
from mmc_desk.features.yearly.rules.origins import EnteredTotal, Origin, as_value


def frozen_report(session: Session, year: int, number: int) -> YearlyReport:
    """Return publication `number` of a year. Raises ConflictError where there is none."""
    row = session.scalar(select(PublishedReport).where(PublishedReport.year == year, PublishedReport.number == number))
    if row is None:
        raise ConflictError(
            translate("yearly", "Van {year} is geen publicatie {number}. Kijk de lijst van publicaties na.").format(
                year=year, number=number
            )
        )
    figures = session.scalars(
        select(PublishedFigure).where(PublishedFigure.report_id == row.id).order_by(PublishedFigure.id)
    )
    on = clock.local(row.published_at).date()
    return YearlyReport(
        year,
        tuple(_line(figure, year) for figure in figures),
        tuple(_table(table) for table in row.tables),
        practice=settings.is_practice(session),
        desk=settings.desk_name(session),
        publication=Publication(row.id, year, number, row.title, on, row.published_by, row.note),
    )


def _line(row: PublishedFigure, year: int) -> FigureLine:
    value, previous = as_value(row.value), as_value(row.previous)
    entered = _total(row, year, value, row.source)
    previous_entered = _total(row, year - 1, previous, row.previous_source)
    return FigureLine(
        row.service,
        row.name,
        row.title,
        row.definition,
        row.unit,
        value,
        previous,
        Origin.ENTERED if entered else Origin.COUNTED,
        Origin.ENTERED if previous_entered else Origin.COUNTED,
        entered,
        previous_entered,
    )


def _total(row: PublishedFigure, year: int, value: Value, source: str) -> EnteredTotal | None:
    if value is None or not source:
        return None
    return EnteredTotal(row.id, year, row.name, value, source, note="", version=0)


def _table(table: dict[str, Any]) -> TableResult:
    return TableResult(
        table["name"],
        table["title"],
        tuple(table["columns"]),
        tuple(table["headings"]),
        tuple(tuple(row) for row in table["rows"]),
        tuple(table["unsummed"]),
    )
