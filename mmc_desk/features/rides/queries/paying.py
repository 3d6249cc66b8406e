"""How members pay their rides, by date: the desk's setting `rides.payment` and the choices of single members."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.core.model import DeskSetting
from mmc_desk.features.people.model import Member
from mmc_desk.features.rides.model import PaymentMode
from mmc_desk.features.rides.model.paying import MemberPayment
from mmc_desk.features.rides.rules.paying import PaymentBook


@dataclass(frozen=True, slots=True)
class PaymentChoice:
    """From when on a member pays how; `mode` None: as the desk is used to."""

    key: int
    valid_from: date
    mode: PaymentMode | None


@dataclass(frozen=True, slots=True)
class MemberPaying:
    """How a member pays on a day, and their own choices, the last one first."""

    member_id: int
    mode: PaymentMode
    choices: tuple[PaymentChoice, ...]


def payment_book(session: Session) -> PaymentBook:
    """Return who pays how, of all dates."""
    desk = select(DeskSetting.valid_from, DeskSetting.value).where(DeskSetting.name == "rides.payment")
    own = select(MemberPayment.member_id, MemberPayment.valid_from, MemberPayment.mode)
    members: dict[int, list[tuple[date, PaymentMode | None]]] = defaultdict(list)
    for member_id, since, mode in session.execute(own.order_by(MemberPayment.valid_from)):
        members[member_id].append((since, mode))
    rows = session.execute(desk.order_by(DeskSetting.valid_from))
    return PaymentBook([(since, PaymentMode(value)) for since, value in rows], members)


def member_paying(session: Session, person_id: int, day: date) -> MemberPaying | None:
    """Return how a person who is a member pays on a day; None for who is no member."""
    member_id = session.scalar(select(Member.id).where(Member.person_id == person_id))
    if member_id is None:
        return None
    own = select(MemberPayment).where(MemberPayment.member_id == member_id).order_by(MemberPayment.valid_from.desc())
    choices = tuple(PaymentChoice(row.id, row.valid_from, row.mode) for row in session.scalars(own))
    return MemberPaying(member_id, payment_book(session).on(member_id, day), choices)
