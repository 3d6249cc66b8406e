"""Always a preview before paper: the pages, search in them, print, "Opslaan als PDF"."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from mmc_desk.core.errors import DeskError
from mmc_desk.core.i18n import translate
from mmc_desk.core.paths import write_whole, written_pdf
from mmc_desk.ui import icons, messages, theme
from mmc_desk.ui.pdf import POINTS_PER_INCH, Found, PdfPages
from mmc_desk.ui.runner import Runner

_SCREEN_DPI = 96
_SMALLEST_ZOOM, _LARGEST_ZOOM = 0.25, 4.0
_SMALLEST_FIT = 0.1


class PagesView(QAbstractScrollArea):
    """The pages under each other; only those in sight are drawn. They are let go of with it."""

    def __init__(self, pages: PdfPages, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pages = pages
        self.destroyed.connect(pages.close)
        self.found: Found | None = None
        self._zoom = 1.0
        self._fits_width = True
        self.setAccessibleName(translate("preview", "Bladen"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.verticalScrollBar().setSingleStep(theme.px(40))

    @property
    def zoom(self) -> float:
        """The size on screen over the size on paper."""
        return self._zoom

    def set_zoom(self, zoom: float) -> None:
        """Show the pages larger or smaller, around the same place."""
        before = self._zoom
        self._fits_width = False
        self._zoom = max(_SMALLEST_ZOOM, min(_LARGEST_ZOOM, zoom))
        place = self.verticalScrollBar().value()
        self._measure()
        self.verticalScrollBar().setValue(round(place * self._zoom / before))

    def fit_width(self) -> None:
        """Let the widest page fill the view."""
        widest = max((width for width, _ in self.pages.sizes), default=1.0)
        room = self.viewport().width() - 2 * self._gap()
        self._zoom = max(_SMALLEST_FIT, min(1.6, room / (widest * _SCREEN_DPI / POINTS_PER_INCH)))
        self._fits_width = True
        self._measure()

    def page_in_sight(self) -> int:
        """Return the place of the page in the middle of the view."""
        middle = self.verticalScrollBar().value() + self.viewport().height() / 2
        return max((place for place, area in enumerate(self._areas()) if area.top() <= middle), default=0)

    def show_page(self, place: int) -> None:
        """Scroll to a page."""
        areas = self._areas()
        if 0 <= place < len(areas):
            self.verticalScrollBar().setValue(round(areas[place].top() - self._gap()))

    def show_found(self, found: Found | None) -> None:
        """Mark a text that was found and bring it in sight."""
        self.found = found
        if found and found.areas:
            top = self._areas()[found.page].top() + found.areas[0].top() * self._per_point()
            self.verticalScrollBar().setValue(round(top - self.viewport().height() / 3))
        self.viewport().update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the pages in sight."""
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), theme.colour("hover"))
        painter.translate(-self.horizontalScrollBar().value(), -self.verticalScrollBar().value())
        seen = QRectF(self.viewport().rect()).translated(
            self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        )
        for place, area in enumerate(self._areas()):
            if area.intersects(seen):
                self._draw_page(painter, place, area)
        painter.end()

    def _draw_page(self, painter: QPainter, place: int, area: QRectF) -> None:
        ratio = self.devicePixelRatioF()
        painter.drawImage(area, self.pages.image(place, _SCREEN_DPI * self._zoom * ratio))
        painter.setPen(theme.colour("border_strong"))
        painter.drawRect(area)
        if self.found and self.found.page == place:
            scale = self._per_point()
            for spot in self.found.areas:
                mark = QRectF(
                    area.x() + spot.x() * scale,
                    area.y() + spot.y() * scale,
                    spot.width() * scale,
                    spot.height() * scale,
                )
                painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
                painter.fillRect(mark, theme.colour("practice"))
                painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Keep the pages as wide as the view until somebody zooms."""
        self.fit_width() if self._fits_width else self._measure()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl and the wheel zoom."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.set_zoom(self._zoom * (1.1 if event.angleDelta().y() > 0 else 1 / 1.1))
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Home and End go to the first and last page; the arrows and Page Up and Down scroll."""
        if event.key() == Qt.Key.Key_Home:
            self.show_page(0)
        elif event.key() == Qt.Key.Key_End:
            self.show_page(len(self.pages.sizes) - 1)
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """Return room for a page."""
        return QSize(theme.px(820), theme.px(640))

    def _gap(self) -> int:
        return theme.px(16)

    def _per_point(self) -> float:
        return self._zoom * _SCREEN_DPI / POINTS_PER_INCH

    def _areas(self) -> list[QRectF]:
        scale, top, areas = self._per_point(), float(self._gap()), []
        room = max([self.viewport().width(), *(width * scale + 2 * self._gap() for width, _ in self.pages.sizes)])
        for width, height in self.pages.sizes:
            areas.append(QRectF((room - width * scale) / 2, top, width * scale, height * scale))
            top += height * scale + self._gap()
        return areas

    def _measure(self) -> None:
        areas = self._areas()
        height = areas[-1].bottom() + self._gap() if areas else 0
        width = max((area.width() for area in areas), default=0) + 2 * self._gap()
        for bar, whole, seen in (
            (self.verticalScrollBar(), height, self.viewport().height()),
            (self.horizontalScrollBar(), width, self.viewport().width()),
        ):
            bar.setRange(0, max(0, round(whole) - seen))
            bar.setPageStep(seen)
        self.viewport().update()


class PreviewDialog(QDialog):
    """A paper on screen, a PDF that was made on the worker."""

    taken = Signal()
    """It was printed or saved, for the first time."""

    def __init__(self, title: str, pdf: bytes, suggested_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self._suggested_name = suggested_name
        self._is_taken = False
        self.pages = PdfPages(pdf)
        self.view = PagesView(self.pages)
        self._hits: list[Found] = []
        self._hit = -1
        self.find_line = QLineEdit()
        self.find_line.setPlaceholderText(translate("preview", "Zoeken in dit document"))
        self.find_line.setAccessibleName(translate("preview", "Zoeken in dit document"))
        self.find_line.setClearButtonEnabled(True)
        self.find_line.textChanged.connect(self._on_find)
        self.find_line.returnPressed.connect(self.find_next)
        self.count = QLabel()
        self.count.setProperty("role", "muted")
        self.page_label = QLabel()
        self.page_label.setProperty("role", "muted")
        self.print_button = QPushButton(
            icons.icon("printer", "on_accent"), "\u2002" + translate("preview", "Af&drukken…")
        )
        self.print_button.clicked.connect(self.print_pages)
        self.save_button = QPushButton(icons.icon("save"), "\u2002" + translate("preview", "&Opslaan als PDF…"))
        self.save_button.clicked.connect(self.save)
        self._lay_out()
        self.view.verticalScrollBar().valueChanged.connect(self._name_page)
        self.view.verticalScrollBar().rangeChanged.connect(self._name_page)
        self.view.setFocus()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(theme.px(12), theme.px(8), theme.px(12), theme.px(8))
        top.setSpacing(theme.px(8))
        self.find_line.setFixedWidth(theme.px(240))
        for widget in (self.find_line, self.count):
            top.addWidget(widget)
        top.addStretch(1)
        top.addWidget(self.page_label)
        for text, sign, by in (
            (translate("preview", "Kleiner"), "−", 1 / 1.2),
            (translate("preview", "Groter"), "+", 1.2),
        ):
            top.addWidget(self._zoom_button(text, sign, by))
        top.addSpacing(theme.px(8))
        top.addWidget(self.save_button)
        top.addWidget(self.print_button)
        self.print_button.setDefault(True)
        self.save_button.setAutoDefault(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(self.view, 1)
        room = self.screen().availableSize()
        self.resize(min(theme.px(960), room.width() - 40), min(theme.px(860), room.height() - 40))

    def _zoom_button(self, text: str, sign: str, by: float) -> QToolButton:
        button = QToolButton()
        button.setText(sign)
        button.setToolTip(text)
        button.setAccessibleName(text)
        button.clicked.connect(lambda _checked=False: self.view.set_zoom(self.view.zoom * by))
        return button

    def find_next(self) -> None:
        """Go to the next place where the text stands, around the end."""
        if self._hits:
            self._hit = (self._hit + 1) % len(self._hits)
            self.view.show_found(self._hits[self._hit])
            self._count_hits()

    def save(self) -> Path | None:
        """Ask where to, and write the PDF; return where it went."""
        title = translate("preview", "Opslaan als PDF")
        path = messages.choose_save(self, title, self._suggested_name, "PDF (*.pdf)")
        if path is None:
            return None
        path = path if path.suffix else path.with_suffix(".pdf")
        try:
            write_whole(path, self.pages.content)
        except OSError as error:
            sentence = translate("preview", "{path} kan niet geschreven worden ({reason}). Kies een andere map.")
            messages.show_error(self, sentence.format(path=path, reason=error.strerror))
            return None
        messages.toast(self.parentWidget() or self, translate("preview", "Bewaard als {name}").format(name=path.name))
        self._take()
        return path

    def accept(self) -> None:
        """Close after printing."""
        self._take()
        super().accept()

    def _take(self) -> None:
        if not self._is_taken:
            self._is_taken = True
            self.taken.emit()

    def print_pages(self) -> None:
        """Print at 300 dots an inch; without a printer, offer to save."""
        from mmc_desk.ui import printer

        try:
            if printer.ask_and_print(self.pages, self.windowTitle(), self):
                self.accept()
        except DeskError as error:
            if messages.choose(self, str(error), (translate("preview", "Opslaan als PDF"),)) == 0:
                self.save()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+F finds, Ctrl+P prints, Ctrl+S saves, F3 goes on; Enter in the search line stays there."""
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        keys = {
            Qt.Key.Key_F: self.find_line.setFocus,
            Qt.Key.Key_P: self.print_pages,
            Qt.Key.Key_S: self.save,
        }
        if control and event.key() in keys:
            keys[Qt.Key(event.key())]()
        elif event.key() == Qt.Key.Key_F3:
            self.find_next()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.find_line.hasFocus():
            event.accept()
        else:
            super().keyPressEvent(event)

    def _on_find(self, text: str) -> None:
        self._hits = list(self.pages.search(text)) if len(text.strip()) > 1 else []
        self._hit = -1
        self.view.show_found(None)
        self.find_next()
        self._count_hits()

    def _count_hits(self) -> None:
        if not self.find_line.text().strip():
            self.count.setText("")
        elif not self._hits:
            self.count.setText(translate("preview", "Niet gevonden"))
        else:
            self.count.setText(
                translate("preview", "{place} van {count}").format(place=self._hit + 1, count=len(self._hits))
            )

    def _name_page(self, *_: int) -> None:
        text = translate("preview", "Blad {page} van {pages}")
        self.page_label.setText(text.format(page=self.view.page_in_sight() + 1, pages=len(self.pages.sizes)))


@dataclass(frozen=True, slots=True)
class PreviewPaper:
    """A paper to look at: its title, the file name to suggest, what writes it as PDF.

    `on_taken` is called when it was printed or saved.
    """

    title: str
    file_name: str
    write: Callable[[Path], object]
    on_taken: Callable[[], object] | None = None


def preview(paper: PreviewPaper, pdf: bytes, page: QWidget | None) -> PreviewDialog:
    """Return the preview of a paper that was made; it goes when it is closed."""
    dialog = PreviewDialog(paper.title, pdf, paper.file_name, page)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    if paper.on_taken is not None:
        dialog.taken.connect(paper.on_taken)
    return dialog


def open_preview(runner: Runner, page: QWidget, paper: PreviewPaper) -> None:
    """Make a paper on the worker and show it over a page."""

    def show(pdf: bytes) -> None:
        preview(paper, pdf, page).open()

    runner.run(lambda: written_pdf(paper.write), show)
