"""Erasing a person: asked by one, approved by another. What goes and what stays is in ops.emptying."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.core import access, clock
from mmc_desk.core.errors import RuleError
from mmc_desk.core.i18n import translate
from mmc_desk.core.recording import note_final
from mmc_desk.features.people.model import Person
from mmc_desk.features.trust.model import Erasure
from mmc_desk.features.trust.ops.emptying import erase
from mmc_desk.features.trust.queries.retention import going_roles


@dataclass(frozen=True, slots=True)
class AskErasure:
    """Ask for a person to be erased; `by` counts only where nobody signs in."""

    person_id: int
    reason: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class WithdrawErasure:
    """Take back an erasure that waits."""

    erasure_id: int


@dataclass(frozen=True, slots=True)
class ApproveErasure:
    """The second pair of eyes: erases."""

    erasure_id: int
    by: str = ""


def ask_erasure(session: Session, command: AskErasure) -> int:
    """Note that a person is to be erased, and why; return the key.

    Raises RuleError for who still is a member, a driver …: that ends first, and what hangs on it ends with it.
    """
    by, reason = who(session, command.by), command.reason.strip()
    if session.get(Person, command.person_id) is None:
        raise RuleError(translate("trust", "Deze persoon bestaat niet meer. Herlaad de lijst."))
    if not reason:
        raise RuleError(translate("trust", "Schrijf waarom: de vraag van wie, of welke bewaartermijn."), field="reason")
    known = select(Erasure).where(Erasure.person_id == command.person_id)
    if session.scalars(known).first() is not None:
        raise RuleError(translate("trust", "Het wissen van deze persoon is al gevraagd."))
    _require_ended(session, command.person_id)
    erasure = Erasure(person_id=command.person_id, reason=reason, asked_by=by, asked_at=clock.now())
    session.add(erasure)
    session.flush()
    note_final(session)
    return erasure.id


def _require_ended(session: Session, person_id: int) -> None:
    roles = going_roles(session, person_id, clock.today())
    if roles:
        text = translate(
            "trust", "Deze persoon is nog {roles}. Laat dat eerst eindigen, dan eindigt mee wat gepland is."
        )
        raise RuleError(text.format(roles=", ".join(roles)))


def withdraw_erasure(session: Session, command: WithdrawErasure) -> None:
    """Take back what was asked and nobody approved yet. Raises RuleError for one that was done."""
    erasure = session.get(Erasure, command.erasure_id)
    if erasure is None or erasure.done_at is not None:
        raise RuleError(translate("trust", "Dit is al gewist. Herlaad de lijst."))
    session.delete(erasure)
    note_final(session)


def approve_erasure(session: Session, command: ApproveErasure) -> tuple[str, ...]:
    """Erase a person for good and return the tables that lost something.

    Raises RuleError when whoever approves is the one who asked, or it is done already.
    """
    by = who(session, command.by)
    erasure = session.get(Erasure, command.erasure_id)
    if erasure is None or erasure.done_at is not None:
        raise RuleError(translate("trust", "Dit is al gewist. Herlaad de lijst."))
    if by.casefold() == erasure.asked_by.casefold():
        raise RuleError(
            translate("trust", "Vier ogen: wie het vroeg, kan het niet goedkeuren. Laat het iemand anders doen.")
        )
    erasure.destroyed = [list(pair) for pair in sorted(erase(session, erasure.person_id).items())]
    erasure.approved_by, erasure.done_at = by, clock.now()
    note_final(session)
    return tuple(name for name, _ in erasure.destroyed)


def erase_again(session: Session, person_id: int) -> None:
    """Erase somebody whom a backup brought back: two people decided it then."""
    known = session.scalars(select(Erasure).where(Erasure.person_id == person_id)).first()
    erasure = known or Erasure(person_id=person_id, asked_at=clock.now())
    erasure.reason, erasure.asked_by, erasure.approved_by = translate("trust", "na terugzetten"), "-", "-"
    erasure.destroyed = [list(pair) for pair in sorted(erase(session, person_id).items())]
    erasure.done_at = clock.now()
    session.add(erasure)
    note_final(session)


def who(session: Session, typed: str) -> str:
    """Return who does this: who signed in, else the name that was typed. Raises RuleError for none."""
    signed_in = access.of(session)
    by = typed.strip() if signed_in is None else signed_in.who.name
    if not by:
        raise RuleError(translate("trust", "Vul in wie u bent."), field="by")
    return by
