"""Wie zag of wijzigde deze persoon: a person, a period, and every entry of the trace about them."""

import functools
from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from mmc_desk.core import clock
from mmc_desk.core.formats import show_date, show_number
from mmc_desk.core.i18n import translate
from mmc_desk.features.trust.printout import deed_name, show_instant, write_trace
from mmc_desk.features.trust.queries.trace import PersonRow, Question, TraceRow, persons, trace
from mmc_desk.ui import icons, messages, theme
from mmc_desk.ui.candidates import Candidate
from mmc_desk.ui.columns import Column
from mmc_desk.ui.fields import CheckField, DateField
from mmc_desk.ui.page import Page
from mmc_desk.ui.runner import Runner
from mmc_desk.ui.table_model import RowTableModel, TableView
from mmc_desk.ui.type_ahead import TypeAhead

_DAYS = 90


class TracePage(Page):
    """Ctrl+F asks for another person, Ctrl+S exports what is shown."""

    topics = frozenset({"person"})

    def __init__(self, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(runner, parent)
        self.person = TypeAhead()
        self.first = DateField(clock.today() - timedelta(days=_DAYS))
        self.last = DateField(clock.today())
        self.leaving = CheckField(translate("trust", "Ook &afdrukken en bestanden"))
        self.export_button = QPushButton(icons.icon("table"), "\u2002" + translate("trust", "&Exporteren…"))
        self.export_button.setToolTip("Ctrl+S")
        self.said = QLabel()
        self.said.setProperty("role", "muted")
        self.model: RowTableModel[TraceRow] = RowTableModel(_columns(), key=lambda row: row.entry)
        self.table = TableView(self.model, name=translate("trust", "Spoor van deze persoon"))
        self.details = QPlainTextEdit(readOnly=True)
        self.details.setAccessibleName(translate("trust", "Gegevens, oud → nieuw"))
        self._lay_out()
        self._connect()
        self._show_rows(())

    def _lay_out(self) -> None:
        self.person.setPlaceholderText(translate("trust", "Naam van de persoon (Ctrl+F)"))
        for field in (self.first, self.last):
            field.setFixedWidth(theme.px(104))
        who, when = QHBoxLayout(), QHBoxLayout()
        _add(who, translate("trust", "&Persoon"), self.person, 1)
        _add(when, translate("trust", "&Van"), self.first)
        _add(when, translate("trust", "&tot en met"), self.last)
        who.addWidget(self.export_button)
        when.addWidget(self.leaving)
        when.addStretch(1)
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.table)
        splitter.addWidget(self.details)
        splitter.setSizes([theme.px(420), theme.px(140)])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(8))
        for row in (who, when):
            row.setSpacing(theme.px(8))
            layout.addLayout(row)
        layout.addWidget(self.said)
        layout.addWidget(splitter, 1)
        self.setFocusProxy(self.person)

    def _connect(self) -> None:
        self.person.picked.connect(lambda _candidate: self.ask())
        self.first.edited.connect(self.ask)
        self.last.edited.connect(self.ask)
        self.leaving.edited.connect(self.ask)
        self.export_button.clicked.connect(lambda _checked=False: self.export())
        self.table.current_row_changed.connect(self._show_details)
        shortcut = QShortcut(QKeySequence("Ctrl+S"), self, self.export)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def reload(self) -> None:
        """Read whom can be asked about."""
        self.runner.read(persons, self._on_persons)

    def _on_persons(self, found: tuple[PersonRow, ...]) -> None:
        chosen = self.person.value
        self.person.set_candidates([Candidate(row.person_id, row.name, show_date(row.born_on)) for row in found])
        if chosen is not None:
            self.person.set_key(chosen.key)
            self.ask()

    def open_record(self, key: int) -> None:
        """Ask about a person."""
        self.person.set_value(Candidate(key, ""))
        self.reload()

    def on_find(self) -> None:
        """Ctrl+F: ask about somebody else."""
        self.person.setFocus()
        self.person.selectAll()

    def ask(self) -> None:
        """Read what the trace says, once a person and a period are there."""
        chosen, first, last = self.person.value, self.first.value, self.last.value
        if chosen is None or first is None or last is None:
            return
        question = Question(chosen.key, first, last, leaving=self.leaving.value)
        self.runner.read(functools.partial(trace, question=question), self._show_rows)

    def _show_rows(self, rows: tuple[TraceRow, ...]) -> None:
        self.model.set_rows(rows)
        self.export_button.setEnabled(bool(rows))
        if rows:
            self.table.selectRow(0)
        self._show_details(self.table.current_row())
        if self.person.value is None:
            self.said.setText(translate("trust", "Kies een persoon: wie de fiche bekeek of iets wijzigde, en wanneer."))
        elif rows:
            text = translate("trust", "{count} regels, de laatste eerst.")
            self.said.setText(text.format(count=show_number(len(rows))))
        else:
            self.said.setText(translate("trust", "Niemand bekeek of wijzigde deze persoon in deze periode."))

    def _show_details(self, row: TraceRow | None) -> None:
        self.details.setPlainText("\n".join(row.details) if row else "")
        self.details.setVisible(row is not None)

    def export(self) -> None:
        """Ctrl+S: write what is shown as a workbook or CSV."""
        chosen = self.person.value
        if chosen is None or not self.model.rows:
            return
        title = translate("trust", "Spoor exporteren")
        path = messages.choose_save(self, title, f"spoor {chosen.title}.xlsx", "Excel (*.xlsx);;CSV (*.csv)")
        if path is None:
            return
        path = path if path.suffix.lower() in {".xlsx", ".csv"} else path.with_name(f"{path.name}.xlsx")
        write = functools.partial(write_trace, path, chosen.title, tuple(self.model.rows))
        self.runner.run(write, lambda _done: self._on_written(path))

    def _on_written(self, path: Path) -> None:
        messages.toast(self, translate("trust", "Bewaard als {name}").format(name=path.name))


def _add(row: QHBoxLayout, text: str, field: QLineEdit, stretch: int = 0) -> None:
    label = QLabel(text)
    label.setBuddy(field)
    field.setAccessibleName(text.replace("&", ""))
    row.addWidget(label)
    row.addWidget(field, stretch)


def _columns() -> list[Column[TraceRow]]:
    return [
        Column(translate("trust", "Wanneer"), show_instant, lambda row: row.at, width=140),
        Column(translate("trust", "Wie"), lambda row: row.actor, width=140, bold=lambda _row: True),
        Column(translate("trust", "Werkpost"), lambda row: row.desk, width=130),
        Column(translate("trust", "Wat"), lambda row: deed_name(row.deed), width=110),
        Column(translate("trust", "Handeling"), lambda row: row.label, width=240, grows=True),
        Column(translate("trust", "Gegevens"), lambda row: ", ".join(row.details), width=240, is_spare=True),
    ]
