"""The year in figures: what every feature declares, with the year before beside it, and how its goals stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from mmc_desk.core import clock, settings
from mmc_desk.core.feature import Feature
from mmc_desk.core.figures import FigureTable
from mmc_desk.core.i18n import translate
from mmc_desk.features.yearly.queries.goals import GoalLine, goal_lines
from mmc_desk.features.yearly.queries.lines import FigureLine, figure_lines
from mmc_desk.features.yearly.queries.published import Publication


@dataclass(frozen=True, slots=True)
class TableResult:
    """A breakdown of a year: JSON keys, headings, rows; `names_persons`: the first cell of a row names somebody.

    `keys` tell, row by row, what its records are asked by.
    """

    name: str
    title: str
    columns: tuple[str, ...]
    headings: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    unsummed: tuple[str, ...] = ()
    names_persons: bool = False
    keys: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class YearlyReport:
    """Everything the yearly report shows, on whatever it is written; `publication`: as it was handed in then."""

    year: int
    lines: tuple[FigureLine, ...]
    tables: tuple[TableResult, ...]
    previous_tables: tuple[TableResult, ...] = ()
    practice: bool = False
    desk: str = ""
    publication: Publication | None = None
    goals: tuple[GoalLine, ...] = ()

    @property
    def empty(self) -> bool:
        """Tell whether the database knows nothing at all of this year."""
        return all(line.value is None for line in self.lines)


def yearly_report(
    session: Session,
    year: int,
    features: Sequence[Feature],
    *,
    compare_tables: bool = False,
    lines: tuple[FigureLine, ...] | None = None,
) -> YearlyReport:
    """Return the figures of `year` of all `features`, with last year's beside them.

    `compare_tables` reads last year's breakdowns too: for the charts, which show both years. `lines` are the figures
    where they were computed already.
    """
    tables = [table for feature in features for figures in feature.figure_sets() for table in figures.tables]
    found = figure_lines(session, year, features) if lines is None else lines
    return YearlyReport(
        year,
        found,
        tuple(table_result(session, year, table) for table in tables),
        tuple(table_result(session, year - 1, table) for table in tables if compare_tables),
        settings.is_practice(session),
        settings.desk_name(session),
        goals=goal_lines(session, year, clock.today(), features, found),
    )


def table_result(session: Session, year: int, table: FigureTable) -> TableResult:
    """Return a breakdown of a year."""
    found = [tuple(row) for row in table.compute(session, year)]
    return TableResult(
        table.name,
        translate("figures", table.title),
        table.columns,
        tuple(translate("figures", heading) for heading in table.headings),
        tuple(row[1:] for row in found) if table.is_keyed else tuple(found),
        table.unsummed,
        table.names_persons,
        tuple(row[0] for row in found),
    )
