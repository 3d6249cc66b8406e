"""The page Facturen and a member's way of paying, by keyboard; the papers and files; the verb."""

import argparse
import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pypdfium2  # type: ignore[import-untyped]  # it ships no types
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import update

from mmc_desk.core.errors import RuleError
from mmc_desk.features.invoices import ops
from mmc_desk.features.invoices.commands import run_invoice
from mmc_desk.features.invoices.model import Invoice
from mmc_desk.features.invoices.pages.invoices import InvoicesPage
from mmc_desk.features.invoices.pages.paying_part import PayingPart
from mmc_desk.features.invoices.printout.files import write_files
from mmc_desk.features.invoices.printout.texts import status_text
from mmc_desk.features.invoices.queries.months import invoice_book, month_keys
from mmc_desk.features.people.ops.dues_settings import write_setting
from mmc_desk.features.people.pages.members import MembersPage
from mmc_desk.features.rides import ops as rides
from mmc_desk.features.rides.model import PaymentMode
from mmc_desk.features.rides.ops.commands import RecordResult
from mmc_desk.features.rides.queries.paying import payment_book
from mmc_desk.ui.preview import PreviewDialog
from mmc_desk.ui.runner import Runner
from tests.accessibility import assert_accessible
from tests.features.invoices.conftest import DAY, OCTOBER, TODAY, Bills, bills_of
from tests.features.rides.conftest import fill

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def desk(runner: Runner) -> Iterator[Bills]:
    yield bills_of(fill(runner.database))
    runner.database.followers = ()


def press(widget: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(widget, key, modifier)


def shown(qtbot: QtBot, runner: Runner, page: InvoicesPage | MembersPage) -> None:
    qtbot.addWidget(page)
    with qtbot.waitExposed(page):
        page.show()
    page.activateWindow()
    page.reload()
    runner.wait_idle()
    page.table.setFocus()


def at_table(page: InvoicesPage) -> None:
    page.activateWindow()
    page.table.setFocus()


def dialog() -> SimpleNamespace:
    found = QApplication.activeModalWidget()
    assert found is not None
    assert_accessible(found)
    return found  # type: ignore[return-value] # one of the dialogs


def typed(field: QLineEdit, text: str, runner: Runner) -> None:
    field.setFocus()
    field.selectAll()
    press(field, Qt.Key.Key_Delete)
    QTest.keyClicks(field, text)
    press(field, Qt.Key.Key_Return, CONTROL)
    runner.wait_idle()


def states(page: InvoicesPage) -> list[str]:
    return [row.status.value for row in page.model.all_rows]


def test_a_month_by_keyboard(qtbot: QtBot, runner: Runner, desk: Bills) -> None:
    ride = desk.driven()
    desk.driven(30_000, member_id=desk.desk.maria)
    page = InvoicesPage(runner)
    shown(qtbot, runner, page)
    assert_accessible(page)
    assert states(page) == ["to_make", "to_make"]
    assert page.lines_model.all_rows[0].ride_date >= DAY
    press(page.table, Qt.Key.Key_A)
    runner.wait_idle()
    press(page.table, Qt.Key.Key_A, Qt.KeyboardModifier.ShiftModifier)
    runner.wait_idle()
    assert states(page) == ["open", "open"]

    at_table(page)
    press(page.table, Qt.Key.Key_C)
    typed(dialog().paid_on, "23/11/2026", runner)
    assert "paid" in states(page)
    assert "met de hand betaald" in page.facts.text()

    desk.do(rides.reopen_ride, rides.ReopenRide(ride))
    desk.do(rides.record_result, RecordResult(ride, 10_000))
    page.reload()
    runner.wait_idle()
    place = next(place for place, row in enumerate(page.model.all_rows) if row.differs)
    page.table.selectRow(place)
    at_table(page)
    runner.wait_idle()
    assert "gewijzigd" in page.caution.text()
    press(page.table, Qt.Key.Key_D)
    typed(dialog().reason, "", runner)
    assert "waarom" in dialog().form.row("reason").problem
    typed(dialog().reason, "teller", runner)
    assert states(page).count("credit") == 1
    assert len(states(page)) == 4

    credit = next(place for place, row in enumerate(page.model.all_rows) if row.status.value == "credit")
    page.table.selectRow(credit)
    runner.wait_idle()
    assert "op factuur" in page.facts.text()
    assert not page.deeds.actions["credit"].isEnabled()
    other = InvoicesPage(runner)
    qtbot.addWidget(other)
    other.restore_state(page.save_state())


def test_an_empty_month_says_where_to_choose(qtbot: QtBot, runner: Runner, sqlite_database: object) -> None:
    page = InvoicesPage(runner)
    shown(qtbot, runner, page)
    assert "contant" in page.empty.sentence.text()
    page.save_button.setFocus()
    assert page.deeds.actions["make_all"].isEnabled() is False


def test_a_members_way_of_paying_by_keyboard(qtbot: QtBot, runner: Runner, desk: Bills) -> None:
    page = MembersPage(runner)
    shown(qtbot, runner, page)
    page.open_record(desk.desk.jef)
    qtbot.waitUntil(lambda: page.shown_card is not None and page.shown_card.key == desk.desk.jef)
    runner.wait_idle()
    press(page.table, Qt.Key.Key_R)
    found = dialog()
    typed(found.valid_from, "", runner)
    assert "welke dag" in found.form.row("valid_from").problem
    found.mode.set_value(PaymentMode.INVOICE)
    typed(found.valid_from, "1/12/2026", runner)
    book = runner.database.read(payment_book)
    assert [book.on(desk.desk.jef, day) for day in (TODAY, TODAY.replace(month=12))] == [
        PaymentMode.CASH,
        PaymentMode.INVOICE,
    ]
    [part] = [one for one in page.parts if isinstance(one, PayingPart)]
    assert part.known is not None
    part.remove(part.known.choices[0])
    runner.wait_idle()
    assert part.known.choices == ()


def test_the_letters_fit_and_go_on_and_the_files_add_up(desk: Bills, tmp_path: Path) -> None:
    for _ in range(6):
        desk.driven(passengers=(rides.SharedSeat(desk.desk.maria),))
    desk.do(ops.make_invoices, OCTOBER)
    desk.do(ops.credit_invoice, ops.CreditInvoice(1, "verkeerd lid"))
    for iban in ("", "BE68539007547034"):
        desk.do(write_setting, "people.iban", TODAY, iban)
        keys = desk.read(month_keys, 2026, 10)
        book = desk.read(invoice_book, keys, TODAY)
        for name in ("f.pdf", "f.csv", "f.xlsx"):
            write_files(tmp_path / name, book)
        pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(tmp_path / "f.pdf")]
        assert sum("Factuur 2026-0001: ritten van oktober 2026" in page for page in pages) >= 1
        assert any("Creditnota 2026-0003" in page and "verkeerd lid" in page for page in pages)
        assert any(("BE68 5390" if iban else "U betaalt contant") in page for page in pages)
        assert any("(vervolg)" in page for page in pages) or len(pages) == 3
    rows = list(csv.reader((tmp_path / "f.csv").read_text("utf-8-sig").splitlines(), delimiter=";"))
    assert [row[0] for row in rows if row and row[0].startswith("2026-")].count("2026-0001") == 7


def test_the_verb_makes_and_writes(desk: Bills, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    desk.driven()
    database = desk.desk.database

    def run(name: str) -> int:
        output = tmp_path / name if name else None
        return run_invoice(database, argparse.Namespace(year=2026, month=10, output=output, reminders=None))

    assert run("f.txt") == 2
    assert "kies een bestandsnaam" in capsys.readouterr().err
    assert run("") == 0
    assert "1 facturen gemaakt, samen € 20,00" in capsys.readouterr().out.replace("\N{NO-BREAK SPACE}", " ")
    assert run("f.csv") == 0
    assert (tmp_path / "f.csv").exists()
    with pytest.raises(RuleError, match="niets meer"):
        run("")


def test_reminders_are_shown_and_noted_as_sent(desk: Bills, runner: Runner, qtbot: QtBot) -> None:
    desk.driven()
    desk.do(ops.make_invoices, OCTOBER)
    desk.desk.database.write(lambda session: session.execute(update(Invoice).values(due_on=date(2026, 11, 1))).close())
    page = InvoicesPage(runner)
    shown(qtbot, runner, page)
    refused: list[str] = []
    page.deeds.refused.connect(refused.append)
    assert status_text(page.model.all_rows[0]) == "herinnering 1"
    press(page.table, Qt.Key.Key_H)
    runner.wait_idle()
    paper = page.findChild(PreviewDialog)
    assert paper is not None
    assert list(paper.pages.search("Deze herinnering kost u niets"))
    paper.accept()
    runner.wait_idle()
    assert page.model.all_rows[0].reminders == 1
    assert "herinnering 1 op 23/11/2026" in page.facts.text()
    page.deeds.remind()
    runner.wait_idle()
    assert refused == ["Geen enkele factuur wacht op een herinnering."]
