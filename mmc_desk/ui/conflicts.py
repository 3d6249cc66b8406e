"""The dialog for what two desks changed at once: as it was, yours and theirs side by side, one choice per field."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from mmc_desk.core.i18n import translate
from mmc_desk.ui import theme
from mmc_desk.ui.form_row import FormRow
from mmc_desk.ui.held import Held


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field that two desks changed: what it was before, and what the other one made of it."""

    row: FormRow
    was: Held
    theirs: Held

    @property
    def name(self) -> str:
        """What the field is called."""
        return self.row.plain_label


class Choice(Enum):
    """What becomes of a field."""

    MINE = auto()
    THEIRS = auto()
    BOTH = auto()
    EDIT = auto()


def shown(held: Held) -> str:
    """Return what a field holds in words, an empty one too."""
    return held.text.strip() or translate("conflicts", "niets")


def both(mine: Held, theirs: Held) -> Held:
    """Return two notes under each other."""
    text = f"{theirs.text}\n{mine.text}"
    return Held(text, text, text)


class ConflictDialog(QDialog):
    """One line per field. Nothing is chosen beforehand; Esc goes back to the form, where all that was typed stands."""

    def __init__(self, conflicts: tuple[Conflict, ...], parent: QWidget) -> None:
        super().__init__(parent)
        self.conflicts = conflicts
        self.groups = [QButtonGroup(self) for _ in conflicts]
        self.setWindowTitle(translate("conflicts", "Samen gewijzigd"))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.px(20))
        self._grid.setVerticalSpacing(theme.px(6))
        for column, share in enumerate((2, 3, 3, 3)):
            self._grid.setColumnStretch(column, share)
        self._add_heads()
        for place, conflict in enumerate(conflicts):
            self._add_field(place, conflict)
        buttons = QDialogButtonBox()
        self.back = buttons.addButton(
            translate("conflicts", "&Terug naar het formulier"), QDialogButtonBox.ButtonRole.RejectRole
        )
        self.save = buttons.addButton(translate("conflicts", "Zo &opslaan"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.save.setDefault(True)
        buttons.accepted.connect(self._on_save)
        buttons.rejected.connect(self.reject)
        self._lay_out(buttons)
        self.groups[0].buttons()[0].setFocus()

    @property
    def to_edit(self) -> list[Conflict]:
        """The fields that a person goes back to the form for."""
        return [one for one, chosen in self._chosen() if chosen is Choice.EDIT]

    def decided(self) -> Iterator[tuple[Conflict, Held]]:
        """Yield the fields that are settled, with what they are to hold."""
        for one, chosen in self._chosen():
            mine = one.row.held
            held = {Choice.THEIRS: one.theirs, Choice.BOTH: both(mine, one.theirs)}.get(chosen, mine)
            if chosen is not Choice.EDIT:
                yield one, held

    def _chosen(self) -> Iterator[tuple[Conflict, Choice]]:
        for conflict, group in zip(self.conflicts, self.groups, strict=True):
            yield conflict, Choice(group.checkedId())

    def _add_heads(self) -> None:
        heads = (
            translate("conflicts", "Veld"),
            translate("conflicts", "Zo stond het"),
            translate("conflicts", "Uw invoer"),
            translate("conflicts", "Andere werkplek"),
        )
        for column, text in enumerate(heads):
            head = QLabel(text)
            head.setProperty("role", "muted")
            self._grid.addWidget(head, 0, column)

    def _add_field(self, place: int, conflict: Conflict) -> None:
        line = self._grid.rowCount()
        rule = QFrame()
        rule.setFrameShape(QFrame.Shape.HLine)
        rule.setProperty("role", "rule")
        self._grid.addWidget(rule, line, 0, 1, 4)
        name = _text(conflict.name, "strong")
        self._grid.addWidget(name, line + 1, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(_text(shown(conflict.was), "muted"), line + 1, 1, Qt.AlignmentFlag.AlignTop)
        yours = translate("conflicts", "Uw invoer")
        others = translate("conflicts", "Andere werkplek")
        self._offer(place, Choice.MINE, (yours, shown(conflict.row.held)), (line + 1, 2))
        self._offer(place, Choice.THEIRS, (others, shown(conflict.theirs)), (line + 1, 3))
        if isinstance(conflict.row.field, QPlainTextEdit):
            self._offer(place, Choice.BOTH, ("", translate("conflicts", "Allebei, onder elkaar")), (line + 2, 2))
        self._offer(place, Choice.EDIT, ("", translate("conflicts", "Zelf aanpassen")), (line + 2, 3))

    def _offer(self, place: int, choice: Choice, said: tuple[str, str], cell: tuple[int, int]) -> None:
        button = QRadioButton()
        whose, value = said
        spoken = f"{whose}: {value}" if whose else value
        button.setAccessibleName(f"{self.conflicts[place].name}, {spoken}")
        button.installEventFilter(self)
        self.groups[place].addButton(button, choice.value)
        line = QHBoxLayout()
        line.setSpacing(theme.px(6))
        line.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(_Beside(value, button), 1, Qt.AlignmentFlag.AlignTop)
        self._grid.addLayout(line, *cell)

    def _lay_out(self, buttons: QDialogButtonBox) -> None:
        margin = theme.px(16)
        inner = QWidget()
        inside = QVBoxLayout(inner)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addLayout(self._grid)
        inside.addStretch(1)
        frame = QScrollArea(widgetResizable=True)
        frame.setFrameShape(QFrame.Shape.NoFrame)
        frame.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        frame.setWidget(inner)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(margin, margin, margin, margin)
        layout.setSpacing(theme.px(12))
        told = translate("conflicts", "Een andere werkplek bewaarde dit intussen ook. Kies per veld wat het wordt.")
        layout.addWidget(_text(told, ""))
        layout.addWidget(frame, 1)
        layout.addWidget(buttons)
        room = self.screen().availableGeometry()
        width = min(theme.px(820), room.width() - 40)
        self.setMinimumWidth(width)
        self.resize(width, min(inner.heightForWidth(width) + theme.px(150), room.height() - 40))

    def _on_save(self) -> None:
        open_one = next((group for group in self.groups if group.checkedId() == -1), None)
        if open_one is None:
            self.accept()
        else:
            open_one.buttons()[0].setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let Enter choose what has the focus and go on to the next field; with Ctrl it saves."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        if not isinstance(watched, QRadioButton) or event.key() not in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            return super().eventFilter(watched, event)
        watched.setChecked(True)
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._on_save()
        else:
            self._go_on(watched)
        return True

    def _go_on(self, button: QRadioButton) -> None:
        open_one = next((group for group in self.groups if group.checkedId() == -1), None)
        if open_one is not None and button.group() is not open_one:
            open_one.buttons()[0].setFocus()
        else:
            self.save.setFocus()


class _Beside(QLabel):
    """The words of a choice; a click on them chooses it."""

    def __init__(self, text: str, button: QRadioButton) -> None:
        super().__init__(text, wordWrap=True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setObjectName("beside")
        self.setContentsMargins(0, theme.px(2), 0, 0)
        self._button = button

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        """Choose."""
        self._button.setChecked(True)
        self._button.setFocus()


def _text(text: str, role: str) -> QLabel:
    label = QLabel(text, wordWrap=True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    if role:
        label.setProperty("role", role)
    return label
