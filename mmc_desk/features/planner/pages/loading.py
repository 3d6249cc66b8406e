"""What the planner loads when somebody asks for it, on the database's thread: the window goes on meanwhile."""

import importlib
from datetime import date
from typing import TYPE_CHECKING, Any

from mmc_desk.features.rides.queries.rows import RideLine

if TYPE_CHECKING:
    from mmc_desk.features.planner.queries.asking import Suit
    from mmc_desk.features.planner.rules.planning import Planning
    from mmc_desk.features.planner.rules.problem import Plan
    from mmc_desk.features.planner.rules.whys import Why

_MODULES = ("pages.panel", "pages.proposing", "pages.roads", "pages.searching", "engines.choice", "ops")


def rehearse(session: Any, day: date) -> None:  # noqa: ANN401 - pages know no sqlalchemy
    """Ask a first time for nobody: its statements are compiled then."""
    from mmc_desk.features.planner.queries.planning import planning

    planning(session, (day,))


def nothing(_outcome: object) -> None:
    """Nobody waits for it."""


def suit(session: Any, ride: RideLine) -> "Suit":  # noqa: ANN401 - pages know no sqlalchemy
    """Load the planner on the database's thread, and ask it."""
    from mmc_desk.features.planner.queries import asking

    load(session)
    return asking.suit(session, ride.ride_no, ride.ride_date)


def why(_session: object, planning: "Planning", plan: "Plan", ride: str) -> "Why":
    """Work out why a plan does with a ride what it does: of a large day too long for the window's thread."""
    from mmc_desk.features.planner.rules import whys

    return whys.why(planning, plan, ride)


def load(_session: object) -> None:
    """Import what a proposal needs."""
    for name in _MODULES:
        importlib.import_module(f"mmc_desk.features.planner.{name}")
