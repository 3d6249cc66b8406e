"""Villages, destinations and streets, by name."""

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from mmc_desk.core.columns import ShortText
from mmc_desk.core.model import Base, Versioned


class Place(Versioned, Base):
    """A village or a common destination with approximate WGS84 coordinates."""

    __tablename__ = "place"
    __table_args__ = (UniqueConstraint("name", "postcode"),)

    name: Mapped[ShortText]
    postcode: Mapped[ShortText]
    latitude: Mapped[float]
    longitude: Mapped[float]
    is_village: Mapped[bool] = mapped_column(default=True)


class StreetAlias(Versioned, Base):
    """A renamed street: both names must be found (domain.md §7)."""

    __tablename__ = "street_alias"
    __table_args__ = (UniqueConstraint("old_name", "village"),)

    old_name: Mapped[ShortText]
    new_name: Mapped[ShortText]
    village: Mapped[ShortText]
