"""The noon itself: ticking, walk-ins, what the caterer was told, counts and cash; each taken back and done again."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from mmc_desk.core.errors import RuleError
from mmc_desk.core.figures import Records
from mmc_desk.features.mail.model import MailAttachment, OutgoingMail
from mmc_desk.features.mail.rules import Attachment
from mmc_desk.features.meals.figures import DUTIES, _duty_records, duty_figures
from mmc_desk.features.meals.model import MealService
from mmc_desk.features.meals.model.bookings import BookingState, MealBooking
from mmc_desk.features.meals.model.duties import MealDuty, MealTask
from mmc_desk.features.meals.ops import bookings
from mmc_desk.features.meals.ops import day as ops
from mmc_desk.features.meals.ops.booking_commands import BookMeal, CancelBookings, Meal, MoveUp
from mmc_desk.features.meals.ops.day import (
    AddWalkIn,
    KeyDay,
    MarkBookings,
    MarkPartly,
    OrderMeals,
    RemoveWalkIn,
)
from mmc_desk.features.meals.queries.duty_records import per_location as hours_per_location
from mmc_desk.features.meals.rules.bookings import Counts
from mmc_desk.features.people.model import Volunteer
from mmc_desk.features.yearly.queries.drilldown import records_total
from tests.features.meals.conftest import TUESDAY, MealDesk

PAST = date(2026, 11, 17)
MONDAY = date(2026, 11, 23)


def counts(service: MealService) -> tuple[int | None, ...]:
    return service.booked, service.present, service.no_show, service.walk_in, service.take_away, service.child_meals


def test_ticking_by_hand(meals: MealDesk) -> None:
    key, other = meals.book(day=PAST), meals.book(meals.neighbour, PAST)
    assert meals.do(ops.mark_bookings, MarkBookings((key, other), BookingState.PRESENT)) == 2
    assert meals.do(ops.mark_bookings, MarkBookings((key, other), BookingState.PRESENT)) == 0
    assert meals.do(ops.mark_bookings, MarkBookings((other,), BookingState.NO_SHOW)) == 1
    assert counts(meals.service(meals.noon(PAST))) == (2, None, None, None, None, None)
    with pytest.raises(RuleError):
        meals.do(ops.mark_bookings, MarkBookings((key,), BookingState.CANCELLED))
    with pytest.raises(RuleError, match="nog komen"):
        meals.do(ops.mark_bookings, MarkBookings((meals.book(),), BookingState.PRESENT))


def test_of_a_party_only_some_came(meals: MealDesk) -> None:
    key = meals.book(day=PAST, party=3, children=2)
    meals.do(ops.mark_partly, MarkPartly(key, 1))
    booking = meals.booking(key)
    assert (booking.state, booking.party_size, booking.children) == (BookingState.PRESENT, 1, 1)
    rest = meals.database.read(lambda session: session.scalars(select(MealBooking).where(MealBooking.name != "")).one())
    assert (rest.name, rest.state, rest.party_size) == ("bij Jans Rosa", BookingState.NO_SHOW, 2)
    meals.do(ops.mark_partly, MarkPartly(rest.id, 1))
    meals.do(ops.mark_partly, MarkPartly(key, 1))
    with pytest.raises(RuleError, match="1 tot 1"):
        meals.do(ops.mark_partly, MarkPartly(key, 2))
    assert meals.service(meals.noon(PAST)).booked == 3


def test_walk_ins_known_or_by_number(meals: MealDesk) -> None:
    noon = meals.noon(PAST)
    nameless = meals.do(ops.add_walk_in, AddWalkIn(noon, Meal(party=2)))
    known = meals.do(ops.add_walk_in, AddWalkIn(noon, person_id=meals.neighbour))
    named = meals.do(ops.add_walk_in, AddWalkIn(noon, name=" Nicht van Rosa "))
    assert meals.booking(nameless).name == "zonder naam"
    assert meals.booking(named).name == "Nicht van Rosa"
    assert meals.booking(known).is_walk_in
    with pytest.raises(RuleError, match="al op de lijst"):
        meals.do(ops.add_walk_in, AddWalkIn(noon, participant_id=meals.booking(known).participant_id))
    meals.do(ops.key_day, KeyDay(noon))
    assert counts(meals.service(noon)) == (0, 4, 0, 4, 0, 0)

    meals.do(ops.remove_walk_in, RemoveWalkIn(nameless))
    assert counts(meals.service(noon)) == (0, 2, 0, 2, 0, 0)
    booked = meals.book(day=PAST)
    with pytest.raises(RuleError):
        meals.do(ops.remove_walk_in, RemoveWalkIn(booked))


def test_who_cancelled_and_came_all_the_same_is_a_walk_in(meals: MealDesk) -> None:
    key = meals.book(day=PAST)
    meals.do(bookings.cancel_bookings, CancelBookings((key,)))
    noon = meals.noon(PAST)
    again = meals.do(ops.add_walk_in, AddWalkIn(noon, participant_id=meals.booking(key).participant_id))
    assert again == key
    assert meals.booking(key).is_walk_in


def test_a_named_noon_is_finished_from_its_ticks(meals: MealDesk) -> None:
    noon = meals.noon(PAST)
    came, missing = meals.book(day=PAST, party=2, take_away=1, children=1), meals.book(meals.neighbour, PAST)
    meals.do(ops.mark_bookings, MarkBookings((came,), BookingState.PRESENT))
    command = KeyDay(
        noon,
        ordered=4,
        volunteers=6,
        opening_float=5000,
        drinks=1200,
        counted=7350,
        initials=(" RJ ", "MV"),
        menu=" soep ",
    )
    with pytest.raises(RuleError) as refused:
        meals.do(ops.key_day, command)
    assert refused.value.field == "rest"
    meals.do(ops.key_day, replace(command, rest=BookingState.NO_SHOW))

    service = meals.service(noon)
    assert counts(service) == (3, 2, 1, 0, 1, 1)
    assert (service.price, service.child_price, service.ordered, service.volunteers) == (750, 400, 4, 6)
    assert (service.initials, service.menu, service.counted) == ("RJ / MV", "soep", 7350)
    assert service.finished_at is not None
    assert meals.booking(missing).state is BookingState.NO_SHOW

    finished_at = service.finished_at
    meals.change(MealService, noon, price=600, child_price=0)
    meals.do(ops.mark_bookings, MarkBookings((missing,), BookingState.PRESENT))
    meals.do(ops.key_day, command)
    again = meals.service(noon)
    assert counts(again) == (3, 3, 0, 0, 1, 1)
    assert (again.finished_at, again.price, again.child_price) == (finished_at, 600, 0)


def test_a_noon_that_only_counts(meals: MealDesk) -> None:
    noon = meals.noon(MONDAY, meals.beverst)
    meals.do(ops.key_day, KeyDay(noon, finish=False, counts=Counts(booked=25), remarks="drukke week"))
    assert counts(meals.service(noon)) == (25, None, None, None, None, None)
    assert meals.service(noon).finished_at is None
    meals.do(ops.key_day, KeyDay(noon, finish=False, menu="kip"))

    counted = Counts(booked=25, present=26, no_show=1, walk_in=2, take_away=3, child_meals=1)
    meals.do(ops.key_day, KeyDay(noon, counts=counted))
    assert counts(meals.service(noon)) == (25, 26, 1, 2, 3, 1)


def test_volunteers_nobody_typed_are_those_on_the_roster(meals: MealDesk) -> None:
    noon = meals.noon(MONDAY, meals.beverst)
    for name in ("Anna", "Bert"):
        volunteer = Volunteer(person_id=meals.person(name), location="Beverst")
        meals.rides.add(volunteer)
        meals.rides.add(MealDuty(service_id=noon, volunteer_id=volunteer.id, task=MealTask.SERVING))
    meals.do(ops.key_day, KeyDay(noon, finish=False, counts=Counts(booked=25)))
    assert meals.service(noon).volunteers is None
    meals.do(ops.key_day, KeyDay(noon, counts=Counts(booked=25, present=25)))
    assert meals.service(noon).volunteers == 2
    meals.do(ops.key_day, KeyDay(noon, counts=Counts(booked=25, present=25), volunteers=3))
    assert meals.service(noon).volunteers == 3
    assert meals.read(duty_figures, 2026) == {"duties": 2, "volunteer_hours": 8.0}
    assert meals.read(duty_figures, 2025) == {"duties": None, "volunteer_hours": None}
    assert meals.read(hours_per_location, 2026) == [(meals.beverst, "Beverst", 2, 8.0)]
    for records, value in ((_duty_records(2026, meals.beverst, "hours"), 8.0), (DUTIES[0].records, 2)):
        found = records if isinstance(records, Records) else records(2026)  # type: ignore[misc] # both have them
        assert meals.read(records_total, found).value == value


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"counts": Counts(present=1, walk_in=2)}, "walk_in"),
        ({"counted": -1}, "counted"),
        ({"counted": 100, "initials": ("A", "a")}, "second_initials"),
    ],
)
def test_what_cannot_be_keyed(meals: MealDesk, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(RuleError) as refused:
        meals.do(ops.key_day, replace(KeyDay(meals.noon(MONDAY, meals.beverst)), **changes))
    assert refused.value.field == field


def test_closed_noons_and_those_to_come_are_not_finished(meals: MealDesk) -> None:
    with pytest.raises(RuleError, match="nog komen"):
        meals.do(ops.key_day, KeyDay(meals.noon(TUESDAY)))
    meals.change(MealService, meals.noon(PAST), closed_reason="feestdag")
    with pytest.raises(RuleError, match="feestdag"):
        meals.do(ops.key_day, KeyDay(meals.noon(PAST)))


def test_the_caterer_is_told(meals: MealDesk) -> None:
    noon = meals.noon()
    meals.do(ops.order_meals, OrderMeals(noon, 24))
    assert meals.service(noon).ordered == 24
    assert meals.service(noon).ordered_at is not None
    paper = Attachment("Aantallen.pdf", "application/pdf", b"%PDF")
    mail = OrderMeals(noon, 25, "Keuken", "keuken@delinde.example", "Aantallen", "Dag", (paper,))
    meals.do(ops.order_meals, mail)
    queued = meals.database.read(lambda session: session.scalars(select(OutgoingMail)).one())
    assert (queued.to_address, queued.about_table, queued.about_key) == ("keuken@delinde.example", "meal_service", noon)
    assert meals.database.read(lambda session: session.scalars(select(MailAttachment.name)).one()) == "Aantallen.pdf"
    with pytest.raises(RuleError):
        meals.do(ops.order_meals, OrderMeals(noon, -1))


def test_a_finished_noon_has_nobody_unticked(meals: MealDesk) -> None:
    noon = meals.noon(PAST)
    waiting = meals.booked(BookMeal(noon, person_id=meals.neighbour, waits=True))
    meals.do(ops.key_day, KeyDay(noon))
    late = meals.book(day=PAST)
    assert meals.booking(late).state is BookingState.PRESENT
    with pytest.raises(RuleError, match="afgesloten"):
        meals.do(ops.mark_bookings, MarkBookings((late,), BookingState.BOOKED))
    meals.do(bookings.move_up, MoveUp((waiting,)))
    assert meals.booking(waiting).state is BookingState.PRESENT
    assert counts(meals.service(noon)) == (2, 2, 0, 0, 0, 0)
