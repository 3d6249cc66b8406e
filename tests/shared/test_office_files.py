"""The office's own files, and the same data as other desks write it: every total to the digit."""

import csv
import json
import random
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter  # type: ignore[import-untyped]  # it ships no types
from python_calamine import CalamineWorkbook
from sqlalchemy import text

from mmc_desk.core.db import Database
from mmc_desk.core.importing import FileReport, Outcome, import_files
from mmc_desk.features import load_import_kinds

pytestmark = pytest.mark.shared

INPUT = Path(__file__).resolve().parents[3] / "shared" / "input"
Rows = list[list[Any]]

RIDES = """
    SELECT count(*), sum(metres) / 1000, sum(passengers) FROM ride
    WHERE ride_date BETWEEN '{year}-01-01' AND '{year}-12-31' AND state = '{state}'
"""
PER_DRIVER = """
    SELECT p.last_name || ' ' || p.first_name, sum(r.metres) / 1000 FROM ride r
    JOIN driver d ON d.id = r.driver_id JOIN person p ON p.id = d.person_id
    WHERE r.state = 'driven' AND r.ride_date BETWEEN '2019-01-01' AND '2019-12-31' GROUP BY 1
"""


def run(database: Database, files: Iterable[Path], rejects: Path) -> dict[str, FileReport]:
    reports = import_files(database, list(files), load_import_kinds(), rejects=rejects)
    assert all(not report.problems for report in reports), [report.problems for report in reports]
    for report in reports:
        assert report.read == sum(report.count(outcome) for outcome in Outcome)
    return {report.path.name: report for report in reports}


def rows_of(database: Database, statement: str) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in database.read(lambda session: session.execute(text(statement)).all())]


def check_rides(database: Database, states: Sequence[str] = ("driven", "cancelled", "wasted", "no_driver")) -> None:
    expected = json.loads((INPUT / "expected.json").read_text("utf-8"))
    for year in ("2019", "2020"):
        found = {state: rows_of(database, RIDES.format(year=year, state=state))[0] for state in states}
        driven = tuple(expected[name][year] for name in ("rides", "km", "member_trips"))
        assert found["driven"] == driven
        for state in states[1:]:
            assert found[state][0] == expected[state][year]
        if "wasted" in states:
            assert found["wasted"][1] == expected["km_wasted"][year]
    assert dict(rows_of(database, PER_DRIVER)) == expected["km_per_driver_2019"]


def check_people(database: Database) -> None:
    expected = json.loads((INPUT / "expected.json").read_text("utf-8"))
    years = dict(rows_of(database, "SELECT year, count(*) FROM membership GROUP BY year"))
    assert {str(year): count for year, count in years.items()} == expected["members"]
    assert rows_of(database, "SELECT count(*), count(partner_id), count(ended_on) FROM member") == [(364, 34, 108)]
    aids = dict(rows_of(database, "SELECT aid, count(*) FROM member GROUP BY aid"))
    assert aids == {"none": 124, "rollator": 105, "rigid_wheelchair": 49, "cane": 46, "foldable_wheelchair": 40}
    assert rows_of(database, "SELECT count(*), sum(seats) FROM driver") == [(22, 102)]


def check_rejected(reports: dict[str, FileReport], folder: Path) -> None:
    """Rejected rows stand in a file of their own, in the form that they came in."""
    for name, encoding in (("rittenboek_2019", "cp1252"), ("rittenboek_2020", "utf-8-sig")):
        with (INPUT / f"{name}.csv").open(encoding=encoding, newline="") as file:
            book = list(csv.reader(file, delimiter=";"))
        with (folder / f"{name}.afgewezen.csv").open(encoding=encoding, newline="") as file:
            header, *rejected = list(csv.reader(file, delimiter=";"))
        assert header[:-1] == book[0]
        numbers = [rejection.number for rejection in reports[f"{name}.csv"].rejections]
        assert [row[:-1] for row in rejected] == [book[number - 1] for number in numbers]
        assert [row[-1].split(":")[0] for row in rejected] == [f"rij {number}" for number in numbers]
    assert (folder / "ledenlijst.afgewezen.xlsx").is_file()


def test_everything_in_any_order_gives_the_published_totals(database: Database, tmp_path: Path) -> None:
    files = [
        path for path in sorted(INPUT.iterdir()) if path.suffix in {".csv", ".xlsx"} and "afgewezen" not in path.name
    ]
    random.Random(7).shuffle(files)  # noqa: S311 - an order, no secret
    reports = run(database, files, tmp_path)
    for year in (2019, 2020):
        assert reports[f"rittenboek_{year}.csv"].count(Outcome.REJECTED) == 7
    check_rejected(reports, tmp_path)
    members = reports["ledenlijst.xlsx"]
    assert [members.count(outcome) for outcome in (Outcome.NEW, Outcome.DUPLICATE, Outcome.REJECTED)] == [364, 1, 2]
    check_rides(database)
    check_people(database)
    assert rows_of(database, "SELECT sum(present) FROM meal_service") == [(11912,)]
    assert rows_of(database, "SELECT count(*) FROM volunteer") == [(65,)]
    learnt = rows_of(database, "SELECT place_a, place_b, metres, samples FROM distance ORDER BY place_a, place_b")
    assert len(learnt) > 50
    again = run(database, [INPUT], tmp_path)
    assert learnt == rows_of(
        database, "SELECT place_a, place_b, metres, samples FROM distance ORDER BY place_a, place_b"
    )
    assert {(report.count(Outcome.NEW), report.count(Outcome.CHANGED)) for report in again.values()} == {(0, 0)}


# --- the same data, as other desks keep it


def table(name: str, encoding: str = "", separator: str = ";") -> Rows:
    path = INPUT / name
    if path.suffix == ".xlsx":
        with CalamineWorkbook.from_path(path) as workbook:
            return [list(row) for row in workbook.get_sheet_by_index(0).to_python()]
    with path.open(encoding=encoding, newline="") as file:
        return [list(row) for row in csv.reader(file, delimiter=separator)]


def as_date(written: str) -> Any:  # noqa: ANN401 - a text that is no date stays one
    try:
        day, month, year = (int(part) for part in re.split(r"[-/]", written))
        return date(year, month, day)
    except ValueError:
        return written


def as_number(written: str) -> Any:  # noqa: ANN401 - a text that is no number stays one
    try:
        return float(written.replace(",", "."))
    except ValueError:
        return written


def as_fraction(written: str) -> Any:  # noqa: ANN401 - nothing stays nothing
    return (int(written[:2]) * 60 + int(written[3:])) / 1440 if written else ""


def write_text(path: Path, rows: Rows, encoding: str, separator: str, quoting: Any = csv.QUOTE_MINIMAL) -> None:  # noqa: ANN401 - csv's own constant
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=separator, quoting=quoting).writerows(rows)


def write_workbook(path: Path, sheets: dict[str, Rows]) -> None:
    with xlsxwriter.Workbook(str(path)) as book:
        forms = {date: book.add_format({"num_format": "d/mm/yyyy"}), time: book.add_format({"num_format": "hh:mm"})}
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for place, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if cell != "":
                        sheet.write(place, column, cell, forms.get(type(cell)))


def whole(cell: object) -> Any:  # noqa: ANN401 - nothing stays nothing
    return int(cell) if isinstance(cell, float) else cell


def dotted(cell: object) -> Any:  # noqa: ANN401 - a text stays one
    return f"{cell:%d.%m.%Y}" if isinstance(cell, date) else cell


STATES = {
    "uitgevoerd": "Gereden",
    "geannuleerd": "Afgezegd",
    "loze rit": "Loos",
    "geen chauffeur": "Geen vrijwilliger gevonden",
}


def desk_of_workbooks(folder: Path) -> None:
    """Names in one column, titles above the headings, a sheet per month, driver codes, times as fractions."""
    header = [
        "Lid nr.",
        "Naam en voornaam",
        "Adres",
        "Woonplaats",
        "Geb.datum",
        "Telefoonnr",
        "GSM-nummer",
        "Lid sedert",
    ]
    header += ["Einddatum", "Gezinssituatie", "Lidnr partner", "Hulpmiddelen", "Contactpersoon", "Inkomen in orde?"]
    members: Rows = [[*header, "Bemerkingen"]]
    for row in table("ledenlijst.xlsx")[1:]:
        home = f"{int(row[4])} {row[5]}"
        kind = {"alleen": "Alleenstaand", "koppel": "Samenwonend"}[row[11]]
        names = f"{row[1].strip().upper()} {row[2]}"
        dates = (dotted(row[6]), row[7], row[8], dotted(row[9]), row[10])
        members.append([whole(row[0]), names, row[3], home, *dates, kind, whole(row[12]), *row[13:]])
    write_text(folder / "Ledenbestand.txt", members, "cp1252", "\t")
    fees = [
        [int(row[1]), int(row[0]), as_date(row[3]), as_number(row[2])]
        for row in table("lidgelden.csv", "utf-8-sig")[1:]
    ]
    titled: Rows = [["Bijdragen MMC"], [], ["Werkjaar", "Lidnummer", "Datum betaling", "Lidgeld (€)"]]
    write_workbook(folder / "bijdragen.xlsx", {"Blad1": titled + fees})
    drivers = table("chauffeurs.csv", "cp1252")[1:]
    header = [
        "Nr. chauffeur",
        "Chauffeur",
        "Adres",
        "Postcode + gemeente",
        "Geboortedatum",
        "Gsm nr.",
        "Beschikbare dagen",
    ]
    header += ["Aantal plaatsen", "Rolstoelvervoer", "Rekeningnummer", "Startdatum", "Stopdatum"]
    listed: Rows = [header]
    for row in drivers:
        start, end = as_date(row[12]), as_date(row[13])
        days, seats, rigid = row[8].replace(" ", ", "), int(row[9]), {"ja": "X", "nee": ""}[row[10]]
        lives = [row[3], f"{row[4]} {row[5]}", as_date(row[6]), row[7]]
        listed.append([row[0], f"{row[1]}, {row[2]}", *lives, days, seats, rigid, row[11], start, end])
    write_workbook(folder / "vrijwillige chauffeurs.xlsx", {"Chauffeurs": listed})
    codes = {f"{row[1]} {row[2]}": row[0] for row in drivers}
    for year, encoding in ((2019, "cp1252"), (2020, "utf-8-sig")):
        sheets: dict[str, Rows] = {}
        header = ["Datum rit", "Nr.", "Chauffeur (code)", "Lidnummer", "Meerijder (lidnr)", "Vertrekuur", "Thuiskomst"]
        header += ["Vertrekplaats", "Bestemming", "Doel van de rit", "Aantal km", "Parkeerkosten", "Betaald bedrag"]
        for row in table(f"rittenboek_{year}.csv", encoding)[1:]:
            month = re.split(r"[-/]", row[1])[1].zfill(2)
            sheet = sheets.setdefault(f"{month} {year}", [["Ritten"], [], [*header, "Rit status", "Opmerkingen"]])
            who = [codes.get(row[4], row[4]), int(row[2]), whole(as_number(row[3]))]
            numbers = [as_number(cell) for cell in row[10:13]]
            times = [as_fraction(row[5]), as_fraction(row[6])]
            words = [row[7], row[8], row[9].capitalize()]
            sheet.append([as_date(row[1]), row[0], *who, *times, *words, *numbers, STATES[row[13]], row[14]])
        write_workbook(folder / f"Ritten {year}.xlsx", sheets)


def desk_of_text_files(folder: Path) -> None:
    """Split addresses, first names first, odometers for kilometres, no ride numbers, no states."""
    header = [
        "Stamnummer",
        "Voornaam",
        "Familienaam",
        "Straat",
        "Huisnr",
        "Bus",
        "PC",
        "Dorp",
        "Geboren op",
        "Telefoon 1",
    ]
    header += [
        "Telefoon 2",
        "Aansluiting",
        "Uitgeschreven op",
        "Type",
        "Partner",
        "Rolstoel",
        "Contact",
        "Inkomenscontrole",
    ]
    members: Rows = [[*header, "Info", "Geslacht"]]
    for row in table("ledenlijst.xlsx")[1:]:
        found = re.fullmatch(r"(.*?) (\d+)(?: bus (\d+))?", row[3].strip())
        assert found
        number = f"{int(row[0]):04d}" if row[0] != "" else ""
        home = [*found.groups(""), str(int(row[4])), row[5].upper()]
        born, since = (cell.isoformat() if isinstance(cell, date) else cell for cell in (row[6], row[9]))
        more = [row[7], row[8], since, row[10], row[11], str(whole(row[12])), *row[13:]]
        members.append([number, row[2], row[1], *home, born, *more, "v"])
    write_text(folder / "export_leden.csv", members, "utf-8", ",", csv.QUOTE_ALL)
    fees = [[row[0], "x", row[1], row[2], row[3] or "nee"] for row in table("lidgelden.csv", "utf-8-sig")[1:]]
    write_text(folder / "geld.csv", [["Lidnummer", "Naam", "Jaar", "Te betalen", "Betaald?"], *fees], "cp1252", ";")
    drivers = table("chauffeurs.csv", "cp1252")[1:]
    header = ["Voornaam", "Naam", "Woonplaats", "GSM", "Rijdt op", "Zitplaatsen", "Actief vanaf"]
    listed = [[row[2], row[1], row[5], row[7], " + ".join(row[8].split()), row[9], row[12]] for row in drivers]
    write_text(folder / "ch.csv", [header, *listed], "utf-8-sig", ";")
    swapped = {f"{row[1]} {row[2]}": f"{row[2]} {row[1]}" for row in drivers}
    header = ["Dag", "Lid", "Meerijders", "Vrijwilliger", "Uur vertrek", "Uur terug", "Vertrek", "Naar", "Motief"]
    header += ["Km begin", "Km einde", "Parking", "Ontvangst", "Opm."]
    for year, encoding in ((2019, "cp1252"), (2020, "utf-8-sig")):
        rows: Rows = [header]
        for row in table(f"rittenboek_{year}.csv", encoding)[1:]:
            end = str(1000 + int(row[10])) if row[10].lstrip("-").isdigit() else row[10]
            times = [row[5].replace(":", "u"), row[6].replace(":", ".")]
            if row[13] == "uitgevoerd":
                who = [row[1], row[2], row[3], swapped.get(row[4], row[4])]
                rows.append([*who, *times, row[7], row[8], row[9], "1000", end, row[11], row[12], row[14]])
        write_text(folder / f"ritboek{year}.csv", rows, "cp1252", ";")


@pytest.mark.play
@pytest.mark.parametrize(
    ("desk", "states", "rejected"),
    [
        (
            desk_of_workbooks,
            ("driven", "cancelled", "wasted", "no_driver"),
            {"Ritten 2019.xlsx": 7, "Ritten 2020.xlsx": 7},
        ),
        (desk_of_text_files, ("driven",), {"ritboek2019.csv": 6, "ritboek2020.csv": 6}),
    ],
)
def test_other_desks_give_the_same_totals(
    sqlite_database: Database,
    tmp_path: Path,
    desk: Callable[[Path], None],
    states: tuple[str, ...],
    rejected: dict[str, int],
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    desk(folder)
    reports = run(sqlite_database, [folder], tmp_path / "uit")
    for name, count in rejected.items():
        assert reports[name].count(Outcome.REJECTED) == count
    check_rides(sqlite_database, states)
    check_people(sqlite_database)
    again = run(sqlite_database, [folder], tmp_path / "uit")
    assert {(report.count(Outcome.NEW), report.count(Outcome.CHANGED)) for report in again.values()} == {(0, 0)}
