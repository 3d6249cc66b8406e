"""Some years side by side: every figure, every breakdown; and on demand the figures of all years that are known."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mmc_desk.core import settings
from mmc_desk.core.feature import Feature
from mmc_desk.core.figures import Value
from mmc_desk.features.yearly.model import EnteredFigure
from mmc_desk.features.yearly.queries.report import (
    FigureLine,
    TableResult,
    YearlyReport,
    lines_over_years,
    table_result,
)
from mmc_desk.features.yearly.rules.comparing import change_between, percent_between
from mmc_desk.features.yearly.rules.publishing import YearValue

_MOST_YEARS = 20
"""How far back the years go that are compared: one wrong date mustn't make a century."""


@dataclass(frozen=True, slots=True)
class ComparedLine:
    """A figure with its value in each year; `line` is that of the year on show."""

    line: FigureLine
    values: Mapping[int, YearValue]

    @property
    def name(self) -> str:
        """The name of the figure."""
        return self.line.name

    def value(self, year: int) -> Value:
        """Return the figure in a year; None where it isn't known."""
        found = self.values.get(year)
        return found.value if found else None

    def change(self, years: Sequence[int]) -> Value:
        """Return what the first of some years has more than the second, where both are known."""
        return change_between(self.value(years[0]), self.value(years[1])) if len(years) > 1 else None

    def percent(self, years: Sequence[int]) -> float | None:
        """Return that change in percent of the second year, with one decimal."""
        return percent_between(self.value(years[0]), self.value(years[1])) if len(years) > 1 else None


@dataclass(frozen=True, slots=True)
class Comparison:
    """The year on show (`years[0]`) with others beside it.

    `known`: the years to choose from, the first one first. `tables`: the breakdowns of each year. `report`: the year on
    show with the year before, as it is printed.
    """

    years: tuple[int, ...]
    lines: tuple[ComparedLine, ...]
    tables: Mapping[int, tuple[TableResult, ...]]
    known: tuple[int, ...]
    report: YearlyReport

    @property
    def year(self) -> int:
        """The year on show."""
        return self.years[0]

    @property
    def empty(self) -> bool:
        """Tell whether nothing at all is known of the year on show."""
        return self.report.empty

    def table(self, name: str, year: int) -> TableResult | None:
        """Return a breakdown of a year."""
        return next((found for found in self.tables.get(year, ()) if found.name == name), None)


def compare_years(session: Session, years: Sequence[int], features: Sequence[Feature]) -> Comparison:
    """Return some years beside each other, the first one being on show."""
    year, wanted = years[0], (*years, years[0] - 1)
    lines, over = lines_over_years(session, year, (min(wanted), max(wanted)), features)
    declared = [table for feature in features for figures in feature.figure_sets() for table in figures.tables]
    tables = {one: tuple(table_result(session, one, table) for table in declared) for one in dict.fromkeys(wanted)}
    practice, desk = settings.is_practice(session), settings.desk_name(session)
    return Comparison(
        tuple(years),
        tuple(ComparedLine(line, over[line.name]) for line in lines),
        tables,
        known_years(session, features),
        YearlyReport(year, lines, tables[year], tables[year - 1], practice, desk),
    )


@dataclass(frozen=True, slots=True)
class OverYears:
    """Every figure (by name) in all years that are known."""

    years: tuple[int, ...]
    values: Mapping[str, Mapping[int, YearValue]]


def figures_over_years(session: Session, features: Sequence[Feature]) -> OverYears:
    """Return every figure in all years that are known; it takes a pass over all rides."""
    years = known_years(session, features)
    if not years:
        return OverYears((), {})
    _, values = lines_over_years(session, years[-1], (min(years[0], years[-1] - 1), years[-1]), features)
    return OverYears(years, values)


def known_years(session: Session, features: Sequence[Feature]) -> tuple[int, ...]:
    """Return the years from the first to the last one that this database knows something of, entered totals too."""
    spans = [figures.span(session) for feature in features for figures in feature.figure_sets() if figures.span]
    entered = session.execute(select(func.min(EnteredFigure.year), func.max(EnteredFigure.year))).one()
    found = [year for span in (*spans, tuple(entered)) for year in span or () if year is not None]
    last = max(found, default=0)
    return tuple(range(max(min(found), last - _MOST_YEARS + 1), last + 1)) if found else ()
