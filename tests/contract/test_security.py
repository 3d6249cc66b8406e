"""docs/security.md names the test of each claim: they are there."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_TEST = re.compile(r"[\w/]+\.py")


def test_every_claim_s_test_is_there() -> None:
    text = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if re.match(r"\| \d+ \|", line)]
    assert len(rows) >= 14
    there = {path.name for folder in ("tests", "bench") for path in (ROOT / folder).rglob("*.py")}
    for row in rows:
        named = _TEST.findall(row.rstrip(" |").rpartition("|")[2])
        assert named, row
        assert [name for name in named if not (ROOT / name).exists() and name not in there] == [], row


def test_the_sheet_for_a_data_protection_officer_is_in_the_manual() -> None:
    index = (ROOT / "docs" / "handleiding" / "index.md").read_text(encoding="utf-8")
    assert "(gegevensbescherming.md)" in index
