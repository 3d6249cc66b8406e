"""Columns in the room there is: nothing is lost while it fits, names stay whole longest."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmc_desk.ui.column_widths import Wish, share_room

NUMBER = Wish(50, 30)
NAME = Wish(200, 120, grows=True)
STORY = Wish(200, 500, grows=True)
AMOUNT = Wish(100, 80)
STREET = Wish(100, 90, is_spare=True)


@pytest.mark.parametrize(
    ("wishes", "room", "widths"),
    [
        pytest.param([NUMBER, NAME, AMOUNT, STREET], 600, {0: 50, 1: 350, 2: 100, 3: 100}, id="the rest to who grows"),
        pytest.param([NUMBER, NAME, AMOUNT, STREET], 450, {0: 50, 1: 200, 2: 100, 3: 100}, id="it just fits"),
        pytest.param([NUMBER, NAME, AMOUNT, STREET], 330, {0: 30, 1: 130, 2: 80, 3: 90}, id="empty room goes first"),
        pytest.param([NUMBER, NAME, AMOUNT, STREET], 310, {0: 30, 1: 200, 2: 80}, id="then what is spare"),
        pytest.param([Wish(100, 130, grows=True), STREET], 190, {0: 190}, id="a name goes before what is spare"),
        pytest.param([NUMBER, NAME, STORY], 350, {0: 30, 1: 120, 2: 200}, id="long texts are shortened, names are not"),
        pytest.param([NUMBER, NAME, STORY], 100, {0: 30, 1: 120, 2: 140}, id="and then it is scrolled"),
        pytest.param([NUMBER, AMOUNT], 100, {0: 30, 1: 80}, id="nobody grows"),
        pytest.param([NUMBER, Wish(300, 50, is_own=True)], 100, {0: 30, 1: 300}, id="a width of a person's own stays"),
        pytest.param([NUMBER, Wish(300, 50, grows=True, is_own=True)], 900, {0: 50, 1: 300}, id="and doesn't grow"),
        pytest.param([Wish(60, 90), Wish(60, 90)], 100, {0: 60, 1: 60}, id="no more than was wanted"),
        pytest.param([], 100, {}, id="no columns"),
    ],
)
def test_room_is_shared(wishes: list[Wish], room: int, widths: dict[int, int]) -> None:
    assert share_room(wishes, room) == widths


def test_what_is_put_away_leaves_its_room() -> None:
    assert share_room([NUMBER, NAME], 300, {0}) == {1: 300}


@given(
    st.lists(
        st.builds(Wish, st.integers(10, 400), st.integers(10, 400), st.booleans(), st.booleans(), st.booleans()),
        min_size=1,
        max_size=8,
    ),
    st.integers(50, 2000),
)
def test_only_spare_columns_disappear_and_what_fits_is_not_scrolled(wishes: list[Wish], room: int) -> None:
    widths = share_room(wishes, room)
    assert {place for place, wish in enumerate(wishes) if not wish.is_spare} <= widths.keys()
    assert all(width > 0 for width in widths.values())
    if sum(wishes[place].tight for place in widths) <= room:
        assert sum(widths.values()) <= room
