"""The parts of a ride."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from mmc_desk.core.columns import Metres, ShortText, text_enum
from mmc_desk.core.model import Base, Versioned
from mmc_desk.features.rides.model.kinds import LegKind


class Leg(Versioned, Base):
    """A part of a ride with the member aboard: out, a stop on the way, back."""

    __tablename__ = "leg"
    __table_args__ = (UniqueConstraint("ride_id", "sequence"),)

    ride_id: Mapped[int] = mapped_column(ForeignKey("ride.id"))
    sequence: Mapped[int]
    kind: Mapped[LegKind] = mapped_column(text_enum(LegKind, "kind"))
    origin: Mapped[ShortText]
    destination: Mapped[ShortText]
    depart_at: Mapped[datetime | None]
    arrive_at: Mapped[datetime | None]
    metres: Mapped[Metres | None]
