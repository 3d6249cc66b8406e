"""Starting this program a second time."""

import ctypes
import os
import sys
import time
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from mmc_desk import __main__ as door
from mmc_desk.core import processes


@pytest.fixture
def other(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Stand a module of ours in place that notes that it ran."""
    ran: list[str] = []
    module = ModuleType("mmc_desk.elsewhere")
    module.main = lambda: ran.append("ran")  # type: ignore[attr-defined] # what such modules have
    monkeypatch.setitem(sys.modules, "mmc_desk.elsewhere", module)
    return ran


def test_from_source_and_from_a_wheel_it_is_handed_code() -> None:
    assert processes.itself("mmc_desk.elsewhere") == [
        sys.executable,
        "-c",
        "from mmc_desk.elsewhere import main; main()",
    ]


def test_frozen_it_goes_through_its_own_door(monkeypatch: pytest.MonkeyPatch, other: list[str]) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    program, *words = processes.itself("mmc_desk.elsewhere")
    assert program == sys.executable
    assert door.main(words) == 0
    assert other == ["ran"]


@pytest.mark.parametrize("words", [(), ("plan",), (processes.AS,), (processes.AS, "os"), ("as", "mmc_desk.elsewhere")])
def test_other_words_are_none_of_its_business(words: tuple[str, ...], other: list[str]) -> None:
    assert not processes.run_as(words)
    assert not other


def test_a_failure_is_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    assert processes.can_start()
    processes.note_failure()
    assert not processes.can_start()
    processes.forget_failure()
    monkeypatch.setattr(sys, "executable", "")
    assert not processes.can_start()


@pytest.mark.parametrize(("platform", "told"), [("linux", [("nice", 5)]), ("win32", [(-1, 0x4000)])])
def test_a_process_that_stands_back_lets_others_go_first(
    platform: str, told: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[object] = []
    kernel = SimpleNamespace(
        GetCurrentProcess=lambda: -1, SetPriorityClass=lambda process, priority: said.append((process, priority))
    )
    monkeypatch.setattr(os, "nice", lambda steps: said.append(("nice", steps)), raising=False)
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(kernel32=kernel), raising=False)
    monkeypatch.setattr(sys, "platform", platform)
    processes.stand_back()
    assert said == told


def test_a_process_knows_when_it_began(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    began = processes.began()
    assert began < time.perf_counter() - time.process_time() / 2
    assert processes.began() == pytest.approx(began, abs=0.5)
    monkeypatch.setattr(processes, "_STAT", tmp_path / "nowhere")
    assert processes.began() <= time.perf_counter()


def test_the_time_of_a_command_counts_from_there_and_it_leaves_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[object] = []
    monkeypatch.setattr(sys, "argv", ["mmc-desk", "plan"])
    monkeypatch.setattr(processes, "began", lambda: 12.5)

    def run(given: list[str], began: float | None) -> int:
        told.extend((given, began))
        return 2

    monkeypatch.setattr("mmc_desk.cli.main.run", run)
    monkeypatch.setattr("gc.freeze", lambda: told.append("left"))
    assert door.main() == 2
    assert door.main(["plan"]) == 2
    assert told == [["plan"], 12.5, "left", ["plan"], None]
