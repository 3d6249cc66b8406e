"""Participants (deelnemers), never clients, and what they book."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from mmc_desk.core.columns import LongText, ShortText, text_enum
from mmc_desk.core.model import Base, Versioned
from mmc_desk.features.rides import model as rides
from mmc_desk.features.rides.model import series  # noqa: F401 - a ride's foreign key points at its table


class BookingState(StrEnum):
    """Where a booking stands."""

    BOOKED = "booked"
    WAITING = "waiting"
    CANCELLED = "cancelled"
    PRESENT = "present"
    NO_SHOW = "no_show"


class Participant(Versioned, Base):
    """Somebody who eats at the village restaurants; `restaurant_id`: where they usually do."""

    __tablename__ = "participant"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    restaurant_id: Mapped[int | None] = mapped_column(ForeignKey("village_restaurant.id"))
    diet: Mapped[ShortText] = mapped_column(default="")
    allergens: Mapped[ShortText] = mapped_column(default="")
    needs_ride: Mapped[bool] = mapped_column(default=False)
    note: Mapped[LongText] = mapped_column(default="")
    ended_on: Mapped[date | None]


class StandingBooking(Versioned, Base):
    """A booking each week until told otherwise, both days included: `party_size` at the table, `take_away` beside."""

    __tablename__ = "standing_booking"
    __table_args__ = (
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
        CheckConstraint("party_size >= 0 AND take_away >= 0 AND party_size + take_away >= 1", name="party"),
        CheckConstraint("children BETWEEN 0 AND party_size + take_away", name="children"),
        Index("ix_standing_booking_days", "restaurant_id", "weekday"),
    )

    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), index=True)
    restaurant_id: Mapped[int] = mapped_column(ForeignKey("village_restaurant.id"))
    weekday: Mapped[int]
    from_day: Mapped[date]
    to_day: Mapped[date | None]
    party_size: Mapped[int] = mapped_column(default=1)
    children: Mapped[int] = mapped_column(default=0)
    take_away: Mapped[int] = mapped_column(default=0)
    needs_ride: Mapped[bool] = mapped_column(default=False)
    note: Mapped[ShortText] = mapped_column(default="")


class StandingBookingPause(Versioned, Base):
    """Days on which a standing booking rests, both included; without a last day until told otherwise."""

    __tablename__ = "standing_booking_pause"
    __table_args__ = (CheckConstraint("to_day IS NULL OR from_day <= to_day", name="days"),)

    standing_booking_id: Mapped[int] = mapped_column(ForeignKey("standing_booking.id"), index=True)
    from_day: Mapped[date]
    to_day: Mapped[date | None]
    reason: Mapped[ShortText] = mapped_column(default="")


class MealBooking(Versioned, Base):
    """What one participant, or a walk-in by name alone, has at one service. A participant has one row per service.

    `party_size` people at the table, `take_away` meals that leave, `children` among all of those at the child price.
    `needs_ride`: they asked to be fetched, whether a ride could be had (`ride_id`) or not.
    A cancelled row stays: its standing booking makes no other. The waiting list goes by `booked_at`.
    """

    __tablename__ = "meal_booking"
    __table_args__ = (
        UniqueConstraint("service_id", "participant_id"),
        CheckConstraint("participant_id IS NOT NULL OR name <> ''", name="who"),
        CheckConstraint("party_size >= 0 AND take_away >= 0 AND party_size + take_away >= 1", name="party"),
        CheckConstraint("children BETWEEN 0 AND party_size + take_away", name="children"),
        Index("ix_meal_booking_service", "service_id", "state", "party_size", "take_away"),
        Index("ix_meal_booking_participant_id", "participant_id", "service_id"),
    )

    service_id: Mapped[int] = mapped_column(ForeignKey("meal_service.id"))
    participant_id: Mapped[int | None] = mapped_column(ForeignKey("participant.id"))
    name: Mapped[ShortText] = mapped_column(default="")
    state: Mapped[BookingState] = mapped_column(text_enum(BookingState, "state"), default=BookingState.BOOKED)
    party_size: Mapped[int] = mapped_column(default=1)
    children: Mapped[int] = mapped_column(default=0)
    take_away: Mapped[int] = mapped_column(default=0)
    diet: Mapped[ShortText] = mapped_column(default="")
    needs_ride: Mapped[bool] = mapped_column(default=False)
    is_walk_in: Mapped[bool] = mapped_column(default=False)
    standing_booking_id: Mapped[int | None] = mapped_column(ForeignKey("standing_booking.id"), index=True)
    ride_id: Mapped[int | None] = mapped_column(ForeignKey(rides.Ride.id), index=True)
    booked_at: Mapped[datetime | None]
    note: Mapped[ShortText] = mapped_column(default="")
