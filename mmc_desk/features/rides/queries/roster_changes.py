"""What changed on a driver's roster since it was last printed, from the ride book (domain.md §9)."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.features.rides.model import PrintedRoster, RideState
from mmc_desk.features.rides.model.history import RideEvent
from mmc_desk.features.rides.queries.rows import SincePrint
from mmc_desk.features.rides.rules.book import changes_a_roster

Sheet = tuple[int, date]
"""A driver's id and a day."""

_GONE = frozenset({None, RideState.CANCELLED, RideState.NO_DRIVER})


@dataclass(slots=True)
class SheetChanges:
    """What happened to one sheet since its last print: by ride number, and what fell off it."""

    rides: dict[str, SincePrint] = field(default_factory=dict)
    dropped: dict[str, str] = field(default_factory=dict)


def roster_changes(session: Session, first: date, last: date) -> Mapping[Sheet, SheetChanges]:
    """Return the changes of the sheets of first … last that were printed before; two statements."""
    printed = _printed(session, first, last)
    found: dict[Sheet, SheetChanges] = defaultdict(SheetChanges)
    if not printed:
        return found
    events = session.scalars(
        select(RideEvent)
        .where(RideEvent.ride_date.between(first, last), RideEvent.at > min(printed.values()))
        .order_by(RideEvent.id)
    )
    for event in events:
        _note(event, printed, found)
    return found


def _printed(session: Session, first: date, last: date) -> Mapping[Sheet, datetime]:
    rows = session.execute(
        select(PrintedRoster.driver_id, PrintedRoster.day, PrintedRoster.last_printed_at).where(
            PrintedRoster.day.between(first, last)
        )
    )
    return {(driver_id, day): at for driver_id, day, at in rows if at is not None}


def _note(event: RideEvent, printed: Mapping[Sheet, datetime], found: dict[Sheet, SheetChanges]) -> None:
    for driver_id in {event.driver_before_id, event.driver_id} - {None}:
        sheet = (driver_id or 0, event.ride_date)
        if sheet not in printed or event.at <= printed[sheet]:
            continue
        is_theirs = event.driver_id == driver_id and event.state not in _GONE
        was_theirs = event.driver_before_id == driver_id
        if is_theirs and (not was_theirs or event.ride_no in found[sheet].dropped):
            found[sheet].dropped.pop(event.ride_no, None)
            found[sheet].rides[event.ride_no] = SincePrint.NEW
        elif is_theirs and changes_a_roster(event.detail):
            found[sheet].rides.setdefault(event.ride_no, SincePrint.CHANGED)
        elif not is_theirs:
            found[sheet].rides.pop(event.ride_no, None)
            found[sheet].dropped[event.ride_no] = f"{event.ride_no} {event.members}"
