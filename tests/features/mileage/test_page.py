from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mmc_desk.features.mileage.page import MileagePage
from mmc_desk.ui import messages, theme
from mmc_desk.ui.messages import MessageRecorder
from mmc_desk.ui.runner import Runner

Book = Any
"""The RideBook of conftest.py: a test folder is no package to import from."""


@pytest.fixture
def recorder(monkeypatch: pytest.MonkeyPatch) -> MessageRecorder:
    made = MessageRecorder()
    monkeypatch.setattr(messages, "recorder", made)
    return made


@pytest.fixture
def page(sqlite_book: Book, qtbot: QtBot, qapp: QApplication, recorder: MessageRecorder) -> Iterator[MileagePage]:
    theme.apply(qapp, "light", 100)
    jan, rosa = sqlite_book.driver("Peeters|Jan"), sqlite_book.driver("Claes|Rosa", waives=True)
    for month in (2, 3):
        sqlite_book.ride(date(2026, month, 3), jan, 20, received=month * 100)
    sqlite_book.ride(date(2026, 5, 3), rosa, 12)
    sqlite_book.ride(date(2025, 3, 3), jan, 10)
    runner = Runner(sqlite_book.database)
    made = MileagePage(runner)
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show()
    runner.wait_idle()
    yield made
    runner.close()


def shown(page: MileagePage) -> list[list[str]]:
    return [[column.text(row).replace("\xa0", " ") for column in page.model.columns] for row in page.model.rows]


def test_drivers_are_shown_with_last_year_beside_them_and_the_total(page: MileagePage) -> None:
    assert shown(page) == [
        ["Claes Rosa (ziet af van betaling)", "1", "12", "€ 0,00", "€ 0,00", "0", "0"],
        ["Peeters Jan", "2", "40", "€ 17,30", "€ 5,00", "1", "10"],
    ]
    total = page.total.text().replace("\xa0", " ")
    assert "Totaal: 3 ritten · 52 km · € 17,30 (ontvangen: € 5,00) · afgezien: € 5,19" in total
    assert "2025: 1 ritten · 10 km · € 4,29" in total


def test_definitions_and_the_missing_rate_are_at_hand(page: MileagePage, recorder: MessageRecorder) -> None:
    assert "per rit afgerond op de cent" in page.definitions.toolTip()
    QTest.keyClick(page.definitions, Qt.Key.Key_Space)
    assert "per rit afgerond op de cent" in recorder.infos[0]
    assert "het laatste gekende" in page.warning.text()
    assert page.warning.isVisible()


def test_arrow_keys_show_the_months_of_each_driver(page: MileagePage) -> None:
    page.table.setFocus()
    assert page.driver.text().startswith("Claes Rosa")
    QTest.keyClick(page.table, Qt.Key.Key_Down)
    assert page.driver.text() == "Peeters Jan"
    assert [line.month for line in page.months_model.rows] == [2, 3]
    assert page.chart.describe(1) == "feb – Km: 20"
    months = [
        [column.text(row).replace("\xa0", " ") for column in page.months_model.columns]
        for row in page.months_model.rows
    ]
    assert months[0] == ["februari", "1", "20", "€ 8,65"]


def test_a_month_is_chosen_and_the_driver_stays(page: MileagePage) -> None:
    page.table.select_where(lambda row: row.payee.name == "Peeters Jan")
    page.month.setCurrentIndex(3)
    page.runner.wait_idle()
    assert shown(page) == [["Peeters Jan", "1", "20", "€ 8,65", "€ 3,00", "1", "10"]]
    assert page.table.current_row().payee.name == "Peeters Jan"
    assert not page.warning.isVisible()


def test_a_span_nobody_drove_in_says_so_and_comes_back(page: MileagePage) -> None:
    page.month.setCurrentIndex(12)
    page.runner.wait_idle()
    assert page.stack.currentWidget() is page.empty
    assert page.driver.text() == ""
    page.month.setCurrentIndex(0)
    page.runner.wait_idle()
    assert page.stack.currentWidget() is page.body


def test_without_last_year_only_this_year_is_totalled(page: MileagePage) -> None:
    page.years.set_year(2025)
    page.runner.wait_idle()
    assert page.total.text().count("\n") == 0


def test_the_answer_to_an_older_question_is_dropped(page: MileagePage) -> None:
    before = page.report
    page.month.setCurrentIndex(3)
    page.report_read(before)
    assert page.report is before
    page.runner.wait_idle()
    assert page.report.month == 3


def test_the_preview_and_the_files_are_those_of_the_span(
    page: MileagePage, recorder: MessageRecorder, tmp_path: Path
) -> None:
    page.month.setCurrentIndex(3)
    page.runner.wait_idle()
    page.on_print()
    page.runner.wait_idle()
    assert page.preview is not None
    assert page.preview.windowTitle() == "Kilometerstaat maart 2026"
    page.preview.close()
    assert page.paper(page.report).file_name == "kilometerstaat-2026-03"
    recorder.paths.append(tmp_path / "a.csv")
    page.on_save()
    page.runner.wait_idle()
    assert "Peeters Jan" in (tmp_path / "a.csv").read_text(encoding="utf-8-sig")


def test_nothing_is_printed_before_there_is_a_report(page: MileagePage, recorder: MessageRecorder) -> None:
    page.report = None
    page.on_print()
    page.on_save()
    page.runner.wait_idle()
    assert page.preview is None
    assert recorder.toasts == []


def test_the_insurers_list_is_shown_and_saved_by_keys(
    page: MileagePage, recorder: MessageRecorder, tmp_path: Path
) -> None:
    page.restore_state({"policy_month": 13})
    QTest.keyClick(page.insurer, Qt.Key.Key_Space)
    assert page.dialog is not None
    QTest.keyClick(page.dialog.month, Qt.Key.Key_Down)
    QTest.keyClick(page.dialog, Qt.Key.Key_Return)
    page.runner.wait_idle()
    assert page.dialog.preview is not None
    assert "voor de verzekeraar" in page.dialog.preview.windowTitle()
    page.dialog.preview.close()
    QTest.keyClick(page.dialog.save_button, Qt.Key.Key_Space)  # no path: thought better of it
    recorder.paths.append(tmp_path / "lijst")
    QTest.keyClick(page.dialog.save_button, Qt.Key.Key_Space)
    page.runner.wait_idle()
    assert (tmp_path / "lijst.xlsx").exists()
    assert page.save_state() == {"year": 2026, "policy_month": 2}
    page.restore_state({"policy_month": 4})
    assert page.policy_month == 4
