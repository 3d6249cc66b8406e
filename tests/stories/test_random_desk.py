"""Random people at the desk: whatever they do in whatever order, the book of rides stays whole (issue 3, Must show 2).

Hypothesis plays the real ops on the small desk, a number of games for each seed below: 300 deeds in `make test` and
50 000 in `make play`, which the continuous integration runs as well. After each deed nobody is in two places, no ride
is lost or doubled, every ride is the sum of its parts and what was refused left no trace; undo brings back what was,
redo what came of it. At the end of a game the totals are sums too, and the desk's own checks find nothing. The seeds
are kept, so that a failure here is the same failure on the next machine.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from mmc_desk.core import db
from mmc_desk.core.model import DeskSetting
from mmc_desk.features import follow
from tests.features.rides.conftest import RideDesk, fill
from tests.stories.random_book import Reader
from tests.stories.random_game import PICKS, Game

SEEDS = (20261125, 3740, 271, 2983, 101658, 1610, 295, 65, 9, 41)
STEPS = 100
"""Deeds of a game."""

_BYTES = 8
"""What a deed is drawn from; one draw for a whole game, for Hypothesis takes longer over two hundred than the desk."""

games = st.binary(min_size=STEPS * _BYTES, max_size=STEPS * _BYTES)


@pytest.fixture
def small_desk(sqlite_database: db.Database) -> Iterator[RideDesk]:
    """The small desk, where what follows a deed follows."""
    desk = fill(sqlite_database)
    # Standing rides are made two weeks ahead, not five: what is played is how they fare, not how many there are.
    desk.add(DeskSetting(name="rides.series_weeks", valid_from=date(2020, 1, 1), value="2"))
    sqlite_database.followers = (follow,)
    yield desk
    sqlite_database.followers = ()


@pytest.fixture
def asked_games(request: pytest.FixtureRequest) -> int:
    """How many games each seed plays for the deeds that were asked."""
    deeds: int = request.config.getoption("--deeds")
    return max(1, deeds // (len(SEEDS) * STEPS))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Let so many seeds play as there are games to play."""
    if "number" in metafunc.fixturenames:
        metafunc.parametrize("number", SEEDS[: metafunc.config.getoption("--deeds") // STEPS])


def test_the_book_of_rides_stays_whole(number: int, asked_games: int, small_desk: RideDesk) -> None:
    reader, empty = Reader(small_desk.database), sqlite3.connect(":memory:")
    reader.copy(lambda live: live.backup(empty))
    deeds: Counter[str] = Counter()

    @seed(number)
    @settings(max_examples=asked_games, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(games)
    def play(drawn: bytes) -> None:
        deeds["games"] += 1
        reader.copy(empty.backup)
        game = Game(small_desk, reader, deeds)
        for step in range(STEPS):
            left, place = divmod(int.from_bytes(drawn[step * _BYTES : (step + 1) * _BYTES]), len(PICKS))
            game.play(PICKS[place], left)
        game.end()

    play()
    assert deeds["games"] == asked_games
    reader.close()
    empty.close()
