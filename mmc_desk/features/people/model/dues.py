"""Payments of membership fees as the bank reports them."""

from datetime import date

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from mmc_desk.core.columns import Cents, ShortText
from mmc_desk.core.model import Base, Versioned
from mmc_desk.features.people.model.memberships import Membership


class BankPayment(Versioned, Base):
    """A line of a bank statement, in cents. `bank_reference` is the line's own: a statement read twice counts once.

    `membership_id` is what it paid, None while nobody knows; `is_set_aside`: it pays no membership at all.
    """

    __tablename__ = "bank_payment"

    bank_reference: Mapped[ShortText] = mapped_column(unique=True)
    booked_on: Mapped[date]
    amount: Mapped[Cents]
    payer: Mapped[ShortText] = mapped_column(default="")
    communication: Mapped[ShortText] = mapped_column(default="")
    membership_id: Mapped[int | None] = mapped_column(ForeignKey(Membership.id), index=True)
    is_set_aside: Mapped[bool] = mapped_column(default=False)
