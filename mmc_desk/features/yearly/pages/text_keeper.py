"""Keeps what is typed in the texts of an evaluation: after a pause, on leaving, never over somebody else's text."""

import functools
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal

from mmc_desk.core.errors import DeskError
from mmc_desk.core.formats import NBSP
from mmc_desk.core.i18n import translate
from mmc_desk.features.yearly.ops.texts import SetText, set_text
from mmc_desk.features.yearly.queries.addendum import Addendum, SectionText
from mmc_desk.ui import messages
from mmc_desk.ui.runner import Runner

_PAUSE_MS = 2000

Key = tuple[int, str]
"""A year and a section."""


class TextKeeper(QObject):
    """What a person makes of the proposals, "" for a proposal as it is. `kept` follows every text that is stored."""

    kept = Signal()

    def __init__(self, runner: Runner, parent: QObject) -> None:
        super().__init__(parent)
        self._runner = runner
        self._stored: dict[Key, tuple[str, int]] = {}
        self._typed: dict[Key, str] = {}
        self._sent: dict[Key, str] = {}
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self.keep)

    def read(self, report: Addendum) -> None:
        """Take note of what is stored."""
        for row in report.texts:
            self._stored[report.year, row.section] = (row.written or "", row.version)

    def own(self, year: int, section: str) -> str:
        """Return a person's text of a section, stored or still being typed; "" where the proposal stands."""
        key = (year, section)
        return self._typed[key] if key in self._typed else self._stored.get(key, ("", 0))[0]

    def applied(self, report: Addendum) -> Addendum:
        """Return an evaluation with the texts as they are on screen."""
        texts = (replace(row, written=self.own(report.year, row.section) or None) for row in report.texts)
        return replace(report, texts=tuple(texts))

    def edit(self, year: int, row: SectionText, text: str) -> None:
        """Take note of what a section is to say; it is stored after a pause."""
        wanted = "" if plain(text) == plain(row.generated) else text.strip()
        self._typed[year, row.section] = wanted
        self._pause.start()

    def keep(self) -> None:
        """Store what isn't yet."""
        self._pause.stop()
        for key, text in list(self._typed.items()):
            if key not in self._sent and text == self._stored[key][0]:
                del self._typed[key]
            elif self._sent.get(key) != text:
                self._send(key, text)

    def _send(self, key: Key, text: str) -> None:
        # What is on its way is of the same person: the version it will have isn't known yet, and no conflict.
        version = None if key in self._sent else self._stored[key][1]
        command = SetText(*key, text, version)
        self._sent[key] = text
        self._runner.write(
            lambda session: set_text(session, command),
            translate("addendum", "Tekst van de evaluatie {year}").format(year=key[0]),
            functools.partial(self._on_kept, key, text),
            functools.partial(self._on_refused, key),
        )

    def _on_kept(self, key: Key, text: str, version: int) -> None:
        self._stored[key] = (text, version)
        if self._sent.get(key) == text:
            del self._sent[key]
        if self._typed.get(key) == text:
            del self._typed[key]
        self.kept.emit()

    def _on_refused(self, key: Key, error: DeskError) -> None:
        # The text stays as typed: the next pause or leaving tries again, once somebody has read this.
        self._sent.pop(key, None)
        messages.show_error(None, str(error))


def plain(text: str) -> str:
    """Return a text as two are compared: a text field turns no-break spaces into spaces."""
    return text.replace(NBSP, " ").strip()
