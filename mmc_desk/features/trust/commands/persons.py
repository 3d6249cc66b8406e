"""`mmc-desk trace NAME`, `mmc-desk person-file NAME -o FILE`: what the law lets one person ask."""

import argparse
import functools
from datetime import date, timedelta

from mmc_desk.core import clock
from mmc_desk.core.db import Database
from mmc_desk.core.errors import RuleError
from mmc_desk.core.formats import fold
from mmc_desk.core.i18n import translate
from mmc_desk.features.trust.printout import deed_name, show_instant, write_person_file, write_trace
from mmc_desk.features.trust.queries import privacy
from mmc_desk.features.trust.queries import trace as queries


def run_trace(database: Database, arguments: argparse.Namespace) -> int:
    """Print, or write to a file, who saw or changed a person. Raises RuleError when not exactly one bears the name."""
    person = person_called(database.read(queries.persons), arguments.person)
    last: date = arguments.last or clock.today()
    first: date = arguments.first or last - timedelta(days=90)
    question = queries.Question(person.person_id, first, last, leaving=True)
    rows = database.read(functools.partial(queries.trace, question=question))
    if arguments.output:
        write_trace(arguments.output, person.name, rows)
        return 0
    for row in rows:
        print(f"{show_instant(row)}  {row.actor}@{row.desk}  {deed_name(row.deed)}  {row.label}")
        for line in row.details:
            print(f"    {line}")
    return 0


def person_called(known: tuple[queries.PersonRow, ...], wanted: str) -> queries.PersonRow:
    """Return the one person with this name, or part of it. Raises RuleError for none or several."""
    words = fold(wanted).split()
    found = [row for row in known if all(word in fold(row.name) for word in words)]
    if len(found) != 1:
        text = translate("trust", "{count} personen heten “{name}”. Geef de volledige naam van één persoon.")
        raise RuleError(text.format(count=len(found), name=wanted))
    return found[0]


def run_person_file(database: Database, arguments: argparse.Namespace) -> int:
    """Write all that is held about a person, as PDF or JSON. Raises RuleError, FileError."""
    person = person_called(database.read(queries.persons), arguments.person)
    found = database.read(functools.partial(privacy.person_file, person_id=person.person_id))
    write_person_file(arguments.output, found)
    return 0
