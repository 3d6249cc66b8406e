"""The rosters of today and the next working day, kept by each desk of a server and printed when that is lost."""

import contextlib
import functools
from collections.abc import Callable, Iterator
from datetime import date, datetime

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget

from mmc_desk.core import clock
from mmc_desk.core.changes import Changes
from mmc_desk.core.db import Database
from mmc_desk.core.errors import DeskError
from mmc_desk.core.formats import show_time, show_weekday_date
from mmc_desk.core.i18n import translate
from mmc_desk.core.kept import take_in
from mmc_desk.core.paths import written_pdf
from mmc_desk.features.rides.pages.roster_preview import note_printed
from mmc_desk.features.rides.printout import kept, show_span, write_rosters
from mmc_desk.features.rides.queries.roster import book_ahead
from mmc_desk.features.rides.queries.rows import RosterBook
from mmc_desk.ui import messages, progress
from mmc_desk.ui.lost import AwayPart
from mmc_desk.ui.noting import leaving
from mmc_desk.ui.preview import PreviewDialog, PreviewPaper, preview
from mmc_desk.ui.runner import Runner

TOPICS = frozenset(
    {"ride", "ride_request", "leg", "person", "address", "driver", "closure_day", "printed_roster", "desk_setting"}
)
"""The tables of which a change is one of the rosters."""

_PAUSE_MS = 3_000
_AT_LEAST_MS = 10 * 60_000
"""Without a change too: another day begins, and the paper says of when it is."""


class KeptRosters(AwayPart):
    """Keeps the rosters ahead, anew after every change, and prints them while the server is away."""

    def __init__(self, runner: Runner) -> None:
        super().__init__(runner)
        self._runner = runner
        self._found: tuple[datetime, RosterBook] | None = None
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self.refresh)
        self._again = QTimer(self, interval=_AT_LEAST_MS)
        self._again.timeout.connect(self.refresh)
        self._again.start()
        runner.changed.connect(self._on_changed)
        self.refresh()

    @property
    def verb(self) -> str:
        """What the button in the banner says."""
        return "" if self._found is None else _verb(self._found[0])

    def act(self, parent: QWidget) -> None:
        """Ask for the day and show the rosters over a window; a print counts once the server is back."""
        if self._found is not None:
            shown = show(*self._found, parent)
            if shown is not None:
                dialog, book = shown
                dialog.taken.connect(functools.partial(note_printed, self._runner, book))
                dialog.open()

    def stop(self) -> None:
        """Keep nothing more: the database closes."""
        self._pause.stop()
        self._again.stop()

    def refresh(self) -> None:
        """Read the rosters ahead and keep them; who may not see them keeps none."""
        today = clock.today()
        self._runner.read(lambda session: book_ahead(session, today), self._on_read, self._on_refused)

    def _on_changed(self, changes: Changes) -> None:
        if TOPICS & changes.topics:
            self._pause.start()

    def _on_read(self, book: RosterBook) -> None:
        at = clock.now()
        self._found = at, book
        self._runner.run(functools.partial(_keep, self._runner.database, at, book), self._on_kept)

    def _on_refused(self, _error: DeskError) -> None:
        """Leave what was kept: the server may be lost."""

    def _on_kept(self, _none: None) -> None:
        """Go on either way: as long as the program runs they are at hand."""


def _keep(database: Database, at: datetime, book: RosterBook) -> None:
    """Keep rosters; the server is there, so it may know what left without it."""
    kept.keep(database.url, at, book)
    take_in(database)


def offer(target: str) -> tuple[str, Callable[[], object]] | None:
    """Return what the start of the program offers where the server of `target` is lost: the words, what does it."""
    found = kept.recall(target, clock.today())
    if found is None:
        return None

    def act() -> None:
        shown = show(*found, QApplication.activeWindow())
        if shown is not None:
            with _left(target):
                shown[0].exec()

    return _verb(found[0]), act


@contextlib.contextmanager
def _left(target: str) -> Iterator[None]:
    """Keep for the trace what is printed and saved meanwhile: there is no database yet to tell it to."""
    on_printed = functools.partial(kept.leave, target, is_file=False)
    on_saved = functools.partial(kept.leave, target, is_file=True)
    leaving.printed.connect(on_printed)
    leaving.saved.connect(on_saved)
    try:
        yield
    finally:
        leaving.printed.disconnect(on_printed)
        leaving.saved.disconnect(on_saved)


def show(at: datetime, book: RosterBook, parent: QWidget | None) -> tuple[PreviewDialog, RosterBook] | None:
    """Ask which day is wanted; return the preview of its rosters with what it shows, None when cancelled."""
    days = _days(book)
    text = translate("rides", "Dit is de stand van {time}; de server is onbereikbaar. Welke rittenlijsten wilt u?")
    choice = messages.choose(parent, text.format(time=show_time(at)), tuple(show_weekday_date(day) for day in days))
    if choice is None:
        return None
    wanted = kept.on_days(book, days[choice], days[choice])
    words = translate("rides", "De rittenlijsten worden gemaakt…")
    pdf = progress.wait_for(words, lambda: written_pdf(_writer(at, wanted)), parent)
    title = translate("rides", "Rittenlijst {day}").format(day=show_span(wanted.first, wanted.last))
    name = translate("rides", "Rittenlijst {days}.pdf").format(days=wanted.first)
    return preview(PreviewPaper(title, name, _writer(at, wanted)), pdf, parent), wanted


def _writer(at: datetime, book: RosterBook) -> Callable[..., None]:
    return functools.partial(write_rosters, book=book, stamp=kept.stamp(at))


def _verb(at: datetime) -> str:
    return translate("rides", "Rittenlijsten afdru&kken (stand van {time})…").format(time=show_time(at))


def _days(book: RosterBook) -> tuple[date, ...]:
    """Return the days that have rides, the next ones first and today last: tomorrow is what is asked for."""
    found = {day.day for roster in book.rosters for day in roster.days}
    return tuple(sorted(found - {book.first})) + tuple(found & {book.first})
