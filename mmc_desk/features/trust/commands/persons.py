"""`mmc-desk trace NAME`, `mmc-desk person-file NAME -o FILE`, `mmc-desk erase`: what the law asks about one person."""

import argparse
import functools
import json
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.core import audit, clock
from mmc_desk.core.db import Database
from mmc_desk.core.errors import RuleError
from mmc_desk.core.formats import fold, show_date
from mmc_desk.core.i18n import translate
from mmc_desk.core.model import AuditEntry
from mmc_desk.features.trust.ops import erasing
from mmc_desk.features.trust.printout import deed_name, show_instant, write_person_file, write_trace
from mmc_desk.features.trust.queries import privacy
from mmc_desk.features.trust.queries import trace as queries


def run_trace(database: Database, arguments: argparse.Namespace) -> int:
    """Print, or write to a file, who saw or changed a person. Raises RuleError when not exactly one bears the name."""
    person = _person(database.read(queries.persons), arguments.person)
    last: date = arguments.last or clock.today()
    first: date = arguments.first or last - timedelta(days=90)
    question = queries.Question(person.person_id, first, last, leaving=True)
    rows = database.read(functools.partial(queries.trace, question=question))
    if arguments.output:
        write_trace(arguments.output, person.name, rows)
        _note_left(database, arguments.output)
        return 0
    for row in rows:
        print(f"{show_instant(row)}  {row.actor}@{row.desk}  {deed_name(row.deed)}  {row.label}")
        for line in row.details:
            print(f"    {line}")
    return 0


def _person(known: tuple[queries.PersonRow, ...], wanted: str) -> queries.PersonRow:
    words = fold(wanted).split()
    found = [row for row in known if all(word in fold(row.name) for word in words)]
    if len(found) != 1:
        text = translate("trust", "{count} personen heten “{name}”. Geef de volledige naam van één persoon.")
        raise RuleError(text.format(count=len(found), name=wanted))
    return found[0]


def run_person_file(database: Database, arguments: argparse.Namespace) -> int:
    """Write all that is held about a person, as PDF or JSON. Raises RuleError, FileError."""
    person = _person(database.read(queries.persons), arguments.person)
    found = database.read(functools.partial(privacy.person_file, person_id=person.person_id))
    write_person_file(arguments.output, found)
    _note_left(database, arguments.output)
    return 0


def _note_left(database: Database, path: Path) -> None:
    label = translate("trust", "Bewaard als bestand: {name}").format(name=path.name)
    database.write(functools.partial(audit.add_left, label=label, name=path.name))


# --- Erasing


def run_erase(database: Database, arguments: argparse.Namespace) -> int:
    """Ask for an erasure, approve one by its number, or show them all. Raises RuleError."""
    if arguments.approve is not None:
        approve(database, erasing.ApproveErasure(arguments.approve, arguments.by))
    elif arguments.person:
        person = _person(database.read(queries.persons), arguments.person)
        command = erasing.AskErasure(person.person_id, arguments.reason, arguments.by)
        database.write(functools.partial(erasing.ask_erasure, command=command), translate("trust", "Wissen gevraagd"))
    for row in database.read(privacy.erasures):
        print(f"{row.erasure_id}  {row.name}  {row.reason}  {row.asked_by}  {standing(row)}")
        for name, count in row.destroyed:
            print(f"    {name}: {count}")
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
    label = translate("trust", "Persoon gewist")
    destroyed = database.write(functools.partial(erasing.approve_erasure, command=command), label).value
    database.forget(destroyed)
    if database.path is not None:
        path = list_of(database.path)
        known = [row.person_id for row in database.read(privacy.erasures) if row.done_at is not None]
        path.write_text(json.dumps({"first": database.read(_first), "erased": known}), encoding="utf-8")


def list_of(database: Path) -> Path:
    """Return where the keys of the erased lie beside a database: numbers, nothing of a person."""
    return database.with_name(f"{database.name}.gewist.json")


def erase_again(database: Database) -> int:
    """Erase anew whom a backup that was put back brought back; return how many. For the same database alone."""
    if database.path is None or not list_of(database.path).is_file():
        return 0
    told = json.loads(list_of(database.path).read_text(encoding="utf-8"))
    if told["first"] != database.read(_first):
        return 0
    gone = {row.person_id for row in database.read(privacy.erasures) if row.done_at is not None}
    back = [person_id for person_id in told["erased"] if person_id not in gone]
    for person_id in back:
        label = translate("trust", "Persoon opnieuw gewist na terugzetten")
        database.write(functools.partial(erasing.erase_again, person_id=person_id), label)
    if back:
        database.forget()
    return len(back)


def _first(session: Session) -> str:
    """Return the hash of the first entry of the trace: which database this is, whatever copy of it."""
    return session.scalars(select(AuditEntry.hash).order_by(AuditEntry.id).limit(1)).first() or ""
