"""What pages with a report of a year share: choose the year, preview, print, save, or say nothing is known."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from mmc_desk.core import clock, years
from mmc_desk.core.errors import RuleError
from mmc_desk.core.i18n import translate
from mmc_desk.ui import icons, messages, theme
from mmc_desk.ui.empty import EmptyState
from mmc_desk.ui.page import Page
from mmc_desk.ui.preview import PreviewDialog, PreviewPaper, open_preview
from mmc_desk.ui.runner import Runner

Write = Callable[[Path], None]
KINDS = (".xlsx", ".pdf", ".csv")
"""What a report is saved as where nothing else is said."""
_KIND_NAMES = {".xlsx": "Excel", ".pdf": "PDF", ".csv": "CSV", ".json": "JSON"}


@dataclass(frozen=True, slots=True)
class Paper:
    """A report as the page prints and saves it: its title, the name of its file, how to write it.

    `kinds` are the endings it can be saved under, the first one where a person types none.
    """

    title: str
    file_name: str
    write: Write
    kinds: tuple[str, ...] = KINDS


class _YearLine(QLineEdit):
    stepped = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down go to the year after and before."""
        steps = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}
        if event.key() in steps:
            self.stepped.emit(steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)


class YearBar(QWidget):
    """The year on show: typed, or stepped by buttons, Up and Down, Ctrl+Left and Ctrl+Right."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._year = clock.today().year
        self.line = _YearLine(str(self._year))
        self.line.setAccessibleName(translate("report", "Jaar"))
        self.line.setMaxLength(4)
        self.line.setFixedWidth(theme.px(72))
        self.line.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.line.editingFinished.connect(self._on_typed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(4))
        row.addWidget(self._step_button(translate("report", "Vorig jaar"), "arrow-left", -1))
        row.addWidget(self.line)
        row.addWidget(self._step_button(translate("report", "Volgend jaar"), "arrow-right", 1))
        self.line.stepped.connect(self.step)

    @property
    def year(self) -> int:
        """The year on show."""
        return self._year

    def set_year(self, year: int) -> None:
        """Show another year, within what a year can be."""
        chosen = max(years.FIRST, min(years.LAST, year))
        self.line.setText(str(chosen))
        if chosen != self._year:
            self._year = chosen
            self.changed.emit()

    def step(self, by: int) -> None:
        """Go some years on."""
        self.set_year(self._year + by)

    def _on_typed(self) -> None:
        # What is no year gives way to the one on show.
        try:
            self.set_year(years.parse_year(self.line.text()))
        except RuleError:
            self.line.setText(str(self._year))

    def _step_button(self, text: str, icon: str, by: int) -> QToolButton:
        button = QToolButton()
        button.setIcon(icons.icon(icon))
        button.setAccessibleName(text)
        button.setToolTip(text)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda _checked=False: self.step(by))
        return button


class ReportPage(Page):
    """A page that reads one report. Subclasses lay out `body` and override `read_report`, `show_report`, `paper`."""

    def __init__(self, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(runner, parent)
        self.report: Any = None
        self.years = YearBar()
        self.years.changed.connect(self.reload)
        self.beside = QLabel(wordWrap=True)
        self.beside.setProperty("role", "muted")
        self.beside.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.tools = QHBoxLayout()
        self.body = QWidget()
        self.empty = EmptyState("chart-column", "")
        self.stack = QStackedWidget()
        self._lay_out_page()
        for keys, by in (("Ctrl+Left", -1), ("Ctrl+Right", 1)):
            QShortcut(QKeySequence(keys), self, lambda by=by: self.years.step(by))
        QShortcut(QKeySequence("Ctrl+S"), self, self.on_save)
        self.setFocusProxy(self.years.line)

    def _lay_out_page(self) -> None:
        self.tools.setSpacing(theme.px(8))
        self.tools.addWidget(self.years)
        self.tools.addWidget(self.beside, 1)
        for text, icon, act in (
            (translate("report", "Opslaan als…"), "save", self.on_save),
            (translate("report", "Afdrukken…"), "printer", self.on_print),
        ):
            button = QPushButton(icons.icon(icon), "\u2002" + text)
            button.setToolTip(f"{text.rstrip('…')} ({'Ctrl+S' if act == self.on_save else 'Ctrl+P'})")
            button.clicked.connect(lambda _checked=False, act=act: act())
            self.tools.addWidget(button)
        self.stack.addWidget(self.body)
        self.stack.addWidget(self.empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(8))
        layout.addLayout(self.tools)
        layout.addWidget(self.stack, 1)

    def read_report(self) -> None:
        """Ask the runner for the report; the answer goes to `report_read`."""
        raise NotImplementedError

    def show_report(self, report: Any) -> None:  # noqa: ANN401 - the feature's own report
        """Fill the body."""
        raise NotImplementedError

    def paper(self, report: Any) -> Paper:  # noqa: ANN401 - the feature's own report
        """Return how the report is printed and saved."""
        raise NotImplementedError

    def is_empty(self, report: Any) -> bool:  # noqa: ANN401 - the feature's own report
        """Tell whether the report has nothing to show."""
        raise NotImplementedError

    def reload(self) -> None:
        """Read the report of the chosen year."""
        self.read_report()

    def report_read(self, report: Any) -> None:  # noqa: ANN401 - the feature's own report
        """Show a report, unless another year was chosen meanwhile."""
        if report.year != self.years.year:
            return
        self.report = report
        self.beside.setText(translate("report", "met {year} ernaast").format(year=report.year - 1))
        sentence = translate(
            "report", "Van {year} is nog niets gekend. Kies een ander jaar, of importeer uw ritboeken."
        )
        self.empty.sentence.setText(sentence.format(year=report.year))
        self.stack.setCurrentWidget(self.empty if self.is_empty(report) else self.body)
        self.show_report(report)

    def on_print(self) -> None:
        """Ctrl+P: make the paper on the worker, then show it."""
        if self.report is not None:
            self.show_paper(self.paper(self.report))

    def show_paper(self, paper: Paper) -> None:
        """Make a paper of this page's on the worker, then show it."""
        open_preview(self.runner, self, PreviewPaper(paper.title, f"{paper.file_name}.pdf", paper.write))

    @property
    def preview(self) -> PreviewDialog | None:
        """The paper on show, None without one."""
        return self.findChild(PreviewDialog)

    def on_save(self) -> None:
        """Ask where to, and write the kind of file that the name asks for."""
        if self.report is not None:
            self.save_paper(self.paper(self.report))

    def save_paper(self, paper: Paper) -> None:
        """Ask where a paper of this page's goes to, and write it there."""
        title = translate("report", "Opslaan als")
        shown = ";;".join(f"{_KIND_NAMES[kind]} (*{kind})" for kind in paper.kinds)
        path = messages.choose_save(self, title, f"{paper.file_name}{paper.kinds[0]}", shown)
        if path is None:
            return
        path = path if path.suffix.lower() in paper.kinds else path.with_name(path.name + paper.kinds[0])
        self.runner.run(lambda: _written(paper.write, path), self._on_saved)

    def _on_saved(self, path: Path) -> None:
        messages.toast(self, translate("report", "Bewaard als {name}").format(name=path.name))

    def save_state(self) -> dict[str, object]:
        """Return the year."""
        return {"year": self.years.year}

    def restore_state(self, state: dict[str, Any]) -> None:
        """Take back the year."""
        year = state.get("year")
        if isinstance(year, int):
            self.years.set_year(year)


def _written(write: Write, path: Path) -> Path:
    write(path)
    return path
