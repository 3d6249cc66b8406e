"""S2: what people typed leaves as text. One kit writes sheets, CSV and paper; nothing goes past it.

tests/faults/exports.py spoils every text of a desk and reads back what every writer made of it.
"""

import ast
import csv
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pypdf
import pytest

from mmc_desk.features.trust.printout import write_person_file, write_trace
from mmc_desk.features.trust.queries.privacy import PersonFile
from mmc_desk.features.trust.queries.trace import Deed, TraceRow
from tests.faults.exports import EXPORTS

ROOT = Path(__file__).resolve().parents[2]
WRITERS = re.compile(
    r"^\s*(?:import (?:csv|xlsxwriter)\b|from reportlab\.platypus.* import .*\bParagraph\b)", re.MULTILINE
)
PAST = {
    "mmc_desk/core/importing/rejects.py",  # the office's own cells, given back by the same means
    "mmc_desk/features/sessions/printout/overview.py",  # escapes by itself
}
READERS = {"mmc_desk/core/tabular.py", "mmc_desk/features/planner/rules/instances.py"}
"""They read CSV and write none."""

FORMULAS = ("=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", '=HYPERLINK("http://x","y")', "=cmd|' /C calc'!A0", "＝1+1")
MARKUP = (
    "<b>vet</b>",
    "<img src='/etc/passwd'/>",
    "&amp; & <",
    "]]>",
    "<para>",
    "<a href='file:///'>x</a>",
    "{x}",
    "%s",
)
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def test_only_the_kit_writes_sheets_and_markup() -> None:
    writing = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "mmc_desk").rglob("*.py")
        if WRITERS.search(path.read_text(encoding="utf-8"))
    }
    assert {name for name in writing if not name.startswith("mmc_desk/printing/")} - PAST - READERS == set()


BY_WAY_OF = {
    "mileage.printout:write_csv": "mileage.printout:write",
    "mileage.printout:write_json": "mileage.printout:write",
    "mileage.printout:write_pdf": "mileage.printout:write",
    "mileage.printout:write_xlsx": "mileage.printout:write",
    "mileage.printout.paper:write_pdf": "mileage.printout:write",
    "mileage.printout.settlement:write_nominative": "mileage.printout.files:write_allowances",
    "mileage.printout.settlement:write_settlements": "mileage.printout.files:write_papers",
    "mileage.printout.settlement:write_statements": "mileage.printout.files:write_year",
    "mileage.printout.settlement_sheets:write_sheets": "mileage.printout.files:write_papers",
    "invoices.printout.letters:write_invoices": "invoices.printout.files:write_files",
    "mail.printout:calendar_bytes": "rides.printout.calendar:calendar_bytes",
    "rides.printout.confidential:write_confidential": "rides.printout.rosters:write_rosters",
    "rides.printout.recruitment:write_pdf": "rides.printout.recruitment:write",
    "yearly.printout.addendum:write_csv": "yearly.printout.addendum:write",
    "yearly.printout.addendum:write_json": "yearly.printout.addendum:write",
    "yearly.printout.addendum:write_pdf": "yearly.printout.addendum:write",
    "yearly.printout.addendum:write_xlsx": "yearly.printout.addendum:write",
    "yearly.printout.addendum_pdf:write_pdf": "yearly.printout.addendum:write",
    "yearly.printout.report:write_csv": "yearly.printout.report:write",
    "yearly.printout.report:write_json": "yearly.printout.report:write",
    "yearly.printout.report:write_pdf": "yearly.printout.report:write",
    "yearly.printout.report:write_xlsx": "yearly.printout.report:write",
}
"""Writers that another one calls for a kind of file."""


def writers() -> Iterator[str]:
    """Yield every public function of a printout that writes to a path, or returns the bytes of a file."""
    for path in (ROOT / "mmc_desk" / "features").rglob("*.py"):
        name = ".".join(path.relative_to(ROOT / "mmc_desk" / "features").with_suffix("").parts)
        for node in ast.parse(path.read_text(encoding="utf-8")).body if ".printout" in name else ():
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and _writes(node):
                yield f"{name.removesuffix('.__init__')}:{node.name}"


def _writes(node: ast.FunctionDef) -> bool:
    first = node.args.args[0].annotation if node.args.args else None
    returned = ast.unparse(node.returns) if node.returns else ""
    return returned == "bytes" or (first is not None and ast.unparse(first) == "Path")


def test_every_writer_is_held_against_hostile_texts() -> None:
    tried = {export.writer for export in EXPORTS}
    assert set(writers()) - tried - set(BY_WAY_OF) == set(), "add it to EXPORTS in tests/faults/exports.py"
    assert (tried | set(BY_WAY_OF)) - set(writers()) == set()
    assert set(BY_WAY_OF.values()) <= tried


def hostile(text: str) -> TraceRow:
    return TraceRow(1, NOW, text, text, Deed.CHANGED, text, (text,))


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_no_formula_lives_in_a_sheet(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"spoor{suffix}"
    write_trace(path, "=1+1", [hostile(text) for text in FORMULAS + MARKUP])
    if suffix == ".xlsx":
        (sheet,) = openpyxl.load_workbook(path).worksheets
        cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row]
        assert {cell.data_type for cell in cells} <= {"s", "n"}
        assert [cells[place].value for place in range(5, len(cells), 7)] == [*FORMULAS, *MARKUP]
        return
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file, delimiter=";"))[1:]
    for row, text in zip(rows, FORMULAS + MARKUP, strict=True):
        assert row[5].lstrip("'") == text
        assert not row[5].startswith(("=", "+", "-", "@", "\t", "\r"))


def test_markup_stays_text_on_paper(tmp_path: Path) -> None:
    path = tmp_path / "dossier.pdf"
    tables = {f"<i>note {place}": [{"note": text}] for place, text in enumerate(FORMULAS + MARKUP)}
    file = PersonFile(1, "<b>Maria</b>", NOW, tables, [hostile("<br/>")], "<u>LDC", practice=False)
    write_person_file(path, file)
    said = "".join(page.extract_text() for page in pypdf.PdfReader(path).pages).replace("\n", "")
    for text in ("<b>Maria</b>", "<i>note", "<u>LDC", *MARKUP[:2], *MARKUP[3:], FORMULAS[0]):
        assert text in said, text
