"""The route service of the desk: kept, tried out, and when it last answered."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from PySide6.QtWidgets import QApplication, QScrollArea
from pytestqt.qtbot import QtBot

from mmc_desk.core import clock
from mmc_desk.core.errors import RuleError
from mmc_desk.core.routes import Point, Road, RouteServiceError
from mmc_desk.features.rides.ops import NoteRoads, note_roads
from mmc_desk.features.rides.ops.routing import NoteRouteAnswer, SetRouteService, note_route_answer, set_route_service
from mmc_desk.features.rides.pages import route_dialog
from mmc_desk.features.rides.pages.route_dialog import RouteDialog
from mmc_desk.features.rides.pages.tariffs import TariffPage
from mmc_desk.features.rides.queries.routing import RouteService, route_service
from mmc_desk.ui import theme
from mmc_desk.ui.runner import Runner
from tests.accessibility import assert_accessible
from tests.features.rides.conftest import RideDesk

PLACES: tuple[tuple[str, Point], ...] = (("Bilzen", (50.87, 5.52)), ("Hees", (50.84, 5.6)))


def test_an_address_is_kept_from_today_on(desk: RideDesk) -> None:
    today = clock.today()
    assert desk.read(route_service, today).url == ""
    desk.do(set_route_service, SetRouteService(" http://localhost:5000/ "))
    found = desk.read(route_service, today)
    assert (found.url, found.answered_at, len(found.places)) == ("http://localhost:5000", None, 2)
    desk.do(note_route_answer, NoteRouteAnswer(clock.now()))
    assert desk.read(route_service, today).answered_at == clock.now().replace(microsecond=0)
    desk.do(set_route_service, SetRouteService(""))
    assert desk.read(route_service, today).url == ""


@pytest.mark.parametrize("url", ["localhost:5000", "http://a b", "https://" + "a" * 200])
def test_what_is_no_address_is_refused(sqlite_desk: RideDesk, url: str) -> None:
    with pytest.raises(RuleError, match="Een adres begint met") as refused:
        sqlite_desk.do(set_route_service, SetRouteService(url))
    assert refused.value.field == "url"


def test_roads_that_come_in_tell_that_it_answered(sqlite_desk: RideDesk) -> None:
    sqlite_desk.do(note_roads, NoteRoads((("Hees", "Genk", 15_000, 20),), clock.now()))
    assert sqlite_desk.read(route_service, clock.today()).answered_at is not None


@pytest.fixture
def runner(sqlite_desk: RideDesk, qapp: QApplication) -> Iterator[Runner]:
    theme.apply(qapp, "light", 100)
    made = Runner(sqlite_desk.database)
    yield made
    made.close()


def test_it_is_tried_with_one_click_and_kept(
    sqlite_desk: RideDesk, runner: Runner, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    sqlite_desk.do(set_route_service, SetRouteService("http://here"))
    answers: list[object] = [{(0, 0): Road(9_100, 12)}, {}, RouteServiceError("Stil.")]

    def answer(*_: object) -> object:
        found = answers.pop(0)
        if isinstance(found, Exception):
            raise found
        return found

    monkeypatch.setattr(route_dialog, "ask_roads", answer)
    page = TariffPage(runner)
    qtbot.addWidget(page)
    page.routes_button.click()
    runner.wait_idle()
    dialog = page.findChild(RouteDialog)
    assert isinstance(dialog, RouteDialog)
    assert dialog.verdict.text() == "Heeft nog niet geantwoord."
    assert_accessible(dialog)

    def tried() -> str:
        dialog.try_button.click()
        assert dialog.verdict.text() == "Vraagt een weg…"
        qtbot.waitUntil(dialog.try_button.isEnabled)
        return dialog.verdict.text()

    assert "9,1\u00a0km en 12 minuten rijden" in tried()
    runner.wait_idle()
    assert sqlite_desk.read(route_service, clock.today()).answered_at is not None
    assert "kent geen weg" in tried()
    assert tried() == "Stil."
    assert dialog.findChildren(QScrollArea)[0].verticalScrollBar().maximum() == 0
    dialog.url.setText("http://elders:5000")
    dialog.save_button.click()
    runner.wait_idle()
    assert sqlite_desk.read(route_service, clock.today()).url == "http://elders:5000"


def test_when_it_last_answered_in_words() -> None:
    assert route_dialog.last_answer(RouteService()) == ""
    at = datetime(2026, 11, 25, 9, 5, tzinfo=clock.now().tzinfo)
    said = route_dialog.last_answer(RouteService("http://here", at))
    assert said.startswith("Antwoordde laatst op 25/11/2026 om ")
