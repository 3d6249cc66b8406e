"""Goals as people read them, on screen and on paper."""

from mmc_desk.core.formats import NBSP, show_number
from mmc_desk.core.i18n import translate
from mmc_desk.features.yearly.model import GoalKind
from mmc_desk.features.yearly.printout.remarks import marked, remarks
from mmc_desk.features.yearly.printout.values import UNKNOWN, show_value
from mmc_desk.features.yearly.queries.goals import GoalLine


def target_words(goal: GoalLine) -> str:
    """Return what is aimed at in the whole year: “minstens 108”."""
    shown = show_value(goal.whole, goal.line.unit)
    if goal.kind is GoalKind.AT_MOST:
        return translate("yearly", "hoogstens {target}").format(target=shown)
    return translate("yearly", "minstens {target}").format(target=shown)


def kind_words(kind: GoalKind) -> str:
    """Return whether a goal is a least or a most."""
    return translate("yearly", "hoogstens") if kind is GoalKind.AT_MOST else translate("yearly", "minstens")


def rhythm_words(goal: GoalLine) -> str:
    """Return how the target is made up, "" where it is one number: “1 per maand, maal Dorpsrestaurants”."""
    if not goal.is_monthly and not goal.per:
        return ""
    parts = [show_value(goal.target, goal.line.unit)]
    if goal.is_monthly:
        parts = [translate("yearly", "{target} per maand").format(target=parts[0])]
    if goal.per:
        parts.append(translate("yearly", "maal {figure}").format(figure=goal.per))
    return ", ".join(parts)


def now_words(goal: GoalLine) -> str:
    """Return the figure as it stands, with the mark where there is something to be said about it."""
    return marked(goal.line.value, goal.line.unit, remarks(goal.line, goal.year))


def reached_words(goal: GoalLine) -> str:
    """Return the share of the target that is reached, in whole percents; 100 only where it is."""
    reached = goal.outlook.reached
    return UNKNOWN if reached is None else f"{show_number(int(round(100 * reached, 6)))}{NBSP}%"


def pace_words(goal: GoalLine) -> str:
    """Return what each month left must bring; for a goal at most, what it may still bring; "" where nothing is left."""
    pace = goal.outlook.pace
    return show_value(rounded(pace), goal.line.unit) if pace is not None else ""


def projection_words(goal: GoalLine) -> str:
    """Return where the year is likely to end, "" without an estimate."""
    projection = goal.outlook.projection
    return "" if projection is None else f"± {show_value(round(projection), goal.line.unit)}"


def rounded(number: float | None) -> float | None:
    """Return a number of some size whole, a small one with a decimal; None for none."""
    if number is None:
        return None
    return round(number) if number >= 20 else round(number, 1)
