"""Totals of years before the product, from a file: taken, refused with a reason, never twice."""

from pathlib import Path

import xlsxwriter  # type: ignore[import-untyped]  # it ships no types

from mmc_desk.core.db import Database
from mmc_desk.core.importing import FileReport, Outcome, import_files
from mmc_desk.features import load_import_kinds
from mmc_desk.features.yearly.queries.entered import all_totals


def take(database: Database, path: Path) -> FileReport:
    [report] = import_files(database, [path], load_import_kinds(), rejects=path.parent)
    return report


def counts(report: FileReport) -> dict[str, int]:
    return {outcome.value: report.count(outcome) for outcome in Outcome if report.count(outcome)}


def written(folder: Path, name: str, *lines: str) -> Path:
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def totals(database: Database) -> list[tuple[int, str, float, str]]:
    return [(one.year, one.name, one.value, one.source) for one in database.read(all_totals)]


def test_totals_are_taken_with_their_source(database: Database, tmp_path: Path) -> None:
    lines = ("jaar;cijfer;waarde;bron", "2018;Leden;271;Jaarverslag", "2017;rides;2.801;", "2017;km;98012,5;Ritboek")
    report = take(database, written(tmp_path, "vroeger.csv", *lines))
    assert (report.problems, counts(report)) == ((), {"new": 3})
    assert totals(database) == [
        (2018, "members", 271, "Jaarverslag"),
        (2017, "rides", 2801, "vroeger"),
        (2017, "km", 98012.5, "Ritboek"),
    ]
    assert counts(take(database, written(tmp_path, "vroeger.csv", *lines))) == {"unchanged": 3}
    again = take(database, written(tmp_path, "nieuw.csv", lines[0], "2018;Leden;272;", "2017;rides;2801;"))
    assert counts(again) == {"changed": 1, "unchanged": 1}
    assert totals(database)[0] == (2018, "members", 272, "Jaarverslag")


def test_a_workbook_is_taken_too(sqlite_database: Database, tmp_path: Path) -> None:
    path = tmp_path / "cijfers vroeger.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Totalen")
        for place, row in enumerate([("Jaar", "Cijfer", "Waarde", "Bron"), (2018, "Leden", 271, "Jaarverslag")]):
            sheet.write_row(place, 0, row)
    assert counts(take(sqlite_database, path)) == {"new": 1}
    assert totals(sqlite_database) == [(2018, "members", 271, "Jaarverslag")]


def test_what_is_no_total_is_handed_back(sqlite_database: Database, tmp_path: Path) -> None:
    lines = [
        *("jaar;cijfer;waarde;bron", "2018;Leden;271;A", "2018;leden;271;A", "2018;Leden;9;B"),
        *("2018;Fietsen;3;C", "2031;Ritten;3;C", "2018;Ritten;-3;C", "2018;Ritten;veel;C", ";Ritten;3;C"),
        *("2018;;3;C", "2018;Ritten;;C", "2018;Leden meer of minder;3;C"),
    ]
    report = take(sqlite_database, written(tmp_path, "totalen.csv", *lines))
    assert counts(report) == {"new": 1, "duplicate": 1, "rejected": 9}
    reasons = " ".join(reason for rejection in report.rejections for reason in [rejection.reason])
    for part in ("staat ook op", "niet gekend", "tot 2026", "vanaf 0", "geen getal", "ontbreekt", "volgt vanzelf"):
        assert part in reasons
