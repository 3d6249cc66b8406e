"""The person and the dated address behind each member, driver and volunteer."""

from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.core import clock
from mmc_desk.core.errors import ConflictError, RuleError
from mmc_desk.core.formats import show_date
from mmc_desk.core.i18n import translate
from mmc_desk.core.model import Base
from mmc_desk.features.people import rules
from mmc_desk.features.people.model import Address, Person
from mmc_desk.features.people.queries import Seen

R = TypeVar("R", bound=Base)


@dataclass(frozen=True, slots=True)
class PersonDetails:
    """Who somebody is; phones as typed."""

    last_name: str
    first_name: str = ""
    born_on: date | None = None
    phone: str = ""
    mobile: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class AddressDetails:
    """Where somebody lives."""

    street: str = ""
    postcode: str = ""
    village: str = ""


def found(session: Session, model: type[R], key: int) -> R:
    """Return the row of `model` with a key. Raises ConflictError when it was removed meanwhile."""
    row = session.get(model, key)
    if row is None:
        raise ConflictError(translate("people", "Dit bestaat niet meer. Herlaad de lijst."))
    return row


def check_seen(seen: Seen | None, person: int, record: int) -> None:
    """Raise ConflictError when a record has another version than the form saw."""
    if seen is not None and seen != Seen(person, record):
        raise ConflictError(
            translate(
                "people",
                "Iemand anders wijzigde dit intussen. Sluit het venster en bekijk eerst de nieuwe gegevens.",
            )
        )


def new_person(session: Session, details: PersonDetails) -> Person:
    """Add a person. Raises RuleError for an empty name or a birth date in the future."""
    person = Person()
    write_person(person, details)
    session.add(person)
    session.flush()
    return person


def write_person(person: Person, details: PersonDetails) -> None:
    """Write details over a person's own. Raises RuleError for an empty name or a birth date in the future."""
    if not details.last_name.strip():
        raise RuleError(translate("people", "Vul de naam in."), field="last_name")
    if details.born_on and details.born_on > clock.today():
        raise RuleError(
            translate("people", "De geboortedatum {day} ligt in de toekomst. Kijk het jaar na.").format(
                day=show_date(details.born_on)
            ),
            field="born_on",
        )
    person.last_name = details.last_name.strip()
    person.first_name = details.first_name.strip()
    person.born_on = details.born_on
    person.phone = rules.normal_phone(details.phone)
    person.mobile = rules.normal_phone(details.mobile)
    person.email = details.email.strip()


def first_address(session: Session, person_id: int, details: AddressDetails, from_day: date) -> None:
    """Add the first address of a person, unless nothing is known about it."""
    if _plain(details) != AddressDetails():
        session.add(_new_address(person_id, details, from_day))


def correct_address(session: Session, person_id: int, details: AddressDetails) -> None:
    """Write a better spelling over the present address: the person didn't move."""
    present = present_address(session, person_id)
    if present is None:
        first_address(session, person_id, details, clock.today())
        return
    _write_address(present, details)


def move(session: Session, person_id: int, details: AddressDetails, from_day: date) -> None:
    """Add an address that holds from a day on, so that history keeps the old village (domain.md §10.6).

    Raises RuleError when the person came to the latest known address after that day.
    """
    addresses = _addresses(session, person_id)
    if addresses and addresses[-1].valid_from > from_day:
        raise RuleError(
            translate(
                "people",
                "Het laatst bekende adres geldt al vanaf {day}. Kies een latere datum of verbeter dat adres.",
            ).format(day=show_date(addresses[-1].valid_from)),
            field="moved_on",
        )
    if addresses and addresses[-1].valid_from == from_day:
        _write_address(addresses[-1], details)
        return
    session.add(_new_address(person_id, details, from_day))


def present_address(session: Session, person_id: int) -> Address | None:
    """Return the address row that holds today."""
    addresses = _addresses(session, person_id)
    held = [address for address in addresses if address.valid_from <= clock.today()]
    return held[-1] if held else next(iter(addresses), None)


def _addresses(session: Session, person_id: int) -> list[Address]:
    query = select(Address).where(Address.person_id == person_id).order_by(Address.valid_from)
    return list(session.scalars(query))


def _new_address(person_id: int, details: AddressDetails, from_day: date) -> Address:
    address = Address(person_id=person_id, valid_from=from_day)
    _write_address(address, details)
    return address


def _write_address(address: Address, details: AddressDetails) -> None:
    plain = _plain(details)
    address.street, address.postcode, address.village = plain.street, plain.postcode, plain.village


def _plain(details: AddressDetails) -> AddressDetails:
    return AddressDetails(details.street.strip(), details.postcode.strip(), details.village.strip())
