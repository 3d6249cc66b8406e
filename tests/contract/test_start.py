"""What the start of the program may load: bench/window.py measures it, these tests tell what made it slower."""

import importlib.util
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from mmc_desk.core.model import Base
from mmc_desk.features import FEATURE_NAMES

_START = """
import gc, json, sys
from mmc_desk.__main__ import load_window
app = load_window()
from mmc_desk.core import migrate, settings
chosen = settings.load()
application = app.application(chosen)
runner = app.make_runner(migrate.open_database(sys.argv[1]))
window = app.make_window(runner, chosen, remembers=False)
window.show()
runner.wait_idle(30_000)
loaded = list(sys.modules)
runner.database.write(lambda session: None)
from mmc_desk.core.model import Base
print(json.dumps([window.section.current.name, gc.isenabled(), loaded, list(Base.metadata.tables)]))
runner.close()
"""

LATER = (
    *(
        "sqlalchemy",
        "tomllib",
        "dateutil",
        "reportlab",
        "openpyxl",
        "alembic",
        "PySide6.QtNetwork",
        "PySide6.QtPrintSupport",
    ),
    *("mmc_desk.cli", "mmc_desk.core.tabular", "mmc_desk.core.importing", "mmc_desk.printing"),
    *("mmc_desk.ui.form", "mmc_desk.ui.fields", "mmc_desk.ui.preview", "mmc_desk.ui.table_model", "mmc_desk.ui.search"),
    *("mmc_desk.features.mail.model", "mmc_desk.features.meals.model", "mmc_desk.features.mileage.model"),
    *("mmc_desk.features.sessions.model", "mmc_desk.features.yearly.queries"),
    *("mmc_desk.features.people.ops", "mmc_desk.features.people.pages", "mmc_desk.features.people.queries"),
    *("mmc_desk.features.people.rules.driving", "mmc_desk.features.people.rules.memberships"),
    *(
        "mmc_desk.features.rides.ops",
        "mmc_desk.features.rides.pages.board",
        "mmc_desk.features.rides.pages.board_scene",
    ),
    *("mmc_desk.features.rides.rules.assignment", "mmc_desk.features.rides.rules.availability"),
    *("mmc_desk.features.rides.queries.board", "mmc_desk.features.rides.queries.drivers"),
)
"""What the page Vandaag has no use for: import it where it is used, or from the module that holds the name alone."""

WRITERS = [
    name
    for feature in FEATURE_NAMES
    for part in ("ops", "imports", "demo")
    if importlib.util.find_spec(name := f"mmc_desk.features.{feature}.{part}")
]
"""What writes without a window, each in a program that loaded nothing else of ours."""

_EVERY_KEY = """
import gc, json, sys, traceback
gc.disable()  # a hundred megabytes, and a quarter of the time
failures = {}
for writer in sys.argv[1:]:
    for name in [name for name in sys.modules if name.partition(".")[0] == "mmc_desk"]:
        del sys.modules[name]
    __import__(writer)
    from mmc_desk.core.model import Base
    try:
        for table in Base.metadata.tables.values():
            for key in table.foreign_keys:
                key.column
    except Exception:
        failures[writer] = traceback.format_exc()
print(json.dumps(failures))
"""


class Start(NamedTuple):
    """The page in front, whether Python collects garbage by itself, modules in their order, tables after a write."""

    page: str
    collects: bool
    modules: list[str]
    tables: list[str]


@pytest.fixture(scope="module")
def started(empty_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Start:
    home = str(tmp_path_factory.mktemp("home"))
    database = Path(home) / "start.db"
    database.write_bytes(empty_sqlite.read_bytes())
    answer = subprocess.run(
        [sys.executable, "-c", _START, str(database)],
        env=os.environ | {"MMC_DESK_HOME": home, "QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.PIPE,
        check=True,
    )
    return Start(*json.loads(answer.stdout))


def test_the_window_opens_with_vandaag_and_without_the_rest(started: Start) -> None:
    assert started.page == "today"
    assert not started.collects
    assert sorted(set(LATER) & set(started.modules)) == []
    models = [name for name in started.modules if re.search(r"features\.\w+\.model\.", name)]
    assert [name.rpartition(".")[2] for name in models] == ["kinds", "kinds"]


def test_the_first_write_knows_every_table(started: Start) -> None:
    # A flush follows foreign keys: to a table that no page loaded yet it would find no way.
    assert set(started.tables) == set(Base.metadata.tables)


def test_what_writes_brings_the_tables_its_own_point_to() -> None:
    answer = subprocess.run([sys.executable, "-c", _EVERY_KEY, *WRITERS], stdout=subprocess.PIPE, check=True)
    assert json.loads(answer.stdout) == {}
