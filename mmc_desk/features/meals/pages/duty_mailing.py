"""Diensten mailen: which volunteer gets what by mail for a month, what changed, and the words of each mail."""

from collections import Counter
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QSplitter, QVBoxLayout, QWidget

from mmc_desk.core import clock
from mmc_desk.core.errors import DeskError
from mmc_desk.core.formats import month_name
from mmc_desk.core.i18n import translate
from mmc_desk.features.mail.rules import address_problem
from mmc_desk.features.meals.ops.duty_mailing import MailDuties, MailRoster, mail_roster
from mmc_desk.features.meals.printout.duty_letters import CHANGE_NAMES, duty_letter, letter_text
from mmc_desk.features.meals.queries.duty_mailing import DutyMailing, VolunteerMailing, duty_mailing
from mmc_desk.features.rides.ops.mailing import name_calendar
from mmc_desk.ui import icons, messages, theme
from mmc_desk.ui.keys import on_key
from mmc_desk.ui.runner import Runner
from mmc_desk.ui.table_model import Column, RowTableModel, TableView


class DutyMailingDialog(QDialog):
    """Ticks volunteers, shows the mail of the one under the cursor, puts the ticked ones in the queue."""

    def __init__(self, runner: Runner, first: date, last: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._period = (first, last)
        self.mailing: DutyMailing | None = None
        self.ticked: set[int] = set()
        self.model: RowTableModel[VolunteerMailing] = RowTableModel(self._columns())
        self.table = TableView(self.model, name=translate("duties", "Vrijwilligers"))
        self.text = QPlainTextEdit(readOnly=True)
        self.text.setAccessibleName(translate("duties", "Tekst van de mail"))
        self.text.setTabChangesFocus(True)
        self.notice, self.count = QLabel(wordWrap=True), QLabel()
        self.queue_button = QPushButton(icons.icon("send", "on_accent"), "")
        self.close_button = QPushButton(translate("duties", "Sluiten"))
        title = translate("duties", "Diensten mailen: {month} {year}")
        self.setWindowTitle(title.format(month=month_name(first.month), year=first.year))
        self._lay_out()
        self._connect()
        self._enable()
        self.reload()

    def _columns(self) -> list[Column[VolunteerMailing]]:
        yes, no = translate("duties", "ja"), translate("duties", "neen")
        return [
            Column(
                translate("duties", "Mailen"),
                lambda row: yes if row.key in self.ticked else no,
                width=76,
                icon=lambda row: "square-check" if row.key in self.ticked else "square",
                colour=lambda row: "accent" if row.key in self.ticked else "muted",
            ),
            Column(translate("duties", "Naam"), lambda row: row.name, width=130, grows=True),
            Column(
                translate("duties", "E-mail"),
                lambda row: row.address or translate("duties", "geen e-mailadres"),
                width=170,
                grows=True,
                icon=lambda row: "" if can_be_mailed(row) else "triangle-alert",
                colour=lambda row: "" if can_be_mailed(row) else "warn",
            ),
            Column(translate("duties", "Sinds de vorige mail"), news_text, width=150, grows=True, tooltip=news_text),
        ]

    def _lay_out(self) -> None:
        margin = theme.px(16)
        self.notice.setProperty("role", "warning")
        self.notice.setTextFormat(Qt.TextFormat.PlainText)
        self.notice.hide()
        self.count.setProperty("role", "muted")
        self.queue_button.setProperty("role", "primary")
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setHandleWidth(theme.px(12))
        splitter.addWidget(self.table)
        splitter.addWidget(self.text)
        splitter.setSizes([theme.px(620), theme.px(420)])
        foot = QHBoxLayout()
        foot.setSpacing(theme.px(8))
        foot.addWidget(self.count, 1)
        for button in (self.close_button, self.queue_button):
            button.setAutoDefault(False)
            foot.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(margin, margin, margin, margin)
        layout.setSpacing(theme.px(8))
        layout.addWidget(self.notice)
        layout.addWidget(splitter, 1)
        layout.addLayout(foot)
        room = self.screen().availableSize()
        self.resize(min(theme.px(1080), room.width() - 40), min(theme.px(620), room.height() - 40))

    def _connect(self) -> None:
        self.table.current_row_changed.connect(self._show)
        self.table.activated_row.connect(lambda row: self.toggle([row]))
        self.queue_button.clicked.connect(self.queue)
        self.close_button.clicked.connect(self.reject)
        on_key(self.table, "Space", lambda: self.toggle(self.table.selected_rows()))
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.queue)

    def reload(self) -> None:
        """Read who would get what."""
        first, last = self._period

        def read(_calendar: str) -> None:
            self._runner.read(lambda session: duty_mailing(session, first, last), self._on_mailing)

        self._runner.write(name_calendar, "", read)

    def _on_mailing(self, mailing: DutyMailing) -> None:
        self.mailing = mailing
        self.ticked = {row.key for row in mailing.volunteers if can_be_mailed(row) and row.is_news}
        self.model.set_rows(mailing.volunteers)
        if mailing.volunteers:
            self.table.selectRow(0)
        self.table.setFocus()
        text = ""
        if mailing.practice:
            text = translate("duties", "Oefendata: de mails komen in de wachtrij, maar vertrekken nooit.")
        elif not mailing.sender_address:
            text = translate("duties", "Stel eerst de mailserver in bij Uitgaande mail: tot dan wachten de mails.")
        self._say(text)
        self._enable()
        self._show(self.table.current_row())

    def _say(self, text: str) -> None:
        self.notice.setText(text)
        self.notice.setVisible(bool(text))

    def toggle(self, rows: list[VolunteerMailing]) -> None:
        """Tick volunteers, or not."""
        wanted = {row.key for row in rows if can_be_mailed(row)}
        self.ticked = self.ticked - wanted if wanted <= self.ticked else self.ticked | wanted
        self.table.viewport().update()
        self._enable()

    def _enable(self) -> None:
        text = translate("duties", "&Klaarzetten ({count})").format(count=len(self.ticked))
        self.queue_button.setText("\u2002" + text)
        self.queue_button.setEnabled(bool(self.ticked))
        people = len(self.mailing.volunteers) if self.mailing else 0
        some = translate("duties", "{count} vrijwilligers, {mails} aangevinkt")
        nobody = translate("duties", "Niemand staat in deze maand op het dienstrooster.")
        shown = some.format(count=people, mails=len(self.ticked)) if people else nobody
        self.count.setText(shown if self.mailing else "")

    def _show(self, row: VolunteerMailing | None) -> None:
        self.text.setPlainText(letter_text(self.mailing, row) if row and self.mailing else "")

    def queue(self) -> None:
        """Put the mails of the ticked volunteers in the queue."""
        mailing = self.mailing
        if mailing is None or not self.queue_button.isEnabled():
            return
        self.queue_button.setEnabled(False)
        wanted = [row for row in mailing.volunteers if row.key in self.ticked]
        self._runner.run(lambda: _command(mailing, wanted), self._on_command)

    def _on_command(self, command: MailRoster) -> None:
        label = translate("duties", "Diensten gemaild")
        self._runner.write(lambda session: mail_roster(session, command), label, self._on_queued, self._on_refused)

    def _on_queued(self, count: int) -> None:
        text = translate("duties", "{count} mails in de wachtrij").format(count=count)
        messages.toast(self.parentWidget(), text, self._runner.undo)
        self.accept()

    def _on_refused(self, error: DeskError) -> None:
        self.reload()
        messages.show_error(self, str(error))


def can_be_mailed(row: VolunteerMailing) -> bool:
    """Tell whether a volunteer has an address that mail can be sent to."""
    return not address_problem(row.address)


def news_text(row: VolunteerMailing) -> str:
    """Return what a volunteer doesn't know yet: "1 nieuw, 2 vervallen"."""
    if not row.was_mailed:
        return translate("duties", "nog niet gemaild")
    counts = Counter(entry.change for entry in row.entries)
    parts = [f"{counts[change]} {translate('duties', name)}" for change, name in CHANGE_NAMES.items() if counts[change]]
    return ", ".join(parts) or translate("duties", "niets gewijzigd")


def _command(mailing: DutyMailing, wanted: list[VolunteerMailing]) -> MailRoster:
    letters = []
    for row in wanted:
        letter = duty_letter(mailing, row, clock.now())
        letters.append(
            MailDuties(
                row.volunteer_id, row.name, row.address, letter.subject, letter.body, letter.attachments, row.entries
            )
        )
    return MailRoster(mailing.first, mailing.last, tuple(letters))
