"""The page Rittenbladen: a driver's sheets of a month, keyed as they come in; whose sheets are still missing."""

from datetime import date
from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from mmc_desk.core import clock
from mmc_desk.core.formats import month_name, show_day, show_phone
from mmc_desk.core.i18n import translate
from mmc_desk.features.rides import ops
from mmc_desk.features.rides.pages.ride_words import names_of, route_of, time_of
from mmc_desk.features.rides.pages.sheet_bar import SheetBar
from mmc_desk.features.rides.pages.sheet_grid import SheetGrid
from mmc_desk.features.rides.pages.sheet_paper import open_blank_sheets, open_sheets, open_tomorrow
from mmc_desk.features.rides.queries.board import one_ride
from mmc_desk.features.rides.queries.roster import month_of
from mmc_desk.features.rides.queries.rows import RideLine
from mmc_desk.features.rides.queries.sheets import DriverMonth, SheetDesk, driver_month, sheet_desk
from mmc_desk.features.rides.rules.sheets import Reading
from mmc_desk.ui import icons, messages, theme
from mmc_desk.ui.columns import Column
from mmc_desk.ui.empty import EmptyState
from mmc_desk.ui.page import Page
from mmc_desk.ui.runner import Runner
from mmc_desk.ui.table_model import RowTableModel, TableView


class SheetsPage(Page):
    """Without a driver it shows which rides still lack a result, and whom to phone; with one, the rows to key."""

    topics: ClassVar[frozenset[str]] = frozenset({"ride", "ride_request", "leg", "person", "driver", "member"})

    def __init__(self, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(runner, parent)
        self.bar = SheetBar(self)
        self.grid = SheetGrid(runner)
        self.model: RowTableModel[RideLine] = RowTableModel(self._columns(), key=lambda ride: ride.ride_id)
        self.missing = TableView(self.model, name=translate("sheets", "Ritten zonder resultaat"))
        self.notice = QLabel(wordWrap=True)
        self.legend = QLabel(wordWrap=True)
        self._phones: dict[int, str] = {}
        self._wanted_ride: int | None = None
        self._starts = False
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.notice.setProperty("role", "warning")
        self.legend.setProperty("role", "muted")
        self.empty = EmptyState("file-text", "")
        self.stack = QStackedWidget()
        for widget in (self.grid, self.missing, self.empty):
            self.stack.addWidget(widget)
        self.add_button = QPushButton(icons.icon("plus"), "\u2002" + translate("sheets", "Rit &toevoegen…  Ctrl+N"))
        self.add_button.setToolTip(translate("sheets", "Een rit van het blad die niemand had aangekondigd"))
        self.print_button = QPushButton(icons.icon("printer"), "\u2002" + translate("sheets", "&Afdrukken"))
        self.print_button.setMenu(self._print_menu())
        foot = QHBoxLayout()
        foot.setSpacing(theme.px(8))
        foot.addWidget(self.legend, 1)
        foot.addWidget(self.add_button)
        foot.addWidget(self.print_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(8))
        layout.addWidget(self.bar)
        layout.addWidget(self.notice)
        layout.addWidget(self.stack, 1)
        layout.addLayout(foot)
        self.setFocusProxy(self.bar.driver)

    def _print_menu(self) -> QMenu:
        menu = QMenu(self)
        for text, act in (
            (translate("sheets", "Bladen van deze &chauffeur"), self.on_print),
            (translate("sheets", "Bladen van &alle chauffeurs"), self.print_all),
            (translate("sheets", "&Lege bladen"), self.print_blank),
            (translate("sheets", "&Stroomuitval: rittenlijsten van morgen en lege bladen"), self.print_tomorrow),
        ):
            action = QAction(text, self)
            action.triggered.connect(lambda _checked=False, act=act: act())
            menu.addAction(action)
        return menu

    def _connect(self) -> None:
        self.bar.changed.connect(self._on_chosen)
        self.grid.past_the_end.connect(self._on_end)
        self.grid.month_stepped.connect(self.bar.step)
        self.grid.driver_stepped.connect(self.bar.step_driver)
        self.grid.counted.connect(self._tell)
        self.grid.stale.connect(self.reload)
        self.missing.activated_row.connect(self._open_missing)
        self.add_button.clicked.connect(lambda _checked=False: self.on_new())

    # What is shown

    def reload(self) -> None:
        """Read the drivers of the month, and the sheets of the one on show."""
        first = self.bar.first
        self.runner.read(partial(sheet_desk, year=first.year, month=first.month), self._on_desk)
        if self.bar.driver_id is not None:
            self._read_driver(self.bar.driver_id)

    def _read_driver(self, driver_id: int) -> None:
        first = self.bar.first
        query = partial(driver_month, driver_id=driver_id, year=first.year, month=first.month)
        self.runner.read(query, self._on_month, lambda _error: self.bar.choose(None))

    def _on_desk(self, desk: SheetDesk) -> None:
        if (desk.year, desk.month) != (self.bar.first.year, self.bar.first.month):
            return
        self._phones = {driver.driver_id: driver.phone for driver in desk.drivers}
        self.bar.show_drivers(desk.drivers)
        self.model.set_rows(desk.missing)
        month = f"{month_name(desk.month)} {desk.year}"
        text = translate("sheets", "Van elke voorbije rit van {month} is het resultaat ingevuld.")
        self.empty.sentence.setText(text.format(month=month))
        self._show()

    def _on_month(self, month: DriverMonth) -> None:
        first = self.bar.first
        if (month.driver.driver_id, month.year, month.month) != (self.bar.driver_id, first.year, first.month):
            return
        self.grid.show_month(month)
        text = translate("sheets", "Deze maand is al afgerekend: wat nu binnenkomt, komt in de volgende afrekening.")
        self.notice.setText(text if month.is_settled else "")
        self._show()
        wanted, self._wanted_ride = self._wanted_ride, None
        if (wanted is None or not self.grid.focus_ride(wanted)) and self._starts:
            self.grid.focus_first()
        self._starts = False

    def _show(self) -> None:
        has_driver = self.bar.driver_id is not None
        self.notice.setVisible(has_driver and bool(self.notice.text()))
        self.add_button.setEnabled(has_driver)
        if has_driver:
            self.stack.setCurrentWidget(self.grid)
            self.legend.setText(
                translate(
                    "sheets", "Enter: volgend vak · +: volgende rit · =: neem het grijze over · L: loos, G: geannuleerd"
                )
            )
        else:
            self.stack.setCurrentWidget(self.missing if self.model.rows else self.empty)
            self.legend.setText(translate("sheets", "Enter op een rit opent het blad van die chauffeur."))
        self._tell()

    def _tell(self) -> None:
        mine = None
        if self.bar.driver_id is not None and self.grid.month is not None:
            mine = sum(line.row.is_missing for line in self.grid.lines)
        self.bar.tell(mine, self.grid.unsaved if mine is not None else 0)

    def _on_chosen(self) -> None:
        self.grid.leave_row()
        self.grid.keep_drafts()
        self._starts = self.bar.driver_id is not None
        self.reload()

    def _on_end(self) -> None:
        if self.bar.next_button.isEnabled():
            self.bar.next_button.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.add_button.setFocus(Qt.FocusReason.TabFocusReason)

    def _open_missing(self, ride: RideLine) -> None:
        self._wanted_ride = ride.ride_id
        if ride.driver_id is None:
            self.open_page.emit("board", ride.ride_id)
        else:
            self.bar.choose(ride.driver_id)

    def hideEvent(self, event: QHideEvent) -> None:
        """Save the row with the cursor: the page is left, or the window closed."""
        self.grid.leave_row()
        super().hideEvent(event)

    # What the window asks

    def on_new(self) -> None:
        """Add a ride that nobody had announced."""
        if self.bar.driver_id is None or self.grid.month is None:
            self.bar.driver.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
        from mmc_desk.features.rides.pages.unannounced_dialog import UnannouncedDialog

        self.grid.leave_row()
        month = self.grid.month
        dialog = UnannouncedDialog(self.runner, month.driver, self._likely_day(), self._last_reading(), self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.save_with(self.runner, dialog.make_op, translate("sheets", "Rit toegevoegd"), self._on_added)
        dialog.open()

    def _likely_day(self) -> date:
        days = [line.row.ride.ride_date for line in self.grid.lines if line.is_open]
        return days[-1] if days else min(clock.today(), month_of(self.bar.first)[1])

    def _last_reading(self) -> Reading | None:
        for line in reversed(self.grid.lines):
            noted = line.noted()
            if noted.end is not None:
                return Reading(noted.ride_no, noted.day, noted.start, noted.end)
        return self.grid.month.before if self.grid.month is not None else None

    def _on_added(self, added: ops.AddedRide) -> None:
        said = " ".join(caution.text for caution in added.cautions)
        done = translate("sheets", "Rit toegevoegd. {cautions}").format(cautions=said).strip()
        messages.toast(self, done, self.runner.undo)

    def on_find(self) -> None:
        """Put the cursor in the driver's name."""
        self.bar.driver.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def on_print(self) -> None:
        """Show the pages of the driver's booklet; without a driver, of everybody."""
        driver = self.grid.month.driver.code if self.bar.driver_id is not None and self.grid.month is not None else None
        self.grid.leave_row()
        open_sheets(self.runner, self, *month_of(self.bar.first), driver)

    def print_all(self) -> None:
        """Show the booklet pages of every driver of the month."""
        self.grid.leave_row()
        open_sheets(self.runner, self, *month_of(self.bar.first), None)

    def print_blank(self) -> None:
        """Show blank pages: for the cars, and for when the power is out."""
        open_blank_sheets(self.runner, self)

    def print_tomorrow(self) -> None:
        """Show tomorrow's rosters with blank sheets behind them (domain.md §10.19)."""
        open_tomorrow(self.runner, self)

    def open_record(self, key: int) -> None:
        """Show the sheet on which a ride is."""
        self.runner.read(partial(one_ride, ride_id=key), self._on_ride)

    def _on_ride(self, ride: RideLine) -> None:
        self._wanted_ride = ride.ride_id
        self.bar.first = month_of(ride.ride_date)[0]
        self.bar.show_month()
        self.bar.driver_id = ride.driver_id
        self._on_chosen()

    def show_day(self, day: date) -> None:
        """Show the month of a day."""
        self.bar.go(day)

    def save_state(self) -> dict[str, object]:
        """Remember the rows that can't be saved yet: what was typed is never lost."""
        self.grid.leave_row()
        self.grid.keep_drafts()
        return {"drafts": {str(ride_id): dict(texts) for ride_id, texts in self.grid.drafts.items()}}

    def restore_state(self, state: dict[str, Any]) -> None:
        """Take back what `save_state` returned."""
        drafts = state.get("drafts")
        if isinstance(drafts, dict):
            self.grid.drafts = {int(ride_id): dict(texts) for ride_id, texts in drafts.items()}

    def _columns(self) -> list[Column[RideLine]]:
        return [
            Column(translate("sheets", "Dag"), _day, lambda ride: ride.ride_date, width=116),
            Column(translate("sheets", "Uur"), time_of, width=58),
            Column(translate("sheets", "Chauffeur"), _driver, width=180, grows=True),
            Column(translate("sheets", "Te bellen"), self._phone, width=130),
            Column(translate("sheets", "Lid"), names_of, width=190, grows=True),
            Column(translate("sheets", "Van en naar"), route_of, width=220, grows=True),
            Column(translate("sheets", "Nummer"), lambda ride: ride.ride_no, width=96, is_spare=True),
        ]

    def _phone(self, ride: RideLine) -> str:
        return show_phone(self._phones.get(ride.driver_id or 0, ""))


def _day(ride: RideLine) -> str:
    return show_day(ride.ride_date)


def _driver(ride: RideLine) -> str:
    return ride.driver or translate("sheets", "zonder chauffeur")
