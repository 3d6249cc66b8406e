"""The trace of one person as a workbook or CSV, and one person's file as PDF or JSON."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from mmc_desk.core.formats import show_date, show_time
from mmc_desk.core.i18n import QT_TRANSLATE_NOOP, translate
from mmc_desk.features.trust.queries.privacy import PersonFile
from mmc_desk.features.trust.queries.trace import Deed, TraceRow
from mmc_desk.printing.files import whole_file
from mmc_desk.printing.sheets import Sheet, SheetColumn, write_csv, write_xlsx

_TITLES = {
    "person": QT_TRANSLATE_NOOP("trust", "Persoon"),
    "address": QT_TRANSLATE_NOOP("trust", "Adressen"),
    "contact": QT_TRANSLATE_NOOP("trust", "Contactpersonen"),
    "member": QT_TRANSLATE_NOOP("trust", "Lid"),
    "membership": QT_TRANSLATE_NOOP("trust", "Lidmaatschappen"),
    "eligibility_check": QT_TRANSLATE_NOOP("trust", "Inkomenscontroles"),
    "ride_request": QT_TRANSLATE_NOOP("trust", "Ritaanvragen"),
    "ride_series": QT_TRANSLATE_NOOP("trust", "Vaste ritten"),
    "driver": QT_TRANSLATE_NOOP("trust", "Chauffeur"),
    "driver_document": QT_TRANSLATE_NOOP("trust", "Documenten"),
    "absence": QT_TRANSLATE_NOOP("trust", "Afwezigheden"),
    "ride": QT_TRANSLATE_NOOP("trust", "Gereden ritten"),
    "settlement": QT_TRANSLATE_NOOP("trust", "Afrekeningen"),
    "volunteer": QT_TRANSLATE_NOOP("trust", "Vrijwilliger"),
    "participant": QT_TRANSLATE_NOOP("trust", "Deelnemer van de restaurants"),
    "meal_booking": QT_TRANSLATE_NOOP("trust", "Maaltijden"),
    "wheels_attendance": QT_TRANSLATE_NOOP("trust", "Activiteiten"),
}
"""What people call a table; another is called as it is in the database."""


def deed_name(deed: Deed) -> str:
    """Return what somebody did, in one word."""
    return {
        Deed.SEEN: translate("trust", "bekeken"),
        Deed.CHANGED: translate("trust", "gewijzigd"),
        Deed.LEFT: translate("trust", "afgedrukt of bewaard"),
    }[deed]


def show_instant(row: TraceRow) -> str:
    """Return when, by the desk's own clock."""
    return f"{show_date(row.at.date())} {show_time(row.at)}"


def write_trace(path: Path, name: str, rows: Sequence[TraceRow]) -> None:
    """Write who saw or changed the person called `name`: CSV by that suffix, else a workbook. Raises FileError."""
    columns = (
        SheetColumn(translate("trust", "Regel"), width=8),
        SheetColumn(translate("trust", "Wanneer"), width=18),
        SheetColumn(translate("trust", "Wie"), width=18),
        SheetColumn(translate("trust", "Werkpost"), width=18),
        SheetColumn(translate("trust", "Wat"), width=14),
        SheetColumn(translate("trust", "Handeling"), width=36),
        SheetColumn(translate("trust", "Gegevens"), width=80),
    )
    cells = [
        (row.entry, show_instant(row), row.actor, row.desk, deed_name(row.deed), row.label, "\n".join(row.details))
        for row in rows
    ]
    sheet = Sheet(name, columns, cells)
    write = write_csv if path.suffix.lower() == ".csv" else write_xlsx
    write(path, [sheet])


def write_person_file(path: Path, file: PersonFile) -> None:
    """Write all that the desk holds about somebody: JSON by that suffix, else PDF. Raises FileError."""
    if path.suffix.lower() == ".json":
        _write_json(path, file)
        return
    from mmc_desk.printing import styles
    from mmc_desk.printing.document import Document, write_pdf
    from mmc_desk.printing.tables import Column, DataTable

    intro = translate(
        "trust", "Alles wat de dienst over u bewaart, en wie het bekeek of wijzigde (artikel 15 en 20 van de AVG)."
    )
    wide = [Column(translate("trust", "Gegeven"), 40), Column(translate("trust", "Waarde"), 120)]
    story: list[Any] = [styles.text(intro)]
    for name, rows in file.tables.items():
        cells = [cell for number, row in enumerate(rows) for cell in _cells(row, number)]
        story += [styles.title(f"{_title(name)} ({len(rows)})"), DataTable(wide, cells)]
    traced = [Column(translate("trust", "Wanneer"), 32), Column(translate("trust", "Wie"), 34), Column("", 94)]
    entries = [
        (show_instant(row), f"{row.actor}@{row.desk}", f"{deed_name(row.deed)}: {row.label}") for row in file.trace
    ]
    story += [styles.title(translate("trust", "Spoor")), DataTable(traced, entries)]
    title = translate("trust", "Dossier van {name}").format(name=file.name)
    write_pdf(path, Document(title=title, story=story, practice=file.practice, desk=file.desk))


def _title(table: str) -> str:
    return translate("trust", _TITLES[table]) if table in _TITLES else table


def _cells(row: Mapping[str, Any], number: int) -> list[tuple[str, str]]:
    """Return what is filled in, the keys aside: the JSON has those."""
    told = {name: value for name, value in row.items() if name != "id" and not name.endswith("_id")}
    filled = [(name, str(value)) for name, value in told.items() if value not in (None, "", [])]
    return [("", ""), *filled] if number else filled


def _write_json(path: Path, file: PersonFile) -> None:
    entries = [
        {"at": row.at.isoformat(), "who": row.actor, "desk": row.desk, "what": row.deed, "label": row.label}
        | {"details": row.details}
        for row in file.trace
    ]
    told = {"person": file.person_id, "name": file.name, "made_at": file.made_at.isoformat(), "desk": file.desk}
    with whole_file(path) as draft:
        content = json.dumps(told | {"tables": file.tables, "trace": entries}, ensure_ascii=False, indent=2)
        draft.write_text(content, encoding="utf-8")
