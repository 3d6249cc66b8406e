"""Global search (Ctrl+K): every page and every record the features offer, found while typing."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QVBoxLayout, QWidget

from mmc_desk.core.db import Query
from mmc_desk.core.feature import Feature, Hit, load
from mmc_desk.core.i18n import translate
from mmc_desk.ui import theme
from mmc_desk.ui.candidates import Candidate, CandidateIndex
from mmc_desk.ui.type_ahead import CandidateList


def index_of(hits: Sequence[Hit]) -> CandidateIndex:
    """Return an index over hits; the worker makes it, so that typing never waits."""
    return CandidateIndex([Candidate(hit, hit.title, hit.detail, f"{hit.detail} {hit.search}") for hit in hits])


def query_of(features: Sequence[Feature]) -> Query[CandidateIndex]:
    """Return the query that indexes everything the features let be found."""
    searches = [feature.search for feature in features if feature.search]
    return lambda session: index_of([hit for dotted in searches for hit in load(dotted)(session)])


class SearchDialog(QDialog):
    """A line and a list in the middle of the window. Enter opens, Esc closes."""

    opened = Signal(object)
    """The Hit to open."""

    def __init__(self, pages: CandidateIndex, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.setObjectName("search")
        self._pages = pages
        self._records = CandidateIndex(())
        self.setWindowTitle(translate("search", "Zoeken"))
        self.line = QLineEdit()
        self.line.setAccessibleName(translate("search", "Zoeken"))
        self.line.setPlaceholderText(translate("search", "Naam, nummer, telefoon, dorp of pagina"))
        self.line.setFont(theme.font(1.2))
        self.list = CandidateList()
        self.list.setAccessibleName(translate("search", "Resultaten"))
        self.note = QLabel(translate("search", "↑ ↓ kiezen · Enter openen · Esc sluiten"))
        self.note.setProperty("role", "help")
        layout = QVBoxLayout(self)
        margin = theme.px(12)
        layout.setContentsMargins(margin, margin, margin, margin)
        layout.setSpacing(theme.px(8))
        for widget in (self.line, self.list, self.note):
            layout.addWidget(widget)
        self.resize(theme.px(640), theme.px(420))
        self.line.textChanged.connect(self._on_text)
        self.list.clicked.connect(lambda _index: self._open())
        self._on_text("")

    def set_records(self, records: CandidateIndex) -> None:
        """Search in these records too."""
        self._records = records
        self._on_text(self.line.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Steer the list from the line."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._open()
        elif not self.list.step(event.key()):
            super().keyPressEvent(event)

    def _on_text(self, text: str) -> None:
        found = self._pages.find(text)
        if text.strip():
            found = found + self._records.find(text)
        self.list.show_candidates(found)
        nothing = translate("search", "Niets gevonden. Controleer de spelling of typ minder letters.")
        self.note.setText(nothing if not found else translate("search", "↑ ↓ kiezen · Enter openen · Esc sluiten"))

    def _open(self) -> None:
        one = self.list.chosen()
        if one is not None:
            self.accept()
            self.opened.emit(one.key)
