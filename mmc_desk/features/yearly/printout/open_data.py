"""Open data on disk: a CSV per table, the totals, a data dictionary and a note; a folder of them, or one .zip."""

import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from mmc_desk.core.errors import FileError
from mmc_desk.core.i18n import translate
from mmc_desk.features.yearly.queries.open_data import OpenData
from mmc_desk.features.yearly.rules.open_tables import SMALLEST, OpenTable
from mmc_desk.features.yearly.rules.suppression import K
from mmc_desk.printing.files import whole_file

if TYPE_CHECKING:
    from mmc_desk.printing.sheets import Sheet

YEAR, VALUE, HIDDEN, SUBJECT = "jaar", "aantal", "onderdrukt", "onderwerp"
"""Columns. They are part of the format: the same in every language of the screens."""
YES, NO = "ja", "nee"

DICTIONARY, NOTE, TOTALS = "gegevenswoordenboek.csv", "leesmij.txt", "totalen"


def write(path: Path, data: OpenData) -> int:
    """Write the open data into a folder, or into one file where `path` ends on .zip; return how many files.

    Raises FileError.
    """
    if path.suffix.lower() == ".zip":
        return _write_zip(path, data)
    try:
        path.mkdir(exist_ok=True)
    except OSError as error:
        text = translate("yearly", "De map {folder} kan niet gemaakt worden. Kies een andere plaats.")
        raise FileError(text.format(folder=path)) from error
    return _write_files(path, data)


def _write_zip(path: Path, data: OpenData) -> int:
    with tempfile.TemporaryDirectory(prefix="mmc-desk-") as name, whole_file(path) as draft:
        folder = Path(name)
        count = _write_files(folder, data)
        with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as archive:
            for file in sorted(folder.iterdir()):
                archive.write(file, file.name)
    return count


def _write_files(folder: Path, data: OpenData) -> int:
    from mmc_desk.printing.sheets import write_csv

    sheets = dict(_sheets(data))
    for name, sheet in sheets.items():
        write_csv(folder / name, [sheet], practice=data.practice)
    with whole_file(folder / NOTE) as draft:
        draft.write_text(note(data), encoding="utf-8")
    return len(sheets) + 1


def _sheets(data: OpenData) -> "Iterator[tuple[str, Sheet]]":
    from mmc_desk.printing.sheets import Kind, Sheet, SheetColumn

    year, value, hidden = SheetColumn(YEAR), SheetColumn(VALUE, Kind.NUMBER), SheetColumn(HIDDEN)
    totals = [[str(data.year), one.cube.name, one.total, _mark(one.total)] for one in data.publications]
    yield f"{TOTALS}-{data.year}.csv", Sheet(TOTALS, (year, SheetColumn(SUBJECT), value, hidden), totals)
    for table in tables(data):
        labels = (SheetColumn(table.cube.dimensions[place].name) for place in table.places)
        rows = [[str(data.year), *row.labels, row.value, _mark(row.value)] for row in table.rows]
        yield _file_name(table, data.year), Sheet(table.name, (year, *labels, value, hidden), rows)
    columns = ("bestand", "kolom", "soort", "betekenis", "waarden")
    yield DICTIONARY, Sheet("woordenboek", tuple(map(SheetColumn, columns)), list(dictionary(data)))


def left_out(data: OpenData) -> str:
    """Return what isn't published for lack of numbers, in a sentence."""
    names = ", ".join(translate("open_data", cube.title) for cube in data.left_out)
    return translate("open_data", "Te weinig om te publiceren: {names}.").format(names=names)


def tables(data: OpenData) -> list[OpenTable]:
    """Return all tables of a year."""
    return [table for one in data.publications for table in one.tables]


def _file_name(table: OpenTable, year: int) -> str:
    return f"{table.name}-{year}.csv"


def _mark(value: int | None) -> str:
    return YES if value is None else NO


def dictionary(data: OpenData) -> Iterator[tuple[str, str, str, str, str]]:
    """Yield file, column, kind, meaning and values of every column of every file."""
    text, number = translate("open_data", "tekst"), translate("open_data", "geheel getal")
    always = [
        (YEAR, number, translate("open_data", "Kalenderjaar."), translate("open_data", "vier cijfers")),
    ]
    closing = [
        (
            HIDDEN,
            text,
            translate("open_data", "Of het aantal verzwegen is omdat er iemand uit af te leiden valt."),
            translate("open_data", "ja of nee"),
        ),
    ]
    values = translate("open_data", "0, of {least} en meer; leeg: onderdrukt").format(least=K)
    subjects = "; ".join(f"{one.cube.name}: {translate('open_data', one.cube.definition)}" for one in data.publications)
    subject = (SUBJECT, text, translate("open_data", "Wat geteld is."), subjects)
    amount = (VALUE, number, translate("open_data", "Aantal in heel het jaar."), values)
    for column in [*always, subject, amount, *closing]:
        yield f"{TOTALS}-{data.year}.csv", *column
    for table in tables(data):
        dimensions = [table.cube.dimensions[place] for place in table.places]
        labels = [
            (one.name, text, translate("open_data", one.meaning), translate("open_data", one.labels))
            for one in dimensions
        ]
        counted = (VALUE, number, translate("open_data", table.cube.definition), values)
        for column in [*always, *labels, counted, *closing]:
            yield _file_name(table, data.year), *column


def note(data: OpenData) -> str:
    """Return the note that goes with the files: whose they are, what is left out and why."""
    lines = [
        translate("open_data", "Open data {year} · {desk}").format(year=data.year, desk=data.desk),
        *([translate("print", "OEFENDATA")] if data.practice else []),
        "",
        translate(
            "open_data",
            "Aantallen zonder personen. Een aantal onder {least}, of met minder dan {least} personen erachter, is "
            "onderdrukt: het vak is leeg en de kolom “onderdrukt” zegt ja. Waar een ander aantal het zou verraden, is "
            "ook dat onderdrukt. Geen enkel onderdrukt aantal is te berekenen uit wat er wel staat, ook niet over de "
            "bestanden heen, en waar iets onderdrukt is, koos het toeval er nog enkele bij. Een nul is een echte nul.",
        ).format(least=K),
        translate(
            "open_data",
            "Een onderwerp met minder dan {least} in heel het jaar, of met minder dan {least} personen, staat er niet "
            "bij.",
        ).format(least=SMALLEST),
        translate(
            "open_data",
            "Over chauffeurs en andere vrijwilligers staat er niets in. Een tabel bevat geen rij met totalen: die "
            "staan in totalen-{year}.csv en in de tabellen met één kolom minder.",
        ).format(year=data.year),
        translate(
            "open_data",
            "CSV: puntkomma, UTF-8 met BOM. De kolommen staan beschreven in {name}.",
        ).format(name=DICTIONARY),
    ]
    return "\r\n".join(lines) + "\r\n"
