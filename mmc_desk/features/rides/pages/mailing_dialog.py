"""Rittenlijsten mailen: who gets the roster of a day, week or month by mail, what changed, and how it looks."""

import functools
from collections import Counter
from datetime import date

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction, QKeySequence, QShortcut
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
from mmc_desk.features.rides import ops
from mmc_desk.features.rides.pages.roster_preview import RosterPreview
from mmc_desk.features.rides.printout import roster_bytes
from mmc_desk.features.rides.printout.letters import CHANGE_NAMES, RosterLetter, roster_letter
from mmc_desk.features.rides.printout.rosters import show_span
from mmc_desk.features.rides.queries.mailing import DriverMailing, RosterMailing, roster_mailing
from mmc_desk.features.rides.queries.rows import RosterBook
from mmc_desk.ui import icons, messages, theme
from mmc_desk.ui.keys import on_key
from mmc_desk.ui.pdf import PdfPages
from mmc_desk.ui.preview import PagesView
from mmc_desk.ui.runner import Runner
from mmc_desk.ui.table_model import Column, RowTableModel, TableView

_PAUSE_MS = 150


class MailingDialog(QDialog):
    """Ticks drivers, shows the mail of the one under the cursor, puts the ticked ones in the queue."""

    def __init__(self, runner: Runner, first: date, last: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._period = (first, last)
        self.mailing: RosterMailing | None = None
        self.ticked: set[int] = set()
        self._letters: dict[int, RosterLetter] = {}
        self._view: PagesView | None = None
        self.model: RowTableModel[DriverMailing] = RowTableModel(self._columns(), key=lambda row: row.driver_id)
        self.table = TableView(self.model, name=translate("rides", "Chauffeurs"))
        self.text = QPlainTextEdit(readOnly=True)
        self.text.setAccessibleName(translate("rides", "Tekst van de mail"))
        self.text.setTabChangesFocus(True)
        self.tabs = QTabWidget()
        self.notice = QLabel(wordWrap=True)
        self.count = QLabel()
        self.queue_button = QPushButton(icons.icon("send", "on_accent"), "")
        self.print_button = QPushButton(icons.icon("printer"), "")
        self.close_button = QPushButton(translate("rides", "Sluiten"))
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self.setWindowTitle(translate("rides", "Rittenlijsten mailen: {span}").format(span=show_span(first, last)))
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
        self.tabs.addTab(QWidget(), translate("rides", "&Rittenlijst"))
        self.tabs.addTab(self.text, translate("rides", "&Tekst"))
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setHandleWidth(theme.px(12))
        splitter.addWidget(self.table)
        splitter.addWidget(self.tabs)
        splitter.setSizes([theme.px(680), theme.px(420)])
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
        self.resize(min(theme.px(1160), room.width() - 40), min(theme.px(680), room.height() - 40))

    def _connect(self) -> None:
        self.table.current_row_changed.connect(lambda _row: self._pause.start())
        self.table.activated_row.connect(self.toggle)
        self._pause.timeout.connect(self._make_letter)
        self.queue_button.clicked.connect(self.queue)
        self.print_button.clicked.connect(self.print_others)
        self.close_button.clicked.connect(self.reject)
        on_key(self.table, "Space", self._on_space)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.queue)

    def reload(self) -> None:
        """Read who would get what."""
        first, last = self._period

        def read(_calendar: str) -> None:
            self._runner.read(lambda session: roster_mailing(session, first, last), self._on_mailing)

        self._runner.write(ops.name_calendar, "", read)

    def _on_mailing(self, mailing: RosterMailing) -> None:
        self.mailing = mailing
        self._letters.clear()
        self.ticked = {row.driver_id for row in mailing.drivers if can_be_mailed(row) and row.is_news}
        self.model.set_rows(mailing.drivers)
        if mailing.drivers and not self.table.currentIndex().isValid():
            self.table.selectRow(0)
        self.table.setFocus()
        self._say_why_it_waits(mailing)
        self._enable()
        self._make_letter()

    def _say_why_it_waits(self, mailing: RosterMailing) -> None:
        text = ""
        if mailing.practice:
            text = translate("rides", "Oefendata: de mails komen in de wachtrij, maar vertrekken nooit.")
        elif not mailing.sender_address:
            text = translate("rides", "Stel eerst de mailserver in bij Uitgaande mail: tot dan wachten de mails.")
        self.notice.setText(text)
        self.notice.setVisible(bool(text))

    def toggle(self, row: DriverMailing) -> None:
        """Tick a driver, or not."""
        if can_be_mailed(row):
            self.ticked ^= {row.driver_id}
            self.table.viewport().update()
            self._enable()

    def _on_space(self) -> None:
        rows: list[DriverMailing] = [row for row in self.table.selected_rows() if can_be_mailed(row)]
        wanted = {row.driver_id for row in rows}
        self.ticked = self.ticked - wanted if wanted <= self.ticked else self.ticked | wanted
        self.table.viewport().update()
        self._enable()

    def _others(self) -> list[int]:
        drivers = self.mailing.drivers if self.mailing else ()
        return [row.driver_id for row in drivers if row.driver_id not in self.ticked and row.roster.days]

    def _enable(self) -> None:
        mails, others = len(self.ticked), len(self._others())
        mail, paper = translate("rides", "&Klaarzetten ({count})"), translate("rides", "&Andere afdrukken ({count})")
        self.queue_button.setText("\u2002" + mail.format(count=mails))
        self.print_button.setText("\u2002" + paper.format(count=others))
        self.queue_button.setEnabled(mails > 0)
        self.print_button.setEnabled(others > 0)
        drivers = self.mailing.drivers if self.mailing else ()
        nobody = translate("rides", "Niemand heeft ritten in deze periode.")
        some = translate("rides", "{count} chauffeurs, {mails} aangevinkt").format(count=len(drivers), mails=mails)
        self.count.setText(some if drivers else nobody if self.mailing else "")

    # The mail under the cursor

    def _make_letter(self) -> None:
        row, mailing = self.table.current_row(), self.mailing
        if row is None or mailing is None:
            return
        if row.driver_id in self._letters:
            self._show(row.driver_id, self._letters[row.driver_id])
            return
        made = functools.partial(self._on_letter, mailing, row.driver_id)
        self._runner.run(lambda: roster_letter(mailing, row, clock.now()), made)

    def _on_letter(self, mailing: RosterMailing, driver_id: int, letter: RosterLetter) -> None:
        if mailing is not self.mailing:
            return
        self._letters[driver_id] = letter
        row = self.table.current_row()
        if row is not None and row.driver_id == driver_id:
            self._show(driver_id, letter)

    def _show(self, _driver_id: int, letter: RosterLetter) -> None:
        subject = translate("rides", "Onderwerp: {subject}").format(subject=letter.subject)
        files = ", ".join(file.name for file in letter.attachments)
        attached = translate("rides", "Bijlagen: {files}").format(files=files)
        self.text.setPlainText(f"{subject}\n{attached}\n\n{letter.body}")
        pages = PdfPages(letter.paper)
        view = PagesView(pages)
        view.destroyed.connect(pages.close)
        view.setAccessibleName(translate("rides", "Voorbeeld van de rittenlijst"))
        in_front = self.tabs.currentIndex()
        old = self.tabs.widget(0)
        self.tabs.removeTab(0)
        if old is not None:
            old.deleteLater()
        self.tabs.insertTab(0, view, translate("rides", "&Rittenlijst"))
        self.tabs.setCurrentIndex(in_front)
        self._view = view

    # What a person does

    def queue(self) -> None:
        """Put the mails of the ticked drivers in the queue."""
        mailing = self.mailing
        if mailing is None or not self.ticked or not self.queue_button.isEnabled():
            return
        self.queue_button.setEnabled(False)
        wanted = [row for row in mailing.drivers if row.driver_id in self.ticked]
        letters = dict(self._letters)
        self._runner.run(lambda: _command(mailing, wanted, letters), self._on_command)

    def _on_command(self, command: ops.MailRosters) -> None:
        label = translate("rides", "Rittenlijsten gemaild")
        self._runner.write(lambda session: ops.mail_rosters(session, command), label, self._on_queued, self._on_refused)

    def _on_queued(self, count: int) -> None:
        text = translate("rides", "{count} mails in de wachtrij").format(count=count)
        messages.toast(self.parentWidget(), text, self._runner.undo)
        self.accept()

    def _on_refused(self, error: DeskError) -> None:
        self.reload()
        self.notice.setText(str(error))
        self.notice.show()
        messages.show_error(self, str(error))

    def print_others(self) -> None:
        """Print the rosters of everybody who gets none by mail."""
        if self.mailing is None or not self._others():
            return
        book = self.mailing.book(self._others())
        self._runner.run(lambda: (book, roster_bytes(book)), self._on_paper)

    def _on_paper(self, made: tuple[RosterBook, bytes]) -> None:
        dialog = RosterPreview(self._runner, *made, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _columns(self) -> list[Column[DriverMailing]]:
        yes, no = translate("rides", "ja"), translate("rides", "neen")

        def mails(row: DriverMailing) -> bool:
            return row.driver_id in self.ticked

        return [
            Column(
                translate("rides", "Mailen"),
                lambda row: yes if mails(row) else no,
                width=76,
                icon=lambda row: "square-check" if mails(row) else "square",
                colour=lambda row: "accent" if mails(row) else "muted",
            ),
            Column(translate("rides", "Chauffeur"), lambda row: row.name, width=130, grows=True),
            Column(
                translate("rides", "E-mail"),
                address_text,
                width=170,
                grows=True,
                tooltip=lambda row: address_problem(row.address) or row.address,
                icon=lambda row: "" if can_be_mailed(row) else "triangle-alert",
                colour=lambda row: "" if can_be_mailed(row) else "warn",
            ),
            Column(translate("rides", "Sinds vorige mail"), news_text, width=160, grows=True, tooltip=news_text),
            Column(translate("rides", "Ritten"), _rides_text, _rides, align_right=True, width=68, is_spare=True),
        ]


def can_be_mailed(row: DriverMailing) -> bool:
    """Tell whether a driver has an address that mail can be sent to."""
    return not address_problem(row.address)


def address_text(row: DriverMailing) -> str:
    """Return where the mail goes, or that it can't."""
    if can_be_mailed(row):
        return row.address
    return row.address or translate("rides", "geen e-mailadres")


def news_text(row: DriverMailing) -> str:
    """Return what a driver doesn't know yet: "1 nieuw, 2 vervallen"."""
    if not row.was_mailed:
        return translate("rides", "nog niet gemaild")
    counts = Counter(entry.change for entry in row.entries)
    parts = [f"{counts[change]} {translate('rides', name)}" for change, name in CHANGE_NAMES.items() if counts[change]]
    return ", ".join(parts) or translate("rides", "niets gewijzigd")


def _rides(row: DriverMailing) -> int:
    return sum(len(day.rides) for day in row.roster.days)


def _rides_text(row: DriverMailing) -> str:
    return str(_rides(row))


def _command(mailing: RosterMailing, wanted: list[DriverMailing], letters: dict[int, RosterLetter]) -> ops.MailRosters:
    return ops.MailRosters(
        mailing.first,
        mailing.last,
        tuple(_letter(row, letters.get(row.driver_id) or roster_letter(mailing, row, clock.now())) for row in wanted),
    )


def _letter(row: DriverMailing, letter: RosterLetter) -> ops.MailRoster:
    return ops.MailRoster(
        driver_id=row.driver_id,
        name=row.name,
        address=row.address,
        subject=letter.subject,
        body=letter.body,
        attachments=letter.attachments,
        entries=row.entries,
        days=tuple(day.day for day in row.roster.days),
    )


def open_mailing(runner: Runner, page: QWidget, first: date, last: date) -> None:
    """Open the dialog over a page."""
    dialog = MailingDialog(runner, first, last, page)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()


def mailing_action(page: QWidget) -> QAction:
    """Return the action of a page that opens the dialog (Ctrl+M); the page connects it."""
    action = QAction(icons.icon("mail"), translate("rides", "Rittenlijsten &mailen…"), page)
    action.setShortcut(QKeySequence("Ctrl+M"))
    action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    page.addAction(action)
    return action
