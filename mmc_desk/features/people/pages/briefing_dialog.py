"""The briefing note: the edition in force, who still has to sign it, and the list to sign on."""

import functools

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from mmc_desk.core import clock
from mmc_desk.core.db import Op
from mmc_desk.core.errors import RuleError
from mmc_desk.core.formats import show_date
from mmc_desk.core.i18n import translate
from mmc_desk.features.people import ops, queries
from mmc_desk.features.people.pages import words
from mmc_desk.features.people.pages.member_tasks import Asker
from mmc_desk.features.people.printout.briefing import write_briefing_list
from mmc_desk.features.people.queries import BriefingList, BriefingRow
from mmc_desk.features.people.queries.briefing import briefing_edition
from mmc_desk.ui import icons, theme
from mmc_desk.ui.columns import Column
from mmc_desk.ui.fields import DateField, Form, FormDialog, TextField
from mmc_desk.ui.following import Record
from mmc_desk.ui.preview import PreviewPaper, open_preview
from mmc_desk.ui.table_model import RowTableModel, TableView


class BriefingDialog(FormDialog):
    """Names the edition in force; prints the list to sign."""

    def __init__(self, asker: Asker, edition: str | None = None) -> None:
        self._asker, self._runner = asker, asker.runner
        self.briefing: BriefingList | None = None
        self.edition = TextField(edition or "")
        self.valid_from = DateField(clock.today())
        self.model: RowTableModel[BriefingRow] = RowTableModel(_columns())
        self.table = TableView(self.model, name=translate("people", "Wie de afsprakennota tekende"))
        self.count = QLabel()
        self.print_button = QPushButton(icons.icon("printer"), "\u2002" + translate("people", "&Tekenlijst afdrukken…"))
        self.print_button.setAutoDefault(False)
        self.print_button.clicked.connect(self.print_list)
        form = Form()
        example = translate("people", "Bijvoorbeeld 2026. Wie een oudere uitgave tekende, tekent opnieuw.")
        form.add(translate("people", "&Uitgave"), self.edition, example, name="edition")
        form.add(translate("people", "&Geldig vanaf"), self.valid_from, name="valid_from")
        form.add_widget(self._signed())
        title = translate("people", "Afsprakennota voor chauffeurs")
        super().__init__(title, form, translate("people", "Uitgave &opslaan"), asker.parent)
        self.save_with(asker.runner, self._op, translate("people", "Uitgave van de afsprakennota gewijzigd"))
        if edition is None:
            today = clock.today()
            asker.runner.read(lambda session: queries.briefing_list(session, today), self._on_read)

    def _signed(self) -> QWidget:
        self.table.setMinimumHeight(theme.px(220))
        self.count.setProperty("role", "muted")
        foot = QHBoxLayout()
        foot.addWidget(self.count, 1)
        foot.addWidget(self.print_button)
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, theme.px(12), 0, 0)
        column.setSpacing(theme.px(8))
        column.addWidget(self.table)
        column.addLayout(foot)
        return holder

    def _on_read(self, briefing: BriefingList) -> None:
        self.briefing = briefing
        self.edition.set_value(briefing.edition)
        self.model.set_rows(briefing.rows)
        text = translate("people", "{count} van {all} chauffeurs moeten nog tekenen")
        self.count.setText(text.format(count=len(briefing.to_sign), all=len(briefing.rows)))
        self.follow(
            self._runner,
            Record(
                briefing.edition,
                functools.partial(briefing_edition, day=clock.today()),
                functools.partial(BriefingDialog, self._asker),
                lambda _other: None,
                frozenset({"desk_setting"}),
            ),
        )

    def _op(self) -> Op[None]:
        if self.valid_from.value is None:
            raise RuleError(translate("people", "Vul in vanaf welke dag."), field="valid_from")
        command = ops.SetBriefingEdition(self.edition.value, self.valid_from.value)
        return lambda session: ops.set_briefing_edition(session, command)

    def print_list(self) -> None:
        """Show the list to sign, ready to print."""
        if self.briefing is not None:
            briefing = self.briefing
            name = translate("people", "Afsprakennota {day}.pdf").format(day=briefing.day)
            title = translate("people", "Afsprakennota")
            paper = PreviewPaper(title, name, lambda path: write_briefing_list(path, briefing))
            open_preview(self._runner, self, paper)


def _columns() -> list[Column[BriefingRow]]:
    return [
        Column(translate("people", "Chauffeur"), lambda row: row.name, width=170, grows=True),
        Column(
            translate("people", "Afsprakennota"),
            lambda row: words.word(row.state),
            width=150,
            icon=lambda row: words.look(row.state).icon,
            colour=lambda row: words.look(row.state).role,
        ),
        Column(translate("people", "Uitgave"), lambda row: row.edition, width=80),
        Column(
            translate("people", "Getekend op"),
            lambda row: show_date(row.signed_on),
            lambda row: row.signed_on,
            width=116,
        ),
    ]
