"""How ops write what is frozen: a part of a settlement with its lines. Nothing of it can be undone."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from mmc_desk.core import clock
from mmc_desk.core.errors import RuleError
from mmc_desk.core.i18n import translate
from mmc_desk.core.recording import note_final, note_topic
from mmc_desk.features.mileage.model import Settlement, SettlementEntry
from mmc_desk.features.mileage.rules.settlement import Line, paid_by, totals
from mmc_desk.features.people.model import Driver


@dataclass(frozen=True, slots=True)
class Frozen:
    """A line to freeze, with what it takes back and why."""

    line: Line
    reverses_id: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class NewPart:
    """A further part of a driver's month; who `waives` isn't paid."""

    driver: Driver
    year: int
    month: int
    lines: Sequence[Frozen]
    waives: bool


def freeze(session: Session, parts: Sequence[NewPart]) -> list[int]:
    """Write parts with their lines and return their keys.

    The lines go in bulk: a year is thousands of them, and their own table is their trace.
    """
    last = _last_parts(session, {part.driver.id for part in parts})
    settlements = [_settlement(part, last) for part in parts]
    session.add_all(settlements)
    session.flush()
    values = [
        _values(settlement.id, frozen)
        for settlement, part in zip(settlements, parts, strict=True)
        for frozen in part.lines
    ]
    session.execute(insert(SettlementEntry), values)
    note_topic(session, SettlementEntry.__tablename__)
    note_final(session)
    return [settlement.id for settlement in settlements]


def _last_parts(session: Session, drivers: Collection[int]) -> Mapping[tuple[int, int, int], int]:
    rows = session.execute(
        select(Settlement.driver_id, Settlement.year, Settlement.month, func.max(Settlement.part))
        .where(Settlement.driver_id.in_(drivers))
        .group_by(Settlement.driver_id, Settlement.year, Settlement.month)
    )
    return {(driver, year, month): part for driver, year, month, part in rows}


def _settlement(part: NewPart, last: Mapping[tuple[int, int, int], int]) -> Settlement:
    sums = totals(frozen.line for frozen in part.lines)
    return Settlement(
        driver_id=part.driver.id,
        year=part.year,
        month=part.month,
        part=last.get((part.driver.id, part.year, part.month), -1) + 1,
        frozen_at=clock.now(),
        paid_by=paid_by(waives=part.waives, iban=part.driver.iban),
        rides=sums.rides,
        metres=sums.metres,
        due=sums.due,
        received=sums.received,
    )


def _values(settlement_id: int, frozen: Frozen) -> dict[str, Any]:
    line = frozen.line
    return {
        "settlement_id": settlement_id,
        "ride_id": line.ride_id,
        "reverses_id": frozen.reverses_id,
        "kind": line.kind,
        "dated": clock.today(),
        "ride_date": line.ride_date,
        "rides": line.rides,
        "metres": line.metres,
        "rate": line.rate,
        "km_cents": line.km_cents,
        "parking": line.parking,
        "other": line.other,
        "desk_fee": line.desk_fee,
        "due": line.due,
        "received": line.received,
        "reason": frozen.reason,
    }


def load_driver(session: Session, driver_id: int) -> Driver:
    """Return a driver. Raises RuleError when there is no such one."""
    driver = session.get(Driver, driver_id)
    if driver is None:
        raise RuleError(translate("mileage", "Deze chauffeur bestaat niet meer. Herlaad de pagina."))
    return driver
