"""Personal accounts."""

from datetime import datetime

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
