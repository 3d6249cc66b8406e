"""What a coordinator wants of a proposal beside the desk's rules: what was turned down, what is to stay, who is out."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from mmc_desk.core.formats import show_long_date
from mmc_desk.core.i18n import translate
from mmc_desk.features.planner.rules.planning import Pair, Planning
from mmc_desk.features.planner.rules.problem import Plan, Request
from mmc_desk.features.planner.rules.weights import Level, Weights


@dataclass(frozen=True, slots=True)
class Wish:
    """A proposal as it is asked for.

    `without` are codes of drivers who are out, `rejected` pairs of a ride and a driver that were turned down, `held`
    rides that stay with who has them now. `weights` stand instead of the desk's. The search goes on from `start`, for
    `seconds` at most.
    """

    days: tuple[date, ...]
    without: frozenset[str] = frozenset()
    rejected: frozenset[Pair] = frozenset()
    held: frozenset[str] = frozenset()
    weights: Weights | None = None
    start: Plan | None = None
    seconds: float = 5.0
    weighs: bool = False
    """What the weights bring about is wanted too."""


def narrowed(planning: Planning, rejected: frozenset[Pair], held: frozenset[str]) -> Planning:
    """Return a planning whose problem knows what was turned down, and which rides stay with who has them."""
    if not rejected and not held:
        return planning
    turned_down: dict[str, set[str]] = {}
    for ride, code in rejected:
        turned_down.setdefault(ride, set()).add(code)
    requests = tuple(_narrowed(planning, request, turned_down, held) for request in planning.problem.requests)
    problem = replace(planning.problem, requests=requests)
    return replace(planning, problem=problem, _requests={}, _cars={})


def _narrowed(
    planning: Planning, request: Request, turned_down: Mapping[str, set[str]], held: frozenset[str]
) -> Request:
    refused = request.refused | turned_down.get(request.id, set())
    driver = planning.rides[request.id].driver
    stays = driver is not None and request.id in held and planning.car(driver) is not None
    return replace(request, refused=refused, pinned=driver if stays else None)


def fewest_calls(weights: Weights) -> Weights:
    """Return weights for a driver who fell ill: what is arranged stays, and few drivers are phoned."""
    return replace(weights, stay=Level.MUCH, calls=Level.MUCH)


def nothing_to_plan(planning: Planning) -> str:
    """Return in one sentence why there is nothing to plan; "" where there is."""
    if planning.problem.requests:
        return "" if planning.problem.drivers else _nobody(planning)
    first, last = planning.days[0], planning.days[-1]
    if not planning.rides:
        if first != last:
            return translate("planner", "Er zijn geen open ritten in deze dagen: er valt niets te plannen.")
        if reason := planning.closed.get(first, ""):
            text = translate("planner", "Gesloten op {day} ({reason}): er zijn geen ritten te plannen.")
            return text.format(day=show_long_date(first), reason=reason)
        text = translate("planner", "Er zijn geen open ritten op {day}: er valt niets te plannen.")
        return text.format(day=show_long_date(first))
    return translate(
        "planner",
        "Elke rit ligt al vast: bevestigd, vastgezet, buiten het weekpatroon afgesproken, of het uur is voorbij. "
        "Maak een rit los (V) of neem ze weg van haar chauffeur (Del) om ze mee te laten plannen.",
    )


def _nobody(planning: Planning) -> str:
    if planning.closed:
        return translate(
            "planner", "Niemand rijdt: de dienst is dan gesloten. Bel wie wil rijden, en wijs de rit toe met Enter."
        )
    return translate("planner", "Geen enkele chauffeur is dan vrij. Kijk de weekuren en de afwezigheden na.")
