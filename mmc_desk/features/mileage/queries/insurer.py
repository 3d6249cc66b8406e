"""The insurer's list from the database."""

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from mmc_desk.core import settings
from mmc_desk.core.formats import fold
from mmc_desk.features.mileage.rules.insurer import InsuredDriver, InsurerList, policy_year
from mmc_desk.features.people.model import Driver
from mmc_desk.features.rides.model import Ride, RideState
from mmc_desk.features.rides.queries.breakdowns import driver_names


def insurer_list(session: Session, year: int, month: int) -> InsurerList:
    """Return what every driver drove in the policy year that begins with a month of a year."""
    first, last = policy_year(year, month)
    wasted = func.sum(case((Ride.state == RideState.WASTED, 1), else_=0))
    query = (
        select(Driver.id, Driver.code, func.count(), wasted, func.coalesce(func.sum(Ride.metres), 0))
        .join(Ride, Ride.driver_id == Driver.id)
        .where(
            Ride.ride_date.between(first, last),
            Ride.state.in_((RideState.DRIVEN, RideState.SETTLED, RideState.WASTED)),
        )
        .group_by(Driver.id, Driver.code)
    )
    names = driver_names(session)
    drivers = [
        InsuredDriver(code, names[key], rides - int(lost), int(lost), int(metres))
        for key, code, rides, lost, metres in session.execute(query)
    ]
    return InsurerList(
        first,
        last,
        tuple(sorted(drivers, key=lambda driver: (fold(driver.name), driver.code))),
        settings.is_practice(session),
        settings.desk_name(session),
    )
