"""A booklet for the archive: its structure read back out of the file."""

from pathlib import Path
from typing import Any

import pypdf
import pytest
from reportlab.platypus import Spacer

from mmc_desk.core.errors import FileError
from mmc_desk.printing import styles, tagged
from mmc_desk.printing.booklet import Booklet, Chapter, Tile, heading
from mmc_desk.printing.charts import BarChart, Beside, RowChart
from mmc_desk.printing.tables import Column, DataTable

HOSTILE = '#panic("x") *vet* $x$ <b>& = kop'
NOT_IN_THE_FONT = "👩‍🦽"


def booklet() -> Booklet:
    """Return a booklet with one of everything."""
    table = DataTable(
        [Column("Cijfer", 3), Column("2019", 1, "right")],
        [["Ritten", "2.983"], ["Totaal", "2.983"]],
        emphasis={1},
        notes={0: "Uitgevoerde ritten."},
    )
    beside = Beside([("Leden", BarChart(["2018", "2019"], [("", [271, 295])]))])
    story = [
        styles.text(HOSTILE),
        styles.text(NOT_IN_THE_FONT),
        *heading("Ritten per dorp", table),
        RowChart(["Hees", "Merem"], [("2019", [3, None]), ("2018", [0, 4])]),
        beside,
        BarChart(["jan"], [("Loos", [0])]),
        Spacer(1, 1),
    ]
    chapters = [Chapter("Samenvatting", story)]
    return Booklet(
        "Evaluatie 2019",
        "Jaarcijfers",
        "LDC",
        chapters,
        [Tile("Ritten", "2.983")],
        [("Versie", "1")],
        "v1",
        practice=True,
    )


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> pypdf.PdfReader:
    pytest.importorskip("typst", reason="the extra `archive` isn't installed")
    path = tmp_path_factory.mktemp("tagged") / "archief.pdf"
    tagged.write_tagged(path, booklet())
    return pypdf.PdfReader(path)


def elements(reader: pypdf.PdfReader) -> list[tuple[str, str]]:
    """Return the kind and the alternative text of every element of the structure, in reading order."""
    found: list[tuple[str, str]] = []

    def walk(one: Any) -> None:  # noqa: ANN401 - pypdf's own objects
        one = one.get_object()
        if isinstance(one, list):
            for kid in one:
                walk(kid)
        elif isinstance(one, dict):
            if "/S" in one:
                found.append((str(one["/S"]), str(one.get("/Alt", ""))))
            if "/K" in one:
                walk(one["/K"])

    walk(reader.root_object["/StructTreeRoot"])
    return found


def test_it_says_which_standards_it_keeps_whose_it_is_and_in_which_language(made: pypdf.PdfReader) -> None:
    root: Any = made.root_object
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == ("nl-BE", True)
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    metadata = root["/Metadata"].get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in metadata
    assert made.metadata is not None
    assert made.metadata.title == "Evaluatie 2019"
    assert [one.title for one in made.outline if isinstance(one, pypdf.generic.Destination)][-1] == "Samenvatting"


def test_headings_tables_and_charts_are_structure(made: pypdf.PdfReader) -> None:
    found = elements(made)
    kinds = [kind for kind, _ in found]
    assert kinds.count("/H1") >= 1
    assert kinds.count("/H2") >= 1
    assert kinds.count("/Table") == 1
    assert kinds.count("/TH") == 2
    told = [text for kind, text in found if kind == "/Figure"]
    assert told == ["2019: Hees 3, Merem –; 2018: Hees 0, Merem 4", "Leden: 2018 271, 2019 295", "Loos: jan 0"]


def test_what_people_typed_is_text_and_nothing_else(made: pypdf.PdfReader) -> None:
    text = " ".join(" ".join(page.extract_text() for page in made.pages).split())
    assert HOSTILE in text
    assert "\N{REPLACEMENT CHARACTER}" in text  # the standards refuse a letter that no font has
    assert "Uitgevoerde ritten." in text
    assert "Blad 2 van 3" in text


def test_without_the_extra_a_sentence_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tagged, "is_installed", lambda: False)
    with pytest.raises(FileError, match=r"pip install mmc-desk\[archive\]"):
        tagged.write_tagged(tmp_path / "a.pdf", booklet())
    assert not list(tmp_path.iterdir())


def test_whether_the_extra_is_there_is_asked_of_the_import_system(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tagged, "_LIBRARY", "no_such_library")
    assert not tagged.is_installed()
