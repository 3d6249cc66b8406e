"""A small desk: a couple, a single member and two drivers, made by the real ops."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from mmc_desk.core.db import Database
from mmc_desk.core.model import Base
from mmc_desk.core.recording import take_back
from mmc_desk.features.people import ops
from mmc_desk.features.people.model import Aid, Household
from tests.beginnings import begin_with
from tests.rows import everything


@dataclass(frozen=True)
class Desk:
    """The keys of who is at the desk, and its database."""

    database: Database
    rosa: int
    jef: int
    maria: int
    pierre: int
    paula: int

    def do(self, op: Callable[[Session, Any], Any], command: object) -> Any:  # noqa: ANN401 - what the op returns
        """Run an op, and show that taking it back and doing it again are exact."""
        before = everything(self.database)
        committed = self.database.write(lambda session: op(session, command), "test")
        after = everything(self.database)
        undone = self.database.write(lambda session: take_back(session, committed.changes), "undo")
        assert everything(self.database) == before
        self.database.write(lambda session: take_back(session, undone.changes), "redo")
        assert everything(self.database) == after
        return committed.value

    def row(self, model: type[Base], key: int) -> Any:  # noqa: ANN401 - any model's row
        """Return a row as it stands in the database now."""
        return self.database.read(lambda session: session.get_one(model, key))


def fill(database: Database) -> Desk:
    """Fill an empty database with the small desk."""
    return Desk(database, *begin_with(database, _small_desk))


def _small_desk(session: Session) -> tuple[int, int, int, int, int]:
    jef = _member(session, "Claes", "Jef", "Kerkstraat 1", "Hees", since=date(2015, 3, 1), no=12)
    rosa = _member(session, "Jans", "Rosa", "Kerkstraat 1", "Hees", since=date(2015, 3, 1), no=13, partner=jef)
    maria = _member(session, "Thijs", "María", "Demerwal 2", "Bilzen", since=date(2024, 1, 5), no=271)
    return (
        rosa,
        jef,
        maria,
        _driver(session, "Reynders", "Pierre", "C01"),
        _driver(session, "Vos", "Paula", "C02"),
    )


def _member(session: Session, last: str, first: str, street: str, village: str, **more: Any) -> int:  # noqa: ANN401 - the details by name
    partner = more.get("partner")
    return ops.add_member(
        session,
        ops.AddMember(
            ops.PersonDetails(last, first, date(1938, 5, 2), phone="089 51 91 38"),
            ops.AddressDetails(street, "3740", village),
            ops.MemberDetails(
                member_no=more["no"],
                since=more["since"],
                household=Household.COUPLE if partner else Household.SINGLE,
                partner_id=partner,
                aid=Aid.ROLLATOR,
            ),
        ),
    )


def _driver(session: Session, last: str, first: str, code: str) -> int:
    return ops.add_driver(
        session,
        ops.AddDriver(
            ops.PersonDetails(last, first, mobile="0473/64.17.88"),
            ops.AddressDetails("Dorpsstraat 9", "3740", "Beverst"),
            ops.DriverDetails(code, date(2015, 3, 1), iban="BE49 7583 1226 0871"),
        ),
    )
