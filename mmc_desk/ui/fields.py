"""The fields of a form: each shows and reads one kind of value by core.formats and says what is wrong."""

from collections.abc import Sequence
from datetime import date, time
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QFocusEvent, QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QWidget

from mmc_desk.core import clock, formats
from mmc_desk.core.errors import RuleError
from mmc_desk.core.i18n import translate
from mmc_desk.ui import theme
from mmc_desk.ui.candidates import Candidate
from mmc_desk.ui.form import Form, FormDialog, FormRow
from mmc_desk.ui.held import Held
from mmc_desk.ui.type_ahead import ManyTypeAhead, TypeAhead

__all__ = [
    "AmountField",
    "Candidate",
    "CheckField",
    "ChoiceField",
    "DateField",
    "Form",
    "FormDialog",
    "FormRow",
    "KmField",
    "LineField",
    "ManyTypeAhead",
    "NoteField",
    "PhoneField",
    "TextField",
    "TimeField",
    "TypeAhead",
]

T = TypeVar("T")
_PAUSE_MS = 700
"""Who pauses this long while typing is told what can't be read; leaving the field tells at once."""


class LineField(QLineEdit, Generic[T]):
    """A line that holds a value. What can't be read gives `value` None and a sentence in `problem`."""

    edited = Signal()
    """The person changed the value (set_value is silent)."""
    judged = Signal()
    """`problem` and `hint` are fit to be shown now."""

    width_hint = 0
    """A fixed width in pixels at 100 %, for what is always short; 0 takes what there is."""

    def __init__(self, value: T | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.problem = ""
        self.hint = ""
        self._value: T | None = None
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self.judged)
        self.textChanged.connect(self._on_text)
        self.editingFinished.connect(self._on_finished)
        if self.width_hint:
            self.setFixedWidth(theme.px(self.width_hint))
        self.set_value(value)

    @property
    def value(self) -> T | None:
        """The value typed; None when empty or unreadable."""
        return self._value

    def set_value(self, value: T | None) -> None:
        """Show a value, without telling anybody."""
        blocked = self.blockSignals(True)
        self.setText("" if value is None else self.to_text(value))
        self.blockSignals(blocked)
        self._value, self.problem = value, ""
        self.hint = "" if value is None else self.explain(value)
        self.judged.emit()

    def to_text(self, value: T) -> str:
        """Return how a value is shown for editing."""
        raise NotImplementedError

    def from_text(self, text: str) -> T:
        """Return what `text` means. Raises RuleError."""
        raise NotImplementedError

    def explain(self, _value: T) -> str:
        """Return how the value was understood, where that isn't plain from the text."""
        return ""

    @property
    def held(self) -> Held:
        """The value; what can't be read is kept as it was typed."""
        return Held((self.value, self.text() if self.problem else ""), self.text(), self.text())

    def hold(self, held: Held) -> None:
        """Hold what another line of this kind did."""
        blocked = self.blockSignals(True)
        self.setText(str(held.state))
        self.blockSignals(blocked)
        self._read(str(held.state))
        self.editingFinished.emit()

    def _read(self, text: str) -> None:
        self._value, self.problem, self.hint = None, "", ""
        if text.strip():
            try:
                self._value = self.from_text(text)
                self.hint = self.explain(self._value)
            except RuleError as error:
                self.problem = str(error)

    def _on_text(self, text: str) -> None:
        self._read(text)
        self._pause.stop() if not self.problem else self._pause.start()
        if not self.problem:
            self.judged.emit()
        self.edited.emit()

    def _on_finished(self) -> None:
        self._pause.stop()
        if self._value is not None:
            self._tidy(self._value)
        self.judged.emit()

    def _tidy(self, value: T) -> None:
        blocked = self.blockSignals(True)
        self.setText(self.to_text(value))
        self.blockSignals(blocked)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Select everything, so that typing replaces it."""
        super().focusInEvent(event)
        self.selectAll()


class TextField(LineField[str]):
    """A line of text; "" when empty."""

    @property
    def value(self) -> str:
        """The text without blanks around it."""
        return self.text().strip()

    def to_text(self, value: str) -> str:
        """Return the text itself."""
        return value

    def from_text(self, text: str) -> str:
        """Return the text without blanks around it."""
        return text.strip()


class DateField(LineField[date]):
    """A date: 25/11, 25/11/2026, +2, vr, morgen; Up and Down step a day. The weekday stands beside it."""

    width_hint = 128

    def __init__(self, value: date | None = None, parent: QWidget | None = None) -> None:
        super().__init__(value, parent)
        self.setPlaceholderText(translate("fields", "dd/mm/jjjj"))

    def to_text(self, value: date) -> str:
        """Return `25/11/2026`."""
        return formats.show_date(value)

    def from_text(self, text: str) -> date:
        """Read a date or its shorthand."""
        return formats.parse_date(text, clock.today())

    def explain(self, value: date) -> str:
        """Return `woensdag 25 november 2026`."""
        return formats.show_long_date(value)


class TimeField(LineField[time]):
    """A time: 9, 915, 9:15, 14u30."""

    width_hint = 80

    def __init__(self, value: time | None = None, parent: QWidget | None = None) -> None:
        super().__init__(value, parent)
        self.setPlaceholderText(translate("fields", "uu:mm"))

    def to_text(self, value: time) -> str:
        """Return `09:15`."""
        return f"{value:%H:%M}"

    def from_text(self, text: str) -> time:
        """Read a time."""
        return formats.parse_time(text)


class AmountField(LineField[int]):
    """An amount in cents, shown as `12,50`."""

    width_hint = 104

    def to_text(self, value: int) -> str:
        """Return `1.012,50`, without the euro sign."""
        return formats.show_amount(value).replace("€", "").replace(formats.NBSP, "")

    def from_text(self, text: str) -> int:
        """Read an amount."""
        return formats.parse_amount(text)


class KmField(LineField[int]):
    """A distance in metres, shown in km: `26,4`."""

    width_hint = 104

    def to_text(self, value: int) -> str:
        """Return `26,4`, without the unit."""
        return formats.show_number(value / 1000)

    def from_text(self, text: str) -> int:
        """Read kilometres."""
        return formats.parse_km(text)


class PhoneField(LineField[str]):
    """A phone number, E.164 where it is one; free text is allowed. "" when empty."""

    width_hint = 176

    @property
    def value(self) -> str:
        """The number as it is stored."""
        return self._value or ""

    def to_text(self, value: str) -> str:
        """Return `089 51 91 38`."""
        return formats.show_phone(value)

    def from_text(self, text: str) -> str:
        """Read a phone number."""
        return formats.parse_phone(text)


class NoteField(QPlainTextEdit):
    """Several lines of text. Enter makes a new line, Tab goes on."""

    edited = Signal()
    judged = Signal()
    problem = ""
    hint = ""

    def __init__(self, value: str = "", parent: QWidget | None = None, *, lines: int = 3) -> None:
        super().__init__(parent)
        self._silent = False
        self.setTabChangesFocus(True)
        self.setFixedHeight(self.fontMetrics().lineSpacing() * lines + theme.px(16))
        self.textChanged.connect(self._on_text)
        self.set_value(value)

    @property
    def value(self) -> str:
        """The text without blanks around it."""
        return self.toPlainText().strip()

    def set_value(self, value: str | None) -> None:
        """Show a text, without telling anybody."""
        self._silent = True
        self.setPlainText(value or "")
        self._silent = False

    @property
    def held(self) -> Held:
        """The text."""
        return Held(self.value, self.value, self.toPlainText())

    def hold(self, held: Held) -> None:
        """Hold a text."""
        self.set_value(str(held.state))

    def _on_text(self) -> None:
        if not self._silent:
            self.edited.emit()


class ChoiceField(QComboBox, Generic[T]):
    """One of a few values. Typing a letter jumps; the wheel only turns it when it has the focus."""

    edited = Signal()
    judged = Signal()
    problem = ""
    hint = ""

    def __init__(
        self, options: Sequence[tuple[T, str]] = (), value: T | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._values: list[T] = []
        self._silent = False
        self.set_options(options)
        if value is not None:
            self.set_value(value)
        self.currentIndexChanged.connect(self._on_index)

    def set_options(self, options: Sequence[tuple[T, str]]) -> None:
        """Offer other values; the chosen one stays if it is still there."""
        before = self.value
        self._silent = True
        self.clear()
        self._values = [value for value, _ in options]
        self.addItems([label for _, label in options])
        self.setCurrentIndex(self._values.index(before) if before in self._values else min(0, len(options) - 1))
        self._silent = False

    @property
    def value(self) -> T | None:
        """The chosen value; None when there is nothing to choose from."""
        place = self.currentIndex()
        return self._values[place] if 0 <= place < len(self._values) else None

    def set_value(self, value: T | None) -> None:
        """Choose a value, without telling anybody; one that isn't offered chooses nothing."""
        self._silent = True
        self.setCurrentIndex(next((place for place, one in enumerate(self._values) if one == value), -1))
        self._silent = False

    @property
    def held(self) -> Held:
        """The value, with how it is called."""
        return Held(self.value, self.currentText(), self.value)

    def hold(self, held: Held) -> None:
        """Choose a value; one that this one didn't offer yet is offered."""
        value: Any = held.state
        if value is not None and value not in self._values:
            self._silent = True
            self._values.append(value)
            self.addItem(held.text)
            self._silent = False
        self.set_value(value)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page unless this has the focus: scrolling must not change a form."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def _on_index(self, _place: int) -> None:
        if not self._silent:
            self.edited.emit()


class CheckField(QCheckBox):
    """Yes or no."""

    edited = Signal()
    judged = Signal()
    problem = ""
    hint = ""

    def __init__(self, text: str = "", value: bool = False, parent: QWidget | None = None) -> None:  # noqa: FBT001, FBT002 - the value is one
        super().__init__(text, parent)
        self.setChecked(value)
        self.toggled.connect(self.edited)

    @property
    def value(self) -> bool:
        """Whether it is ticked."""
        return self.isChecked()

    def set_value(self, value: bool | None) -> None:  # noqa: FBT001 - the value is one
        """Tick or clear it, without telling anybody."""
        blocked = self.blockSignals(True)
        self.setChecked(bool(value))
        self.blockSignals(blocked)

    @property
    def held(self) -> Held:
        """Yes or no."""
        said = translate("fields", "ja") if self.value else translate("fields", "nee")
        return Held(self.value, said, self.value)

    def hold(self, held: Held) -> None:
        """Tick or clear it."""
        self.set_value(bool(held.state))
