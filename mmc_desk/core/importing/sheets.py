"""From a grid to a batch: the kind recognised, the columns read, what can't be read said per row."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import zip_longest
from pathlib import Path
from typing import Any

from mmc_desk.core.errors import FileError, RuleError
from mmc_desk.core.formats import fold
from mmc_desk.core.i18n import translate
from mmc_desk.core.importing import guessing, headings, mapping, reshaping
from mmc_desk.core.importing.cells import as_text, is_blank, says_total
from mmc_desk.core.importing.headings import Layout
from mmc_desk.core.importing.kinds import Batch, Field, ImportKind, Reading, Seen
from mmc_desk.core.importing.mapping import Section
from mmc_desk.core.tabular import Cell, Grid

_FEWEST = 2
"""How many columns have to be understood before a sheet is taken for a kind."""
_KNOWN_SHARE = 0.25
"""The share of the columns that the headings must tell, before a sheet is taken for a kind."""
_GUESSED_SHARE = 0.5
"""The same, where columns had to be guessed to take it for that kind at all."""
_DATE = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](?:\d{4}|\d{2})")
_DATES_LOOKED_AT = 300


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet whose kind is known.

    `folded` is the sheet it was unfolded from, with the place of the headings there; `elsewhere` are columns that
    another table of the same sheet takes; `carried` is the heading of a column whose blank cells are as the one above.
    """

    path: Path
    grid: Grid
    layout: Layout
    given: Section
    reading: Reading
    folded: tuple[Grid, int] | None = None
    elsewhere: frozenset[int] = frozenset()
    carried: str = ""

    @property
    def source(self) -> Grid:
        """The sheet as it stands in the file: `grid` is its long form where it was unfolded."""
        return self.folded[0] if self.folded else self.grid

    @property
    def source_header(self) -> int:
        """The place of the heading row in `source`."""
        return self.folded[1] if self.folded else self.layout.header

    @property
    def unused(self) -> Sequence[str]:
        """The headings of the columns that nothing was taken from."""
        columns = () if self.folded else self.layout.unused
        return [str(self.header[column]).strip() for column in columns if column not in self.elsewhere]

    @property
    def guessed(self) -> Sequence[tuple[str, str]]:
        """The headings nobody knew, each with the known one it was read as."""
        known = {item.name: item.synonyms[0] for item in self.layout.kind.fields}
        return [(as_text(self.header[self.layout.columns[name]]), known[name]) for name in self.layout.guessed]

    @property
    def header(self) -> Sequence[Cell]:
        """The cells of the heading row."""
        return self.grid.rows[self.layout.header]

    @property
    def first(self) -> int:
        """The place of the first row below the headings."""
        return self.layout.header + 1


class UnrecognisedError(FileError):
    """A sheet that no kind fits, or that two fit."""


def recognise(path: Path, grid: Grid, kinds: Sequence[ImportKind], sections: Sequence[Section], today: date) -> Table:
    """Return the sheet as a table of its kind. Raises UnrecognisedError naming headings and the nearest kind."""
    told = mapping.combined(sections, path.name, grid.name)
    if told.kind:
        kinds = [kind for kind in kinds if kind.name == told.kind]
    grids = filter(None, (grid, reshaping.joined(grid)))
    tables = [_as_kind(path, form, kind, sections, today) for form in grids for kind in kinds]
    best = nearest = max(tables, key=lambda table: table.layout.fit)
    share = 0.0 if told.kind else _GUESSED_SHARE
    if not _is_understood(best, share):
        tables = [_with_guesses(table) for table in tables]
        best = max(tables, key=lambda table: table.layout.fit)
    if not _is_understood(best, min(share, _KNOWN_SHARE if best.layout.certain else _GUESSED_SHARE)):
        raise UnrecognisedError(_unrecognised(nearest))
    rivals = [
        table for table in tables if table.layout.kind is not best.layout.kind and table.layout.fit == best.layout.fit
    ]
    if rivals:
        raise UnrecognisedError(
            translate(
                "importing", 'kan {kind} of {other} zijn. Zeg het in een bestand voor --map: soort = "{kind}"'
            ).format(kind=best.layout.kind.name, other=rivals[0].layout.kind.name)
        )
    return _filled_down(_with_guesses(best))


def _is_understood(table: Table, share: float) -> bool:
    layout = table.layout
    return not layout.missing and len(layout.columns) >= _FEWEST and layout.understands(share)


def _filled_down(table: Table) -> Table:
    for item in table.layout.kind.fields:
        column = table.layout.columns.get(item.name)
        if item.carried and column is not None:
            grid = reshaping.filled_down(table.grid, table.first, column)
            table = replace(table, grid=grid, carried=as_text(table.header[column]) if grid is not table.grid else "")
    return table


def _with_guesses(table: Table) -> Table:
    if table.layout.guessed or len(table.grid.rows) <= table.first:
        return table
    return replace(
        table, layout=guessing.with_guesses(table.layout, table.grid.rows, table.reading, table.given.columns)
    )


def tables_of(
    path: Path, grid: Grid, kinds: Sequence[ImportKind], sections: Sequence[Section], today: date
) -> list[Table]:
    """Return what a sheet holds: one table, or two where columns of it hold records of another kind.

    Raises UnrecognisedError.
    """
    for kind in kinds:
        long = kind.unfold(grid, kind) if kind.unfold and len(grid.rows) > 1 else None
        if long is None:
            continue
        unfolded = replace(_as_kind(path, long.grid, kind, sections, today), folded=(grid, long.header))
        if long.alone:
            return [unfolded]
        main = recognise(path, grid, [other for other in kinds if other is not kind], sections, today)
        return [replace(main, elsewhere=long.columns), unfolded]
    return [recognise(path, grid, kinds, sections, today)]


def _as_kind(path: Path, grid: Grid, kind: ImportKind, sections: Sequence[Section], today: date) -> Table:
    given = mapping.combined(sections, path.name, grid.name, kind.name)
    names = f"{path.stem} {grid.name}"
    years = set(re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", names))
    year = given.year or (int(years.pop()) if len(years) == 1 else None)
    reading = Reading(today, given.date_order or _date_order(grid.rows), year)
    header = None
    if given.header_row:
        header = next((place for place, row in enumerate(grid.numbers) if row == given.header_row), None)
    hinted = bool(given.kind) or any(hint in fold(names) for hint in kind.hints)
    return Table(
        path, grid, headings.lay_out(kind, grid.rows, reading, given.columns, header, hinted=hinted), given, reading
    )


def _date_order(rows: Sequence[Sequence[Cell]]) -> str:
    """Return `mdj` for a file that writes the month first: days over 12 in second place only, three times or more."""
    cells = (cell for row in rows[:_DATES_LOOKED_AT] for cell in row if isinstance(cell, str))
    parts = [(int(found[1]), int(found[2])) for cell in cells if (found := _DATE.match(cell))]
    month_first = sum(second > 12 for _, second in parts) >= 3
    return "mdj" if month_first and not any(first > 12 for first, _ in parts) else "dmj"


def _unrecognised(nearest: Table) -> str:
    named = {item.name: item.synonyms[0] for item in nearest.layout.kind.fields}
    lacking = [" / ".join(named[name] for name in group) for group in nearest.layout.missing]
    return translate(
        "importing",
        "niet herkend. Koppen: {headings}. Het lijkt het meest op {kind}; daarvoor ontbreekt: {lacking}. "
        "Wijs de kolommen aan met --map (zie docs/importeren.md)",
    ).format(
        headings=", ".join(filter(None, map(as_text, nearest.header)))[:300],
        kind=nearest.layout.kind.name,
        lacking=", ".join(lacking) or translate("importing", "de zin van de meeste kolommen"),
    )


# --- reading the columns


@dataclass(frozen=True, slots=True)
class _Unreadable:
    reason: str


class _Readings(dict[Cell, Any]):
    """What each distinct cell of a column means, worked out once."""

    def __init__(self, read: Callable[[Cell], Any]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, cell: Cell) -> Any:  # noqa: ANN401 - a field decides what its cells mean
        value = self[cell] = self._read(cell)
        return value


def _reader(item: Field, table: Table) -> Callable[[Cell], Any]:
    replaced = {fold(word.strip()): meant for word, meant in _told_values(item, table.given.values).items()}

    def read(cell: Cell) -> Any:  # noqa: ANN401 - a field decides what its cells mean
        if replaced:
            cell = replaced.get(fold(as_text(cell)), cell)
        if is_blank(cell):
            return None
        try:
            return item.parse(cell, table.reading)
        except RuleError as error:
            return _Unreadable(str(error))

    return read


def _told_values(item: Field, values: Mapping[str, Mapping[str, str]]) -> Mapping[str, str]:
    keys = {item.name, *map(headings.heading_key, item.synonyms)}
    found = [table for name, table in values.items() if name in keys or headings.heading_key(name) in keys]
    return found[0] if found else {}


def read_batch(table: Table, seen: Seen) -> Batch:
    """Return the rows below the headings as a batch: unreadable and missing values are reasons already."""
    rows, numbers, skipped = _without_totals(table, *_body(table))
    transposed: list[Sequence[Cell]] = list(zip_longest(*rows, fillvalue=""))
    batch = Batch(
        sheet=table.grid.name,
        file=table.path.stem,
        titles=[as_text(cell) for row in table.grid.rows[: table.layout.header] for cell in row if cell != ""],
        numbers=numbers,
        columns={},
        headings={name: as_text(table.header[column]) for name, column in table.layout.columns.items()},
        seen=seen,
        skipped=skipped,
    )
    for item in table.layout.kind.fields:
        column = table.layout.columns.get(item.name)
        if column is not None:
            cells = transposed[column] if column < len(transposed) else [""] * len(rows)
            batch.columns[item.name] = _read_column(batch, item, cells, _reader(item, table))
    _note_odd(batch, table.layout.kind)
    _refuse_missing(batch, table.layout.kind)
    _refuse_wide(batch, rows, len(table.header))
    batch.notes += _nameless(table, transposed)
    return batch


def _nameless(table: Table, columns: Sequence[Sequence[Cell]]) -> Iterator[str]:
    """Say which columns hold something and have no heading: what stands there is not read."""
    for place, (heading, cells) in enumerate(zip(table.header, columns, strict=False)):
        count = sum(not is_blank(cell) for cell in cells) if is_blank(heading) else 0
        if count and place not in table.layout.columns.values():
            yield translate("importing", "kolom {letter} heeft geen kop: {count} cellen niet gebruikt").format(
                letter=_letter(place), count=count
            )


def _letter(place: int) -> str:
    return (_letter(place // 26 - 1) if place >= 26 else "") + chr(ord("A") + place % 26)


def _body(table: Table) -> tuple[Sequence[Sequence[Cell]], Sequence[int]]:
    rows, numbers = table.grid.rows[table.first :], table.grid.numbers[table.first :]
    header = [as_text(cell) for cell in table.header]
    if any(row[0] == table.header[0] and [as_text(cell) for cell in row] == header for row in rows):
        kept = [place for place, row in enumerate(rows) if [as_text(cell) for cell in row] != header]
        return [rows[place] for place in kept], [numbers[place] for place in kept]
    return rows, numbers


def _without_totals(
    table: Table, rows: Sequence[Sequence[Cell]], numbers: Sequence[int]
) -> tuple[Sequence[Sequence[Cell]], Sequence[int], Sequence[int]]:
    """Return the rows, their numbers, and the numbers of the rows left out: those that add up the others."""
    kind, columns = table.layout.kind, table.layout.columns
    needed = {columns[name] for group in kind.required for name in group if name in columns}
    totals = {place for place, row in enumerate(rows) if _is_total(row, needed)}
    if not totals:
        return rows, numbers, ()
    kept = [place for place in range(len(rows)) if place not in totals]
    return [rows[place] for place in kept], [numbers[place] for place in kept], [numbers[p] for p in sorted(totals)]


def _is_total(row: Sequence[Cell], needed: Iterable[int]) -> bool:
    """Tell whether a row says "Totaal" and nothing in the columns that every row needs, or only how many."""
    told = [row[column] for column in needed if column < len(row) and not is_blank(row[column])]
    first = next((cell for cell in row if not is_blank(cell)), "")
    if all(says_total(cell) or (says_total(first) and _is_number(cell)) for cell in told):
        return any(map(says_total, row))
    return False


def _is_number(cell: Cell) -> bool:
    return re.fullmatch(r"[\d.,]+", as_text(cell)) is not None


def _read_column(batch: Batch, item: Field, cells: Sequence[Cell], read: Callable[[Cell], Any]) -> list[Any]:
    readings = _Readings(read)
    values = list(map(readings.__getitem__, cells))
    if any(isinstance(value, _Unreadable) for value in readings.values()):
        for row, value in enumerate(values):
            if isinstance(value, _Unreadable):
                values[row] = None
                if item.soft:
                    batch.odd.setdefault(row, []).append(f"{batch.heading(item.name)}: {as_text(cells[row])}")
                    continue
                batch.unreadable.add((row, item.name))
                batch.reject(row, f"{batch.heading(item.name)}: {value.reason}")
    return values


def _note_odd(batch: Batch, kind: ImportKind) -> None:
    """Put what soft fields couldn't read into the note of the row, and say so."""
    if not batch.odd:
        return
    notes = batch.columns[kind.note] = batch.column(kind.note)
    for row, texts in sorted(batch.odd.items()):
        notes[row] = "\n".join(filter(None, [notes[row], *texts]))
        batch.note(
            row, translate("importing", "{text}: niet begrepen, in de opmerking gezet").format(text="; ".join(texts))
        )


def _refuse_missing(batch: Batch, kind: ImportKind) -> None:
    for group in kind.required:
        present = [name for name in group if batch.has(name)]
        for row, values in enumerate(zip(*(batch.columns[name] for name in present), strict=True)):
            if values.count(None) < len(values) or any((row, name) in batch.unreadable for name in present):
                continue
            batch.reject(
                row,
                translate("importing", "{heading} ontbreekt").format(
                    heading=" / ".join(batch.heading(name) for name in present)
                ),
            )


def _refuse_wide(batch: Batch, rows: Iterable[Sequence[Cell]], width: int) -> None:
    for row, cells in enumerate(rows):
        if len(cells) > width and any(not is_blank(cell) for cell in cells[width:]):
            batch.reject(row, translate("importing", "heeft meer cellen dan er koppen zijn"))
