"""What a person can ask of settlements: frozen commands. Amounts in cents, distances in metres."""

from dataclasses import dataclass
from datetime import date

from mmc_desk.features.mileage.model import AllowanceSystem


@dataclass(frozen=True, slots=True)
class SettleMonth:
    """Freeze a month of one driver, or of all whose rides have their result (domain.md §9, "Month end")."""

    year: int
    month: int
    driver_id: int | None = None


@dataclass(frozen=True, slots=True)
class SettleLate:
    """Freeze what came in after a month was settled, as a further part of it (domain.md §10.15)."""

    year: int
    month: int
    driver_id: int | None = None


@dataclass(frozen=True, slots=True)
class CorrectSettledRide:
    """Correct what the sheet of a settled ride said, by contra-entries of today. The reason is on paper too."""

    ride_id: int
    metres: int
    reason: str
    waiting_minutes: int = 0
    parking: int = 0
    received: int = 0


@dataclass(frozen=True, slots=True)
class SignSettlement:
    """Note that the driver signed a part of a settlement; `day` None takes that back."""

    settlement_id: int
    day: date | None
    version: int | None = None


@dataclass(frozen=True, slots=True)
class MarkPaid:
    """Note that the balances of parts of settlements were paid, or handed over; `day` None takes that back."""

    settlement_ids: tuple[int, ...]
    day: date | None


@dataclass(frozen=True, slots=True)
class MakeTransferFile:
    """Make the payment file of every open balance that is paid by transfer."""


@dataclass(frozen=True, slots=True)
class DropTransferFile:
    """Take a payment file back that the bank never got or refused: its settlements can go into another one."""

    file_id: int


@dataclass(frozen=True, slots=True)
class MarkFilePaid:
    """Note that the bank carried a payment file out: every settlement in it was paid."""

    file_id: int
    day: date


@dataclass(frozen=True, slots=True)
class SetPayer:
    """Enter the desk's account that payments are made from, as from today."""

    name: str
    iban: str
    bic: str = ""


@dataclass(frozen=True, slots=True)
class ChooseSystem:
    """Enter how a volunteer's costs are paid in a year, and other transport paid beside a flat allowance (metres)."""

    person_id: int
    year: int
    system: AllowanceSystem
    other_metres: int = 0


@dataclass(frozen=True, slots=True)
class RecordAllowance:
    """Add days to a volunteer's flat allowance, at `cents` a day."""

    person_id: int
    days: tuple[date, ...]
    cents: int


@dataclass(frozen=True, slots=True)
class RemoveAllowance:
    """Take a day off a volunteer's flat allowance."""

    person_id: int
    day: date


@dataclass(frozen=True, slots=True)
class ProposeAllowances:
    """Add the days of duty in a year, until today, of volunteers with a flat allowance, at the year's day amount."""

    year: int
