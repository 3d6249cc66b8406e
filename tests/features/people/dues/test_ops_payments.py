"""Bank payments: taken over, put on memberships, set aside, taken off; on both databases, taken back and done again."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from mmc_desk.core.errors import ConflictError, RuleError
from mmc_desk.features.people import ops, queries, rules
from mmc_desk.features.people.model import Membership
from mmc_desk.features.people.model.dues import BankPayment
from mmc_desk.features.people.queries import DuesRow, PaymentRow
from mmc_desk.features.people.rules import BankLine, Clue, DuesStatus, Share
from tests.features.people.small_desk import Desk

TODAY = date(2026, 11, 23)
JAN, LATER = date(2027, 1, 5), date(2027, 1, 9)
MARIA_REFERENCE = rules.make_reference(2027000271)
JEF_REFERENCE = rules.make_reference(2027000012)


@pytest.fixture
def renewed(desk: Desk) -> Desk:
    desk.do(ops.renew_memberships, ops.RenewMemberships(2027))
    return desk


def line(number: int, communication: str = "", amount: int = 1200, payer: str = "", day: date = JAN) -> BankLine:
    return BankLine(f"b{number}", day, amount, payer, communication)


def take(desk: Desk, *lines: BankLine) -> ops.ImportedPayments:
    told: ops.ImportedPayments = desk.do(ops.import_payments, lines)
    return told


def rows(desk: Desk) -> dict[int, DuesRow]:
    return {row.member_key: row for row in desk.database.read(lambda session: queries.dues_list(session, 2027, LATER))}


def waiting(desk: Desk) -> list[PaymentRow]:
    return desk.database.read(queries.open_payments)


def refused(desk: Desk, op: Callable[..., Any], command: object) -> str:
    with pytest.raises(RuleError) as caught:
        desk.database.write(lambda session: op(session, command))
    return str(caught.value)


def sound(desk: Desk) -> bool:
    return not desk.database.read(queries.payment_breaches)


def test_a_reference_ticks_its_fee_and_a_statement_read_twice_counts_once(renewed: Desk) -> None:
    lines = [line(1, f"+++{MARIA_REFERENCE}+++"), line(2, JEF_REFERENCE, 1800), line(3, "giften", 5000, "PEETERS")]
    told = take(renewed, *lines)
    assert (told.is_new, told.matched, told.added) == ((True, True, True), 2, 3)
    told = take(renewed, *lines)
    assert (told.is_new, told.matched, told.added) == ((False, False, False), 0, 0)
    book = rows(renewed)
    assert (book[renewed.maria].status, book[renewed.maria].dues.paid_on) == (DuesStatus.PAID, JAN)
    assert book[renewed.rosa].dues.paid_on == JAN
    assert [(one.amount, one.candidates) for one in waiting(renewed)] == [(5000, ())]
    assert sound(renewed)


def test_a_line_twice_in_one_statement_counts_once(renewed: Desk) -> None:
    told = take(renewed, line(1, MARIA_REFERENCE), line(1, MARIA_REFERENCE))
    assert told.is_new == (True, False)


def test_two_halves_make_a_whole_and_the_second_day_counts(renewed: Desk) -> None:
    take(renewed, line(1, MARIA_REFERENCE, 500))
    dues = rows(renewed)[renewed.maria].dues
    assert (dues.received, dues.paid_on) == (500, None)
    take(renewed, line(2, MARIA_REFERENCE, 700, day=LATER))
    row = rows(renewed)[renewed.maria]
    assert (row.status, row.dues.paid_on, row.payments) == (DuesStatus.PAID, LATER, 2)


def test_too_much_is_taken_and_flagged(renewed: Desk) -> None:
    take(renewed, line(1, MARIA_REFERENCE, 2000))
    assert rows(renewed)[renewed.maria].status is DuesStatus.OVERPAID


def test_the_same_fee_paid_twice_waits_for_a_person(renewed: Desk) -> None:
    told = take(renewed, line(1, MARIA_REFERENCE), line(2, MARIA_REFERENCE))
    assert told.matched == 1
    (again,) = waiting(renewed)
    assert again.candidates[0].clues == (Clue.REFERENCE,)
    renewed.do(ops.assign_payment, ops.AssignPayment(again.key, again.candidates[0].shares))
    assert rows(renewed)[renewed.maria].status is DuesStatus.OVERPAID


def test_one_transfer_for_two_members_is_split(renewed: Desk) -> None:
    take(renewed, line(1, f"{MARIA_REFERENCE} {JEF_REFERENCE}", 3000))
    assert waiting(renewed) == []
    assert {row.status for row in rows(renewed).values()} == {DuesStatus.PAID, DuesStatus.COVERED}
    parts = renewed.database.read(lambda session: list(session.scalars(select(BankPayment))))
    assert sorted((part.bank_reference, part.amount) for part in parts) == [("b1", 1200), ("b1 #2", 1800)]
    assert take(renewed, line(1, f"{MARIA_REFERENCE} {JEF_REFERENCE}", 3000)).is_new == (False,)


def test_a_proposal_is_accepted(renewed: Desk) -> None:
    take(renewed, line(1, "lidgeld", 1200, "THIJS MARIA"))
    (row,) = waiting(renewed)
    (best,) = row.candidates
    assert (best.fees[0].member_no, best.clues) == (271, (Clue.NAME, Clue.AMOUNT))
    renewed.do(ops.assign_payment, ops.AssignPayment(row.key, best.shares))
    assert rows(renewed)[renewed.maria].status is DuesStatus.PAID
    assert "al bij een lid" in refused(renewed, ops.assign_payment, ops.AssignPayment(row.key, best.shares))


def test_an_old_fee_is_found_by_its_reference_only(renewed: Desk) -> None:
    def old_fee(session: Any) -> int:  # noqa: ANN401 - a session
        fee = Membership(member_id=renewed.maria, year=2019, fee=1200, reference=rules.make_reference(2019000271))
        session.add(fee)
        session.flush()
        key: int = fee.id
        return key

    key = renewed.database.write(old_fee).value
    take(renewed, line(1, f"{rules.make_reference(2019000271)} {rules.make_reference(2027000271)}", 1500))
    (row,) = waiting(renewed)
    assert {fee.key for one in row.candidates for fee in one.fees} == {key, rows(renewed)[renewed.maria].key}


def test_taking_a_payment_off_opens_the_fee_again(renewed: Desk) -> None:
    take(renewed, line(1, MARIA_REFERENCE, 1200), line(2, JEF_REFERENCE, 1800))
    key = rows(renewed)[renewed.jef].key
    (paid,) = renewed.database.read(lambda session: queries.payments_of(session, key))
    assert (paid.amount, paid.booked_on) == (1800, JAN)
    renewed.do(ops.unassign_payment, ops.UnassignPayment(paid.key))
    assert {rows(renewed)[one].dues.paid_on for one in (renewed.jef, renewed.rosa)} == {None}
    assert [one.key for one in waiting(renewed)] == [paid.key]
    assert "geen lid" in refused(renewed, ops.unassign_payment, ops.UnassignPayment(paid.key))


def test_a_day_ticked_by_hand_stays_whatever_the_bank_says(renewed: Desk) -> None:
    key = rows(renewed)[renewed.maria].key
    renewed.do(ops.pay_by_hand, ops.PayByHand(key, TODAY))
    told = take(renewed, line(1, MARIA_REFERENCE))
    assert told.matched == 0
    (row,) = waiting(renewed)
    renewed.do(ops.assign_payment, ops.AssignPayment(row.key, (Share(key, 1200),)))
    assert rows(renewed)[renewed.maria].dues.paid_on == TODAY
    renewed.do(ops.unassign_payment, ops.UnassignPayment(row.key))
    assert rows(renewed)[renewed.maria].dues.paid_on == TODAY


def test_parts_that_do_not_add_up_are_refused(renewed: Desk) -> None:
    take(renewed, line(1, "lidgeld", 3000))
    (row,) = waiting(renewed)
    maria, jef = rows(renewed)[renewed.maria].key, rows(renewed)[renewed.jef].key
    for shares in ((Share(maria, 1200),), (Share(maria, 3000), Share(jef, 0)), ()):
        assert "30,00" in refused(renewed, ops.assign_payment, ops.AssignPayment(row.key, shares))
    with pytest.raises(ConflictError):
        renewed.database.write(
            lambda session: ops.assign_payment(session, ops.AssignPayment(999, (Share(maria, 1200),)))
        )


def test_what_is_no_fee_is_set_aside_and_fetched_back(renewed: Desk) -> None:
    take(renewed, line(1, "zaalhuur", 9000, "THIJS"))
    (row,) = waiting(renewed)
    renewed.do(ops.set_aside_payment, ops.SetAsidePayment(row.key))
    (aside,) = waiting(renewed)
    assert (aside.is_set_aside, aside.candidates) == (True, ())
    renewed.do(ops.set_aside_payment, ops.SetAsidePayment(row.key, is_set_aside=False))
    (row,) = waiting(renewed)
    assert not row.is_set_aside
    renewed.do(ops.set_aside_payment, ops.SetAsidePayment(row.key))
    renewed.do(ops.assign_payment, ops.AssignPayment(row.key, (Share(rows(renewed)[renewed.maria].key, 9000),)))
    assert "bij een lid" in refused(renewed, ops.set_aside_payment, ops.SetAsidePayment(row.key))
    assert sound(renewed)


def test_fees_to_choose_from_by_hand(renewed: Desk) -> None:
    take(renewed, line(1, MARIA_REFERENCE))
    fees = renewed.database.read(lambda session: queries.unsettled_fees(session, 2026))
    assert [(fee.member_no, fee.names, fee.due) for fee in fees] == [(12, (("Claes", "Jef"), ("Jans", "Rosa")), 1800)]
