"""Who helps at a service, and when volunteers can (domain.md §4)."""

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from mmc_desk.core.columns import ShortText, text_enum
from mmc_desk.core.model import Base, Versioned
from mmc_desk.features.mail.model import MailedEvent


class MealTask(StrEnum):
    """What a volunteer does at a service."""

    COOKING = "cooking"
    SETTING = "setting"
    SERVING = "serving"
    DISHES = "dishes"
    WELCOME = "welcome"


class MealDuty(Versioned, Base):
    """A volunteer on duty at a service. What a person pinned no proposal moves. `minutes`: None is the usual time."""

    __tablename__ = "meal_duty"
    __table_args__ = (UniqueConstraint("service_id", "volunteer_id"), CheckConstraint("minutes >= 0", name="minutes"))

    service_id: Mapped[int] = mapped_column(ForeignKey("meal_service.id"))
    volunteer_id: Mapped[int] = mapped_column(ForeignKey("volunteer.id"), index=True)
    task: Mapped[MealTask] = mapped_column(text_enum(MealTask, "task"))
    minutes: Mapped[int | None]
    is_pinned: Mapped[bool] = mapped_column(default=False)


class VolunteerWeekday(Versioned, Base):
    """A weekday (Monday = 0) on which a volunteer can help; without any row every day will do."""

    __tablename__ = "volunteer_weekday"
    __table_args__ = (
        UniqueConstraint("volunteer_id", "weekday"),
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
    )

    volunteer_id: Mapped[int] = mapped_column(ForeignKey("volunteer.id"))
    weekday: Mapped[int]


class VolunteerAbsence(Versioned, Base):
    """Days on which a volunteer can't help, both included."""

    __tablename__ = "volunteer_absence"
    __table_args__ = (CheckConstraint("from_day <= to_day", name="days"),)

    volunteer_id: Mapped[int] = mapped_column(ForeignKey("volunteer.id"), index=True)
    from_day: Mapped[date]
    to_day: Mapped[date]
    reason: Mapped[ShortText] = mapped_column(default="")


class MailedDuty(MailedEvent):
    """A duty as a volunteer's calendar has it."""

    __tablename__ = "mailed_duty"
    __table_args__ = (UniqueConstraint("volunteer_id", "service_id"),)

    volunteer_id: Mapped[int] = mapped_column(ForeignKey("volunteer.id"))
    service_id: Mapped[int] = mapped_column(ForeignKey("meal_service.id"))
