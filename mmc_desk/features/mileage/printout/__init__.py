"""The kilometre report on paper, in a spreadsheet, as CSV and as JSON: the same numbers everywhere."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from mmc_desk.core.formats import kilometres
from mmc_desk.features.mileage.printout.texts import definitions, warnings
from mmc_desk.features.mileage.rules import DriverMileage, MileageReport, Sums
from mmc_desk.printing.files import whole_file


def write(path: Path, report: MileageReport) -> None:
    """Write `report` in the kind that the suffix of `path` asks for (a key of WRITERS). Raises FileError."""
    WRITERS[path.suffix.lower()](path, report)


def write_json(path: Path, report: MileageReport) -> None:
    """Write the report for another program; amounts are euros. Raises FileError."""
    with whole_file(path) as draft:
        draft.write_text(json.dumps(as_json(report), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def as_json(report: MileageReport) -> dict[str, Any]:
    """Return the report as plain JSON values."""
    return {
        "year": report.year,
        "month": report.month,
        "total": _json_sums(report.total),
        "previous": {"year": report.year - 1, **(_json_sums(report.previous) if report.previous_known else {})},
        "wasted": _json_sums(report.wasted),
        "periods": [
            {
                "first": period.first.isoformat(),
                "last": period.last.isoformat(),
                "rate": None if period.rate is None else period.rate / 10_000,
                "beyond_last_rate": period.beyond,
                **_json_sums(sums),
            }
            for period, sums in zip(report.periods, report.per_period, strict=True)
        ],
        "drivers": [_json_driver(driver) for driver in report.drivers],
        "definitions": dict(definitions(report)),
        "warnings": warnings(report),
        "desk": report.desk,
        "practice": report.practice,
    }


def _json_sums(sums: Sums) -> dict[str, Any]:
    return {
        "rides": sums.rides,
        "km": kilometres(sums.metres),
        "amount": sums.cents / 100,
        "received": sums.received / 100,
        "waived": sums.waived / 100,
    }


def _json_driver(driver: DriverMileage) -> dict[str, Any]:
    return {
        "code": driver.payee.code,
        "driver": driver.payee.name,
        "waives_payment": driver.payee.waives,
        **_json_sums(driver.total),
        "previous": _json_sums(driver.previous),
        "months": [
            {
                "month": line.month,
                **_json_sums(line.total),
                "per_period": [_json_sums(part) for part in line.per_period],
            }
            for line in driver.months
        ],
    }


def write_pdf(path: Path, report: MileageReport) -> None:
    """Write the report on A4. Raises FileError."""
    from mmc_desk.features.mileage.printout import paper

    paper.write_pdf(path, report)


def write_xlsx(path: Path, report: MileageReport) -> None:
    """Write the report as a workbook. Raises FileError."""
    from mmc_desk.features.mileage.printout.tables import sheets
    from mmc_desk.printing.sheets import write_xlsx

    write_xlsx(path, sheets(report), practice=report.practice)


def write_csv(path: Path, report: MileageReport) -> None:
    """Write the report as CSV for Excel, its tables under each other. Raises FileError."""
    from mmc_desk.features.mileage.printout.tables import sheets
    from mmc_desk.printing.sheets import write_csv

    write_csv(path, sheets(report), practice=report.practice)


WRITERS: Mapping[str, Callable[[Path, MileageReport], None]] = {
    ".pdf": write_pdf,
    ".xlsx": write_xlsx,
    ".csv": write_csv,
    ".json": write_json,
}
"""How each kind of file is written."""
