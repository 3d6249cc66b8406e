"""Bars: their height, the line of the axis, what keys and screen readers get."""

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from mmc_desk.ui import theme
from mmc_desk.ui.charts import BarChart, nice_step
from tests.accessibility import assert_accessible


@pytest.fixture
def chart(qtbot: QtBot) -> BarChart:
    made = BarChart("Ritten per maand")
    made.set_data(["jan", "feb", "mrt"], [("2019", [100, 50, 0]), ("2018", [None, 25, 100])])
    qtbot.addWidget(made)
    made.resize(600, 300)
    made.show()
    return made


@pytest.mark.parametrize(
    ("largest", "step"), [(0, 1), (3, 1), (5, 2), (9, 5), (100, 25), (281, 100), (2983, 1000), (101_658, 50_000)]
)
def test_the_axis_goes_by_whole_round_steps(largest: float, step: float) -> None:
    assert nice_step(largest) == step


def test_a_bar_is_as_tall_as_its_value(chart: BarChart) -> None:
    image = chart.grab().toImage()
    shade = theme.colour("series_1").name()
    heights = [
        sum(image.pixelColor(x, y).name() == shade for y in range(30, image.height() - 30))
        for x in _middles(chart, image.width())
    ]
    assert heights[0] == pytest.approx(2 * heights[1], rel=0.05)
    assert heights[2] <= 2


def _middles(chart: BarChart, _width: int) -> list[int]:
    area = chart._area()
    room = area.width() / 3
    bar = min(room * 0.72, 64) / 2
    return [round(area.left() + room * place + (room - 2 * bar) / 2 + bar / 2) for place in range(3)]


def test_arrows_speak_the_values(chart: BarChart) -> None:
    assert chart.accessibleDescription() == "jan – 2019: 100, 2018: onbekend"
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right):
        QTest.keyClick(chart, key)
    assert chart.accessibleDescription() == "mrt – 2019: 0, 2018: 100"
    QTest.keyClick(chart, Qt.Key.Key_Left)
    assert chart.current == 1
    QTest.keyClick(chart, Qt.Key.Key_A)
    assert chart.current == 1
    assert chart.describe(9) == ""
    assert_accessible(chart)


def test_the_pointer_shows_the_values(chart: BarChart, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []
    monkeypatch.setattr(QToolTip, "showText", lambda _place, text, _widget: shown.append(text))
    for place in (QPointF(chart.width() - 60, 150), QPointF(2, 2)):
        none = Qt.MouseButton.NoButton
        event = QMouseEvent(QMouseEvent.Type.MouseMove, place, place, none, none, Qt.KeyboardModifier.NoModifier)
        chart.mouseMoveEvent(event)
    assert shown == ["mrt – 2019: 0, 2018: 100"]


def test_nothing_to_show_is_no_error(chart: BarChart, qapp: QApplication) -> None:
    chart.set_data([], [])
    theme.apply(qapp, "dark", 100)
    assert not chart.grab().isNull()
    assert chart.accessibleDescription() == ""
    QTest.keyClick(chart, Qt.Key.Key_Right)
    assert chart.current == 0


@pytest.mark.parametrize(("width", "step"), [(900, 1), (320, 2), (200, 3)])
def test_months_are_named_by_turns_where_there_is_no_room(qtbot: QtBot, width: int, step: int) -> None:
    months = ["jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"]
    made = BarChart("Ritten per maand")
    qtbot.addWidget(made)
    made.set_data(months, [("2019", [100] * 12)])
    made.resize(width, 200)
    assert made._label_step() == step
    assert not made.grab().isNull()
