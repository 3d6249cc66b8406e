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

from mmc_desk.features.yearly.pages import records_dialog
from mmc_desk.features.yearly.pages.figure_rows import ServiceHead
from mmc_desk.features.yearly.pages.publishing import PublishDialog
from mmc_desk.features.yearly.pages.report import YearlyPage
from mmc_desk.features.yearly.queries.drilldown import Spot
from mmc_desk.features.yearly.queries.published import publications
from mmc_desk.ui import messages, theme
from mmc_desk.ui.messages import MessageRecorder
from mmc_desk.ui.runner import Runner
from tests.accessibility import assert_accessible

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
    return [column.text(row).strip() for column in page.model.columns]


def choose(page: YearlyPage, breakdown: str) -> None:
    """Choose a breakdown by its first letters, as a person does."""
    page.breakdown.choice.setFocus()
    QTest.keyClicks(page.breakdown.choice, breakdown)
    page.runner.wait_idle()


def on_figure(page: YearlyPage, name: str, column: int) -> None:
    """Put the cursor on a figure and go to one of its columns by key."""
    page.table.setFocus()
    page.table.select_where(lambda line: line.name == name)
    for _ in range(column):
        QTest.keyClick(page.table, Qt.Key.Key_Right)


def test_this_year_is_shown_with_last_year_beside_it(page: YearlyPage) -> None:
    assert page.years.year == 2026
    assert figure(page, "rides") == ["Ritten", "1", "2", "-1", "-50\xa0%"]
    assert page.choice.accessibleName() == "Jaren ernaast: 2025"


def test_arrow_keys_go_through_the_definitions(page: YearlyPage, qtbot: QtBot) -> None:
    page.table.setFocus()
    page.table.selectRow(0)
    seen = set()
    for _ in page.model.rows:
        seen.add(page.definition.text())
        QTest.keyClick(page.table, Qt.Key.Key_Down)
    assert len(seen - {""}) == len(page.report.lines)
    assert any(text.startswith("Ritten: Uitgevoerde ritten") for text in seen)


def test_every_figure_shows_its_definition_on_hover(page: YearlyPage) -> None:
    index = page.model.index(1, 0)
    assert page.model.data(index, Qt.ItemDataRole.ToolTipRole) == page.report.lines[0].line.definition


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


def test_figures_stand_under_their_service(page: YearlyPage) -> None:
    heads = [row.name for row in page.model.rows if isinstance(row, ServiceHead)]
    assert heads == ["Leden en vrijwilligers", "Minder Mobielen Centrale", "Dorpsrestaurants", "LDC on Wheels"]
    assert page.table.columnSpan(0, 0) == len(page.model.columns)
    assert page.report.lines[0].name == page.table.current_row().name == "members"


def test_breakdowns_change_with_the_choice_and_the_chart_with_them(page: YearlyPage) -> None:
    shown = page.breakdown
    assert shown.choice.currentText() == "Ritten per maand"
    assert shown.chart.describe(2) == "mrt – 2026: 1, 2025: 1"
    shown.measure.setFocus()
    QTest.keyClicks(shown.measure, "Km")
    assert shown.chart.describe(2) == "mrt – 2026: 20, 2025: 10"
    choose(page, "Ritten per chauffeur")  # read now that it is wanted
    assert [row[1:] for row in shown.rows.rows] == [("Peeters Jan", 1, 20)]
    assert shown.chart.describe(0) == "Peeters Jan – 2026: 20, 2025: 10"
    assert shown.chart.lies


def test_other_years_stand_beside_by_key(page: YearlyPage) -> None:
    menu = page.choice.years_menu
    assert [action.text() for action in menu.actions() if action.isCheckable()] == ["2025"]
    page.choice.take((2025, 2024))
    page.choice.changed.emit()
    page.runner.wait_idle()
    assert figure(page, "rides") == ["Ritten", "1", "2", "–", "-1", "-50\xa0%"]
    assert [action.text() for action in menu.actions() if action.isCheckable()] == ["2025", "2024"]
    menu.actions()[0].trigger()
    page.runner.wait_idle()
    assert figure(page, "rides") == ["Ritten", "1", "–", "–", "–"]
    menu.actions()[1].trigger()
    page.runner.wait_idle()
    assert figure(page, "rides") == ["Ritten", "1"]
    assert page.choice.accessibleName() == "Jaren ernaast: geen ander jaar"
    menu.actions()[-1].trigger()
    page.runner.wait_idle()
    assert page.choice.own is None
    assert figure(page, "rides")[1:3] == ["1", "2"]


def test_no_more_than_six_years_stand_side_by_side(page: YearlyPage) -> None:
    page.choice.take(range(2015, 2025))
    assert page.choice.beside(2026) == (2019, 2018, 2017, 2016, 2015)
    page.choice.show_years(2026, (2025,))
    offered = [action for action in page.choice.years_menu.actions() if action.isCheckable()]
    assert [action.text() for action in offered if action.isEnabled()] == ["2019", "2018", "2017", "2016", "2015"]


def test_enter_on_a_number_opens_the_records_behind_it(page: YearlyPage, qtbot: QtBot) -> None:
    on_figure(page, "rides", 2)
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    page.runner.wait_idle()
    dialog = page.records
    assert dialog is not None
    assert dialog.heading.text() == "Ritten · 2025: 2"
    assert "Uitgevoerde ritten" in dialog.definition.text()
    assert dialog.said.text() == "2 regels"
    assert [row.cells[2] for row in dialog.rows.rows] == ["Peeters Jan", "Claes Rosa"]
    opened: list[tuple[str, object]] = []
    page.open_page.connect(lambda name, key: opened.append((name, key)))
    key = dialog.rows.rows[0].key
    with qtbot.waitSignal(dialog.destroyed):
        QTest.keyClick(dialog.table, Qt.Key.Key_Return)
    assert opened == [("ride_list", key)]
    assert page.records is None


def test_a_click_on_a_number_and_on_a_bar_open_the_records(page: YearlyPage, qtbot: QtBot) -> None:
    place = next(place for place, row in enumerate(page.model.rows) if row.name == "km")
    asks: list[tuple[Callable[[], object], str, str]] = [
        (lambda: _click(page, place, 1), "Kilometers · 2026: 20", "1 regel, samen 20 km (km)"),
        (lambda: page.breakdown.table.cell_asked.emit(page.breakdown.rows.rows[2], 3), MARCH, ABOARD),
        (lambda: page.breakdown.chart.bar_asked.emit(3, 1), "Ritten per maand · april · Ritten · 2025", "1 regel"),
    ]
    for ask, title, said in asks:
        ask()
        page.runner.wait_idle()
        dialog = page.records
        assert dialog is not None
        assert (dialog.heading.text(), dialog.said.text()) == (title, said)
        with qtbot.waitSignal(dialog.destroyed):
            dialog.reject()


MARCH = "Ritten per maand · maart · Ledenverplaatsingen · 2026"
ABOARD = "1 regel, samen 1 (leden aan boord)"


def _click(page: YearlyPage, row: int, column: int) -> None:
    at = page.table.visualRect(page.model.index(row, column)).center()
    page.table.scrollTo(page.model.index(row, column))
    at = page.table.visualRect(page.model.index(row, column)).center()
    QTest.mouseMove(page.table.viewport(), at)
    QTest.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=at)


def test_names_and_headings_open_nothing(page: YearlyPage) -> None:
    _click(page, 1, 0)
    page.table.selectRow(0)
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    page.ask(Spot("nothing", 2026), "")
    assert page.records is None
    assert page.definition.text() == ""


def test_the_chosen_figure_is_shown_over_all_years(page: YearlyPage, qtbot: QtBot) -> None:
    page.table.select_where(lambda line: line.name == "km")
    choose(page, "Het")
    shown = page.breakdown
    assert not shown.measure.isVisible()
    assert [row[1:] for row in shown.rows.rows] == [("2026", "20\xa0km"), ("2025", "20\xa0km")]
    page.table.select_where(lambda line: line.name == "rides")
    assert shown.chart.describe(0) == "2025 – Ritten: 2"
    asks: list[Callable[[], object]] = [
        lambda: shown.chart.bar_asked.emit(0, 0),
        lambda: shown.table.cell_asked.emit(shown.rows.rows[1], 1),
    ]
    for ask in asks:
        ask()
        page.runner.wait_idle()
        dialog = page.records
        assert dialog is not None
        assert dialog.heading.text() == "Ritten · 2025: 2"
        with qtbot.waitSignal(dialog.destroyed):
            dialog.reject()
    page.table.selectRow(0)
    assert shown.chart.describe(0) == "2025 – : onbekend"
    shown.chart.bar_asked.emit(0, 0)
    assert page.records is None
    assert page.save_state()["breakdown"] == ""


def test_long_lists_are_turned_by_key_and_exported_whole(
    page: YearlyPage, recorder: MessageRecorder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(records_dialog, "PAGE", 1)
    page.ask(Spot("rides", 2025), "Ritten · 2025")
    dialog = page.records
    assert dialog is not None
    dialog.export()  # not read yet: nothing to write
    dialog.turn_on()
    page.runner.wait_idle()
    assert dialog.range.text() == "1 – 1 van 2"
    for key, shown in (
        (Qt.Key.Key_Right, "2 – 2 van 2"),
        (Qt.Key.Key_Right, "2 – 2 van 2"),
        (Qt.Key.Key_Left, "1 – 1 van 2"),
    ):
        QTest.keyClick(dialog.table, key, Qt.KeyboardModifier.AltModifier)
        page.runner.wait_idle()
        assert dialog.range.text() == shown
    dialog.on.click()
    page.runner.wait_idle()
    dialog.back.click()
    page.runner.wait_idle()
    recorder.paths.extend([None, tmp_path / "ritten", tmp_path / "ritten.csv"])
    for _ in range(3):
        QTest.keyClick(dialog.table, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
        page.runner.wait_idle()
    assert recorder.toasts == ["Bewaard als ritten.xlsx", "Bewaard als ritten.csv"]
    rows = list(openpyxl.load_workbook(tmp_path / "ritten.xlsx").worksheets[0].iter_rows(values_only=True))
    assert [row[2] for row in rows[1:3]] == ["Peeters Jan", "Claes Rosa"]
    assert rows[3][0] == "Totaal (2)"
    assert "Uitgevoerde ritten" in (tmp_path / "ritten.csv").read_text(encoding="utf-8-sig")
    assert_accessible(dialog)
    dialog.open_button.click()


def test_a_number_without_records_opens_an_empty_list(page: YearlyPage, qtbot: QtBot) -> None:
    page.ask(Spot("members", 2026), "Leden · 2026")
    page.runner.wait_idle()
    dialog = page.records
    assert dialog is not None
    assert dialog.said.text() == "0 regels"
    page.ask(Spot("rides", 2026), "Ritten · 2026")  # one list at a time
    assert page.records is dialog
    dialog.open_button.clicked.emit()
    dialog.export()
    assert_accessible(page)
    with qtbot.waitSignal(dialog.destroyed):
        dialog.reject()


def test_a_new_ride_shows_at_once(page: YearlyPage, sqlite_book: Book) -> None:
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


def test_years_and_breakdown_are_remembered(page: YearlyPage) -> None:
    page.restore_state({"year": 2025, "beside": [2024], "breakdown": "per_driver"})
    page.runner.wait_idle()
    assert page.save_state() == {"year": 2025, "beside": (2024,), "breakdown": "per_driver"}
    page.restore_state({"year": "x", "beside": "x", "breakdown": 3})
    page.restore_state({})
    page.runner.wait_idle()
    assert page.save_state() == {"year": 2025, "beside": (2024,), "breakdown": "per_driver"}


def test_the_year_on_show_is_published_by_key(page: YearlyPage, recorder: MessageRecorder) -> None:
    QTest.keyClick(page, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    [dialog] = page.findChildren(PublishDialog)
    assert dialog.year.value == page.years.year
    dialog.save_button.click()
    page.runner.wait_idle()
    assert recorder.toasts == ["Cijfers gepubliceerd"]
    assert page.runner.database.read(publications)[0].year == page.years.year


def test_a_breakdown_that_comes_too_late_is_not_shown(page: YearlyPage) -> None:
    choose(page, "Ritten per chauffeur")
    page.years.set_year(2025)  # asked for before the breakdown of the years that were on show till now
    page.breakdown.choice.set_value("per_purpose")
    page.breakdown.choice.edited.emit()
    page.runner.wait_idle()
    assert page.breakdown.chart.describe(0).endswith("2025: 2, 2024: onbekend")
    page.breakdown.show_breakdown(None)  # no feature knows it any more
    assert page.breakdown.choice.currentText() == "Ritten per reden"
