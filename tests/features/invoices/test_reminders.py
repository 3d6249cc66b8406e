"""Reminders of invoices: when one is due, what the letter says, and that who paid gets none."""

import argparse
from datetime import date, timedelta
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]  # it ships no types
import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from mmc_desk.core import clock
from mmc_desk.core.db import Database
from mmc_desk.core.errors import RuleError
from mmc_desk.features.invoices import ops
from mmc_desk.features.invoices.commands import run_invoice
from mmc_desk.features.invoices.model import Invoice
from mmc_desk.features.invoices.printout.letters import write_reminders
from mmc_desk.features.invoices.printout.texts import status_text
from mmc_desk.features.invoices.queries.months import InvoiceBook, reminder_book
from mmc_desk.features.invoices.rules import Standing, answer_by, due_reminder
from mmc_desk.features.people.model import Member, Person
from tests.features.invoices.conftest import OCTOBER, Bills, bills_of
from tests.features.rides.conftest import fill

DUE = date(2026, 11, 1)


@pytest.mark.parametrize(
    ("days", "sent", "last", "expected"),
    [
        (14, 0, None, 0),
        (15, 0, None, 1),
        (30, 1, DUE + timedelta(15), 0),
        (31, 1, DUE + timedelta(15), 2),
        (31, 1, DUE + timedelta(17), 0),
        (32, 1, DUE + timedelta(17), 2),
        (99, 2, DUE + timedelta(40), 0),
    ],
)
def test_when_a_reminder_is_due(days: int, sent: int, last: date | None, expected: int) -> None:
    day = DUE + timedelta(days)
    assert due_reminder(Standing(1_000, 0, 0, DUE), sent, last, day) == expected
    assert due_reminder(Standing(1_000, 0, 1_000, DUE), sent, last, day) == 0


def make(bills: Bills) -> None:
    bills.driven()
    bills.driven(member_id=bills.desk.maria)
    bills.do(ops.make_invoices, OCTOBER)


def book(bills: Bills, day: date) -> InvoiceBook:
    found: InvoiceBook = bills.read(reminder_book, day)
    return found


def test_two_reminders_and_no_more(bills: Bills, tmp_path: Path) -> None:
    make(bills)
    due = bills.october().rows[0].standing
    assert due is not None
    first, second = due.due_on + timedelta(15), due.due_on + timedelta(31)
    assert book(bills, first - timedelta(1)).papers == ()
    keys = tuple(paper.row.key for paper in book(bills, first).papers)
    assert len(keys) == 2
    bills.do(ops.pay_invoice, ops.PayInvoice(keys[0], clock.today()))
    with pytest.raises(RuleError, match="intussen betaald"):
        bills.do(ops.note_reminded, ops.NoteReminded(keys, first))
    assert bills.do(ops.note_reminded, ops.NoteReminded(keys[1:], first)) == 1
    assert book(bills, first).papers == ()
    (paper,) = book(bills, second).papers
    assert (paper.row.reminders, paper.row.reminded_on, paper.row.due_reminder) == (1, first, 2)
    assert status_text(paper.row) == "herinnering 2"
    path = tmp_path / "h.pdf"
    write_reminders(path, book(bills, second))
    (page,) = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(path)]
    assert f"Tweede herinnering: Factuur {paper.row.number}" in page
    assert f"{answer_by(second):%d/%m/%Y}" in page
    bills.do(ops.note_reminded, ops.NoteReminded(keys[1:], second))
    assert book(bills, second + timedelta(99)).papers == ()


def test_who_died_gets_no_reminder(bills: Bills) -> None:
    make(bills)

    def die(session: Session) -> None:
        person = session.get_one(Person, session.get_one(Member, bills.desk.maria).person_id)
        person.deceased_on = date(2026, 11, 20)

    bills.do(die)
    assert [paper.row.member_id for paper in book(bills, date(2027, 6, 1)).papers] == [bills.desk.rosa]


def test_the_verb_writes_what_is_due_once(
    sqlite_database: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bills = bills_of(fill(sqlite_database))
    make(bills)
    given = argparse.Namespace(year=2026, month=10, output=None, reminders=tmp_path / "h.pdf")
    assert run_invoice(sqlite_database, given) == 0
    assert "wacht op een herinnering" in capsys.readouterr().out
    sqlite_database.write(lambda session: session.execute(update(Invoice).values(due_on=DUE)).close())
    for said in ("2 herinneringen bewaard", "wacht op een herinnering"):
        assert run_invoice(sqlite_database, given) == 0
        assert said in capsys.readouterr().out
    page = pypdfium2.PdfDocument(tmp_path / "h.pdf")[0].get_textpage().get_text_range()
    assert "Herinnering: Factuur 2026-0001" in page
    assert "kost u niets" in page
