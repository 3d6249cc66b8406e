"""Papers on screen: real PDFs, drawn, searched, zoomed, saved, printed; and no printer at all."""

import io
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas

from mmc_desk.core.errors import DeskError
from mmc_desk.ui import printer
from mmc_desk.ui.messages import MessageRecorder
from mmc_desk.ui.pdf import PdfPages
from mmc_desk.ui.preview import PreviewDialog
from tests.accessibility import assert_accessible

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(scope="module")
def paper() -> bytes:
    """Three sheets, the last one lying: each names its number, two name Peeters."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    for text in ("Blad een Peeters", "Blad twee", "Blad drie PEETERS"):
        if text.startswith("Blad drie"):
            canvas.setPageSize(landscape(A4))
        canvas.drawString(72, 500, text)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


@pytest.fixture
def dialog(qtbot: QtBot, paper: bytes) -> PreviewDialog:
    made = PreviewDialog("Rittenlijst", paper, "rittenlijst.pdf")
    qtbot.addWidget(made)
    made.resize(700, 600)
    made.show()
    return made


def test_pages_are_drawn_at_the_size_asked(paper: bytes) -> None:
    pages = PdfPages(paper)
    image = pages.image(0, 144)
    assert image.size() == QSize(1191, 1684)
    assert image.pixelColor(2, 2).name() == "#ffffff"
    dark = any(image.pixelColor(x, y).lightness() < 100 for x in range(140, 400) for y in range(660, 700))
    assert dark
    pages.close()


def test_the_pages_stand_on_screen(dialog: PreviewDialog) -> None:
    shot = dialog.grab().toImage()
    assert shot.pixelColor(dialog.width() // 2, dialog.height() // 2).name() == "#ffffff"
    assert dialog.page_label.text() == "Blad 1 van 3"
    assert_accessible(dialog)


def test_keys_go_through_the_pages(dialog: PreviewDialog) -> None:
    QTest.keyClick(dialog.view, Qt.Key.Key_End)
    assert dialog.page_label.text() == "Blad 3 van 3"
    QTest.keyClick(dialog.view, Qt.Key.Key_Home)
    assert dialog.page_label.text() == "Blad 1 van 3"
    QTest.keyClick(dialog.view, Qt.Key.Key_PageDown)
    assert dialog.view.verticalScrollBar().value() > 0


def test_text_is_found_across_pages_and_round(dialog: PreviewDialog) -> None:
    QTest.keyClick(dialog, Qt.Key.Key_F, CONTROL)
    QTest.keyClicks(dialog.find_line, "peeters")
    assert dialog.count.text() == "1 van 2"
    QTest.keyClick(dialog.find_line, Qt.Key.Key_Return)
    assert dialog.count.text() == "2 van 2"
    assert dialog.view.page_in_sight() == 2
    assert dialog.isVisible()
    QTest.keyClick(dialog, Qt.Key.Key_F3)
    assert dialog.count.text() == "1 van 2"
    marked = dialog.view.viewport().grab().toImage()
    colours = {
        marked.pixelColor(x, y).name() for x in range(0, marked.width(), 2) for y in range(0, marked.height(), 2)
    }
    assert "#ffd54a" in colours
    dialog.find_line.setText("bestaat niet")
    assert dialog.count.text() == "Niet gevonden"
    dialog.find_line.clear()
    assert dialog.count.text() == ""


def test_zooming_by_wheel_and_within_limits(dialog: PreviewDialog) -> None:
    before = dialog.view.zoom
    for turn, compare in ((120, 1), (-120, 0), (-120, -1)):
        _turn(dialog, turn)
        assert (dialog.view.zoom > before + 0.001) - (dialog.view.zoom < before - 0.001) == compare
    dialog.view.set_zoom(99)
    assert dialog.view.zoom == 4
    dialog.resize(720, 640)
    assert dialog.view.zoom == 4
    dialog.view.fit_width()
    assert dialog.view.horizontalScrollBar().maximum() == 0


def _turn(dialog: PreviewDialog, turn: int) -> None:
    middle = QPointF(dialog.view.viewport().rect().center())
    no_button, phase = Qt.MouseButton.NoButton, Qt.ScrollPhase.NoScrollPhase
    event = QWheelEvent(middle, middle, QPoint(), QPoint(0, turn), no_button, CONTROL, phase, False)
    dialog.view.wheelEvent(event)


def test_the_wheel_scrolls_without_control(dialog: PreviewDialog) -> None:
    middle = QPointF(dialog.view.viewport().rect().center())
    no_button, none, phase = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase
    dialog.view.wheelEvent(QWheelEvent(middle, middle, QPoint(), QPoint(0, -120), no_button, none, phase, False))
    assert dialog.view.verticalScrollBar().value() > 0


def test_saving_writes_the_very_same_paper(
    dialog: PreviewDialog, recorder: MessageRecorder, tmp_path: Path, paper: bytes
) -> None:
    recorder.paths.extend([tmp_path / "lijst", None])
    QTest.keyClick(dialog, Qt.Key.Key_S, CONTROL)
    assert (tmp_path / "lijst.pdf").read_bytes() == paper
    assert recorder.toasts == ["Bewaard als lijst.pdf"]
    assert dialog.save() is None


def test_a_folder_that_refuses_is_told(dialog: PreviewDialog, recorder: MessageRecorder, tmp_path: Path) -> None:
    recorder.paths.append(tmp_path / "bestaat" / "niet.pdf")
    assert dialog.save() is None
    assert "kan niet geschreven worden" in recorder.errors[0]


def test_without_a_printer_saving_is_offered(
    dialog: PreviewDialog, recorder: MessageRecorder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", staticmethod(list))
    recorder.paths.append(tmp_path / "lijst.pdf")
    QTest.keyClick(dialog, Qt.Key.Key_P, CONTROL)
    assert "geen printer gevonden" in recorder.questions[0]
    assert (tmp_path / "lijst.pdf").is_file()
    recorder.answers.append(False)
    QTest.mouseClick(dialog.print_button, Qt.MouseButton.LeftButton)
    assert dialog.isVisible()


@pytest.mark.parametrize(
    ("answer", "printed"), [(QPrintDialog.DialogCode.Accepted, True), (QPrintDialog.DialogCode.Rejected, False)]
)
def test_printing_asks_and_closes(
    dialog: PreviewDialog,
    monkeypatch: pytest.MonkeyPatch,
    answer: QPrintDialog.DialogCode,
    printed: bool,  # noqa: FBT001
) -> None:
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", staticmethod(lambda: ["Balie"]))
    monkeypatch.setattr(QPrintDialog, "exec", lambda _self: answer)
    sheets: list[PdfPages] = []
    monkeypatch.setattr(printer, "print_on", lambda _printer, pages: sheets.append(pages))
    dialog.print_pages()
    assert sheets == ([dialog.pages] if printed else [])
    assert dialog.isVisible() != printed


def test_every_page_lies_on_paper_as_it_should(qtbot: QtBot, paper: bytes, tmp_path: Path) -> None:
    device = QPrinter()
    device.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    device.setOutputFileName(str(tmp_path / "uit.pdf"))
    printer.print_on(device, PdfPages(paper))
    sheets = [
        (round(page.mediabox.width), round(page.mediabox.height)) for page in PdfReader(tmp_path / "uit.pdf").pages
    ]
    assert sheets == [(595, 842), (595, 842), (842, 595)]


def test_a_range_of_pages_can_be_printed(qtbot: QtBot, paper: bytes, tmp_path: Path) -> None:
    device = QPrinter()
    device.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    device.setOutputFileName(str(tmp_path / "uit.pdf"))
    device.setFromTo(2, 2)
    printer.print_on(device, PdfPages(paper))
    assert len(PdfReader(tmp_path / "uit.pdf").pages) == 1


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_a_printer_that_refuses_is_an_error(qtbot: QtBot, paper: bytes, tmp_path: Path) -> None:
    device = QPrinter()
    device.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    device.setOutputFileName(str(tmp_path / "bestaat" / "niet" / "uit.pdf"))
    with pytest.raises(DeskError):
        printer.print_on(device, PdfPages(paper))
