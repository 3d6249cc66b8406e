"""The rosters of a period beside the list of rides: as they come out of the printer, with print and save under them."""

from datetime import date

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from mmc_desk.core.errors import DeskError
from mmc_desk.core.i18n import translate
from mmc_desk.features.rides.pages.mailing_dialog import open_mailing
from mmc_desk.features.rides.pages.roster_preview import roster_paper
from mmc_desk.features.rides.printout import roster_bytes
from mmc_desk.features.rides.queries.roster import roster_book
from mmc_desk.features.rides.queries.rows import RosterBook
from mmc_desk.ui import icons, theme
from mmc_desk.ui.empty import EmptyState
from mmc_desk.ui.flow import FlowLayout
from mmc_desk.ui.pdf import PdfPages
from mmc_desk.ui.preview import PagesView, preview
from mmc_desk.ui.runner import Runner

_PAUSE_MS = 250
_MOST_RIDES = 400
"""More rides than this make a paper that takes seconds: then it is made when asked for."""

Wanted = tuple[date, date, str | None]


class RosterPane(QWidget):
    """Shows the rosters from … to, of one driver (by code) or of all."""

    def __init__(self, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._wanted: Wanted | None = None
        self.book: RosterBook | None = None
        self._pdf = b""
        self.view: PagesView | None = None
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._make)
        self.title = QLabel(translate("rides", "Rittenlijst op papier"))
        self.title.setProperty("role", "heading")
        self.print_button = QPushButton(icons.icon("printer"), "\u2002" + translate("rides", "&Afdrukken…"))
        self.save_button = QPushButton(icons.icon("save"), "\u2002" + translate("rides", "&Opslaan als PDF…"))
        self.mail_button = QPushButton(icons.icon("mail"), "\u2002" + translate("rides", "&Mailen…"))
        self.mail_button.setToolTip(translate("rides", "Rittenlijsten mailen (Ctrl+M)"))
        self.mail_button.clicked.connect(self.mail)
        self.print_button.clicked.connect(self.print_pages)
        self.save_button.clicked.connect(self.save)
        self._lay_out()
        self._enable()

    def _lay_out(self) -> None:
        self.nothing = EmptyState("file-text", translate("rides", "Geen toegewezen ritten om af te drukken."))
        self.large = EmptyState(
            "file-text",
            translate("rides", "Dit worden veel bladen."),
            translate("rides", "Toon de rittenlijsten"),
            self._make,
        )
        self.making = EmptyState("file-text", translate("rides", "De rittenlijsten worden gemaakt…"))
        self.stack = QStackedWidget()
        self.stack.addWidget(self.making)
        self.stack.addWidget(self.nothing)
        self.stack.addWidget(self.large)
        buttons = FlowLayout(theme.px(8))
        buttons.addWidget(self.print_button)
        buttons.addWidget(self.save_button)
        buttons.addWidget(self.mail_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(6))
        layout.addWidget(self.title)
        layout.addWidget(self.stack, 1)
        layout.addLayout(buttons)

    def show_rosters(self, wanted: Wanted, rides: int) -> None:
        """Show other rosters, once the person pauses; `rides` is how many they will hold at most."""
        is_first, self._wanted = self._wanted is None, wanted
        self.book, self._pdf = None, b""
        self._enable()
        if rides and self.stack.currentWidget() is self.nothing:
            self.stack.setCurrentWidget(self.making)
        if rides > _MOST_RIDES and wanted[2] is None:
            self._pause.stop()
            self.stack.setCurrentWidget(self.large)
        elif is_first:
            self._make()
        else:
            self._pause.start()

    def _make(self) -> None:
        if self._wanted is None:
            return
        wanted = self._wanted
        if self.view is None or self.stack.currentWidget() is not self.view:
            self.stack.setCurrentWidget(self.making)

        def read(book: RosterBook) -> None:
            self._runner.run(lambda: (wanted, book, roster_bytes(book) if _has_rides(book) else b""), self._on_made)

        self._runner.read(lambda session: roster_book(session, *wanted), read, self._on_gone)

    def _on_gone(self, _error: DeskError) -> None:
        self.stack.setCurrentWidget(self.nothing)

    def _on_made(self, made: tuple[Wanted, RosterBook, bytes]) -> None:
        wanted, book, pdf = made
        if wanted != self._wanted:
            return
        self.book, self._pdf = book, pdf
        self._enable()
        if not pdf:
            self.stack.setCurrentWidget(self.nothing)
            return
        self._drop_view()
        self.view = PagesView(PdfPages(pdf))
        self.view.setAccessibleName(translate("rides", "Voorbeeld van de rittenlijst"))
        self.stack.addWidget(self.view)
        self.stack.setCurrentWidget(self.view)
        self.view.fit_width()

    def _drop_view(self) -> None:
        if self.view is not None:
            self.stack.removeWidget(self.view)
            self.view.deleteLater()

    def _enable(self) -> None:
        for button in (self.print_button, self.save_button):
            button.setEnabled(bool(self._pdf))

    def mail(self) -> None:
        """Mail the rosters of the period, of every driver who has rides in it."""
        if self._wanted is not None:
            open_mailing(self._runner, self, *self._wanted[:2])

    def save(self) -> None:
        """Save the rosters as PDF."""
        if self.book and self._pdf:
            dialog = preview(roster_paper(self._runner, self.book), self._pdf, self)
            dialog.save()
            dialog.deleteLater()

    def print_pages(self) -> None:
        """Print the rosters."""
        if self.book and self._pdf:
            dialog = preview(roster_paper(self._runner, self.book), self._pdf, self)
            dialog.print_pages()
            dialog.deleteLater()


def _has_rides(book: RosterBook) -> bool:
    return any(day.rides for roster in book.rosters for day in roster.days)
