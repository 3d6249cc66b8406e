"""Phone calls to drivers: about a ride, and how often somebody refused of late."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mmc_desk.features.people.model import Driver, Person
from mmc_desk.features.people.rules import full_name
from mmc_desk.features.rides.model.calls import Answer, CallAttempt
from mmc_desk.features.rides.rules.calls import Call

REFUSED_WITHIN = timedelta(weeks=4)
"""Refusals longer ago say nothing any more."""


@dataclass(frozen=True, slots=True)
class CallRow:
    """A phone call as a list shows it."""

    call: Call
    driver_id: int
    driver: str


def calls_by_driver(session: Session, ride_id: int) -> Mapping[int, tuple[Call, ...]]:
    """Return the calls about a ride by driver, the oldest first."""
    found: dict[int, list[Call]] = defaultdict(list)
    for row in calls_of(session, ride_id):
        found[row.driver_id].append(row.call)
    return {driver_id: tuple(calls) for driver_id, calls in found.items()}


def calls_of(session: Session, ride_id: int) -> tuple[CallRow, ...]:
    """Return the calls about a ride, the oldest first."""
    rows = session.execute(
        select(
            *(CallAttempt.at, CallAttempt.answer, CallAttempt.note, CallAttempt.driver_id),
            *(Person.last_name, Person.first_name),
        )
        .join(Driver, Driver.id == CallAttempt.driver_id)
        .join(Person, Person.id == Driver.person_id)
        .where(CallAttempt.ride_id == ride_id)
        .order_by(CallAttempt.at, CallAttempt.id)
    )
    return tuple(
        CallRow(Call(at, answer, note), driver_id, full_name(last, first))
        for at, answer, note, driver_id, last, first in rows
    )


def recent_refusals(session: Session, ride_id: int, now: datetime) -> Mapping[int, int]:
    """Return per driver how many other rides they refused by phone in the last four weeks."""
    rows = session.execute(
        select(CallAttempt.driver_id, func.count(func.distinct(CallAttempt.ride_id)))
        .where(CallAttempt.at >= now - REFUSED_WITHIN, CallAttempt.answer == Answer.NO, CallAttempt.ride_id != ride_id)
        .group_by(CallAttempt.driver_id)
    )
    return dict(rows.all())
