"""Frozen lines whose rate isn't the table's any more: what a retroactive rate asks for (domain.md §3; 2022 did)."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from mmc_desk.features.mileage.model import PaidBy, Settlement, SettlementEntry
from mmc_desk.features.mileage.queries.lines import current_entries, line_of, line_of_entry
from mmc_desk.features.mileage.queries.rows import RateDifference
from mmc_desk.features.mileage.rules.settlement import correction
from mmc_desk.features.rides.queries.prices import RidePrice, ride_prices
from mmc_desk.features.rides.queries.settings import rate_book, tariff_book


def rate_differences(session: Session) -> tuple[RateDifference, ...]:
    """Return every frozen line, of drivers who are paid, whose rate isn't that of its day by today's tables."""
    stale = list(_stale(session))
    if not stale:
        return ()
    prices = _prices(session, [entry for entry, _ in stale])
    return tuple(
        RateDifference(
            entry_id=entry.id,
            driver_id=settlement.driver_id,
            year=settlement.year,
            month=settlement.month,
            old=line_of_entry(entry),
            new=correction(line_of(prices[entry.ride_id], waives=False)),
        )
        for entry, settlement in stale
    )


def _stale(session: Session) -> Iterator[tuple[SettlementEntry, Settlement]]:
    rates, tariffs = rate_book(session), tariff_book(session)
    for entry, settlement in session.execute(current_entries(Settlement.paid_by != PaidBy.WAIVED)):
        own = tariffs.on(entry.ride_date).rate
        if entry.rate != (rates.on(entry.ride_date).rate if own is None else own):
            yield entry, settlement


def _prices(session: Session, entries: list[SettlementEntry]) -> dict[int, RidePrice]:
    days = [entry.ride_date for entry in entries]
    found = ride_prices(session, min(days), max(days), ride_ids={entry.ride_id for entry in entries})
    return {price.ride_id: price for price in found}
