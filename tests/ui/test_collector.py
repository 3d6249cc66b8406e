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
    return done


def test_what_was_loaded_is_looked_at_once_and_never_again(
    qtbot: QtBot, rounds: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    collector = Collector(QObject())
    for _ in range(2):
        collector.collect()
    assert rounds == ["freeze", "collect 1"]
    monkeypatch.setitem(sys.modules, "a_page_that_was_opened", ModuleType("a_page_that_was_opened"))
    for _ in range(8):
        collector.collect()
    collector.stop()
    assert rounds == ["freeze", "collect 1", "collect 1", "freeze", *["collect 1"] * 6, "collect 2"]


def test_a_few_new_objects_are_left_alone(rounds: list[str], monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> None:
    monkeypatch.setattr(gc, "get_count", lambda: (10, 0, 0))
    collector = Collector(QObject())
    collector.collect()
    collector.stop()
    assert rounds == []
