"""The small desk on each kind of database, and a window on it that the tests of a module share."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QApplication

from mmc_desk.core import clock, migrate
from mmc_desk.core.db import Database
from tests.conftest import NOW, share_compiled
from tests.features.people.small_desk import Desk, fill

if TYPE_CHECKING:
    from tests.features.people.clerk import SharedWindow


@pytest.fixture
def desk(database: Database) -> Desk:
    return fill(database)


@pytest.fixture(scope="module")
def shared_desk(empty_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    path = tmp_path_factory.mktemp("shared") / "desk.db"
    shutil.copyfile(empty_sqlite, path)
    with clock.frozen(NOW):
        database = migrate.open_database(str(path))
        share_compiled(database.engine)
        return fill(database)


@pytest.fixture(scope="module")
def shared_window(
    shared_desk: Desk, tmp_path_factory: pytest.TempPathFactory, qapp: QApplication
) -> "Iterator[SharedWindow]":
    from mmc_desk.ui.runner import Runner
    from tests.features.people.clerk import SharedWindow

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MMC_DESK_HOME", str(tmp_path_factory.mktemp("home")))
        made = SharedWindow(Runner(shared_desk.database))
        yield made
        made.close()
