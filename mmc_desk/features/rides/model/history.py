"""The insurance-proof book: what happened to each ride, in the order it happened, never edited (domain.md §2)."""

from datetime import date, datetime

from sqlalchemy.orm import Mapped, mapped_column

from mmc_desk.core.columns import LongText, ShortText, text_enum
from mmc_desk.core.model import Base
from mmc_desk.features.rides.model.kinds import RideState


class RideEvent(Base):
    """One change of one ride: who was entered, when, by whom. The database refuses to change or delete it.

    `is_entry`: the ride came into being with it. `after_the_fact`: the ride had left by then, so that a swap of drivers
    afterwards shows as one. The names are those of that moment: reading needs no other table, and no key binds: a ride
    or a driver whose making was taken back is gone by now. `ride_date` is that of before the change, so that a ride
    that moved away stands in the book of its day.
    """

    __tablename__ = "ride_event"

    ride_id: Mapped[int] = mapped_column(index=True)
    ride_no: Mapped[ShortText]
    ride_date: Mapped[date] = mapped_column(index=True)
    at: Mapped[datetime]
    actor: Mapped[ShortText]
    desk: Mapped[ShortText]
    label: Mapped[ShortText]
    state: Mapped[RideState | None] = mapped_column(text_enum(RideState, "state"))
    is_entry: Mapped[bool]
    driver_before_id: Mapped[int | None]
    driver_id: Mapped[int | None]
    driver_before: Mapped[ShortText] = mapped_column(default="")
    driver: Mapped[ShortText] = mapped_column(default="")
    members: Mapped[LongText] = mapped_column(default="")
    detail: Mapped[LongText] = mapped_column(default="")
    after_the_fact: Mapped[bool] = mapped_column(default=False)
