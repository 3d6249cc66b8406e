"""What the pages and papers of settlements show: frozen rows. Amounts in cents, distances in metres."""

from dataclasses import dataclass, field
from datetime import date, datetime

from mmc_desk.features.mileage.model import EntryKind, PaidBy
from mmc_desk.features.mileage.rules.settlement import Line, MonthState, Progress, Totals, month_state, part_state
from mmc_desk.features.rides.model import RideState


@dataclass(frozen=True, slots=True)
class Part:
    """A frozen part of a driver's month: part 0 settles it, later ones hold corrections and late sheets."""

    settlement_id: int
    version: int
    driver_id: int
    year: int
    month: int
    part: int
    frozen_at: datetime
    paid_by: PaidBy
    totals: Totals
    signed_on: date | None
    paid_on: date | None
    file_id: int | None

    @property
    def progress(self) -> Progress:
        """How far it is."""
        return Progress(self.signed_on is not None, self.file_id is not None, self.paid_on is not None)

    @property
    def state(self) -> MonthState:
        """How far it is, in one word."""
        return part_state(self.progress)


@dataclass(frozen=True, slots=True)
class DriverMonth:
    """A month of one driver. `open` is what isn't frozen yet: the whole month, or late sheets once there are parts.

    `missing` rides lack a result.
    """

    driver_id: int
    code: str
    name: str
    waives: bool
    iban: str
    missing: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    open: Totals = field(default_factory=Totals)
    open_lines: int = 0

    @property
    def key(self) -> int:
        """What tells one row from another."""
        return self.driver_id

    @property
    def state(self) -> MonthState:
        """How far the month is."""
        return month_state([part.progress for part in self.parts], len(self.missing))

    @property
    def late(self) -> int:
        """How many rides came in after the month was frozen."""
        return self.open_lines if self.parts else 0

    @property
    def totals(self) -> Totals:
        """What is frozen; before that, what would be."""
        return sum((part.totals for part in self.parts), start=Totals()) if self.parts else self.open


@dataclass(frozen=True, slots=True)
class MonthOverview:
    """Every driver who had rides in a month, by name.

    `without_driver` are requests of days that are over whose outcome nobody noted. `to_pay`: how many drivers a payment
    file would pay now.
    """

    year: int
    month: int
    drivers: tuple[DriverMonth, ...]
    without_driver: tuple[str, ...]
    to_pay: int
    practice: bool
    desk: str

    @property
    def total(self) -> Totals:
        """The sum of the drivers."""
        return sum((driver.totals for driver in self.drivers), start=Totals())


@dataclass(frozen=True, slots=True)
class EntryRow:
    """A line of a settlement as it is shown, with the ride it is about. `entry_id` is None while nothing is frozen.

    `is_current`: not taken back; such a line can be corrected. `waiting_minutes` and `parking` are what the ride says
    now; the line of a driver who waives payment tells neither.
    """

    entry_id: int | None
    line: Line
    ride_no: str
    state: RideState
    route: str
    waiting_minutes: int = 0
    parking: int = 0
    dated: date | None = None
    reason: str = ""
    is_current: bool = True

    @property
    def key(self) -> tuple[int | None, int]:
        """What tells one row from another."""
        return self.entry_id, self.line.ride_id

    @property
    def kind(self) -> EntryKind:
        """What the line is."""
        return self.line.kind


@dataclass(frozen=True, slots=True)
class SettlementPaper:
    """A part of a settlement to print and sign; `part` is None for a draft of what isn't frozen yet."""

    driver: DriverMonth
    year: int
    month: int
    part: Part | None
    entries: tuple[EntryRow, ...]
    totals: Totals
    beyond_table: bool
    practice: bool
    desk: str


@dataclass(frozen=True, slots=True)
class RateSum:
    """What was driven at one rate."""

    rate: int
    metres: int
    cents: int


@dataclass(frozen=True, slots=True)
class StatementMonth:
    """A month of a driver's year, its corrections in it."""

    month: int
    totals: Totals
    per_rate: tuple[RateSum, ...]
    paid_on: date | None


@dataclass(frozen=True, slots=True)
class DriverStatement:
    """What a driver was settled in a year, per month and per rate."""

    driver_id: int
    code: str
    name: str
    year: int
    months: tuple[StatementMonth, ...]

    @property
    def totals(self) -> Totals:
        """The sum of the months."""
        return sum((month.totals for month in self.months), start=Totals())

    @property
    def per_rate(self) -> tuple[RateSum, ...]:
        """The year per rate, in the order in which the rates were used."""
        found: dict[int, RateSum] = {}
        for part in (part for month in self.months for part in month.per_rate):
            before = found.get(part.rate, RateSum(part.rate, 0, 0))
            found[part.rate] = RateSum(part.rate, before.metres + part.metres, before.cents + part.cents)
        return tuple(found.values())


@dataclass(frozen=True, slots=True)
class YearStatements:
    """The statements of a year, by name of the driver."""

    year: int
    drivers: tuple[DriverStatement, ...]
    practice: bool
    desk: str


@dataclass(frozen=True, slots=True)
class RateDifference:
    """A frozen line whose rate isn't the table's any more, and what stands in its place."""

    entry_id: int
    driver_id: int
    year: int
    month: int
    old: Line
    new: Line

    @property
    def cents(self) -> int:
        """What the driver gets more, or less."""
        return self.new.due - self.old.due


@dataclass(frozen=True, slots=True)
class FileRow:
    """A payment file that was made; `settlements` is 0 once it was taken back."""

    file_id: int
    message_id: str
    made_at: datetime
    execution_day: date
    payments: int
    total: int
    settlements: int
    is_paid: bool
