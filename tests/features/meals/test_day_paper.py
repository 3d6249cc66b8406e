"""The papers of a noon: text and page count of each, read back from the PDF."""

from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader

from mmc_desk.features.meals.model import MealService
from mmc_desk.features.meals.model.bookings import BookingState
from mmc_desk.features.meals.ops import day as ops
from mmc_desk.features.meals.ops.booking_commands import Meal
from mmc_desk.features.meals.ops.day import AddWalkIn, KeyDay, MarkBookings
from mmc_desk.features.meals.printout import calls
from mmc_desk.features.meals.printout import day as papers
from mmc_desk.features.meals.queries.day import Noon, noon
from tests.features.meals.conftest import TUESDAY, MealDesk

PAST = date(2026, 11, 17)


def read(path: Path) -> tuple[str, int]:
    pages = PdfReader(path).pages
    return "\n".join(page.extract_text() for page in pages).replace("\u00a0", " "), len(pages)


def noon_of(meals: MealDesk, day: date = TUESDAY) -> Noon:
    found: Noon = meals.read(noon, meals.noon(day))
    return found


@pytest.fixture
def desk(sqlite_meals: MealDesk) -> MealDesk:
    meals = sqlite_meals
    meals.eater(meals.neighbour, diet="vegetarisch", allergens="noten, vis")
    meals.book(meals.neighbour, party=2, children=1, take_away=1, note="raam", diet="zoutarm")
    meals.book(needs_ride=True)
    meals.book(meals.person("Wacht", "Wim"), party=2, needs_ride=True)
    return meals


def test_the_kitchen_gets_numbers_and_no_names(desk: MealDesk, tmp_path: Path) -> None:
    papers.write_caterer(tmp_path / "a.pdf", noon_of(desk))
    text, pages = read(tmp_path / "a.pdf")
    assert pages == 1
    assert "Hees · dinsdag 24 november 2026 om 12:00" in text
    assert "Aan tafel in Zaal De Kring" in text
    assert "Maaltijden samen" in text
    assert "Kinderen daarbij: 1." in text
    for wish in ("vegetarisch", "zoutarm", "noten", "vis"):
        assert wish in text
    assert "Buur" not in text
    assert papers.file_name("Aantallen", noon_of(desk)) == "Aantallen Hees 24-11-2026.pdf"


def test_a_kitchen_without_wishes_reads_so_and_the_menu(sqlite_meals: MealDesk, tmp_path: Path) -> None:
    sqlite_meals.change(MealService, sqlite_meals.noon(), menu="kip met appelmoes", starts_at=None)
    papers.write_caterer(tmp_path / "a.pdf", noon_of(sqlite_meals))
    text, _ = read(tmp_path / "a.pdf")
    assert "Geen diëten of allergenen gemeld." in text
    assert "kip met appelmoes" in text


def test_the_list_at_the_door(desk: MealDesk, tmp_path: Path) -> None:
    papers.write_attendance(tmp_path / "a.pdf", noon_of(desk))
    text, pages = read(tmp_path / "a.pdf")
    assert pages == 1
    assert "Verwacht: 3 aan tafel, 1 om mee te nemen." in text
    for part in ("Buur Ben", "Jans Rosa", "rit 2026", "1 kind · raam", "Wachtlijst", "Wacht Wim", "vroeg vervoer"):
        assert part in text
    assert "vertrouwelijk" in text


def test_the_list_afterwards_shows_who_came(sqlite_meals: MealDesk, tmp_path: Path) -> None:
    meals = sqlite_meals
    came, missed = meals.book(day=PAST), meals.book(meals.neighbour, PAST)
    meals.do(ops.mark_bookings, MarkBookings((came,), BookingState.PRESENT))
    meals.do(ops.mark_bookings, MarkBookings((missed,), BookingState.NO_SHOW))
    papers.write_attendance(tmp_path / "a.pdf", noon_of(meals, PAST))
    text, _ = read(tmp_path / "a.pdf")
    assert "niet gekomen" in text


def test_the_cash_sheet_empty_and_keyed(sqlite_meals: MealDesk, tmp_path: Path) -> None:
    meals = sqlite_meals
    service = meals.noon(PAST)
    papers.write_cash(tmp_path / "a.pdf", noon_of(meals, PAST))
    text, pages = read(tmp_path / "a.pdf")
    assert pages == 1
    assert "€ 50,00" in text
    assert "Geteld door" in text

    meals.do(ops.add_walk_in, AddWalkIn(service, Meal(party=3, children=1)))
    command = KeyDay(
        service, drinks=1200, counted=8150, opening_float=5000, initials=("RJ", "MV"), remarks="bakje gevallen"
    )
    meals.do(ops.key_day, command)
    papers.write_cash(tmp_path / "a.pdf", noon_of(meals, PAST))
    text, _ = read(tmp_path / "a.pdf")
    for part in ("€ 7,50", "€ 15,00", "€ 4,00", "€ 81,00", "€ 81,50", "€ 0,50", "RJ", "MV", "bakje gevallen"):
        assert part in text


def test_whom_to_phone_when_it_closes(desk: MealDesk, tmp_path: Path) -> None:
    desk.change(MealService, desk.noon(), closed_reason="zaal onder water")
    calls.write_calls(tmp_path / "a.pdf", noon_of(desk))
    text, pages = read(tmp_path / "a.pdf")
    assert pages == 1
    assert "di 24/11/2026 in Hees gaat niet door: zaal onder water." in text
    for part in ("Buur Ben", "089 51 91 38", "Wacht Wim"):
        assert part in text


def test_nobody_to_phone(sqlite_meals: MealDesk, tmp_path: Path) -> None:
    calls.write_calls(tmp_path / "a.pdf", noon_of(sqlite_meals))
    text, _ = read(tmp_path / "a.pdf")
    assert "Niemand was ingeschreven" in text
