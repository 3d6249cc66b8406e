"""Opvallend: unusual patterns that are worth a call, with the reason; Enter opens the record."""

from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from mmc_desk.core import clock
from mmc_desk.core.formats import show_phone
from mmc_desk.core.i18n import translate
from mmc_desk.core.model import Base
from mmc_desk.core.signals import Signal
from mmc_desk.features import load_features
from mmc_desk.features.yearly.queries.signals import signals
from mmc_desk.ui import icons, theme
from mmc_desk.ui.columns import Column
from mmc_desk.ui.empty import EmptyState
from mmc_desk.ui.page import Page
from mmc_desk.ui.runner import Runner
from mmc_desk.ui.table_model import RowTableModel, TableView


class SignalsPage(Page):
    """One list over all services, with a filter; nothing of it is judged, it only asks for a call."""

    topics = frozenset(Base.metadata.tables)

    def __init__(self, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(runner, parent)
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(translate("yearly", "Filteren op naam of reden (Ctrl+F)"))
        self.filter.setAccessibleName(translate("yearly", "Filteren"))
        self.filter.setClearButtonEnabled(True)
        self.filter.addAction(icons.icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self.count = QLabel()
        self.count.setProperty("role", "muted")
        self.model: RowTableModel[Signal] = RowTableModel(_columns(), key=lambda row: (row.page, row.key, row.subject))
        self.table = TableView(self.model, name=translate("yearly", "Opvallend"))
        sentence = translate("yearly", "Er valt niets op. Wie stopt, veel afzegt of heel veel rijdt, verschijnt hier.")
        self.empty = EmptyState("star", sentence)
        self.reason = QLabel()
        self.reason.setWordWrap(True)
        self.stack = QStackedWidget()
        self._lay_out()
        self.filter.textChanged.connect(self._on_filter)
        self.table.activated_row.connect(self._on_open)
        self.table.current_row_changed.connect(self._show_reason)
        self.setFocusProxy(self.table)

    def _lay_out(self) -> None:
        tools = QHBoxLayout()
        tools.setSpacing(theme.px(12))
        tools.addWidget(self.filter, 1)
        tools.addWidget(self.count)
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(8))
        layout.addLayout(tools)
        layout.addWidget(self.stack, 1)
        layout.addWidget(self.reason)

    def reload(self) -> None:
        """Read what stands out today."""
        day, features = clock.today(), load_features()
        self.runner.read(lambda session: signals(session, day, features), self._on_read)

    def _on_read(self, found: list[Signal]) -> None:
        self.model.set_rows(found)
        self.stack.setCurrentWidget(self.table if found else self.empty)
        if found and not self.table.currentIndex().isValid():
            self.table.selectRow(0)
        self._show_count()

    def _on_filter(self, text: str) -> None:
        self.model.set_filter(text)
        self._show_count()

    def _show_count(self) -> None:
        self.count.setText(translate("yearly", "{count} om te bellen").format(count=len(self.model.rows)))

    def _show_reason(self, row: Signal | None) -> None:
        self.reason.setText(f"{row.name}: {row.reason}" if row else "")

    def on_find(self) -> None:
        """Ctrl+F: go to the filter."""
        self.filter.setFocus()

    def _on_open(self, row: Signal) -> None:
        self.open_page.emit(row.page, row.key)


def _columns() -> list[Column[Signal]]:
    return [
        Column(translate("yearly", "Naam"), lambda row: row.name, width=180, grows=True),
        Column(translate("yearly", "Wat"), lambda row: row.subject, width=190, bold=lambda _row: True),
        Column(translate("yearly", "Telefoon"), lambda row: show_phone(row.phone), width=130),
        Column(
            translate("yearly", "Waarom"), lambda row: row.reason, width=160, tooltip=lambda row: row.reason, grows=True
        ),
    ]
