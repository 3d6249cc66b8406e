"""The rides around today in the practice town: driven with results, planned in a lively mix."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

from mmc_desk.features.people.demo import Inhabitant, Town
from mmc_desk.features.people.model import Aid
from mmc_desk.features.rides.demo.dispatch import Rota
from mmc_desk.features.rides.demo.history import CANCELLED, NO_DRIVER, WASTED
from mmc_desk.features.rides.demo.outings import Draft, Wishes
from mmc_desk.features.rides.model import RideState
from mmc_desk.features.rides.rules.calendar import public_holidays

BUSY, WEEKEND = 11, 4
OUTCOMES = {
    RideState.DRIVEN: 950,
    RideState.CANCELLED: 28,
    RideState.NO_DRIVER: 14,
    RideState.WASTED: 8,
}
"""How a thousand rides of the past ended."""

SHEETS_LATE = timedelta(days=4)
AHEAD = ((1, BUSY), (7, 9), (14, 6), (21, 4), (35, 2))
"""Up to so many days ahead, so many rides a day are known already."""


def rides_around_today(town: Town, wishes: Wishes, rota: Rota) -> Iterator[Draft]:
    """Yield the rides from 1 January of last year until five weeks from today, by day."""
    day = town.first_busy_day
    special = _special_callers(town)
    while day <= town.last_day:
        wanted = _wanted(town, day)
        if day < town.today:
            yield from _past_day(town, wishes, rota, day, wanted)
        elif wanted:
            yield from _planned_day(town, wishes, rota, day, wanted, special)
            special = ()
        day += timedelta(days=1)


def _wanted(town: Town, day: date) -> int:
    if day in public_holidays(day.year):
        return 0
    ahead = (day - town.today).days
    if day.weekday() >= 5:
        # The desk looks at a living day even when it is tried out on a Saturday.
        return WEEKEND if 0 <= ahead <= 1 else 0
    if ahead > 0:
        return next((count for days, count in AHEAD if ahead <= days), 0)
    return BUSY + town.rng.randint(-2, 2)


def _special_callers(town: Town) -> tuple[Inhabitant, ...]:
    """Return who must be on the board: a minor, a wheelchair that doesn't fold, two members of one name."""
    present = [member for member in town.members if member.member_on(town.today)]
    minor = [member for member in present if member.born_on.year > town.today.year - 18]
    wheelchair = [member for member in present if member.aid is Aid.RIGID_WHEELCHAIR]
    often = Counter(member.name for member in present)
    namesakes = [member for member in present if often[member.name] > 1]
    return (*minor[:1], *wheelchair[:1], *namesakes[:2])


def _past_day(town: Town, wishes: Wishes, rota: Rota, day: date, wanted: int) -> Iterator[Draft]:
    outcomes = town.rng.choices(list(OUTCOMES), list(OUTCOMES.values()), k=wanted)
    for draft, state in zip(wishes.drafts(day), outcomes, strict=False):
        late = state is RideState.DRIVEN and town.today - day <= SHEETS_LATE and town.rng.random() < 0.2
        yield _ended(town, wishes, rota, draft, RideState.CONFIRMED if late else state)


def _ended(town: Town, wishes: Wishes, rota: Rota, draft: Draft, state: RideState) -> Draft:
    """Give a past ride its outcome; one that found no driver counts as unmet."""
    if state is RideState.WASTED:
        draft.stay_at_the_door()
    if state in {RideState.CANCELLED, RideState.NO_DRIVER} or not rota.give(draft):
        draft.state = state if state is RideState.CANCELLED else RideState.NO_DRIVER
        draft.reason = town.rng.choice(CANCELLED) if state is RideState.CANCELLED else NO_DRIVER
        return draft
    draft.state = state
    draft.metres = max(1, round(draft.metres * town.rng.uniform(0.94, 1.12) / 1000)) * 1000
    draft.reason = WASTED if state is RideState.WASTED else ""
    if state is RideState.DRIVEN and town.rng.random() < 0.02:
        draft.passenger = wishes.companion(draft)
    return draft


def _planned_day(
    town: Town, wishes: Wishes, rota: Rota, day: date, wanted: int, special: tuple[Inhabitant, ...]
) -> Iterator[Draft]:
    shared = bool(special)
    for draft, _ in zip(wishes.drafts(day, special), range(wanted), strict=False):
        given = town.rng.random() > _still_open(town, day) and rota.give(draft)
        draft.state = _planned_state(town, day) if given else RideState.REQUESTED
        if given and shared and draft.member not in special and draft.member.aid is not Aid.RIGID_WHEELCHAIR:
            draft.passenger, shared = wishes.companion(draft), False
        yield draft


def _still_open(town: Town, day: date) -> float:
    return 0.2 if day <= town.today + timedelta(days=1) else 0.35


def _planned_state(town: Town, day: date) -> RideState:
    confirmed = 0.65 if day <= town.today + timedelta(days=1) else 0.4
    return RideState.CONFIRMED if town.rng.random() < confirmed else RideState.ASSIGNED
