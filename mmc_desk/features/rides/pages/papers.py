"""Papers that pages show before they print: read and made on the worker, then a preview over the page."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtWidgets import QWidget

from mmc_desk.core.db import Query
from mmc_desk.ui.preview import PreviewPaper, open_preview
from mmc_desk.ui.runner import Runner

T = TypeVar("T")


def show_paper(
    runner: Runner, page: QWidget, query: Query[T], write: Callable[[Path, T], None], names: tuple[str, str]
) -> None:
    """Read with `query`, write with `write`, and preview; `names` are the title and the file name to suggest."""

    def read(content: T) -> None:
        open_preview(runner, page, PreviewPaper(*names, lambda path: write(path, content)))

    runner.read(query, read)
