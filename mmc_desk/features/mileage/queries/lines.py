"""Rides as lines of a settlement: what isn't frozen yet, what is, and what the two tell apart."""

import functools
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from sqlalchemy import ColumnElement, Select, bindparam, select
from sqlalchemy.orm import Session, aliased

from mmc_desk.features.mileage.model import EntryKind, Settlement, SettlementEntry
from mmc_desk.features.mileage.rules.settlement import Line, waived
from mmc_desk.features.rides.model import RideState
from mmc_desk.features.rides.queries.prices import RidePrice, ride_prices
from mmc_desk.features.rides.rules.tariff import LineKind

_KINDS: Mapping[RideState, EntryKind] = {
    RideState.DRIVEN: EntryKind.RIDE,
    RideState.SETTLED: EntryKind.RIDE,
    RideState.WASTED: EntryKind.WASTED,
    RideState.CANCELLED: EntryKind.CANCELLED,
}


def line_of(price: RidePrice, *, waives: bool) -> Line:
    """Return the line that a ride's price makes (domain.md §3)."""
    kind = _KINDS[price.state]
    km_cents = price.price.amount(LineKind.KM, LineKind.MINIMUM)
    parking = price.price.amount(LineKind.PARKING) + price.parking_of_desk
    line = Line(
        ride_id=price.ride_id,
        ride_date=price.ride_date,
        kind=kind,
        rides=1 if kind is EntryKind.RIDE else 0,
        metres=price.metres,
        rate=price.rate,
        km_cents=km_cents,
        parking=parking,
        other=price.driver_due - km_cents - parking,
        desk_fee=price.desk_fee,
        received=price.received or 0,
    )
    return waived(line) if waives else line


def line_of_entry(entry: SettlementEntry) -> Line:
    """Return a frozen line."""
    return Line(
        ride_id=entry.ride_id,
        ride_date=entry.ride_date,
        kind=entry.kind,
        rides=entry.rides,
        metres=entry.metres,
        rate=entry.rate,
        km_cents=entry.km_cents,
        parking=entry.parking,
        other=entry.other,
        desk_fee=entry.desk_fee,
        received=entry.received,
    )


@functools.cache
def is_current() -> ColumnElement[bool]:
    """Return the condition of a line that stands: no reversal, nor taken back by one."""
    later = aliased(SettlementEntry)
    taken_back = select(later.id).where(later.reverses_id == SettlementEntry.id).exists()
    return (SettlementEntry.kind != EntryKind.REVERSAL) & ~taken_back


def current_entries(*where: ColumnElement[bool]) -> Select[SettlementEntry, Settlement]:
    """Return the lines that stand with the settlement each is in, by day."""
    return (
        select(SettlementEntry, Settlement)
        .join(Settlement, Settlement.id == SettlementEntry.settlement_id)
        .where(is_current(), *where)
        .order_by(SettlementEntry.ride_date, SettlementEntry.id)
    )


def current_entry(session: Session, ride_id: int) -> tuple[SettlementEntry, Settlement] | None:
    """Return the line of a ride that stands, with its settlement; None for a ride that wasn't settled here."""
    return next(iter(current_entries_of(session, [ride_id])), None)


def current_entries_of(session: Session, ride_ids: Collection[int]) -> Sequence[tuple[SettlementEntry, Settlement]]:
    """Return the lines of rides that stand, with the settlement each is in: every write of a ride asks for them."""
    rows = session.execute(_of_rides(), {"ride_ids": sorted(ride_ids)})
    return [(entry, settlement) for entry, settlement in rows]


@functools.cache
def _of_rides() -> Select[SettlementEntry, Settlement]:
    return current_entries(SettlementEntry.ride_id.in_(bindparam("ride_ids", expanding=True)))


def open_prices(session: Session, first: date, last: date, driver_id: int | None = None) -> list[RidePrice]:
    """Return the rides with a result that aren't frozen yet, by day. One settled elsewhere (an import) is over.

    A wasted or cancelled one is there only when it brings the driver something, or brought money.
    """
    frozen = set(
        session.scalars(
            select(SettlementEntry.ride_id).where(SettlementEntry.ride_date.between(first, last), is_current())
        )
    )
    return [
        price
        for price in ride_prices(session, first, last, driver_id)
        if price.driver_id is not None
        and price.ride_id not in frozen
        and price.state is not RideState.SETTLED
        and (price.state is RideState.DRIVEN or price.driver_due or price.received)
    ]
