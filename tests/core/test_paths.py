"""Names of files that somebody's text stands in, and what is no file at all."""

import errno
import os
import sys
from pathlib import Path

import pytest

from mmc_desk.core import db, paths, settings
from mmc_desk.core.errors import DatabaseError, FileError
from mmc_desk.core.tabular import read


@pytest.mark.parametrize(
    ("wanted", "name"),
    [
        ("dossier Peeters Maria.pdf", "dossier Peeters Maria.pdf"),
        ("../../etc/passwd", "etc passwd"),
        ("..\\..\\Windows\\x.pdf", "Windows x.pdf"),
        ("/etc/cron.d/x.pdf", "etc cron.d x.pdf"),
        ("C:\\desk.xlsx", "C desk.xlsx"),
        ("spoor a\x00b\nc.xlsx", "spoor a b c.xlsx"),
        ("CON", "_CON"),
        ("nul.pdf", "_nul.pdf"),
        ("Com1.csv", "_Com1.csv"),
        ("Conny.pdf", "Conny.pdf"),
        ("\u202efdp.exe.pdf", "fdp.exe.pdf"),
        ("... ", "MMC Desk"),
        (".pdf", "MMC Desk.pdf"),
        ("", "MMC Desk"),
        ("rit 1. Genk – Hasselt", "rit 1. Genk – Hasselt"),
        (f"{'é' * 400}.pdf", f"{'é' * 116}.pdf"),
    ],
)
def test_no_name_leads_elsewhere(wanted: str, name: str) -> None:
    assert paths.file_name(wanted) == name


@pytest.mark.skipif(sys.platform == "win32", reason="pipes and devices of unix")
def test_what_never_ends_is_not_read(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.db"
    os.mkfifo(pipe)
    for path in (pipe, Path("/dev/zero")):
        with pytest.raises(DatabaseError, match="geen databank"):
            db.identify(path)
        with pytest.raises(FileError, match="is geen bestand"):
            read(path)
    assert not paths.is_device(tmp_path)
    assert not paths.is_device(tmp_path / "missing")


def test_a_setting_that_no_system_takes_for_a_path_is_none() -> None:
    target = paths.settings_file()
    target.parent.mkdir(parents=True)
    target.write_text('database = "a\\u0000b.db"\nbackup_folder = "share"\n', encoding="utf-8")
    assert (settings.load().database, settings.load().backup_folder) == ("", "share")


def test_a_file_that_can_t_be_written_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    target = tmp_path / "lijst.pdf"
    paths.write_whole(target, b"first")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        paths.write_whole(target, b"second")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("lijst.pdf", b"first")]
