"""Who pays how: by the desk's dated setting and a member's own dated choice; what that makes of a price (§2)."""

from datetime import date

import pytest

from mmc_desk.core.errors import RuleError
from mmc_desk.core.model import DeskSetting
from mmc_desk.features.people.model import Member
from mmc_desk.features.rides import ops
from mmc_desk.features.rides.model import PaymentMode
from mmc_desk.features.rides.ops.paying import SetMemberPayment, remove_member_payment, set_member_payment
from mmc_desk.features.rides.printout.slips import notes
from mmc_desk.features.rides.queries.intake import caller
from mmc_desk.features.rides.queries.paying import member_paying, payment_book
from mmc_desk.features.rides.queries.prices import ride_prices
from mmc_desk.features.rides.queries.roster import driver_roster
from mmc_desk.features.rides.queries.sheets import driver_month, proposed_received
from mmc_desk.features.rides.queries.slips import slip_book
from mmc_desk.features.rides.rules.paying import ALL_CASH, PaymentBook, cash_fee, cash_share, invoiced_shares, mode_name
from mmc_desk.features.rides.rules.sheets import SheetEntry
from mmc_desk.features.rides.rules.tariff import Journey, Tariff, price_ride
from tests.features.rides.conftest import WEDNESDAY, RideDesk

CASH, INVOICE = PaymentMode.CASH, PaymentMode.INVOICE
YEAR, JULY = date(2026, 1, 1), date(2026, 7, 1)


def test_a_member_chooses_before_the_desk_and_each_from_a_day_on() -> None:
    book = PaymentBook([(YEAR, CASH), (JULY, INVOICE)], {1: [(YEAR, INVOICE), (JULY, None)], 2: [(JULY, CASH)]})
    june, august = date(2026, 6, 30), date(2026, 8, 1)
    assert [book.on(member, june) for member in (1, 2, 3)] == [INVOICE, CASH, CASH]
    assert [book.on(member, august) for member in (1, 2, 3)] == [INVOICE, CASH, INVOICE]
    assert ALL_CASH.on(1, june) is CASH
    assert [one.invoices_since() for one in (book, PaymentBook([(JULY, INVOICE)]), ALL_CASH)] == [YEAR, JULY, None]
    only_members = PaymentBook([(YEAR, CASH)], {1: [(JULY, INVOICE)]})
    assert [one.invoices_by_habit() for one in (book, only_members, ALL_CASH)] == [True, False, False]
    assert len({mode_name(mode) for mode in PaymentMode}) == 2


@pytest.mark.parametrize(
    ("modes", "received", "cash", "fee", "invoiced"),
    [
        ((CASH, CASH), 1_100, 1_101, 101, ((0, 0), (0, 0))),
        ((CASH, INVOICE), 551, 551, 51, ((0, 0), (550, 0))),
        ((INVOICE, CASH), 0, 550, 50, ((551, 0), (0, 0))),
        ((INVOICE, INVOICE), 600, 0, 0, ((551, 551), (550, 49))),
        ((INVOICE, CASH), 650, 550, 50, ((551, 100), (0, 0))),
    ],
)
def test_a_price_in_cash_and_on_invoices(
    modes: tuple[PaymentMode, ...], received: int, cash: int, fee: int, invoiced: tuple[tuple[int, int], ...]
) -> None:
    """Edge case 10.3: the cents stay exact, whoever pays how."""
    price = price_ride(Journey(20_000, members=2), 5_000, Tariff(admin_fee=101))
    assert (cash_share(price, modes), cash_fee(price, modes)) == (cash, fee)
    assert invoiced_shares(price, modes, received) == invoiced


def test_where_one_ride_is_charged_the_fee_is_the_first_ones() -> None:
    price = price_ride(Journey(20_000, members=2), 5_000, Tariff(admin_fee=100, shared_split=False))
    assert [cash_fee(price, modes) for modes in ((CASH, INVOICE), (INVOICE, CASH))] == [100, 0]


def test_who_gets_an_invoice_pays_the_driver_nothing(desk: RideDesk) -> None:
    desk.add(DeskSetting(name="tariff.admin_fee", valid_from=YEAR, value="100"))
    key = desk.do(set_member_payment, SetMemberPayment(desk.rosa, YEAR, INVOICE))
    ride = desk.assigned(passengers=(ops.SharedSeat(desk.jef),))
    month = desk.read(driver_month, desk.pierre, 2026, 11)
    half = proposed_received(month, month.rows[0], SheetEntry(metres=20_000))
    desk.do(set_member_payment, SetMemberPayment(desk.jef, YEAR, INVOICE))
    month = desk.read(driver_month, desk.pierre, 2026, 11)
    assert half is not None
    assert half > 0
    assert proposed_received(month, month.rows[0], SheetEntry(metres=20_000)) == 0
    [roster] = desk.read(driver_roster, WEDNESDAY)
    assert roster.days[0].rides[0].invoiced == {desk.rosa, desk.jef}
    slips = desk.read(slip_book, [ride]).slips
    assert all(slip.is_invoiced and "factuur" in next(notes(slip)) for slip in slips)
    assert desk.read(caller, desk.rosa, WEDNESDAY).paying is INVOICE
    desk.do(remove_member_payment, key)
    assert desk.read(payment_book).on(desk.rosa, WEDNESDAY) is CASH


def test_the_driver_gets_everything_and_hands_on_no_fee(desk: RideDesk) -> None:
    desk.add(DeskSetting(name="tariff.admin_fee", valid_from=YEAR, value="100"))
    desk.driven()
    (cash,) = desk.read(ride_prices, YEAR, WEDNESDAY)
    desk.do(set_member_payment, SetMemberPayment(desk.rosa, YEAR, INVOICE))
    (invoiced,) = desk.read(ride_prices, YEAR, WEDNESDAY)
    assert (cash.owed_in_cash, cash.desk_fee) == (cash.owed, 100)
    assert (invoiced.owed_in_cash, invoiced.desk_fee) == (0, 0)
    assert invoiced.driver_due == cash.driver_due


def test_a_choice_of_the_same_day_is_corrected_and_shown(desk: RideDesk) -> None:
    desk.do(set_member_payment, SetMemberPayment(desk.rosa, JULY, INVOICE))
    desk.do(set_member_payment, SetMemberPayment(desk.rosa, JULY, CASH))
    desk.do(set_member_payment, SetMemberPayment(desk.rosa, YEAR, None))
    known = desk.read(member_paying, desk.row(Member, desk.rosa).person_id, WEDNESDAY)
    assert [(one.valid_from, one.mode) for one in known.choices] == [(JULY, CASH), (YEAR, None)]
    assert known.mode is CASH
    assert desk.read(member_paying, 0, WEDNESDAY) is None


def test_what_is_gone_is_refused(desk: RideDesk) -> None:
    for op, command in ((set_member_payment, SetMemberPayment(0, JULY, CASH)), (remove_member_payment, 0)):
        with pytest.raises(RuleError, match="bestaat niet meer"):
            desk.do(op, command)
