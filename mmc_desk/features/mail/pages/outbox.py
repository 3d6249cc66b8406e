"""The page Uitgaande mail: what waits, what left and what failed, with the mail itself beside the list."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from mmc_desk.core import clock
from mmc_desk.core.formats import show_number, show_time
from mmc_desk.core.i18n import translate
from mmc_desk.features.mail import ops, queries
from mmc_desk.features.mail.model import MailState
from mmc_desk.features.mail.pages import words
from mmc_desk.features.mail.pages.letter_view import LetterView
from mmc_desk.features.mail.pages.sender import Standing, sender_of
from mmc_desk.features.mail.pages.server_dialog import PasswordDialog, ServerDialog
from mmc_desk.features.mail.queries import MailRow
from mmc_desk.features.mail.rules import MailSettings
from mmc_desk.ui import icons, messages, theme
from mmc_desk.ui.chips import ChipRow
from mmc_desk.ui.columns import Column
from mmc_desk.ui.empty import EmptyState
from mmc_desk.ui.flow import FlowLayout
from mmc_desk.ui.keys import on_key
from mmc_desk.ui.page import Page
from mmc_desk.ui.runner import Runner
from mmc_desk.ui.table_model import RowTableModel, TableView

_LEFT = (MailState.SENT, MailState.WITHDRAWN)


@dataclass(frozen=True)
class _Chip:
    name: str
    label: str
    shows: Callable[[MailRow], bool]


class OutboxPage(Page):
    """The queue and the log of the outgoing mail."""

    topics: ClassVar[frozenset[str]] = frozenset({"outgoing_mail", "desk_setting"})

    def __init__(self, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(runner, parent)
        self.sender_at_work = sender_of(runner)
        self.settings: MailSettings | None = None
        self.rows: Sequence[MailRow] = ()
        self._wanted: int | None = None
        self.model: RowTableModel[MailRow] = RowTableModel(mail_columns(), lambda row: row.search)
        self.table = TableView(self.model, name=translate("mail", "Mails"))
        self.letter = LetterView(runner)
        self.filter = QLineEdit()
        self.tabs = QTabBar()
        self.chip_row = ChipRow(self.tabs)
        self._chips = _chips()
        self.retry_button = QPushButton(icons.icon("send"), "\u2002" + translate("mail", "&Opnieuw sturen"))
        self.withdraw_button = QPushButton(icons.icon("ban"), "\u2002" + translate("mail", "&Intrekken"))
        self.settings_button = QPushButton(icons.icon("settings"), "\u2002" + translate("mail", "I&nstellingen…"))
        self._lay_out()
        self._connect()
        self._enable()

    def _lay_out(self) -> None:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        column.addLayout(self._tools())
        column.addWidget(self.chip_row)
        self.nothing = EmptyState("mail", translate("mail", "Geen mails met deze keuze."))
        self.stack = QStackedWidget()
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.nothing)
        column.addWidget(self.stack, 1)
        buttons = FlowLayout(theme.px(8))
        buttons.addWidget(self.retry_button)
        buttons.addWidget(self.withdraw_button)
        column.addLayout(buttons)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setHandleWidth(theme.px(12))
        self.splitter.addWidget(left)
        self.splitter.addWidget(self.letter)
        self.splitter.setStretchFactor(0, 3)
        self.splitter.setStretchFactor(1, 2)
        self.splitter.setSizes([theme.px(720), theme.px(420)])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(8))
        layout.addWidget(self._banner())
        layout.addWidget(self.splitter, 1)
        self.setFocusProxy(self.table)

    def _tools(self) -> QHBoxLayout:
        self.filter.setPlaceholderText(translate("mail", "Zoek op naam, adres, onderwerp"))
        self.filter.setAccessibleName(translate("mail", "Filter op naam, adres, onderwerp"))
        self.filter.setClearButtonEnabled(True)
        self.tabs.setAccessibleName(translate("mail", "Welke mails"))
        for chip in self._chips:
            self.tabs.addTab(chip.label)
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        row.addWidget(self.filter, 1)
        row.addWidget(self.settings_button)
        return row

    def _banner(self) -> QFrame:
        self.banner = QFrame()
        self.banner.setProperty("role", "banner-warning")
        self._banner_icon = QLabel()
        self._banner_icon.setPixmap(icons.pixmap("triangle-alert", 16, "warn", self.devicePixelRatioF()))
        self.banner_text = QLabel(wordWrap=True)
        self.banner_text.setTextFormat(Qt.TextFormat.PlainText)
        self.mend_button = QPushButton()
        row = QHBoxLayout(self.banner)
        row.setContentsMargins(theme.px(12), theme.px(6), theme.px(6), theme.px(6))
        row.setSpacing(theme.px(10))
        row.addWidget(self._banner_icon)
        row.addWidget(self.banner_text, 1)
        row.addWidget(self.mend_button)
        self.banner.hide()
        return self.banner

    def _connect(self) -> None:
        self.filter.textChanged.connect(self._on_filter)
        self.tabs.currentChanged.connect(lambda _place: self._arrange())
        self.table.current_row_changed.connect(self._on_row)
        self.table.activated_row.connect(lambda _row: self.letter.open_first())
        self.retry_button.clicked.connect(self.on_retry)
        self.withdraw_button.clicked.connect(self.on_withdraw)
        self.settings_button.clicked.connect(self.on_settings)
        self.mend_button.clicked.connect(self._on_mend)
        self.sender_at_work.told.connect(self._show_standing)
        on_key(self.table, "Del", self.on_withdraw)

    def reload(self) -> None:
        """Read the list and the settings."""
        self.runner.read(lambda session: (queries.mail_list(session), queries.mail_settings(session)), self._on_read)

    def _on_read(self, read: tuple[list[MailRow], MailSettings | None]) -> None:
        self.rows, self.settings = read
        numbers = [sum(chip.shows(row) for row in self.rows) for chip in self._chips]
        names = [f"{chip.label}  {show_number(number)}" for chip, number in zip(self._chips, numbers, strict=True)]
        self.chip_row.set_texts(names)
        self._arrange()
        self._show_standing()

    def _arrange(self) -> None:
        chip = self._chips[max(0, self.tabs.currentIndex())]
        self.model.set_rows([row for row in self.rows if chip.shows(row)])
        self._after_rows()

    def _on_filter(self, text: str) -> None:
        self.model.set_filter(text)
        self._after_rows()

    def _after_rows(self) -> None:
        wanted, self._wanted = self._wanted, None
        if wanted is not None:
            self.table.select_where(lambda row: row.key == wanted)
        if not self.table.currentIndex().isValid() and self.model.rows:
            self.table.selectRow(0)
        self.stack.setCurrentWidget(self.table if self.model.rows else self.nothing)
        self._on_row(self.table.current_row())

    def _on_row(self, row: MailRow | None) -> None:
        self.letter.show_mail(row)
        self._enable()

    def _enable(self) -> None:
        row: MailRow | None = self.table.current_row()
        self.retry_button.setEnabled(row is not None and row.state is not MailState.SENT)
        self.withdraw_button.setEnabled(row is not None and row.state not in _LEFT)

    def _show_standing(self) -> None:
        standing = self.sender_at_work.standing
        text = words.standing_text(standing, self.sender_at_work.reason)
        self.banner_text.setText(text)
        self.banner.setVisible(bool(text))
        password, mend = translate("mail", "&Wachtwoord geven…"), translate("mail", "&Mailserver instellen…")
        self.mend_button.setText(password if standing is Standing.PASSWORD else mend)
        self.mend_button.setVisible(standing is not Standing.PRACTICE)

    # What a person does

    def on_retry(self) -> None:
        """Send the mail now."""
        row: MailRow | None = self.table.current_row()
        if row is None or row.state is MailState.SENT:
            return
        command = ops.RetryMail(row.key)
        self._do(lambda session: ops.retry_mail(session, command), translate("mail", "Mail opnieuw in de wachtrij"))
        self.sender_at_work.resume()

    def on_withdraw(self) -> None:
        """Keep the mail from being sent."""
        row: MailRow | None = self.table.current_row()
        if row is None or row.state in _LEFT:
            return
        command = ops.WithdrawMail(row.key)
        self._do(lambda session: ops.withdraw_mail(session, command), translate("mail", "Mail ingetrokken"))

    def _do(self, op: Any, label: str) -> None:  # noqa: ANN401 - any op
        self.runner.write(op, label, lambda _value: messages.toast(self, label, self.runner.undo))

    def on_settings(self) -> None:
        """Change the mail settings."""
        _open(ServerDialog(self.runner, self.settings, self))

    def _on_mend(self) -> None:
        if self.sender_at_work.standing is Standing.PASSWORD and self.settings is not None:
            _open(PasswordDialog(self.runner, self.settings, self))
        else:
            self.on_settings()

    # What the window asks

    def on_find(self) -> None:
        """Put the focus in the filter."""
        self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter.selectAll()

    def open_record(self, key: int) -> None:
        """Show one mail."""
        self._wanted = key
        self.filter.clear()
        self.tabs.setCurrentIndex(0)
        self.reload()

    def show_text(self, text: str) -> None:
        """Show the mails to somebody."""
        self.tabs.setCurrentIndex(0)
        self.filter.setText(text)

    def save_state(self) -> dict[str, object]:
        """Return the chip, the widths and the splitter."""
        chip = self._chips[max(0, self.tabs.currentIndex())].name
        return {"chip": chip, "table": self.table.save_state(), "sizes": self.splitter.sizes()}

    def restore_state(self, state: dict[str, Any]) -> None:
        """Take back what `save_state` returned."""
        names = [chip.name for chip in self._chips]
        if state.get("chip") in names:
            self.tabs.setCurrentIndex(names.index(str(state["chip"])))
        self.table.restore_state(state.get("table", {}))
        sizes = state.get("sizes")
        if sizes and len(sizes) == 2:
            self.splitter.setSizes([int(size) for size in sizes])


def _open(dialog: Any) -> None:  # noqa: ANN401 - a dialog of this feature
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()


def _chips() -> list[_Chip]:
    return [
        _Chip("all", translate("mail", "Alle"), lambda _row: True),
        _Chip("queued", translate("mail", "Wachtrij"), lambda row: row.state is MailState.QUEUED),
        _Chip("failed", translate("mail", "Mislukt"), lambda row: row.state is MailState.FAILED),
        _Chip("sent", translate("mail", "Verstuurd"), lambda row: row.state is MailState.SENT),
    ]


def mail_columns() -> list[Column[MailRow]]:
    """Return the columns of the list of mails."""
    return [
        Column(translate("mail", "Klaargezet"), _queued, lambda row: row.queued_at, width=108),
        Column(
            translate("mail", "Toestand"),
            lambda row: words.state_word(row.state),
            width=136,
            colour=lambda row: words.look(row.state).role,
            icon=lambda row: words.look(row.state).icon,
            tooltip=lambda row: row.error,
        ),
        Column(translate("mail", "Aan"), lambda row: row.to_name or row.to_address, width=170, grows=True, tooltip=_to),
        Column(translate("mail", "Onderwerp"), lambda row: row.subject, width=230, grows=True, tooltip=_subject),
        Column(translate("mail", "Vertrek"), words.when, lambda row: row.sent_at, width=140),
        Column(translate("mail", "Reden"), lambda row: row.error, width=200, is_spare=True, tooltip=_error),
    ]


def _queued(row: MailRow) -> str:
    return f"{clock.local(row.queued_at):%d/%m} {show_time(row.queued_at)}"


def _to(row: MailRow) -> str:
    return f"{row.to_name} <{row.to_address}>"


def _subject(row: MailRow) -> str:
    return row.subject


def _error(row: MailRow) -> str:
    return row.error
