"""The history of a ride on screen: who was entered, when and by whom; from here the book goes to paper."""

import functools
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from mmc_desk.core import clock
from mmc_desk.core.formats import show_date, show_time
from mmc_desk.core.i18n import translate
from mmc_desk.features.rides.pages.papers import show_paper
from mmc_desk.features.rides.printout.book import driver_text, late_text, write_book
from mmc_desk.features.rides.queries.history import BookLine, RideBook, ride_book, ride_history
from mmc_desk.features.rides.queries.roster import month_of
from mmc_desk.ui import icons, theme
from mmc_desk.ui.columns import Column
from mmc_desk.ui.runner import Runner
from mmc_desk.ui.table_model import RowTableModel, TableView


class HistoryDialog(QDialog):
    """The lines of one ride. Ctrl+P prints them; the day and the month print from here too."""

    def __init__(self, runner: Runner, ride_id: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._ride_id = ride_id
        self._day: date | None = None
        self.setWindowTitle(translate("rides", "Geschiedenis van de rit"))
        self.title = QLabel()
        self.title.setProperty("role", "heading")
        self.about = QLabel(wordWrap=True)
        self.about.setTextFormat(Qt.TextFormat.PlainText)
        self.about.setProperty("role", "muted")
        self.table = TableView(
            RowTableModel(_columns(), key=lambda line: (line.at, line.deed, line.detail)),
            name=translate("rides", "Geschiedenis van de rit"),
        )
        self._lay_out()
        QShortcut(QKeySequence(QKeySequence.StandardKey.Print), self, self.print_ride)
        self.resize(theme.px(980), theme.px(460))
        runner.read(functools.partial(ride_history, ride_id=ride_id), self._on_history, lambda _error: self.reject())

    def _lay_out(self) -> None:
        self.print_button = QPushButton(
            icons.icon("printer", "on_accent"), "\u2002" + translate("rides", "&Afdrukken… (Ctrl+P)")
        )
        self.print_button.setProperty("role", "primary")
        self.print_button.clicked.connect(self.print_ride)
        self.day_button = QPushButton(translate("rides", "Ritboek van de &dag…"))
        self.day_button.clicked.connect(self.print_day)
        self.month_button = QPushButton(translate("rides", "Ritboek van de &maand…"))
        self.month_button.clicked.connect(self.print_month)
        close = QDialogButtonBox()
        close.addButton(translate("rides", "Sluiten"), QDialogButtonBox.ButtonRole.RejectRole)
        close.rejected.connect(self.reject)
        foot = QHBoxLayout()
        for button in (self.print_button, self.day_button, self.month_button):
            button.setAutoDefault(False)
            button.setEnabled(False)
            foot.addWidget(button)
        foot.addStretch(1)
        foot.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setSpacing(theme.px(8))
        layout.addWidget(self.title)
        layout.addWidget(self.about)
        layout.addWidget(self.table, 1)
        layout.addLayout(foot)

    def _on_history(self, book: RideBook) -> None:
        history = book.rides[0]
        self._day = history.ride_date
        self.title.setText(
            translate("rides", "Rit {no} · {day} · {state}").format(
                no=history.ride_no, day=show_date(history.ride_date), state=history.state
            )
        )
        late = translate("rides", "Gewijzigd nadat de rit vertrokken was: {count} keer.")
        calm = translate("rides", "Elke wijziging staat hier; niemand kan ze schrappen, ook ongedaan maken niet.")
        self.about.setText(late.format(count=history.late_changes) if history.late_changes else calm)
        self.table.rows_model.set_rows(history.lines)
        self.table.selectRow(0)
        self.table.setFocus()
        for button in (self.print_button, self.day_button, self.month_button):
            button.setEnabled(True)

    def print_ride(self) -> None:
        """Ctrl+P: this ride on paper."""
        if self._day is not None:
            name = translate("rides", "Ritgeschiedenis {day}.pdf").format(day=self._day)
            query = functools.partial(ride_history, ride_id=self._ride_id)
            show_paper(self._runner, self, query, write_book, (self.windowTitle(), name))

    def print_day(self) -> None:
        """Show the book of the ride's day."""
        if self._day is not None:
            self._print(self._day, self._day, f"{self._day}")

    def print_month(self) -> None:
        """Show the book of the ride's month."""
        if self._day is not None:
            self._print(*month_of(self._day), f"{self._day:%Y-%m}")

    def _print(self, first: date, last: date, name: str) -> None:
        file_name = translate("rides", "Ritboek {days}.pdf").format(days=name)
        query = functools.partial(ride_book, first=first, last=last)
        show_paper(self._runner, self, query, write_book, (translate("rides", "Ritboek"), file_name))


def _columns() -> tuple[Column[BookLine], ...]:
    return (
        Column(translate("rides", "Wanneer"), _when, width=150, sort=lambda line: line.at),
        Column(translate("rides", "Wat"), lambda line: line.deed, width=200, grows=True, bold=_is_late),
        Column(translate("rides", "Chauffeur"), driver_text, width=170, grows=True, bold=_is_late),
        Column(translate("rides", "Bijzonderheden"), _detail, width=260, grows=True, tooltip=_detail, colour=_colour),
        Column(translate("rides", "Wie"), lambda line: line.who, width=120, is_spare=True),
    )


def _when(line: BookLine) -> str:
    return f"{show_date(clock.local(line.at).date())} {show_time(line.at)}" if line.at else ""


def _is_late(line: BookLine) -> bool:
    return line.after_the_fact


def _detail(line: BookLine) -> str:
    return "; ".join(filter(None, (late_text(line), line.detail)))


def _colour(line: BookLine) -> str:
    return "bad" if line.after_the_fact else "text"
