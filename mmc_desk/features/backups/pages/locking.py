"""Locking from the window: the database and its backups, or the backups alone, with a recovery key on paper."""

import functools
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from mmc_desk.core import cipher, secrets
from mmc_desk.core import settings as core_settings
from mmc_desk.core.access import AccessDeniedError
from mmc_desk.core.backup import copying
from mmc_desk.core.db import Database
from mmc_desk.core.errors import DeskError, KeyNeededError
from mmc_desk.core.i18n import translate
from mmc_desk.features.backups.commands import lock_backups
from mmc_desk.ui import messages
from mmc_desk.ui.key_dialog import KeyDialog
from mmc_desk.ui.runner import Runner


class Locking(QObject):
    """Asks what to lock, writes the paper first, then locks: the plain database stays until the other was compared."""

    locked = Signal()
    """Something is locked that wasn't."""

    def __init__(self, runner: Runner, page: QWidget) -> None:
        super().__init__(page)
        self._runner, self._page = runner, page

    @property
    def is_possible(self) -> bool:
        """Whether there is something left to lock."""
        return not core_settings.load().backup_key or is_plain(self._runner.database)

    def start(self) -> None:
        """Ask what to lock; where backups are locked already, the database with the key they have."""
        try:
            self._runner.database.require("core.locking")
        except AccessDeniedError as error:
            messages.show_error(self._page, str(error))
            return
        if core_settings.load().backup_key:
            self._ask_for_database()
            return
        both = (translate("backups", "&Databank en back-ups"),) if is_plain(self._runner.database) else ()
        ways = (*both, translate("backups", "Enkel de &back-ups"))
        choice = messages.choose(self._page, _promise(), ways)
        if choice is not None:
            with_database = choice < len(both)
            self._runner.read(core_settings.desk_name, functools.partial(self._on_desk, with_database=with_database))

    def _ask_for_database(self) -> None:
        text = translate(
            "backups",
            "De databank zelf versleutelen, met de herstelsleutel die de back-ups al hebben? Het blad van toen opent "
            "dan ook de databank; zonder dat blad kan niemand erin, als deze computer stukgaat.",
        )
        if messages.confirm(self._page, text, translate("backups", "Databank versleutelen")):
            self._lock_database()

    def _on_desk(self, desk: str, *, with_database: bool) -> None:
        title = translate("backups", "Blad met de herstelsleutel opslaan")
        paper = messages.choose_save(self._page, title, translate("backups", "herstelsleutel.pdf"), "PDF (*.pdf)")
        if paper is None:
            return
        try:
            kept = lock_backups(paper, desk)
        except DeskError as error:
            messages.show_error(self._page, str(error))
            return
        messages.show_info(self._page, _on_paper(paper, kept=kept))
        if with_database:
            self._lock_database()
        else:
            self.locked.emit()

    def _lock_database(self) -> None:
        work = functools.partial(copying.encrypt_open, self._runner.database)
        self._runner.run(work, lambda _done: self._on_locked(), self._on_refused)

    def _on_locked(self) -> None:
        messages.toast(self._page, translate("backups", "De databank is versleuteld."))
        self.locked.emit()

    def _on_refused(self, error: DeskError) -> None:
        if not isinstance(error, KeyNeededError):
            messages.show_error(self._page, str(error))
            return
        dialog = KeyDialog(translate("backups", "de back-ups"), self._page)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(self._lock_database)
        dialog.open()


def is_plain(database: Database) -> bool:
    """Tell whether a database is a file that isn't locked; a server's is locked by its own means."""
    return database.path is not None and not cipher.must_be_encrypted(database.path)


def standing(database: Database) -> str:
    """Return in words what is locked, "" where nothing is."""
    if not core_settings.load().backup_key:
        return ""
    if is_plain(database):
        return translate("backups", "De back-ups zijn versleuteld, de databank zelf niet.")
    if database.path is None:
        return translate("backups", "De back-ups zijn versleuteld.")
    return translate("backups", "De databank en de back-ups zijn versleuteld.")


def _promise() -> str:
    return translate(
        "backups",
        "Wat versleuteld is, kan niemand lezen zonder de herstelsleutel, ook niet op een gestolen computer of stick. U "
        "krijgt die sleutel op papier. Raakt u het blad kwijt en gaat deze computer stuk, dan kan niemand er nog aan."
        "\n\nBack-ups van vroeger blijven leesbaar tot ze vanzelf verdwijnen.",
    )


def _on_paper(paper: Path, *, kept: bool) -> str:
    text = translate("backups", "Druk {path} nu af, bewaar het blad achter slot en verwijder het bestand.\n\n{kept}")
    return text.format(path=paper, kept=secrets.where_kept(kept=kept))
