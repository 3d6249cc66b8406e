"""The yearly report on paper, in a spreadsheet, as CSV and as JSON: the same numbers everywhere."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from mmc_desk.features.yearly.queries import YearlyReport
from mmc_desk.printing.files import whole_file


def write(path: Path, report: YearlyReport) -> None:
    """Write `report` in the kind that the suffix of `path` asks for (a key of WRITERS). Raises FileError."""
    WRITERS[path.suffix.lower()](path, report)


def write_json(path: Path, report: YearlyReport) -> None:
    """Write the figures for another program; null is what the database can't know. Raises FileError."""
    with whole_file(path) as draft:
        draft.write_text(json.dumps(as_json(report), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def as_json(report: YearlyReport) -> dict[str, Any]:
    """Return the report as plain JSON values."""
    return {
        "year": report.year,
        "figures": {line.name: line.value for line in report.lines},
        **{
            table.name: [dict(zip(table.columns, row, strict=True)) for row in table.rows]
            for table in report.tables
        },
        "definitions": {line.name: line.definition for line in report.lines},
        "previous": {"year": report.year - 1, "figures": {line.name: line.previous for line in report.lines}},
        "desk": report.desk,
        "practice": report.practice,
    }


WRITERS: Mapping[str, Callable[[Path, YearlyReport], None]] = {".json": write_json}
