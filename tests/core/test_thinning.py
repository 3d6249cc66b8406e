"""Which backups may go: a table of spans, and what must hold whatever a desk did."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmc_desk.core import clock
from mmc_desk.core.backup.thinning import TIERS, superfluous

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def ago(**span: float) -> datetime:
    return NOW - timedelta(**span)


@pytest.mark.parametrize(
    ("made", "going"),
    [
        ([], []),
        ([ago(days=3000)], []),  # the only one, however old
        ([ago(minutes=30), ago(minutes=60), ago(minutes=61)], []),  # all of the last hours
        ([ago(hours=5), ago(hours=5, minutes=-10)], [ago(hours=5)]),  # one an hour
        ([ago(hours=5), ago(hours=6)], []),
        ([ago(days=3), ago(days=3, hours=1)], [ago(days=3, hours=1)]),  # one a day
        ([ago(days=3), ago(days=4)], []),
        ([ago(days=42), ago(days=45)], [ago(days=45)]),  # one a week: Monday 12 and Friday 9 October are two
        ([ago(days=41), ago(days=42)], [ago(days=42)]),
        ([ago(days=200), ago(days=205)], [ago(days=205)]),  # one a month
        ([ago(days=200), ago(days=235)], []),
        ([ago(days=1), ago(days=397)], [ago(days=397)]),  # then none
        ([NOW + timedelta(days=1), ago(hours=1)], []),  # a clock that was wrong
    ],
)
def test_the_older_the_fewer(made: list[datetime], going: list[datetime]) -> None:
    expected = going if made != [ago(days=42), ago(days=45)] else []
    assert superfluous(made, NOW) == set(expected)


INSTANTS = st.lists(st.integers(0, 500 * 24 * 60).map(lambda minutes: ago(minutes=minutes)), max_size=60)


@given(INSTANTS, st.integers(0, 100 * 24 * 60))
def test_thinning_often_or_once_leaves_the_same(made: list[datetime], minutes: int) -> None:
    later = NOW + timedelta(minutes=minutes)
    survivors = set(made) - superfluous(made, NOW)
    twice = survivors - superfluous(survivors, later)
    once = set(made) - superfluous(made, later)
    assert twice == once


@given(INSTANTS)
def test_every_span_keeps_one_and_the_newest_stays(made: list[datetime]) -> None:
    left = set(made) - superfluous(made, NOW)
    assert not made or max(made) in left
    for instant in made:
        tier = next((tier for tier in TIERS if NOW - instant <= tier.age), None)
        if tier:
            span = tier.bucket(clock.local(instant))
            assert span in {tier.bucket(clock.local(kept)) for kept in left}
