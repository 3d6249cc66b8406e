"""LDC on Wheels sessions (domain.md §5)."""

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from mmc_desk.core.columns import LongText, ShortText, text_enum
from mmc_desk.core.model import Base, Versioned


class SessionKind(StrEnum):
    """What an activity is for."""

    INFORMATIVE = "informative"
    RECREATIONAL = "recreational"
    EDUCATIONAL = "educational"
    SERVICE = "service"


class WheelsSession(Versioned, Base):
    """One activity after the meal at one location; `attendance` is None until it was held."""

    __tablename__ = "wheels_session"
    __table_args__ = (
        UniqueConstraint("restaurant_id", "session_date"),
        CheckConstraint("attendance >= 0", name="attendance"),
        Index("ix_wheels_session_session_date", "session_date"),
    )

    restaurant_id: Mapped[int] = mapped_column(ForeignKey("village_restaurant.id"))
    session_date: Mapped[date]
    theme: Mapped[ShortText]
    kind: Mapped[SessionKind] = mapped_column(text_enum(SessionKind, "kind"))
    partner: Mapped[ShortText] = mapped_column(default="")
    expected: Mapped[int | None]
    attendance: Mapped[int | None]
    first_timers: Mapped[int | None]
    remarks: Mapped[LongText] = mapped_column(default="")
