"""What keeps everybody from a ride, and the smallest changes that would free it: each proved by the checker."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from mmc_desk.core.formats import show_km
from mmc_desk.core.i18n import QT_TRANSLATE_NOOP, translate
from mmc_desk.features.planner.rules.checker import TOLERANCE, check, clock_text
from mmc_desk.features.planner.rules.planning import Planning
from mmc_desk.features.planner.rules.problem import Driver, Plan, Problem, Request, Route, Stop, Window
from mmc_desk.features.planner.rules.standing import Block, Chance, Span, Standing

MOST = 3
"""Changes proposed for one ride."""

STEP = 5
"""Nobody says "twelve minutes later": moments move by five."""

MOST_SHIFT = 90
"""Minutes; a ride that moves more is another ride."""

MOST_LONGER = 60
"""Minutes that a driver is asked to be there earlier or later than the week pattern says."""


class Remedy(StrEnum):
    """A change that would free a ride."""

    SHIFT = "shift"
    MORE_KM = "more_km"
    ONE_MORE = "one_more"
    LONGER = "longer"
    ASK_AGAIN = "ask_again"


_TROUBLE: Mapping[Remedy, float] = {
    Remedy.SHIFT: 0.0,
    Remedy.MORE_KM: 10.0,
    Remedy.ONE_MORE: 15.0,
    Remedy.LONGER: 15.0,
    Remedy.ASK_AGAIN: 60.0,
}
"""What each is about worth beside minutes of another hour: the smallest change comes first."""

BLOCK_WORDS: Mapping[Block, tuple[str, str]] = {
    Block.APART: (
        QT_TRANSLATE_NOOP("planner", "1 gaat niet samen met dit lid"),
        QT_TRANSLATE_NOOP("planner", "{count} gaan niet samen met dit lid"),
    ),
    Block.SAID_NO: (
        QT_TRANSLATE_NOOP("planner", "1 zei al nee"),
        QT_TRANSLATE_NOOP("planner", "{count} zeiden al nee"),
    ),
    Block.WHEELCHAIR: (
        QT_TRANSLATE_NOOP("planner", "1 neemt geen vaste rolstoel mee"),
        QT_TRANSLATE_NOOP("planner", "{count} nemen geen vaste rolstoel mee"),
    ),
    Block.SEATS: (
        QT_TRANSLATE_NOOP("planner", "1 heeft te weinig plaatsen"),
        QT_TRANSLATE_NOOP("planner", "{count} hebben te weinig plaatsen"),
    ),
    Block.HOURS: (
        QT_TRANSLATE_NOOP("planner", "1 is dan niet vrij"),
        QT_TRANSLATE_NOOP("planner", "{count} zijn dan niet vrij"),
    ),
    Block.BUSY: (
        QT_TRANSLATE_NOOP("planner", "1 rijdt dan al"),
        QT_TRANSLATE_NOOP("planner", "{count} rijden dan al"),
    ),
    Block.MOST_RIDES: (
        QT_TRANSLATE_NOOP("planner", "1 heeft genoeg ritten die week"),
        QT_TRANSLATE_NOOP("planner", "{count} hebben genoeg ritten die week"),
    ),
    Block.MOST_KM: (
        QT_TRANSLATE_NOOP("planner", "1 heeft genoeg km die week"),
        QT_TRANSLATE_NOOP("planner", "{count} hebben genoeg km die week"),
    ),
}
"""What keeps drivers from a ride: one of them, and several."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change that frees a ride, in Dutch. `minutes`: how much later (below 0: earlier) the ride starts."""

    remedy: Remedy
    driver: str
    text: str
    km: float
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class Advice:
    """Why nobody takes a ride, and what would help, the smallest change first."""

    ride: str
    blocked: tuple[str, ...]
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class _Freed:
    """A change with the ride and the driver as they would be, for the checker."""

    change: Change
    trouble: float
    request: Request
    car: Driver


def advise_ride(planning: Planning, plan: Plan, ride: str) -> Advice | None:
    """Return advice for one ride as if it had nobody; None for one that is kept."""
    request = planning.request(ride)
    if request is None:
        return None
    without = Plan(tuple(route for route in (_less(route, ride) for route in plan.routes) if route.stops))
    return advice_for(Standing(planning, without), without, request)


def _less(route: Route, ride: str) -> Route:
    return replace(route, stops=tuple(stop for stop in route.stops if stop.request != ride))


def advice_for(standing: Standing, plan: Plan, request: Request) -> Advice:
    """Return advice for a ride that a plan leaves without a driver."""
    chances = standing.chances(request.id)
    first = Counter(chance.blocks[0] for chance in chances if chance.blocks)
    blocked = [block_words(block, first[block]) for block in Block if first[block]]
    if not chances:
        blocked = [_nobody(standing.planning, request)]
    freed = sorted(_all_freed(standing, request, chances), key=lambda one: (one.trouble, one.change.km))
    sound = (one.change for one in freed if _is_sound(standing.problem, plan, one))
    return Advice(request.id, tuple(blocked), _first(sound, MOST))


def block_words(block: Block, count: int) -> str:
    """Return what keeps so many drivers from a ride."""
    one, several = BLOCK_WORDS[block]
    return translate("planner", one) if count == 1 else translate("planner", several).format(count=count)


def _nobody(planning: Planning, request: Request) -> str:
    closed = planning.closed.get(planning.rides[request.id].day)
    if closed:
        return translate("planner", "gesloten die dag: {reason}").format(reason=closed)
    return translate("planner", "niemand is die dag beschikbaar")


def _first(changes: Iterator[Change], most: int) -> tuple[Change, ...]:
    """Return the first changes, each kind for each driver once."""
    found: dict[tuple[Remedy, str], Change] = {}
    for change in changes:
        found.setdefault((change.remedy, change.driver), change)
        if len(found) == most:
            break
    return tuple(found.values())


def _all_freed(standing: Standing, request: Request, chances: Sequence[Chance]) -> Iterator[_Freed]:
    for chance in chances:
        car = standing.planning.car(chance.driver)
        if car is not None and chance.blocks:
            yield from _freed(standing, request, car, chance)


def _freed(standing: Standing, request: Request, car: Driver, chance: Chance) -> Iterator[_Freed]:
    """Yield what would free a ride for one driver: only a change of one thing."""
    blocks = set(chance.blocks)
    if blocks <= {Block.HOURS, Block.BUSY}:
        yield from _shifts(standing, request, car, chance)
    if blocks == {Block.HOURS}:
        yield from _longer(standing, request, car, chance)
    if blocks == {Block.MOST_RIDES}:
        yield _one_more(standing, request, car, chance)
    if blocks == {Block.MOST_KM}:
        yield _more_km(standing, request, car, chance)
    if blocks == {Block.SAID_NO}:
        yield _ask_again(standing, request, car, chance)


def _shifts(standing: Standing, request: Request, car: Driver, chance: Chance) -> Iterator[_Freed]:
    """Yield the nearest later and earlier start at which the driver could."""
    others = [span for span in standing.spans[car.id] if span.ride != request.id]
    for direction in (1, -1):
        shifts = (direction * minutes for minutes in _steps(car, others, chance.span, direction))
        shift = next((shift for shift in shifts if _is_open(car, others, _shifted(chance.span, shift))), None)
        if shift is not None:
            start = request.window.start + shift
            moved = replace(request, window=Window(start, start))
            text = _shift_words(shift).format(minutes=abs(shift), name=_name(standing, car))
            change = Change(Remedy.SHIFT, car.id, text, chance.km, shift)
            yield _Freed(change, float(abs(shift)), moved, car)


def _steps(car: Driver, others: Sequence[Span], span: Span, direction: int) -> list[int]:
    """Return the minutes by which a ride may be clear of what is in its way: one step, or to where something ends."""
    if direction > 0:
        ends = (*(other.home for other in others), *(window.start for window in car.windows))
        least = [end - span.leaves for end in ends]
    else:
        ends = (*(other.leaves for other in others), *(window.end for window in car.windows))
        least = [span.home - end for end in ends]
    steps = {STEP, *(STEP * math.ceil((minutes - TOLERANCE) / STEP) for minutes in least)}
    return sorted(step for step in steps if STEP <= step <= MOST_SHIFT)


def _shifted(span: Span, minutes: float) -> Span:
    return Span(span.ride, span.leaves + minutes, span.home + minutes)


def _shift_words(shift: int) -> str:
    if shift > 0:
        return translate("planner", "{minutes} minuten later kan {name}")
    return translate("planner", "{minutes} minuten vroeger kan {name}")


def _is_open(car: Driver, others: Sequence[Span], span: Span) -> bool:
    within = any(window.start <= span.leaves and span.home <= window.end for window in car.windows)
    return within and not any(other.overlaps(span) for other in others)


_DAY = 1440.0


def _longer(standing: Standing, request: Request, car: Driver, chance: Chance) -> Iterator[_Freed]:
    """Yield the window that must grow least, where it grows little enough to ask."""
    found = []
    for number, window in enumerate(car.windows):
        grown = Window(min(window.start, chance.span.leaves), max(window.end, chance.span.home))
        minutes = (grown.end - grown.start) - (window.end - window.start)
        taken = (*standing.planning.drivers[car.id].busy, *car.windows[:number], *car.windows[number + 1 :])
        if minutes <= MOST_LONGER and not any(_meet(grown, other) for other in taken):
            found.append((minutes, number, grown))
    if not found:
        return
    minutes, number, grown = min(found)
    windows = (*car.windows[:number], grown, *car.windows[number + 1 :])
    since, until = clock_text(chance.span.leaves % _DAY), clock_text(chance.span.home % _DAY)
    text = translate("planner", "als {name} akkoord gaat met {since} – {until}")
    said = text.format(name=_name(standing, car), since=since, until=until)
    change = Change(Remedy.LONGER, car.id, said, chance.km)
    yield _Freed(change, _TROUBLE[Remedy.LONGER] + minutes, request, replace(car, windows=windows))


def _meet(one: Window, other: Window) -> bool:
    return one.start < other.end and other.start < one.end


def _one_more(standing: Standing, request: Request, car: Driver, chance: Chance) -> _Freed:
    text = translate("planner", "als {name} 1 rit meer mag rijden die week").format(name=_name(standing, car))
    more = replace(car, max_rides=(car.max_rides or 0) + 1)
    change = Change(Remedy.ONE_MORE, car.id, text, chance.km)
    return _Freed(change, _TROUBLE[Remedy.ONE_MORE], request, more)


def _more_km(standing: Standing, request: Request, car: Driver, chance: Chance) -> _Freed:
    driven = sum(standing.planning.km_with(span.ride, car.id) or 0.0 for span in standing.spans[car.id])
    missing = driven + chance.km - (car.max_km or 0.0)
    text = translate("planner", "als {name} {km} meer mag rijden die week")
    said = text.format(name=_name(standing, car), km=show_km(round(missing * 1000)))
    more = replace(car, max_km=driven + chance.km)
    change = Change(Remedy.MORE_KM, car.id, said, chance.km)
    trouble = _TROUBLE[Remedy.MORE_KM] + missing
    return _Freed(change, trouble, request, more)


def _ask_again(standing: Standing, request: Request, car: Driver, chance: Chance) -> _Freed:
    text = translate("planner", "als {name} toch ja zegt").format(name=_name(standing, car))
    asked = replace(request, refused=request.refused - {car.id})
    change = Change(Remedy.ASK_AGAIN, car.id, text, chance.km)
    return _Freed(change, _TROUBLE[Remedy.ASK_AGAIN], asked, car)


def _name(standing: Standing, car: Driver) -> str:
    return standing.planning.drivers[car.id].name


def _is_sound(problem: Problem, plan: Plan, freed: _Freed) -> bool:
    """Tell whether the driver's tours with the ride in one of them keep every rule; the others' are as they were."""
    car, ride = freed.car, freed.request
    tours: dict[int, list[str]] = defaultdict(list)
    for route in plan.routes:
        if route.driver == car.id:
            tours[route.window] += [stop.request for stop in route.stops]
    theirs = {one for rides in tours.values() for one in rides}
    requests = (*(one for one in problem.requests if one.id in theirs), ride)
    changed = replace(problem, requests=requests, drivers=(car,))
    starts = {one.id: one.window.start for one in requests}
    for window in range(len(car.windows)):
        tried = {**tours, window: [*tours.get(window, []), ride.id]}
        routes = tuple(
            Route(car.id, tuple(Stop(one) for one in sorted(rides, key=starts.__getitem__)), number)
            for number, rides in tried.items()
        )
        if not check(changed, Plan(routes)).violations:
            return True
    return False
