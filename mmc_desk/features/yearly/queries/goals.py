"""The goals of a year, each with where its figure stands."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.core import settings
from mmc_desk.core.feature import Feature
from mmc_desk.core.figures import FigureTable
from mmc_desk.features.yearly.model import Goal, GoalKind
from mmc_desk.features.yearly.queries.declared import declared_figures
from mmc_desk.features.yearly.queries.lines import FigureLine, figure_lines
from mmc_desk.features.yearly.rules.goals import MONTHS, Aim, Outlook, Standing, outlook, whole_target
from mmc_desk.features.yearly.rules.origins import as_number
from mmc_desk.features.yearly.rules.totals import Declared

_MONTH = "month"


@dataclass(frozen=True, slots=True)
class GoalLine:
    """One goal: the figure as it stands, the whole year's target (None: not known yet) and the outlook.

    `per` is the title of the figure the goal is set per, "" for none.
    """

    key: int
    version: int
    year: int
    line: FigureLine
    kind: GoalKind
    target: float
    is_monthly: bool
    per_name: str
    per: str
    note: str
    whole: float | None
    outlook: Outlook


@dataclass(frozen=True, slots=True)
class GoalYear:
    """The goals of a year, ready for screen and paper."""

    year: int
    goals: tuple[GoalLine, ...]
    practice: bool = False
    desk: str = ""


def goal_year(session: Session, year: int, today: date, features: Sequence[Feature]) -> GoalYear:
    """Return the goals of a year with what a sheet of paper says of the desk."""
    goals = goal_lines(session, year, today, features)
    return GoalYear(year, goals, settings.is_practice(session), settings.desk_name(session))


def goal_lines(
    session: Session, year: int, today: date, features: Sequence[Feature], known: Sequence[FigureLine] = ()
) -> tuple[GoalLine, ...]:
    """Return the goals of a year in the order of the figures; a goal on a figure that is gone stays out.

    `known` are the year's figures where they were computed already.
    """
    goals = {goal.name: goal for goal in session.scalars(select(Goal).where(Goal.year == year))}
    if not goals:
        return ()
    figures = declared_figures(features)
    names = {*goals, *(goal.per for goal in goals.values())}
    lines = {line.name: line for line in known or figure_lines(session, year, features, names)}
    seasons = _seasons(session, year - 1, features, goals)
    return tuple(
        _goal_line(
            goals[name],
            lines,
            figures.get(goals[name].per),
            Standing(year, today, lines[name].value, figure.is_level, seasons.get(name, ())),
        )
        for name, figure in figures.items()
        if name in goals
    )


def goal_again(session: Session, known: GoalLine, today: date, features: Sequence[Feature]) -> GoalLine | None:
    """Return a goal anew: `known` itself while nobody changed it, whatever its figure came to; None when it is gone."""
    goal = session.get(Goal, known.key)
    if goal is None or goal.version == known.version:
        return known if goal else None
    return next((line for line in goal_lines(session, goal.year, today, features) if line.key == goal.id), None)


def _goal_line(goal: Goal, lines: Mapping[str, FigureLine], per: Declared | None, standing: Standing) -> GoalLine:
    times = 1 if not goal.per else lines[goal.per].value if goal.per in lines else None
    whole = whole_target(goal.target, is_monthly=goal.is_monthly, times=times)
    return GoalLine(
        goal.id,
        goal.version,
        goal.year,
        lines[goal.name],
        goal.kind,
        as_number(goal.target),
        goal.is_monthly,
        goal.per,
        per.title if per else "",
        goal.note,
        None if whole is None else as_number(round(whole, 1)),
        outlook(Aim(goal.kind, whole), standing),
    )


def _seasons(
    session: Session, year: int, features: Sequence[Feature], names: Collection[str]
) -> Mapping[str, tuple[float, ...]]:
    """Return what each month of a year added to figures, out of the breakdowns per month that have them as a column.

    A month that isn't there added nothing.
    """
    found: dict[str, tuple[float, ...]] = {}
    for table in _monthly(features, names):
        rows = {row[0]: row for row in table.compute(session, year)}
        for place, name in enumerate(table.columns):
            if name in names:
                found[name] = tuple(rows[month][place] or 0 if month in rows else 0 for month in range(1, MONTHS + 1))
    return found


def _monthly(features: Sequence[Feature], names: Collection[str]) -> Iterator[FigureTable]:
    for feature in features:
        for figures in feature.figure_sets():
            yield from (t for t in figures.tables if t.columns[0] == _MONTH and not set(names).isdisjoint(t.columns))
