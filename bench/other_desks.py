"""What one desk saves on the screen of another: two real programs on one PostgreSQL, from the commit to the list.

The other desk has the members open and a form half filled in, which must be as it was at the end. Prints one line of
JSON; the code is 1 when it takes longer than a second. `python bench/other_desks.py [--saves 100]`
"""

import argparse
import json
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from mmc_desk.core import db
from mmc_desk.features import load_models
from mmc_desk.features.people.model import Member, Person

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.faults.server import own_server

LIMIT_MS = 1_000.0
_MEMBERS = 450
_OTHER = """
import os, sys, time
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
from PySide6.QtTest import QTest
from mmc_desk import app
from mmc_desk.core import migrate
from mmc_desk.core.settings import Settings
from mmc_desk.ui.fields import TextField
from mmc_desk.ui.form import Form, FormDialog
application = app.application(Settings())
runner = app.make_runner(migrate.open_database(sys.argv[1]))
window = app.make_window(runner, Settings(), remembers=False)
window.show()
window.open_page("members")
runner.wait_idle(30_000)
background = app.Background(runner, (), window)
background.start()
model = window.page.table.rows_model
form, field = Form(), TextField()
form.add("&Naam", field)
dialog = FormDialog("Persoon", form, "Opslaan", window)
dialog.show()
QTest.keyClicks(field, "half ingevuld")
seen = set()
def look():
    now = time.monotonic()
    for row in model.rows:
        if row.last_name.startswith("Nieuw ") and row.last_name not in seen:
            seen.add(row.last_name)
            print(row.last_name, now, flush=True)
    if len(seen) == int(sys.argv[2]):
        print("form", field.text() == "half ingevuld" and dialog.isVisible(), flush=True)
        os._exit(0)
model.modelReset.connect(look)
print("ready", flush=True)
application.exec()
"""


def main() -> int:
    """Measure, and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--saves", type=int, default=100)
    saves = parser.parse_args().saves
    load_models()
    with own_server() as url, db.connect(url) as desk:
        add(desk, *(f"Lid {number}" for number in range(_MEMBERS)))
        line = measure(desk, saves)
    sys.stdout.write(f"{json.dumps(line)}\n")
    return int(line["largest_ms"] > LIMIT_MS or not line["form_kept"])


def measure(desk: db.Database, saves: int) -> dict[str, Any]:
    """Save so many members here, and let the other program say when each stood on its screen."""
    command = [sys.executable, "-c", _OTHER, desk.url, str(saves)]
    took: list[float] = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as other:
        assert other.stdout is not None  # noqa: S101 - narrows the type: it is a pipe
        other.stdout.readline()
        time.sleep(1)  # the listener is there; nothing is being measured yet
        for number in range(saves):
            add(desk, f"Nieuw {number}")
            saved = time.monotonic()
            took.append((float(other.stdout.readline().split()[-1]) - saved) * 1000)
        form = other.stdout.readline().split()
    return {
        "what": "from a commit to another desk's screen",
        "saves": saves,
        "median_ms": round(statistics.median(took), 1),
        "largest_ms": round(max(took), 1),
        "limit_ms": LIMIT_MS,
        "form_kept": form == ["form", "True"],
    }


def add(desk: db.Database, *names: str) -> None:
    """Save members."""

    def op(session: Session) -> None:
        for name in names:
            person = Person(last_name=name)
            session.add(person)
            session.flush()
            session.add(Member(person_id=person.id, member_no=person.id))

    desk.write(op, "Lid erbij")


if __name__ == "__main__":
    sys.exit(main())
