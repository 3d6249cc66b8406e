"""What the services of a restaurant follow from: its halls, weekdays, prices and closures, each with its dates."""

from datetime import date, time

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from mmc_desk.core.columns import Cents, ShortText
from mmc_desk.core.model import Base, Versioned


class RestaurantVenue(Versioned, Base):
    """The hall a restaurant meets in from a day on, until the next row's (domain.md §10.10)."""

    __tablename__ = "restaurant_venue"
    __table_args__ = (UniqueConstraint("restaurant_id", "valid_from"),)

    restaurant_id: Mapped[int] = mapped_column(ForeignKey("village_restaurant.id"))
    valid_from: Mapped[date]
    name: Mapped[ShortText]
    street: Mapped[ShortText] = mapped_column(default="")
    postcode: Mapped[ShortText] = mapped_column(default="")
    village: Mapped[ShortText] = mapped_column(default="")


class MealMoment(Versioned, Base):
    """A weekly moment (Monday = 0) of a restaurant, both days included; a village may have two in one week.

    `ends_at`: when people go home; None: so long after the beginning as the desk's setting says.
    """

    __tablename__ = "meal_moment"
    __table_args__ = (
        UniqueConstraint("restaurant_id", "weekday", "valid_from"),
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
        CheckConstraint("valid_to IS NULL OR valid_from <= valid_to", name="days"),
    )

    restaurant_id: Mapped[int] = mapped_column(ForeignKey("village_restaurant.id"))
    weekday: Mapped[int]
    starts_at: Mapped[time]
    ends_at: Mapped[time | None]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]


class MealPrice(Versioned, Base):
    """What a meal costs from a day on: at one restaurant, or without one everywhere.

    `child_price` None: children pay as much. `cost`: what the desk pays for a meal itself.
    """

    __tablename__ = "meal_price"
    __table_args__ = (
        UniqueConstraint("restaurant_id", "valid_from"),
        Index(
            "ix_meal_price_everywhere",
            "valid_from",
            unique=True,
            sqlite_where=text("restaurant_id IS NULL"),
            postgresql_where=text("restaurant_id IS NULL"),
        ),
        CheckConstraint("price >= 0 AND child_price >= 0 AND cost >= 0", name="amounts"),
    )

    restaurant_id: Mapped[int | None] = mapped_column(ForeignKey("village_restaurant.id"))
    valid_from: Mapped[date]
    price: Mapped[Cents]
    child_price: Mapped[Cents | None]
    cost: Mapped[Cents | None]


class MealClosure(Versioned, Base):
    """Days without a meal, both included, at one restaurant or everywhere: summer weeks, building works."""

    __tablename__ = "meal_closure"
    __table_args__ = (
        CheckConstraint("from_day <= to_day", name="days"),
        CheckConstraint("reason <> ''", name="reason"),
    )

    restaurant_id: Mapped[int | None] = mapped_column(ForeignKey("village_restaurant.id"), index=True)
    from_day: Mapped[date]
    to_day: Mapped[date]
    reason: Mapped[ShortText]
