"""Retention: what is older than its term, and destroying it with four eyes."""

import functools
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from mmc_desk.core import clock
from mmc_desk.core.db import Op
from mmc_desk.core.formats import show_date, show_number
from mmc_desk.core.i18n import translate
from mmc_desk.features.people.pages.card import action_button
from mmc_desk.features.rides.pages.tariff_fields import CountField
from mmc_desk.features.trust.commands.retention import approve, standing
from mmc_desk.features.trust.ops import retention as ops
from mmc_desk.features.trust.printout.titles import titles
from mmc_desk.features.trust.queries.retention import Retention, RunRow, retention, terms
from mmc_desk.features.trust.rules.retention import Due, Kind, Terms, kind_name
from mmc_desk.ui import messages, theme
from mmc_desk.ui.columns import Column
from mmc_desk.ui.fields import Form, FormDialog, TextField
from mmc_desk.ui.following import Record
from mmc_desk.ui.keys import on_key
from mmc_desk.ui.page import Page
from mmc_desk.ui.preview import PreviewPaper, open_preview
from mmc_desk.ui.runner import Runner
from mmc_desk.ui.table_model import RowTableModel, TableView

_DUE_HEIGHT = 154
"""The four kinds under their heading."""


class TermsDialog(FormDialog):
    """How many years what is kept, from today on."""

    def __init__(self, runner: Runner, known: Terms, parent: QWidget | None) -> None:
        self.fields = {kind: CountField(years) for kind, years in known.items()}
        form = Form()
        for kind, field in self.fields.items():
            form.add(f"&{kind_name(kind)}", field, _hint(kind), name=kind)
        title = translate("retention", "Bewaartermijnen in jaren")
        super().__init__(title, form, translate("retention", "Termijnen &opslaan"), parent)
        self.save_with(runner, self._op, translate("retention", "Bewaartermijnen gewijzigd"))
        self.follow(
            runner,
            Record(
                known,
                functools.partial(terms, day=clock.today()),
                lambda other: TermsDialog(runner, other, None),
                lambda _other: None,
                frozenset({"desk_setting"}),
            ),
        )

    def _op(self) -> Op[Any]:
        command = ops.SetTerms(clock.today(), {kind: field.value or 0 for kind, field in self.fields.items()})
        return lambda session: ops.set_terms(session, command)


class AskDialog(FormDialog):
    """That all that is due goes and, where nobody signs in, who asks."""

    def __init__(self, runner: Runner, day: Any, parent: QWidget) -> None:  # noqa: ANN401 - a date
        self._day, self.by = day, TextField("")
        form = Form()
        hint = translate("retention", "Iemand anders moet het nog goedkeuren. Daarna is het voorgoed.")
        form.add(translate("trust", "&Wie bent u"), self.by, hint, name="by")
        title = translate("retention", "Opruimen wat voorbij de termijn is")
        super().__init__(title, form, translate("retention", "Opruimen &vragen"), parent)
        self.save_with(runner, self._op, translate("retention", "Opruimen gevraagd"))

    def _op(self) -> Op[Any]:
        command = ops.AskRetention(self._day, self.by.value)
        return lambda session: ops.ask_retention(session, command)


class RetentionPage(Page):
    """F2 changes terms, F7 asks, F8 approves, Del withdraws, Ctrl+P prints the destruction list."""

    topics = frozenset({"retention_run", "erasure", "desk_setting", "person", "member", "driver"})

    def __init__(self, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(runner, parent)
        self._found: Retention | None = None
        self.due: RowTableModel[Due] = RowTableModel(_due_columns(), key=lambda row: list(Kind).index(row.kind))
        self.due_table = TableView(self.due, name=translate("retention", "Voorbij de termijn"))
        self.preview_list = QPlainTextEdit(readOnly=True)
        self.preview_list.setAccessibleName(translate("retention", "Wat er gewist wordt"))
        self.preview_list.setPlaceholderText(translate("retention", "Hiervan is niets voorbij de termijn."))
        self.runs: RowTableModel[RunRow] = RowTableModel(_run_columns(), key=lambda row: row.run_id)
        nothing = translate("retention", "Er werd nog niet opgeruimd. F7 vraagt het voor alles wat voorbij is.")
        self.runs_table = TableView(self.runs, name=translate("retention", "Gevraagd en gedaan"), nothing=nothing)
        self.by = TextField("")
        self.by.setPlaceholderText(translate("trust", "Wie keurt goed"))
        self.by.setAccessibleName(translate("trust", "Wie keurt goed"))
        self.by.setMaximumWidth(theme.px(240))
        self.by.setVisible(runner.database.access is None)
        self.ask_button = action_button(translate("retention", "Opruimen &vragen…"), "x", self.on_ask, "", "F7")
        self.approve_button = action_button(translate("retention", "&Goedkeuren"), "ban", self.on_approve, "", "F8")
        self.withdraw_button = action_button(
            translate("retention", "&Intrekken"), "undo-2", self.on_withdraw, "", "Del"
        )
        title = translate("retention", "Vernietigings&lijst…")
        self.print_button = action_button(title, "printer", self.on_print, "", "Ctrl+P")
        self._lay_out()
        self.due_table.current_row_changed.connect(self._show_due)
        self.runs_table.current_row_changed.connect(self._offer)
        for key, act in (("F2", self.on_terms), ("F7", self.on_ask), ("F8", self.on_approve)):
            for table in (self.due_table, self.runs_table):
                on_key(table, key, act)
        on_key(self.runs_table, "Del", self.on_withdraw)
        self.setFocusProxy(self.due_table)

    def _lay_out(self) -> None:
        explanation = QLabel(
            translate(
                "retention",
                "Wat de dienst niet meer nodig heeft, gaat weg: gevraagd door de ene, goedgekeurd door de andere. "
                "Daarna is het voorgoed. Cijfers en bedragen blijven.",
            ),
            wordWrap=True,
        )
        explanation.setProperty("role", "muted")
        above, middle, below = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        above.addWidget(action_button(translate("retention", "&Termijnen…"), "pencil", self.on_terms, "", "F2"))
        above.addWidget(self.ask_button)
        above.addStretch(1)
        self.due_table.setFixedHeight(theme.px(_DUE_HEIGHT))
        self.preview_list.setFixedHeight(theme.px(_DUE_HEIGHT))
        middle.addWidget(self.due_table, 5)
        middle.addWidget(self.preview_list, 3)
        below.addWidget(self.by)
        for button in (self.approve_button, self.withdraw_button, self.print_button):
            below.addWidget(button)
        below.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(8))
        layout.addWidget(explanation)
        layout.addLayout(above)
        layout.addLayout(middle)
        layout.addLayout(below)
        layout.addWidget(self.runs_table, 1)

    def reload(self) -> None:
        """Read what is due today, and the runs."""
        self.runner.read(functools.partial(retention, day=clock.today()), self._on_read)

    def _on_read(self, found: Retention) -> None:
        self._found = found
        self.due.set_rows(found.due)
        self.runs.set_rows(found.runs)
        for table, rows in ((self.due_table, found.due), (self.runs_table, found.runs)):
            if rows and not table.currentIndex().isValid():
                table.selectRow(0)
        self._show_due(self.due_table.current_row())
        self._offer(self.runs_table.current_row())

    def _offer(self, row: RunRow | None) -> None:
        """Let rest what makes no sense now."""
        is_waiting = self._waiting() is not None
        self.ask_button.setEnabled(not is_waiting and any(one.total for one in self.due.rows))
        for part in (self.by, self.approve_button, self.withdraw_button):
            part.setEnabled(is_waiting)
        self.print_button.setEnabled(row is not None and row.done_at is not None)

    def _show_due(self, row: Due | None) -> None:
        known = titles()
        lines = [name for _, name in row.names] if row else []
        lines += [f"{known[name]}: {show_number(count)}" for name, count in row.counts] if row else []
        self.preview_list.setPlainText("\n".join(lines))

    def on_terms(self) -> None:
        """F2: other terms."""
        if self._found is not None:
            TermsDialog(self.runner, {one.kind: one.years for one in self._found.due}, self).open()

    def on_ask(self) -> None:
        """F7: ask for all that is due to go."""
        if self._found is None:
            return
        if self.runner.database.access is None:
            AskDialog(self.runner, self._found.day, self).open()
            return
        write = functools.partial(ops.ask_retention, command=ops.AskRetention(self._found.day))
        label = translate("retention", "Opruimen gevraagd")
        self.runner.write(write, label, lambda _done: messages.toast(self, label))

    def _waiting(self) -> RunRow | None:
        return next((row for row in self.runs.rows if row.done_at is None), None)

    def on_approve(self) -> None:
        """F8: destroy what somebody else asked for, after a last question."""
        row = self._waiting()
        if row is None:
            return
        question = translate("retention", "Alles wat voorbij de termijn is voorgoed wissen? Ongedaan maken kan niet.")
        if not messages.confirm(self, question, translate("retention", "Voorgoed wissen")):
            return
        command = ops.ApproveRetention(row.run_id, self.by.value)
        self.runner.run(functools.partial(approve, self.runner.database, command), self._on_done)

    def _on_done(self, _done: object) -> None:
        messages.toast(self, translate("retention", "Opgeruimd. De vernietigingslijst drukt u af met Ctrl+P."))
        self.runner.undo_stack.clear()
        self.runner.announce_everything()

    def on_withdraw(self) -> None:
        """Del: take back what waits."""
        row = self._waiting()
        if row is not None:
            write = functools.partial(ops.withdraw_retention, command=ops.WithdrawRetention(row.run_id))
            label = translate("retention", "Opruimen ingetrokken")
            self.runner.write(write, label, lambda _done: messages.toast(self, label))

    def on_print(self) -> None:
        """Ctrl+P: the destruction list of the run chosen."""
        row, found = self.runs_table.current_row(), self._found
        if row is None or found is None or row.done_at is None:
            return

        def write(path: Path) -> None:
            from mmc_desk.features.trust.printout.destruction import write_run

            write_run(path, row, found.desk, practice=found.practice)

        title = translate("retention", "Vernietigingslijst")
        open_preview(self.runner, self, PreviewPaper(title, f"vernietigingslijst-{row.run_id}.pdf", write))


def _hint(kind: Kind) -> str:
    return {
        Kind.PERSONS: translate("retention", "jaar na het einde, als er sindsdien niets meer gebeurde"),
        Kind.ACCOUNTS: translate("retention", "kalenderjaren; de wet vraagt er minstens 7"),
        Kind.MAIL: translate("retention", "jaar na het versturen"),
        Kind.NAMES: translate("retention", "jaar na de middag of de activiteit"),
    }[kind]


def _due_columns() -> list[Column[Due]]:
    return [
        Column(translate("retention", "Wat"), lambda row: kind_name(row.kind), width=200, grows=True),
        Column(translate("retention", "Termijn"), _years, width=90),
        Column(translate("retention", "Vóór"), lambda row: show_date(row.before), width=100, is_spare=True),
        Column(
            translate("retention", "Voorbij"),
            lambda row: show_number(row.total),
            width=80,
            align_right=True,
            bold=lambda row: row.total > 0,
        ),
    ]


def _years(row: Due) -> str:
    return translate("retention", "{years} jaar").format(years=row.years)


def _run_columns() -> list[Column[RunRow]]:
    return [
        Column(translate("retention", "Gevraagd op"), lambda row: show_date(row.day), width=110),
        Column(translate("retention", "Gevraagd door"), lambda row: row.asked_by, width=180),
        Column(translate("retention", "Stand"), standing, width=300, grows=True),
    ]
