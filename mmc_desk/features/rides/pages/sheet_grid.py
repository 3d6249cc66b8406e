"""A driver's month as rows to key without a mouse; every row saves itself when the cursor leaves it (domain.md §9)."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QStyle,
    QVBoxLayout,
    QWidget,
)

from mmc_desk.core.errors import ConflictError, DeskError, RuleError
from mmc_desk.core.i18n import translate
from mmc_desk.features.rides import ops
from mmc_desk.features.rides.pages.sheet_line import (
    FIELDS,
    GAP,
    MARK_WIDTH,
    NOTE_WIDTH,
    WHO_WIDTH,
    WIDTHS,
    SheetLine,
)
from mmc_desk.features.rides.pages.sheet_values import field_titles
from mmc_desk.features.rides.queries.sheets import DriverMonth, proposed_received
from mmc_desk.features.rides.rules.sheets import readings_before
from mmc_desk.ui import theme
from mmc_desk.ui.runner import Runner

_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_CONTROL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier

Typed = Mapping[str, str]


class SheetGrid(QWidget):
    """The rows. Enter goes to the next field, + or Ctrl+Enter to the next ride, ↑ and ↓ stay in the column."""

    past_the_end = Signal()
    """Enter or + on the last row."""
    month_stepped = Signal(int)
    driver_stepped = Signal(int)
    stale = Signal()
    """A row was changed by somebody else: read again."""
    counted = Signal()
    """Something was saved, typed or refused: how many rows still wait may have changed."""

    def __init__(self, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self.month: DriverMonth | None = None
        self.lines: list[SheetLine] = []
        self.drafts: dict[int, Typed] = {}
        """What was typed in rows that can't be saved yet, of whatever driver and month, by ride."""
        self._current: SheetLine | None = None
        self._lay_out()

    def _lay_out(self) -> None:
        self._rows = QVBoxLayout()
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._rows)
        column.addStretch(1)
        self.frame = QScrollArea(widgetResizable=True)
        self.frame.setFrameShape(QFrame.Shape.StyledPanel)
        self.frame.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.frame.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.frame.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.frame.setWidget(inner)
        sheet = QWidget()
        layout = QVBoxLayout(sheet)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(2))
        layout.addWidget(self._headings())
        layout.addWidget(self.frame, 1)
        widest = MARK_WIDTH + WHO_WIDTH + sum(WIDTHS.values()) + NOTE_WIDTH + GAP * (len(FIELDS) + 1)
        sheet.setMinimumWidth(theme.px(widest + 12) + self._bar_width() + 2)
        # Large letters on a small screen: the sheet goes sideways under its headings, the page around it stays.
        self.sideways = QScrollArea(widgetResizable=True)
        self.sideways.setFrameShape(QFrame.Shape.NoFrame)
        self.sideways.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.sideways.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.sideways.setWidget(sheet)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.sideways)

    def _bar_width(self) -> int:
        return self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent) + 2

    def _headings(self) -> QWidget:
        headings = QWidget()
        line = QHBoxLayout(headings)
        line.setContentsMargins(theme.px(6) + 1, 0, theme.px(6) + 1 + self._bar_width(), 0)
        line.setSpacing(theme.px(GAP))
        line.addSpacing(theme.px(MARK_WIDTH))
        ride = _heading(translate("sheets", "Rit"))
        ride.setMinimumWidth(theme.px(WHO_WIDTH))
        line.addWidget(ride, 5)
        for name, title in field_titles().items():
            label = _heading(title)
            if name in WIDTHS:
                label.setFixedWidth(theme.px(WIDTHS[name]))
                if name != "outcome":
                    label.setAlignment(Qt.AlignmentFlag.AlignRight)
            else:
                label.setMinimumWidth(theme.px(NOTE_WIDTH))
            line.addWidget(label, 3 if name == "note" else 0)
        return headings

    # What is shown

    def show_month(self, month: DriverMonth) -> None:
        """Show a driver's month; of the month on show already, only what changed since."""
        before, self.month = self.month, month
        same = before is not None and _identity(before) == _identity(month)
        if same and [line.ride_id for line in self.lines] == [row.ride.ride_id for row in month.rows]:
            for line, row in zip(self.lines, month.rows, strict=True):
                line.show_row(row)
        else:
            self._make_lines(month)
        self._rechain()
        self.counted.emit()

    def _make_lines(self, month: DriverMonth) -> None:
        place = self._place()
        self.keep_drafts()
        for line in self.lines:
            self._rows.removeWidget(line)
            line.deleteLater()
        self._current = None
        self.lines = [SheetLine(row) for row in month.rows]
        for line in self.lines:
            self._rows.addWidget(line)
            line.edited.connect(self._on_edited)
            for field in line.fields.values():
                field.installEventFilter(self)
            self._take_draft(line)
        if place is not None:
            self._focus_again(*place)

    def _place(self) -> tuple[int, str] | None:
        for line in self.lines:
            for name, field in line.fields.items():
                if field.hasFocus():
                    return line.ride_id, name
        return None

    def _focus_again(self, ride_id: int, name: str) -> None:
        for line in self.lines:
            if line.ride_id == ride_id:
                line.fields[name].setFocus()

    def _rechain(self) -> None:
        if self.month is None:
            return
        chain = readings_before([line.noted() for line in self.lines], self.month.before)
        for line, before in zip(self.lines, chain, strict=True):
            line.set_before(before)
            line.propose_received(proposed_received(self.month, line.row, line.entry()))

    def _on_edited(self) -> None:
        self._rechain()
        self.counted.emit()

    # What was typed and isn't stored

    @property
    def unsaved(self) -> int:
        """How many rows on show hold something that isn't stored."""
        return sum(line.is_dirty for line in self.lines)

    def keep_drafts(self) -> None:
        """Save the rows that can be saved; keep what was typed in the others until they are shown again."""
        for line in self.lines:
            if not line.is_dirty:
                self.drafts.pop(line.ride_id, None)
            elif line.complaint() is None:
                self.save(line)
            else:
                self.drafts[line.ride_id] = line.texts()

    def _take_draft(self, line: SheetLine) -> None:
        draft = self.drafts.pop(line.ride_id, None)
        if draft is not None and line.is_open:
            line.type_texts(draft)
            line.leave()

    # Saving

    def save(self, line: SheetLine) -> None:
        """Save a row, if there is something to save and it can be."""
        if not line.is_open or not line.is_dirty or line.sent is not None or line.complaint() is not None:
            return
        line.sent = line.entry()
        command = ops.KeySheet(line.ride_id, line.sent, line.row.ride.version)
        label = translate("sheets", "Rittenblad rit {ride}").format(ride=line.row.ride.ride_no)
        self._runner.write(partial(ops.key_sheet, command=command), label, None, partial(self._refused, line.ride_id))

    def _refused(self, ride_id: int, error: DeskError) -> None:
        for line in self.lines:
            if line.ride_id == ride_id:
                line.refuse(error.field if isinstance(error, RuleError) else "", str(error))
        if isinstance(error, ConflictError):
            self.stale.emit()

    # Keys

    def focus_first(self) -> None:
        """Put the cursor where the keying begins: on the first ride whose sheet is missing, else on the first."""
        missing = [line for line in self.lines if line.row.is_missing and line.is_open]
        usable = missing or [line for line in self.lines if line.is_open]
        if usable:
            self._start(usable[0])

    def focus_ride(self, ride_id: int) -> bool:
        """Put the cursor on a ride; False when it isn't here."""
        for line in self.lines:
            if line.ride_id == ride_id and line.is_open:
                self._start(line)
                return True
        return False

    def _start(self, line: SheetLine) -> None:
        """Begin a row: at the end reading where the driver notes them, else at the km."""
        reads = line.odometer_start.value is not None or bool(line.odometer_start.placeholderText())
        if not reads and line.before is not None and self.month is not None:
            self._go(line, "odometer_start")
        else:
            self._go(line, "odometer_end" if reads else "metres")

    def _go(self, line: SheetLine, name: str) -> None:
        line.fields[name].setFocus(Qt.FocusReason.TabFocusReason)
        self.frame.ensureWidgetVisible(line, 0, theme.px(20))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Steer by keys, and save a row once the cursor is in another one."""
        if event.type() == QEvent.Type.FocusIn:
            self._on_focus(watched)
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            line, name = self._find(watched)
            if line is not None and self._on_key(line, name, event):
                return True
        return super().eventFilter(watched, event)

    def _find(self, field: QObject) -> tuple[SheetLine | None, str]:
        for line in self.lines:
            for name, one in line.fields.items():
                if one is field:
                    return line, name
        return None, ""

    def _on_focus(self, field: QObject) -> None:
        line, _ = self._find(field)
        if isinstance(field, QWidget):
            self.sideways.ensureWidgetVisible(field, theme.px(20), 0)
        if line is not self._current:
            self.leave_row()
            self._current = line

    def leave_row(self) -> None:
        """Save the row that the cursor leaves."""
        line, self._current = self._current, None
        if line is not None:
            line.leave()
            self.save(line)

    def _on_key(self, line: SheetLine, name: str, event: QKeyEvent) -> bool:
        key, modifiers = event.key(), event.modifiers()
        if modifiers & _CONTROL:
            return self._on_control(line, key)
        if key in _ENTER:
            self._step(line, name, -1 if modifiers & _SHIFT else 1)
        elif key in {Qt.Key.Key_Up, Qt.Key.Key_Down} and not modifiers & Qt.KeyboardModifier.AltModifier:
            self._to_row(line, name, -1 if key == Qt.Key.Key_Up else 1)
        else:
            return name != "note" and self._on_sign(line, name, event.text())
        return True

    def _on_sign(self, line: SheetLine, name: str, sign: str) -> bool:
        """Take + for the next ride, = for what stands in grey, and a letter for the outcome."""
        if sign == "+":
            self._next_row(line)
        elif sign == "=":
            line.accept(name)
            self._step(line, name, 1)
        else:
            return name != "outcome" and line.choose(sign, name)
        return True

    def _on_control(self, line: SheetLine, key: int) -> bool:
        if key in _ENTER:
            self._next_row(line)
            return True
        steps: Mapping[int, Callable[[], None]] = {
            Qt.Key.Key_Left: lambda: self.month_stepped.emit(-1),
            Qt.Key.Key_Right: lambda: self.month_stepped.emit(1),
            Qt.Key.Key_Up: lambda: self.driver_stepped.emit(-1),
            Qt.Key.Key_Down: lambda: self.driver_stepped.emit(1),
        }
        if key in steps:
            steps[key]()
        return key in steps

    def _step(self, line: SheetLine, name: str, by: int) -> None:
        """Go to the next field that has something to ask; behind the last one, to the next ride."""
        names = [one for one in FIELDS if one == name or not _is_known(line, one)]
        place = names.index(name) + by
        if 0 <= place < len(names):
            self._go(line, names[place])
        elif by > 0:
            self._next_row(line)

    def _next_row(self, line: SheetLine) -> None:
        """Go to the next ride whose sheet is missing; where none is, to the next one that may be mended."""
        behind = self._open_lines(line, 1)
        missing = [one for one in behind if one.row.is_missing]
        if missing or (behind and not line.row.is_missing):
            self._start((missing or behind)[0])
        else:
            self.leave_row()
            self.past_the_end.emit()

    def _to_row(self, line: SheetLine, name: str, by: int) -> None:
        found = self._open_lines(line, by)
        if found:
            self._go(found[0], name)

    def _open_lines(self, line: SheetLine, by: int) -> Sequence[SheetLine]:
        place = self.lines.index(line)
        others = self.lines[place + 1 :] if by > 0 else self.lines[:place][::-1]
        return [one for one in others if one.is_open]


def _identity(month: DriverMonth) -> tuple[int, int, int]:
    return month.driver.driver_id, month.year, month.month


def _is_known(line: SheetLine, name: str) -> bool:
    """Tell whether a field needs no visit: km that the odometer gave."""
    return name == "metres" and line.is_by_odometer


def _heading(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", "muted")
    return label
