"""The import as such, tried with a kind of its own: closure days of the desk."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, time
from pathlib import Path
from typing import Any, cast

import openpyxl
import pytest
import xlsxwriter  # type: ignore[import-untyped]  # it ships no types
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from mmc_desk.core import migrate, paths
from mmc_desk.core.backup import Cause, Places
from mmc_desk.core.db import Database
from mmc_desk.core.errors import FileError
from mmc_desk.core.importing import FileReport, ImportKind, Outcome, import_files, running, storing
from mmc_desk.core.importing.cells import read_date, read_text, read_time, read_whole, read_yes_no
from mmc_desk.core.importing.headings import fields_of, heading_key
from mmc_desk.core.importing.kinds import Batch, Field, known_as
from mmc_desk.core.importing.storing import Keeper, in_parts, load_rows, reserve_ids
from mmc_desk.core.model import AuditEntry, ClosureDay, DeskSetting

CLOSURES = cast("Table", ClosureDay.__table__)


def store_closures(session: Session, batch: Batch) -> None:
    keeper = Keeper(session, CLOSURES, load_rows(session, CLOSURES), len(batch))
    known = {row["day"]: key for key, row in keeper.rows.items()}
    for row in range(len(batch)):
        values = batch.row(row)
        if batch.rejected(row) or not batch.first_of(row, values["day"], str(values), "die dag"):
            continue
        reason = values.get("reason", batch.titles[0] if batch.titles else batch.sheet)
        if values["day"] in known:
            changed = keeper.change(known[values["day"]], reason=reason)
            batch.mark(row, Outcome.CHANGED if changed else Outcome.UNCHANGED)
        else:
            keeper.add(day=values["day"], reason=reason)
            batch.mark(row, Outcome.NEW)
    if batch.has("hours"):
        batch.note(0, f"uren onder {batch.heading('hours')}: {batch.column('hours')[0]}")
    assert batch.column("staff") == batch.columns.get("staff", [None] * len(batch))
    keeper.store()


KIND = ImportKind(
    name="sluitingen",
    title="Sluitingsdagen",
    place=10,
    fields=(
        Field("day", known_as("dag|datum|sluitingsdag"), read_date),
        Field("reason", known_as("reden|waarom|opmerking"), read_text),
        Field("hours", known_as("uur|van"), read_time),
        Field("where", known_as("plaats|van"), read_text),
        Field("staff", known_as("aantal medewerkers|medewerkers"), read_whole),
    ),
    required=(("day",),),
    telling=(("reason", "where"),),
    store=store_closures,
    ignored=("week",),
    hints=("sluit",),
)
TWIN = ImportKind(
    name="verlof",
    title="Verlof",
    place=20,
    fields=(
        Field("day", known_as("datum|dag"), read_date),
        Field("reason", known_as("reden"), read_text),
        Field("paid", known_as("betaald"), read_yes_no),
    ),
    required=(("day",), ("reason",)),
    store=store_closures,
    hints=("verlof",),
)
KINDS = (KIND, TWIN)
GOOD = "Datum;Reden;Plaats\n02/01/2026;verlof;Bilzen\n03/01/2026;brug;Hees\n"


def office(folder: Path, text: str, name: str = "dagen.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_text(text, encoding=encoding, newline="")
    return path


def workbook(path: Path, sheets: Mapping[str, Sequence[Sequence[Any]]], hidden: str = "") -> Path:
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
        forms = {date: book.add_format({"num_format": "dd/mm/yyyy"}), time: book.add_format({"num_format": "hh:mm"})}
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for place, row in enumerate(rows):
                for column, cell in enumerate(row):
                    sheet.write(place, column, cell, forms.get(type(cell)))
            if name == hidden:
                sheet.hide()
    return path


def run(database: Database, *files: Path, **more: Any) -> list[FileReport]:  # noqa: ANN401 - import_files's own
    return import_files(database, files, more.pop("kinds", (KIND,)), **more)


def stored(database: Database) -> dict[date, str]:
    return dict(database.read(lambda session: session.execute(select(ClosureDay.day, ClosureDay.reason)).all()))


# --- headings


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Lid nr.", "lidnummer"),
        ("LID-NR", "Lidnr"),
        ("Aantal km", "kilometers"),
        ("Uur van vertrek", "uur vertrek"),
        ("N°", "nr"),
    ],
)
def test_headings_that_are_one(one: str, other: str) -> None:
    assert heading_key(one) == heading_key(other)


@pytest.mark.parametrize(
    ("heading", "names"),
    [
        ("Datum", ["day"]),
        ("Datum (dd/mm)", ["day"]),
        ("Van", ["hours", "where"]),
        ("Aantal medewerkers", ["staff"]),
        ("Medewerkers (aantal)", ["staff"]),
        ("medewerkers aantal", ["staff"]),
        ("Medewerkrs", ["staff"]),
        ("Kleur", []),
        ("Xyzzyplugh", []),
        ("…", []),
    ],
)
def test_what_a_heading_may_mean(heading: str, names: list[str]) -> None:
    assert [field.name for field in fields_of(KIND, heading)] == names


# --- the straight path


def test_an_import_says_what_became_of_each_row_and_a_second_one_changes_nothing(
    database: Database, tmp_path: Path
) -> None:
    path = office(tmp_path, GOOD)
    (first,) = run(database, path)
    assert first.line == "dagen.csv: sluitingen, 2 gelezen, 2 nieuw, 0 gewijzigd, 0 ongewijzigd, 0 afgewezen"
    assert first.clean
    (second,) = run(database, path)
    assert (second.count(Outcome.NEW), second.count(Outcome.UNCHANGED)) == (0, 2)
    assert stored(database) == {date(2026, 1, 2): "verlof", date(2026, 1, 3): "brug"}


def test_a_changed_row_is_changed_and_its_version_rises(database: Database, tmp_path: Path) -> None:
    run(database, office(tmp_path, GOOD))
    (report,) = run(database, office(tmp_path, GOOD.replace("brug", "brugdag")))
    assert (report.count(Outcome.CHANGED), report.count(Outcome.UNCHANGED)) == (1, 1)
    versions = dict(database.read(lambda session: session.execute(select(ClosureDay.reason, ClosureDay.version)).all()))
    assert versions == {"verlof": 1, "brugdag": 2}


def test_a_blank_cell_erases_nothing(database: Database, tmp_path: Path) -> None:
    run(database, office(tmp_path, GOOD))
    (report,) = run(database, office(tmp_path, "Datum;Reden\n02/01/2026;-\n", "sluit.csv"))
    assert stored(database)[date(2026, 1, 2)] == "sluit"
    assert report.count(Outcome.CHANGED) == 1


def test_an_import_leaves_its_trace(database: Database, tmp_path: Path) -> None:
    run(database, office(tmp_path, GOOD))
    run(database, office(tmp_path, GOOD))
    labels = database.read(lambda session: session.execute(select(AuditEntry.label, AuditEntry.rows)).all())
    assert [tuple(row) for row in labels] == [("Import: dagen.csv", ["closure_day"])]


def test_many_files_have_one_short_label(sqlite_database: Database, tmp_path: Path) -> None:
    files = [office(tmp_path, GOOD, f"sluitingsdagen van de vestiging {number}.csv") for number in range(20)]
    run(sqlite_database, *files)
    (label,) = sqlite_database.read(lambda session: session.scalars(select(AuditEntry.label)).all())
    assert len(label) == 300
    assert label.endswith("…")


def test_keys_of_an_import_leave_room_for_the_next_ones(database: Database, tmp_path: Path) -> None:
    run(database, office(tmp_path, GOOD))
    database.write(lambda session: session.add(ClosureDay(day=date(2026, 5, 1), reason="feest")))
    assert len(stored(database)) == 3


# --- files


def test_a_folder_gives_its_tables_in_order(sqlite_database: Database, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("b.csv", "a.csv", "~$a.xlsx", ".verborgen.csv", "a.afgewezen.csv", "leesmij.md"):
        office(folder, GOOD, name)
    (folder / "2025").mkdir()
    (folder / ".weg").mkdir()
    office(folder / "2025", GOOD, "c.csv")
    office(folder / ".weg", GOOD, "d.csv")
    assert [report.path.name for report in run(sqlite_database, folder, folder / "a.csv")] == [
        "c.csv",
        "a.csv",
        "b.csv",
    ]


def test_an_unreadable_file_does_not_stop_the_others(sqlite_database: Database, tmp_path: Path) -> None:
    bad, good = run(sqlite_database, tmp_path / "weg.csv", office(tmp_path, GOOD))
    assert "bestaat niet" in bad.line
    assert not bad.clean
    assert good.count(Outcome.NEW) == 2


def test_nothing_to_read(sqlite_database: Database, tmp_path: Path) -> None:
    assert run(sqlite_database) == []
    (report,) = run(sqlite_database, workbook(tmp_path / "leeg.xlsx", {"Blad1": []}))
    assert "bevat geen rijen" in report.line


def test_an_unknown_sheet_names_its_headings_and_what_lacks(sqlite_database: Database, tmp_path: Path) -> None:
    (report,) = run(sqlite_database, office(tmp_path, "Kleur;Datum\nrood;1/1/2026\n"))
    assert "Koppen: Kleur, Datum" in report.line
    assert "sluitingen; daarvoor ontbreekt: reden / plaats" in report.line
    assert "--map" in report.line


def test_a_name_stands_in_for_a_telling_column(sqlite_database: Database, tmp_path: Path) -> None:
    (report,) = run(sqlite_database, office(tmp_path, "Datum;Medewerkers\n1/1/2026;3\n", "sluitingen 2026.csv"))
    assert report.kind == "sluitingen"


def test_two_kinds_that_fit_ask_for_a_mapping(sqlite_database: Database, tmp_path: Path) -> None:
    text = "Datum;Reden\n1/1/2026;x\n"
    (report,) = run(sqlite_database, office(tmp_path, text), kinds=KINDS)
    assert 'kan sluitingen of verlof zijn. Zeg het in een bestand voor --map: soort = "sluitingen"' in report.line
    (report,) = run(sqlite_database, office(tmp_path, text, "verlof.csv"), kinds=KINDS)
    assert report.kind == "verlof"


def test_sheets_of_one_workbook(sqlite_database: Database, tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "alles.xlsx",
        {
            "Verlof": [["Datum", "Reden", "Betaald"], [date(2026, 1, 2), "verlof", "ja"]],
            "Sluiting": [["Sluitingsdagen 2026"], [], ["Datum", "Uur", "Plaats"], [date(2026, 1, 5), time(8), "Hees"]],
            "Uitleg": [["zomaar wat"], ["en nog wat"]],
            "Vreemd": [["zomaar", "wat"]],
            "Lijst": [["verborgen", "wat"]],
        },
        hidden="Lijst",
    )
    verlof, sluiting = run(sqlite_database, path, kinds=KINDS)
    assert (verlof.kind, sluiting.kind) == ("verlof", "sluitingen")
    assert len(verlof.problems) == 1
    assert verlof.problems[0].startswith("Vreemd: niet herkend")
    assert sluiting.clean
    assert sluiting.notes == ("Sluiting: rij 4: uren onder Uur: 08:00:00",)
    assert stored(sqlite_database)[date(2026, 1, 5)] == "Sluitingsdagen 2026"


def test_one_day_on_two_sheets_is_met_twice(sqlite_database: Database, tmp_path: Path) -> None:
    rows: list[list[Any]] = [["Datum", "Reden"], [date(2026, 1, 2), "verlof"]]
    path = workbook(tmp_path / "x.xlsx", {"Jan": rows, "Feb": [["Datum", "Reden"], [date(2026, 1, 2), "anders"]]})
    (report,) = run(sqlite_database, path)
    assert (report.count(Outcome.NEW), report.count(Outcome.REJECTED)) == (1, 1)
    assert report.rejections[0].sheet == "Feb"
    assert report.rejections[0].reason == "die dag staat ook op Jan, rij 2, met andere gegevens"


# --- columns


@pytest.mark.parametrize(("cells", "field"), [("8u15;9u;10u", "hours"), ("Hees;Bilzen;Genk", "where")])
def test_the_cells_decide_what_an_ambiguous_heading_means(
    sqlite_database: Database, tmp_path: Path, cells: str, field: str
) -> None:
    rows = "".join(f"0{day}/01/2026;x;{cell}\n" for day, cell in enumerate(cells.split(";"), 1))
    (report,) = run(sqlite_database, office(tmp_path, f"Datum;Reden;Van\n{rows}"))
    assert bool(report.notes) == (field == "hours")


def test_of_two_columns_for_one_field_the_readable_one_counts(sqlite_database: Database, tmp_path: Path) -> None:
    (report,) = run(sqlite_database, office(tmp_path, "Dag;Datum;Reden\nvr;02/01/2026;verlof\nza;3/1/2026;x\n"))
    assert report.count(Outcome.NEW) == 2
    assert report.notes == ("kolommen niet gebruikt: Dag",)


def test_columns_that_are_not_used_are_said(sqlite_database: Database, tmp_path: Path) -> None:
    (report,) = run(sqlite_database, office(tmp_path, "Datum;Reden;Week;Rijksregisternummer\n02/01/2026;x;1;12\n"))
    assert report.notes == ("kolommen niet gebruikt: Rijksregisternummer",)


def test_a_repeated_heading_row_is_no_row(sqlite_database: Database, tmp_path: Path) -> None:
    (report,) = run(sqlite_database, office(tmp_path, GOOD + "Datum;Reden;Plaats\n04/01/2026;x;y\n"))
    assert (report.read, report.count(Outcome.NEW)) == (3, 3)


def test_months_before_days_are_seen_by_themselves(sqlite_database: Database, tmp_path: Path) -> None:
    rows = "".join(f"01/{day}/2026;x\n" for day in (2, 13, 14, 15))
    run(sqlite_database, office(tmp_path, f"Datum;Reden\n{rows}"))
    assert set(stored(sqlite_database)) == {date(2026, 1, day) for day in (2, 13, 14, 15)}


def test_a_year_that_only_the_file_name_tells(sqlite_database: Database, tmp_path: Path) -> None:
    run(sqlite_database, office(tmp_path, "Datum;Reden\n2/1;x\n", "sluitingen 2019.csv"))
    assert set(stored(sqlite_database)) == {date(2019, 1, 2)}


# --- rejected rows


BAD = (
    "Datum;Reden;Medewerkers\r\n31/02/2026;=1+1;veel\r\n;x\r\n"
    '02/01/2026;"goed;""zo""";3;te veel\r\n03/01/2026;oké;1\r\n'
)


def test_every_rejected_row_comes_back_with_all_its_reasons(sqlite_database: Database, tmp_path: Path) -> None:
    path = office(tmp_path, BAD, encoding="cp1252")
    (report,) = run(sqlite_database, path)
    assert report.rejects == tmp_path / "dagen.afgewezen.csv"
    content = report.rejects.read_bytes().decode("cp1252")
    with report.rejects.open(encoding="cp1252", newline="") as file:
        rows = list(csv.reader(file, delimiter=";"))
    assert rows[0] == ["Datum", "Reden", "Medewerkers", "", "Reden van afwijzing"]
    assert rows[1][:3] == ["31/02/2026", "=1+1", "veel"]
    assert rows[1][4].startswith(
        "rij 2: Datum: “31/02/2026” is geen bestaande datum; Medewerkers: “veel” is geen getal"
    )
    assert rows[2] == ["", "x", "", "", "rij 3: Datum ontbreekt"]
    assert rows[3][:4] == ["02/01/2026", 'goed;"zo"', "3", "te veel"]
    assert '02/01/2026;"goed;""zo""";3;te veel;' in content
    assert "\r\n" in content
    assert [rejection.number for rejection in report.rejections] == [2, 3, 4]
    assert set(stored(sqlite_database)) == {date(2026, 1, 3)}


def test_rejects_with_a_bom_and_a_stray_quote(sqlite_database: Database, tmp_path: Path) -> None:
    path = office(tmp_path, 'Datum;Waarom\n31/02/2026;"stuk\n32/02/2026;é\n', encoding="utf-8-sig")
    (report,) = run(sqlite_database, path)
    assert report.rejects
    assert report.rejects.read_bytes().startswith(b"\xef\xbb\xbfDatum;Waarom;Reden\n")
    rows = list(csv.reader(report.rejects.read_text("utf-8-sig").splitlines(), delimiter=";"))
    assert [row[1] for row in rows] == ["Waarom", "stuk", "é"]


def test_rejects_of_a_workbook_hold_text_as_text(sqlite_database: Database, tmp_path: Path) -> None:
    hostile = '=HYPERLINK("http://x","y")'
    rows: list[list[Any]] = [
        ["Datum", "Reden", "Uur", "Medewerkers", "Plaats"],
        ["geen", hostile, time(8, 15), 22.5, True],
        [date(2026, 1, 2), "goed", "", "", ""],
        [date(2026, 1, 2), "anders", "", "", ""],
    ]
    path = workbook(tmp_path / "dagen.xlsx", {"Blad1": [["Titel"], *rows]})
    (report,) = run(sqlite_database, path, rejects=tmp_path / "weg" / "hier")
    assert report.rejects == tmp_path / "weg" / "hier" / "dagen.afgewezen.xlsx"
    sheet = openpyxl.load_workbook(report.rejects)["Blad1"]
    cells = list(sheet.iter_rows())
    assert [cell.value for cell in cells[0]] == [
        "Datum",
        "Reden",
        "Uur",
        "Medewerkers",
        "Plaats",
        "Reden van afwijzing",
    ]
    assert (cells[1][1].value, cells[1][1].data_type) == (hostile, "s")
    assert (cells[1][2].value, cells[1][3].value, cells[1][4].value) == (time(8, 15), 22.5, True)
    assert str(cells[1][5].value).startswith("rij 3: Datum:")
    assert cells[2][5].value == "rij 5: die dag staat ook op rij 4, met andere gegevens"


@pytest.mark.parametrize("locked", [False, True])
def test_rejects_go_to_the_current_folder_where_theirs_is_read_only(
    sqlite_database: Database,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    locked: bool,  # noqa: FBT001 - the case itself
) -> None:
    path = office(tmp_path, BAD)
    here = tmp_path / "hier"
    here.mkdir()
    monkeypatch.chdir(here)
    if locked:
        tmp_path.chmod(0o555)
    else:
        (tmp_path / "dagen.afgewezen.csv").mkdir()
    (report,) = run(sqlite_database, path)
    tmp_path.chmod(0o755)
    assert report.rejects == here / "dagen.afgewezen.csv"
    assert report.rejects.is_file()


def test_rejects_that_can_be_kept_nowhere_stop_the_import(sqlite_database: Database, tmp_path: Path) -> None:
    (tmp_path / "uit" / "dagen.afgewezen.csv").mkdir(parents=True)
    with pytest.raises(FileError, match="er werd niets ingelezen"):
        run(sqlite_database, office(tmp_path, BAD), rejects=tmp_path / "uit")
    assert stored(sqlite_database) == {}


def test_a_mended_file_of_rejects_can_be_imported(sqlite_database: Database, tmp_path: Path) -> None:
    (report,) = run(sqlite_database, office(tmp_path, "Datum;Waarom\n31/02/2026;brug\n"))
    assert report.rejects
    mended = report.rejects.read_text("utf-8").replace("31/02", "28/02")
    assert "Waarom;Reden\n" in mended
    run(sqlite_database, office(tmp_path, mended, "weer.csv"))
    assert stored(sqlite_database) == {date(2026, 2, 28): "brug"}


@pytest.mark.parametrize("name", ["dagen.csv", "dagen.xlsx"])
def test_rejects_imported_as_they_are_are_rejected_again_in_the_same_form(
    sqlite_database: Database, tmp_path: Path, name: str
) -> None:
    rows = [["Datum", "Reden", "Medewerkers"], ["31/02/2026", "x", "veel"], ["", "y"]]
    if name.endswith("csv"):
        rows.append(["02/01/2026", "z", "1", "te veel"])
        path = office(tmp_path, "\r\n".join(";".join(row) for row in rows), name)
    else:
        path = workbook(tmp_path / name, {"Blad1": rows})
    (first,) = run(sqlite_database, path)
    assert first.rejects
    kept = first.rejects.read_bytes()
    (second,) = run(sqlite_database, first.rejects)
    assert second.rejects == tmp_path / f"dagen.afgewezen-2{path.suffix}"
    assert [item.reason for item in second.rejections] == [item.reason for item in first.rejections]
    assert first.rejects.read_bytes() == kept
    if name.endswith("csv"):
        assert second.rejects.read_bytes() == kept
    (third,) = run(sqlite_database, second.rejects)
    assert third.rejects == first.rejects
    assert stored(sqlite_database) == {}


def test_rejects_saved_again_by_another_program(sqlite_database: Database, tmp_path: Path) -> None:
    text = '"Datum";"Waarom";"Reden"\n"31/02/2026";"brug";"rij 9: Datum: “31/02/2026” is geen bestaande datum"\n"x"\n'
    (report,) = run(sqlite_database, office(tmp_path, text, "dagen.afgewezen.csv"), rejects=tmp_path / "weg")
    assert report.rejects == tmp_path / "weg" / "dagen.afgewezen.csv"
    rows = list(csv.reader(report.rejects.read_text("utf-8").splitlines(), delimiter=";"))
    assert rows[0] == ["Datum", "Waarom", "Reden"]
    assert rows[1][:2] == ["31/02/2026", "brug"]
    assert rows[2][0] == "x"
    assert len({len(row) for row in rows}) == 1


def test_two_files_of_one_name_have_rejects_of_their_own(sqlite_database: Database, tmp_path: Path) -> None:
    files = []
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        files.append(office(tmp_path / folder, f"Datum;Waarom\n31/02/2026;{folder}\n"))
    reports = run(sqlite_database, *files, rejects=tmp_path)
    assert [report.rejects for report in reports] == [tmp_path / f"dagen.afgewezen{end}.csv" for end in ("", "-2")]


def test_a_column_without_a_heading_is_said(sqlite_database: Database, tmp_path: Path) -> None:
    rows: list[list[Any]] = [["Datum", *[""] * 26, "Reden"], [date(2026, 1, 2), *[""] * 25, "los", "x"]]
    (report,) = run(sqlite_database, workbook(tmp_path / "dagen.xlsx", {"Blad1": rows}))
    assert report.notes == ("kolom AA heeft geen kop: 1 cellen niet gebruikt",)


# --- totals


def test_a_row_of_totals_is_no_row_and_that_is_said(sqlite_database: Database, tmp_path: Path) -> None:
    rows = "Subtotaal januari;;;3\n03/02/2026;totaal anders;Hees;2\n;TOTAAL;;5\n;;Totaal;5\n12;Totaal;;\n"
    text = f"Datum;Waarom;Plaats;Medewerkers\n02/01/2026;x;Bilzen;3\n{rows}"
    (report,) = run(sqlite_database, office(tmp_path, text))
    assert report.line.endswith("6 gelezen, 2 nieuw, 0 gewijzigd, 0 ongewijzigd, 1 afgewezen, 3 overgeslagen")
    assert report.notes == ("overgeslagen, want een totaal en geen rij: rij 3, rij 5, rij 6",)
    first = office(tmp_path, "Waarom;Datum;Plaats\nx;02/01/2026;Hees\nTotaal;12;\n", "ander.csv")
    assert run(sqlite_database, first)[0].count(Outcome.SKIPPED) == 1


# --- duplicates


def test_capitals_accents_and_blanks_make_no_other_row(sqlite_database: Database, tmp_path: Path) -> None:
    (report,) = run(sqlite_database, office(tmp_path, "Datum;Waarom\n02/01/2026;Één  dag\n02/01/2026;EEN dag\n"))
    assert (report.count(Outcome.NEW), report.count(Outcome.DUPLICATE)) == (1, 1)


def test_the_same_row_twice_is_taken_once_and_said(sqlite_database: Database, tmp_path: Path) -> None:
    (report,) = run(sqlite_database, office(tmp_path, "Datum;Reden\n02/01/2026;x\n2-1-2026; x \n"))
    assert report.line.endswith("0 afgewezen, 1 dubbel")
    assert report.notes == ("rij 3: die dag stond al op rij 2, één keer genomen",)
    assert report.clean


@pytest.mark.parametrize(("once", "outcome"), [(False, Outcome.CHANGED), (True, Outcome.REJECTED)])
def test_two_files_that_contradict_each_other(
    sqlite_database: Database,
    tmp_path: Path,
    once: bool,  # noqa: FBT001 - the case itself
    outcome: Outcome,
) -> None:
    kind = ImportKind("x", "X", 1, KIND.fields, KIND.required, store_closures, once=once)
    files = [office(tmp_path, f"Datum;Reden\n02/01/2026;{name}\n", f"{name}.csv") for name in "ab"]
    first, second = run(sqlite_database, *files, kinds=(kind,))
    assert (first.count(Outcome.NEW), second.count(outcome)) == (1, 1)
    if once:
        assert second.rejections[0].reason == "die dag staat ook op a, rij 2, met andere gegevens"


# --- dry run and backup


def test_a_dry_run_tells_all_and_writes_nothing(sqlite_database: Database, tmp_path: Path) -> None:
    (report,) = run(sqlite_database, office(tmp_path, BAD), dry_run=True)
    assert (report.count(Outcome.NEW), report.count(Outcome.REJECTED)) == (1, 3)
    assert stored(sqlite_database) == {}
    assert report.rejects is None
    assert [path.name for path in tmp_path.glob("*afgewezen*")] == []
    (report,) = run(sqlite_database, office(tmp_path, BAD), dry_run=True, rejects=tmp_path)
    assert report.rejects


def test_a_database_with_data_is_backed_up_before_an_import(
    sqlite_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[int] = []

    def noted(database: Database, _where: Places, cause: Cause) -> None:
        kept.append(len(stored(database)))
        assert cause is Cause.IMPORT

    monkeypatch.setattr("mmc_desk.core.backup.make", noted)
    run(sqlite_database, office(tmp_path, GOOD))
    assert kept == []
    run(sqlite_database, office(tmp_path, GOOD), dry_run=True)
    run(sqlite_database, office(tmp_path, GOOD))
    assert kept == [2]


def test_a_kind_that_forgets_a_row_stores_nothing(sqlite_database: Database, tmp_path: Path) -> None:
    def forgetful(_session: Session, _batch: Batch) -> None:
        return

    kind = ImportKind("x", "X", 1, KIND.fields, KIND.required, forgetful)
    with pytest.raises(AssertionError, match="without an outcome"):
        run(sqlite_database, office(tmp_path, GOOD), kinds=(kind,))


# --- mappings


def mapped(folder: Path, text: str) -> Path:
    return office(folder, text, "map.toml")


def test_a_mapping_names_columns_words_and_order(sqlite_database: Database, tmp_path: Path) -> None:
    text = "Tag|Grund|Kleur\n01/02/2026|R|blauw\n"
    mapping = """
[[bestand]]
naam = "tage*"
soort = "sluitingen"
scheidingsteken = "|"
codering = "cp1252"
datumvolgorde = "mdj"
kopregel = 1
[bestand.kolommen]
Tag = "datum"
Grund = "reason"
Kleur = "-"
[bestand.waarden.reden]
r = "rust"
"""
    path = office(tmp_path, text, "TAGE.csv")
    (report,) = run(sqlite_database, path, mapping=mapped(tmp_path, mapping), kinds=KINDS)
    assert report.clean
    assert stored(sqlite_database) == {date(2026, 1, 2): "rust"}
    assert report.notes == ("kolommen niet gebruikt: Kleur",)


def test_sections_in_english_by_kind_and_by_sheet(sqlite_database: Database, tmp_path: Path) -> None:
    mapping = """
year = 2020
[kind.sluitingen.columns]
"Tag" = "day"
[file."x.xlsx"]
sheet = "B*"
[file."x.xlsx".values.reason]
"1" = "een"
"""
    rows: list[list[Any]] = [["Tag", "Reden"], ["2/1", 1]]
    path = workbook(tmp_path / "x.xlsx", {"Blad": rows, "Ander": [["Tag", "Reden"], ["3/1", 1]]})
    run(sqlite_database, path, mapping=mapped(tmp_path, mapping))
    assert stored(sqlite_database) == {date(2020, 1, 2): "een", date(2020, 1, 3): "1"}


def test_the_desks_own_table_holds_for_every_import(sqlite_database: Database, tmp_path: Path) -> None:
    folder = paths.data_folder()
    folder.mkdir(parents=True, exist_ok=True)
    office(folder, '[kolommen]\n"Tag" = "datum"\n', "import-kolommen.toml")
    (report,) = run(sqlite_database, office(tmp_path, "Tag;Reden\n2/1/2026;x\n"))
    assert report.count(Outcome.NEW) == 1


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("kolommen = 3", "“kolommen” wordt hier niet begrepen"),
        ("only_kind = 'x'", "“only_kind” wordt hier niet begrepen"),
        ("datumvolgorde = 'jdm'", "“datumvolgorde” wordt"),
        ("jaar = 'x'", "“jaar” wordt"),
        ("waarden = {reden = 'x'}", "“waarden” wordt"),
        ("codering = 8", "“codering” wordt"),
        ("scheidingsteken = 'xx'", "“scheidingsteken” wordt"),
        ("bestand = 'x'", "“bestand” wordt"),
        ("bestand = ['x']", "“x” wordt"),
        ("[bestand]\nx = 3", "“3” wordt"),
        ("x = ", "geen geldig TOML"),
        ("[kolommen]\nTag = 'datom zoveel'", "“datom zoveel” is geen veld. Kies uit: dag, reden, uur"),
        ("[waarden.kleur]\nx = 'y'", "“kleur” is geen veld"),
        ("soort = 'brief'", "De soort “brief” bestaat niet. Kies uit: sluitingen"),
        ("[soort.brief]\njaar = 3", "De soort “brief” bestaat niet"),
    ],
)
def test_a_slip_in_a_mapping_is_said(sqlite_database: Database, tmp_path: Path, text: str, sentence: str) -> None:
    with pytest.raises(FileError) as caught:
        run(sqlite_database, office(tmp_path, GOOD), mapping=mapped(tmp_path, text))
    assert sentence in str(caught.value)


def test_a_mapping_that_is_not_there(sqlite_database: Database, tmp_path: Path) -> None:
    with pytest.raises(FileError, match="kan niet gelezen worden"):
        run(sqlite_database, office(tmp_path, GOOD), mapping=tmp_path / "weg.toml")


def test_a_told_separator_may_be_a_tab(sqlite_database: Database, tmp_path: Path) -> None:
    path = office(tmp_path, "Datum\tReden\n2/1/2026\tx\n")
    (report,) = run(sqlite_database, path, mapping=mapped(tmp_path, "scheidingsteken = 'tab'"))
    assert report.clean


# --- storing


def test_rows_are_added_changed_and_removed_in_bulk(database: Database) -> None:
    def op(session: Session) -> None:
        keeper = Keeper(session, CLOSURES, {}, 2000)
        for number in range(1500):
            keeper.add(day=date.fromordinal(730_000 + number), reason=str(number))
        keeper.store()
        again = Keeper(session, CLOSURES, load_rows(session, CLOSURES), 1)
        keys = sorted(again.rows)
        assert again.change(keys[0], reason="anders")
        assert not again.change(keys[0], reason="anders")
        again.remove(keys[1:1001])
        fresh = again.add(day=date(2026, 1, 1), reason="x")
        assert again.change(fresh, reason="y")
        again.store()

    database.write(op)
    found = stored(database)
    assert len(found) == 501
    assert (found[date.fromordinal(730_000)], found[date(2026, 1, 1)]) == ("anders", "y")


def test_nothing_to_insert_and_nothing_there(sqlite_database: Database) -> None:
    def op(session: Session) -> bool:
        storing.insert_columns(session, CLOSURES, {"day": [], "reason": []})
        return storing.has_rows(session, CLOSURES)

    assert sqlite_database.write(op).value is False


def test_defaults_of_columns_are_kept(sqlite_database: Database) -> None:
    table = cast("Table", DeskSetting.__table__)

    def op(session: Session) -> None:
        keeper = Keeper(session, table, {}, 1)
        keeper.add(name="x", valid_from=date(2026, 1, 1), value="y")
        keeper.store()

    sqlite_database.write(op)
    assert sqlite_database.read(lambda session: session.scalars(select(DeskSetting.version)).all()) == [1]


def test_long_lists_are_cut() -> None:
    assert [len(part) for part in in_parts(range(2000))] == [900, 900, 200]


# --- whatever a cell holds


@pytest.fixture(scope="module")
def scratch(empty_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    path = tmp_path_factory.mktemp("fuzz") / "desk.db"
    path.write_bytes(empty_sqlite.read_bytes())
    with migrate.open_database(str(path)) as database:
        yield database


def test_reserved_keys_are_nobody_elses(database: Database) -> None:
    first = database.write(lambda session: reserve_ids(session, CLOSURES, 3)).value
    assert len(set(first)) == 3
    day = ClosureDay(id=first[-1], day=date(2026, 5, 1), reason="Dag van de Arbeid")
    database.write(lambda session: session.add(day))
    assert min(database.write(lambda session: reserve_ids(session, CLOSURES, 2)).value) > first[-1]


CELLS = st.text(st.characters(codec="utf-8"), max_size=15) | st.sampled_from(["2/1/2026", "31/02/2026", "x", "3"])


@settings(max_examples=60)
@given(rows=st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=8))
def test_every_row_is_accounted_for(
    rows: list[tuple[str, str, str]], scratch: Database, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.getbasetemp()
    path = folder / "sluit fuzz.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";", quoting=csv.QUOTE_ALL).writerows([("Datum", "Reden", "Medewerkers"), *rows])
    for report in import_files(scratch, [path], (KIND,), rejects=folder, dry_run=True):
        assert report.read == sum(report.count(outcome) for outcome in Outcome)
        assert report.count(Outcome.REJECTED) == len(report.rejections)
        assert all(rejection.reason for rejection in report.rejections)
    assert running.import_files is import_files
