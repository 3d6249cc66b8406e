"""Invoices and credit notes as letters: the rides line by line, a strip with the payment code (EPC) at the foot."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from mmc_desk.core.formats import show_amount, show_date, show_day, show_km, show_phone
from mmc_desk.core.i18n import translate
from mmc_desk.features.invoices.printout.texts import month_title, paper_title
from mmc_desk.features.invoices.queries.months import InvoiceBook, InvoicePaper
from mmc_desk.features.invoices.rules import InvoiceStatus, Line, answer_by
from mmc_desk.features.people import rules
from mmc_desk.features.people.queries.settings import DuesSettings

if TYPE_CHECKING:
    from mmc_desk.printing.letters import Letter, Sender, Slip
    from mmc_desk.printing.qr import Transfer
    from mmc_desk.printing.tables import DataTable


def write_invoices(path: Path, book: InvoiceBook) -> None:
    """Write each paper as a letter, in its order. Raises FileError."""
    from mmc_desk.printing.letters import write_letters

    letters = [_letter(paper, book.settings) for paper in book.papers]
    title = translate("invoices", "Facturen")
    write_letters(path, title, _sender(book.settings), book.day, letters, practice=book.practice)


def write_reminders(path: Path, book: InvoiceBook) -> None:
    """Write a reminder of each paper as a letter, in its order: the first one friendly, the second one plain.

    Raises FileError.
    """
    from mmc_desk.printing.letters import write_letters

    letters = [_reminder(paper, book) for paper in book.papers]
    write_letters(
        path, translate("invoices", "Herinneringen"), _sender(book.settings), book.day, letters, practice=book.practice
    )


def _sender(settings: DuesSettings) -> "Sender":
    from mmc_desk.printing.letters import Sender

    lines = [*settings.address.split(", "), show_phone(settings.phone)]
    return Sender(settings.name, [line for line in lines if line])


def _reminder(paper: InvoicePaper, book: InvoiceBook) -> "Letter":
    from mmc_desk.printing.letters import Letter

    is_second = paper.row.due_reminder > 1
    subject = (
        translate("invoices", "Tweede herinnering: {paper}")
        if is_second
        else translate("invoices", "Herinnering: {paper}")
    )
    return Letter(
        address=paper.address,
        subject=subject.format(paper=paper_title(paper.row)),
        paragraphs=list(_reminding(paper, book.day, is_second=is_second)),
        slip=_slip(paper, book.settings, paper.row.open, answer_by(book.day)),
        table=_table(paper.lines),
        closing=list(_reminder_closing(paper, book.settings)),
    )


def _reminding(paper: InvoicePaper, day: date, *, is_second: bool) -> Iterator[str]:
    if is_second:
        text = translate(
            "invoices",
            "Op {reminded} herinnerden we u aan onze factuur voor de ritten van {month}. We ontvingen nog geen "
            "{amount}.",
        )
    else:
        text = translate(
            "invoices",
            "Misschien ontging het u: onze factuur voor de ritten van {month} was te betalen tot {due}. We ontvingen "
            "nog geen {amount}.",
        )
    yield text.format(
        reminded=show_date(paper.row.reminded_on),
        month=month_title(paper.of_year, paper.month),
        due=show_date(paper.due_on),
        amount=show_amount(paper.row.open),
    )
    if is_second:
        text = translate(
            "invoices", "Wilt u dit betalen ten laatste op {day}, of ons bellen als dat niet lukt? We zoeken mee."
        )
    else:
        text = translate("invoices", "Wilt u dit betalen ten laatste op {day}? Deze herinnering kost u niets.")
    yield text.format(day=show_date(answer_by(day)))


def _reminder_closing(paper: InvoicePaper, settings: DuesSettings) -> Iterator[str]:
    yield from _cash(settings)
    yield translate("invoices", "Kruiste uw betaling deze brief, dan hoeft u niets te doen.")
    yield from _closing(paper, settings)


def _letter(paper: InvoicePaper, settings: DuesSettings) -> "Letter":
    from mmc_desk.printing.letters import Letter

    is_credit = paper.row.status is InvoiceStatus.CREDIT
    subject = translate("invoices", "{paper}: ritten van {month}")
    return Letter(
        address=paper.address,
        subject=subject.format(paper=paper_title(paper.row), month=month_title(paper.of_year, paper.month)),
        paragraphs=list(_credited(paper) if is_credit else _asked(paper, settings)),
        slip=None if is_credit else _slip(paper, settings, paper.row.cents, paper.due_on),
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
    yield from _cash(settings)


def _cash(settings: DuesSettings) -> Iterator[str]:
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
        Column(translate("invoices", "Dag"), 23),
        Column(translate("invoices", "Rit"), 81),
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


def _slip(paper: InvoicePaper, settings: DuesSettings, cents: int, due: date) -> "Slip":
    from mmc_desk.printing.letters import Slip

    row = paper.row
    lines = [
        (translate("invoices", "Lid"), f"{paper.address[0]} ({row.member_no})"),
        (translate("invoices", "Bedrag"), show_amount(cents)),
        (translate("invoices", "Ten laatste"), show_date(due)),
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
    return Slip(paper_title(row), lines, _transfer(paper, settings, cents))


def _transfer(paper: InvoicePaper, settings: DuesSettings, cents: int) -> "Transfer | None":
    from mmc_desk.printing.qr import Transfer

    if not settings.iban:
        return None
    return Transfer(settings.beneficiary, settings.iban, cents, paper.row.reference, settings.bic)
