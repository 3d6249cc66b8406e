"""Bank payments: taken over from a statement, put on memberships, set aside, taken off again."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.core.errors import RuleError
from mmc_desk.core.formats import show_amount
from mmc_desk.core.i18n import translate
from mmc_desk.core.importing.storing import in_parts
from mmc_desk.features.people import queries, rules
from mmc_desk.features.people.model import Membership
from mmc_desk.features.people.model.dues import BankPayment
from mmc_desk.features.people.ops.persons import found
from mmc_desk.features.people.ops.settling import settle_again
from mmc_desk.features.people.rules import BankLine, Fee, Share


@dataclass(frozen=True, slots=True)
class AssignPayment:
    """Put a payment on memberships; the shares add up to it."""

    payment_id: int
    shares: tuple[Share, ...]


@dataclass(frozen=True, slots=True)
class UnassignPayment:
    """Take a payment off its membership."""

    payment_id: int


@dataclass(frozen=True, slots=True)
class SetAsidePayment:
    """A payment pays no membership at all; with `is_set_aside` False it waits again."""

    payment_id: int
    is_set_aside: bool = True


@dataclass(frozen=True, slots=True)
class ImportedPayments:
    """What became of lines, in their order: known before, or new; and how many found their membership by themselves."""

    is_new: tuple[bool, ...]
    matched: int

    @property
    def added(self) -> int:
        """How many weren't known."""
        return sum(self.is_new)


def import_payments(session: Session, lines: Sequence[BankLine]) -> ImportedPayments:
    """Store the credits of a statement; who wrote the reference of an open fee has paid it, the others wait.

    A line that is known, by its bank reference, changes nothing.
    """
    known = _known(session, [line.bank_reference for line in lines])
    named = {digits for line in lines for digits in rules.find_references(line.text)}
    fees = queries.fees_by_reference(session, named)
    told, matched = [], 0
    for line in lines:
        told.append(line.bank_reference not in known)
        if not told[-1]:
            continue
        known.add(line.bank_reference)
        payment = _new_payment(session, line)
        shares = rules.exact_shares(line, fees)
        if shares:
            _put_on(session, payment, shares)
            matched += 1
            _received(fees, shares)
    return ImportedPayments(tuple(told), matched)


def _known(session: Session, references: Sequence[str]) -> set[str]:
    found: set[str] = set()
    for part in in_parts(references):
        found |= set(session.scalars(select(BankPayment.bank_reference).where(BankPayment.bank_reference.in_(part))))
    return found


def _new_payment(session: Session, line: BankLine) -> BankPayment:
    payment = BankPayment(
        bank_reference=line.bank_reference,
        booked_on=line.booked_on,
        amount=line.amount,
        payer=line.payer,
        communication=line.communication,
    )
    session.add(payment)
    session.flush()
    return payment


def _received(fees: dict[str, Fee], shares: Sequence[Share]) -> None:
    """Keep the fees in hand up to date while a statement is read: the same fee may be paid twice in it."""
    by_key = {fee.key: fee for fee in fees.values()}
    for share in shares:
        fee = by_key[share.membership_id]
        received = fee.received + share.cents
        fees[fee.reference] = replace(fee, received=received, is_settled=received >= fee.fee)


def assign_payment(session: Session, command: AssignPayment) -> None:
    """Put a payment on one membership, or its parts on several: each part becomes a payment of its own.

    Raises RuleError: already on a membership, or parts that don't add up.
    """
    payment = found(session, BankPayment, command.payment_id)
    if payment.membership_id is not None:
        raise RuleError(translate("people", "Deze betaling staat al bij een lid. Maak ze daar eerst los."))
    total = sum(share.cents for share in command.shares)
    if total != payment.amount or any(share.cents <= 0 for share in command.shares):
        raise RuleError(
            translate("people", "De delen zijn samen {total}, de betaling is {amount}. Verdeel ze opnieuw.").format(
                total=show_amount(total), amount=show_amount(payment.amount)
            ),
            field="shares",
        )
    _put_on(session, payment, command.shares)


def _put_on(session: Session, payment: BankPayment, shares: Sequence[Share]) -> None:
    parts = [payment, *(_part(payment, number) for number in range(2, len(shares) + 1))]
    for part, share in zip(parts, shares, strict=True):
        membership = found(session, Membership, share.membership_id)
        before = queries.reached(session, membership.id, membership.fee)
        part.amount, part.membership_id, part.is_set_aside = share.cents, membership.id, False
        session.add(part)
        settle_again(session, membership, before)


def _part(payment: BankPayment, number: int) -> BankPayment:
    return BankPayment(
        bank_reference=f"{payment.bank_reference} #{number}",
        booked_on=payment.booked_on,
        payer=payment.payer,
        communication=payment.communication,
    )


def unassign_payment(session: Session, command: UnassignPayment) -> None:
    """Take a payment off its membership: it waits again, and the fee may be open again.

    Raises RuleError: it is on none.
    """
    payment = found(session, BankPayment, command.payment_id)
    if payment.membership_id is None:
        raise RuleError(translate("people", "Deze betaling staat bij geen lid."))
    membership = found(session, Membership, payment.membership_id)
    before = queries.reached(session, membership.id, membership.fee)
    payment.membership_id = None
    settle_again(session, membership, before)


def set_aside_payment(session: Session, command: SetAsidePayment) -> None:
    """Note that a payment is for no membership at all (a gift, a hall), or that it waits again.

    Raises RuleError: it is on a membership.
    """
    payment = found(session, BankPayment, command.payment_id)
    if payment.membership_id is not None:
        raise RuleError(translate("people", "Deze betaling staat bij een lid. Maak ze daar eerst los."))
    payment.is_set_aside = command.is_set_aside
