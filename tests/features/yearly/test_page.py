from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mmc_desk.features.yearly.pages.report import YearlyPage
from mmc_desk.ui import messages, theme
from mmc_desk.ui.messages import MessageRecorder
from mmc_desk.ui.runner import Runner

Book = Any
"""The RideBook of conftest.py: a test folder is no package to import from."""

Open = Callable[[], YearlyPage]


@pytest.fixture
def recorder(monkeypatch: pytest.MonkeyPatch) -> MessageRecorder:
    made = MessageRecorder()
    monkeypatch.setattr(messages, "recorder", made)
    return made


@pytest.fixture
def page(sqlite_book: Book, qtbot: QtBot, qapp: QApplication, recorder: MessageRecorder) -> Any:  # noqa: ANN401
    theme.apply(qapp, "light", 100)
    jan, rosa = sqlite_book.driver("Peeters|Jan"), sqlite_book.driver("Claes|Rosa")
    sqlite_book.ride(date(2026, 3, 3), jan, 20)
    sqlite_book.ride(date(2025, 3, 3), jan, 10)
    sqlite_book.ride(date(2025, 4, 3), rosa, 10)
    runner = Runner(sqlite_book.database)
    made = YearlyPage(runner)
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show()
    runner.wait_idle()
    yield made
    runner.close()


def figure(page: YearlyPage, name: str) -> list[str]:
    row = next(line for line in page.model.rows if line.name == name)
    return [column.text(row) for column in page.model.columns]


def test_this_year_is_shown_with_last_year_beside_it(page: YearlyPage) -> None:
    assert page.years.year == 2026
    assert figure(page, "rides") == ["Ritten", "1", "2", "-1", "-50\xa0%"]
    assert page.beside.text() == "met 2025 ernaast"


def test_arrow_keys_go_through_the_definitions(page: YearlyPage, qtbot: QtBot) -> None:
    page.table.setFocus()
    seen = set()
    for _ in page.model.rows:
        seen.add(page.definition.text())
        QTest.keyClick(page.table, Qt.Key.Key_Down)
    assert len(seen) == len(page.model.rows)
    assert any(text.startswith("Ritten: Uitgevoerde ritten") for text in seen)


def test_every_figure_shows_its_definition_on_hover(page: YearlyPage) -> None:
    index = page.model.index(0, 0)
    assert page.model.data(index, Qt.ItemDataRole.ToolTipRole) == page.model.rows[0].definition


def test_the_year_is_changed_by_key_and_the_chosen_figure_stays(page: YearlyPage, qtbot: QtBot) -> None:
    page.table.select_where(lambda line: line.name == "km")
    QTest.keyClick(page.years.line, Qt.Key.Key_Down)
    page.runner.wait_idle()
    assert page.years.year == 2025
    assert figure(page, "rides")[1:3] == ["2", "–"]
    assert page.table.current_row().name == "km"
    QTest.keyClick(page.years.line, Qt.Key.Key_Up)
    page.runner.wait_idle()
    assert figure(page, "rides")[1] == "1"


@pytest.mark.parametrize(("typed", "year"), [("2025", 2025), ("20", 2026), ("1800", 2026), ("", 2026)])
def test_a_typed_year_holds_and_nonsense_gives_way(page: YearlyPage, qtbot: QtBot, typed: str, year: int) -> None:
    page.years.line.clear()
    QTest.keyClicks(page.years.line, typed)
    QTest.keyClick(page.years.line, Qt.Key.Key_Return)
    page.runner.wait_idle()
    assert page.years.year == page.report.year == year
    assert page.years.line.text() == str(year)


def test_a_year_of_which_nothing_is_known_says_so(page: YearlyPage) -> None:
    page.years.set_year(2000)
    page.runner.wait_idle()
    assert page.stack.currentWidget() is page.empty
    assert "Van 2000 is nog niets gekend" in page.empty.sentence.text()
    page.years.set_year(2026)
    page.runner.wait_idle()
    assert page.stack.currentWidget() is page.body


def test_breakdowns_change_with_the_choice_and_the_chart_with_them(page: YearlyPage) -> None:
    page.choice.setCurrentIndex(page.choice.findText("Ritten per maand"))
    assert page.chart.describe(2) == "mrt – 2026: 1, 2025: 1"
    page.choice.setCurrentIndex(page.choice.findText("Ritten per chauffeur"))
    assert [row[0] for row in page.rows_model.rows] == ["Peeters Jan"]
    assert page.chart.describe(0) == "Peeters Jan – 2026: 1, 2025: 1"


def test_a_new_ride_shows_at_once(page: YearlyPage, sqlite_book: Book) -> None:
    driver = page.report.tables
    assert driver
    from mmc_desk.features.rides.model import Ride, RideState

    ride = Ride(ride_no="N", ride_date=date(2026, 5, 5), driver_id=1, metres=5000, state=RideState.DRIVEN)
    page.runner.write(lambda session: session.add(ride), "rit")
    page.runner.wait_idle()
    assert figure(page, "rides")[1] == "2"


def test_a_preview_opens_on_ctrl_p_and_closes(page: YearlyPage, qtbot: QtBot) -> None:
    page.on_print()
    page.runner.wait_idle()
    assert page.preview is not None
    assert page.preview.windowTitle() == "Jaarcijfers 2026"
    assert page.preview.pages.content.startswith(b"%PDF")
    with qtbot.waitSignal(page.preview.destroyed):
        page.preview.close()
    assert page.preview is None


@pytest.mark.parametrize(("typed", "name"), [("cijfers", "cijfers.xlsx"), ("a.csv", "a.csv"), ("b.PDF", "b.PDF")])
def test_saving_writes_the_kind_the_name_asks_for(
    page: YearlyPage, recorder: MessageRecorder, tmp_path: Path, typed: str, name: str
) -> None:
    recorder.paths.append(tmp_path / typed)
    page.on_save()
    page.runner.wait_idle()
    assert (tmp_path / name).stat().st_size > 0
    assert recorder.toasts == [f"Bewaard als {name}"]
    if name.endswith("xlsx"):
        assert openpyxl.load_workbook(tmp_path / name).sheetnames[0] == "Jaarcijfers 2026"


def test_a_cancelled_or_impossible_save_writes_nothing(
    page: YearlyPage, recorder: MessageRecorder, tmp_path: Path
) -> None:
    recorder.paths.extend([None, tmp_path / "weg" / "a.xlsx"])
    page.on_save()
    page.on_save()
    page.runner.wait_idle()
    assert recorder.toasts == []
    assert "bestaat niet" in recorder.errors[0]


def test_the_year_is_remembered(page: YearlyPage) -> None:
    page.restore_state({"year": 2025})
    assert page.save_state() == {"year": 2025}
    page.restore_state({"year": "x"})
    page.restore_state({})
    assert page.save_state() == {"year": 2025}
