"""Privacy: one person's file, and erasing with four eyes and a destruction list."""

import functools
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from mmc_desk.core.db import Op
from mmc_desk.core.formats import show_date
from mmc_desk.core.i18n import translate
from mmc_desk.features.people.pages.card import action_button
from mmc_desk.features.trust.commands.erasing import approve, standing, told_aside
from mmc_desk.features.trust.ops import erasing
from mmc_desk.features.trust.printout import write_person_file
from mmc_desk.features.trust.printout.titles import destroyed_lines
from mmc_desk.features.trust.queries.privacy import ErasureRow, PaperHead, PersonFile, erasures, paper_head, person_file
from mmc_desk.features.trust.queries.trace import PersonRow, persons
from mmc_desk.ui import messages, theme
from mmc_desk.ui.candidates import Candidate
from mmc_desk.ui.columns import Column
from mmc_desk.ui.fields import Form, FormDialog, NoteField, TextField
from mmc_desk.ui.keys import on_key
from mmc_desk.ui.page import Page
from mmc_desk.ui.preview import PreviewPaper, open_preview
from mmc_desk.ui.runner import Runner
from mmc_desk.ui.table_model import RowTableModel, TableView
from mmc_desk.ui.type_ahead import TypeAhead


class AskDialog(FormDialog):
    """Why a person is to be erased and, where nobody signs in, who asks."""

    def __init__(self, runner: Runner, person: Candidate, parent: QWidget) -> None:
        self._person = person
        self.reason, self.by = NoteField(lines=2), TextField("")
        form = Form()
        hint = translate("trust", "Iemand anders moet het nog goedkeuren. Daarna is het voorgoed.")
        form.add(translate("trust", "&Waarom"), self.reason, hint, name="reason")
        if runner.database.access is None:
            form.add(translate("trust", "&Wie bent u"), self.by, name="by")
        title = translate("trust", "{name} wissen").format(name=person.title)
        super().__init__(title, form, translate("trust", "Wissen &vragen"), parent)
        self.save_with(runner, self._op, translate("trust", "Wissen gevraagd"))

    def _op(self) -> Op[Any]:
        command = erasing.AskErasure(self._person.key, self.reason.value, self.by.value)
        return lambda session: erasing.ask_erasure(session, command)


class PrivacyPage(Page):
    """Ctrl+S saves a person's file, F7 asks to erase, F8 approves, Del withdraws, Ctrl+P prints the list."""

    topics = frozenset({"erasure", "person"})

    def __init__(self, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(runner, parent)
        self.person = TypeAhead()
        self.person.setPlaceholderText(translate("trust", "Naam van de persoon (Ctrl+F)"))
        self.person.setAccessibleName(translate("trust", "Persoon"))
        self.by = TextField("")
        self.by.setPlaceholderText(translate("trust", "Wie keurt goed"))
        self.by.setAccessibleName(translate("trust", "Wie keurt goed"))
        self.by.setVisible(runner.database.access is None)
        title = translate("trust", "Wissen &goedkeuren")
        self.approve_button = action_button(title, "ban", self.on_approve, "", "F8")
        self.withdraw_button = action_button(translate("trust", "&Intrekken"), "undo-2", self.on_withdraw, "", "Del")
        title = translate("trust", "Vernietigings&lijst…")
        self.print_button = action_button(title, "printer", self.on_print, "", "Ctrl+P")
        self.model: RowTableModel[ErasureRow] = RowTableModel(_columns(), key=lambda row: row.erasure_id)
        nothing = translate(
            "trust", "Er is nog niemand gewist en niemand vroeg het. Kies boven een persoon; F7 vraagt het."
        )
        self.table = TableView(self.model, name=translate("trust", "Gevraagde en gedane wissingen"), nothing=nothing)
        self.destroyed_list = QPlainTextEdit(readOnly=True)
        self.destroyed_list.setAccessibleName(translate("trust", "Vernietigingslijst"))
        self.destroyed_list.setPlaceholderText(translate("trust", "Vernietigingslijst"))
        self.destroyed_list.setFixedHeight(theme.px(120))
        self.destroyed_list.hide()
        self._lay_out()
        self.table.current_row_changed.connect(self._show_list)
        for key, act in (("F8", self.on_approve), ("Del", self.on_withdraw)):
            on_key(self.table, key, act)
        for widget in (self.person, self.table):
            on_key(widget, "F7", self.on_ask)
        shortcut = QShortcut(QKeySequence("Ctrl+S"), self, self.on_save)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.setFocusProxy(self.person)

    def _lay_out(self) -> None:
        explanation = QLabel(
            translate(
                "trust",
                "Het dossier toont iemand alles wat u over hem of haar bewaart. Wissen haalt naam, adres, nummers en "
                "nota’s overal weg, ook uit het spoor; dagen, dorpen en kilometers blijven voor de cijfers.",
            ),
            wordWrap=True,
        )
        explanation.setProperty("role", "muted")
        who, below = QHBoxLayout(), QHBoxLayout()
        who.addWidget(self.person, 1)
        who.addWidget(action_button(translate("trust", "&Dossier opslaan…"), "save", self.on_save, "", "Ctrl+S"))
        who.addWidget(action_button(translate("trust", "&Wissen vragen…"), "x", self.on_ask, "", "F7"))
        below.addWidget(self.by)
        for button in (self.approve_button, self.withdraw_button, self.print_button):
            below.addWidget(button)
        below.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(8))
        layout.addWidget(explanation)
        layout.addLayout(who)
        layout.addWidget(self.table, 1)
        layout.addLayout(below)
        layout.addWidget(self.destroyed_list)

    def reload(self) -> None:
        """Read whom there is, and the erasures."""
        self.runner.read(persons, self._on_persons)
        self.runner.read(erasures, self._on_erasures)

    def _on_persons(self, found: tuple[PersonRow, ...]) -> None:
        self.person.set_candidates([Candidate(row.person_id, row.name, show_date(row.born_on)) for row in found])

    def _on_erasures(self, found: tuple[ErasureRow, ...]) -> None:
        self.model.set_rows(found)
        if found and not self.table.currentIndex().isValid():
            self.table.selectRow(0)
        self._show_list(self.table.current_row())

    def _show_list(self, row: ErasureRow | None) -> None:
        self.destroyed_list.setPlainText("\n".join(destroyed_lines(row.destroyed)) if row else "")
        is_waiting = row is not None and row.done_at is None
        for part in (self.by, self.approve_button, self.withdraw_button):
            part.setEnabled(is_waiting)
        is_done = row is not None and not is_waiting
        self.print_button.setEnabled(is_done)
        self.destroyed_list.setVisible(is_done)

    def on_find(self) -> None:
        """Ctrl+F: somebody else."""
        self.person.setFocus()
        self.person.selectAll()

    def on_save(self) -> None:
        """Ctrl+S: write the file of the person chosen."""
        chosen = self.person.value
        if chosen is None:
            return
        title = translate("trust", "Dossier opslaan")
        path = messages.choose_save(self, title, f"dossier {chosen.title}.pdf", "PDF (*.pdf);;JSON (*.json)")
        if path is None:
            return
        path = path if path.suffix.lower() in {".pdf", ".json"} else path.with_name(f"{path.name}.pdf")
        query = functools.partial(person_file, person_id=chosen.key)
        self.runner.read(query, functools.partial(self._on_file, path))

    def _on_file(self, path: Path, file: PersonFile) -> None:
        said = translate("trust", "Bewaard als {name}").format(name=path.name)
        self.runner.run(lambda: write_person_file(path, file), lambda _done: messages.toast(self, said))

    def on_ask(self) -> None:
        """Ask for the person chosen to be erased."""
        if self.person.value is not None:
            AskDialog(self.runner, self.person.value, self).open()

    def on_approve(self) -> None:
        """F8: erase what somebody else asked for, after a last question."""
        row = self.table.current_row()
        if row is None or row.done_at is not None:
            return
        question = translate("trust", "{name} voorgoed wissen? Dit kan niet ongedaan gemaakt worden.")
        if not messages.confirm(self, question.format(name=row.name), translate("trust", "Voorgoed wissen")):
            return
        command = erasing.ApproveErasure(row.erasure_id, self.by.value)
        self.runner.run(functools.partial(approve, self.runner.database, command), self._on_erased)

    def on_withdraw(self) -> None:
        """Del: take back what waits."""
        row = self.table.current_row()
        if row is None or row.done_at is not None:
            return
        write = functools.partial(erasing.withdraw_erasure, command=erasing.WithdrawErasure(row.erasure_id))
        label = translate("trust", "Wissen ingetrokken")
        self.runner.write(write, label, lambda _done: messages.toast(self, label))

    def on_print(self) -> None:
        """Ctrl+P: the destruction list of the erasure chosen."""
        row = self.table.current_row()
        if row is not None and row.done_at is not None:
            self.runner.read(paper_head, functools.partial(self._on_head, row))

    def _on_head(self, row: ErasureRow, head: PaperHead) -> None:
        def write(path: Path) -> None:
            from mmc_desk.features.trust.printout.destruction import write_erasure

            write_erasure(path, row, head.desk, practice=head.practice)

        name = f"vernietigingslijst-{row.erasure_id}.pdf"
        open_preview(self.runner, self, PreviewPaper(translate("trust", "Vernietigingslijst"), name, write))

    def _on_erased(self, _done: object) -> None:
        self.runner.undo_stack.clear()  # it remembers what was changed
        messages.toast(self, translate("trust", "Persoon gewist"))
        if aside := told_aside(self.runner.database):
            messages.show_info(self, aside)
        self.runner.announce_everything()


def _who(row: ErasureRow) -> str:
    """Return whom an erasure is of: a number once it is done."""
    return row.name if row.done_at is None else translate("trust", "nummer {key}").format(key=row.person_id)


def _columns() -> list[Column[ErasureRow]]:
    return [
        Column(translate("trust", "Persoon"), _who, width=200, bold=lambda _row: True),
        Column(translate("trust", "Waarom"), lambda row: row.reason, width=170, grows=True),
        Column(translate("trust", "Gevraagd door"), lambda row: row.asked_by, width=130, is_spare=True),
        Column(translate("trust", "Stand"), standing, width=260),
    ]
