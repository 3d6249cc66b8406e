"""Sluitingsdagen: the days on which the desk is closed; a new one shows the rides already booked on it."""

import functools
from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from mmc_desk.core import clock
from mmc_desk.core.errors import DeskError, RuleError
from mmc_desk.core.formats import show_long_date
from mmc_desk.core.i18n import translate
from mmc_desk.features.rides import ops
from mmc_desk.features.rides.queries.closures import closure_days
from mmc_desk.features.rides.queries.rows import ClosureRow
from mmc_desk.ui import icons, messages, theme
from mmc_desk.ui.columns import Column
from mmc_desk.ui.fields import DateField, Form, TextField
from mmc_desk.ui.keys import on_key
from mmc_desk.ui.runner import Runner
from mmc_desk.ui.table_model import RowTableModel, TableView


class ClosuresDialog(QDialog):
    """The list, and a day to add to it. Enter in the form adds, Delete in the list opens a day again."""

    def __init__(self, runner: Runner, day: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self.setWindowTitle(translate("rides", "Sluitingsdagen"))
        self.table = TableView(
            RowTableModel(_columns(), key=lambda row: row.key), name=translate("rides", "Sluitingsdagen")
        )
        self.day, self.reason = DateField(max(day, clock.today())), TextField()
        example = translate("rides", "Bijvoorbeeld: brugdag.")
        self.form = Form()
        self.form.add(translate("rides", "&Dag"), self.day, name="day")
        self.form.add(translate("rides", "&Reden"), self.reason, example, name="reason")
        self.form.submitted.connect(self.add)
        self.form.cancelled.connect(self.reject)
        on_key(self.table, "Del", self.remove)
        self._lay_out()
        self.reload()
        self.day.setFocus()

    def _lay_out(self) -> None:
        known = translate("rides", "Feestdagen kent het programma zelf: hier staan de dagen die u zelf beslist.")
        about = QLabel(known, wordWrap=True)
        about.setProperty("role", "muted")
        self.add_button = QPushButton(icons.icon("plus", "on_accent"), "\u2002" + translate("rides", "Dag &toevoegen"))
        self.add_button.setProperty("role", "primary")
        self.add_button.clicked.connect(self.add)
        self.remove_button = QPushButton(translate("rides", "&Weer openen (Del)"))
        self.remove_button.clicked.connect(self.remove)
        close = QPushButton(translate("rides", "&Sluiten"))
        close.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addWidget(self.add_button)
        foot.addWidget(self.remove_button)
        foot.addStretch(1)
        foot.addWidget(close)
        for button in (self.add_button, self.remove_button, close):
            button.setAutoDefault(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*(theme.px(16),) * 4)
        layout.setSpacing(theme.px(8))
        layout.addWidget(about)
        layout.addWidget(self.form)
        layout.addWidget(self.table, 1)
        layout.addLayout(foot)
        self.resize(theme.px(640), theme.px(460))

    def reload(self) -> None:
        """Read the days to come."""
        self._runner.read(functools.partial(closure_days, since=clock.today()), self._on_days)

    def _on_days(self, days: Sequence[ClosureRow]) -> None:
        self.table.rows_model.set_rows(days)
        self.remove_button.setEnabled(bool(days))
        if days and not self.table.currentIndex().isValid():
            self.table.selectRow(0)

    def add(self) -> None:
        """Close the desk on the day typed; the window then shows what was booked on it."""
        problem = self.form.first_problem()
        if problem is not None:
            problem.field.setFocus()
            return
        if self.day.value is None:
            self._refuse(RuleError(translate("rides", "Vul de dag in."), "day"))
            return
        command = ops.AddClosure(self.day.value, self.reason.value)
        label = translate("rides", "Sluitingsdag toegevoegd")
        self._runner.write(lambda session: ops.add_closure(session, command), label, self._on_added, self._refuse)

    def _on_added(self, _key: int) -> None:
        self.reason.set_value("")
        self.reload()

    def _refuse(self, error: DeskError) -> None:
        self.form.refuse(error)

    def remove(self) -> None:
        """Open the desk again on the current day."""
        row = self.table.current_row()
        if row is None:
            return
        command = ops.RemoveClosure(row.key)
        label = translate("rides", "Sluitingsdag verwijderd")

        def done(_value: object) -> None:
            messages.toast(self.parentWidget(), label, self._runner.undo)
            self.reload()

        self._runner.write(lambda session: ops.remove_closure(session, command), label, done)


def _columns() -> tuple[Column[ClosureRow], ...]:
    return (
        Column(translate("rides", "Dag"), lambda row: show_long_date(row.day), lambda row: row.day, width=220),
        Column(translate("rides", "Reden"), lambda row: row.reason, width=200, grows=True),
        Column(
            translate("rides", "Nog geboekt"),
            lambda row: str(row.rides) if row.rides else "",
            lambda row: row.rides,
            align_right=True,
            width=110,
        ),
    )
