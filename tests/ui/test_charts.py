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


def test_bars_that_open_are_asked_for_by_keys_and_by_a_click(chart: BarChart, qtbot: QtBot) -> None:
    QTest.keyClick(chart, Qt.Key.Key_Down)
    QTest.keyClick(chart, Qt.Key.Key_Return)
    assert chart.current_series == 0
    chart.opens = True
    asked: list[tuple[int, int]] = []
    chart.bar_asked.connect(lambda place, series: asked.append((place, series)))
    chart.setFocus()
    QTest.keyClick(chart, Qt.Key.Key_Right)
    QTest.keyClick(chart, Qt.Key.Key_Down)
    assert chart.accessibleDescription() == "feb – 2019: 50, 2018: 25 – 2018"
    QTest.keyClick(chart, Qt.Key.Key_Return)
    chart.grab()
    for at in (chart._between((2, 4), (0.2, 0.4)).center(), QPointF(2, 2)):
        QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=at.toPoint())
    room = chart._room()
    last = chart._between((2.6 * room, 2.8 * room), (0.4, 0.6)).center()
    QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=last.toPoint())
    QTest.mouseClick(chart, Qt.MouseButton.RightButton, pos=last.toPoint())
    assert asked == [(1, 1), (0, 0), (2, 1)]


def test_lying_bars_have_their_names_before_them(chart: BarChart) -> None:
    chart.lies = True
    chart.set_title("Ritten per dorp")
    chart.set_data(["Munsterbilzen", "Hees"], [("2019", [80, 20])])
    chart.setFocus()
    chart.grab()
    long, short = (
        chart._between(chart._bars_of(place), (0, chart._share(value))) for place, value in ((0, 80), (1, 20))
    )
    assert long.width() == pytest.approx(4 * short.width())
    assert long.top() < short.top()
    assert chart._bar_at(QPointF(long.left() + 5, short.center().y() + chart._room() / 2 - 2)) == (1, 0)
    assert chart.accessibleName() == "Ritten per dorp"


def test_values_below_nought_hang_under_the_axis(chart: BarChart) -> None:
    chart.set_data(["2019", "2020"], [("Leden meer of minder", [24, -39])])
    chart.grab()
    assert chart._share(-39) < chart._share(0) < chart._share(24)
    chart.set_data(["2020"], [("Leden meer of minder", [-39])])
    assert chart._share(0) == 1
