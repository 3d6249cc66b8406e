"""Noting phone calls to drivers, and giving the ride to who says yes."""

from sqlalchemy.orm import Session

from mmc_desk.core import clock
from mmc_desk.core.errors import RuleError
from mmc_desk.core.i18n import translate
from mmc_desk.features.people.model import Driver
from mmc_desk.features.rides.model.calls import Answer, CallAttempt
from mmc_desk.features.rides.ops.assigning import assign_driver
from mmc_desk.features.rides.ops.commands import AssignDriver, LogCall
from mmc_desk.features.rides.ops.loading import load_ride


def log_call(session: Session, command: LogCall) -> int:
    """Note one phone call and return its key; a yes gives the ride to the driver in the same write.

    Who says yes by phone agreed to hours outside of the week pattern. Raises AssignmentRefusedError when they can't
    be given it all the same (a clash, the wrong car), RuleError when the ride or the driver is gone.
    """
    ride = load_ride(session, command.ride_id, command.version)
    if session.get(Driver, command.driver_id) is None:
        raise RuleError(translate("rides", "Deze chauffeur bestaat niet meer. Kies een andere."), "driver")
    call = CallAttempt(
        ride_id=ride.id,
        driver_id=command.driver_id,
        at=clock.now(),
        answer=command.answer,
        note=command.note.strip(),
    )
    session.add(call)
    if command.answer is Answer.YES:
        assign_driver(session, AssignDriver(ride.id, command.driver_id, agreed=True))
    session.flush()
    return call.id
