"""Tables on paper: plain text drawn straight on the canvas, split over pages with the heading repeated.

No Paragraph per cell: a roster of thousands of rows must not cost more than the drawing itself, and text that
is never parsed as markup needs no escaping.
"""

import itertools
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from mmc_desk.printing import fonts, styles

_PAD_X = 3.0
_PAD_Y = 3.0
_ASCENT = 10.5
_FEWEST = 3
"""Rows that go on to a next page at least, where as many stay behind: one or two look lost there."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, its share of the width, its side ("left", "right", "center")."""

    heading: str
    share: float = 1.0
    align: Literal["left", "right", "center"] = "left"
    bold: bool = False


@dataclass(frozen=True, slots=True)
class _Row:
    cells: tuple[tuple[str, ...], ...]
    height: float
    bold: bool
    note: tuple[str, ...] = ()


class DataTable(Flowable):
    """A table of plain text.

    `emphasis` holds the indexes of rows drawn bold on grey (totals), which never start a page alone. `grid`
    draws vertical rules too, `row_height` (points) leaves room to write by hand, `max_lines` bounds a cell.
    `notes` holds, by row index, a text under the row over the whole width.
    """

    def __init__(
        self,
        columns: Sequence[Column],
        rows: Sequence[Sequence[str]],
        *,
        emphasis: Collection[int] = (),
        grid: bool = False,
        row_height: float = 0.0,
        max_lines: int = 8,
        notes: Mapping[int, str] | None = None,
    ) -> None:
        super().__init__()
        self.spaceBefore, self.spaceAfter = 4, 8
        self.columns, self.rows = tuple(columns), rows
        self.emphasis, self.grid = frozenset(emphasis), grid
        self.row_height, self.max_lines = row_height, max_lines
        self.notes = notes or {}
        self._laid_out: list[_Row] = []
        self._head: _Row | None = None
        self._widths: list[float] = []

    def wrap(self, available_width: float, _available_height: float) -> tuple[float, float]:
        """Lay out for a width and return the size, in points."""
        fonts.register()
        if self._head is None or abs(sum(self._widths) - available_width) > 0.01:
            self._lay_out(available_width)
        assert self._head is not None  # noqa: S101 - narrows the type: just laid out
        self.width = available_width
        self.height = self._head.height + sum(row.height for row in self._laid_out)
        return self.width, self.height

    def split(self, _available_width: float, available_height: float) -> list[Flowable]:
        """Return the part that fits `available_height` and the rest, each with the heading."""
        assert self._head is not None  # noqa: S101 - reportlab wraps before it splits
        used, count = self._head.height, 0
        for row in self._laid_out:
            if used + row.height > available_height:
                break
            used, count = used + row.height, count + 1
        if count < len(self._laid_out) and self._laid_out[count].bold and count > 1:
            count -= 1
        if len(self._laid_out) - count < _FEWEST <= count - _FEWEST:
            count = len(self._laid_out) - _FEWEST
        if count == 0:
            return []
        return [self._part(self._laid_out[:count]), self._part(self._laid_out[count:])]

    def _part(self, rows: list[_Row]) -> "DataTable":
        part = DataTable(self.columns, (), grid=self.grid)
        part._laid_out, part._head, part._widths = rows, self._head, self._widths
        return part

    def _lay_out(self, available_width: float) -> None:
        shares = sum(column.share for column in self.columns)
        self._widths = [available_width * column.share / shares for column in self.columns]
        inner = [width - 2 * _PAD_X for width in self._widths]
        head = [column.heading for column in self.columns]
        self._head = self._row(-1, head, inner, bold=True, least=0)
        self._laid_out = [
            self._row(index, row, inner, bold=index in self.emphasis, least=self.row_height)
            for index, row in enumerate(self.rows)
        ]

    def _row(self, index: int, cells: Sequence[str], inner: list[float], *, bold: bool, least: float) -> _Row:
        lines = tuple(
            fonts.wrap(
                cell,
                room,
                fonts.BOLD if bold or column.bold else fonts.REGULAR,
                styles.BODY_SIZE,
                self.max_lines,
            )
            if cell
            else ()
            for cell, room, column in zip(cells, inner, self.columns, strict=True)
        )
        deepest = max((1, *map(len, lines)))
        note = self._note(index)
        height = (deepest + len(note)) * styles.LINE_HEIGHT + 2 * _PAD_Y
        return _Row(lines, max(least, height), bold, note)

    def _note(self, index: int) -> tuple[str, ...]:
        text = self.notes.get(index)
        room = sum(self._widths) - 4 * _PAD_X
        return fonts.wrap(text, room, fonts.REGULAR, styles.BODY_SIZE, self.max_lines) if text else ()

    def draw(self) -> None:
        """Draw the laid-out part on the canvas."""
        assert self._head is not None  # noqa: S101 - reportlab wraps before it draws
        canvas: Any = self.canv
        rows = [self._head, *self._laid_out]
        bottoms = list(itertools.accumulate((-row.height for row in rows), initial=self.height))[1:]
        self._draw_shades(canvas, rows, bottoms)
        self._draw_rules(canvas, bottoms)
        self._draw_text(canvas, rows, bottoms)

    def _draw_shades(self, canvas: Canvas, rows: list[_Row], bottoms: list[float]) -> None:
        canvas.setFillColor(styles.SHADE)
        for row, bottom in zip(rows, bottoms, strict=True):
            if row.bold:
                canvas.rect(0, bottom, self.width, row.height, stroke=0, fill=1)
        canvas.setFillColor(styles.INK)

    def _draw_rules(self, canvas: Canvas, bottoms: list[float]) -> None:
        canvas.setStrokeColor(styles.RULE)
        canvas.setLineWidth(0.5)
        lines = [(0.0, bottom, self.width, bottom) for bottom in bottoms[1:]]
        if self.grid:
            edges = itertools.accumulate(self._widths, initial=0.0)
            lines += [(edge, bottoms[-1], edge, self.height) for edge in edges]
        if lines:
            canvas.lines(lines)
        canvas.setStrokeColor(styles.INK)
        canvas.setLineWidth(1)
        canvas.line(0, bottoms[0], self.width, bottoms[0])

    def _draw_text(self, canvas: Canvas, rows: list[_Row], bottoms: list[float]) -> None:
        pen: Any = canvas.beginText()
        drawn_in = ""
        for row, bottom in zip(rows, bottoms, strict=True):
            x, y = 0.0, bottom + row.height - _PAD_Y - _ASCENT
            for lines, column, width in zip(row.cells, self.columns, self._widths, strict=True):
                font = fonts.BOLD if row.bold or column.bold else fonts.REGULAR
                if lines and font != drawn_in:
                    pen.setFont(font, styles.BODY_SIZE)
                    drawn_in = font
                _draw_cell(pen, lines, (x + _PAD_X, y, width - 2 * _PAD_X), column.align, font)
                x += width
            if row.note:
                self._draw_note(pen, row, bottom)
                drawn_in = fonts.REGULAR
        canvas.drawText(pen)

    def _draw_note(self, pen: Any, row: _Row, bottom: float) -> None:  # noqa: ANN401 - no stub of its own
        pen.setFont(fonts.REGULAR, styles.BODY_SIZE)
        top = bottom + _PAD_Y + len(row.note) * styles.LINE_HEIGHT
        _draw_cell(pen, row.note, (3 * _PAD_X, top - _ASCENT, self.width), "left", fonts.REGULAR)


def _draw_cell(
    pen: Any,  # noqa: ANN401 - reportlab's text object has no stub of its own
    lines: tuple[str, ...],
    box: tuple[float, float, float],
    align: str,
    font: str,
) -> None:
    x, y, room = box
    for line in lines:
        start = x
        if align != "left":
            free = room - fonts.width(line, font, styles.BODY_SIZE)
            start += free if align == "right" else free / 2
        pen.setTextOrigin(start, y)
        pen.textOut(line)
        y -= styles.LINE_HEIGHT
