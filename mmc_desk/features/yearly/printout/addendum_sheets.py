"""The evaluation as tables: a sheet per service, the texts, the years beside each other, the definitions."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from mmc_desk.core.i18n import translate
from mmc_desk.features.yearly.printout.addendum_rows import Compared, ComparedRow, compare
from mmc_desk.features.yearly.printout.goals import goals_sheet
from mmc_desk.features.yearly.printout.remarks import all_remarks
from mmc_desk.features.yearly.queries.addendum import COMPARISON, Addendum, ServicePart
from mmc_desk.features.yearly.queries.lines import DIFFERENCE
from mmc_desk.printing.charts import has_bars
from mmc_desk.printing.sheets import Kind, Sheet, SheetChart, SheetColumn

_LABEL, _NUMBER = 34, 14


def sheets(addendum: Addendum) -> list[Sheet]:
    """Return the sheets: texts, services, goals, comparison, definitions."""
    goals = addendum.report.goals
    return [
        _texts_sheet(addendum),
        *(_service_sheet(addendum, part) for part in addendum.parts),
        *([goals_sheet(goals, addendum.year)] if goals else []),
        _years_sheet(addendum),
        _definitions_sheet(addendum),
    ]


def _texts_sheet(addendum: Addendum) -> Sheet:
    columns = (
        SheetColumn(translate("addendum", "Onderdeel"), width=_LABEL),
        SheetColumn(translate("addendum", "Tekst"), width=110),
    )
    rows = [(text.title, line) for text in addendum.texts for line in filter(None, text.text.splitlines())]
    title = translate("addendum", "Evaluatie {year}").format(year=addendum.year)
    return Sheet(title, columns, rows, notes=[addendum.report.desk])


def _service_sheet(addendum: Addendum, part: ServicePart) -> Sheet:
    year = addendum.year
    columns = (
        SheetColumn(translate("yearly", "Cijfer"), width=_LABEL),
        SheetColumn(str(year), Kind.NUMBER, _NUMBER),
        SheetColumn(str(year - 1), Kind.NUMBER, _NUMBER),
        SheetColumn(translate("yearly", "Verschil"), Kind.NUMBER, _NUMBER),
        SheetColumn("%", Kind.NUMBER, _NUMBER),
        SheetColumn(translate("yearly", "Eenheid"), width=_NUMBER),
        SheetColumn(translate("yearly", "Opmerking"), width=_NUMBER),
    )
    rows = [
        (line.title, line.value, line.previous, line.change, line.percent, line.unit, all_remarks(line, year))
        for line in part.lines
    ]
    tables = [_breakdown_table(addendum, compare(breakdown)) for breakdown in part.breakdowns]
    return Sheet(part.title, columns, rows, below=tables)


def _breakdown_table(addendum: Addendum, compared: Compared) -> Sheet:
    year = addendum.year
    headings = [
        f"{compared.measure} {year}",
        f"{compared.measure} {year - 1}",
        translate("yearly", "Verschil"),
        "%",
        *(f"{other} {year}" for other in compared.others),
    ]
    columns = (
        SheetColumn(compared.label, width=_LABEL),
        *(SheetColumn(heading, Kind.NUMBER, _NUMBER) for heading in headings),
    )
    total = [_cells(compared.total)] if compared.rows else []
    name = f"{compared.title} · {year}"
    return Sheet(
        name,
        columns,
        [*(_cells(row) for row in compared.rows), *total],
        totals=len(total),
        charts=[SheetChart(name, _charted(compared), is_lying=not compared.is_monthly)] if _charted(compared) else [],
    )


def _charted(compared: Compared) -> tuple[int, ...]:
    """Return the columns of a chart: both years, this one, or none where it would be empty."""
    values, previous = [row.value for row in compared.rows], [row.previous for row in compared.rows]
    if not has_bars([("", values), ("", previous)]):
        return ()
    return (1, 2) if has_bars([("", previous)]) else (1,)


def _cells(row: ComparedRow) -> tuple[Any, ...]:
    return (row.label, row.value, row.previous, row.change, row.percent, *row.others)


def _years_sheet(addendum: Addendum) -> Sheet:
    """Return a row per year and a column per figure, a table for each service, so that Excel can draw their course."""
    title = next(text.title for text in addendum.texts if text.section == COMPARISON)
    tables = [_years_table(addendum, part) for part in addendum.parts]
    if not tables:
        return Sheet(title, (SheetColumn(translate("addendum", "Jaar"), width=_LABEL),), [])
    return replace(tables[0], name=title, below=tables[1:])


def _years_table(addendum: Addendum, part: ServicePart) -> Sheet:
    headings = [f"{line.title} ({line.unit})" if line.unit else line.title for line, _ in part.history]
    columns = (
        SheetColumn(part.title, width=_LABEL),
        *(SheetColumn(heading, Kind.NUMBER, _NUMBER) for heading in headings),
    )
    rows = [(str(year), *(values[place] for _, values in part.history)) for place, year in enumerate(addendum.years)]
    return Sheet(part.title, columns, rows, charts=_courses(part))


def _courses(part: ServicePart) -> Sequence[SheetChart]:
    """Return a chart of the service's first figure that is known of two years or more."""
    for place, (line, values) in enumerate(part.history):
        if line.unit != DIFFERENCE and sum(bool(value) for value in values) > 1:
            return [SheetChart(line.title, (place + 1,))]
    return []


def _definitions_sheet(addendum: Addendum) -> Sheet:
    columns = (
        SheetColumn(translate("addendum", "Dienst"), width=_LABEL),
        SheetColumn(translate("yearly", "Cijfer"), width=_LABEL),
        SheetColumn(translate("yearly", "Eenheid"), width=_NUMBER),
        SheetColumn(translate("yearly", "Wat dit cijfer telt"), width=120),
    )
    rows = [(part.title, line.title, line.unit, line.definition) for part in addendum.parts for line in part.lines]
    notes = [translate("yearly", "Een lege cel: deze databank weet het niet.")]
    return Sheet(translate("addendum", "Definities"), columns, rows, notes=notes)
