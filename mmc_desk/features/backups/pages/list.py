"""The page Back-ups: which there are, what is in each, when each was last tested; put one back in three clicks."""

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from mmc_desk.core import backup
from mmc_desk.core import settings as core_settings
from mmc_desk.core.backup import Kept, words
from mmc_desk.core.backup.store import replaced
from mmc_desk.core.errors import DeskError, KeyNeededError
from mmc_desk.core.formats import show_number
from mmc_desk.core.i18n import translate
from mmc_desk.features.backups.pages.keeper import keeper_of
from mmc_desk.features.backups.pages.locking import Locking, standing
from mmc_desk.ui import icons, messages, theme
from mmc_desk.ui.columns import Column
from mmc_desk.ui.empty import EmptyState
from mmc_desk.ui.errand import Errand
from mmc_desk.ui.flow import FlowLayout
from mmc_desk.ui.key_dialog import KeyDialog
from mmc_desk.ui.keys import on_key
from mmc_desk.ui.page import Page
from mmc_desk.ui.runner import Runner
from mmc_desk.ui.table_model import RowTableModel, TableView

FILTER = "MMC Desk (*.db *.db.age);;* (*)"


@dataclass(frozen=True, slots=True)
class Listed:
    """A row: a backup, or a database that a restore put aside; `size` in bytes."""

    kept: Kept
    size: int
    is_replaced: bool = False


class BackupsPage(Page):
    """Every backup of this desk, newest first."""

    def __init__(self, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(runner, parent)
        self.keeper = keeper_of(runner)
        self.locking = Locking(runner, self)
        self.model: RowTableModel[Listed] = RowTableModel(_columns())
        self.table = TableView(self.model, name=translate("backups", "Back-ups"))
        self.make_button = QPushButton(icons.icon("plus", "on_accent"), "\u2002" + translate("backups", "&Nu maken"))
        self.restore_button = _button("rotate-ccw", translate("backups", "&Terugzetten…"))
        self.test_button = _button("circle-check", translate("backups", "Nu te&sten"))
        self.other_button = _button("upload", translate("backups", "&Ander bestand terugzetten…"))
        self.folder_button = _button("settings", translate("backups", "Tweede &map…"))
        self.lock_button = _button("lock", translate("backups", "&Versleutelen…"))
        self.standing = QLabel()
        self.second = QLabel(wordWrap=True)
        self._lay_out()
        self._connect()
        self._enable()

    def _lay_out(self) -> None:
        self.make_button.setProperty("role", "primary")
        self.second.setProperty("role", "muted")
        self.standing.setProperty("role", "strong")
        self.nothing = EmptyState("database", translate("backups", "Er zijn nog geen back-ups."))
        self.stack = QStackedWidget()
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.nothing)
        tools = FlowLayout(theme.px(8))
        for button in (
            self.make_button,
            self.restore_button,
            self.test_button,
            self.other_button,
            self.folder_button,
            self.lock_button,
        ):
            tools.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(8))
        layout.addWidget(self._banner())
        layout.addWidget(self.standing)
        layout.addWidget(self.second)
        layout.addLayout(tools)
        layout.addWidget(self.stack, 1)
        self.setFocusProxy(self.table)

    def _banner(self) -> QFrame:
        self.banner = QFrame()
        self.banner.setProperty("role", "banner-warning")
        picture = QLabel()
        picture.setPixmap(icons.pixmap("triangle-alert", 16, "warn", self.devicePixelRatioF()))
        self.banner_text = QLabel(wordWrap=True)
        row = QHBoxLayout(self.banner)
        row.setContentsMargins(theme.px(12), theme.px(6), theme.px(6), theme.px(6))
        row.setSpacing(theme.px(10))
        row.addWidget(picture)
        row.addWidget(self.banner_text, 1)
        self.banner.hide()
        return self.banner

    def _connect(self) -> None:
        self.make_button.clicked.connect(lambda _checked=False: self.on_new())
        self.restore_button.clicked.connect(lambda _checked=False: self.on_restore())
        self.test_button.clicked.connect(lambda _checked=False: self.on_test())
        self.other_button.clicked.connect(lambda _checked=False: self.on_other())
        self.folder_button.clicked.connect(lambda _checked=False: self.on_folder())
        self.lock_button.clicked.connect(lambda _checked=False: self.on_lock())
        self.table.activated_row.connect(lambda _row: self.on_restore())
        self.table.current_row_changed.connect(lambda _row: self._enable())
        self.keeper.told.connect(self._on_told)
        self.locking.locked.connect(self.on_new)
        on_key(self.table, "F5", self.on_test)

    # Reading: the folders may be on a network

    def reload(self) -> None:
        """Look into the folders."""
        where = backup.places_of(self.runner.database)
        errand = Errand(functools.partial(_listed, where), self)
        errand.done.connect(self._on_rows)
        errand.start()

    def _on_rows(self, rows: Sequence[Listed]) -> None:
        self.model.set_rows(rows)
        if rows and not self.table.currentIndex().isValid():
            self.table.selectRow(0)
        self.stack.setCurrentWidget(self.table if rows else self.nothing)
        tested = [row.kept.manifest.tested_at for row in rows if row.kept.manifest]
        self.standing.setText(words.standing(max(tested, default=None)))
        self.second.setText(" ".join(filter(None, (_where_too(), standing(self.runner.database)))))
        self._say(self.keeper.report.problem if self.keeper.report else "")
        self._enable()

    def _on_told(self) -> None:
        if self.isVisible():
            self.reload()
        else:
            self._is_stale = True
        self._enable()

    def _say(self, problem: str) -> None:
        self.banner_text.setText(problem)
        self.banner.setVisible(bool(problem))

    def _enable(self) -> None:
        row: Listed | None = self.table.current_row()
        here = self.runner.database.path is not None  # a server is restored by its own tools
        self.make_button.setEnabled(not self.keeper.is_busy)
        self.restore_button.setEnabled(here and row is not None)
        self.test_button.setEnabled(row is not None)
        self.other_button.setEnabled(here)
        self.lock_button.setEnabled(self.locking.is_possible)

    # What a person does

    def on_new(self) -> None:
        """Make a backup now."""
        self.keeper.make()
        self._enable()

    def on_test(self) -> None:
        """Restore the chosen one to a temporary place and compare."""
        row: Listed | None = self.table.current_row()
        if row is None:
            return
        self.test_button.setEnabled(False)
        errand = Errand(functools.partial(_tested, row.kept), self)
        errand.done.connect(self._on_tested)
        errand.start()

    def _on_tested(self, outcome: str | Kept) -> None:
        if isinstance(outcome, str):
            messages.show_error(self, outcome)
        else:
            messages.toast(self, translate("backups", "Teruggezet op een proefplaats: alles is gelijk."))
        self.reload()

    def on_restore(self) -> None:
        """Put the chosen one in the database's place."""
        row: Listed | None = self.table.current_row()
        if row is not None and self.restore_button.isEnabled():
            self._restore(row.kept)

    def on_other(self) -> None:
        """Put a file from somewhere else in the database's place."""
        chosen = messages.choose_open(self, translate("backups", "Reservekopie kiezen"), FILTER)
        if chosen:
            self._restore(Kept(chosen, None))

    def _restore(self, kept: Kept) -> None:
        text = translate(
            "backups",
            "De back-up van {made} terugzetten ({counts})?\n\nWat daarna werd ingevoerd, is dan weg uit het programma. "
            "De databank van nu blijft bewaard naast de andere en staat daarna in deze lijst.",
        ).format(made=words.moment(kept.made_at), counts=words.counts(kept.manifest))
        if messages.confirm(self, text, translate("backups", "Terugzetten")):
            self._put_back(kept)

    def _put_back(self, kept: Kept) -> None:
        database = self.runner.database
        restore = functools.partial(backup.restore_open, database, kept.path)
        self.runner.run(restore, self._on_restored, lambda error: self._on_refused(error, kept))

    def _on_refused(self, error: DeskError, kept: Kept) -> None:
        if not isinstance(error, KeyNeededError):
            messages.show_error(self, str(error))
            return
        dialog = KeyDialog(kept.path.name, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._put_back(kept))
        dialog.open()

    def _on_restored(self, restored: backup.Restored) -> None:
        self.runner.undo_stack.clear()
        self.runner.announce_everything()
        name = restored.kept.name if restored.kept else ""
        said = translate("backups", "Teruggezet. De vorige databank is {name}.").format(name=name)
        if restored.erased_again:
            said += f" {words.erased_again(restored.erased_again)}"
        messages.toast(self, said)
        self.reload()

    def on_lock(self) -> None:
        """Lock the database and every backup from now on, or these alone, with a recovery key on paper."""
        self.locking.start()

    def on_folder(self) -> None:
        """Choose where each backup is kept a second time."""
        title = translate("backups", "Tweede map voor back-ups")
        folder = messages.choose_folder(self, title, core_settings.load().backup_folder)
        if folder is None:
            return
        core_settings.changed(core_settings.load(), backup_folder=str(folder))
        self.on_new()
        self.reload()


def _where_too() -> str:
    folder = core_settings.load().backup_folder
    if folder:
        return translate("backups", "Elke back-up ligt ook in {folder}.").format(folder=folder)
    return translate("backups", "Kies een tweede map, op een andere schijf of een share: één schijf kan stukgaan.")


def _button(icon: str, text: str) -> QPushButton:
    return QPushButton(icons.icon(icon), f"\u2002{text}")


def _listed(where: backup.Places) -> list[Listed]:
    rows = [Listed(kept, _size(kept.path)) for kept in backup.every(where)]
    rows += [Listed(kept, _size(kept.path), is_replaced=True) for kept in replaced(where)]
    return sorted(rows, key=lambda row: row.kept.made_at, reverse=True)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _tested(kept: Kept) -> str | Kept:
    try:
        return backup.test(kept)
    except DeskError as error:
        return str(error)


def _why(row: Listed) -> str:
    if row.is_replaced:
        return translate("backups", "opzijgezet bij terugzetten")
    return words.cause(row.kept.manifest)


def _columns() -> list[Column[Listed]]:
    return [
        Column(
            translate("backups", "Gemaakt"),
            lambda row: words.moment(row.kept.made_at),
            sort=lambda row: row.kept.made_at,
            width=140,
        ),
        Column(translate("backups", "Waarom"), _why, width=150),
        Column(translate("backups", "Inhoud"), lambda row: words.counts(row.kept.manifest), grows=True, width=320),
        Column(
            translate("backups", "Getest"),
            lambda row: words.tested(row.kept.manifest),
            width=140,
            colour=lambda row: "" if row.kept.manifest else "muted",
        ),
        Column(
            translate("backups", "MB"),
            lambda row: show_number(round(row.size / 1_000_000, 1)),
            sort=lambda row: row.size,
            align_right=True,
            width=70,
        ),
        Column(
            translate("backups", "Bestand"),
            lambda row: row.kept.path.name,
            width=230,
            tooltip=lambda row: str(row.kept.path),
            is_spare=True,
        ),
    ]
