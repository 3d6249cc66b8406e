"""What somebody types is a value in a statement, never a part of it, and % and _ in it are letters."""

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2] / "mmc_desk"
_PATTERN = re.compile(r"\.(?:i?like|not_i?like|regexp_match|icontains|istartswith|iendswith)\(")
_OF_A_COLUMN = re.compile(
    r"\b(?:[A-Z]\w+\.\w+|column)\.(?:startswith|endswith|contains)\(([^()]*(?:\([^()]*\))?[^()]*)\)"
)
_LIKE = re.compile(r"\bLIKE\b(?! '(?:sqlite\\\\_%' ESCAPE|%no_UPDATE'))")


def lines(wanted: re.Pattern[str]) -> Iterator[tuple[str, re.Match[str]]]:
    for path in sorted(ROOT.rglob("*.py")):
        for found in wanted.finditer(path.read_text(encoding="utf-8")):
            yield path.relative_to(ROOT).as_posix(), found


def test_no_statement_searches_by_a_pattern() -> None:
    assert [name for name, _ in lines(_PATTERN)] == []
    assert [name for name, _ in lines(_LIKE)] == []


def test_a_column_that_begins_with_a_text_escapes_it() -> None:
    found = [(name, match[0]) for name, match in lines(_OF_A_COLUMN)]
    assert found
    assert [name for name, text in found if "autoescape=True" not in text] == []
