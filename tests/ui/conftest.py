"""What the kit's tests share: a recorder instead of dialogs, a runner on a real database, sample pages."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from mmc_desk.core.db import Database
from mmc_desk.ui import messages, theme
from mmc_desk.ui.messages import MessageRecorder
from mmc_desk.ui.runner import Runner


@pytest.fixture(autouse=True)
def recorder(monkeypatch: pytest.MonkeyPatch) -> MessageRecorder:
    """No test may pop up a dialog: what would be said is recorded."""
    made = MessageRecorder()
    monkeypatch.setattr(messages, "recorder", made)
    return made


@pytest.fixture(autouse=True)
def light_theme(qapp: QApplication) -> None:
    theme.apply(qapp, "light", 100)


@pytest.fixture
def runner(sqlite_database: Database, qapp: QApplication) -> Iterator[Runner]:
    made = Runner(sqlite_database)
    yield made
    made.close()
