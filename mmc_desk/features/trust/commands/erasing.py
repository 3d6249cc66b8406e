"""`mmc-desk erase`: a person erased with four eyes, and again after a backup brought them back.

Who was erased is noted beside the database and with its backups, in numbers alone, and up to which day retention took
what is nobody's: a backup that is put back, on another machine even, is held against it.
"""

import argparse
import contextlib
import functools
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.core import backup, clock, paths
from mmc_desk.core.backup import words
from mmc_desk.core.backup.store import replaced
from mmc_desk.core.db import Database
from mmc_desk.core.errors import RuleError
from mmc_desk.core.formats import show_date, show_number
from mmc_desk.core.i18n import translate
from mmc_desk.core.model import AuditEntry
from mmc_desk.features.trust.commands.persons import person_called
from mmc_desk.features.trust.ops import erasing, retention
from mmc_desk.features.trust.printout.titles import destroyed_lines
from mmc_desk.features.trust.queries import privacy
from mmc_desk.features.trust.queries.erased import ERASED
from mmc_desk.features.trust.queries.trace import persons
from mmc_desk.features.trust.rules.erased import SUFFIX, Erased, Tidied, merged, read_list, write_list


def run_erase(database: Database, arguments: argparse.Namespace) -> int:
    """Ask for an erasure, approve one by its number, erase again after a restore, or show all. Raises RuleError."""
    if arguments.again:
        print(words.erased_again(erase_again(database)))
    elif arguments.approve is not None:
        approve(database, erasing.ApproveErasure(arguments.approve, arguments.by))
        if aside := told_aside(database):
            print(aside)
    elif arguments.person:
        person = person_called(database.read(persons), arguments.person)
        command = erasing.AskErasure(person.person_id, arguments.reason, arguments.by)
        database.write(functools.partial(erasing.ask_erasure, command=command), translate("trust", "Wissen gevraagd"))
    for row in database.read(privacy.erasures):
        print(f"{row.erasure_id}  {row.name}  {row.reason}  {row.asked_by}  {standing(row)}")
        for line in destroyed_lines(row.destroyed):
            print(f"    {line}")
    return 0


def standing(row: privacy.ErasureRow) -> str:
    """Return how an erasure stands, in words."""
    if row.done_at is None:
        return translate("trust", "wacht op goedkeuring")
    return translate("trust", "gewist op {day} door {name}").format(
        day=show_date(clock.local(row.done_at).date()), name=row.approved_by
    )


def approve(database: Database, command: erasing.ApproveErasure) -> None:
    """Erase, empty the log, and note beside the file who was erased: a backup still has them. Raises RuleError."""
    require_owner(database)
    label = translate("trust", "Persoon gewist")
    destroyed = database.write(functools.partial(erasing.approve_erasure, command=command), label).value
    database.forget(destroyed)
    note_erased(database)


def told_aside(database: Database) -> str:
    """Return what is to be said of databases that a restore put aside: whoever was erased since is in them still."""
    aside = replaced(backup.places_of(database))
    if not aside:
        return ""
    text = translate(
        "trust",
        "Naast de databank liggen er nog {count} die bij het terugzetten opzijgezet zijn: daarin kan de persoon nog "
        "staan. Verwijder ze zodra u ze niet meer nodig hebt.",
    )
    return text.format(count=show_number(len(aside)))


def require_owner(database: Database) -> None:
    """Raise RuleError for the role of a desk on a server: the trace is locked for it, and tables can't be rewritten."""
    if not database.url:
        return
    from mmc_desk.core import grants

    with database.engine.connect() as connection:
        if not grants.may_migrate(connection):
            raise RuleError(
                translate(
                    "trust",
                    "Op deze server kan enkel de eigenaar van de databank wissen. Vraag wie de server beheert, het met "
                    "mmc-desk te doen.",
                )
            )


def note_erased(database: Database, tidied: Tidied | None = None) -> None:
    """Note what was erased beside a file and with its backups, where those can be reached now.

    `tidied` is what a retention run took now; what earlier ones took stays noted. For a server's database it lies with
    this user's own data.
    """
    first = database.read(_first)
    known = Erased(first, database.read_prepared(ERASED).people, tidied or Tidied())
    before = _listed(database, None)._replace(people=frozenset())
    content = write_list(merged((known, before), first)).encode()
    where = backup.places_of(database)
    where.database.parent.mkdir(parents=True, exist_ok=True)
    paths.write_whole(list_of(where.database), content)
    for folder in (where.folder, where.second):
        if folder is not None and folder.is_dir():
            with contextlib.suppress(OSError):  # a share that is away gets it next time
                paths.write_whole(list_of(folder / where.database.name), content)


def list_of(database: Path) -> Path:
    """Return where the keys of the erased lie beside a database: numbers, nothing of a person."""
    return database.with_name(f"{database.name}{SUFFIX}")


def erase_again(database: Database, source: Path | None = None) -> int:
    """Erase anew what a backup that was put back brought back; return how many persons. For the same database alone.

    `source` is the backup that was put back: the list beside that one counts too.
    """
    access, database.access = database.access, None  # the house does it, whoever put the backup back
    try:
        gone, listed = database.read_prepared(ERASED), _listed(database, source)
        back = sorted(listed.people - gone.people)
        for person_id in back:
            label = translate("trust", "Persoon opnieuw gewist na terugzetten")
            database.write(functools.partial(erasing.erase_again, person_id=person_id), label)
        tables = _tidy_again(database, listed) if listed.has_run_since(gone) else ()
        if back or tables:
            database.forget({"audit_entry", *tables})
            note_erased(database)
    finally:
        database.access = access
    return len(back)


def _tidy_again(database: Database, listed: Erased) -> tuple[str, ...]:
    label = translate("retention", "Opnieuw opgeruimd na terugzetten")
    return database.write(functools.partial(retention.tidy_again, tidied=listed.tidied), label).value


def _listed(database: Database, source: Path | None) -> Erased:
    """Return what was erased of this database, by the lists that can be reached: beside it, and with its backups."""
    return merged((_read(path) for path in set(_lists(database, source))), database.read(_first))


def _lists(database: Database, source: Path | None) -> Iterator[Path]:
    where = backup.places_of(database)
    for folder in (where.database.parent, where.folder, where.second, source.parent if source else None):
        if folder is not None:
            with contextlib.suppress(OSError):  # a share that is away
                yield from folder.glob(f"*{SUFFIX}")


def _read(path: Path) -> Erased:
    try:
        return read_list(path.read_text(encoding="utf-8"))
    except OSError:  # it went, or a share did
        return read_list("")


def _first(session: Session) -> str:
    """Return the hash of the first entry of the trace: which database this is, whatever copy of it."""
    return session.scalars(select(AuditEntry.hash).order_by(AuditEntry.id).limit(1)).first() or "?"
