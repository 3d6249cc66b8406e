"""Phone calls of the practice town: what was tried for rides without a driver, and this morning for the open ones."""

import random
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from mmc_desk.core import clock
from mmc_desk.features.people.demo import Town
from mmc_desk.features.rides.model import Ride, RideState
from mmc_desk.features.rides.model.calls import Answer, CallAttempt

_SEED = 4
"""A generator of its own: the town's rides stay what they were."""

_UNMET_SINCE, _OPEN_WITHIN = timedelta(days=120), timedelta(days=3)
_REFUSED = (Answer.NO, Answer.NO, Answer.NO_ANSWER)


def phone_calls(session: Session, town: Town) -> None:
    """Add the calls about rides that found nobody of late, and about those of the next days that still wait."""
    chance = random.Random(_SEED)  # noqa: S311 - practice data
    calls = [*_unmet(session, town, chance), *_open(session, town, chance)]
    if calls:
        session.execute(insert(CallAttempt), calls)


def _unmet(session: Session, town: Town, chance: random.Random) -> Iterator[dict[str, Any]]:
    rides = session.execute(
        select(Ride.id, Ride.ride_date)
        .where(Ride.state == RideState.NO_DRIVER, Ride.ride_date >= town.today - _UNMET_SINCE)
        .order_by(Ride.id)
    )
    for ride_id, day in rides:
        morning = clock.at(day - timedelta(days=1), time(9, 10))
        for place, driver in enumerate(chance.sample(_drivers(town), chance.randint(2, 5))):
            yield _call(ride_id, driver, morning + timedelta(minutes=6 * place), chance.choice(_REFUSED))


def _open(session: Session, town: Town, chance: random.Random) -> Iterator[dict[str, Any]]:
    rides = session.scalars(
        select(Ride.id)
        .where(Ride.state == RideState.REQUESTED, Ride.ride_date.between(town.today, town.today + _OPEN_WITHIN))
        .order_by(Ride.id)
    ).all()
    for place, ride_id in enumerate(rides[::2]):
        first, second = chance.sample(_drivers(town), 2)
        at = clock.at(clock.today(), time(8)) + timedelta(minutes=4 * place)
        yield _call(ride_id, first, at, chance.choice(_REFUSED))
        if place == 0:
            yield _call(ride_id, second, at + timedelta(minutes=3), Answer.LATER)


def _drivers(town: Town) -> list[int]:
    active = [driver for driver in town.drivers if driver.active_from <= town.today]
    return [driver.key for driver in active if driver.active_to is None or driver.active_to >= town.today]


def _call(ride_id: int, driver_id: int, at: datetime, answer: Answer) -> dict[str, Any]:
    return {"ride_id": ride_id, "driver_id": driver_id, "at": at, "answer": answer}
