"""A month of invoices: what is to be made, what was made, how each stands; and one paper with everything on it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, aliased

from mmc_desk.core.settings import is_practice
from mmc_desk.features.invoices.model import Invoice, InvoiceKind, InvoiceLine, InvoicePayment
from mmc_desk.features.invoices.queries.lines import differences, line_of, lines_to_make
from mmc_desk.features.invoices.rules import (
    InvoiceStatus,
    Line,
    Standing,
    Sums,
    due_reminder,
    invoice_status,
    month_after,
    number_text,
    sums,
    total,
)
from mmc_desk.features.people.model import Address, Member, Person
from mmc_desk.features.people.model.dues import BankPayment
from mmc_desk.features.people.queries.addresses import lives_at
from mmc_desk.features.people.queries.settings import DuesSettings, dues_settings
from mmc_desk.features.people.rules import full_name
from mmc_desk.features.rides.queries.paying import payment_book


@dataclass(frozen=True, slots=True)
class InvoiceRow:
    """An invoice, a credit note, or (key negative: the member's) what is to be invoiced. Amounts in cents."""

    key: int
    member_id: int
    member_no: int
    name: str
    status: InvoiceStatus
    cents: int
    number: str = ""
    rides: int = 0
    standing: Standing | None = None
    made_on: date | None = None
    printed_on: date | None = None
    paid_on: date | None = None
    reference: str = ""
    credits: str = ""
    reason: str = ""
    is_deceased: bool = False
    differs: bool = False
    reminders: int = 0
    reminded_on: date | None = None
    due_reminder: int = 0
    """Which reminder is due: none (0) for who died."""

    @property
    def is_made(self) -> bool:
        """Tell whether it bears a number."""
        return self.key > 0

    @property
    def open(self) -> int:
        """What is still to come in; negative when too much did."""
        return self.standing.open if self.standing else 0


@dataclass(frozen=True, slots=True)
class InvoiceMonth:
    """A month as it stands on a day: what is to be made first, then what was made, by number."""

    year: int
    month: int
    day: date
    rows: tuple[InvoiceRow, ...]
    sums: Sums
    has_account: bool
    is_used: bool
    """Whether anybody is invoiced at all."""


@dataclass(frozen=True, slots=True)
class InvoicePaper:
    """An invoice or a credit note with its lines and where it goes."""

    row: InvoiceRow
    of_year: int
    month: int
    lines: tuple[Line, ...]
    address: tuple[str, ...]
    due_on: date


@dataclass(frozen=True, slots=True)
class InvoiceBook:
    """Papers as they go to the printer."""

    papers: tuple[InvoicePaper, ...]
    settings: DuesSettings
    day: date
    practice: bool


def invoice_month(session: Session, year: int, month: int, day: date) -> InvoiceMonth:
    """Return a month as it stands on a day."""
    of_month = Invoice.of_year == year, Invoice.month == month
    made = invoice_rows(session, day, *of_month)
    to_make = _to_make(session, month_after(year, month) - timedelta(days=1))
    standings = [row.standing for row in made if row.standing is not None]
    return InvoiceMonth(
        year=year,
        month=month,
        day=day,
        rows=(*to_make, *made),
        sums=sums(standings, sum(row.rides for row in made)),
        has_account=bool(dues_settings(session, day).iban),
        is_used=bool(made or to_make or _is_used(session)),
    )


def _is_used(session: Session) -> bool:
    return payment_book(session).invoices_since() is not None


def _to_make(session: Session, last: date) -> list[InvoiceRow]:
    lines = lines_to_make(session, last)
    rows = session.execute(
        select(Member.id, Member.member_no, Person.last_name, Person.first_name, Person.deceased_on)
        .join(Person, Person.id == Member.person_id)
        .where(Member.id.in_(lines))
        .order_by(Person.last_name, Person.first_name, Member.member_no)
    )
    return [
        InvoiceRow(
            key=-member_id,
            member_id=member_id,
            member_no=member_no,
            name=full_name(last_name, first_name),
            status=InvoiceStatus.TO_MAKE,
            cents=total(lines[member_id]),
            rides=len(lines[member_id]),
            is_deceased=deceased_on is not None,
        )
        for member_id, member_no, last_name, first_name, deceased_on in rows
    ]


def invoice_rows(session: Session, day: date, *where: ColumnElement[bool]) -> list[InvoiceRow]:
    """Return invoices and credit notes by number, as they stand on a day."""
    credited = aliased(Invoice)
    found = session.execute(
        select(Invoice, Member, Person, credited.year, credited.sequence)
        .join(Member, Member.id == Invoice.member_id)
        .join(Person, Person.id == Member.person_id)
        .outerjoin(credited, credited.id == Invoice.credits_id)
        .where(*where)
        .order_by(Invoice.year, Invoice.sequence)
    ).all()
    keys = [row.Invoice.id for row in found]
    rides, received, taken = _rides(session, keys), _received(session, keys), _credited(session, keys)
    wrong = differences(session, Invoice.id.in_(keys)) if keys else {}
    rows = []
    for invoice, member, person, of_year, of_sequence in found:
        is_credit = invoice.kind is InvoiceKind.CREDIT
        standing = Standing(
            *(invoice.total, taken.get(invoice.id, 0), received.get(invoice.id, 0)), invoice.due_on, invoice.paid_on
        )
        rows.append(
            InvoiceRow(
                key=invoice.id,
                member_id=member.id,
                member_no=member.member_no,
                name=full_name(person.last_name, person.first_name),
                status=InvoiceStatus.CREDIT if is_credit else invoice_status(standing, day),
                cents=invoice.total,
                number=number_text(invoice.year, invoice.sequence),
                rides=0 if is_credit else rides.get(invoice.id, 0),
                standing=None if is_credit else standing,
                made_on=invoice.made_on,
                printed_on=invoice.printed_on,
                paid_on=invoice.paid_on,
                reference=invoice.reference,
                credits=number_text(of_year, of_sequence) if is_credit else "",
                reason=invoice.reason,
                is_deceased=person.deceased_on is not None,
                differs=invoice.id in wrong,
                reminders=invoice.reminders,
                reminded_on=invoice.reminded_on,
                due_reminder=_due_reminder(invoice, person, standing, day),
            )
        )
    return rows


def invoice_row(session: Session, key: int, day: date) -> InvoiceRow | None:
    """Return one invoice or credit note as it stands on a day, None when there is none with that key."""
    return next(iter(invoice_rows(session, day, Invoice.id == key)), None)


def _due_reminder(invoice: Invoice, person: Person, standing: Standing, day: date) -> int:
    if invoice.kind is InvoiceKind.CREDIT or person.deceased_on is not None:
        return 0
    return due_reminder(standing, invoice.reminders, invoice.reminded_on, day)


def reminder_book(session: Session, day: date) -> InvoiceBook:
    """Return the invoices of any month of which a reminder is due on a day, by number."""
    late = invoice_rows(session, day, Invoice.due_on < day, Invoice.paid_on.is_(None))
    return invoice_book(session, [row.key for row in late if row.due_reminder], day)


def _rides(session: Session, keys: Sequence[int]) -> Mapping[int, int]:
    query = select(InvoiceLine.invoice_id, func.count()).where(InvoiceLine.invoice_id.in_(keys))
    return {key: int(count) for key, count in session.execute(query.group_by(InvoiceLine.invoice_id))}


def _received(session: Session, keys: Sequence[int]) -> Mapping[int, int]:
    query = select(InvoicePayment.invoice_id, func.sum(InvoicePayment.cents)).where(InvoicePayment.invoice_id.in_(keys))
    return {key: int(cents) for key, cents in session.execute(query.group_by(InvoicePayment.invoice_id))}


def _credited(session: Session, keys: Sequence[int]) -> Mapping[int, int]:
    query = select(Invoice.credits_id, -func.sum(Invoice.total)).where(Invoice.credits_id.in_(keys))
    rows = session.execute(query.group_by(Invoice.credits_id))
    return {key: int(cents) for key, cents in rows if key is not None}


@dataclass(frozen=True, slots=True)
class PaidRow:
    """What the bank brought for an invoice."""

    booked_on: date
    cents: int
    payer: str


@dataclass(frozen=True, slots=True)
class InvoiceCard:
    """Everything of one row: its lines, and what the bank brought."""

    key: int
    lines: tuple[Line, ...]
    paid: tuple[PaidRow, ...]


def invoice_card(session: Session, key: int, year: int, month: int) -> InvoiceCard:
    """Return the lines of a row of a month: frozen ones, or (key negative) those to be invoiced."""
    if key < 0:
        lines = lines_to_make(session, month_after(year, month) - timedelta(days=1), -key)
        return InvoiceCard(key, lines.get(-key, ()), ())
    paid = session.execute(
        select(BankPayment.booked_on, InvoicePayment.cents, BankPayment.payer)
        .join(BankPayment, BankPayment.id == InvoicePayment.bank_payment_id)
        .where(InvoicePayment.invoice_id == key)
        .order_by(BankPayment.booked_on, BankPayment.id)
    )
    return InvoiceCard(key, tuple(_lines(session, [key])[key]), tuple(PaidRow(*row) for row in paid))


def _lines(session: Session, keys: Sequence[int]) -> Mapping[int, list[Line]]:
    found: dict[int, list[Line]] = defaultdict(list)
    query = select(InvoiceLine).where(InvoiceLine.invoice_id.in_(keys))
    for line in session.scalars(query.order_by(InvoiceLine.ride_date, InvoiceLine.id)):
        found[line.invoice_id].append(line_of(line))
    return found


def invoice_book(session: Session, keys: Sequence[int], day: date) -> InvoiceBook:
    """Return papers in the order of `keys`, with the addresses of the day."""
    rows = {row.key: row for row in invoice_rows(session, day, Invoice.id.in_(keys))}
    lines = _lines(session, keys)
    found = session.execute(
        select(Invoice, Person, Address)
        .join(Member, Member.id == Invoice.member_id)
        .join(Person, Person.id == Member.person_id)
        .outerjoin(Address, lives_at(day))
        .where(Invoice.id.in_(keys))
    )
    papers = {
        invoice.id: InvoicePaper(
            row=rows[invoice.id],
            of_year=invoice.of_year,
            month=invoice.month,
            lines=tuple(lines[invoice.id]),
            address=_address(person, address),
            due_on=invoice.due_on,
        )
        for invoice, person, address in found
    }
    ordered = tuple(papers[key] for key in keys if key in papers)
    return InvoiceBook(ordered, dues_settings(session, day), day, is_practice(session))


def _address(person: Person, address: Address | None) -> tuple[str, ...]:
    name = f"{person.first_name} {person.last_name}".strip()
    if address is None:
        return (name,)
    return (name, address.street, f"{address.postcode} {address.village}".strip())


def month_keys(session: Session, year: int, month: int) -> list[int]:
    """Return the invoices and credit notes of a month, by number."""
    query = select(Invoice.id).where(Invoice.of_year == year, Invoice.month == month)
    return list(session.scalars(query.order_by(Invoice.year, Invoice.sequence)))
