"""Which membership a payment is for: by reference beyond doubt, else proposed."""

from datetime import date

import pytest

from mmc_desk.features.people import rules
from mmc_desk.features.people.rules import BankLine, Clue, Fee, FeeBook, Share

DAY = date(2027, 1, 5)
MARIA = Fee(1, 271, (("Thijs", "María"),), 2027, 1200, reference="202700027101")
JEF = Fee(2, 12, (("Claes", "Jef"), ("Jans", "Rosa")), 2027, 1800, reference=rules.make_reference(2027000012))
LIA = Fee(3, 40, (("Van den Bossche", "Lia"),), 2027, 1200, reference=rules.make_reference(2027000040))
ALL = [MARIA, JEF, LIA]
BOOK = FeeBook(ALL)
BY_REFERENCE = {fee.reference: fee for fee in ALL}


def line(communication: str = "", amount: int = 1200, payer: str = "") -> BankLine:
    return BankLine("x", DAY, amount, payer, communication)


@pytest.mark.parametrize(
    ("communication", "amount", "shares"),
    [
        ("+++202/7000/27101+++", 1200, (Share(1, 1200),)),
        ("+++202/7000/27101+++", 600, (Share(1, 600),)),
        ("+++202/7000/27101+++", 2000, (Share(1, 2000),)),
        (f"{MARIA.reference} {LIA.reference}", 2400, (Share(1, 1200), Share(3, 1200))),
        (f"{MARIA.reference} {LIA.reference}", 2000, ()),
        (f"{MARIA.reference} {rules.make_reference(5)}", 1200, ()),
        ("lidgeld Thijs", 1200, ()),
        (rules.make_reference(5), 1200, ()),
    ],
)
def test_exact_by_reference(communication: str, amount: int, shares: tuple[Share, ...]) -> None:
    assert rules.exact_shares(line(communication, amount), BY_REFERENCE) == shares


def test_who_paid_before_is_no_silent_match() -> None:
    paid = Fee(1, 271, MARIA.names, 2027, 1200, 1200, MARIA.reference, is_settled=True)
    again = line("+++202/7000/27101+++")
    assert rules.exact_shares(again, {paid.reference: paid}) == ()
    (proposal,) = rules.proposals(again, FeeBook([paid]))
    assert (proposal.shares, proposal.clues) == ((Share(1, 1200),), (Clue.REFERENCE,))


@pytest.mark.parametrize(
    ("payer", "communication", "amount", "keys", "clues"),
    [
        ("THIJS MARIA", "lidgeld 2027", 1200, (1,), (Clue.NAME, Clue.AMOUNT, Clue.YEAR)),
        ("MEVR. THIJS", "lidgeld", 1200, (1,), (Clue.LAST_NAME, Clue.AMOUNT)),
        ("Claes-Jans", "lidnr. 0012", 1500, (2,), (Clue.NUMBER, Clue.LAST_NAME)),
        ("ROSA JANS", "", 1800, (2,), (Clue.NAME, Clue.AMOUNT)),
        ("DOCHTER", "voor lid 271", 1200, (1,), (Clue.NUMBER, Clue.AMOUNT)),
        ("lia van den bossche", "", 500, (3,), (Clue.NAME,)),
    ],
)
def test_the_first_proposal(payer: str, communication: str, amount: int, keys: tuple[int, ...], clues: object) -> None:
    first = rules.proposals(line(communication, amount, payer), BOOK)[0]
    assert tuple(share.membership_id for share in first.shares) == keys
    assert first.clues == clues
    assert sum(share.cents for share in first.shares) == amount


@pytest.mark.parametrize(
    ("payer", "amount"), [("PEETERS JOS", 1200), ("", 1800), ("VAN DEN BOSSCH", 1200), ("THIJSSEN", 1200)]
)
def test_an_amount_or_half_a_name_proposes_nobody(payer: str, amount: int) -> None:
    assert rules.proposals(line("", amount, payer), BOOK) == ()


def test_members_named_together_are_proposed_together() -> None:
    first = rules.proposals(line("lidgeld Lia en Maria", 2400, "Thijs Van den Bossche"), BOOK)[0]
    assert first.shares == (Share(1, 1200), Share(3, 1200))
    assert first.clues == (Clue.NAME, Clue.AMOUNT)


def test_two_years_of_one_member_are_not_two_members() -> None:
    last_year = Fee(9, 271, MARIA.names, 2026, 1200)
    found = rules.proposals(line("lidgeld", 2400, "THIJS MARIA"), FeeBook([last_year, MARIA]))
    assert all(len(one.shares) == 1 for one in found)


def test_no_more_proposals_than_a_person_reads() -> None:
    many = [Fee(key, key, (("Jans", f"Rosa{key}"),), 2027, 1200) for key in range(1, 12)]
    assert len(rules.proposals(line("", 2400, "JANS"), FeeBook(many))) == 5


@pytest.mark.parametrize(
    ("payments", "fee", "day"),
    [
        ([], 1200, None),
        ([(DAY, 600)], 1200, None),
        ([(date(2027, 2, 1), 600), (DAY, 600)], 1200, date(2027, 2, 1)),
        ([(DAY, 2000)], 1200, DAY),
        ([(DAY, 500)], 0, None),
    ],
)
def test_when_payments_reach_a_fee(payments: list[tuple[date, int]], fee: int, day: date | None) -> None:
    assert rules.reached_on(payments, fee) == day


def test_what_is_due() -> None:
    assert MARIA.due == 1200
    assert Fee(1, 1, (), 2027, 1200, 500).due == 700
    assert Fee(1, 1, (), 2027, 1200, 1500).due == 0
    assert Fee(1, 1, (), 2027, 1200, 0, is_settled=True).due == 0
