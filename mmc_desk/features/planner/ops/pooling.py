"""Putting rides together in one car, as proposed: all pairs in one step."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from mmc_desk.core.errors import RuleError
from mmc_desk.features.rides.ops.commands import ShareRide
from mmc_desk.features.rides.ops.sharing import share_ride


@dataclass(frozen=True, slots=True)
class ShareRides:
    """Put these pairs together, each as rides' own op does for one."""

    pairs: tuple[ShareRide, ...]


@dataclass(frozen=True, slots=True)
class SharedRides:
    """How many pairs ride together now; of the others (the ids of both rides) why not, in Dutch."""

    done: int
    refused: tuple[tuple[int, int, str], ...] = ()


def share_rides(session: Session, command: ShareRides) -> SharedRides:
    """Put every pair together that may be; one that can't any more is left as it is, and told."""
    done, refused = 0, list[tuple[int, int, str]]()
    for pair in command.pairs:
        try:
            share_ride(session, pair)  # refuses before it changes anything
        except RuleError as error:
            refused.append((pair.ride_id, pair.other_ride_id, str(error)))
        else:
            done += 1
    return SharedRides(done, tuple(refused))
