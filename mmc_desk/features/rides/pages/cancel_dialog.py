"""The three ways in which a ride doesn't happen: cancelled, driver at the door for nothing, no driver found."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from mmc_desk.core import clock
from mmc_desk.core.db import Op
from mmc_desk.core.i18n import translate
from mmc_desk.features.rides import ops
from mmc_desk.features.rides.model import CancelledBy
from mmc_desk.features.rides.pages.outcome_form import ChargeField, add_ride_line
from mmc_desk.features.rides.queries.call_list import Attempts
from mmc_desk.features.rides.queries.rows import RideLine
from mmc_desk.features.rides.rules.calls import show_call
from mmc_desk.ui import theme
from mmc_desk.ui.fields import CheckField, ChoiceField, Form, FormDialog, KmField, TextField


class CancelDialog(FormDialog):
    """Who cancelled, why, and whether the driven kilometres are charged."""

    def __init__(self, ride: RideLine, parent: QWidget | None = None) -> None:
        form = Form()
        add_ride_line(form, ride)
        self.ride = ride
        self.by = ChoiceField(
            [
                (CancelledBy.MEMBER, translate("rides", "het lid")),
                (CancelledBy.DRIVER, translate("rides", "de chauffeur")),
                (CancelledBy.DESK, translate("rides", "de dienst")),
            ]
        )
        self.reason = TextField()
        self.charge = ChargeField()
        self.metres = KmField()
        form.add(translate("rides", "&Geannuleerd door"), self.by, name="by")
        form.add(translate("rides", "&Reden"), self.reason, name="reason")
        rule = translate("rides", "De regel: enkel als het lid afzegt nadat de chauffeur vertrokken is.")
        form.add(translate("rides", "&Aanrekenen"), self.charge, rule, name="chargeable")
        driven = translate("rides", "Leeg laten als de chauffeur nog niet vertrokken was.")
        form.add(translate("rides", "Gereden &km"), self.metres, driven, name="metres")
        tied = translate("rides", "de heenrit en de terugrit met een andere chauffeur")
        self.both = CheckField(tied, value=True)
        if ride.double_leg or ride.outward_id is not None:
            form.add(translate("rides", "&Samen"), self.both, name="both")
        super().__init__(translate("rides", "Rit annuleren"), form, translate("rides", "&Rit annuleren"), parent)
        # “Annuleren” beside “Rit annuleren” would say nothing.
        self.cancel_button.setText(translate("rides", "Terug"))
        self.by.setFocus()

    def make_op(self) -> Op[Any]:
        """Return the write."""
        command = ops.CancelRide(
            ride_id=self.ride.ride_id,
            by=self.by.value or CancelledBy.MEMBER,
            reason=self.reason.value,
            chargeable=self.charge.decision,
            metres=self.metres.value,
            both=self.both.value,
            version=self.ride.version,
        )
        return lambda session: ops.cancel_ride(session, command)


class WastedDialog(FormDialog):
    """Loze rit: the driver stood at the door for nothing; the driven kilometres count."""

    def __init__(self, ride: RideLine, parent: QWidget | None = None) -> None:
        form = Form()
        add_ride_line(form, ride)
        self.ride = ride
        self.metres = KmField()
        self.reason = TextField()
        self.charge = ChargeField()
        form.add(translate("rides", "Gereden &km"), self.metres, name="metres")
        form.add(translate("rides", "R&eden"), self.reason, name="reason")
        form.add(translate("rides", "&Aanrekenen"), self.charge, name="chargeable")
        super().__init__(translate("rides", "Loze rit"), form, translate("rides", "&Loze rit opslaan"), parent)
        self.metres.setFocus()

    def make_op(self) -> Op[Any]:
        """Return the write."""
        command = ops.MarkWasted(
            ride_id=self.ride.ride_id,
            metres=self.metres.value,
            chargeable=self.charge.decision,
            reason=self.reason.value,
            version=self.ride.version,
        )
        return lambda session: ops.mark_wasted(session, command)


class NoDriverDialog(FormDialog):
    """Nobody was found: the unmet need is kept with its reason, because it counts in the year's figures."""

    def __init__(self, ride: RideLine, parent: QWidget | None = None) -> None:
        form = Form()
        add_ride_line(form, ride)
        self.ride = ride
        self.calls = QLabel(wordWrap=True)
        self.calls.setTextFormat(Qt.TextFormat.PlainText)
        self.calls.setProperty("role", "muted")
        self.calls.setContentsMargins(0, 0, 0, theme.px(8))
        form.add_widget(self.calls)
        self.reason = TextField()
        why = translate("rides", "Bijvoorbeeld: alle chauffeurs bezet, vaste rolstoel, te laat gevraagd.")
        form.add(translate("rides", "&Reden"), self.reason, why, name="reason")
        title = translate("rides", "Geen chauffeur gevonden")
        super().__init__(title, form, translate("rides", "&Opslaan als geen chauffeur"), parent)
        self.reason.setFocus()

    def show_attempts(self, attempts: Attempts) -> None:
        """Show the phone calls that were made, and propose the reason they leave unless one was typed."""
        today = clock.today()
        lines = [f"{row.driver}: {show_call(row.call, today)}" for row in attempts.calls]
        nobody = translate("rides", "Er werd nog niemand voor deze rit gebeld. Vrij op dat uur: {free}.")
        self.calls.setText("\n".join(lines) or nobody.format(free=attempts.free))
        if not self.reason.value:
            self.reason.set_value(attempts.reason)
            self.reason.selectAll()

    def make_op(self) -> Op[Any]:
        """Return the write."""
        command = ops.MarkNoDriver(self.ride.ride_id, self.reason.value, self.ride.version)
        return lambda session: ops.mark_no_driver(session, command)
