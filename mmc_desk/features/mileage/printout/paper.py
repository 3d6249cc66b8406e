"""The kilometre report on A4: a summary, then a sheet to sign per driver."""

from collections.abc import Sequence
from pathlib import Path

from reportlab.platypus import Flowable

from mmc_desk.core.formats import month_name, show_amount, show_km, show_number
from mmc_desk.core.i18n import translate
from mmc_desk.features.mileage.printout.texts import days_of, definitions, rate_of, title, warning, warnings, who
from mmc_desk.features.mileage.rules import DriverMileage, MileageReport, MonthLine, Period, Sums
from mmc_desk.printing import blocks, document, styles
from mmc_desk.printing.document import Document, new_section
from mmc_desk.printing.tables import Column, DataTable

MOST_PERIOD_COLUMNS = 2
"""More rates than fit beside each other on a sheet share one column: since 2022 the rate changes every quarter."""


def write_pdf(path: Path, report: MileageReport) -> None:
    """Write the report on A4: the summary, then a sheet to sign per driver (of a year). Raises FileError."""
    signing = [] if report.month else [driver for driver in report.drivers if driver.months]
    sheets_to_sign = [flow for driver in signing for flow in _driver_story(report, driver)]
    document.write_pdf(
        path,
        Document(
            title=title(report),
            subtitle=translate("mileage", "Ritten, kilometers en bedrag per chauffeur"),
            story=[*_summary_story(report), *sheets_to_sign],
            practice=report.practice,
            desk=report.desk,
        ),
    )


def _summary_story(report: MileageReport) -> list[Flowable]:
    rows = [
        [who(driver), *_shown(driver.total), *_money(driver.total, report.total), _before(report, driver.previous)]
        for driver in report.drivers
    ]
    total = translate("mileage", "Totaal")
    rows.append([total, *_shown(report.total), *_money(report.total, report.total), _before(report, report.previous)])
    return [
        *(styles.text(sentence, bold=True) for sentence in warnings(report)),
        DataTable(_summary_columns(report), rows, emphasis={len(rows) - 1}),
        styles.title(translate("mileage", "Per officieel km-tarief")),
        _period_table(report),
        blocks.definitions(definitions(report)),
        blocks.SignatureBlock([translate("mileage", "Voor het lokaal dienstencentrum")]),
    ]


def _summary_columns(report: MileageReport) -> list[Column]:
    return [
        Column(translate("mileage", "Chauffeur"), 3.6),
        Column(translate("mileage", "Ritten"), 1.5, "right"),
        Column(translate("mileage", "Km"), 1.5, "right"),
        Column(translate("mileage", "Bedrag"), 2.6, "right", bold=True),
        *_money_columns(waived=report.total.waived),
        Column(translate("mileage", "Km {year}").format(year=report.year - 1), 1.5, "right"),
    ]


def _money_columns(*, waived: int) -> list[Column]:
    received = Column(translate("mileage", "Ontvangen"), 2.6, "right")
    return [received, Column(translate("mileage", "Afgezien"), 2.1, "right")] if waived else [received]


def _shown(sums: Sums) -> list[str]:
    return [show_number(sums.rides), show_number(sums.metres / 1000), show_amount(sums.cents)]


def _money(sums: Sums, total: Sums) -> list[str]:
    """Return what was received and waived; the latter only in a table in which anything was."""
    waived = show_amount(sums.waived) if sums.waived else ""
    return [show_amount(sums.received), *([waived] if total.waived else [])]


def _before(report: MileageReport, sums: Sums) -> str:
    return show_number(sums.metres / 1000) if report.previous_known else "–"


def _period_table(report: MileageReport) -> Flowable:
    columns = [
        Column(translate("mileage", "Dagen"), 3),
        Column(translate("mileage", "Tarief per km"), 1.8, "right"),
        Column(translate("mileage", "Ritten"), 1.3, "right"),
        Column(translate("mileage", "Km"), 1.7, "right"),
        Column(translate("mileage", "Bedrag"), 2, "right", bold=True),
    ]
    rows = [
        [days_of(period), rate_of(period), *_shown(sums)]
        for period, sums in zip(report.periods, report.per_period, strict=True)
    ]
    rows.append([translate("mileage", "Totaal"), "", *_shown(report.total)])
    return DataTable(columns, rows, emphasis={len(rows) - 1})


def _driver_story(report: MileageReport, driver: DriverMileage) -> list[Flowable]:
    rows = [[month_name(line.month), *_month_cells(report, driver, line)] for line in driver.months]
    rows.append([translate("mileage", "Totaal"), *_month_cells(report, driver, driver)])
    before = translate("mileage", "Vorig jaar ({year}): {rides} ritten, {km}, {amount}.").format(
        year=report.year - 1,
        rides=show_number(driver.previous.rides),
        km=show_km(driver.previous.metres),
        amount=show_amount(driver.previous.cents),
    )
    return [
        *new_section(f"{driver.payee.name} · {report.year}", f"{title(report)} · {driver.payee.code}"),
        *(styles.text(sentence, bold=True) for sentence in _own_warnings(report, driver)),
        DataTable(_month_columns(report, driver), rows, emphasis={len(rows) - 1}),
        *([styles.text(before)] if report.previous_known else []),
        styles.gap(2),
        *(styles.definition(term, content) for term, content in definitions(report)[:4]),
        blocks.SignatureBlock([driver.payee.name, translate("mileage", "Voor het lokaal dienstencentrum")]),
    ]


def _own_warnings(report: MileageReport, driver: DriverMileage) -> list[str]:
    found = [
        warning(period, sums) if sums.rides else ""
        for period, sums in zip(report.periods, driver.per_period, strict=True)
    ]
    if driver.payee.waives:
        found.append(
            translate("mileage", "Deze chauffeur ziet af van betaling: het bedrag is 0, de kilometers tellen mee.")
        )
    return [sentence for sentence in found if sentence]


def _period_columns(report: MileageReport) -> Sequence[Period]:
    return report.periods if 1 < len(report.periods) <= MOST_PERIOD_COLUMNS else ()


def _month_columns(report: MileageReport, driver: DriverMileage) -> list[Column]:
    heading = translate("mileage", "Km aan {rate}")
    rate = Column(translate("mileage", "Tarief per km"), 3, "right")
    return [
        Column(translate("mileage", "Maand"), 2.2),
        Column(translate("mileage", "Ritten"), 1.3, "right"),
        *(Column(heading.format(rate=rate_of(period)), 1.8, "right") for period in _period_columns(report)),
        Column(translate("mileage", "Km"), 1.6, "right"),
        *([rate] if len(report.periods) > MOST_PERIOD_COLUMNS else []),
        Column(translate("mileage", "Bedrag"), 2.4, "right", bold=True),
        *_money_columns(waived=driver.total.waived),
    ]


def _month_cells(report: MileageReport, driver: DriverMileage, line: DriverMileage | MonthLine) -> list[str]:
    shown = line.per_period if _period_columns(report) else ()
    rides, km, amount = _shown(line.total)
    has_rate = len(report.periods) > MOST_PERIOD_COLUMNS
    rate = _rates(report, line.per_period) if isinstance(line, MonthLine) else ""
    per_rate = (show_number(part.metres / 1000) if part.rides else "" for part in shown)
    return [rides, *per_rate, km, *([rate] if has_rate else []), amount, *_money(line.total, driver.total)]


def _rates(report: MileageReport, per_period: Sequence[Sums]) -> str:
    """Return the rate of a month; where it changed in it, the kilometres at each."""
    found = [(period, part) for period, part in zip(report.periods, per_period, strict=True) if part.rides]
    if len(found) == 1:
        return rate_of(found[0][0])
    return ", ".join(f"{show_km(part.metres)} × {rate_of(period)}" for period, part in found)
