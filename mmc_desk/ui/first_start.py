"""The first start: practice data, the office's own files, or an empty desk."""

from enum import Enum

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QCheckBox, QDialog, QLabel, QPushButton, QVBoxLayout, QWidget

from mmc_desk.core.i18n import translate
from mmc_desk.ui import icons, theme


class Start(Enum):
    """What a new desk starts from."""

    PRACTICE = "practice"
    IMPORT = "import"
    EMPTY = "empty"


class FirstStartDialog(QDialog):
    """Three ways to begin, each with a sentence that says what it does. Esc stops."""

    def __init__(self, where: str, parent: QWidget | None = None, *, can_encrypt: bool = True) -> None:
        super().__init__(parent)
        theme.dress(self)
        self.choice: Start | None = None
        self.setWindowTitle("MMC Desk")
        self._column = QVBoxLayout(self)
        margin = theme.px(32)
        self._column.setContentsMargins(margin, theme.px(24), margin, theme.px(24))
        self._column.setSpacing(theme.px(8))
        title = QLabel(translate("first_start", "Welkom bij MMC Desk"))
        title.setProperty("role", "title")
        self._column.addWidget(title)
        self._add_text(translate("first_start", "Hoe wilt u beginnen? U kunt later altijd nog bestanden inlezen."))
        self.buttons = {
            Start.PRACTICE: self._add_way(
                Start.PRACTICE,
                "star",
                translate("first_start", "&Oefenen met voorbeelddata"),
                translate(
                    "first_start", "Een verzonnen dienst met leden, chauffeurs en ritten. Elke pagina zegt OEFENDATA."
                ),
            ),
            Start.IMPORT: self._add_way(
                Start.IMPORT,
                "upload",
                translate("first_start", "Mijn bestanden &inlezen"),
                translate("first_start", "Ledenlijst, chauffeurs, lidgelden en rittenboek uit Excel of CSV."),
            ),
            Start.EMPTY: self._add_way(
                Start.EMPTY,
                "plus",
                translate("first_start", "&Leeg beginnen"),
                translate("first_start", "U voert leden en chauffeurs zelf in."),
            ),
        }
        self.encrypts = QCheckBox(translate("first_start", "&Versleuteld bewaren, met een herstelsleutel op papier"))
        self.encrypts.setAccessibleDescription(
            translate(
                "first_start",
                "Wie de computer of een back-up meeneemt, kan niets lezen. U bewaart een blad achter slot.",
            )
        )
        if can_encrypt:
            self._column.addSpacing(theme.px(12))
            self._column.addWidget(self.encrypts)
            self._add_text(self.encrypts.accessibleDescription())
        self._column.addStretch(1)
        self._column.addSpacing(theme.px(8))
        self._add_text(translate("first_start", "De gegevens komen in {where}").format(where=where))
        self.setMinimumWidth(theme.px(600))

    def _add_text(self, text: str) -> None:
        label = QLabel(text, wordWrap=True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setProperty("role", "muted")
        self._column.addWidget(label)

    def _add_way(self, way: Start, icon: str, text: str, explanation: str) -> QPushButton:
        button = QPushButton(icons.icon(icon, "accent"), text)
        button.setIconSize(QSize(theme.px(20), theme.px(20)))
        button.setProperty("role", "choice")
        button.setAutoDefault(False)
        button.setAccessibleDescription(explanation)
        button.clicked.connect(lambda _checked=False: self._choose(way))
        self._column.addSpacing(theme.px(8))
        self._column.addWidget(button)
        note = QLabel(explanation, wordWrap=True)
        note.setProperty("role", "help")
        self._column.addWidget(note)
        return button

    def _choose(self, way: Start) -> None:
        self.choice = way
        self.accept()
