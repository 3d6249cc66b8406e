"""What is known about distances, and what a kilometre officially costs."""

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from mmc_desk.core.columns import Metres, ShortText, text_enum
from mmc_desk.core.model import Base, Versioned


class DistanceSource(StrEnum):
    """Where a distance comes from; a later one in this list overrides an earlier one."""

    LEARNT = "learnt"
    HAND = "hand"


class Distance(Versioned, Base):
    """A road distance between two named places, in metres one way, stored with the alphabetically first name first.

    `minutes` is the driving time where a route service told it (`samples` 0); else it is reckoned from the metres.
    """

    __tablename__ = "distance"
    __table_args__ = (
        UniqueConstraint("place_a", "place_b"),
        CheckConstraint("place_a <= place_b", name="ordered"),
        CheckConstraint("metres >= 0", name="metres"),
    )

    place_a: Mapped[ShortText]
    place_b: Mapped[ShortText]
    metres: Mapped[Metres]
    source: Mapped[DistanceSource] = mapped_column(text_enum(DistanceSource, "source"))
    samples: Mapped[int] = mapped_column(default=1)
    minutes: Mapped[int | None]


class OfficialKmRate(Versioned, Base):
    """The official car rate from day to day, in 1/10 000 euro per km (domain.md §3). Open-ended without `valid_to`."""

    __tablename__ = "official_km_rate"
    __table_args__ = (
        CheckConstraint("rate > 0", name="rate_positive"),
        CheckConstraint("valid_to IS NULL OR valid_from <= valid_to", name="range"),
    )

    valid_from: Mapped[date] = mapped_column(unique=True)
    valid_to: Mapped[date | None]
    rate: Mapped[int]
    source: Mapped[ShortText] = mapped_column(default="")
