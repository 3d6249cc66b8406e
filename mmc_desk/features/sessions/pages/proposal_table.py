"""What the plan proposes, line by line with the reasons; and the months without an activity with theirs."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from mmc_desk.core.formats import show_weekday_date
from mmc_desk.core.i18n import translate
from mmc_desk.features.people.pages.card import action_button, plain_label
from mmc_desk.features.sessions.queries.rows import Proposal, ProposalRow
from mmc_desk.features.sessions.rules.plan_words import month_words
from mmc_desk.ui import icons, theme
from mmc_desk.ui.columns import Column
from mmc_desk.ui.keys import on_key
from mmc_desk.ui.table_model import RowTableModel, TableView


class ProposalPanel(QFrame):
    """The table of a proposal with its two buttons."""

    chosen = Signal(object)
    """The ProposalRow under the cursor."""
    accepted_one = Signal(object)
    """A ProposalRow to take over."""
    accepted_all = Signal()
    dropped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = plain_label("", "heading")
        self.model: RowTableModel[ProposalRow] = RowTableModel(_columns())
        self.table = TableView(self.model, name=translate("sessions", "Voorstel"))
        text = translate("sessions", "&Alles overnemen")
        self.all_button = action_button(text, "circle-check", self.accepted_all.emit, "primary", "Ctrl+Enter")
        self.all_button.setIcon(icons.icon("circle-check", "on_accent"))
        leave = translate("sessions", "Voorstel &wegdoen")
        self.drop_button = action_button(leave, "x", self.dropped.emit, "", translate("sessions", "Esc"))
        head = QHBoxLayout()
        head.setSpacing(theme.px(8))
        head.addWidget(self.heading, 1)
        head.addWidget(self.drop_button)
        head.addWidget(self.all_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(6))
        layout.addLayout(head)
        layout.addWidget(self.table, 1)
        self.table.current_row_changed.connect(self._on_row)
        self.table.activated_row.connect(self._on_activated)
        on_key(self.table, "Esc", self.dropped.emit)

    def show_proposal(self, found: Proposal) -> None:
        """Show a proposal."""
        self.table.blockSignals(True)
        self.model.set_rows(found.rows)
        self.table.blockSignals(False)
        sessions, without = len(found.sessions), len(found.rows) - len(found.sessions)
        span = month_words(found.first)
        if found.first != found.last:
            span = translate("sessions", "{first} tot en met {last}").format(first=span, last=month_words(found.last))
        text = translate("sessions", "Voorstel {span}: {sessions} nieuw, {kept} staan er al, {without} zonder")
        self.heading.setText(text.format(span=span, sessions=sessions, kept=found.kept, without=without))
        self.all_button.setEnabled(sessions > 0)

    def _on_row(self, row: ProposalRow | None) -> None:
        if row is not None and self.table.hasFocus():
            self.chosen.emit(row)

    def _on_activated(self, row: ProposalRow) -> None:
        if row.proposed is not None:
            self.accepted_one.emit(row)


def _columns() -> list[Column[ProposalRow]]:
    return [
        Column(
            translate("sessions", "Dag"),
            lambda row: show_weekday_date(row.day) if row.day else month_words(row.month),
            lambda row: (row.month, row.day.day if row.day else 99),
            width=150,
            icon=lambda row: "sparkles" if row.proposed else "calendar-off",
            colour=lambda row: "" if row.proposed else "warn",
        ),
        Column(translate("sessions", "Locatie"), lambda row: row.location, width=120),
        Column(translate("sessions", "Thema"), _theme, width=210, tooltip=_theme, grows=True),
        Column(translate("sessions", "Partner"), lambda row: row.partner, width=150, is_spare=True),
        Column(
            translate("sessions", "Waarom"),
            lambda row: " ".join(row.why),
            width=420,
            tooltip=lambda row: "\n".join(row.why),
            grows=True,
        ),
    ]


def _theme(row: ProposalRow) -> str:
    if row.proposed is None:
        return translate("sessions", "geen activiteit")
    return row.theme or translate("sessions", "thema nog te kiezen")
