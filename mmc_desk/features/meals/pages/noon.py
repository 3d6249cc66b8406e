"""De middag: who is on the list and came, what the kitchen is told, the counts and the cash box at its end."""

import functools
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QTabBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from mmc_desk.core.errors import ConflictError, DeskError
from mmc_desk.core.formats import show_weekday_date
from mmc_desk.core.i18n import translate
from mmc_desk.core.still import if_still
from mmc_desk.features.meals.model.bookings import BookingState
from mmc_desk.features.meals.ops import day as ops
from mmc_desk.features.meals.pages.caterer_dialog import CatererDialog
from mmc_desk.features.meals.pages.guest_actions import GuestActions
from mmc_desk.features.meals.pages.guest_table import guest_table
from mmc_desk.features.meals.pages.noon_sheet import NoonSheet
from mmc_desk.features.meals.pages.noon_words import room_line, tab_text
from mmc_desk.features.meals.printout import day as papers
from mmc_desk.features.meals.printout.calls import write_calls
from mmc_desk.features.meals.queries import day as queries
from mmc_desk.features.meals.queries.day import Guest, Noon, NoonTab
from mmc_desk.features.rides.pages.day_bar import DayBar, Span
from mmc_desk.features.rides.pages.papers import show_paper
from mmc_desk.features.rides.pages.tool_row import ToolRow
from mmc_desk.ui import icons, messages, parts, theme
from mmc_desk.ui.empty import EmptyState
from mmc_desk.ui.page import Page
from mmc_desk.ui.parts import open_dialog
from mmc_desk.ui.runner import Runner
from mmc_desk.ui.table_model import TableView


class NoonBar(DayBar):
    """The day in view; its arrows go from noon to noon, over the days without a meal."""

    stepped = Signal(int)

    def step(self, by: int) -> None:
        """Ask the page for the next noon, or the one before."""
        self.stepped.emit(by)


class NoonPage(Page):
    """A day's noons as tabs: on the left the list to tick, on the right the sheet with counts and cash."""

    topics: ClassVar[frozenset[str]] = frozenset(
        {"meal_service", "meal_booking", "participant", "person", "village_restaurant", "ride", "meal_price"}
    )

    def __init__(self, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(runner, parent)
        self.bar = NoonBar(self, [Span.DAY])
        self.tabs = QTabBar()
        self.table = TableView(guest_table(), name=translate("bookings", "Wie komt er eten"))
        self.sheet = NoonSheet()
        self.form = self.sheet.form
        self.deeds = GuestActions(runner, self, self.table.selected_rows)
        self.noon: Noon | None = None
        self._tabs: Sequence[NoonTab] = ()
        self._wanted: int | None = None
        self._make_parts()
        self._lay_out()
        self._connect()

    def _make_parts(self) -> None:
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(translate("bookings", "Filter op naam, dieet, opmerking"))
        self.filter.setAccessibleName(translate("bookings", "Filter"))
        self.filter.setClearButtonEnabled(True)
        self.filter.addAction(icons.icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self.tabs.setAccessibleName(translate("bookings", "Locatie"))
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.notice, self.room = parts.label("warning"), parts.label("muted")
        self.new_button = QPushButton(icons.icon("plus", "on_accent"), "\u2002" + translate("bookings", "Inschrijven"))
        self.new_button.setProperty("role", "primary")
        self.new_button.setToolTip("Ctrl+N")
        self.move_button = QPushButton(icons.icon("arrow-right"), "\u2002" + translate("bookings", "Opschuiven (O)"))
        self.caterer_button = QPushButton(icons.icon("send"), "\u2002" + translate("bookings", "&Keuken…"))
        self.caterer_button.setToolTip(translate("bookings", "Aantallen doorgeven aan de keuken of de traiteur"))
        self.print_button = QPushButton(icons.icon("printer"), "\u2002" + translate("bookings", "Af&drukken"))
        self.print_button.setMenu(self._print_menu())
        self.empty = EmptyState(
            "calendar-off", "", translate("bookings", "Naar de volgende middag"), lambda: self.step(1)
        )

    def _print_menu(self) -> QMenu:
        menu = QMenu(self)
        for text, act in (
            (translate("bookings", "&Aanwezigheidslijst"), self.on_print),
            (translate("bookings", "Aantallen voor de &keuken"), self.print_caterer),
            (translate("bookings", "Ka&sblad"), self.print_cash),
            (translate("bookings", "&Bellijst: geen maaltijd"), self.print_calls),
        ):
            action = QAction(text, self)
            action.triggered.connect(lambda _checked=False, act=act: act())
            menu.addAction(action)
        return menu

    def _lay_out(self) -> None:
        more = QToolButton()
        more.setText("…")
        more.setAccessibleName(translate("bookings", "Meer"))
        more.setToolTip(translate("bookings", "Alles wat met de gekozen regels kan"))
        more.clicked.connect(lambda: self.deeds.show_menu(more.mapToGlobal(more.rect().bottomLeft())))
        names = ("present", "absent", "everybody", "walk_in")
        tools = ToolRow(self.new_button, [self.deeds.actions[name] for name in names], more)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        up = QHBoxLayout()
        up.addWidget(self.notice, 1)
        up.addWidget(self.move_button)
        for part in (tools, up, self.filter):
            column.addLayout(part) if isinstance(part, QHBoxLayout) else column.addWidget(part)
        column.addWidget(self.table, 1)
        column.addWidget(self.room)
        self.left = left
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(theme.px(12))
        self.splitter.addWidget(left)
        self.splitter.addWidget(self.sheet)
        self.splitter.setStretchFactor(0, 3)
        self.splitter.setStretchFactor(1, 2)
        self.splitter.setSizes([theme.px(700), theme.px(400)])
        self.stack = QStackedWidget()
        self.stack.addWidget(self.splitter)
        self.stack.addWidget(self.empty)
        top = QHBoxLayout()
        top.addWidget(self.tabs, 1)
        top.addWidget(self.caterer_button)
        top.addWidget(self.print_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(8))
        layout.addWidget(self.bar)
        layout.addLayout(top)
        layout.addWidget(self.stack, 1)

    def _connect(self) -> None:
        self.bar.changed.connect(self.reload)
        self.bar.stepped.connect(self.step)
        self.tabs.currentChanged.connect(self._on_tab)
        self.filter.textChanged.connect(self.table.rows_model.set_filter)
        self.table.activated_row.connect(lambda _row: self.deeds.edit())
        self.table.selectionModel().selectionChanged.connect(lambda *_: self.deeds.show_selection())
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(
            lambda place: self.deeds.show_menu(self.table.viewport().mapToGlobal(place))
        )
        self.deeds.attach(self.table)
        self.deeds.stepped.connect(self._next_row)
        self.new_button.clicked.connect(lambda _checked=False: self.on_new())
        self.move_button.clicked.connect(lambda _checked=False: self.deeds.move_up())
        self.caterer_button.clicked.connect(lambda _checked=False: self.tell_caterer())
        self.sheet.kept.connect(lambda finish: self.save(finish=finish))
        for keys, by in (("Ctrl+Down", 1), ("Ctrl+Up", -1)):
            action = QAction(self)
            action.setShortcut(QKeySequence(keys))
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(lambda _checked=False, by=by: self._step_tab(by))
            self.addAction(action)

    # Which noon

    def reload(self) -> None:
        """Read the noons of the day, and the one in front."""
        self.runner.read(functools.partial(queries.noons_of_day, day=self.bar.day), self._on_tabs)

    def _on_tabs(self, tabs: Sequence[NoonTab]) -> None:
        self._tabs = tabs
        blocked = self.tabs.blockSignals(True)
        while self.tabs.count():
            self.tabs.removeTab(0)
        for tab in tabs:
            self.tabs.addTab(tab_text(tab))
        ids = [tab.service_id for tab in tabs]
        for before in filter(None, (self._wanted, self.noon.service_id if self.noon else None)):
            if before in ids:
                self.tabs.setCurrentIndex(ids.index(before))
                self._wanted = None
                break
        self.tabs.blockSignals(blocked)
        if not tabs:
            self._show_nothing()
            return
        self._read_noon()

    def _show_nothing(self) -> None:
        self.noon = None
        self.deeds.show_noon(None)
        text = translate("bookings", "Op {day} is er nergens een maaltijd.").format(day=show_weekday_date(self.bar.day))
        self.empty.sentence.setText(text)
        self.stack.setCurrentWidget(self.empty)
        self.caterer_button.setEnabled(False)
        self.print_button.setEnabled(False)

    def _on_tab(self, place: int) -> None:
        if 0 <= place < len(self._tabs):
            self._read_noon()

    def _read_noon(self) -> None:
        tab = self._tabs[max(0, self.tabs.currentIndex())]
        query = functools.partial(queries.noon, service_id=tab.service_id)
        self.runner.read(query, self._on_noon, lambda _error: self.reload())

    def _step_tab(self, by: int) -> None:
        if self.tabs.count():
            self.tabs.setCurrentIndex((self.tabs.currentIndex() + by) % self.tabs.count())

    def step(self, by: int) -> None:
        """Go to the next day with a meal, or the one before."""
        query = functools.partial(queries.next_noon_day, day=self.bar.day, back=by < 0)
        self.runner.read(query, lambda found: self.bar.go(found) if found else None)

    def show_day(self, day: date) -> None:
        """Show the noons of a day."""
        self.bar.go(day)

    def open_record(self, key: int) -> None:
        """Show one noon."""
        self._wanted = key

        def go(day: date | None) -> None:
            if day is not None:
                self.bar.go(day)

        self.runner.read(functools.partial(queries.day_of, service_id=key), go)

    # What is shown

    def _on_noon(self, noon: Noon) -> None:
        is_other = self.noon is None or self.noon.service_id != noon.service_id
        self.noon = noon
        self.stack.setCurrentWidget(self.splitter)
        self.left.setVisible(noon.named)
        self.table.rows_model.set_rows(noon.guests)
        if is_other and noon.guests:
            self.table.selectRow(0)
        self.deeds.show_noon(noon)
        self.sheet.show_noon(noon)
        self._say(noon)
        if is_other:
            (self.table if noon.named else self.form).setFocus()
            self.sheet.to_top()
            if not noon.named and not noon.closed_reason:
                self.form.focus_first()

    def _say(self, noon: Noon) -> None:
        free = ", ".join(guest.name for guest in noon.moves_up)
        text = translate("bookings", "Er is een plaats vrij voor: {names}.").format(names=free) if free else ""
        if noon.closed_reason:
            text = translate("bookings", "Gesloten: {reason}. Druk de bellijst af en verwittig wie ingeschreven is.")
            text = text.format(reason=noon.closed_reason)
        self.notice.setText(text)
        self.notice.setVisible(bool(text))
        self.move_button.setVisible(bool(free) and not noon.closed_reason)
        self.room.setText(room_line(noon))
        self.room.setToolTip(self.room.text())
        self.caterer_button.setEnabled(not noon.closed_reason and noon.named)
        self.print_button.setEnabled(True)

    def _next_row(self) -> None:
        if len(self.table.selected_rows()) == 1:
            place = self.table.currentIndex().row() + 1
            if place < len(self.table.rows_model.rows):
                self.table.selectRow(place)

    # What a person does

    def on_new(self) -> None:
        """Ctrl+N."""
        self.deeds.book()

    def on_find(self) -> None:
        """Ctrl+F."""
        self.filter.setFocus()
        self.filter.selectAll()

    def save(self, *, finish: bool) -> None:
        """Keep the sheet; finished, its counts are final. Who isn't ticked yet is asked about."""
        noon = self.noon
        problem = self.form.first_problem()
        if noon is None or problem is not None:
            if problem is not None:
                problem.field.setFocus()
            return
        rest = None
        unticked = [guest for guest in noon.guests if guest.state is BookingState.BOOKED]
        if finish and unticked:
            rest = self._ask_rest(unticked)
            if rest is None:
                return
        try:
            command = self.form.command(finish=finish, rest=rest)
        except DeskError as error:
            self._refuse(error)
            return
        label = translate("bookings", "Middag afgesloten") if finish else translate("bookings", "Middag bewaard")
        self.runner.write(
            if_still(functools.partial(ops.key_day, command=command), functools.partial(_sheet, noon), _sheet_of(noon)),
            label,
            functools.partial(self._on_saved, label),
            self._refuse,
        )

    def _ask_rest(self, unticked: Sequence[Guest]) -> BookingState | None:
        text = translate("bookings", "{count} inschrijvingen zijn niet aangevinkt: {names}. Waren zij er?")
        names = ", ".join(guest.name for guest in unticked[:6]) + ("…" if len(unticked) > 6 else "")
        came, missed = translate("bookings", "De rest was er"), translate("bookings", "De rest kwam niet")
        chosen = messages.choose(self, text.format(count=len(unticked), names=names), (came, missed))
        return {0: BookingState.PRESENT, 1: BookingState.NO_SHOW}.get(-1 if chosen is None else chosen)

    def _on_saved(self, label: str, _value: object) -> None:
        self.form.is_typed = False
        messages.toast(self, label, self.runner.undo)

    def _refuse(self, error: DeskError) -> None:
        if isinstance(error, ConflictError):
            self._read_noon()
        if not self.form.refuse(error):
            messages.show_error(self, str(error))

    def tell_caterer(self) -> None:
        """Tell the kitchen how many meals: looked at first."""
        if self.noon is not None:
            open_dialog(CatererDialog(self.runner, self.noon, self))

    def on_print(self) -> None:
        """Ctrl+P: the list to tick at the door."""
        self._print(papers.write_attendance, translate("bookings", "Aanwezigheidslijst"))

    def print_caterer(self) -> None:
        """Print what the kitchen is told."""
        self._print(papers.write_caterer, translate("bookings", "Aantallen"))

    def print_cash(self) -> None:
        """Print the cash sheet."""
        self._print(papers.write_cash, translate("bookings", "Kasblad"))

    def print_calls(self) -> None:
        """Print whom to phone when the noon doesn't take place."""
        self._print(write_calls, translate("bookings", "Bellijst"))

    def _print(self, write: Callable[[Path, Noon], None], title: str) -> None:
        if self.noon is not None:
            query = functools.partial(queries.noon, service_id=self.noon.service_id)
            show_paper(self.runner, self, query, write, (title, papers.file_name(title, self.noon)))

    def save_state(self) -> dict[str, object]:
        """Return widths and splitter."""
        return {"table": self.table.save_state(), "sizes": self.splitter.sizes()}

    def restore_state(self, state: dict[str, Any]) -> None:
        """Take back what `save_state` returned."""
        self.table.restore_state(state.get("table", {}))
        sizes = state.get("sizes")
        if sizes and len(sizes) == 2 and all(sizes):
            self.splitter.setSizes([int(size) for size in sizes])


def _sheet(noon: Noon, session: Any) -> tuple[object, ...]:  # noqa: ANN401 - a Session; pages know none
    return _sheet_of(queries.noon(session, noon.service_id))


def _sheet_of(noon: Noon) -> tuple[object, ...]:
    """Return what the sheet of a noon holds: what two desks may key at once."""
    paper = (noon.volunteers, noon.ordered, noon.cost, noon.opening_float, noon.drinks, noon.counted)
    return None if noon.named else noon.counts, *paper, noon.initials, noon.menu, noon.remarks
