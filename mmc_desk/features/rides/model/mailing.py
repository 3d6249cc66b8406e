"""What drivers were sent: so that the next calendar file updates or cancels what stands in theirs."""

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from mmc_desk.features.mail.model import MailedEvent


class MailedRide(MailedEvent):
    """A ride as a driver's calendar has it."""

    __tablename__ = "mailed_ride"
    __table_args__ = (UniqueConstraint("driver_id", "ride_id"),)

    driver_id: Mapped[int] = mapped_column(ForeignKey("driver.id"))
    ride_id: Mapped[int] = mapped_column(ForeignKey("ride.id"))
