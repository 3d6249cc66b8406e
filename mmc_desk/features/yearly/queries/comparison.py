"""Some years side by side: every figure and one breakdown; on demand another one, or the figures of all years."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from mmc_desk.core.feature import Feature
from mmc_desk.core.figures import FigureTable, Value, prepared_rows
from mmc_desk.core.i18n import translate
from mmc_desk.features.yearly.queries.entered import STATEMENTS
from mmc_desk.features.yearly.queries.lines import FigureLine, lines_over_years
from mmc_desk.features.yearly.queries.report import TableResult, table_result
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
class ComparedTable:
    """One breakdown, by its name, of some years."""

    name: str
    by_year: Mapping[int, TableResult]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The year on show (`years[0]`) with others beside it.

    `known`: the years to choose from, the first one first. `choices`: the name and the title of every breakdown there
    is; `table`: the one on show, None for none.
    """

    years: tuple[int, ...]
    lines: tuple[ComparedLine, ...]
    choices: tuple[tuple[str, str], ...]
    table: ComparedTable | None
    known: tuple[int, ...]

    @property
    def year(self) -> int:
        """The year on show."""
        return self.years[0]

    @property
    def empty(self) -> bool:
        """Tell whether nothing at all is known of the year on show."""
        return all(line.line.value is None for line in self.lines)


def compare_years(
    session: Session, years: Sequence[int], features: Sequence[Feature], breakdown: str = ""
) -> Comparison:
    """Return some years beside each other, the first one being on show; of the breakdowns one, or none."""
    year, wanted = years[0], (*years, years[0] - 1)
    lines, over = lines_over_years(session, year, (min(wanted), max(wanted)), features)
    return Comparison(
        tuple(years),
        tuple(ComparedLine(line, over[line.name]) for line in lines),
        tuple((table.name, translate("figures", table.title)) for table in _declared(features)),
        compare_breakdown(session, years, features, breakdown),
        known_years(session, features),
    )


def compare_breakdown(
    session: Session, years: Sequence[int], features: Sequence[Feature], name: str
) -> ComparedTable | None:
    """Return a breakdown of some years; None where no feature declares one of this name."""
    # Not all of them at once: each is a pass over the rides of every year, and a person looks at one.
    declared = next((table for table in _declared(features) if table.name == name), None)
    if declared is None:
        return None
    return ComparedTable(name, {year: table_result(session, year, declared) for year in years})


def _declared(features: Sequence[Feature]) -> list[FigureTable]:
    return [table for feature in features for figures in feature.figure_sets() for table in figures.tables]


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
    (entered,) = prepared_rows(session, STATEMENTS, "entered_span")
    found = [year for span in (*spans, entered) for year in span or () if year is not None]
    last = max(found, default=0)
    return tuple(range(max(min(found), last - _MOST_YEARS + 1), last + 1)) if found else ()
