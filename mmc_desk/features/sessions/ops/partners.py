"""Partners of LDC on Wheels: who they are, when they can't come, when they stop."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mmc_desk.core.errors import RuleError
from mmc_desk.core.i18n import translate
from mmc_desk.features.mail.rules import checked_address
from mmc_desk.features.sessions.model import WheelsPartner, WheelsPartnerAbsence
from mmc_desk.features.sessions.ops.reading import found
from mmc_desk.features.sessions.rules.partners import stored_weekdays


@dataclass(frozen=True, slots=True)
class SavePartner:
    """Add a partner, or change the one with a `key`; the phone in E.164 where it is one."""

    name: str
    contact: str = ""
    phone: str = ""
    email: str = ""
    offer: str = ""
    weekdays: frozenset[int] = frozenset()
    active_to: date | None = None
    note: str = ""
    key: int | None = None
    version: int | None = None


@dataclass(frozen=True, slots=True)
class EndPartner:
    """Note the last day on which a partner works with the desk; None: they go on."""

    partner_id: int
    active_to: date | None


@dataclass(frozen=True, slots=True)
class AddPartnerAbsence:
    """Note days on which a partner can't come, both included."""

    partner_id: int
    from_day: date
    to_day: date
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RemovePartnerAbsence:
    """Take an absence away."""

    absence_id: int


def save_partner(session: Session, command: SavePartner) -> int:
    """Add or change a partner and return the key. Raises RuleError: no name, borne already, no such address."""
    name = command.name.strip()
    if not name:
        raise RuleError(translate("sessions", "Vul de naam van de partner in."), "name")
    same = select(WheelsPartner.id).where(func.lower(WheelsPartner.name) == name.lower())
    if session.scalar(same.where(WheelsPartner.id != (command.key or 0))) is not None:
        raise RuleError(translate("sessions", "Er is al een partner met deze naam."), "name")
    email = checked_address(command.email, "email") if command.email.strip() else ""
    partner = WheelsPartner() if command.key is None else found(session, WheelsPartner, command.key, command.version)
    partner.name, partner.contact = name, command.contact.strip()
    partner.phone, partner.email = command.phone.strip(), email
    partner.offer, partner.note = command.offer.strip(), command.note.strip()
    partner.weekdays, partner.active_to = stored_weekdays(command.weekdays), command.active_to
    session.add(partner)
    session.flush()
    return partner.id


def end_partner(session: Session, command: EndPartner) -> int:
    """Note that a partner stops, or goes on."""
    partner = found(session, WheelsPartner, command.partner_id)
    partner.active_to = command.active_to
    return partner.id


def add_absence(session: Session, command: AddPartnerAbsence) -> int:
    """Note an absence and return its key. Raises RuleError when it ends before it begins."""
    if command.to_day < command.from_day:
        raise RuleError(translate("sessions", "De laatste dag komt niet voor de eerste."), "to_day")
    found(session, WheelsPartner, command.partner_id)
    absence = WheelsPartnerAbsence(
        partner_id=command.partner_id,
        from_day=command.from_day,
        to_day=command.to_day,
        reason=command.reason.strip(),
    )
    session.add(absence)
    session.flush()
    return absence.id


def remove_absence(session: Session, command: RemovePartnerAbsence) -> None:
    """Take an absence away."""
    session.delete(found(session, WheelsPartnerAbsence, command.absence_id))
