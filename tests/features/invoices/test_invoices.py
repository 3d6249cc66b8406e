"""Monthly invoices: who gets one, what stands on it, and that it is frozen, credited and ticked by the bank."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from mmc_desk.core.errors import DeskError, RuleError
from mmc_desk.core.recording import take_back
from mmc_desk.features.invoices import ops
from mmc_desk.features.invoices.model import InvoicePayment
from mmc_desk.features.invoices.queries.months import InvoiceBook, invoice_book, invoice_card, month_keys
from mmc_desk.features.people import ops as people
from mmc_desk.features.people.model import EndReason
from mmc_desk.features.people.model.dues import BankPayment
from mmc_desk.features.people.ops.payments import SetAsidePayment, import_payments, set_aside_payment
from mmc_desk.features.people.rules import BankLine, show_reference
from mmc_desk.features.rides import ops as rides
from mmc_desk.features.rides.model import PaymentMode, RideState
from mmc_desk.features.rides.ops.commands import RecordResult, SetRideSettings, SharedSeat
from mmc_desk.features.rides.ops.paying import SetMemberPayment, set_member_payment
from mmc_desk.features.rides.ops.ride_settings import set_ride_settings
from mmc_desk.features.rides.rules.settings import DEFAULTS
from tests.conftest import on_file
from tests.features.invoices.conftest import DAY, OCTOBER, TODAY, Bills


def refused(bills: Bills, op: object, command: object) -> str:
    with pytest.raises(RuleError) as caught:
        bills.do(op, command)  # type: ignore[arg-type] # one of the ops
    return str(caught.value)


def test_an_invoice_per_member_numbered_by_name_and_nothing_for_who_pays_cash(bills: Bills) -> None:
    bills.driven()
    bills.driven(20_000)
    bills.driven(30_000, member_id=bills.desk.maria)
    bills.driven(30_000, member_id=bills.desk.jef)
    assert {(row.status.value, row.cents, row.rides) for row in bills.october().rows} == {
        ("to_make", 3_000, 2),
        ("to_make", 1_500, 1),
    }
    made: ops.Made = bills.do(ops.make_invoices, OCTOBER)
    assert (len(made.keys), made.cents) == (2, 4_500)
    assert sorted(bills.rows()) == sorted(
        [("2026-0001", "open", bills.row("2026-0001").cents), ("2026-0002", "open", bills.row("2026-0002").cents)]
    )
    assert (bills.october().sums.asked, bills.october().sums.open, bills.october().sums.rides) == (4_500, 4_500, 3)
    assert "niets meer" in refused(bills, ops.make_invoices, OCTOBER)
    late = TODAY + timedelta(days=31)
    assert {status for _, status, _ in bills.rows(late)} == {"late"}


@on_file
def test_a_month_that_goes_on_is_not_invoiced_and_a_late_sheet_comes_with_the_next(bills: Bills) -> None:
    assert "nog niet voorbij" in refused(bills, ops.make_invoices, replace(OCTOBER, month=11))
    assert not bills.rows()
    bills.driven(ride_date=date(2026, 9, 9))
    bills.driven()
    made: ops.Made = bills.do(ops.make_invoices, replace(OCTOBER, member_ids=(bills.desk.rosa,)))
    assert made.cents == 4_000
    paper: InvoiceBook = bills.read(invoice_book, made.keys, TODAY)
    assert [line.ride_date for line in paper.papers[0].lines] == [date(2026, 9, 9), DAY]
    assert paper.papers[0].address[0].startswith("Rosa")


@on_file
def test_10_3_a_shared_car_is_split_over_invoice_and_cash(bills: Bills) -> None:
    """Edge case 10.3: one ride, two passengers, cents exact; each pays in their own way."""
    ride = bills.driven(40_020, passengers=(SharedSeat(bills.desk.jef),))
    [row] = bills.october().rows
    assert row.cents == 1_001  # 20,01 in two: the cent that is left goes to the first
    command = RecordResult(ride, 40_020, received=1_500)
    bills.do(rides.reopen_ride, rides.ReopenRide(ride))
    bills.do(rides.record_result, command)
    # The driver received five euro more than Jef's part: Rosa paid that all the same.
    [row] = bills.october().rows
    assert row.cents == 501
    card = bills.read(invoice_card, row.key, 2026, 10)
    assert [(line.share, line.received) for line in card.lines] == [(1_001, 500)]


def test_10_5_who_died_gets_no_invoice_unless_asked_for(bills: Bills) -> None:
    """Edge case 10.5: no letters; what was driven stays to be invoiced when the desk asks for it by name."""
    bills.driven()
    bills.do(people.end_member, people.EndMember(bills.desk.rosa, date(2026, 11, 2), EndReason.DECEASED))
    assert [row.is_deceased for row in bills.october().rows] == [True]
    assert "niets meer" in refused(bills, ops.make_invoices, OCTOBER)
    assert bills.do(ops.make_invoices, replace(OCTOBER, member_ids=(bills.desk.rosa,))).cents == 2_000


@on_file
def test_10_1_a_wasted_ride_is_invoiced_only_where_it_is_charged(bills: Bills) -> None:
    """Edge case 10.1."""
    ride = bills.desk.assigned(ride_date=DAY)
    bills.do(rides.mark_wasted, rides.MarkWasted(ride, 12_000))
    charged = bills.desk.ride(ride).chargeable
    assert [row.cents for row in bills.october().rows] == ([600] if charged else [])
    assert bills.desk.ride(ride).state is RideState.WASTED


def test_the_whole_desk_can_invoice_from_a_day_on(bills: Bills) -> None:
    bills.driven(member_id=bills.desk.jef)
    assert not bills.october().rows
    invoicing = replace(DEFAULTS, payment=PaymentMode.INVOICE, invoice_days=14)
    bills.do(set_ride_settings, SetRideSettings(date(2026, 10, 1), invoicing))
    bills.do(set_member_payment, SetMemberPayment(bills.desk.rosa, date(2026, 10, 1), PaymentMode.CASH))
    bills.driven()
    made: ops.Made = bills.do(ops.make_invoices, OCTOBER)
    assert made.cents == 2_000
    [paper] = bills.read(invoice_book, made.keys, TODAY).papers
    assert paper.due_on == TODAY + timedelta(days=14)
    bills.do(set_member_payment, SetMemberPayment(bills.desk.rosa, date(2026, 10, 1), None))
    assert [row.cents for row in bills.october().rows if not row.is_made] == [2_000]


def test_lines_are_frozen_and_a_wrong_one_is_credited_and_invoiced_anew(bills: Bills) -> None:
    ride = bills.driven()
    bills.driven(30_000)
    [key] = bills.do(ops.make_invoices, OCTOBER).keys
    for statement in ("UPDATE ride_invoice_line SET cents = 0", "DELETE FROM ride_invoice_line"):
        with pytest.raises(DeskError):
            bills.do(lambda session, sql: session.execute(text(sql)), statement)
    assert "zegt wat" in refused(bills, ops.correct_invoice, ops.CorrectInvoice(key, "teller"))
    bills.do(rides.reopen_ride, rides.ReopenRide(ride))
    bills.do(rides.record_result, RecordResult(ride, 44_000))
    assert bills.row("2026-0001").differs
    assert "waarom" in refused(bills, ops.correct_invoice, ops.CorrectInvoice(key, " "))
    done: ops.Corrected = bills.do(ops.correct_invoice, ops.CorrectInvoice(key, "teller verkeerd gelezen"))
    assert bills.rows() == [("2026-0001", "open", 3_500), ("2026-0002", "credit", -2_000), ("2026-0003", "open", 2_200)]
    assert not bills.row("2026-0001").differs
    assert (bills.row("2026-0001").open, bills.row("2026-0002").credits) == (1_500, "2026-0001")
    assert "creditnota" in refused(bills, ops.correct_invoice, ops.CorrectInvoice(done.credit_id, "x"))
    assert bills.read(month_keys, 2026, 10) == [key, done.credit_id, done.invoice_id]


@on_file
def test_what_is_no_longer_owed_is_credited_alone(bills: Bills) -> None:
    bills.driven()
    [key] = bills.do(ops.make_invoices, OCTOBER).keys
    bills.do(set_member_payment, SetMemberPayment(bills.desk.rosa, DAY, PaymentMode.CASH))
    done: ops.Corrected = bills.do(ops.correct_invoice, ops.CorrectInvoice(key, "betaalde contant"))
    assert done.invoice_id is None
    assert bills.rows() == [("2026-0001", "credited", 2_000), ("2026-0002", "credit", -2_000)]


@on_file
def test_a_credited_invoice_can_be_made_again(bills: Bills) -> None:
    bills.driven()
    [key] = bills.do(ops.make_invoices, OCTOBER).keys
    bills.do(ops.credit_invoice, ops.CreditInvoice(key, "verkeerd lid"))
    assert "niets over" in refused(bills, ops.credit_invoice, ops.CreditInvoice(key, "nog eens"))
    assert "bestaat niet" in refused(bills, ops.credit_invoice, ops.CreditInvoice(999, "weg"))
    assert bills.rows()[0][1] == "to_make"
    bills.do(ops.make_invoices, OCTOBER)
    assert [number for number, _, _ in bills.rows()] == ["2026-0001", "2026-0002", "2026-0003"]


@on_file
def test_making_invoices_is_no_undo_step(bills: Bills) -> None:
    bills.driven()
    committed = bills.desk.database.write(lambda session: ops.make_invoices(session, OCTOBER), "x")
    assert committed.changes.is_final


def line(reference: str, amount: int, number: str = "b1") -> BankLine:
    return BankLine(number, date(2026, 11, 20), amount, "Claes Rosa", show_reference(reference))


def links(bills: Bills) -> list[int]:
    found: list[int] = bills.read(lambda session: list(session.scalars(select(InvoicePayment.cents))))
    return found


def test_the_banks_statement_ticks_by_reference(bills: Bills) -> None:
    bills.driven()
    bills.driven(30_000, member_id=bills.desk.maria)
    bills.do(ops.make_invoices, OCTOBER)
    first, second = bills.row("2026-0001"), bills.row("2026-0002")
    bills.do(import_payments, [line(first.reference, first.cents - 100)])
    assert (bills.row("2026-0001").status.value, bills.row("2026-0001").open) == ("partial", 100)
    bills.do(import_payments, [line(first.reference, 100, "b2"), line(second.reference, second.cents + 5, "b3")])
    assert {number: status for number, status, _ in bills.rows()} == {"2026-0001": "paid", "2026-0002": "overpaid"}
    # Paid already, or unknown: a person looks at it, among the payments that wait.
    bills.do(import_payments, [line(first.reference, first.cents, "b4"), line("", 700, "b5")])
    waiting = bills.read(lambda s: list(s.scalars(select(BankPayment.bank_reference).filter_by(is_set_aside=False))))
    assert sorted(waiting) == ["b4", "b5"]
    assert [paid.cents for paid in bills.read(invoice_card, first.key, 2026, 10).paid] == [first.cents - 100, 100]


def test_one_transfer_for_two_invoices_and_what_lets_go_of_it(bills: Bills) -> None:
    bills.driven()
    bills.driven(30_000, member_id=bills.desk.maria)
    bills.do(ops.make_invoices, OCTOBER)
    rows = [bills.row("2026-0001"), bills.row("2026-0002")]
    both = " ".join(show_reference(row.reference) for row in rows)
    together = BankLine("b1", TODAY, sum(row.cents for row in rows), "Claes", both)
    bills.do(import_payments, [replace(together, bank_reference="b0", amount=together.amount - 1)])
    assert not links(bills)
    bills.do(import_payments, [together])
    assert sorted(links(bills)) == sorted(row.cents for row in rows)
    payment = bills.read(lambda s: s.scalar(select(BankPayment.id).where(BankPayment.bank_reference == "b1")))
    committed = bills.desk.database.write(
        lambda session: set_aside_payment(session, SetAsidePayment(payment, is_set_aside=False)), "x"
    )
    assert not links(bills)
    bills.desk.database.write(lambda session: take_back(session, committed.changes), "undo")
    assert len(links(bills)) == 2


def test_paid_by_hand_and_printed(bills: Bills) -> None:
    bills.driven()
    [key] = bills.do(ops.make_invoices, OCTOBER).keys
    assert "later gemaakt" in refused(bills, ops.pay_invoice, ops.PayInvoice(key, DAY))
    bills.do(ops.pay_invoice, ops.PayInvoice(key, TODAY))
    assert bills.rows()[0][1] == "paid"
    assert bills.october().sums.received == 2_000
    # What comes in for it after that waits for a person.
    bills.do(import_payments, [line(bills.row("2026-0001").reference, 2_000)])
    assert not links(bills)
    bills.do(ops.pay_invoice, ops.PayInvoice(key, None))
    assert bills.rows()[0][1] == "open"
    assert "Enkel een factuur" in refused(bills, ops.pay_invoice, ops.PayInvoice(999, TODAY))
    assert bills.do(ops.note_printed, ops.NotePrinted((key,), TODAY)) == 1
    assert bills.do(ops.note_printed, ops.NotePrinted((key,), TODAY)) == 0
    assert bills.row("2026-0001").printed_on == TODAY


def test_check_tells_of_what_was_tampered_with(bills: Bills) -> None:
    from mmc_desk.features.invoices.queries import checks

    bills.driven()
    bills.do(ops.make_invoices, OCTOBER)
    bills.do(import_payments, [line(bills.row("2026-0001").reference, 2_000)])

    def tamper(session: Session) -> None:
        session.execute(text("UPDATE ride_invoice SET total = total + 1, sequence = 7"))
        session.execute(text("UPDATE ride_invoice_payment SET cents = 9999"))

    bills.desk.database.write(tamper, "x")
    found = [len(bills.read(check)) for check in (checks.wrong_sums, checks.missing_numbers, checks.wrong_payments)]
    assert found == [1, 1, 1]
    assert bills.read(checks.rides_invoiced_twice) == bills.read(checks.wrong_reversals) == []
