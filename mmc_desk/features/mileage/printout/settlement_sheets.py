"""Settlements as spreadsheets and CSV: a month with all its lines, the year per driver, the nominative list."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from mmc_desk.core.formats import month_name
from mmc_desk.core.i18n import translate
from mmc_desk.features.mileage.printout import settlement_texts as texts
from mmc_desk.features.mileage.queries.allowances import AllowanceYear
from mmc_desk.features.mileage.queries.rows import SettlementPaper, YearStatements
from mmc_desk.features.mileage.rules.settlement import Totals
from mmc_desk.printing.sheets import Cell, Kind, Sheet, SheetColumn, write_csv, write_xlsx


def write_sheets(path: Path, sheets: Sequence[Sheet], *, practice: bool) -> None:
    """Write sheets as CSV or as a workbook, as the name asks. Raises FileError."""
    write = write_csv if path.suffix.lower() == ".csv" else write_xlsx
    write(path, sheets, practice=practice)


def settlement_sheets(papers: Sequence[SettlementPaper]) -> list[Sheet]:
    """Return a month's settlements: one row per part, then one row per line."""
    return [_part_sheet(papers), _line_sheet(papers)]


def _euros(cents: int) -> Decimal:
    return Decimal(cents) / 100


def _sums(totals: Totals) -> list[Cell]:
    return [totals.rides, totals.metres / 1000, *map(_euros, (totals.due, totals.received, totals.balance))]


def _sum_columns() -> list[SheetColumn]:
    return [
        SheetColumn(translate("mileage", "Ritten"), Kind.NUMBER, 10),
        SheetColumn(translate("mileage", "Km"), Kind.NUMBER, 12),
        SheetColumn(translate("mileage", "Bedrag"), Kind.AMOUNT, 14),
        SheetColumn(translate("mileage", "Ontvangen"), Kind.AMOUNT, 14),
        SheetColumn(translate("mileage", "Saldo"), Kind.AMOUNT, 14),
    ]


def _who_columns() -> list[SheetColumn]:
    return [
        SheetColumn(translate("mileage", "Code"), width=10),
        SheetColumn(translate("mileage", "Chauffeur"), width=32),
        SheetColumn(translate("mileage", "Deel"), Kind.NUMBER, 8),
    ]


def _part_sheet(papers: Sequence[SettlementPaper]) -> Sheet:
    columns = (
        *_who_columns(),
        *_sum_columns(),
        SheetColumn(translate("mileage", "Betaalwijze"), width=22),
        SheetColumn(translate("mileage", "Rekening"), width=22),
        SheetColumn(translate("mileage", "Getekend op"), Kind.DATE, 14),
        SheetColumn(translate("mileage", "Betaald op"), Kind.DATE, 14),
    )
    rows = [[*_who(paper), *_sums(paper.totals), *_progress(paper)] for paper in papers]
    total = sum((paper.totals for paper in papers), start=Totals())
    rows.append(["", translate("mileage", "Totaal"), None, *_sums(total), "", "", None, None])
    notes = [f"{term}: {content}" for term, content in texts.definitions()]
    first = papers[0]
    return Sheet(texts.month_title(first.year, first.month), columns, rows, totals=1, notes=[*notes, first.desk])


def _who(paper: SettlementPaper) -> list[Cell]:
    return [paper.driver.code, paper.driver.name, paper.part.part if paper.part else None]


def _progress(paper: SettlementPaper) -> list[Cell]:
    if paper.part is None:
        return [translate("mileage", "ontwerp"), paper.driver.iban, None, None]
    way = translate("mileage", texts.WAYS[paper.part.paid_by])
    return [way, paper.driver.iban, paper.part.signed_on, paper.part.paid_on]


def _line_sheet(papers: Sequence[SettlementPaper]) -> Sheet:
    amounts = (
        translate("mileage", "Km-bedrag"),
        translate("mileage", "Parking"),
        translate("mileage", "Wachten"),
        translate("mileage", "Bedrag"),
        translate("mileage", "Ontvangen"),
        translate("mileage", "Administratie"),
    )
    columns = (
        *_who_columns(),
        SheetColumn(translate("mileage", "Datum"), Kind.DATE, 12),
        SheetColumn(translate("mileage", "Rit"), width=12),
        SheetColumn(translate("mileage", "Soort"), width=20),
        SheetColumn(translate("mileage", "Km"), Kind.NUMBER, 10),
        SheetColumn(translate("mileage", "Tarief"), Kind.RATE, 10),
        *(SheetColumn(heading, Kind.AMOUNT, 13) for heading in amounts),
        SheetColumn(translate("mileage", "Reden"), width=30),
    )
    rows: list[list[Cell]] = [
        [
            *_who(paper),
            entry.line.ride_date,
            entry.ride_no,
            translate("mileage", texts.KINDS[entry.kind]),
            entry.line.metres / 1000,
            Decimal(entry.line.rate) / 10_000,
            *map(_euros, (entry.line.km_cents, entry.line.parking, entry.line.other)),
            *map(_euros, (entry.line.due, entry.line.received, entry.line.desk_fee)),
            entry.reason,
        ]
        for paper in papers
        for entry in paper.entries
    ]
    return Sheet(translate("mileage", "Regels"), columns, rows)


def statement_sheets(statements: YearStatements) -> list[Sheet]:
    """Return a year: one row per driver and month, then per driver and rate."""
    who = _who_columns()[:2]
    months: list[list[Cell]] = [
        [driver.code, driver.name, month_name(month.month), *_sums(month.totals), month.paid_on]
        for driver in statements.drivers
        for month in driver.months
    ]
    rates: list[list[Cell]] = [
        [driver.code, driver.name, Decimal(found.rate) / 10_000, found.metres / 1000, _euros(found.cents)]
        for driver in statements.drivers
        for found in driver.per_rate
    ]
    month_columns = (
        *who,
        SheetColumn(translate("mileage", "Maand"), width=12),
        *_sum_columns(),
        SheetColumn(translate("mileage", "Betaald op"), Kind.DATE, 14),
    )
    rate_columns = (
        *who,
        SheetColumn(translate("mileage", "Tarief per km"), Kind.RATE, 14),
        SheetColumn(translate("mileage", "Km"), Kind.NUMBER, 12),
        SheetColumn(translate("mileage", "Km-bedrag"), Kind.AMOUNT, 14),
    )
    title = translate("mileage", "Jaaroverzicht {year}").format(year=statements.year)
    return [Sheet(title, month_columns, months), Sheet(translate("mileage", "Per tarief"), rate_columns, rates)]


def nominative_sheets(year: AllowanceYear) -> list[Sheet]:
    """Return the nominative list: name, day, amount."""
    columns = (
        SheetColumn(translate("mileage", "Naam"), width=34),
        SheetColumn(translate("mileage", "Dag"), Kind.DATE, 14),
        SheetColumn(translate("mileage", "Bedrag"), Kind.AMOUNT, 14),
    )
    rows: list[list[Cell]] = [[person.name, day.day, _euros(day.cents)] for person in year.paid for day in person.days]
    rows.append([translate("mileage", "Totaal"), None, _euros(sum(person.cents for person in year.paid))])
    title = translate("mileage", "Nominatieve lijst {year}").format(year=year.year)
    return [Sheet(title, columns, rows, totals=1, notes=[year.desk])]
