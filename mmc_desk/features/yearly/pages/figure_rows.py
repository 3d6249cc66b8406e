"""The rows of the figures beside each other: a line for each figure, under the name of its service."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TypeGuard

from mmc_desk.core.i18n import translate
from mmc_desk.features.yearly.printout.remarks import marked, year_remarks
from mmc_desk.features.yearly.printout.values import show_difference, show_percent
from mmc_desk.features.yearly.queries.comparison import ComparedLine, Comparison
from mmc_desk.features.yearly.queries.lines import DIFFERENCE
from mmc_desk.features.yearly.rules.publishing import YearValue
from mmc_desk.ui.columns import Column

UNKNOWN = YearValue(None)
_IN_TITLE = "km"
"""A unit that titles name already: beside six years there is no room for it."""


@dataclass(frozen=True, slots=True)
class ServiceHead:
    """The name of a service above its figures."""

    name: str


Row = ServiceHead | ComparedLine


def rows_of(found: Comparison) -> list[Row]:
    """Return the figures under the name of their service."""
    rows: list[Row] = []
    for service, lines in groupby(found.lines, key=lambda line: line.line.service):
        rows += [ServiceHead(service), *lines]
    return rows


def shown(line: ComparedLine, year: int) -> str:
    """Return a figure of a year as people read it, with a mark where there is something to be said of it."""
    value = line.values.get(year, UNKNOWN)
    unit = "" if line.line.unit == _IN_TITLE else line.line.unit
    return marked(value.value, unit, year_remarks(line.line, year, value))


def explained(line: ComparedLine, years: Sequence[int]) -> str:
    """Return what a figure counts, and what is to be said of it in some years."""
    said = [remark for year in years for remark in year_remarks(line.line, year, line.values.get(year, UNKNOWN))]
    return " ".join((line.line.definition, *said))


def columns(years: Sequence[int]) -> list[Column[Row]]:
    """Return the columns of the figures: one a year, then what the first has more than the second."""
    first = Column[Row](
        translate("yearly", "Cijfer"),
        lambda row: row.name if isinstance(row, ServiceHead) else f"\u2002{row.line.title}",
        width=180,
        tooltip=lambda row: "" if isinstance(row, ServiceHead) else explained(row, years),
        bold=lambda row: isinstance(row, ServiceHead),
        grows=True,
    )
    return [first, *(_year_column(years, year) for year in years), *(_change_columns(years) if len(years) > 1 else ())]


def _year_column(years: Sequence[int], year: int) -> Column[Row]:
    return Column(
        str(year),
        lambda row: "" if isinstance(row, ServiceHead) else shown(row, year),
        align_right=True,
        width=86,
        tooltip=lambda row: "" if isinstance(row, ServiceHead) else explained(row, (year,)),
        bold=lambda _row: year == years[0],
        colour=lambda _row: "accent",
    )


def _change_columns(years: Sequence[int]) -> tuple[Column[Row], Column[Row]]:
    tip = translate("yearly", "{year} min {before}").format(year=years[0], before=years[1])
    return (
        Column(
            translate("yearly", "Verschil"),
            lambda row: show_difference(row.change(years)) if _compares(row) else "",
            align_right=True,
            width=78,
            tooltip=lambda _row: tip,
            is_spare=True,
        ),
        Column(
            "%",
            lambda row: show_percent(row.percent(years)) if _compares(row) else "",
            align_right=True,
            width=86,
            is_spare=True,
            tooltip=lambda _row: tip,
        ),
    )


def _compares(row: Row) -> TypeGuard[ComparedLine]:
    return isinstance(row, ComparedLine) and row.line.unit != DIFFERENCE
