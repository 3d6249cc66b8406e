"""`mmc-desk trace PERSON [--first DAY] [--last DAY] [-o FILE]`."""

import argparse
import functools
from datetime import date, timedelta

from mmc_desk.core import audit, clock
from mmc_desk.core.db import Database
from mmc_desk.core.errors import RuleError
from mmc_desk.core.formats import fold
from mmc_desk.core.i18n import translate
from mmc_desk.features.trust import queries
from mmc_desk.features.trust.printout import deed_name, show_instant, write_trace


def run_trace(database: Database, arguments: argparse.Namespace) -> int:
    """Print, or write to a file, who saw or changed a person. Raises RuleError when not exactly one bears the name."""
    person = _person(database.read(queries.persons), arguments.person)
    last: date = arguments.last or clock.today()
    first: date = arguments.first or last - timedelta(days=90)
    question = queries.Question(person.person_id, first, last, leaving=True)
    rows = database.read(functools.partial(queries.trace, question=question))
    if arguments.output:
        write_trace(arguments.output, person.name, rows)
        label = translate("trust", "Bewaard als bestand: {name}").format(name=arguments.output.name)
        database.write(functools.partial(audit.add_left, label=label, name=arguments.output.name))
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
