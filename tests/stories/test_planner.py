"""Planning tomorrow, in the words of who sits at the desk: look at why, take it over, take it back."""

from collections.abc import Iterator
from datetime import date, time

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mmc_desk.core.db import Database
from mmc_desk.features.planner.pages.companion import PlannerCompanion
from mmc_desk.features.rides.model import RideState
from mmc_desk.features.rides.pages.board import BoardPage
from tests.features.planner.searches import SearchHere
from tests.features.rides.conftest import RideDesk, fill
from tests.stories.typist import CTRL, Key, Typist

TOMORROW = date(2026, 11, 24)


@pytest.fixture
def town(sqlite_database: Database) -> RideDesk:
    return fill(sqlite_database)


@pytest.fixture
def typist(qtbot: QtBot, qapp: QApplication, town: RideDesk) -> Iterator[Typist]:
    rosa = town.request(ride_date=TOMORROW)
    assert town.ride(rosa).state is RideState.REQUESTED
    town.request(ride_date=TOMORROW, member_id=town.maria, appointment=time(15))
    made = Typist(qtbot, qapp, town.database)
    yield made
    made.close()


def test_tomorrow_is_planned_understood_taken_over_and_taken_back(typist: Typist, town: RideDesk) -> None:
    typist.window.open_page("board", TOMORROW)
    board = typist.window.page
    assert isinstance(board, BoardPage)
    planner = board.companions[0]
    assert isinstance(planner, PlannerCompanion)
    planner.search = SearchHere()
    typist.runner.wait_idle()
    with typist.at_most(3):
        typist.ctrl("g")
        assert planner.panel is not None
        assert planner.panel.why.text().startswith("Want: ")
        typist.press(Key.Key_Down)
        assert "Anders: " in planner.panel.why.text()
        typist.press(Key.Key_Return, to=CTRL)
    drivers = {ride: town.ride(ride).driver_id for ride in (1, 2)}
    assert None not in drivers.values()
    typist.ctrl("z")
    assert {town.ride(ride).state for ride in (1, 2)} == {RideState.REQUESTED}
    assert board.view.scene.ghosts.keys() == {1, 2}
    typist.press(Key.Key_Escape)
    assert board.view.scene.ghosts == {}
