"""Cars that a proposal shares: whether the days are better for it, and of other pairs why they stay apart."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from mmc_desk.core.formats import show_amount
from mmc_desk.core.i18n import translate
from mmc_desk.features.planner.rules.lines import Hint, cars_of
from mmc_desk.features.planner.rules.pairing import Pair, best_pairs
from mmc_desk.features.planner.rules.planning import Planning, kept_words
from mmc_desk.features.planner.rules.problem import Plan
from mmc_desk.features.planner.rules.proposal import Totals, hands_of, totals


def weighed(planning: Planning, hints: Sequence[Hint]) -> Planning:
    """Return days with cars shared in which leaving a car out costs what leaving out all its rides would."""
    rides = {car[0]: len(car) for car in cars_of(hints)}
    requests = tuple(
        replace(request, unserved_km=request.unserved_km * rides.get(request.id, 1))
        for request in planning.problem.requests
    )
    return replace(planning, problem=replace(planning.problem, requests=requests), _requests={})


def to_part(planning: Planning, plan: Plan, hints: Sequence[Hint], alone: tuple[Planning, Plan]) -> Mapping[Pair, str]:
    """Return pairs that had better stay apart, with why in Dutch; none where sharing does what it should.

    A car that nobody takes loses who went along last. The days must take fewer km than `alone`, those without shared
    cars: else the pair that saves least goes.
    """
    hands = hands_of(plan)
    # A ride that was agreed otherwise isn't in the problem, and keeps its driver.
    lonely = [car for car in cars_of(hints) if car[0] not in hands and planning.request(car[0]) is not None]
    if lonely:
        last = [[hint for hint in hints if hint.ride in car][-1] for car in lonely]
        return {(hint.ride, hint.other): translate("planner", "niemand kan ze samen rijden") for hint in last}
    if _is_better(totals(*alone), totals(planning, plan)):
        return {}
    least = min(hints, key=lambda hint: hint.metres)
    return {(least.ride, least.other): translate("planner", "de dag wordt er niet beter van")}


def _is_better(before: Totals, after: Totals) -> bool:
    """Tell whether fewer have no driver, or as many with fewer km. All in shared cars have one."""
    return (after.unserved, after.km) < (before.unserved, before.km)


def as_it_stood(planning: Planning, alone: Planning) -> Planning:
    """Return days with cars shared in which who has a ride is who has it on the board now, as in `alone`.

    A car that others go along in may lose its driver by it: who it is still has to be told.
    """
    rides = {key: replace(ride, driver=alone.rides[key].driver) for key, ride in planning.rides.items()}
    return replace(planning, rides=rides)


def left_over(
    planning: Planning, found: Sequence[Hint], chosen: Sequence[Hint], refused: Mapping[Pair, str]
) -> tuple[Hint, ...]:
    """Return pairs that could share a car and don't, each with why not; no ride twice, nor one that shares one.

    `found` are those of the board as it stands, of which `chosen` share a car; `refused` says of some why not.
    """
    shared = {ride for hint in chosen for ride in (hint.ride, hint.other)}
    apart = {(hint.ride, hint.other): hint for hint in found if not {hint.ride, hint.other} & shared}
    pairs = best_pairs({pair: hint.metres for pair, hint in apart.items()})
    told = ((apart[pair], "; ".join(_reasons(planning, apart[pair], refused))) for pair in pairs)
    return tuple(replace(hint, why=why) for hint, why in told if why)


def _reasons(planning: Planning, hint: Hint, refused: Mapping[Pair, str]) -> Iterator[str]:
    for ride in (hint.ride, hint.other):
        if kept := planning.rides[ride].kept:
            yield f"{ride}: {kept_words(kept)}"
    if hint.least_cents < 0:
        yield translate("planner", "een lid betaalt dan {euro} meer").format(euro=show_amount(-hint.least_cents))
    if why := refused.get((hint.ride, hint.other)):
        yield why
