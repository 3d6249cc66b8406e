"""Qt speaks Dutch as an office does, and its locale is Flemish."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QLocale, QTranslator
from PySide6.QtWidgets import QApplication, QDialogButtonBox
from pytestqt.qtbot import QtBot

from mmc_desk.core import i18n
from mmc_desk.ui import i18n as qt_texts


@pytest.fixture
def dutch(qapp: QApplication) -> Iterator[QApplication]:
    before = QLocale()
    qt_texts.install(qapp)
    yield qapp
    for translator in qapp.findChildren(QTranslator):
        qapp.removeTranslator(translator)
        translator.deleteLater()
    QLocale.setDefault(before)


@pytest.mark.parametrize(
    ("context", "source", "expected"),
    [
        ("QPlatformTheme", "Cancel", "Annuleren"),
        ("QPlatformTheme", "Discard", "Niet opslaan"),
        ("QPageSetupWidget", "Landscape", "Liggend"),
        ("QPageSetupWidget", "Portrait", "Staand"),
        ("QPlatformTheme", "Nobody knows this", "Nobody knows this"),
    ],
)
def test_texts_of_qt_are_dutch(dutch: QApplication, context: str, source: str, expected: str) -> None:
    assert QCoreApplication.translate(context, source) == expected


def test_buttons_are_dutch(dutch: QApplication, qtbot: QtBot) -> None:
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Discard | QDialogButtonBox.StandardButton.Cancel)
    qtbot.addWidget(box)
    assert {button.text().replace("&", "") for button in box.buttons()} == {"Niet opslaan", "Annuleren"}


def test_numbers_and_dates_are_flemish(dutch: QApplication) -> None:
    assert QLocale().name() == "nl_BE"
    assert QLocale().toString(101658) == "101.658"


def test_english_leaves_qt_as_it_is(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n, "_language", "en")
    qt_texts.install(qapp)
    assert QCoreApplication.translate("QPlatformTheme", "Discard") == "Discard"
    for translator in qapp.findChildren(QTranslator):
        qapp.removeTranslator(translator)
        translator.deleteLater()
