"""Rides as lines of invoices: what isn't invoiced yet, what is, and what the two tell apart."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, or_, select, true
from sqlalchemy.orm import Session, aliased

from mmc_desk.core.importing.storing import in_parts
from mmc_desk.features.invoices.model import Invoice, InvoiceKind, InvoiceLine
from mmc_desk.features.invoices.rules import Line, same_money
from mmc_desk.features.rides.model import PaymentMode, Ride, RideRequest, RideState
from mmc_desk.features.rides.model.paying import MemberPayment
from mmc_desk.features.rides.queries.paying import payment_book
from mmc_desk.features.rides.queries.prices import RidePrice, ride_prices
from mmc_desk.features.rides.rules.goals import goal_words
from mmc_desk.features.rides.rules.paying import PaymentBook, invoiced_shares

Difference = tuple[InvoiceLine, Line | None]
"""A frozen line, and what it would be now."""

_RESULT = or_(
    Ride.state.in_([RideState.DRIVEN, RideState.SETTLED]),
    and_(Ride.state.in_([RideState.WASTED, RideState.CANCELLED]), Ride.chargeable.is_(True)),
)


def line_of(line: InvoiceLine) -> Line:
    """Return a frozen line."""
    return Line(line.ride_id, line.ride_date, line.route, line.metres, line.rate, line.sums, line.share, line.received)


def is_current() -> ColumnElement[bool]:
    """Return the condition of a line that stands: on an invoice, and not taken back."""
    later = aliased(InvoiceLine)
    taken_back = select(later.id).where(later.reverses_id == InvoiceLine.id).exists()
    return InvoiceLine.reverses_id.is_(None) & ~taken_back


def current_lines(*where: ColumnElement[bool]) -> Select[InvoiceLine, Invoice]:
    """Return the lines that stand with the invoice each is on, by day."""
    return (
        select(InvoiceLine, Invoice)
        .join(Invoice, Invoice.id == InvoiceLine.invoice_id)
        .where(Invoice.kind == InvoiceKind.INVOICE, is_current(), *where)
        .order_by(InvoiceLine.ride_date, InvoiceLine.id)
    )


def lines_to_make(session: Session, last: date, only: int | None = None) -> Mapping[int, tuple[Line, ...]]:
    """Return what is to be invoiced of rides up to a day, by member: late sheets of earlier months are in it.

    `only` keeps one member's.
    """
    payments = payment_book(session)
    since = payments.invoices_since()
    if since is None:
        return {}
    standing = current_lines(InvoiceLine.ride_id == RideRequest.ride_id, Invoice.member_id == RideRequest.member_id)
    asked = session.execute(
        select(RideRequest.ride_id, RideRequest.member_id, Ride.ride_date)
        .join(Ride, Ride.id == RideRequest.ride_id)
        .where(_RESULT, Ride.ride_date.between(since, last), _may_be_invoiced(payments, only))
        .where(~standing.order_by(None).correlate(RideRequest).exists())
    )
    seats = {
        (ride_id, member_id) for ride_id, member_id, day in asked if payments.on(member_id, day) is PaymentMode.INVOICE
    }
    found: dict[int, list[Line]] = defaultdict(list)
    for member_id, line in lines_now(session, {ride_id for ride_id, _ in seats}):
        if (line.ride_id, member_id) in seats and line.cents > 0:
            found[member_id].append(line)
    return {member_id: tuple(lines) for member_id, lines in found.items()}


def _may_be_invoiced(payments: PaymentBook, member_id: int | None) -> ColumnElement[bool]:
    """Return the condition of a seat that may be invoiced: where few members chose so, the others aren't read."""
    if member_id is not None:
        return RideRequest.member_id == member_id
    if payments.invoices_by_habit():
        return true()
    chose = select(MemberPayment.member_id).where(MemberPayment.mode == PaymentMode.INVOICE)
    return RideRequest.member_id.in_(chose)


def lines_now(session: Session, ride_ids: Collection[int]) -> Iterator[tuple[int, Line]]:
    """Yield what an invoice would ask each member of these rides now, by day; who pays cash is left out."""
    for part in in_parts(sorted(ride_ids)):
        prices = ride_prices(session, date.min, date.max, ride_ids=part)
        rides = {ride.id: ride for ride in session.scalars(select(Ride).where(Ride.id.in_(part)))}
        for price in prices:
            yield from _seats(price, _route(rides[price.ride_id]))


def _seats(price: RidePrice, route: str) -> Iterator[tuple[int, Line]]:
    if not price.is_charged:
        return
    sums = "\n".join(line.label for line in price.price.lines)
    shares = invoiced_shares(price.price, price.modes, price.received or 0)
    for member_id, (share, received) in zip(price.member_ids, shares, strict=False):
        if share:
            yield (
                member_id,
                Line(price.ride_id, price.ride_date, route, price.metres, price.rate, sums, share, received),
            )


def _route(ride: Ride) -> str:
    places = (ride.village, goal_words(ride.destination, ride.destination_village))
    return " – ".join(place for place in places if place)


def differences(
    session: Session, *where: ColumnElement[bool]
) -> Mapping[int, Sequence[tuple[InvoiceLine, Line | None]]]:
    """Return by invoice the lines that stand and say something else than the ride does now, with what it says.

    None: the ride asks this member nothing on an invoice any more.
    """
    found = session.execute(current_lines(*where)).all()
    now: dict[tuple[int, int], Line] = {}
    for member_id, line in lines_now(session, {frozen.ride_id for frozen, _ in found}):
        now[line.ride_id, member_id] = line
    wrong: dict[int, list[Difference]] = defaultdict(list)
    for frozen, invoice in found:
        present = now.get((frozen.ride_id, invoice.member_id))
        if present is None or not same_money(line_of(frozen), present):
            wrong[invoice.id].append((frozen, present))
    return wrong
