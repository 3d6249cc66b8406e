"""Volunteers of the village restaurants."""

from datetime import date

from sqlalchemy import ForeignKey, false
from sqlalchemy.orm import Mapped, mapped_column

from mmc_desk.core.columns import ShortText
from mmc_desk.core.model import Base, Versioned


class Volunteer(Versioned, Base):
    """A volunteer of a village restaurant; with `has_flat_allowance` each day of duty earns the day's amount."""

    __tablename__ = "volunteer"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    location: Mapped[ShortText]
    tasks: Mapped[ShortText] = mapped_column(default="")
    active_from: Mapped[date | None]
    active_to: Mapped[date | None]
    has_flat_allowance: Mapped[bool] = mapped_column(default=False, server_default=false())
