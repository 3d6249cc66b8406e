"""Middagen, Locaties and Cijfers through their widgets, by keys. It is Monday 23 November 2026."""

from collections.abc import Callable, Iterator
from datetime import date, time
from pathlib import Path
from typing import Any, TypeVar

import pypdfium2  # type: ignore[import-untyped]  # it ships no types
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.core import db
from mmc_desk.features import follow
from mmc_desk.features.meals.model import MealService, VillageRestaurant
from mmc_desk.features.meals.model.schedule import MealClosure, MealMoment, MealPrice, RestaurantVenue
from mmc_desk.features.meals.pages.astray_dialog import REASON, AstrayDialog
from mmc_desk.features.meals.pages.closing_dialogs import CloseDaysDialog, CloseNoonDialog, ExtraNoonDialog
from mmc_desk.features.meals.pages.figures import MealFiguresPage
from mmc_desk.features.meals.pages.locations import LocationsPage
from mmc_desk.features.meals.pages.noons import NoonsPage
from mmc_desk.features.meals.pages.plan_ahead import PlanAhead
from mmc_desk.features.meals.pages.restaurant_dialogs import (
    MomentDialog,
    PriceDialog,
    RestaurantDialog,
    VenueDialog,
)
from mmc_desk.features.meals.printout.figures import write
from mmc_desk.features.rides.pages.day_bar import Span
from mmc_desk.ui import messages, theme
from mmc_desk.ui.messages import MessageRecorder
from mmc_desk.ui.page import Page
from mmc_desk.ui.runner import Runner

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
W = TypeVar("W", bound=QWidget)
P = TypeVar("P", bound=Page)
TUESDAY = date(2026, 11, 24)


class Desk:
    """Whoever sits at a page of the restaurants."""

    def __init__(self, qtbot: QtBot, runner: Runner) -> None:
        self.qtbot, self.runner = qtbot, runner
        self.asked: list[tuple[str, object]] = []

    def open(self, kind: Callable[[Runner], P]) -> P:
        page = kind(self.runner)
        self.qtbot.addWidget(page)
        page.resize(1200, 760)
        page.open_page.connect(lambda name, key: self.asked.append((name, key)))
        with self.qtbot.waitExposed(page):
            page.show()
        page.activateWindow()
        self.runner.wait_idle()
        self.settle(page)
        return page

    def settle(self, page: QWidget) -> None:
        pause = getattr(page, "_pause", None)
        if pause is not None and pause.isActive():
            with self.qtbot.waitSignal(pause.timeout):
                pass
        self.runner.wait_idle()

    def press(self, widget: QWidget, key: Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        widget.window().activateWindow()
        QApplication.processEvents()
        widget.setFocus()
        QTest.keyClick(widget, key, modifier)
        self.runner.wait_idle()

    def key_in(self, widget: QWidget, text: str) -> None:
        widget.setFocus()
        QTest.keyClicks(widget, text)

    def dialog(self, page: QWidget, kind: type[W]) -> W:
        self.runner.wait_idle()
        (found,) = [one for one in page.findChildren(kind) if one.isVisible()]
        return found

    def save(self, dialog: Any) -> None:  # noqa: ANN401 - any FormDialog
        self.press(dialog.form.rows[-1].field, Key.Key_Return, CTRL)

    def rows(self, column: Any, *where: Any) -> list[Any]:  # noqa: ANN401 - a column and conditions
        query = select(column).where(*where)
        self.runner.wait_idle()
        return list(self.runner.database.read(lambda session: session.scalars(query).all()))


@pytest.fixture(autouse=True)
def recorder(monkeypatch: pytest.MonkeyPatch, qapp: QApplication) -> MessageRecorder:
    made = MessageRecorder()
    monkeypatch.setattr(messages, "recorder", made)
    theme.apply(qapp, "light", 100)
    return made


@pytest.fixture
def desk(sqlite_database: db.Database, qtbot: QtBot) -> Iterator[Desk]:
    def add(session: Session) -> None:
        hees, beverst = VillageRestaurant(name="Hees", capacity=40), VillageRestaurant(name="Beverst")
        session.add_all([hees, beverst])
        session.flush()
        for place, weekday in ((hees, 1), (beverst, 2), (beverst, 4)):
            moment = {"restaurant_id": place.id, "starts_at": time(12), "valid_from": date(2026, 11, 1)}
            session.add(MealMoment(**moment, weekday=weekday))
        session.add(MealPrice(valid_from=date(2024, 1, 1), price=750, child_price=400, cost=520))
        session.add(
            RestaurantVenue(restaurant_id=hees.id, valid_from=date(2020, 1, 1), name="De Kring", street="Weg 1")
        )

    sqlite_database.followers = (follow,)
    sqlite_database.write(add)
    made = Runner(sqlite_database)
    yield Desk(qtbot, made)
    made.close()


def count(desk: Desk, day: date, **values: object) -> None:
    def write_counts(session: Session) -> None:
        noons = session.scalars(select(MealService).where(MealService.service_date == day)).all()
        for noon in noons:
            for name, value in values.items():
                setattr(noon, name, value)

    desk.runner.database.write(write_counts)


# --- Middagen


def test_a_week_is_walked_and_a_noon_opened(desk: Desk) -> None:
    count(desk, TUESDAY, booked=26)
    page = desk.open(NoonsPage)
    noon = page.grid.current
    assert noon is not None
    assert (noon.location, noon.day) == ("Hees", TUESDAY)
    assert page.said.text() == "Hees, di 24/11: 12:00, 26 ingeschreven, 40 plaatsen"
    desk.press(page.grid, Key.Key_Return)
    assert desk.asked == [("noon", noon.service_id)]
    desk.press(page.grid, Key.Key_Left)
    assert page.said.text() == "Hees, ma 23/11: geen middag"
    assert not page.open_button.isEnabled()
    desk.press(page.grid, Key.Key_Return)
    desk.press(page.grid, Key.Key_Delete)
    assert len(desk.asked) == 1


def test_what_stands_in_the_cells(desk: Desk) -> None:
    count(desk, date(2026, 11, 10), present=28)
    count(desk, date(2026, 11, 24), booked=40)
    page = desk.open(NoonsPage)
    page.bar.set_span(Span.MONTH)
    desk.runner.wait_idle()
    model = page.grid.noons
    shown = {model.index(row, column).data() for row in range(model.rowCount()) for column in range(1, 7)}
    assert {"di 10/11\n28 eters", "di 24/11\n40 / 40 volzet", "di 17/11\nnog te tellen"} <= shown
    assert {"wo 11/11\nWapenstilstand", "vr 27/11\n0 geboekt"} <= shown
    assert model.headerData(1, Qt.Orientation.Horizontal) == "week 44"
    assert model.headerData(0, Qt.Orientation.Horizontal) == "Locatie"
    assert [row.title for row in model.grid.rows] == ["Hees · di", "Beverst · wo", "Beverst · vr"]
    roles = (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.BackgroundRole, Qt.ItemDataRole.ForegroundRole)
    assert all(model.index(0, 3).data(role) is not None for role in roles)
    assert model.index(0, 0).data() == "Hees · di"
    assert page.save_state() == {"span": "month"}
    other = desk.open(NoonsPage)
    other.restore_state({"span": "month"})
    assert other.bar.span is Span.MONTH
    other.restore_state({})


def test_a_noon_is_closed_with_its_reason_and_opened_again(desk: Desk, recorder: MessageRecorder) -> None:
    page = desk.open(NoonsPage)
    desk.press(page.grid, Key.Key_Delete)
    dialog = desk.dialog(page, CloseNoonDialog)
    desk.press(dialog.reason, Key.Key_Return)
    assert "reden" in dialog.form.rows[0].sentence.text()
    desk.key_in(dialog.reason, "verwarming stuk")
    desk.press(dialog.reason, Key.Key_Return)
    assert page.said.text() == "Hees, di 24/11: gesloten: verwarming stuk (zelf beslist)"
    desk.press(page.grid, Key.Key_Delete)
    assert recorder.toasts == ["Hees is weer open"]
    assert desk.rows(MealService.closed_reason, MealService.service_date == TUESDAY) == [""]


def test_a_noon_that_was_served_is_not_closed(desk: Desk) -> None:
    count(desk, TUESDAY, present=20)
    page = desk.open(NoonsPage)
    assert not page.close_button.isEnabled()
    desk.press(page.grid, Key.Key_Delete)
    assert page.findChildren(CloseNoonDialog) == []


def test_an_extra_noon_and_a_closure(desk: Desk) -> None:
    page = desk.open(NoonsPage)
    page.on_new()
    extra = desk.dialog(page, ExtraNoonDialog)
    extra.day.set_value(date(2026, 11, 28))
    desk.save(extra)
    assert date(2026, 11, 28) in page.grid.noons.grid.days
    desk.press(page.grid, Key.Key_F7)
    closing = desk.dialog(page, CloseDaysDialog)
    closing.location.set_value(None)
    closing.from_day.set_value(date(2026, 11, 24))
    closing.to_day.set_value(date(2026, 11, 25))
    desk.key_in(closing.reason, "werken")
    desk.save(closing)
    closed = desk.rows(MealService.service_date, MealService.closed_reason == "werken")
    assert closed == [date(2026, 11, 24), date(2026, 11, 25)]


def test_an_extra_noon_needs_a_location(desk: Desk) -> None:
    page = desk.open(NoonsPage)
    page.on_new()
    extra = desk.dialog(page, ExtraNoonDialog)
    extra.location.set_value(None)
    desk.save(extra)
    assert extra.form.rows[0].problem == "Kies de locatie."


def test_a_noon_is_shown_in_its_week_and_a_far_month_is_made(desk: Desk) -> None:
    page = desk.open(NoonsPage)
    (far,) = desk.rows(MealService.id, MealService.service_date == date(2027, 6, 8))
    page.open_record(far)
    desk.runner.wait_idle()
    assert page.grid.current is not None
    assert page.grid.current.service_id == far
    page.open_record(99_999)
    desk.runner.wait_idle()
    page.show_day(date(2029, 3, 6))
    desk.runner.wait_idle()
    assert date(2029, 3, 6) in desk.rows(MealService.service_date)
    page.on_find()
    assert page.bar.date.hasFocus()


def test_nothing_yet(sqlite_database: db.Database, qtbot: QtBot) -> None:
    runner = Runner(sqlite_database)
    desk = Desk(qtbot, runner)
    page = desk.open(NoonsPage)
    assert page.empty.isVisible()
    page.empty.button.click()
    assert desk.asked == [("locations", None)]
    runner.close()


def test_noons_are_made_ahead_by_themselves(desk: Desk) -> None:
    before = len(desk.rows(MealService.id))
    desk.runner.database.write(lambda session: session.delete(session.scalars(_far()).one()))
    ahead = PlanAhead(desk.runner)
    ahead.look()
    desk.runner.wait_idle()
    ahead.stop()
    assert len(desk.rows(MealService.id)) == before


def _far() -> Any:  # noqa: ANN401 - a select
    return select(MealService).where(MealService.service_date == date(2027, 6, 8))


def test_noons_outside_of_the_schedule_are_closed_or_kept(desk: Desk, recorder: MessageRecorder) -> None:
    for day in (date(2026, 12, 1), date(2026, 12, 8)):
        count(desk, day, menu="vol-au-vent")
    page = desk.open(NoonsPage)
    desk.press(page.grid, Key.Key_F8)
    assert not page.astray_button.isVisible()
    (hees,) = desk.rows(VillageRestaurant.id, VillageRestaurant.name == "Hees")

    def end(session: Session) -> None:
        moment = session.scalars(select(MealMoment).where(MealMoment.restaurant_id == hees)).one()
        moment.valid_to = date(2026, 11, 30)

    desk.runner.write(end, "test")
    desk.runner.wait_idle()
    assert page.astray_button.isVisible()
    desk.press(page.grid, Key.Key_F8)
    dialog = desk.dialog(page, AstrayDialog)
    assert [row.day for row in dialog.table.selected_rows()] == [date(2026, 12, 1), date(2026, 12, 8)]
    dialog.reason.setText(" ")
    dialog.close_button.click()
    desk.runner.wait_idle()
    assert "reden" in dialog.error.text()
    dialog.reason.setText(REASON)
    dialog.table.selectRow(0)
    dialog.close_button.click()
    desk.runner.wait_idle()
    assert [row.day for row in dialog.table.rows_model.rows] == [date(2026, 12, 8)]
    dialog.keep_button.click()
    desk.runner.wait_idle()
    assert not page.astray_button.isVisible()
    assert recorder.toasts == ["Middagen gesloten", "Middagen behouden"]
    assert desk.rows(MealService.closed_reason, MealService.service_date == date(2026, 12, 1)) == [REASON]


# --- Locaties


def test_a_location_is_taken_on_by_keys(desk: Desk) -> None:
    page = desk.open(LocationsPage)
    page.on_new()
    dialog = desk.dialog(page, RestaurantDialog)
    desk.key_in(dialog.name, "Rijkhoven")
    dialog.capacity.set_value(36)
    dialog.mode.set_value(False)
    desk.save(dialog)
    desk.settle(page)
    assert page.view.title.text() == "Rijkhoven"
    assert desk.rows(VillageRestaurant.is_count_only, VillageRestaurant.name == "Rijkhoven") == [False]


def test_the_list_and_the_card(desk: Desk) -> None:
    page = desk.open(LocationsPage)
    shown = [(row.name, row.week, row.hall, row.price) for row in page.rows]
    assert shown == [("Beverst", "wo 12:00, vr 12:00", "", 750), ("Hees", "di 12:00", "De Kring", 750)]
    page.filter.setText("kring")
    desk.settle(page)
    assert page.view.title.text() == "Hees"
    page.view.figures.click()
    page.open_noon(1)
    (hees,) = desk.rows(VillageRestaurant.id, VillageRestaurant.name == "Hees")
    assert desk.asked == [("meal_figures", hees), ("noon", 1)]


def hees_card(desk: Desk) -> LocationsPage:
    page = desk.open(LocationsPage)
    page.filter.setText("Hees")
    desk.settle(page)
    return page


def test_details_are_changed(desk: Desk) -> None:
    page = hees_card(desk)
    desk.press(page.table, Key.Key_F2)
    dialog = desk.dialog(page, RestaurantDialog)
    dialog.closed_from.set_value(date(2027, 1, 1))
    dialog.kitchen.set_value(True)
    dialog.schools.set_value(True)
    dialog.cut_off_days.set_value(3)
    dialog.opening_float.set_value(5000)
    desk.save(dialog)
    assert max(desk.rows(MealService.service_date, MealService.restaurant_id == page.shown_card.key)) < date(2027, 1, 1)
    desk.settle(page)
    assert page.shown_card.details.own_kitchen
    assert page.shown_card.details.closes_in_school_holidays


def test_another_weekday_from_a_day_on(desk: Desk) -> None:
    page = hees_card(desk)
    page.on_moment(page.shown_card.moments[0])
    dialog = desk.dialog(page, MomentDialog)
    dialog.weekday.set_value(3)
    dialog.moves.set_value(date(2026, 12, 1))
    dialog.ends_at.set_value(time(14))
    desk.save(dialog)
    desk.settle(page)
    assert [row.ends_at for row in page.shown_card.moments] == [time(14), None]
    assert [(row.weekday, row.valid_to) for row in page.shown_card.moments] == [(3, None), (1, date(2026, 11, 30))]
    days = desk.rows(MealService.service_date, MealService.restaurant_id == page.shown_card.key)
    assert {day.weekday() for day in days if day >= date(2026, 12, 1)} == {3}
    assert {day.weekday() for day in days if day < date(2026, 12, 1)} == {1}


def test_a_moment_is_added_corrected_and_removed(desk: Desk, recorder: MessageRecorder) -> None:
    page = hees_card(desk)
    page.on_new_moment()
    added = desk.dialog(page, MomentDialog)
    added.weekday.set_value(1)
    desk.save(added)
    assert "dinsdag" in added.form.rows[0].problem
    for _ in range(3):
        desk.press(added.weekday, Key.Key_Down)
    desk.save(added)
    desk.settle(page)
    friday = page.shown_card.moments[0]
    page.on_moment(friday)
    corrected = desk.dialog(page, MomentDialog)
    corrected.starts_at.set_value(time(11, 30))
    desk.save(corrected)
    desk.settle(page)
    assert page.shown_card.moments[0].starts_at == time(11, 30)
    page.remove(page.shown_card.moments[0])
    desk.runner.wait_idle()
    assert recorder.toasts == ["Verwijderd"]
    assert 4 not in desk.rows(MealMoment.weekday, MealMoment.restaurant_id == page.shown_card.key)


def test_another_hall_and_another_price(desk: Desk) -> None:
    page = hees_card(desk)
    page.on_new_venue()
    venue = desk.dialog(page, VenueDialog)
    venue.valid_from.set_value(None)
    desk.key_in(venue.name, "Parochiezaal")
    desk.save(venue)
    assert venue.form.rows[0].problem == "Vul de eerste dag in."
    desk.key_in(venue.valid_from, "1/12/2026")
    desk.save(venue)
    page.on_new_price()
    price = desk.dialog(page, PriceDialog)
    price.everywhere.set_value(False)
    price.price.set_value(800)
    desk.save(price)
    desk.settle(page)
    assert [row.name for row in page.shown_card.venues] == ["Parochiezaal", "De Kring"]
    assert [(row.price, row.is_own) for row in page.shown_card.prices] == [(800, True), (750, False)]
    page.on_venue(page.shown_card.venues[1])
    assert desk.dialog(page, VenueDialog).street.value == "Weg 1"
    page.on_price(page.shown_card.prices[1])
    assert desk.dialog(page, PriceDialog).everywhere.value is True


def test_days_are_closed_from_the_card(desk: Desk) -> None:
    page = hees_card(desk)
    desk.press(page.table, Key.Key_Delete)
    dialog = desk.dialog(page, CloseDaysDialog)
    dialog.to_day.set_value(date(2026, 12, 31))
    desk.key_in(dialog.reason, "verbouwing")
    desk.save(dialog)
    desk.settle(page)
    assert [row.reason for row in page.shown_card.closures] == ["verbouwing"]
    page.remove(page.shown_card.closures[0])
    desk.runner.wait_idle()
    assert desk.rows(MealClosure.id) == []


# --- Cijfers


def test_a_year_of_one_location(desk: Desk, tmp_path: Path, recorder: MessageRecorder) -> None:
    count(desk, date(2026, 11, 10), present=20, booked=22, no_show=3, price=750, ordered=24, take_away=1)
    count(desk, date(2026, 11, 6), present=10)
    page = desk.open(MealFiguresPage)
    assert page.said.text().startswith("Middagen: 2 · Maaltijden: 30 · Gem.: 15")
    titles = [page.tabs.tabText(place) for place in range(page.tabs.count())]
    assert titles == ["Per maand", "Per locatie", "Per week", "Per middag"]
    page.tabs.setCurrentIndex(3)
    assert [row[0] for row in page.rows.rows] == ["vr 06/11 Beverst", "di 10/11 Hees", "heel 2026"]
    assert "Gem." not in [column.title for column in page.rows.columns]
    desk.press(page.trend, Key.Key_Down)
    assert [page.chart.describe(place) for place in (9, 10)] == [
        "okt – Maaltijden per middag 2026: onbekend, 2025: onbekend",
        "nov – Maaltijden per middag 2026: 15, 2025: onbekend",
    ]
    page.trend.setCurrentIndex(2)
    assert "Niet gekomen, in % 2026: 13,6" in page.chart.describe(10)
    page.trend.setCurrentIndex(4)
    assert "Inkomsten, in euro 2026: 157,5" in page.chart.describe(10)
    page.tabs.setCurrentIndex(1)
    assert [row[0] for row in page.rows.rows][:2] == ["Beverst", "Hees"]
    (hees,) = desk.rows(VillageRestaurant.id, VillageRestaurant.name == "Hees")
    page.open_record(hees)
    desk.runner.wait_idle()
    assert "Niet gekomen: 3 (13,6" in page.said.text()
    assert page.save_state()["location"] == hees
    page.restore_state({"location": hees, "year": 2026})
    for ending in (".pdf", ".xlsx", ".csv"):
        path = tmp_path / f"jaar{ending}"
        page.paper(page.report).write(path)
        assert path.stat().st_size > 300
    export = tmp_path / "uit"
    recorder.paths.extend([export, None])
    page.on_export()
    desk.runner.wait_idle()
    assert (tmp_path / "uit.xlsx").is_file()
    page.on_export()
    assert recorder.toasts == ["Bewaard als uit.xlsx"]


def test_the_year_on_paper(desk: Desk, tmp_path: Path) -> None:
    for day in (3, 10, 17):
        count(desk, date(2026, 11, day), present=20, price=750, booked=22, no_show=2)
    page = desk.open(MealFiguresPage)
    write(tmp_path / "jaar.pdf", page.report)
    with pypdfium2.PdfDocument(tmp_path / "jaar.pdf") as paper:
        assert len(paper) == 3
        text = "".join(sheet.get_textpage().get_text_range() for sheet in paper)
    assert "Dorpsrestaurants 2026" in text
    assert "Wapenstilstand" in text
    assert "Niet gekomen, in % 2026" in text
    assert "Bezetting, in % 2026" in text
    assert "€ 450,00" in text.replace("\u00a0", " ")


def test_a_year_of_which_nothing_is_known(desk: Desk) -> None:
    page = desk.open(MealFiguresPage)
    assert page.empty.isVisible()
