"""Thanking the volunteers: letters, labels and the list, as PDF, workbook or CSV."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from mmc_desk.core.formats import show_date, show_km, show_number, show_phone
from mmc_desk.core.i18n import translate
from mmc_desk.features.yearly.queries.thanks import ThanksBook
from mmc_desk.features.yearly.rules.thanks import ThanksRow

if TYPE_CHECKING:
    from mmc_desk.printing.letters import Letter
    from mmc_desk.printing.sheets import Cell

LIST_KINDS = (".pdf", ".xlsx", ".csv")

_SHARES = (1.5, 2.4, 1.6, 1.7, 2.2, 1.5)
"""How wide each number's column is on paper: as its heading."""


def write_letters(path: Path, book: ThanksBook, rows: Sequence[ThanksRow]) -> None:
    """Write a letter of thanks per row, in its order. Raises FileError."""
    from mmc_desk.printing import letters

    lines = [*book.settings.address.split(", "), show_phone(book.settings.phone)]
    sender = letters.Sender(book.settings.name, [line for line in lines if line])
    made = [_letter(book, row) for row in rows]
    letters.write_letters(path, letters_title(book), sender, book.day, made, practice=book.practice)


def letters_title(book: ThanksBook) -> str:
    """Return the title of the letters."""
    return translate("thanks", "Bedankbrieven {year}").format(year=book.year)


def _letter(book: ThanksBook, row: ThanksRow) -> "Letter":
    from mmc_desk.printing.letters import Letter

    jubilee = translate("thanks", "{years} jaar vrijwilliger: dank u")
    subject = jubilee.format(years=row.jubilee) if row.jubilee else translate("thanks", "Een woord van dank")
    paragraphs = [
        translate("thanks", "Beste {name},").format(name=row.person.first_name or row.name),
        *_celebrating(row),
        " ".join(_done(row)),
        translate(
            "thanks",
            "Zonder vrijwilligers geen ritten en geen maaltijden, en voor velen geen bezoek, geen dokter, geen "
            "gezelschap aan tafel. Daarvoor willen wij u van harte bedanken.",
        ),
        translate("thanks", "Met vriendelijke groeten,\n{desk}").format(desk=book.settings.name),
    ]
    return Letter(address_lines(row), subject, paragraphs)


def _celebrating(row: ThanksRow) -> Iterator[str]:
    if row.jubilee:
        text = translate(
            "thanks", "Dit jaar bent u {years} jaar vrijwilliger bij ons, sinds {day}. Dat vieren wij graag."
        )
        yield text.format(years=row.jubilee, day=show_date(row.since))


def _done(row: ThanksRow) -> Iterator[str]:
    if row.rides:
        rides = translate("thanks", "In {year} reed u {rides} ritten, samen {km}.")
        yield rides.format(year=row.year, rides=show_number(row.rides), km=show_km(row.metres))
    if row.duties:
        duties = translate("thanks", "In {year} hielp u {duties} keer in het dorpsrestaurant.")
        yield duties.format(year=row.year, duties=show_number(row.duties))
    if hours(row):
        yield translate("thanks", "Dat was ongeveer {hours} uur van uw tijd.").format(hours=show_number(hours(row)))
    if not row.rides and not row.duties:
        yield translate("thanks", "Ook in {year} stond u voor onze dienst klaar.").format(year=row.year)


def hours(row: ThanksRow) -> int:
    """Return the time given in whole hours, half up."""
    return (row.minutes + 30) // 60


def address_lines(row: ThanksRow) -> list[str]:
    """Return an address as an envelope bears it."""
    return [row.addressee, row.person.street, row.person.town]


def write_labels(path: Path, book: ThanksBook, rows: Sequence[ThanksRow]) -> None:
    """Write a label per row whose address is known. Raises FileError."""
    from mmc_desk.printing import labels

    sheet = labels.LabelSheet(book.settings.label_rows, book.settings.label_columns)
    texts = [address_lines(row) for row in rows if row.person.street]
    labels.write_labels(path, labels_title(book), texts, sheet, practice=book.practice)


def labels_title(book: ThanksBook) -> str:
    """Return the title of the labels."""
    return translate("thanks", "Etiketten vrijwilligers {year}").format(year=book.year)


def title(book: ThanksBook) -> str:
    """Return the title of the list."""
    return translate("thanks", "Vrijwilligers {year}").format(year=book.year)


def write_list(path: Path, book: ThanksBook, rows: Sequence[ThanksRow]) -> None:
    """Write the list as PDF, workbook or CSV, as the name asks (LIST_KINDS). Raises FileError."""
    ending = path.suffix.lower()
    if ending == ".pdf":
        _write_pdf(path, book, rows)
        return
    from mmc_desk.printing import sheets

    columns = [
        sheets.SheetColumn(translate("thanks", "Naam"), width=30),
        sheets.SheetColumn(translate("thanks", "Voornaam"), width=20),
        sheets.SheetColumn(translate("thanks", "Wat"), width=36),
        sheets.SheetColumn(translate("thanks", "Sinds"), sheets.Kind.DATE, 12),
        *(sheets.SheetColumn(heading, sheets.Kind.NUMBER, 10) for heading in _numbers_headings()),
        sheets.SheetColumn(translate("thanks", "Geboren"), sheets.Kind.DATE, 12),
        sheets.SheetColumn(translate("thanks", "Straat"), width=30),
        sheets.SheetColumn(translate("thanks", "Gemeente"), width=24),
    ]
    sheet = sheets.Sheet(title(book), tuple(columns), [_sheet_cells(row) for row in rows], notes=[explanation()])
    write = sheets.write_csv if ending == ".csv" else sheets.write_xlsx
    write(path, [sheet], practice=book.practice)


def _numbers_headings() -> list[str]:
    return [
        translate("thanks", "Jaren"),
        translate("thanks", "Jubileum"),
        translate("thanks", "Ritten"),
        translate("thanks", "Km"),
        translate("thanks", "Diensten"),
        translate("thanks", "Uren"),
    ]


def _sheet_cells(row: ThanksRow) -> "list[Cell]":
    person = row.person
    numbers = (row.years, row.jubilee, row.rides, row.metres / 1000, row.duties, hours(row))
    return [
        *(person.last_name, person.first_name, row.roles, row.since),
        *numbers,
        *(person.born_on, person.street, person.town),
    ]


def explanation() -> str:
    """Return what the numbers count."""
    return translate(
        "thanks",
        "Ritten en km: ook loze ritten. Uren: van vertrek tot thuis van de ritten waarvan de tijden genoteerd zijn, en "
        "de duur van de diensten. Jubileum: elke vijf jaar.",
    )


def _write_pdf(path: Path, book: ThanksBook, rows: Sequence[ThanksRow]) -> None:
    from mmc_desk.printing import styles
    from mmc_desk.printing.document import Document, write_pdf
    from mmc_desk.printing.tables import Column, DataTable

    columns = [
        Column(translate("thanks", "Naam"), 4, bold=True),
        Column(translate("thanks", "Wat"), 5.4),
        Column(translate("thanks", "Sinds"), 2.7),
        *(Column(heading, share, "right") for heading, share in zip(_numbers_headings(), _SHARES, strict=True)),
        Column(translate("thanks", "Jarig"), 1.6, "right"),
    ]
    table = DataTable(columns, [_paper_cells(row) for row in rows])
    story = [table, styles.gap(2), styles.text(explanation())]
    write_pdf(path, Document(title(book), story=story, landscape=True, practice=book.practice, desk=book.desk))


def _paper_cells(row: ThanksRow) -> list[str]:
    numbers = (row.years, row.jubilee, row.rides or None, row.metres / 1000 or None, row.duties or None, hours(row))
    return [
        row.name,
        row.roles,
        show_date(row.since),
        *(show_number(number or None) for number in numbers),
        f"{row.birthday:%d/%m}" if row.birthday else "",
    ]
