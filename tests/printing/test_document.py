from datetime import datetime
from pathlib import Path
from typing import Any

import pypdf
import pytest
from reportlab.platypus import Flowable

from mmc_desk import __version__
from mmc_desk.printing import blocks, styles
from mmc_desk.printing.charts import BarChart
from mmc_desk.printing.document import Document, new_section, write_pdf
from mmc_desk.printing.tables import Column, DataTable

HOSTILE = (
    "<b>vet</b> & <img src='/etc/passwd'/>",
    '=HYPERLINK("http://x")',
    "x" * 300,
    "👩‍🦽 rolstoel 🚗",
    "שלום עולם مرحبا",
    "nul\x00 en half \ud83d",
    "naam " * 60,
    "",
)
COLUMNS = (Column("Naam", 3, bold=True), Column("Km", 1, "right"), Column("Paraaf", 1, "center"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "blad.pdf"


def read(path: Path) -> list[str]:
    return [page.extract_text() for page in pypdf.PdfReader(path).pages]


def sizes(path: Path) -> set[float]:
    """Return every font size on every page."""
    found: set[float] = set()

    def note(_text: str, _cm: Any, _tm: Any, _font: Any, size: float) -> None:  # noqa: ANN401 - pypdf's own
        found.add(size)

    for page in pypdf.PdfReader(path).pages:
        page.extract_text(visitor_text=note)
    return found


def starts(page: pypdf.PageObject) -> list[float]:
    """Return where on the line each text of a page starts."""
    found: list[float] = []

    def note(_text: str, _cm: Any, matrix: Any, _font: Any, _size: float) -> None:  # noqa: ANN401 - pypdf's own
        found.append(matrix[4])

    page.extract_text(visitor_text=note)
    return found


def rows(count: int) -> list[list[str]]:
    return [[f"Rij {number}", str(number), ""] for number in range(count)]


def test_every_page_bears_title_desk_page_number_time_and_version(path: Path, frozen_clock: datetime) -> None:
    story: list[Flowable] = [DataTable(COLUMNS, rows(100))]
    write_pdf(path, Document("Jaarcijfers", "van 2019", story, footer="vertrouwelijk", desk="LDC De Wijzer · Bilzen"))
    pages = read(path)
    assert len(pages) > 1
    for number, text in enumerate(pages, start=1):
        for part in ("Jaarcijfers", "van 2019", "LDC De Wijzer · Bilzen", "vertrouwelijk", f"MMC Desk {__version__}"):
            assert part in text
        assert "Afgedrukt op 23/11/2026 om 10:00" in text
        assert f"Pagina {number} van" in text
        assert str(len(pages)) in text.split(f"Pagina {number} van")[1][:4]


def test_nothing_on_paper_is_smaller_than_eleven_points(path: Path) -> None:
    story = [styles.title("Kop"), styles.text("tekst"), BarChart(["jan"], [("2019", [3])]), DataTable(COLUMNS, rows(3))]
    story.append(blocks.definitions([("Ritten", "uitgevoerde ritten.")]))
    story.append(blocks.SignatureBlock(["Jan Peeters"]))
    write_pdf(path, Document("Titel", "onder", story, footer="vertrouwelijk", desk="LDC", practice=True))
    assert min(size for size in sizes(path) if size > 1) >= 11


def test_practice_data_is_marked_on_every_page_and_real_data_on_none(path: Path) -> None:
    write_pdf(path, Document("Titel", story=[DataTable(COLUMNS, rows(90))], practice=True))
    assert all("OEFENDATA" in text for text in read(path))
    write_pdf(path, Document("Titel", story=[DataTable(COLUMNS, rows(90))]))
    assert not any("OEFENDATA" in text for text in read(path))


def test_a_table_repeats_its_heading_and_loses_no_row(path: Path) -> None:
    write_pdf(path, Document("Titel", story=[DataTable(COLUMNS, rows(150))]))
    pages = read(path)
    assert all("Paraaf" in text for text in pages)
    whole = "\n".join(pages)
    assert all(f"Rij {number}" in whole for number in range(150))


@pytest.mark.parametrize("count", range(28, 40))
def test_a_total_never_starts_a_page_alone(path: Path, count: int) -> None:
    table = DataTable(COLUMNS, [*rows(count), ["Totaal", "9", ""]], emphasis={count})
    write_pdf(path, Document("Titel", story=[table]))
    last = read(path)[-1]
    assert "Totaal" in last
    assert f"Rij {count - 1}" in last


@pytest.mark.parametrize("landscape", [False, True])
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_drawn_as_text_wherever_it_stands(path: Path, text: str, *, landscape: bool) -> None:
    story = [
        styles.title(text),
        styles.text(text),
        styles.definition(text, text),
        BarChart([text], [(text, [1])]),
        DataTable([Column(text or "kop"), Column("smal", 0.1)], [[text, text]] * 40, notes={0: text}),
        blocks.SignatureBlock([text]),
        *new_section(text, text, text),
    ]
    write_pdf(path, Document(text, text, story, footer=text, desk=text, landscape=landscape))
    assert len(read(path)) > 1


def test_markup_in_a_name_stands_on_paper_letter_by_letter(path: Path) -> None:
    story = [styles.text("<b>Jan</b> & co"), DataTable(COLUMNS, [["<i>Rosa</i> &amp;", "1", ""]])]
    write_pdf(path, Document("<u>Titel</u>", story=story))
    [text] = read(path)
    for part in ("<u>Titel</u>", "<b>Jan</b> & co", "<i>Rosa</i> &amp;"):
        assert part in text


def test_long_text_stays_within_the_page(path: Path) -> None:
    write_pdf(path, Document("x" * 300, "y" * 300, [DataTable(COLUMNS, [["z" * 300, "1" * 40, ""]])], desk="w" * 300))
    right = 595 - styles.MARGIN + 1
    for page in pypdf.PdfReader(path).pages:
        assert max(starts(page)) <= right


def test_each_section_counts_its_own_pages_and_has_a_bookmark(path: Path) -> None:
    story = [
        *new_section("Peeters Jan", "dinsdag", "versie 2"),
        DataTable(COLUMNS, rows(60)),
        *new_section("Claes Rosa", "woensdag"),
        DataTable(COLUMNS, rows(2)),
    ]
    write_pdf(path, Document("Rittenlijst", story=story))
    reader = pypdf.PdfReader(path)
    first, second, third = read(path)
    assert "versie 2" in first
    assert "Pagina 2 van" in second
    assert "Claes Rosa" in third
    assert "Pagina 1 van" in third
    marks = [
        (mark.title, reader.get_destination_page_number(mark))
        for mark in reader.outline
        if isinstance(mark, pypdf.generic.Destination)
    ]
    assert marks == [("Peeters Jan", 0), ("Claes Rosa", 2)]


def test_metadata_names_document_desk_and_language(path: Path) -> None:
    write_pdf(path, Document("Kilometerstaat 2019", "per chauffeur", desk="LDC De Wijzer"))
    reader = pypdf.PdfReader(path)
    assert reader.metadata is not None
    assert (reader.metadata.title, reader.metadata.author) == ("Kilometerstaat 2019", "LDC De Wijzer")
    assert str(reader.root_object["/Lang"]) == "nl-BE"


def test_a_document_without_a_story_is_one_empty_page(path: Path) -> None:
    write_pdf(path, Document("Leeg"))
    assert len(read(path)) == 1


def test_a_chart_leaves_unknown_values_out_and_survives_none_at_all(path: Path) -> None:
    story = [BarChart(["jan", "feb"], [("2019", [1500, None]), ("2018", [0, 3])]), BarChart([], [("2019", [])])]
    write_pdf(path, Document("Grafiek", story=story))
    [text] = read(path)
    assert "2019" in text
    assert "1.500" in text


def test_ink_is_grey_only(path: Path) -> None:
    story = [DataTable(COLUMNS, rows(3), emphasis={2}), BarChart(["jan"], [("a", [1]), ("b", [2])])]
    write_pdf(path, Document("Titel", story=story, practice=True))
    page = pypdf.PdfReader(path).pages[0]
    contents = page.get_contents()
    assert contents is not None
    for operands, operator in contents.operations:
        if operator in {b"rg", b"RG"}:
            assert len({float(value) for value in operands}) == 1


@pytest.mark.parametrize(("highest", "top"), [(3, "3"), (12, "15"), (26, "30"), (1500, "1.500")])
def test_a_chart_counts_in_whole_numbers(highest: int, top: str, path: Path) -> None:
    write_pdf(path, Document("Grafiek", story=[BarChart(["jan"], [("a", [highest])])]))
    [text] = read(path)
    words = text.split()
    assert words.count(top) == 1
    assert not any(word.endswith(",5") for word in words)
