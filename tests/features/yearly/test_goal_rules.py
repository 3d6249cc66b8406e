"""What a goal asks: share, pace, estimate, verdict; by tables, and by properties that hold for any figure and day."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmc_desk.features.yearly.model import GoalKind
from mmc_desk.features.yearly.rules.goals import (
    Aim,
    Basis,
    Outlook,
    Standing,
    Verdict,
    caveat,
    elapsed_share,
    goal_refusal,
    goal_year_refusal,
    goals_text,
    months_left,
    outlook,
    season_share,
    verdict_words,
    whole_target,
)
from mmc_desk.features.yearly.rules.totals import Declared

LEAST, MOST = GoalKind.AT_LEAST, GoalKind.AT_MOST
JUNE_30 = date(2026, 6, 30)
HALF = 181 / 365
QUIET_SUMMER = (10.0, 10.0, 10.0, 10.0, 10.0, 10.0, 0.0, 0.0, 15.0, 15.0, 15.0, 15.0)
DAYS = st.dates(date(2025, 1, 1), date(2027, 12, 31))
SEASONS: st.SearchStrategy[list[int]] = st.lists(st.integers(0, 500), min_size=12, max_size=12) | st.just([])


@pytest.mark.parametrize(
    ("today", "share"),
    [
        (date(2025, 12, 31), 0),
        (date(2026, 1, 1), 1 / 365),
        (JUNE_30, HALF),
        (date(2026, 12, 31), 1),
        (date(2027, 1, 1), 1),
    ],
)
def test_the_share_of_the_year_that_is_over(today: date, share: float) -> None:
    assert elapsed_share(2026, today) == pytest.approx(share)
    assert months_left(2026, today) == pytest.approx(12 * (1 - share))


def test_a_leap_year_has_a_day_more() -> None:
    assert elapsed_share(2024, date(2024, 6, 30)) == pytest.approx(182 / 366)


@pytest.mark.parametrize(
    ("season", "today", "share"),
    [
        (QUIET_SUMMER, JUNE_30, 0.5),
        (QUIET_SUMMER, date(2026, 8, 31), 0.5),
        (QUIET_SUMMER, date(2026, 9, 10), 65 / 120),
        ((), JUNE_30, None),
        (QUIET_SUMMER[:11], JUNE_30, None),
        ((0.0,) * 12, JUNE_30, None),
        ((0.0, 0.0, 0.0, *QUIET_SUMMER[3:]), JUNE_30, None),
        ((0.0, *QUIET_SUMMER[1:6], 9.0, *QUIET_SUMMER[7:]), date(2026, 1, 31), None),
    ],
)
def test_the_share_of_last_years_months(season: tuple[float, ...], today: date, share: float | None) -> None:
    assert season_share(season, today) == (None if share is None else pytest.approx(share))


@pytest.mark.parametrize(
    ("target", "is_monthly", "times", "whole"),
    [(10, False, 1, 10), (1, True, 9, 108), (1, True, None, None), (2, False, 8, 16), (100, True, 1, 1200)],
)
def test_what_a_goal_asks_of_the_whole_year(
    target: float, *, is_monthly: bool, times: float | None, whole: float | None
) -> None:
    assert whole_target(target, is_monthly=is_monthly, times=times) == whole


def at(value: float | None, today: date = JUNE_30, season: tuple[float, ...] = (), *, level: bool = False) -> Standing:
    return Standing(2026, today, value, level, season)


@pytest.mark.parametrize(
    ("kind", "target", "standing", "verdict", "basis", "projection"),
    [
        (LEAST, 120, at(60), Verdict.ON_TRACK, Basis.LINEAR, 60 / HALF),
        (LEAST, 130, at(60), Verdict.BEHIND, Basis.LINEAR, 60 / HALF),
        (LEAST, 120, at(60, JUNE_30, QUIET_SUMMER), Verdict.ON_TRACK, Basis.SEASON, 120),
        (LEAST, 121, at(60, date(2026, 8, 31), QUIET_SUMMER), Verdict.BEHIND, Basis.SEASON, 120),
        (LEAST, 50, at(60), Verdict.REACHED, Basis.LINEAR, 60 / HALF),
        (LEAST, 50, at(40, date(2026, 2, 28)), Verdict.OPEN, Basis.EARLY, None),
        (LEAST, 50, at(40, date(2026, 3, 1)), Verdict.ON_TRACK, Basis.LINEAR, 40 * 365 / 60),
        (LEAST, 50, at(40, date(2025, 9, 1)), Verdict.OPEN, Basis.EARLY, None),
        (LEAST, 50, at(40, date(2027, 1, 1)), Verdict.MISSED, Basis.OVER, None),
        (LEAST, 50, at(50, date(2027, 1, 1)), Verdict.REACHED, Basis.OVER, None),
        (LEAST, 10, at(7, level=True), Verdict.OPEN, Basis.LEVEL, None),
        (LEAST, 10, at(None), Verdict.OPEN, Basis.UNKNOWN, None),
        (LEAST, None, at(60), Verdict.OPEN, Basis.LINEAR, 60 / HALF),
        (MOST, 130, at(60), Verdict.ON_TRACK, Basis.LINEAR, 60 / HALF),
        (MOST, 100, at(60), Verdict.BEHIND, Basis.LINEAR, 60 / HALF),
        (MOST, 59, at(60), Verdict.MISSED, Basis.LINEAR, 60 / HALF),
        (MOST, 60, at(60, date(2027, 1, 1)), Verdict.REACHED, Basis.OVER, None),
    ],
)
def test_how_a_goal_goes(
    kind: GoalKind, target: float | None, standing: Standing, verdict: Verdict, basis: Basis, projection: float | None
) -> None:
    found = outlook(Aim(kind, target), standing)
    assert (found.verdict, found.basis) == (verdict, basis)
    assert found.projection == (None if projection is None else pytest.approx(projection))


def test_the_pace_that_is_needed() -> None:
    found = outlook(Aim(LEAST, 100), at(40, date(2026, 9, 30)))
    assert (found.reached, found.left) == (0.4, 60)
    assert found.pace == pytest.approx(60 / (12 * 92 / 365))
    assert outlook(Aim(LEAST, 0), at(0)).reached is None


@given(
    kind=st.sampled_from(GoalKind),
    target=st.integers(0, 5000),
    value=st.none() | st.integers(0, 5000),
    today=DAYS,
    season=SEASONS,
    is_level=st.booleans(),
)
def test_an_outlook_holds_together(
    kind: GoalKind, target: float, value: int | None, today: date, season: list[int], *, is_level: bool
) -> None:
    found = outlook(Aim(kind, target), Standing(2026, today, value, is_level, season))
    if found.projection is not None:
        assert date(2026, 3, 1) <= today <= date(2026, 12, 31)
        assert found.projection >= value - 1e-9  # type: ignore[operator] # a projection is of a value
    if found.pace is not None:
        assert found.pace * months_left(2026, today) == pytest.approx(found.left)
    if value is not None:
        assert found.left == max(0, target - value)
        assert (found.verdict is Verdict.REACHED) <= ((value >= target) if kind is LEAST else (value <= target))
    assert caveat(found, 2026)
    assert verdict_words(found.verdict, kind)


@given(st.integers(1, 5000), st.integers(1, 60), st.dates(date(2026, 3, 1), date(2026, 12, 31)))
def test_equal_months_give_about_the_straight_line(value: int, month: int, today: date) -> None:
    by_season = outlook(Aim(LEAST, 1), Standing(2026, today, value, season=[month] * 12)).projection
    straight = outlook(Aim(LEAST, 1), Standing(2026, today, value)).projection
    assert by_season == pytest.approx(straight, rel=0.05)


@pytest.mark.parametrize(
    ("found", "part"),
    [
        (Outlook(Verdict.OPEN, Basis.SEASON, elapsed=0.426), "maanden van 2025: toen was op deze dag 43 %"),
        (Outlook(Verdict.OPEN, Basis.LINEAR, elapsed=0.5), "rechte lijn: 50 %"),
        (Outlook(Verdict.OPEN, Basis.EARLY), "vanaf 1 maart 2026"),
        (Outlook(Verdict.OPEN, Basis.LEVEL), "stand van zaken"),
        (Outlook(Verdict.OPEN, Basis.OVER), "2026 is voorbij"),
        (Outlook(Verdict.OPEN, Basis.UNKNOWN), "nog niet gekend"),
    ],
)
def test_what_an_estimate_rests_on(found: Outlook, part: str) -> None:
    assert part in caveat(found, 2026)


def test_a_limit_has_words_of_its_own() -> None:
    assert [verdict_words(verdict, LEAST) for verdict in Verdict] == [
        *("gehaald", "op schema", "loopt achter", "niet gehaald", "lopend"),
    ]
    assert [verdict_words(verdict, MOST) for verdict in Verdict] == [
        *("gehaald", "op schema", "dreigt te veel", "overschreden", "lopend"),
    ]


RIDES = Declared("rides", "Ritten", "Ritten", "", follows=False)
DRIVERS = Declared("drivers", "Ritten", "Chauffeurs", "", follows=False, is_level=True)


@pytest.mark.parametrize(
    ("figure", "per", "is_monthly", "field"),
    [
        (RIDES, None, True, ""),
        (RIDES, DRIVERS, True, ""),
        (DRIVERS, None, False, ""),
        (None, None, False, "name"),
        (DRIVERS, None, True, "rhythm"),
        (RIDES, RIDES, False, "per"),
    ],
)
def test_which_goals_can_be_set(figure: Declared | None, per: Declared | None, *, is_monthly: bool, field: str) -> None:
    found, text = goal_refusal(figure, per, is_monthly=is_monthly)
    assert found == field
    assert bool(text) == bool(field)


def test_a_goal_is_set_for_a_year_that_can_be() -> None:
    assert goal_year_refusal(2027) == ""
    assert "2100" in goal_year_refusal(2101)


def test_how_goals_went_is_one_sentence() -> None:
    assert goals_text([(Verdict.MISSED, MOST)], 2019) == "Voor 2019 werd één doel gesteld: overschreden."
    several = [(Verdict.REACHED, LEAST), (Verdict.OPEN, LEAST), (Verdict.REACHED, MOST)]
    assert goals_text(several, 2019) == "Voor 2019 werden 3 doelen gesteld: 2 gehaald, 1 lopend."
