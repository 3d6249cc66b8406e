"""What is made ahead once a day: the noons of the schedule, and the bookings of who always eats there."""

from sqlalchemy.orm import Session

from mmc_desk.features.meals.ops.schedule import Generated, plan_services
from mmc_desk.features.meals.ops.standing import plan_standing


def plan_ahead(session: Session) -> Generated:
    """Make noons and standing bookings ahead; again on the same day makes nothing more."""
    made = plan_services(session)
    plan_standing(session)
    return made
