"""S1: hostile office files of every kind: no crash, all or nothing, an outcome for each row, a reason where refused.

`python -m tests.faults.fuzz_import [--n 100000]` makes rows until there are so many, in files of up to 40, and prints
one line of JSON; it ends with 1 when something broke, with the seed of that file.
"""

import argparse
import csv
import json
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mmc_desk.core import audit, clock, migrate
from mmc_desk.core.db import Database
from mmc_desk.core.errors import DeskError
from mmc_desk.core.importing import FileReport, ImportKind, import_files
from mmc_desk.core.importing.kinds import Field, Outcome, Reading
from mmc_desk.core.model import AuditEntry, Base
from mmc_desk.features import load_import_kinds, load_models

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


def write(path: Path, table: Sequence[Sequence[str]], dice: random.Random) -> None:
    """Write a table as CSV, in one of the ways that desks do."""
    encoding = dice.choice(("utf-8", "utf-8-sig", "cp1252", "utf-16"))
    with path.open("w", encoding=encoding, errors="replace", newline="") as file:
        csv.writer(file, delimiter=dice.choice(";;,\t")).writerows(table)


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
            path, table = Path(folder) / f"bestand {files}.csv", sheet(dice, kinds)
            write(path, table, dice)
            made += len(table) - 1
            try:
                rows, found = one_file(database, path, kinds)
            except Exception as error:  # noqa: BLE001 - any is what is looked for
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
