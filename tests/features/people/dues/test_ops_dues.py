"""Renewing, letters, reminders, paying by hand and the settings, on both databases, each taken back and done again."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from mmc_desk.core import clock
from mmc_desk.core.errors import RuleError
from mmc_desk.core.model import DeskSetting
from mmc_desk.features.people import ops, queries, rules
from mmc_desk.features.people.model import EndReason, Household, Member, Membership, Person
from mmc_desk.features.people.model.dues import BankPayment
from mmc_desk.features.people.ops.dues_settings import compact_bic
from mmc_desk.features.people.queries import DuesRow
from mmc_desk.features.people.rules import Deed, DuesStatus
from tests.features.people.small_desk import Desk

TODAY = date(2026, 11, 23)
NEXT = 2027


def refused(desk: Desk, op: Callable[..., Any], command: object) -> tuple[str, str]:
    """Return the field and the sentence of the rule that refuses a command."""
    with pytest.raises(RuleError) as caught:
        desk.database.write(lambda session: op(session, command))
    return caught.value.field, str(caught.value)


def renew(desk: Desk, year: int = NEXT) -> ops.RenewalReport:
    report: ops.RenewalReport = desk.do(ops.renew_memberships, ops.RenewMemberships(year))
    return report


def book(desk: Desk, year: int = NEXT, day: date = TODAY) -> dict[int, DuesRow]:
    rows = desk.database.read(lambda session: queries.dues_list(session, year, day))
    return {row.member_key: row for row in rows}


def end(desk: Desk, key: int, day: date, reason: EndReason = EndReason.DECEASED) -> None:
    desk.do(ops.end_member, ops.EndMember(key, day, reason))


def test_the_renewal_run_makes_what_a_year_lacks_and_nothing_twice(desk: Desk) -> None:
    plan = desk.database.read(lambda session: queries.renewal_plan(session, NEXT))
    assert (len(plan.of(Deed.ADD)), plan.cents, plan.kept) == (3, 3000, 0)
    assert plan.names[desk.maria] == "Thijs María"
    assert set(plan.lapsed) == {desk.jef, desk.rosa, desk.maria}
    assert renew(desk) == ops.RenewalReport(NEXT, 3, 0, 0, 0, 3000)
    rows = book(desk)
    assert {key: row.dues.fee for key, row in rows.items()} == {desk.jef: 1800, desk.rosa: 0, desk.maria: 1200}
    assert rows[desk.maria].reference == "202700027101"
    assert rows[desk.rosa].reference == ""
    assert rows[desk.jef].addressee == "Jef Claes en Rosa Jans"
    assert renew(desk) == ops.RenewalReport(NEXT, 0, 0, 0, 3, 0)


def test_one_due_is_read_as_it_stands_in_the_list(desk: Desk) -> None:
    renew(desk)
    due = book(desk)[desk.maria]
    assert desk.database.read(lambda session: queries.dues_row(session, due.key, NEXT, TODAY)) == due
    assert desk.database.read(lambda session: queries.dues_row(session, due.key + 99, NEXT, TODAY)) is None


def test_only_this_year_and_the_next_are_renewed(desk: Desk) -> None:
    assert renew(desk, 2026).added == 3
    for year in (2025, 2028):
        field, sentence = refused(desk, ops.renew_memberships, ops.RenewMemberships(year))
        assert (field, "2026" in sentence) == ("year", True)


def test_who_was_no_member_last_year_is_told_apart(desk: Desk) -> None:
    desk.do(ops.record_membership, ops.RecordMembership(desk.maria, 2026, 1200, TODAY))
    plan = desk.database.read(lambda session: queries.renewal_plan(session, NEXT))
    assert set(plan.lapsed) == {desk.jef, desk.rosa}


def test_a_reference_that_is_taken_gives_way(desk: Desk) -> None:
    def long_number(session: Any) -> None:  # noqa: ANN401 - a session
        session.get_one(Member, desk.maria).member_no = 1_000_012

    desk.database.write(long_number)
    renew(desk)
    rows = book(desk)
    assert {rows[desk.maria].reference, rows[desk.jef].reference} == {
        rules.make_reference(2027000012),
        rules.make_reference(2027000013),
    }


def test_10_5_a_member_who_dies_after_the_run_gets_no_letter_and_the_partner_is_single(desk: Desk) -> None:
    """Edge case 5 of domain.md §10."""
    renew(desk)
    desk.do(ops.note_invited, ops.NoteInvited([book(desk)[desk.jef].key], TODAY))
    end(desk, desk.jef, date(2026, 11, 20))
    rows = book(desk)
    assert set(rows) == {desk.rosa, desk.maria}
    widow = rows[desk.rosa]
    assert (widow.dues.fee, widow.reference, widow.addressee) == (1200, rules.make_reference(2027000013), "Rosa Jans")
    assert (widow.dues.invited_on, widow.wants_letter) == (None, True)
    assert desk.row(Member, desk.rosa).household is Household.SINGLE


def test_10_5_a_couple_that_paid_before_stays_as_it_is(desk: Desk) -> None:
    """Edge case 5 of domain.md §10: what was paid is no longer changed."""
    renew(desk)
    desk.do(ops.pay_by_hand, ops.PayByHand(book(desk)[desk.jef].key, TODAY))
    end(desk, desk.jef, date(2026, 11, 20))
    rows = book(desk)
    assert rows[desk.jef].status is DuesStatus.PAID
    assert rows[desk.rosa].status is DuesStatus.COVERED
    assert rows[desk.rosa].dues.paid_on == TODAY


def test_10_5_a_death_before_the_run_is_seen_by_the_run(desk: Desk) -> None:
    """Edge case 5 of domain.md §10, where the desk only noted the death itself."""

    def dies(session: Any) -> None:  # noqa: ANN401 - a session
        session.get_one(Person, session.get_one(Member, desk.jef).person_id).deceased_on = date(2026, 11, 20)

    desk.database.write(dies)
    renew(desk)
    rows = book(desk)
    assert {key: row.dues.fee for key, row in rows.items()} == {desk.rosa: 1200, desk.maria: 1200}
    assert desk.row(Member, desk.jef).partner_id is None
    assert rows[desk.rosa].also == ""


def test_who_leaves_at_new_year_loses_the_year_that_was_made(desk: Desk) -> None:
    renew(desk)
    end(desk, desk.maria, date(2027, 1, 1), EndReason.MOVED)
    assert set(book(desk)) == {desk.jef, desk.rosa}


def test_10_13_joining_in_december_pays_half_a_year_and_is_asked_the_next(desk: Desk) -> None:
    """Edge case 13 of domain.md §10."""
    with clock.frozen(clock.at(date(2026, 12, 10), clock.local(clock.now()).time())):
        key = desk.do(
            ops.add_member, ops.AddMember(ops.PersonDetails("Peeters", "Lia"), details=ops.MemberDetails(member_no=272))
        )
        renew(desk, 2026)
        renew(desk)
    assert book(desk, 2026)[key].dues.fee == 600
    assert book(desk)[key].dues.fee == 1200
    assert not book(desk, 2026)[key].dues.member_before
    assert book(desk)[key].dues.member_before


def test_letters_and_reminders_are_noted(desk: Desk) -> None:
    renew(desk)
    keys = [row.key for row in book(desk).values() if row.wants_letter]
    assert desk.do(ops.note_invited, ops.NoteInvited(keys, TODAY)) == 2
    assert not any(row.wants_letter for row in book(desk).values())
    february = date(2027, 2, 1)
    late = [row for row in book(desk, day=february).values() if row.wants_reminder]
    assert [row.member_key for row in late] == [desk.jef, desk.maria]
    assert desk.do(ops.note_reminded, ops.NoteReminded([row.key for row in late], february)) == 2
    assert not any(row.wants_reminder for row in book(desk, day=february).values())


def test_10_5_no_letter_to_who_died_meanwhile(desk: Desk) -> None:
    """Edge case 5 of domain.md §10: between reading the list and printing it."""
    renew(desk)
    key = book(desk)[desk.maria].key
    desk.do(ops.pay_by_hand, ops.PayByHand(key, TODAY))
    end(desk, desk.maria, TODAY)
    for op, command in (
        (ops.note_invited, ops.NoteInvited([key], TODAY)),
        (ops.note_reminded, ops.NoteReminded([key], TODAY)),
    ):
        assert "Thijs María" in refused(desk, op, command)[1]


def test_a_fee_noted_by_hand_gets_its_reference_when_letters_are_made(desk: Desk) -> None:
    desk.do(ops.record_membership, ops.RecordMembership(desk.jef, NEXT, 1800))
    keys = [row.key for row in book(desk).values()]
    assert desk.do(ops.give_references, keys) == 1
    assert book(desk)[desk.jef].reference == rules.make_reference(2027000012)
    assert desk.do(ops.give_references, keys) == 0


def test_paying_by_hand_and_taking_it_back(desk: Desk) -> None:
    renew(desk)
    row = book(desk)[desk.jef]
    desk.do(ops.pay_by_hand, ops.PayByHand(row.key, TODAY))
    assert {one.status for one in book(desk).values()} == {DuesStatus.PAID, DuesStatus.COVERED, DuesStatus.OPEN}
    card = desk.database.read(lambda session: queries.member_card(session, desk.rosa, date(2027, 1, 4)))
    assert card
    assert card.status is rules.MembershipStatus.PAID
    desk.do(ops.pay_by_hand, ops.PayByHand(row.key, None))
    assert book(desk)[desk.jef].status is DuesStatus.OPEN
    assert book(desk)[desk.rosa].dues.paid_on is None


def test_what_cannot_be_ticked(desk: Desk) -> None:
    renew(desk)
    rows = book(desk)
    assert refused(desk, ops.pay_by_hand, ops.PayByHand(rows[desk.rosa].key, TODAY))[0] == "paid_on"
    assert refused(desk, ops.pay_by_hand, ops.PayByHand(rows[desk.jef].key, date(2026, 11, 24)))[0] == "paid_on"
    line = rules.BankLine("b1", TODAY, 1200, "THIJS", rows[desk.maria].reference)
    desk.do(ops.import_payments, [line])
    assert "bank" in refused(desk, ops.pay_by_hand, ops.PayByHand(rows[desk.maria].key, None))[1]
    again = ops.RecordMembership(desk.maria, NEXT, 1200, None)
    assert "bank" in refused(desk, ops.record_membership, again)[1]


# --- settings

GOOD = ops.SaveDuesSettings(
    date(2026, 1, 1), "LDC De Wijzer", "BE68 5390 0754 7034", "gkcc bebb", "Markt 1, 3740 Bilzen"
)


def test_the_settings_hold_from_their_day_on(desk: Desk) -> None:
    desk.do(ops.save_dues_settings, GOOD)
    known = desk.database.read(lambda session: queries.dues_settings(session, TODAY))
    assert (known.iban, known.bic, known.beneficiary) == ("BE68539007547034", "GKCCBEBB", "LDC De Wijzer")
    assert (known.address, known.label_rows, known.label_columns, known.reminder_days) == (
        "Markt 1, 3740 Bilzen",
        7,
        3,
        30,
    )
    before = desk.database.read(lambda session: queries.dues_settings(session, date(2025, 12, 31)))
    assert (before.iban, before.beneficiary) == ("", before.name)
    more = ops.SaveDuesSettings(
        *(date(2027, 1, 1), "LDC", "", "", "", "", "aan het onthaal", 14, 8, 2),
        single=1500,
        couple=2000,
        half_from=(9, 1),
        review_months=6,
    )
    desk.do(ops.save_dues_settings, more)
    later = desk.database.read(lambda session: queries.dues_settings(session, date(2027, 1, 1)))
    assert (later.iban, later.cash, later.reminder_days) == ("", "aan het onthaal", 14)
    assert (later.label_rows, later.label_columns) == (8, 2)
    assert (later.tariff.single, later.tariff.couple) == (1500, 2000)
    assert (later.tariff.half_from, later.review_months) == ((9, 1), 6)
    assert desk.database.read(lambda session: queries.dues_settings(session, TODAY)) == known
    desk.do(ops.save_dues_settings, more)
    kept = desk.database.read(lambda session: list(session.scalars(select(DeskSetting))))
    desk.do(ops.save_dues_settings, ops.SaveDuesSettings(date(2027, 1, 1), "LDC Bilzen", single=1500, couple=2000))
    assert len(desk.database.read(lambda session: list(session.scalars(select(DeskSetting))))) == len(kept)


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("iban", {"iban": "BE68 5390 0754 7035"}),
        ("bic", {"bic": "GKCC"}),
        ("beneficiary", {"beneficiary": "x" * 71}),
        ("label_rows", {"label_rows": 0}),
        ("label_columns", {"label_columns": 21}),
        ("reminder_days", {"reminder_days": 0}),
        ("review_months", {"review_months": 61}),
        ("single", {"single": -1}),
        ("couple", {"couple": -1}),
    ],
)
def test_impossible_settings_are_refused_beside_their_field(desk: Desk, field: str, values: dict[str, Any]) -> None:
    assert refused(desk, ops.save_dues_settings, ops.SaveDuesSettings(TODAY, **values))[0] == field


def test_a_bank_code_is_stored_bare() -> None:
    assert compact_bic(" gkcc bebb ") == "GKCCBEBB"


# --- the whole book, and what check says


def test_the_book_of_a_year(desk: Desk) -> None:
    renew(desk)
    told = desk.database.read(lambda session: queries.dues_book(session, NEXT, TODAY))
    assert (told.totals.members, told.totals.paying, told.totals.asked_cents) == (3, 2, 3000)
    assert (told.unrenewed, told.payments, told.practice) == (0, (), False)
    assert [row.name for row in told.rows] == ["Claes Jef", "Jans Rosa", "Thijs María"]
    assert "demerwal" in told.rows[2].search


def test_in_december_the_book_counts_who_was_not_renewed(desk: Desk) -> None:
    december = date(2026, 12, 3)
    assert desk.database.read(lambda session: queries.dues_book(session, 2026, december)).unrenewed == 3
    renew(desk)
    assert desk.database.read(lambda session: queries.dues_book(session, 2026, december)).unrenewed == 0


def test_a_member_without_address_is_in_the_book(desk: Desk) -> None:
    key = desk.do(ops.add_member, ops.AddMember(ops.PersonDetails("Peeters", "Lia")))
    renew(desk)
    assert (book(desk)[key].street, book(desk)[key].village) == ("", "")


def test_check_finds_wrong_references_and_payments(desk: Desk) -> None:
    renew(desk)
    keys = {row.member_key: row.key for row in book(desk).values()}

    def spoil(session: Any) -> None:  # noqa: ANN401 - a session
        session.get_one(Membership, keys[desk.jef]).reference = "123456789003"
        session.add(BankPayment(bank_reference="p1", booked_on=TODAY, amount=1200, membership_id=keys[desk.maria]))
        session.add(BankPayment(bank_reference="p2", booked_on=TODAY, amount=0))

    assert desk.database.read(queries.reference_breaches) == []
    assert desk.database.read(queries.payment_breaches) == []
    desk.database.write(spoil)
    (wrong,) = desk.database.read(queries.reference_breaches)
    assert "Lid 12" in wrong
    unpaid, odd = desk.database.read(queries.payment_breaches)
    assert ("Lid 271" in unpaid, "p2" in odd) == (True, True)
