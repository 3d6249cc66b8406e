"""Invoices and credit notes as letters: the rides line by line, a strip with the payment code (EPC) at the foot."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from mmc_desk.core.formats import show_amount, show_date, show_day, show_km, show_phone
from mmc_desk.core.i18n import translate
from mmc_desk.features.invoices.printout.texts import month_title, paper_title
from mmc_desk.features.invoices.queries.months import InvoiceBook, InvoicePaper
from mmc_desk.features.invoices.rules import InvoiceStatus, Line
from mmc_desk.features.people import rules
from mmc_desk.features.people.queries.settings import DuesSettings

if TYPE_CHECKING:
    from mmc_desk.printing.letters import Letter, Slip
    from mmc_desk.printing.qr import Transfer
    from mmc_desk.printing.tables import DataTable


def write_invoices(path: Path, book: InvoiceBook) -> None:
    """Write each paper as a letter, in its order. Raises FileError."""
    from mmc_desk.printing.letters import Sender, write_letters

    settings = book.settings
    lines = [*settings.address.split(", "), show_phone(settings.phone)]
    sender = Sender(settings.name, [line for line in lines if line])
    letters = [_letter(paper, settings) for paper in book.papers]
    write_letters(path, translate("invoices", "Facturen"), sender, book.day, letters, practice=book.practice)


def _letter(paper: InvoicePaper, settings: DuesSettings) -> "Letter":
    from mmc_desk.printing.letters import Letter

    is_credit = paper.row.status is InvoiceStatus.CREDIT
    subject = translate("invoices", "{paper}: ritten van {month}")
    return Letter(
        address=paper.address,
        subject=subject.format(paper=paper_title(paper.row), month=month_title(paper.of_year, paper.month)),
        paragraphs=list(_credited(paper) if is_credit else _asked(paper, settings)),
        slip=None if is_credit else _slip(paper, settings),
        table=_table(paper.lines),
        closing=list(_closing(paper, settings)),
    )


def _asked(paper: InvoicePaper, settings: DuesSettings) -> Iterator[str]:
    text = translate("invoices", "Gemaakt op {day}, te betalen ten laatste op {due}: {amount}. Lid {no}.")
    yield text.format(
        day=show_date(paper.row.made_on),
        due=show_date(paper.due_on),
        amount=show_amount(paper.row.cents),
        no=paper.row.member_no,
    )
    if paper.row.reason:
        yield paper.row.reason
    if not settings.iban:
        cash = settings.cash.rstrip(".") or translate("invoices", "aan het onthaal van onze dienst")
        yield translate("invoices", "U betaalt contant: {cash}. Breng de strook onderaan mee.").format(cash=cash)


def _credited(paper: InvoicePaper) -> Iterator[str]:
    text = translate("invoices", "Gemaakt op {day}, op factuur {number}. Lid {no}.")
    yield text.format(day=show_date(paper.row.made_on), number=paper.row.credits, no=paper.row.member_no)
    yield translate("invoices", "Reden: {reason}").format(reason=paper.row.reason)
    yield translate("invoices", "U hoeft dit bedrag niet te betalen. Betaalde u al, dan krijgt u het terug.")


def _closing(paper: InvoicePaper, settings: DuesSettings) -> Iterator[str]:
    if any(line.received for line in paper.lines):
        yield translate("invoices", "Wat u aan de chauffeur betaalde, is afgetrokken.")
    if settings.phone:
        yield translate("invoices", "Klopt er iets niet? Bel ons op {phone}.").format(phone=show_phone(settings.phone))


def _table(lines: Sequence[Line]) -> "DataTable":
    from mmc_desk.printing.tables import Column, DataTable

    columns = [
        Column(translate("invoices", "Dag"), 20),
        Column(translate("invoices", "Rit"), 84),
        Column(translate("invoices", "Hoe berekend"), 46),
        Column(translate("invoices", "Bedrag"), 22, "right", bold=True),
    ]
    rows = [[show_day(line.ride_date), line.route, "\n".join(_how(line)), show_amount(line.cents)] for line in lines]
    total = show_amount(sum(line.cents for line in lines))
    rows.append([translate("invoices", "Totaal"), "", show_km(sum(line.metres for line in lines)), total])
    return DataTable(columns, rows, emphasis={len(rows) - 1}, max_lines=6)


def _how(line: Line) -> Iterator[str]:
    yield from line.sums.split("\n")
    if line.received:
        yield translate("invoices", "deel {share} − {received} betaald").format(
            share=show_amount(line.share), received=show_amount(line.received)
        )


def _slip(paper: InvoicePaper, settings: DuesSettings) -> "Slip":
    from mmc_desk.printing.letters import Slip

    row = paper.row
    lines = [
        (translate("invoices", "Lid"), f"{paper.address[0]} ({row.member_no})"),
        (translate("invoices", "Bedrag"), show_amount(row.cents)),
        (translate("invoices", "Ten laatste"), show_date(paper.due_on)),
    ]
    if settings.iban:
        bic = f" ({settings.bic})" if settings.bic else ""
        lines += [
            (translate("invoices", "Rekening"), rules.show_iban(settings.iban) + bic),
            (translate("invoices", "Begunstigde"), settings.beneficiary),
        ]
    else:
        lines.append((translate("invoices", "Betaald op"), "…… / …… / ………"))
    lines.append((translate("invoices", "Mededeling"), rules.show_reference(row.reference)))
    return Slip(paper_title(row), lines, _transfer(paper, settings))


def _transfer(paper: InvoicePaper, settings: DuesSettings) -> "Transfer | None":
    from mmc_desk.printing.qr import Transfer

    if not settings.iban:
        return None
    return Transfer(settings.beneficiary, settings.iban, paper.row.cents, paper.row.reference, settings.bic)
