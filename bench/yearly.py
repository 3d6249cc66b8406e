"""The page Cijfers over ten years with 10⁴, 10⁵ and 10⁶ rides: complete from cold, the records behind every number.

Each size in a fresh process, as a desk opens it: the window's worker has loaded its library by then, no more. Then the
report against the raw SQL it needs. Prints one line of JSON; `python bench/yearly.py DATABASE` measures one file.
"""

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from bench.million import RIDES, rides_over_ten_years
from bench.window import as_on_a_desk

SIZES = (10_000, 100_000, RIDES)
NOW = datetime(2025, 12, 31, 9, tzinfo=UTC)
YEAR = NOW.year
PAGE = 500
TURNS = 3


def milliseconds(run: Callable[[], object]) -> float:
    """Return how long a run takes by the clock."""
    started = time.perf_counter()
    run()
    return round(1000 * (time.perf_counter() - started), 1)


def one_database(path: str) -> dict[str, Any]:
    """Open the page on a file from cold, then once more; then the records of every number of the year.

    Of a column of a breakdown the slowest cell counts.
    """
    from mmc_desk.app import application, make_runner
    from mmc_desk.core import clock, migrate
    from mmc_desk.core.settings import Settings

    application(Settings())
    runner = make_runner(migrate.open_database(path))
    runner.warm_up()
    runner.wait_idle(60_000)
    with clock.frozen(NOW):
        used = time.process_time()
        cold = milliseconds(lambda: open_page(runner))
        busy = round(1000 * (time.process_time() - used), 1)
        warm = milliseconds(lambda: open_page(runner))
    drilled: dict[str, float] = {}
    for name, spot in spots(runner.database):
        drilled[name] = max(drilled.get(name, 0), drill(runner.database, spot))
    over = milliseconds(lambda: over_years(runner.database))
    runner.close()
    slowest = max(drilled, key=lambda name: drilled[name])
    return {
        "cold_ms": cold,
        "cold_processor_ms": busy,
        "warm_ms": warm,
        "all_years_ms": over,
        "figures_and_columns": len(drilled),
        "drill_median_ms": round(statistics.median(drilled.values()), 1),
        "drill_max_ms": drilled[slowest],
        "slowest": slowest,
    }


def open_page(runner: Any) -> None:  # noqa: ANN401 - what Qt loads is imported in the process that is measured
    """Open the page Cijfers and wait until everything on it stands there."""
    from mmc_desk.features.yearly.pages.report import YearlyPage

    page = YearlyPage(runner)
    page.resize(1366, 768)
    page.show()
    runner.wait_idle(120_000)
    page.grab()
    page.close()


def over_years(database: Any) -> None:  # noqa: ANN401 - see open_page
    """Read every figure of all ten years, as the chart over the years does when it is chosen."""
    from mmc_desk.features import load_features
    from mmc_desk.features.yearly.queries.comparison import figures_over_years

    database.read(lambda session: figures_over_years(session, load_features()))


def spots(database: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 - see open_page
    """Yield every figure and every cell of the year with a name."""
    from mmc_desk.features import load_features
    from mmc_desk.features.yearly.queries.drilldown import Spot
    from mmc_desk.features.yearly.queries.report import yearly_report

    report = database.read(lambda session: yearly_report(session, YEAR, load_features()))
    for line in report.lines:
        yield line.name, Spot(line.name, YEAR)
    for table in report.tables:
        for key in table.keys:
            for column in table.columns[1:]:
                yield f"{table.name}.{column}", Spot(table.name, YEAR, column, key)


def drill(database: Any, spot: Any) -> float:  # noqa: ANN401 - see open_page
    """Return the milliseconds of the first page of records behind a number, the best of some turns."""
    from mmc_desk.features import load_features
    from mmc_desk.features.yearly.queries.drilldown import open_records, records_behind

    records = records_behind(load_features(), spot)
    assert records is not None  # noqa: S101 - every number has its records
    return min(
        milliseconds(lambda: database.read(lambda session: open_records(session, records, PAGE))) for _ in range(TURNS)
    )


def once(path: Path) -> dict[str, Any]:
    """Measure one file in a fresh process."""
    command = [sys.executable, __file__, str(path)]
    found = subprocess.run(command, check=True, capture_output=True, env=as_on_a_desk())
    measured: dict[str, Any] = json.loads(found.stdout)
    return measured


def main() -> None:
    """Measure every size in a process of its own and print one line of JSON."""
    if len(sys.argv) > 1:
        print(json.dumps(one_database(sys.argv[1])))
        return
    from bench.report import measured

    once(rides_over_ten_years(SIZES[0]))  # what a program's first start compiles is kept
    found: dict[str, Any] = {"what": f"Cijfers {YEAR} beside {YEAR - 1}"}
    for rides in SIZES:
        path = rides_over_ten_years(rides)
        command = [sys.executable, __file__, str(path)]
        found[str(rides)] = json.loads(
            subprocess.run(command, check=True, capture_output=True, env=as_on_a_desk()).stdout
        )
        found[str(rides)]["report"] = measured(path, rides)
    found["limits"] = {"cold_ms": 1000, "drill_max_ms": 150, "report_ratio": 1.5}
    print(json.dumps(found))


if __name__ == "__main__":
    main()
