"""What the desk pays by transfer: the account it pays from, whom a file would pay now, the files made so far."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mmc_desk.core import clock
from mmc_desk.features.mileage.model import PaidBy, Settlement, TransferFile
from mmc_desk.features.mileage.queries.rows import FileRow
from mmc_desk.features.mileage.rules.payment import Payer
from mmc_desk.features.people.model import Driver
from mmc_desk.features.people.queries.settings import dues_settings
from mmc_desk.features.rides.queries.breakdowns import driver_names
from mmc_desk.features.rides.queries.settings import desk_values


@dataclass(frozen=True, slots=True)
class ToPay:
    """A driver whom the desk owes money by transfer: `cents` over these settlements together."""

    driver_id: int
    code: str
    name: str
    iban: str
    cents: int
    settlement_ids: tuple[int, ...]


def payer(session: Session, day: date) -> Payer:
    """Return the account in force on a day: settings `mileage.name`, `mileage.iban`, `mileage.bic`.

    Until the desk enters one, it pays from the account on which it gets its fees.
    """
    values = desk_values(session, "mileage", day)
    fees = dues_settings(session, day)
    if fees.iban and not values.get("iban"):
        return Payer(fees.beneficiary, fees.iban, fees.bic)
    return Payer(values.get("name", ""), values.get("iban", ""), values.get("bic", ""))


def balances_to_pay(session: Session) -> tuple[ToPay, ...]:
    """Return whom a payment file would pay now, by code: settlements by transfer, unpaid and in no file yet.

    A driver's corrections count with the rest: who owes the desk more than it owes them waits for a next month.
    """
    open_settlements = (
        select(Settlement.driver_id, Settlement.id, Settlement.due - Settlement.received)
        .where(
            Settlement.paid_by == PaidBy.TRANSFER, Settlement.paid_on.is_(None), Settlement.transfer_file_id.is_(None)
        )
        .order_by(Settlement.id)
    )
    found: Mapping[int, list[tuple[int, int]]] = defaultdict(list)
    for driver_id, settlement_id, balance in session.execute(open_settlements):
        found[driver_id].append((settlement_id, balance))
    owed = {driver: sum(balance for _, balance in parts) for driver, parts in found.items()}
    names = driver_names(session)
    drivers = session.execute(
        select(Driver.id, Driver.code, Driver.iban)
        .where(Driver.id.in_([driver for driver, cents in owed.items() if cents > 0]))
        .order_by(Driver.code)
    )
    return tuple(
        ToPay(driver, code, names[driver], iban, owed[driver], tuple(part for part, _ in found[driver]))
        for driver, code, iban in drivers
    )


def transfer_files(session: Session) -> tuple[FileRow, ...]:
    """Return the payment files made so far, the last one first."""
    rows = session.execute(
        select(TransferFile, func.count(Settlement.id), func.count(Settlement.paid_on))
        .outerjoin(Settlement, Settlement.transfer_file_id == TransferFile.id)
        .group_by(TransferFile.id)
        .order_by(TransferFile.id.desc())
    )
    return tuple(
        FileRow(
            file_id=file.id,
            message_id=file.message_id,
            made_at=file.made_at,
            execution_day=file.execution_day,
            payments=file.payments,
            total=file.total,
            settlements=settlements,
            is_paid=0 < settlements == paid,
        )
        for file, settlements, paid in rows
    )


def transfer_content(session: Session, file_id: int) -> str:
    """Return a payment file as it was made."""
    return session.execute(select(TransferFile.content).where(TransferFile.id == file_id)).scalar_one()


@dataclass(frozen=True, slots=True)
class TransferView:
    """What the desk sees of its payment files: whom one would pay now, from which account, those made so far."""

    owed: tuple[ToPay, ...]
    payer: Payer
    files: tuple[FileRow, ...]


def transfer_view(session: Session) -> TransferView:
    """Return whom a file would pay now, from today's account, and the files made so far."""
    return TransferView(balances_to_pay(session), payer(session, clock.today()), transfer_files(session))
