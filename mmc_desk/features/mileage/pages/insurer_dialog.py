"""The insurer's list: with which month the policy year begins, then the preview or a file."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QLabel, QPushButton, QVBoxLayout, QWidget

from mmc_desk.core.formats import month_name
from mmc_desk.core.i18n import translate
from mmc_desk.features.mileage.printout import insurer as printout
from mmc_desk.features.mileage.queries.insurer import insurer_list
from mmc_desk.features.mileage.rules.insurer import InsurerList
from mmc_desk.ui import icons, messages, theme
from mmc_desk.ui.preview import PreviewDialog, PreviewPaper, open_preview
from mmc_desk.ui.runner import Runner

KINDS = (".pdf", ".xlsx", ".csv")


class InsurerDialog(QDialog):
    """Choose the first month; Enter shows the list, Ctrl+S is in the preview too."""

    def __init__(self, runner: Runner, year: int, month: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.runner = runner
        self.year = year
        self.setWindowTitle(translate("mileage", "Lijst voor de verzekeraar"))
        self.month = QComboBox()
        self.month.addItems([f"{month_name(number)} {year}" for number in range(1, 13)])
        self.month.setCurrentIndex(month - 1)
        label = QLabel(translate("mileage", "Het &polisjaar begint met"))
        label.setBuddy(self.month)
        hint = QLabel(translate("mileage", "Twaalf maanden, te beginnen met deze: kilometers per chauffeur."))
        hint.setProperty("role", "muted")
        self.show_button = QPushButton(icons.icon("printer"), "\u2002" + translate("mileage", "&Tonen en afdrukken…"))
        self.save_button = QPushButton(icons.icon("save"), "\u2002" + translate("mileage", "&Opslaan als…"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        buttons.addButton(self.show_button, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.addButton(self.save_button, QDialogButtonBox.ButtonRole.ActionRole)
        self.show_button.clicked.connect(self.on_show)
        self.save_button.clicked.connect(self.on_save)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setSpacing(theme.px(8))
        for widget in (label, self.month, hint, buttons):
            layout.addWidget(widget)
        self.show_button.setDefault(True)  # of a dialog, so once it is in one

    @property
    def chosen(self) -> int:
        """The month the policy year begins with, 1 to 12."""
        return self.month.currentIndex() + 1

    def _read(self, then: Callable[[InsurerList], None]) -> None:
        year, month = self.year, self.chosen
        self.runner.read(lambda session: insurer_list(session, year, month), then)

    def on_show(self) -> None:
        """Make the paper on the worker and show it."""
        name = f"{self._file_name()}.pdf"

        def show(found: InsurerList) -> None:
            paper = PreviewPaper(printout.title(), name, lambda path: printout.write(path, found))
            open_preview(self.runner, self, paper)

        self._read(show)

    @property
    def preview(self) -> PreviewDialog | None:
        """The list on show, None without one."""
        return self.findChild(PreviewDialog)

    def on_save(self) -> None:
        """Ask where to, and write the kind of file that the name asks for."""
        kinds = "Excel (*.xlsx);;PDF (*.pdf);;CSV (*.csv)"
        path = messages.choose_save(
            self, translate("mileage", "Lijst voor de verzekeraar"), f"{self._file_name()}.xlsx", kinds
        )
        if path is None:
            return
        target = path if path.suffix.lower() in KINDS else path.with_name(path.name + ".xlsx")
        self._read(lambda found: self.runner.run(lambda: _written(target, found), self._on_saved))

    def _on_saved(self, path: Path) -> None:
        messages.toast(self.parentWidget(), translate("mileage", "Bewaard als {name}").format(name=path.name))
        self.accept()

    def _file_name(self) -> str:
        return f"verzekeraar-{self.year}-{self.chosen:02d}"


def _written(path: Path, found: InsurerList) -> Path:
    printout.write(path, found)
    return path
