"""The fees of the practice town's present year: references, letters, and what the bank brought.

No chance is drawn here: the town stays, to the digit, what it was without.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from mmc_desk.core.model import DeskSetting
from mmc_desk.features.people.demo.town import Town
from mmc_desk.features.people.model import Member, Membership, Person
from mmc_desk.features.people.model.dues import BankPayment
from mmc_desk.features.people.rules import make_reference, reference_base, show_reference

_INVITED = (12, 4)
_BY_BANK = 3
"""All but every third member who paid did so through the bank."""
SETTINGS = {
    "people.iban": "BE68539007547034",
    "people.beneficiary": "LDC De Wijzer",
    "people.address": "Brugstraat 15, 3740 Bilzen",
    "people.phone": "+3289009000",
    "people.cash": "op werkdagen van 9 tot 12 uur aan het onthaal",
}
"""An account of nobody's: the example number of the banks themselves."""


def fill_dues(session: Session, town: Town) -> None:
    """Give the fees of this year their references and payments, with a few payments nobody knows of."""
    lines = _fees(session, town.today.year)
    invited = date(town.today.year - 1, *_INVITED)
    session.connection().execute(
        update(Membership).where(Membership.id == bindparam("row")),
        [
            {
                "row": line.id,
                "reference": make_reference(reference_base(line.year, line.member_no)),
                "invited_on": invited if line.since < invited else None,
            }
            for line in lines
        ],
    )
    known = [_payment(line) for place, line in enumerate(lines) if line.paid_on and place % _BY_BANK]
    town.add(session, BankPayment, [*known, *_unknown(town, lines)])
    first = date(2018, 1, 1)
    town.add(
        session,
        DeskSetting,
        [{"name": name, "valid_from": first, "value": value, "version": 1} for name, value in SETTINGS.items()],
    )


def _fees(session: Session, year: int) -> Sequence[Any]:
    query = (
        select(
            Membership.id,
            Membership.year,
            Membership.fee,
            Membership.paid_on,
            Member.member_no,
            Member.since,
            Member.ended_on,
            Person.last_name,
            Person.first_name,
        )
        .join(Member, Member.id == Membership.member_id)
        .join(Person, Person.id == Member.person_id)
        .where(Membership.year == year, Membership.fee > 0)
        .order_by(Membership.id)
    )
    return session.execute(query).all()


def _payment(line: Any) -> dict[str, Any]:  # noqa: ANN401 - SQLAlchemy's own row
    reference = show_reference(make_reference(reference_base(line.year, line.member_no)))
    return _values(line.id, line.paid_on, line.fee, f"{line.last_name} {line.first_name}".upper(), reference)


def _values(membership: int | None, day: date, cents: int, payer: str, text: str) -> dict[str, Any]:
    number = f"BE68539007547034 {day:%Y-%m-%d} {cents} {membership or text}"
    return {
        "bank_reference": number,
        "booked_on": day,
        "amount": cents,
        "payer": payer,
        "communication": text,
        "membership_id": membership,
        "is_set_aside": False,
        "version": 1,
    }


def _unknown(town: Town, lines: Sequence[Any]) -> list[dict[str, Any]]:
    """Return what waits for a person: a name alone, two members at once, and a gift."""
    unpaid = [line for line in lines if line.paid_on is None and line.ended_on is None]
    day = town.today - timedelta(days=2)
    waiting = [_values(None, day, 5000, "PEETERS WILLY", "gift voor de mooie werking")]
    if unpaid:
        one = unpaid[0]
        waiting.append(_values(None, day, one.fee, f"{one.last_name} {one.first_name}".upper(), "lidgeld"))
    if len(unpaid) > 2:
        both = unpaid[1:3]
        names = " en ".join(f"{line.first_name} {line.last_name}" for line in both)
        waiting.append(_values(None, day, sum(line.fee for line in both), "BUREN SAMEN", f"lidgeld {names}"))
    return waiting
