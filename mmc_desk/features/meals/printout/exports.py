"""Files in the form of the office's own: they import again, and change nothing.

Their headings are those of the office, in Dutch whatever the language of the screen: the import goes by them.
"""

from decimal import Decimal
from pathlib import Path

from mmc_desk.core.formats import show_phone
from mmc_desk.core.i18n import translate
from mmc_desk.features.meals.queries.exports import MealRecords, NoonRecord, VolunteerRecord, VolunteerRecords
from mmc_desk.printing.sheets import Cell, Kind, Sheet, SheetColumn, write_csv, write_xlsx

_NOON_COLUMNS = (
    SheetColumn("Datum", Kind.DATE, 12),
    SheetColumn("Dag", Kind.TEXT, 6),
    SheetColumn("Ingeschreven", Kind.NUMBER),
    SheetColumn("Aanwezig", Kind.NUMBER),
    SheetColumn("Niet komen opdagen", Kind.NUMBER, 20),
    SheetColumn("Zonder inschrijving", Kind.NUMBER, 20),
    SheetColumn("Meegenomen", Kind.NUMBER),
    SheetColumn("Prijs", Kind.AMOUNT, 10),
    SheetColumn("Vrijwilligers", Kind.NUMBER),
    SheetColumn("Gesloten", Kind.TEXT, 10),
    SheetColumn("Opmerking", Kind.TEXT, 40),
)
_VOLUNTEER_COLUMNS = (
    SheetColumn("Naam"),
    SheetColumn("Voornaam"),
    SheetColumn("Geboortedatum", Kind.DATE),
    SheetColumn("Telefoon"),
    SheetColumn("GSM"),
    SheetColumn("E-mail"),
    SheetColumn("Locatie"),
    SheetColumn("Taken"),
    SheetColumn("Actief vanaf", Kind.DATE),
    SheetColumn("Actief tot", Kind.DATE),
)
_WEEKDAYS = ("ma", "di", "wo", "do", "vr", "za", "zo")


def write_meals(path: Path, records: MealRecords) -> None:
    """Write a workbook with a sheet per village. Raises FileError."""
    sheets = [Sheet(name, _NOON_COLUMNS, [_noon(noon) for noon in noons]) for name, noons in records.sheets]
    write_xlsx(path, sheets or [Sheet(str(records.year), _NOON_COLUMNS, [])], practice=records.practice)


def _noon(noon: NoonRecord) -> tuple[Cell, ...]:
    return (
        noon.day,
        _WEEKDAYS[noon.day.weekday()],
        *(noon.booked, noon.present, noon.no_show, noon.walk_in, noon.take_away),
        None if noon.price is None or noon.closed_reason else Decimal(noon.price) / 100,
        noon.volunteers,
        "ja" if noon.closed_reason else "",
        noon.closed_reason or noon.remarks,
    )


def write_volunteers(path: Path, records: VolunteerRecords) -> None:
    """Write the list of volunteers as CSV for Excel. Raises FileError."""
    rows = [_volunteer(row) for row in records.rows]
    write_csv(path, [Sheet("vrijwilligers", _VOLUNTEER_COLUMNS, rows)], practice=records.practice)


def _volunteer(row: VolunteerRecord) -> tuple[Cell, ...]:
    return (
        *(row.last_name, row.first_name, row.born_on, show_phone(row.phone), show_phone(row.mobile), row.email),
        *(row.location, row.tasks, row.active_from, row.active_to),
    )


def meals_file_name(year: int) -> str:
    """Return the name the file is offered under."""
    return f"{translate('meals', 'dorpsrestaurants')}_{year}.xlsx"
