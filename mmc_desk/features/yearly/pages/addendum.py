"""Evaluatie: the texts of a year's addendum, proposed by the figures and changed by people; preview, print, save."""

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from mmc_desk.core.i18n import translate
from mmc_desk.core.model import Base
from mmc_desk.features import load_features
from mmc_desk.features.yearly.pages.text_keeper import TextKeeper, plain
from mmc_desk.features.yearly.printout import addendum as printout
from mmc_desk.features.yearly.queries.addendum import Addendum, SectionText, addendum
from mmc_desk.features.yearly.queries.nameless import without_names
from mmc_desk.ui import icons, theme
from mmc_desk.ui.columns import Column
from mmc_desk.ui.fields import NoteField
from mmc_desk.ui.report_page import Paper, ReportPage
from mmc_desk.ui.runner import Runner
from mmc_desk.ui.table_model import RowTableModel, TableView

_KINDS = (".pdf", ".xlsx", ".csv", ".json")


class AddendumPage(ReportPage):
    """The sections on the left, the text of the current one on the right with what the figures say under it."""

    topics = frozenset(Base.metadata.tables)

    def __init__(self, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(runner, parent)
        with QSignalBlocker(self.years):  # nobody evaluates a year that isn't over
            self.years.set_year(self.years.year - 1)
        self.keeper = TextKeeper(runner, self)
        self.model: RowTableModel[SectionText] = RowTableModel(self._columns(), key=lambda row: row.section)
        self.sections = TableView(self.model, name=translate("addendum", "Onderdelen"))
        self.title = QLabel()
        self.standing = QLabel()
        self.text = NoteField()
        self.proposal = QPlainTextEdit(readOnly=True)
        self.proposal_title = QLabel(translate("addendum", "Wat de cijfers zeggen"))
        self.put_back = QPushButton(icons.icon("rotate-ccw"), "\u2002" + translate("addendum", "Voorstel te&rugzetten"))
        self.names = QCheckBox(translate("addendum", "Met &namen"))
        self.names.setToolTip(
            translate(
                "addendum",
                "Voor het kantoor: chauffeurs bij naam. Anders krijgt elk een nummer, zoals het papier buitengaat.",
            )
        )
        self.archive = QPushButton(translate("addendum", "Archief-&PDF…"))
        self.archive.setToolTip(
            translate("addendum", "PDF/UA en PDF/A: voor een voorleesprogramma en voor het archief (Ctrl+Shift+S)")
        )
        self.archive.clicked.connect(self.on_archive)
        QShortcut(QKeySequence("Ctrl+Shift+S"), self, self.on_archive)
        self._shown: tuple[int, str] | None = None
        self._lay_out()
        self.sections.current_row_changed.connect(lambda _row: self._show_section())
        self.sections.activated_row.connect(lambda _row: self.text.setFocus())
        self.text.edited.connect(self._on_edited)
        self.keeper.kept.connect(self._show_standing)
        self.put_back.clicked.connect(self._on_put_back)

    def _lay_out(self) -> None:
        self.tools.insertWidget(2, self.names)
        self.tools.insertWidget(3, self.archive)
        self.title.setProperty("role", "heading")
        self.standing.setProperty("role", "muted")
        self.proposal_title.setProperty("role", "heading")
        self.text.setAccessibleName(translate("addendum", "Tekst van dit onderdeel"))
        self.text.setMinimumHeight(theme.px(120))
        self.text.setMaximumHeight(theme.px(4000))
        self.proposal.setAccessibleName(self.proposal_title.text())
        self.proposal.setTabChangesFocus(True)
        head = QHBoxLayout()
        head.addWidget(self.title)
        head.addWidget(self.standing, 1)
        head.addWidget(self.put_back)
        editor = QWidget()
        right = QVBoxLayout(editor)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(theme.px(8))
        right.addLayout(head)
        right.addWidget(self.text, 3)
        right.addWidget(self.proposal_title)
        right.addWidget(self.proposal, 2)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(theme.px(12))
        splitter.addWidget(self.sections)
        splitter.addWidget(editor)
        splitter.setSizes([theme.px(360), theme.px(720)])
        layout = QVBoxLayout(self.body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(splitter)

    def _columns(self) -> list[Column[SectionText]]:
        return [
            Column(translate("addendum", "Onderdeel"), lambda row: row.title, width=190, grows=True),
            Column(translate("addendum", "Tekst"), lambda row: _standing(self._is_own(row)), width=110, is_spare=True),
        ]

    def read_report(self) -> None:
        """Read the figures and the texts of the chosen year."""
        year, features = self.years.year, load_features()
        self.runner.read(lambda session: addendum(session, year, features), self.report_read)

    def reload(self) -> None:
        """Keep what was typed, then read."""
        self.keeper.keep()
        super().reload()

    def is_empty(self, report: Addendum) -> bool:
        """Tell whether the database knows nothing of this year."""
        return report.empty

    def paper(self, report: Addendum) -> Paper:
        """Return the evaluation as paper, workbook, CSV or JSON, with what was typed just now; names only if asked."""
        shown = self._printed(report)
        return Paper(_title(report.year), f"evaluatie-{report.year}", lambda path: printout.write(path, shown), _KINDS)

    def _printed(self, report: Addendum) -> Addendum:
        self.keeper.keep()
        applied = self.keeper.applied(report)
        return applied if self.names.isChecked() else without_names(applied)

    def on_archive(self) -> None:
        """Ctrl+Shift+S: save the PDF with its structure."""
        if self.report is None:
            return
        shown = self._printed(self.report)
        name = f"evaluatie-{shown.year}-archief"
        self.save_paper(Paper(_title(shown.year), name, lambda path: printout.write_archive(path, shown), (".pdf",)))

    def show_report(self, report: Addendum) -> None:
        """Fill the list; the section that was chosen stays chosen, and what is being typed stays typed."""
        self.keeper.read(report)
        self.model.set_rows(report.texts)
        if not self.sections.currentIndex().isValid():
            self.sections.selectRow(0)
        self._show_section()

    def _show_section(self) -> None:
        row: SectionText | None = self.sections.current_row()
        if row is None or self.report is None:
            return
        key = (self.report.year, row.section)
        text = self.keeper.own(*key) or row.generated
        if key != self._shown or plain(text) != plain(self.text.toPlainText()):
            self.text.set_value(text)
        self._shown = key
        self.title.setText(row.title)
        self.proposal.setPlainText(row.generated)
        self._show_standing()

    def _show_standing(self) -> None:
        row: SectionText | None = self.sections.current_row()
        if row is None:
            return
        own = self._is_own(row)
        self.standing.setText(
            translate("addendum", "zelf geschreven") if own else translate("addendum", "voorgesteld door de cijfers")
        )
        for part in (self.proposal_title, self.proposal):
            part.setVisible(own)
        self.put_back.setEnabled(own)
        self.sections.viewport().update()

    def _is_own(self, row: SectionText) -> bool:
        return self.report is not None and bool(self.keeper.own(self.report.year, row.section))

    def _on_edited(self) -> None:
        row: SectionText | None = self.sections.current_row()
        if row is not None and self._shown is not None:
            self.keeper.edit(self._shown[0], row, self.text.toPlainText())
            self._show_standing()

    def _on_put_back(self) -> None:
        row: SectionText | None = self.sections.current_row()
        if row is None or self._shown is None:
            return
        self.keeper.edit(self._shown[0], row, "")
        self.keeper.keep()
        self.text.set_value(row.generated)
        self._show_standing()
        self.text.setFocus()

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep what was typed when another page comes, or the window goes."""
        super().hideEvent(event)
        self.keeper.keep()


def _title(year: int) -> str:
    return translate("addendum", "Evaluatie {year}").format(year=year)


def _standing(own: bool) -> str:  # noqa: FBT001 - said of one section
    return translate("addendum", "eigen tekst") if own else translate("addendum", "voorstel")
