"""The declarative base, and the few tables that belong to no feature: audit, settings of the desk, closure days."""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, CheckConstraint, MetaData, String, UniqueConstraint, text
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

from mmc_desk.core.columns import Key, LongText, ShortText, UtcDateTime

NAMING_CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Base of every model: named constraints, instants in UTC."""

    metadata = MetaData(naming_convention=NAMING_CONVENTION)
    type_annotation_map: ClassVar[dict[Any, Any]] = {datetime: UtcDateTime}
    steps_aside: ClassVar[tuple[str, ...]] = ()
    """Columns that an undo may empty for a moment, where rows stand in each other's way until all are put back."""

    id: Mapped[Key]


class Versioned:
    """Mixin for an editable table: a row saved over somebody else's newer one is refused, not lost."""

    version: Mapped[int] = mapped_column(default=1)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805 - SQLAlchemy hands the class
        """Let SQLAlchemy check and raise the version at every UPDATE and DELETE."""
        return {"version_id_col": cls.__table__.c.version}  # type: ignore[attr-defined]  # the mapped class has it


class AuditEntry(Base):
    """Who changed what, when, from which desk: written in the transaction of the change, never edited.

    `hash` is that of this entry together with `prev`, that of the one before it: core.audit says how.
    """

    __tablename__ = "audit_entry"

    at: Mapped[datetime] = mapped_column(index=True)
    actor: Mapped[ShortText]
    desk: Mapped[ShortText]
    label: Mapped[ShortText]
    rows: Mapped[list[Any]] = mapped_column(JSON)
    prev: Mapped[str] = mapped_column(String(64), server_default=text("''"))
    hash: Mapped[str] = mapped_column(String(64), server_default=text("''"))


class AuditHead(Base):
    """The number and hash of the last audit entry, kept apart: entries missing at the end show. One row, id 1."""

    __tablename__ = "audit_head"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    entry: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))


class DeskSetting(Versioned, Base):
    """A parameter of domain.md §2 that differs from town to town, from a date on. The value is text."""

    __tablename__ = "desk_setting"
    __table_args__ = (UniqueConstraint("name", "valid_from"),)

    name: Mapped[ShortText]
    valid_from: Mapped[date]
    value: Mapped[ShortText]


class ClosureDay(Versioned, Base):
    """A day on which the desk is closed: a local holiday, a bridge day, a decision."""

    __tablename__ = "closure_day"

    day: Mapped[date] = mapped_column(unique=True)
    reason: Mapped[LongText]
