"""Files and disks that fail: one Dutch sentence, exit 1, and everything as it was (issue: bad input)."""

import gc
import io
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mmc_desk.cli import main
from mmc_desk.core import migrate, occupant, schema
from mmc_desk.core.errors import DatabaseError
from mmc_desk.core.model import ClosureDay
from mmc_desk.features.people.model import Person

Spoil = Callable[[Path], None]


def empty(path: Path) -> None:
    path.write_bytes(b"")


def text(path: Path) -> None:
    path.write_text("lidnummer;naam\n1;Peeters\n" * 50, encoding="utf-8")


def a_few_bytes(path: Path) -> None:
    path.write_bytes(b"SQLite format 3\x00")


def foreign(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE bookmarks (id INTEGER)")
    connection.close()


def newer(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA user_version={schema.head() + 1}")
    connection.close()


def torn(path: Path) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 3])


def scrambled(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:100] + b"\xa5" * 50_000)


def gone(path: Path) -> None:
    path.unlink()


SPOILT = [
    (empty, "is leeg (0 bytes)"),
    (text, "is geen databank van MMC Desk"),
    (a_few_bytes, "is geen databank van MMC Desk"),
    (foreign, "is geen databank van MMC Desk"),
    (newer, "nieuwere versie van MMC Desk"),
    (torn, "is beschadigd"),
    (scrambled, "is beschadigd"),
    (gone, "Er is geen databank op"),
]


def refused(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> str:
    """Run a verb that must be refused and return its one sentence."""
    assert main.run([str(argument) for argument in arguments]) == 1
    said = capsys.readouterr()
    assert said.err.startswith("mmc-desk: ")
    assert said.err.count("\n") == 1
    assert "Traceback" not in said.err
    return said.err


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


@pytest.mark.parametrize(("spoil", "sentence"), SPOILT)
@pytest.mark.parametrize("verb", [["report", "2025", "-o", "FILE"], ["roster", "+1", "-o", "FILE"], ["backup", "FILE"]])
def test_a_database_that_is_none(
    sqlite_path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], spoil: Spoil, sentence: str, verb: list[str]
) -> None:
    spoil(sqlite_path)
    before = contents(tmp_path)
    output = tmp_path / {"report": "y.json", "roster": "r.pdf", "backup": "copy.db"}[verb[0]]
    filled = [str(output) if part == "FILE" else part for part in verb]
    if spoil is newer and verb[0] == "backup":
        assert sentence in refused(capsys, "--db", sqlite_path, "report", "2025", "-o", output.with_suffix(".json"))
    else:
        assert sentence in refused(capsys, "--db", sqlite_path, *filled)
    assert contents(tmp_path) == before


@pytest.mark.parametrize(("spoil", "sentence"), SPOILT)
def test_a_backup_that_is_none(
    sqlite_path: Path,
    tmp_path: Path,
    empty_sqlite: Path,
    capsys: pytest.CaptureFixture[str],
    spoil: Spoil,
    sentence: str,
) -> None:
    present = tmp_path / "present.db"
    present.write_bytes(empty_sqlite.read_bytes())
    spoil(sqlite_path)
    before = contents(tmp_path)
    assert sentence in refused(capsys, "--db", present, "restore", sqlite_path)
    assert contents(tmp_path) == before


@pytest.mark.parametrize("spoil", [empty, text, torn, scrambled, gone])
def test_a_restore_mends_a_database_that_is_none(
    sqlite_path: Path, tmp_path: Path, empty_sqlite: Path, capsys: pytest.CaptureFixture[str], spoil: Spoil
) -> None:
    spoil(sqlite_path)
    assert main.run(["--db", str(sqlite_path), "restore", str(empty_sqlite)]) == 0
    assert main.run(["--db", str(sqlite_path), "check"]) == 0


@pytest.mark.parametrize(
    "verb", [["check"], ["backup", "copy.db"], ["import", "x.csv"], ["report", "2025", "-o", "y.pdf"]]
)
def test_a_folder_is_no_database(tmp_path: Path, capsys: pytest.CaptureFixture[str], verb: list[str]) -> None:
    assert "dit is een map" in refused(capsys, "--db", tmp_path, *verb)


def test_a_file_without_rights(
    sqlite_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    # Root may read everything: the refusal is played.
    def refuse(_path: Path, *_: object, **__: object) -> io.BytesIO:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert "u hebt er geen rechten voor" in refused(capsys, "--db", sqlite_path, "check")


_HOLD = """
import sys
from mmc_desk.core import migrate
with migrate.open_database(sys.argv[1]):
    print("open", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def held(sqlite_path: Path) -> Iterator[Path]:
    """A database that another program has open."""
    with subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(sqlite_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "open\n"
        yield sqlite_path
        holder.communicate("")


def test_a_database_in_another_window(held: Path, empty_sqlite: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for verb in (["check"], ["backup", str(held.parent / "copy.db")], ["restore", str(empty_sqlite)]):
        assert f"al geopend door {occupant.login()} op " in refused(capsys, "--db", held, *verb)
    assert not (held.parent / "copy.db").exists()


@pytest.mark.parametrize(
    "verb",
    [
        ["report", "2025", "-o", "FILE.pdf"],
        ["report", "2025", "-o", "FILE.xlsx"],
        ["report", "2025", "-o", "FILE.csv"],
        ["report", "2025", "-o", "FILE.json"],
        ["mileage", "2025", "-o", "FILE.pdf"],
        ["mileage", "2025", "-o", "FILE.csv"],
        ["roster", "+1", "-o", "FILE.pdf"],
        ["backup", "FILE.db"],
    ],
)
@pytest.mark.parametrize("place", ["missing folder", "file as folder", "a folder"])
def test_a_place_that_cannot_be_written(
    sqlite_path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], verb: list[str], place: str
) -> None:
    kind = verb[-1].removeprefix("FILE")
    target = {
        "missing folder": tmp_path / "weg" / f"x{kind}",
        "file as folder": sqlite_path / f"x{kind}",
        "a folder": tmp_path / f"map{kind}",
    }[place]
    if place == "a folder":
        target.mkdir()
    before = sqlite_path.read_bytes()
    assert str(target.parent) in refused(capsys, "--db", sqlite_path, *verb[:-1], target)
    assert sqlite_path.read_bytes() == before
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


# --- Disks


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 2 MB of our own, where the machine lets us mount one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    if os.name == "nt" or os.geteuid() != 0:
        pytest.skip("mounting a disk needs root")
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2m", "none", str(disk)], capture_output=True, check=False
    ).returncode:
        pytest.skip("this machine doesn't let us mount a disk")
    yield disk
    subprocess.run(["umount", "--lazy", str(disk)], check=True)


def fill(disk: Path) -> Path:
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"\0" * 4096)
        except OSError:
            return filler


# reportlab and zipfile forget to close a file that the disk refused.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_full_disk_loses_nothing(small_disk: Path, empty_sqlite: Path, capsys: pytest.CaptureFixture[str]) -> None:
    desk = small_disk / "desk.db"
    desk.write_bytes(empty_sqlite.read_bytes())
    filler = fill(small_disk)
    before = desk.read_bytes()
    for verb in (
        ["backup", str(small_disk / "copy.db")],
        ["report", "2025", "-o", str(small_disk / "y.pdf")],
        ["report", "2025", "-o", str(small_disk / "y.xlsx")],
        ["roster", "+1", "-o", str(small_disk / "r.pdf")],
        ["restore", str(empty_sqlite)],
    ):
        assert "vol" in refused(capsys, "--db", desk, *verb), verb
        gc.collect()  # at a desk each verb is a process of its own: what a refused one still held ends with it
    assert "vol" in refused(capsys, "--db", small_disk / "new.db", "init")
    assert sorted(path.name for path in small_disk.iterdir() if path.name[:4] != "desk") == ["filler"]
    filler.unlink()
    assert main.run(["--db", str(desk), "check"]) == 0
    assert desk.read_bytes() == before


def test_a_disk_that_fills_up_during_a_write(small_disk: Path, empty_sqlite: Path) -> None:
    desk = small_disk / "desk.db"
    desk.write_bytes(empty_sqlite.read_bytes())

    def add_people(session: Session) -> None:
        for _ in range(300):
            session.add(Person(last_name="x" * 10_000))

    with migrate.open_database(str(desk)) as database:
        with pytest.raises(DatabaseError, match="schijf is vol"):
            database.write(add_people)
        assert database.read(lambda session: session.scalar(select(func.count()).select_from(Person))) == 0
        database.write(lambda session: session.add(ClosureDay(day=date(2026, 1, 1), reason="")))
    assert main.run(["--db", str(desk), "check"]) == 0


def test_a_limit_on_file_size_is_a_sentence_too(sqlite_path: Path, tmp_path: Path) -> None:
    limited = """
import resource, signal, sys
from mmc_desk.cli import main
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
sys.exit(main.run(sys.argv[1:]))
"""
    before = sqlite_path.read_bytes()
    answer = subprocess.run(
        [sys.executable, "-c", limited, "--db", str(sqlite_path), "backup", str(tmp_path / "copy.db")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 1
    assert answer.stderr.startswith("mmc-desk: ")
    assert not (tmp_path / "copy.db").exists()
    assert sqlite_path.read_bytes() == before


@pytest.fixture
def read_only_folder(tmp_path: Path, small_disk: Path, empty_sqlite: Path) -> Iterator[Path]:
    (small_disk / "desk.db").write_bytes(empty_sqlite.read_bytes())
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    yield small_disk
    subprocess.run(["mount", "-o", "remount,rw", str(small_disk)], check=True)


def test_a_folder_that_may_only_be_read(
    read_only_folder: Path, empty_sqlite: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    desk = read_only_folder / "desk.db"
    before = contents(read_only_folder)
    for verb in (
        ["check"],
        ["backup", str(read_only_folder / "copy.db")],
        ["import", "x.csv"],
        ["restore", str(empty_sqlite)],
    ):
        refused(capsys, "--db", desk, *verb)
    refused(capsys, "--db", read_only_folder / "new.db", "init")
    refused(capsys, "--db", empty_sqlite, "report", "2025", "-o", read_only_folder / "y.pdf")
    assert contents(read_only_folder) == before
