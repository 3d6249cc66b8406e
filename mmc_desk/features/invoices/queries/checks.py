"""Invariants of invoices that the database's own constraints can't hold: one Dutch sentence per breach."""

from collections.abc import Sequence

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from mmc_desk.core.i18n import translate
from mmc_desk.features.invoices.model import Invoice, InvoiceLine, InvoicePayment
from mmc_desk.features.invoices.queries.lines import current_lines
from mmc_desk.features.invoices.rules import number_text
from mmc_desk.features.people.model.dues import BankPayment
from mmc_desk.features.rides.model import Ride

MOST = 100


def wrong_sums(session: Session) -> Sequence[str]:
    """Return invoices whose total isn't that of their lines, or with a line that doesn't add up."""
    found = (
        select(
            InvoiceLine.invoice_id,
            func.sum(InvoiceLine.cents).label("cents"),
            func.sum(InvoiceLine.share - InvoiceLine.received).label("parts"),
        )
        .group_by(InvoiceLine.invoice_id)
        .subquery()
    )
    rows = session.execute(
        select(Invoice.year, Invoice.sequence)
        .outerjoin(found, found.c.invoice_id == Invoice.id)
        .where(or_(func.coalesce(found.c.cents, 0) != Invoice.total, found.c.parts != found.c.cents))
        .limit(MOST)
    )
    text = translate("invoices", "Factuur {number}: de som van de ritten klopt niet.")
    return [text.format(number=number_text(*row)) for row in rows]


def missing_numbers(session: Session) -> Sequence[str]:
    """Return years whose numbers don't run on from 1 without gaps."""
    rows = session.execute(
        select(Invoice.year, func.count(), func.max(Invoice.sequence))
        .group_by(Invoice.year)
        .having(func.count() != func.max(Invoice.sequence))
        .limit(MOST)
    )
    text = translate("invoices", "De nummers van {year} lopen niet door: {count} facturen, hoogste nummer {last}.")
    return [text.format(year=year, count=count, last=last) for year, count, last in rows]


def rides_invoiced_twice(session: Session) -> Sequence[str]:
    """Return rides that stand twice on invoices of one member."""
    standing = current_lines().order_by(None).with_only_columns(InvoiceLine.ride_id, Invoice.member_id).subquery()
    rows = session.scalars(
        select(Ride.ride_no)
        .join(standing, standing.c.ride_id == Ride.id)
        .group_by(Ride.ride_no, standing.c.member_id)
        .having(func.count() > 1)
        .limit(MOST)
    )
    text = translate("invoices", "Rit {ride} staat meer dan één keer op een factuur van hetzelfde lid.")
    return [text.format(ride=ride_no) for ride_no in rows]


def wrong_reversals(session: Session) -> Sequence[str]:
    """Return credit notes with a line that doesn't take exactly its line back."""
    old, new = aliased(InvoiceLine), aliased(InvoiceLine)
    differs = or_(
        *(getattr(new, name) != -getattr(old, name) for name in ("share", "received", "cents", "metres")),
        new.ride_id != old.ride_id,
    )
    rows = session.execute(
        select(Invoice.year, Invoice.sequence)
        .join(new, new.invoice_id == Invoice.id)
        .join(old, old.id == new.reverses_id)
        .where(differs)
        .distinct()
        .limit(MOST)
    )
    text = translate("invoices", "Creditnota {number} neemt haar factuur niet juist terug.")
    return [text.format(number=number_text(*row)) for row in rows]


def wrong_payments(session: Session) -> Sequence[str]:
    """Return bank payments of which invoices take more than came in, or that pay a fee as well."""
    taken = func.sum(InvoicePayment.cents)
    rows = session.scalars(
        select(BankPayment.bank_reference)
        .join(InvoicePayment, InvoicePayment.bank_payment_id == BankPayment.id)
        .group_by(BankPayment.id, BankPayment.bank_reference, BankPayment.amount, BankPayment.membership_id)
        .having(or_(taken > BankPayment.amount, and_(BankPayment.membership_id.is_not(None), taken > 0)))
        .limit(MOST)
    )
    text = translate("invoices", "Bankbetaling {reference} staat voor te veel op facturen.")
    return [text.format(reference=reference) for reference in rows]
