"""The price of a ride: the tables of real towns (issue 3), and what holds for any tariff."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmc_desk.features.rides.rules.tariff import (
    Band,
    CoffeeStep,
    Journey,
    LineKind,
    Price,
    Tariff,
    estimate_price,
    km_amount,
    price_called_off,
    price_ride,
    split,
    waiting_amount,
)

OFFICIAL = 4326


def labels(price: Price) -> list[str]:
    return [line.label.replace("\u00a0", " ") for line in price.lines]


@pytest.mark.parametrize(
    ("town", "journey", "tariff", "cents"),
    [
        ("Bilzen: official rate", Journey(33_000), Tariff(), 1428),
        ("Rumst: 10 km minimum", Journey(4_000), Tariff(rate=4100, minimum_metres=10_000), 410),
        (
            "Nieuwerkerken: 95 min, first half hour free",
            Journey(0, waiting_minutes=95),
            Tariff(waiting_step_cents=125, waiting_free_steps=1),
            375,
        ),
        (
            "Maasmechelen: 3 km is 5 × the rate",
            Journey(3_000),
            Tariff(bands=(Band(5_000, as_metres=5_000), Band(10_000, as_metres=10_000))),
            216,
        ),
        (
            "Maasmechelen: 7 km is 10 × the rate",
            Journey(7_000),
            Tariff(bands=(Band(5_000, as_metres=5_000), Band(10_000, as_metres=10_000))),
            433,
        ),
        (
            "Maasmechelen: 12 km as driven",
            Journey(12_000),
            Tariff(bands=(Band(5_000, as_metres=5_000), Band(10_000, as_metres=10_000))),
            519,
        ),
        (
            "Lendelede: € 1,50 per return ride + € 3/h",
            Journey(0, waiting_minutes=61),
            Tariff(admin_fee_return=150, waiting_step_minutes=60, waiting_step_cents=300),
            750,
        ),
        (
            "Lendelede: no return",
            Journey(0, returns=False),
            Tariff(admin_fee_return=150),
            0,
        ),
        ("Hoogstraten: minimum € 5", Journey(4_000), Tariff(minimum_cents=500), 500),
        ("minimum € 5, above it", Journey(40_000), Tariff(minimum_cents=500), 1730),
        ("under 10 km flat € 4", Journey(9_999), Tariff(bands=(Band(10_000, cents=400, inclusive=False),)), 400),
        ("at 10 km not flat", Journey(10_000), Tariff(bands=(Band(10_000, cents=400, inclusive=False),)), 433),
        ("parking is the member's", Journey(0, parking=350), Tariff(), 350),
        ("parking is the desk's", Journey(0, parking=350), Tariff(parking_paid_by_member=False), 0),
        (
            "coffee from half an hour",
            Journey(0, waiting_minutes=59),
            Tariff(coffee=(CoffeeStep(30, 250), CoffeeStep(60, 500))),
            250,
        ),
        (
            "coffee from an hour",
            Journey(0, waiting_minutes=60),
            Tariff(coffee=(CoffeeStep(30, 250), CoffeeStep(60, 500))),
            500,
        ),
        ("another driver returns: the leg twice (10.4)", Journey(45_000, one_way=20_000), Tariff(rate=4000), 1600),
        (
            "another driver returns, charged as driven",
            Journey(45_000, one_way=20_000),
            Tariff(rate=4000, double_leg_charged=False),
            1800,
        ),
        (
            "Lendelede to the minute: 61 min at € 3/h",
            Journey(0, waiting_minutes=61),
            Tariff(admin_fee_return=150, waiting_step_minutes=60, waiting_step_cents=300, waiting_proportional=True),
            455,
        ),
        (
            "to the minute, first half hour free",
            Journey(0, waiting_minutes=50),
            Tariff(waiting_step_cents=125, waiting_free_steps=1, waiting_proportional=True),
            83,
        ),
        (
            "to the minute, within the free half hour",
            Journey(0, waiting_minutes=20),
            Tariff(waiting_step_cents=125, waiting_free_steps=1, waiting_proportional=True),
            0,
        ),
        ("admin fee", Journey(0, returns=False), Tariff(admin_fee=50), 50),
    ],
)
def test_price_of_a_town(town: str, journey: Journey, tariff: Tariff, cents: int) -> None:
    price = price_ride(journey, OFFICIAL, tariff)
    assert price.total == cents, town


def test_two_members_share_33_km_to_the_cent() -> None:
    """Edge case 10.3."""
    price = estimate_price(33_000, 3653, Tariff(), members=2)
    assert price.total == 1205
    assert price.shares == (603, 602)


def test_one_ride_may_be_charged_to_the_first_member() -> None:
    assert estimate_price(33_000, 3653, Tariff(shared_split=False), members=3).shares == (1205, 0, 0)


def test_the_desk_fee_is_the_desks_and_the_rest_the_drivers() -> None:
    tariff = Tariff(
        minimum_cents=500, admin_fee=50, admin_fee_return=150, waiting_step_cents=125, coffee=(CoffeeStep(30, 250),)
    )
    price = price_ride(Journey(4_000, waiting_minutes=95, parking=200), OFFICIAL, tariff)
    assert [(line.kind, line.cents) for line in price.lines] == [
        (LineKind.KM, 173),
        (LineKind.MINIMUM, 327),
        (LineKind.DESK_FEE, 200),
        (LineKind.WAITING, 500),
        (LineKind.COFFEE, 250),
        (LineKind.PARKING, 200),
    ]
    assert (price.total, price.desk_fee, price.for_driver, price.rate) == (1650, 200, 1450, OFFICIAL)
    assert price.amount(LineKind.KM, LineKind.MINIMUM) == 500


def test_a_ride_called_off_costs_the_driven_km_and_the_parking() -> None:
    """Edge case 10.1: no minimum, no fee, no waiting."""
    tariff = Tariff(rate=4000, minimum_cents=500, minimum_metres=10_000, admin_fee=50, waiting_step_cents=125)
    journey = Journey(6_000, waiting_minutes=40, parking=150, members=2)
    price = price_called_off(journey, OFFICIAL, tariff)
    assert labels(price) == ["6 km × € 0,4000", "parking"]
    assert (price.total, price.shares, price.above_official) == (390, (195, 195), False)
    assert price_called_off(Journey(0), OFFICIAL, tariff).lines == ()


def test_sum_is_shown_line_by_line() -> None:
    tariff = Tariff(minimum_metres=10_000, admin_fee=50, waiting_step_cents=125, coffee=(CoffeeStep(30, 250),))
    price = price_ride(Journey(4_000, waiting_minutes=95, parking=200), OFFICIAL, tariff)
    assert labels(price) == [
        "10 km × € 0,4326 (gereden 4 km)",
        "administratie",
        "wachten 1 u 35",
        "koffie chauffeur",
        "parking",
    ]


@pytest.mark.parametrize(
    ("journey", "tariff", "label"),
    [
        (Journey(7_000), Tariff(), "7 km × € 0,4326"),
        (Journey(9_000, one_way=7_000), Tariff(), "14 km × € 0,4326 (enkele rit dubbel)"),
        (Journey(7_000), Tariff(bands=(Band(8_000, cents=400),)), "vaste prijs tot 8 km"),
    ],
)
def test_distance_line_says_how(journey: Journey, tariff: Tariff, label: str) -> None:
    assert labels(price_ride(journey, OFFICIAL, tariff))[0] == label


def test_minimum_amount_is_a_line_of_its_own() -> None:
    price = price_ride(Journey(4_000), OFFICIAL, Tariff(minimum_cents=500))
    assert [line.cents for line in price.lines] == [173, 327]
    assert labels(price)[1] == "aanvulling tot het minimum"


@pytest.mark.parametrize(("rate", "above"), [(None, False), (4326, False), (4327, True)])
def test_warns_above_the_official_rate(rate: int | None, above: bool) -> None:  # noqa: FBT001 - a table's column
    assert price_ride(Journey(1_000), OFFICIAL, Tariff(rate=rate)).above_official is above


@pytest.mark.parametrize(("metres", "rate", "cents"), [(1_000, 4250, 43), (1_000, 4249, 42), (500, 10_000, 50)])
def test_half_a_cent_goes_up(metres: int, rate: int, cents: int) -> None:
    assert km_amount(metres, rate) == cents


tariffs = st.builds(
    Tariff,
    rate=st.none() | st.integers(1, 9_999),
    minimum_cents=st.integers(0, 1_000),
    minimum_metres=st.integers(0, 20_000),
    bands=st.just(()) | st.just((Band(5_000, as_metres=5_000), Band(10_000, cents=400))),
    admin_fee=st.integers(0, 200),
    admin_fee_return=st.integers(0, 200),
    waiting_step_minutes=st.integers(1, 60),
    waiting_step_cents=st.integers(0, 300),
    waiting_free_steps=st.integers(0, 3),
    waiting_proportional=st.booleans(),
    shared_split=st.booleans(),
    double_leg_charged=st.booleans(),
)
journeys = st.builds(
    Journey,
    metres=st.integers(0, 500_000),
    waiting_minutes=st.integers(0, 900),
    parking=st.integers(0, 5_000),
    members=st.integers(1, 9),
    returns=st.booleans(),
    one_way=st.none() | st.integers(0, 250_000),
)


@given(journeys, tariffs, st.integers(1, 9_999))
def test_total_is_the_sum_of_its_lines_and_of_its_shares(journey: Journey, tariff: Tariff, official: int) -> None:
    price = price_ride(journey, official, tariff)
    assert price.total == sum(line.cents for line in price.lines) == sum(price.shares)
    assert price.total >= tariff.minimum_cents or tariff.bands
    assert len(price.shares) == journey.members
    assert price.for_driver + price.desk_fee == price.total
    assert price.amount(*LineKind) == price.total
    assert all(line.cents > 0 for line in price.lines[1:])


@given(journeys, tariffs, st.integers(1, 9_999), st.integers(0, 100_000))
def test_without_bands_more_km_never_cost_less(journey: Journey, tariff: Tariff, official: int, more: int) -> None:
    plain = replace(tariff, bands=())
    farther = replace(
        journey,
        metres=journey.metres + more,
        one_way=None if journey.one_way is None else journey.one_way + more,
    )
    assert price_ride(farther, official, plain).total >= price_ride(journey, official, plain).total


@given(st.integers(0, 900), st.integers(0, 300), tariffs)
def test_longer_waiting_never_costs_less(minutes: int, more: int, tariff: Tariff) -> None:
    assert waiting_amount(minutes + more, tariff) >= waiting_amount(minutes, tariff)


@given(journeys, tariffs, st.integers(1, 9_999))
def test_called_off_never_costs_more_than_driven(journey: Journey, tariff: Tariff, official: int) -> None:
    plain = replace(journey, one_way=None)
    dear = replace(tariff, bands=())
    assert price_called_off(plain, official, dear).total <= price_ride(plain, official, dear).total


@given(st.integers(0, 10**7), st.integers(1, 9))
def test_shares_differ_by_the_remainder_only(cents: int, members: int) -> None:
    first, *others = split(cents, members)
    assert sum((first, *others)) == cents
    assert all(share == cents // members for share in others)
    assert 0 <= first - cents // members < members
