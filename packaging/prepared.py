"""Whether db/prepared/ has the SQL that the window opens with (core.prepared); with `--update` it writes it.

Every module named `*_statements.py` has STATEMENTS; what SQLite is to be asked for them stands in a file of their name.
"""

import importlib
import json
import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any

from sqlalchemy import BindParameter, Boolean, Date, Enum, Select
from sqlalchemy.dialects import sqlite
from sqlalchemy.sql import visitors
from sqlalchemy.types import TypeEngine

from mmc_desk.core import paths
from mmc_desk.core.columns import UtcDateTime
from mmc_desk.core.prepared import Statement, file_name
from mmc_desk.features import load_models

ROOT = Path(__file__).resolve().parent.parent


def modules() -> Iterator[str]:
    """Yield the dotted name of every module with statements to prepare."""
    for path in sorted(ROOT.glob("mmc_desk/**/*_statements.py")):
        yield ".".join(path.relative_to(ROOT).with_suffix("").parts)


def prepare(statement: Select[Any]) -> Statement:
    """Return a statement as SQLite takes it."""
    found = visitors.iterate(statement)
    open_names = {str(part.key) for part in found if isinstance(part, BindParameter) and part.required}
    filled = statement.params(dict.fromkeys(open_names)).compile(dialect=sqlite.dialect())
    compiled = filled.construct_expanded_state()  # a parameter for each of a list
    return Statement(
        compiled.statement,
        [
            f"${name}" if name in open_names else _constant(compiled.parameters[name])
            for name in compiled.positiontup or ()
        ],
        [_reader(column.type) for column in statement.selected_columns],
    )


def _constant(value: object) -> object:
    return value.value if isinstance(value, StrEnum) else value


def _reader(kind: TypeEngine[Any]) -> str:
    if isinstance(kind, Date):
        return "date"
    if isinstance(kind, UtcDateTime):
        return "instant"
    if isinstance(kind, Boolean):
        return "yes"
    if isinstance(kind, Enum) and kind.enum_class is not None:
        return f"{kind.enum_class.__module__}:{kind.enum_class.__qualname__}"
    return ""


def prepared(module: str) -> str:
    """Return the text of the file in which the statements of a module are prepared."""
    statements = importlib.import_module(module).STATEMENTS
    parts = {name: prepare(statement)._asdict() for name, statement in statements.items()}
    return json.dumps(parts, indent=1, ensure_ascii=False) + "\n"


def main(arguments: list[str]) -> int:
    """Compare, or write with `--update`. Returns 1 when a file is out of date."""
    load_models()
    outdated = []
    for module in modules():
        path = paths.database_files("prepared", f"{file_name(module)}.json")
        wanted = prepared(module)
        if path.is_file() and path.read_text(encoding="utf-8") == wanted:
            continue
        outdated.append(path)
        if "--update" in arguments:
            path.parent.mkdir(exist_ok=True)
            path.write_text(wanted, encoding="utf-8")
    for path in outdated:
        print(f"{path.name}: out of date; packaging/prepared.py --update writes it anew")
    return 1 if outdated and "--update" not in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
