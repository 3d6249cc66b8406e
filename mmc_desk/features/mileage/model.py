"""The money side of kilometres that rides don't need themselves (domain.md §3)."""

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from mmc_desk.core.columns import Cents
from mmc_desk.core.model import Base, Versioned


class VolunteerForfait(Versioned, Base):
    """The flat volunteer allowance of a year (law of 3 July 2005): the most per day and per year."""

    __tablename__ = "volunteer_forfait"
    __table_args__ = (CheckConstraint("per_day > 0 AND per_year >= per_day", name="amounts"),)

    year: Mapped[int] = mapped_column(unique=True)
    per_day: Mapped[Cents]
    per_year: Mapped[Cents]
