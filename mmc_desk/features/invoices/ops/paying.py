"""Invoices paid by hand, noted as printed, and reminded of."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.core.errors import RuleError
from mmc_desk.core.i18n import translate
from mmc_desk.features.invoices.model import Invoice, InvoiceKind
from mmc_desk.features.invoices.ops.commands import NotePrinted, NoteReminded, PayInvoice
from mmc_desk.features.invoices.queries.months import invoice_rows


def pay_invoice(session: Session, command: PayInvoice) -> None:
    """Note that an invoice was paid by hand, or wasn't. Raises RuleError when it is gone, or a credit note."""
    invoice = session.get(Invoice, command.invoice_id)
    if invoice is None or invoice.kind is InvoiceKind.CREDIT:
        raise RuleError(translate("invoices", "Enkel een factuur wordt betaald. Kies er een uit de lijst."))
    if command.paid_on is not None and command.paid_on < invoice.made_on:
        raise RuleError(translate("invoices", "Deze factuur werd later gemaakt. Kijk de dag na."), "paid_on")
    invoice.paid_on = command.paid_on


def note_printed(session: Session, command: NotePrinted) -> int:
    """Note the day on which invoices went on paper for the first time; return how many were new."""
    fresh = select(Invoice).where(Invoice.id.in_(command.invoice_ids), Invoice.printed_on.is_(None))
    found = session.scalars(fresh).all()
    for invoice in found:
        invoice.printed_on = command.day
    return len(found)


def note_reminded(session: Session, command: NoteReminded) -> int:
    """Note that a reminder of each invoice went out on a day; return of how many.

    Raises RuleError when one was paid meanwhile, or reminded of by somebody else.
    """
    rows = invoice_rows(session, command.day, Invoice.id.in_(command.invoice_ids))
    if any(not row.due_reminder for row in rows):
        raise RuleError(
            translate("invoices", "Een van deze facturen is intussen betaald of al herinnerd. Maak de brieven opnieuw.")
        )
    for invoice in session.scalars(select(Invoice).where(Invoice.id.in_(command.invoice_ids))):
        invoice.reminders += 1
        invoice.reminded_on = command.day
    return len(rows)
