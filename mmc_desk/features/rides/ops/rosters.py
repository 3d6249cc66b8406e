"""Counting prints of rosters, so that a new one bears the next version number."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.core import clock
from mmc_desk.features.rides.model import PrintedRoster
from mmc_desk.features.rides.ops.commands import NoteRosterPrinted


def note_roster_printed(session: Session, command: NoteRosterPrinted) -> None:
    """Count one more print of each sheet of the command, at this moment."""
    days = {day for _, day in command.sheets}
    rows = session.scalars(select(PrintedRoster).where(PrintedRoster.day.in_(days)))
    known = {(row.driver_id, row.day): row for row in rows}
    for driver_id, day in dict.fromkeys(command.sheets):
        row = known.get((driver_id, day))
        if row is None:
            row = PrintedRoster(driver_id=driver_id, day=day, prints=0)
            session.add(row)
        row.prints += 1
        row.last_printed_at = clock.now()
