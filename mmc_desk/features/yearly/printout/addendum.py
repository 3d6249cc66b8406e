"""The evaluation as PDF, workbook, CSV and JSON: the same numbers everywhere, those of the yearly report."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from mmc_desk.features.yearly.printout.goals import goal_records
from mmc_desk.features.yearly.printout.remarks import previous_remarks, remarks
from mmc_desk.features.yearly.printout.report import records
from mmc_desk.features.yearly.queries.addendum import Addendum, Breakdown, ServicePart
from mmc_desk.features.yearly.queries.lines import FigureLine
from mmc_desk.printing.files import whole_file

FORMAT = 1
"""The version of the JSON's form: resources/schemas/addendum.schema.json, docs/addendum.md."""


def write(path: Path, addendum: Addendum) -> None:
    """Write the evaluation in the kind that the suffix of `path` asks for (a key of WRITERS). Raises FileError."""
    WRITERS[path.suffix.lower()](path, addendum)


def write_pdf(path: Path, addendum: Addendum) -> None:
    """Write the evaluation on A4. Raises FileError."""
    from mmc_desk.features.yearly.printout import addendum_pdf

    addendum_pdf.write_pdf(path, addendum)


def write_archive(path: Path, addendum: Addendum) -> None:
    """Write the evaluation as PDF/UA-1 and PDF/A-2a. Raises FileError, also where the extra `archive` isn't there."""
    from mmc_desk.features.yearly.printout import addendum_pdf
    from mmc_desk.printing.tagged import write_tagged

    write_tagged(path, addendum_pdf.booklet(addendum))


def write_xlsx(path: Path, addendum: Addendum) -> None:
    """Write the evaluation as a workbook with Excel's own charts. Raises FileError."""
    from mmc_desk.features.yearly.printout.addendum_sheets import sheets
    from mmc_desk.printing.sheets import write_xlsx

    write_xlsx(path, sheets(addendum), practice=addendum.report.practice)


def write_csv(path: Path, addendum: Addendum) -> None:
    """Write the evaluation as CSV for Excel, its tables under each other. Raises FileError."""
    from mmc_desk.features.yearly.printout.addendum_sheets import sheets
    from mmc_desk.printing.sheets import write_csv

    write_csv(path, sheets(addendum), practice=addendum.report.practice)


def write_json(path: Path, addendum: Addendum) -> None:
    """Write the evaluation for another program; null is what the database can't know. Raises FileError."""
    with whole_file(path) as draft:
        draft.write_text(json.dumps(as_json(addendum), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def as_json(addendum: Addendum) -> dict[str, Any]:
    """Return the evaluation as plain JSON values."""
    return {
        "format": "mmc-desk/addendum",
        "format_version": FORMAT,
        "year": addendum.year,
        "desk": addendum.report.desk,
        "practice": addendum.report.practice,
        "made_on": addendum.made_on.isoformat(),
        "texts": [
            {"section": text.section, "title": text.title, "text": text.text, "written": text.written is not None}
            for text in addendum.texts
        ],
        "services": [_service(part, addendum.year) for part in addendum.parts],
        "goals": goal_records(addendum.report.goals),
        "years": [{"year": year, "figures": _figures_of(addendum, place)} for place, year in enumerate(addendum.years)],
    }


def _service(part: ServicePart, year: int) -> dict[str, Any]:
    return {
        "name": part.key,
        "title": part.title,
        "figures": [_figure(line, year) for line in part.lines],
        "breakdowns": [_breakdown(breakdown) for breakdown in part.breakdowns],
    }


def _figure(line: FigureLine, year: int) -> dict[str, Any]:
    return {
        "name": line.name,
        "title": line.title,
        "definition": line.definition,
        "unit": line.unit,
        "value": line.value,
        "previous": line.previous,
        "change": line.change,
        "percent": line.percent,
        "origin": line.origin.value,
        "previous_origin": line.previous_origin.value,
        "remarks": [*remarks(line, year), *previous_remarks(line, year)],
    }


def _breakdown(breakdown: Breakdown) -> dict[str, Any]:
    table, previous = breakdown.table, breakdown.previous
    return {
        "name": table.name,
        "title": table.title,
        "columns": [
            {"name": name, "title": heading} for name, heading in zip(table.columns, table.headings, strict=True)
        ],
        "measure": table.columns[breakdown.measure],
        "rows": records(table),
        "previous_rows": records(previous) if previous else [],
    }


def _figures_of(addendum: Addendum, place: int) -> dict[str, Any]:
    return {line.name: values[place] for part in addendum.parts for line, values in part.history}


WRITERS: Mapping[str, Callable[[Path, Addendum], None]] = {
    ".pdf": write_pdf,
    ".xlsx": write_xlsx,
    ".csv": write_csv,
    ".json": write_json,
}
"""How each kind of file is written."""
