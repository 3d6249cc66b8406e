"""What a shared car must keep to: who is aboard with whom, and moments that fit all ride times at once, exactly.

The moments of a tour are a simple temporal network: each rule says that one moment is at least so much after another.
They can be kept together when no circle of rules asks a moment to be after itself (Bellman and Ford's longest ways,
which give each moment at its earliest too). No schedule is guessed, so none is missed.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from mmc_desk.core.i18n import translate
from mmc_desk.features.planner.rules.problem import Driver, Metric, Part, Request, Window
from mmc_desk.features.planner.rules.schedules import Visit

TOLERANCE = 1e-6
"""Minutes that rounding may make of nothing."""

NOISE = 1e-9
"""Minutes by which the adding of floats may differ by its order."""


class Rule(NamedTuple):
    """The moment `later` is at least `minutes` after `earlier`; `fault` says what is wrong where it can't be kept."""

    earlier: int
    later: int
    minutes: float
    fault: str = ""


def company_faults(driver: Driver, visits: Sequence[Visit], requests: Mapping[str, Request]) -> Iterator[str]:
    """Yield what is wrong with who is in the car together: order, seats, wheelchairs, people to keep apart."""
    aboard: dict[str, Request] = {}
    for visit in visits:
        if visit.part is Part.DROPOFF:
            if aboard.pop(visit.request, None) is None:
                yield translate("planner", "{ride}: stapt uit bij {driver} zonder ingestapt te zijn.").format(
                    ride=visit.request, driver=driver.id
                )
            continue
        request = requests[visit.request]
        yield from _apart(request, aboard)
        aboard[request.id] = request
        if sum(one.seats for one in aboard.values()) > driver.seats:
            yield translate("planner", "{ride}: geen plaats meer in de wagen van {driver}.").format(
                ride=request.id, driver=driver.id
            )
        if sum(one.wheelchairs for one in aboard.values()) > driver.wheelchairs:
            yield translate("planner", "{ride}: geen plaats meer voor een rolstoel bij {driver}.").format(
                ride=request.id, driver=driver.id
            )
    for ride in aboard:
        yield translate("planner", "{ride}: stapt niet uit bij {driver}.").format(ride=ride, driver=driver.id)


def _apart(request: Request, aboard: Mapping[str, Request]) -> Iterator[str]:
    for other in aboard.values():
        if other.id in request.apart_from or request.id in other.apart_from:
            yield translate("planner", "{ride}: mag niet samen met {other} in één wagen.").format(
                ride=request.id, other=other.id
            )


def time_faults(
    metric: Metric, driver: Driver, window: Window, visits: Sequence[Visit], requests: Mapping[str, Request]
) -> tuple[str, ...]:
    """Return why no moments keep all windows, ride times and the length of the tour; nothing where some do."""
    rules = list(_rules(metric, driver, window, visits, requests))
    return broken(len(visits) + 3, rules)


def _rules(
    metric: Metric, driver: Driver, window: Window, visits: Sequence[Visit], requests: Mapping[str, Request]
) -> Iterator[Rule]:
    """Yield the rules of a tour. Moment 0 is midnight, 1 the start, then each visit, last the arrival at home."""
    home = len(visits) + 2
    yield from _within(1, window)
    yield from _within(home, window)
    service, place = 0.0, driver.start
    boarded: dict[str, int] = {}
    for moment, visit in enumerate(visits, start=2):
        yield Rule(moment - 1, moment, service + metric.minutes(place, visit.place))
        yield from _within(moment, visit.window)
        service, place = visit.minutes, visit.leaves
        if visit.part is Part.PICKUP:
            boarded[visit.request] = moment
        elif visit.request in boarded:
            yield from _aboard(requests[visit.request], boarded[visit.request], moment)
    yield Rule(home - 1, home, service + metric.minutes(place, driver.end))
    if driver.max_minutes is not None:
        fault = translate("planner", "{driver}: te lang onderweg.").format(driver=driver.id)
        yield Rule(home, 1, -driver.max_minutes - TOLERANCE, fault)


def _within(moment: int, window: Window) -> Iterator[Rule]:
    yield Rule(0, moment, window.start)
    yield Rule(moment, 0, -window.end - TOLERANCE)


def _aboard(request: Request, boarding: int, leaving: int) -> Iterator[Rule]:
    if request.max_ride is not None:
        fault = translate("planner", "{ride}: te lang aan boord.").format(ride=request.id)
        yield Rule(leaving, boarding, -request.max_ride - request.pickup_service - TOLERANCE, fault)


def broken(moments: int, rules: Sequence[Rule]) -> tuple[str, ...]:
    """Return the faults in a circle of rules that can't be kept together; nothing where there is no such circle."""
    times = [0.0] * moments
    because: list[Rule | None] = [None] * moments
    last: Rule | None = None
    for _ in range(moments + 1):
        last = None
        for rule in rules:
            time = times[rule.earlier] + rule.minutes
            if time > times[rule.later] + NOISE:
                times[rule.later], because[rule.later], last = time, rule, rule
        if last is None:
            return ()
    return _circle(moments, last, because)


def _circle(moments: int, last: Rule | None, because: Sequence[Rule | None]) -> tuple[str, ...]:
    """Return the faults on the circle that the rules behind each moment lead back into."""
    way = [last]
    while (rule := way[-1]) is not None and len(way) <= 2 * moments:
        way.append(because[rule.earlier])
    circle = way[moments:]
    return tuple(dict.fromkeys(rule.fault for rule in circle if rule and rule.fault))
