"""The manual beside the window: pages, links, a page that isn't there."""

from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from pytestqt.qtbot import QtBot

from mmc_desk.core import paths
from mmc_desk.ui.help import HelpDialog


@pytest.fixture
def manual(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> HelpDialog:
    (tmp_path / "index.md").write_text("# Begin\n\n[Ritten](ritten.md)\n", encoding="utf-8")
    (tmp_path / "ritten.md").write_text("# Ritten\n\nNaar <b>vet</b> & [boven](#ritten).\n", encoding="utf-8")
    monkeypatch.setattr(paths, "manual", lambda page: tmp_path / f"{page}.md")
    dialog = HelpDialog()
    qtbot.addWidget(dialog)
    return dialog


def test_a_page_is_shown_as_text(manual: HelpDialog) -> None:
    manual.open_page("ritten")
    assert manual.page == "ritten"
    assert "# " not in manual.text.toPlainText()
    assert "Ritten" in manual.text.toPlainText()


def test_a_page_that_is_not_there_shows_the_first(manual: HelpDialog) -> None:
    manual.open_page("weg")
    assert manual.page == "index"


def test_links_between_pages_work(manual: HelpDialog, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    manual.open_page("index")
    manual.text.anchorClicked.emit(QUrl("ritten.md"))
    assert manual.page == "ritten"
    manual.text.anchorClicked.emit(QUrl("#ritten"))
    manual.text.anchorClicked.emit(QUrl("https://www.bilzen.be"))
    assert [url.toString() for url in opened] == ["https://www.bilzen.be"]
    assert manual.page == "ritten"


def test_without_a_manual_it_says_so(manual: HelpDialog, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(paths, "manual", lambda page: tmp_path / "weg" / f"{page}.md")
    manual.open_page("ritten")
    assert "werd niet gevonden" in manual.text.toPlainText()
