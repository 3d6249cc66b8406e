"""How a member pays rides, from a day on."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.core.errors import RuleError
from mmc_desk.core.i18n import translate
from mmc_desk.features.people.model import Member
from mmc_desk.features.rides.model import PaymentMode
from mmc_desk.features.rides.model.paying import MemberPayment


@dataclass(frozen=True, slots=True)
class SetMemberPayment:
    """Let a member pay so from a day on; the same day again corrects it. `mode` None: as the desk is used to."""

    member_id: int
    valid_from: date
    mode: PaymentMode | None


def set_member_payment(session: Session, command: SetMemberPayment) -> int:
    """Write it and return the key. Rides of before keep what held then. Raises RuleError when the member is gone."""
    if session.get(Member, command.member_id) is None:
        raise RuleError(translate("rides", "Dit lid bestaat niet meer. Kies een ander lid."), "member")
    of_day = MemberPayment.member_id == command.member_id, MemberPayment.valid_from == command.valid_from
    choice = session.scalars(select(MemberPayment).where(*of_day)).one_or_none()
    if choice is None:
        choice = MemberPayment(member_id=command.member_id, valid_from=command.valid_from)
        session.add(choice)
    choice.mode = command.mode
    session.flush()
    return choice.id


def remove_member_payment(session: Session, key: int) -> None:
    """Take a choice back, as if it had never been made. Raises RuleError when it is gone."""
    choice = session.get(MemberPayment, key)
    if choice is None:
        raise RuleError(translate("rides", "Deze keuze bestaat niet meer. Herlaad de pagina."))
    session.delete(choice)
