"""The verbs `mileage`, `settle`, `insurer` and `allowances`: reports on disk, a month frozen without a screen."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.core.db import Database
from mmc_desk.core.errors import RuleError
from mmc_desk.core.i18n import translate
from mmc_desk.features.mileage import ops, printout
from mmc_desk.features.mileage.printout import insurer, settlement_texts, texts
from mmc_desk.features.mileage.printout.files import write_allowances, write_papers
from mmc_desk.features.mileage.printout.transfer import write_transfer
from mmc_desk.features.mileage.queries import mileage_report
from mmc_desk.features.mileage.queries.allowances import allowance_year
from mmc_desk.features.mileage.queries.insurer import insurer_list
from mmc_desk.features.mileage.queries.rows import SettlementPaper
from mmc_desk.features.mileage.queries.settlements import driver_papers, month_papers
from mmc_desk.features.people.model import Driver
from mmc_desk.printing.files import PaperKind


def run_mileage(database: Database, arguments: argparse.Namespace) -> int:
    """Write the kilometre report in the kind its file name asks for; return 2 for a kind that isn't known."""
    path: Path = arguments.output
    if path.suffix.lower() not in printout.WRITERS:
        sys.stderr.write(
            translate("mileage", "{name}: kies een bestandsnaam die eindigt op .pdf, .xlsx, .csv of .json.").format(
                name=path.name
            )
            + "\n"
        )
        return 2
    report = database.read(lambda session: mileage_report(session, arguments.year, arguments.month))
    printout.write(path, report)
    lines = [
        *texts.warnings(report),
        translate("mileage", "{title} bewaard in {path}.").format(title=texts.title(report), path=path),
    ]
    sys.stdout.write("\n".join(lines) + "\n")
    return 0


def run_settle(database: Database, arguments: argparse.Namespace) -> int:
    """Settle a month, of one driver or of all who are complete, and write it: to sign, as CSV, or for the bank.

    Settled before, it is only written; an .xml is the payment file of all that is open. Returns 2 for a kind of file
    that isn't known. Raises RuleError where the month can't be settled.
    """
    path: Path | None = arguments.output
    if path is not None and path.suffix.lower() not in {*PaperKind, ".xml"}:
        return _refuse_kind(path, ".pdf, .csv, .xlsx, .xml")
    year, month = arguments.year, arguments.month
    driver_id = database.read(lambda session: _driver_id(session, arguments.driver))
    said = [_settle(database, ops.SettleMonth(year, month, driver_id), is_written=path is not None)]
    if path is not None and path.suffix.lower() == ".xml":
        label = translate("mileage", "Betaalbestand gemaakt")
        made = database.write(lambda session: ops.make_transfer_file(session, ops.MakeTransferFile()), label).value
        write_transfer(path, made.content)
    elif path is not None:
        write_papers(path, database.read(lambda session: _papers(session, year, month, driver_id)))
    if path is not None:
        said.append(translate("mileage", "Bewaard in {path}.").format(path=path))
    sys.stdout.write("\n".join(sentence for sentence in said if sentence) + "\n")
    return 0


def _settle(database: Database, command: ops.SettleMonth, *, is_written: bool) -> str:
    label = settlement_texts.month_title(command.year, command.month)
    try:
        settled = database.write(lambda session: ops.settle_month(session, command), label).value
    except RuleError:
        done = database.read(lambda session: _papers(session, command.year, command.month, command.driver_id))
        if is_written and done:
            return ""
        raise
    text = translate("mileage", "{title}: {drivers} chauffeurs, {rides} ritten afgerekend.")
    found = [text.format(title=label, drivers=settled.drivers, rides=settled.rides)]
    if settled.waiting:
        names = translate("mileage", "Wachten nog op een resultaat: {names}.")
        found.append(names.format(names=", ".join(settled.waiting)))
    return "\n".join(found)


def _papers(session: Session, year: int, month: int, driver_id: int | None) -> Sequence[SettlementPaper]:
    if driver_id is None:
        return month_papers(session, year, month)
    return [paper for paper in driver_papers(session, year, month, driver_id) if paper.part is not None]


def _driver_id(session: Session, code: str | None) -> int | None:
    if code is None:
        return None
    found = session.scalar(select(Driver.id).where(Driver.code == code))
    if found is None:
        raise RuleError(translate("mileage", "Er is geen chauffeur met code {code}.").format(code=code))
    return found


def _refuse_kind(path: Path, kinds: str) -> int:
    text = translate("mileage", "{name}: kies een bestandsnaam die eindigt op {kinds}.")
    sys.stderr.write(text.format(name=path.name, kinds=kinds) + "\n")
    return 2


def run_allowances(database: Database, arguments: argparse.Namespace) -> int:
    """Write the nominative list of a year's flat allowances; return 2 for a kind of file that isn't known."""
    path: Path = arguments.output
    if path.suffix.lower() not in set(PaperKind):
        return _refuse_kind(path, ".pdf, .csv, .xlsx")
    write_allowances(path, database.read(lambda session: allowance_year(session, arguments.year)))
    sys.stdout.write(translate("mileage", "Bewaard in {path}.").format(path=path) + "\n")
    return 0


def run_insurer(database: Database, arguments: argparse.Namespace) -> int:
    """Write the insurer's list of a policy year; return 2 for a kind of file that isn't known."""
    path: Path = arguments.output
    if path.suffix.lower() not in set(PaperKind):
        return _refuse_kind(path, ".pdf, .csv, .xlsx")
    insurer.write(path, database.read(lambda session: insurer_list(session, arguments.year, arguments.from_month)))
    sys.stdout.write(translate("mileage", "Bewaard in {path}.").format(path=path) + "\n")
    return 0
