"""The small desk of the rides, where Rosa and Maria pay on a monthly invoice and Jef pays the driver."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest

from mmc_desk.core.db import Database
from mmc_desk.features.invoices import ops
from mmc_desk.features.invoices.checks import CHECKS
from mmc_desk.features.invoices.ops.following import follow
from mmc_desk.features.invoices.queries.months import InvoiceMonth, InvoiceRow, invoice_month
from mmc_desk.features.rides.model import OfficialKmRate, PaymentMode
from mmc_desk.features.rides.ops.paying import SetMemberPayment, set_member_payment
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
        return self.desk.driven(metres, **{**day, **changes})


def bills_of(desk: RideDesk) -> Bills:
    """Return the desk with its rate of 0,50 a km, and who is invoiced."""
    desk.database.followers = (follow,)

    def add(session: Any) -> None:  # noqa: ANN401 - a Session
        session.query(OfficialKmRate).delete()
        session.add(OfficialKmRate(valid_from=date(2020, 1, 1), rate=5_000))

    desk.database.write(add, "tarief")
    bills = Bills(desk)
    for member in (desk.rosa, desk.maria):
        bills.do(set_member_payment, SetMemberPayment(member, date(2026, 1, 1), PaymentMode.INVOICE))
    return bills


@pytest.fixture
def bills(database: Database) -> Bills:
    return bills_of(fill(database))
