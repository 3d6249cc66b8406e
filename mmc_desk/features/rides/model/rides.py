"""Rides: a Ride is one trip of one driver from home to home; each member in the car has a RideRequest on it."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from mmc_desk.core.columns import Cents, LongText, Metres, ShortText, text_enum
from mmc_desk.core.model import Base, Versioned
from mmc_desk.features.people.model.kinds import Aid
from mmc_desk.features.rides.model.kinds import CancelledBy, Purpose, ReturnMode, RideState


class Ride(Versioned, Base):
    """One trip of one driver, home to home. `ride_date` is the local date it starts on, midnight or not.

    `depart_at`/`home_at` bound the time the driver is taken; before a driver is known they bound the ride itself.
    `series_day` is the day its standing ride planned it for, whatever day it moved to: a day is never planned twice.
    It is None once the standing ride itself took the ride back (a pause, a change): that day may be planned anew.
    A ride that was changed by hand for its day alone is `detached`: its standing ride leaves it as it is.
    `outward_id` names the ride out of which another driver brings the member back; that ride has `double_leg`.
    `merged_into_id`: its members ride along with that ride; this one is cancelled by the desk, and never counts as one.
    `unannounced`: entered from a sheet, nobody had asked for it. The odometer is in whole km, as the sheet has it.
    `passengers` and `legs` repeat the count of their rows (`legs` None: an old book doesn't tell), so that the yearly
    figures need one covering index instead of two joins; `check` compares them.
    """

    __tablename__ = "ride"
    steps_aside = ("home_at",)  # without it no guard sees two rides of a driver clash
    __table_args__ = (
        CheckConstraint("state IN ('requested', 'cancelled', 'no_driver') OR driver_id IS NOT NULL", name="has_driver"),
        CheckConstraint("state NOT IN ('driven', 'settled') OR metres IS NOT NULL", name="driven_has_km"),
        CheckConstraint("metres >= 0", name="metres"),
        CheckConstraint("home_at >= depart_at", name="home_after_departure"),
        CheckConstraint("passengers >= 1", name="passengers"),
        CheckConstraint("state <> 'cancelled' OR cancelled_by IS NOT NULL", name="cancelled_by_whom"),
        Index(
            "ix_ride_figures",
            *("ride_date", "state", "driver_id", "purpose", "village", "metres", "passengers", "legs"),
        ),
        Index("ix_ride_driver_day", "driver_id", "ride_date", "state", "metres"),
        Index("ix_ride_route", "village", "destination_village"),
        Index("ix_ride_series", "series_id", "series_day", unique=True),
        CheckConstraint("odometer_start >= 0 AND odometer_end >= odometer_start", name="odometer"),
    )

    ride_no: Mapped[ShortText] = mapped_column(unique=True)
    ride_date: Mapped[date]
    state: Mapped[RideState] = mapped_column(text_enum(RideState, "state"), default=RideState.REQUESTED)
    driver_id: Mapped[int | None] = mapped_column(ForeignKey("driver.id"))
    depart_at: Mapped[datetime | None]
    home_at: Mapped[datetime | None]
    origin: Mapped[ShortText] = mapped_column(default="")
    village: Mapped[ShortText] = mapped_column(default="")
    destination: Mapped[ShortText] = mapped_column(default="")
    destination_village: Mapped[ShortText] = mapped_column(default="")
    purpose: Mapped[Purpose] = mapped_column(text_enum(Purpose, "purpose"), default=Purpose.OTHER)
    metres: Mapped[Metres | None]
    estimated_metres: Mapped[Metres | None]
    passengers: Mapped[int] = mapped_column(default=1)
    legs: Mapped[int | None]
    parking: Mapped[Cents] = mapped_column(default=0)
    received: Mapped[Cents | None]
    waiting_minutes: Mapped[int] = mapped_column(default=0)
    cancelled_by: Mapped[CancelledBy | None] = mapped_column(text_enum(CancelledBy, "cancelled_by"))
    cancelled_at: Mapped[datetime | None]
    chargeable: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[ShortText] = mapped_column(default="")
    note: Mapped[LongText] = mapped_column(default="")
    pinned: Mapped[bool] = mapped_column(default=False)
    series_id: Mapped[int | None] = mapped_column(ForeignKey("ride_series.id"))
    series_day: Mapped[date | None]
    detached: Mapped[bool] = mapped_column(default=False, server_default=false())
    outward_id: Mapped[int | None] = mapped_column(ForeignKey("ride.id"), index=True)
    double_leg: Mapped[bool] = mapped_column(default=False, server_default=false())
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("ride.id"), index=True)
    unannounced: Mapped[bool] = mapped_column(default=False, server_default=false())
    odometer_start: Mapped[int | None]
    odometer_end: Mapped[int | None]


class RideRequest(Versioned, Base):
    """What one member asked for on a ride. The lowest position is the caller; the others are passengers (meerijders).

    A row stays its member's: who takes the caller's place gets a lower position, whatever it is.
    """

    __tablename__ = "ride_request"
    __table_args__ = (
        UniqueConstraint("ride_id", "position"),
        UniqueConstraint("ride_id", "member_id"),
        CheckConstraint("companions BETWEEN 0 AND 8", name="companions"),
        Index("ix_ride_request_member_id", "member_id", "ride_id"),
    )

    ride_id: Mapped[int] = mapped_column(ForeignKey("ride.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    position: Mapped[int] = mapped_column(default=1)
    requested_at: Mapped[datetime | None]
    pickup_at: Mapped[datetime | None]
    appointment_at: Mapped[datetime | None]
    return_mode: Mapped[ReturnMode | None] = mapped_column(text_enum(ReturnMode, "return_mode"))
    return_at: Mapped[datetime | None]
    expected_minutes: Mapped[int | None]
    aid: Mapped[Aid] = mapped_column(text_enum(Aid, "aid"), default=Aid.NONE)
    companions: Mapped[int] = mapped_column(default=0)
    parking_card: Mapped[bool] = mapped_column(default=False)
