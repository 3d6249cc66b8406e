"""Small pages to look at the kit with and to drive it by: they stand for no feature."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget
from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.core.feature import Feature, Hit, PageSpec
from mmc_desk.core.model import ClosureDay
from mmc_desk.ui.charts import BarChart
from mmc_desk.ui.columns import Column
from mmc_desk.ui.empty import EmptyState
from mmc_desk.ui.page import Page
from mmc_desk.ui.runner import Runner
from mmc_desk.ui.table_model import RowTableModel, TableView

WHERE = "tests.ui.sample_pages"


@dataclass(frozen=True)
class DayRow:
    key: int
    day: date
    reason: str


def closure_days(session: Session) -> list[DayRow]:
    days = session.scalars(select(ClosureDay).order_by(ClosureDay.day))
    return [DayRow(day.id, day.day, day.reason) for day in days]


def find_days(session: Session) -> list[Hit]:
    return [Hit("days", row.key, row.reason, f"{row.day}", "") for row in closure_days(session)]


class DaysPage(Page):
    topics: ClassVar[frozenset[str]] = frozenset({"closure_day"})

    def __init__(self, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(runner, parent)
        self.reads = 0
        self.asked: list[object] = []
        self.filter = QLineEdit()
        self.filter.setPlaceholderText("Filteren")
        self.filter.setAccessibleName("Filteren")
        self.new = QPushButton("Nieuwe sluitingsdag")
        self.new.setProperty("role", "primary")
        self.model = RowTableModel(
            (
                Column[DayRow]("Datum", lambda row: f"{row.day:%d/%m/%Y}", sort=lambda row: row.day, width=128),
                Column[DayRow]("Reden", lambda row: row.reason, width=320, bold=lambda row: row.key == 1),
                Column[DayRow]("Nr.", lambda row: str(row.key), sort=lambda row: row.key, align_right=True, width=64),
            )
        )
        self.table = TableView(self.model, name="Sluitingsdagen")
        self.filter.textChanged.connect(self.model.set_filter)
        line = QHBoxLayout()
        line.addWidget(self.filter, 1)
        line.addWidget(self.new)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(line)
        layout.addWidget(self.table, 1)

    def reload(self) -> None:
        self.reads += 1
        self.runner.read(closure_days, self.model.set_rows)

    def on_new(self) -> None:
        self.asked.append("new")

    def on_print(self) -> None:
        self.asked.append("print")

    def on_find(self) -> None:
        self.filter.setFocus()

    def open_record(self, key: int) -> None:
        self.asked.append(key)

    def show_day(self, day: date) -> None:
        self.asked.append(day)

    def save_state(self) -> dict[str, object]:
        return {"filter": self.filter.text()}

    def restore_state(self, state: dict[str, object]) -> None:
        self.filter.setText(str(state.get("filter", "")))


class ChartPage(Page):
    def __init__(self, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(runner, parent)
        self.chart = BarChart("Ritten per maand")
        months = ["jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"]
        this_year = [210, 245, 260, 251, 270, 240, 180, 190, 255, 281, 262, 239]
        last_year: list[float | None] = [200, 230, 241, None, 255, 236, 170, 182, 240, 262, 250, 220]
        self.chart.set_data(months, [("2019", this_year), ("2018", last_year)])
        QVBoxLayout(self).addWidget(self.chart)


class EmptyPage(Page):
    def __init__(self, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(runner, parent)
        empty = EmptyState("users", "Nog geen leden.", "Importeer uit Excel", lambda: self.open_page.emit("days", 7))
        self.button = empty.button
        QVBoxLayout(self).addWidget(empty)


FEATURES = (
    Feature(
        "sample",
        "Proef",
        pages=(
            PageSpec("days", "Vandaag", "Sluitingsdagen", "home", f"{WHERE}:DaysPage", 10, "index"),
            PageSpec("chart", "Vandaag", "Grafiek", "home", f"{WHERE}:ChartPage", 11),
            PageSpec("empty", "Leden", "Leden", "users", f"{WHERE}:EmptyPage", 30),
        ),
        search=f"{WHERE}:find_days",
    ),
    Feature("other", "Ander", pages=(PageSpec("rides", "Ritten", "Ritten", "car", f"{WHERE}:DaysPage", 20),)),
)
