"""The insurance-proof book as it is read: the events of a ride, or of the rides of a period, with the phone calls."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from mmc_desk.core.errors import RuleError
from mmc_desk.core.i18n import translate
from mmc_desk.core.settings import desk_name, is_practice
from mmc_desk.features.people.model import Driver, Person
from mmc_desk.features.people.rules import full_name
from mmc_desk.features.rides.model import Ride
from mmc_desk.features.rides.model.calls import CallAttempt
from mmc_desk.features.rides.model.history import RideEvent
from mmc_desk.features.rides.queries.reading import ride_lines
from mmc_desk.features.rides.queries.rows import RideLine
from mmc_desk.features.rides.rules.calls import answer_name
from mmc_desk.features.rides.rules.states import state_name


@dataclass(frozen=True, slots=True)
class BookLine:
    """One line of the book. `at` is None for what was there before the book: rides from a file."""

    at: datetime | None
    who: str
    deed: str
    driver: str
    driver_before: str
    members: str
    detail: str
    after_the_fact: bool = False

    @property
    def is_swap(self) -> bool:
        """Tell whether another driver came in the place of one who was entered."""
        return bool(self.driver and self.driver_before and self.driver != self.driver_before)


@dataclass(frozen=True, slots=True)
class RideHistory:
    """A ride and everything that happened to it, in order. `ride` is None for one that was taken back."""

    ride_id: int
    ride_no: str
    ride_date: date
    ride: RideLine | None
    lines: tuple[BookLine, ...]

    @property
    def state(self) -> str:
        """How the ride stands, in Dutch."""
        return state_name(self.ride.state) if self.ride else translate("rides", "geschrapt")

    @property
    def late_changes(self) -> int:
        """How many lines changed the book after the ride had left."""
        return sum(line.after_the_fact for line in self.lines)


@dataclass(frozen=True, slots=True)
class RideBook:
    """The book of one ride or of the days first … last, as it goes to the printer."""

    first: date
    last: date
    rides: tuple[RideHistory, ...]
    desk: str = ""
    practice: bool = False


def ride_history(session: Session, ride_id: int) -> RideBook:
    """Return the book of one ride. Raises RuleError when the book has never heard of it."""
    found = _histories(session, Ride.id == ride_id, RideEvent.ride_id == ride_id)
    if not found:
        raise RuleError(translate("rides", "Deze rit bestaat niet meer. Herlaad de pagina."))
    return RideBook(found[0].ride_date, found[0].ride_date, found, desk_name(session), is_practice(session))


def ride_book(session: Session, first: date, last: date) -> RideBook:
    """Return the book of the days first … last: their rides, and those that stood there and moved or went."""
    on_days = Ride.ride_date.between(first, last)
    of_days = select(Ride.id).where(on_days)
    events = or_(RideEvent.ride_id.in_(of_days), RideEvent.ride_date.between(first, last))
    rides = _histories(session, on_days, events)
    return RideBook(first, last, rides, desk_name(session), is_practice(session))


def _histories(session: Session, rides: ColumnElement[bool], events: ColumnElement[bool]) -> tuple[RideHistory, ...]:
    lines = {ride.ride_id: ride for ride in ride_lines(session, rides)}
    found: dict[int, list[RideEvent]] = defaultdict(list)
    for event in session.scalars(select(RideEvent).where(events).order_by(RideEvent.id)):
        found[event.ride_id].append(event)
    moved = [ride_id for ride_id in found if ride_id not in lines]
    if moved:
        lines |= {ride.ride_id: ride for ride in ride_lines(session, Ride.id.in_(moved))}
    calls = _calls(session, list(lines))
    histories = [_history(ride_id, lines.get(ride_id), found[ride_id], calls) for ride_id in {**lines, **found}]
    return tuple(sorted(histories, key=lambda history: (history.ride_date, history.ride_no)))


def _history(
    ride_id: int, ride: RideLine | None, events: Sequence[RideEvent], calls: Mapping[int, list[BookLine]]
) -> RideHistory:
    noted = [*map(_line, events), *calls.get(ride_id, ())]
    noted.sort(key=_instant)
    if ride is not None and not (events and events[0].is_entry):
        noted.insert(0, _imported(ride))
    first = ride or events[0]
    return RideHistory(ride_id, first.ride_no, first.ride_date, ride, tuple(noted))


def _instant(line: BookLine) -> datetime:
    assert line.at is not None  # noqa: S101 - narrows the type: events and calls bear their moment
    return line.at


def _imported(ride: RideLine) -> BookLine:
    deed = translate("rides", "Ingevoerd uit een bestand, of vóór dit boek begon")
    return BookLine(None, "", deed, "", "", ride.names, "")


def _line(event: RideEvent) -> BookLine:
    who = f"{event.actor} ({event.desk})" if event.desk else event.actor
    return BookLine(
        at=event.at,
        who=who,
        deed=event.label,
        driver=event.driver,
        driver_before=event.driver_before,
        members=event.members,
        detail=event.detail,
        after_the_fact=event.after_the_fact,
    )


def _calls(session: Session, ride_ids: Sequence[int]) -> Mapping[int, list[BookLine]]:
    rows: Any = session.execute(
        select(CallAttempt, Person.last_name, Person.first_name)
        .join(Driver, Driver.id == CallAttempt.driver_id)
        .join(Person, Person.id == Driver.person_id)
        .where(CallAttempt.ride_id.in_(ride_ids))
        .order_by(CallAttempt.at, CallAttempt.id)
    )
    found: dict[int, list[BookLine]] = defaultdict(list)
    for call, last, first in rows:
        deed = translate("rides", "Gebeld: {name}").format(name=full_name(last, first))
        detail = "; ".join(filter(None, (answer_name(call.answer), call.note)))
        found[call.ride_id].append(BookLine(call.at, "", deed, "", "", "", detail))
    return found
