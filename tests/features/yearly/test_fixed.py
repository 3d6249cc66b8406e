"""Totals of earlier years and published reports: entered, frozen, compared, on every output, on both databases."""

import argparse
import csv
import json
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pypdf
import pytest

from mmc_desk.core.errors import ConflictError, RuleError
from mmc_desk.features import load_features
from mmc_desk.features.people.model import Member, Membership, Person
from mmc_desk.features.yearly.commands import run_report
from mmc_desk.features.yearly.ops.publishing import ExplainFigure, PublishYear, explain_figure, publish_year
from mmc_desk.features.yearly.ops.totals import RemoveTotal, SaveTotal, remove_total, save_total
from mmc_desk.features.yearly.printout import report as printout
from mmc_desk.features.yearly.queries.declared import declared_figures
from mmc_desk.features.yearly.queries.entered import all_totals
from mmc_desk.features.yearly.queries.frozen import frozen_report
from mmc_desk.features.yearly.queries.lines import FigureLine
from mmc_desk.features.yearly.queries.published import publications
from mmc_desk.features.yearly.queries.report import YearlyReport, yearly_report
from mmc_desk.features.yearly.rules.origins import Origin

Book = Any
"""The RideBook of conftest.py: a test folder is no package to import from."""


def report_of(book: Book, year: int) -> YearlyReport:
    found: YearlyReport = book.read(yearly_report, year, load_features())
    return found


def line_of(book: Book, year: int, name: str) -> FigureLine:
    return next(line for line in report_of(book, year).lines if line.name == name)


def enter(book: Book, **more: Any) -> int:  # noqa: ANN401 - the command's own fields
    command = SaveTotal(**{"year": 2018, "name": "members", "value": 271.0, "source": "Jaarverslag 2018.", **more})
    figures = declared_figures(load_features())
    key: int = book.database.write(lambda session: save_total(session, command, figures), "Totaal").value
    return key


def publish(book: Book, year: int = 2019, by: str = "An Claes", note: str = "") -> Any:  # noqa: ANN401 - a Committed
    command = PublishYear(year, by, note)
    return book.database.write(lambda session: publish_year(session, command, load_features()), "Gepubliceerd")


def add_members(book: Book, year: int, count: int) -> None:
    for number in range(1, count + 1):

        def add(session: Any, number: int = number) -> None:  # noqa: ANN401 - the session of a write
            person = Person(last_name=f"Lid {number}")
            session.add(person)
            session.flush()
            member = Member(person_id=person.id, member_no=1000 * (year - 2000) + number)
            session.add(member)
            session.flush()
            session.add(Membership(member_id=member.id, year=year, fee=0))

        book.database.write(add)


def test_a_total_fills_in_for_what_cannot_be_counted_and_the_change_follows(book: Book) -> None:
    add_members(book, 2019, 3)
    enter(book, value=2.0)
    members, change = line_of(book, 2019, "members"), line_of(book, 2019, "members_change")
    assert (members.value, members.origin, members.previous, members.previous_origin) == (
        *(3, Origin.COUNTED),
        *(2, Origin.ENTERED),
    )
    assert (members.change, change.value, change.origin, change.entered) == (1, 1, Origin.ENTERED, None)
    earlier = line_of(book, 2018, "members_change")
    assert (earlier.value, earlier.previous) == (None, None)
    enter(book, year=2017, value=5.0)
    assert line_of(book, 2019, "members_change").previous == line_of(book, 2018, "members_change").value == -3
    assert not report_of(book, 2017).empty


def test_a_total_beside_a_counted_figure_leaves_it_as_it_is(book: Book) -> None:
    add_members(book, 2018, 3)
    key = enter(book)
    members = line_of(book, 2018, "members")
    assert (members.value, members.origin) == (3, Origin.COUNTED)
    assert members.entered is not None
    assert (members.entered.value, members.entered.source) == (271, "Jaarverslag 2018.")
    enter(book, key=key, version=1, value=272.0, note="herteld")
    [total] = book.read(all_totals)
    assert (total.value, total.note, total.version) == (272, "herteld", 2)
    with pytest.raises(ConflictError, match="Iemand anders"):
        enter(book, key=key, version=1)
    book.database.write(lambda session: remove_total(session, RemoveTotal(key)), "Weg")
    assert book.read(all_totals) == ()
    with pytest.raises(ConflictError):
        book.database.write(lambda session: remove_total(session, RemoveTotal(key)), "Weg")


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"year": 2027}, "year"),
        ({"name": "members_change"}, "name"),
        ({"name": "x"}, "name"),
        ({"value": -1.0}, "value"),
        ({"source": " "}, "source"),
    ],
)
def test_what_is_no_total_is_refused(sqlite_book: Book, more: dict[str, Any], field: str) -> None:
    with pytest.raises(RuleError) as refused:
        enter(sqlite_book, **more)
    assert refused.value.field == field


def test_a_total_is_entered_once(sqlite_book: Book) -> None:
    enter(sqlite_book)
    with pytest.raises(RuleError, match="al ingegeven"):
        enter(sqlite_book)


def correct(book: Book) -> None:
    """A ride sheet that comes after the publication."""
    book.ride(date(2019, 12, 30), 1, 7)


@pytest.fixture
def published_book(book: Book) -> Book:
    jan = book.driver("Peeters|Jan")
    book.ride(date(2019, 3, 3), jan, 20)
    book.ride(date(2019, 4, 3), jan, 10)
    enter(book, value=2.0)
    return book


def test_what_was_published_stays_beside_what_it_is_now(published_book: Book) -> None:
    book = published_book
    done = publish(book, note="Sociaal plan")
    assert (done.value, done.changes.is_final) == (1, True)
    before = line_of(book, 2019, "rides")
    assert before.published is not None
    assert (before.published.value, before.now.is_changed) == (2, False)
    correct(book)
    rides = line_of(book, 2019, "rides")
    assert rides.published is not None
    assert (rides.value, rides.published.value, rides.now.is_changed) == (3, 2, True)
    remark = ExplainFigure(rides.published.key, "An", 3, "Blad van december kwam te laat.")
    assert book.database.write(lambda session: explain_figure(session, remark), "Reden").changes.is_final
    [told] = line_of(book, 2020, "rides").previous_published.remarks  # type: ignore[union-attr] # just published
    assert (told.by, told.value, told.reason) == ("An", 3, "Blad van december kwam te laat.")
    assert publish(book).value == 2
    again = line_of(book, 2019, "rides")
    assert again.published is not None
    assert (again.published.number, again.published.value, again.now.is_changed) == (2, 3, False)
    assert [(one.number, one.note) for one in book.read(publications)] == [(2, ""), (1, "Sociaal plan")]
    first = book.read(frozen_report, 2019, 1)
    assert [(line.value, line.previous) for line in first.lines if line.name == "rides"] == [(2, None)]


def test_a_publication_reads_back_as_it_was_without_names_of_persons(published_book: Book) -> None:
    book = published_book
    publish(book)
    now = report_of(book, 2019)
    then = book.read(frozen_report, 2019, 1)
    same = ("name", "title", "service", "definition", "unit", "value", "previous", "origin", "previous_origin")
    assert [[getattr(line, name) for name in same] for line in then.lines] == [
        [getattr(line, name) for name in same] for line in now.lines
    ]
    members = next(line for line in then.lines if line.name == "members")
    assert members.previous_entered is not None
    assert members.previous_entered.source == "Jaarverslag 2018."
    for frozen, table in zip(then.tables, now.tables, strict=True):
        rows = table.rows if table.name != "per_driver" else (("1", *table.rows[0][1:]),)
        assert (frozen.name, frozen.columns, frozen.headings, frozen.rows) == (
            *(table.name, table.columns, table.headings),
            rows,
        )
    publish(book, 2018)
    change = next(line for line in book.read(frozen_report, 2018, 1).lines if line.name == "members")
    assert (change.value, change.origin) == (2, Origin.ENTERED)
    with pytest.raises(ConflictError, match="geen publicatie 3"):
        book.read(frozen_report, 2019, 3)


def test_the_source_of_a_change_is_frozen_too(sqlite_book: Book) -> None:
    enter(sqlite_book)
    enter(sqlite_book, year=2017, value=270.0)
    publish(sqlite_book, 2018)
    lines = {line.name: line for line in sqlite_book.read(frozen_report, 2018, 1).lines}
    change = lines["members_change"]
    assert change.entered is not None
    assert (change.value, change.entered.source) == (1, "volgt uit een ingegeven totaal")


def test_what_cannot_be_published_says_why(sqlite_book: Book) -> None:
    with pytest.raises(RuleError, match="nog niets gekend"):
        publish(sqlite_book)
    enter(sqlite_book)
    with pytest.raises(RuleError, match="wie deze cijfers publiceert"):
        publish(sqlite_book, 2018, " ")
    publish(sqlite_book, 2018)
    figure = line_of(sqlite_book, 2018, "members").published
    assert figure is not None
    for command, match in (
        (ExplainFigure(figure.key, "An", 3, " "), "de reden"),
        (ExplainFigure(figure.key, " ", 3, "Blad"), "wie dit noteert"),
        (ExplainFigure(999, "An", 3, "Blad"), "niet gepubliceerd"),
    ):
        with pytest.raises(RuleError, match=match):
            sqlite_book.database.write(lambda session, command=command: explain_figure(session, command), "Reden")


def test_every_output_shows_both_with_the_reason(sqlite_book: Book, tmp_path: Path) -> None:
    book = sqlite_book
    book.ride(date(2019, 3, 3), book.driver("Peeters|Jan"), 20)
    add_members(book, 2019, 1)
    enter(book)
    enter(book, year=2019, value=295.0, source="Balans")
    publish(book)
    correct(book)
    rides = line_of(book, 2019, "rides")
    assert rides.published is not None
    remark = ExplainFigure(rides.published.key, "An", 2, "Blad kwam te laat.")
    book.database.write(lambda session: explain_figure(session, remark), "Reden")
    said = "2019: op 23/11/2026 gepubliceerd als 1, nu 2: Blad kwam te laat; na publicatie gewijzigd."
    report = report_of(book, 2019)
    for suffix in (".json", ".xlsx", ".csv", ".pdf"):
        printout.write(tmp_path / f"a{suffix}", report)
    made = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    assert made["figures"]["rides"] == 2
    assert made["previous"]["figures"]["members"] == 271
    assert made["entered"] == [
        {"figure": "members", "year": 2019, "entered": 295, "source": "Balans", "counted": 1},
        {"figure": "members", "year": 2018, "entered": 271, "source": "Jaarverslag 2018.", "counted": None},
    ]
    [both] = [record for record in made["published"] if record["figure"] == "rides"]
    assert (both["published"], both["now"], both["number"], both["on"]) == (1, 2, 1, "2026-11-23")
    assert both["reasons"] == ["Blad kwam te laat.", "na publicatie gewijzigd"]
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]
    rows = {row[0]: row for row in sheet.iter_rows(values_only=True) if row[0]}
    assert rows["Ritten"][:2] == ("Ritten", 2)
    assert rows["Ritten"][6] == said
    assert rows["Leden"][6] == (
        "2019: ingegeven totaal 295 (bron: Balans), deze databank telt 1. "
        "2018: ingegeven totaal, bron: Jaarverslag 2018."
    )
    assert rows["Leden meer of minder"][6] == "2019: volgt uit een ingegeven totaal."
    in_csv = list(csv.reader((tmp_path / "a.csv").read_text(encoding="utf-8-sig").splitlines(), delimiter=";"))
    assert said in next(row for row in in_csv if row and row[0] == "Ritten")
    paper = " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(tmp_path / "a.pdf").pages).split())
    assert said in paper
    assert "Ritten 2 *" in paper
    assert "271 *" in paper


def test_a_publication_says_which_it_is(sqlite_book: Book, tmp_path: Path) -> None:
    enter(sqlite_book)
    publish(sqlite_book, 2018, note="Voor het sociaal plan.")
    report = sqlite_book.read(frozen_report, 2018, 1)
    for suffix in (".json", ".xlsx", ".pdf"):
        printout.write(tmp_path / f"a{suffix}", report)
    made = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    assert made["publication"] == {
        "number": 1,
        "on": "2026-11-23",
        "by": "An Claes",
        "note": "Voor het sociaal plan.",
    }
    said = "Publicatie 1 van 23/11/2026, door An Claes. Voor het sociaal plan."
    assert said in " ".join(pypdf.PdfReader(tmp_path / "a.pdf").pages[0].extract_text().split())
    cells = [cell for row in openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0].values for cell in row]
    assert any(said in str(cell) for cell in cells)


def test_the_command_writes_a_publication(sqlite_book: Book, tmp_path: Path) -> None:
    enter(sqlite_book)
    publish(sqlite_book, 2018)
    enter(sqlite_book, name="rides", value=5.0)
    asked = argparse.Namespace(year=2018, output=tmp_path / "a.json", published=1)
    assert run_report(sqlite_book.database, asked) == 0
    made = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    assert (made["figures"]["members"], made["figures"]["rides"]) == (271, None)
    with pytest.raises(ConflictError, match="geen publicatie 2"):
        run_report(sqlite_book.database, argparse.Namespace(year=2018, output=tmp_path / "b.json", published=2))
