"""Papers that pages show before they print: read and made on the worker, then a preview over the page."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from mmc_desk.core.db import Query
from mmc_desk.ui.preview import PreviewDialog
from mmc_desk.ui.runner import Runner

T = TypeVar("T")


def open_dialog(dialog: QDialog) -> None:
    """Open a dialog that goes when it is closed."""
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()


def paper_bytes(write: Callable[[Path, T], None], content: T) -> bytes:
    """Return a paper as the bytes of a PDF."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "paper.pdf"
        write(path, content)
        return path.read_bytes()


def show_paper(
    runner: Runner, page: QWidget, query: Query[T], write: Callable[[Path, T], None], names: tuple[str, str]
) -> None:
    """Read with `query`, write with `write`, and preview; `names` are the title and the file name to suggest."""

    def show(pdf: bytes) -> None:
        dialog = PreviewDialog(names[0], pdf, names[1], page)
        dialog.destroyed.connect(dialog.pages.close)
        open_dialog(dialog)

    def make(content: T) -> None:
        runner.run(lambda: paper_bytes(write, content), show)

    runner.read(query, make)
