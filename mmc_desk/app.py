"""The composition root of the window: settings, database, runner, main window, in that order."""

import functools
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from mmc_desk.core import i18n, occupant
from mmc_desk.core import settings as core_settings
from mmc_desk.core.access import RoleSet
from mmc_desk.core.changes import Changes
from mmc_desk.core.db import Database
from mmc_desk.core.feature import Feature, load
from mmc_desk.core.settings import Settings
from mmc_desk.features import follow, load_features, load_models
from mmc_desk.features.trust.queries.erased import ERASED
from mmc_desk.features.trust.queries.has_accounts import HAS_ACCOUNTS
from mmc_desk.features.trust.rules import erased
from mmc_desk.ui import crash, theme
from mmc_desk.ui import i18n as qt_texts
from mmc_desk.ui.main_window import MainWindow
from mmc_desk.ui.opening import off_screen, open_or_ask
from mmc_desk.ui.runner import Runner
from mmc_desk.ui.single import OneInstance
from mmc_desk.ui.status import StatusPart

_LONGEST_PAUSE_MS = 400
"""Pages ask for what is beside a list only after a pause this long at most."""

_WARM_UP_AFTER_MS = 300
"""The database's library is loaded once the first page stands there."""

_BACKGROUND_AFTER_MS = 1500
"""What works behind the window waits until the first page is there."""

_ENTER, _UNLOCK = (f"mmc_desk.features.trust.commands.accounts:{name}" for name in ("enter", "unlock"))
_OWN_ROLES = "mmc_desk.features.trust.queries.own_roles:own_roles"
_ERASE_AGAIN = "mmc_desk.features.trust.commands.erasing:erase_again"
_KEPT = "mmc_desk.features.rides.pages.kept_rosters:offer"
_TAKE_IN, _TAKE_IN_KEPT = "mmc_desk.core.beside:take_in", "mmc_desk.core.kept:take_in"
_PRACTICE = "mmc_desk.cli.demo:make_practice"
_LOCK = "mmc_desk.features.backups.commands:lock_new"


def run(target: str | None = None, settings: Settings | None = None) -> int:
    """Open the window on a database (path or URL, the chosen one without) and stay until it closes; the exit code."""
    chosen = settings or core_settings.load()
    app = application(chosen)
    hook = crash.CrashHook()
    hook.install()
    wanted = target or core_settings.database(chosen)
    instance = OneInstance(wanted)
    if not instance.take():
        return 0
    opened = open_or_ask(wanted, load(_PRACTICE), _lock, _still_given)
    if opened is None:
        return 1
    again = erase_again(opened.database)
    if not let_in(opened.database):
        return 1
    runner = make_runner(opened.database)
    window = make_window(runner, chosen)
    app.setQuitOnLastWindowClosed(False)  # the main one ends the program, whatever else is open
    window.left.connect(app.quit)
    window.show()
    lock_when_left(window)
    if again:
        from mmc_desk.core.backup import words

        window.show_toast(words.erased_again(again), None)
    QTimer.singleShot(0, lambda: instance.listen(window.come_forward, window))
    if opened.wants_import:
        QTimer.singleShot(0, window.import_files)
    QTimer.singleShot(_WARM_UP_AFTER_MS, runner.warm_up)
    background = Background(runner, window=window)
    QTimer.singleShot(_BACKGROUND_AFTER_MS, background.start)
    code = app.exec()
    background.stop()
    runner.close()
    instance.release()
    return code


def let_in(database: Database) -> bool:
    """Have somebody sign in where there are accounts; False when they give up."""
    if database.path is not None and database.path.with_name(f"{database.path.name}.spoor").is_file():
        load(_TAKE_IN)(database)
    if database.url:
        off_screen(database.url, functools.partial(load(_TAKE_IN_KEPT), database))
    if not off_screen(database.url, functools.partial(database.read_prepared, HAS_ACCOUNTS)):
        return True
    from mmc_desk.ui.sign_in import SignInDialog

    enter = _entering(database, _ENTER)
    is_in = SignInDialog(enter).exec() == SignInDialog.DialogCode.Accepted
    if is_in and database.path and database.access:
        occupant.note(database.path, database.access.who.name)
    return is_in


def erase_again(database: Database) -> int:
    """Erase anew whom a backup that was put back by hand brought back, where anybody was ever erased: how many."""
    if database.path is None:
        return 0
    listed = database.path.with_name(f"{database.path.name}{erased.SUFFIX}")
    if not listed.is_file():
        return 0
    known = erased.read_list(listed.read_text(encoding="utf-8", errors="replace"))
    return int(load(_ERASE_AGAIN)(database)) if known.is_back_in(database.read_prepared(ERASED)) else 0


def lock_when_left(window: MainWindow) -> None:
    """Lock the window after ten minutes without anybody, where people sign in; and once their account was changed."""
    database, runner = window.runner.database, window.runner
    access = database.access
    if access is None:
        return
    from mmc_desk.ui.sign_in import Lock

    lock = Lock(window, access.who.name, _entering(database, _UNLOCK))

    def judge(roles: RoleSet) -> None:
        if roles != access.who.roles:
            lock.lock()

    def on_changed(changes: Changes) -> None:
        if "account" in changes.topics:
            runner.read(load(_OWN_ROLES), judge)

    runner.changed.connect(on_changed)


def _still_given(target: str) -> tuple[str, Callable[[], object]] | None:
    """Return what a server that can't be reached still gives: the rosters this desk kept of it."""
    found: tuple[str, Callable[[], object]] | None = load(_KEPT)(target)
    return found


def _entering(database: Database, door: str) -> Callable[[str, str], object]:
    """Return what lets somebody in by one of the doors, without the window standing still for a server."""
    return lambda name, word: off_screen(database.url, functools.partial(load(door), database, name, word))


def _lock(database: Database, paper: Path) -> str:
    return str(load(_LOCK)(database, paper))


class Background:
    """What the features do behind the window: started once it is there, stopped before the database closes."""

    def __init__(
        self, runner: Runner, features: Sequence[Feature] | None = None, window: MainWindow | None = None
    ) -> None:
        self._runner = runner
        self._window = window
        self._features = features_of(runner.database) if features is None else features
        self._running: list[Any] = []
        self._is_over = False

    def start(self) -> None:
        """Load and start everything; what is a StatusPart stands in the window's status bar."""
        self._running += [load(feature.background)(self._runner) for feature in self._features if feature.background]
        if self._runner.database.url:
            self._running.append(self._other_desks())
            for feature in self._features:
                if feature.away:  # what it is made of takes long to load: the window doesn't wait for that
                    self._runner.run(functools.partial(load, feature.away), self._add_away)
        for part in self._running:
            if self._window and isinstance(part, StatusPart):
                self._window.add_status(part)

    def _other_desks(self) -> Any:  # noqa: ANN401 - one desk alone never loads it
        from mmc_desk.ui.other_desks import OtherDesks

        desks = OtherDesks(self._runner)
        if self._window:
            desks.reached.connect(self._window.show_reached)
            self._window.outage.retry.connect(desks.retry)
        return desks

    def _add_away(self, make: Callable[[Runner], Any]) -> None:
        """Add what works without the server to the banner that says it is away."""
        if self._is_over:
            return
        part = make(self._runner)
        self._running.append(part)
        if self._window:
            self._window.add_away(part)

    def stop(self) -> None:
        """Stop everything; what was being written is still noted."""
        self._is_over = True
        for work in self._running:
            work.stop()
        self._running.clear()


def application(settings: Settings) -> QApplication:
    """Return the QApplication, dressed and speaking the language of the settings; made once per process."""
    i18n.set_language(settings.language)
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication([*sys.argv[:1], *theme.STYLE])
    app.setApplicationName("mmc-desk")
    app.setApplicationDisplayName("MMC Desk")
    app.setDesktopFileName("mmc-desk")
    if app is not existing:
        qt_texts.install(app)
    theme.apply(app, settings.theme, settings.scale)
    return app


def make_runner(database: Database) -> Runner:
    """Return the worker of an open database, with what the features do when another one changed something.

    Tables that no page asked for yet are loaded by the first write: a flush follows foreign keys to any of them.
    """
    database.followers = (follow,)
    database.prepare = load_models
    database.restored = lambda restored, source: int(load(_ERASE_AGAIN)(restored, source))
    return Runner(database)


def features_of(database: Database) -> Sequence[Feature]:
    """Return what whoever signed in has use for: all of it where nobody does."""
    access = database.access
    if access is None:
        return load_features()
    return [_seen_by(feature, access.who.roles) for feature in load_features()]


def _seen_by(feature: Feature, roles: RoleSet) -> Feature:
    """Return a feature with the pages that these roles may see; without any, it does nothing behind the window."""
    pages = tuple(spec for spec in feature.pages if spec.roles & roles)
    seen = feature._replace(pages=pages)
    return seen if pages else seen._replace(search="", background="", impacts=(), away="")


def make_window(
    runner: Runner, settings: Settings, features: Sequence[Feature] | None = None, *, remembers: bool = True
) -> MainWindow:
    """Return the main window with its first page asked for."""
    shown = features_of(runner.database) if features is None else features
    window = MainWindow(runner, shown, settings, remembers=remembers)
    window.start()
    return window


def screenshots(target: str, folder: Path, theme: str = "light", scale: int = 100) -> list[Path]:
    """Save a picture of every page at 1366×768 as `<page>-<theme>-<scale>.png` and return where they are."""
    from mmc_desk.core.migrate import open_database

    settings = Settings(theme=theme, scale=scale)
    application(settings)
    runner = make_runner(open_database(target))
    window = make_window(runner, settings, remembers=False)
    window.resize(1366, 768)
    window.show()
    folder.mkdir(parents=True, exist_ok=True)
    taken = [_picture(window, name, folder / f"{name}-{theme}-{scale}.png") for name in window.page_names()]
    window.close()
    runner.close()
    return taken


def _picture(window: MainWindow, name: str, path: Path) -> Path:
    window.open_page(name)
    window.runner.wait_idle(30_000)
    pauses = QEventLoop()
    QTimer.singleShot(_LONGEST_PAUSE_MS, pauses.quit)
    pauses.exec()
    window.runner.wait_idle(30_000)
    window.grab().save(str(path))
    return path
