"""How members pay their rides, where one pays otherwise than the desk is used to (domain.md §2)."""

from datetime import date

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from mmc_desk.core.columns import text_enum
from mmc_desk.core.model import Base, Versioned
from mmc_desk.features.rides.model.kinds import PaymentMode


class MemberPayment(Versioned, Base):
    """How one member pays from a day on; `mode` None: as the desk is used to, again."""

    __tablename__ = "member_payment"
    __table_args__ = (UniqueConstraint("member_id", "valid_from"),)

    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    valid_from: Mapped[date]
    mode: Mapped[PaymentMode | None] = mapped_column(text_enum(PaymentMode, "mode"))
