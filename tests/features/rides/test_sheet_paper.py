"""Ride sheets on paper and from the command line: read back from real PDFs."""

import argparse
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader

from mmc_desk.__main__ import main
from mmc_desk.core.errors import RuleError
from mmc_desk.core.migrate import open_database
from mmc_desk.features.rides import printout
from mmc_desk.features.rides.commands import count_argument
from mmc_desk.features.rides.model import Purpose
from mmc_desk.features.rides.printout import sheets as paper
from mmc_desk.features.rides.queries.roster import roster_book
from mmc_desk.features.rides.queries.sheets import sheet_book
from tests.features.rides.conftest import WEDNESDAY, RideDesk, fill

NOVEMBER = (date(2026, 11, 1), date(2026, 11, 30))


def pages(path: Path) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(path).pages]


def test_a_booklet_page_has_the_rides_and_room_to_write(sqlite_desk: RideDesk, tmp_path: Path) -> None:
    sqlite_desk.assigned(purpose=Purpose.DAY_CARE, note="dialyse")
    book = sqlite_desk.read(sheet_book, *NOVEMBER)
    printout.write_sheets(tmp_path / "s.pdf", book)
    (page,) = pages(tmp_path / "s.pdf")
    for wanted in (
        "Rittenblad Reynders Pierre",
        "November 2026",
        "wo 25/11",
        "Jans Rosa",
        "Hees – ZOL Genk",
        "Teller begin",
        "Ontvangen €",
        "Handtekening",
        "vertrouwelijk – na gebruik terugbezorgen of vernietigen",
        "Pagina 1 van 1",
    ):
        assert wanted in page
    assert "dagopvang" not in page
    assert "dialyse" not in page


def test_a_cell_is_higher_than_eight_millimetres() -> None:
    assert paper.CELL > 8 / 25.4 * 72


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [
        (WEDNESDAY, WEDNESDAY, "woensdag 25 november 2026"),
        (date(2026, 11, 23), WEDNESDAY, "23/11/2026 tot en met 25/11/2026"),
    ],
)
def test_a_day_or_a_few_days(sqlite_desk: RideDesk, tmp_path: Path, first: date, last: date, shown: str) -> None:
    sqlite_desk.assigned(destination="", destination_village="Genk", appointment=None)
    printout.write_sheets(tmp_path / "s.pdf", sqlite_desk.read(sheet_book, first, last))
    assert shown in pages(tmp_path / "s.pdf")[0]


def test_edge_19_tomorrows_rosters_with_blank_sheets_behind_them(sqlite_desk: RideDesk, tmp_path: Path) -> None:
    sqlite_desk.assigned()
    printout.write_rosters(tmp_path / "r.pdf", sqlite_desk.read(roster_book, WEDNESDAY), blank=2)
    roster, *blank = pages(tmp_path / "r.pdf")
    assert "Rittenlijst Reynders Pierre" in roster
    assert len(blank) == 2
    assert all("Rittenblad" in page and "Chauffeur: ____" in page and "Pagina 1 van 1" in page for page in blank)


def test_blank_sheets_alone(sqlite_desk: RideDesk, tmp_path: Path) -> None:
    sqlite_desk.assigned()
    printout.write_sheets(tmp_path / "s.pdf", sqlite_desk.read(sheet_book, *NOVEMBER, nobody=True), blank=3)
    assert len(pages(tmp_path / "s.pdf")) == 3
    with pytest.raises(RuleError, match="geen chauffeur met code"):
        sqlite_desk.read(sheet_book, *NOVEMBER, "C99")


def test_how_many_blank_sheets() -> None:
    assert count_argument("12") == 12
    for text in ("-1", "veel", "1000"):
        with pytest.raises(argparse.ArgumentTypeError, match="geen aantal bladen"):
            count_argument(text)


def test_from_the_command_line(sqlite_path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with open_database(str(sqlite_path)) as database:
        fill(database).assigned(ride_date=date(2035, 6, 12))
    arguments = ["--db", str(sqlite_path), "sheets", "6/2035", "-o"]
    assert main([*arguments, str(tmp_path / "s.pdf"), "--driver", "C01", "--blank", "1"]) == 0
    assert "lege bladen: 1" in capsys.readouterr().out
    assert len(pages(tmp_path / "s.pdf")) == 2
    assert main([*arguments, str(tmp_path / "b.pdf"), "--only-blank"]) == 0
    assert len(pages(tmp_path / "b.pdf")) == 1
    assert main([*arguments, str(tmp_path / "s.doc")]) == 2
