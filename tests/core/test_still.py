"""A write that holds only as long as the record is still what the form knows."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.core.db import Database
from mmc_desk.core.errors import ConflictError
from mmc_desk.core.model import ClosureDay
from mmc_desk.core.still import if_still


def reasons(session: Session) -> list[str]:
    return list(session.scalars(select(ClosureDay.reason)))


def add(session: Session) -> None:
    session.add(ClosureDay(day=date(2026, 12, 24), reason="Kerstavond"))


def test_what_was_overtaken_is_refused_in_its_own_transaction(database: Database) -> None:
    database.write(if_still(add, reasons, []))
    with pytest.raises(ConflictError, match="andere werkplek"):
        database.write(if_still(add, reasons, []))
    assert database.read(reasons) == ["Kerstavond"]
