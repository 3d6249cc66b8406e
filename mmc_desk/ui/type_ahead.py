"""Type-ahead: a line whose list of matches follows every keystroke, used by keyboard alone."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QFontMetrics, QHideEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from mmc_desk.core.i18n import translate
from mmc_desk.ui import icons, theme
from mmc_desk.ui.candidates import Candidate, CandidateIndex
from mmc_desk.ui.held import Held

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_VISIBLE_ROWS = 8


class CandidateModel(QAbstractListModel):
    """The few candidates on show."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[Candidate] = []

    def show_candidates(self, candidates: list[Candidate]) -> None:
        """Show others."""
        self.beginResetModel()
        self.shown = candidates
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Return how many are on show."""
        return 0 if parent.isValid() else len(self.shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's own variant
        """Return the title; a screen reader hears the detail too."""
        one = self.shown[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return one.title
        if role in {Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            return f"{one.title}, {one.detail}" if one.detail else one.title
        return one.detail if role == Qt.ItemDataRole.UserRole else None


class CandidateDelegate(QStyledItemDelegate):
    """Draws the title, and the detail muted behind it."""

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return a row's size."""
        return QSize(theme.px(240), QFontMetrics(option.font).height() + theme.px(10))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one candidate."""
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.fillRect(option.rect, theme.colour("selected"))
        area = option.rect.adjusted(theme.px(10), 0, -theme.px(10), 0)
        metrics = option.fontMetrics
        title = metrics.elidedText(str(index.data()), Qt.TextElideMode.ElideRight, area.width())
        place = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.setPen(theme.colour("on_selected" if chosen else "text"))
        painter.drawText(area, place, title)
        rest = area.adjusted(metrics.horizontalAdvance(title) + theme.px(12), 0, 0, 0)
        detail = metrics.elidedText(
            str(index.data(Qt.ItemDataRole.UserRole)), Qt.TextElideMode.ElideRight, rest.width()
        )
        painter.setPen(theme.colour("on_selected" if chosen else "muted"))
        painter.drawText(rest, place, detail)


class CandidateList(QListView):
    """A list of candidates that never takes the focus: the line above it steers."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.candidates = CandidateModel()
        self.setModel(self.candidates)
        self.setItemDelegate(CandidateDelegate(self))
        self.setUniformItemSizes(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)

    def show_candidates(self, found: list[Candidate], *, first: bool = True) -> None:
        """Show others, with the first one chosen unless told otherwise."""
        self.candidates.show_candidates(found)
        if found and first:
            self.setCurrentIndex(self.candidates.index(0))

    def chosen(self) -> Candidate | None:
        """Return the candidate under the cursor."""
        index = self.currentIndex()
        return self.candidates.shown[index.row()] if index.isValid() else None

    def step(self, key: int) -> bool:
        """Move the cursor by Up, Down, Page Up or Page Down; False for another key."""
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
        count = self.candidates.rowCount()
        if key not in steps or not count:
            return False
        row = self.currentIndex().row() + steps[Qt.Key(key)]
        self.setCurrentIndex(self.candidates.index(max(0, min(count - 1, row))))
        return True

    def wanted_height(self) -> int:
        """Return the height of up to eight rows."""
        rows = min(_VISIBLE_ROWS, self.candidates.rowCount())
        return rows * max(1, self.sizeHintForRow(0)) + theme.px(4)


class TypeAhead(QLineEdit):
    """A line that finds a candidate by any part of its text. Enter or Tab takes the chosen one."""

    picked = Signal(object)
    """The Candidate taken."""
    edited = Signal()
    judged = Signal()

    def __init__(
        self, candidates: Sequence[Candidate] = (), parent: QWidget | None = None, *, free_text: bool = False
    ) -> None:
        super().__init__(parent)
        self.free_text = free_text
        self.hint = ""
        self._value: Candidate | None = None
        self._index = CandidateIndex(())
        self._popup = QFrame(self, Qt.WindowType.ToolTip | Qt.WindowType.FramelessWindowHint)
        self._popup.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self._popup.setObjectName("popup")
        self.list = CandidateList(self._popup)
        self.list.setAccessibleName(translate("fields", "Voorstellen"))
        layout = QVBoxLayout(self._popup)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.addWidget(self.list)
        self.list.clicked.connect(lambda _index: self._pick())
        self.textEdited.connect(self._on_typed)
        self.set_candidates(candidates)

    def set_candidates(self, candidates: Sequence[Candidate] | CandidateIndex) -> None:
        """Offer other candidates; a CandidateIndex made on the worker saves the window the work."""
        self._index = candidates if isinstance(candidates, CandidateIndex) else CandidateIndex(candidates)

    @property
    def candidates(self) -> Sequence[Candidate]:
        """What is offered."""
        return self._index.candidates

    @property
    def value(self) -> Candidate | None:
        """The candidate taken; with free text, what was typed as a candidate without a key."""
        if self._value is None and self.free_text and self.text().strip():
            return Candidate(None, self.text().strip())
        return self._value

    @property
    def problem(self) -> str:
        """What is wrong: text that stands for nothing offered."""
        if self.text().strip() and self.value is None:
            return translate("fields", "“{text}” werd niet gevonden. Kies een voorstel uit de lijst.").format(
                text=self.text().strip()
            )
        return ""

    def set_value(self, value: Candidate | None) -> None:
        """Show a candidate, without telling anybody."""
        self._value = value
        self.setText(value.title if value else "")
        self.setCursorPosition(0)
        self._hide()
        self.judged.emit()

    def set_key(self, key: object) -> None:
        """Show the candidate with a key; nothing when it isn't offered."""
        self.set_value(next((one for one in self.candidates if one.key == key), None))

    @property
    def held(self) -> Held:
        """Whom it stands for: by key, by its text where any text will do; what was found nowhere is kept as typed."""
        text = self.text().strip()
        by_key = self._value is not None and not self.free_text
        return Held((self._value.key if by_key and self._value else None, text), text, (self._value, text))

    def hold(self, held: Held) -> None:
        """Stand for what another one did."""
        state: Any = held.state
        self.set_value(state[0])
        self.setText(state[1])

    def take_chosen(self) -> bool:
        """Take the chosen candidate of an open list: what Enter and Tab do before they go on; tell if Enter stays."""
        if self._popup.isVisible():
            self._pick()
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Steer the list."""
        key = event.key()
        is_open = self._popup.isVisible()
        if is_open and key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._pick()
        elif is_open and key == Qt.Key.Key_Escape:
            self._hide()
        elif is_open and self.list.step(key):
            pass
        elif key == Qt.Key.Key_Down:
            self._suggest("" if self._value else self.text())
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Select everything, so that typing replaces it."""
        super().focusInEvent(event)
        self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the chosen candidate when Tab leaves the field, and close the list."""
        by_tab = event.reason() in {Qt.FocusReason.TabFocusReason, Qt.FocusReason.ShortcutFocusReason}
        if by_tab and not self.free_text:
            self.take_chosen()
        self._hide()
        super().focusOutEvent(event)
        self.judged.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        """Close the list with the field."""
        self._hide()
        super().hideEvent(event)

    def _on_typed(self, text: str) -> None:
        self._value = None
        self._suggest(text)
        self.edited.emit()

    def _suggest(self, text: str) -> None:
        found = self._index.find(text)
        self.list.show_candidates(found, first=not self.free_text)
        if not found or not self.isVisible():
            self._hide()
            return
        self._popup.setGeometry(self._popup_place())
        self._popup.show()

    def _popup_place(self) -> QRect:
        screen = self.screen().availableGeometry()
        corner = self.mapToGlobal(QPoint(0, self.height() + 2))
        size = QSize(max(self.width(), theme.px(360)), self.list.wanted_height())
        if corner.y() + size.height() > screen.bottom():
            corner = self.mapToGlobal(QPoint(0, -size.height() - 2))
        corner.setX(max(screen.left(), min(corner.x(), screen.right() - size.width())))
        return QRect(corner, size)

    def _pick(self) -> None:
        one = self.list.chosen()
        self._hide()
        if one is None:
            return
        self.set_value(one)
        self.edited.emit()
        self.picked.emit(one)

    def _hide(self) -> None:
        if self._popup.isVisible():
            self._popup.hide()


class ManyTypeAhead(TypeAhead):
    """A line that finds several candidates: Enter takes one and stays, Backspace in an empty line drops the last."""

    def __init__(self, candidates: Sequence[Candidate] = (), parent: QWidget | None = None) -> None:
        super().__init__(candidates, parent)
        self.chosen: tuple[Candidate, ...] = ()
        drop = translate("fields", "De laatste weglaten (Backspace)")
        self._drop = self.addAction(icons.icon("x"), QLineEdit.ActionPosition.TrailingPosition)
        self._drop.setToolTip(drop)
        self._drop.triggered.connect(self._drop_last)
        self._drop.setVisible(False)

    @property
    def keys(self) -> tuple[Any, ...]:
        """The keys of those taken, in the order in which they were."""
        return tuple(one.key for one in self.chosen)

    def set_keys(self, keys: Sequence[object]) -> None:
        """Show those with these keys, without telling anybody; who isn't offered is left out."""
        offered = {one.key: one for one in self.candidates}
        self._show_chosen(tuple(offered[key] for key in keys if key in offered))

    @property
    def held(self) -> Held:
        """Those taken, and what is being typed."""
        names = ", ".join(one.title for one in self.chosen)
        return Held((self.keys, self.text().strip()), names, (self.chosen, self.text()))

    def hold(self, held: Held) -> None:
        """Have taken those that another one did."""
        state: Any = held.state
        self.setText(state[1])
        self._show_chosen(state[0])

    def take_chosen(self) -> bool:
        """Take the chosen candidate of an open list; there may be another one to come."""
        was_open = self._popup.isVisible()
        super().take_chosen()
        return was_open

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Drop the last one with Backspace in an empty line."""
        if event.key() == Qt.Key.Key_Backspace and not self.text() and self.chosen:
            self._drop_last()
        else:
            super().keyPressEvent(event)

    def _pick(self) -> None:
        one = self.list.chosen()
        self.set_value(None)
        if one is None:
            return
        if one.key not in self.keys:
            self._show_chosen((*self.chosen, one))
            self.edited.emit()
        self.picked.emit(one)

    def _drop_last(self) -> None:
        self._show_chosen(self.chosen[:-1])
        self.edited.emit()

    def _show_chosen(self, chosen: tuple[Candidate, ...]) -> None:
        self.chosen = chosen
        names = ", ".join(one.title for one in chosen)
        text = translate("fields", "{names}. Backspace laat de laatste weg.")
        self.hint = text.format(names=names) if names else ""
        self._drop.setVisible(bool(chosen))
        self.judged.emit()
