"""The small dialogs of invoices: paid by hand, credited or put right with a reason, how a member pays."""

import functools
from typing import Any

from PySide6.QtWidgets import QWidget

from mmc_desk.core import clock
from mmc_desk.core.db import Op
from mmc_desk.core.errors import RuleError
from mmc_desk.core.formats import show_amount
from mmc_desk.core.i18n import translate
from mmc_desk.features.invoices import ops
from mmc_desk.features.invoices.printout.texts import paper_title
from mmc_desk.features.invoices.queries.months import InvoiceRow, invoice_row
from mmc_desk.features.rides.model import PaymentMode
from mmc_desk.features.rides.ops.paying import SetMemberPayment, set_member_payment
from mmc_desk.features.rides.queries.paying import MemberPaying, member_paying
from mmc_desk.features.rides.rules.paying import mode_name
from mmc_desk.ui import parts
from mmc_desk.ui.fields import ChoiceField, DateField, Form, FormDialog, TextField
from mmc_desk.ui.following import Record


class PaidDialog(FormDialog):
    """Betaald: on which day an invoice was paid by hand; an empty day takes it back."""

    def __init__(self, row: InvoiceRow, parent: QWidget | None = None) -> None:
        self.row = row
        self.paid_on = DateField(row.paid_on or clock.today())
        form = Form()
        form.add_widget(parts.label("heading", f"{row.name}: {show_amount(row.open or row.cents)}"))
        empty = translate("invoices", "Leeg: toch niet betaald. Wat de bank brengt, wordt vanzelf genoteerd.")
        form.add(translate("invoices", "&Betaald op"), self.paid_on, empty, name="paid_on")
        super().__init__(paper_title(row), form, translate("invoices", "Betaling &opslaan"), parent)
        self.paid_on.setFocus()

    def record(self) -> Record[InvoiceRow]:
        """Return the invoice that is followed while the day is typed."""
        return Record(
            self.row,
            functools.partial(invoice_row, key=self.row.key, day=clock.today()),
            PaidDialog,
            lambda other: setattr(self, "row", other),
            frozenset({"ride_invoice", "ride_invoice_payment"}),
        )

    def make_op(self) -> Op[None]:
        """Return the write."""
        return functools.partial(ops.pay_invoice, command=ops.PayInvoice(self.row.key, self.paid_on.value))


class ReasonDialog(FormDialog):
    """Why an invoice is taken back, wholly or where it is wrong. The paper says it too."""

    def __init__(self, row: InvoiceRow, parent: QWidget | None = None) -> None:
        self.row = row
        self.reason = TextField()
        form = Form()
        form.add_widget(parts.label("heading", f"{row.name}: {show_amount(row.cents)}"))
        what = (
            translate(
                "invoices",
                "Een creditnota neemt de gewijzigde ritten terug; een nieuwe factuur vraagt wat ze nu zeggen.",
            )
            if row.differs
            else translate(
                "invoices",
                "Een creditnota neemt de hele factuur terug. Haar ritten kunnen opnieuw gefactureerd worden.",
            )
        )
        form.add_widget(parts.label("muted", what))
        form.add(translate("invoices", "&Reden"), self.reason, translate("invoices", "Komt op papier."), name="reason")
        save = translate("invoices", "&Corrigeren") if row.differs else translate("invoices", "&Crediteren")
        super().__init__(paper_title(row), form, save, parent)
        self.reason.setFocus()

    def make_op(self) -> Op[Any]:
        """Return the write."""
        if self.row.differs:
            return functools.partial(ops.correct_invoice, command=ops.CorrectInvoice(self.row.key, self.reason.value))
        return functools.partial(ops.credit_invoice, command=ops.CreditInvoice(self.row.key, self.reason.value))


class PayingDialog(FormDialog):
    """Hoe betaalt dit lid: cash to the driver, on an invoice, or as the desk is used to; from a day on."""

    def __init__(self, name: str, known: MemberPaying, parent: QWidget | None = None) -> None:
        self.known = known
        usual = translate("invoices", "zoals de dienst gewoon is")
        modes: list[tuple[PaymentMode | None, str]] = [
            (None, usual),
            *((mode, mode_name(mode)) for mode in PaymentMode),
        ]
        own = known.choices[0].mode if known.choices else None
        self.mode: ChoiceField[PaymentMode | None] = ChoiceField(modes, own)
        self.valid_from = DateField(clock.today())
        form = Form()
        form.add(translate("invoices", "&Ritten betalen"), self.mode, name="mode")
        past = translate("invoices", "De dag van de rit telt; vroegere ritten blijven zoals ze waren.")
        form.add(translate("invoices", "&Geldt vanaf"), self.valid_from, past, name="valid_from")
        title = translate("invoices", "Hoe betaalt {name}").format(name=name)
        super().__init__(title, form, translate("invoices", "Betaalwijze &opslaan"), parent)
        self.mode.setFocus()

    def record(self, name: str, person_id: int) -> Record[MemberPaying]:
        """Return what is followed while somebody chooses: how this member pays."""
        return Record(
            self.known,
            functools.partial(member_paying, person_id=person_id, day=clock.today()),
            functools.partial(PayingDialog, name),
            lambda other: setattr(self, "known", other),
            frozenset({"member_payment"}),
        )

    def make_op(self) -> Op[int]:
        """Return the write. Raises RuleError without a day."""
        if self.valid_from.value is None:
            raise RuleError(translate("invoices", "Vul in vanaf welke dag dit geldt."), "valid_from")
        command = SetMemberPayment(self.known.member_id, self.valid_from.value, self.mode.value)
        return functools.partial(set_member_payment, command=command)
