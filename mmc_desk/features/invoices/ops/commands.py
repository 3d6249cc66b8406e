"""What a person can ask of invoices, and what is told back. Amounts in cents."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class MakeInvoices:
    """Invoice what was driven up to the end of a month: of some members, or (None) of all who live."""

    year: int
    month: int
    member_ids: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """The invoices that were made, in the order of their numbers, and what they come to."""

    keys: tuple[int, ...]
    cents: int


@dataclass(frozen=True, slots=True)
class NoteReminded:
    """Note that reminders of invoices went out on a day."""

    invoice_ids: tuple[int, ...]
    day: date


@dataclass(frozen=True, slots=True)
class CreditInvoice:
    """Take an invoice back: a credit note over what stands of it. Its rides can be invoiced anew."""

    invoice_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class CorrectInvoice:
    """Put an invoice right: a credit note over the lines that are wrong, an invoice of what the rides say now."""

    invoice_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class Corrected:
    """The credit note, and the new invoice; None where nothing is to be paid any more."""

    credit_id: int
    invoice_id: int | None


@dataclass(frozen=True, slots=True)
class PayInvoice:
    """Note that an invoice was paid by hand, on a day; None: it wasn't."""

    invoice_id: int
    paid_on: date | None


@dataclass(frozen=True, slots=True)
class NotePrinted:
    """Note that invoices went on paper."""

    invoice_ids: tuple[int, ...]
    day: date
