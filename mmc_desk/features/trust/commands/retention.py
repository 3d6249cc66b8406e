"""`mmc-desk retention`: what is older than its term, and destroying it with four eyes."""

import argparse
import functools
from pathlib import Path

from mmc_desk.core import clock
from mmc_desk.core.db import Database
from mmc_desk.core.formats import show_date, show_number
from mmc_desk.core.i18n import translate
from mmc_desk.features.trust.commands.erasing import note_erased, require_owner
from mmc_desk.features.trust.ops import retention as ops
from mmc_desk.features.trust.queries.retention import Retention, RunRow, retention
from mmc_desk.features.trust.rules.retention import Due, kind_name


def run_retention(database: Database, arguments: argparse.Namespace) -> int:
    """Show what is due; with `--apply` one asks for it to go, and another person approves. Raises RuleError, FileError.

    With `-o` the last run's destruction list is written.
    """
    if arguments.apply:
        _apply(database, arguments.by)
    found = database.read(functools.partial(retention, day=clock.today()))
    for one in found.due:
        print(due_line(one))
        for _, name in one.names:
            print(f"    {name}")
    for run in found.runs:
        print(f"{run.run_id}  {run.asked_by}  {standing(run)}")
    if arguments.output:
        _write(arguments.output, found)
    return 0


def _apply(database: Database, by: str) -> None:
    found = database.read(functools.partial(retention, day=clock.today()))
    waiting = [run for run in found.runs if run.done_at is None]
    if waiting:
        approve(database, ops.ApproveRetention(waiting[0].run_id, by))
        return
    command = ops.AskRetention(clock.today(), by)
    database.write(functools.partial(ops.ask_retention, command=command), translate("retention", "Opruimen gevraagd"))


def _write(path: Path, found: Retention) -> None:
    from mmc_desk.features.trust.printout.destruction import write_run

    done = [run for run in found.runs if run.done_at is not None]
    if done:
        write_run(path, done[0], found.desk, practice=found.practice)


def due_line(one: Due) -> str:
    """Return what is due of a kind, in one line."""
    text = translate("retention", "{kind}: {count} ({years} jaar, vóór {day})")
    day = show_date(one.before)
    return text.format(kind=kind_name(one.kind), count=show_number(one.total), years=one.years, day=day)


def standing(run: RunRow) -> str:
    """Return how a run stands, in words."""
    if run.done_at is None:
        return translate("retention", "wacht op goedkeuring")
    day = show_date(clock.local(run.done_at).date())
    return translate("retention", "opgeruimd op {day} door {name}").format(day=day, name=run.approved_by)


def approve(database: Database, command: ops.ApproveRetention) -> None:
    """Destroy what is due, empty the log, and note whom an older backup still has. Raises RuleError."""
    require_owner(database)
    label = translate("retention", "Opgeruimd wat voorbij de bewaartermijn is")
    destroyed = database.write(functools.partial(ops.approve_retention, command=command), label).value
    database.forget(destroyed.tables)
    note_erased(database, destroyed.tidied)
