"""What the evaluation of a year is made of: per service its figures and breakdowns, the years known, and the texts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from mmc_desk.core import clock
from mmc_desk.core.feature import Feature
from mmc_desk.core.figures import Value
from mmc_desk.core.i18n import QT_TRANSLATE_NOOP, translate
from mmc_desk.features.yearly.queries.comparison import known_years
from mmc_desk.features.yearly.queries.lines import FigureLine, lines_over_years
from mmc_desk.features.yearly.queries.published import Publication, publications
from mmc_desk.features.yearly.queries.report import TableResult, YearlyReport, yearly_report
from mmc_desk.features.yearly.queries.texts import WrittenText, written_texts
from mmc_desk.features.yearly.rules import summary
from mmc_desk.features.yearly.rules.goals import goals_text
from mmc_desk.features.yearly.rules.origins import Origin
from mmc_desk.features.yearly.rules.publishing import YearValue
from mmc_desk.features.yearly.rules.summary import Fact, Series

YEARS_BACK = 10
"""How many years the comparison goes back at most, the year itself included."""

SUMMARY, GOALS, COMPARISON, METHOD = "summary", "goals", "comparison", "method"
"""The sections of text that belong to no one service; a service's own is its feature's name. No goals, no section."""

_TITLES = {
    SUMMARY: QT_TRANSLATE_NOOP("addendum", "Samenvatting"),
    GOALS: QT_TRANSLATE_NOOP("addendum", "Doelen"),
    COMPARISON: QT_TRANSLATE_NOOP("addendum", "Vergelijking over de jaren"),
    METHOD: QT_TRANSLATE_NOOP("addendum", "Hoe deze cijfers gemaakt zijn"),
}


@dataclass(frozen=True, slots=True)
class SectionText:
    """A text of the evaluation: what the figures say, and what a person made of it (None: nobody changed it).

    `version` is the one that was read of what a person wrote, 0 where nobody did.
    """

    section: str
    title: str
    generated: str
    written: str | None = None
    version: int = 0

    @property
    def text(self) -> str:
        """What is printed."""
        return self.generated if self.written is None else self.written


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A table of this year and the same one of last year; `measure` is the column that both are compared by."""

    table: TableResult
    previous: TableResult | None
    measure: int


@dataclass(frozen=True, slots=True)
class ServicePart:
    """One service of the desk: its figures, its breakdowns, and its figures over the years known."""

    key: str
    title: str
    lines: tuple[FigureLine, ...]
    breakdowns: tuple[Breakdown, ...]
    history: tuple[tuple[FigureLine, tuple[Value, ...]], ...]


@dataclass(frozen=True, slots=True)
class Addendum:
    """The evaluation of a year. `years` are those of which anything is known, in order, the year itself the last.

    `publication` is the last one of the year's report, None where none was handed in.
    """

    report: YearlyReport
    years: tuple[int, ...]
    parts: tuple[ServicePart, ...]
    left_out: tuple[str, ...]
    texts: tuple[SectionText, ...]
    made_on: date
    publication: Publication | None = None

    @property
    def year(self) -> int:
        """The year it is about."""
        return self.report.year

    @property
    def empty(self) -> bool:
        """Tell whether there is nothing to evaluate."""
        return self.report.empty

    def text(self, section: str) -> str:
        """Return what is printed in a section."""
        return next(found.text for found in self.texts if found.section == section)


def addendum(session: Session, year: int, features: Sequence[Feature]) -> Addendum:
    """Return the evaluation of `year`; a service nobody knows anything of, this year and last, is left out."""
    lines, values = lines_over_years(session, year, _span(session, year, features), features)
    report = yearly_report(session, year, features, compare_tables=True, lines=lines)
    history = _history(year, values)
    years = tuple(sorted(history))
    parts = [_part(report, history, years, feature) for feature in features if feature.figure_sets()]
    known = tuple(part for part in parts if _is_known(part))
    today = clock.today()
    return Addendum(
        report,
        years,
        known,
        tuple(part.title for part in parts if not _is_known(part)),
        _texts(known, _generated(known, report, years, today), written_texts(session, year)),
        today,
        next((found for found in publications(session) if found.year == year), None),
    )


def _is_known(part: ServicePart) -> bool:
    return any(line.value is not None or line.previous is not None for line in part.lines)


Values = Mapping[str, Value]


def _span(session: Session, year: int, features: Sequence[Feature]) -> tuple[int, int]:
    """Return the first and the last year to compare: nothing before what is known, at least the year before."""
    known = known_years(session, features)
    first = max(year - YEARS_BACK + 1, known[0]) if known else year
    return min(first, year - 1), year


def _history(year: int, values: Mapping[str, Mapping[int, YearValue]]) -> dict[int, Values]:
    """Return the figures by name of each year of which any is known, and of the year itself."""
    found: dict[int, dict[str, Value]] = {}
    for name, by_year in values.items():
        for one, known in by_year.items():
            found.setdefault(one, {})[name] = known.value
    return {
        one: figures
        for one, figures in found.items()
        if one == year or any(value is not None for value in figures.values())
    }


def _part(report: YearlyReport, history: Mapping[int, Values], years: Sequence[int], feature: Feature) -> ServicePart:
    figures = {figure.name for figures in feature.figure_sets() for figure in figures.figures}
    tables = {table.name: table for figures in feature.figure_sets() for table in figures.tables}
    lines = tuple(line for line in report.lines if line.name in figures)
    before = {table.name: table for table in report.previous_tables}
    return ServicePart(
        feature.name,
        translate(feature.name, feature.title),
        lines,
        tuple(
            Breakdown(table, before.get(table.name), tables[table.name].measured())
            for table in report.tables
            if table.name in tables
        ),
        tuple((line, tuple(history[year].get(line.name) for year in years)) for line in lines),
    )


def _generated(
    parts: Sequence[ServicePart], report: YearlyReport, years: Sequence[int], today: date
) -> Mapping[str, str]:
    """Return what the figures say, by section, in the order of the sheets."""
    facts = {part.key: [_fact(line) for line in part.lines] for part in parts}
    compared = [
        [
            Series(line.name, line.title, line.unit, tuple(zip(years, values, strict=True)))
            for line, values in part.history
            if line.unit != summary.DIFFERENCE
        ]
        for part in parts
    ]
    return {
        SUMMARY: summary.summary_text(list(facts.values()), report.year, today),
        **{key: summary.service_text(found, report.year, today) for key, found in facts.items()},
        **_goals_text(report),
        COMPARISON: summary.comparison_text(compared),
        METHOD: summary.method_text(),
    }


def _goals_text(report: YearlyReport) -> Mapping[str, str]:
    standings = [(goal.outlook.verdict, goal.kind) for goal in report.goals]
    return {GOALS: goals_text(standings, report.year)} if standings else {}


def _texts(
    parts: Sequence[ServicePart], generated: Mapping[str, str], written: Mapping[str, WrittenText]
) -> tuple[SectionText, ...]:
    titles = {part.key: part.title for part in parts}
    nothing = WrittenText("", 0)
    return tuple(
        SectionText(
            section,
            titles.get(section) or translate("addendum", _TITLES[section]),
            text,
            written[section].text if section in written else None,
            written.get(section, nothing).version,
        )
        for section, text in generated.items()
    )


def _fact(line: FigureLine) -> Fact:
    return Fact(
        line.name,
        line.title,
        line.unit,
        line.value,
        line.previous,
        line.origin is Origin.ENTERED,
        line.previous_origin is Origin.ENTERED,
    )
