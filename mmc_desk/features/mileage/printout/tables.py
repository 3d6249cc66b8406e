"""The kilometre report as tables for a spreadsheet: per driver, per driver and month, per rate."""

from collections.abc import Sequence
from decimal import Decimal

from mmc_desk.core.formats import month_name
from mmc_desk.core.i18n import translate
from mmc_desk.features.mileage.printout.texts import definitions, rate_of, title, warnings, who
from mmc_desk.features.mileage.rules import MileageReport, Sums
from mmc_desk.printing.sheets import Cell, Kind, Sheet, SheetColumn


def sheets(report: MileageReport) -> list[Sheet]:
    """Return the report as spreadsheet tables: per driver, per driver and month, per rate."""
    return [_driver_sheet(report), _month_sheet(report), _period_sheet(report)]


def _numbers(*suffixes: str) -> list[SheetColumn]:
    return [
        column
        for suffix in suffixes
        for column in (
            SheetColumn(translate("mileage", "Ritten") + suffix, Kind.NUMBER, 12),
            SheetColumn(translate("mileage", "Km") + suffix, Kind.NUMBER, 14),
            SheetColumn(translate("mileage", "Bedrag") + suffix, Kind.AMOUNT, 16),
            SheetColumn(translate("mileage", "Ontvangen") + suffix, Kind.AMOUNT, 16),
            SheetColumn(translate("mileage", "Afgezien") + suffix, Kind.AMOUNT, 16),
        )
    ]


def _cells(sums: Sums) -> list[Cell]:
    return [
        sums.rides,
        sums.metres / 1000,
        *(Decimal(cents) / 100 for cents in (sums.cents, sums.received, sums.waived)),
    ]


def _cells_before(report: MileageReport, sums: Sums) -> list[Cell]:
    return _cells(sums) if report.previous_known else [None] * 5


def _driver_sheet(report: MileageReport) -> Sheet:
    columns = (
        SheetColumn(translate("mileage", "Code"), width=10),
        SheetColumn(translate("mileage", "Chauffeur"), width=34),
        *_numbers("", f" {report.year - 1}"),
    )
    rows = [
        [driver.payee.code, who(driver), *_cells(driver.total), *_cells_before(report, driver.previous)]
        for driver in report.drivers
    ]
    rows.append(["", translate("mileage", "Totaal"), *_cells(report.total), *_cells_before(report, report.previous)])
    notes = [*warnings(report), *(f"{term}: {content}" for term, content in definitions(report)), report.desk]
    return Sheet(title(report), columns, rows, totals=1, notes=notes)


def _month_sheet(report: MileageReport) -> Sheet:
    parts = [
        column
        for period in report.periods
        for column in (
            SheetColumn(translate("mileage", "Km aan {rate}").format(rate=rate_of(period)), Kind.NUMBER, 18),
            SheetColumn(translate("mileage", "Bedrag aan {rate}").format(rate=rate_of(period)), Kind.AMOUNT, 18),
        )
    ]
    columns = (
        SheetColumn(translate("mileage", "Code"), width=10),
        SheetColumn(translate("mileage", "Chauffeur"), width=34),
        SheetColumn(translate("mileage", "Maand"), width=12),
        *_numbers(""),
        *parts,
    )
    rows: list[list[Cell]] = [
        [driver.payee.code, who(driver), month_name(line.month), *_cells(line.total), *_part_cells(line.per_period)]
        for driver in report.drivers
        for line in driver.months
    ]
    rows.append(["", translate("mileage", "Totaal"), "", *_cells(report.total), *_part_cells(report.per_period)])
    return Sheet(translate("mileage", "Per maand"), columns, rows, totals=1)


def _part_cells(per_period: Sequence[Sums]) -> list[Cell]:
    return [cell for part in per_period for cell in _cells(part)[1:3]]


def _period_sheet(report: MileageReport) -> Sheet:
    columns = (
        SheetColumn(translate("mileage", "Van"), Kind.DATE, 12),
        SheetColumn(translate("mileage", "Tot en met"), Kind.DATE, 12),
        SheetColumn(translate("mileage", "Tarief per km"), Kind.RATE, 14),
        *_numbers(""),
    )
    rows: list[list[Cell]] = [
        [period.first, period.last, None if period.rate is None else Decimal(period.rate) / 10_000, *_cells(sums)]
        for period, sums in zip(report.periods, report.per_period, strict=True)
    ]
    rows.append([translate("mileage", "Totaal"), None, None, *_cells(report.total)])
    return Sheet(translate("mileage", "Per tarief"), columns, rows, totals=1)
