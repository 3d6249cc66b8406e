"""The renewal run of December: which rows a year lacks, and which ones a death made wrong (domain.md §9, §10.5)."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from mmc_desk.features.people.model import Household
from mmc_desk.features.people.rules.memberships import (
    MembershipTariff,
    ended_by,
    household_in_year,
    membership_fee,
)

TariffOn = Callable[[date], MembershipTariff]
"""The fees in force on a day."""


@dataclass(frozen=True, slots=True)
class Renewing:
    """A member as the run sees it. `ended_on` is the death too, where the desk only noted that."""

    key: int
    member_no: int
    since: date | None
    ended_on: date | None
    household: Household = Household.SINGLE
    partner_id: int | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """A membership row of the year. `is_touched`: paid or partly paid, so nothing changes it by itself."""

    key: int
    member_id: int
    fee: int
    is_touched: bool = False


class Deed(StrEnum):
    """What the run does about a member."""

    ADD = "add"
    CHANGE = "change"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True)
class RenewalLine:
    """One deed: the fee in cents; `membership_id` of the row there is. `is_widowed`: no couple any more."""

    member_id: int
    deed: Deed
    fee: int = 0
    membership_id: int | None = None
    is_widowed: bool = False


@dataclass(frozen=True, slots=True)
class _Year:
    year: int
    members: Mapping[int, Renewing]
    held: Mapping[int, Held]
    payers: Collection[int]
    tariff_on: TariffOn

    def takes_part(self, member: Renewing) -> bool:
        first = date(self.year, 1, 1)
        return not ended_by(member.ended_on, first) and (member.since is None or member.since.year <= self.year)

    def partner_of(self, member: Renewing) -> Renewing | None:
        return self.members.get(member.partner_id) if member.partner_id is not None else None

    def household(self, member: Renewing) -> Household:
        partner = self.partner_of(member)
        return household_in_year(member.household, self.year, partner.ended_on if partner else None)


def plan_renewal(
    year: int, members: Sequence[Renewing], held: Sequence[Held], payers: Collection[int], tariff_on: TariffOn
) -> tuple[RenewalLine, ...]:
    """Return what the run of a year does, by member number; done once, it does nothing the next time.

    Whoever is a member on 1 January, or joined in the year, gets a row with the fee of domain.md §2. A couple pays
    once: who paid last year (`payers`: members by key), else the lower number. Of who ended before, or lost a partner
    before, a row nobody paid yet goes or changes.
    """
    run = _Year(year, {one.key: one for one in members}, {one.member_id: one for one in held}, payers, tariff_on)
    return tuple(_lines(run, sorted(members, key=lambda one: one.member_no)))


def _lines(run: _Year, members: Sequence[Renewing]) -> Iterator[RenewalLine]:
    for member in members:
        row = run.held.get(member.key)
        widowed = member.household is Household.COUPLE and run.household(member) is Household.SINGLE
        if not run.takes_part(member):
            if row and not row.is_touched and ended_by(member.ended_on, date(run.year, 1, 1)):
                yield RenewalLine(member.key, Deed.REMOVE, row.fee, row.key)
        elif row is None:
            yield RenewalLine(member.key, Deed.ADD, _fee(run, member), is_widowed=widowed)
        elif widowed and not row.is_touched:
            yield RenewalLine(member.key, Deed.CHANGE, _fee(run, member), row.key, is_widowed=True)


def _fee(run: _Year, member: Renewing) -> int:
    joined = member.since if member.since and member.since.year == run.year else date(run.year, 1, 1)
    household = run.household(member)
    return membership_fee(
        run.tariff_on(joined), household, run.year, member.since, partner_pays=_partner_pays(run, member, household)
    )


def _partner_pays(run: _Year, member: Renewing, household: Household) -> bool:
    partner = run.partner_of(member)
    if household is Household.SINGLE or partner is None or not run.takes_part(partner):
        return False
    if row := run.held.get(partner.key):
        return row.fee > 0
    paid = {one.key for one in (member, partner) if one.key in run.payers}
    payer = paid.pop() if len(paid) == 1 else min(member, partner, key=lambda one: one.member_no).key
    return payer == partner.key
