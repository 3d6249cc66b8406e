"""Printing: the pages of a PDF, drawn at 300 dots an inch on the printer that the person picks."""

from PySide6.QtCore import QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QWidget

from mmc_desk.core.errors import DeskError
from mmc_desk.core.i18n import translate
from mmc_desk.ui import noting
from mmc_desk.ui.pdf import POINTS_PER_INCH, PdfPages

DOTS_PER_INCH = 300


def ask_and_print(pages: PdfPages, title: str, parent: QWidget) -> bool:
    """Ask for the printer and the pages, and print; False when cancelled. Raises DeskError without one."""
    if not QPrinterInfo.availablePrinterNames():
        raise DeskError(
            translate(
                "print",
                "Er is geen printer gevonden. Zet hem aan, of bewaar dit als PDF en druk het later af.",
            )
        )
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    dialog = QPrintDialog(printer, parent)
    dialog.setMinMax(1, len(pages.sizes))
    if dialog.exec() != QPrintDialog.DialogCode.Accepted:
        return False
    print_on(printer, pages)
    noting.leaving.printed.emit(title)
    return True


def print_on(printer: QPrinter, pages: PdfPages) -> None:
    """Print the chosen pages. Raises DeskError when the printer refuses."""
    printer.setResolution(DOTS_PER_INCH)
    printer.setFullPage(True)
    first = (printer.fromPage() or 1) - 1
    last = printer.toPage() or len(pages.sizes)
    _set_page(printer, pages.sizes[first])
    painter = QPainter()
    if not painter.begin(printer):
        raise DeskError(translate("print", "De printer antwoordt niet. Kijk hem na, of bewaar dit als PDF."))
    for place in range(first, last):
        if place > first:
            _set_page(printer, pages.sizes[place])
            printer.newPage()
        _draw(painter, printer, pages, place)
    painter.end()


def _set_page(printer: QPrinter, size: tuple[float, float]) -> None:
    width, height = size
    lies = width > height
    upright = QSizeF(min(size), max(size))
    paper = QPageSize(upright, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch)
    way = QPageLayout.Orientation.Landscape if lies else QPageLayout.Orientation.Portrait
    printer.setPageLayout(QPageLayout(paper, way, QMarginsF()))


def _draw(painter: QPainter, printer: QPrinter, pages: PdfPages, place: int) -> None:
    width, height = pages.sizes[place]
    image = pages.image(place, DOTS_PER_INCH)
    per_point = printer.resolution() / POINTS_PER_INCH
    painter.drawImage(QRectF(0, 0, width * per_point, height * per_point), image)
