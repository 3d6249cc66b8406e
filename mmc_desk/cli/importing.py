"""`import`: take over the office's own files, and say what became of every row."""

import argparse
import os
from pathlib import Path

from mmc_desk.cli import entering
from mmc_desk.core import db, migrate
from mmc_desk.core.db import Database
from mmc_desk.core.i18n import translate
from mmc_desk.core.importing import FileReport, import_files

_SHOWN = 10


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the files, a mapping, a place for rejected rows, and a dry run."""
    parser.add_argument(
        "files",
        nargs="+",
        type=Path,
        metavar=translate("cli", "BESTAND"),
        help=translate("cli", ".xlsx, .csv of een map ermee, in om het even welke volgorde"),
    )
    parser.add_argument(
        "--map", type=Path, metavar="MAP.toml", help=translate("cli", "zegt welke kolom wat is (docs/importeren.md)")
    )
    parser.add_argument(
        "--rejects",
        type=Path,
        metavar=translate("cli", "MAP"),
        help=translate("cli", "waar de afgewezen rijen komen; anders naast hun bestand"),
    )
    parser.add_argument("--dry-run", action="store_true", help=translate("cli", "alleen nakijken, niets bewaren"))


def run(target: str, arguments: argparse.Namespace) -> int:
    """Import into the database at `target`, made when it isn't there; return 1 when any row was not taken."""
    from mmc_desk.features import load_import_kinds

    kinds = load_import_kinds()
    with _opened(target) as database:
        reports = import_files(
            database,
            arguments.files,
            kinds,
            mapping=arguments.map,
            rejects=arguments.rejects,
            dry_run=arguments.dry_run,
        )
    for report in reports:
        _say(report)
    if arguments.dry_run:
        print(translate("cli", "Alleen nagekeken: er werd niets bewaard."))
    if not reports:
        print(translate("cli", "Er is niets in te lezen: geen .xlsx of .csv gevonden."))
    return 0 if reports and all(report.clean for report in reports) else 1


def _opened(target: str) -> Database:
    if db.is_url(target) or Path(target).exists() or os.path.islink(target):  # noqa: PTH114 - a dangling link too
        return entering.open_database(target)
    print(translate("cli", "Nieuwe databank: {name}").format(name=target))
    return migrate.create(target)


def _say(report: FileReport) -> None:
    print(report.line)
    for text in (*report.notes[:_SHOWN], *(report.problems if report.kind else ())):
        print(f"  {text}")
    for rejection in report.rejections[:_SHOWN]:
        where = f"{rejection.sheet}, " if report.path.suffix.lower().startswith(".xls") else ""
        print(
            translate("cli", "  afgewezen: {where}rij {row}: {reason}").format(
                where=where, row=rejection.number, reason=rejection.reason
            )
        )
    more = len(report.rejections) - _SHOWN
    if more > 0:
        print(translate("cli", "  … en nog {count}").format(count=more))
    if report.rejects:
        print(translate("cli", "  afgewezen rijen met hun reden: {path}").format(path=report.rejects))
