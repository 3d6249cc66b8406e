"""One person's file as PDF or JSON (art. 15 and 20 GDPR)."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from mmc_desk.core.i18n import translate
from mmc_desk.features.trust.printout import words
from mmc_desk.features.trust.printout.titles import titles
from mmc_desk.features.trust.printout.trace import deed_name, show_instant
from mmc_desk.features.trust.queries.privacy import PersonFile
from mmc_desk.printing.files import whole_file

_LONGEST = 1500
"""Characters in a cell: a row doesn't break over pages, so a longer text goes on in the next one."""
_LINES = 40


def write_person_file(path: Path, file: PersonFile) -> None:
    """Write all that the desk holds about somebody: JSON by that suffix, else PDF. Raises FileError."""
    if path.suffix.lower() == ".json":
        _write_json(path, file)
        return
    from mmc_desk.printing import styles
    from mmc_desk.printing.document import Document, write_pdf
    from mmc_desk.printing.tables import Column, DataTable

    story: list[Any] = [styles.text(text) for text in _intro()]
    known = titles()
    for name, rows in file.tables.items():
        lines = list(_one(rows[0]) if len(rows) == 1 else _many(rows))
        if lines:
            count = f" ({len(rows)})" if len(rows) > 1 else ""
            wide = [Column(heading, share) for heading, share in zip(_headings(rows), (45, 115), strict=True)]
            story += [styles.title(known.get(name, name) + count), DataTable(wide, lines, max_lines=_LINES)]
    traced = [Column(translate("trust", "Wanneer"), 40), Column(translate("trust", "Wie"), 38), Column("", 82)]
    entries = [(show_instant(row), f"{row.actor}@{row.desk}", _deed(row.deed, row.label)) for row in file.trace]
    story += [styles.title(translate("trust", "Wie het bekeek of wijzigde")), DataTable(traced, entries)]
    title = translate("trust", "Dossier van {name}").format(name=file.name)
    write_pdf(path, Document(title=title, story=story, practice=file.practice, desk=file.desk))


def _intro() -> tuple[str, ...]:
    return (
        translate(
            "trust", "Alles wat de dienst over u bewaart, en wie het bekeek of wijzigde (artikel 15 en 20 van de AVG)."
        ),
        translate(
            "trust",
            "Wat leeg, nul of “nee” is, staat er niet bij. Namen van anderen zijn weggelaten. Het bestand op .json "
            "heeft ook de sleutels, voor een andere dienst.",
        ),
    )


def _deed(deed: Any, label: str) -> str:  # noqa: ANN401 - a Deed
    return f"{deed_name(deed)}: {label}" if label else deed_name(deed)


def _headings(rows: Sequence[Mapping[str, Any]]) -> tuple[str, str]:
    if len(rows) == 1:
        return translate("trust", "Gegeven"), translate("trust", "Waarde")
    first = next((title for row in rows for title, _ in words.told(row)), "")
    return first, translate("trust", "Gegevens")


def _one(row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for title, value in words.told(row):
        for place in range(0, len(value), _LONGEST):
            yield ("" if place else title), value[place : place + _LONGEST]


def _many(rows: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """Yield a line per row: its first value before the others."""
    for row in rows:
        (_, first), *rest = [*words.told(row)] or [("", "")]
        said = " · ".join(f"{title}: {value}" for title, value in rest)
        for place in range(0, max(1, len(said)), _LONGEST):
            yield ("" if place else first[:_LONGEST]), said[place : place + _LONGEST]


def _write_json(path: Path, file: PersonFile) -> None:
    entries = [
        {"at": row.at.isoformat(), "who": row.actor, "desk": row.desk, "what": row.deed, "label": row.label}
        | {"details": row.details}
        for row in file.trace
    ]
    told = {"person": file.person_id, "name": file.name, "made_at": file.made_at.isoformat(), "desk": file.desk}
    with whole_file(path) as draft:
        content = json.dumps(
            told | {"tables": file.tables, "trace": entries}, ensure_ascii=False, indent=2, default=_plain
        )
        draft.write_text(content, encoding="utf-8")


def _plain(value: Any) -> str:  # noqa: ANN401 - what JSON doesn't know
    if isinstance(value, bytes):  # what was mailed may tell of others; who got it has it
        return f"{len(value)} bytes"
    return str(value.isoformat())
