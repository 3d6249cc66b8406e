"""Lists with a column per year ("2018", "Lidgeld 2019"), in a file of their own or in the member list, made long.

Every cell that says something is a membership: an amount, a day of payment, or ja, x, betaald.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from mmc_desk.core.formats import fold
from mmc_desk.core.i18n import translate
from mmc_desk.core.importing.cells import as_text, is_blank
from mmc_desk.core.importing.headings import fields_of
from mmc_desk.core.importing.kinds import ImportKind
from mmc_desk.core.importing.unfolding import Unfolded
from mmc_desk.core.tabular import Cell, Grid

_DEPTH = 30
_YEAR = re.compile(
    r"(?:(?:lidgeld(?:en)?|lid|lidmaatschap|bijdrage|betaald|betaling|bedrag|contributie|jaar|werkjaar|fee|datum|op|in|"
    r"voor|lidmaatschapsbijdrage|lidbijdrage)[\s:.-]*){0,4}((?:19|20)\d\d)"
    r"(?:[\s:.-]*(?:lidgeld|betaald|betaling|bedrag|datum|op|eur|euro|€|\(€\)|\(eur\)|lid|bijdrage))*"
)
_MEMBER_NO, _YEAR_HEADING, _AMOUNT, _PAID = "Lidnr", "Jaar", "Bedrag", "Betaald op"


@dataclass(slots=True)
class _Long:
    numbers: list[int] = field(default_factory=list)
    rows: list[list[Cell]] = field(default_factory=list)


def year_of(heading: Cell) -> int | None:
    """Return the year a heading is about; None for any other heading."""
    found = _YEAR.fullmatch(fold(as_text(heading)).strip())
    return int(found[1]) if found else None


def unfold(grid: Grid, kind: ImportKind) -> Unfolded | None:
    """Return a sheet with a column per year as one with a row per member and year; None for any other sheet."""
    found = _header(grid.rows, kind)
    if found is None:
        return None
    place, member = found
    years = {column: year for column, cell in enumerate(grid.rows[place]) if (year := year_of(cell)) is not None}
    long = _Long()
    for number, row in zip(grid.numbers[place + 1 :], grid.rows[place + 1 :], strict=True):
        for cells in _memberships(row, member, years):
            long.numbers.append(number)
            long.rows.append(cells)
    heading = [_MEMBER_NO, _YEAR_HEADING, _AMOUNT, _PAID]
    made = Grid(grid.name, [grid.numbers[place], *long.numbers], [heading, *long.rows], hidden=grid.hidden)
    others = {
        as_text(cell)
        for column, cell in enumerate(grid.rows[place])
        if column not in {*years, member} and not is_blank(cell)
    }
    ignored = {*kind.ignored, *(word for item in kind.fields for word in item.synonyms)}
    alone = all(fold(word) in ignored or fields_of(kind, word) for word in others)
    return Unfolded(made, place, frozenset(years), alone=alone)


def _header(rows: Sequence[Sequence[Cell]], kind: ImportKind) -> tuple[int, int] | None:
    for place, row in enumerate(rows[:_DEPTH]):
        if not any(year_of(cell) is not None for cell in row):
            continue
        for column, cell in enumerate(row):
            names = [item.name for item in fields_of(kind, as_text(cell))] if isinstance(cell, str) else []
            if "member_no" in names:
                return place, column
        if any(year_of(cell) is None and fold(as_text(cell)).rstrip(".") in {"nr", "nummer"} for cell in row):
            column = next(c for c, cell in enumerate(row) if fold(as_text(cell)).rstrip(".") in {"nr", "nummer"})
            return place, column
    return None


def _memberships(row: Sequence[Cell], member: int, years: Mapping[int, int]) -> Iterator[list[Cell]]:
    """Yield member, year, amount and payment for every year that a row says something about."""
    told: dict[int, list[Cell]] = {}
    for column, year in years.items():
        if column < len(row) and not is_blank(row[column]):
            told.setdefault(year, []).append(row[column])
    for year, cells in told.items():
        amounts = [cell for cell in cells if _is_amount(cell)]
        payments = [cell for cell in cells if not _is_amount(cell)]
        payments = [_asking(cell) for cell in payments]
        yield [row[member] if member < len(row) else "", float(year), (amounts or [""])[0], (payments or [""])[0]]


def _asking(cell: Cell) -> Cell:
    """Return a payment; a mere "neen" may mean two things, which the row is handed back to ask."""
    if fold(as_text(cell)) not in {"nee", "neen", "n", "niet", "no"}:
        return cell
    return translate("people", "{cell}: geen lid, of lid zonder lidgeld?").format(cell=as_text(cell))


def _is_amount(cell: Cell) -> bool:
    if isinstance(cell, float) and not isinstance(cell, bool):
        return True
    return (
        isinstance(cell, str)
        and re.fullmatch(r"[€\s]*\d{1,4}(?:[.,]\d{1,2}|,-+)?\s*(?:€|eur|euro)?\s*", cell, re.IGNORECASE) is not None
    )
