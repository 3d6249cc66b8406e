"""Asking for the fees of a year: the renewal run, letters, reminders, paying by hand (domain.md §9, §10.5, §10.13)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.core import clock
from mmc_desk.core.errors import RuleError
from mmc_desk.core.i18n import translate
from mmc_desk.core.importing.storing import in_parts
from mmc_desk.features.people import queries, rules
from mmc_desk.features.people.model import Household, Member, Membership, Person
from mmc_desk.features.people.ops.persons import found
from mmc_desk.features.people.ops.settling import settle
from mmc_desk.features.people.rules import Deed, RenewalLine


@dataclass(frozen=True, slots=True)
class RenewMemberships:
    """Make the memberships of a year: this one or the next."""

    year: int


@dataclass(frozen=True, slots=True)
class RenewalReport:
    """What a renewal run did: numbers of memberships, and what the new ones add up to in cents."""

    year: int
    added: int
    changed: int
    removed: int
    kept: int
    cents: int


@dataclass(frozen=True, slots=True)
class NoteInvited:
    """Letters were printed for these memberships."""

    membership_ids: Sequence[int]
    day: date


@dataclass(frozen=True, slots=True)
class NoteReminded:
    """Reminders were printed for these memberships."""

    membership_ids: Sequence[int]
    day: date


@dataclass(frozen=True, slots=True)
class PayByHand:
    """Tick a fee as paid at the desk, in cash; without a day the tick is taken back."""

    membership_id: int
    paid_on: date | None


def renew_memberships(session: Session, command: RenewMemberships) -> RenewalReport:
    """Make the rows a year lacks, each with its fee and reference; done again it changes nothing.

    What a death made wrong and nobody paid yet goes or changes too (domain.md §10.5).

    Raises RuleError: another year than this one or the next.
    """
    today = clock.today()
    if command.year not in {today.year, today.year + 1}:
        raise RuleError(
            translate("people", "Hernieuwen kan voor {year} en {next}. Kies een van die jaren.").format(
                year=today.year, next=today.year + 1
            ),
            field="year",
        )
    plan = queries.renewal_plan(session, command.year)
    _carry_out(session, command.year, plan.lines)
    return RenewalReport(
        command.year,
        len(plan.of(Deed.ADD)),
        len(plan.of(Deed.CHANGE)),
        len(plan.of(Deed.REMOVE)),
        plan.kept,
        plan.cents,
    )


def mend_coming_years(session: Session, member: Member) -> None:
    """Take away what was already made for years a member no longer begins, and make the partner single in them.

    Rows that were paid stay as they are. Called when a member ends: no letter may go out for such a year (§10.5).
    """
    session.flush()
    last = (member.ended_on or clock.today()).year
    concerned = {member.id, member.partner_id}
    years = select(Membership.year).where(Membership.member_id.in_(concerned), Membership.year >= last).distinct()
    for year in session.scalars(years.order_by(Membership.year)).all():
        lines = queries.renewal_plan(session, year).lines
        own = [line for line in lines if line.member_id in concerned and line.deed is not Deed.ADD]
        _carry_out(session, year, own)


def _carry_out(session: Session, year: int, lines: Iterable[RenewalLine]) -> None:
    taken = set(session.scalars(select(Membership.reference).where(Membership.reference.is_not(None))))
    for line in lines:
        member = session.get_one(Member, line.member_id)
        if line.is_widowed:
            _make_single(session, member)
        if line.deed is Deed.REMOVE:
            session.delete(session.get_one(Membership, line.membership_id))
            continue
        if line.deed is Deed.ADD:
            membership = Membership(member_id=member.id, year=year, fee=line.fee)
            session.add(membership)
        else:
            membership = session.get_one(Membership, line.membership_id)
            membership.fee = line.fee
            membership.invited_on = membership.reminded_on = None
        _give_reference(membership, member.member_no, taken)
    session.flush()


def _make_single(session: Session, member: Member) -> None:
    partner = session.get_one(Member, member.partner_id)
    member.household, member.partner_id = Household.SINGLE, None
    partner.partner_id = None


def _give_reference(membership: Membership, member_no: int, taken: set[str | None]) -> None:
    """Give a fee its reference: by year and number, or the next free one where numbers are longer than six digits."""
    if membership.fee == 0 or membership.reference is not None:
        return
    base = rules.reference_base(membership.year, member_no)
    while rules.make_reference(base) in taken:
        base += 1
    membership.reference = rules.make_reference(base)
    taken.add(membership.reference)


def note_invited(session: Session, command: NoteInvited) -> int:
    """Note the day letters were printed and return for how many.

    Raises RuleError where one of them may not be written to.
    """
    memberships = _writable(session, command.membership_ids, command.day)
    for membership in memberships:
        membership.invited_on = command.day
    return len(memberships)


def note_reminded(session: Session, command: NoteReminded) -> int:
    """Note the day reminders were printed and return for how many. Raises RuleError as `note_invited`."""
    memberships = _writable(session, command.membership_ids, command.day)
    for membership in memberships:
        membership.reminded_on = command.day
    return len(memberships)


def give_references(session: Session, membership_ids: Sequence[int]) -> int:
    """Give a reference to fees that have none (noted by hand or imported) and return to how many."""
    taken = set(session.scalars(select(Membership.reference).where(Membership.reference.is_not(None))))
    lacking = [one for one in _memberships(session, membership_ids) if one.reference is None and one.fee]
    for membership in lacking:
        _give_reference(membership, session.get_one(Member, membership.member_id).member_no, taken)
    return len(lacking)


def _writable(session: Session, keys: Sequence[int], day: date) -> list[Membership]:
    memberships = _memberships(session, keys)
    for membership in memberships:
        member = session.get_one(Member, membership.member_id)
        person = session.get_one(Person, member.person_id)
        if rules.is_gone(membership.year, day, member.ended_on, person.deceased_on):
            raise RuleError(
                translate("people", "{name} is geen lid meer: er gaat geen brief. Lees de lijst opnieuw.").format(
                    name=rules.full_name(person.last_name, person.first_name)
                )
            )
    return memberships


def _memberships(session: Session, keys: Sequence[int]) -> list[Membership]:
    return [
        one
        for part in in_parts(keys)
        for one in session.scalars(select(Membership).where(Membership.id.in_(part)).order_by(Membership.id))
    ]


def pay_by_hand(session: Session, command: PayByHand) -> None:
    """Tick a fee as paid at the desk, for the partner it covers too; or take the tick back.

    Raises RuleError: nothing to pay, a day in the future, a tick that a bank payment stands behind.
    """
    membership = found(session, Membership, command.membership_id)
    if membership.fee == 0:
        raise RuleError(translate("people", "Hier is niets te betalen: het lidgeld is 0."), field="paid_on")
    if command.paid_on and command.paid_on > clock.today():
        raise RuleError(
            translate("people", "Een betaling ligt niet in de toekomst. Kijk de datum na."), field="paid_on"
        )
    if command.paid_on is None and queries.reached(session, membership.id, membership.fee):
        raise RuleError(
            translate("people", "Dit is met de bank betaald. Maak eerst die betaling los."), field="paid_on"
        )
    settle(session, membership, command.paid_on)
