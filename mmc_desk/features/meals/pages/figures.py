"""The page Cijfers of the restaurants: a year of one location, or of all, with the year before beside it."""

import functools
from collections.abc import Sequence
from typing import Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QTabBar, QVBoxLayout, QWidget

from mmc_desk.core.formats import short_month_name
from mmc_desk.core.i18n import translate
from mmc_desk.features.meals.printout.exports import meals_file_name, write_meals
from mmc_desk.features.meals.printout.figures import (
    Measure,
    measures,
    parts,
    place_name,
    show_measure,
    trend,
    trends,
    write,
)
from mmc_desk.features.meals.queries.exports import MealRecords, meal_records
from mmc_desk.features.meals.queries.figures import RestaurantYear, restaurant_year
from mmc_desk.features.meals.rules.counting import Totals
from mmc_desk.ui import icons, messages, theme
from mmc_desk.ui.charts import BarChart
from mmc_desk.ui.columns import Column
from mmc_desk.ui.fields import ChoiceField
from mmc_desk.ui.report_page import Paper, ReportPage
from mmc_desk.ui.runner import Runner
from mmc_desk.ui.table_model import RowTableModel, TableView

Row = tuple[str, Totals]
_MONTHS = range(1, 13)
_SAYS_NOTHING_OF_ONE = ("services", "average")
_ROOM_FOR_CHART = 500
"""Pixels at 100 %."""


class MealFiguresPage(ReportPage):
    """Totals in a line, a chart of the months, and a table per month, location or week."""

    topics: ClassVar[frozenset[str]] = frozenset({"meal_service", "village_restaurant", "meal_price"})

    def __init__(self, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(runner, parent)
        self.location: ChoiceField[int | None] = ChoiceField([(None, _everywhere())])
        self.location.setAccessibleName(translate("meals", "Locatie"))
        self.location.edited.connect(self.reload)
        self.said = QLabel(wordWrap=True)
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.trend: ChoiceField[str] = ChoiceField([(measure.name, title) for title, measure in trends()])
        self.trend.setAccessibleName(translate("meals", "Grafiek van"))
        self.trend.edited.connect(self._show_trend)
        self.chart = BarChart(translate("meals", "Verloop per maand"))
        self.tabs = QTabBar()
        self.tabs.setAccessibleName(translate("meals", "Uitsplitsing"))
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.rows: RowTableModel[Row] = RowTableModel(_columns(""), key=lambda row: row[0])
        self.table = TableView(self.rows, name=translate("meals", "Cijfers"))
        self.tabs.currentChanged.connect(self._show_part)
        self._lay_out_body()
        self.setFocusProxy(self.table)

    def _lay_out_body(self) -> None:
        export = QPushButton(icons.icon("table"), "\u2002" + translate("meals", "&Exporteren…"))
        export.setToolTip(
            translate("meals", "De middagen van het jaar, een blad per dorp: dit kan ook weer ingelezen worden")
        )
        export.clicked.connect(lambda _checked=False: self.on_export())
        which = QHBoxLayout()
        which.addWidget(self.location)
        which.addStretch(1)
        which.addWidget(self.trend)
        which.addWidget(export)
        self.chart.setMaximumHeight(theme.px(180))
        layout = QVBoxLayout(self.body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(8))
        layout.addLayout(which)
        for widget in (self.said, self.chart, self.tabs):
            layout.addWidget(widget)
        layout.addWidget(self.table, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the chart out where the table would have no room."""
        super().resizeEvent(event)
        has_room = event.size().height() > theme.px(_ROOM_FOR_CHART)
        self.chart.setVisible(has_room)
        self.trend.setVisible(has_room)

    def read_report(self) -> None:
        """Ask for the year."""
        place, year = self.location.value, self.years.year
        self.runner.read(functools.partial(restaurant_year, restaurant_id=place, year=year), self.report_read)

    def is_empty(self, report: RestaurantYear) -> bool:
        """Tell whether nothing was counted in this year or the one before."""
        return not report.is_known

    def show_report(self, report: RestaurantYear) -> None:
        """Fill the line, the chart and the table; location and breakdown stay chosen."""
        self.location.set_options([(None, _everywhere()), *report.restaurants])
        self.said.setText(_sentence(report))
        self._show_trend()
        titles = [title for title, _ in parts(report)]
        if titles != [self.tabs.tabText(place) for place in range(self.tabs.count())]:
            self._set_tabs(titles)
        self._show_part()

    def _show_trend(self) -> None:
        if self.report is None:
            return
        title, measure = trends()[max(0, self.trend.currentIndex())]
        labels = [short_month_name(month) for month in _MONTHS]
        this, before = trend(measure, self.report.months), trend(measure, self.report.months_before)
        bars = [(f"{title} {self.report.year}", this), (str(self.report.year - 1), before)]
        self.chart.set_data(labels, bars)

    def _set_tabs(self, titles: Sequence[str]) -> None:
        chosen = self.tabs.tabText(self.tabs.currentIndex())
        blocked = self.tabs.blockSignals(True)
        while self.tabs.count():
            self.tabs.removeTab(0)
        for title in titles:
            self.tabs.addTab(title)
        self.tabs.setCurrentIndex(titles.index(chosen) if chosen in titles else 0)
        self.tabs.blockSignals(blocked)

    def _show_part(self, _place: int = 0) -> None:
        if self.report is None:
            return
        found = parts(self.report)
        place = max(0, self.tabs.currentIndex())
        title, rows = found[place]
        self.table.show_table(_columns(title, is_per_noon=place == len(found) - 1), rows)

    def paper(self, report: RestaurantYear) -> Paper:
        """Return how the year is printed and saved."""
        title = translate("meals", "Dorpsrestaurants {year}").format(year=report.year)
        return Paper(title, f"{title} {place_name(report)}", lambda path: write(path, report))

    def on_export(self) -> None:
        """Save the noons of the year in the office's own form."""
        year = self.years.year
        path = messages.choose_save(self, translate("meals", "Exporteren"), meals_file_name(year), "Excel (*.xlsx)")
        if path is None:
            return
        path = path if path.suffix.lower() == ".xlsx" else path.with_name(path.name + ".xlsx")

        def save(records: MealRecords) -> None:
            said = translate("meals", "Bewaard als {name}").format(name=path.name)
            self.runner.run(lambda: write_meals(path, records), lambda _done: messages.toast(self, said))

        self.runner.read(functools.partial(meal_records, year=year), save)

    def open_record(self, key: int) -> None:
        """Show one location."""
        if self.location.value != key:
            self.location.set_options([*self._options(), (key, "…")])
            self.location.set_value(key)
            self.reload()

    def _options(self) -> list[tuple[int | None, str]]:
        known: Sequence[tuple[int, str]] = self.report.restaurants if self.report else ()
        return [(None, _everywhere()), *known]

    def save_state(self) -> dict[str, object]:
        """Return the year and the location."""
        return {**super().save_state(), "location": self.location.value}

    def restore_state(self, state: dict[str, Any]) -> None:
        """Take back what `save_state` returned."""
        super().restore_state(state)
        location = state.get("location")
        if isinstance(location, int):
            self.open_record(location)


def _everywhere() -> str:
    return translate("meals", "Alle dorpsrestaurants")


def _sentence(report: RestaurantYear) -> str:
    """Return the year in one line: every measure that is known."""
    shown = {measure.name: (measure.heading, show_measure(measure, report.total)) for measure in measures()}
    share = shown.pop("no_show_share")[1]
    if share:
        heading, count = shown["no_shows"]
        shown["no_shows"] = heading, f"{count} ({share})"
    known = [f"{heading}: {value}" for heading, value in shown.values() if value]
    closed = sum(row.noons for row in report.closed)
    text = translate("meals", "Gesloten: {count}, in geen gemiddelde").format(count=closed)
    return " · ".join([*known, text] if closed else known)


def _columns(title: str, *, is_per_noon: bool = False) -> list[Column[Row]]:
    """Return the columns; of one noon it says nothing that it is one, and its own average."""
    left_out = _SAYS_NOTHING_OF_ONE if is_per_noon else ()
    return [
        Column(title, lambda row: row[0], width=176 if is_per_noon else 132, grows=not is_per_noon),
        *(_column(measure) for measure in measures() if measure.name not in left_out),
    ]


def _column(measure: Measure) -> Column[Row]:
    return Column(
        measure.heading,
        lambda row: show_measure(measure, row[1]),
        lambda row: getattr(row[1], measure.name),
        align_right=True,
        width=measure.width,
        is_spare=measure.is_spare,
    )
