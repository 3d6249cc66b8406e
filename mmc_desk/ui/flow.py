"""A layout that goes on to a next line where there is no room, as words do."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class FlowLayout(QLayout):
    """Widgets beside each other, as many on a line as there is room for; `spacing` pixels between them.

    With `spread` the last one stands at the end of its line.
    """

    def __init__(self, spacing: int, parent: QWidget | None = None, *, spread: bool = False) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._heights: dict[int, int] = {}
        self._least: QSize | None = None
        self._spread = spread
        self.setSpacing(spacing)
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        """Take an item in, behind the others."""
        self._items.append(item)
        self.invalidate()

    def count(self) -> int:
        """Return how many items there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """Return an item."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Take an item out."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def invalidate(self) -> None:
        """Forget what was measured: something in it changed."""
        self._heights.clear()
        self._least = None
        super().invalidate()

    def expandingDirections(self) -> Qt.Orientation:
        """Ask for no more room than it needs."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Tell that a narrow one is higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of the lines in a width; Qt asks for it many times over, so it is kept."""
        if width not in self._heights:
            self._heights[width] = self._arrange(QRect(0, 0, width, 0), move=False)
        return self._heights[width]

    def setGeometry(self, rect: QRect) -> None:
        """Put every widget in its place."""
        super().setGeometry(rect)
        self._arrange(rect, move=True)

    def sizeHint(self) -> QSize:
        """Return room for all on one line."""
        sizes = [item.sizeHint() for item in self._items]
        gaps = self.spacing() * max(0, len(sizes) - 1)
        return QSize(sum(size.width() for size in sizes) + gaps, max((size.height() for size in sizes), default=0))

    def minimumSize(self) -> QSize:
        """Return room for the widest."""
        if self._least is None:
            sizes = [item.minimumSize() for item in self._items]
            self._least = QSize(
                max((size.width() for size in sizes), default=0), max((size.height() for size in sizes), default=0)
            )
        return self._least

    def _arrange(self, rect: QRect, *, move: bool) -> int:
        place, height = rect.topLeft(), 0
        for item in self._items:
            size = item.sizeHint()
            if place.x() > rect.left() and place.x() + size.width() > rect.right() + 1:
                place, height = QPoint(rect.left(), place.y() + height + self.spacing()), 0
            if self._spread and item is self._items[-1]:
                place.setX(max(place.x(), rect.right() + 1 - size.width()))
            if move:
                item.setGeometry(QRect(place, QSize(min(size.width(), rect.width()), size.height())))
            place.setX(place.x() + size.width() + self.spacing())
            height = max(height, size.height())
        return place.y() + height - rect.top()
