"""A proposal as the board shows it: ghosts in the lanes of a day, counts in the week."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date

from mmc_desk.features.planner.rules.planning import Planning
from mmc_desk.features.planner.rules.proposal import Proposal
from mmc_desk.features.rides.pages.board_scene import Ghost
from mmc_desk.features.rides.queries.rows import RideLine


def counts_of(planning: Planning, proposal: Proposal) -> Counter[tuple[date, int]]:
    """Return how many rides each driver would win, by day and driver."""
    return Counter(
        (one.ride.day, planning.drivers[one.driver].driver_id) for one in proposal.changes if one.driver is not None
    )


def ghosts_of(planning: Planning, proposal: Proposal, shown: Callable[[int], RideLine | None]) -> Iterator[Ghost]:
    """Yield what changes on the day in view, of which `shown` knows the rides."""
    for one in proposal.changes:
        ride = shown(one.ride.ride_id)
        if ride is None or one.driver is None or one.leaves is None or one.home is None:
            continue
        driver = planning.drivers[one.driver].driver_id
        if ride.driver_id == driver:
            continue  # just taken over: the next answer knows
        leaves, home = planning.instant(one.leaves), planning.instant(one.home)
        yield Ghost(ride, driver, leaves, home, "; ".join(one.reasons))
