"""The page Vaste ritten: the standing rides, and of the one under the cursor the days to come."""

import functools
from datetime import date
from typing import Any, ClassVar

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from mmc_desk.core import clock
from mmc_desk.core.i18n import translate
from mmc_desk.features.people.pages.card import action_button, plain_label
from mmc_desk.features.rides.pages.refusal_bar import RefusalBar
from mmc_desk.features.rides.pages.series_actions import ON_DAYS, ON_SERIES, SeriesActions
from mmc_desk.features.rides.pages.series_tables import (
    STANDING_NAMES,
    day_columns,
    searched,
    series_columns,
)
from mmc_desk.features.rides.pages.tool_row import ToolRow
from mmc_desk.features.rides.queries.series import (
    ComingDay,
    SeriesCard,
    SeriesRow,
    Standing,
    series_card,
    series_rows,
)
from mmc_desk.features.rides.rules.series_words import describe
from mmc_desk.ui import icons, parts, theme
from mmc_desk.ui.empty import EmptyState
from mmc_desk.ui.fields import ChoiceField
from mmc_desk.ui.page import Page
from mmc_desk.ui.runner import Runner
from mmc_desk.ui.table_model import RowTableModel, TableView

_LIVING, _EVERYTHING = "living", "everything"


class SeriesPage(Page):
    """Vaste ritten."""

    topics: ClassVar[frozenset[str]] = frozenset(
        {"ride_series", "series_exception", "series_pause", "ride", "member", "person", "driver", "closure_day"}
    )

    def __init__(self, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(runner, parent)
        self.refusal = RefusalBar()
        self.model: RowTableModel[SeriesRow] = RowTableModel(series_columns(), searched)
        self.table = TableView(self.model, name=translate("series", "Vaste ritten"))
        self.days: RowTableModel[ComingDay] = RowTableModel(day_columns())
        self.day_table = TableView(self.days, name=translate("series", "De dagen die komen"))
        self.filter = QLineEdit()
        self.standing: ChoiceField[str] = ChoiceField(_standing_options())
        self.count, self.title = QLabel(), plain_label("", "title")
        self.sentence, self.rests = plain_label(""), plain_label("", "warning")
        self._rows: tuple[SeriesRow, ...] = ()
        self._wanted: int | None = None
        self.card: SeriesCard | None = None
        self.deeds = SeriesActions(runner, self)
        self._lay_out()
        self._connect()
        self._enable()

    def _lay_out(self) -> None:
        self.filter.setPlaceholderText(translate("series", "Zoek op naam, patroon, bestemming, chauffeur"))
        self.filter.setAccessibleName(translate("series", "Filter op naam, patroon, bestemming, chauffeur"))
        self.filter.setClearButtonEnabled(True)
        self.filter.setMinimumWidth(theme.px(130))
        self.standing.setAccessibleName(translate("series", "Welke vaste ritten"))
        self.count.setProperty("role", "muted")
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(theme.px(12))
        self.splitter.addWidget(parts.column(self.table, self.count))
        self.splitter.addWidget(self._detail())
        self.splitter.setStretchFactor(0, 3)
        self.splitter.setStretchFactor(1, 2)
        self.splitter.setSizes([theme.px(720), theme.px(440)])
        new = translate("series", "Nieuwe vaste rit")
        nothing = translate("series", "Nog geen vaste ritten: ritten die elke week of maand terugkomen.")
        self.empty = EmptyState("repeat", nothing, new, self.on_new)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.splitter)
        self.stack.addWidget(self.empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(8))
        layout.addLayout(self._tools())
        layout.addWidget(self.refusal)
        layout.addWidget(self.stack, 1)
        self.setFocusProxy(self.table)

    def _tools(self) -> QHBoxLayout:
        text = translate("series", "&Nieuwe vaste rit")
        self.new_button = action_button(text, "plus", self.on_new, "primary", "Ctrl+N")
        self.new_button.setIcon(icons.icon("plus", "on_accent"))
        tip = translate(
            "series", "Maakt de ritten van alle vaste ritten tot enkele weken vooruit; elke dag gebeurt dat vanzelf."
        )
        self.plan_button = action_button(
            translate("series", "Vooruit p&lannen"), "repeat", self.deeds.plan_ahead, "", tip
        )
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        row.addWidget(self.new_button)
        row.addWidget(self.plan_button)
        row.addWidget(self.filter, 1)
        row.addWidget(self.standing)
        return row

    def _detail(self) -> QWidget:
        self.detail = QFrame()
        self.detail.setProperty("role", "card")
        self.detail.setMinimumWidth(theme.px(280))
        column = QVBoxLayout(self.detail)
        margin = theme.px(16)
        column.setContentsMargins(margin, margin, margin, margin)
        column.setSpacing(theme.px(8))
        for label in (self.title, self.sentence, self.rests):
            column.addWidget(label)
        column.addWidget(self._buttons(ON_SERIES))
        column.addWidget(self.day_table, 1)
        column.addWidget(self._buttons(ON_DAYS))
        return self.detail

    def _buttons(self, names: tuple[str, ...]) -> ToolRow:
        first, *middle, last = (self.deeds.actions[name] for name in names)
        return ToolRow(parts.tool_button(first), middle, parts.tool_button(last))

    def _connect(self) -> None:
        self.deeds.attach(self.table, ON_SERIES)
        self.deeds.attach(self.day_table, ON_DAYS)
        self.deeds.refused.connect(self.refusal.say)
        self.deeds.done.connect(self._on_done)
        self.filter.textChanged.connect(self._on_filter)
        self.filter.installEventFilter(self)
        self.standing.edited.connect(self._show)
        self.table.current_row_changed.connect(lambda _row: self._read_card())
        self.table.activated_row.connect(lambda _row: self.deeds.change())
        self.day_table.current_row_changed.connect(lambda _day: self._enable())
        self.day_table.activated_row.connect(self._on_day_opened)
        for table in (self.table, self.day_table):
            table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            table.customContextMenuRequested.connect(functools.partial(self._on_menu, table))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let Down and Enter in the filter go to the list."""
        if watched is self.filter and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            goes_on = event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter}
            if goes_on:
                self.table.setFocus()
                return True
        return super().eventFilter(watched, event)

    # Reading

    def reload(self) -> None:
        """Read every standing ride."""
        self.runner.read(functools.partial(series_rows, today=clock.today()), self._on_rows)

    def _on_rows(self, rows: tuple[SeriesRow, ...]) -> None:
        self._rows = rows
        self.stack.setCurrentWidget(self.splitter if rows else self.empty)
        self._show()

    def _show(self) -> None:
        self.model.set_rows([row for row in self._rows if self._is_wanted(row)])
        wanted, self._wanted = self._wanted, None
        if wanted is not None and not self._select(wanted):
            self.filter.clear()
            self.standing.set_value(_EVERYTHING)
            self.model.set_rows(self._rows)
            self._select(wanted)
        self._on_filter(self.filter.text())
        self._read_card()

    def _select(self, key: int) -> bool:
        return self.table.select_where(lambda row: row.key == key)

    def _is_wanted(self, row: SeriesRow) -> bool:
        chosen = self.standing.value
        if chosen == _LIVING:
            return row.standing is not Standing.ENDED
        return chosen in {None, _EVERYTHING, row.standing.value}

    def _on_filter(self, text: str) -> None:
        self.model.set_filter(text)
        if not self.table.currentIndex().isValid() and self.model.rows:
            self.table.selectRow(0)
        text = translate("series", "{shown} van {all} vaste ritten")
        self.count.setText(text.format(shown=len(self.model.rows), all=len(self._rows)))

    def _read_card(self) -> None:
        row = self.table.current_row()
        if row is None:
            self._on_card(None)
        else:
            query = functools.partial(series_card, series_id=row.key, today=clock.today())
            self.runner.read(query, self._on_card, lambda _error: self._on_card(None))

    def _on_card(self, card: SeriesCard | None) -> None:
        row = self.table.current_row()
        if card is not None and (row is None or row.key != card.key):
            return
        self.card = card
        self.title.setText(card.row.member if card else "")
        self.sentence.setText(f"{describe(card.row.pattern)}\n{_facts(card)}" if card else "")
        rests = (
            "\n".join(_pause_words(pause.from_day, pause.to_day, pause.reason) for pause in card.pauses) if card else ""
        )
        self.rests.setText(rests)
        self.rests.setVisible(bool(rests))
        self.days.set_rows(card.days if card else ())
        if not self.day_table.currentIndex().isValid() and self.days.rows:
            self.day_table.selectRow(0)
        self._enable()

    @property
    def day(self) -> ComingDay | None:
        """The day under the cursor."""
        day: ComingDay | None = self.day_table.current_row()
        return day

    def _enable(self) -> None:
        self.deeds.set_current(self.card, self.day)

    def _on_menu(self, table: TableView, place: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions([action for action in table.actions() if action.isEnabled()])
        menu.popup(table.viewport().mapToGlobal(place))

    # Deeds

    def on_new(self) -> None:
        """Begin a standing ride."""
        self.deeds.begin()

    def _on_done(self, series_id: int) -> None:
        self.refusal.hide()
        self._wanted = series_id or None

    def _on_day_opened(self, day: ComingDay) -> None:
        if day.ride_id is not None:
            self.open_page.emit("board", day.ride_id)

    # What the window asks

    def on_find(self) -> None:
        """Put the focus in the filter."""
        self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter.selectAll()

    def open_record(self, key: int) -> None:
        """Show one standing ride."""
        self._wanted = key
        self.reload()

    def save_state(self) -> dict[str, object]:
        """Remember the choice, the widths and the splitter."""
        return {"standing": self.standing.value, "table": self.table.save_state(), "sizes": self.splitter.sizes()}

    def restore_state(self, state: dict[str, Any]) -> None:
        """Take back what `save_state` returned."""
        if state.get("standing") in {value for value, _ in _standing_options()}:
            self.standing.set_value(str(state["standing"]))
        self.table.restore_state(state.get("table", {}))
        sizes = state.get("sizes")
        if sizes and len(sizes) == 2:
            self.splitter.setSizes([int(size) for size in sizes])


def _standing_options() -> list[tuple[str, str]]:
    living = (_LIVING, translate("series", "Wat loopt of komt"))
    each = [(standing.value, translate("series", name).capitalize()) for standing, name in STANDING_NAMES.items()]
    return [living, *each, (_EVERYTHING, translate("series", "Alle"))]


def _facts(card: SeriesCard) -> str:
    row = card.row
    driver = translate("series", "vaste chauffeur {name}").format(name=row.driver) if row.driver else ""
    along = translate("series", "samen met {names}").format(names=", ".join(card.along)) if card.along else ""
    hour = f"{row.hour:%H:%M}" if row.hour else ""
    return " · ".join(part for part in (hour, row.destination, along, driver) if part)


def _pause_words(first: date, last: date, reason: str) -> str:
    if last == date.max:
        text = translate("series", "Pauze vanaf {first}").format(first=f"{first:%d/%m/%Y}")
    else:
        text = translate("series", "Pauze van {first} tot en met {last}")
        text = text.format(first=f"{first:%d/%m/%Y}", last=f"{last:%d/%m/%Y}")
    return f"{text}: {reason}" if reason else text
