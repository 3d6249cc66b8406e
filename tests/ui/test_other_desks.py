"""Two windows on one server: what the other one saves shows here, and a server that went is said."""

import pytest
from pytestqt.qtbot import QtBot

from mmc_desk.core.changes import Changes
from mmc_desk.core.db import Database
from mmc_desk.core.migrate import open_database
from mmc_desk.core.news import News
from mmc_desk.features.people.model import Person
from mmc_desk.ui.other_desks import OtherDesks
from mmc_desk.ui.runner import Runner
from tests.washing import wait_for_listener


@pytest.fixture
def here(qtbot: QtBot, postgres_database: Database) -> Runner:
    return Runner(postgres_database)


def test_the_pages_read_again_what_another_desk_changed(qtbot: QtBot, here: Runner) -> None:
    desks = OtherDesks(here)
    wait_for_listener(here.database)

    def is_person(changes: Changes) -> bool:
        return changes.topics == {"person"} and not changes.rows

    with open_database(here.database.url) as other, qtbot.waitSignal(here.changed, check_params_cb=is_person):
        other.write(lambda session: session.add(Person(last_name="Ander")), "Erbij")
    assert not here.undo_stack.canUndo()
    desks.stop()
    here.close()


def test_lost_and_found(qtbot: QtBot, here: Runner) -> None:
    desks = OtherDesks(here)
    desks.stop()
    with qtbot.waitSignal(desks.reached) as lost:
        desks._on_news(News(is_lost=True))
    assert lost.args == [False]
    with qtbot.waitSignals([desks.reached, here.changed]):
        desks._on_news(News(is_back=True))
    here.close()
