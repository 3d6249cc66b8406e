"""Giving many rides to drivers in one step: a whole proposal, by the rules of one ride, in a handful of statements."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.core.i18n import translate
from mmc_desk.features.rides.model import DriverDay, Ride, RideState
from mmc_desk.features.rides.ops.assigning import put_driver, put_trip
from mmc_desk.features.rides.ops.loading import step_to
from mmc_desk.features.rides.queries.drivers import busy_on
from mmc_desk.features.rides.queries.handing import Taker, takers
from mmc_desk.features.rides.rules.availability import Busy
from mmc_desk.features.rides.rules.handing import Wanted, unfit
from mmc_desk.features.rides.rules.states import OPEN, PLANNED, state_name


@dataclass(frozen=True, slots=True)
class Handover:
    """A ride and who is to drive it, by database id; None: nobody. `version` is the ride's, as whoever chose saw it.

    `after` is the ride for which this one changes hands: it stays where that one does.
    """

    ride_id: int
    driver_id: int | None
    version: int | None = None
    after: int | None = None


@dataclass(frozen=True, slots=True)
class HandOver:
    """Give these rides to these drivers, all together."""

    handovers: tuple[Handover, ...]


@dataclass(frozen=True, slots=True)
class Stayed:
    """A ride that didn't change hands, and why not, in Dutch. `ride_no` is "" for one that is gone."""

    ride_id: int
    ride_no: str
    why: str


@dataclass(frozen=True, slots=True)
class HandedOver:
    """The rides (ids) that changed hands, and those that stayed where they were."""

    rides: tuple[int, ...]
    stayed: tuple[Stayed, ...] = ()


def hand_over(session: Session, command: HandOver) -> HandedOver:
    """Give every ride that may be given, and tell of the others why not: nothing is refused as a whole.

    What has that driver already is left alone, and told of neither way. All are taken from who has them first, so
    that two drivers can change rides.
    """
    rides = _rides(session, command.handovers)
    moving = [one for one in command.handovers if one.ride_id not in rides or _moves(rides[one.ride_id], one)]
    days = _DriverDays(session, moving, rides.values())
    known = takers(session, {one.ride_id: one.driver_id for one in moving})
    barred = {one.ride_id: why for one in moving if (why := _barred(one, known.get(one.ride_id)))}
    wanted = [_wanted(one, known[one.ride_id]) for one in moving if one.ride_id in known]
    refused = unfit(wanted, _busy(session, known.values()), barred)
    given = [known[one.ride_id] for one in moving if one.ride_id not in refused]
    _give(session, given, rides, days)
    stayed = (Stayed(key, rides[key].ride_no if key in rides else "", why) for key, why in refused.items())
    return HandedOver(tuple(one.line.ride_id for one in given), tuple(stayed))


def _rides(session: Session, handovers: Sequence[Handover]) -> Mapping[int, Ride]:
    """Return the rides, kept from other desks until this is done (a file has no others)."""
    keys = [one.ride_id for one in handovers]
    found = session.scalars(select(Ride).where(Ride.id.in_(keys)).order_by(Ride.id).with_for_update())
    return {ride.id: ride for ride in found}


def _moves(ride: Ride, handover: Handover) -> bool:
    return ride.driver_id != handover.driver_id


def _barred(handover: Handover, taker: Taker | None) -> str:
    """Return why a ride isn't what it was when it was chosen, "" where it is."""
    if taker is None:
        return translate("rides", "bestaat niet meer")
    line = taker.line
    if line.state not in OPEN:
        return translate("rides", "is intussen {state}").format(state=state_name(line.state))
    if handover.version is not None and handover.version != line.version:
        if line.driver:
            return translate("rides", "werd intussen gewijzigd, nu bij {name}").format(name=line.driver)
        return translate("rides", "werd intussen gewijzigd")
    if handover.driver_id is not None and taker.driver is None:
        return translate("rides", "de chauffeur bestaat niet meer")
    return ""


def _wanted(handover: Handover, taker: Taker) -> Wanted:
    return Wanted(handover.ride_id, taker.line.ride_no, taker.need, taker.driver, handover.after)


def _busy(session: Session, known: Collection[Taker]) -> Mapping[int, tuple[Busy, ...]]:
    days = [taker.line.ride_date for taker in known]
    return busy_on(session, min(days), until=max(days)) if days else {}


def _give(session: Session, given: Sequence[Taker], rides: Mapping[int, Ride], days: "_DriverDays") -> None:
    for taker in given:
        _release(rides[taker.line.ride_id], taker, days)
    session.flush()
    for taker in given:
        if taker.driver is not None:
            ride = rides[taker.line.ride_id]
            step_to(ride, RideState.ASSIGNED)
            put_driver(ride, taker.driver)
            days.count(ride, +1)
    session.flush()


def _release(ride: Ride, taker: Taker, days: "_DriverDays") -> None:
    if ride.state in PLANNED:
        days.count(ride, -1)
        step_to(ride, RideState.REQUESTED)
        put_trip(ride, taker.trip)


class _DriverDays:
    """The days of drivers that win or lose rides, read at once and kept from other desks as the rides are."""

    def __init__(self, session: Session, moving: Iterable[Handover], rides: Iterable[Ride]) -> None:
        self.session = session
        hands = {one.ride_id: one.driver_id for one in moving}
        touched = [ride for ride in rides if ride.id in hands]
        drivers = {key for ride in touched for key in (ride.driver_id, hands[ride.id]) if key is not None}
        found = select(DriverDay).where(
            DriverDay.driver_id.in_(sorted(drivers)), DriverDay.day.in_({ride.ride_date for ride in touched})
        )
        self.known = {
            (row.driver_id, row.day): row for row in session.scalars(found.order_by(DriverDay.id).with_for_update())
        }

    def count(self, ride: Ride, change: int) -> None:
        """Count a ride into its driver's day, or out of it: the day's version rises with it."""
        assert ride.driver_id is not None  # noqa: S101 - narrows the type: only rides with a driver are counted
        key = ride.driver_id, ride.ride_date
        found = self.known.get(key)
        if found is None:
            found = self.known[key] = DriverDay(driver_id=key[0], day=key[1], rides=0)
            self.session.add(found)
        found.rides = max(0, found.rides + change)
