from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from mmc_desk.printing.sheets import Kind, Sheet, SheetColumn, write_csv, write_xlsx

COLUMNS = (
    SheetColumn("Naam"),
    SheetColumn("Km", Kind.NUMBER),
    SheetColumn("Bedrag", Kind.AMOUNT),
    SheetColumn("Tarief", Kind.RATE),
    SheetColumn("Dag", Kind.DATE),
)
ROWS = [
    ("Geladé", 12.5, Decimal("-12.50"), Decimal("0.3573"), date(2019, 7, 1)),
    ("Leeg", None, None, None, None),
    ("Totaal", 3, Decimal(7), Decimal("0.4"), None),
]
LIVE = ("=1+1", "+32 473", "-1", "@SUM(A1)", "\tx", "\rx", " =1+1")


def csv_lines(path: Path) -> list[str]:
    raw = path.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    return raw.decode("utf-8-sig").split("\r\n")


def test_a_workbook_has_typed_cells(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_xlsx(path, [Sheet("Blad", COLUMNS, ROWS, totals=1, notes=["Een nota"])])
    page = openpyxl.load_workbook(path)["Blad"]
    cells = [[cell.value for cell in row] for row in page.iter_rows(min_row=1, max_row=4)]
    assert cells[0] == ["Naam", "Km", "Bedrag", "Tarief", "Dag"]
    assert cells[1][:4] == ["Geladé", 12.5, -12.5, 0.3573]
    assert page["E2"].is_date
    assert cells[2][1:] == [None, None, None, None]
    assert page["A4"].font.bold
    assert not page["A2"].font.bold
    assert page["A6"].value == "Een nota"


@pytest.mark.parametrize("text", LIVE)
def test_no_text_becomes_a_formula(tmp_path: Path, text: str) -> None:
    sheet = Sheet("Blad", (SheetColumn(text),), [[text]], notes=[text])
    write_xlsx(tmp_path / "a.xlsx", [sheet])
    page = openpyxl.load_workbook(tmp_path / "a.xlsx")["Blad"]
    assert all(cell.data_type == "s" for row in page.iter_rows() for cell in row if cell.value is not None)
    write_csv(tmp_path / "a.csv", [sheet])
    text_of_file = (tmp_path / "a.csv").read_bytes().decode("utf-8-sig")
    assert all(line.lstrip('"').startswith("'") for line in text_of_file.split("\r\n") if line)


def test_real_negative_numbers_stay_numbers_in_csv(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    write_csv(path, [Sheet("Blad", COLUMNS, [("Jan", -2.5, Decimal("-1012.5"), Decimal("0.3573"), date(2019, 7, 1))])])
    assert csv_lines(path)[1] == "Jan;-2,5;-1012,50;0,3573;01/07/2019"


def test_several_tables_in_one_csv_each_bear_their_name(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    one, two = Sheet("Een", COLUMNS[:1], [["a;b"]], notes=["nota"]), Sheet("Twee", COLUMNS[:2], [["c", 1]])
    write_csv(path, [one, two], practice=True)
    assert csv_lines(path) == ["OEFENDATA", "Een", "Naam", '"a;b"', "nota", "", "Twee", "Naam;Km", "c;1", ""]


def test_practice_marks_every_sheet(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_xlsx(path, [Sheet("Een", COLUMNS[:1], [["a"]]), Sheet("Twee", COLUMNS[:1], [["b"]])], practice=True)
    book = openpyxl.load_workbook(path)
    for page in book:
        assert page["A1"].value == "OEFENDATA"
        header = page.oddHeader
        assert header is not None
        assert "OEFENDATA" in str(header.center.text)


def test_sheet_names_are_made_fit_and_unique(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    names = ["a/b:c*[d]", "A B C  D", "'" + "x" * 60 + "'", "x" * 60, "", "\n"]
    write_xlsx(path, [Sheet(name, COLUMNS[:1], []) for name in names])
    made = openpyxl.load_workbook(path).sheetnames
    assert len({name.casefold() for name in made}) == len(names)
    assert all(0 < len(name) <= 31 for name in made)


def test_hostile_text_survives_both_kinds_of_file(tmp_path: Path) -> None:
    rows = [[text] for text in ("x" * 40_000, "👩‍🦽", "שלום", "half \ud83d", "nul\x00", "a\nb")]
    sheet = Sheet("Blad", COLUMNS[:1], rows)
    write_xlsx(tmp_path / "a.xlsx", [sheet])
    write_csv(tmp_path / "a.csv", [sheet])
    page = openpyxl.load_workbook(tmp_path / "a.xlsx")["Blad"]
    assert page["A4"].value == "שלום"
    assert page["A5"].value == "half �"
    assert "שלום" in csv_lines(tmp_path / "a.csv")
