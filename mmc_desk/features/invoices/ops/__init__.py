"""What a person does with invoices."""

from mmc_desk.features.invoices.ops.commands import (
    Corrected,
    CorrectInvoice,
    CreditInvoice,
    Made,
    MakeInvoices,
    NotePrinted,
    NoteReminded,
    PayInvoice,
)
from mmc_desk.features.invoices.ops.making import correct_invoice, credit_invoice, make_invoices
from mmc_desk.features.invoices.ops.paying import note_printed, note_reminded, pay_invoice

__all__ = [
    "CorrectInvoice",
    "Corrected",
    "CreditInvoice",
    "Made",
    "MakeInvoices",
    "NotePrinted",
    "NoteReminded",
    "PayInvoice",
    "correct_invoice",
    "credit_invoice",
    "make_invoices",
    "note_printed",
    "note_reminded",
    "pay_invoice",
]
