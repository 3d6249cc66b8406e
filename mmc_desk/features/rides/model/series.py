"""Standing rides (vaste ritten): a pattern of days and the request each of them makes."""

from datetime import date, time
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from mmc_desk.core.columns import LongText, ShortText, text_enum
from mmc_desk.core.model import Base, Versioned
from mmc_desk.features.people.model.kinds import Aid
from mmc_desk.features.rides.model.kinds import Purpose, ReturnMode


class Frequency(StrEnum):
    """How a series repeats: on weekdays, on a date of the month, on the nth weekday of the month."""

    WEEKLY = "weekly"
    MONTHLY_DATE = "monthly_date"
    MONTHLY_WEEKDAY = "monthly_weekday"


class ExceptionKind(StrEnum):
    """What happens to one day of a series."""

    SKIP = "skip"
    MOVE = "move"


class RideSeries(Versioned, Base):
    """A standing ride. `weekdays` holds Monday = 0 digits ("02"), `nth` 1 to 4 or -1 for the last of a month.

    A change "from here on" ends this one and begins another, whose `split_from_id` it is. `passengers` and `stops` are
    those of RequestRide as JSON. One that ended before it began has its `ends_on` before `starts_on`. An empty `origin`
    and `village` are the member's home on the day itself.
    """

    __tablename__ = "ride_series"
    __table_args__ = (
        CheckConstraint("every >= 1", name="every"),
        CheckConstraint("times IS NULL OR times >= 1", name="times"),
        CheckConstraint("month_day IS NULL OR month_day BETWEEN 1 AND 31", name="month_day"),
        CheckConstraint("nth IS NULL OR nth IN (-1, 1, 2, 3, 4)", name="nth"),
        CheckConstraint("companions BETWEEN 0 AND 8", name="companions"),
    )

    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    split_from_id: Mapped[int | None] = mapped_column(ForeignKey("ride_series.id"))
    frequency: Mapped[Frequency] = mapped_column(text_enum(Frequency, "frequency"))
    every: Mapped[int] = mapped_column(default=1)
    weekdays: Mapped[ShortText] = mapped_column(default="")
    month_day: Mapped[int | None]
    nth: Mapped[int | None]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    times: Mapped[int | None]
    skips_public_holidays: Mapped[bool] = mapped_column(default=True)
    skips_closures: Mapped[bool] = mapped_column(default=True)
    skips_school_holidays: Mapped[bool] = mapped_column(default=False)
    driver_id: Mapped[int | None] = mapped_column(ForeignKey("driver.id"))
    origin: Mapped[ShortText] = mapped_column(default="")
    village: Mapped[ShortText] = mapped_column(default="")
    destination: Mapped[ShortText] = mapped_column(default="")
    destination_village: Mapped[ShortText] = mapped_column(default="")
    purpose: Mapped[Purpose] = mapped_column(text_enum(Purpose, "purpose"), default=Purpose.OTHER)
    appointment: Mapped[time | None]
    pickup: Mapped[time | None]
    return_mode: Mapped[ReturnMode | None] = mapped_column(text_enum(ReturnMode, "return_mode"))
    return_time: Mapped[time | None]
    expected_minutes: Mapped[int | None]
    aid: Mapped[Aid] = mapped_column(text_enum(Aid, "aid"), default=Aid.NONE)
    companions: Mapped[int] = mapped_column(default=0)
    parking_card: Mapped[bool] = mapped_column(default=False)
    stops: Mapped[list[Any]] = mapped_column(JSON, default=list)
    passengers: Mapped[list[Any]] = mapped_column(JSON, default=list)
    note: Mapped[LongText] = mapped_column(default="")


class SeriesException(Versioned, Base):
    """One day of a series that is skipped, or moved to another day."""

    __tablename__ = "series_exception"
    __table_args__ = (
        UniqueConstraint("series_id", "day"),
        CheckConstraint("(kind = 'move') = (moved_to IS NOT NULL)", name="moved_to"),
    )

    series_id: Mapped[int] = mapped_column(ForeignKey("ride_series.id"))
    day: Mapped[date]
    kind: Mapped[ExceptionKind] = mapped_column(text_enum(ExceptionKind, "kind"))
    moved_to: Mapped[date | None]
    reason: Mapped[ShortText] = mapped_column(default="")


class SeriesPause(Versioned, Base):
    """Days on which a series rests, both included; without a last day until told otherwise."""

    __tablename__ = "series_pause"
    __table_args__ = (CheckConstraint("to_day IS NULL OR from_day <= to_day", name="days"),)

    series_id: Mapped[int] = mapped_column(ForeignKey("ride_series.id"), index=True)
    from_day: Mapped[date]
    to_day: Mapped[date | None]
    reason: Mapped[ShortText] = mapped_column(default="")
