"""A driver's day as a whole: its version against double booking, its printed rosters."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from mmc_desk.core.model import Base, Versioned


class DriverDay(Versioned, Base):
    """A driver's day: its version is raised by every assignment, so that two desks can't double-book the driver."""

    __tablename__ = "driver_day"
    __table_args__ = (UniqueConstraint("driver_id", "day"),)

    driver_id: Mapped[int] = mapped_column(ForeignKey("driver.id"))
    day: Mapped[date]
    rides: Mapped[int] = mapped_column(default=0)


class PrintedRoster(Versioned, Base):
    """How often a driver's roster of a day was printed: the next one bears the next version number."""

    __tablename__ = "printed_roster"
    __table_args__ = (UniqueConstraint("driver_id", "day"),)

    driver_id: Mapped[int] = mapped_column(ForeignKey("driver.id"))
    day: Mapped[date]
    prints: Mapped[int] = mapped_column(default=0)
    last_printed_at: Mapped[datetime | None]
