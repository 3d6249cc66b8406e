"""Taking over the office's own files from the window: pick them, wait, read what became of them."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from mmc_desk.core.feature import Feature, load
from mmc_desk.core.i18n import translate
from mmc_desk.core.importing.running import FileReport, import_files
from mmc_desk.ui import messages, theme
from mmc_desk.ui.runner import Runner


def ask_and_import(parent: QWidget, runner: Runner, features: Sequence[Feature]) -> None:
    """Ask for files and import them on the worker; a report stands on screen afterwards."""
    title = translate("importing", "Bestanden inlezen")
    files = translate("importing", "Excel en CSV")
    paths = messages.choose_open_many(parent, title, f"{files} (*.xlsx *.csv *.txt)")
    if not paths:
        return
    messages.toast(parent, translate("importing", "De bestanden worden ingelezen…"))

    def work() -> list[FileReport]:
        kinds = [kind for feature in features if feature.imports for kind in load(feature.imports)]
        return import_files(runner.database, paths, kinds)

    def done(reports: list[FileReport]) -> None:
        runner.announce_everything()
        show_reports(parent, reports)

    runner.run(work, done)


def show_reports(parent: QWidget, reports: Sequence[FileReport]) -> None:
    """Show what became of every file; a good import of everything is a toast."""
    if all(report.clean for report in reports):
        messages.toast(parent, "\n".join(report.line for report in reports))
        return
    dialog = ReportDialog(text_of(reports), parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()


def text_of(reports: Sequence[FileReport]) -> str:
    """Return the report: a line per file, what was refused under it and where it was put."""
    lines: list[str] = []
    for report in reports:
        lines += [report.line, *(f"    {note}" for note in (*report.notes, *report.problems) if report.kind)]
        lines += [_rejection(one.sheet, one.number, one.reason) for one in report.rejections]
        if report.rejects:
            lines.append(_where(report.rejects))
    return "\n".join(lines)


def _rejection(sheet: str, number: int, reason: str) -> str:
    row = translate("importing", "rij {number}: {reason}").format(number=number, reason=reason)
    return f"    {sheet}, {row}" if sheet else f"    {row}"


def _where(path: Path) -> str:
    text = translate("importing", "De afgewezen rijen staan in {path}. Verbeter ze daar en lees dat bestand in.")
    return f"    {text.format(path=path)}"


class ReportDialog(QDialog):
    """A report that can be read and copied."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate("importing", "Ingelezen bestanden"))
        heading = QLabel(translate("importing", "Niet alles kon ingelezen worden"))
        heading.setProperty("role", "heading")
        self.text = QPlainTextEdit(text)
        self.text.setReadOnly(True)
        self.text.setAccessibleName(heading.text())
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        margin = theme.px(16)
        layout.setContentsMargins(margin, margin, margin, margin)
        layout.setSpacing(theme.px(8))
        for widget in (heading, self.text, buttons):
            layout.addWidget(widget)
        self.resize(theme.px(720), theme.px(420))
