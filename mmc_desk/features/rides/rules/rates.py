"""The official rates and the tariffs of all dates, read once and asked by ride date (domain.md §2, §3)."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date

from mmc_desk.features.rides.rules.tariff import Tariff


@dataclass(frozen=True, slots=True)
class DatedRate:
    """A row of the table of official rates: 1/10 000 euro per km, open-ended without `valid_to`."""

    valid_from: date
    valid_to: date | None
    rate: int


@dataclass(frozen=True, slots=True)
class OfficialRate:
    """The official rate of a date in 1/10 000 euro per km; `beyond_table` when the last known one stands in."""

    rate: int
    beyond_table: bool


@dataclass(frozen=True, slots=True)
class RateBook:
    """The table of official rates, by date."""

    rates: tuple[DatedRate, ...]

    def on(self, day: date) -> OfficialRate:
        """Return the rate of a ride's date; outside of the table the nearest row stands in (domain.md §3)."""
        if not self.rates:
            return OfficialRate(0, beyond_table=True)
        after = bisect_right(self.rates, day, key=lambda row: row.valid_from)
        row = self.rates[max(after - 1, 0)]
        covered = row.valid_from <= day and (row.valid_to is None or day <= row.valid_to)
        return OfficialRate(row.rate, not covered)


@dataclass(frozen=True, slots=True)
class TariffBook:
    """Every version of the tariff, by the date it holds from; before the first one the defaults of domain.md §2."""

    versions: tuple[Tariff, ...]

    def on(self, day: date) -> Tariff:
        """Return the tariff in force on `day`."""
        after = bisect_right(self.versions, day, key=lambda version: version.valid_from)
        return self.versions[after - 1] if after else Tariff()
