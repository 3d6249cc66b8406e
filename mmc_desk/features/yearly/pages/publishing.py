"""Dialogs of publishing: a year's figures frozen as they are handed in, and why one became another since."""

import functools

from PySide6.QtWidgets import QWidget

from mmc_desk.core import audit
from mmc_desk.core.db import Op
from mmc_desk.core.errors import RuleError
from mmc_desk.core.formats import show_date
from mmc_desk.core.i18n import translate
from mmc_desk.features import load_features
from mmc_desk.features.yearly.ops.publishing import ExplainFigure, PublishYear, explain_figure, publish_year
from mmc_desk.features.yearly.pages.fields import YearField
from mmc_desk.features.yearly.printout.values import show_value
from mmc_desk.features.yearly.queries.handed_in import ComparedFigure
from mmc_desk.ui.fields import Form, FormDialog, NoteField, TextField


class PublishDialog(FormDialog):
    """Publiceren: freezes the figures and breakdowns of a year beside those published before."""

    def __init__(self, year: int, parent: QWidget) -> None:
        self.year, self.by, self.note = YearField(year), TextField(audit.actor()), NoteField(lines=2)
        form = Form()
        form.add(translate("yearly", "&Jaar"), self.year, name="year")
        form.add(translate("yearly", "&Door"), self.by, name="by")
        stays = translate(
            "yearly",
            "Alle cijfers en uitsplitsingen van dat jaar blijven bewaard zoals ze nu zijn. Verandert er later een, dan "
            "ziet u beide. Dit kan niet ongedaan gemaakt worden; opnieuw publiceren kan wel.",
        )
        form.add(translate("yearly", "&Waarvoor"), self.note, stays, name="note")
        super().__init__(
            translate("yearly", "Cijfers publiceren"), form, translate("yearly", "Cijfers &publiceren"), parent
        )
        self.note.setFocus()

    def make_op(self) -> Op[int]:
        """Return the write. Raises RuleError without a year."""
        if self.year.value is None:
            raise RuleError(translate("yearly", "Vul het jaar in."), "year")
        command = PublishYear(self.year.value, self.by.value, self.note.value)
        return functools.partial(publish_year, command=command, features=load_features())


class ReasonDialog(FormDialog):
    """Reden: why a published figure is another one now."""

    def __init__(self, figure: ComparedFigure, parent: QWidget) -> None:
        self.figure = figure
        self.reason, self.by = NoteField(lines=3), TextField(audit.actor())
        form = Form()
        published = figure.value.published
        form.add_heading(
            translate("yearly", "{title}: {published} op {day}, nu {value}").format(
                title=figure.line.title,
                published=show_value(figure.line.value, figure.line.unit),
                day=show_date(published.on if published else None),
                value=show_value(figure.value.value, figure.line.unit),
            )
        )
        both = translate("yearly", "Staat voortaan naast beide cijfers, op scherm en papier. Wordt nooit gewist.")
        form.add(translate("yearly", "&Reden"), self.reason, both, name="reason")
        form.add(translate("yearly", "&Door"), self.by, name="by")
        super().__init__(translate("yearly", "Reden noteren"), form, translate("yearly", "Reden op&slaan"), parent)
        self.reason.setFocus()

    def make_op(self) -> Op[None]:
        """Return the write."""
        command = ExplainFigure(self.figure.key, self.by.value, self.figure.value.value, self.reason.value)
        return functools.partial(explain_figure, command=command)
