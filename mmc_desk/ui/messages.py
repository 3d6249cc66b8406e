"""The only door to dialogs: everything the window says or asks in passing goes through here.

Tests put a MessageRecorder in `recorder`: nothing pops up, and what was said can be read back.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox, QPushButton, QWidget

from mmc_desk.core.i18n import translate
from mmc_desk.core.paths import file_name
from mmc_desk.ui import noting, theme

Undo = Callable[[], object]


@dataclass(slots=True)
class MessageRecorder:
    """Answers in a test's place. `answers` are used up first to last; without one, confirm says yes."""

    errors: list[str] = field(default_factory=list)
    infos: list[str] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    toasts: list[str] = field(default_factory=list)
    undos: list[Undo | None] = field(default_factory=list)
    answers: deque[bool | int] = field(default_factory=deque)
    paths: deque[Path | None] = field(default_factory=deque)

    def answer(self, question: str) -> bool | int:
        """Note a question and give the next answer."""
        self.questions.append(question)
        return self.answers.popleft() if self.answers else True

    def choose(self, question: str) -> int | None:
        """Note a question and give the place of the next answer: yes is the first verb, no is cancel."""
        answer = self.answer(question)
        if isinstance(answer, bool):
            return 0 if answer else None
        return answer

    def path(self) -> Path | None:
        """Give the next path; None stands for a cancelled file dialog."""
        return self.paths.popleft() if self.paths else None


class ToastBar(Protocol):
    """Where a toast appears: the main window."""

    def show_toast(self, text: str, undo: Undo | None) -> None:
        """Show `text` for a while without taking the focus."""


recorder: MessageRecorder | None = None


def show_error(parent: QWidget | None, text: str) -> None:
    """Say what went wrong and how to mend it."""
    if recorder:
        recorder.errors.append(text)
        return
    _box(parent, QMessageBox.Icon.Warning, text).exec()


def show_info(parent: QWidget | None, text: str) -> None:
    """Say something that must be read; what needn't be is a toast."""
    if recorder:
        recorder.infos.append(text)
        return
    _box(parent, QMessageBox.Icon.Information, text).exec()


def confirm(parent: QWidget | None, text: str, verb: str) -> bool:
    """Ask before what can't be undone; `verb` is the button that does it ("Gegevens wissen")."""
    return choose(parent, text, (verb,)) == 0


def choose(parent: QWidget | None, text: str, verbs: tuple[str, ...]) -> int | None:
    """Offer several ways on; return the place of the chosen verb, None when cancelled."""
    if recorder:
        return recorder.choose(text)
    box = _box(parent, QMessageBox.Icon.Question, text)
    box.setStandardButtons(QMessageBox.StandardButton.Cancel)
    buttons: list[QPushButton] = [box.addButton(verb, QMessageBox.ButtonRole.AcceptRole) for verb in verbs]
    box.setDefaultButton(QMessageBox.StandardButton.Cancel)
    box.exec()
    return next((place for place, button in enumerate(buttons) if button is box.clickedButton()), None)


def _box(parent: QWidget | None, icon: QMessageBox.Icon, text: str) -> QMessageBox:
    box = QMessageBox(parent or QApplication.activeWindow())
    theme.dress(box)
    box.setIcon(icon)
    box.setWindowTitle("MMC Desk")
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    box.setText(text)
    return box


def choose_open(parent: QWidget | None, title: str, file_filter: str = "") -> Path | None:
    """Ask for an existing file; None when cancelled."""
    if recorder:
        return recorder.path()
    chosen, _ = QFileDialog.getOpenFileName(parent, title, "", file_filter)
    return Path(chosen) if chosen else None


def choose_open_many(parent: QWidget | None, title: str, file_filter: str = "") -> list[Path]:
    """Ask for existing files; none when cancelled."""
    if recorder:
        return [path for path in recorder.paths if path]
    chosen, _ = QFileDialog.getOpenFileNames(parent, title, "", file_filter)
    return [Path(path) for path in chosen]


def choose_folder(parent: QWidget | None, title: str, start: str = "") -> Path | None:
    """Ask for an existing folder; None when cancelled."""
    if recorder:
        return recorder.path()
    chosen = QFileDialog.getExistingDirectory(parent, title, start)
    return Path(chosen) if chosen else None


def choose_save(parent: QWidget | None, title: str, suggested: str, file_filter: str = "") -> Path | None:
    """Ask where to save; None when cancelled. The dialog itself asks before it overwrites. The trace keeps it."""
    if recorder:
        path = recorder.path()
    else:
        chosen, _ = QFileDialog.getSaveFileName(parent, title, file_name(suggested), file_filter)
        path = Path(chosen) if chosen else None
    if path:
        noting.leaving.saved.emit(path.name)
    return path


def toast(parent: QWidget | None, text: str, undo: Undo | None = None) -> None:
    """Say what was done in a bar that goes by itself; with `undo` it offers to take that back."""
    if recorder:
        recorder.toasts.append(text)
        recorder.undos.append(undo)
        return
    window = parent.window() if parent else QApplication.activeWindow()
    show = getattr(window, "show_toast", None)
    if show is not None:
        show(text, undo)


def undo_verb() -> str:
    """Return the text of a toast's button."""
    return translate("messages", "Ongedaan maken")
