"""The calendar as a grid: what stands where, and how a noon is said."""

from datetime import date, time

import pytest

from mmc_desk.features.meals.rules.grid import (
    NoonCell,
    NoonState,
    cell_text,
    describe,
    month_grid,
    week_grid,
)
from mmc_desk.features.meals.rules.restaurants import week_words
from mmc_desk.features.meals.rules.schedule import Moment

TODAY = date(2026, 11, 24)
PLACES = ((1, "Hees"), (2, "Beverst"))


def noon(day: date = TODAY, restaurant: int = 1, **values: object) -> NoonCell:
    name = dict(PLACES)[restaurant]
    return NoonCell(1, restaurant, name, day, **values)  # type: ignore[arg-type]  # the fields of NoonCell


@pytest.mark.parametrize(
    ("cell", "state", "text", "said"),
    [
        (noon(closed_reason="zomer"), NoonState.CLOSED, "zomer", "gesloten: zomer"),
        (
            noon(closed_reason="lek", is_decided=True),
            NoonState.CLOSED,
            "lek",
            "gesloten: lek (zelf beslist)",
        ),
        (noon(present=28, booked=27), NoonState.SERVED, "28 eters", "27 ingeschreven, 28 aan tafel"),
        (noon(date(2026, 11, 23)), NoonState.TO_COUNT, "nog te tellen", "nog te tellen"),
        (noon(starts_at="12:00"), NoonState.OPEN, "0 geboekt", "12:00, 0 ingeschreven"),
        (noon(booked=3, capacity=40, menu="soep"), NoonState.OPEN, "3 / 40", "3 ingeschreven, 40 plaatsen, soep"),
        (noon(booked=40, capacity=40), NoonState.FULL, "40 / 40 volzet", "40 ingeschreven, 40 plaatsen, volzet"),
    ],
)
def test_how_a_noon_stands(cell: NoonCell, state: NoonState, text: str, said: str) -> None:
    assert cell.state(TODAY) is state
    assert cell_text(cell, TODAY) == text
    assert describe(cell, TODAY) == said


def test_a_week_by_location_and_day() -> None:
    grid = week_grid([noon(), noon(date(2026, 11, 28), 2)], PLACES, date(2026, 11, 23), {TODAY: "feest"})
    assert grid.titles == ("ma 23/11", "di 24/11", "wo 25/11", "do 26/11", "vr 27/11", "za 28/11")
    assert [[cell is not None for cell in row.cells] for row in grid.rows] == [
        [False, True, False, False, False, False],
        [False, False, False, False, False, True],
    ]
    assert grid.notes == {TODAY: "feest"}
    assert len(week_grid([], PLACES, date(2026, 11, 23), {}).days) == 5


def test_a_month_by_moment_and_week() -> None:
    noons = [noon(date(2026, 11, day), place) for day, place in ((3, 1), (10, 1), (2, 2), (6, 2))]
    grid = month_grid(noons, date(2026, 11, 1), date(2026, 11, 30))
    assert grid.titles[:2] == ("week 44", "week 45")
    assert len(grid.days) == 6
    assert [row.title for row in grid.rows] == ["Beverst · ma", "Hees · di", "Beverst · vr"]
    assert [row.restaurant_id for row in grid.rows] == [2, 1, 2]


def test_the_week_in_words() -> None:
    moments = (
        Moment(4, time(12), date(2026, 1, 1)),
        Moment(0, time(11, 30), date(2026, 1, 1)),
        Moment(2, time(12), date(2025, 1, 1), date(2025, 12, 31)),
    )
    assert week_words(moments, TODAY) == "ma 11:30, vr 12:00"
    assert week_words(moments, date(2024, 1, 1)) == "ma 11:30, wo 12:00, vr 12:00"
    assert week_words((), TODAY) == ""
