"""What the window tells the trace beside its writes: whose card was looked at, what was printed or saved as a file."""

import functools
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from mmc_desk.core import clock
from mmc_desk.core.errors import DeskError, ServerLostError
from mmc_desk.core.i18n import translate

if TYPE_CHECKING:  # it says things through messages, which tells this what is saved
    from mmc_desk.core.db import Op
    from mmc_desk.ui.runner import Runner

LOOKED_AT_MS = 1500
"""Who walks through a list with the arrows doesn't look at every card."""


class Leaving(QObject):
    """Says what left the program, whoever made it."""

    printed = Signal(str)
    saved = Signal(str)


leaving = Leaving()


def note_leaving(runner: "Runner") -> None:
    """Have the trace keep what is printed and saved, as long as the runner is there."""
    note = LeavingNotes(runner)
    leaving.printed.connect(note.on_printed)
    leaving.saved.connect(note.on_saved)


class LeavingNotes(QObject):
    """Writes down what left."""

    def __init__(self, runner: "Runner") -> None:
        super().__init__(runner)
        self._runner = runner

    def on_printed(self, title: str) -> None:
        """Note a paper."""
        self._note(translate("noting", "Afgedrukt: {name}").format(name=title), title)

    def on_saved(self, name: str) -> None:
        """Note a file: before it is written, so that none is forgotten."""
        self._note(translate("noting", "Bewaard als bestand: {name}").format(name=name), name)

    def _note(self, label: str, name: str) -> None:
        from mmc_desk.core import audit

        op = functools.partial(audit.add_left, label=label, name=name)
        self._runner.write(op, "", None, functools.partial(self._on_refused, op, label, name))

    def _on_refused(self, op: "Op[None]", label: str, name: str, error: DeskError) -> None:
        """Keep what a lost server couldn't be told where the end of the program doesn't reach it."""
        if not isinstance(error, ServerLostError):
            from mmc_desk.ui import messages

            messages.show_error(None, str(error))
            return
        from mmc_desk.core import kept

        database = self._runner.database
        who = database.access.who.name if database.access else ""
        leave = functools.partial(kept.leave, database.url, label, name, who)
        self._runner.run(leave, functools.partial(self._on_left, op))

    def _on_left(self, op: "Op[None]", is_kept: bool) -> None:  # noqa: FBT001 - what `kept.leave` returns
        if not is_kept:
            self._runner.write(op, "")  # it waits for the server, as long as the program runs


class SeenNotes(QObject):
    """Notes each record that stays in sight, once a day."""

    def __init__(self, runner: "Runner", parent: QObject) -> None:
        super().__init__(parent)
        self._runner = runner
        self._noted: set[tuple[str, int, object]] = set()
        self._wanted: tuple[str, int] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(LOOKED_AT_MS)
        self._timer.timeout.connect(self.note)

    def look_at(self, table: str, key: int | None) -> None:
        """Take a record as in sight; none without a key or a table."""
        self._wanted = (table, key) if table and key is not None else None
        self._timer.start() if self._wanted else self._timer.stop()

    def note(self) -> None:
        """Write down what is in sight, unless it was today."""
        from mmc_desk.core import audit

        if self._wanted is None or (*self._wanted, clock.today()) in self._noted:
            return
        table, key = self._wanted
        self._noted.add((table, key, clock.today()))
        label = translate("noting", "Fiche bekeken")
        self._runner.write(functools.partial(audit.add_seen, label=label, table=table, key=key), "")
