"""Pages of a PDF as images, with text search: pypdfium2, imported when a paper is first looked at."""

import atexit
import weakref
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage

POINTS_PER_INCH = 72


@dataclass(frozen=True, slots=True)
class Found:
    """Where a text stands: the page and its rectangles in points from the top left."""

    page: int
    areas: tuple[QRectF, ...]


class PdfPages:
    """A PDF held in memory. Sizes are in points."""

    def __init__(self, content: bytes) -> None:
        import pypdfium2  # type: ignore[import-untyped] # it ships no types

        if not _open:
            atexit.register(_close_all)
        _open.add(self)
        self.content = content
        self._document: Any = pypdfium2.PdfDocument(content)
        self.sizes: list[tuple[float, float]] = [
            self._document.get_page_size(page) for page in range(len(self._document))
        ]

    @classmethod
    def read(cls, path: Path) -> "PdfPages":
        """Read a PDF file."""
        return cls(path.read_bytes())

    def image(self, page: int, dots_per_inch: float) -> QImage:
        """Return a page drawn at a resolution."""
        bitmap = self._document[page].render(
            scale=dots_per_inch / POINTS_PER_INCH, rev_byteorder=True, prefer_bgrx=True
        )
        shared = QImage(bitmap.buffer, bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGBX8888)
        return shared.copy()  # the bitmap's memory goes with it

    def search(self, text: str) -> Iterator[Found]:
        """Yield every place where `text` stands, capitals aside, first page first."""
        for page, (_, height) in enumerate(self.sizes):
            words = self._document[page].get_textpage()
            finder = words.search(text)
            while found := finder.get_next():
                yield Found(page, tuple(_areas(words, found, height)))

    def close(self) -> None:
        """Let go of the document."""
        self._document.close()


_open: "weakref.WeakSet[PdfPages]" = weakref.WeakSet()


def _close_all() -> None:
    # pypdfium2 grumbles on the terminal about every document that the program's end finds open.
    for pages in list(_open):
        pages.close()


def _areas(words: Any, found: tuple[int, int], height: float) -> Iterator[QRectF]:  # noqa: ANN401 - pypdfium2 has no types
    start, count = found
    for place in range(words.count_rects(start, count)):
        left, bottom, right, top = words.get_rect(place)
        yield QRectF(left, height - top, right - left, top - bottom)
