"""Invoices: what stands on one, what is still to come in, and what must be put right. Amounts in cents."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from mmc_desk.core.errors import RuleError
from mmc_desk.core.formats import month_name, show_date
from mmc_desk.core.i18n import translate
from mmc_desk.features.people.rules import BankLine, find_references

_REFERENCES_FROM = 9_000_000_000
"""The ten digits of an invoice begin with 9: those of a fee begin with its year (people.rules.references)."""
_PER_YEAR = 100_000


@dataclass(frozen=True, slots=True)
class Line:
    """A member's part of a ride. `rate` in 1/10 000 euro per km; `received`: paid to the driver all the same."""

    ride_id: int
    ride_date: date
    route: str
    metres: int
    rate: int
    sums: str
    share: int
    received: int = 0

    @property
    def cents(self) -> int:
        """What is to be paid for it."""
        return self.share - self.received


def reversal(line: Line) -> Line:
    """Return the line that takes `line` back: its amounts with their signs turned, the rest kept."""
    return replace(line, metres=-line.metres, share=-line.share, received=-line.received)


def total(lines: Iterable[Line]) -> int:
    """Return what lines come to."""
    return sum(line.cents for line in lines)


def same_money(line: Line, other: Line) -> bool:
    """Tell whether two lines of a ride ask the same, for the same day and km; words may differ."""
    return (line.ride_date, line.metres, line.share, line.received) == (
        *(other.ride_date, other.metres),
        *(other.share, other.received),
    )


def number_text(year: int, sequence: int) -> str:
    """Return a number as paper bears it: `2026-0007`."""
    return f"{year}-{sequence:04d}"


def invoice_reference_base(year: int, sequence: int) -> int:
    """Return the ten digits of an invoice's structured communication: 9, the year, five digits of the number."""
    return _REFERENCES_FROM + year * _PER_YEAR + sequence % _PER_YEAR


class InvoiceStatus(StrEnum):
    """How an invoice stands, the one that asks for work first."""

    TO_MAKE = "to_make"
    LATE = "late"
    PARTIAL = "partial"
    OPEN = "open"
    OVERPAID = "overpaid"
    PAID = "paid"
    CREDITED = "credited"
    CREDIT = "credit"
    """A credit note itself."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of an invoice: its total, what credit notes took back (positive), what the bank brought."""

    total: int
    credited: int
    received: int
    due_on: date
    paid_on: date | None = None

    @property
    def asked(self) -> int:
        """What is asked in all."""
        return self.total - self.credited

    @property
    def open(self) -> int:
        """What is still to come in; negative when too much came in."""
        return 0 if self.paid_on is not None and self.received <= self.asked else self.asked - self.received


def invoice_status(standing: Standing, day: date) -> InvoiceStatus:
    """Return how an invoice stands on a day."""
    if standing.open < 0:
        return InvoiceStatus.OVERPAID
    if standing.asked == 0:
        return InvoiceStatus.CREDITED
    if standing.open == 0:
        return InvoiceStatus.PAID
    if day > standing.due_on:
        return InvoiceStatus.LATE
    return InvoiceStatus.PARTIAL if standing.received else InvoiceStatus.OPEN


REMINDER_DAYS = (14, 30)
"""Days after the term of an invoice until its first and its second reminder."""
_ANSWER_DAYS = 14
"""How long a first reminder gives (art. XIX.2 of the Belgian code of economic law: no costs before that)."""


def due_reminder(standing: Standing, sent: int, last: date | None, day: date) -> int:
    """Return which reminder of an invoice is due on a day: 1, 2, or 0 for none. `sent` have gone, the `last` on a day.

    A second one leaves the first its two weeks.
    """
    if standing.open <= 0 or sent >= len(REMINDER_DAYS) or day <= standing.due_on + timedelta(REMINDER_DAYS[sent]):
        return 0
    if last is not None and day <= last + timedelta(_ANSWER_DAYS):
        return 0
    return sent + 1


def answer_by(day: date) -> date:
    """Return until when what is reminded of on a day can be paid without further letters."""
    return day + timedelta(_ANSWER_DAYS)


def paid_parts(line: BankLine, open_cents: Mapping[str, int]) -> Mapping[str, int]:
    """Return what a bank payment pays beyond doubt, by reference; nothing where a person has to look.

    `open_cents`: what invoices that bear a reference still ask. Each reference must be of an invoice that isn't paid.
    One invoice takes whatever came in; several have to add up to the cent.
    """
    references = find_references(line.text)
    if not references or any(open_cents.get(digits, 0) <= 0 for digits in references):
        return {}
    if len(references) == 1:
        return {references[0]: line.amount}
    asked = {digits: open_cents[digits] for digits in references}
    return asked if sum(asked.values()) == line.amount else {}


def require_over(year: int, month: int, today: date) -> None:
    """Raise RuleError for a month that isn't over yet: what is still to be driven can't be invoiced."""
    after = month_after(year, month)
    if today < after:
        text = translate("invoices", "{month} {year} is nog niet voorbij. Factureer deze maand vanaf {day}.")
        raise RuleError(text.format(month=month_name(month).capitalize(), year=year, day=show_date(after)))


def month_after(year: int, month: int) -> date:
    """Return the first day after a month."""
    return date(year + month // 12, month % 12 + 1, 1)


def require_reason(reason: str) -> str:
    """Return the reason of a credit note without spaces around it. Raises RuleError for none."""
    if not reason.strip():
        raise RuleError(translate("invoices", "Vul in waarom; het staat op de creditnota."), "reason")
    return reason.strip()


@dataclass(frozen=True, slots=True)
class Sums:
    """What invoices add up to: how many papers, rides, asked, received, open."""

    papers: int
    rides: int
    asked: int
    received: int
    open: int


def sums(standings: Sequence[Standing], rides: int) -> Sums:
    """Return what invoices (no credit notes) add up to; one paid by hand was received whole."""
    return Sums(
        papers=len(standings),
        rides=rides,
        asked=sum(one.asked for one in standings),
        received=sum(one.asked - one.open for one in standings),
        open=sum(max(0, one.open) for one in standings),
    )
