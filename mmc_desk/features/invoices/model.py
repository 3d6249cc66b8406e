"""Numbered invoices of rides, their credit notes, and what the bank brought for them. Amounts in cents."""

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from mmc_desk.core.columns import Cents, LongText, Metres, ShortText, text_enum
from mmc_desk.core.model import Base, Versioned
from mmc_desk.features.people.model import Member
from mmc_desk.features.people.model.dues import BankPayment
from mmc_desk.features.rides.model import Ride
from mmc_desk.features.rides.model import series as _series  # noqa: F401 - the table that a ride points to


class InvoiceKind(StrEnum):
    """What a numbered paper is: an invoice, or a credit note that takes one back, wholly or in part."""

    INVOICE = "invoice"
    CREDIT = "credit"


class Invoice(Versioned, Base):
    """An invoice of a member's month, or a credit note on one. `number` runs on per calendar year, without gaps.

    `total` repeats the sum of its lines, negative on a credit note; `check` compares them. `paid_on`: paid by hand.
    `reminders` counts the reminders that went, the last one on `reminded_on`.
    """

    __tablename__ = "ride_invoice"
    __table_args__ = (
        UniqueConstraint("year", "sequence"),
        CheckConstraint("month BETWEEN 1 AND 12", name="month"),
        CheckConstraint("(kind = 'credit') = (credits_id IS NOT NULL)", name="credits"),
        CheckConstraint("(kind = 'credit') = (total < 0)", name="sign"),
        Index("ix_ride_invoice_month", "of_year", "month"),
    )

    year: Mapped[int]
    sequence: Mapped[int]
    kind: Mapped[InvoiceKind] = mapped_column(text_enum(InvoiceKind, "kind"))
    member_id: Mapped[int] = mapped_column(ForeignKey(Member.id), index=True)
    of_year: Mapped[int]
    month: Mapped[int]
    made_on: Mapped[date]
    due_on: Mapped[date]
    total: Mapped[Cents]
    reference: Mapped[ShortText] = mapped_column(unique=True)
    credits_id: Mapped[int | None] = mapped_column(ForeignKey("ride_invoice.id"), index=True)
    reason: Mapped[ShortText] = mapped_column(default="")
    printed_on: Mapped[date | None]
    paid_on: Mapped[date | None]
    reminders: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    reminded_on: Mapped[date | None]


class InvoiceLine(Base):
    """A member's part of a ride, frozen with its rate (1/10 000 euro per km). Never edited: the database refuses.

    `cents` = `share` − `received`: what was paid to the driver all the same is taken off. `sums` tells how the price
    came about. A line of a credit note is its line, signs turned.
    """

    __tablename__ = "ride_invoice_line"

    invoice_id: Mapped[int] = mapped_column(ForeignKey("ride_invoice.id"), index=True)
    ride_id: Mapped[int] = mapped_column(ForeignKey(Ride.id), index=True)
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("ride_invoice_line.id"), unique=True)
    ride_date: Mapped[date]
    route: Mapped[LongText]
    metres: Mapped[Metres]
    rate: Mapped[int]
    sums: Mapped[LongText]
    share: Mapped[Cents]
    received: Mapped[Cents]
    cents: Mapped[Cents]


class InvoicePayment(Versioned, Base):
    """The part of a bank payment that goes to an invoice."""

    __tablename__ = "ride_invoice_payment"
    __table_args__ = (
        UniqueConstraint("invoice_id", "bank_payment_id"),
        CheckConstraint("cents > 0", name="cents"),
    )

    invoice_id: Mapped[int] = mapped_column(ForeignKey("ride_invoice.id"))
    bank_payment_id: Mapped[int] = mapped_column(ForeignKey(BankPayment.id), index=True)
    cents: Mapped[Cents]
