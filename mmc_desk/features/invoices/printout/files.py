"""Invoices in the kind of file that a name asks for: letters, or tables for the books."""

from decimal import Decimal
from pathlib import Path

from mmc_desk.core.i18n import translate
from mmc_desk.features.invoices.printout.texts import STATUS_NAMES
from mmc_desk.features.invoices.queries.months import InvoiceBook, InvoicePaper
from mmc_desk.features.people.rules import show_reference
from mmc_desk.printing.files import PaperKind
from mmc_desk.printing.sheets import Cell, Kind, Sheet, SheetColumn, write_csv, write_xlsx


def write_files(path: Path, book: InvoiceBook) -> None:
    """Write invoices as PDF, CSV or workbook. Raises FileError."""
    if path.suffix.lower() == PaperKind.PDF:
        from mmc_desk.features.invoices.printout.letters import write_invoices

        write_invoices(path, book)
        return
    write = write_csv if path.suffix.lower() == PaperKind.CSV else write_xlsx
    write(path, [_papers(book), _lines(book)], practice=book.practice)


def _papers(book: InvoiceBook) -> Sheet:
    columns = (
        *_who(),
        SheetColumn(translate("invoices", "Op factuur"), width=12),
        SheetColumn(translate("invoices", "Gemaakt op"), Kind.DATE, 12),
        SheetColumn(translate("invoices", "Te betalen tot"), Kind.DATE, 14),
        SheetColumn(translate("invoices", "Mededeling"), width=22),
        SheetColumn(translate("invoices", "Ritten"), Kind.NUMBER, 9),
        SheetColumn(translate("invoices", "Bedrag"), Kind.AMOUNT, 12),
        SheetColumn(translate("invoices", "Nog open"), Kind.AMOUNT, 12),
        SheetColumn(translate("invoices", "Stand"), width=16),
        SheetColumn(translate("invoices", "Reden"), width=30),
    )
    rows = [_paper(paper) for paper in book.papers]
    return Sheet(translate("invoices", "Facturen"), columns, rows, notes=[book.settings.name])


def _who() -> tuple[SheetColumn, ...]:
    return (
        SheetColumn(translate("invoices", "Nummer"), width=12),
        SheetColumn(translate("invoices", "Lidnr"), Kind.NUMBER, 8),
        SheetColumn(translate("invoices", "Lid"), width=30),
    )


def _paper(paper: InvoicePaper) -> list[Cell]:
    row = paper.row
    return [
        *(row.number, row.member_no, row.name, row.credits, row.made_on),
        *((paper.due_on, show_reference(row.reference)) if row.standing else (None, "")),
        *(row.rides, _euros(row.cents), _euros(row.open)),
        *(translate("invoices", STATUS_NAMES[row.status]), row.reason),
    ]


def _lines(book: InvoiceBook) -> Sheet:
    columns = (
        *_who(),
        SheetColumn(translate("invoices", "Datum"), Kind.DATE, 12),
        SheetColumn(translate("invoices", "Rit"), width=44),
        SheetColumn(translate("invoices", "Km"), Kind.NUMBER, 9),
        SheetColumn(translate("invoices", "Tarief"), Kind.NUMBER, 9),
        SheetColumn(translate("invoices", "Deel van de prijs"), Kind.AMOUNT, 14),
        SheetColumn(translate("invoices", "Aan chauffeur betaald"), Kind.AMOUNT, 16),
        SheetColumn(translate("invoices", "Bedrag"), Kind.AMOUNT, 12),
    )
    rows: list[list[Cell]] = [
        [
            *(paper.row.number, paper.row.member_no, paper.row.name),
            *(line.ride_date, line.route, line.metres / 1000, line.rate / 10_000),
            *map(_euros, (line.share, line.received, line.cents)),
        ]
        for paper in book.papers
        for line in paper.lines
    ]
    return Sheet(translate("invoices", "Ritten"), columns, rows)


def _euros(cents: int) -> Decimal:
    return Decimal(cents) / 100
