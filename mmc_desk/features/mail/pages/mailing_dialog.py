"""A mailing before it leaves: who gets what by mail, what changed since the last one, how it looks; paper for the rest.

Rosters, duties and invitations are mailed here alike; a feature gives what differs in its `MailingKind`.
"""

import functools
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic

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
from mmc_desk.core.db import Query
from mmc_desk.core.errors import DeskError
from mmc_desk.core.i18n import translate
from mmc_desk.features.mail import ops
from mmc_desk.features.mail.printout import CHANGE_NAMES
from mmc_desk.features.mail.rules import MadeLetter, Mailing, R, Recipient
from mmc_desk.ui import icons, messages, theme
from mmc_desk.ui.columns import Column
from mmc_desk.ui.keys import on_key
from mmc_desk.ui.pdf import PdfPages
from mmc_desk.ui.preview import PagesView
from mmc_desk.ui.runner import Runner
from mmc_desk.ui.table_model import RowTableModel, TableView

_PAUSE_MS = 150


@dataclass(frozen=True, slots=True)
class MailingKind(Generic[R]):
    """What one kind of mailing has of its own: its words, its query, its letter, its op and its paper.

    `people` and `person` name who gets it, `paper` is the tab of the PDF, `nobody` says that there is none to mail;
    `counted` has {count} people and {mails} ticked; `done` is the step's name in the undo menu.
    `print_papers(dialog, mailing, people)` shows the papers of some people in a preview.
    """

    title: str
    people: str
    person: str
    paper: str
    nobody: str
    counted: str
    done: str
    query: Query[Mailing[R]]
    letter: Callable[[Mailing[R], R, datetime], MadeLetter]
    mail: Callable[[Any, ops.MailCalendars], int]
    print_papers: Callable[[QWidget, Mailing[R], Sequence[R]], None]
    columns: tuple[Column[R], ...] = ()


class MailingDialog(QDialog, Generic[R]):
    """Ticks people, shows the mail of the one under the cursor, puts the ticked ones in the queue."""

    def __init__(self, runner: Runner, kind: MailingKind[R], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._kind = kind
        self.mailing: Mailing[R] | None = None
        self.ticked: set[int] = set()
        self._letters: dict[int, MadeLetter] = {}
        self.model: RowTableModel[R] = RowTableModel(self._columns())
        self.table = TableView(self.model, name=kind.people)
        self.text = QPlainTextEdit(readOnly=True)
        self.text.setAccessibleName(translate("mail", "Tekst van de mail"))
        self.text.setTabChangesFocus(True)
        self.tabs = QTabWidget()
        self.notice, self.count = QLabel(wordWrap=True), QLabel()
        self.queue_button = QPushButton(icons.icon("send", "on_accent"), "")
        self.print_button = QPushButton(icons.icon("printer"), "")
        self.close_button = QPushButton(translate("mail", "Sluiten"))
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self.setWindowTitle(kind.title)
        self._lay_out()
        self._connect()
        self._enable()
        self.reload()

    def _lay_out(self) -> None:
        self.notice.setProperty("role", "warning")
        self.notice.setTextFormat(Qt.TextFormat.PlainText)
        self.notice.hide()
        self.count.setProperty("role", "muted")
        self.queue_button.setProperty("role", "primary")
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(QWidget(), self._kind.paper)
        self.tabs.addTab(self.text, translate("mail", "&Tekst"))
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
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*[theme.px(16)] * 4)
        layout.setSpacing(theme.px(8))
        layout.addWidget(self.notice)
        layout.addWidget(splitter, 1)
        layout.addLayout(foot)
        room = self.screen().availableSize()
        self.resize(min(theme.px(1160), room.width() - 40), min(theme.px(680), room.height() - 40))

    def _connect(self) -> None:
        self.table.current_row_changed.connect(lambda _row: self._pause.start())
        self.table.activated_row.connect(lambda row: self.toggle([row]))
        self._pause.timeout.connect(self._make_letter)
        self.queue_button.clicked.connect(self.queue)
        self.print_button.clicked.connect(self.print_others)
        self.close_button.clicked.connect(self.reject)
        on_key(self.table, "Space", lambda: self.toggle(self.table.selected_rows()))
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.queue)

    def reload(self) -> None:
        """Read who would get what."""

        def read(_calendar: str) -> None:
            self._runner.read(self._kind.query, self._on_mailing)

        self._runner.write(ops.name_calendar, "", read)

    def _on_mailing(self, mailing: Mailing[R]) -> None:
        self.mailing = mailing
        self._letters.clear()
        self.ticked = {row.key for row in mailing.recipients if not row.address_problem and row.calendar.is_news}
        self.model.set_rows(mailing.recipients)
        if mailing.recipients and not self.table.currentIndex().isValid():
            self.table.selectRow(0)
        self.table.setFocus()
        self._say_why_it_waits(mailing)
        self._enable()
        self._make_letter()

    def _say_why_it_waits(self, mailing: Mailing[R]) -> None:
        text = ""
        if mailing.practice:
            text = translate("mail", "Oefendata: de mails komen in de wachtrij, maar vertrekken nooit.")
        elif not mailing.sender_address:
            text = translate("mail", "Stel eerst de mailserver in bij Uitgaande mail: tot dan wachten de mails.")
        self.notice.setText(text)
        self.notice.setVisible(bool(text))

    def toggle(self, rows: Sequence[R]) -> None:
        """Tick people, or not where all of them are."""
        wanted = {row.key for row in rows if not row.address_problem}
        self.ticked = self.ticked - wanted if wanted <= self.ticked else self.ticked | wanted
        self.table.viewport().update()
        self._enable()

    def _others(self) -> list[R]:
        people = self.mailing.recipients if self.mailing else ()
        return [row for row in people if row.key not in self.ticked and row.has_paper]

    def _enable(self) -> None:
        mails, others = len(self.ticked), len(self._others())
        mail, paper = translate("mail", "&Klaarzetten ({count})"), translate("mail", "&Andere afdrukken ({count})")
        self.queue_button.setText("\u2002" + mail.format(count=mails))
        self.print_button.setText("\u2002" + paper.format(count=others))
        self.queue_button.setEnabled(mails > 0)
        self.print_button.setEnabled(others > 0)
        people = len(self.mailing.recipients) if self.mailing else 0
        said = self._kind.counted.format(count=people, mails=mails) if people else self._kind.nobody
        self.count.setText(said if self.mailing else "")

    # The mail under the cursor

    def _make_letter(self) -> None:
        row, mailing = self.table.current_row(), self.mailing
        if row is None or mailing is None:
            return
        if row.key in self._letters:
            self._show(self._letters[row.key])
            return
        made = functools.partial(self._on_letter, mailing, row.key)
        self._runner.run(lambda: self._kind.letter(mailing, row, clock.now()), made)

    def _on_letter(self, mailing: Mailing[R], key: int, letter: MadeLetter) -> None:
        if mailing is not self.mailing:
            return
        self._letters[key] = letter
        row = self.table.current_row()
        if row is not None and row.key == key:
            self._show(letter)

    def _show(self, letter: MadeLetter) -> None:
        subject = translate("mail", "Onderwerp: {subject}").format(subject=letter.subject)
        files = ", ".join(file.name for file in letter.attachments)
        attached = translate("mail", "Bijlagen: {files}").format(files=files)
        self.text.setPlainText(f"{subject}\n{attached}\n\n{letter.body}")
        view = PagesView(PdfPages(letter.paper))
        view.setAccessibleName(translate("mail", "Voorbeeld van het blad"))
        in_front = self.tabs.currentIndex()
        old = self.tabs.widget(0)
        self.tabs.removeTab(0)
        if old is not None:
            old.deleteLater()
        self.tabs.insertTab(0, view, self._kind.paper)
        self.tabs.setCurrentIndex(in_front)

    # What a person does

    def queue(self) -> None:
        """Put the mails of the ticked people in the queue."""
        mailing = self.mailing
        if mailing is None or not self.queue_button.isEnabled():
            return
        self.queue_button.setEnabled(False)
        wanted = [row for row in mailing.recipients if row.key in self.ticked]
        letters = dict(self._letters)
        self._runner.run(lambda: _command(self._kind, mailing, wanted, letters), self._on_command)

    def _on_command(self, command: ops.MailCalendars) -> None:
        mail = self._kind.mail
        self._runner.write(lambda session: mail(session, command), self._kind.done, self._on_queued, self._on_refused)

    def _on_queued(self, count: int) -> None:
        one, more = translate("mail", "1 mail in de wachtrij"), translate("mail", "{count} mails in de wachtrij")
        messages.toast(self.parentWidget(), one if count == 1 else more.format(count=count), self._runner.undo)
        self.accept()

    def _on_refused(self, error: DeskError) -> None:
        self.reload()
        messages.show_error(self, str(error))

    def print_others(self) -> None:
        """Show the papers of everybody who gets no mail, to print them."""
        others = self._others()
        if self.mailing is not None and others:
            self._kind.print_papers(self, self.mailing, others)

    def _columns(self) -> list[Column[R]]:
        yes, no = translate("mail", "ja"), translate("mail", "neen")

        def mails(row: R) -> bool:
            return row.key in self.ticked

        return [
            Column(
                translate("mail", "Mailen"),
                lambda row: yes if mails(row) else no,
                width=76,
                tooltip=lambda row: row.address_problem,
                icon=lambda row: (
                    "square-check" if mails(row) else "triangle-alert" if row.address_problem else "square"
                ),
                colour=lambda row: "accent" if mails(row) else "warn" if row.address_problem else "muted",
            ),
            Column(self._kind.person, lambda row: row.name, width=150, grows=True),
            Column(
                translate("mail", "E-mail"),
                lambda row: row.address or translate("mail", "geen e-mailadres"),
                width=170,
                grows=True,
                tooltip=lambda row: row.address_problem or row.address,
                colour=lambda row: "warn" if row.address_problem else "",
                is_spare=True,
            ),
            Column(translate("mail", "Sinds de vorige mail"), news_text, width=160, grows=True, tooltip=news_text),
            *self._kind.columns,
        ]


def news_text(row: Recipient[Any]) -> str:
    """Return what somebody doesn't know yet: "1 nieuw, 2 vervallen"."""
    if not row.calendar.was_mailed:
        return translate("mail", "nog niet gemaild")
    counts = Counter(entry.change for entry in row.calendar.entries)
    parts = [f"{counts[change]} {translate('mail', name)}" for change, name in CHANGE_NAMES.items() if counts[change]]
    return ", ".join(parts) or translate("mail", "niets gewijzigd")


def _command(
    kind: MailingKind[R], mailing: Mailing[R], wanted: Sequence[R], letters: dict[int, MadeLetter]
) -> ops.MailCalendars:
    made = [(row, letters.get(row.key) or kind.letter(mailing, row, clock.now())) for row in wanted]
    return ops.MailCalendars(mailing.first, mailing.last, tuple(calendar_letter(row, letter) for row, letter in made))


def calendar_letter(row: Recipient[Any], letter: MadeLetter) -> ops.CalendarLetter:
    """Return somebody's mail as it goes into the queue."""
    return ops.CalendarLetter(
        *(row.key, row.greeted, row.address, letter.subject, letter.body, letter.attachments),
        entries=row.calendar.entries,
    )


def open_mailing(runner: Runner, page: QWidget, kind: MailingKind[R]) -> None:
    """Open the dialog over a page."""
    dialog = MailingDialog(runner, kind, page)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
