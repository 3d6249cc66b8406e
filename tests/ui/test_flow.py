"""The layout that breaks lines: what stands where, how high it gets."""

import pytest
from PySide6.QtWidgets import QLayout, QWidget
from pytestqt.qtbot import QtBot

from mmc_desk.ui.flow import FlowLayout


@pytest.fixture
def holder(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def parts(holder: QWidget) -> list[QWidget]:
    return [QWidget() for _ in range(3)]


@pytest.fixture
def flow(holder: QWidget, parts: list[QWidget]) -> QLayout:
    made = FlowLayout(10, holder)
    for part in parts:
        part.setFixedSize(100, 20)
        made.addWidget(part)
    holder.show()
    return made


@pytest.mark.parametrize(
    ("width", "places", "height"),
    [
        (320, [(0, 0), (110, 0), (220, 0)], 20),
        (319, [(0, 0), (110, 0), (0, 30)], 50),
        (120, [(0, 0), (0, 30), (0, 60)], 80),
    ],
)
def test_what_does_not_fit_goes_to_the_next_line(
    holder: QWidget, parts: list[QWidget], flow: QLayout, width: int, places: list[tuple[int, int]], height: int
) -> None:
    holder.resize(width, 200)
    assert [(part.x(), part.y()) for part in parts] == places
    assert flow.heightForWidth(width) == height


def test_it_asks_for_one_line_and_can_do_with_its_widest(flow: QLayout) -> None:
    assert (flow.sizeHint().width(), flow.sizeHint().height()) == (320, 20)
    assert (flow.minimumSize().width(), flow.minimumSize().height()) == (100, 20)


def test_items_are_taken_out(flow: QLayout, parts: list[QWidget]) -> None:
    for part in parts:
        flow.removeWidget(part)
    assert flow.count() == 0
    assert flow.itemAt(0) is None
    assert flow.heightForWidth(100) == 0


def test_the_last_one_stands_at_the_end_when_asked(holder: QWidget, parts: list[QWidget]) -> None:
    flow = FlowLayout(10, holder, spread=True)
    for part in parts[:2]:
        part.setFixedSize(100, 20)
        flow.addWidget(part)
    holder.show()
    holder.resize(300, 100)
    assert [part.x() for part in parts[:2]] == [0, 200]
