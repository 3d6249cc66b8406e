"""The small desk of the rides' tests, for the planner."""

import pytest

from mmc_desk.core.db import Database
from tests.features.rides.conftest import RideDesk, fill


@pytest.fixture
def desk(database: Database) -> RideDesk:
    return fill(database)


@pytest.fixture
def sqlite_desk(sqlite_database: Database) -> RideDesk:
    return fill(sqlite_database)
