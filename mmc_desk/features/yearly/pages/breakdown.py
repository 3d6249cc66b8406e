"""One breakdown beside the figures: a chart of the years, and below it the numbers of the year on show."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from mmc_desk.core.formats import month_name, short_month_name
from mmc_desk.core.i18n import translate
from mmc_desk.features.yearly.pages.number_table import NumberTable
from mmc_desk.features.yearly.printout.values import show_cell, show_value
from mmc_desk.features.yearly.queries.comparison import ComparedLine, ComparedTable, Comparison, OverYears
from mmc_desk.features.yearly.queries.drilldown import Spot
from mmc_desk.features.yearly.queries.report import TableResult
from mmc_desk.ui import theme
from mmc_desk.ui.charts import BarChart
from mmc_desk.ui.columns import Column
from mmc_desk.ui.fields import ChoiceField
from mmc_desk.ui.table_model import RowTableModel

OVER_YEARS = ""
"""The choice of no breakdown: the figure under the cursor, over all years."""
_FIRST = "per_month"
_MOST_BARS, _MOST_SERIES = 12, 3
_MONTHS = range(1, 13)

Cells = tuple[Any, ...]
"""The key of a row and its cells."""


class Breakdown(QWidget):
    """The choice of a breakdown and of one of its numbers, the chart, the table."""

    asked = Signal(object, str)
    """A Spot whose records are wanted, and the title of that number."""
    over_years_wanted = Signal()
    """The figures of all years are to be shown and weren't read yet."""
    breakdown_wanted = Signal(str)
    """The breakdown of this name is to be shown and wasn't read yet."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._found: Comparison | None = None
        self._line: ComparedLine | None = None
        self._over: OverYears | None = None
        self.wanted = _FIRST
        """The breakdown to show, by name."""
        self._tables: dict[str, ComparedTable] = {}
        """The breakdowns read so far, by name; `_shown` is the one that chart and table show until another is read."""
        self._shown = OVER_YEARS
        self._places: list[Any] = []
        """What each label of the chart stands for: the key of a row, or a year."""
        self.choice: ChoiceField[str] = ChoiceField([(OVER_YEARS, _over_years_title())])
        self.choice.setAccessibleName(translate("yearly", "Uitsplitsing"))
        self.measure: ChoiceField[str] = ChoiceField()
        self.measure.setAccessibleName(translate("yearly", "Getal in de grafiek"))
        self.chart = BarChart()
        self.chart.opens = True
        self.rows: RowTableModel[Cells] = RowTableModel([], key=lambda row: row[0])
        self.table = NumberTable(self.rows, name=translate("yearly", "Uitsplitsing"))
        for field, letters in ((self.choice, 12), (self.measure, 8)):
            field.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            field.setMinimumContentsLength(letters)
        self._lay_out()
        self.choice.edited.connect(self._on_choice)
        self.measure.edited.connect(self._show_chart)
        self.chart.bar_asked.connect(self._on_bar)
        self.table.cell_asked.connect(self._on_cell)

    def _lay_out(self) -> None:
        which = QHBoxLayout()
        which.setSpacing(theme.px(8))
        which.addWidget(self.choice, 1)
        which.addWidget(self.measure)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(8))
        layout.addLayout(which)
        layout.addWidget(self.chart)
        layout.addWidget(self.table, 1)

    def show_years(self, found: Comparison) -> None:
        """Show other years, the same breakdown of them."""
        self._found, self._over, self._tables = found, None, {}
        if found.table:
            self._tables[found.table.name] = found.table
        self.choice.set_options([*found.choices, (OVER_YEARS, _over_years_title())])
        if any(name == self.wanted for name, _ in found.choices) or self.wanted == OVER_YEARS:
            self.choice.set_value(self.wanted)
        self._on_choice()

    def show_breakdown(self, table: ComparedTable | None) -> None:
        """Take a breakdown that was wanted; show it where it still is, of these years."""
        if table is None or self._found is None or tuple(table.by_year) != self._found.years:
            return
        self._tables[table.name] = table
        if table.name == self.wanted:
            self._on_choice()

    def show_line(self, line: ComparedLine | None) -> None:
        """Show this figure where one is shown over all years."""
        self._line = line
        if self._found is not None and self.wanted == OVER_YEARS:
            self._show_over_years()

    def show_over_years(self, over: OverYears) -> None:
        """Show the figures of all years, which were wanted."""
        self._over = over
        if self.wanted == OVER_YEARS:
            self._show_over_years()

    def _table_of(self, year: int) -> TableResult | None:
        shown = self._tables.get(self._shown)
        return shown.by_year.get(year) if shown else None

    def _on_choice(self) -> None:
        if self._found is None:
            return
        self.wanted = self.choice.value or OVER_YEARS
        if self.wanted != OVER_YEARS and self.wanted not in self._tables:
            self.breakdown_wanted.emit(self.wanted)
            return
        self._shown = self.wanted
        table = self._table_of(self._found.year)
        self.measure.setVisible(table is not None and len(table.columns) > 2)
        if table is None:
            self._show_over_years()
            return
        self.measure.set_options(list(zip(table.columns[1:], table.headings[1:], strict=True)))
        if self.measure.value is None:
            self.measure.set_value(table.columns[1])
        rows = [(key, *row) for key, row in zip(table.keys, table.rows, strict=True)]
        self.table.show_table([_column(table, place) for place in range(len(table.columns))], rows)
        self.table.setSortingEnabled(True)
        self._show_chart()

    def _show_chart(self) -> None:
        table = self._table_of(self._found.year) if self._found else None
        if self._found is None or table is None:
            return
        place = table.columns.index(self.measure.value or table.columns[1])
        years = self._found.years[:_MOST_SERIES]
        by_year = [_by_key(self._table_of(year), place) for year in years]
        labels = _labels(table, place, [self._table_of(year) for year in years])
        self._places = [key for key, _ in labels]
        self.chart.set_title(f"{table.title} – {table.headings[place]}")
        self.chart.lies = table.columns[0] != "month"
        series = [
            (str(year), [values.get(key) for key in self._places]) for year, values in zip(years, by_year, strict=True)
        ]
        self.chart.set_data([label for _, label in labels], series)

    def _show_over_years(self) -> None:
        if self._over is None:
            self.over_years_wanted.emit()
            return
        line, years = self._line, self._over.years
        self._places = list(years)
        values = self._over.values.get(line.name, {}) if line else {}
        found = [values[year].value if year in values else None for year in years]
        title = line.line.title if line else ""
        self.chart.set_title(title)
        self.chart.lies = False
        self.chart.set_data([str(year) for year in years], [(title, found)])
        unit = line.line.unit if line else ""
        rows = [(year, str(year), show_value(value, unit)) for year, value in zip(years, found, strict=True)]
        self.table.show_table(_year_columns(title), rows[::-1])
        self.table.keep_order()

    def _on_bar(self, place: int, series: int) -> None:
        if self._found is None:
            return
        if self._shown == OVER_YEARS:
            self._ask_figure(self._places[place])
        else:
            self._ask_cell(self._found.years[series], self._places[place], self.measure.value or "")

    def _on_cell(self, row: Cells, column: int) -> None:
        if self._found is None:
            return
        table = self._table_of(self._found.year)
        if table is None:
            self._ask_figure(row[0])
        else:
            self._ask_cell(self._found.year, row[0], table.columns[column])

    def _ask_figure(self, year: int) -> None:
        if self._line is not None:
            self.asked.emit(Spot(self._line.name, year), f"{self._line.line.title} · {year}")

    def _ask_cell(self, year: int, key: Any, column: str) -> None:  # noqa: ANN401 - what the breakdown goes by
        tables = [found for found in map(self._table_of, self._found.years if self._found else ()) if found]
        table = tables[0]
        named = {one: label for found in reversed(tables) for one, label in zip(found.keys, found.rows, strict=True)}
        label = month_name(key) if table.columns[0] == "month" else named[key][0]
        heading = table.headings[table.columns.index(column)]
        self.asked.emit(Spot(table.name, year, column, key), f"{table.title} · {label} · {heading} · {year}")


def _over_years_title() -> str:
    return translate("yearly", "Het gekozen cijfer over de jaren")


def _by_key(table: TableResult | None, place: int) -> dict[Any, Any]:
    return {key: row[place] for key, row in zip(table.keys, table.rows, strict=True)} if table else {}


def _labels(table: TableResult, place: int, tables: Sequence[TableResult | None]) -> list[tuple[Any, str]]:
    """Return the key and the label of each bar: all months, or the rows with the highest numbers of the first year."""
    if table.columns[0] == "month":
        return [(month, short_month_name(month)) for month in _MONTHS]
    filled = next((found for found in tables if found and found.rows), table)
    rows = sorted(zip(filled.keys, filled.rows, strict=True), key=lambda row: row[1][place] or 0, reverse=True)
    return [(key, str(row[0])) for key, row in rows[:_MOST_BARS]]


def _column(table: TableResult, place: int) -> Column[Cells]:
    name, heading, cell = table.columns[place], table.headings[place], place + 1
    is_number = place > 0
    return Column(
        heading,
        lambda row: show_cell(name, row[cell]),
        (lambda row: row[cell]) if is_number or name == "month" else None,
        align_right=is_number,
        width=max(70, 9 * len(heading)) if is_number else 130,
        grows=not is_number,
        is_spare=place > 2,
        colour=(lambda _row: "accent") if is_number else None,
    )


def _year_columns(title: str) -> list[Column[Cells]]:
    return [
        Column(translate("yearly", "Jaar"), lambda row: row[1], width=110, grows=True),
        Column(title, lambda row: row[2], align_right=True, width=160, colour=lambda _row: "accent"),
    ]
