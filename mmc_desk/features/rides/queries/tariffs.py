"""What the page Tarieven shows: every version of the tariff, and the table of official rates with its gaps."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import zip_longest

from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.features.rides.model import OfficialKmRate
from mmc_desk.features.rides.queries.settings import rate_book, tariff_book
from mmc_desk.features.rides.rules.rates import RateBook
from mmc_desk.features.rides.rules.tariff import Tariff


@dataclass(frozen=True, slots=True)
class RateRow:
    """A row of the official rates; `gap_until`: no row holds from its end to that day, so this rate goes on."""

    rate_id: int
    valid_from: date
    valid_to: date | None
    rate: int
    source: str
    gap_until: date | None

    @property
    def key(self) -> int:
        """What tells one row from another."""
        return self.rate_id


@dataclass(frozen=True, slots=True)
class TariffOverview:
    """The versions and the rates, the newest first. `current` holds today; `rates` answers for any date."""

    today: date
    versions: tuple[Tariff, ...]
    current: Tariff
    rows: tuple[RateRow, ...]
    rates: RateBook


def tariff_overview(session: Session, today: date) -> TariffOverview:
    """Return everything the page shows; before the first version the defaults of domain.md §2 hold, from day one."""
    book = tariff_book(session)
    begins_with_default = not book.versions or book.versions[0].valid_from > today
    versions = (*((Tariff(),) if begins_with_default else ()), *book.versions)
    return TariffOverview(today, versions[::-1], book.on(today), _rows(session, today), rate_book(session))


def _rows(session: Session, today: date) -> tuple[RateRow, ...]:
    rates = session.scalars(select(OfficialKmRate).order_by(OfficialKmRate.valid_from)).all()
    rows = [
        RateRow(rate.id, rate.valid_from, rate.valid_to, rate.rate, rate.source, _gap(rate.valid_to, following, today))
        for rate, following in zip_longest(rates, rates[1:])
    ]
    return tuple(reversed(rows))


def _gap(valid_to: date | None, following: OfficialKmRate | None, today: date) -> date | None:
    if valid_to is None:
        return None
    until = today if following is None else following.valid_from - timedelta(days=1)
    return until if until > valid_to else None
