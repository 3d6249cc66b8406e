"""Column types and annotations that every model uses: keys, money in cents, instants in UTC, enums as text."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Any

from sqlalchemy import DateTime, Dialect, Enum, String, Text
from sqlalchemy.orm import mapped_column
from sqlalchemy.types import TypeDecorator

Key = Annotated[int, mapped_column(primary_key=True)]
"""A surrogate key."""

Cents = Annotated[int, mapped_column()]
"""An amount in euro cents."""

Metres = Annotated[int, mapped_column()]
"""A distance in metres: odometers give whole kilometres, other desks note half ones."""

ShortText = Annotated[str, mapped_column(String(300))]
"""A line of text; 300 characters is what a hostile name in a test is long."""

LongText = Annotated[str, mapped_column(Text)]
"""A note of any length."""


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant, stored in UTC. SQLite hands back naive datetimes: they are UTC by this type's word."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's
        """Refuse a naive datetime: nobody knows which instant it is."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"naive datetime {value!r}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's
        """Return the stored instant as an aware UTC datetime."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def text_enum(kind: type[StrEnum], name: str) -> Any:  # noqa: ANN401 - SQLAlchemy's own column type
    """Return a column type that stores the value of a StrEnum as text, held to its values by a CHECK `name`."""
    return Enum(
        kind,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=24,
        values_callable=lambda members: [member.value for member in members],
    )
