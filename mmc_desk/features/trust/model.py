"""Personal accounts, the erasures of persons, and the retention runs."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from mmc_desk.core.columns import LongText, ShortText
from mmc_desk.core.model import Base, Versioned


class Account(Versioned, Base):
    """Somebody who may sign in. `password` is argon2id's own text (hash, salt and costs), never the password.

    `roles` are names of core.access roles between spaces; `failures` counts wrong passwords since the last right one.
    """

    __tablename__ = "account"

    name: Mapped[ShortText] = mapped_column(unique=True)
    full_name: Mapped[ShortText]
    password: Mapped[LongText]
    roles: Mapped[ShortText]
    is_active: Mapped[bool] = mapped_column(default=True)
    failures: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]


class Erasure(Base):
    """A person erased or to be erased: asked by one, approved by another. It holds nothing of the person but the key.

    `destroyed` is the destruction list: how many rows of which table lost what was personal in them.
    """

    __tablename__ = "erasure"

    person_id: Mapped[int]
    reason: Mapped[ShortText]
    asked_by: Mapped[ShortText]
    asked_at: Mapped[datetime]
    approved_by: Mapped[ShortText] = mapped_column(default="")
    done_at: Mapped[datetime | None]
    destroyed: Mapped[list[Any]] = mapped_column(JSON, default=list)


class RetentionRun(Base):
    """What was older than its term on `day`, destroyed or to be: asked by one, approved by another.

    `destroyed` is the destruction list: how many rows of which table lost what was personal in them.
    """

    __tablename__ = "retention_run"

    day: Mapped[date]
    asked_by: Mapped[ShortText]
    asked_at: Mapped[datetime]
    approved_by: Mapped[ShortText] = mapped_column(default="")
    done_at: Mapped[datetime | None]
    destroyed: Mapped[list[Any]] = mapped_column(JSON, default=list)
