"""The trace of one person as a workbook or CSV."""

from collections.abc import Sequence
from pathlib import Path

from mmc_desk.core.formats import show_date, show_time
from mmc_desk.core.i18n import translate
from mmc_desk.features.trust.queries.trace import Deed, TraceRow
from mmc_desk.printing.sheets import Sheet, SheetColumn, write_csv, write_xlsx


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
