"""Uitnodigingen: which partner gets what by mail for a month, what changed, how it looks; paper for the rest."""

import functools
from collections import Counter

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from mmc_desk.core import clock
from mmc_desk.core.errors import DeskError
from mmc_desk.core.i18n import translate
from mmc_desk.features.mail.rules import address_problem
from mmc_desk.features.rides.ops.mailing import name_calendar
from mmc_desk.features.sessions.ops.mailing import MailInvitation, MailInvitations, mail_invitations
from mmc_desk.features.sessions.pages.papers import open_preview
from mmc_desk.features.sessions.printout.invitations import (
    CHANGE_NAMES,
    InvitationLetter,
    invitation_letter,
    write_invitations,
)
from mmc_desk.features.sessions.queries.mailing import InvitationMailing, PartnerMailing, invitation_mailing
from mmc_desk.features.sessions.queries.noons import first_day, last_day
from mmc_desk.features.sessions.rules.plan import Month
from mmc_desk.features.sessions.rules.plan_words import month_words
from mmc_desk.ui import icons, messages, theme
from mmc_desk.ui.keys import on_key
from mmc_desk.ui.pdf import PdfPages
from mmc_desk.ui.preview import PagesView
from mmc_desk.ui.runner import Runner
from mmc_desk.ui.table_model import Column, RowTableModel, TableView

_PAUSE_MS = 150


class InvitationDialog(QDialog):
    """Ticks partners, shows the mail of the one under the cursor, puts the ticked ones in the queue."""

    def __init__(self, runner: Runner, month: Month, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._month = month
        self.mailing: InvitationMailing | None = None
        self.ticked: set[int] = set()
        self._letters: dict[int, InvitationLetter] = {}
        self.model: RowTableModel[PartnerMailing] = RowTableModel(self._columns())
        self.table = TableView(self.model, name=translate("sessions", "Partners"))
        self.text = QPlainTextEdit(readOnly=True)
        self.text.setAccessibleName(translate("sessions", "Tekst van de mail"))
        self.text.setTabChangesFocus(True)
        self.tabs = QTabWidget()
        self.notice, self.count = QLabel(wordWrap=True), QLabel()
        self.queue_button = QPushButton(icons.icon("send", "on_accent"), "")
        self.print_button = QPushButton(icons.icon("printer"), "\u2002" + translate("sessions", "&Afdrukken"))
        self.close_button = QPushButton(translate("sessions", "Sluiten"))
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        title = translate("sessions", "Uitnodigingen voor partners: {month}")
        self.setWindowTitle(title.format(month=month_words(month)))
        self._lay_out()
        self._connect()
        self._enable()
        self.reload()

    def _lay_out(self) -> None:
        margin = theme.px(16)
        self.notice.setProperty("role", "warning")
        self.notice.setTextFormat(Qt.TextFormat.PlainText)
        self.notice.hide()
        self.count.setProperty("role", "muted")
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(QWidget(), translate("sessions", "&Uitnodiging"))
        self.tabs.addTab(self.text, translate("sessions", "&Tekst"))
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setHandleWidth(theme.px(12))
        splitter.addWidget(self.table)
        splitter.addWidget(self.tabs)
        splitter.setSizes([theme.px(620), theme.px(440)])
        foot = QHBoxLayout()
        foot.setSpacing(theme.px(8))
        foot.addWidget(self.count, 1)
        for button in (self.print_button, self.close_button, self.queue_button):
            button.setAutoDefault(False)
            foot.addWidget(button)
        self.queue_button.setProperty("role", "primary")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(margin, margin, margin, margin)
        layout.setSpacing(theme.px(8))
        layout.addWidget(self.notice)
        layout.addWidget(splitter, 1)
        layout.addLayout(foot)
        room = self.screen().availableSize()
        self.resize(min(theme.px(1120), room.width() - 40), min(theme.px(660), room.height() - 40))

    def _connect(self) -> None:
        self.table.current_row_changed.connect(lambda _row: self._pause.start())
        self.table.activated_row.connect(self.toggle)
        self._pause.timeout.connect(self._make_letter)
        self.queue_button.clicked.connect(self.queue)
        self.print_button.clicked.connect(self.print_all)
        self.close_button.clicked.connect(self.reject)
        on_key(self.table, "Space", self._on_space)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.queue)

    def reload(self) -> None:
        """Read who would get what."""
        query = functools.partial(invitation_mailing, first=first_day(self._month), last=last_day(self._month))

        def read(_calendar: str) -> None:
            self._runner.read(query, self._on_mailing)

        self._runner.write(name_calendar, "", read)

    def _on_mailing(self, mailing: InvitationMailing) -> None:
        self.mailing = mailing
        self._letters.clear()
        self.ticked = {row.partner_id for row in mailing.partners if can_be_mailed(row) and row.is_news}
        self.model.set_rows(mailing.partners)
        if mailing.partners and not self.table.currentIndex().isValid():
            self.table.selectRow(0)
        self.table.setFocus()
        self._say_why_it_waits(mailing)
        self._enable()
        self._make_letter()

    def _say_why_it_waits(self, mailing: InvitationMailing) -> None:
        text = ""
        if mailing.practice:
            text = translate("sessions", "Oefendata: de mails komen in de wachtrij, maar vertrekken nooit.")
        elif not mailing.sender_address:
            text = translate("sessions", "Stel eerst de mailserver in bij Uitgaande mail: tot dan wachten de mails.")
        self.notice.setText(text)
        self.notice.setVisible(bool(text))

    def toggle(self, row: PartnerMailing) -> None:
        """Tick a partner, or not."""
        if can_be_mailed(row):
            self.ticked ^= {row.partner_id}
            self.table.viewport().update()
            self._enable()

    def _on_space(self) -> None:
        row = self.table.current_row()
        if row is not None:
            self.toggle(row)

    def _enable(self) -> None:
        text = translate("sessions", "&Klaarzetten ({count})").format(count=len(self.ticked))
        self.queue_button.setText("\u2002" + text)
        self.queue_button.setEnabled(bool(self.ticked))
        partners = self.mailing.partners if self.mailing else ()
        self.print_button.setEnabled(bool(partners))
        nobody = translate("sessions", "Geen partners met een activiteit in deze maand.")
        some = translate("sessions", "{count} partners, {mails} aangevinkt")
        said = some.format(count=len(partners), mails=len(self.ticked)) if partners else nobody
        self.count.setText(said if self.mailing else "")

    # The mail under the cursor

    def _make_letter(self) -> None:
        row, mailing = self.table.current_row(), self.mailing
        if row is None or mailing is None:
            return
        if row.partner_id in self._letters:
            self._show(self._letters[row.partner_id])
            return
        made = functools.partial(self._on_letter, mailing, row.partner_id)
        self._runner.run(lambda: invitation_letter(mailing, row, clock.now()), made)

    def _on_letter(self, mailing: InvitationMailing, partner_id: int, letter: InvitationLetter) -> None:
        if mailing is not self.mailing:
            return
        self._letters[partner_id] = letter
        row = self.table.current_row()
        if row is not None and row.partner_id == partner_id:
            self._show(letter)

    def _show(self, letter: InvitationLetter) -> None:
        subject = translate("sessions", "Onderwerp: {subject}").format(subject=letter.subject)
        files = ", ".join(file.name for file in letter.attachments)
        attached = translate("sessions", "Bijlagen: {files}").format(files=files)
        self.text.setPlainText(f"{subject}\n{attached}\n\n{letter.body}")
        pages = PdfPages(letter.paper)
        view = PagesView(pages)
        view.destroyed.connect(pages.close)
        view.setAccessibleName(translate("sessions", "Voorbeeld van de uitnodiging"))
        in_front = self.tabs.currentIndex()
        old = self.tabs.widget(0)
        self.tabs.removeTab(0)
        if old is not None:
            old.deleteLater()
        self.tabs.insertTab(0, view, translate("sessions", "&Uitnodiging"))
        self.tabs.setCurrentIndex(in_front)

    # What a person does

    def queue(self) -> None:
        """Put the mails of the ticked partners in the queue."""
        mailing = self.mailing
        if mailing is None or not self.ticked or not self.queue_button.isEnabled():
            return
        self.queue_button.setEnabled(False)
        wanted = [row for row in mailing.partners if row.partner_id in self.ticked]
        letters = dict(self._letters)
        self._runner.run(lambda: _command(mailing, wanted, letters), self._on_command)

    def _on_command(self, command: MailInvitations) -> None:
        label = translate("sessions", "Uitnodigingen gemaild")
        op = functools.partial(mail_invitations, command=command)
        self._runner.write(op, label, self._on_queued, self._on_refused)

    def _on_queued(self, count: int) -> None:
        text = translate("sessions", "{count} mails in de wachtrij").format(count=count)
        messages.toast(self.parentWidget(), text, self._runner.undo)
        self.accept()

    def _on_refused(self, error: DeskError) -> None:
        self.reload()
        messages.show_error(self, str(error))

    def print_all(self) -> None:
        """Print the invitation of every partner of the month."""
        mailing = self.mailing
        if mailing is not None and mailing.partners:
            make = functools.partial(write_invitations, mailing=mailing, partners=mailing.partners)
            month = f"{self._month.year}-{self._month.month:02d}"
            name = translate("sessions", "Uitnodigingen {month}.pdf").format(month=month)
            open_preview(self._runner, self, translate("sessions", "Uitnodigingen"), name, make)

    def _columns(self) -> list[Column[PartnerMailing]]:
        yes, no = translate("sessions", "ja"), translate("sessions", "neen")

        def mails(row: PartnerMailing) -> bool:
            return row.partner_id in self.ticked

        return [
            Column(
                translate("sessions", "Mailen"),
                lambda row: yes if mails(row) else no,
                width=76,
                icon=lambda row: "square-check" if mails(row) else "square",
                colour=lambda row: "accent" if mails(row) else "muted",
            ),
            Column(translate("sessions", "Partner"), lambda row: row.name, width=150, grows=True),
            Column(
                translate("sessions", "E-mail"),
                address_text,
                width=170,
                grows=True,
                tooltip=lambda row: address_problem(row.address) or row.address,
                icon=lambda row: "" if can_be_mailed(row) else "triangle-alert",
                colour=lambda row: "" if can_be_mailed(row) else "warn",
            ),
            Column(translate("sessions", "Sinds de vorige mail"), news_text, width=150, grows=True),
        ]


def can_be_mailed(row: PartnerMailing) -> bool:
    """Tell whether a partner has an address that mail can be sent to."""
    return not address_problem(row.address)


def address_text(row: PartnerMailing) -> str:
    """Return where the mail goes, or that it can't."""
    return row.address or translate("sessions", "geen e-mailadres")


def news_text(row: PartnerMailing) -> str:
    """Return what a partner doesn't know yet: "1 nieuw, 1 vervallen"."""
    if not row.was_mailed:
        return translate("sessions", "nog niet gemaild")
    counts = Counter(entry.change for entry in row.entries)
    parts = [f"{counts[one]} {translate('sessions', name)}" for one, name in CHANGE_NAMES.items() if counts[one]]
    return ", ".join(parts) or translate("sessions", "niets gewijzigd")


def _command(
    mailing: InvitationMailing, wanted: list[PartnerMailing], letters: dict[int, InvitationLetter]
) -> MailInvitations:
    made = ((row, letters.get(row.partner_id) or invitation_letter(mailing, row, clock.now())) for row in wanted)
    return MailInvitations(
        mailing.first,
        mailing.last,
        tuple(
            MailInvitation(
                *(row.partner_id, row.contact or row.name, row.address, letter.subject, letter.body),
                attachments=letter.attachments,
                entries=row.entries,
            )
            for row, letter in made
        ),
    )


def open_mailing(runner: Runner, page: QWidget, month: Month) -> None:
    """Open the dialog over a page."""
    dialog = InvitationDialog(runner, month, page)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
