"""Bookings: cut-off, room, waiting list, what caterer and figures count; by tables, and by laws that always hold."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmc_desk.core.errors import RuleError
from mmc_desk.features.meals.model.bookings import BookingState
from mmc_desk.features.meals.rules import bookings as rules
from mmc_desk.features.meals.rules.bookings import (
    AskedMeal,
    Counts,
    DeskDay,
    EaterFacts,
    NoonFacts,
    Pause,
    Room,
    Seat,
    Standing,
    Wish,
)

MONDAY = date(2026, 11, 23)
THURSDAY = date(2026, 11, 26)
SEATS = st.lists(
    st.builds(
        Seat,
        booking_id=st.integers(1, 999),
        state=st.sampled_from(BookingState),
        party=st.integers(0, 4),
        take_away=st.integers(0, 2),
        is_walk_in=st.booleans(),
    ),
    max_size=30,
)


def test_every_state_has_a_name() -> None:
    assert {rules.state_name(state) for state in BookingState} == {
        "ingeschreven",
        "wachtlijst",
        "afgezegd",
        "aanwezig",
        "niet gekomen",
    }


# Room and waiting list


def test_take_away_needs_no_chair() -> None:
    room = rules.room_of([Seat(party=3), Seat(party=0, take_away=2), Seat(state=BookingState.WAITING, party=2)], 4)
    assert room == Room(4, taken=3, waiting=2)
    assert room.has_place(1)
    assert not room.has_place(2)
    assert Room(1, taken=1).has_place(0)
    assert Room(None, taken=500).has_place(9)


def test_the_waiting_list_moves_up_first_come_first_served_but_leaves_no_chair_empty() -> None:
    seats = [
        Seat(1, party=3),
        Seat(2, BookingState.WAITING, party=2),
        Seat(3, BookingState.WAITING, party=1),
        Seat(4, BookingState.WAITING, party=1),
    ]
    assert rules.who_moves_up(seats, 4) == (3,)
    assert rules.who_moves_up(seats, 5) == (2,)
    assert rules.who_moves_up(seats, 6) == (2, 3)
    assert rules.who_moves_up(seats, None) == (2, 3, 4)


@given(SEATS, st.integers(1, 40))
def test_nobody_moves_up_beyond_the_room(seats: list[Seat], capacity: int) -> None:
    moved = {index for index, seat in enumerate(seats) if seat.state is BookingState.WAITING}
    numbered = [Seat(index, seat.state, seat.party, seat.take_away) for index, seat in enumerate(seats)]
    up = set(rules.who_moves_up(numbered, capacity))
    assert up <= moved
    taken = rules.room_of(numbered, None).taken + sum(numbered[index].party for index in up)
    assert taken <= max(capacity, rules.room_of(numbered, None).taken)


# Counting


def test_counts_of_a_ticked_noon() -> None:
    seats = [
        Seat(state=BookingState.PRESENT, party=2, children=1),
        Seat(state=BookingState.PRESENT, party=1, take_away=1),
        Seat(state=BookingState.NO_SHOW, party=1, take_away=1),
        Seat(state=BookingState.CANCELLED, party=4),
        Seat(state=BookingState.WAITING, party=4),
        Seat(state=BookingState.PRESENT, party=1, is_walk_in=True),
    ]
    counts = rules.count_seats(seats)
    assert counts == Counts(booked=4, present=4, no_show=1, walk_in=1, take_away=1, child_meals=1)
    assert counts.meals == 5
    assert rules.balance_caution(counts) == ""


@given(SEATS)
def test_a_ticked_noon_always_adds_up(seats: list[Seat]) -> None:
    ticked = [seat for seat in seats if seat.state is not BookingState.BOOKED]
    counts = rules.count_seats(ticked)
    assert rules.balance_caution(counts) == ""
    rules.require_counts(counts)


@pytest.mark.parametrize(
    ("counts", "field"),
    [
        (Counts(booked=-1), "booked"),
        (Counts(present=5, take_away=-2), "take_away"),
        (Counts(present=1, walk_in=2), "walk_in"),
        (Counts(present=1, child_meals=2), "child_meals"),
    ],
)
def test_counts_that_cannot_be(counts: Counts, field: str) -> None:
    with pytest.raises(RuleError) as refused:
        rules.require_counts(counts)
    assert refused.value.field == field


def test_counts_that_do_not_add_up_are_warned_of() -> None:
    said = rules.balance_caution(Counts(booked=25, present=26, no_show=1))
    assert said == "25 ingeschreven − 1 niet gekomen + 0 zonder inschrijving = 24."


def test_the_caterer_cooks_for_who_is_ordered_for() -> None:
    seats = [
        Seat(party=2, diets=("zoutarm", "Vegetarisch"), allergens="noten, vis"),
        Seat(party=1, take_away=1, children=1, diets=("vegetarisch",), allergens="Noten"),
        Seat(state=BookingState.WAITING, party=3, diets=("veganistisch",)),
        Seat(state=BookingState.CANCELLED, party=3),
        Seat(state=BookingState.PRESENT, party=1, is_walk_in=True),
    ]
    count = rules.caterer_count(seats)
    assert (count.meals, count.at_table, count.take_away, count.children) == (4, 3, 1, 1)
    assert count.diets == (Wish("Vegetarisch", 2), Wish("zoutarm", 1))
    assert count.allergens == (Wish("noten", 2), Wish("vis", 1))


# Cut-off


@pytest.mark.parametrize(
    ("day", "days", "last"),
    [
        (THURSDAY, 2, date(2026, 11, 24)),
        (THURSDAY, 0, THURSDAY),
        (MONDAY, 2, date(2026, 11, 19)),  # the weekend counts for nothing
        (date(2026, 11, 12), 2, date(2026, 11, 9)),  # nor does Armistice Day
    ],
)
def test_the_last_day_to_book(day: date, days: int, last: date) -> None:
    assert rules.last_day_to_book(day, days, {}) == last
    assert not rules.is_late(last, day, days, {})
    assert days == 0 or rules.is_late(last + timedelta(days=1), day, days, {})


def test_the_last_day_to_book_is_one_on_which_the_desk_answers() -> None:
    assert rules.last_day_to_book(date(2026, 11, 24), 2, {}) == date(2026, 11, 20)
    assert not rules.is_late(date(2026, 11, 22), date(2026, 11, 24), 2, {})


# Standing bookings


@pytest.mark.parametrize(
    ("day", "wanted"),
    [
        (date(2026, 11, 19), False),  # before it begins
        (THURSDAY, True),
        (date(2026, 11, 27), False),  # a Friday
        (date(2026, 12, 3), False),  # a pause
        (date(2026, 12, 10), True),
        (date(2026, 12, 31), False),  # after its end
        (date(2026, 12, 24), False),  # a pause until told otherwise
    ],
)
def test_the_days_of_a_standing_booking(day: date, *, wanted: bool) -> None:
    pauses = (Pause(date(2026, 12, 1), date(2026, 12, 4)), Pause(date(2026, 12, 20)))
    standing = Standing(3, date(2026, 11, 20), date(2026, 12, 30), pauses)
    assert standing.wants(day) is wanted
    assert Standing(3, THURSDAY).wants(date(2030, 1, 3))


# Warnings


def _said(asked: AskedMeal, noon: NoonFacts | None = None, eater: EaterFacts | None = None) -> dict[str, str]:
    desk = DeskDay(MONDAY)
    found = rules.check_booking(
        asked, noon or NoonFacts("Hees"), eater or EaterFacts("Rosa Jans", is_member=True), desk
    )
    return {caution.field: caution.text for caution in found}


def test_nothing_to_warn_of() -> None:
    assert _said(AskedMeal(THURSDAY, needs_ride=True)) == {}


@pytest.mark.parametrize(
    ("asked", "noon", "eater", "field", "text"),
    [
        (
            {},
            {},
            {"deceased_on": date(2026, 1, 2)},
            "participant",
            "Rosa Jans is overleden op 02/01/2026.",
        ),
        ({}, {}, {"ended_on": date(2026, 1, 2)}, "participant", "Rosa Jans komt niet meer sinds 02/01/2026."),
        ({}, {}, {"noons": ((THURSDAY, "Hees"),)}, "day", "Is die dag al ingeschreven in Hees."),
        ({}, {"is_planned": False}, {}, "day", "In Hees is er geen middag op do 26/11/2026."),
        (
            {},
            {"closed_reason": "zomersluiting", "next_open": date(2026, 12, 3)},
            {},
            "day",
            "Hees is gesloten op do 26/11/2026: zomersluiting. De volgende is do 03/12/2026.",
        ),
        ({"day": date(2026, 11, 20)}, {}, {}, "day", "Deze dag is al voorbij."),
        (
            {},
            {"cut_off_days": 4},
            {},
            "day",
            "Te laat om te bestellen: inschrijven kon tot vr 20/11/2026. Bel de traiteur.",
        ),
        (
            {"party": 2},
            {"room": Room(30, 29, 3)},
            {},
            "party",
            "Volzet: 29 van de 30 plaatsen zijn bezet, 3 op de wachtlijst.",
        ),
        (
            {"needs_ride": True},
            {},
            {"is_member": False},
            "needs_ride",
            "Enkel leden van de Minder Mobielen Centrale krijgen een rit: maak eerst lid.",
        ),
        (
            {"needs_ride": True, "day": date(2026, 11, 24)},
            {"cut_off_days": 0},
            {},
            "needs_ride",
            "De rit: minder dan 2 werkdagen vooraf aangevraagd.",
        ),
    ],
)
def test_each_warning_stands_beside_its_field(
    asked: dict[str, Any], noon: dict[str, Any], eater: dict[str, Any], field: str, text: str
) -> None:
    said = _said(
        AskedMeal(**{"day": THURSDAY, **asked}),
        NoonFacts("Hees", **noon),
        EaterFacts(**{"name": "Rosa Jans", "is_member": True, **eater}),
    )
    assert said == {field: text}


@pytest.mark.parametrize(
    ("party", "take_away", "children", "field"),
    [(0, 0, 0, "party"), (21, 0, 0, "party"), (-1, 2, 0, "party"), (2, -1, 0, "party"), (1, 1, 3, "children")],
)
def test_parties_that_cannot_be(party: int, take_away: int, children: int, field: str) -> None:
    with pytest.raises(RuleError) as refused:
        rules.require_party(party, take_away, children)
    assert refused.value.field == field


def test_a_party_that_can_be() -> None:
    rules.require_party(0, 1, 1)
