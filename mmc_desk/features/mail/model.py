"""The queue of outgoing mail: it survives a restart, and stays as the log of what was sent to whom."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from mmc_desk.core.columns import LongText, ShortText, text_enum
from mmc_desk.core.model import Base, Versioned


class MailState(StrEnum):
    """Where a mail stands. A failed one isn't tried again until somebody asks."""

    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"


class OutgoingMail(Versioned, Base):
    """A mail as it will be sent. `about_table` and `about_key` name the record it is about ("driver", 12)."""

    __tablename__ = "outgoing_mail"
    __table_args__ = (
        Index("ix_outgoing_mail_state", "state", "next_try_at"),
        Index("ix_outgoing_mail_about", "about_table", "about_key"),
    )

    message_id: Mapped[ShortText] = mapped_column(unique=True)
    queued_at: Mapped[datetime]
    to_name: Mapped[ShortText]
    to_address: Mapped[ShortText]
    subject: Mapped[ShortText]
    body: Mapped[LongText]
    about_table: Mapped[ShortText] = mapped_column(default="")
    about_key: Mapped[int | None]
    state: Mapped[MailState] = mapped_column(text_enum(MailState, "state"), default=MailState.QUEUED)
    attempts: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    error: Mapped[LongText] = mapped_column(default="")


class MailAttachment(Base):
    """A file that goes with a mail, kept as it was made."""

    __tablename__ = "mail_attachment"

    mail_id: Mapped[int] = mapped_column(ForeignKey("outgoing_mail.id"), index=True)
    name: Mapped[ShortText]
    media_type: Mapped[ShortText]
    content: Mapped[bytes] = mapped_column(LargeBinary)


class MailedEvent(Versioned, Base):
    """What somebody's calendar has of a record since the last mail: the SEQUENCE of its VEVENT, a fingerprint of it.

    A feature's own table adds whose calendar and which record.
    """

    __abstract__ = True

    sequence: Mapped[int] = mapped_column(default=0)
    fingerprint: Mapped[ShortText]
    is_cancelled: Mapped[bool] = mapped_column(default=False)
