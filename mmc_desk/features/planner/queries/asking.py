"""What the window asks the search: days read, narrowed to what the coordinator wants, packed for another process."""

from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from mmc_desk.core import clock, i18n
from mmc_desk.features.planner.engines.worker import Question, framed
from mmc_desk.features.planner.queries.planning import planning
from mmc_desk.features.planner.rules.advice import Advice, advise_ride
from mmc_desk.features.planner.rules.planning import Planning
from mmc_desk.features.planner.rules.routing import RoadQuestion, road_question
from mmc_desk.features.planner.rules.standing import Chance, Standing
from mmc_desk.features.planner.rules.wishing import Wish, fewest_calls, narrowed, nothing_to_plan
from mmc_desk.features.rides.queries.routing import route_service


@dataclass(frozen=True, slots=True)
class Asked:
    """Days read for a search: `question` is what its process wants on its standard input; `nothing` says why not."""

    planning: Planning
    question: bytes
    nothing: str
    routes: str = ""
    """Where a route service is, "" for none: `roads` are what to ask it."""
    roads: RoadQuestion = field(default_factory=RoadQuestion)


def asked(session: Session, wish: Wish) -> Asked:
    """Return what a search for a wish needs, packed off the window's thread. Raises RuleError as planning does."""
    found = planning(session, wish.days, without=wish.without, weights=wish.weights)
    if wish.without and wish.weights is None:
        found = planning(session, wish.days, without=wish.without, weights=fewest_calls(found.weights))
    found = narrowed(found, wish.rejected, wish.held)
    question = Question(found, wish.seconds, wish.start, weighs=wish.weighs, language=i18n.language())
    routes = route_service(session, clock.today()).url
    roads = road_question(found.problem) if routes else RoadQuestion()
    return Asked(found, framed(question), nothing_to_plan(found), routes, roads)


@dataclass(frozen=True, slots=True)
class Suitor:
    """A driver for one ride, by database id: km home to home, and what it costs more (km) than with the best."""

    driver_id: int
    km: float
    extra: float


@dataclass(frozen=True, slots=True)
class Suit:
    """Who could take a ride, the cheapest first; where nobody can, why not and what would help."""

    suitors: tuple[Suitor, ...] = ()
    advice: Advice | None = None


def suit(session: Session, ride_no: str, day: date) -> Suit:
    """Return who could take a ride beside what is on the board; nothing for one that is kept."""
    found = planning(session, (day,))
    chances = [chance for chance in Standing(found, found.board).chances(ride_no) if chance.is_free]
    if not chances:
        return Suit(advice=advise_ride(found, found.board, ride_no))
    return Suit(tuple(_suitor(found, chance, chances[0].cost) for chance in chances))


def _suitor(found: Planning, chance: Chance, least: float) -> Suitor:
    return Suitor(found.drivers[chance.driver].driver_id, chance.km, chance.cost - least)
