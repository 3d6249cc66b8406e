"""Opening the database when the window starts: the first start, and what to do when it can't be opened."""

import functools
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from mmc_desk.core import migrate, paths
from mmc_desk.core.db import Database, is_url
from mmc_desk.core.errors import (
    DatabaseBusyError,
    DatabaseError,
    DeskError,
    KeyNeededError,
    NewerDatabaseError,
    ServerLostError,
)
from mmc_desk.core.i18n import translate
from mmc_desk.core.migrate import open_database
from mmc_desk.ui import messages, progress
from mmc_desk.ui.first_start import FirstStartDialog, Start

if TYPE_CHECKING:  # the window opens without the backups
    from mmc_desk.core.backup import Kept

T = TypeVar("T")
MakePractice = Callable[[str], None]
Lock = Callable[[Database, Path], str]
"""Encrypts a new database, with its key on a paper of that name; says in Dutch where else the key is kept."""

Away = Callable[[str], tuple[str, Callable[[], object]] | None]
"""Gives what a database that can't be reached can still be used for: the words for it and what does it."""

_UNNOTICED_MS = 400
"""A server that answers within this time is waited for without a word."""

FILTER = "MMC Desk (*.db);;* (*)"


class Opened(NamedTuple):
    """An open database, and whether the person wants to import files into it first thing."""

    database: Database
    wants_import: bool = False


def open_or_ask(
    target: str, make_practice: MakePractice, lock: Lock | None = None, away: Away | None = None
) -> Opened | None:
    """Open the database; make one at a first start; ask what to do when it can't be opened. None: the person stops.

    Only a path where nothing is and that nobody chose before counts as a first start: a database that was there
    yesterday and isn't today is an error, not a reason to begin anew.
    """
    wanted: str | None = target
    while wanted:
        try:
            if _is_first_start(wanted):
                return _begin(wanted, make_practice, lock)
            return Opened(off_screen(wanted, functools.partial(open_database, wanted)))
        except DeskError as error:
            wanted = _ask_way_on(wanted, error, away)
    return None


def off_screen(target: str, work: Callable[[], T]) -> T:
    """Do what asks something of a database before the window is there: a server may be slow, or silent."""
    if not is_url(target):
        return work()
    text = translate("opening", "Wachten op de server…")
    return progress.wait_for(text, work, after_ms=_UNNOTICED_MS)


def _is_first_start(target: str) -> bool:
    from mmc_desk.core import settings

    if is_url(target) or Path(target).exists() or settings.load().database == target:
        return False
    from mmc_desk.core import backup

    return not backup.every(backup.places(Path(target)))


def _begin(target: str, make_practice: MakePractice, lock: Lock | None) -> Opened | None:
    dialog = FirstStartDialog(target, can_encrypt=lock is not None)
    dialog.exec()
    if dialog.choice is None:
        return None
    if lock is None or not dialog.encrypts.isChecked():
        return _made(target, dialog.choice, make_practice)
    title = translate("opening", "Blad met de herstelsleutel opslaan")
    paper = messages.choose_save(None, title, translate("opening", "herstelsleutel.pdf"), "PDF (*.pdf)")
    if paper is None:
        return _begin(target, make_practice, lock)
    opened = _made(target, dialog.choice, make_practice)
    _lock_or_undo(opened.database, paper, lock)
    return opened


def _lock_or_undo(database: Database, paper: Path, lock: Lock) -> None:
    """Encrypt what was just made; where that fails nothing is left of it: no plain database in its place."""
    try:
        kept = lock(database, paper)
    except DeskError:
        database.close()
        if database.path:
            database.path.unlink()
        raise
    text = translate("opening", "Druk {path} nu af, bewaar het blad achter slot en verwijder het bestand.\n\n{kept}")
    messages.show_info(None, text.format(path=paper, kept=kept))


def _made(target: str, choice: Start, make_practice: MakePractice) -> Opened:
    if choice is Start.PRACTICE:
        text = translate("opening", "De oefendata worden gemaakt…")
        progress.wait_for(text, lambda: make_practice(target))
        return Opened(open_database(target))
    return Opened(migrate.create(target), wants_import=choice is Start.IMPORT)


def _ask_way_on(target: str, error: DeskError, away: Away | None = None) -> str | None:
    """Return what to open next: the same again, another file, the same from a backup, nothing."""
    if isinstance(error, KeyNeededError) and _ask_key(target):
        return target
    text = str(error)
    ways: list[tuple[str, Callable[[], str]]] = [
        (translate("opening", "Opnieuw proberen"), lambda: target),
        (translate("opening", "Andere databank kiezen…"), lambda: _other(target)),
    ]
    if isinstance(error, DatabaseError) and not isinstance(error, DatabaseBusyError) and not is_url(target):
        ways.append((translate("opening", "Reservekopie terugzetten…"), lambda: _restored(target)))
        best = None if isinstance(error, NewerDatabaseError) else _best(target)
        if best:
            text += _offer(best)
            ways.insert(0, (translate("opening", "Deze back-up terugzetten"), lambda: _put_back(best, target)))
    still = away(target) if away and isinstance(error, ServerLostError) else None
    if still:
        verb, act = still
        ways.insert(1, (verb, lambda: _after(act, target)))
    choice = messages.choose(None, text, tuple(verb for verb, _ in ways))
    return None if choice is None else ways[choice][1]()


def _after(act: Callable[[], object], target: str) -> str:
    act()
    return target


def _ask_key(target: str) -> bool:
    from mmc_desk.ui.key_dialog import KeyDialog

    return bool(KeyDialog(Path(target).name).exec())


def _best(target: str) -> "Kept | None":
    """Return the newest backup that passes its test now."""
    from mmc_desk.core import backup

    where = backup.places(Path(target))
    if not backup.every(where):
        return None
    return progress.wait_for(translate("opening", "De back-ups worden nagekeken…"), lambda: backup.best(where))


def _offer(best: "Kept") -> str:
    from mmc_desk.core.backup import words

    sentence = translate(
        "opening",
        "De nieuwste back-up die klopt is van {made} ({counts}). Zet u die terug, dan blijft bewaard wat er nu staat.",
    )
    return "\n\n" + sentence.format(made=words.moment(best.made_at), counts=words.counts(best.manifest))


def _put_back(best: "Kept", target: str) -> str:
    from mmc_desk.core import backup

    backup.restore(best.path, target)
    return target


def _other(target: str) -> str:
    title = translate("opening", "Databank kiezen")
    chosen = messages.choose_open(None, title, FILTER)
    return str(chosen) if chosen else target


def _restored(target: str) -> str:
    from mmc_desk.core import backup

    title = translate("opening", "Reservekopie kiezen in {folder}").format(folder=paths.data_folder())
    chosen = messages.choose_open(None, title, FILTER)
    if chosen:
        backup.restore(chosen, target)
    return target
