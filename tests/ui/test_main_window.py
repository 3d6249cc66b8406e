"""The window by keys: pages, search, help, undo, scale, theme, what it remembers."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from mmc_desk.core import places
from mmc_desk.core import settings as core_settings
from mmc_desk.core.model import ClosureDay, DeskSetting
from mmc_desk.core.settings import Settings
from mmc_desk.ui import messages, theme
from mmc_desk.ui.main_window import MainWindow
from mmc_desk.ui.messages import MessageRecorder
from mmc_desk.ui.preferences import PreferencesDialog
from mmc_desk.ui.runner import Runner
from mmc_desk.ui.search import SearchDialog
from tests.accessibility import assert_accessible
from tests.ui.sample_pages import FEATURES, DaysPage, EmptyPage

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def window(runner: Runner, qtbot: QtBot) -> Iterator[MainWindow]:
    made = open_window(runner, qtbot)
    yield made
    made.close()


def open_window(runner: Runner, qtbot: QtBot) -> MainWindow:
    made = MainWindow(runner, FEATURES, Settings(theme="light"))
    qtbot.addWidget(made)
    made.start()
    made.show()
    made.activateWindow()
    runner.wait_idle()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def add_day(session: Session) -> None:
    session.add(ClosureDay(day=date(2026, 5, 15), reason="Brugdag na Hemelvaart"))


def make_practice(session: Session) -> None:
    session.add(DeskSetting(name="practice", value="OEFENDATA", valid_from=date(2020, 1, 1)))


def days_page(window: MainWindow) -> DaysPage:
    page = window.page
    assert isinstance(page, DaysPage)
    return page


def test_sections_stand_in_order_and_pages_are_made_when_shown(window: MainWindow) -> None:
    assert [spec.title for spec in window.section_specs] == ["Vandaag", "Ritten", "Leden"]
    assert [sorted(section.made) for section in window.sections] == [["days"], [], []]
    assert window.page_names() == ["days", "chart", "rides", "empty"]
    assert window.header.title.text() == "Vandaag"


def test_control_and_a_number_open_a_section(window: MainWindow) -> None:
    QTest.keyClick(window, Qt.Key.Key_3, CONTROL)
    assert isinstance(window.page, EmptyPage)
    assert window.side_bar.list.currentRow() == 2
    assert window.header.title.text() == "Leden"


def test_arrows_in_the_sidebar_open_sections(window: MainWindow) -> None:
    window.side_bar.list.setFocus()
    QTest.keyClick(window.side_bar.list, Qt.Key.Key_Down)
    assert window.section.spec.title == "Ritten"


def test_tabs_turn_by_keys_and_round(window: MainWindow) -> None:
    names = []
    for key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
        QTest.keyClick(window, key, CONTROL)
        names.append(window.section.current.name)
    assert names == ["chart", "days", "chart"]


def test_new_print_and_find_go_to_the_page(window: MainWindow) -> None:
    page = days_page(window)
    QTest.keyClick(window, Qt.Key.Key_N, CONTROL)
    QTest.keyClick(window, Qt.Key.Key_P, CONTROL)
    QTest.keyClick(window, Qt.Key.Key_F, CONTROL)
    assert page.asked == ["new", "print"]
    assert page.filter.hasFocus()
    window.open_page("chart")
    assert not window.menus.actions["print"].isEnabled()


def test_a_page_may_ask_for_another_with_a_record_or_a_day(window: MainWindow) -> None:
    window.open_page("empty")
    page = window.page
    assert isinstance(page, EmptyPage)
    QTest.mouseClick(page.button, Qt.MouseButton.LeftButton)
    assert days_page(window).asked == [7]
    window.open_page("days", date(2026, 5, 1))
    assert days_page(window).asked == [7, date(2026, 5, 1)]


def test_a_write_is_told_in_the_status_bar_and_taken_back_by_keys(window: MainWindow, runner: Runner) -> None:
    runner.write(add_day, "Sluitingsdag toegevoegd")
    runner.wait_idle()
    assert window.saved.text() == "Bewaard om 10:00"
    assert window.menus.actions["undo"].text() == "Ongedaan maken: Sluitingsdag toegevoegd"
    assert len(days_page(window).model.rows) == 1
    QTest.keyClick(window, Qt.Key.Key_Z, CONTROL)
    runner.wait_idle()
    assert len(days_page(window).model.rows) == 0
    assert window.menus.actions["redo"].text() == "Opnieuw: Sluitingsdag toegevoegd"
    assert not window.menus.actions["undo"].isEnabled()
    QTest.keyClick(window, Qt.Key.Key_Z, CONTROL | SHIFT)
    runner.wait_idle()
    assert len(days_page(window).model.rows) == 1


def test_work_under_way_shows(window: MainWindow, runner: Runner) -> None:
    runner.read(lambda _session: None, lambda _: None)
    assert not window.working.isHidden()
    runner.wait_idle()
    assert window.working.isHidden()


def test_a_server_that_does_not_answer_is_said_on_every_page(window: MainWindow) -> None:
    for is_reached in (False, True):
        window.show_reached(is_reached)
        assert window.unreached.isVisible() is not is_reached


def test_practice_data_is_said_on_every_page(window: MainWindow, runner: Runner, qtbot: QtBot) -> None:
    assert window.practice.isHidden()
    runner.write(make_practice, "Oefendata")
    runner.wait_idle()
    assert window.practice.isVisible()
    assert "OEFENDATA" in window.practice.text()
    window.rescale(10)
    qtbot.waitUntil(window.practice.isVisible)


def search(window: MainWindow) -> SearchDialog:
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)
    QTest.keyClick(window, Qt.Key.Key_K, CONTROL)
    window.runner.wait_idle()
    dialogs = [dialog for dialog in window.findChildren(SearchDialog) if dialog.isVisible()]
    return dialogs[-1]


def test_search_finds_records_and_opens_them(window: MainWindow, runner: Runner) -> None:
    runner.write(add_day, "Sluitingsdag toegevoegd")
    window.open_page("empty")
    dialog = search(window)
    QTest.keyClicks(dialog.line, "HEMEL brug")
    assert_accessible(dialog)
    QTest.keyClick(dialog.line, Qt.Key.Key_Return)
    assert days_page(window).asked == [1]


def test_search_finds_pages_and_says_when_it_finds_nothing(window: MainWindow) -> None:
    dialog = search(window)
    QTest.keyClicks(dialog.line, "qqq")
    assert dialog.note.text().startswith("Niets gevonden")
    QTest.keyClick(dialog.line, Qt.Key.Key_Return)
    assert dialog.isVisible()
    dialog.line.clear()
    QTest.keyClicks(dialog.line, "grafiek")
    QTest.keyClick(dialog.line, Qt.Key.Key_Return)
    assert window.section.current.name == "chart"


def test_search_steers_by_arrows_and_reads_again_only_after_a_change(window: MainWindow, runner: Runner) -> None:
    first = search(window)
    QTest.keyClick(first.line, Qt.Key.Key_Down)
    assert first.list.currentIndex().row() == 1
    QTest.keyClick(first.line, Qt.Key.Key_Escape)
    assert not window._search_is_stale
    search(window).reject()
    runner.write(add_day, "Sluitingsdag toegevoegd")
    runner.wait_idle()
    assert window._search_is_stale


def test_f1_shows_the_manual_of_the_page(window: MainWindow) -> None:
    QTest.keyClick(window, Qt.Key.Key_F1)
    help_dialog = window.help
    assert help_dialog is not None
    assert help_dialog.isVisible()
    assert help_dialog.page == "index"
    window.open_page("chart")
    QTest.keyClick(window, Qt.Key.Key_F1)
    assert help_dialog.page == "index"


@pytest.mark.parametrize(("key", "scale"), [(Qt.Key.Key_Plus, 110), (Qt.Key.Key_Minus, 90), (Qt.Key.Key_0, 100)])
def test_the_text_grows_and_shrinks_by_keys(window: MainWindow, key: Qt.Key, scale: int) -> None:
    days_page(window).filter.setText("brug")
    QTest.keyClick(window, key, CONTROL)
    assert theme.scale() == scale
    assert core_settings.load().scale == (scale if scale != 100 else 100)
    assert days_page(window).filter.text() == "brug"


def test_the_text_stays_within_its_limits(window: MainWindow) -> None:
    window.choose(scale=190)
    window.rescale(10)
    window.rescale(10)
    assert theme.scale() == 200
    window.choose(scale=85)
    window.rescale(-10)
    assert theme.scale() == 80


@pytest.mark.parametrize("mode", ["light", "dark", "system"])
def test_the_menu_chooses_the_colours(window: MainWindow, mode: str) -> None:
    window.menus.actions[mode].trigger()
    assert core_settings.load().theme in {mode, "system"}
    assert window.settings.theme == mode


def test_settings_are_asked_and_kept(window: MainWindow, qtbot: QtBot) -> None:
    window.open_settings()
    dialog = window.findChild(PreferencesDialog)
    assert isinstance(dialog, PreferencesDialog)
    assert_accessible(dialog)
    dialog.theme.setCurrentIndex(2)
    dialog.scale.setFocus()
    QTest.keyClick(dialog.scale, Qt.Key.Key_Down)
    QTest.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
    assert core_settings.load() == Settings(theme="dark", scale=110)
    assert theme.is_dark()


def test_settings_that_cannot_be_kept_are_told_and_used(
    window: MainWindow, recorder: MessageRecorder, own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = own_home.with_suffix(".bestand")
    blocked.write_text("geen map", encoding="utf-8")
    monkeypatch.setenv("MMC_DESK_HOME", str(blocked))
    window.choose(theme="dark")
    assert "kunnen niet bewaard worden" in recorder.errors[0]
    assert theme.is_dark()
    monkeypatch.setenv("MMC_DESK_HOME", str(own_home))


def test_about_says_where_the_data_lies(window: MainWindow, recorder: MessageRecorder) -> None:
    window.menus.actions["about"].trigger()
    assert str(window.runner.database.path) in recorder.infos[0]


def test_everything_has_a_name_in_every_page(window: MainWindow) -> None:
    for name in window.page_names():
        window.open_page(name)
        assert_accessible(window)


def test_a_toast_offers_undo_and_takes_no_focus(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(messages, "recorder", None)
    done: list[str] = []
    days_page(window).filter.setFocus()
    qtbot.waitUntil(days_page(window).filter.hasFocus)
    messages.toast(days_page(window), "Rit verwijderd", lambda: done.append("terug"))
    toast = window.toast
    assert toast.isVisible()
    assert window.side_bar.width() < toast.x() < days_page(window).mapTo(window, QPoint()).x() + theme.px(16)
    assert days_page(window).filter.hasFocus()
    window.resize(window.width() + 50, window.height())
    QTest.mouseClick(toast.button, Qt.MouseButton.LeftButton)
    assert done == ["terug"]
    assert not toast.isVisible()
    messages.toast(window, "Bewaard")
    assert not toast.button.isVisible()


def test_the_window_comes_back_as_it_was_left(runner: Runner, qtbot: QtBot) -> None:
    first = open_window(runner, qtbot)
    first.resize(780, 620)
    days_page(first).filter.setText("kerst")
    first.open_page("empty")
    first.close()
    second = open_window(runner, qtbot)
    assert second.section.current.name == "empty"
    assert (second.width(), second.height()) == (780, 620)
    second.open_page("days")
    assert days_page(second).filter.text() == "kerst"


def test_a_window_that_does_not_remember_leaves_no_trace(runner: Runner, qtbot: QtBot, own_home: Path) -> None:
    window = MainWindow(runner, FEATURES, Settings(), remembers=False)
    qtbot.addWidget(window)
    window.start()
    window.show()
    window.close()
    assert not (own_home / "window.ini").exists()


def test_a_broken_state_file_is_no_error(runner: Runner, qtbot: QtBot, own_home: Path) -> None:
    own_home.mkdir()
    (own_home / "window.ini").write_text('[pages]\ndays="{kapot"\nempty="[1]"\n', encoding="utf-8")
    window = open_window(runner, qtbot)
    window.open_page("empty")
    assert days_page_filter(window) == ""


def days_page_filter(window: MainWindow) -> str:
    window.open_page("days")
    return days_page(window).filter.text()


def test_a_second_start_brings_the_window_forward(window: MainWindow) -> None:
    window.showMinimized()
    window.come_forward()
    assert not window.isMinimized()


def test_a_page_larger_than_the_screen_scrolls_instead_of_pushing_the_window(window: MainWindow) -> None:
    days_page(window).setMinimumSize(3000, 2000)
    window.resize(790, 600)
    QApplication.processEvents()
    assert (window.width(), window.height()) == (790, 600)
    assert days_page(window).width() >= 3000


def test_text_at_twice_its_size_fits_the_window(window: MainWindow, runner: Runner) -> None:
    runner.write(make_practice, "")
    runner.wait_idle()
    window.choose(scale=200)
    window.resize(1366, 768)
    QApplication.processEvents()
    assert window.practice.isVisible()
    assert window.width() == 1366
    assert window.header.search.isVisible()
    assert window.side_bar.list.sizeHintForColumn(0) <= window.side_bar.width()


def test_a_database_on_a_share_is_told_above_every_page(
    runner: Runner, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "is_on_network", lambda _path: True)
    told = open_window(runner, qtbot)
    assert "netwerkschijf" in told.on_share.text()
    assert told.on_share.isVisibleTo(told)
