"""Letters, reminders, labels and the list of a year's fees (domain.md §9)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from mmc_desk.core.formats import show_amount, show_date, show_phone
from mmc_desk.core.i18n import translate
from mmc_desk.features.people import rules
from mmc_desk.features.people.printout.texts import status_word
from mmc_desk.features.people.queries import DuesBook, DuesRow, DuesSettings

if TYPE_CHECKING:
    from mmc_desk.printing.letters import Letter, Slip
    from mmc_desk.printing.qr import Transfer


@dataclass(frozen=True, slots=True)
class _Asking:
    """One letter's circumstances."""

    row: DuesRow
    settings: DuesSettings
    year: int
    day: date
    is_reminder: bool


def invitations(path: Path, book: DuesBook, rows: Sequence[DuesRow]) -> None:
    """Write an invitation to pay per row, in its order; nobody who is gone gets one (§10.5). Raises FileError."""
    _write(path, book, rows, is_reminder=False)


def reminders(path: Path, book: DuesBook, rows: Sequence[DuesRow]) -> None:
    """Write a reminder per row, in its order; nobody who is gone gets one (§10.5). Raises FileError."""
    _write(path, book, rows, is_reminder=True)


def _write(path: Path, book: DuesBook, rows: Sequence[DuesRow], *, is_reminder: bool) -> None:
    from mmc_desk.printing.letters import Sender, write_letters

    settings = book.settings
    lines = [*settings.address.split(", "), show_phone(settings.phone)]
    letters = [
        _letter(_Asking(row, settings, book.year, book.day, is_reminder))
        for row in rows
        if not row.dues.is_gone and row.due
    ]
    title = translate("people", "Lidgeld {year}").format(year=book.year)
    sender = Sender(settings.name, [line for line in lines if line])
    write_letters(path, title, sender, book.day, letters, practice=book.practice)


def _letter(asking: _Asking) -> "Letter":
    from mmc_desk.printing.letters import Letter

    subject = (
        translate("people", "Herinnering: lidgeld {year} van de Minder Mobielen Centrale")
        if asking.is_reminder
        else translate("people", "Lidgeld {year} van de Minder Mobielen Centrale")
    )
    paragraphs = [
        translate("people", "Beste {name},").format(name=asking.row.addressee),
        " ".join(_reminding(asking) if asking.is_reminder else _inviting(asking)),
        " ".join(_paying(asking.settings)),
        _changes(asking.settings),
        translate("people", "Met vriendelijke groeten,\n{desk}").format(desk=asking.settings.name),
    ]
    return Letter(address_lines(asking.row), subject.format(year=asking.year), paragraphs, _slip(asking))


def address_lines(row: DuesRow) -> list[str]:
    """Return an address as an envelope bears it."""
    return [row.addressee, row.street, f"{row.postcode} {row.village}".strip()]


def _inviting(asking: _Asking) -> Iterator[str]:
    row = asking.row
    if row.dues.member_before:
        yield translate(
            "people",
            "Uw lidmaatschap loopt af op 31 december {last}. Wilt u ook in {year} met onze vrijwillige chauffeurs "
            "meerijden, betaal dan het lidgeld van {fee}, ten laatste op {before}.",
        ).format(
            last=asking.year - 1,
            year=asking.year,
            fee=show_amount(row.due),
            before=show_date(_pay_before(asking)),
        )
    else:
        yield translate("people", "Uw lidgeld bij de Minder Mobielen Centrale voor {year} is {fee}.").format(
            year=asking.year, fee=show_amount(row.due)
        )
    if row.also:
        yield translate("people", "U betaalt één keer, voor u beiden.")


def _pay_before(asking: _Asking) -> date:
    days = asking.settings.reminder_days
    dues = asking.row.dues
    return max(rules.pay_before(dues, days), date(asking.year, 1, 31))


def _reminding(asking: _Asking) -> Iterator[str]:
    row = asking.row
    yield translate("people", "Op {day} vroegen wij u het lidgeld voor {year}.").format(
        day=show_date(row.dues.invited_on), year=asking.year
    )
    if row.dues.received:
        yield translate("people", "Wij ontvingen {received}; er blijft {due} te betalen.").format(
            received=show_amount(row.dues.received), due=show_amount(row.due)
        )
    else:
        yield translate("people", "Wij vonden uw betaling van {due} nog niet terug.").format(due=show_amount(row.due))
    yield translate("people", "Betaalde u intussen? Dan is deze brief niet meer nodig.")


def _paying(settings: DuesSettings) -> Iterator[str]:
    if settings.iban:
        yield translate(
            "people",
            "Schrijf het bedrag over met de gegevens onderaan, of scan de code met de app van uw bank. Neem de "
            "gestructureerde mededeling juist over: daaraan zien wij dat u het bent.",
        )
        if settings.cash:
            yield translate("people", "Betaalt u liever contant? Dat kan: {cash}.").format(
                cash=settings.cash.rstrip(".")
            )
    else:
        cash = settings.cash.rstrip(".") or translate("people", "aan het onthaal van onze dienst")
        yield translate("people", "U betaalt contant: {cash}. Breng de strook onderaan mee.").format(cash=cash)


def _changes(settings: DuesSettings) -> str:
    if settings.phone:
        return translate("people", "Wilt u geen lid meer zijn, of klopt uw adres niet? Bel ons op {phone}.").format(
            phone=show_phone(settings.phone)
        )
    return translate("people", "Wilt u geen lid meer zijn, of klopt uw adres niet? Laat het ons weten.")


def _slip(asking: _Asking) -> "Slip":
    from mmc_desk.printing.letters import Slip

    row, settings = asking.row, asking.settings
    lines = [
        (translate("people", "Lid"), f"{row.addressee} ({row.member_no})"),
        (translate("people", "Bedrag"), show_amount(row.due)),
    ]
    if settings.iban:
        bic = f" ({settings.bic})" if settings.bic else ""
        lines += [
            (translate("people", "Rekening"), rules.show_iban(settings.iban) + bic),
            (translate("people", "Begunstigde"), settings.beneficiary),
        ]
    else:
        lines.append((translate("people", "Betaald op"), "…… / …… / ………"))
    lines.append((translate("people", "Mededeling"), rules.show_reference(row.reference)))
    heading = translate("people", "Lidgeld {year}").format(year=asking.year)
    return Slip(heading, lines, _transfer(asking))


def _transfer(asking: _Asking) -> "Transfer | None":
    from mmc_desk.printing.qr import Transfer

    row, settings = asking.row, asking.settings
    if not settings.iban or not row.reference:
        return None
    return Transfer(settings.beneficiary, settings.iban, row.due, row.reference, settings.bic)


def label_paper(path: Path, book: DuesBook, rows: Sequence[DuesRow]) -> None:
    """Write address labels of rows; nobody who is gone gets one (§10.5). Raises FileError."""
    from mmc_desk.printing.labels import LabelSheet, write_labels

    settings = book.settings
    labels = [address_lines(row) for row in rows if not row.dues.is_gone and row.dues.fee]
    title = translate("people", "Etiketten {year}").format(year=book.year)
    sheet = LabelSheet(settings.label_rows, settings.label_columns)
    write_labels(path, title, labels, sheet, practice=book.practice)


def dues_paper(path: Path, book: DuesBook, rows: Sequence[DuesRow]) -> None:
    """Write the list of rows as a table. Raises FileError."""
    from mmc_desk.printing.document import Document, write_pdf
    from mmc_desk.printing.tables import Column, DataTable

    columns = [
        Column(translate("people", "Nr"), 12, "right"),
        Column(translate("people", "Naam"), 52, bold=True),
        Column(translate("people", "Adres"), 60),
        Column(translate("people", "Lidgeld"), 22, "right"),
        Column(translate("people", "Stand"), 30),
        Column(translate("people", "Betaald op"), 25),
        Column(translate("people", "Brief"), 25),
        Column(translate("people", "Herinnerd"), 25),
    ]
    title = translate("people", "Lidgelden {year}").format(year=book.year)
    subtitle = translate("people", "Stand op {day} · {count} leden").format(day=show_date(book.day), count=len(rows))
    table = DataTable(columns, [_cells(row) for row in rows])
    document = Document(title, subtitle, [table], practice=book.practice, landscape=True, desk=book.desk)
    write_pdf(path, document)


def _cells(row: DuesRow) -> tuple[str, ...]:
    _, street, town = address_lines(row)
    return (
        str(row.member_no),
        row.name,
        ", ".join(filter(None, (street, town))),
        show_amount(row.dues.fee),
        status_word(row.status),
        show_date(row.dues.paid_on),
        show_date(row.dues.invited_on),
        show_date(row.dues.reminded_on),
    )
