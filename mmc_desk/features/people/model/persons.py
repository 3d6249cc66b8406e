"""One Person behind each member, driver and volunteer (a driver may be a member too, domain.md §10.12)."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from mmc_desk.core.columns import LongText, Metres, ShortText, text_enum
from mmc_desk.core.model import Base, Versioned
from mmc_desk.features.people.model.kinds import Aid, DocumentKind, EndReason, Household, IncomeResult


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
