"""Sheets made for the eye: headings in two rows (*Uren* above *vertrek*), a date that stands once for a whole day."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from mmc_desk.core.formats import fold
from mmc_desk.core.importing.cells import as_text, is_blank, says_total
from mmc_desk.core.tabular import Cell, Grid, csv_line

_DEPTH = 10
_MEANT = 0.2
"""The share of blank cells from which a column is one that is filled in once for many rows."""
_GENERIC = frozenset({"nr", "nummer", "naam", "voornaam", "code", "tel"})
"""Headings that tell little without the one above them."""


def joined(grid: Grid) -> Grid | None:
    """Return the sheet with its two heading rows made one; None where there is no such pair."""
    for place in range(min(_DEPTH, len(grid.rows) - 2)):
        top, below = grid.rows[place], grid.rows[place + 1]
        if (
            _are_headings(top)
            and _are_headings(below)
            and _spans(top, below)
            and not _are_headings(grid.rows[place + 2])
        ):
            rows = [*grid.rows[:place], ("",) * len(below), _one(top, below), *grid.rows[place + 2 :]]
            return _with_rows(grid, rows)
    return None


def filled_down(grid: Grid, first: int, column: int) -> Grid:
    """Return the sheet with the blank cells of a column as the one above, where so many are blank that it means that.

    `first` is the place of the first row below the headings. A few blank cells are gaps, and stay blank.
    """
    places = range(first, len(grid.rows))
    blank = [place for place in places if _is_left_out(grid.rows[place], column)]
    if len(blank) < _MEANT * len(places) or first in blank:
        return grid
    rows = [list(row) for row in grid.rows]
    for place in blank:
        rows[place] += [""] * (column + 1 - len(rows[place]))
        rows[place][column] = rows[place - 1][column]
    return _with_rows(grid, rows)


def _is_left_out(row: Sequence[Cell], column: int) -> bool:
    """Tell whether a row of records, not one of totals, has nothing in a column."""
    filled = sum(not is_blank(cell) for cell in row)
    return filled > 1 and not any(map(says_total, row)) and (column >= len(row) or is_blank(row[column]))


def _with_rows(grid: Grid, rows: Sequence[Sequence[Cell]]) -> Grid:
    """Return the sheet with other rows; of a text file, the changed ones are written anew."""
    if grid.form is None:
        return replace(grid, rows=rows)
    form = grid.form
    source = [
        raw if list(old) == list(new) else csv_line(list(map(str, new)), form)
        for raw, old, new in zip(grid.source, grid.rows, rows, strict=True)
    ]
    return replace(grid, rows=rows, source=source)


def _are_headings(row: Sequence[Cell]) -> bool:
    """Tell whether a row holds words alone, two or more."""
    cells = [cell for cell in row if not is_blank(cell)]
    return len(cells) > 1 and all(isinstance(cell, str) and not re.search(r"\d{2}", cell) for cell in cells)


def _spans(top: Sequence[Cell], below: Sequence[Cell]) -> bool:
    """Tell whether the upper row has a heading above more than one of the lower, and the lower one is full."""
    filled = sum(not is_blank(cell) for cell in below)
    return sum(not is_blank(cell) for cell in top) < filled and filled * 2 > len(below)


def _one(top: Sequence[Cell], below: Sequence[Cell]) -> Sequence[Cell]:
    """Return each lower heading, with the one above it where it says too little alone."""
    counts = Counter(fold(as_text(cell)) for cell in below)
    above, heads = "", []
    for place, cell in enumerate(below):
        upper = as_text(top[place]) if place < len(top) else ""
        above = upper or above
        lower = as_text(cell)
        needs_more = not lower or fold(lower).strip(".") in _GENERIC or counts[fold(lower)] > 1
        heads.append(f"{above} {lower}".strip() if needs_more and (lower or upper) else lower)
    return heads
