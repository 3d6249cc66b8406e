"""The list on which drivers sign the briefing note: name, what was signed before, room for date and signature."""

from pathlib import Path

from mmc_desk.core.formats import show_date
from mmc_desk.core.i18n import translate
from mmc_desk.features.people.queries import BriefingList, BriefingRow

_HAND = 30.0
"""Points of height that leave room to sign."""


def write_briefing_list(path: Path, briefing: BriefingList, *, everybody: bool = False) -> None:
    """Write the list to sign to `path` as PDF: those who still have to, or everybody. Raises FileError."""
    from mmc_desk.printing import styles
    from mmc_desk.printing.document import Document, write_pdf
    from mmc_desk.printing.tables import Column, DataTable

    rows = briefing.rows if everybody else briefing.to_sign
    columns = [
        Column(translate("people", "Code"), 13),
        Column(translate("people", "Chauffeur"), 38, bold=True),
        Column(translate("people", "Eerder getekend"), 34),
        Column(translate("people", "Datum"), 18),
        Column(translate("people", "Handtekening"), 40),
    ]
    intro = translate("people", "Ik ontving de afsprakennota voor vrijwilligers en las ze.")
    nobody = translate("people", "Iedereen heeft getekend.")
    table = DataTable(columns, [_row(row) for row in rows], grid=True, row_height=_HAND)
    document = Document(
        title=translate("people", "Afsprakennota {edition}").format(edition=briefing.edition).strip(),
        subtitle=translate("people", "Te tekenen op {day}").format(day=show_date(briefing.day)),
        story=[styles.text(intro), table] if rows else [styles.text(nobody)],
        practice=briefing.practice,
        desk=briefing.desk,
    )
    write_pdf(path, document)


def _row(row: BriefingRow) -> tuple[str, ...]:
    before = ", ".join(part for part in (row.edition, show_date(row.signed_on)) if part)
    return row.code, row.name, before, "", ""
