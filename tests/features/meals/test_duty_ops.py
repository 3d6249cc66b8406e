"""The duty roster: proposals taken over, duties by hand, hours, the month on paper."""

from datetime import date, timedelta
from pathlib import Path

import pypdf
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.core.errors import ConflictError, RuleError
from mmc_desk.core.paths import written_pdf
from mmc_desk.features import follow
from mmc_desk.features.meals.model import MealService
from mmc_desk.features.meals.model.duties import MailedDuty, MealDuty, MealTask
from mmc_desk.features.meals.ops import duties as ops
from mmc_desk.features.meals.ops import volunteers as volunteer_ops
from mmc_desk.features.meals.printout.duties import roster_title, write_roster
from mmc_desk.features.meals.queries.duties import DutyMonth, duty_month, duty_needs, roster_restaurants
from mmc_desk.features.meals.queries.duty_mailing import duty_mailing
from mmc_desk.features.people import ops as people_ops
from mmc_desk.features.people.model import Person, Volunteer
from mmc_desk.features.people.ops import PersonDetails
from mmc_desk.features.rides.queries.roster import month_of
from tests.features.meals.conftest import TUESDAY, MealDesk

TODAY = date(2026, 11, 23)
DECEMBER = month_of(date(2026, 12, 1))
COOK = MealTask.COOKING


def helper(desk: MealDesk, name: str, location: str = "Hees", tasks: str = "") -> int:
    command = people_ops.AddVolunteer(PersonDetails(name), location, tasks, date(2020, 1, 1))
    key: int = desk.database.write(lambda session: people_ops.add_volunteer(session, command)).value
    return key


def month(desk: MealDesk, restaurant: int | None = None) -> DutyMonth:
    found: DutyMonth = desk.read(duty_month, restaurant or desk.hees, *DECEMBER, TODAY)
    return found


def propose(desk: MealDesk) -> ops.ProposalDone:
    done: ops.ProposalDone = desk.do(ops.propose_duties, ops.ProposeDuties(desk.hees, *DECEMBER))
    return done


def test_a_proposal_is_taken_over_kept_and_wiped(meals: MealDesk) -> None:
    with pytest.raises(RuleError, match="Niemand helpt"):
        propose(meals)
    anna, bert = helper(meals, "Anna", tasks="koken"), helper(meals, "Bert")
    done = propose(meals)
    assert (done.added, done.dropped) == (10, 0)
    assert {shortage.task for shortage in done.shortages} == set(MealTask) - {COOK}
    assert propose(meals).added == 0
    absence = volunteer_ops.NoteAbsence(bert, TODAY, date(2026, 12, 8))
    meals.do(volunteer_ops.note_absence, absence)
    found = month(meals)
    assert [duty.trouble for duty in found.noons[0].duties if duty.volunteer_id == bert] == ["afwezig"]
    pinned = next(duty for duty in found.noons[0].duties if duty.volunteer_id == bert)
    meals.do(ops.pin_duties, ops.PinDuties((pinned.key,), is_pinned=True))
    assert propose(meals).dropped == 1
    cleared = meals.do(ops.clear_proposal, ops.ClearProposal(meals.hees, *DECEMBER))
    assert cleared == 8
    assert [duty.key for noon in month(meals).noons for duty in noon.duties] == [pinned.key]
    del anna


def test_duties_by_hand(meals: MealDesk) -> None:
    anna, service = helper(meals, "Anna"), meals.noon(date(2026, 12, 1))
    key = meals.do(ops.add_duty, ops.AddDuty(service, anna, COOK))
    with pytest.raises(RuleError, match="al op het rooster"):
        meals.do(ops.add_duty, ops.AddDuty(service, anna, MealTask.DISHES))
    version = meals.row(MealDuty, key).version
    meals.do(ops.edit_duty, ops.EditDuty(key, version, MealTask.DISHES, 90))
    duty = meals.row(MealDuty, key)
    assert (duty.task, duty.minutes, duty.is_pinned) == (MealTask.DISHES, 90, True)
    for minutes in (0, 721):
        with pytest.raises(RuleError, match="12 uur"):
            meals.do(ops.edit_duty, ops.EditDuty(key, duty.version, COOK, minutes))
    with pytest.raises(ConflictError):
        meals.do(ops.edit_duty, ops.EditDuty(key, 99, COOK))
    found = month(meals)
    assert found.totals() == (("Anna", 1, 90),)
    meals.do(ops.remove_duty, ops.RemoveDuty(key))
    assert month(meals).totals() == ()


def test_a_closed_noon_has_no_duty(meals: MealDesk) -> None:
    anna, service = helper(meals, "Anna"), meals.noon(date(2026, 12, 1))
    meals.do(ops.add_duty, ops.AddDuty(service, anna, COOK))
    meals.change(MealService, service, closed_reason="verbouwing")
    found = month(meals)
    assert found.missing(found.noons[0], COOK) == 0
    assert found.totals() == ()
    assert all(one.service_id != service for one in found.proposal.add)
    with pytest.raises(RuleError, match="verbouwing"):
        meals.do(ops.add_duty, ops.AddDuty(service, helper(meals, "Bert"), COOK))


def test_needs_and_usual_time_are_settings(meals: MealDesk) -> None:
    wanted = {**dict.fromkeys(MealTask, 0), COOK: 3}
    meals.do(ops.save_needs, ops.SaveNeeds(wanted, 180))
    meals.do(ops.save_needs, ops.SaveNeeds({COOK: 1}, 200))
    assert meals.read(duty_needs) == {**wanted, COOK: 1}
    assert month(meals).usual_minutes == 200
    for needs, minutes in (({COOK: 21}, 200), ({COOK: 1}, 0)):
        with pytest.raises(RuleError):
            meals.do(ops.save_needs, ops.SaveNeeds(needs, minutes))


def test_duties_at_another_restaurant_count(meals: MealDesk) -> None:
    anna = helper(meals, "Anna", "Hees, Beverst")
    monday = meals.noon(date(2026, 11, 30), meals.beverst)
    meals.do(ops.add_duty, ops.AddDuty(monday, anna, COOK))
    found = month(meals)
    (one,) = found.helpers
    assert (one.served, one.elsewhere) == ((date(2026, 11, 30),), frozenset({date(2026, 11, 30)}))
    assert month(meals, meals.beverst).others == ()
    assert [row[1] for row in meals.read(roster_restaurants)] == ["Beverst", "Hees"]


def test_the_month_on_paper(meals: MealDesk, tmp_path: Path) -> None:
    helper(meals, "Anna", tasks="koken")
    propose(meals)
    meals.change(MealService, meals.noon(date(2026, 12, 29)), closed_reason="kerstvakantie")
    found = month(meals)
    path = tmp_path / "roster.pdf"
    write_roster(path, found)
    sizes: list[float] = []

    def note(said: str, _cm: object, _tm: object, _font: object, size: float) -> None:
        sizes.extend([size] if said.strip() else [])

    text = "\n".join(page.extract_text(visitor_text=note) for page in pypdf.PdfReader(path).pages)
    assert min(sizes) >= 11
    for shown in (roster_title(found), "Koken", "Anna", "Gesloten: kerstvakantie", "Uren", "16"):
        assert shown in text
    empty = meals.read(duty_month, meals.hees, TUESDAY + timedelta(400), TUESDAY + timedelta(430), TODAY)
    assert written_pdf(lambda path: write_roster(path, empty)).startswith(b"%PDF")


def test_who_stops_or_dies_is_taken_off_what_is_to_come(meals: MealDesk) -> None:
    meals.database.followers = (follow,)
    anna, bert = helper(meals, "Anna"), helper(meals, "Bert")
    days = TUESDAY, date(2026, 12, 1), date(2026, 12, 8)
    for volunteer in (anna, bert):
        for day in days:
            meals.do(ops.add_duty, ops.AddDuty(meals.noon(day), volunteer, COOK))
    for volunteer in (anna, bert):
        mailed = MailedDuty(volunteer_id=volunteer, service_id=meals.noon(days[2]), fingerprint="x")
        meals.rides.add(mailed)
    died = {"person": meals.row(Volunteer, bert).person_id, "day": date(2026, 11, 30)}

    def left(volunteer: int) -> list[date]:
        query = (
            select(MealService.service_date)
            .join(MealDuty, MealDuty.service_id == MealService.id)
            .where(MealDuty.volunteer_id == volunteer)
            .order_by(MealService.service_date)
        )
        found: list[date] = meals.read(lambda session: session.scalars(query).all())
        return list(found)

    meals.database.write(
        lambda session: people_ops.end_volunteer(session, people_ops.EndVolunteer(anna, date(2026, 12, 1)))
    )
    assert left(anna) == list(days[:2])

    def die(session: Session) -> None:
        session.get_one(Person, died["person"]).deceased_on = died["day"]

    changes = meals.database.write(die).changes
    assert left(bert) == [TUESDAY]
    assert [one.key for one in meals.read(duty_mailing, *DECEMBER).recipients] == [anna]
    assert meals.row(Volunteer, bert).active_to == died["day"]
    meals.database.take_back(changes, "terug")
    assert left(bert) == list(days)

    def die_later(session: Session) -> None:
        session.get_one(Person, meals.row(Volunteer, anna).person_id).deceased_on = died["day"] + timedelta(30)

    meals.database.write(die_later)
    assert meals.row(Volunteer, anna).active_to == date(2026, 12, 1)  # she had stopped before
    meals.database.followers = ()
