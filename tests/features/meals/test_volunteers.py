"""Volunteers: what is read from their lists, when they can help, what they did, what there is to celebrate."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from mmc_desk.core.errors import ConflictError, RuleError
from mmc_desk.features.meals.model.duties import MealDuty, MealTask, VolunteerWeekday
from mmc_desk.features.meals.ops import volunteers as ops
from mmc_desk.features.meals.queries import volunteers as queries
from mmc_desk.features.meals.queries.search import search_hits
from mmc_desk.features.meals.queries.volunteers import Served
from mmc_desk.features.meals.rules import volunteers as rules
from mmc_desk.features.people import ops as people_ops
from mmc_desk.features.people.model import Address, Person, Volunteer
from mmc_desk.features.people.ops import AddressDetails, PersonDetails
from mmc_desk.features.people.queries import Seen
from mmc_desk.features.people.rules import service
from tests.features.meals.conftest import TUESDAY, MealDesk

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "tasks"),
    [
        ("koken, opdienen", {MealTask.COOKING, MealTask.SERVING}),
        ("Tafels dekken en afwas", {MealTask.SETTING, MealTask.DISHES}),
        ("onthaal", {MealTask.WELCOME}),
        ("muziek", set()),
        ("", set()),
    ],
)
def test_tasks_are_read_from_words(text: str, tasks: set[MealTask]) -> None:
    assert rules.read_tasks(text) == tasks


def test_parts_that_name_no_task() -> None:
    assert rules.unknown_tasks("koken, muziek; afwas") == ("muziek",)
    assert rules.unknown_tasks("") == ()


def test_helps_at_one_of_several_places() -> None:
    assert rules.helps_at("Hees, beverst", "Beverst")
    assert not rules.helps_at("Munsterbilzen", "Hees")


def test_jubilees_come_every_five_years() -> None:
    since = date(2016, 3, 1)
    assert [service.jubilee(since, year) for year in (2016, 2020, 2021, 2026)] == [None, None, 5, 10]
    assert service.jubilee(None, 2026) is None
    assert service.years_of_service(since, date(2026, 2, 28)) == 9
    assert service.years_of_service(date(2027, 1, 1), TODAY) == 0
    assert service.years_of_service(None, TODAY) is None


def test_birthdays() -> None:
    assert service.next_birthday(date(1950, 12, 1), TODAY) == date(2026, 12, 1)
    assert service.next_birthday(date(1950, 11, 22), TODAY) == date(2027, 11, 22)
    assert service.next_birthday(date(1952, 2, 29), TODAY) == date(2027, 3, 1)
    assert service.next_birthday(None, TODAY) is None
    assert service.is_soon(TODAY + timedelta(service.BIRTHDAY_DAYS), TODAY)
    assert not service.is_soon(TODAY + timedelta(service.BIRTHDAY_DAYS + 1), TODAY)
    assert not service.is_soon(None, TODAY)


def test_weekdays_in_words() -> None:
    assert rules.show_weekdays([3, 0]) == "ma, do"
    assert rules.show_weekdays([]) == "alle dagen"


def add(desk: MealDesk, last: str = "Dirkx", location: str = "Hees", **more: object) -> int:
    command = people_ops.AddVolunteer(PersonDetails(last, "An"), location, **more)  # type: ignore[arg-type] # its fields
    key: int = desk.do(people_ops.add_volunteer, command)
    return key


def edit(desk: MealDesk, key: int, **more: object) -> None:
    values: dict[str, object] = {
        "person": PersonDetails("Dirkx", "Anna", email="an@example.be"),
        "address": AddressDetails("Kerkstraat 1", "3740", "Hees"),
        "location": "Hees, Beverst",
        **more,
    }
    desk.do(people_ops.edit_volunteer, people_ops.EditVolunteer(key, **values))  # type: ignore[arg-type] # its fields


def test_a_volunteer_is_added_changed_stopped_and_starts_again(meals: MealDesk) -> None:
    key = add(meals, tasks="koken", address=AddressDetails("Dorp 1", "3740", "Hees"), has_flat_allowance=True)
    edit(meals, key, tasks=" afwas ", active_from=TODAY)
    found = meals.row(Volunteer, key)
    assert (found.location, found.tasks, found.has_flat_allowance) == ("Hees, Beverst", "afwas", False)
    assert meals.row(Person, found.person_id).email == "an@example.be"
    edit(meals, key, moved_on=TODAY + timedelta(30), active_from=TODAY)
    count = select(func.count()).select_from(Address).where(Address.person_id == found.person_id)
    assert meals.read(lambda session: session.scalar(count)) == 2
    with pytest.raises(RuleError, match="niet vroeger"):
        meals.do(people_ops.end_volunteer, people_ops.EndVolunteer(key, TODAY - timedelta(1)))
    meals.do(people_ops.end_volunteer, people_ops.EndVolunteer(key, TODAY))
    with pytest.raises(RuleError, match="stopte op"):
        edit(meals, key, active_from=TODAY + timedelta(1))
    meals.do(people_ops.reopen_volunteer, people_ops.ReopenVolunteer(key))
    with pytest.raises(RuleError, match="niet gestopt"):
        meals.do(people_ops.reopen_volunteer, people_ops.ReopenVolunteer(key))


def test_who_died_does_not_start_again(meals: MealDesk) -> None:
    key = add(meals)
    meals.do(people_ops.end_volunteer, people_ops.EndVolunteer(key, TODAY))
    meals.change(Person, meals.row(Volunteer, key).person_id, deceased_on=TODAY)
    with pytest.raises(RuleError, match="overleden"):
        meals.do(people_ops.reopen_volunteer, people_ops.ReopenVolunteer(key))


def test_refusals_of_a_volunteer(meals: MealDesk) -> None:
    with pytest.raises(RuleError, match="waar"):
        add(meals, location=" ")
    key = add(meals, person_id=meals.person_of(meals.rosa))
    with pytest.raises(RuleError, match="al vrijwilliger"):
        add(meals, person_id=meals.person_of(meals.rosa))
    with pytest.raises(RuleError, match="waar"):
        edit(meals, key, location="")
    with pytest.raises(ConflictError):
        edit(meals, key, seen=Seen(99, 99))


def test_weekdays_are_replaced(meals: MealDesk) -> None:
    key = add(meals)
    meals.do(ops.set_weekdays, ops.SetWeekdays(key, frozenset({0, 1})))
    meals.do(ops.set_weekdays, ops.SetWeekdays(key, frozenset({1, 4})))
    assert meals.read(queries.weekdays_of) == {key: (1, 4)}
    meals.do(ops.set_weekdays, ops.SetWeekdays(key, frozenset(range(7))))
    assert meals.read(lambda session: session.scalar(select(func.count()).select_from(VolunteerWeekday))) == 0
    with pytest.raises(RuleError, match="zeven"):
        meals.do(ops.set_weekdays, ops.SetWeekdays(key, frozenset({7})))


def test_absences(meals: MealDesk) -> None:
    key = add(meals)
    absence = meals.do(ops.note_absence, ops.NoteAbsence(key, TODAY, TODAY + timedelta(2), " verlof "))
    meals.do(ops.note_absence, ops.NoteAbsence(key, TODAY, TODAY + timedelta(7), "reis", absence))
    (row,) = meals.read(queries.volunteer_list, TODAY)
    assert row.absent_until == TODAY + timedelta(7)
    card = meals.read(queries.volunteer_card, key, TODAY)
    assert [(one.key, one.reason) for one in card.absences] == [(absence, "reis")]
    with pytest.raises(RuleError, match="Draai"):
        meals.do(ops.note_absence, ops.NoteAbsence(key, TODAY, TODAY - timedelta(1)))
    meals.do(ops.remove_absence, ops.RemoveAbsence(absence))
    with pytest.raises(ConflictError):
        meals.do(ops.remove_absence, ops.RemoveAbsence(absence))


def test_list_and_card(meals: MealDesk) -> None:
    key = add(meals, tasks="koken", active_from=date(2016, 5, 1))
    meals.change(Person, meals.row(Volunteer, key).person_id, born_on=date(1950, 12, 1), mobile="+32473641788")
    duties = [(-1, None), (-2, 90), (1, None)]

    def serve(session: object) -> None:
        for weeks, minutes in duties:
            session.add(  # type: ignore[attr-defined] # a Session
                MealDuty(
                    service_id=meals.noon(TUESDAY + timedelta(weeks=weeks)),
                    volunteer_id=key,
                    task=MealTask.COOKING,
                    minutes=minutes,
                )
            )

    meals.database.write(serve, "test")
    (row,) = meals.read(queries.volunteer_list, TODAY)
    assert (row.name, row.years, row.jubilee, row.is_birthday_soon) == ("Dirkx An", 10, 10, True)
    assert row.served == Served(2, queries.DEFAULT_MINUTES + 90)
    assert "0473641788" in row.search
    card = meals.read(queries.volunteer_card, key, TODAY)
    assert (card.served, card.served_before, card.jubilee) == (row.served, Served(), 10)
    assert [(duty.day, duty.location, duty.task) for duty in card.coming] == [
        (TUESDAY + timedelta(weeks=1), "Hees", MealTask.COOKING)
    ]
    assert meals.read(queries.volunteer_card, 999, TODAY) is None
    assert meals.read(queries.restaurant_names) == ("Beverst", "Hees")


def test_the_search_finds_volunteers(meals: MealDesk) -> None:
    key = add(meals, "Dirkx", tasks="koken")
    hits = [hit for hit in meals.read(search_hits) if hit.page == "volunteers"]
    assert [(hit.key, hit.title, hit.detail) for hit in hits] == [(key, "Dirkx An", "vrijwilliger · Hees · koken")]
    assert any(hit.page == "noon" for hit in meals.read(search_hits))
