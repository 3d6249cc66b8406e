"""Correcting a settled ride: the figures as the sheet should have said them, and why (domain.md §10.15)."""

from typing import Any

from PySide6.QtWidgets import QLabel, QWidget

from mmc_desk.core.db import Op
from mmc_desk.core.errors import RuleError
from mmc_desk.core.formats import show_date
from mmc_desk.core.i18n import translate
from mmc_desk.features.mileage import ops
from mmc_desk.features.mileage.queries.rows import EntryRow
from mmc_desk.features.rides.pages.outcome_form import MinutesField
from mmc_desk.ui import theme
from mmc_desk.ui.fields import AmountField, KmField, TextField
from mmc_desk.ui.form import Form, FormDialog


class CorrectionDialog(FormDialog):
    """The line is taken back and a new one of today put in its place; nothing that was printed changes."""

    def __init__(self, entry: EntryRow, parent: QWidget | None = None) -> None:
        form = Form()
        self.entry = entry
        text = translate("mileage", "{no} · {day} · {route}")
        line = QLabel(text.format(no=entry.ride_no, day=show_date(entry.line.ride_date), route=entry.route))
        line.setProperty("role", "muted")
        line.setWordWrap(True)
        line.setContentsMargins(0, 0, 0, theme.px(8))
        form.add_widget(line)
        self.metres = KmField(entry.line.metres)
        self.waiting = MinutesField(entry.waiting_minutes or None)
        self.parking = AmountField(entry.parking or None)
        self.received = AmountField(entry.line.received)
        self.reason = TextField()
        form.add(translate("mileage", "&Gereden km"), self.metres, name="metres")
        form.add(translate("mileage", "&Wachttijd"), self.waiting, name="waiting_minutes")
        form.add(translate("mileage", "&Parking"), self.parking, name="parking")
        form.add(translate("mileage", "&Ontvangen van het lid"), self.received, name="received")
        form.add(
            translate("mileage", "&Reden"),
            self.reason,
            translate("mileage", "Komt op de aanvulling die de chauffeur tekent."),
            name="reason",
        )
        title = translate("mileage", "Afgerekende rit corrigeren")
        super().__init__(title, form, translate("mileage", "Correctie &opslaan"), parent)
        self.metres.setFocus()

    def make_op(self) -> Op[Any]:
        """Return the write. Raises RuleError while the kilometres are missing."""
        if self.metres.value is None:
            raise RuleError(translate("mileage", "Vul de gereden kilometers in."), "metres")
        command = ops.CorrectSettledRide(
            ride_id=self.entry.line.ride_id,
            metres=self.metres.value,
            reason=self.reason.value,
            waiting_minutes=self.waiting.value or 0,
            parking=self.parking.value or 0,
            received=self.received.value or 0,
        )
        return lambda session: ops.correct_settled_ride(session, command)
