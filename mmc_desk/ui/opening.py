"""Opening the database when the window starts: the first start, and what to do when it can't be opened."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from mmc_desk.core import migrate, paths
from mmc_desk.core.db import Database, is_url
from mmc_desk.core.errors import DatabaseBusyError, DatabaseError, DeskError
from mmc_desk.core.i18n import translate
from mmc_desk.core.migrate import open_database
from mmc_desk.ui import messages, progress
from mmc_desk.ui.first_start import FirstStartDialog, Start

MakePractice = Callable[[str], None]
FILTER = "MMC Desk (*.db);;* (*)"


class Opened(NamedTuple):
    """An open database, and whether the person wants to import files into it first thing."""

    database: Database
    wants_import: bool = False


def open_or_ask(target: str, make_practice: MakePractice) -> Opened | None:
    """Open the database; make one at a first start; ask what to do when it can't be opened. None: the person stops.

    Only a path where nothing is and that nobody chose before counts as a first start: a database that was there
    yesterday and isn't today is an error, not a reason to begin anew.
    """
    wanted: str | None = target
    while wanted:
        try:
            if _is_first_start(wanted):
                return _begin(wanted, make_practice)
            return Opened(open_database(wanted))
        except DeskError as error:
            wanted = _ask_way_on(wanted, error)
    return None


def _is_first_start(target: str) -> bool:
    from mmc_desk.core import settings

    return not is_url(target) and not Path(target).exists() and settings.load().database != target


def _begin(target: str, make_practice: MakePractice) -> Opened | None:
    dialog = FirstStartDialog(target)
    dialog.exec()
    if dialog.choice is None:
        return None
    if dialog.choice is Start.PRACTICE:
        text = translate("opening", "De oefendata worden gemaakt…")
        progress.wait_for(text, lambda: make_practice(target))
        return Opened(open_database(target))
    return Opened(migrate.create(target), wants_import=dialog.choice is Start.IMPORT)


def _ask_way_on(target: str, error: DeskError) -> str | None:
    """Return what to open next: the same again, another file, nothing."""
    ways = [translate("opening", "Opnieuw proberen"), translate("opening", "Andere databank kiezen…")]
    can_restore = isinstance(error, DatabaseError) and not isinstance(error, DatabaseBusyError) and not is_url(target)
    if can_restore:
        ways.append(translate("opening", "Reservekopie terugzetten…"))
    choice = messages.choose(None, str(error), tuple(ways))
    if choice is None:
        return None
    return (lambda: target, lambda: _other(target), lambda: _restored(target))[choice]()


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
