"""A table of 100 000 rows: filling, sorting, filtering and one screen of scrolling, in milliseconds.

Prints one line of JSON. `python bench/table.py`
"""

import json
import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from mmc_desk.ui import theme
from mmc_desk.ui.columns import Column
from mmc_desk.ui.table_model import RowTableModel, TableView

ROWS = 100_000


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A row like those of the members' list."""

    key: int
    name: str
    village: str
    born: int


def milliseconds(*work: Callable[[], object]) -> float:
    """Return how long the pieces of `work` take together."""
    started = time.perf_counter()
    for piece in work:
        piece()
    return round((time.perf_counter() - started) * 1000, 1)


def main() -> int:
    """Measure and print."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)  # noqa: S101 - narrows the type
    theme.apply(app, "light", 100)
    rows = [
        MemberRow(number, f"Lid {(number * 7919) % ROWS:06}", f"Dorp {number % 13}", 1925 + number % 60)
        for number in range(ROWS)
    ]
    model = RowTableModel(
        (
            Column[MemberRow]("Nr.", lambda row: str(row.key), sort=lambda row: row.key, align_right=True),
            Column[MemberRow]("Naam", lambda row: row.name),
            Column[MemberRow]("Dorp", lambda row: row.village),
            Column[MemberRow]("Geboren", lambda row: str(row.born), sort=lambda row: row.born),
        ),
        search=lambda row: f"{row.name} {row.village} {row.born}",
    )
    view = TableView(model, name="Leden")
    theme.dress(view)
    view.resize(1200, 700)
    view.show()
    bar = view.verticalScrollBar()

    def paint() -> None:
        view.viewport().repaint()
        app.processEvents()

    figures = {"bench": "table", "rows": ROWS, "fill_ms": milliseconds(lambda: model.set_rows(rows), paint)}
    figures["sort_number_ms"] = milliseconds(lambda: model.sort(3, Qt.SortOrder.DescendingOrder))
    figures["sort_text_ms"] = milliseconds(lambda: model.sort(1))
    figures["first_filter_ms"] = milliseconds(lambda: model.set_filter("dorp 7"))
    figures["filter_ms"] = milliseconds(lambda: model.set_filter("dorp 7 19"))
    model.set_filter("")
    figures["scroll_page_ms"] = milliseconds(lambda: bar.setValue(bar.maximum() // 2), paint)
    print(json.dumps(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
