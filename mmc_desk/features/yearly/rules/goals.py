"""What a goal asks of a year: where the figure stands, the pace that is needed, where it is likely to end.

An estimate is a rule of three and says so in plain words: nothing here forecasts.
"""

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

from mmc_desk.core import years
from mmc_desk.core.figures import Value
from mmc_desk.core.formats import show_number
from mmc_desk.core.i18n import translate
from mmc_desk.features.yearly.model import GoalKind
from mmc_desk.features.yearly.rules.totals import Declared

MONTHS = 12
FIRST_MONTH_WITH_ESTIMATE = 3
"""Two whole months must lie behind: what January alone would say of a year is a guess."""

MONTHS_OF_A_SEASON = 10
"""A year with fewer busy months began halfway or stood still: the next one needn't."""


class Verdict(Enum):
    """How it goes. A goal at most is kept or exceeded, one at least is reached or missed."""

    REACHED = auto()
    ON_TRACK = auto()
    BEHIND = auto()
    MISSED = auto()
    OPEN = auto()
    """Nothing can be said yet."""


class Basis(Enum):
    """What an estimate rests on, or why there is none."""

    SEASON = auto()
    LINEAR = auto()
    EARLY = auto()
    LEVEL = auto()
    OVER = auto()
    UNKNOWN = auto()


@dataclass(frozen=True, slots=True)
class Aim:
    """What a year should come to. `target` is None as long as what it depends on isn't known."""

    kind: GoalKind
    target: float | None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a figure stands on a day; `is_level`: it is a state (drivers), no sum that grows with the months (rides).

    `season` is what each of last year's twelve months added, where that is known.
    """

    year: int
    today: date
    value: Value
    is_level: bool = False
    season: Sequence[float] = ()


@dataclass(frozen=True, slots=True)
class Outlook:
    """How far a goal is; `reached` is the share of the target (1 = all of it), `pace` what each month left must bring.

    For a goal at most, `left` and `pace` are the room there still is. `elapsed` is the share of the year, by the
    season or the calendar, that the estimate goes by.
    """

    verdict: Verdict
    basis: Basis
    reached: float | None = None
    left: float | None = None
    pace: float | None = None
    projection: float | None = None
    elapsed: float | None = None


def whole_target(target: float, *, is_monthly: bool, times: float | None) -> float | None:
    """Return what a goal asks of the whole year: `times` is the figure it is set per (1: per none)."""
    return None if times is None else target * (MONTHS if is_monthly else 1) * times


def days_of(year: int) -> int:
    """Return how many days a year has."""
    return 366 if calendar.isleap(year) else 365


def elapsed_share(year: int, today: date) -> float:
    """Return the share of a year that is over at the end of a day, by the calendar."""
    if today.year != year:
        return 0.0 if today.year < year else 1.0
    return today.timetuple().tm_yday / days_of(year)


def season_share(season: Sequence[float], today: date) -> float | None:
    """Return which share of last year lay behind on this day of it; None where too few of its months say anything."""
    if sum(month > 0 for month in season) < MONTHS_OF_A_SEASON:
        return None
    part = today.day / calendar.monthrange(today.year, today.month)[1]
    return (sum(season[: today.month - 1]) + season[today.month - 1] * part) / sum(season) or None


def months_left(year: int, today: date) -> float:
    """Return how many months of a year are still to come."""
    return MONTHS * (1 - elapsed_share(year, today))


def outlook(aim: Aim, standing: Standing) -> Outlook:
    """Return how far a goal is, at which pace it can still be reached, and where the year is likely to end."""
    basis, elapsed = _basis(standing)
    value, target = standing.value, aim.target
    projection = value / elapsed if value is not None and elapsed is not None else None
    if value is None or target is None:
        return Outlook(Verdict.OPEN, basis, projection=projection, elapsed=elapsed)
    left = max(0.0, target - value)
    months = months_left(standing.year, standing.today)
    return Outlook(
        _verdict(aim.kind, value, target, basis, projection),
        basis,
        reached=value / target if target else None,
        left=left,
        pace=left / months if months > 0 and left > 0 else None,
        projection=projection,
        elapsed=elapsed,
    )


def _basis(standing: Standing) -> tuple[Basis, float | None]:
    """Return what an estimate rests on, and the share of the year that lies behind by it."""
    if standing.value is None:
        return Basis.UNKNOWN, None
    if standing.today.year > standing.year:
        return Basis.OVER, None
    if standing.is_level:
        return Basis.LEVEL, None
    if standing.today < date(standing.year, FIRST_MONTH_WITH_ESTIMATE, 1):
        return Basis.EARLY, None
    by_season = season_share(standing.season, standing.today)
    if by_season is not None:
        return Basis.SEASON, by_season
    return Basis.LINEAR, elapsed_share(standing.year, standing.today)


def _verdict(kind: GoalKind, value: float, target: float, basis: Basis, projection: float | None) -> Verdict:
    is_over = basis is Basis.OVER
    if kind is GoalKind.AT_MOST:
        if value > target:
            return Verdict.MISSED
        if is_over:
            return Verdict.REACHED
    elif value >= target:
        return Verdict.REACHED
    elif is_over:
        return Verdict.MISSED
    if projection is None:
        return Verdict.OPEN
    is_well = projection <= target if kind is GoalKind.AT_MOST else projection >= target
    return Verdict.ON_TRACK if is_well else Verdict.BEHIND


def caveat(found: Outlook, year: int) -> str:
    """Return in plain words what the estimate of a year rests on, and what it doesn't know."""
    share = show_number(round(100 * found.elapsed)) if found.elapsed is not None else ""
    text = {
        Basis.SEASON: translate(
            "yearly",
            "Schatting naar de maanden van {last}: toen was op deze dag {share} % van het jaartotaal bereikt. Een "
            "ander jaar kan anders lopen, en wat nog niet ingevoerd is, telt niet mee.",
        ),
        Basis.LINEAR: translate(
            "yearly",
            "Schatting in een rechte lijn: {share} % van het jaar is voorbij. Vakanties en drukke maanden telt ze "
            "niet, en wat nog niet ingevoerd is evenmin.",
        ),
        Basis.EARLY: translate("yearly", "Nog geen schatting: die komt er vanaf 1 maart {year}."),
        Basis.LEVEL: translate(
            "yearly", "Geen schatting: dit cijfer is een stand van zaken, het groeit niet elke maand even snel."
        ),
        Basis.OVER: translate("yearly", "{year} is voorbij."),
        Basis.UNKNOWN: translate("yearly", "Van {year} is dit cijfer nog niet gekend."),
    }[found.basis]
    return text.format(year=year, last=year - 1, share=share)


def verdict_words(verdict: Verdict, kind: GoalKind) -> str:
    """Return a verdict in words."""
    is_at_most = kind is GoalKind.AT_MOST
    return {
        Verdict.REACHED: translate("yearly", "gehaald"),
        Verdict.ON_TRACK: translate("yearly", "op schema"),
        Verdict.BEHIND: translate("yearly", "dreigt te veel") if is_at_most else translate("yearly", "loopt achter"),
        Verdict.MISSED: translate("yearly", "overschreden") if is_at_most else translate("yearly", "niet gehaald"),
        Verdict.OPEN: translate("yearly", "lopend"),
    }[verdict]


def goals_text(standings: Sequence[tuple[Verdict, GoalKind]], year: int) -> str:
    """Return in one sentence how the goals of a year went, or go; there is at least one."""
    words = [verdict_words(verdict, kind) for verdict, kind in standings]
    counted = ", ".join(f"{words.count(one)} {one}" for one in dict.fromkeys(words))
    text = translate("yearly", "Voor {year} werden {count} doelen gesteld: {counted}.")
    if len(words) == 1:
        text, counted = translate("yearly", "Voor {year} werd één doel gesteld: {counted}."), words[0]
    return text.format(year=year, count=len(words), counted=counted)


def goal_year_refusal(year: int) -> str:
    """Return why no goal can be set for a year, "" where it can."""
    if years.FIRST <= year <= years.LAST:
        return ""
    return translate("yearly", "Kies een jaar van {first} tot {last}.").format(first=years.FIRST, last=years.LAST)


def goal_refusal(figure: Declared | None, per: Declared | None, *, is_monthly: bool) -> tuple[str, str]:
    """Return the field and why a goal can't be set so, both "" where it can. `per`: what it is set per, if anything."""
    if figure is None:
        return "name", translate("yearly", "Kies een cijfer uit de lijst.")
    if is_monthly and figure.is_level:
        text = translate("yearly", "{title} is een stand van zaken: daarvoor geldt een doel voor het hele jaar.")
        return "rhythm", text.format(title=figure.title)
    if per is not None and per.name == figure.name:
        return "per", translate("yearly", "Kies een ander cijfer: een doel kan niet per zichzelf gelden.")
    return "", ""
