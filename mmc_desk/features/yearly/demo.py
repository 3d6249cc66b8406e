"""The manager's year in the practice town: goals for this year, a total of before, last year handed in."""

from datetime import date, time

from sqlalchemy.orm import Session

from mmc_desk.core import clock
from mmc_desk.features import load_features
from mmc_desk.features.people.demo import Town
from mmc_desk.features.yearly.model import EnteredFigure, Goal, GoalKind
from mmc_desk.features.yearly.ops.publishing import PublishYear, publish_year

YEAR_BEFORE = 2017
"""The year before the first one the town knows its members of."""

GOALS = (
    ("new_drivers", GoalKind.AT_LEAST, 10.0, False, ""),
    ("locations", GoalKind.AT_LEAST, 9.0, False, ""),
    ("sessions", GoalKind.AT_LEAST, 1.0, True, "locations"),
    ("no_driver", GoalKind.AT_MOST, 60.0, False, ""),
)
"""Figure, kind, target, whether it is a month's, what it is set per."""


def fill(session: Session, town: Town) -> None:
    """Set the goals of this year, enter a total of an earlier one, publish the last year."""
    year = town.today.year
    goals = [
        {"year": year, "name": name, "kind": kind, "target": target, "is_monthly": is_monthly, "per": per, "note": ""}
        for name, kind, target, is_monthly, per in GOALS
    ]
    town.add(session, Goal, [{**goal, "version": 1} for goal in goals])
    total = {"year": YEAR_BEFORE, "name": "members", "value": 262.0, "source": "Jaarverslag 2017 (verzonnen)"}
    town.add(session, EnteredFigure, [{**total, "note": "", "version": 1}])
    with clock.frozen(clock.at(min(town.today, date(year, 2, 1)), time(10))):
        publish_year(session, PublishYear(year - 1, "An Claes", "Sociaal plan (verzonnen)"), load_features())
