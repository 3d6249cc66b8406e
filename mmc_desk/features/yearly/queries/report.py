"""The year in figures: what every feature declares, with the year before beside it. Knows no table itself."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from mmc_desk.core import settings
from mmc_desk.core.feature import Feature, FigureSet, FigureTable, Value
from mmc_desk.core.i18n import translate

DIFFERENCE = "±"
"""The unit of a figure that is a difference itself: shown with its sign, never compared in percent."""


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One figure of a year and of the year before; None is "this database can't know it"."""

    service: str
    name: str
    title: str
    definition: str
    unit: str
    value: Value
    previous: Value

    @property
    def change(self) -> Value:
        """This year minus last year, where both are known."""
        if self.value is None or self.previous is None:
            return None
        difference = self.value - self.previous
        return difference if isinstance(difference, int) else round(difference, 1)

    @property
    def percent(self) -> float | None:
        """The change as a share of last year's figure, in percent with one decimal."""
        if self.change is None or not self.previous or self.unit == DIFFERENCE:
            return None
        return round(100 * self.change / self.previous, 1)


@dataclass(frozen=True, slots=True)
class TableResult:
    """A breakdown of a year: JSON keys, headings, rows."""

    name: str
    title: str
    columns: tuple[str, ...]
    headings: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    unsummed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class YearlyReport:
    """Everything the yearly report shows, on whatever it is written."""

    year: int
    lines: tuple[FigureLine, ...]
    tables: tuple[TableResult, ...]
    previous_tables: tuple[TableResult, ...] = ()
    practice: bool = False
    desk: str = ""

    @property
    def empty(self) -> bool:
        """Tell whether the database knows nothing at all of this year."""
        return all(line.value is None for line in self.lines)


def yearly_report(
    session: Session, year: int, features: Sequence[Feature], *, compare_tables: bool = False
) -> YearlyReport:
    """Return the figures of `year` of all `features`, with last year's beside them.

    `compare_tables` reads last year's breakdowns too: for the charts, which show both years.
    """
    tables = [table for feature in features for figures in feature.figure_sets() for table in figures.tables]
    return YearlyReport(
        year,
        tuple(line for feature in features for line in _lines(session, year, feature)),
        tuple(_result(session, year, table) for table in tables),
        tuple(_result(session, year - 1, table) for table in tables if compare_tables),
        settings.is_practice(session),
        settings.desk_name(session),
    )


def _lines(session: Session, year: int, feature: Feature) -> Iterable[FigureLine]:
    for figures in feature.figure_sets():
        yield from _lines_of_set(session, year, feature, figures)


def _lines_of_set(session: Session, year: int, feature: Feature, figures: FigureSet) -> Iterable[FigureLine]:
    values, previous = figures.compute(session, year), figures.compute(session, year - 1)
    for figure in figures.figures:
        yield FigureLine(
            translate(feature.name, feature.title),
            figure.name,
            translate("figures", figure.title),
            translate("figures", figure.definition),
            figure.unit,
            values[figure.name],
            previous[figure.name],
        )


def _result(session: Session, year: int, table: FigureTable) -> TableResult:
    return TableResult(
        table.name,
        translate("figures", table.title),
        table.columns,
        tuple(translate("figures", heading) for heading in table.headings),
        tuple(tuple(row) for row in table.compute(session, year)),
        table.unsummed,
    )
