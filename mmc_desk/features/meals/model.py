"""Village restaurants and their services (domain.md §4)."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from mmc_desk.core.columns import Cents, LongText, ShortText
from mmc_desk.core.model import Base, Versioned


class VillageRestaurant(Versioned, Base):
    """A dorpsrestaurant: one identity, whatever hall it meets in."""

    __tablename__ = "village_restaurant"

    name: Mapped[ShortText] = mapped_column(unique=True)


class MealService(Versioned, Base):
    """One noon at one restaurant. A closed noon has its reason and no counts, and is in no average."""

    __tablename__ = "meal_service"
    __table_args__ = (
        UniqueConstraint("restaurant_id", "service_date"),
        CheckConstraint("closed_reason = '' OR present IS NULL", name="closed_has_no_counts"),
        CheckConstraint("present >= 0", name="present"),
        Index("ix_meal_service_figures", "service_date", "present", "restaurant_id"),
    )

    restaurant_id: Mapped[int] = mapped_column(ForeignKey("village_restaurant.id"))
    service_date: Mapped[date]
    booked: Mapped[int | None]
    present: Mapped[int | None]
    no_show: Mapped[int | None]
    walk_in: Mapped[int | None]
    take_away: Mapped[int | None]
    price: Mapped[Cents | None]
    volunteers: Mapped[int | None]
    closed_reason: Mapped[ShortText] = mapped_column(default="")
    remarks: Mapped[LongText] = mapped_column(default="")
