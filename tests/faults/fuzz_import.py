"""S1: hostile office files of every kind: no crash, all or nothing, an outcome for each row, a reason where refused.

As CSV and as workbooks; of every ten one is damaged: bytes of the file, or of the parts of a workbook, packed again.

`python -m tests.faults.fuzz_import [--n 100000]` makes rows until there are so many, in files of up to 40, and prints
one line of JSON; it ends with 1 when something broke, with the seed of that file.
"""

import argparse
import csv
import io
import json
import random
import sys
import tempfile
import zipfile
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]  # it ships no types
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mmc_desk.core import audit, clock, migrate
from mmc_desk.core.db import Database
from mmc_desk.core.errors import DeskError
from mmc_desk.core.importing import FileReport, ImportKind, import_files
from mmc_desk.core.importing.kinds import Field, Outcome, Reading
from mmc_desk.core.model import AuditEntry, Base
from mmc_desk.features import load_import_kinds, load_models

_WORKBOOKS, _DAMAGED = 0.35, 0.1
_BITS = (
    *(b"\x00", b"\xff\xfe", b"<", b">", b"&", b"]]>", b'"', b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"&b;", b"-", b"1e400"),
    *(b'r="A1"', b'r="ZZZZZ1"', b'r="A0"', b'r=""', b't="s"', b't="x"', b"<v>999999999</v>", b"<v>-1</v>", b"<v></v>"),
    *(
        b'count="4294967295"',
        b'numFmtId="65535"',
        b"</row>",
        b"</sheetData>",
        b"<row>",
        b's="99999"',
        b"\r\n",
        b";" * 500,
    ),
)
"""What is put in the middle of a damaged file."""
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
_ROWS = 40
_CELLS = (
    *("", " ", "0", "-1", "1", "12", "3,5", "1e309", "NaN", "99999999999999999999", "ja", "nee", "x", "Ja?"),
    *(
        "1/1/2026",
        "31/02/2026",
        "2026-13-45",
        "00/00/0000",
        "1-1-1",
        "29/02/2024",
        "45000",
        "8:61",
        "25:00",
        "08:30",
        "8u30",
    ),
    *(
        "Peeters Maria",
        "Peeters",
        "Maria",
        "O'Neil; DROP TABLE person;--",
        "Genk",
        "Bilzen",
        "3740",
        "Kerkstraat 1, 3740 Bilzen",
    ),
    *(
        "+32 470 11 22 33",
        "0470/11.22.33",
        "a@b.be",
        "BE71 0961 2345 6769",
        "+++123/4567/89002+++",
        "D01",
        "MMC",
        "dialyse",
    ),
    *(
        '=HYPERLINK("x")',
        "@SUM(A1)",
        "<b>&<img src='/etc/passwd'/>",
        "%_%",
        "../../etc/passwd",
        "\u202eabc",
        "שלום",
        "👩‍🦽",
    ),
    *("\x00", "a\x01b", "\ufeff", "\ud7ff", "regel1\nregel2", "\t", '"', "'", "\\", "x" * 400, "é" * 200, "1" * 80),
)


def sheet(dice: random.Random, kinds: Sequence[ImportKind]) -> list[list[str]]:
    """Return a table that looks like one kind of office file, more or less, with anything in its cells."""
    kind = dice.choice(kinds)
    fields = [one for one in kind.fields if dice.random() < 0.7] or list(kind.fields)
    headings = [dice.choice(one.synonyms) for one in fields]
    if dice.random() < 0.2:
        headings += [dice.choice(_CELLS), dice.choice(headings)]
    likely = [*(fitting(kind.name, one) for one in fields), *([_CELLS] * (len(headings) - len(fields)))]
    sane = dice.choice((0.0, 0.5, 0.9, 1.0))
    body = [
        [dice.choice(cells if dice.random() < sane else _CELLS) for cells in likely]
        for _ in range(dice.randint(1, _ROWS))
    ]
    if dice.random() < 0.1:
        body = [row[: dice.randint(0, len(row))] for row in body]
    return [headings, *body]


_fitting: dict[tuple[str, str], Sequence[str]] = {}


def fitting(kind: str, field: Field) -> Sequence[str]:
    """Return the cells that a field can read: else hardly a row would get as far as the database."""
    if (kind, field.name) not in _fitting:
        _fitting[kind, field.name] = [cell for cell in _CELLS if _reads(field, cell)] or _CELLS
    return _fitting[kind, field.name]


def _reads(field: Field, cell: str) -> bool:
    try:
        field.parse(cell, Reading(NOW.date()))
    except (DeskError, ValueError):
        return False
    return True


def write(path: Path, table: Sequence[Sequence[str]], dice: random.Random) -> Path:
    """Write a table in one of the ways that desks do, some of them damaged; return where it is."""
    if dice.random() < _WORKBOOKS:
        path = path.with_suffix(".xlsx")
        write_workbook(path, table, dice)
    else:
        encoding = dice.choice(("utf-8", "utf-8-sig", "cp1252", "utf-16"))
        with path.open("w", encoding=encoding, errors="replace", newline="") as file:
            csv.writer(file, delimiter=dice.choice(";;,\t")).writerows(table)
    if dice.random() < _DAMAGED:
        content = path.read_bytes()
        is_packed = path.suffix == ".xlsx" and dice.random() < 0.8
        path.write_bytes(repacked(content, dice) if is_packed else mutated(content, dice))
    return path


def write_workbook(path: Path, table: Sequence[Sequence[str]], dice: random.Random) -> None:
    """Write a table as a workbook: its cells are texts, numbers, days, formulas with a value, truths, faults."""
    with xlsxwriter.Workbook(str(path)) as book:
        days = [book.add_format({"num_format": form}) for form in ("dd/mm/yyyy", "hh:mm", "[h]:mm", "yyyy")]
        sheet = book.add_worksheet(dice.choice(("Blad1", "leden", "ritten 2026", "<b>&", "\u202eblad")))
        for place, row in enumerate(table):
            for column, cell in enumerate(row):
                _write_cell(sheet, (place, column), cell.encode("utf-8", "replace").decode(), (dice, days))
        if dice.random() < 0.2:
            sheet.merge_range(0, 0, dice.randint(0, 3), dice.randint(1, 3), "samen")
        if dice.random() < 0.1:
            sheet.set_row(1, None, None, {"hidden": True})


def _write_cell(
    sheet: Any,  # noqa: ANN401 - xlsxwriter ships no types
    spot: tuple[int, int],
    cell: str,
    tools: tuple[random.Random, list[Any]],
) -> None:
    dice, days = tools
    if cell.isascii() and cell.isdigit() and dice.random() < 0.7:
        sheet.write_number(*spot, min(int(cell), 10**15), dice.choice([None, *days]))
    elif dice.random() < 0.05:
        sheet.write_formula(*spot, "=1+1", None, dice.choice((cell, 5, "#N/A", True, "")))
    elif dice.random() < 0.03:
        sheet.write_number(*spot, dice.choice((-1.5, 1e300, 2958466, 0.999999, 60)), dice.choice(days))
    elif dice.random() < 0.02:
        sheet.write_boolean(*spot, dice.random() < 0.5)
    else:
        sheet.write_string(*spot, cell)


def repacked(content: bytes, dice: random.Random) -> bytes:
    """Damage the parts of a workbook and pack them again, sound as an archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        names = old.namelist()
        chosen = set(dice.sample(names, dice.randint(1, 3)))
        for name in names:
            part = old.read(name)
            new.writestr(name, mutated(part, dice) if name in chosen else part)
    return out.getvalue()


def mutated(content: bytes, dice: random.Random) -> bytes:
    """Turn bits, cut, double, move, or put hostile bytes somewhere, up to eight times."""
    made = bytearray(content)
    for _ in range(dice.randint(1, 8)):
        if not made:
            break
        start = dice.randrange(len(made))
        end = min(len(made), start + dice.choice((1, 4, 40, 400)))
        change = dice.randrange(5)
        if change == 0:
            made[start] ^= 1 << dice.randrange(8)
        elif change == 1:
            del made[start:end]
        elif change == 2:
            made[start:start] = made[start:end]
        elif change == 3:
            made[start:end] = dice.choice(_BITS)
        else:
            del made[start : None if dice.random() < 0.2 else end]
    return bytes(made)


def counted(session: Session) -> Counter[str]:
    """Count the rows of every table but the trace."""
    tables = [table for table in Base.metadata.sorted_tables if not table.name.startswith("audit")]
    return Counter({table.name: session.scalar(select(func.count()).select_from(table)) or 0 for table in tables})


def one_file(database: Database, path: Path, kinds: Sequence[ImportKind]) -> tuple[int, list[str]]:
    """Take over one file; return how many rows were read and what is wrong with how it went."""
    before = database.read(counted)
    try:
        reports = import_files(database, [path], kinds)
    except DeskError as error:
        return 0, _untouched(database, before, str(error))
    rows = sum(report.read for report in reports)
    wrong = [said for report in reports for said in _judged(report)]
    if not any(report.count(outcome) for report in reports for outcome in (Outcome.NEW, Outcome.CHANGED)):
        wrong += _untouched(database, before, "nothing taken")
    return rows, wrong


def _untouched(database: Database, before: Counter[str], why: str) -> list[str]:
    after = database.read(counted)
    return [] if after == before else [f"{why}, and yet: {dict(after - before)}"]


def _judged(report: FileReport) -> list[str]:
    told = sum(report.counts.values())
    wrong = [] if told == report.read else [f"{report.kind}: {report.read} rows, {told} outcomes"]
    wrong += [f"row {one.number} refused without a reason" for one in report.rejections if not one.reason]
    return wrong if report.kind or report.problems else [*wrong, "neither a kind nor a problem"]


def fuzz(wanted: int, seed: int) -> dict[str, object]:
    """Take over files until so many rows were made; return what was found."""
    load_models()
    kinds, wrong, made, read, files = load_import_kinds(), [], 0, 0, 0
    with tempfile.TemporaryDirectory() as folder, clock.frozen(NOW), migrate.create(f"{folder}/desk.db") as database:
        database.path = None  # no copy before each: R2 and R9 are about those
        while made < wanted:
            files += 1
            dice = random.Random(f"{seed}-{files}")  # noqa: S311 - no secret
            table = sheet(dice, kinds)
            path = write(Path(folder) / f"bestand {files}.csv", table, dice)
            made += len(table) - 1
            try:
                rows, found = one_file(database, path, kinds)
            except BaseException as error:  # noqa: BLE001 - any is what is looked for; a reader's panic is no Exception
                rows, found = 0, [f"{type(error).__name__}: {error}"]
            read += rows
            wrong += [f"seed {seed}-{files}: {said}" for said in found]
            path.unlink()
        wrong += database.read(lambda session: list(audit.breaches(session)))
        imports = database.read(lambda session: session.scalar(select(func.count(AuditEntry.id))))
    told = {"files": files, "rows": made, "read": read, "stored_imports": imports, "wrong": wrong[:20]}
    return {"test": "S1", "what": "hostile office files", "n": wanted, "seed": seed, **told}


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what was found."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--n", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(arguments)
    found = fuzz(given.n, given.seed)
    sys.stdout.write(f"{json.dumps(found, ensure_ascii=False)}\n")
    return 1 if found["wrong"] else 0


if __name__ == "__main__":
    sys.exit(main())
