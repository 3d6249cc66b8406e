"""`self-test`: whether this installation can do the desk's work, from call to backup."""

import argparse
import contextlib
import functools
import io
import tempfile
from collections.abc import Callable, Iterator
from datetime import date, time, timedelta
from pathlib import Path

from mmc_desk.cli import main
from mmc_desk.core import clock, migrate, paths
from mmc_desk.core.errors import DeskError, FileError
from mmc_desk.core.i18n import translate
from mmc_desk.features import load_features
from mmc_desk.features.people.ops import AddDriver, AddMember, AddressDetails, PersonDetails, add_driver, add_member
from mmc_desk.features.rides.ops.assigning import assign_driver
from mmc_desk.features.rides.ops.commands import AssignDriver, RequestRide
from mmc_desk.features.rides.ops.requesting import request_ride

_SHIPPED = (
    ("fonts", "DejaVuSans.ttf"),
    ("fonts", "DejaVuSans-Bold.ttf"),
    ("i18n", "en.ts"),
    ("styles", "desk.qss"),
)


def add_arguments(_parser: argparse.ArgumentParser) -> None:
    """Take no arguments; --db is left alone."""


def run(_target: str, _arguments: argparse.Namespace) -> int:
    """Print a line per step; 1 at the first that fails. Nothing outside of a temporary folder is touched."""
    with tempfile.TemporaryDirectory(prefix="mmc-desk-") as name:
        for title, step in _steps(Path(name)):
            try:
                step()
            except DeskError as error:
                print(f"✗ {title}: {error}")
                return 1
            print(f"✓ {title}")
    print(translate("self_test", "MMC Desk werkt."))
    return 0


def _steps(folder: Path) -> Iterator[tuple[str, Callable[[], None]]]:
    database, day = folder / "desk.db", clock.today() + timedelta(days=7)

    def verb(*arguments: str) -> Callable[[], None]:
        return functools.partial(_run_verb, database, *arguments)

    def paper(name: str, *arguments: str) -> Callable[[], None]:
        return functools.partial(_write, database, folder / name, *arguments)

    yield translate("self_test", "Meegeleverde bestanden"), check_shipped
    yield translate("self_test", "Nieuwe databank"), verb("init")
    yield translate("self_test", "Rit aannemen en toewijzen"), functools.partial(_take_a_call, database, day)
    yield translate("self_test", "Rittenlijst (PDF)"), paper("roster.pdf", "roster", day.isoformat())
    yield translate("self_test", "Kilometerstaat (PDF)"), paper("mileage.pdf", "mileage", str(day.year))
    for kind in ("pdf", "xlsx", "csv", "json"):
        title = translate("self_test", "Jaarcijfers ({kind})").format(kind=kind.upper())
        yield title, paper(f"report.{kind}", "report", str(day.year))
    yield translate("self_test", "Reservekopie"), verb("backup", str(folder / "copy.db"))
    yield translate("self_test", "Terugzetten"), verb("restore", str(folder / "copy.db"))
    yield translate("self_test", "Databank nakijken"), verb("check")


def check_shipped() -> None:
    """Raise FileError for the first file that should have come with the program and didn't."""
    icons = {page.icon for feature in load_features() for page in feature.pages}
    wanted = [
        *(paths.resource(*parts) for parts in _SHIPPED),
        *(paths.resource("icons", f"{icon}.svg") for icon in sorted(icons)),
        paths.database_files("seed", "official_km_rate.csv"),
        paths.database_files("migrations", "env.py"),
        paths.manual("index"),
    ]
    for path in wanted:
        if not path.is_file():
            raise FileError(translate("self_test", "{path} ontbreekt. Installeer MMC Desk opnieuw.").format(path=path))


def _run_verb(database: Path, *arguments: str) -> None:
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        code = main.run(["--db", str(database), *arguments])
    if code:
        raise FileError(said.getvalue().strip())


def _write(database: Path, path: Path, *arguments: str) -> None:
    _run_verb(database, *arguments, "-o", str(path))
    if not path.stat().st_size:
        raise FileError(translate("self_test", "{path} is leeg.").format(path=path))


def _take_a_call(path: Path, day: date) -> None:
    home = AddressDetails(street="Kerkstraat 1", postcode="3740", village="Bilzen")
    member, driver = PersonDetails("Peeters", "Maria"), PersonDetails("Claes", "Jos")
    with migrate.open_database(str(path)) as database:
        member_id = database.write(lambda session: add_member(session, AddMember(member, home))).value
        driver_id = database.write(lambda session: add_driver(session, AddDriver(driver, home))).value
        call = RequestRide(member_id, day, "Ziekenhuis", "Genk", appointment=time(10))
        ride_id = database.write(lambda session: request_ride(session, call)).value
        given = AssignDriver(ride_id, driver_id, agreed=True)
        database.write(lambda session: assign_driver(session, given))
