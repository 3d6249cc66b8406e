"""Rides of a day that could share a car: of all pairs those that go together, what they save counted once."""

from datetime import date

from sqlalchemy.orm import Session

from mmc_desk.features.planner.rules.lines import Hint
from mmc_desk.features.planner.rules.pairing import best_pairs
from mmc_desk.features.rides.queries.sharing import shared_hints


def shared_rides(session: Session, day: date) -> tuple[Hint, ...]:
    """Return pairs of rides of a day, no ride in two of them, that together save the most km; the best first.

    What each pair saves is what rides' own rules say (rides' rules/sharing.py): the same homes, order and hours as when
    the rides are put in one car.
    """
    hints = {(hint.ride.ride_no, hint.other.ride_no): hint.saved for hint in shared_hints(session, day)}
    chosen = best_pairs({pair: saved.metres for pair, saved in hints.items()})
    return tuple(Hint(*pair, hints[pair].metres, hints[pair].cents_each) for pair in chosen)
