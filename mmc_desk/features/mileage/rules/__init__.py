"""The arithmetic of the kilometre report: amounts at official rates, totals that are sums of their parts."""

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Sums:
    """Rides, metres and euro cents that add up.

    `cents`: what the driver has coming for the kilometres; `received`: what members paid him; `waived`: what he would
    have had coming, had he not waived payment.
    """

    rides: int = 0
    metres: int = 0
    cents: int = 0
    received: int = 0
    waived: int = 0

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(
            self.rides + other.rides,
            self.metres + other.metres,
            self.cents + other.cents,
            self.received + other.received,
            self.waived + other.waived,
        )


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Days of the report that share one official rate (1/10 000 euro per km), both days included.

    `rate` is None before the first rate known. `beyond` says that the rate's own validity had ended: the last
    one known is used, and the report tells (domain.md §3).
    """

    first: date
    last: date
    rate: int | None
    beyond: bool = False


@dataclass(frozen=True, slots=True)
class Rate:
    """A row of the table of official rates."""

    valid_from: date
    valid_to: date | None
    rate: int


@dataclass(frozen=True, slots=True)
class Part:
    """What one driver drove in one month at one rate. `wasted` parts stand apart from the rides.

    `frozen`: settled, at the amounts of that day, whether or not the driver waives payment by now.
    """

    driver: int
    month: int
    period: Period
    sums: Sums
    wasted: bool = False
    frozen: bool = False


@dataclass(frozen=True, slots=True)
class Payee:
    """A driver as the report names him; who waives payment has amount 0, his km count (domain.md §10.16)."""

    key: int
    code: str
    name: str
    waives: bool = False


@dataclass(frozen=True, slots=True)
class MonthLine:
    """A month of one driver: its sums, in all and per period of the report."""

    month: int
    total: Sums
    per_period: tuple[Sums, ...]


@dataclass(frozen=True, slots=True)
class DriverMileage:
    """One driver's year (or month), with the same span of last year beside it."""

    payee: Payee
    months: tuple[MonthLine, ...]
    total: Sums
    per_period: tuple[Sums, ...]
    previous: Sums


@dataclass(frozen=True, slots=True)
class BesideFlat:
    """A driver who gets the flat allowance as a volunteer, and the metres paid beside it that are no rides."""

    name: str
    other_metres: int


@dataclass(frozen=True, slots=True)
class MileageReport:
    """The kilometre report of a year or a month; `previous_known`: last year's span has rides."""

    year: int
    month: int | None
    periods: tuple[Period, ...]
    drivers: tuple[DriverMileage, ...]
    total: Sums
    per_period: tuple[Sums, ...]
    previous: Sums
    previous_known: bool
    wasted: Sums
    beside_flat: tuple[BesideFlat, ...] = ()
    practice: bool = False
    desk: str = ""


def span(year: int, month: int | None) -> tuple[date, date]:
    """Return the first day of a year or month and the first day after it."""
    if month is None:
        return date(year, 1, 1), date(year + 1, 1, 1)
    return date(year, month, 1), date(year + month // 12, month % 12 + 1, 1)


def periods_of(rates: Sequence[Rate], first: date, last: date) -> tuple[Period, ...]:
    """Cut the days `first` to `last` into periods of one rate: every day falls in exactly one.

    A rate that ended goes on, marked `beyond`, until the next one begins.
    """
    ordered = sorted(rates, key=lambda rate: rate.valid_from)
    starts: list[tuple[date, int | None, bool]] = [(date.min, None, False)]
    for rate, following in itertools.zip_longest(ordered, ordered[1:]):
        starts.append((rate.valid_from, rate.rate, False))
        until = date.max if following is None else following.valid_from - timedelta(1)
        if rate.valid_to is not None and rate.valid_to < until:
            starts.append((rate.valid_to + timedelta(1), rate.rate, True))
    return tuple(_clipped(starts, first, last))


def _clipped(starts: list[tuple[date, int | None, bool]], first: date, last: date) -> Iterator[Period]:
    ends = [start - timedelta(1) for start, _, _ in starts[1:]]
    for (start, rate, beyond), end in zip(starts, [*ends, date.max], strict=True):
        if start <= last and end >= first:
            yield Period(max(start, first), min(end, last), rate, beyond)


def fold(parts: Iterable[Part], payees: Mapping[int, Payee]) -> tuple[tuple[Period, ...], dict[int, list[Part]]]:
    """Return the periods driven in, and each driver's parts with the amounts of who waives set to 0."""
    periods: set[Period] = set()
    per_driver: dict[int, list[Part]] = {}
    for part in parts:
        periods.add(part.period)
        per_driver.setdefault(part.driver, []).append(_paid(part, payees[part.driver]))
    return tuple(sorted(periods, key=lambda period: period.first)), per_driver


def _paid(part: Part, payee: Payee) -> Part:
    if part.frozen or not payee.waives:
        return part
    return replace(part, sums=replace(part.sums, cents=0, waived=part.sums.cents))


def add_up(parts: Iterable[Part]) -> Sums:
    """Return the sum of parts."""
    return sum((part.sums for part in parts), start=Sums())


def per_period(parts: Sequence[Part], periods: Sequence[Period]) -> tuple[Sums, ...]:
    """Return the sum of parts in each of `periods`."""
    return tuple(add_up(part for part in parts if part.period == period) for period in periods)


def driver_mileage(
    payee: Payee, parts: Sequence[Part], periods: Sequence[Period], previous: Sequence[Part]
) -> DriverMileage:
    """Return one driver's lines per month and totals."""
    months = sorted({part.month for part in parts})
    lines = tuple(_month_line(month, [part for part in parts if part.month == month], periods) for month in months)
    return DriverMileage(payee, lines, add_up(parts), per_period(parts, periods), add_up(previous))


def _month_line(month: int, parts: Sequence[Part], periods: Sequence[Period]) -> MonthLine:
    return MonthLine(month, add_up(parts), per_period(parts, periods))
