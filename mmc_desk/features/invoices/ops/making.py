"""Numbered papers: made, taken back, put right. Nothing of them can be undone or edited; credit notes correct."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from mmc_desk.core import clock
from mmc_desk.core.errors import RuleError
from mmc_desk.core.formats import month_name
from mmc_desk.core.i18n import translate
from mmc_desk.core.recording import note_final, note_topic
from mmc_desk.features.invoices.model import Invoice, InvoiceKind, InvoiceLine
from mmc_desk.features.invoices.ops.commands import Corrected, CorrectInvoice, CreditInvoice, Made, MakeInvoices
from mmc_desk.features.invoices.queries.lines import current_lines, differences, line_of, lines_to_make
from mmc_desk.features.invoices.rules import (
    Line,
    invoice_reference_base,
    month_after,
    require_over,
    require_reason,
    reversal,
    total,
)
from mmc_desk.features.people.model import Member, Person
from mmc_desk.features.people.rules import make_reference
from mmc_desk.features.rides.queries.settings import ride_settings


@dataclass(frozen=True, slots=True)
class _Paper:
    """A paper to number: whose, of which month, its lines each with the line it takes back, what it credits and why."""

    member_id: int
    of_year: int
    month: int
    lines: Sequence[tuple[Line, int | None]]
    credits_id: int | None = None
    reason: str = ""


def make_invoices(session: Session, command: MakeInvoices) -> Made:
    """Make a frozen invoice per member over what was driven up to the end of a month, late sheets included.

    Who died gets none unless asked for by name: nobody writes to them (domain.md §10.5). Raises RuleError when the
    month isn't over, or nothing is left to invoice.
    """
    require_over(command.year, command.month, clock.today())
    lines = lines_to_make(session, month_after(command.year, command.month) - timedelta(days=1))
    wanted = _alive(session) if command.member_ids is None else set(command.member_ids)
    members = [member_id for member_id in _by_name(session) if member_id in lines and member_id in wanted]
    if not members:
        text = translate("invoices", "Tot en met {month} {year} valt er niets meer te factureren.")
        raise RuleError(text.format(month=month_name(command.month), year=command.year))
    papers = [
        _Paper(member_id, command.year, command.month, [(line, None) for line in lines[member_id]])
        for member_id in members
    ]
    made = _freeze(session, papers)
    return Made(tuple(invoice.id for invoice in made), sum(invoice.total for invoice in made))


def _alive(session: Session) -> set[int]:
    query = select(Member.id).join(Person, Person.id == Member.person_id).where(Person.deceased_on.is_(None))
    return set(session.scalars(query))


def _by_name(session: Session) -> Sequence[int]:
    query = select(Member.id).join(Person, Person.id == Member.person_id)
    return session.scalars(query.order_by(Person.last_name, Person.first_name, Member.member_no)).all()


def credit_invoice(session: Session, command: CreditInvoice) -> int:
    """Take back what stands of an invoice, and return the credit note's key.

    Raises RuleError without a reason, for a credit note, or when nothing of it stands.
    """
    reason = require_reason(command.reason)
    invoice = _invoice(session, command.invoice_id)
    standing = [line for line, _ in session.execute(current_lines(InvoiceLine.invoice_id == invoice.id))]
    if not standing:
        raise RuleError(translate("invoices", "Deze factuur werd al helemaal gecrediteerd: er blijft niets over."))
    [credit] = _freeze(session, [_credit(invoice, standing, reason)])
    return credit.id


def correct_invoice(session: Session, command: CorrectInvoice) -> Corrected:
    """Take back the lines of an invoice that say something else than their rides do now, and invoice those anew.

    Raises RuleError without a reason, for a credit note, or when everything agrees.
    """
    reason = require_reason(command.reason)
    invoice = _invoice(session, command.invoice_id)
    wrong = differences(session, Invoice.id == invoice.id).get(invoice.id, ())
    if not wrong:
        raise RuleError(
            translate("invoices", "Deze factuur zegt wat de ritten zeggen. Verbeter eerst het resultaat van de rit.")
        )
    papers = [_credit(invoice, [line for line, _ in wrong], reason)]
    anew: list[tuple[Line, int | None]] = [(line, None) for _, line in wrong if line is not None and line.cents > 0]
    if anew:
        papers.append(_Paper(invoice.member_id, invoice.of_year, invoice.month, anew, reason=reason))
    credit, *made = _freeze(session, papers)
    return Corrected(credit.id, made[0].id if made else None)


def _invoice(session: Session, invoice_id: int) -> Invoice:
    invoice = session.get(Invoice, invoice_id)
    if invoice is None:
        raise RuleError(translate("invoices", "Deze factuur bestaat niet meer. Herlaad de pagina."))
    if invoice.kind is InvoiceKind.CREDIT:
        raise RuleError(translate("invoices", "Dit is een creditnota. Kies de factuur waarop ze slaat."))
    return invoice


def _credit(invoice: Invoice, lines: Sequence[InvoiceLine], reason: str) -> _Paper:
    taken = [(reversal(line_of(line)), line.id) for line in lines]
    return _Paper(invoice.member_id, invoice.of_year, invoice.month, taken, invoice.id, reason)


def _freeze(session: Session, papers: Sequence[_Paper]) -> Sequence[Invoice]:
    today = clock.today()
    first = session.scalar(select(func.max(Invoice.sequence)).where(Invoice.year == today.year)) or 0
    due_on = today + timedelta(days=ride_settings(session, today).invoice_days)
    made = []
    for sequence, paper in enumerate(papers, first + 1):
        made.append(
            Invoice(
                year=today.year,
                sequence=sequence,
                kind=InvoiceKind.INVOICE if paper.credits_id is None else InvoiceKind.CREDIT,
                member_id=paper.member_id,
                of_year=paper.of_year,
                month=paper.month,
                made_on=today,
                due_on=due_on,
                total=total(line for line, _ in paper.lines),
                reference=make_reference(invoice_reference_base(today.year, sequence)),
                credits_id=paper.credits_id,
                reason=paper.reason,
            )
        )
    session.add_all(made)
    session.flush()
    pairs = zip(made, papers, strict=True)
    session.execute(insert(InvoiceLine), [row for invoice, paper in pairs for row in _rows(invoice.id, paper)])
    note_topic(session, InvoiceLine.__tablename__)
    note_final(session)
    return made


def _rows(invoice_id: int, paper: _Paper) -> Sequence[dict[str, object]]:
    return [
        {
            "invoice_id": invoice_id,
            "ride_id": line.ride_id,
            "reverses_id": reverses_id,
            "ride_date": line.ride_date,
            "route": line.route,
            "metres": line.metres,
            "rate": line.rate,
            "sums": line.sums,
            "share": line.share,
            "received": line.received,
            "cents": line.cents,
        }
        for line, reverses_id in paper.lines
    ]
