"""Month end in the words of domain.md §9: missing sheets → totals → freeze → print and sign → CSV / payment file."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import update
from sqlalchemy.orm import Session

from mmc_desk.core.db import Database
from mmc_desk.features.mileage.checks import CHECKS
from mmc_desk.features.mileage.ops.following import keep_frozen
from mmc_desk.features.mileage.pages.settlement import SettlementPage
from mmc_desk.features.people.model import Driver
from mmc_desk.features.rides.pages.result_dialog import ResultDialog
from mmc_desk.features.rides.queries.board import one_ride
from mmc_desk.ui import theme
from mmc_desk.ui.messages import MessageRecorder
from mmc_desk.ui.runner import Runner
from tests.features.mileage.conftest import IBAN
from tests.features.rides.conftest import RideDesk, fill

OCTOBER = date(2026, 10, 7)
CTRL = Qt.KeyboardModifier.ControlModifier


class Desk:
    """Whoever sits at the desk: presses keys in whatever has the focus, and counts them."""

    def __init__(self, page: SettlementPage) -> None:
        self.page, self.keys = page, 0

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self._focus(), key, modifier)
        self.keys += 1
        self.page.runner.wait_idle()

    def type(self, text: str) -> None:
        QTest.keyClicks(self._focus(), text)
        self.keys += len(text)
        self.page.runner.wait_idle()

    def _focus(self) -> QWidget:
        QApplication.processEvents()
        return QApplication.focusWidget() or self.page.table


@pytest.fixture
def town(sqlite_database: Database) -> RideDesk:
    """Pierre drove twice in October; the sheet of a third ride is missing."""
    town = fill(sqlite_database)
    sqlite_database.followers = (keep_frozen,)

    def give_iban(session: Session) -> None:
        session.execute(update(Driver).where(Driver.id == town.pierre).values(iban=IBAN))

    sqlite_database.write(give_iban)
    town.driven(30_000, ride_date=OCTOBER)
    town.driven(20_000, ride_date=date(2026, 10, 14))
    town.assigned(ride_date=date(2026, 10, 21))
    return town


@pytest.fixture
def desk(town: RideDesk, qtbot: QtBot, qapp: QApplication) -> Iterator[Desk]:
    theme.apply(qapp, "light", 100)
    runner = Runner(town.database)
    page = SettlementPage(runner)
    qtbot.addWidget(page)
    page.resize(1240, 700)
    with qtbot.waitExposed(page):
        page.show()
    page.activateWindow()
    runner.wait_idle()
    page.table.setFocus()
    yield Desk(page)
    runner.close()


def test_from_a_missing_sheet_to_the_payment_file(
    desk: Desk, town: RideDesk, qtbot: QtBot, recorder: MessageRecorder, tmp_path: Path
) -> None:
    page, runner = desk.page, desk.page.runner
    desk.press(Qt.Key.Key_A)
    assert page.refusal.isVisible()
    missing = page.model.rows[0].missing
    assert missing[0] in page.refusal.text.text()

    ride = runner.database.read(lambda session: one_ride(session, 3))
    sheet = ResultDialog(ride, page)
    qtbot.addWidget(sheet)
    sheet.save_with(runner, sheet.make_op, "Rit uitgevoerd")
    sheet.open()
    QTest.keyClicks(sheet.metres, "25")
    QTest.keyClick(sheet.metres, Qt.Key.Key_Return, CTRL)
    runner.wait_idle()

    page.activateWindow()
    page.table.setFocus()
    desk.press(Qt.Key.Key_A)
    assert not page.refusal.isVisible()
    assert page.model.rows[0].totals.metres == 75_000
    page.on_print()
    runner.wait_idle()
    assert page.preview is not None
    assert page.preview.windowTitle() == "Afrekening oktober 2026"
    page.preview.close()
    page.activateWindow()
    page.table.setFocus()
    desk.press(Qt.Key.Key_G)

    recorder.paths.append(tmp_path / "october.csv")
    page.save()
    runner.wait_idle()
    assert "Reynders Pierre" in (tmp_path / "october.csv").read_text(encoding="utf-8-sig")

    desk.press(Qt.Key.Key_F)
    dialog: Any = page.deeds.dialog
    QTest.keyClick(dialog.account_button, Qt.Key.Key_Space)
    QTest.keyClicks(dialog.payer_dialog.name, "LDC De Wijzer")
    QTest.keyClicks(dialog.payer_dialog.iban, "BE71096123456769")
    QTest.keyClick(dialog.payer_dialog.iban, Qt.Key.Key_Return, CTRL)
    runner.wait_idle()
    recorder.paths.append(tmp_path / "october.xml")
    QTest.keyClick(dialog.make_button, Qt.Key.Key_Space)
    runner.wait_idle()
    assert "<Nm>Reynders Pierre</Nm>" in (tmp_path / "october.xml").read_text(encoding="utf-8")
    QTest.keyClick(dialog.paid_button, Qt.Key.Key_Space)
    runner.wait_idle()
    assert page.model.rows[0].state.value == "paid"
    # A month on, with one driver: four keys on the page itself.
    assert desk.keys == 4
    assert [breach for check in CHECKS for breach in town.read(check.find)] == []
