"""Many rides changing hands at once: each by the rules of one, and those that can't stay where they are."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from mmc_desk.core.i18n import translate
from mmc_desk.features.rides.rules.assignment import Candidate, RideNeed, refusals
from mmc_desk.features.rides.rules.availability import Busy


@dataclass(frozen=True, slots=True)
class Wanted:
    """A ride with who is to drive it, who is nobody where `driver` is None. What takes the driver's time is left out.

    `after` is the ride for which this one changes hands: it stays where that one does.
    """

    ride_id: int
    ride_no: str
    need: RideNeed
    driver: Candidate | None
    after: int | None = None


def unfit(wanted: Sequence[Wanted], busy: Mapping[int, Sequence[Busy]], barred: Mapping[int, str]) -> Mapping[int, str]:
    """Return which rides can't change hands and why, in Dutch, `barred` (known beforehand) included.

    All leave their drivers first, so that two drivers can change rides. One that can't leaves nothing, which may be in
    the way of another one: that is looked at again until all the rest goes together. `busy` is the board, by driver.
    """
    found = dict(barred)
    while fresh := dict(_unfit([one for one in wanted if one.ride_id not in found], busy, found)):
        found |= fresh
    return found


def _unfit(
    moving: Sequence[Wanted], busy: Mapping[int, Sequence[Busy]], found: Mapping[int, str]
) -> Iterator[tuple[int, str]]:
    numbers = {one.ride_no for one in moving}
    taken = {driver: [span for span in spans if span.ride_no not in numbers] for driver, spans in busy.items()}
    for one in moving:
        if one.after in found:
            yield one.ride_id, translate("rides", "blijft, want de rit waarvoor ze zou wijken, blijft ook")
        elif one.driver is not None and (why := _why_not(one, one.driver, taken)):
            yield one.ride_id, why


def _why_not(one: Wanted, driver: Candidate, taken: dict[int, list[Busy]]) -> str:
    """Return what is against it; nothing is: then the driver's time is taken."""
    spans = taken.setdefault(driver.driver_id, [])
    refusal = next(refusals(one.need, replace(driver, busy=tuple(spans))), None)
    if refusal is not None:
        return refusal.text
    if driver.depart_at is not None and driver.home_at is not None:
        spans.append(Busy(driver.depart_at, driver.home_at, one.ride_no))
    return ""
