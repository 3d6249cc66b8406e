"""Garbage is collected by the window's thread, and never in what was loaded: that takes too long."""

import gc
import sys
from types import ModuleType

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from mmc_desk.ui.collector import Collector


@pytest.fixture
def rounds(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    done: list[str] = []
    monkeypatch.setattr(gc, "get_count", lambda: (10_000, 0, 0))
    monkeypatch.setattr(gc, "collect", lambda generation: done.append(f"collect {generation}"))
    monkeypatch.setattr(gc, "freeze", lambda: done.append("freeze"))
    monkeypatch.setattr(gc, "unfreeze", lambda: done.append("unfreeze"))
    return done


def test_what_was_loaded_and_what_outlived_all_rounds_is_set_apart(
    qtbot: QtBot, rounds: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = QObject()
    collector = Collector(owner)
    for _ in range(4):
        collector.collect()
    assert rounds == ["freeze", "collect 0", "collect 1", "collect 2", "freeze"]
    monkeypatch.setitem(sys.modules, "a_page_that_was_opened", ModuleType("a_page_that_was_opened"))
    rounds.clear()
    for _ in range(2):
        collector.collect()
    collector.stop()
    assert rounds == ["freeze", "collect 0"]


def test_all_is_gone_through_once_when_nobody_is_at_work(
    qtbot: QtBot, rounds: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = QObject()
    collector = Collector(owner)
    collector.collect()
    monkeypatch.setattr(gc, "get_count", lambda: (10, 0, 0))
    for _ in range(2 * 15 * 60):
        collector.collect()
    collector.stop()
    assert rounds == ["freeze", "unfreeze", "collect 2", "freeze"]


def test_a_few_new_objects_are_left_alone(rounds: list[str], monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> None:
    monkeypatch.setattr(gc, "get_count", lambda: (10, 0, 0))
    owner = QObject()
    collector = Collector(owner)
    collector.collect()
    collector.stop()
    assert rounds == []
