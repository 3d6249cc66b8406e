"""People: one Person behind each member, driver and volunteer (a driver may be a member too, domain.md §10.12)."""

from datetime import date, time
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from mmc_desk.core.columns import Cents, LongText, Metres, ShortText, text_enum
from mmc_desk.core.model import Base, Versioned


class Household(StrEnum):
    """Soort: what the fee depends on (domain.md §2)."""

    SINGLE = "single"
    COUPLE = "couple"


class Aid(StrEnum):
    """Hulpmiddel."""

    NONE = "none"
    CANE = "cane"
    ROLLATOR = "rollator"
    FOLDABLE_WHEELCHAIR = "foldable_wheelchair"
    RIGID_WHEELCHAIR = "rigid_wheelchair"


class EndReason(StrEnum):
    """Why somebody is no longer a member."""

    DECEASED = "deceased"
    MOVED = "moved"
    RESIGNED = "resigned"
    OTHER = "other"


class IncomeResult(StrEnum):
    """Inkomenscontrole: never the amount (domain.md §6)."""

    MEETS = "meets"
    EXCEPTION = "exception"
    PENDING = "pending"


class DriverTie(StrEnum):
    """How a member stands to a driver."""

    PREFERRED = "preferred"
    INCOMPATIBLE = "incompatible"


class DocumentKind(StrEnum):
    """Papers of a driver that expire."""

    LICENCE = "licence"
    INSURANCE = "insurance"
    CHECK_UP = "check_up"
    CRIMINAL_RECORD = "criminal_record"
    BRIEFING_NOTE = "briefing_note"


class AvailabilityKind(StrEnum):
    """A dated exception to a driver's week pattern."""

    ABSENT = "absent"
    AVAILABLE = "available"


class Place(Versioned, Base):
    """A village or a common destination with approximate WGS84 coordinates."""

    __tablename__ = "place"
    __table_args__ = (UniqueConstraint("name", "postcode"),)

    name: Mapped[ShortText]
    postcode: Mapped[ShortText]
    latitude: Mapped[float]
    longitude: Mapped[float]
    is_village: Mapped[bool] = mapped_column(default=True)


class StreetAlias(Versioned, Base):
    """A renamed street: both names must be found (domain.md §7)."""

    __tablename__ = "street_alias"
    __table_args__ = (UniqueConstraint("old_name", "village"),)

    old_name: Mapped[ShortText]
    new_name: Mapped[ShortText]
    village: Mapped[ShortText]


class Person(Versioned, Base):
    """Somebody the desk knows. Phones are E.164 where they can be, else what was written."""

    __tablename__ = "person"

    last_name: Mapped[ShortText]
    first_name: Mapped[ShortText] = mapped_column(default="")
    born_on: Mapped[date | None]
    phone: Mapped[ShortText] = mapped_column(default="")
    mobile: Mapped[ShortText] = mapped_column(default="")
    email: Mapped[ShortText] = mapped_column(default="")
    deceased_on: Mapped[date | None]


class Address(Versioned, Base):
    """Where a person lives from a date on, until the next row's; history keeps the old village (domain.md §10.6)."""

    __tablename__ = "address"
    __table_args__ = (UniqueConstraint("person_id", "valid_from"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    valid_from: Mapped[date]
    street: Mapped[ShortText]
    postcode: Mapped[ShortText]
    village: Mapped[ShortText] = mapped_column(index=True)


class Contact(Versioned, Base):
    """A contact person of a member, as the desk wrote it down ("dochter Rosa") with a number."""

    __tablename__ = "contact"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[ShortText]
    phone: Mapped[ShortText] = mapped_column(default="")


class Member(Versioned, Base):
    """A member of the Minder Mobielen Centrale."""

    __tablename__ = "member"
    __table_args__ = (CheckConstraint("ended_on IS NULL OR end_reason IS NOT NULL", name="end_has_reason"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    member_no: Mapped[int] = mapped_column(unique=True)
    since: Mapped[date | None]
    ended_on: Mapped[date | None]
    end_reason: Mapped[EndReason | None] = mapped_column(text_enum(EndReason, "end_reason"))
    household: Mapped[Household] = mapped_column(text_enum(Household, "household"), default=Household.SINGLE)
    partner_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    aid: Mapped[Aid] = mapped_column(text_enum(Aid, "aid"), default=Aid.NONE)
    companion: Mapped[bool] = mapped_column(default=False)
    note: Mapped[LongText] = mapped_column(default="")


class Membership(Versioned, Base):
    """A member *of a year*: a row for that year, paid or not. A couple pays once (the partner's fee is 0).

    `reference` is the structured communication on its invitation to pay: twelve digits, the last two their checksum.
    """

    __tablename__ = "membership"
    __table_args__ = (
        UniqueConstraint("member_id", "year"),
        CheckConstraint("fee >= 0", name="fee_not_negative"),
        Index("ix_membership_year", "year"),
        Index("ix_membership_reference", "reference", unique=True),
    )

    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    year: Mapped[int]
    fee: Mapped[Cents]
    paid_on: Mapped[date | None]
    reference: Mapped[ShortText | None]
    invited_on: Mapped[date | None]
    reminded_on: Mapped[date | None]


class EligibilityCheck(Versioned, Base):
    """Inkomenscontrole: result, kind of proof and next review; never the amount."""

    __tablename__ = "eligibility_check"

    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    checked_on: Mapped[date | None]
    result: Mapped[IncomeResult] = mapped_column(text_enum(IncomeResult, "result"))
    proof: Mapped[ShortText] = mapped_column(default="")
    next_review: Mapped[date | None]


class Driver(Versioned, Base):
    """A volunteer driver with an own car."""

    __tablename__ = "driver"
    __table_args__ = (CheckConstraint("seats BETWEEN 1 AND 9", name="seats"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    code: Mapped[ShortText] = mapped_column(unique=True)
    active_from: Mapped[date | None]
    active_to: Mapped[date | None]
    seats: Mapped[int] = mapped_column(default=4)
    rigid_wheelchair: Mapped[bool] = mapped_column(default=False)
    iban: Mapped[ShortText] = mapped_column(default="")
    waives_payment: Mapped[bool] = mapped_column(default=False)
    number_may_be_given: Mapped[bool] = mapped_column(default=False)
    max_rides_per_week: Mapped[int | None]
    max_distance: Mapped[Metres | None]
    max_metres_per_week: Mapped[Metres | None]
    avoids_motorway: Mapped[bool] = mapped_column(default=False, server_default=false())
    avoids_hospital_waiting: Mapped[bool] = mapped_column(default=False, server_default=false())
    wishes: Mapped[LongText] = mapped_column(default="")
    note: Mapped[LongText] = mapped_column(default="")


class WeekAvailability(Versioned, Base):
    """A part of a driver's week pattern: a weekday (Monday = 0) and, where it isn't the whole day, the hours."""

    __tablename__ = "week_availability"
    __table_args__ = (
        UniqueConstraint("driver_id", "weekday", "from_time"),
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
        CheckConstraint("from_time < to_time", name="hours"),
    )

    driver_id: Mapped[int] = mapped_column(ForeignKey("driver.id"))
    weekday: Mapped[int]
    from_time: Mapped[time]
    to_time: Mapped[time]


class Absence(Versioned, Base):
    """A dated exception: a driver absent (leave, illness) or, against the pattern, available. Both days included."""

    __tablename__ = "absence"
    __table_args__ = (CheckConstraint("from_day <= to_day", name="days"),)

    driver_id: Mapped[int] = mapped_column(ForeignKey("driver.id"), index=True)
    kind: Mapped[AvailabilityKind] = mapped_column(text_enum(AvailabilityKind, "kind"), default=AvailabilityKind.ABSENT)
    from_day: Mapped[date]
    to_day: Mapped[date]
    reason: Mapped[ShortText] = mapped_column(default="")


class DriverDocument(Versioned, Base):
    """A paper of a driver with its date of expiry; of the briefing note also its edition and when it was signed."""

    __tablename__ = "driver_document"
    __table_args__ = (UniqueConstraint("driver_id", "kind"),)

    driver_id: Mapped[int] = mapped_column(ForeignKey("driver.id"))
    kind: Mapped[DocumentKind] = mapped_column(text_enum(DocumentKind, "kind"))
    expires_on: Mapped[date | None]
    signed_on: Mapped[date | None]
    edition: Mapped[ShortText | None]
    note: Mapped[ShortText] = mapped_column(default="")


class DriverPreference(Versioned, Base):
    """A member who prefers a driver, or may not be driven by one."""

    __tablename__ = "driver_preference"
    __table_args__ = (UniqueConstraint("member_id", "driver_id"),)

    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    driver_id: Mapped[int] = mapped_column(ForeignKey("driver.id"), index=True)
    tie: Mapped[DriverTie] = mapped_column(text_enum(DriverTie, "tie"))


class Volunteer(Versioned, Base):
    """A volunteer of a village restaurant; with `has_flat_allowance` each day of duty earns the day's amount."""

    __tablename__ = "volunteer"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    location: Mapped[ShortText]
    tasks: Mapped[ShortText] = mapped_column(default="")
    active_from: Mapped[date | None]
    active_to: Mapped[date | None]
    has_flat_allowance: Mapped[bool] = mapped_column(default=False, server_default=false())
