"""Membership years, fees, couples and the income review (domain.md §2)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from dateutil.relativedelta import relativedelta

from mmc_desk.features.people.model import Household, IncomeResult

REVIEW_SOON = timedelta(days=30)


class MembershipStatus(StrEnum):
    """How a member stands with this year's fee."""

    PAID = "paid"
    GRACE = "grace"
    UNPAID = "unpaid"
    ENDED = "ended"


class Review(StrEnum):
    """How a member stands with the income review."""

    FINE = "fine"
    SOON = "soon"
    OVERDUE = "overdue"
    PENDING = "pending"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class MembershipTariff:
    """The yearly fees in cents, and the day (month, day) from which a new member pays half."""

    single: int = 1200
    couple: int = 1800
    half_from: tuple[int, int] = (7, 1)

    def of(self, household: Household) -> int:
        """Return the whole year's fee of a household, in cents."""
        return self.couple if household is Household.COUPLE else self.single


def membership_fee(
    tariff: MembershipTariff,
    household: Household,
    year: int,
    since: date | None = None,
    *,
    partner_pays: bool = False,
) -> int:
    """Return the fee of a year in cents (domain.md §2): half for who joins late in it; a couple pays once."""
    if partner_pays and household is Household.COUPLE:
        return 0
    whole = tariff.of(household)
    joins_late = since is not None and since.year == year and (since.month, since.day) >= tariff.half_from
    return (whole + 1) // 2 if joins_late else whole


def ended_by(ended_on: date | None, day: date) -> bool:
    """Tell whether a membership is over on a day; the day of ending itself counts as over."""
    return ended_on is not None and ended_on <= day


def membership_status(
    day: date, *, paid: bool, member_last_year: bool, ended_on: date | None = None
) -> MembershipStatus:
    """Return the status on a day: who was a member last year has January to pay (domain.md §10.13).

    `paid`: this year's fee is in, by the member or by the partner of a couple.
    """
    if ended_by(ended_on, day):
        return MembershipStatus.ENDED
    if paid:
        return MembershipStatus.PAID
    return MembershipStatus.GRACE if day.month == 1 and member_last_year else MembershipStatus.UNPAID


def household_in_year(household: Household, year: int, partner_ended_on: date | None) -> Household:
    """Return the household a year's fee is for: who loses a partner is single next year (domain.md §10.5)."""
    if partner_ended_on is not None and partner_ended_on.year < year:
        return Household.SINGLE
    return household


def review_on(checked_on: date, months: int) -> date:
    """Return the day an income check of `checked_on` is to be done again."""
    return checked_on + relativedelta(months=months)


def review_state(result: IncomeResult | None, next_review: date | None, day: date) -> Review:
    """Return how the income review stands on a day; a check without a next date stays good."""
    if result is None:
        return Review.MISSING
    if result is IncomeResult.PENDING:
        return Review.PENDING
    if next_review is None or next_review > day + REVIEW_SOON:
        return Review.FINE
    return Review.SOON if next_review > day else Review.OVERDUE


def partner_breaches(partners: Mapping[int, int | None]) -> list[int]:
    """Return the members (by number or key) whose partner doesn't name them back."""
    return [one for one, other in partners.items() if other is not None and partners.get(other) != one]


def next_member_no(taken: Iterable[int]) -> int:
    """Return the number of the next new member: numbers are never given twice."""
    return max(taken, default=0) + 1
