"""Accounts by keys, signing in, the lock that keeps the draft, and what a role sees of the window."""

import functools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from mmc_desk import app
from mmc_desk.core.access import Access, Role, Who
from mmc_desk.core.changes import Changes
from mmc_desk.core.db import Database
from mmc_desk.core.errors import RuleError
from mmc_desk.core.settings import Settings
from mmc_desk.features import role_table
from mmc_desk.features.meals.pages.participant_dialogs import ParticipantDialog
from mmc_desk.features.meals.pages.restaurant_dialogs import RestaurantDialog
from mmc_desk.features.meals.pages.volunteer_dialogs import VolunteerDialog
from mmc_desk.features.people.pages.driver_dialog import DriverDialog
from mmc_desk.features.people.pages.member_dialog import MemberDialog
from mmc_desk.features.rides.pages.request_dialog import RequestDialog
from mmc_desk.features.rides.pages.series_dialog import SeriesDialog
from mmc_desk.features.trust.ops import accounts as ops
from mmc_desk.features.trust.pages.accounts import AccountDialog, AccountsPage, PasswordDialog
from mmc_desk.ui.form import FormDialog
from mmc_desk.ui.messages import MessageRecorder
from mmc_desk.ui.runner import Runner
from mmc_desk.ui.sign_in import Lock, SignInDialog

PASSWORD = "een zin om te onthouden"  # noqa: S105 - a test's


@pytest.fixture(autouse=True)
def cheap_hash(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(ops, "_hasher", lambda: PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    ops._nobody.cache_clear()
    yield
    ops._nobody.cache_clear()


def add(database: Database, name: str, role: Role) -> None:
    command = ops.AddAccount(name, "", PASSWORD, frozenset({role}))
    database.write(functools.partial(ops.add_account, command=command))


def focus(page: AccountsPage, qtbot: QtBot) -> None:
    page.activateWindow()
    page.table.setFocus()
    qtbot.waitUntil(page.table.hasFocus)


def test_accounts_by_keys(runner: Runner, qtbot: QtBot, recorder: MessageRecorder, tmp_path: Path) -> None:
    recorder.paths.append(None)
    page = AccountsPage(runner)
    qtbot.addWidget(page)
    page.show()
    runner.wait_idle()
    assert "Zonder aanmelden" in page.said.text()
    for act in (page.on_edit, page.on_password, page.on_switch):
        act()
    assert not any(button.isEnabled() for button in (*page.row_buttons, page.code_button))
    page.on_code()
    page.on_new()
    first = page.findChild(AccountDialog)
    assert first is not None
    first.name.set_value("els")
    first.password.setText(PASSWORD)
    first.save_button.click()
    runner.wait_idle()
    assert "volgende start" in page.said.text()
    assert all(button.isEnabled() for button in (*page.row_buttons, page.code_button))
    paper = tmp_path / "code.pdf"
    recorder.paths.append(paper)
    focus(page, qtbot)
    QTest.keyClick(page.table, Qt.Key.Key_F8)
    runner.wait_idle()
    assert paper.stat().st_size > 1000
    assert str(paper) in recorder.infos[0]
    assert [row.roles for row in page.model.rows] == [frozenset({Role.ADMIN, Role.MANAGER})]
    add(runner.database, "jan", Role.DESK)
    page.reload()
    runner.wait_idle()
    page.table.select_where(lambda row: row.name == "jan")
    focus(page, qtbot)
    for _ in range(2):
        QTest.keyClick(page.table, Qt.Key.Key_Delete)
        runner.wait_idle()
    QTest.keyClick(page.table, Qt.Key.Key_F4)
    second = page.findChild(PasswordDialog)
    assert second is not None
    second.password.setText("een andere zin")
    second.save_button.click()
    runner.wait_idle()
    focus(page, qtbot)
    QTest.keyClick(page.table, Qt.Key.Key_F2)
    changed = page.findChildren(AccountDialog)[-1]
    changed.roles[Role.COORDINATOR].set_value(True)
    changed.save_button.click()
    runner.wait_idle()
    assert page.model.rows[1].roles == {Role.DESK, Role.COORDINATOR}
    assert page.model.rows[1].is_active


def test_signing_in_says_why_not_and_lets_in(
    sqlite_database: Database, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert app.let_in(sqlite_database)
    add(sqlite_database, "els", Role.ADMIN)

    def sign_in(dialog: SignInDialog) -> int:
        qtbot.addWidget(dialog)
        dialog.show()
        dialog.name.setText("els")
        for password in ("fout", PASSWORD):
            dialog.password.setText(password)
            QTest.keyClick(dialog.password, Qt.Key.Key_Return)
            assert dialog.refusal.text() or password == PASSWORD
        return dialog.result()

    monkeypatch.setattr(SignInDialog, "exec", sign_in)
    assert app.let_in(sqlite_database)
    assert sqlite_database.access is not None
    shown = [page.name for feature in app.features_of(sqlite_database) for page in feature.pages]
    assert shown == ["backups", "trace", "accounts"]
    behind = [feature.name for feature in app.features_of(sqlite_database) if feature.search or feature.background]
    assert behind == ["backups"]


def test_the_desk_sees_its_pages_and_not_the_accounts(sqlite_database: Database) -> None:
    sqlite_database.access = Access(Who(1, "jan", frozenset({Role.DESK})), role_table())
    shown = [page.name for feature in app.features_of(sqlite_database) for page in feature.pages]
    assert "today" in shown
    assert not {"trace", "accounts"} & set(shown)
    assert any(feature.search for feature in app.features_of(sqlite_database))


def test_the_lock_covers_everything_and_keeps_what_is_typed(qtbot: QtBot) -> None:
    given: list[tuple[str, str]] = []

    def enter(name: str, password: str) -> None:
        given.append((name, password))
        if password != PASSWORD:
            raise RuleError("fout")

    window, draft = QWidget(), QLineEdit("half getypt")
    QVBoxLayout(window).addWidget(draft)
    qtbot.addWidget(window)
    window.show()
    lock = Lock(window, "els", enter, after_ms=50)
    qtbot.waitUntil(lambda: lock.dialog is not None, timeout=3_000)
    dialog = lock.dialog
    assert dialog is not None
    lock.lock()
    assert lock.dialog is dialog
    assert [cover.geometry() for cover in lock._covers if cover.parent() is window] == [window.rect()]
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.close()
    assert dialog.isVisible()
    for password in ("fout", PASSWORD):
        dialog.password.setText(password)
        QTest.keyClick(dialog.password, Qt.Key.Key_Return)
    assert given == [("els", "fout"), ("els", PASSWORD)]
    assert dialog.result() == QDialog.DialogCode.Accepted
    assert lock.dialog is None
    assert draft.text() == "half getypt"
    QTest.keyClick(draft, Qt.Key.Key_A)
    lock._timer.stop()


def test_what_opens_grows_or_rises_under_the_lock_stays_covered(qtbot: QtBot) -> None:
    """A paper that was being made, a window that is made larger, a toast: nobody sees or works them."""
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    saving = QDialog(window)
    saving.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    saving.open()
    lock = Lock(window, "els", lambda _name, _password: None)
    lock.lock()
    dialog = lock.dialog
    assert dialog is not None
    assert dialog.windowModality() is Qt.WindowModality.ApplicationModal
    window.resize(900, 700)
    paper, toast = QDialog(window), QLabel("Jans Rosa", window)
    qtbot.addWidget(paper)
    paper.open()
    paper.resize(640, 480)
    toast.show()
    toast.raise_()
    covers = {cover.parent(): cover for cover in lock._covers}
    assert covers[window].geometry() == window.rect()
    assert covers[paper].geometry() == paper.rect()
    assert not paper.isEnabled()
    over = [child for child in window.children() if isinstance(child, QWidget) and not child.isWindow()]
    assert over[-1] is covers[window]
    saving.accept()  # the server answered: it goes, and its cover with it
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    dialog.try_password()
    assert lock.dialog is None
    assert paper.isEnabled()
    lock._timer.stop()


def test_nobody_is_locked_out_without_accounts(runner: Runner, qtbot: QtBot) -> None:
    window = app.make_window(runner, Settings(), (), remembers=False)
    qtbot.addWidget(window)
    app.lock_when_left(window)
    assert window.findChild(Lock) is None
    runner.database.access = Access(Who(1, "jan", frozenset({Role.DESK})), role_table())
    app.lock_when_left(window)
    lock = window.findChild(Lock)
    assert lock is not None
    runner.hear(Changes(extra_topics=frozenset({"account"})))  # another desk switched jan's account off
    runner.wait_idle()
    assert lock.dialog is not None
    lock.dialog.accept()
    lock._timer.stop()


FORMS: dict[str, Callable[[Runner], FormDialog]] = {
    "member": lambda runner: MemberDialog(runner, None, lambda _key: None),
    "driver": lambda runner: DriverDialog(runner, None, lambda _key: None),
    "participant": lambda runner: ParticipantDialog(runner, None, lambda _key: None),
    "volunteer": lambda runner: VolunteerDialog(runner, None, lambda _key: None),
    "restaurant": lambda runner: RestaurantDialog(runner, None, lambda _key: None, None),
    "ride": RequestDialog,
    "standing ride": SeriesDialog,
}


@pytest.mark.parametrize("kind", FORMS)
def test_the_draft_of_every_form_outlives_the_lock(runner: Runner, qtbot: QtBot, kind: str) -> None:
    dialog = FORMS[kind](runner)
    qtbot.addWidget(dialog)
    dialog.show()
    runner.wait_idle()
    for row in dialog.form.rows:
        if isinstance(row.field, QLineEdit | QPlainTextEdit):
            QTest.keyClick(row.field, Qt.Key.Key_Q)
    typed = [row.held for row in dialog.form.rows]
    texts = [held.text for held in typed]
    assert "q" in texts[0]
    lock = Lock(dialog, "els", lambda _name, _password: None)
    lock._timer.timeout.emit()
    assert lock.dialog is not None
    assert lock._covers
    lock.dialog.try_password()
    assert lock.dialog is None
    assert dialog.isVisible()
    assert [row.held for row in dialog.form.rows] == typed
    assert [row.held.text for row in dialog.form.rows] == texts
    lock._timer.stop()
