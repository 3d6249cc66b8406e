"""Two windows on one server: what the other one saves shows here, and a server that went is said."""

import pytest
from pytestqt.qtbot import QtBot

from mmc_desk import app
from mmc_desk.core.changes import Changes
from mmc_desk.core.db import Database
from mmc_desk.core.errors import RuleError, ServerLostError
from mmc_desk.core.feature import Feature
from mmc_desk.core.migrate import open_database
from mmc_desk.core.news import News
from mmc_desk.core.settings import Settings
from mmc_desk.features.people.model import Person
from mmc_desk.ui.lost import AwayPart
from mmc_desk.ui.main_window import MainWindow
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
    said: list[bool] = []
    desks.reached.connect(said.append)
    desks._on_news(News(is_lost=True))
    desks._on_news(News(is_lost=True))
    assert said == [False]
    with qtbot.waitSignal(here.changed):
        desks._on_news(News(is_back=True))
    assert said == [False, True]
    here.close()


def test_who_waited_in_vain_has_the_listener_look(qtbot: QtBot, here: Runner) -> None:
    desks = OtherDesks(here)
    wait_for_listener(here.database)
    said: list[bool] = []
    desks.reached.connect(said.append)
    here.failed.emit(RuleError("Dat mag niet."))
    with qtbot.waitSignal(here.changed):
        here.failed.emit(ServerLostError("weg"))
    assert said == [False, True]
    desks.retry()
    desks.stop()
    here.close()


def test_the_window_offers_what_works_without_the_server(qtbot: QtBot, here: Runner) -> None:
    window = MainWindow(here, (), Settings(), remembers=False)
    qtbot.addWidget(window)
    feature = Feature("papers", "Papieren", away="mmc_desk.ui.lost:AwayPart")
    background = app.Background(here, (feature,), window)
    background.start()
    here.wait_idle()
    assert len(window.outage.parts) == 1
    background.stop()
    background._add_away(AwayPart)  # it was loaded too late
    assert len(window.outage.parts) == 1
    here.close()
