"""The checker says what is wrong with a plan, in words, and what it costs."""

from dataclasses import replace

import pytest

from mmc_desk.features.planner.rules.checker import burden, check
from mmc_desk.features.planner.rules.problem import (
    STAY_KM,
    Bond,
    Driver,
    GreatCircle,
    Part,
    Plan,
    Plane,
    Problem,
    Request,
    Route,
    Stop,
    Table,
    Window,
)

PLACES = Plane(((0, 0), (10, 0), (10, 10), (0, 10)))
JAN = Driver("jan", 0, 0, (Window(0, 100), Window(200, 300)))
EVA = Driver("eva", 3, 3, (Window(0, 300),), seats=1, wheelchairs=1)
OUT = Request("out", 1, 2, Window(15, 25), minutes=10, km=11)
BACK = Request("back", 2, 1, Window(50, 60), minutes=10, km=11)
DAY = Problem("day", (JAN, EVA), (OUT, BACK), PLACES)


def tour(driver: str, *rides: str, window: int = 0) -> Route:
    return Route(driver, tuple(Stop(ride) for ride in rides), window)


def words(problem: Problem, *routes: Route) -> str:
    return " ".join(check(problem, Plan(routes)).violations)


def changed(driver: Driver = JAN, out: Request = OUT) -> Problem:
    return replace(DAY, drivers=(driver, EVA), requests=(out, BACK))


def test_a_good_plan_has_its_km_and_no_words() -> None:
    verdict = check(DAY, Plan((tour("jan", "out", "back"),)))
    assert verdict.violations == ()
    assert verdict.unserved == ()
    assert verdict.km == pytest.approx(10 + 11 + 0 + 11 + 10)
    assert verdict.cost == verdict.km


def test_who_is_not_served_costs() -> None:
    verdict = check(DAY, Plan((tour("jan", "out"),)))
    assert verdict.unserved == ("back",)
    assert verdict.cost == pytest.approx(verdict.km + BACK.unserved_km)


@pytest.mark.parametrize(("may_stay", "left_out"), [(1, STAY_KM + 40), (2, STAY_KM + 40), (0, BACK.unserved_km + 40)])
def test_who_may_stay_costs_less_the_dearest_first(may_stay: int, left_out: float) -> None:
    problem = replace(DAY, requests=(replace(OUT, unserved_km=40.0), BACK), may_stay=may_stay)
    assert check(problem, Plan()).cost == pytest.approx(left_out)


@pytest.mark.parametrize(
    ("problem", "routes", "said"),
    [
        (DAY, (tour("piet", "out"),), "piet: deze chauffeur bestaat niet"),
        (DAY, (tour("jan", "out", window=2),), "jan: dit beschikbare uur bestaat niet"),
        (DAY, (tour("jan", "out"), tour("jan", "back")), "jan: twee ritten tegelijk"),
        (DAY, (tour("jan", "gone"),), "gone: deze rit bestaat niet"),
        (DAY, (tour("jan", "out"), tour("eva", "out")), "out: staat niet juist één keer"),
        (DAY, (tour("jan", "back", "out"),), "out: jan is er pas om 01:00, na 00:25"),
        (DAY, (tour("jan", "out", window=1),), "out: jan is er pas om 03:30"),
        (changed(replace(JAN, windows=(Window(0, 38),))), (tour("jan", "out"),), "pas thuis om 00:39"),
        (changed(replace(JAN, max_minutes=20)), (tour("jan", "out"),), "jan: te lang onderweg"),
        (changed(replace(JAN, max_rides=1)), (tour("jan", "out", "back"),), "jan: meer ritten"),
        (changed(replace(JAN, max_km=30)), (tour("jan", "out"),), "jan: meer km"),
        (changed(out=replace(OUT, pinned="eva")), (tour("jan", "out"),), "out: jan mag of kan"),
        (changed(out=replace(OUT, pinned="eva")), (tour("jan", "back"),), "out: stond vast bij eva"),
        (changed(out=replace(OUT, drivers=frozenset({"eva"}))), (tour("jan", "out"),), "out: jan mag of kan"),
        (changed(out=replace(OUT, refused=frozenset({"jan"}))), (tour("jan", "out"),), "out: jan mag of kan"),
        (changed(out=replace(OUT, wheelchairs=1)), (tour("jan", "out"),), "out: jan mag of kan"),
        (changed(out=replace(OUT, seats=4)), (tour("jan", "out"),), "out: jan mag of kan"),
    ],
)
def test_each_breach_is_said(problem: Problem, routes: tuple[Route, ...], said: str) -> None:
    assert said in words(problem, *routes)


@pytest.mark.parametrize(
    "problem",
    [
        changed(replace(JAN, max_minutes=40, max_rides=2, max_km=60)),
        changed(out=replace(OUT, pinned="jan")),
        changed(out=replace(OUT, drivers=frozenset({"jan"}))),
    ],
)
def test_what_keeps_to_the_rules_is_good(problem: Problem) -> None:
    assert words(problem, tour("jan", "out")) == ""


def test_a_tour_without_known_rides_has_no_km() -> None:
    assert check(DAY, Plan((tour("jan", "gone"), tour("piet", "out")))).km == 0


def test_wishes_are_weighed_in_km() -> None:
    jan = replace(JAN, call_km=3, burden_km=(1, 2))
    out = replace(OUT, wishes_km={"jan": -0.5})
    problem = replace(changed(jan, out), bonds=(Bond("out", "back", 7),))
    together = check(problem, Plan((tour("jan", "out", "back"),)))
    assert together.cost - together.km == pytest.approx(3 + 1 + 2 - 0.5)
    apart = check(problem, Plan((tour("jan", "out"), tour("eva", "back"))))
    assert apart.cost - apart.km == pytest.approx(3 + 1 - 0.5 + 7)
    assert burden(jan, 4) == 1 + 2 + 2 + 2


def test_a_shared_ride_has_two_stops() -> None:
    shared = replace(DAY, is_shared=True)
    whole = Route("jan", (Stop("out", Part.PICKUP), Stop("out", Part.DROPOFF)))
    assert "één keer" not in words(shared, whole)
    assert "out: staat niet juist één keer" in words(shared, Route("jan", (Stop("out", Part.PICKUP),)))


def test_ways_by_bird_on_paper_and_by_table() -> None:
    bilzen_genk = GreatCircle(((50.87, 5.52), (50.96, 5.50)), 1.3, 60)
    assert bilzen_genk.km(0, 1) == pytest.approx(13.14, abs=0.01)
    assert bilzen_genk.minutes(0, 1) == pytest.approx(bilzen_genk.km(0, 1))
    assert PLACES.minutes(0, 2) == pytest.approx(200**0.5)
    table = Table(((0, 5), (6, 0)), ((0, 7), (8, 0)))
    assert (table.km(1, 0), table.minutes(0, 1)) == (6, 7)
