"""Contact persons of a member: whom to phone."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from mmc_desk.core.errors import RuleError
from mmc_desk.core.i18n import translate
from mmc_desk.features.people import rules
from mmc_desk.features.people.model import Contact, Person
from mmc_desk.features.people.ops.persons import found


@dataclass(frozen=True, slots=True)
class AddContact:
    """Note a contact person ("dochter Rosa") of a person."""

    person_id: int
    name: str
    phone: str = ""


@dataclass(frozen=True, slots=True)
class EditContact:
    """Change a contact person."""

    contact_id: int
    name: str
    phone: str = ""


@dataclass(frozen=True, slots=True)
class RemoveContact:
    """Take a contact person away."""

    contact_id: int


def add_contact(session: Session, command: AddContact) -> int:
    """Add a contact person and return its key. Raises RuleError without a name."""
    contact = Contact(person_id=found(session, Person, command.person_id).id)
    _write(contact, command.name, command.phone)
    session.add(contact)
    session.flush()
    return contact.id


def edit_contact(session: Session, command: EditContact) -> None:
    """Change a contact person. Raises RuleError without a name."""
    _write(found(session, Contact, command.contact_id), command.name, command.phone)


def remove_contact(session: Session, command: RemoveContact) -> None:
    """Remove a contact person."""
    session.delete(found(session, Contact, command.contact_id))


def _write(contact: Contact, name: str, phone: str) -> None:
    if not name.strip():
        raise RuleError(
            translate("people", "Vul in wie de contactpersoon is, bijvoorbeeld: dochter Rosa."), field="name"
        )
    contact.name = name.strip()
    contact.phone = rules.normal_phone(phone)
