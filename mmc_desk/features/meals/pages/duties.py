"""The page Dienstrooster: who is on duty at which noon of a restaurant, proposed fairly and changed by hand."""

import functools
from datetime import date
from typing import Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QComboBox, QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from mmc_desk.core import clock
from mmc_desk.core.db import Op
from mmc_desk.core.errors import DeskError
from mmc_desk.core.formats import show_duration, show_long_date, show_number
from mmc_desk.core.i18n import translate
from mmc_desk.features.meals.ops import duties as ops
from mmc_desk.features.meals.pages import duty_dialogs as dialogs
from mmc_desk.features.meals.pages.duties_grid import DutyGrid, name_of
from mmc_desk.features.meals.pages.duty_mailing import open_mailing
from mmc_desk.features.meals.printout.duties import roster_title, write_roster
from mmc_desk.features.meals.queries.duties import DutyMonth, DutyRow, duty_month, roster_restaurants
from mmc_desk.features.meals.rules.duties import why_short
from mmc_desk.features.meals.rules.volunteers import task_name
from mmc_desk.features.people.pages.card import action_button, plain_label
from mmc_desk.features.people.pages.member_tasks import Asker
from mmc_desk.features.rides.pages.day_bar import DayBar, Span
from mmc_desk.features.rides.pages.refusal_bar import RefusalBar
from mmc_desk.features.rides.pages.ride_actions import Refused
from mmc_desk.ui import icons, messages, theme
from mmc_desk.ui.columns import Column
from mmc_desk.ui.empty import EmptyState
from mmc_desk.ui.flow import FlowLayout
from mmc_desk.ui.keys import on_key
from mmc_desk.ui.page import Page
from mmc_desk.ui.parts import open_dialog
from mmc_desk.ui.preview import PreviewPaper, open_preview
from mmc_desk.ui.runner import Runner
from mmc_desk.ui.table_model import RowTableModel, TableView

_NARROW = 880
"""Under this width (at 100 %) names in the grid would be shortened beside the noon."""


class DutyRosterPage(Page):
    """Dienstrooster."""

    topics: ClassVar[frozenset[str]] = frozenset(
        {
            *("meal_duty", "meal_service", "village_restaurant", "desk_setting"),
            *("volunteer", "volunteer_weekday", "volunteer_absence", "person"),
        }
    )

    def __init__(self, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(runner, parent)
        self.month: DutyMonth | None = None
        self._wanted: int | None = None
        self.where = QComboBox()
        self.where.setAccessibleName(translate("duties", "Restaurant"))
        self.bar = DayBar(self, (Span.MONTH,))
        self.refusal = RefusalBar()
        self.grid = DutyGrid()
        self.model: RowTableModel[DutyRow] = RowTableModel(self._columns())
        self.table = TableView(self.model, name=translate("duties", "Op dienst deze middag"))
        self.title, self.short = plain_label("", "heading"), plain_label("", "warning")
        self.total = plain_label("", "muted")
        self._lay_out()
        self._connect()

    def _columns(self) -> list[Column[DutyRow]]:
        return [
            Column(
                translate("duties", "Naam"),
                name_of,
                width=150,
                grows=True,
                tooltip=lambda row: row.trouble,
                icon=lambda row: "triangle-alert" if row.trouble else "",
                colour=lambda row: "warn" if row.trouble else "",
            ),
            Column(translate("duties", "Taak"), lambda row: task_name(row.task), width=92, grows=True),
            Column(
                translate("duties", "Duur"),
                lambda row: show_duration(self.month.minutes_of(row)) if self.month else "",
                lambda row: row.minutes or 0,
                align_right=True,
                width=72,
                is_spare=True,
            ),
        ]

    def _lay_out(self) -> None:
        side = QWidget()
        self._side = QBoxLayout(QBoxLayout.Direction.TopToBottom, side)
        self._side.setContentsMargins(0, 0, 0, 0)
        self._side.setSpacing(theme.px(8))
        words = QVBoxLayout()
        for widget in (self.title, self.short, self.total):
            words.addWidget(widget)
        words.addStretch()
        self._side.addLayout(words)
        self._side.addWidget(self.table, 1)
        splitter = self.splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(theme.px(12))
        splitter.addWidget(self.grid)
        side.setMinimumWidth(theme.px(160))
        splitter.addWidget(side)
        splitter.setStretchFactor(0, 3)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([theme.px(780), theme.px(350)])
        self.empty = EmptyState("calendar-days", "")
        self.stack = QStackedWidget()
        self.stack.addWidget(splitter)
        self.stack.addWidget(self.empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(8))
        top = QHBoxLayout()
        top.setSpacing(theme.px(8))
        top.addWidget(self.where)
        top.addWidget(self.bar, 1)
        layout.addLayout(top)
        layout.addLayout(self._tools())
        layout.addWidget(self.refusal)
        layout.addWidget(self.stack, 1)
        self.setFocusProxy(self.grid)

    def _tools(self) -> FlowLayout:
        tip = translate("duties", "Vult de open middagen eerlijk in (Ctrl+G)")
        self.propose_button = action_button(translate("duties", "V&oorstel"), "sparkles", self.propose, "primary", tip)
        self.propose_button.setIcon(icons.icon("sparkles", "on_accent"))
        clear_tip = translate("duties", "Haalt weg wat voorgesteld en niet vastgezet is (Ctrl+Shift+G)")
        row = FlowLayout(theme.px(8))
        for button in (
            self.propose_button,
            action_button(translate("duties", "Voorstel &wissen"), "rotate-ccw", self.clear, "", clear_tip),
            action_button(translate("duties", "&Toevoegen…"), "user-plus", self.on_new, "", "Ctrl+N"),
            action_button(translate("duties", "&Bezetting…"), "settings", self.on_needs),
            action_button(translate("duties", "A&fdrukken…"), "printer", self.on_print, "", "Ctrl+P"),
            action_button(translate("duties", "&Mailen…"), "mail", self.mail, "", "Ctrl+M"),
        ):
            row.addWidget(button)
        return row

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the noon under the month where there is little room beside it, so that the names in it stay whole."""
        super().resizeEvent(event)
        is_narrow = self.width() < theme.px(_NARROW)
        wanted = Qt.Orientation.Vertical if is_narrow else Qt.Orientation.Horizontal
        if self.splitter.orientation() is not wanted:
            self.splitter.setOrientation(wanted)
            directions = QBoxLayout.Direction
            self._side.setDirection(directions.LeftToRight if is_narrow else directions.TopToBottom)
            self._side.setStretch(0, int(is_narrow))
            self.splitter.setSizes([theme.px(260), theme.px(110)] if is_narrow else [theme.px(780), theme.px(350)])

    def _connect(self) -> None:
        self.where.currentIndexChanged.connect(lambda _place: self._read_month())
        self.bar.changed.connect(self._read_month)
        self.grid.cursor_moved.connect(self._show_noon)
        self.grid.opened.connect(self.on_new)
        self.grid.pinned.connect(self._pin_cell)
        self.grid.removed.connect(self._remove_in_cell)
        self.table.activated_row.connect(self.edit)
        for key, act in (("Space", self.pin), ("Del", self.remove), ("F2", self._edit_current)):
            on_key(self.table, key, act)
        for keys, act in (("Ctrl+G", self.propose), ("Ctrl+Shift+G", self.clear), ("Ctrl+M", self.mail)):
            action = QAction(self)
            action.setShortcut(QKeySequence(keys))
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(lambda _checked=False, act=act: act())
            self.addAction(action)

    # Reading

    @property
    def restaurant_id(self) -> int | None:
        """The restaurant on show."""
        key = self.where.currentData()
        return int(key) if key is not None else None

    def reload(self) -> None:
        """Read the restaurants and the month on show."""
        self.runner.read(roster_restaurants, self._on_restaurants)

    def _on_restaurants(self, rows: tuple[tuple[int, str], ...]) -> None:
        kept = self._wanted or self.restaurant_id
        self.where.blockSignals(True)
        self.where.clear()
        for key, name in rows:
            self.where.addItem(name, key)
        self.where.setCurrentIndex(max(self.where.findData(kept), 0 if rows else -1))
        self.where.blockSignals(False)
        self._wanted = None
        self._read_month()

    def _read_month(self) -> None:
        key = self.restaurant_id
        if key is None:
            text = translate("duties", "Nog geen dorpsrestaurants. Voeg er eerst een toe bij Locaties.")
            self._say_empty(text)
            return
        first, last = self.bar.bounds()
        query = functools.partial(duty_month, restaurant_id=key, first=first, last=last, today=clock.today())
        self.runner.read(query, self._on_month)

    def _say_empty(self, text: str) -> None:
        self.month = None
        self.empty.sentence.setText(text)
        self.stack.setCurrentIndex(1)

    def _on_month(self, month: DutyMonth) -> None:
        if (month.restaurant_id, month.first) != (self.restaurant_id, self.bar.bounds()[0]):
            return
        self.month = month
        text = translate("duties", "{location} heeft in deze maand geen middagen. Kies een andere maand.")
        self.empty.sentence.setText(text.format(location=month.location))
        self.stack.setCurrentIndex(0 if month.noons else 1)
        self.grid.show_month(month)

    def _show_noon(self) -> None:
        noon, month = self.grid.noon, self.month
        if noon is None or month is None:
            return
        self.title.setText(show_long_date(noon.day).capitalize())
        current = self.table.current_row()
        self.model.set_rows(noon.duties)
        if noon.duties and not (current and self.table.select_where(lambda row: row.key == current.key)):
            self.table.selectRow(0)
        lines = _short_lines(month, noon.service_id)
        self.short.setText("\n".join(lines))
        self.short.setVisible(bool(lines))
        totals = month.totals()
        text = translate("duties", "Deze maand: {people} vrijwilligers, {duties} diensten, {hours}")
        self.total.setText(
            text.format(
                people=show_number(len(totals)),
                duties=show_number(sum(duties for _name, duties, _minutes in totals)),
                hours=show_duration(sum(minutes for _name, _duties, minutes in totals)),
            )
        )

    # Deeds

    def _write(self, op: Op[Any], label: str) -> None:
        self.runner.write(op, label, lambda _value: self._on_done(label), self._refuse)

    def _on_done(self, label: str) -> None:
        self.refusal.hide()
        messages.toast(self, label, self.runner.undo)

    def _refuse(self, error: DeskError) -> None:
        self.refusal.say(Refused(str(error)))
        self.reload()

    def propose(self) -> None:
        """Ctrl+G: fill the open noons from today on."""
        if self.month is not None:
            command = ops.ProposeDuties(self.month.restaurant_id, self.month.first, self.month.last)
            label = translate("duties", "Dienstrooster voorgesteld")
            self.runner.write(
                lambda session: ops.propose_duties(session, command), label, self._on_proposed, self._refuse
            )

    def _on_proposed(self, done: ops.ProposalDone) -> None:
        self.refusal.hide()
        short = sum(shortage.missing for shortage in done.shortages)
        text = translate("duties", "{added} diensten toegevoegd, {dropped} weggehaald, {short} plaatsen te kort")
        self.grid.setFocus()
        said = text.format(added=done.added, dropped=done.dropped, short=short)
        messages.toast(self, said, self.runner.undo if done.added or done.dropped else None)

    def clear(self) -> None:
        """Ctrl+Shift+G: take off what was proposed and not pinned."""
        if self.month is not None:
            command = ops.ClearProposal(self.month.restaurant_id, self.month.first, self.month.last)
            self._write(lambda session: ops.clear_proposal(session, command), translate("duties", "Voorstel gewist"))

    def on_new(self) -> None:
        """Enter, Ctrl+N: put somebody on duty in the cell under the cursor."""
        noon = self.grid.noon
        if self.month is None or noon is None:
            return
        if noon.closed_reason:
            text = translate("duties", "Op {day} is het restaurant gesloten: {reason}.")
            self.refusal.say(Refused(text.format(day=show_long_date(noon.day), reason=noon.closed_reason)))
            return
        open_dialog(dialogs.AddDutyDialog(Asker(self.runner, self), self.month, noon, self.grid.task))

    def on_needs(self) -> None:
        """Say how many a noon asks for."""
        if self.month is not None:
            open_dialog(dialogs.NeedsDialog(Asker(self.runner, self), self.month))

    def _edit_current(self) -> None:
        row = self.table.current_row()
        if row is not None:
            self.edit(row)

    def edit(self, row: DutyRow) -> None:
        """Enter, F2 in the list: change a duty's task or time."""
        if self.month is not None:
            open_dialog(dialogs.EditDutyDialog(Asker(self.runner, self), self.month, row))

    def pin(self) -> None:
        """Space in the list: pin a duty, or let it go."""
        row = self.table.current_row()
        if row is not None:
            self._pin((row,), is_pinned=not row.is_pinned)

    def _pin_cell(self) -> None:
        noon = self.grid.noon
        rows = noon.of(self.grid.task) if noon else ()
        if rows:
            self._pin(rows, is_pinned=not all(row.is_pinned for row in rows))

    def _pin(self, rows: tuple[DutyRow, ...], *, is_pinned: bool) -> None:
        command = ops.PinDuties(tuple(row.key for row in rows), is_pinned)
        label = translate("duties", "Vastgezet") if is_pinned else translate("duties", "Losgemaakt")
        self._write(lambda session: ops.pin_duties(session, command), label)

    def remove(self) -> None:
        """Delete in the list: take somebody off the roster."""
        row = self.table.current_row()
        if row is not None:
            self._remove(row)

    def _remove_in_cell(self) -> None:
        noon = self.grid.noon
        rows = noon.of(self.grid.task) if noon else ()
        if len(rows) == 1:
            self._remove(rows[0])
        elif rows:
            # Which of them? The list beside asks.
            self.table.select_where(lambda row: row.key == rows[0].key)
            self.table.setFocus()

    def _remove(self, row: DutyRow) -> None:
        command = ops.RemoveDuty(row.key)
        label = translate("duties", "{name} van het rooster gehaald").format(name=row.name)
        self._write(lambda session: ops.remove_duty(session, command), label)

    # What the window asks

    def on_print(self) -> None:
        """Ctrl+P: the month on paper."""
        month = self.month
        if month is not None:
            name = translate("duties", "Dienstrooster {location} {month}.pdf")
            file_name = name.format(location=month.location, month=f"{month.first:%Y-%m}")
            paper = PreviewPaper(roster_title(month), file_name, lambda path: write_roster(path, month))
            open_preview(self.runner, self, paper)

    def mail(self) -> None:
        """Ctrl+M: mail each volunteer their duties of the month, at whichever restaurant."""
        open_mailing(self.runner, self, *self.bar.bounds())

    def show_day(self, day: date) -> None:
        """Show the month of a day."""
        self.bar.go(day)

    def open_record(self, key: int) -> None:
        """Show the roster of a restaurant."""
        self._wanted = key
        self.reload()

    def save_state(self) -> dict[str, object]:
        """Remember the restaurant."""
        return {"restaurant": self.restaurant_id}

    def restore_state(self, state: dict[str, Any]) -> None:
        """Take back what `save_state` returned."""
        key = state.get("restaurant")
        self._wanted = key if isinstance(key, int) else None


def _short_lines(month: DutyMonth, service_id: int) -> list[str]:
    """Return what a noon is short of, and why: nobody left, or not proposed yet."""
    noon = next(one for one in month.noons if one.service_id == service_id)
    impossible = {shortage.task: shortage for shortage in month.proposal.shortages if shortage.service_id == service_id}
    lines = []
    for task in month.needs:
        missing = month.missing(noon, task)
        if not missing:
            continue
        why = why_short(impossible[task]) if task in impossible else translate("duties", "nog in te vullen")
        if noon.day < month.today:
            why = translate("duties", "voorbij")
        text = translate("duties", "{task}: {count} te kort ({why})")
        lines.append(text.format(task=task_name(task).capitalize(), count=missing, why=why))
    return lines
