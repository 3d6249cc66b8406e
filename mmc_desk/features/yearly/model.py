"""The year as people fix it: what was published, totals of years before the product, goals, texts of the addendum."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Float, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from mmc_desk.core.columns import LongText, ShortText, text_enum
from mmc_desk.core.model import Base, Versioned


class GoalKind(StrEnum):
    """Which way a goal points: a figure to reach, or one to stay under."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"


class PublishedReport(Base):
    """A year's report as it was handed in, append-only; `number` counts the publications of a year from 1.

    `tables` holds the breakdowns as plain JSON (features.yearly.rules.freezing). Danger: no person's name may stand in
    it, since nothing here can ever be erased; a breakdown per person holds keys.
    """

    __tablename__ = "published_report"
    __table_args__ = (
        UniqueConstraint("year", "number"),
        CheckConstraint("number >= 1", name="number"),
    )

    year: Mapped[int]
    number: Mapped[int]
    title: Mapped[ShortText]
    published_at: Mapped[datetime]
    published_by: Mapped[ShortText]
    note: Mapped[LongText] = mapped_column(default="")
    tables: Mapped[list[Any]] = mapped_column(JSON)


class PublishedFigure(Base):
    """One figure of a published report with what it counts, append-only; None was not known.

    The sources say where an entered total came from, empty for a counted figure.
    """

    __tablename__ = "published_figure"
    __table_args__ = (UniqueConstraint("report_id", "name"),)

    report_id: Mapped[int] = mapped_column(ForeignKey("published_report.id"))
    name: Mapped[ShortText]
    service: Mapped[ShortText]
    title: Mapped[ShortText]
    definition: Mapped[LongText]
    unit: Mapped[ShortText]
    value: Mapped[float | None] = mapped_column(Float)
    previous: Mapped[float | None] = mapped_column(Float)
    source: Mapped[ShortText] = mapped_column(default="")
    previous_source: Mapped[ShortText] = mapped_column(default="")


class PublishedRemark(Base):
    """Why a published figure is another one now, in a person's words, append-only; `value` is what it was by then."""

    __tablename__ = "published_remark"
    __table_args__ = (CheckConstraint("reason <> ''", name="reason"),)

    figure_id: Mapped[int] = mapped_column(ForeignKey("published_figure.id"), index=True)
    entered_at: Mapped[datetime]
    entered_by: Mapped[ShortText]
    value: Mapped[float | None] = mapped_column(Float)
    reason: Mapped[LongText]


class EnteredFigure(Versioned, Base):
    """The total of a year that this database can't count, with where it comes from."""

    __tablename__ = "entered_figure"
    __table_args__ = (
        UniqueConstraint("year", "name"),
        CheckConstraint("source <> ''", name="source"),
    )

    year: Mapped[int]
    name: Mapped[ShortText]
    value: Mapped[float] = mapped_column(Float)
    source: Mapped[ShortText]
    note: Mapped[LongText] = mapped_column(default="")


class Goal(Versioned, Base):
    """What a figure of a year should come to: `target`, a month where `is_monthly`, times the figure `per`.

    One session per location per month is target 1, monthly, per "locations".
    """

    __tablename__ = "goal"
    __table_args__ = (
        UniqueConstraint("year", "name"),
        CheckConstraint("target >= 0", name="target"),
    )

    year: Mapped[int]
    name: Mapped[ShortText]
    kind: Mapped[GoalKind] = mapped_column(text_enum(GoalKind, "kind"))
    target: Mapped[float] = mapped_column(Float)
    is_monthly: Mapped[bool] = mapped_column(default=False)
    per: Mapped[ShortText] = mapped_column(default="")
    note: Mapped[LongText] = mapped_column(default="")


class AddendumText(Versioned, Base):
    """The text of a section of a year's addendum, where somebody wrote another one than the program proposes."""

    __tablename__ = "addendum_text"
    __table_args__ = (UniqueConstraint("year", "section"),)

    year: Mapped[int]
    section: Mapped[ShortText]
    text: Mapped[LongText]
