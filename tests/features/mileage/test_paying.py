"""Signing and paying: by hand, and by a file for the bank that is valid by its own schema."""

from datetime import date
from xml.etree import ElementTree as ET

import pytest
from sepaxml.validation import try_valid_xml  # type: ignore[import-untyped]  # it ships no types
from sqlalchemy import select, update

from mmc_desk.core.errors import ConflictError
from mmc_desk.core.model import DeskSetting
from mmc_desk.core.recording import take_back
from mmc_desk.features.mileage import ops
from mmc_desk.features.mileage.queries.payments import (
    balances_to_pay,
    payer,
    transfer_content,
    transfer_files,
)
from mmc_desk.features.mileage.queries.settlements import month_overview
from mmc_desk.features.mileage.rules.payment import Payer
from mmc_desk.features.mileage.rules.settlement import MonthState
from mmc_desk.features.people.model import Driver
from mmc_desk.features.people.ops.dues_settings import write_setting
from tests.conftest import on_file
from tests.features.mileage.conftest import IBAN, Till

DAY = date(2026, 10, 5)
TODAY = date(2026, 11, 23)
OCTOBER = ops.SettleMonth(2026, 10)
ACCOUNT = ops.SetPayer("Lokaal dienstencentrum De Wijzer", "BE71 0961 2345 6769")
FILE = ops.MakeTransferFile()
PAIN = {"p": "urn:iso:std:iso:20022:tech:xsd:pain.001.001.03"}


def settled(till: Till, name: str = "Geladé José", km: float = 26, *, iban: str = IBAN, received: int = 0) -> int:
    """Settle October for one driver; return the part's key."""
    driver = till.driver(name, iban=iban)
    till.ride(DAY, driver, km, received=received)
    till.do(ops.settle_month, ops.SettleMonth(2026, 10, driver))
    return till.parts(driver)[0].id


def state(till: Till) -> MonthState:
    found: MonthState = till.read(month_overview, 2026, 10).drivers[0].state
    return found


def test_a_settlement_is_signed_and_that_can_be_undone(till: Till) -> None:
    part = settled(till)
    done = till.commit(ops.sign_settlement, ops.SignSettlement(part, TODAY, 1)).changes
    assert (state(till), done.is_final) == (MonthState.SIGNED, False)
    till.database.write(lambda session: take_back(session, done))
    assert state(till) is MonthState.SETTLED
    till.do(ops.sign_settlement, ops.SignSettlement(part, TODAY))
    till.do(ops.sign_settlement, ops.SignSettlement(part, None))
    assert state(till) is MonthState.SETTLED


@on_file
def test_signing_and_paying_happen_after_freezing_and_not_in_the_future(till: Till) -> None:
    part = settled(till)
    for day in (date(2026, 11, 22), date(2026, 11, 24)):
        assert till.refuse(ops.sign_settlement, ops.SignSettlement(part, day))[0] == "day"
        assert till.refuse(ops.mark_paid, ops.MarkPaid((part,), day))[0] == "day"
    with pytest.raises(ConflictError):
        till.database.write(lambda session: ops.sign_settlement(session, ops.SignSettlement(part, TODAY, 9)))
    assert "bestaat niet" in till.refuse(ops.sign_settlement, ops.SignSettlement(99, TODAY))[1]
    assert "Kies eerst" in till.refuse(ops.mark_paid, ops.MarkPaid((), TODAY))[1]


@on_file
def test_what_was_paid_is_paid_once(till: Till) -> None:
    parts = (settled(till), settled(till, "Claes Rosa", iban=""))
    assert till.do(ops.mark_paid, ops.MarkPaid(parts, TODAY)) == 2
    assert till.do(ops.mark_paid, ops.MarkPaid(parts, TODAY)) == 0
    assert state(till) is MonthState.PAID
    assert till.read(balances_to_pay) == ()


def test_the_account_of_the_desk_is_dated(till: Till) -> None:
    assert till.read(payer, TODAY) == Payer()
    till.do(ops.set_payer, ACCOUNT)
    till.do(ops.set_payer, ops.SetPayer("LDC", "BE71096123456769", "GKCCBEBB"))
    assert till.read(payer, TODAY) == Payer("LDC", "BE71096123456769", "GKCCBEBB")
    assert till.read(payer, date(2026, 11, 22)) == Payer()
    count = till.read(lambda session: len(session.scalars(select(DeskSetting)).all()))
    assert count == 3
    assert till.refuse(ops.set_payer, ops.SetPayer("LDC", "BE71"))[0] == "iban"


@on_file
def test_until_the_desk_says_otherwise_it_pays_from_the_account_of_its_fees(till: Till) -> None:
    for name, value in (("people.iban", IBAN), ("people.beneficiary", "OCMW Bilzen")):
        till.do(write_setting, name, date(2020, 1, 1), value)
    assert till.read(payer, TODAY) == Payer("OCMW Bilzen", IBAN)
    till.do(ops.set_payer, ops.SetPayer("LDC", "BE71096123456769", "GKCCBEBB"))
    assert till.read(payer, TODAY) == Payer("LDC", "BE71096123456769", "GKCCBEBB")


def test_a_file_pays_who_has_something_coming_and_is_valid(till: Till) -> None:
    assert till.refuse(ops.make_transfer_file, FILE)[0] == "name"
    till.do(ops.set_payer, ACCOUNT)
    assert "niets te betalen" in till.refuse(ops.make_transfer_file, FILE)[1]
    settled(till)
    settled(till, "Claes Rosa", iban="")
    settled(till, "Aerts Wim", received=5_000)
    made = till.do(ops.make_transfer_file, FILE)
    assert (made.payments, made.total, made.execution_day) == (1, 1_040, date(2026, 11, 24))
    try_valid_xml(made.content.encode(), "pain.001.001.03")
    tree = ET.fromstring(made.content)  # noqa: S314 - our own file
    assert tree.findtext(".//p:Cdtr/p:Nm", namespaces=PAIN) == "Gelade Jose"
    assert tree.findtext(".//p:InstdAmt", namespaces=PAIN) == "10.40"
    assert tree.findtext(".//p:ReqdExctnDt", namespaces=PAIN) == "2026-11-24"
    assert tree.findtext(".//p:MsgId", namespaces=PAIN) == made.message_id == "MMC-20261123-001"
    assert tree.findtext(".//p:DbtrAcct/p:Id/p:IBAN", namespaces=PAIN) == "BE71096123456769"
    assert tree.findtext(".//p:DbtrAgt/p:FinInstnId/p:BIC", namespaces=PAIN) == "GKCCBEBB"
    assert state(till) is MonthState.SETTLED
    assert till.read(transfer_content, made.file_id) == made.content
    assert "niets te betalen" in till.refuse(ops.make_transfer_file, FILE)[1]


@on_file
def test_a_foreign_account_needs_no_bic(till: Till) -> None:
    till.do(ops.set_payer, ops.SetPayer("LDC", "NL91ABNA0417164300"))
    settled(till)
    try_valid_xml(till.do(ops.make_transfer_file, FILE).content.encode(), "pain.001.001.03")


@on_file
def test_corrections_of_a_driver_count_with_the_rest(till: Till) -> None:
    till.do(ops.set_payer, ACCOUNT)
    driver = till.driver("Peeters Jan", iban=IBAN)
    ride = till.ride(DAY, driver, 26)
    till.do(ops.settle_month, OCTOBER)
    till.do(ops.correct_settled_ride, ops.CorrectSettledRide(ride, 20_000, "verkeerd gelezen"))
    [owed] = till.read(balances_to_pay)
    assert (owed.cents, len(owed.settlement_ids)) == (800, 2)
    till.do(ops.make_transfer_file, FILE)
    till.do(ops.correct_settled_ride, ops.CorrectSettledRide(ride, 10_000, "nog eens"))
    # Now the driver owes the desk: nothing to pay until there is more.
    assert till.read(balances_to_pay) == ()


def test_a_file_that_the_bank_refused_is_taken_back_and_made_again(till: Till) -> None:
    till.do(ops.set_payer, ACCOUNT)
    part = settled(till)
    committed = till.commit(ops.make_transfer_file, FILE)
    assert committed.changes.is_final
    first = committed.value
    [row] = till.read(transfer_files)
    assert (row.payments, row.settlements, row.is_paid, row.message_id) == (1, 1, False, first.message_id)
    assert till.do(ops.drop_transfer_file, ops.DropTransferFile(first.file_id)) == 1
    assert "ingetrokken" in till.refuse(ops.drop_transfer_file, ops.DropTransferFile(first.file_id))[1]
    assert "ingetrokken" in till.refuse(ops.mark_file_paid, ops.MarkFilePaid(first.file_id, TODAY))[1]
    second = till.do(ops.make_transfer_file, FILE)
    assert second.message_id == "MMC-20261123-002"
    assert till.do(ops.mark_file_paid, ops.MarkFilePaid(second.file_id, TODAY)) == 1
    assert till.do(ops.mark_paid, ops.MarkPaid((part,), TODAY)) == 0
    assert "al betaald" in till.refuse(ops.drop_transfer_file, ops.DropTransferFile(second.file_id))[1]
    assert [(file.settlements, file.is_paid) for file in till.read(transfer_files)] == [(1, True), (0, False)]


@on_file
@pytest.mark.parametrize("iban", ["", "BE00"])
def test_an_account_of_a_driver_that_cannot_be_is_named(till: Till, iban: str) -> None:
    till.do(ops.set_payer, ACCOUNT)
    settled(till)
    till.database.write(lambda session: session.execute(update(Driver).values(iban=iban)) and None)
    assert "Geladé José" in till.refuse(ops.make_transfer_file, FILE)[1]
