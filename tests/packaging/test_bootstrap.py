"""The set-up: what it runs, what it skips, and the one line it says when it can't."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


class Machine:
    """Stands in for subprocess: records every command, and answers as told."""

    def __init__(self) -> None:
        self.commands: list[list[str]] = []
        self.answers: dict[str, tuple[int, str]] = {}

    def run(self, command: Sequence[str], **_: object) -> subprocess.CompletedProcess[str]:
        words = [str(word) for word in command]
        self.commands.append(words)
        line = " ".join(words)
        for part, (code, said) in self.answers.items():
            if part in line:
                return subprocess.CompletedProcess(words, code, said, "")
        return subprocess.CompletedProcess(words, 0, "", "")

    def ran(self, part: str) -> list[str]:
        return [" ".join(command) for command in self.commands if part in " ".join(command)]


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Machine:
    made = Machine()
    monkeypatch.setattr(subprocess, "run", made.run)
    return made


@pytest.fixture
def bootstrap(script: Callable[[str], ModuleType], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ModuleType:
    """The script, with a .venv of its own that isn't there yet."""
    module = script("bootstrap")
    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")
    return module


# --- Python


@pytest.mark.parametrize(
    ("version", "suits"), [((3, 10), False), ((3, 11), True), ((3, 12), True), ((3, 13), True), ((3, 14), False)]
)
def test_which_python_suits(bootstrap: ModuleType, version: tuple[int, int], suits: bool) -> None:  # noqa: FBT001 - the table's
    assert bootstrap.suits(version) is suits


def test_another_python_of_the_machine_is_found(
    bootstrap: ModuleType, machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2, "final", 0))
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    machine.answers = {"python3.13": (127, ""), "python3.12": (0, "3 12\n/usr/bin/python3.12\n")}
    assert bootstrap.suitable_python() == "/usr/bin/python3.12"


def test_a_machine_without_a_python_that_suits(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2, "final", 0))
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    assert bootstrap.main(["run"]) == 1
    said = capsys.readouterr().err
    assert "Python 3.11, 3.12 of 3.13" in said
    assert "apt-get install python3 python3-venv" in said


def test_an_old_python_hands_over_to_the_one_found(bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[list[str]] = []

    def call(command: list[str]) -> int:
        called.append(command)
        return 7

    monkeypatch.setattr(bootstrap, "suitable_python", lambda: "/usr/bin/python3.12")
    monkeypatch.setattr(subprocess, "call", call)
    assert bootstrap.main(["test", "-k", "x"]) == 7
    assert called == [["/usr/bin/python3.12", bootstrap.__file__, "test", "-k", "x"]]


def test_an_unknown_verb_is_usage(bootstrap: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    assert bootstrap.main(["frob"]) == 2
    assert "run|test" in capsys.readouterr().err


# --- Installing


@pytest.fixture
def libraries(bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap, "ensure_system_libraries", lambda: None)


def test_a_first_start_installs_and_a_second_does_nothing(
    bootstrap: ModuleType,
    machine: Machine,
    libraries: None,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def make(command: Sequence[str], **more: object) -> subprocess.CompletedProcess[str]:
        if "venv" in command:
            bootstrap.venv_python().parent.mkdir(parents=True, exist_ok=True)
            bootstrap.venv_python().touch()
        return Machine.run(machine, command, **more)

    monkeypatch.setattr(subprocess, "run", make)
    bootstrap.prepare("run")
    (locked,) = machine.ran("run.txt")
    assert "--require-hashes" in locked
    assert "--no-deps" in locked
    (own,) = machine.ran(f"-e {ROOT}")
    assert "--no-deps" in own
    assert capsys.readouterr().out.count("klaar") == 3
    done = len(machine.commands)
    bootstrap.prepare("run")
    assert len(machine.commands) == done
    bootstrap.prepare("dev")
    assert machine.ran("dev.txt")


def test_a_change_of_locks_python_or_place_installs_again(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    before = bootstrap.fingerprint("run")
    assert bootstrap.fingerprint("run") == before
    assert bootstrap.fingerprint("dev") != before
    monkeypatch.setattr(sys, "version", "3.12.1 (other)")
    assert bootstrap.fingerprint("run") != before
    monkeypatch.undo()
    shutil.copytree(ROOT / "packaging" / "lock", tmp_path / "packaging" / "lock")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    assert bootstrap.fingerprint("run") != before


def test_no_network_is_a_sentence(
    bootstrap: ModuleType, machine: Machine, libraries: None, capsys: pytest.CaptureFixture[str]
) -> None:
    machine.answers = {"-m pip": (1, "Collecting x\nERROR: No matching distribution\nnote: more")}
    assert bootstrap.main(["run"]) == 1
    said = capsys.readouterr()
    assert "internet" in said.err
    assert "pip: ERROR: No matching distribution" in said.err
    assert "mislukt" in said.out
    assert not list(bootstrap.VENV.glob("*.stamp"))


def test_a_python_without_venv_gets_it_or_names_the_line(
    bootstrap: ModuleType, machine: Machine, libraries: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
    machine.answers = {"-m venv": (1, "ensurepip is not available")}
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(bootstrap.SetupError, match=f"sudo apt-get install {package}"):
        bootstrap.ensure_venv()
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    with pytest.raises(bootstrap.SetupError, match="ensurepip"):
        bootstrap.ensure_venv()
    assert machine.ran(f"install --yes --no-install-recommends {package}")


# --- System libraries


@pytest.fixture
def bare(bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """A Debian without any of Qt's libraries, and without a screen."""
    monkeypatch.setattr(bootstrap, "loads", lambda _library: False)
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)


def test_root_installs_exactly_what_is_missing(
    bootstrap: ModuleType, bare: None, machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    machine.answers = {"apt-cache show": (100, "")}
    bootstrap.ensure_system_libraries()
    wanted = "libgl1 libegl1 libxkbcommon0 libfontconfig1 libglib2.0-0 libdbus-1-3"
    update, install = machine.ran("apt-get")
    assert update.endswith("update")
    assert install.endswith(wanted)


def test_a_newer_system_has_another_name_for_glib(
    bootstrap: ModuleType, bare: None, machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    machine.answers = {"apt-cache show": (0, "Package: libglib2.0-0t64")}
    bootstrap.ensure_system_libraries()
    assert "libglib2.0-0t64" in machine.ran("install")[0]


def test_with_a_screen_the_libraries_of_x_come_too(
    bootstrap: ModuleType, bare: None, machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setenv("DISPLAY", ":0")
    bootstrap.ensure_system_libraries()
    assert "libxcb-cursor0" in machine.ran("install")[0]


def test_who_may_not_install_gets_the_one_line(
    bootstrap: ModuleType, bare: None, machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(bootstrap.SetupError, match="sudo apt-get install libgl1 libegl1"):
        bootstrap.ensure_system_libraries()
    assert not machine.ran("apt-get")


def test_another_kind_of_linux(bootstrap: ModuleType, bare: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    with pytest.raises(bootstrap.SetupError, match="pakketbeheerder"):
        bootstrap.ensure_system_libraries()


def test_an_apt_that_fails_says_why(
    bootstrap: ModuleType, bare: None, machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    machine.answers = {"apt-get --quiet install": (100, "E: Unable to locate package")}
    with pytest.raises(bootstrap.SetupError, match="Unable to locate"):
        bootstrap.ensure_system_libraries()


def test_this_machine_has_what_the_tests_need(script: Callable[[str], ModuleType]) -> None:
    module = script("bootstrap")
    assert all(module.loads(library) for library in module.OFFSCREEN_LIBRARIES)
    assert not module.loads("libnothing.so.1")


# --- Starting


@pytest.mark.parametrize(
    ("verb", "screen", "started"),
    [
        ("run", ":0", "-m mmc_desk"),
        ("run", "", "-m mmc_desk.cli.tour"),
        ("test", "", "checks.py test"),
        ("setup", "", ""),
    ],
)
def test_what_is_started(
    bootstrap: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    verb: str,
    screen: str,
    started: str,
) -> None:
    commands: list[str] = []

    def execute(_program: str, command: list[str]) -> None:
        commands.append(" ".join(command))

    monkeypatch.setattr(bootstrap, "prepare", lambda _kind: None)
    monkeypatch.setattr(os, "execv", execute)
    monkeypatch.setenv("DISPLAY", screen)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.chdir(ROOT)
    assert bootstrap.main([verb]) == 0
    assert [command.endswith(started) for command in commands] == ([True] if started else [])


# --- The locks


@pytest.mark.parametrize("kind", ["run", "dev"])
def test_every_locked_library_has_hashes_and_no_address(kind: str) -> None:
    lock = (ROOT / "packaging" / "lock" / f"{kind}.txt").read_text(encoding="utf-8")
    assert "://" not in lock
    assert "--index-url" not in lock
    for entry in re.split(r"\n(?=[a-z])", lock):
        assert re.match(r"[a-z0-9_.-]+==\S+", entry), entry
        assert "--hash=sha256:" in entry


def test_the_locks_hold_every_dependency() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["build"]]
    run = (ROOT / "packaging" / "lock" / "run.txt").read_text(encoding="utf-8")
    dev = (ROOT / "packaging" / "lock" / "dev.txt").read_text(encoding="utf-8")
    for lock, names in ((run, wanted), (dev, project["optional-dependencies"]["dev"])):
        for requirement in names:
            found = re.match(r"[A-Za-z0-9_.-]+", requirement)
            assert found is not None
            assert f"\n{found[0].lower().replace('_', '-')}==" in f"\n{lock}", requirement
    assert set(re.findall(r"(?m)^\S+==\S+", run)) <= set(re.findall(r"(?m)^\S+==\S+", dev))
