"""Village restaurants and their services (domain.md §4)."""

from datetime import date, datetime, time

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, false, text, true
from sqlalchemy.orm import Mapped, mapped_column

from mmc_desk.core.columns import Cents, LongText, ShortText
from mmc_desk.core.model import Base, Versioned


class VillageRestaurant(Versioned, Base):
    """A dorpsrestaurant: one identity, whatever hall it meets in.

    `is_count_only`: nobody books by name there. Without `cut_off_days` (working days) the setting of the desk holds,
    without `capacity` there is room for everybody. From `closed_from` on it is no more; its history stays.
    """

    __tablename__ = "village_restaurant"
    __table_args__ = (
        CheckConstraint("capacity > 0", name="capacity"),
        CheckConstraint("cut_off_days >= 0", name="cut_off_days"),
        CheckConstraint("opening_float >= 0", name="opening_float"),
    )

    name: Mapped[ShortText] = mapped_column(unique=True)
    is_count_only: Mapped[bool] = mapped_column(default=True, server_default=true())
    capacity: Mapped[int | None]
    own_kitchen: Mapped[bool] = mapped_column(default=False, server_default=false())
    caterer: Mapped[ShortText] = mapped_column(default="", server_default=text("''"))
    caterer_email: Mapped[ShortText] = mapped_column(default="", server_default=text("''"))
    contact_name: Mapped[ShortText] = mapped_column(default="", server_default=text("''"))
    contact_phone: Mapped[ShortText] = mapped_column(default="", server_default=text("''"))
    cut_off_days: Mapped[int | None]
    opening_float: Mapped[Cents | None]
    closes_in_school_holidays: Mapped[bool] = mapped_column(default=False, server_default=false())
    closed_from: Mapped[date | None]
    note: Mapped[LongText] = mapped_column(default="", server_default=text("''"))


_AMOUNTS = ("ordered", "child_meals", "child_price", "cost", "drinks", "opening_float", "counted")


class MealService(Versioned, Base):
    """One noon at one restaurant. A closed noon has its reason and no counts, and is in no average.

    `booked`, `present`, `no_show`, `walk_in` count people at the table, `take_away` meals that left; `child_meals` of
    all those meals have the child price. Where people book by name the counts repeat their rows, so that the figures
    of a year need no bookings. `ordered`: meals that the caterer or the kitchen was asked for; `cost`: what it charged
    for the noon in all. The cash box: `opening_float` in it before, `drinks` sold, `counted` after, `initials` of two.
    `is_decided`: a person decided that this noon is open or closed, or added it; the schedule leaves it as it is.
    """

    __tablename__ = "meal_service"
    __table_args__ = (
        UniqueConstraint("restaurant_id", "service_date"),
        CheckConstraint("closed_reason = '' OR present IS NULL", name="closed_has_no_counts"),
        CheckConstraint("present >= 0", name="present"),
        *(CheckConstraint(f"{name} >= 0", name=name) for name in _AMOUNTS),
        CheckConstraint("finished_at IS NULL OR closed_reason = ''", name="closed_is_not_finished"),
        Index("ix_meal_service_figures", "service_date", "present", "restaurant_id"),
    )

    restaurant_id: Mapped[int] = mapped_column(ForeignKey("village_restaurant.id"))
    service_date: Mapped[date]
    starts_at: Mapped[time | None]
    booked: Mapped[int | None]
    present: Mapped[int | None]
    no_show: Mapped[int | None]
    walk_in: Mapped[int | None]
    take_away: Mapped[int | None]
    child_meals: Mapped[int | None]
    ordered: Mapped[int | None]
    ordered_at: Mapped[datetime | None]
    price: Mapped[Cents | None]
    child_price: Mapped[Cents | None]
    cost: Mapped[Cents | None]
    drinks: Mapped[Cents | None]
    opening_float: Mapped[Cents | None]
    counted: Mapped[Cents | None]
    initials: Mapped[ShortText] = mapped_column(default="", server_default=text("''"))
    volunteers: Mapped[int | None]
    menu: Mapped[ShortText] = mapped_column(default="", server_default=text("''"))
    closed_reason: Mapped[ShortText] = mapped_column(default="")
    is_decided: Mapped[bool] = mapped_column(default=False, server_default=false())
    finished_at: Mapped[datetime | None]
    remarks: Mapped[LongText] = mapped_column(default="")
