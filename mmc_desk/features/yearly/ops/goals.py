"""Goals of a year: set, changed, taken away."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.core.errors import ConflictError, RuleError
from mmc_desk.core.i18n import translate
from mmc_desk.features.yearly.model import Goal, GoalKind
from mmc_desk.features.yearly.rules.goals import goal_refusal, goal_year_refusal
from mmc_desk.features.yearly.rules.totals import Declared, value_refusal


@dataclass(frozen=True, slots=True)
class SaveGoal:
    """Set what a figure of a year should come to, or change the goal with a `key`.

    `target` is for the year, or for each month where `is_monthly`; times the figure `per` where it names one.
    """

    year: int
    name: str
    target: float
    kind: GoalKind = GoalKind.AT_LEAST
    is_monthly: bool = False
    per: str = ""
    note: str = ""
    key: int | None = None
    version: int | None = None


@dataclass(frozen=True, slots=True)
class RemoveGoal:
    """Take a goal away."""

    key: int


def save_goal(session: Session, command: SaveGoal, figures: Mapping[str, Declared]) -> int:
    """Set or change a goal on one of `figures` and return its key.

    Raises RuleError: no such figure or year, no target, a goal that is there already; ConflictError.
    """
    _require(command, figures)
    same = select(Goal.id).where(Goal.year == command.year, Goal.name == command.name, Goal.id != (command.key or 0))
    if session.scalar(same) is not None:
        text = translate("yearly", "Voor {title} in {year} is er al een doel. Wijzig dat.")
        raise RuleError(text.format(title=figures[command.name].title, year=command.year), "name")
    goal = Goal() if command.key is None else _found(session, command.key, command.version)
    goal.year, goal.name, goal.kind, goal.target = command.year, command.name, command.kind, command.target
    goal.is_monthly, goal.per, goal.note = command.is_monthly, command.per, command.note.strip()
    session.add(goal)
    session.flush()
    return goal.id


def _require(command: SaveGoal, figures: Mapping[str, Declared]) -> None:
    per = figures.get(command.per)
    field, refused = goal_refusal(figures.get(command.name), per, is_monthly=command.is_monthly)
    if command.per and per is None:
        field, refused = "per", translate("yearly", "Kies een cijfer uit de lijst, of niets.")
    for name, text in (
        ("year", goal_year_refusal(command.year)),
        (field, refused),
        ("target", value_refusal(command.target)),
    ):
        if text:
            raise RuleError(text, name)


def remove_goal(session: Session, command: RemoveGoal) -> None:
    """Take a goal away. Raises ConflictError: it is gone already."""
    session.delete(_found(session, command.key, None))


def _found(session: Session, key: int, seen: int | None) -> Goal:
    goal = session.get(Goal, key)
    if goal is None or (seen is not None and goal.version != seen):
        text = translate("yearly", "Iemand anders wijzigde dit doel intussen. Sluit het venster en kijk eerst na.")
        raise ConflictError(text)
    return goal
