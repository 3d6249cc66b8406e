"""The small desk on each kind of database."""

import pytest

from mmc_desk.core.db import Database
from tests.features.people.small_desk import Desk, fill


@pytest.fixture
def desk(database: Database) -> Desk:
    return fill(database)
