"""Corrections after freezing: a wrong sheet, a rate that changed. Dated contra-entries, never edits (domain.md §3)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from mmc_desk.core.errors import RuleError
from mmc_desk.core.formats import show_rate
from mmc_desk.core.i18n import translate
from mmc_desk.features.mileage.model import PaidBy
from mmc_desk.features.mileage.ops.commands import CorrectSettledRide
from mmc_desk.features.mileage.ops.freezing import Frozen, NewPart, freeze, load_driver
from mmc_desk.features.mileage.queries.differences import rate_differences
from mmc_desk.features.mileage.queries.lines import current_entry, line_of, line_of_entry
from mmc_desk.features.mileage.queries.rows import RateDifference
from mmc_desk.features.mileage.rules.settlement import Line, correction, require_reason, reversal, same_figures
from mmc_desk.features.rides.model import Ride
from mmc_desk.features.rides.ops.settling import CorrectResult, correct_result
from mmc_desk.features.rides.queries.prices import ride_prices


@dataclass(frozen=True, slots=True)
class DifferencesSettled:
    """What a difference run made: lines corrected, drivers touched, cents they get more (or less) together."""

    lines: int
    drivers: int
    cents: int


def correct_settled_ride(session: Session, command: CorrectSettledRide) -> int:
    """Put right what a frozen line says, in a further part of its month, and return that part's key.

    The ride itself gets the corrected figures. Raises RuleError without a reason, for a ride that wasn't settled here,
    for figures that can't be or that change nothing.
    """
    reason = require_reason(command.reason)
    found = current_entry(session, command.ride_id)
    if found is None:
        raise RuleError(
            translate("mileage", "Deze rit staat in geen afrekening: verander haar resultaat in de rittenlijst.")
        )
    entry, settlement = found
    ride = correct_result(
        session,
        CorrectResult(command.ride_id, command.metres, command.waiting_minutes, command.parking, command.received),
    )
    # Who waived payment of that month waives its corrections too, whatever they want now.
    waives = settlement.paid_by is PaidBy.WAIVED
    old = line_of_entry(entry)
    new = _line_now(session, ride, old, waives=waives)
    if same_figures(old, new):
        raise RuleError(translate("mileage", "Er verandert niets: dit staat al zo in de afrekening."), "metres")
    lines = [Frozen(reversal(old), entry.id, reason), Frozen(correction(new), reason=reason)]
    driver = load_driver(session, settlement.driver_id)
    [key] = freeze(session, [NewPart(driver, settlement.year, settlement.month, lines, waives)])
    return key


def _line_now(session: Session, ride: Ride, old: Line, *, waives: bool) -> Line:
    found = ride_prices(session, ride.ride_date, ride.ride_date, ride_ids={ride.id})
    if found:
        return line_of(found[0], waives=waives)
    # A cancelled ride without km has no price: nothing stays of it but what was received.
    return replace(old, metres=0, km_cents=0, parking=0, other=0, desk_fee=0, received=ride.received or 0)


def settle_rate_differences(session: Session) -> DifferencesSettled:
    """Take every frozen line back whose rate isn't the table's any more, and put the right one in its place.

    One further part per driver and month; a second run finds nothing. Raises RuleError when there is no difference.
    """
    differences = rate_differences(session)
    if not differences:
        raise RuleError(
            translate("mileage", "Alle afrekeningen staan aan het km-tarief van hun dag: er is geen verschil.")
        )
    months: dict[tuple[int, int, int], list[RateDifference]] = defaultdict(list)
    for difference in differences:
        months[difference.driver_id, difference.year, difference.month].append(difference)
    freeze(session, [_new_part(session, month, found) for month, found in months.items()])
    drivers = {driver_id for driver_id, _, _ in months}
    return DifferencesSettled(len(differences), len(drivers), sum(difference.cents for difference in differences))


def _new_part(session: Session, month: tuple[int, int, int], found: Sequence[RateDifference]) -> NewPart:
    lines = [frozen for difference in found for frozen in _pair(difference)]
    return NewPart(load_driver(session, month[0]), month[1], month[2], lines, waives=False)


def _pair(difference: RateDifference) -> tuple[Frozen, Frozen]:
    reason = translate("mileage", "nieuw km-tarief {new} in plaats van {old}").format(
        new=show_rate(difference.new.rate), old=show_rate(difference.old.rate)
    )
    taken_back = Frozen(reversal(difference.old), difference.entry_id, reason)
    return taken_back, Frozen(difference.new, reason=reason)
