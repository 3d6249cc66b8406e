"""Keys of one widget."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListWidget, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from mmc_desk.ui.keys import on_key


def test_a_key_works_in_its_widget_alone(qtbot: QtBot) -> None:
    window = QWidget()
    layout = QVBoxLayout(window)
    button, table = QPushButton("Opslaan"), QListWidget()
    layout.addWidget(button)
    layout.addWidget(table)
    done: list[str] = []
    on_key(table, "Del", lambda: done.append("Del"))
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Delete)
    assert done == []
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Delete)
    assert done == ["Del"]
