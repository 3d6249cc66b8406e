"""Work in pieces: in order, the window's own events in between, errors told, a dialog inside holds nothing up."""

import functools
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEventLoop, QObject, QTimer
from pytestqt.exceptions import capture_exceptions
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from mmc_desk.ui.runner import Runner
from mmc_desk.ui.turns import Turns


@pytest.fixture
def turns(qtbot: QtBot) -> Turns:
    application = QCoreApplication.instance()
    assert application is not None
    return Turns(application)


def told(done: list[str], name: str, pieces: int = 2) -> Iterator[None]:
    for piece in range(pieces):
        done.append(f"{name}{piece}")
        yield


def test_the_first_piece_is_done_at_once_and_the_others_in_turn(qtbot: QtBot, turns: Turns) -> None:
    done: list[str] = []
    turns.take(told(done, "a"), lambda: done.append("a is over"))
    QTimer.singleShot(0, turns, lambda: done.append("the window"))
    turns.take(told(done, "b", 1))
    assert done == ["a0"]
    assert turns.is_busy
    with qtbot.waitSignal(turns.rested):
        pass
    assert [one for one in done if one != "the window"] == ["a0", "a1", "a is over", "b0"]
    assert done.index("the window") < done.index("b0")
    assert not turns.is_busy


def test_a_piece_that_fails_is_over_and_the_next_work_goes_on(qtbot: QtBot, turns: Turns) -> None:
    done: list[str] = []

    def broken() -> Iterator[None]:
        yield
        raise ValueError

    turns.take(broken(), lambda: done.append("broken is over"))
    turns.take(told(done, "b", 1))
    with capture_exceptions() as errors, qtbot.waitSignal(turns.rested):
        pass
    assert [one[0] for one in errors] == [ValueError]
    assert done == ["broken is over", "b0"]


def test_what_comes_while_a_piece_waits_for_a_person_is_done(qtbot: QtBot, turns: Turns) -> None:
    done: list[str] = []

    def asking() -> Iterator[None]:
        loop = QEventLoop()
        QTimer.singleShot(0, loop, lambda: turns.take(told(done, "b", 1), loop.quit))
        loop.exec()
        done.append("answered")
        yield

    turns.take(asking())
    qtbot.waitUntil(lambda: not turns.is_busy)
    assert done == ["b0", "answered"]


def test_rows_are_shown_in_pieces_before_the_next_are_handed_over(runner: Runner) -> None:
    done: list[str] = []

    def show(name: str) -> Iterator[None]:
        return told(done, name)

    def read(name: str, _session: Session) -> str:
        return name

    for name in "ab":
        runner.read(functools.partial(read, name), show)
    runner.wait_idle()
    assert done == ["a0", "a1", "b0", "b1"]


def test_who_goes_in_the_middle_is_shown_no_more(runner: Runner) -> None:
    done: list[str] = []

    class Page(QObject):
        def show(self, name: str) -> Iterator[None]:
            done.append(name)
            self.deleteLater()
            yield
            done.append("too late")

    def read(_session: Session) -> str:
        return "rows"

    page = Page()
    runner.read(read, page.show)
    runner.wait_idle()
    assert done == ["rows"]
