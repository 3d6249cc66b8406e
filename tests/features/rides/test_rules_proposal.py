"""What is told to the caller while the form is filled in, against what is saved afterwards."""

from datetime import date, datetime, time, timedelta

import pytest

from mmc_desk.core import clock
from mmc_desk.features.rides.model import ReturnMode
from mmc_desk.features.rides.rules.distances import DistanceBook
from mmc_desk.features.rides.rules.proposal import Typed, propose
from mmc_desk.features.rides.rules.tariff import Tariff

DAY = date(2026, 11, 25)
HOME, GOAL = ("Kerkstraat 1, Hees", "Hees"), ("ZOL", "Genk")
BOOK = DistanceBook(points={"hees": (50.8447, 5.6097), "genk": (50.9655, 5.5001)})


def at(text: str, day: date = DAY) -> datetime:
    return clock.at(day, time.fromisoformat(text))


def test_pick_up_distance_and_price_are_proposed() -> None:
    found = propose(Typed(DAY, HOME, GOAL, appointment=time(10)), BOOK, 4326, Tariff())
    one_way = BOOK.metres(HOME, GOAL)
    assert one_way is not None
    assert found.pickup is not None
    assert found.legs[0].depart_at == found.pickup.pickup_at
    assert found.metres == 2 * one_way
    assert found.price is not None
    assert found.price.total == (2 * one_way * 4326 + 50_000) // 100_000
    assert found.home_again == found.legs[-1].arrive_at


def test_without_a_destination_there_is_nothing_to_tell() -> None:
    found = propose(Typed(DAY, HOME, (), appointment=time(10)), BOOK, 4326, Tariff())
    assert (found.pickup, found.legs, found.metres, found.price, found.home_again) == (None, (), None, None, None)


def test_an_unknown_place_has_legs_but_no_price() -> None:
    found = propose(Typed(DAY, HOME, ("Ergens",), appointment=time(10)), BOOK, 4326, Tariff())
    assert len(found.legs) == 2
    assert (found.pickup, found.metres, found.price) == (None, None, None)


def test_a_typed_pick_up_stands_beside_the_proposal() -> None:
    found = propose(Typed(DAY, HOME, GOAL, appointment=time(10), pickup=time(9)), BOOK, 4326, Tariff())
    assert found.legs[0].depart_at == at("09:00")
    assert found.pickup is not None


def test_times_that_contradict_each_other_propose_a_pick_up_and_no_way() -> None:
    found = propose(Typed(DAY, HOME, GOAL, appointment=time(10), pickup=time(11)), BOOK, 4326, Tariff())
    assert found.pickup is not None
    assert (found.legs, found.metres, found.price) == ((), None, None)


def test_without_any_time_there_are_legs_without_times() -> None:
    found = propose(Typed(DAY, HOME, GOAL), BOOK, 4326, Tariff())
    assert (found.pickup, found.legs[0].depart_at) == (None, None)
    assert found.price is not None


@pytest.mark.parametrize(
    ("typed", "leaves"),
    [
        (Typed(DAY, HOME, GOAL, time(10), return_mode=ReturnMode.AT_TIME, return_time=time(12)), at("12:00")),
        (
            Typed(DAY, HOME, GOAL, time(23), return_mode=ReturnMode.AT_TIME, return_time=time(1)),
            at("01:00", DAY + timedelta(days=1)),
        ),
        (Typed(DAY, HOME, GOAL, time(10), return_mode=ReturnMode.AT_TIME, stay_minutes=90), at("11:30")),
        (Typed(DAY, HOME, GOAL, return_mode=ReturnMode.AT_TIME, return_time=time(12)), at("12:00")),
    ],
)
def test_when_the_way_back_begins(typed: Typed, leaves: datetime) -> None:
    """Edge case 10.8: a return before the appointment on the clock is the next day's."""
    assert propose(typed, BOOK, 4326, Tariff()).legs[-1].depart_at == leaves
