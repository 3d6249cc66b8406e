"""The phone at work: which driver was asked for which ride, and what he said."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from mmc_desk.core.columns import ShortText, text_enum
from mmc_desk.core.model import Base, Versioned


class Answer(StrEnum):
    """What came of a phone call to a driver."""

    YES = "yes"
    NO = "no"
    LATER = "later"
    NO_ANSWER = "no_answer"


class CallAttempt(Versioned, Base):
    """One phone call to one driver about one ride."""

    __tablename__ = "call_attempt"
    __table_args__ = (Index("ix_call_attempt_driver", "driver_id", "at"),)

    ride_id: Mapped[int] = mapped_column(ForeignKey("ride.id"), index=True)
    driver_id: Mapped[int] = mapped_column(ForeignKey("driver.id"))
    at: Mapped[datetime]
    answer: Mapped[Answer] = mapped_column(text_enum(Answer, "answer"))
    note: Mapped[ShortText] = mapped_column(default="")
