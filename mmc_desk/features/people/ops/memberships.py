"""Yearly fees and income checks of members (domain.md §2, §6)."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.core import clock
from mmc_desk.core.errors import RuleError
from mmc_desk.core.formats import show_date
from mmc_desk.core.i18n import translate
from mmc_desk.features.people import queries, rules
from mmc_desk.features.people.model import EligibilityCheck, Household, IncomeResult, Member, Membership
from mmc_desk.features.people.ops.persons import found

FIRST_YEAR = 1950


@dataclass(frozen=True, slots=True)
class RecordMembership:
    """Note a member's year: the fee in cents, and when it was paid. A couple pays once, for both."""

    member_id: int
    year: int
    fee: int
    paid_on: date | None = None


@dataclass(frozen=True, slots=True)
class RecordEligibility:
    """Note an income check: the result, the kind of proof, when to look again. Never the amount."""

    member_id: int
    checked_on: date
    result: IncomeResult
    proof: str = ""
    next_review: date | None = None


def record_membership(session: Session, command: RecordMembership) -> None:
    """Write a member's year over what was noted, with the partner's year at no fee where a couple pays once.

    From the year after a partner ended the couple is no couple any more (domain.md §10.5): noting such a year
    makes the member single.

    Raises RuleError: a fee below zero, an odd year, a payment in the future, an ended member, no payment where the
    bank's own reach the fee.
    """
    member = found(session, Member, command.member_id)
    _check(member, command)
    partner = session.get(Member, member.partner_id) if member.partner_id else None
    ended_on = partner.ended_on if partner else None
    household = rules.household_in_year(member.household, command.year, ended_on)
    if partner and household is not member.household:
        member.household = Household.SINGLE
        member.partner_id = partner.partner_id = None
    _write_year(session, member.id, command.year, command.fee, command.paid_on)
    if partner and household is Household.COUPLE and not rules.ended_by(ended_on, date(command.year, 1, 1)):
        _cover_partner(session, partner.id, command)


def _check(member: Member, command: RecordMembership) -> None:
    if command.fee < 0:
        raise RuleError(translate("people", "Een lidgeld is niet negatief."), field="fee")
    if not FIRST_YEAR <= command.year <= clock.today().year + 1:
        raise RuleError(
            translate("people", "{year} kan niet: neem een jaar tot en met {last}.").format(
                year=command.year, last=clock.today().year + 1
            ),
            field="year",
        )
    if command.paid_on and command.paid_on > clock.today():
        raise RuleError(
            translate("people", "Een betaling ligt niet in de toekomst. Kijk de datum na."), field="paid_on"
        )
    if rules.ended_by(member.ended_on, date(command.year, 1, 1)):
        raise RuleError(
            translate("people", "Dit lid stopte op {day} en heeft geen lidmaatschap in {year}.").format(
                day=show_date(member.ended_on), year=command.year
            ),
            field="year",
        )


def _cover_partner(session: Session, partner_id: int, command: RecordMembership) -> None:
    year = _year(session, partner_id, command.year)
    if year is None or year.fee == 0:
        _write_year(session, partner_id, command.year, 0, command.paid_on)


def _year(session: Session, member_id: int, year: int) -> Membership | None:
    return session.scalar(select(Membership).where(Membership.member_id == member_id, Membership.year == year))


def _write_year(session: Session, member_id: int, year: int, fee: int, paid_on: date | None) -> None:
    membership = _year(session, member_id, year)
    if membership is None:
        session.add(Membership(member_id=member_id, year=year, fee=fee, paid_on=paid_on))
        return
    if paid_on is None and queries.reached(session, membership.id, fee):
        raise RuleError(
            translate("people", "Dit lidgeld is met de bank betaald. Maak eerst die betaling los, bij Lidgelden."),
            field="paid_on",
        )
    membership.fee = fee
    membership.paid_on = paid_on


def record_eligibility(session: Session, command: RecordEligibility) -> None:
    """Note an income check; a second one of the same day replaces the first.

    Without a next review the desk's own term is taken.

    Raises RuleError: a check in the future, a review before it.
    """
    member = found(session, Member, command.member_id)
    if command.checked_on > clock.today():
        raise RuleError(
            translate("people", "Een controle ligt niet in de toekomst. Kijk de datum na."),
            field="checked_on",
        )
    months = queries.review_months(session, command.checked_on)
    next_review = command.next_review or rules.review_on(command.checked_on, months)
    if next_review <= command.checked_on:
        raise RuleError(
            translate("people", "De volgende controle komt na deze van {day}.").format(
                day=show_date(command.checked_on)
            ),
            field="next_review",
        )
    check = session.scalar(
        select(EligibilityCheck).where(
            EligibilityCheck.member_id == member.id, EligibilityCheck.checked_on == command.checked_on
        )
    )
    if check is None:
        check = EligibilityCheck(member_id=member.id, checked_on=command.checked_on)
        session.add(check)
    check.result = command.result
    check.proof = command.proof.strip()
    check.next_review = next_review
