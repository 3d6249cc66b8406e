"""What the renewal run of a year would do, with names: the preview and the run itself read the same plan."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from mmc_desk.features.people import rules
from mmc_desk.features.people.model import Household, Member, Membership, Person
from mmc_desk.features.people.model.dues import BankPayment
from mmc_desk.features.people.queries.settings import membership_tariff
from mmc_desk.features.people.rules import Deed, Held, MembershipTariff, RenewalLine, Renewing


@dataclass(frozen=True, slots=True)
class RenewalPlan:
    """What the run of a year does; fees in cents. `names`: by member key, as the desk says them.

    `lapsed` are members to be asked who had no membership the year before: they may have gone without a word.
    """

    year: int
    lines: tuple[RenewalLine, ...]
    kept: int
    names: dict[int, str]
    lapsed: tuple[int, ...]

    def of(self, deed: Deed) -> list[RenewalLine]:
        """Return the lines of one kind."""
        return [line for line in self.lines if line.deed is deed]

    @property
    def cents(self) -> int:
        """What the new memberships add up to."""
        return sum(line.fee for line in self.lines if line.deed is Deed.ADD)


def renewal_plan(session: Session, year: int) -> RenewalPlan:
    """Return what the renewal run of a year does now."""
    members, names = _members(session)
    held = _held(session, year)
    payers = set(session.scalars(select(Membership.member_id).where(Membership.year == year - 1, Membership.fee > 0)))
    before = set(session.scalars(select(Membership.member_id).where(Membership.year == year - 1)))
    tariffs: dict[date, MembershipTariff] = {}

    def tariff_on(day: date) -> MembershipTariff:
        if day not in tariffs:
            tariffs[day] = membership_tariff(session, day)
        return tariffs[day]

    lines = rules.plan_renewal(year, members, held, payers, tariff_on)
    joined = {one.key for one in members if one.since is None or one.since.year >= year - 1}
    lapsed = [line.member_id for line in lines if line.deed is Deed.ADD and line.member_id not in before | joined]
    changed = sum(line.deed is not Deed.ADD for line in lines)
    return RenewalPlan(year, lines, len(held) - changed, names, tuple(lapsed))


def _members(session: Session) -> tuple[list[Renewing], dict[int, str]]:
    query = select(
        Member.id,
        Member.member_no,
        Member.since,
        func.coalesce(Member.ended_on, Person.deceased_on),
        Member.household,
        Member.partner_id,
        Person.last_name,
        Person.first_name,
    ).join(Person, Person.id == Member.person_id)
    members, names = [], {}
    for key, no, since, ended_on, household, partner_id, last, first in session.execute(query):
        members.append(Renewing(key, no, since, ended_on, Household(household), partner_id))
        names[key] = rules.full_name(last, first)
    return members, names


def _held(session: Session, year: int) -> list[Held]:
    has_payment = exists().where(BankPayment.membership_id == Membership.id)
    query = select(Membership.id, Membership.member_id, Membership.fee, Membership.paid_on, has_payment)
    return [
        Held(key, member_id, fee, paid_on is not None or bool(paid))
        for key, member_id, fee, paid_on, paid in session.execute(query.where(Membership.year == year))
    ]
