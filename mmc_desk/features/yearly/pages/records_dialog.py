"""The records behind a number: what it counts, the records a page at a time, Enter opens one, Ctrl+S exports all."""

import functools
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from mmc_desk.core.figures import RecordColumn, RecordKind, Records
from mmc_desk.core.formats import show_number
from mmc_desk.core.i18n import translate
from mmc_desk.features.yearly.printout import records as printout
from mmc_desk.features.yearly.queries.drilldown import Opened, RecordRow, RecordsTotal, open_records
from mmc_desk.ui import icons, messages, theme
from mmc_desk.ui.columns import Column
from mmc_desk.ui.runner import Runner
from mmc_desk.ui.table_model import RowTableModel, TableView

PAGE = 500
"""How many records are read at a time."""
_KINDS = (".xlsx", ".csv")
_RIGHT = {RecordKind.NUMBER, RecordKind.METRES, RecordKind.MINUTES, RecordKind.CENTS}
_WIDTHS = {RecordKind.TEXT: 150, RecordKind.DATE: 100}


class Number(NamedTuple):
    """A number on the page: its title, how it is shown, its unit, what it counts, the records behind it."""

    title: str
    shown: str
    unit: str
    definition: str
    records: Records


class RecordsDialog(QDialog):
    """Alt+Left and Alt+Right turn the pages of a long list."""

    opened = Signal(str, object)
    """The page and the key of the record that was asked for."""

    def __init__(self, runner: Runner, number: Number, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runner, self._number = runner, number
        self._first = 0
        self.total: RecordsTotal | None = None
        self.setWindowTitle(number.title)
        self.heading = _label(f"{number.title}: {number.shown}" if number.shown else number.title, "heading")
        self.definition = _label(number.definition, "muted")
        self.said = _label(translate("yearly", "Bezig…"))
        self.rows: RowTableModel[RecordRow] = RowTableModel(_columns(number.records.columns))
        self.table = TableView(self.rows, name=number.title)
        self.table.activated_row.connect(self._open)
        self.turning = QWidget()
        self.range = QLabel()
        self._lay_out()
        for keys, act in (("Ctrl+S", self.export), ("Alt+Left", self.turn_back), ("Alt+Right", self.turn_on)):
            QShortcut(QKeySequence(keys), self, act)
        self.resize(theme.px(980), theme.px(560))
        self._read()

    def _lay_out(self) -> None:
        self.export_button = QPushButton(icons.icon("table"), "\u2002" + translate("yearly", "&Exporteren… (Ctrl+S)"))
        self.export_button.clicked.connect(lambda _checked=False: self.export())
        self.open_button = QPushButton(translate("yearly", "&Openen (Enter)"))
        self.open_button.setVisible(bool(self._number.records.page))
        self.open_button.clicked.connect(lambda _checked=False: self._open(self.table.current_row()))
        for button in (self.export_button, self.open_button):
            button.setAutoDefault(False)
            button.setEnabled(False)
        close = QDialogButtonBox()
        close.addButton(translate("yearly", "Sluiten"), QDialogButtonBox.ButtonRole.RejectRole)
        close.rejected.connect(self.reject)
        self._lay_out_turning()
        foot = QHBoxLayout()
        for widget in (self.open_button, self.export_button, self.turning):
            foot.addWidget(widget)
        foot.addStretch(1)
        foot.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setSpacing(theme.px(8))
        for widget in (self.heading, self.definition, self.said):
            layout.addWidget(widget)
        layout.addWidget(self.table, 1)
        layout.addLayout(foot)

    def _lay_out_turning(self) -> None:
        self.back = _turn_button("arrow-left", translate("yearly", "Vorige bladzijde (Alt+Links)"))
        self.on = _turn_button("arrow-right", translate("yearly", "Volgende bladzijde (Alt+Rechts)"))
        self.back.clicked.connect(lambda _checked=False: self.turn_back())
        self.on.clicked.connect(lambda _checked=False: self.turn_on())
        row = QHBoxLayout(self.turning)
        row.setContentsMargins(theme.px(8), 0, 0, 0)
        for widget in (self.back, self.range, self.on):
            row.addWidget(widget)
        self.turning.hide()

    def _read(self) -> None:
        query = functools.partial(open_records, records=self._number.records, limit=PAGE, offset=self._first)
        self._runner.read(query, self._on_read, lambda _error: self.reject())

    def _on_read(self, found: Opened) -> None:
        self.total, rows = found.total, found.rows
        self.said.setText(printout.say_total(self._number.records, self.total, self._number.unit))
        is_long = self.total.size > PAGE
        self.table.setSortingEnabled(not is_long)  # a heading would sort what is on show alone
        self.rows.set_rows(rows)
        self._show_range(len(rows), is_long=is_long)
        self.export_button.setEnabled(bool(rows))
        self.open_button.setEnabled(bool(rows))
        if rows:
            self.table.selectRow(0)
            self.table.scrollToTop()
        self.table.setFocus()

    def _show_range(self, rows: int, *, is_long: bool) -> None:
        size = self.total.size if self.total else 0
        text = translate("yearly", "{first} – {last} van {size}")
        shown = [show_number(number) for number in (self._first + 1, self._first + rows, size)]
        self.range.setText(text.format(first=shown[0], last=shown[1], size=shown[2]))
        self.back.setEnabled(self._first > 0)
        self.on.setEnabled(self._first + rows < size)
        self.turning.setVisible(is_long)

    def turn_back(self) -> None:
        """Alt+Left: show the records before these."""
        self._turn(-PAGE)

    def turn_on(self) -> None:
        """Alt+Right: show the records after these."""
        self._turn(PAGE)

    def _turn(self, by: int) -> None:
        if self.total is not None and 0 <= self._first + by < self.total.size:
            self._first += by
            self._read()

    def _open(self, row: RecordRow | None) -> None:
        if row is not None and self._number.records.page:
            self.accept()
            self.opened.emit(self._number.records.page, row.key)

    def export(self) -> None:
        """Ctrl+S: ask where to, read every record and write them."""
        if self.total is None or not self.total.size:
            return
        name = self._number.title.replace("/", "-").replace(" · ", " ")
        path = messages.choose_save(
            self, translate("yearly", "Regels exporteren"), f"{name}.xlsx", "Excel (*.xlsx);;CSV (*.csv)"
        )
        if path is None:
            return
        path = path if path.suffix.lower() in _KINDS else path.with_name(path.name + _KINDS[0])
        everything = functools.partial(open_records, records=self._number.records)
        self._runner.read(everything, functools.partial(self._on_everything, path))

    def _on_everything(self, path: Path, found: Opened) -> None:
        number = self._number
        said = printout.say_total(number.records, found.total, number.unit)
        listed = printout.RecordList(number.title, number.definition, number.records, found, said)
        self._runner.run(functools.partial(printout.write, path, listed), lambda _done: self._on_written(path))

    def _on_written(self, path: Path) -> None:
        messages.toast(self, translate("yearly", "Bewaard als {name}").format(name=path.name))


def _label(text: str, role: str = "") -> QLabel:
    label = QLabel(text, wordWrap=True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("role", role)
    return label


def _turn_button(icon: str, text: str) -> QToolButton:
    button = QToolButton()
    button.setIcon(icons.icon(icon))
    button.setAccessibleName(text)
    button.setToolTip(text)
    return button


def _columns(columns: Sequence[RecordColumn]) -> list[Column[RecordRow]]:
    return [_column(column, place) for place, column in enumerate(columns)]


def _column(column: RecordColumn, place: int) -> Column[RecordRow]:
    is_text = column.kind is RecordKind.TEXT
    return Column(
        printout.heading(column),
        lambda row: printout.show_record(column, row.cells[place]),
        None if is_text else lambda row: row.cells[place],
        align_right=column.kind in _RIGHT,
        width=max(_WIDTHS.get(column.kind, 84), 9 * len(printout.heading(column)) + 30),
        grows=is_text,
    )
