"""The frozen rows that pages get about members and drivers."""

from dataclasses import dataclass
from datetime import date

from mmc_desk.core.formats import show_phone
from mmc_desk.features.people.model import (
    Aid,
    AvailabilityKind,
    DocumentKind,
    DriverTie,
    EndReason,
    Household,
    IncomeResult,
)
from mmc_desk.features.people.rules import (
    Briefing,
    DatedAddress,
    Expiry,
    MembershipStatus,
    Review,
    WeekSlot,
    full_name,
)


@dataclass(frozen=True, slots=True)
class Seen:
    """The versions of the records a form was filled from: what was changed since isn't overwritten."""

    person: int
    record: int


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A member in the list; the address and the standing are those of the day asked for."""

    key: int
    member_no: int
    last_name: str
    first_name: str
    born_on: date | None
    phone: str
    mobile: str
    street: str
    postcode: str
    village: str
    household: Household
    aid: Aid
    since: date | None
    ended_on: date | None
    status: MembershipStatus
    review: Review
    next_review: date | None
    search: str
    """All the text a member is found by, folded: number, names, birth year, old and new street, phones.

    Made with the row, on the worker: a filter over 100 000 rows must not wait for it.
    """

    @property
    def name(self) -> str:
        """The name as the desk says it: last name first."""
        return full_name(self.last_name, self.first_name)


@dataclass(frozen=True, slots=True)
class DriverRow:
    """A driver in the list, as things stand on the day asked for."""

    key: int
    code: str
    last_name: str
    first_name: str
    phone: str
    mobile: str
    street: str
    village: str
    other_street: str
    active_from: date | None
    active_to: date | None
    is_active: bool
    seats: int
    rigid_wheelchair: bool
    pattern: tuple[WeekSlot, ...]
    absent_until: date | None
    expiry: Expiry
    briefing: Briefing

    @property
    def name(self) -> str:
        """The name as the desk says it: last name first."""
        return full_name(self.last_name, self.first_name)

    @property
    def search(self) -> str:
        """All the text a driver is found by."""
        phones = phone_search(self.phone, self.mobile)
        address = f"{self.street} {self.other_street} {self.village}"
        return f"{self.last_name} {self.first_name} {self.code} {address} {phones}"


def phone_search(*phones: str) -> str:
    """Return phones as shown and as bare national digits: 089519138 and 51 91 38 both find one."""
    shown = [show_phone(phone) for phone in phones if phone]
    return " ".join(text for one in shown for text in (one, one.replace(" ", "")))


@dataclass(frozen=True, slots=True)
class AddressRow:
    """One address in a person's history."""

    valid_from: date
    street: str
    postcode: str
    village: str

    @property
    def line(self) -> str:
        """The address on one line: `Kerkstraat 1, 3740 Hees`."""
        town = f"{self.postcode} {self.village}".strip()
        return ", ".join(part for part in (self.street, town) if part)

    def dated(self) -> DatedAddress:
        """Return the address as the rules take it."""
        return DatedAddress(self.valid_from, self.street, self.postcode, self.village)


@dataclass(frozen=True, slots=True)
class MembershipRow:
    """One year of a member; the fee in cents."""

    year: int
    fee: int
    paid_on: date | None


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One income check."""

    checked_on: date | None
    result: IncomeResult
    proof: str
    next_review: date | None


@dataclass(frozen=True, slots=True)
class ContactRow:
    """One contact person."""

    key: int
    name: str
    phone: str


@dataclass(frozen=True, slots=True)
class PreferenceRow:
    """How a member and a driver stand to each other; `name` and `label` are of the one on the other side."""

    key: int
    name: str
    label: str
    tie: DriverTie


@dataclass(frozen=True, slots=True)
class AbsenceRow:
    """One dated exception of a driver."""

    key: int
    kind: AvailabilityKind
    from_day: date
    to_day: date
    reason: str


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """One paper of a driver, and how near its expiry is; of the briefing note also what was signed, and when."""

    kind: DocumentKind
    expires_on: date | None
    note: str
    expiry: Expiry
    signed_on: date | None = None
    edition: str = ""


@dataclass(frozen=True, slots=True)
class PartnerRow:
    """The partner of a member."""

    key: int
    name: str
    member_no: int
    ended_on: date | None


@dataclass(frozen=True, slots=True)
class PersonCard:
    """Who somebody is: the part that members and drivers share."""

    key: int
    last_name: str
    first_name: str
    born_on: date | None
    age: int | None
    phone: str
    mobile: str
    email: str
    deceased_on: date | None
    address: AddressRow | None
    addresses: tuple[AddressRow, ...]
    contacts: tuple[ContactRow, ...]
    member_key: int | None
    driver_key: int | None

    @property
    def name(self) -> str:
        """The name as the desk says it: last name first."""
        return full_name(self.last_name, self.first_name)


@dataclass(frozen=True, slots=True)
class MemberCard:
    """Everything the desk knows of one member. `proposed_fees`: cents per year that may be noted now."""

    key: int
    person: PersonCard
    seen: Seen
    member_no: int
    since: date | None
    ended_on: date | None
    end_reason: EndReason | None
    household: Household
    partner: PartnerRow | None
    aid: Aid
    companion: bool
    note: str
    status: MembershipStatus
    review: Review
    memberships: tuple[MembershipRow, ...]
    checks: tuple[CheckRow, ...]
    preferences: tuple[PreferenceRow, ...]
    proposed_fees: dict[int, int]
    review_months: int


@dataclass(frozen=True, slots=True)
class DriverCard:
    """Everything the desk knows of one driver."""

    key: int
    person: PersonCard
    seen: Seen
    code: str
    active_from: date | None
    active_to: date | None
    is_active: bool
    seats: int
    rigid_wheelchair: bool
    iban: str
    waives_payment: bool
    number_may_be_given: bool
    max_rides_per_week: int | None
    max_distance: int | None
    max_metres_per_week: int | None
    avoids_motorway: bool
    avoids_hospital_waiting: bool
    wishes: str
    note: str
    pattern: tuple[WeekSlot, ...]
    absences: tuple[AbsenceRow, ...]
    documents: tuple[DocumentRow, ...]
    briefing: Briefing
    briefing_edition: str
    preferences: tuple[PreferenceRow, ...]


@dataclass(frozen=True, slots=True)
class PersonMatch:
    """Somebody who may be the person being added."""

    person_id: int
    name: str
    born_on: date | None
    village: str
    member_key: int | None
    member_no: int | None
    driver_key: int | None
    driver_code: str | None
