"""Chips that don't fit become a box to choose from; which one is down stays the same."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTabBar
from pytestqt.qtbot import QtBot

from mmc_desk.ui.chips import ChipRow


def test_a_narrow_row_is_a_box_with_the_same_chip(qtbot: QtBot) -> None:
    tabs = QTabBar()
    tabs.setAccessibleName("Welke rijen")
    row = ChipRow(tabs)
    qtbot.addWidget(row)
    for name in ("Actief", "Alle", "Niet betaald"):
        tabs.addTab(name)
    row.resize(900, 40)
    row.show()
    row.activateWindow()
    qtbot.waitUntil(lambda: tabs.isVisible() and not row.box.isVisible())
    tabs.setFocus()
    qtbot.waitUntil(tabs.hasFocus)
    tabs.setCurrentIndex(1)
    row.resize(120, 40)
    qtbot.waitUntil(row.box.isVisible)
    assert not tabs.isVisible()
    assert (row.box.currentText(), row.box.accessibleName()) == ("Alle", "Welke rijen")
    qtbot.waitUntil(row.box.hasFocus)
    row.set_texts(("Actief", "Alle", "Niet betaald  9"))
    assert (row.box.itemText(2), row.box.currentText()) == ("Niet betaald  9", "Alle")
    QTest.keyClick(row.box, Qt.Key.Key_Down)
    assert tabs.currentIndex() == 2
    row.resize(900, 40)
    qtbot.waitUntil(tabs.isVisible)
    qtbot.waitUntil(tabs.hasFocus)
