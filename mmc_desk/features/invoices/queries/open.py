"""What invoices still ask, by the reference a payment bears."""

from collections.abc import Collection, Mapping

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from mmc_desk.features.invoices.model import Invoice, InvoiceKind, InvoicePayment


def open_by_reference(session: Session, references: Collection[str]) -> Mapping[str, tuple[int, int]]:
    """Return the invoices that bear one of these references: by it their key and the cents they still ask.

    One paid by hand asks nothing any more.
    """
    if not references:
        return {}
    credit = aliased(Invoice)
    credited = select(func.coalesce(func.sum(credit.total), 0)).where(credit.credits_id == Invoice.id)
    received = select(func.coalesce(func.sum(InvoicePayment.cents), 0)).where(InvoicePayment.invoice_id == Invoice.id)
    asked = Invoice.total + credited.scalar_subquery() - received.scalar_subquery()
    rows = session.execute(
        select(Invoice.reference, Invoice.id, asked).where(
            Invoice.reference.in_(sorted(references)), Invoice.kind == InvoiceKind.INVOICE, Invoice.paid_on.is_(None)
        )
    )
    return {reference: (key, int(cents)) for reference, key, cents in rows}
