"""Beyond the noons that were made the plan works from the schedule: moments, closures, public holidays."""

from datetime import date, time

from sqlalchemy.orm import Session

from mmc_desk.core.model import ClosureDay
from mmc_desk.features.meals.model import VillageRestaurant
from mmc_desk.features.meals.model.schedule import MealClosure, MealMoment
from mmc_desk.features.sessions.ops import sessions
from mmc_desk.features.sessions.queries.noons import location_noons, noons, plan_locations
from mmc_desk.features.sessions.queries.plan import month_plan, proposal
from mmc_desk.features.sessions.rules.plan import Month
from tests.features.sessions.conftest import Wheels

APRIL = Month(2027, 4)


def schedule(wheels: Wheels) -> int:
    """Give Hees its Thursdays and a new place its Mondays; return the new place."""

    def add(session: Session) -> int:
        new = VillageRestaurant(name="Beverst")
        session.add(new)
        session.flush()
        for place, weekday, start in ((wheels.locations["Hees"], 3, date(2018, 1, 1)), (new.id, 0, date(2027, 4, 1))):
            moment = MealMoment(restaurant_id=place, weekday=weekday, starts_at=time(12), valid_from=start)
            session.add(moment)
        closure = MealClosure(
            restaurant_id=new.id, from_day=date(2027, 4, 12), to_day=date(2027, 4, 18), reason="werken"
        )
        session.add_all([closure, ClosureDay(day=date(2027, 4, 15), reason="teamdag")])
        return new.id

    return wheels.database.write(add).value


def test_months_without_services_follow_the_schedule(wheels: Wheels) -> None:
    new = schedule(wheels)
    assert [(noon.day.day, noon.closed) for noon in wheels.read(location_noons, new, APRIL)] == [
        (5, ""),
        (12, "werken"),
        (19, ""),
        (26, ""),
    ]
    hees = wheels.read(location_noons, wheels.locations["Hees"], APRIL)
    assert [(noon.day.day, noon.closed) for noon in hees] == [
        (1, ""),
        (8, ""),
        (15, "teamdag"),
        (22, ""),
        (29, ""),
    ]
    starts = {one.name: one.first_noon for one in wheels.read(plan_locations)}
    assert starts == {"Beverst": date(2027, 4, 1), "Hees": date(2018, 1, 1), "Mopertingen": date(2026, 11, 2)}


def test_what_was_made_counts_as_it_stands(wheels: Wheels) -> None:
    schedule(wheels)
    found = wheels.read(noons, date(2026, 12, 1), date(2026, 12, 31))
    hees = [noon.day.day for noon in found if noon.location_id == wheels.locations["Hees"]]
    assert hees == [3, 10, 17, 24, 31]  # made until the 24th, from the schedule after it


def test_easter_monday_closes_and_the_plan_says_so(wheels: Wheels) -> None:
    new = schedule(wheels)
    found = wheels.read(proposal, Month(2027, 3), APRIL, date(2026, 11, 23))
    beverst = [row for row in found.rows if row.location_id == new]
    assert beverst[0].why == ("Nog niet gestart: de eerste middag is op 01/04/2027.",)
    assert beverst[1].day is not None
    assert any("ma 12/04 (werken)" in sentence for sentence in beverst[1].why)
    assert [row.location for row in wheels.read(month_plan, APRIL).rows] == ["Beverst", "Hees"]


def test_a_session_is_planned_on_a_noon_that_isnt_made_yet(wheels: Wheels) -> None:
    new = schedule(wheels)
    key = wheels.do(sessions.plan_session, sessions.PlanSession(new, date(2027, 4, 19), sessions.SessionDetails()))
    assert wheels.session(key)["session_date"] == date(2027, 4, 19)
