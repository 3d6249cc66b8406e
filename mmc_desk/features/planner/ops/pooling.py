"""Putting rides together in one car, as proposed: first as a trial, then for good with the drivers, in one step."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from mmc_desk.core.errors import RuleError
from mmc_desk.features.planner.queries.planning import planning
from mmc_desk.features.planner.queries.sharing import as_hint, best_hints
from mmc_desk.features.planner.rules.lines import Hint
from mmc_desk.features.planner.rules.pairing import Pair
from mmc_desk.features.planner.rules.planning import Planning
from mmc_desk.features.rides.ops.commands import ShareRide
from mmc_desk.features.rides.ops.handing import HandedOver, HandOver, hand_over
from mmc_desk.features.rides.ops.sharing import share_ride
from mmc_desk.features.rides.queries.sharing import SharedHint


@dataclass(frozen=True, slots=True)
class ShareRides:
    """Put these pairs together in this order, each as rides' own op does for one; a car of three is two pairs."""

    pairs: tuple[ShareRide, ...] = ()


@dataclass(frozen=True, slots=True)
class SharedRides:
    """How many pairs ride together now; of the others (the ids of both rides) why not, in Dutch."""

    done: int = 0
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
            session.flush()
    return SharedRides(done, tuple(refused))


@dataclass(frozen=True, slots=True)
class TrySharing:
    """Put open rides of these days together as long as members gain by it.

    `loose` are the rides (numbers) that may be touched, `barred` the pairs that may not. `without`: see planning.
    """

    days: tuple[date, ...]
    loose: frozenset[str]
    barred: Collection[Pair] = ()
    without: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Tried:
    """Days as they would be with cars shared: `hints` are the pairs in order, `command` puts them together for good.

    `refused` says of other pairs why not, in Dutch.
    """

    planning: Planning
    hints: tuple[Hint, ...] = ()
    command: ShareRides = field(default_factory=ShareRides)
    refused: Mapping[Pair, str] = field(default_factory=dict)


def try_sharing(session: Session, command: TrySharing) -> Tried:
    """Put rides together in rounds, so that a third may go along with two, and return the days as they are then.

    Danger: it writes. Run it as a read, which keeps nothing.
    """
    hints, pairs, refused = list[Hint](), list[ShareRide](), dict[Pair, str]()
    touched: set[int] = set()
    while found := _round(session, command, refused):
        for hint in found:
            pair = _pair(hint, touched)
            told = share_rides(session, ShareRides((pair,))).refused
            if told:
                refused[hint.ride.ride_no, hint.other.ride_no] = told[0][-1]
                continue
            touched |= {pair.ride_id, pair.other_ride_id}
            pairs.append(pair)
            hints.append(as_hint(hint))
    found_days = planning(session, command.days, without=command.without)
    return Tried(found_days, tuple(hints), ShareRides(tuple(pairs)), refused)


def _round(session: Session, command: TrySharing, refused: Collection[Pair]) -> list[SharedHint]:
    barred = {*command.barred, *refused}
    return [hint for day in command.days for hint in best_hints(session, day, command.loose, barred)]


def _pair(hint: SharedHint, touched: Collection[int]) -> ShareRide:
    """Return the pair as a command: a ride that was put together just now has a version that nobody saw yet."""
    ride, other = hint.ride, hint.other
    versions = (None if one.ride_id in touched else one.version for one in (ride, other))
    return ShareRide(ride.ride_id, other.ride_id, None, *versions)


@dataclass(frozen=True, slots=True)
class TakeOver:
    """Take a proposal over: put rides together, then give them to their drivers."""

    share: ShareRides
    hands: HandOver


@dataclass(frozen=True, slots=True)
class TakenOver:
    """What was put together, and what changed hands."""

    shared: SharedRides
    handed: HandedOver


def take_over(session: Session, command: TakeOver) -> TakenOver:
    """Take a whole proposal over in one step. What changed meanwhile is left as it is, and told."""
    return TakenOver(share_rides(session, command.share), hand_over(session, command.hands))
