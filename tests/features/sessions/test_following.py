"""A noon that closes takes its session along: edge case 9 (domain.md §10) and its neighbours."""

from datetime import date, time

from sqlalchemy import update
from sqlalchemy.orm import Session

from mmc_desk.core.model import ClosureDay
from mmc_desk.core.recording import note_topic
from mmc_desk.features import follow
from mmc_desk.features.meals.model import MealService, VillageRestaurant
from mmc_desk.features.meals.model.schedule import MealClosure, MealMoment
from mmc_desk.features.people.model import Volunteer
from mmc_desk.features.people.ops import EndVolunteer, ReopenVolunteer, end_volunteer, reopen_volunteer
from mmc_desk.features.sessions.model import SessionState
from mmc_desk.features.sessions.ops import partners, sessions
from tests.features.sessions.conftest import Wheels

MONDAY, NEXT = date(2026, 12, 7), date(2026, 12, 14)


def test_edge_case_9_a_holiday_monday_moves_its_session_and_undo_brings_it_back(wheels: Wheels) -> None:
    key = wheels.plan("Mopertingen", MONDAY)
    wheels.do(sessions.pin_session, sessions.PinSession(key, is_pinned=True))
    changes = wheels.close("Mopertingen", MONDAY, "Paasmaandag")
    row = wheels.session(key)
    assert (row["session_date"], row["state"]) == (NEXT, SessionState.PLANNED)
    assert (row["moved_from"], row["reason"]) == (MONDAY, "verplaatst van ma 07/12: Paasmaandag")
    wheels.undo(changes)
    row = wheels.session(key)
    assert (row["session_date"], row["moved_from"], row["reason"]) == (MONDAY, None, "")


def test_the_last_noon_of_the_month_leaves_it_missed_with_the_reason(wheels: Wheels) -> None:
    key = wheels.plan("Hees", date(2026, 12, 17))
    wheels.close("Hees", date(2026, 12, 17), "zaal bezet")
    row = wheels.session(key)
    assert (row["state"], row["session_date"]) == (SessionState.MISSED, date(2026, 12, 17))
    assert row["reason"] == "zaal bezet, en geen open middag meer in de maand"


def test_it_goes_where_its_partner_can_and_no_other_session_is(wheels: Wheels) -> None:
    partner = wheels.partner("koor")
    wheels.do(partners.add_absence, partners.AddPartnerAbsence(partner, NEXT, NEXT))
    key = wheels.plan("Mopertingen", MONDAY, partner_id=partner)
    wheels.close("Mopertingen", MONDAY)
    assert wheels.session(key)["session_date"] == date(2026, 12, 21)
    other = wheels.plan("Mopertingen", NEXT)
    wheels.close("Mopertingen", NEXT)
    assert wheels.session(other)["state"] is SessionState.MISSED


def test_other_writes_and_other_states_leave_sessions_alone(wheels: Wheels) -> None:
    key = wheels.plan("Mopertingen", MONDAY)
    wheels.do(sessions.cancel_session, sessions.CancelSession(key, "sneeuw"))
    wheels.close("Mopertingen", MONDAY)
    assert wheels.session(key)["state"] is SessionState.CANCELLED
    planned = wheels.plan("Mopertingen", NEXT)

    def count(session: Session) -> None:
        service = session.query(MealService).filter_by(service_date=NEXT).one()
        service.present = 20

    wheels.change(count)
    wheels.change(lambda session: session.add(VillageRestaurant(name="Beverst")))
    assert wheels.session(planned)["session_date"] == NEXT


def test_a_noon_that_is_taken_away_or_put_on_another_day_moves_it_too(wheels: Wheels) -> None:
    key = wheels.plan("Mopertingen", MONDAY)

    def move(session: Session) -> None:
        session.query(MealService).filter_by(service_date=MONDAY).one().service_date = date(2026, 12, 8)

    wheels.change(move)
    row = wheels.session(key)
    assert (row["session_date"], row["reason"]) == (date(2026, 12, 8), "verplaatst van ma 07/12: de middag vervalt")

    def remove(session: Session) -> None:
        session.delete(session.query(MealService).filter_by(service_date=date(2026, 12, 8)).one())

    wheels.change(remove)
    assert wheels.session(key)["session_date"] == NEXT


def test_noons_that_a_bulk_statement_closes_move_theirs(wheels: Wheels) -> None:
    key = wheels.plan("Mopertingen", MONDAY)

    def close(session: Session) -> None:
        session.execute(update(MealService).where(MealService.service_date == MONDAY).values(closed_reason="sneeuw"))
        note_topic(session, "meal_service")

    wheels.change(close)
    assert wheels.session(key)["session_date"] == NEXT


def test_a_closure_of_the_schedule_takes_the_sessions_of_its_noons_along(wheels: Wheels) -> None:
    place = wheels.locations["Mopertingen"]
    since = date(2018, 1, 1)
    moment = MealMoment(restaurant_id=place, weekday=0, starts_at=time(12), valid_from=since)
    wheels.change(lambda session: session.add(moment))
    key = wheels.plan("Mopertingen", MONDAY)
    wheels.database.followers = (follow,)
    closure = {
        "restaurant_id": place,
        "from_day": MONDAY,
        "to_day": date(2026, 12, 15),
        "reason": "zaal in herstelling",
    }
    changes = wheels.change(lambda session: session.add(MealClosure(**closure)))
    row = wheels.session(key)
    assert (row["session_date"], row["reason"]) == (
        date(2026, 12, 21),
        "verplaatst van ma 07/12: zaal in herstelling",
    )
    wheels.undo(changes)
    assert wheels.session(key)["session_date"] == MONDAY


def test_a_closure_day_of_the_desk_does_too(wheels: Wheels) -> None:
    place = wheels.locations["Mopertingen"]
    moment = MealMoment(restaurant_id=place, weekday=0, starts_at=time(12), valid_from=date(2018, 1, 1))
    wheels.change(lambda session: session.add(moment))
    key = wheels.plan("Mopertingen", MONDAY)
    wheels.database.followers = (follow,)
    wheels.change(lambda session: session.add(ClosureDay(day=MONDAY, reason="teamdag")))
    assert wheels.session(key)["reason"] == "verplaatst van ma 07/12: teamdag"


def test_a_volunteer_who_stops_is_taken_off_sessions_to_come(wheels: Wheels) -> None:
    wheels.database.followers = (follow,)
    person = wheels.person("Maes", "Greet", volunteers=True)
    volunteer = wheels.read(lambda session: session.query(Volunteer.id).filter_by(person_id=person).scalar())
    early = wheels.plan("Mopertingen", MONDAY, volunteer_id=volunteer)
    late = wheels.plan("Hees", date(2026, 12, 17), volunteer_id=volunteer)
    changes = wheels.change(lambda session: end_volunteer(session, EndVolunteer(volunteer, MONDAY)))
    assert (wheels.session(early)["volunteer_id"], wheels.session(late)["volunteer_id"]) == (volunteer, None)
    wheels.undo(changes)
    assert wheels.session(late)["volunteer_id"] == volunteer
    wheels.change(lambda session: end_volunteer(session, EndVolunteer(volunteer, MONDAY)))
    wheels.change(lambda session: reopen_volunteer(session, ReopenVolunteer(volunteer)))
