"""When a page reads: shown, changed while visible, shown again after a change while hidden."""

from datetime import date

from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from mmc_desk.core.changes import Changes
from mmc_desk.core.model import ClosureDay
from mmc_desk.ui.page import Page
from mmc_desk.ui.runner import Runner
from tests.ui.sample_pages import ChartPage, DaysPage


def add_day(session: Session) -> None:
    session.add(ClosureDay(day=date(2026, 5, 15), reason="Brugdag"))


def test_a_page_reads_when_shown_and_not_again_without_a_change(runner: Runner, qtbot: QtBot) -> None:
    page = DaysPage(runner)
    qtbot.addWidget(page)
    assert page.reads == 0
    page.show()
    page.hide()
    page.show()
    assert page.reads == 1


def test_a_visible_page_reads_again_after_a_change_of_its_topics(runner: Runner, qtbot: QtBot) -> None:
    page = DaysPage(runner)
    qtbot.addWidget(page)
    page.show()
    runner.write(add_day, "Sluitingsdag toegevoegd")
    runner.wait_idle()
    assert page.reads == 2
    assert [row.reason for row in page.model.rows] == ["Brugdag"]
    runner.changed.emit(Changes(extra_topics=frozenset({"ride"})))
    assert page.reads == 2


def test_a_hidden_page_reads_when_it_is_shown_again(runner: Runner, qtbot: QtBot) -> None:
    page = DaysPage(runner)
    qtbot.addWidget(page)
    page.show()
    page.hide()
    runner.write(add_day, "Sluitingsdag toegevoegd")
    runner.wait_idle()
    assert page.reads == 1
    page.show()
    assert page.reads == 2


def test_a_page_that_overrides_nothing_offers_nothing(runner: Runner, qtbot: QtBot) -> None:
    page = Page(runner)
    qtbot.addWidget(page)
    page.show()
    page.on_new()
    page.on_print()
    page.on_find()
    page.open_record(1)
    page.show_day(date(2026, 1, 1))
    page.restore_state({})
    assert page.save_state() == {}
    assert not any(page.offers(name) for name in ("on_new", "on_print", "on_find"))
    chart = ChartPage(runner)
    qtbot.addWidget(chart)
    assert not chart.offers("on_print")
