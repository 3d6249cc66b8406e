"""What `make run` does on a machine without a screen: the desk's main job, with every result in out/."""

import os
import shutil
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from mmc_desk.cli import main
from mmc_desk.core import clock
from mmc_desk.core.feature import load
from mmc_desk.core.formats import show_long_date
from mmc_desk.core.i18n import translate

_SCREENSHOTS = "mmc_desk.app:screenshots"


def run(folder: Path) -> int:
    """Fill `folder` anew and say what lies where. Returns the exit code of the first job that failed, else 0."""
    print(
        translate("tour", "Geen scherm gevonden: MMC Desk werkt zonder venster. Alles komt in {folder}").format(
            folder=folder
        )
    )
    database = folder / "oefendata.db"
    _clear(folder, database)
    for title, arguments in _jobs(folder, clock.today()):
        if title:
            print(f"\n{title}")
        code = main.run(["--db", str(database), *arguments])
        if code:
            return code
    _take_screenshots(database, folder / "schermen")
    return 0


def _clear(folder: Path, database: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for suffix in ("", "-wal", "-shm"):
        Path(f"{database}{suffix}").unlink(missing_ok=True)
    shutil.rmtree(folder / "schermen", ignore_errors=True)


def _jobs(folder: Path, today: date) -> Iterator[tuple[str, list[str]]]:
    tomorrow, last_year = today + timedelta(days=1), str(today.year - 1)
    yield translate("tour", "Oefendatabank"), ["demo"]
    title = translate("tour", "Rittenlijsten van morgen, {day}").format(day=show_long_date(tomorrow))
    yield title, ["roster", tomorrow.isoformat(), "-o", str(folder / "rittenlijsten-morgen.pdf")]
    title = translate("tour", "Kilometerstaat van {year}").format(year=last_year)
    yield title, ["mileage", last_year, "-o", str(folder / f"kilometerstaat-{last_year}.pdf")]
    title = translate("tour", "Jaarcijfers van {year}").format(year=last_year)
    for kind in ("pdf", "xlsx", "json"):
        yield (
            title if kind == "pdf" else "",
            ["report", last_year, "-o", str(folder / f"jaarcijfers-{last_year}.{kind}")],
        )


def _take_screenshots(database: Path, folder: Path) -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ.setdefault("QT_LOGGING_RULES", "default.warning=false")  # it says per window what a real screen can
    print("\n" + translate("tour", "Een beeld van elke pagina"))
    for picture in load(_SCREENSHOTS)(str(database), folder):
        print(picture)


if __name__ == "__main__":
    sys.exit(run(Path("out").resolve()))
