"""What a driver has coming for a month: lines that are frozen, taken back and put right, and what they add up to.

Source: domain.md §3. Amounts in cents, distances in metres, rates in 1/10 000 euro per km.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from mmc_desk.core.errors import RuleError
from mmc_desk.core.formats import month_name, show_date
from mmc_desk.core.i18n import translate
from mmc_desk.features.mileage.model import EntryKind, PaidBy
from mmc_desk.features.mileage.rules import span


@dataclass(frozen=True, slots=True)
class Line:
    """A ride as a settlement freezes it. `rides` is 1 for a driven ride, 0 for a wasted or a cancelled one.

    `desk_fee` is the part of `received` that is the desk's; it is no part of `due`.
    """

    ride_id: int
    ride_date: date
    kind: EntryKind
    rides: int
    metres: int
    rate: int
    km_cents: int
    parking: int = 0
    other: int = 0
    desk_fee: int = 0
    received: int = 0

    @property
    def due(self) -> int:
        """What the driver has coming: km, parking, waiting and coffee."""
        return self.km_cents + self.parking + self.other


@dataclass(frozen=True, slots=True)
class Totals:
    """What lines add up to. A positive balance is paid to the driver, a negative one handed over by the driver."""

    rides: int = 0
    metres: int = 0
    due: int = 0
    received: int = 0

    @property
    def balance(self) -> int:
        """What the desk still owes the driver."""
        return self.due - self.received

    def __add__(self, other: "Totals") -> "Totals":
        return Totals(
            self.rides + other.rides,
            self.metres + other.metres,
            self.due + other.due,
            self.received + other.received,
        )


class MonthState(StrEnum):
    """How far a driver's month is, the one that asks for work first."""

    MISSING = "missing"
    OPEN = "open"
    SETTLED = "settled"
    SIGNED = "signed"
    IN_FILE = "in_file"
    PAID = "paid"


@dataclass(frozen=True, slots=True)
class Progress:
    """What became of one part of a settlement."""

    is_signed: bool = False
    is_in_file: bool = False
    is_paid: bool = False


def totals(lines: Iterable[Line]) -> Totals:
    """Return what `lines` add up to."""
    found = Totals()
    for line in lines:
        found += Totals(line.rides, line.metres, line.due, line.received)
    return found


def waived(line: Line) -> Line:
    """Return a line of a driver who waives payment: amount 0, its kilometres count (domain.md §10.16)."""
    return replace(line, km_cents=0, parking=0, other=0)


def reversal(line: Line) -> Line:
    """Return the line that takes `line` back: every figure with its sign turned, its rate kept."""
    return replace(
        line,
        kind=EntryKind.REVERSAL,
        rides=-line.rides,
        metres=-line.metres,
        km_cents=-line.km_cents,
        parking=-line.parking,
        other=-line.other,
        desk_fee=-line.desk_fee,
        received=-line.received,
    )


def correction(line: Line) -> Line:
    """Return `line` as what stands in another one's place."""
    return replace(line, kind=EntryKind.CORRECTION)


def same_figures(line: Line, other: Line) -> bool:
    """Tell whether two lines of a ride say the same, whatever kind they are."""
    return replace(line, kind=other.kind) == other


def paid_by(*, waives: bool, iban: str) -> PaidBy:
    """Return how a driver is paid: not at all, by transfer where the account is known, else in cash."""
    if waives:
        return PaidBy.WAIVED
    return PaidBy.TRANSFER if iban else PaidBy.CASH


def require_over(year: int, month: int, today: date) -> None:
    """Raise RuleError for a month that isn't over yet: what is still to be driven can't be settled."""
    after = span(year, month)[1]
    if today < after:
        raise RuleError(
            translate("mileage", "{month} {year} is nog niet voorbij. Reken deze maand af vanaf {day}.").format(
                month=month_name(month).capitalize(), year=year, day=show_date(after)
            )
        )


def require_reason(reason: str) -> str:
    """Return the reason of a correction without spaces around it. Raises RuleError for none."""
    if not reason.strip():
        raise RuleError(translate("mileage", "Vul in waarom dit gecorrigeerd wordt; het komt op papier."), "reason")
    return reason.strip()


def part_state(progress: Progress) -> MonthState:
    """Return how far a frozen part is."""
    if progress.is_paid:
        return MonthState.PAID
    if progress.is_in_file:
        return MonthState.IN_FILE
    return MonthState.SIGNED if progress.is_signed else MonthState.SETTLED


def month_state(parts: Iterable[Progress], missing: int) -> MonthState:
    """Return how far a driver's month is: as far as the part that is least far."""
    order = tuple(MonthState)
    states = [part_state(part) for part in parts]
    if states:
        return min(states, key=order.index)
    return MonthState.MISSING if missing else MonthState.OPEN
