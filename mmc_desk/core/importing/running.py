"""The import itself: files found, read, recognised, stored in one transaction, and told about."""

import contextlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from mmc_desk.core import clock, tabular
from mmc_desk.core.db import Database
from mmc_desk.core.errors import FileError
from mmc_desk.core.i18n import translate
from mmc_desk.core.importing import mapping as told
from mmc_desk.core.importing import rejects as rejected_rows
from mmc_desk.core.importing.cells import is_blank
from mmc_desk.core.importing.headings import check_words
from mmc_desk.core.importing.kinds import Batch, ImportKind, Outcome, Seen
from mmc_desk.core.importing.rejects import Rejection
from mmc_desk.core.importing.sheets import Table, UnrecognisedError, read_batch, tables_of


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of the rows of one file, as one kind. `problems` are sentences about what was not taken at all."""

    path: Path
    kind: str = ""
    read: int = 0
    counts: Mapping[Outcome, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    rejections: tuple[Rejection, ...] = ()
    rejects: Path | None = None

    def count(self, outcome: Outcome) -> int:
        """Return how many rows ended so."""
        return self.counts.get(outcome, 0)

    @property
    def clean(self) -> bool:
        """Whether every row was taken."""
        return not self.problems and not self.rejections

    @property
    def line(self) -> str:
        """The report in one line, as the command line prints it."""
        if not self.kind:
            return f"{self.path.name}: {'; '.join(self.problems)}"
        line = translate(
            "importing",
            "{file}: {kind}, {read} gelezen, {new} nieuw, {changed} gewijzigd, {unchanged} ongewijzigd, "
            "{rejected} afgewezen",
        ).format(
            file=self.path.name,
            kind=self.kind,
            read=self.read,
            new=self.count(Outcome.NEW),
            changed=self.count(Outcome.CHANGED),
            unchanged=self.count(Outcome.UNCHANGED),
            rejected=self.count(Outcome.REJECTED),
        )
        if twice := self.count(Outcome.DUPLICATE):
            line += translate("importing", ", {count} dubbel").format(count=twice)
        if skipped := self.count(Outcome.SKIPPED):
            line += translate("importing", ", {count} overgeslagen").format(count=skipped)
        return line


@dataclass(slots=True)
class _File:
    path: Path
    tables: list[Table] = field(default_factory=list)
    batches: dict[int, Batch] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


class _DryRunError(Exception):
    """Ends the transaction of a dry run."""


def import_files(
    database: Database,
    paths: Iterable[Path],
    kinds: Sequence[ImportKind],
    mapping: Path | None = None,
    rejects: Path | None = None,
    *,
    dry_run: bool = False,
) -> list[FileReport]:
    """Take over the office's files, in any order, and return what became of every row.

    Everything is one transaction: people are stored before what refers to them, and a failure stores nothing.
    Rejected rows are written beside their file or in the folder `rejects`. A dry run writes nothing at all, save
    the rejects a folder was named for. Raises FileError for an unreadable mapping or rejects that can't be kept,
    AccessDeniedError.
    """
    database.require("core.importing")
    sections = told.user_sections() + (told.load(mapping) if mapping else ())
    check_words(sections, kinds)
    files = [_read(path, kinds, sections, clock.today()) for path in _expanded(paths)]
    reports: list[FileReport] = []
    taken = {file.path.resolve() for file in files}

    def op(session: Session) -> list[FileReport]:
        _store(session, files)
        keep = rejects is not None or not dry_run
        reports.extend(report for file in files for report in _reports(file, rejects, taken, keep=keep))
        if dry_run:
            raise _DryRunError
        return reports

    if any(file.tables for file in files):
        if not dry_run:
            _back_up(database)
        with contextlib.suppress(_DryRunError):
            database.write(op, _label(files))
    else:
        reports.extend(report for file in files for report in _reports(file, rejects, taken, keep=False))
    return reports


# --- finding and reading


def _expanded(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield every file once, those of a folder and the folders in it in the order of their names.

    Rejected rows of earlier imports are left out there, and so is what is hidden.
    """
    listed = [found for path in paths for found in (_tables_in(path) if path.is_dir() else [path])]
    yield from {path.resolve(): path for path in listed}.values()


def _tables_in(folder: Path) -> Iterator[Path]:
    return (
        found
        for found in sorted(folder.rglob("*"))
        if found.suffix.lower() in tabular.TABLE_SUFFIXES
        and not any(part.startswith(("~$", ".")) for part in found.relative_to(folder).parts)
        and rejected_rows.MARK not in found.name
    )


def _read(path: Path, kinds: Sequence[ImportKind], sections: Sequence[told.Section], today: date) -> _File:
    file = _File(path)
    known = told.combined(sections, path.name)
    try:
        grids = tabular.read(path, encoding=known.encoding or None, separator=known.separator or None)
    except FileError as error:
        file.problems.append(str(error))
        return file
    strange: dict[str, list[str]] = defaultdict(list)
    tables = [grid for grid in grids if _is_table(grid)] or grids
    for grid in (grid for grid in tables if grid.rows):
        try:
            file.tables += tables_of(path, rejected_rows.without_reasons(grid), kinds, sections, today)
        except UnrecognisedError as error:
            if not grid.hidden:
                strange[str(error)].append(grid.name)
    file.problems += [
        f"{', '.join(names)}: {sentence}" if len(grids) > 1 else sentence for sentence, names in strange.items()
    ]
    if not file.tables and not file.problems:
        file.problems.append(translate("importing", "{path} bevat geen rijen.").format(path=path))
    return file


def _is_table(grid: tabular.Grid) -> bool:
    """Tell whether two cells of a sheet stand side by side: a page of explanation holds no records."""
    return any(sum(not is_blank(cell) for cell in row) > 1 for row in grid.rows)


# --- storing


def _store(session: Session, files: Sequence[_File]) -> None:
    """Store every sheet, those that others refer to first, whatever the order of the files."""
    seen: dict[tuple[int, str], Seen] = {}
    work = [
        (table.layout.kind.place, place, number, table)
        for place, file in enumerate(files)
        for number, table in enumerate(file.tables)
    ]
    for _, place, number, table in sorted(work, key=lambda item: item[:3]):
        kind = table.layout.kind
        batch = read_batch(table, seen.setdefault((-1 if kind.once else place, kind.name), {}))
        files[place].batches[number] = batch
        kind.store(session, batch)
        untold = [batch.numbers[row] for row in range(len(batch)) if row not in batch.outcomes]
        if untold:
            raise AssertionError(f"{kind.name}: rows without an outcome: {untold[:5]}")


def _back_up(database: Database) -> None:
    """Keep the present before an import goes over it; a database that holds nothing yet needs no copy."""
    if database.path is None or database.read(_is_empty):
        return
    from mmc_desk.core import backup

    backup.make(database, backup.Places(database.path), backup.Cause.IMPORT)


def _is_empty(session: Session) -> bool:
    from sqlalchemy import func, select

    from mmc_desk.core.model import AuditEntry

    return not session.scalar(select(func.count()).select_from(select(AuditEntry.id).limit(1).subquery()))


def _label(files: Sequence[_File]) -> str:
    names = [file.path.name for file in files if file.tables]
    label = translate("importing", "Import: {files}").format(files=", ".join(names))
    return label if len(label) <= 300 else f"{label[:299]}…"


# --- telling


def _reports(file: _File, folder: Path | None, taken: set[Path], *, keep: bool) -> Iterator[FileReport]:
    """Yield a report per kind in the file; its rejected rows are written once, into one file that joins `taken`."""
    if not file.tables:
        yield FileReport(file.path, problems=tuple(file.problems))
        return
    refused = {number: rejected_rows.rejections(file.tables[number], batch) for number, batch in file.batches.items()}
    sheets = [(file.tables[number], refused[number]) for number in sorted(refused) if refused[number]]
    kept = rejected_rows.write(sheets, folder, taken) if sheets and keep else None
    taken |= {kept.resolve()} if kept else set()
    problems = tuple(file.problems)
    for kind in dict.fromkeys(table.layout.kind.name for table in file.tables):
        numbers = [number for number, table in enumerate(file.tables) if table.layout.kind.name == kind]
        batches = [file.batches[number] for number in numbers]
        reasons = tuple(reason for number in numbers for reason in refused[number])
        yield FileReport(
            path=file.path,
            kind=kind,
            read=sum(len(batch) + len(batch.skipped) for batch in batches),
            counts=sum(map(_counted, batches), Counter()),
            notes=tuple(note for number in numbers for note in _notes(file, number)),
            problems=problems,
            rejections=reasons,
            rejects=kept if reasons else None,
        )
        problems = ()


def _counted(batch: Batch) -> Counter[Outcome]:
    return Counter(batch.outcomes.values()) + Counter({Outcome.SKIPPED: len(batch.skipped)})


def _notes(file: _File, number: int) -> Iterator[str]:
    table = file.tables[number]
    prefix = f"{table.grid.name}: " if len({id(table.source) for table in file.tables}) > 1 else ""
    for heading, meant in table.guessed:
        yield prefix + translate("importing", "kolom “{heading}” gelezen als {meant}").format(
            heading=heading, meant=meant
        )
    if table.carried:
        yield prefix + translate("importing", "kolom “{heading}”: leeg is zoals de rij erboven").format(
            heading=table.carried
        )
    if unused := table.unused:
        yield prefix + translate("importing", "kolommen niet gebruikt: {columns}").format(columns=", ".join(unused))
    if skipped := file.batches[number].skipped:
        yield prefix + translate("importing", "overgeslagen, want een totaal en geen rij: {rows}").format(
            rows=", ".join(translate("importing", "rij {row}").format(row=row) for row in skipped)
        )
    yield from (prefix + note for note in file.batches[number].notes)
