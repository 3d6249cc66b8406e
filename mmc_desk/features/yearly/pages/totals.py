"""The page Vroegere jaren: totals of years that this database can't count, each with its source."""

import functools
from dataclasses import replace
from typing import ClassVar

from mmc_desk.core import clock
from mmc_desk.core.db import Op
from mmc_desk.core.errors import RuleError
from mmc_desk.core.i18n import translate
from mmc_desk.core.model import Base
from mmc_desk.features import load_features
from mmc_desk.features.people.pages.card import action_button
from mmc_desk.features.yearly.ops.totals import RemoveTotal, SaveTotal, remove_total, save_total
from mmc_desk.features.yearly.pages.fields import NumberField, YearField, figure_choice
from mmc_desk.features.yearly.pages.fixed_page import FixedPage, add_button
from mmc_desk.features.yearly.printout.values import show_value
from mmc_desk.features.yearly.queries.declared import declared_figures
from mmc_desk.features.yearly.queries.entered import all_totals
from mmc_desk.features.yearly.queries.totals import TotalRow, total_rows
from mmc_desk.features.yearly.rules.origins import EnteredTotal
from mmc_desk.ui.columns import Column
from mmc_desk.ui.empty import EmptyState
from mmc_desk.ui.fields import Form, FormDialog, NoteField, TextField
from mmc_desk.ui.following import Record, keyed
from mmc_desk.ui.runner import Runner
from mmc_desk.ui.table_model import RowTableModel, TableView


class TotalDialog(FormDialog):
    """Enters a total, or changes one; the next one starts with the year and source of the last."""

    def __init__(self, row: TotalRow | None, page: "TotalsPage") -> None:
        self.row = row
        self.figures = declared_figures(load_features())
        self.year, self.value = YearField(page.last_year), NumberField()
        entered = {name: one for name, one in self.figures.items() if not one.follows}
        self.name = figure_choice(entered, next(iter(entered)))
        self.source, self.note = TextField(page.last_source), NoteField(lines=2)
        form = Form()
        form.add(translate("yearly", "&Jaar"), self.year, name="year")
        form.add(translate("yearly", "&Cijfer"), self.name, name="name")
        form.add(translate("yearly", "&Waarde"), self.value, name="value")
        where = translate("yearly", "Waar het totaal te vinden is, zoals Jaarverslag 2018.")
        form.add(translate("yearly", "&Bron"), self.source, where, name="source")
        form.add(translate("yearly", "&Opmerking"), self.note, name="note")
        title = translate("yearly", "Totaal wijzigen") if row else translate("yearly", "Nieuw totaal")
        super().__init__(title, form, translate("yearly", "Totaal op&slaan"), page)
        if row:
            self.year.set_value(row.total.year)
            self.name.set_value(row.total.name)
            self.value.set_value(row.total.value)
            self.source.set_value(row.total.source)
            self.note.set_value(row.total.note)
        self.year.setFocus()
        if row:
            self.follow(page.runner, self._record(row, page))

    def _record(self, row: TotalRow, page: "TotalsPage") -> Record[EnteredTotal]:
        return Record(
            row.total,
            keyed(all_totals, row.key),
            lambda other: TotalDialog(replace(row, total=other), page),
            lambda other: setattr(self, "row", replace(row, total=other)),
            frozenset({"entered_figure"}),
        )

    def make_op(self) -> Op[int]:
        """Return the write. Raises RuleError without a year or a value."""
        if self.year.value is None:
            raise RuleError(translate("yearly", "Vul het jaar in."), "year")
        if self.value.value is None:
            raise RuleError(translate("yearly", "Vul de waarde in."), "value")
        command = SaveTotal(
            year=self.year.value,
            name=self.name.value or "",
            value=self.value.value,
            source=self.source.value,
            note=self.note.value,
            key=self.row.total.key if self.row else None,
            version=self.row.total.version if self.row else None,
        )
        return functools.partial(save_total, command=command, figures=self.figures)


class TotalsPage(FixedPage):
    """Vroegere jaren."""

    topics: ClassVar[frozenset[str]] = frozenset(Base.metadata.tables)

    def __init__(self, runner: Runner) -> None:
        self.last_year, self.last_source = clock.today().year - 1, ""
        model: RowTableModel[TotalRow] = RowTableModel(_columns())
        sentence = translate(
            "yearly",
            "Totalen van jaren voor dit programma, zoals 271 leden in 2018: typ ze in, of importeer een Excel met de "
            "kolommen jaar, cijfer, waarde en bron.",
        )
        empty = EmptyState("history", sentence, translate("yearly", "Nieuw totaal"), self.on_new)
        super().__init__(runner, TableView(model, name=translate("yearly", "Ingegeven totalen")), empty)
        self.lay_out(
            (
                add_button(translate("yearly", "&Nieuw totaal"), self),
                action_button(translate("yearly", "&Wijzigen"), "pencil", self.on_edit, "", "F2"),
                action_button(translate("yearly", "&Verwijderen"), "x", self.on_remove, "", "Delete"),
                action_button(translate("yearly", "Im&porteren…"), "upload", self.on_import),
            )
        )

    def reload(self) -> None:
        """Read the totals again."""
        self.runner.read(functools.partial(total_rows, features=load_features()), self.show_rows)

    def explain(self, row: TotalRow) -> str:
        """Return what an entered total is worth beside a counted one."""
        counted = translate(
            "yearly",
            "Deze databank telt zelf {value}: dat cijfer geldt, het ingegeven totaal staat er als opmerking bij.",
        )
        alone = translate(
            "yearly", "Deze databank kan dit niet tellen: het ingegeven totaal geldt, met * en de bron erbij."
        )
        said = counted.format(value=show_value(row.counted, row.unit)) if row.counted is not None else alone
        return " ".join(filter(None, (said, row.total.note)))

    def on_new(self) -> None:
        """Ctrl+N: enter a total."""
        self._ask(None)

    def on_edit(self) -> None:
        """Enter, F2: change a total."""
        row = self.table.current_row()
        if row:
            self._ask(row)

    def _ask(self, row: TotalRow | None) -> None:
        dialog = TotalDialog(row, self)
        dialog.accepted.connect(lambda: self._remember(dialog))
        self.ask(dialog, translate("yearly", "Totaal bewaard"))

    def _remember(self, dialog: TotalDialog) -> None:
        self.last_year, self.last_source = dialog.year.value or self.last_year, dialog.source.value

    def on_remove(self) -> None:
        """Delete: take a total away."""
        row = self.table.current_row()
        if row:
            op = functools.partial(remove_total, command=RemoveTotal(row.key))
            self.do(op, translate("yearly", "Totaal verwijderd"))

    def on_import(self) -> None:
        """Open the window's import."""
        start = getattr(self.window(), "import_files", None)
        if start:
            start()


def _columns() -> list[Column[TotalRow]]:
    return [
        Column(translate("yearly", "Jaar"), lambda row: str(row.total.year), lambda row: row.total.year, width=72),
        Column(translate("yearly", "Cijfer"), lambda row: row.title, width=190, grows=True),
        Column(
            translate("yearly", "Ingegeven"),
            lambda row: show_value(row.total.value, row.unit),
            lambda row: row.total.value,
            align_right=True,
            width=110,
            bold=lambda _row: True,
        ),
        Column(
            translate("yearly", "Geteld"),
            lambda row: show_value(row.counted, row.unit),
            lambda row: row.counted,
            align_right=True,
            width=110,
        ),
        Column(translate("yearly", "Bron"), lambda row: row.total.source, width=200, grows=True),
        Column(translate("yearly", "Opmerking"), lambda row: row.total.note, width=160, grows=True, is_spare=True),
    ]
