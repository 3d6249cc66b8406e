"""The published years of the practice town: rides and kilometres to the digit (domain.md §1)."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from mmc_desk.features.people.demo import Town
from mmc_desk.features.rides.demo.dispatch import Rota
from mmc_desk.features.rides.demo.outings import Draft, Wishes
from mmc_desk.features.rides.model import RideState
from mmc_desk.features.rides.rules.calendar import public_holidays


@dataclass(frozen=True, slots=True)
class Volume:
    """What a whole year adds up to; `shared`: rides with a second member in the car."""

    rides: int
    km: int
    shared: int
    cancelled: int
    wasted: int
    km_wasted: int
    no_driver: int


PUBLISHED = {
    2018: Volume(2_874, 97_412, 46, 84, 15, 171, 31),
    2019: Volume(2_983, 101_658, 50, 89, 17, 195, 35),
    2020: Volume(1_610, 54_311, 39, 48, 9, 111, 19),
}
"""2019 and 2020: rides and km as published. Of 2018 only the members were: its rides are practice like the rest."""

SHORTEST_KM = 4
CANCELLED = ("afgezegd door lid", "lid is ziek", "chauffeur is ziek", "afspraak verzet")
WASTED = "lid was niet thuis"
NO_DRIVER = "niemand vrij"


def published_year(town: Town, wishes: Wishes, rota: Rota, year: int) -> list[Draft]:
    """Return every ride of a published year."""
    volume = PUBLISHED[year]
    demand = _demand(town, year, volume.rides)
    driven = list(_driven(wishes, rota, demand))
    fit_kilometres(town, driven, volume.km)
    for draft in town.rng.sample(driven, volume.shared):
        draft.passenger = wishes.companion(draft)
    days = [day for day, count in sorted(demand.items()) if count > 2]
    wasted = list(_wasted(town, wishes, rota, days, volume.wasted))
    fit_kilometres(town, wasted, volume.km_wasted)
    cancelled = _without_driver(town, wishes, days, volume.cancelled, RideState.CANCELLED)
    unmet = _without_driver(town, wishes, days, volume.no_driver, RideState.NO_DRIVER)
    return [*driven, *wasted, *cancelled, *unmet]


def working_days(year: int) -> list[date]:
    """Return the days of a year on which is driven: no weekends, no public holidays."""
    first = date(year, 1, 1)
    days = (first + timedelta(days=step) for step in range((date(year + 1, 1, 1) - first).days))
    return [day for day in days if day.weekday() < 5 and day not in public_holidays(year)]


def _demand(town: Town, year: int, rides: int) -> Counter[date]:
    days = working_days(year)
    return Counter(town.rng.choices(days, [_busyness(day) for day in days], k=rides))


def _busyness(day: date) -> float:
    """Return how busy a day is beside an ordinary one; from mid-March 2020 people stayed at home."""
    if date(2020, 3, 16) <= day <= date(2020, 5, 17):
        return 0.08
    if date(2020, 5, 18) <= day <= date(2020, 8, 31) or date(2020, 11, 2) <= day <= date(2020, 12, 31):
        return 0.45
    if date(2020, 9, 1) <= day <= date(2020, 11, 1):
        return 0.6
    return 0.8 if day.month in {7, 8} else 1.0


def _driven(wishes: Wishes, rota: Rota, demand: Counter[date]) -> Iterator[Draft]:
    """Yield the driven rides of every day; what a day can't hold goes to the next one."""
    over = 0
    for day in sorted(demand):
        wanted = demand[day] + over
        given = 0
        for draft in wishes.drafts(day):
            if given == wanted:
                break
            if rota.give(draft):
                given += 1
                yield draft
        over = wanted - given
    if over:
        raise ValueError(f"{over} rides found no day")


def fit_kilometres(town: Town, drafts: Sequence[Draft], km: int) -> None:
    """Round the rides to whole kilometres that add up to exactly `km`."""
    factor = km * 1000 / sum(draft.metres for draft in drafts)
    rounded = [max(SHORTEST_KM, round(draft.metres * factor / 1000)) for draft in drafts]
    order = town.rng.sample(range(len(drafts)), len(drafts))
    while (rest := km - sum(rounded)) != 0:
        step = 1 if rest > 0 else -1
        for place in [place for place in order if rounded[place] + step >= SHORTEST_KM][: abs(rest)]:
            rounded[place] += step
    for draft, whole in zip(drafts, rounded, strict=True):
        draft.metres = whole * 1000


def _wasted(town: Town, wishes: Wishes, rota: Rota, days: Sequence[date], count: int) -> Iterator[Draft]:
    """Yield rides for which the driver stood at the door and drove home again."""
    while count:
        draft = next(wishes.drafts(town.rng.choice(days)))
        draft.stay_at_the_door()
        if rota.give(draft):
            draft.state, draft.reason = RideState.WASTED, WASTED
            count -= 1
            yield draft


def _without_driver(town: Town, wishes: Wishes, days: Sequence[date], count: int, state: RideState) -> Iterator[Draft]:
    for day in town.rng.choices(days, k=count):
        draft = next(wishes.drafts(day))
        draft.state = state
        draft.reason = town.rng.choice(CANCELLED) if state is RideState.CANCELLED else NO_DRIVER
        yield draft
