"""The small desk of the rides, where Rosa and Maria pay on a monthly invoice and Jef pays the driver."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import delete
from sqlalchemy.orm import Session

from mmc_desk.core.db import Database
from mmc_desk.features.invoices import ops
from mmc_desk.features.invoices.checks import CHECKS
from mmc_desk.features.invoices.ops.following import follow
from mmc_desk.features.invoices.queries.months import InvoiceMonth, InvoiceRow, invoice_month
from mmc_desk.features.rides.model import OfficialKmRate, PaymentMode
from mmc_desk.features.rides.ops import (
    AssignDriver,
    RecordResult,
    RequestRide,
    assign_driver,
    record_result,
    request_ride,
)
from mmc_desk.features.rides.ops.paying import SetMemberPayment, set_member_payment
from tests.beginnings import begin_with
from tests.features.rides.conftest import RideDesk, fill
from tests.rows import breaches

TODAY = date(2026, 11, 23)
DAY = date(2026, 10, 14)
"""A Wednesday of the month that is invoiced."""
OCTOBER = ops.MakeInvoices(2026, 10)


@dataclass(frozen=True)
class Bills:
    """The desk, and what is asked of it; after each deed the invariants hold."""

    desk: RideDesk
    days: Iterator[date] = field(default_factory=lambda: (DAY + timedelta(days=day) for day in (0, 1, 2, 5, 6, 7)))
    """A day for each ride: the small desk has few drivers."""

    def do(self, op: Callable[..., Any], *command: object) -> Any:  # noqa: ANN401 - what the op returns
        """Run an op with what follows it."""
        if op is ops.make_invoices and command == (OCTOBER,):
            return begin_with(self.desk.database, _october)
        value = self.desk.database.write(lambda session: op(session, *command), "test").value
        assert breaches(self.desk.database, CHECKS) == []
        return value

    def read(self, query: Callable[..., Any], *arguments: object) -> Any:  # noqa: ANN401 - what the query returns
        """Run a query."""
        return self.desk.read(query, *arguments)

    def october(self, day: date = TODAY) -> InvoiceMonth:
        """Return the month as it stands."""
        found: InvoiceMonth = self.read(invoice_month, 2026, 10, day)
        return found

    def rows(self, day: date = TODAY) -> list[tuple[str, str, int]]:
        """Return number, status and cents of each row of the month."""
        return [(row.number, row.status.value, row.cents) for row in self.october(day).rows]

    def row(self, number: str) -> InvoiceRow:
        """Return the row of a number."""
        return next(row for row in self.october().rows if row.number == number)

    def driven(self, metres: int = 40_000, **changes: Any) -> int:  # noqa: ANN401 - the fields of RequestRide
        """Take a ride on a day of its own and enter its sheet."""
        day = {} if "ride_date" in changes else {"ride_date": next(self.days)}
        command = RequestRide(**{**self.desk.plain(), **day, **changes})
        return begin_with(self.desk.database, _driven, command, self.desk.pierre, metres)


def _driven(session: Session, command: RequestRide, driver: int, metres: int) -> int:
    ride_id = request_ride(session, command)
    assign_driver(session, AssignDriver(ride_id, driver))
    record_result(session, RecordResult(ride_id, metres))
    return ride_id


def _october(session: Session) -> ops.Made:
    made = ops.make_invoices(session, OCTOBER)
    session.flush()
    _hold(session)
    return made


def _hold(session: Session) -> None:
    assert [breach for check in CHECKS for breach in check.find(session)] == []


def _invoiced(session: Session, *members: int) -> None:
    session.execute(delete(OfficialKmRate))
    session.add(OfficialKmRate(valid_from=date(2020, 1, 1), rate=5_000))
    for member in members:
        set_member_payment(session, SetMemberPayment(member, date(2026, 1, 1), PaymentMode.INVOICE))
    session.flush()
    _hold(session)


def bills_of(desk: RideDesk) -> Bills:
    """Return the desk with its rate of 0,50 a km, and who is invoiced."""
    desk.database.followers = (follow,)
    begin_with(desk.database, _invoiced, desk.rosa, desk.maria)
    return Bills(desk)


@pytest.fixture
def bills(database: Database) -> Bills:
    return bills_of(fill(database))
