"""The page Middagen: every restaurant of a week or a month at a glance; noons are opened, closed and added here."""

import functools
from collections.abc import Callable
from datetime import date
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from mmc_desk.core import clock
from mmc_desk.core.i18n import translate
from mmc_desk.features.meals.ops.closing import open_noon
from mmc_desk.features.meals.ops.restaurant_commands import OpenNoon
from mmc_desk.features.meals.ops.schedule import GenerateServices, generate_services, planned_label
from mmc_desk.features.meals.pages.astray_dialog import AstrayDialog
from mmc_desk.features.meals.pages.closing_dialogs import CloseDaysDialog, CloseNoonDialog, ExtraNoonDialog
from mmc_desk.features.meals.pages.noon_grid import NoonGrid
from mmc_desk.features.meals.queries.astray import AstrayNoon, astray_noons
from mmc_desk.features.meals.queries.calendar import NoonCalendar, no_service_days, noon_calendar
from mmc_desk.features.meals.queries.day import day_of
from mmc_desk.features.meals.rules.grid import NoonState, month_grid, week_grid
from mmc_desk.features.rides.pages.day_bar import DayBar, Span
from mmc_desk.ui import icons, messages, theme
from mmc_desk.ui.empty import EmptyState
from mmc_desk.ui.flow import FlowLayout
from mmc_desk.ui.page import Page
from mmc_desk.ui.parts import open_dialog
from mmc_desk.ui.runner import Runner

NOON_PAGE, LOCATIONS_PAGE = "noon", "locations"


class NoonsPage(Page):
    """A grid of noons. Enter opens one, Delete closes or opens it again, Ctrl+N adds one."""

    topics: ClassVar[frozenset[str]] = frozenset(
        {
            *("meal_service", "village_restaurant", "meal_booking", "meal_moment", "meal_closure", "closure_day"),
            "meal_duty",
        }
    )

    def __init__(self, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(runner, parent)
        self.bar = DayBar(self, (Span.WEEK, Span.MONTH))
        self.grid = NoonGrid()
        self.said = QLabel(wordWrap=True)
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.restaurants: tuple[tuple[int, str], ...] = ()
        self._wanted: int | None = None
        self._asked_ahead: date | None = None
        self._lay_out()
        self.bar.changed.connect(self.reload)
        self.grid.opened.connect(self.open_noon_page)
        self.grid.moved.connect(self._on_moved)
        self.setFocusProxy(self.grid)
        self.bar.put_after(self.grid)

    def _lay_out(self) -> None:
        self.open_button = self._button("utensils", translate("meals", "Middag &openen"), "Enter", self.open_noon_page)
        self.close_button = self._button("ban", translate("meals", "Middag &sluiten…"), "Del", self.close_or_open)
        extra = self._button("plus", translate("meals", "E&xtra middag…"), "Ctrl+N", self.on_new)
        weeks = self._button("calendar-off", translate("meals", "Sluitings&periode…"), "F7", self.close_days)
        self.astray: tuple[AstrayNoon, ...] = ()
        self.astray_button = self._button("triangle-alert", "", "F8", self.decide_astray)
        self.astray_button.setToolTip(translate("meals", "Middagen met inschrijvingen die in geen schema staan (F8)"))
        self.astray_button.hide()
        deeds = (("Del", self.close_or_open), ("F7", self.close_days), ("F8", self.decide_astray))
        for key, act in deeds:
            action = QAction(self.grid)
            action.setShortcut(QKeySequence(key))
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.triggered.connect(act)
            self.grid.addAction(action)
        self.open_button.setProperty("role", "primary")
        self.open_button.setIcon(icons.icon("utensils", "on_accent"))
        tools = FlowLayout(theme.px(8))
        for button in (self.open_button, self.close_button, extra, weeks, self.astray_button):
            tools.addWidget(button)
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        column.addWidget(self.bar)
        column.addLayout(tools)
        column.addWidget(self.grid, 1)
        column.addWidget(self.said)
        none = translate("meals", "Nog geen dorpsrestaurants. Voeg er een toe met zijn vaste weekdag, of importeer.")
        add = translate("meals", "Naar Locaties")
        self.empty = EmptyState("utensils", none, add, lambda: self.open_page.emit(LOCATIONS_PAGE, None))
        self.stack = QStackedWidget()
        self.stack.addWidget(holder)
        self.stack.addWidget(self.empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.stack)

    def _button(self, icon: str, text: str, key: str, act: Callable[[], None]) -> QPushButton:
        button = QPushButton(icons.icon(icon), "\u2002" + text)
        button.setToolTip(f"{text.replace('&', '').rstrip('…')} ({key})")
        button.clicked.connect(lambda _checked=False: act())
        return button

    # What the window asks

    def reload(self) -> None:
        """Read the week or month in view."""
        first, last = self.bar.bounds()
        self.runner.read(
            lambda session: (noon_calendar(session, first, last), no_service_days(session, first, last)),
            self._on_calendar,
        )
        self.runner.read(functools.partial(astray_noons, today=clock.today()), self._on_astray)

    def _on_astray(self, found: tuple[AstrayNoon, ...]) -> None:
        self.astray = found
        text = translate("meals", "&Buiten schema ({count})…").format(count=len(found))
        self.astray_button.setText("\u2002" + text)
        self.astray_button.setVisible(bool(found))

    def decide_astray(self) -> None:
        """F8: close or keep the noons that no schedule has any more."""
        if self.astray:
            open_dialog(AstrayDialog(self.runner, self.astray, self))

    def _on_calendar(self, found: tuple[NoonCalendar, dict[date, str]]) -> None:
        calendar, notes = found
        if (calendar.first, calendar.last) != self.bar.bounds():
            return
        self.restaurants = calendar.restaurants
        self.stack.setCurrentIndex(0 if calendar.has_restaurants else 1)
        if self.bar.span is Span.WEEK:
            self.grid.set_grid(week_grid(calendar.noons, calendar.restaurants, calendar.first, notes), self.bar.day)
        else:
            self.grid.set_grid(month_grid(calendar.noons, calendar.first, calendar.last), self.bar.day)
        if self._wanted is not None and self.grid.go_to(self._wanted):
            self._wanted = None
        self._make_ahead(calendar)

    def _make_ahead(self, calendar: NoonCalendar) -> None:
        """Make the noons of a period that is looked at before the desk made them, once."""
        if not calendar.has_restaurants or calendar.noons or calendar.first <= clock.today():
            return
        if self._asked_ahead != calendar.first:
            self._asked_ahead = calendar.first
            command = GenerateServices(calendar.first, calendar.last)
            self.runner.write(lambda session: generate_services(session, command), planned_label())

    def on_new(self) -> None:
        """Ctrl+N: a noon that no schedule has."""
        open_dialog(ExtraNoonDialog(self.runner, self.restaurants, self._place(), self))

    def on_find(self) -> None:
        """Put the focus in the date."""
        self.bar.date.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.bar.date.selectAll()

    def show_day(self, day: date) -> None:
        """Show the week or month of a day."""
        self.bar.go(day)

    def open_record(self, key: int) -> None:
        """Show a noon in its week."""

        def found(day: date | None) -> None:
            if day is not None:
                self._wanted = key
                self.bar.go(day)

        self.runner.read(functools.partial(day_of, service_id=key), found)

    def save_state(self) -> dict[str, object]:
        """Remember whether a week or a month is shown."""
        return {"span": self.bar.span.value}

    def restore_state(self, state: dict[str, object]) -> None:
        """Take back what `save_state` returned."""
        if state.get("span") == Span.MONTH:
            self.bar.set_span(Span.MONTH)

    # What a person does

    def open_noon_page(self) -> None:
        """Enter: the day itself."""
        noon = self.grid.current
        if noon is not None:
            self.open_page.emit(NOON_PAGE, noon.service_id)

    def close_or_open(self) -> None:
        """Delete: close the noon with its reason, or open a closed one again."""
        noon = self.grid.current
        if noon is None or noon.state(clock.today()) is NoonState.SERVED:
            return
        if not noon.closed_reason:
            open_dialog(CloseNoonDialog(self.runner, noon, self))
            return
        command = OpenNoon(noon.restaurant_id, noon.day)
        said = translate("meals", "{location} is weer open").format(location=noon.location)
        self.runner.write(
            lambda session: open_noon(session, command),
            said,
            lambda _key: messages.toast(self, said, self.runner.undo),
        )

    def close_days(self) -> None:
        """Close weeks: the restaurant of the row, or all."""
        open_dialog(CloseDaysDialog(self.runner, self.restaurants, self._place(), self))

    def _place(self) -> tuple[int | None, date]:
        noon = self.grid.current
        return self.grid.row_restaurant, noon.day if noon else max(self.bar.bounds()[0], clock.today())

    def _on_moved(self) -> None:
        noon, index = self.grid.current, self.grid.currentIndex()
        self.said.setText(self.grid.noons.spoken(index) if index.isValid() and index.column() else "")
        served = noon is not None and noon.state(clock.today()) is NoonState.SERVED
        self.open_button.setEnabled(noon is not None)
        self.close_button.setEnabled(noon is not None and not served)
        is_closed = noon is not None and bool(noon.closed_reason)
        text = translate("meals", "Weer o&penen") if is_closed else translate("meals", "Middag &sluiten…")
        self.close_button.setText("\u2002" + text)
