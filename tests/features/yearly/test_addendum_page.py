"""The page Evaluatie by keys: texts proposed, typed, kept whatever comes between, put back, printed and saved."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mmc_desk.features.yearly.ops.texts import SetText, set_text
from mmc_desk.features.yearly.pages.addendum import AddendumPage
from mmc_desk.features.yearly.queries.texts import written_texts
from mmc_desk.printing import tagged
from mmc_desk.ui import theme
from mmc_desk.ui.messages import MessageRecorder
from mmc_desk.ui.runner import Runner
from tests.accessibility import assert_accessible

Book = Any
"""The RideBook of conftest.py: a test folder is no package to import from."""


@pytest.fixture
def page(sqlite_book: Book, qtbot: QtBot, qapp: QApplication) -> Iterator[AddendumPage]:
    theme.apply(qapp, "light", 100)
    jan = sqlite_book.driver("Peeters|Jan")
    sqlite_book.ride(date(2025, 3, 3), jan, 10)
    sqlite_book.ride(date(2024, 3, 3), jan, 10)
    runner = Runner(sqlite_book.database)
    made = AddendumPage(runner)
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show()
    runner.wait_idle()
    yield made
    runner.close()


def choose(page: AddendumPage, section: str) -> None:
    assert page.sections.select_where(lambda row: row.section == section)


def type_anew(page: AddendumPage, text: str) -> None:
    page.text.selectAll()
    QTest.keyClicks(page.text, text)


def stored(page: AddendumPage, year: int = 2025) -> dict[str, str]:
    page.runner.wait_idle()
    found: list[dict[str, str]] = []
    page.runner.read(
        lambda session: {name: one.text for name, one in written_texts(session, year).items()}, found.append
    )
    page.runner.wait_idle()
    return found[0]


def test_the_figures_propose_a_text_for_each_section_of_last_year(page: AddendumPage) -> None:
    assert page.years.year == 2025
    assert [row.section for row in page.model.rows] == ["summary", "rides", "comparison", "method"]
    choose(page, "rides")
    assert page.text.toPlainText().startswith("In 2025 reed 1 chauffeur 1 rit, evenveel als in 2024.")
    assert page.standing.text() == "voorgesteld door de cijfers"
    assert not page.put_back.isEnabled()
    assert page.proposal.isHidden()
    assert_accessible(page)


def test_what_is_typed_is_kept_when_another_section_year_or_page_comes(page: AddendumPage) -> None:
    QTest.keyClick(page.sections, Qt.Key.Key_Return)
    assert page.text.hasFocus()
    type_anew(page, "Een goed jaar. ")
    assert page.standing.text() == "zelf geschreven"
    assert page.proposal.toPlainText().startswith("In 2025")
    choose(page, "method")
    type_anew(page, "Zo telden wij.")
    page.years.step(-1)
    page.runner.wait_idle()
    assert stored(page) == {"summary": "Een goed jaar.", "method": "Zo telden wij."}
    assert page.text.toPlainText().startswith("Elk cijfer")
    type_anew(page, "Toen ook.")
    page.hide()
    assert stored(page, 2024) == {"method": "Toen ook."}
    page.show()
    page.years.step(1)
    page.runner.wait_idle()
    assert page.text.toPlainText() == "Zo telden wij."


def test_typing_goes_on_while_the_figures_are_read_and_texts_are_stored(page: AddendumPage) -> None:
    type_anew(page, "Een ")
    page.reload()
    QTest.keyClicks(page.text, "goed ")
    page.keeper.keep()
    QTest.keyClicks(page.text, "jaar")
    page.runner.wait_idle()
    assert page.text.toPlainText() == "Een goed jaar"
    page.keeper.keep()
    assert stored(page) == {"summary": "Een goed jaar"}
    assert page.text.textCursor().atEnd()
    page.keeper.keep()
    assert page.runner.is_idle


def test_the_proposal_is_put_back_and_undo_brings_the_text_again(page: AddendumPage) -> None:
    type_anew(page, "Een goed jaar.")
    page.keeper.keep()
    page.runner.wait_idle()
    QTest.keyClick(page.put_back, Qt.Key.Key_Space)
    page.runner.wait_idle()
    assert page.text.toPlainText().startswith("In 2025")
    assert page.standing.text() == "voorgesteld door de cijfers"
    assert stored(page) == {}
    page.runner.undo()
    page.runner.wait_idle()
    assert page.text.toPlainText() == "Een goed jaar."


def test_the_proposal_typed_again_is_no_text_of_ones_own(page: AddendumPage) -> None:
    proposal = page.text.toPlainText()
    type_anew(page, "x")
    page.text.setPlainText(proposal + "\n")
    page.keeper.keep()
    assert stored(page) == {}


def test_a_text_somebody_else_changed_is_not_written_over(page: AddendumPage, recorder: MessageRecorder) -> None:
    page.hide()
    theirs = SetText(2025, "summary", "Van een ander.")
    page.runner.write(lambda session: set_text(session, theirs), "")
    page.runner.wait_idle()
    type_anew(page, "Van mij.")
    page.keeper.keep()
    assert stored(page) == {"summary": "Van een ander."}
    assert "Iemand anders wijzigde deze tekst" in recorder.errors[-1]
    assert page.text.toPlainText() == "Van mij."


def test_paper_and_files_bear_what_was_typed_just_now(
    page: AddendumPage, recorder: MessageRecorder, tmp_path: Path
) -> None:
    type_anew(page, "Een goed jaar.")
    recorder.paths.append(tmp_path / "evaluatie.json")
    QTest.keyClick(page, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    page.runner.wait_idle()
    made = json.loads((tmp_path / "evaluatie.json").read_text(encoding="utf-8"))
    assert made["texts"][0]["text"] == "Een goed jaar."
    assert "Peeters" not in json.dumps(made)
    QTest.keyClick(page.names, Qt.Key.Key_Space)
    recorder.paths.append(tmp_path / "kantoor.json")
    QTest.keyClick(page, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    page.runner.wait_idle()
    assert "Peeters Jan" in (tmp_path / "kantoor.json").read_text(encoding="utf-8")
    recorder.paths.append(tmp_path / "zonder")
    page.on_save()
    page.runner.wait_idle()
    assert (tmp_path / "zonder.pdf").read_bytes().startswith(b"%PDF")
    recorder.paths.append(tmp_path / "archief.pdf")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tagged, "is_installed", lambda: False)
        QTest.keyClick(page, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
        page.runner.wait_idle()
    assert "pip install mmc-desk[archive]" in recorder.errors[-1]
    page.on_print()
    page.runner.wait_idle()
    assert page.preview is not None
    assert list(page.preview.pages.search("Een goed jaar."))
    page.preview.close()


def test_a_year_of_which_nothing_is_known_says_so(page: AddendumPage) -> None:
    page.years.set_year(2000)
    page.runner.wait_idle()
    assert page.stack.currentWidget() is page.empty
    page._on_edited()
    page.years.set_year(2025)
    page.runner.wait_idle()
    assert page.stack.currentWidget() is page.body
