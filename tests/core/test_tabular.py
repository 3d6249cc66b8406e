"""Reading office tables: what is accepted, and the sentence for what isn't."""

import contextlib
import csv
import io
import os
import re
import zipfile
from datetime import date, time
from pathlib import Path

import pytest
import xlsxwriter  # type: ignore[import-untyped]  # it ships no types
from hypothesis import given
from hypothesis import strategies as st

from mmc_desk.core.errors import FileError
from mmc_desk.core.tabular import Limits, read


def written(folder: Path, content: bytes, name: str = "boek.csv") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def workbook(path: Path, sheets: dict[str, list[list[object]]], hidden: str = "") -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        day, hour = book.add_format({"num_format": "dd/mm/yyyy"}), book.add_format({"num_format": "hh:mm"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for place, row in enumerate(rows):
                for column, cell in enumerate(row):
                    form = day if isinstance(cell, date) else hour if isinstance(cell, time) else None
                    sheet.write(place, column, cell, form)
            if name == hidden:
                sheet.hide()
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_encodings_and_separators(tmp_path: Path, encoding: str, separator: str) -> None:
    text = f'Naam{separator}Plaats\r\nGeladé{separator}"Straat 1{separator} Bilzen"\r\n'
    (grid,) = read(written(tmp_path, text.encode(encoding)))
    assert list(grid.rows) == [["Naam", "Plaats"], ["Geladé", f"Straat 1{separator} Bilzen"]]
    assert grid.form is not None
    assert (grid.form.encoding, grid.form.separator) == (encoding, separator)
    assert grid.name == "boek"


def test_decimal_commas_do_not_make_a_comma_the_separator(tmp_path: Path) -> None:
    rows = "".join(f"{n};Straat {n}, Bilzen;1,50;2,00\n" for n in range(9))
    (grid,) = read(written(tmp_path, f"Nr;Van;Parking;Ontvangen\n{rows}".encode()))
    assert {len(row) for row in grid.rows} == {4}


def test_excels_own_separator_line_is_obeyed_and_counted(tmp_path: Path) -> None:
    (grid,) = read(written(tmp_path, b"sep=,\nNr,Naam\n1,Jan\n"))
    assert list(grid.rows) == [["Nr", "Naam"], ["1", "Jan"]]
    assert list(grid.numbers) == [2, 3]


def test_blank_rows_are_no_rows_but_count_as_lines(tmp_path: Path) -> None:
    (grid,) = read(written(tmp_path, b"Nr;Naam\n;\n\n  ;\n1;Jan\n"))
    assert list(zip(grid.numbers, grid.rows, strict=True)) == [(1, ["Nr", "Naam"]), (5, ["1", "Jan"])]


def test_quoted_line_ends_stay_in_their_cell(tmp_path: Path) -> None:
    (grid,) = read(written(tmp_path, b'Nr;Nota\r\n1;"een\r\ntwee"\r\n2;drie\r\n'))
    assert grid.rows[1] == ["1", "een\r\ntwee"]
    assert list(grid.numbers) == [1, 2, 3]
    assert grid.source[1] == '1;"een\r\ntwee"\r\n'


@pytest.mark.parametrize(
    "content",
    [
        b'Nr;Naam\n1;"Jan\n2;Piet\n3;An\n',
        b'Nr;Naam\n1;"Jan\n2;"Piet\n3;An\n',
        b'Nr;Naam\n1;"Jan\n2;Piet"\n3;An\n',
        b'Nr;Naam\n1;"Jan\n2;Piet\nx"\n3;An\n',
    ],
)
def test_a_stray_quote_swallows_no_rows(tmp_path: Path, content: bytes) -> None:
    (grid,) = read(written(tmp_path, content))
    assert [row[0] for row in grid.rows if row[0] != 'x"'] == ["Nr", "1", "2", "3"]


def test_told_encoding_and_separator_win(tmp_path: Path) -> None:
    (grid,) = read(written(tmp_path, "a/é\n".encode("cp850")), encoding="cp850", separator="/")
    assert list(grid.rows) == [["a", "é"]]


def test_workbook_with_dates_times_and_titles(tmp_path: Path) -> None:
    rows: list[list[object]] = [["Titel"], [], ["Datum", "Uur", "Km"], [date(2019, 1, 2), time(8, 15), 22.5]]
    path = workbook(tmp_path / "b.xlsx", {"Blad1": rows, "Leeg": [], "Lijst": [["x"]]}, hidden="Lijst")
    first, empty, hidden = read(path)
    assert list(first.numbers) == [1, 3, 4]
    assert list(first.rows[2]) == [date(2019, 1, 2), time(8, 15), 22.5]
    assert (first.form, list(empty.rows), hidden.hidden, first.hidden) == (None, [], True, False)


def test_a_workbook_is_known_by_its_content_not_its_suffix(tmp_path: Path) -> None:
    path = workbook(tmp_path / "b.xlsx", {"Blad1": [["Nr"], [1]]}).rename(tmp_path / "b.csv")
    assert read(path)[0].name == "Blad1"


FOREIGN = {
    "leeg.csv": (b"", "is leeg"),
    "nullen.csv": (b"\0" * 50, "is leeg"),
    "oud.xlsx": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, r"\.xls\) of met een wachtwoord"),
    "open.xlsx": (b"PK\x03\x04" + b"\0" * 26 + b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet", r"\.ods"),
    "brief.xlsx": (b"%PDF-1.7 \n%\xe2", "geen tabel"),
    "foto.csv": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "geen tabel"),
    "web.csv": (b"<html><table></table></html>", "webpagina"),
    "zip.xlsx": (b"PK\x03\x04 this is no archive", "geen leesbaar Excel"),
    "bom.csv": (b"\xef\xbb\xbfa;\xff\xfe", "niet te lezen als utf-8-sig"),
    "vreemd.csv": (b"a;\x81\x8d", "CSV UTF-8"),
}


@pytest.mark.parametrize("name", FOREIGN)
def test_a_foreign_file_is_refused_with_the_mend(tmp_path: Path, name: str) -> None:
    content, sentence = FOREIGN[name]
    with pytest.raises(FileError, match=sentence):
        read(written(tmp_path, content, name))


def test_an_archive_without_sheets_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "b.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "niets")
    with pytest.raises(FileError, match="geen leesbaar Excel"):
        read(path)


def test_a_workbook_whose_list_of_sheets_is_lost_is_not_taken_for_empty(tmp_path: Path) -> None:
    path = workbook(tmp_path / "b.xlsx", {"Blad1": [["Nr"], [1]]})
    out = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w") as new:
        for member in old.infolist():
            content = old.read(member)
            if member.filename == "xl/workbook.xml":
                content = re.sub(rb"<sheet [^>]*/>", b"", content)
            new.writestr(member.filename, content)
    with pytest.raises(FileError, match="geen leesbaar Excel"):
        read(written(tmp_path, out.getvalue(), "stuk.xlsx"))


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="bestaat niet"):
        read(tmp_path / "weg.csv")
    with pytest.raises(FileError, match=r"kan niet gelezen worden|afgeschermd"):
        read(tmp_path)


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path, b"a;b\n")

    def refuse(_self: Path) -> bytes:
        raise PermissionError(13, os.strerror(13))

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(FileError, match="Sluit het in Excel"):
        read(path)


@pytest.mark.parametrize(
    ("limits", "sentence"),
    [
        (Limits(size=10), "0 MB, hoogstens 0"),
        (Limits(rows=2), "4 rijen, hoogstens 2"),
        (Limits(columns=2), "hoogstens 2 kolommen"),
    ],
)
def test_limits_of_text(tmp_path: Path, limits: Limits, sentence: str) -> None:
    with pytest.raises(FileError, match=sentence):
        read(written(tmp_path, b"a;b;c\n1;2;3\n1;2;3\n1;2;3\n"), limits)


def test_a_workbook_that_unpacks_too_large_is_refused_unopened(tmp_path: Path) -> None:
    path = tmp_path / "bom.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 3_000_000)
    assert path.stat().st_size < 10_000
    with pytest.raises(FileError, match="uitgepakt 3 MB, hoogstens 1"):
        read(path, Limits(unpacked=1_000_000))


def test_one_cell_far_away_takes_no_memory(tmp_path: Path) -> None:
    path = workbook(tmp_path / "b.xlsx", {"Blad1": [["Nr"]]})
    out = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w") as new:
        for member in old.infolist():
            content = old.read(member)
            if member.filename.endswith("sheet1.xml"):
                content = content.replace(b'r="A1"', b'r="XFD1048576"')
            new.writestr(member.filename, content)
    with pytest.raises(FileError, match="1048576 rijen × 16384 kolommen"):
        read(written(tmp_path, out.getvalue(), "bom.xlsx"))


def test_a_long_sheet_within_the_limits_is_read(tmp_path: Path) -> None:
    path = workbook(tmp_path / "b.xlsx", {"Blad1": [[number] for number in range(12_001)]})
    assert len(read(path)[0].rows) == 12_001


def test_a_workbook_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    path = workbook(tmp_path / "b.xlsx", {"Blad1": [["Nr"]]})
    with pytest.raises(FileError, match="meer dan -1 seconden"):
        read(path, Limits(seconds=-1))


def test_a_field_without_end_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="geen leesbare CSV"):
        read(written(tmp_path, b"a;b\n1;" + b"x" * 200_000 + b"\n"))


@given(content=st.binary(max_size=300))
def test_no_bytes_crash_the_reader(content: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = written(tmp_path_factory.getbasetemp(), content, "fuzz.csv")
    try:
        grids = read(path)
    except FileError:
        return
    assert all(len(grid.numbers) == len(grid.rows) for grid in grids)


@given(
    rows=st.lists(
        st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0;")), min_size=2, max_size=2), max_size=9
    )
)
def test_what_csv_writes_is_read_back(rows: list[list[str]], tmp_path_factory: pytest.TempPathFactory) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL).writerows([["Nr", "Naam"], *rows])
    path = written(tmp_path_factory.getbasetemp(), out.getvalue().encode("utf-8-sig"), "back.csv")
    (grid,) = read(path)
    assert list(grid.rows) == [["Nr", "Naam"], *(row for row in rows if "".join(row).strip())]


@pytest.fixture(scope="module")
def whole_workbook(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    rows: list[list[object]] = [["Nr", "Naam"], *([number, f"naam {number}"] for number in range(40))]
    return workbook(tmp_path_factory.mktemp("whole") / "b.xlsx", {"Blad1": rows}).read_bytes()


@given(place=st.floats(0, 1, exclude_max=True), byte=st.integers(0, 255), cut=st.booleans())
def test_no_damage_to_a_workbook_crashes_the_reader(
    place: float,
    byte: int,
    cut: bool,  # noqa: FBT001 - the case itself
    whole_workbook: bytes,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    at = int(place * len(whole_workbook))
    damaged = whole_workbook[:at] if cut else whole_workbook[:at] + bytes([byte]) + whole_workbook[at + 1 :]
    path = written(tmp_path_factory.getbasetemp(), damaged, "stuk.xlsx")
    with contextlib.suppress(FileError):
        assert read(path)


FAR = "1048576 rijen × 16384 kolommen"


@pytest.mark.parametrize(
    ("name", "change", "sentence"),
    [
        ("worksheets/sheet1.xml", (b'r="B2"', b'r="XFD1048576"'), FAR),
        ("worksheets/sheet1.xml", (b'r="B2"', b'r\n= "xfd1048576"'), FAR),
        ("other/Een.xml", (b'r="B2"', b"r='XFD1048576'"), FAR),
        ("worksheets/sheet1.XML", (b'r="B2"', b'r="XFD1048576"'), FAR),
        ("worksheets/sheet1.xml", (b'r="B2"', b'r="&#88;FD1048576"'), "geen leesbaar"),
        ("worksheets/sheet1.xml", (b'uniqueCount="4"', b'uniqueCount="4294967295"'), "geen leesbaar"),
        ("worksheets/sheet1.xml", (b"<t>Naam</t>", b"<t>&nobody;</t>"), "geen leesbaar"),
        ("worksheets/sheet1.xml", (b'"xl/workbook.xml"', b'"xl/boek.xml"'), "geen leesbaar"),
    ],
)
def test_a_bomb_is_refused_before_anything_is_made_room_for(
    tmp_path: Path, name: str, change: tuple[bytes, bytes], sentence: str
) -> None:
    """What is written otherwise, lies elsewhere or counts wrongly once ended the program: the reader got no memory."""
    path, bomb = workbook(tmp_path / "boek.xlsx", {"Een": [["Naam", "Plaats"], ["Jan", "Genk"]]}), tmp_path / "bom.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(bomb, "w") as new:
        for member in old.namelist():
            content = old.read(member).replace(*change).replace(b"worksheets/sheet1.xml", name.encode())
            new.writestr(member.replace("worksheets/sheet1.xml", name).replace("workbook.xml", _book(change)), content)
    with pytest.raises(FileError, match=sentence):
        read(bomb)


def _book(change: tuple[bytes, bytes]) -> str:
    return "boek.xml" if b"boek" in change[1] else "workbook.xml"


def test_another_kind_of_archive_is_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "boek.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("first.txt", "x" * 300)
        archive.writestr("content.xml", "<office:document-content/>")
    with pytest.raises(FileError, match="geen leesbaar"):
        read(path)


def test_a_day_that_no_calendar_has_is_said(tmp_path: Path) -> None:
    path = tmp_path / "boek.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Ritten")
        sheet.write_row(0, 0, ["Naam", "Uur"])
        sheet.write_number(1, 1, 1e15, book.add_format({"num_format": "[h]:mm"}))
    with pytest.raises(FileError, match="blad Ritten: een cel heeft een dag of uur dat niet bestaat"):
        read(path)
