"""A few members of the practice town who paid the last month on an invoice, and what the bank brought of it.

No chance is drawn here: the town stays, to the digit, what it was without.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from mmc_desk.features.invoices.model import Invoice, InvoicePayment
from mmc_desk.features.invoices.ops import MakeInvoices, make_invoices
from mmc_desk.features.people.demo import Town
from mmc_desk.features.people.model.dues import BankPayment
from mmc_desk.features.people.rules import show_reference
from mmc_desk.features.rides.model import PaymentMode, Ride, RideRequest, RideState
from mmc_desk.features.rides.model.paying import MemberPayment

MEMBERS = 6
_PAID = 2
"""One invoice in so many is paid."""


def fill(session: Session, town: Town) -> None:
    """Let the members who rode most in the month that is over pay it on an invoice."""
    first = (town.today.replace(day=1) - timedelta(1)).replace(day=1)
    members = _members(session, first, town.today.replace(day=1))
    if not members:
        return
    town.add(
        session,
        MemberPayment,
        [{"member_id": key, "valid_from": first, "mode": PaymentMode.INVOICE, "version": 1} for key in members],
    )
    made = make_invoices(session, MakeInvoices(first.year, first.month, tuple(members)))
    for key in made.keys[::_PAID]:
        _pay(session, session.get_one(Invoice, key), town.today)


def _members(session: Session, first: date, after: date) -> Sequence[int]:
    """Return who rode alone most; what they paid to the driver they didn't."""
    alone = (
        Ride.ride_date >= first,
        Ride.ride_date < after,
        Ride.passengers == 1,
        Ride.state.in_([RideState.DRIVEN, RideState.SETTLED]),
    )
    rides = select(RideRequest.member_id).join(Ride, Ride.id == RideRequest.ride_id).where(*alone)
    most = rides.group_by(RideRequest.member_id).order_by(func.count().desc(), RideRequest.member_id).limit(MEMBERS)
    members = session.scalars(most).all()
    theirs = select(RideRequest.ride_id).where(RideRequest.member_id.in_(members))
    session.execute(update(Ride).where(*alone, Ride.id.in_(theirs)).values(received=0))
    return members


def _pay(session: Session, invoice: Invoice, today: date) -> None:
    payment = BankPayment(
        bank_reference=f"oefen-factuur-{invoice.sequence}",
        booked_on=today,
        amount=invoice.total,
        communication=show_reference(invoice.reference),
        is_set_aside=True,
    )
    session.add(payment)
    session.flush()
    session.add(InvoicePayment(invoice_id=invoice.id, bank_payment_id=payment.id, cents=invoice.total))
