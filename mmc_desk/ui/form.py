"""Forms: labelled fields with an access key, a sentence under each, Enter = next or save, Esc = cancel."""

import functools
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from mmc_desk.core.db import Op
from mmc_desk.core.errors import DeskError, RuleError
from mmc_desk.core.i18n import translate
from mmc_desk.ui import messages, theme
from mmc_desk.ui.caption import Caption
from mmc_desk.ui.form_row import Caution, Field, FormRow, plain, set_property
from mmc_desk.ui.runner import Runner
from mmc_desk.ui.type_ahead import TypeAhead

if TYPE_CHECKING:
    from mmc_desk.ui.following import Following, Record

__all__ = ["Caution", "Field", "Form", "FormDialog", "FormRow", "plain", "set_property"]

T = TypeVar("T")

_FORM, _BESIDE = 3, 2
"""How a dialog's width is shared out."""


class Form(QWidget):
    """Labelled fields under each other."""

    submitted = Signal()
    """Enter in the last field, or Ctrl+Enter anywhere."""
    cancelled = Signal()
    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: list[FormRow] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.px(16))
        self._grid.setVerticalSpacing(theme.px(2))
        self._grid.setColumnStretch(1, 1)

    def add(self, label: str, field: QWidget, help_text: str = "", *, name: str = "", unit: str = "") -> FormRow:
        """Add a field. `label` carries its access key ("&Datum"); a RuleError calls it by `name`."""
        caption = Caption(label)
        caption.setBuddy(field)
        caption.setMinimumHeight(theme.px(28))
        if not field.accessibleName():
            field.setAccessibleName(plain(label))
        row = FormRow(caption, field, help_text, name or field.objectName())
        place = self._grid.rowCount()
        top = Qt.AlignmentFlag.AlignTop
        self._grid.addWidget(caption, place, 0, top)
        self._grid.addLayout(_with_unit(field, unit), place, 1, top)
        self._grid.addWidget(row.sentence, place + 1, 1, top)
        row.refresh()
        self._grid.setRowMinimumHeight(place + 2, theme.px(4))
        field.installEventFilter(self)
        field.edited.connect(self.edited)  # type: ignore[attr-defined] # every field has it, see Field
        self.rows.append(row)
        return row

    def add_heading(self, text: str) -> QLabel:
        """Add a heading above the next fields."""
        heading = QLabel(text)
        heading.setProperty("role", "heading")
        heading.setContentsMargins(0, theme.px(8) if self.rows else 0, 0, theme.px(4))
        self._grid.addWidget(heading, self._grid.rowCount(), 0, 1, 2)
        return heading

    def add_widget(self, widget: QWidget) -> None:
        """Add anything over the whole width."""
        self._grid.addWidget(widget, self._grid.rowCount(), 0, 1, 2)

    def row(self, name: str) -> FormRow | None:
        """Return the row whose name is `name`."""
        return next((row for row in self.rows if row.name == name), None)

    def show_cautions(self, cautions: Sequence[Caution]) -> None:
        """Put each warning beside its field; a warning never keeps anybody from saving."""
        for row in self.rows:
            texts = [caution.text for caution in cautions if caution.field == row.name]
            if texts:
                row.set_warning(" ".join(texts))
            elif not row.problem:
                row.clear()

    def first_problem(self) -> FormRow | None:
        """Return the first visible row that can't be saved as it stands."""
        return next((row for row in self.rows if row.problem and not row.field.isHidden()), None)

    def refuse(self, error: DeskError) -> bool:
        """Show a rule's sentence beside the field it names, with the focus there; False when it names none."""
        row = self.row(error.field) if isinstance(error, RuleError) and error.field else None
        if row is None:
            return False
        row.set_error(str(error))
        row.field.setFocus()
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let Enter go to the next field, Ctrl+Enter save and Esc cancel."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and isinstance(watched, QWidget):
            return self._on_key(watched, event)
        return super().eventFilter(watched, event)

    def _on_key(self, field: QWidget, event: QKeyEvent) -> bool:
        if event.key() not in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            return False
        stays = isinstance(field, TypeAhead) and field.take_chosen()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.submitted.emit()
            return True
        if stays:
            return True
        if isinstance(field, QPlainTextEdit):
            return False
        self._go_on(field)
        return True

    def _go_on(self, field: QWidget) -> None:
        fields = [row.field for row in self.rows if row.field.isVisibleTo(self) and row.field.isEnabled()]
        place = fields.index(field)
        if place + 1 < len(fields):
            fields[place + 1].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.submitted.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Cancel on Esc that no field took."""
        if event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        else:
            super().keyPressEvent(event)


def _with_unit(field: QWidget, unit: str) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setSpacing(theme.px(8))
    line.addWidget(field)
    if unit:
        line.addWidget(QLabel(unit))
    if unit or field.minimumWidth() == field.maximumWidth():
        line.addStretch(1)
    return line


def _scrolling(content: QWidget) -> QScrollArea:
    """Return a frame in which what a small screen has no room for can be scrolled, not cut."""
    frame = QScrollArea(widgetResizable=True)
    frame.setFrameShape(QFrame.Shape.NoFrame)
    frame.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    frame.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    frame.setWidget(content)
    return frame


class FormDialog(QDialog):
    """A form with a verb on its button. It stays open, with what was typed, until the write succeeded."""

    submitted = Signal()
    """The person wants to save and every field can be read."""

    def __init__(
        self,
        title: str,
        form: Form,
        save_text: str,
        parent: QWidget | None = None,
        *,
        beside: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        theme.dress(self)
        self.form = form
        self._beside = beside
        self._is_edited = False
        self.following: Following | None = None
        self.setWindowTitle(title)
        self._banner = QLabel(wordWrap=True)
        self._banner.setTextFormat(Qt.TextFormat.PlainText)
        self._banner.setProperty("role", "error")
        self._banner.hide()
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.save_button: QPushButton = self._buttons.addButton(save_text, QDialogButtonBox.ButtonRole.AcceptRole)
        self.save_button.setDefault(True)
        self.save_button.clicked.connect(self._on_save)
        self.cancel_button: QPushButton = self._buttons.button(QDialogButtonBox.StandardButton.Cancel)
        self._buttons.rejected.connect(self.reject)
        form.submitted.connect(self._on_save)
        form.cancelled.connect(self.reject)
        form.edited.connect(self._on_edited)
        self._lay_out()

    def _lay_out(self) -> None:
        margin = theme.px(16)
        inner = QWidget()
        inside = QVBoxLayout(inner)
        inside.setContentsMargins(margin, margin, margin, margin)
        inside.addWidget(self.form)
        inside.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        content = QHBoxLayout()
        content.setSpacing(0)
        content.addWidget(_scrolling(inner), _FORM)
        if self._beside is not None:
            side = _scrolling(self._beside)
            side.setMinimumWidth(self._beside.minimumWidth())
            content.addWidget(side, _BESIDE)
        layout.addLayout(content, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(margin, theme.px(8), margin, margin)
        foot.addWidget(self._banner)
        foot.addWidget(self._buttons)
        layout.addLayout(foot)
        room = self.screen().availableGeometry()
        wanted = inner.sizeHint()
        width = max(wanted.width(), theme.px(520))
        other = 0 if self._beside is None else self._beside.minimumWidth()
        width = min(width + other, room.width() - 40)
        own = width if self._beside is None else min(width - other, width * _FORM // (_FORM + _BESIDE))
        height = max(wanted.height(), inside.totalHeightForWidth(own)) + foot.sizeHint().height()
        self.resize(width, min(height, room.height() - 40))

    def follow(self, runner: Runner, record: "Record[Any]") -> None:
        """Bring what other desks save of the same record into this form, beside what is typed."""
        from mmc_desk.ui.following import Following

        self.following = Following(self, runner, record)

    def caught_up(self) -> None:
        """Show what depends on the fields, after other values came into them."""

    def save_with(
        self,
        runner: Runner,
        make_op: Callable[[], Op[T]],
        label: str,
        on_done: Callable[[T], None] | None = None,
    ) -> None:
        """Write what `make_op` makes when the person saves; close on success, show the sentence otherwise."""

        def done(value: T) -> None:
            self._is_edited = False
            self.accept()
            if on_done:
                on_done(value)

        def submit() -> None:
            follows = self.following
            if follows and follows.asks(submit):
                return
            try:
                op = make_op()
            except DeskError as error:
                self.refuse(error)
                return
            self.save_button.setEnabled(False)
            if follows:
                runner.write(follows.guarded(op), label, done, functools.partial(follows.on_refused, submit))
            else:
                runner.write(op, label, done, self.refuse)

        self.submitted.connect(submit)

    def refuse(self, error: DeskError) -> None:
        """Show why it can't be saved: beside the field it names, else above the buttons."""
        self.save_button.setEnabled(True)
        if not self.form.refuse(error):
            self._banner.setText(str(error))
            self._banner.show()

    def reject(self) -> None:
        """Close; what was typed can't be brought back, so ask first."""
        question = translate("form", "Wat u invulde wordt niet bewaard.")
        if self._is_edited and not messages.confirm(self, question, translate("form", "Niet opslaan")):
            return
        super().reject()

    def _on_edited(self) -> None:
        self._is_edited = True
        self._banner.hide()

    def _on_save(self) -> None:
        problem = self.form.first_problem()
        if problem:
            problem.field.setFocus()
            return
        if self.save_button.isEnabled():
            self.submitted.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Esc ask, as the cancel button does."""
        if event.key() == Qt.Key.Key_Escape:
            self.reject()
        else:
            super().keyPressEvent(event)
