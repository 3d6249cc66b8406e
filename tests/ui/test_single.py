"""One window per database: the second start calls the first."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mmc_desk.ui.single import OneInstance


def test_the_second_start_calls_the_first(qapp: QApplication, qtbot: QtBot) -> None:
    calls: list[int] = []
    owner = QObject()
    first, second, other = OneInstance("a.db"), OneInstance("a.db"), OneInstance("b.db")
    assert first.take()
    first.listen(lambda: calls.append(1), owner)
    assert not second.take()
    qtbot.waitUntil(lambda: calls == [1])
    assert other.take()
    first.release()
    other.release()


def test_a_lock_whose_holder_does_not_answer_keeps_nobody_out(qapp: QApplication) -> None:
    first, second = OneInstance("a.db"), OneInstance("a.db")
    assert first.take()
    assert second.take()
    first.release()
