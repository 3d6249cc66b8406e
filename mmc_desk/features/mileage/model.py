"""The money side of kilometres that rides don't need themselves (domain.md §3)."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from mmc_desk.core.columns import Cents, LongText, Metres, ShortText, text_enum
from mmc_desk.core.model import Base, Versioned


class VolunteerForfait(Versioned, Base):
    """The flat volunteer allowance of a year (law of 3 July 2005): the most per day and per year."""

    __tablename__ = "volunteer_forfait"
    __table_args__ = (CheckConstraint("per_day > 0 AND per_year >= per_day", name="amounts"),)

    year: Mapped[int] = mapped_column(unique=True)
    per_day: Mapped[Cents]
    per_year: Mapped[Cents]


class AllowanceSystem(StrEnum):
    """How a volunteer's costs are paid in a calendar year: the flat allowance or the real costs (domain.md §3)."""

    FLAT = "flat"
    REAL = "real"


class AllowanceChoice(Versioned, Base):
    """One system per volunteer per calendar year.

    `other_metres`: transport outside of regular rides paid beside the flat allowance; over 2 000 km a year is too much.
    """

    __tablename__ = "allowance_choice"
    __table_args__ = (
        UniqueConstraint("person_id", "year"),
        CheckConstraint("other_metres >= 0", name="other_metres"),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    year: Mapped[int] = mapped_column(index=True)
    system: Mapped[AllowanceSystem] = mapped_column(text_enum(AllowanceSystem, "system"))
    other_metres: Mapped[Metres] = mapped_column(default=0)


class AllowanceDay(Versioned, Base):
    """A day for which a volunteer gets the flat allowance, in cents: a line of the nominative list."""

    __tablename__ = "allowance_day"
    __table_args__ = (UniqueConstraint("person_id", "day"), CheckConstraint("cents > 0", name="cents"))

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    day: Mapped[date] = mapped_column(index=True)
    cents: Mapped[Cents]


class PaidBy(StrEnum):
    """How a driver's balance is settled: in cash at the desk, by bank transfer, or not at all (domain.md §10.16)."""

    CASH = "cash"
    TRANSFER = "transfer"
    WAIVED = "waived"


class EntryKind(StrEnum):
    """What a line of a settlement is. A reversal takes an earlier line back, a correction puts another in its place."""

    RIDE = "ride"
    WASTED = "wasted"
    CANCELLED = "cancelled"
    REVERSAL = "reversal"
    CORRECTION = "correction"


class TransferFile(Base):
    """A payment file as it was made for the bank (pain.001), in cents."""

    __tablename__ = "transfer_file"

    made_at: Mapped[datetime]
    message_id: Mapped[ShortText] = mapped_column(unique=True)
    execution_day: Mapped[date]
    payments: Mapped[int]
    total: Mapped[Cents]
    content: Mapped[LongText]


class Settlement(Versioned, Base):
    """What a driver has coming for a month, frozen. `part` 0 settles the month, later parts are its corrections.

    `rides`, `metres`, `due` and `received` repeat the sums of its entries; `check` compares them.
    """

    __tablename__ = "settlement"
    __table_args__ = (
        UniqueConstraint("driver_id", "year", "month", "part"),
        CheckConstraint("month BETWEEN 1 AND 12", name="month"),
        CheckConstraint("part >= 0", name="part"),
        Index("ix_settlement_month", "year", "month"),
    )

    driver_id: Mapped[int] = mapped_column(ForeignKey("driver.id"))
    year: Mapped[int]
    month: Mapped[int]
    part: Mapped[int] = mapped_column(default=0)
    frozen_at: Mapped[datetime]
    paid_by: Mapped[PaidBy] = mapped_column(text_enum(PaidBy, "paid_by"))
    rides: Mapped[int]
    metres: Mapped[Metres]
    due: Mapped[Cents]
    received: Mapped[Cents]
    signed_on: Mapped[date | None]
    paid_on: Mapped[date | None]
    transfer_file_id: Mapped[int | None] = mapped_column(ForeignKey("transfer_file.id"))


class SettlementEntry(Base):
    """A line of a settlement, frozen with its rate (1/10 000 euro per km). Never edited: the database refuses.

    `due` is what the driver has coming for the ride: `km_cents`, parking and what else the tariff gives the driver.
    What members paid for the desk (`desk_fee`) is in `received`, not in `due`. A reversal is its entry, signs turned.
    `rides` is 1 for a driven ride, 0 for a wasted or cancelled one that is paid all the same.
    """

    __tablename__ = "settlement_entry"

    settlement_id: Mapped[int] = mapped_column(ForeignKey("settlement.id"), index=True)
    ride_id: Mapped[int] = mapped_column(ForeignKey("ride.id"), index=True)
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("settlement_entry.id"), unique=True)
    kind: Mapped[EntryKind] = mapped_column(text_enum(EntryKind, "kind"))
    dated: Mapped[date]
    ride_date: Mapped[date]
    rides: Mapped[int]
    metres: Mapped[Metres]
    rate: Mapped[int]
    km_cents: Mapped[Cents]
    parking: Mapped[Cents] = mapped_column(default=0)
    other: Mapped[Cents] = mapped_column(default=0)
    desk_fee: Mapped[Cents] = mapped_column(default=0)
    due: Mapped[Cents]
    received: Mapped[Cents]
    reason: Mapped[ShortText] = mapped_column(default="")
