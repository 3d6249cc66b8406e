"""Drafts of the practice town → rows of the ride tables, numbered as the desk numbers them."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.core import clock
from mmc_desk.features.people.demo import Inhabitant, Town
from mmc_desk.features.people.model import Aid
from mmc_desk.features.rides.demo.outings import Draft
from mmc_desk.features.rides.model import (
    CancelledBy,
    DriverDay,
    Leg,
    LegKind,
    OfficialKmRate,
    Purpose,
    ReturnMode,
    Ride,
    RideRequest,
    RideState,
)
from mmc_desk.features.rides.rules.tariff import km_amount

PARKED = {Purpose.HOSPITAL: 0.35, Purpose.ADMINISTRATION: 0.1}
KNOWN_LEGS = frozenset({RideState.REQUESTED, RideState.ASSIGNED, RideState.CONFIRMED, RideState.DRIVEN})
PLANNED = frozenset({RideState.ASSIGNED, RideState.CONFIRMED})
BY_WHOM = {"chauffeur is ziek": CancelledBy.DRIVER, "afspraak verzet": CancelledBy.DESK}
NOTES = (
    "rolstoel mee",
    "wacht aan het onthaal",
    "belt als het klaar is",
    "bel aan bij de achterdeur",
    "heeft rollator",
)


class RideRows:
    """Turns drafts into rows. History tells no legs; the years around today do."""

    def __init__(self, session: Session, town: Town) -> None:
        self._town = town
        self._rates = session.execute(
            select(OfficialKmRate.valid_from, OfficialKmRate.rate).order_by(OfficialKmRate.valid_from)
        ).all()
        self.rides: list[dict[str, Any]] = []
        self.requests: list[dict[str, Any]] = []
        self.legs: list[dict[str, Any]] = []
        self._numbers: Counter[int] = Counter()

    def add(self, drafts: Sequence[Draft]) -> None:
        """Add rows for drafts, numbered per year by day and hour."""
        for draft in sorted(drafts, key=lambda draft: (draft.day, draft.pickup, draft.member.key)):
            key = self._town.key(Ride)
            self._numbers[draft.day.year] += 1
            number = f"{draft.day.year}-{self._numbers[draft.day.year]:04d}"
            self.rides.append({"id": key, "ride_no": number, **self._ride(draft)})
            self.requests.extend(self._requests(draft, key))
            if self._tells_legs(draft):
                self.legs.extend(_legs(draft, key))

    def write(self, session: Session) -> None:
        """Insert everything."""
        self._town.add(session, Ride, self.rides)
        self._town.add(session, RideRequest, self.requests)
        self._town.add(session, Leg, self.legs)
        planned = Counter((row["driver_id"], row["ride_date"]) for row in self.rides if row["state"] in PLANNED)
        days = [{"driver_id": driver, "day": day, "rides": rides} for (driver, day), rides in planned.items()]
        self._town.add(session, DriverDay, days)

    def _tells_legs(self, draft: Draft) -> bool:
        return draft.day >= self._town.first_busy_day and draft.state in KNOWN_LEGS

    def _ride(self, draft: Draft) -> dict[str, Any]:
        driver = draft.driver
        depart, end = (draft.depart, draft.back_home) if driver else (draft.pickup, draft.end)
        cancelled = draft.state is RideState.CANCELLED
        legs = (2 if draft.returns else 1) + (draft.passenger is not None)
        return {
            "ride_date": draft.day,
            "state": draft.state,
            "driver_id": driver.key if driver else None,
            "depart_at": _instant(draft.day, depart),
            "home_at": _instant(draft.day, end),
            "origin": f"{draft.home.street}, {draft.home.village}",
            "village": draft.home.village,
            "destination": draft.destination,
            "destination_village": draft.outing.village,
            "purpose": draft.outing.purpose,
            "estimated_metres": draft.metres if driver else draft.trip_metres,
            "passengers": 2 if draft.passenger else 1,
            "legs": legs if self._tells_legs(draft) else None,
            "cancelled_by": BY_WHOM.get(draft.reason, CancelledBy.MEMBER) if cancelled else None,
            "cancelled_at": self._asked_at(draft.day, 1) if cancelled else None,
            "reason": draft.reason,
            **self._results(draft),
        }

    def _results(self, draft: Draft) -> dict[str, Any]:
        """Return what the ride sheet told: km, parking, waiting, money; nothing before the ride was driven."""
        empty = {"metres": None, "parking": 0, "received": None, "waiting_minutes": 0, "note": ""}
        if draft.state not in {RideState.DRIVEN, RideState.WASTED}:
            return empty
        if draft.state is RideState.WASTED:
            return {**empty, "metres": draft.metres}
        rng = self._town.rng
        parked = rng.random() < PARKED.get(draft.outing.purpose, 0)
        parking = rng.randrange(100, 450, 50) if parked else 0
        amount = km_amount(draft.metres, self._rate(draft.day)) + parking
        waits = draft.mode is ReturnMode.WAIT
        waives = draft.driver is not None and draft.driver.waives_payment
        return {
            "metres": draft.metres,
            "parking": parking,
            "received": 0 if waives else amount,
            "waiting_minutes": (draft.leave - draft.arrive) // 5 * 5 if waits else 0,
            "note": rng.choice(NOTES) if rng.random() < 0.12 else "",
        }

    def _rate(self, day: date) -> int:
        return next(rate for valid_from, rate in reversed(self._rates) if valid_from <= day)

    def _asked_at(self, day: date, at_least: int) -> datetime:
        """Return a moment on the phone in the morning, some days before a ride and never later than yesterday."""
        asked = min(day - timedelta(days=at_least + self._town.rng.randint(0, 8)), self._town.today - timedelta(days=1))
        return _instant(asked, self._town.rng.randint(540, 715))

    def _requests(self, draft: Draft, ride: int) -> Iterator[dict[str, Any]]:
        members = [draft.member] + ([draft.passenger] if draft.passenger else [])
        for position, member in enumerate(members, 1):
            yield self._request(draft, ride, member, position)

    def _request(self, draft: Draft, ride: int, member: Inhabitant, position: int) -> dict[str, Any]:
        at_time = draft.mode is ReturnMode.AT_TIME
        return {
            "ride_id": ride,
            "member_id": member.key,
            "position": position,
            "requested_at": self._asked_at(draft.day, 2),
            "pickup_at": _instant(draft.day, draft.pickup),
            "appointment_at": None if draft.appointment is None else _instant(draft.day, draft.appointment),
            "return_mode": draft.mode,
            "return_at": _instant(draft.day, draft.leave) if at_time else None,
            "expected_minutes": draft.leave - draft.arrive if draft.returns else None,
            "aid": member.aid,
            "companions": 1 if member.companion else 0,
            "parking_card": member.aid in {Aid.FOLDABLE_WHEELCHAIR, Aid.RIGID_WHEELCHAIR},
        }


def _legs(draft: Draft, ride: int) -> Iterator[dict[str, Any]]:
    home = f"{draft.home.street}, {draft.home.village}"
    spots = [home, draft.destination]
    kinds = [LegKind.OUT]
    times = [(draft.pickup, draft.arrive)]
    ways = [draft.way]
    if draft.passenger:
        # Both live in one village: fetching the second is a stop on the way out.
        other = draft.passenger.home_on(draft.day)
        spots.insert(1, f"{other.street}, {other.village}")
        kinds, times, ways = [LegKind.OUT, LegKind.OUT], [(draft.pickup, draft.pickup), times[0]], [0, draft.way]
    if draft.returns:
        spots.append(home)
        kinds.append(LegKind.BACK)
        times.append((draft.leave, draft.end))
        ways.append(draft.way)
    for place, kind in enumerate(kinds):
        yield {
            "ride_id": ride,
            "sequence": place + 1,
            "kind": kind,
            "origin": spots[place],
            "destination": spots[place + 1],
            "depart_at": _instant(draft.day, times[place][0]),
            "arrive_at": _instant(draft.day, times[place][1]),
            "metres": ways[place],
        }


@cache
def _midnight(day: date) -> datetime:
    # The clock changes at night: from noon back, twelve hours are twelve hours.
    return clock.at(day, time(12)) - timedelta(hours=12)


def _instant(day: date, minutes: int) -> datetime:
    return _midnight(day) + timedelta(minutes=minutes)
