"""Every page of the window over a province: the practice town's people and rides sixty times over.

That is about 35 000 persons, 29 000 members, 1 700 drivers and 800 000 rides. Prints one line of JSON: by page the
seconds until it stood on screen, and the longest time the window didn't answer meanwhile.
`python bench/province.py [TIMES]`
"""

import json
import os
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from mmc_desk.cli import demo

_TIMES = 60
_APART = 1_000_000
"""Between the keys of one town and those of the next."""

_ROOTS = frozenset({"person", "ride"})
_ONE_FOR_ALL = ("audit", "account", "wheels_", "meal_", "mailed_")
"""Tables of which a province has no more than a town: its meals and sessions are in eight villages."""

_BLANK_MS = 60
_WARM_UP_MS = 3_000


@dataclass(frozen=True)
class Table:
    """A table to copy: its columns with their declared types, and which of them refer to another one."""

    name: str
    columns: Mapping[str, str]
    refers: Mapping[str, str]
    distinct: frozenset[str]


def main() -> None:
    times = int(sys.argv[1]) if len(sys.argv) > 1 else _TIMES
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "province.db"
        demo.make_practice(str(path))
        rides = multiply(path, times)
        print(json.dumps({"rides": rides, "pages": open_pages(path)}))


def multiply(path: Path, times: int) -> int:
    """Copy everything that hangs on a person or a ride, and return how many rides there are then."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA foreign_keys=OFF")
    guards = connection.execute("SELECT name, sql FROM sqlite_master WHERE type='trigger'").fetchall()
    for name, _ in guards:
        connection.execute(f'DROP TRIGGER "{name}"')
    tables = list(_to_copy(connection))
    names = {table.name for table in tables}
    for town in range(1, times):
        for table in tables:
            connection.execute(_copying(table, names, town))
    for _, statement in guards:
        connection.execute(statement)
    connection.execute("ANALYZE")
    connection.commit()
    [(rides,)] = connection.execute("SELECT count(*) FROM ride").fetchall()
    connection.close()
    return int(rides)


def _to_copy(connection: sqlite3.Connection) -> Iterator[Table]:
    found = connection.execute("SELECT name FROM sqlite_master WHERE type='table' AND name NOT LIKE 'sqlite_%'")
    tables = {name: _table(connection, name) for (name,) in found.fetchall()}
    names = set(_ROOTS)
    while more := {
        name
        for name, table in tables.items()
        if name not in names and names & set(table.refers.values()) and not any(part in name for part in _ONE_FOR_ALL)
    }:
        names |= more
    yield from (tables[name] for name in sorted(names))


def _table(connection: sqlite3.Connection, name: str) -> Table:
    columns = {row[1]: row[2] for row in connection.execute(f'PRAGMA table_info("{name}")')}
    refers = {row[3]: row[2] for row in connection.execute(f'PRAGMA foreign_key_list("{name}")')}
    distinct: set[str] = set()
    for index in connection.execute(f'PRAGMA index_list("{name}")').fetchall():
        held = [row[2] for row in connection.execute(f'PRAGMA index_info("{index[1]}")')]
        if index[2] and not {*held} & {*refers}:
            distinct.add(held[-1])
    return Table(name, columns, refers, frozenset(distinct))


def _copying(table: Table, copied: set[str], town: int) -> str:
    columns = ", ".join(f'"{name}"' for name in table.columns)
    values = ", ".join(_value(table, name, copied, town) for name in table.columns)
    return (
        f'INSERT INTO "{table.name}" ({columns}) SELECT {values} FROM "{table.name}" WHERE "{_key(table)}" < {_APART}'
    )


def _key(table: Table) -> str:
    return "id" if "id" in table.columns else next(iter(table.refers))


def _value(table: Table, name: str, copied: set[str], town: int) -> str:
    if name == "id" or table.refers.get(name) in copied:
        return f'"{name}" + {town * _APART}'
    if name not in table.distinct:
        return f'"{name}"'
    if name == "reference":
        return "NULL" if table.name == "membership" else f"\"{name}\" || '-{town}'"
    is_text = "CHAR" in table.columns[name] or "TEXT" in table.columns[name]
    return f"\"{name}\" || '-{town}'" if is_text else f'"{name}" + {town * _APART}'


def open_pages(path: Path) -> dict[str, dict[str, float]]:
    """Open every page once, as a person does who began a few seconds ago."""
    from PySide6.QtCore import QEventLoop, QTimer

    from mmc_desk import app
    from mmc_desk.core.migrate import open_database
    from mmc_desk.core.settings import Settings

    def pause(milliseconds: int) -> None:
        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()
        runner.wait_idle(120_000)

    settings = Settings()
    qt = app.application(settings)
    runner = app.make_runner(open_database(str(path)))
    window = app.make_window(runner, settings, remembers=False)
    window.resize(1366, 768)
    window.show()
    runner.warm_up()
    pause(_WARM_UP_MS)
    beat = Heartbeat()
    found = {}
    for name in window.page_names():
        beat.longest, start = 0.0, time.perf_counter()
        window.open_page(name)
        runner.wait_idle(120_000)
        seconds = time.perf_counter() - start
        pause(_BLANK_MS)
        found[name] = {"seconds": round(seconds, 2), "longest_gap_ms": round(beat.longest * 1000)}
    window.close()
    runner.close()
    qt.processEvents()
    return found


class Heartbeat:
    """Notes the longest time between two turns of the event loop, in seconds."""

    def __init__(self) -> None:
        from PySide6.QtCore import QTimer

        self.longest = 0.0
        self._last = time.perf_counter()
        self._timer = QTimer(interval=2)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def _tick(self) -> None:
        now = time.perf_counter()
        self.longest, self._last = max(self.longest, now - self._last), now


if __name__ == "__main__":
    main()
