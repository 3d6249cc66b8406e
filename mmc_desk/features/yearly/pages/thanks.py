"""Bedanken: the drivers and volunteers of a year in one list: jubilees, birthdays, what they did; letters, labels."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QTabBar, QVBoxLayout, QWidget

from mmc_desk.core import clock
from mmc_desk.core.formats import show_date, show_number
from mmc_desk.core.i18n import translate
from mmc_desk.core.model import Base
from mmc_desk.features import load_features
from mmc_desk.features.yearly.printout import thanks as printout
from mmc_desk.features.yearly.queries.thanks import ThanksBook, thanks_book
from mmc_desk.features.yearly.rules.thanks import ThanksRow
from mmc_desk.ui import icons, theme
from mmc_desk.ui.columns import Column
from mmc_desk.ui.report_page import Paper, ReportPage
from mmc_desk.ui.runner import Runner
from mmc_desk.ui.table_model import RowTableModel, TableView

Shows = Callable[[ThanksRow], bool]


class ThanksPage(ReportPage):
    """The list with its chips; letters and labels go to the rows that are shown."""

    topics = frozenset(Base.metadata.tables)

    def __init__(self, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(runner, parent)
        self.chips = QTabBar()
        self.filter = QLineEdit()
        self.explanation = QLabel(printout.explanation())
        self.letters = self._button(translate("yearly", "&Brieven…"), "mail", self.on_letters)
        self.labels = self._button(translate("yearly", "&Etiketten…"), "table", self.on_labels)
        self.model: RowTableModel[ThanksRow] = RowTableModel(_columns(), search=_searched)
        self.table = TableView(self.model, name=translate("yearly", "Vrijwilligers"))
        self._lay_out()
        self.chips.currentChanged.connect(lambda _place: self._show_rows())
        self.filter.textChanged.connect(self.model.set_filter)
        self.table.activated_row.connect(self._on_open)

    def _button(self, text: str, icon: str, act: Callable[[], None]) -> QPushButton:
        button = QPushButton(icons.icon(icon), "\u2002" + text)
        button.clicked.connect(act)
        return button

    def _lay_out(self) -> None:
        self.chips.setAccessibleName(translate("yearly", "Welke vrijwilligers"))
        self.chips.setDrawBase(False)
        self.chips.setExpanding(False)
        for text, _ in _chips():
            self.chips.addTab(text)
        self.filter.setPlaceholderText(translate("yearly", "Filteren op naam of taak (Ctrl+F)"))
        self.filter.setAccessibleName(translate("yearly", "Filteren"))
        self.filter.setClearButtonEnabled(True)
        self.filter.addAction(icons.icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self.explanation.setProperty("role", "muted")
        self.explanation.setWordWrap(True)
        layout = QVBoxLayout(self.body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(8))
        layout.addWidget(self.filter)
        layout.addLayout(self._chip_row())
        layout.addWidget(self.table, 1)
        layout.addWidget(self.explanation)

    def _chip_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        row.addWidget(self.chips, 1)
        row.addWidget(self.letters)
        row.addWidget(self.labels)
        return row

    def read_report(self) -> None:
        """Read the volunteers of the chosen year."""
        year, day, features = self.years.year, clock.today(), load_features()
        self.runner.read(lambda session: thanks_book(session, year, day, features), self.report_read)

    def report_read(self, report: ThanksBook) -> None:
        """Show a year, unless another one was chosen meanwhile; no year stands beside it."""
        super().report_read(report)
        self.beside.clear()

    def is_empty(self, report: ThanksBook) -> bool:
        """Tell whether nobody is known to have helped in this year."""
        return not report.rows

    def show_report(self, report: ThanksBook) -> None:
        """Fill the list; the chips tell how many each shows."""
        for place, (text, shows) in enumerate(_chips()):
            self.chips.setTabText(place, f"{text}  {sum(map(shows, report.rows))}")
        self._show_rows()

    def _show_rows(self) -> None:
        if self.report is None:
            return
        shows = _chips()[self.chips.currentIndex()][1]
        self.model.set_rows([row for row in self.report.rows if shows(row)])
        if not self.table.currentIndex().isValid():
            self.table.selectRow(0)

    def paper(self, report: ThanksBook) -> Paper:
        """Return the rows that are shown, as a list."""
        return self._paper(printout.title(report), "vrijwilligers", printout.write_list)

    def _paper(self, title: str, name: str, write: Callable[[Path, ThanksBook, Sequence[ThanksRow]], None]) -> Paper:
        book, rows = self.report, tuple(self.model.rows)
        return Paper(title, f"{name}-{book.year}", lambda path: write(path, book, rows))

    def on_letters(self) -> None:
        """Show a letter of thanks to each row that is shown."""
        if self.report is not None:
            self.show_paper(self._paper(printout.letters_title(self.report), "bedankbrieven", printout.write_letters))

    def on_labels(self) -> None:
        """Show a label for each row that is shown and whose address is known."""
        if self.report is not None:
            self.show_paper(self._paper(printout.labels_title(self.report), "etiketten", printout.write_labels))

    def on_find(self) -> None:
        """Ctrl+F: go to the filter."""
        self.filter.setFocus()

    def _on_open(self, row: ThanksRow) -> None:
        self.open_page.emit(row.services[0].page, row.services[0].key)


def _chips() -> list[tuple[str, Shows]]:
    return [
        (translate("yearly", "Alle vrijwilligers"), lambda _row: True),
        (translate("yearly", "Jubileum"), lambda row: row.jubilee is not None),
        (translate("yearly", "Bijna jarig"), lambda row: row.is_birthday_soon),
    ]


def _searched(row: ThanksRow) -> str:
    return f"{row.name} {row.roles}"


def _columns() -> list[Column[ThanksRow]]:
    return [
        Column(translate("yearly", "Naam"), lambda row: row.name, width=180, grows=True),
        Column(translate("yearly", "Wat"), lambda row: row.roles, width=200, tooltip=lambda row: row.roles, grows=True),
        Column(
            translate("yearly", "Sinds"),
            lambda row: show_date(row.since),
            lambda row: row.since,
            width=100,
            is_spare=True,
        ),
        _number(translate("yearly", "Jaren"), lambda row: row.years, 70, is_spare=True),
        Column(
            translate("yearly", "Jubileum"),
            lambda row: translate("yearly", "{years} jaar").format(years=row.jubilee) if row.jubilee else "",
            lambda row: row.jubilee,
            width=100,
            icon=lambda row: "party-popper" if row.jubilee else "",
            colour=lambda row: "ok" if row.jubilee else "",
        ),
        Column(
            translate("yearly", "Jarig"),
            lambda row: f"{row.birthday:%d/%m}" if row.birthday else "",
            lambda row: row.birthday,
            width=80,
            colour=lambda row: "ok" if row.is_birthday_soon else "",
        ),
        _number(translate("yearly", "Ritten"), lambda row: row.rides, 70),
        _number(translate("yearly", "Km"), lambda row: round(row.metres / 1000), 80),
        _number(translate("yearly", "Diensten"), lambda row: row.duties, 90, is_spare=True),
        _number(translate("yearly", "Uren"), printout.hours, 70),
    ]


def _number(
    title: str, number: Callable[[ThanksRow], int | None], width: int, *, is_spare: bool = False
) -> Column[ThanksRow]:
    return Column(
        title,
        lambda row: show_number(number(row) or None),
        number,
        align_right=True,
        width=width,
        is_spare=is_spare,
    )
