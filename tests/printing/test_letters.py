"""Letters, payment codes and labels: measured on the page itself."""

from datetime import date
from pathlib import Path
from typing import Any

import pypdf
import pypdfium2  # type: ignore[import-untyped]  # it ships no types
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm

from mmc_desk.printing.labels import LabelSheet, write_labels
from mmc_desk.printing.letters import WINDOW, Letter, Sender, Slip, write_letters
from mmc_desk.printing.qr import QUIET, Matrix, Transfer, payment_matrix
from tests.printing import qr_reader

TRANSFER = Transfer("LDC De Wijzer", "BE68539007547034", 1200, "202700027101", "GKCCBEBB")
PAYLOAD = "BCD\n002\n1\nSCT\nGKCCBEBB\nLDC De Wijzer\nBE68539007547034\nEUR12\n\n202700027101"
LETTER = Letter(
    ["María Thijs", "Demerwal 2 bus 3", "3740 Bilzen"],
    "Lidgeld 2027",
    ["Beste María Thijs,", "Het lidgeld is € 12,00."],
    Slip("Lidgeld 2027", [("Bedrag", "€ 12,00"), ("Mededeling", "+++202/7000/27101+++")], TRANSFER),
)
SENDER = Sender("LDC De Wijzer", ("Brugstraat 15", "3740 Bilzen-Hoeselt"))
DAY = date(2026, 12, 4)


def texts(path: Path, page: int = 0) -> list[tuple[str, float, float, float]]:
    """Return each text of a page with where it starts and its size, in points."""
    found: list[tuple[str, float, float, float]] = []

    def note(text: str, cm: Any, tm: Any, _font: Any, size: float) -> None:  # noqa: ANN401 - pypdf's own
        if text.strip():
            found.append((text.strip(), tm[4] + cm[4], tm[5] + cm[5], size))

    pypdf.PdfReader(path).pages[page].extract_text(visitor_text=note)
    return found


def scanned(path: Path, modules: int) -> Matrix:
    """Return the code on the first page as a scanner sees it: the middle of each module, at 300 dots an inch."""
    document = pypdfium2.PdfDocument(path)
    scale = 300 / 72
    image = document[0].render(scale=scale).to_pil().convert("L")
    document.close()
    dark = [
        (x, y)
        for y in range(round((A4[1] - 74 * mm) * scale), round((A4[1] - 30 * mm) * scale))
        for x in range(round(140 * mm * scale), round(190 * mm * scale))
        if image.getpixel((x, y)) < 128
    ]
    left, top = min(x for x, _ in dark), min(y for _, y in dark)
    bottom = top + max(x for x, _ in dark) - left
    step = (bottom - top + 1) / modules
    return [
        [
            int(image.getpixel((round(left + (c + 0.5) * step), round(top + (r + 0.5) * step))) < 128)
            for c in range(modules)
        ]
        for r in range(modules)
    ]


def test_a_paragraph_of_which_not_a_line_fits_goes_to_the_next_page(tmp_path: Path) -> None:
    path = tmp_path / "brief.pdf"
    letters = [
        Letter(LETTER.address, "Factuur", ["regel\n" * lines, "laatste"], LETTER.slip) for lines in range(20, 60)
    ]
    write_letters(path, "Brieven", SENDER, DAY, letters)
    said = "".join(page.extract_text() for page in pypdf.PdfReader(path).pages)
    assert said.count("laatste") == len(letters)


def test_a_letter_has_its_address_in_the_window_and_nothing_below_eleven_points(tmp_path: Path) -> None:
    path = tmp_path / "brief.pdf"
    write_letters(path, "Brieven", SENDER, DAY, [LETTER, LETTER])
    assert len(pypdf.PdfReader(path).pages) == 2
    left, bottom, width, height = WINDOW
    for text, x, y, size in texts(path):
        inside = left - 2 <= x <= left + width and bottom <= y <= bottom + height
        assert inside == (text in LETTER.address), text
        assert size >= 11
    assert "vrijdag 4 december 2026" in [text for text, *_ in texts(path, 1)]
    assert A4[1] - (bottom + height) >= 40 * mm
    assert A4[0] - (left + width) >= 15 * mm


def test_the_code_on_paper_reads_as_the_transfer(tmp_path: Path) -> None:
    path = tmp_path / "brief.pdf"
    write_letters(path, "Brieven", SENDER, DAY, [LETTER])
    matrix = payment_matrix(TRANSFER)
    assert qr_reader.read(matrix) == PAYLOAD
    assert not pypdf.PdfReader(path).pages[0].images, "drawn, not pasted"
    assert scanned(path, len(matrix)) == matrix
    assert qr_reader.read(scanned(path, len(matrix))) == PAYLOAD
    module = 46 / (len(matrix) + 2 * QUIET)
    assert module >= 0.75, "millimetres: a phone reads it from a hand's breadth"


def test_a_letter_without_an_account_has_no_code_and_practice_says_so(tmp_path: Path) -> None:
    path = tmp_path / "brief.pdf"
    bare = Letter(["Lia", "", ""], "Lidgeld", ["Beste Lia,"], Slip("Lidgeld", [("Bedrag", "€ 12,00")]))
    write_letters(path, "Brieven", Sender("LDC"), DAY, [bare], practice=True)
    shown = [text for text, *_ in texts(path)]
    assert "OEFENDATA" in shown
    assert not any("Scan" in text for text in shown)


@given(
    st.text(st.characters(codec="utf-8", categories=("L", "Nd", "Zs")), min_size=1, max_size=120).filter(str.strip),
    st.integers(1, 99_999_99),
)
def test_any_beneficiary_and_amount_read_back(name: str, cents: int) -> None:
    told = qr_reader.read(payment_matrix(Transfer(name, "BE68539007547034", cents, "202700027101"))).split("\n")
    assert told[:5] == ["BCD", "002", "1", "SCT", ""]
    assert told[5] == name[:70].strip()
    assert round(float(told[7].removeprefix("EUR")) * 100) == cents
    assert told[9] == "202700027101"


@pytest.mark.parametrize(
    ("rows", "columns", "width", "height", "first"),
    [
        (7, 3, 63.5, 38.1, [7.25, 15.15]),
        (8, 3, 63.5, 33.9, [7.25, 12.9]),
        (7, 2, 99.1, 38.1, [4.65, 15.15]),
        (10, 4, 52.5, 29.7, [0.0, 0.0]),
    ],
)
def test_labels_lie_where_the_sheet_has_them(
    rows: int, columns: int, width: float, height: float, first: list[float]
) -> None:
    sheet = LabelSheet(rows, columns)
    assert [sheet.width / mm, sheet.height / mm] == pytest.approx([width, height])
    x, top = sheet.corner(0)
    assert [x / mm, (A4[1] - top) / mm] == pytest.approx(first, abs=0.01)
    x, top = sheet.corner(rows * columns - 1)
    assert x + sheet.width <= A4[0] + 0.01
    assert top - sheet.height >= -0.01


def test_labels_fill_sheets_and_stay_inside_their_label(tmp_path: Path) -> None:
    path = tmp_path / "etiketten.pdf"
    sheet = LabelSheet(7, 3)
    long = ("Een heel lange naam die nooit op één regel past en doorgaat en doorgaat", "Straat 1", "", "3740 Bilzen")
    write_labels(path, "Etiketten", [long] * 22, sheet, practice=True)
    assert len(pypdf.PdfReader(path).pages) == 2
    corners = [sheet.corner(place) for place in range(21)]
    for text, x, y, size in texts(path):
        if text != "OEFENDATA":
            assert size >= 11
            assert any(left < x < left + sheet.width and top - sheet.height < y < top - 8 for left, top in corners), (
                text
            )
