"""What a member has from year to year, and whom to phone about them."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from mmc_desk.core.columns import Cents, ShortText
from mmc_desk.core.model import Base, Versioned


class Contact(Versioned, Base):
    """A contact person of a member, as the desk wrote it down ("dochter Rosa") with a number."""

    __tablename__ = "contact"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[ShortText]
    phone: Mapped[ShortText] = mapped_column(default="")


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
