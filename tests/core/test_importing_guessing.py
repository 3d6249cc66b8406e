"""Columns under a heading that no list knows: what is guessed, what is left alone, and that the report says so."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from mmc_desk.core.db import Database
from mmc_desk.core.importing import FileReport, ImportKind, Outcome, import_files
from mmc_desk.core.importing.cells import read_date, read_note, read_text, read_time, read_whole, words
from mmc_desk.core.importing.kinds import Batch, Field, known_as

taken: list[Batch] = []


def store(_session: Session, batch: Batch) -> None:
    taken.append(batch)
    for row in range(len(batch)):
        batch.mark(row, Outcome.NEW)


TRIPS = ImportKind(
    name="uitstappen",
    title="Uitstappen",
    place=1,
    fields=(
        Field("day", known_as("datum|uitstapdag|dag vertrek"), read_date),
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
