"""What drivers were sent: so that the next calendar file updates or cancels what stands in theirs."""

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from mmc_desk.core.columns import ShortText
from mmc_desk.core.model import Base, Versioned


class MailedRide(Versioned, Base):
    """A ride as a driver's calendar has it: the SEQUENCE of its VEVENT, and a fingerprint that tells of a change."""

    __tablename__ = "mailed_ride"
    __table_args__ = (UniqueConstraint("driver_id", "ride_id"),)

    driver_id: Mapped[int] = mapped_column(ForeignKey("driver.id"))
    ride_id: Mapped[int] = mapped_column(ForeignKey("ride.id"))
    sequence: Mapped[int] = mapped_column(default=0)
    fingerprint: Mapped[ShortText]
    is_cancelled: Mapped[bool] = mapped_column(default=False)
