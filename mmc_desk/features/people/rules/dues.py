"""How a year's fee stands, who gets a letter and who a reminder (domain.md §2, §10.5, §10.13)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from mmc_desk.features.people.rules.memberships import ended_by

REMINDER_DAYS = 30
GRACE_MONTH = 1
RENEWAL_MONTH = 12


class DuesStatus(StrEnum):
    """How a fee stands."""

    PAID = "paid"
    OVERPAID = "overpaid"
    COVERED = "covered"
    """No fee: in the partner's, or free."""
    PARTIAL = "partial"
    OPEN = "open"
    """To be paid, and still in time."""
    LATE = "late"
    ENDED = "ended"
    """Never paid, and nobody is asked any more."""


UNPAID = frozenset({DuesStatus.PARTIAL, DuesStatus.OPEN, DuesStatus.LATE})


@dataclass(frozen=True, slots=True)
class Dues:
    """A membership of `year` as the rules see it, amounts in cents.

    `is_gone`: the member died or ended; nobody writes to such a member. `member_before`: a member of the year before,
    who has January to pay.
    """

    year: int
    fee: int
    received: int = 0
    paid_on: date | None = None
    invited_on: date | None = None
    reminded_on: date | None = None
    is_gone: bool = False
    member_before: bool = True


def is_gone(year: int, day: date, ended_on: date | None, deceased_on: date | None) -> bool:
    """Tell whether nobody writes to a member about a year any more: dead, or ended by that day or before that year."""
    return deceased_on is not None or ended_by(ended_on, max(day, date(year, 1, 1)))


def pay_before(dues: Dues, reminder_days: int) -> date:
    """Return the last day in time: the end of January for who was a member, and some days after the letter."""
    days = [date(dues.year, 1, 1)]
    if dues.member_before:
        days.append(date(dues.year, GRACE_MONTH, 31))
    if dues.invited_on:
        days.append(dues.invited_on + timedelta(days=reminder_days))
    return max(days)


def dues_status(dues: Dues, day: date, reminder_days: int) -> DuesStatus:
    """Return how a fee stands on a day."""
    if dues.fee == 0 and dues.received == 0:
        return DuesStatus.COVERED
    if dues.received > dues.fee:
        return DuesStatus.OVERPAID
    if dues.paid_on is not None:
        return DuesStatus.PAID
    if dues.is_gone:
        return DuesStatus.ENDED
    if day > pay_before(dues, reminder_days):
        return DuesStatus.LATE
    return DuesStatus.PARTIAL if dues.received else DuesStatus.OPEN


def wants_letter(dues: Dues) -> bool:
    """Tell whether an invitation to pay is to be written: never to who is gone, nor twice."""
    return dues.fee > 0 and dues.paid_on is None and not dues.is_gone and dues.invited_on is None


def wants_reminder(dues: Dues, day: date, reminder_days: int) -> bool:
    """Tell whether a reminder is due: after the letter's term and never in January's grace (domain.md §10.13).

    A next one is due when as many days have gone by again.
    """
    if dues.fee == 0 or dues.paid_on is not None or dues.is_gone or dues.invited_on is None:
        return False
    if dues.reminded_on is not None:
        return day > dues.reminded_on + timedelta(days=reminder_days)
    return day > pay_before(dues, reminder_days)


def renewal_year(day: date) -> int:
    """Return the year whose memberships are asked for now: in December the next one (domain.md §9)."""
    return day.year + (day.month == RENEWAL_MONTH)


@dataclass(frozen=True, slots=True)
class DuesTotals:
    """A year's fees added up: numbers of members, amounts in cents."""

    members: int = 0
    paying: int = 0
    paid: int = 0
    unpaid: int = 0
    invited: int = 0
    reminded: int = 0
    asked_cents: int = 0
    received_cents: int = 0

    @property
    def open_cents(self) -> int:
        """What is still to come in, if everybody pays what was asked."""
        return self.asked_cents - self.received_cents


def totals(standing: Iterable[tuple[Dues, DuesStatus]]) -> DuesTotals:
    """Add up the fees of a year; who pays by hand has paid the fee, and who is gone is asked nothing."""
    rows = list(standing)
    paying = [(dues, status) for dues, status in rows if status not in {DuesStatus.COVERED, DuesStatus.ENDED}]
    return DuesTotals(
        members=len(rows),
        paying=len(paying),
        paid=sum(status in {DuesStatus.PAID, DuesStatus.OVERPAID} for _, status in paying),
        unpaid=sum(status in UNPAID for _, status in paying),
        invited=sum(dues.invited_on is not None for dues, _ in paying),
        reminded=sum(dues.reminded_on is not None for dues, _ in paying),
        asked_cents=sum(dues.fee for dues, _ in paying),
        received_cents=sum(min(dues.fee, settled(dues)) for dues, _ in paying),
    )


def settled(dues: Dues) -> int:
    """Return what came in for a fee, in cents: what was paid by hand is the fee."""
    return max(dues.received, dues.fee) if dues.paid_on is not None else dues.received
