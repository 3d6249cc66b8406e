"""The page Rooster per chauffeur: a driver's roster of a week or a month, and the members they drove."""

from datetime import date
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from mmc_desk.core.formats import show_date
from mmc_desk.core.i18n import translate
from mmc_desk.features.rides.pages.day_bar import DayBar, Span
from mmc_desk.features.rides.pages.roster_pane import RosterPane
from mmc_desk.features.rides.queries.driven import DrivenMember, DriverName, driven_members, driver_names
from mmc_desk.ui import theme
from mmc_desk.ui.columns import Column
from mmc_desk.ui.empty import EmptyState
from mmc_desk.ui.fields import ChoiceField
from mmc_desk.ui.page import Page
from mmc_desk.ui.runner import Runner
from mmc_desk.ui.table_model import RowTableModel, TableView


class DriverRidesPage(Page):
    """One driver: roster and members."""

    topics: ClassVar[frozenset[str]] = frozenset({"ride", "ride_request", "person", "address", "driver", "member"})

    def __init__(self, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(runner, parent)
        self.driver: ChoiceField[int] = ChoiceField()
        self.bar = DayBar(self, (Span.MONTH, Span.WEEK))
        self.model: RowTableModel[DrivenMember] = RowTableModel(_columns())
        self.table = TableView(self.model, name=translate("rides", "Leden die deze chauffeur reed"))
        self.pane = RosterPane(runner)
        self.count = QLabel()
        self._drivers: dict[int, DriverName] = {}
        self._wanted: int | None = None
        self._lay_out()
        self.driver.edited.connect(self._read_driver)
        self.bar.changed.connect(self._show_roster)
        self.table.activated_row.connect(lambda row: self.open_page.emit("members", row.key))

    def _lay_out(self) -> None:
        self.driver.setAccessibleName(translate("rides", "Chauffeur"))
        self.count.setProperty("role", "muted")
        heading = QLabel(translate("rides", "Wie reed hij of zij?"))
        heading.setProperty("role", "heading")
        self.nothing = EmptyState("users", translate("rides", "Nog geen ritten gereden."))
        self.stack = QStackedWidget()
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.nothing)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        for part in (self.driver, heading):
            column.addWidget(part)
        column.addWidget(self.stack, 1)
        column.addWidget(self.count)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setHandleWidth(theme.px(12))
        splitter.addWidget(left)
        splitter.addWidget(self.pane)
        splitter.setSizes([theme.px(460), theme.px(640)])
        top = QHBoxLayout()
        top.addWidget(self.bar, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(8))
        layout.addLayout(top)
        layout.addWidget(splitter, 1)
        self.setFocusProxy(self.driver)
        self.bar.put_after(self.driver, self.table)

    def reload(self) -> None:
        """Read the drivers, and the one that is chosen."""
        self.runner.read(driver_names, self._on_drivers)

    def _on_drivers(self, drivers: tuple[DriverName, ...]) -> None:
        self._drivers = {driver.key: driver for driver in drivers}
        stopped = translate("rides", "{name} (gestopt)")
        self.driver.set_options(
            [(one.key, one.name if one.is_active else stopped.format(name=one.name)) for one in drivers]
        )
        wanted, self._wanted = self._wanted, None
        if wanted in self._drivers:
            self.driver.set_value(wanted)
        self._read_driver()

    def _read_driver(self) -> None:
        key = self.driver.value
        if key is None:
            self._on_members(())
            return
        self.runner.read(lambda session: driven_members(session, key), self._on_members)
        self._show_roster()

    def _on_members(self, members: tuple[DrivenMember, ...]) -> None:
        self.model.set_rows(members)
        self.stack.setCurrentWidget(self.table if members else self.nothing)
        text = translate("rides", "{members} leden, {rides} keer")
        self.count.setText(
            text.format(members=len(members), rides=sum(row.rides for row in members)) if members else ""
        )

    def _show_roster(self) -> None:
        driver = self._drivers.get(self.driver.value or 0)
        if driver is not None:
            self.pane.show_rosters((*self.bar.bounds(), driver.code), 0)

    def on_print(self) -> None:
        """Print the roster."""
        self.pane.print_pages()

    def open_record(self, key: int) -> None:
        """Show a driver."""
        self._wanted = key
        self.reload()

    def show_day(self, day: date) -> None:
        """Show the month or the week around a day."""
        self.bar.go(day)

    def save_state(self) -> dict[str, object]:
        """Remember the span and the widths."""
        return {"span": self.bar.span.value, "table": self.table.save_state()}

    def restore_state(self, state: dict[str, object]) -> None:
        """Take back what `save_state` returned."""
        span, table = state.get("span"), state.get("table")
        if span in {Span.MONTH.value, Span.WEEK.value}:
            self.bar.set_span(Span(str(span)))
        if isinstance(table, dict):
            self.table.restore_state(table)


def _columns() -> list[Column[DrivenMember]]:
    return [
        Column(translate("rides", "Lid"), lambda row: row.name, width=150, grows=True),
        Column(
            translate("rides", "Keren"), lambda row: str(row.rides), lambda row: row.rides, align_right=True, width=64
        ),
        Column(translate("rides", "Laatst"), lambda row: show_date(row.last_day), lambda row: row.last_day, width=104),
        Column(translate("rides", "Dorp"), lambda row: row.village, width=110, is_spare=True),
        Column(
            translate("rides", "Nummer"),
            lambda row: str(row.member_no),
            lambda row: row.member_no,
            width=70,
            is_spare=True,
        ),
    ]
