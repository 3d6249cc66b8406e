"""A column of a table: how a row shows in it, and how much room its texts take."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics

from mmc_desk.ui import icons, theme

Row = TypeVar("Row")
_ItemRole = Qt.ItemDataRole
_MEASURED = 200
"""How many rows are measured: a list may have 100 000."""


@dataclass(frozen=True)
class Column(Generic[Row]):
    """A column: how a row shows in it and sorts by it.

    Without `sort` it sorts by its text; None comes last, whichever way.
    `width` is in pixels at 100 %. `colour` names a theme role, `icon` an icon ("" for none).
    Columns that grow share what room is left over, and are shortened where there is too little (`share_room`).
    Spare ones are shown only where there is room for them.
    """

    title: str
    text: Callable[[Row], str]
    sort: Callable[[Row], Any] | None = None
    align_right: bool = False
    width: int = 120
    tooltip: Callable[[Row], str] | None = None
    bold: Callable[[Row], bool] | None = None
    colour: Callable[[Row], str] | None = None
    icon: Callable[[Row], str] | None = None
    grows: bool = False
    is_spare: bool = False


def _alignment(_row: object, column: Column[Any]) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column.align_right else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


def _font(row: Row, column: Column[Row]) -> QFont | None:
    return theme.font(bold=True) if column.bold and column.bold(row) else None


def _foreground(row: Row, column: Column[Row]) -> Any:  # noqa: ANN401 - a QColor or nothing, as Qt's variant
    role = column.colour(row) if column.colour else ""
    return theme.colour(role) if role else None


def _decoration(row: Row, column: Column[Row]) -> Any:  # noqa: ANN401 - a QIcon or nothing, as Qt's variant
    name = column.icon(row) if column.icon else ""
    role = column.colour(row) if name and column.colour else ""
    return icons.icon(name, role or "muted") if name else None


def measured(column: Column[Row], rows: Sequence[Row]) -> int:
    """Return the pixels that a column's title and texts need, those of a good many rows spread over all."""
    # The header's own hint is 0 for a column that is hidden now; its font is that of the style sheet.
    title = QFontMetrics(theme.font(0.9, bold=True)).horizontalAdvance(column.title)
    metrics = QFontMetrics(theme.font(bold=column.bold is not None))
    some = rows[:: max(1, len(rows) // _MEASURED)]
    widest = max((metrics.horizontalAdvance(column.text(row)) for row in some), default=0)
    return max(title + theme.px(30), widest + theme.px(46 if column.icon else 20))


ANSWERS: Mapping[int, Callable[[Any, Column[Any]], Any]] = {
    _ItemRole.DisplayRole: lambda row, column: column.text(row),
    _ItemRole.TextAlignmentRole: _alignment,
    _ItemRole.ToolTipRole: lambda row, column: column.tooltip(row) if column.tooltip else None,
    _ItemRole.FontRole: _font,
    _ItemRole.ForegroundRole: _foreground,
    _ItemRole.DecorationRole: _decoration,
}
"""What Qt asks about a cell, and how a column answers."""
