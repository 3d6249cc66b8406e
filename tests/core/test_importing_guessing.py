"""Sheets that no list knows: strange headings, headings in two rows, a date that stands once for many rows."""

from datetime import date
from pathlib import Path

import pytest
import xlsxwriter  # type: ignore[import-untyped]  # it ships no types
from sqlalchemy.orm import Session

from mmc_desk.core.db import Database
from mmc_desk.core.importing import FileReport, ImportKind, Outcome, import_files
from mmc_desk.core.importing.cells import read_date, read_note, read_text, read_time, read_whole, words
from mmc_desk.core.importing.kinds import Batch, Field, known_as

taken: list[Batch] = []


def store(_session: Session, batch: Batch) -> None:
    taken.append(batch)
    for row in range(len(batch)):
        if not batch.rejected(row):
            batch.mark(row, Outcome.NEW)


TRIPS = ImportKind(
    name="uitstappen",
    title="Uitstappen",
    place=1,
    fields=(
        Field("day", known_as("datum|uitstapdag|dag vertrek"), read_date, carried=True),
        Field("leaves", known_as("vertrek|uur vertrek|vertrek thuis"), read_time),
        Field("place", known_as("bestemming|plaats bestemming"), read_text),
        Field("people", known_as("deelnemers|betalende leden"), read_whole),
        Field("guide", known_as("gids|naam gids"), read_text),
        Field("second_guide", known_as("tweede gids|naam tweede"), read_text, instead_of="place"),
        Field("cost", known_as("kost|betaalde kost|prijs"), read_whole),
        Field(
            "outcome",
            known_as("afloop"),
            words({True: "gegaan|ja", False: "afgelast|nee"}),
            telling=words({True: "gegaan", False: "afgelast"}),
        ),
        Field("note", known_as("nota"), read_note),
    ),
    required=(("day",), ("place",)),
    store=store,
    about=("uitstap", "bus"),
)


@pytest.fixture(autouse=True)
def nothing_taken() -> None:
    taken.clear()


def read(database: Database, folder: Path, text: str, mapping: str = "") -> FileReport:
    path = folder / "uitstappen.csv"
    path.write_text(text, encoding="utf-8")
    told = None
    if mapping:
        told = folder / "kolommen.toml"
        told.write_text(mapping, encoding="utf-8")
    (report,) = import_files(database, [path], (TRIPS,), told)
    return report


def said(report: FileReport) -> list[str]:
    return [note for note in report.notes if "gelezen als" in note or "niet gebruikt" in note]


ROWS = "02/06/2026;08:15;Genk\n03/06/2026;09:00;Hasselt\n"


@pytest.mark.parametrize(
    ("heading", "cells", "field"),
    [
        ("Prijs van de bus", ("12", "9"), "cost"),  # a word that says whom it is about
        ("Vertrekuur", ("08:15", "09:00"), "leaves"),  # two known words in one
        ("Betalende deelnemer", ("12", "9"), "people"),
        ("Wie gaat er mee", ("12", "9"), None),
        ("Deelnemers gezond", ("12", "9"), "people"),  # a strange word, but the cells prove the number
        ("Deelnemers gezond", ("twaalf?", "vele"), None),
        ("Gids gezond", ("Jan", "An"), None),  # the same word beside free text proves nothing
        ("Gidsen", ("Jan", "An"), "guide"),
        ("Gidsen", ("02/06/2026", "03/06/2026"), None),  # free text doesn't hold dates
        ("Gidsen", ("8u15", "9u00"), None),
        ("Tweede gidsen", ("Jan", "An"), None),  # a sheet with a place has none of these
        ("Kost deelnemers", ("12", "9"), None),  # it could be both
        ("Hoe het ging", ("gegaan", "afgelast"), "outcome"),  # by what stands below it
        ("Hoe het ging", ("ja", "nee"), None),
        ("Iets", ("", ""), None),
    ],
)
def test_one_strange_column(
    database: Database, tmp_path: Path, heading: str, cells: tuple[str, str], field: str | None
) -> None:
    lines = zip(("02/06/2026;Genk", "03/06/2026;Hasselt"), cells, strict=True)
    report = read(database, tmp_path, f"Datum;Bestemming;{heading}\n" + "".join(f"{a};{b}\n" for a, b in lines))
    (batch,) = taken
    extra = set(batch.columns) - {"day", "place"}
    assert extra == ({field} if field else set())
    assert any(f"“{heading}” gelezen als" in note for note in report.notes) is bool(field)


def test_a_whole_sheet_in_other_words(database: Database, tmp_path: Path) -> None:
    report = read(database, tmp_path, "Wanneer precies;Vertrekuur;Plaats\n" + ROWS)
    assert said(report) == ["kolom “Wanneer precies” gelezen als datum", "kolom “Vertrekuur” gelezen als vertrek",
                            "kolom “Plaats” gelezen als bestemming"]  # fmt: skip
    assert taken[0].column("day") == [date(2026, 6, 2), date(2026, 6, 3)]


def test_two_dates_are_not_guessed_between(database: Database, tmp_path: Path) -> None:
    report = read(database, tmp_path, "Heen;Weer;Bestemming\n02/06/2026;03/06/2026;Genk\n")
    assert not taken
    assert "niet herkend" in report.problems[0]


def test_what_a_mapping_speaks_of_is_left_alone(database: Database, tmp_path: Path) -> None:
    text = "Datum;Bestemming;Vertrekuur\n02/06/2026;Genk;08:15\n"
    assert said(read(database, tmp_path, text, '[kolommen]\n"Vertrekuur" = "-"\n')) == [
        "kolommen niet gebruikt: Vertrekuur"
    ]


def test_a_sheet_of_which_little_is_understood_is_none_of_ours(database: Database, tmp_path: Path) -> None:
    strange = ";".join(f"kolom {letter}" for letter in "abcdefg")
    report = read(database, tmp_path, f"Datum;Bestemming;{strange}\n02/06/2026;Genk;1;2;3;4;5;6;7\n")
    assert "daarvoor ontbreekt: de zin van de meeste kolommen" in report.problems[0]
    assert not taken
    told = read(database, tmp_path, f"Datum;Bestemming;{strange}\n02/06/2026;Genk;1;2;3;4;5;6;7\n",
                '[[bestand]]\nnaam = "*"\nsoort = "uitstappen"\n')  # fmt: skip
    assert told.kind == "uitstappen"


TWO_ROWS = (
    ["Reis", "", "Uur", "", "Gids"],
    ["datum", "bestemming", "vertrek", "terug", "naam"],
    ["02/06/2026", "Genk", "08:15", "17:00", "An"],
    ["", "Hasselt", "09:00", "17:00", "Jan"],
    ["", "Tongeren", "09:30", "", "Jan"],
    ["Totaal", "3"],
)


def test_headings_in_two_rows_and_a_date_for_the_rows_below_it(database: Database, tmp_path: Path) -> None:
    report = read(database, tmp_path, "".join(";".join(row) + "\n" for row in TWO_ROWS))
    (batch,) = taken
    assert batch.column("day") == [date(2026, 6, 2)] * 3
    assert batch.column("guide") == ["An", "Jan", "Jan"]
    assert batch.numbers == [3, 4, 5]
    assert "kolom “datum”: leeg is zoals de rij erboven" in report.notes
    assert report.count(Outcome.SKIPPED) == 1


def test_the_same_in_a_workbook(database: Database, tmp_path: Path) -> None:
    path = tmp_path / "uitstappen.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        for place, row in enumerate(TWO_ROWS[:-1]):
            sheet.write_row(place, 0, [cell or None for cell in row])
    import_files(database, [path], (TRIPS,))
    assert taken[0].column("day") == [date(2026, 6, 2)] * 3


def test_refused_rows_of_such_a_sheet_can_be_read_again(database: Database, tmp_path: Path) -> None:
    rows = [*TWO_ROWS[:3], ["", "Hasselt", "26:00", "17:00", "Jan"], ["", "Peer", "10:00", "", "An"]]
    report = read(database, tmp_path, "".join(";".join(row) + "\n" for row in rows))
    assert report.rejects is not None
    text = report.rejects.read_text(encoding="utf-8")
    assert text.splitlines()[0].startswith("datum;bestemming;vertrek;terug;Gids naam")
    assert text.splitlines()[1].startswith("02/06/2026;Hasselt")
    mended = tmp_path / "uitstappen-2.csv"
    mended.write_text(text.replace("26:00", "06:00"), encoding="utf-8")
    (again,) = import_files(database, [mended], (TRIPS,))
    assert again.clean, again.rejections
    assert taken[1].column("day") == [date(2026, 6, 2)]


@pytest.mark.parametrize(
    "first",
    [
        "Uitstappen;2026\nDatum;Bestemming\n",  # a title with a year
        "Uitstappen van de club\nDatum;Bestemming\n",
        "Datum;Bestemming\nzonder;dag\n",  # the second row is as full as the first: a record, however poor
    ],
)
def test_one_row_of_headings_stays_one(database: Database, tmp_path: Path, first: str) -> None:
    read(database, tmp_path, f"{first}02/06/2026;Genk\n03/06/2026;Hasselt\n")
    assert taken[0].column("place")[-2:] == ["Genk", "Hasselt"]


def test_a_few_dates_that_lack_are_gaps(database: Database, tmp_path: Path) -> None:
    days = ["02/06/2026"] * 5 + [""]
    report = read(
        database, tmp_path, "Datum;Uur;Gids;Prijs;Bestemming\n" + "".join(f"{day};08:15;An;5;Genk\n" for day in days)
    )
    assert report.count(Outcome.REJECTED) == 1
