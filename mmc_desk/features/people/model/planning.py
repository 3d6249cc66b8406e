"""When a driver drives, and whom: the week pattern, its dated exceptions, preferences."""

from datetime import date, time

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from mmc_desk.core.columns import ShortText, text_enum
from mmc_desk.core.model import Base, Versioned
from mmc_desk.features.people.model.kinds import AvailabilityKind, DriverTie


class WeekAvailability(Versioned, Base):
    """A part of a driver's week pattern: a weekday (Monday = 0) and, where it isn't the whole day, the hours."""

    __tablename__ = "week_availability"
    __table_args__ = (
        UniqueConstraint("driver_id", "weekday", "from_time"),
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
        CheckConstraint("from_time < to_time", name="hours"),
    )

    driver_id: Mapped[int] = mapped_column(ForeignKey("driver.id"))
    weekday: Mapped[int]
    from_time: Mapped[time]
    to_time: Mapped[time]


class Absence(Versioned, Base):
    """A dated exception: a driver absent (leave, illness) or, against the pattern, available. Both days included."""

    __tablename__ = "absence"
    __table_args__ = (CheckConstraint("from_day <= to_day", name="days"),)

    driver_id: Mapped[int] = mapped_column(ForeignKey("driver.id"), index=True)
    kind: Mapped[AvailabilityKind] = mapped_column(text_enum(AvailabilityKind, "kind"), default=AvailabilityKind.ABSENT)
    from_day: Mapped[date]
    to_day: Mapped[date]
    reason: Mapped[ShortText] = mapped_column(default="")


class DriverPreference(Versioned, Base):
    """A member who prefers a driver, or may not be driven by one."""

    __tablename__ = "driver_preference"
    __table_args__ = (UniqueConstraint("member_id", "driver_id"),)

    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    driver_id: Mapped[int] = mapped_column(ForeignKey("driver.id"), index=True)
    tie: Mapped[DriverTie] = mapped_column(text_enum(DriverTie, "tie"))
