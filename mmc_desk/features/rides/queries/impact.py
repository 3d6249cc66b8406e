"""Which rides a change elsewhere touches: a driver away or gone, a smaller car, a member who moves, a closed day."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from mmc_desk.core import clock
from mmc_desk.core.changes import Changes, RowChange
from mmc_desk.core.formats import show_date
from mmc_desk.core.i18n import translate
from mmc_desk.core.model import ClosureDay
from mmc_desk.features.people.model import Absence, Address, Driver, Member, Person
from mmc_desk.features.people.rules import full_name
from mmc_desk.features.rides.model import Ride, RideRequest
from mmc_desk.features.rides.model.series import RideSeries
from mmc_desk.features.rides.queries.reading import ride_lines
from mmc_desk.features.rides.queries.rows import RideLine
from mmc_desk.features.rides.rules.impact import Cause, fits_car, has_ended, has_smaller_car, is_new_absence
from mmc_desk.features.rides.rules.states import OPEN, PLANNED


@dataclass(frozen=True, slots=True)
class TouchedSeries:
    """A standing ride that a change touches, by the name of its member."""

    series_id: int
    member: str


@dataclass(frozen=True, slots=True)
class Impact:
    """The rides and standing rides that a change touches. `what` says in one sentence what changed.

    `place` is where to go instead, from `from_day` on.
    """

    cause: Cause
    what: str
    rides: tuple[RideLine, ...]
    place: tuple[str, str] = ("", "")
    series: tuple[TouchedSeries, ...] = ()
    from_day: date | None = None

    def __bool__(self) -> bool:
        return bool(self.rides or self.series)


def find_impact(session: Session, changes: Changes) -> Impact | None:
    """Return the rides that a write touches and a person must decide upon, None where it touches none."""
    return next((impact for impact in _impacts(session, changes) if impact), None)


def _impacts(session: Session, changes: Changes) -> Iterator[Impact]:
    for row in changes.rows:
        find = _FINDERS.get(row.table)
        if find is not None:
            yield from find(session, row)


def _still_to_leave() -> tuple[ColumnElement[bool], ...]:
    now = clock.now()
    return Ride.ride_date >= clock.local(now).date(), or_(Ride.depart_at.is_(None), Ride.depart_at > now)


def _absent(session: Session, row: RowChange) -> Iterator[Impact]:
    if row.after is None or not is_new_absence(row.before, row.after):
        return
    driver_id, first, last = row.after["driver_id"], row.after["from_day"], row.after["to_day"]
    text = translate("rides", "{name} is afwezig op {day}.")
    if first != last:
        text = translate("rides", "{name} is afwezig van {day} tot en met {last}.")
    what = text.format(name=_driver_name(session, driver_id), day=show_date(first), last=show_date(last))
    yield Impact(Cause.ABSENT, what, _planned(session, driver_id, Ride.ride_date.between(first, last)))


def _driver(session: Session, row: RowChange) -> Iterator[Impact]:
    after = row.after
    if after is None:
        return
    name = _driver_name(session, row.key)
    if has_ended(row.before, after):
        text = translate("rides", "{name} rijdt niet meer na {day}.")
        what = text.format(name=name, day=show_date(after["active_to"]))
        rides = _planned(session, row.key, Ride.ride_date > after["active_to"])
        series = _series(session, after["active_to"], RideSeries.driver_id == row.key)
        yield Impact(Cause.ENDED, what, rides, series=series)
    if has_smaller_car(row.before, after):
        rides = tuple(ride for ride in _planned(session, row.key) if not _fits(ride, after))
        text = translate("rides", "De wagen van {name} heeft nu {seats} plaatsen en neemt {wheelchair} mee.")
        rigid, none = translate("rides", "een vaste rolstoel"), translate("rides", "geen vaste rolstoel")
        wheelchair = rigid if after["rigid_wheelchair"] else none
        yield Impact(Cause.CAR, text.format(name=name, seats=after["seats"], wheelchair=wheelchair), rides)


def _fits(ride: RideLine, car: Mapping[str, Any]) -> bool:
    seats = sum(1 + member.companions for member in ride.members)
    return fits_car((member.aid for member in ride.members), seats, car)


def _planned(session: Session, driver_id: int, *where: ColumnElement[bool]) -> tuple[RideLine, ...]:
    planned = Ride.state.in_(sorted(PLANNED))
    return ride_lines(session, Ride.driver_id == driver_id, planned, *_still_to_leave(), *where)


def _series(session: Session, day: date, *where: ColumnElement[bool]) -> tuple[TouchedSeries, ...]:
    """Return the standing rides that run on after `day`."""
    rows = session.execute(
        select(RideSeries.id, Person.last_name, Person.first_name)
        .join(Member, Member.id == RideSeries.member_id)
        .join(Person, Person.id == Member.person_id)
        .where(or_(RideSeries.ends_on.is_(None), RideSeries.ends_on > day), *where)
        .order_by(Person.last_name, RideSeries.id)
    )
    return tuple(TouchedSeries(key, full_name(last, first)) for key, last, first in rows)


def _driver_name(session: Session, driver_id: int) -> str:
    named = select(Person.last_name, Person.first_name).join(Driver, Driver.person_id == Person.id)
    return full_name(*session.execute(named.where(Driver.id == driver_id)).one())


def _moved(session: Session, row: RowChange) -> Iterator[Impact]:
    """Find the open rides from the old address, from the day of the move on (domain.md §10.6)."""
    after = row.after
    if after is None:
        return
    found = session.execute(
        select(Member.id, Person.last_name, Person.first_name)
        .join(Person, Person.id == Member.person_id)
        .where(Person.id == after["person_id"])
    ).one_or_none()
    left = row.before or _address_before(session, after["person_id"], after["valid_from"])
    if found is None or left is None or _same_place(left, after):
        return
    member_id, last, first = found
    text = translate("rides", "{name} woont vanaf {day} op een ander adres: {street}, {village}.")
    day, name = max(after["valid_from"], clock.today()), full_name(last, first)
    what = text.format(name=name, day=show_date(after["valid_from"]), street=after["street"], village=after["village"])
    yield Impact(Cause.MOVED, what, _from_home(session, member_id, left, day))


def _same_place(left: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    return bool(left["street"] == after["street"] and left["village"] == after["village"])


def _address_before(session: Session, person_id: int, day: date) -> Mapping[str, Any] | None:
    before = (
        select(Address.street, Address.village)
        .where(Address.person_id == person_id, Address.valid_from < day)
        .order_by(Address.valid_from.desc())
        .limit(1)
    )
    row = session.execute(before).one_or_none()
    return {"street": row.street, "village": row.village} if row is not None else None


def _from_home(session: Session, member_id: int, left: Mapping[str, Any], day: date) -> tuple[RideLine, ...]:
    caller = select(RideRequest.ride_id).where(RideRequest.member_id == member_id, RideRequest.position == 1)
    return ride_lines(
        session,
        *(Ride.id.in_(caller), Ride.state.in_(sorted(OPEN)), Ride.ride_date >= day, *_still_to_leave()),
        *(Ride.origin == left["street"], Ride.village == left["village"]),
    )


def _closed(session: Session, row: RowChange) -> Iterator[Impact]:
    after = row.after
    if after is None or (row.before is not None and row.before["day"] == after["day"]):
        return
    text = translate("rides", "De dienst is gesloten op {day}: {reason}.")
    what = text.format(day=show_date(after["day"]), reason=after["reason"] or translate("rides", "sluitingsdag"))
    on_day = ride_lines(session, Ride.ride_date == after["day"], Ride.state.in_(sorted(OPEN)), *_still_to_leave())
    yield Impact(Cause.CLOSED, what, on_day)


_FINDERS: Mapping[str, Callable[[Session, RowChange], Iterator[Impact]]] = {
    Absence.__tablename__: _absent,
    Driver.__tablename__: _driver,
    Address.__tablename__: _moved,
    ClosureDay.__tablename__: _closed,
}


@dataclass(frozen=True, slots=True)
class DestinationMove:
    """A destination that moves: a doctor's practice goes to another building on a day."""

    old: str
    new: str
    new_village: str
    from_day: date


def find_destination(session: Session, move: DestinationMove) -> Impact:
    """Return the open rides to a destination from a day on."""
    text = translate("rides", "{old} verhuist op {day} naar {new}.")
    new = ", ".join(filter(None, (move.new, move.new_village)))
    what = text.format(old=move.old, day=show_date(move.from_day), new=new)
    open_rides = ride_lines(
        session,
        *(func.lower(Ride.destination) == move.old.strip().lower(), Ride.state.in_(sorted(OPEN))),
        *(Ride.ride_date >= move.from_day, *_still_to_leave()),
    )
    standing = func.lower(RideSeries.destination) == move.old.strip().lower()
    series = _series(session, move.from_day, standing)
    place = (move.new.strip(), move.new_village.strip())
    return Impact(Cause.DESTINATION, what, open_rides, place, series, move.from_day)


def coming_destinations(session: Session, day: date) -> tuple[tuple[str, int], ...]:
    """Return where open rides from a day on go to, with how many, the most first."""
    count = func.count(Ride.id)
    rows = session.execute(
        select(Ride.destination, count)
        .where(Ride.ride_date >= day, Ride.state.in_(sorted(OPEN)), Ride.destination != "")
        .group_by(Ride.destination)
        .order_by(count.desc(), Ride.destination)
    )
    return tuple((destination, rides) for destination, rides in rows)
