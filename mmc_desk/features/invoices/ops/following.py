"""What invoices do when the bank's statement is read: who wrote the reference of an open invoice has paid it."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.core.changes import Changes, RowChange
from mmc_desk.features.invoices.model import InvoicePayment
from mmc_desk.features.invoices.queries.open import open_by_reference
from mmc_desk.features.invoices.rules import paid_parts
from mmc_desk.features.people.model.dues import BankPayment
from mmc_desk.features.people.queries.payments import line_of
from mmc_desk.features.people.rules import find_references


def follow(session: Session, changes: Changes) -> None:
    """Tick invoices by the payments that just came in (a core.changes.Follower); one undo takes both back.

    A payment that ticks an invoice is set aside where fees are looked at: it pays none. Taken back from there, or put
    on a fee, it ticks nothing any more.
    """
    if changes.takes_back:
        return
    rows = [row for row in changes.rows if row.table == BankPayment.__tablename__]
    _let_go(session, rows)
    fresh = [row.key for row in rows if row.before is None and row.after is not None]
    waiting = select(BankPayment).where(BankPayment.id.in_(fresh), BankPayment.membership_id.is_(None))
    for payment in session.scalars(waiting.order_by(BankPayment.id)).all() if fresh else ():
        _tick(session, payment)


def _let_go(session: Session, rows: Sequence[RowChange]) -> None:
    gone = [row.key for row in rows if row.before is not None and _pays_no_invoice(row)]
    if gone:
        for link in session.scalars(select(InvoicePayment).where(InvoicePayment.bank_payment_id.in_(gone))):
            session.delete(link)


def _pays_no_invoice(row: RowChange) -> bool:
    return row.after is None or not row.after["is_set_aside"]


def _tick(session: Session, payment: BankPayment) -> None:
    line = line_of(payment)
    found = open_by_reference(session, find_references(line.text))
    parts = paid_parts(line, {reference: cents for reference, (_, cents) in found.items()})
    for reference, cents in parts.items():
        session.add(InvoicePayment(invoice_id=found[reference][0], bank_payment_id=payment.id, cents=cents))
        payment.is_set_aside = True
    session.flush()
