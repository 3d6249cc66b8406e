"""Dated tariffs and official rates: in words, as they are typed and stored, from a date on."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from mmc_desk.core.errors import RuleError
from mmc_desk.core.formats import parse_rate
from mmc_desk.core.model import DeskSetting
from mmc_desk.features.rides import ops
from mmc_desk.features.rides.printout import slips as paper
from mmc_desk.features.rides.printout import write_slips
from mmc_desk.features.rides.queries.settings import tariff, tariff_book
from mmc_desk.features.rides.queries.slips import SlipBook, slip_book
from mmc_desk.features.rides.queries.tariffs import TariffOverview, tariff_overview
from mmc_desk.features.rides.rules.rates import RateBook
from mmc_desk.features.rides.rules.setting_texts import tariff_of, values_of
from mmc_desk.features.rides.rules.tariff import Band, CoffeeStep, Tariff
from mmc_desk.features.rides.rules.tariff_words import (
    describe_tariff,
    read_bands,
    read_coffee,
    show_bands,
    show_coffee,
)
from tests.features.rides.conftest import RideDesk

JANUARY, JULY = date(2027, 1, 1), date(2027, 7, 1)
TODAY = date(2026, 11, 23)


def plain(sentences: tuple[str, ...]) -> list[str]:
    return [sentence.replace("\u00a0", " ") for sentence in sentences]


# In words


def test_the_default_in_words() -> None:
    assert plain(describe_tariff(Tariff())) == [
        "Per km: het wettelijk tarief van de dag van de rit.",
        "Geen minimum.",
        "Geen administratiekosten.",
        "Wachten is gratis.",
        "Parking: het lid betaalt wat ze kost.",
        "Gedeelde wagen: één prijs, verdeeld over de leden; de rest van de cent bij het eerste.",
        "Andere chauffeur terug: de eerste rekent de enkele rit dubbel.",
        "Afgezegd na het vertrek van de chauffeur: het lid betaalt de gereden km.",
        "Loze rit: het lid betaalt de gereden km.",
    ]


def test_every_parameter_in_words() -> None:
    every = Tariff(
        rate=4100,
        minimum_cents=500,
        minimum_metres=10_000,
        bands=(
            Band(5_000, as_metres=5_000),
            Band(6_000, as_metres=6_000, inclusive=False),
            Band(7_000, cents=400),
            Band(10_000, cents=450, inclusive=False),
        ),
        admin_fee=50,
        admin_fee_return=150,
        waiting_step_cents=125,
        waiting_free_steps=1,
        coffee=(CoffeeStep(30, 250),),
        parking_paid_by_member=False,
        shared_split=False,
        double_leg_charged=False,
        late_cancel_charged=False,
        wasted_charged=False,
    )
    assert plain(describe_tariff(every))[:13] == [
        "Per km: € 0,4100.",
        "Minstens € 5,00 per rit.",
        "Minstens 10 km aangerekend.",
        "Tot en met 5 km: alsof het 5 km was.",
        "Onder 6 km: alsof het 6 km was.",
        "Tot en met 7 km: vast € 4,00.",
        "Onder 10 km: vast € 4,50.",
        "Administratie voor de dienst: € 0,50 per rit.",
        "Administratie voor de dienst: € 1,50 per rit met terugrit.",
        "Wachten: € 1,25 per begonnen 30 min. De eerste 30 min zijn gratis.",
        "Koffie voor de chauffeur: € 2,50 vanaf 30 min wachten.",
        "Parking: de dienst betaalt ze aan de chauffeur terug.",
        "Gedeelde wagen: één prijs, voor het lid dat belde.",
    ]
    hourly = Tariff(waiting_step_minutes=60, waiting_step_cents=300, waiting_proportional=True)
    assert "Wachten: € 3,00 per 1 u 00, tot op de minuut." in plain(describe_tariff(hourly))


# As it is typed and stored

kilometres = st.integers(1, 50).map(lambda km: km * 1000)
bands = st.builds(Band, kilometres, as_metres=st.none(), cents=st.integers(1, 999)) | st.builds(
    Band, kilometres, as_metres=st.integers(1, 50).map(lambda halves: halves * 500), inclusive=st.booleans()
)
tariffs = st.builds(
    Tariff,
    rate=st.none() | st.integers(1, 9_999),
    minimum_cents=st.integers(0, 1_000),
    minimum_metres=st.integers(0, 20_000),
    bands=st.lists(bands, max_size=3).map(lambda found: tuple(sorted(found, key=lambda band: band.up_to))),
    admin_fee=st.integers(0, 200),
    waiting_proportional=st.booleans(),
    coffee=st.lists(st.builds(CoffeeStep, st.integers(1, 99), st.integers(1, 999)), max_size=2).map(tuple),
    parking_paid_by_member=st.booleans(),
    shared_split=st.booleans(),
)


def test_bands_and_coffee_as_they_are_typed() -> None:
    bands = (Band(5000, as_metres=5000), Band(10_000, cents=400, inclusive=False))
    assert show_bands(bands) == "5: 5x; <10: 4,00"
    assert read_bands("5: 5x; <10: 4,00") == bands
    coffee = (CoffeeStep(30, 250), CoffeeStep(60, 500))
    assert show_coffee(coffee) == "30: 2,50; 60: 5,00"
    assert read_coffee("30: 2,50; 60: 5,00;") == coffee
    stored = values_of(Tariff(bands=bands, coffee=coffee))
    assert (stored["bands"], stored["coffee"]) == ("5000:5000m, <10000:400", "30:250, 60:500")


@given(tariffs)
def test_what_is_stored_is_what_is_read(wanted: Tariff) -> None:
    assert tariff_of(values_of(wanted), wanted.valid_from) == wanted


@given(tariffs)
def test_what_is_shown_is_what_is_typed(wanted: Tariff) -> None:
    assert read_bands(show_bands(wanted.bands)) == wanted.bands
    assert read_coffee(show_coffee(wanted.coffee)) == wanted.coffee


@pytest.mark.parametrize("text", ["5", "5:", ":4", "10: 4; 5: 3", "x: 4"])
def test_bands_that_can_not_be(text: str) -> None:
    with pytest.raises(RuleError):
        read_bands(text)


@pytest.mark.parametrize("text", ["30", "half uur: 2", "30: gratis"])
def test_coffee_that_can_not_be(text: str) -> None:
    with pytest.raises(RuleError):
        read_coffee(text)


@pytest.mark.parametrize(("text", "rate"), [("0,4326", 4326), ("€ 0.4326", 4326), ("0.432", 4320), ("1", 10_000)])
def test_a_rate_is_read(text: str, rate: int) -> None:
    assert parse_rate(text) == rate


@pytest.mark.parametrize("text", ["0,43265", "veel"])
def test_a_rate_that_can_not_be(text: str) -> None:
    with pytest.raises(RuleError):
        parse_rate(text)


# From a date on


def test_a_tariff_holds_from_its_date(desk: RideDesk) -> None:
    desk.do(ops.set_tariff, ops.SetTariff(JANUARY, Tariff(rate=4100, bands=(Band(5_000, as_metres=5_000),))))
    desk.do(ops.set_tariff, ops.SetTariff(JANUARY, Tariff(rate=4200, minimum_cents=500)))
    assert desk.read(tariff, date(2026, 12, 31)) == Tariff()
    found = desk.read(tariff, JULY)
    assert (found.rate, found.minimum_cents, found.bands, found.valid_from) == (4200, 500, (), JANUARY)


def test_a_later_version_stays_what_it_is(desk: RideDesk) -> None:
    """A version before it must not show through where the later one had said nothing."""
    desk.add(DeskSetting(name="tariff.rate", valid_from=JULY, value="4000"))
    desk.do(ops.set_tariff, ops.SetTariff(JANUARY, Tariff(admin_fee=50)))
    assert [version.admin_fee for version in desk.read(tariff_book).versions] == [50, 0]


def test_a_version_to_come_can_be_taken_back(desk: RideDesk) -> None:
    desk.do(ops.set_tariff, ops.SetTariff(JANUARY, Tariff(rate=4100)))
    desk.do(ops.remove_tariff, ops.RemoveTariff(JANUARY))
    assert desk.read(tariff_book).versions == ()
    with pytest.raises(RuleError, match="blijft staan"):
        desk.do(ops.remove_tariff, ops.RemoveTariff(TODAY))


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        (Tariff(minimum_cents=-1), "minimum_cents"),
        (Tariff(waiting_step_minutes=0), "waiting_step_minutes"),
        (Tariff(rate=0), "rate"),
        (Tariff(rate=43_260), "rate"),
    ],
)
def test_a_tariff_that_can_not_be(desk: RideDesk, wanted: Tariff, field: str) -> None:
    with pytest.raises(RuleError) as refused:
        desk.do(ops.set_tariff, ops.SetTariff(JANUARY, wanted))
    assert refused.value.field == field


def overview(desk: RideDesk) -> TariffOverview:
    found: TariffOverview = desk.read(tariff_overview, TODAY)
    return found


def test_what_the_page_shows(desk: RideDesk) -> None:
    desk.do(ops.set_tariff, ops.SetTariff(JANUARY, Tariff(rate=4100)))
    found = overview(desk)
    assert [version.valid_from for version in found.versions] == [JANUARY, date.min]
    assert found.current == Tariff()
    assert found.rows[0].gap_until == TODAY
    assert all(row.gap_until is None for row in found.rows[1:])
    desk.do(ops.set_tariff, ops.SetTariff(date(2026, 1, 1), Tariff()))
    assert len(overview(desk).versions) == 2


def test_an_official_rate_is_added_without_overlap(desk: RideDesk) -> None:
    last = overview(desk).rows[0]
    begins = date(2026, 12, 1)
    desk.do(ops.set_official_rate, ops.SetOfficialRate(begins, None, 4400, "omzendbrief"))
    rows = overview(desk).rows
    assert (rows[0].rate, rows[0].gap_until, rows[1].gap_until) == (4400, None, date(2026, 11, 30))
    desk.do(ops.set_official_rate, ops.SetOfficialRate(JANUARY, date(2027, 12, 31), 4500))
    assert overview(desk).rows[1].valid_to == date(2026, 12, 31)
    with pytest.raises(RuleError, match="Overlapt"):
        desk.do(ops.set_official_rate, ops.SetOfficialRate(last.valid_from, None, 4400))
    with pytest.raises(RuleError, match="laatste dag"):
        desk.do(ops.set_official_rate, ops.SetOfficialRate(JULY, JANUARY, 4400))


def test_an_official_rate_is_changed(desk: RideDesk) -> None:
    last = overview(desk).rows[0]
    command = ops.SetOfficialRate(last.valid_from, last.valid_to, 4400, rate_id=last.rate_id)
    desk.do(ops.set_official_rate, command)
    assert overview(desk).rows[0].rate == 4400


def test_without_any_official_rate_nothing_is_known() -> None:
    assert (RateBook(()).on(TODAY).rate, RateBook(()).on(TODAY).beyond_table) == (0, True)


# The slip


def book(desk: RideDesk, *ride_ids: int) -> SlipBook:
    found: SlipBook = desk.read(slip_book, ride_ids)
    return found


def test_a_slip_per_member_with_its_part(desk: RideDesk) -> None:
    ride_id = desk.assigned(passengers=(ops.SharedSeat(desk.jef),), ride_date=date(2026, 11, 18))
    desk.do(ops.record_result, ops.RecordResult(ride_id, 33_001, waiting_minutes=20))
    first, second = book(desk, ride_id).slips
    assert (first.member.name, first.share, second.share) == ("Jans Rosa", 714, 714)
    assert ("Samen", "€\u00a014,28") in list(paper.sums(first))
    assert any(label == "Deel van dit lid (2 van 2)" for label, _ in paper.sums(second))
    assert ("Wachttijd", "20\u00a0min") in list(paper.facts(first))


def test_a_slip_says_what_must_be_said_of_the_rate(desk: RideDesk) -> None:
    desk.do(ops.set_tariff, ops.SetTariff(date(2026, 1, 1), Tariff(rate=5000)))
    (slip,) = book(desk, desk.assigned(origin="Kerkplein", village="Hees")).slips
    assert slip.is_expected
    assert len(list(paper.notes(slip))) == 2
    assert any("verwacht" in value for _, value in paper.facts(slip))
    assert ("Van", "Kerkplein, Hees") in list(paper.facts(slip))


def test_a_slip_of_a_ride_that_is_not_charged(desk: RideDesk) -> None:
    ride_id = desk.assigned(ride_date=date(2018, 5, 2), origin="Hees")
    desk.do(ops.mark_wasted, ops.MarkWasted(ride_id, metres=6_000, chargeable=False))
    (slip,) = book(desk, ride_id).slips
    assert slip.share == 0
    assert list(paper.sums(slip))[-1][0] == "Niet aangerekend"
    assert list(paper.notes(slip)) == []


@pytest.mark.parametrize("practice", [True, False])
def test_the_slip_is_on_paper_twice(desk: RideDesk, tmp_path: Path, practice: bool) -> None:  # noqa: FBT001 - a table's column
    if practice:
        desk.add(DeskSetting(name="practice", valid_from=TODAY, value="OEFENDATA"))
    ride_id = desk.driven(33_000, destination="Genk", destination_village="Genk")
    path = tmp_path / "slip.pdf"
    write_slips(path, book(desk, ride_id))
    (page,) = PdfReader(path).pages
    text = page.extract_text()
    assert text.count("Jans Rosa") == 2
    assert text.count("Betaalbewijs") == 2
    assert ("OEFENDATA" in text) is practice
