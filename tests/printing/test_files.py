import errno
from collections.abc import Callable
from pathlib import Path

import pytest

from mmc_desk.core.errors import FileError
from mmc_desk.printing.document import Document, write_pdf
from mmc_desk.printing.files import whole_file
from mmc_desk.printing.sheets import Sheet, SheetColumn, write_csv, write_xlsx

SHEET = Sheet("Blad", (SheetColumn("Naam"),), [["Jan"]])


def write(path: Path) -> None:
    with whole_file(path) as draft:
        draft.write_text("nieuw", encoding="utf-8")


def test_a_file_takes_the_place_of_the_old_one_and_leaves_nothing_behind(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("oud", encoding="utf-8")
    write(path)
    assert path.read_text(encoding="utf-8") == "nieuw"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("number", "mend"),
    [
        (errno.ENOSPC, "Maak plaats"),
        (errno.EROFS, "schrijven"),
        (errno.EACCES, "schrijven"),
        (errno.EIO, "andere plaats"),
    ],
)
def test_a_failing_disk_says_how_to_mend_it_and_keeps_the_old_file(tmp_path: Path, number: int, mend: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text("oud", encoding="utf-8")
    with pytest.raises(FileError, match=mend), whole_file(path):
        raise OSError(number, "test")
    assert path.read_text(encoding="utf-8") == "oud"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("target", ["weg/a.pdf", "bestand/a.pdf"])
def test_a_missing_folder_is_named(tmp_path: Path, target: str) -> None:
    (tmp_path / "bestand").write_text("", encoding="utf-8")
    path = tmp_path / target
    with pytest.raises(FileError, match=str(path.parent)):
        write(path)


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "map").mkdir()
    with pytest.raises(FileError, match="is een map"):
        write(tmp_path / "map")


def test_a_full_device_fails_each_kind_of_file_with_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: Path, target: Path) -> Path:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    saves: dict[str, Callable[[Path], None]] = {
        "a.pdf": lambda path: write_pdf(path, Document("Titel")),
        "a.xlsx": lambda path: write_xlsx(path, [SHEET]),
        "a.csv": lambda path: write_csv(path, [SHEET]),
    }
    for name, save in saves.items():
        with pytest.raises(FileError, match="schijf is vol"):
            save(tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_a_workbook_that_cannot_be_written_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import zipfile

    def refuse(*_args: object, **_options: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(zipfile.ZipFile, "__init__", refuse)
    monkeypatch.setattr(zipfile.ZipFile, "__del__", lambda _self: None)
    with pytest.raises(FileError, match="schrijven"):
        write_xlsx(tmp_path / "a.xlsx", [SHEET])
