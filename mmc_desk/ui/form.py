"""Forms: labelled fields with an access key, a sentence under each, Enter = next or save, Esc = cancel."""

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from PySide6.QtCore import QEvent, QObject, Qt, Signal, SignalInstance
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
from mmc_desk.ui.runner import Runner
from mmc_desk.ui.type_ahead import TypeAhead

T = TypeVar("T")


class Field(Protocol):
    """What a form asks of a field; every class of ui.fields is one."""

    edited: SignalInstance
    judged: SignalInstance

    @property
    def problem(self) -> str:
        """A sentence when what was typed can't be read."""

    @property
    def hint(self) -> str:
        """How the value was understood."""


class Caution(Protocol):
    """A warning that a rule gives, and the row it stands beside."""

    @property
    def field(self) -> str:
        """The name of the row."""

    @property
    def text(self) -> str:
        """What to say."""


class FormRow(QObject):
    """A label, a field and the sentence under it. A page may set its own warning or error."""

    def __init__(self, label: QLabel, field: QWidget, help_text: str, name: str) -> None:
        super().__init__(field)
        self.label = label
        self.field = field
        self.name = name
        self._help = help_text
        self._own = ("", "")
        self.sentence = QLabel(wordWrap=True)
        self.sentence.setTextFormat(Qt.TextFormat.PlainText)
        field.judged.connect(self.refresh)  # type: ignore[attr-defined] # every field has it, see Field
        field.edited.connect(self._on_edited)  # type: ignore[attr-defined] # every field has it, see Field

    @property
    def problem(self) -> str:
        """What keeps this row from being saved: what can't be read, or the error a rule gave."""
        own = self._own[1] if self._own[0] == "error" else ""
        return str(getattr(self.field, "problem", "")) or own

    def set_warning(self, text: str) -> None:
        """Say something that doesn't keep anybody from saving."""
        self._own = ("warning", text)
        self.refresh()

    def set_error(self, text: str) -> None:
        """Say what a rule refuses; it goes when the field is edited."""
        self._own = ("error", text)
        self.refresh()

    def clear(self) -> None:
        """Take back the page's own warning or error."""
        self._own = ("", "")
        self.refresh()

    def set_visible(self, visible: bool) -> None:  # noqa: FBT001 - as QWidget.setVisible
        """Show or hide the whole row."""
        self.label.setVisible(visible)
        self.field.setVisible(visible)
        self.sentence.setVisible(visible and bool(self.sentence.text()))

    def _on_edited(self) -> None:
        if self._own[0] == "error":
            self.clear()

    def refresh(self) -> None:
        """Show the sentence that fits the field now."""
        kind, text = self._spoken()
        self.sentence.setText(text)
        self.sentence.setVisible(bool(text) and not self.field.isHidden())
        set_property(self.sentence, "role", kind)
        set_property(self.field, "problem", kind if kind in {"warning", "error"} else "")
        self.field.setAccessibleDescription(text)

    def _spoken(self) -> tuple[str, str]:
        unread = str(getattr(self.field, "problem", ""))
        if unread:
            return "error", unread
        if self._own[1]:
            return self._own
        return "help", str(getattr(self.field, "hint", "")) or self._help


def set_property(widget: QWidget, name: str, value: str) -> None:
    """Set a property that the style sheet looks at, and dress the widget anew."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


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


def plain(label: str) -> str:
    """Return a label without its access key."""
    return label.replace("&&", "\0").replace("&", "").replace("\0", "&").rstrip(":")


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
        self.form = form
        self._beside = beside
        self._is_edited = False
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
        content.addWidget(_scrolling(inner), 3)
        if self._beside is not None:
            side = _scrolling(self._beside)
            side.setMinimumWidth(self._beside.minimumWidth())
            content.addWidget(side, 2)
        layout.addLayout(content, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(margin, theme.px(8), margin, margin)
        foot.addWidget(self._banner)
        foot.addWidget(self._buttons)
        layout.addLayout(foot)
        room = self.screen().availableGeometry()
        wanted = inner.sizeHint()
        height = min(wanted.height() + foot.sizeHint().height(), room.height() - 40)
        width = max(wanted.width(), theme.px(520))
        if self._beside is not None:
            width += self._beside.minimumWidth()
        self.resize(min(width, room.width() - 40), height)

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
            try:
                op = make_op()
            except DeskError as error:
                self.refuse(error)
                return
            self.save_button.setEnabled(False)
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
