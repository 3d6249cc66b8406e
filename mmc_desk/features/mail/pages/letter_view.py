"""One mail as its reader gets it: to whom, the text, and the files, each opened where it is looked at best."""

import functools

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFrame, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from mmc_desk.core.formats import show_number
from mmc_desk.core.i18n import translate
from mmc_desk.features.mail import queries
from mmc_desk.features.mail.pages import words
from mmc_desk.features.mail.queries import MailRow
from mmc_desk.features.mail.rules import Attachment, Letter
from mmc_desk.ui import icons, theme
from mmc_desk.ui.flow import FlowLayout
from mmc_desk.ui.preview import PreviewDialog
from mmc_desk.ui.runner import Runner


class LetterView(QFrame):
    """Shows the mail of a row."""

    def __init__(self, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._row: MailRow | None = None
        self.shown: Letter | None = None
        self.setProperty("role", "card")
        self.subject = _label("title")
        self.to_line = _label("muted")
        self.standing = _label("")
        self.text = QPlainTextEdit(readOnly=True)
        self.text.setAccessibleName(translate("mail", "Tekst van de mail"))
        self.text.setTabChangesFocus(True)
        self._files = FlowLayout(theme.px(6))
        self._buttons: list[QPushButton] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*[theme.px(16)] * 4)
        layout.setSpacing(theme.px(8))
        for part in (self.subject, self.to_line, self.standing):
            layout.addWidget(part)
        layout.addWidget(self.text, 1)
        layout.addLayout(self._files)
        layout.addStretch(0)
        self.show_mail(None)

    def show_mail(self, row: MailRow | None) -> None:
        """Show another mail; nothing without one."""
        self._row, self.shown = row, None
        self.subject.setText(row.subject if row else translate("mail", "Geen mail gekozen"))
        self.to_line.setText(f"{row.to_name} <{row.to_address}>".strip() if row else "")
        self.standing.setText(_standing(row) if row else "")
        self.text.setVisible(row is not None)
        if row is None:
            self.text.clear()
            self._show_files(())
            return
        key = row.key
        self._runner.read(lambda session: queries.letter(session, key), functools.partial(self._on_letter, key))

    def _on_letter(self, key: int, letter: Letter | None) -> None:
        if self._row is None or self._row.key != key or letter is None:
            return
        self.shown = letter
        self.text.setPlainText(letter.body)
        self._show_files(letter.attachments)

    def _show_files(self, files: tuple[Attachment, ...]) -> None:
        while self._buttons:
            button = self._buttons.pop()
            self._files.removeWidget(button)
            button.deleteLater()
        for file in files:
            size = translate("mail", "{size} kB").format(size=show_number(max(1, round(len(file.content) / 1024))))
            button = QPushButton(icons.icon("file-text", "accent"), f"\u2002{file.name} ({size})".replace("&", "&&"))
            button.setProperty("role", "link")
            button.setAutoDefault(False)
            button.setToolTip(translate("mail", "Dit bestand bekijken"))
            button.clicked.connect(functools.partial(self._on_file, file))
            self._buttons.append(button)
            self._files.addWidget(button)

    def open_first(self) -> None:
        """Look at the first file."""
        if self.shown is not None and self.shown.attachments:
            self._on_file(self.shown.attachments[0])

    def _on_file(self, file: Attachment, _checked: object = None) -> None:
        dialog = file_dialog(file, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()


def file_dialog(file: Attachment, parent: QWidget) -> QDialog:
    """Return a dialog that shows a file: a PDF as its pages, anything else as text."""
    if file.media_type.startswith("application/pdf"):
        return PreviewDialog(file.name, file.content, file.name, parent)
    dialog = QDialog(parent)
    dialog.setWindowTitle(file.name)
    text = QPlainTextEdit(file.content.decode("utf-8", "replace"), readOnly=True)
    text.setAccessibleName(file.name)
    layout = QVBoxLayout(dialog)
    layout.addWidget(text)
    dialog.resize(theme.px(640), theme.px(480))
    return dialog


def _standing(row: MailRow) -> str:
    parts = [words.state_word(row.state).capitalize(), words.when(row)]
    if row.attempts > 1:
        parts.append(translate("mail", "{count} pogingen").format(count=row.attempts))
    return "\n".join(filter(None, (" · ".join(filter(None, parts)), row.error)))


def _label(role: str) -> QLabel:
    label = QLabel(wordWrap=True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    if role:
        label.setProperty("role", role)
    return label
