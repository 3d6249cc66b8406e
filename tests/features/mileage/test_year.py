"""A year of the practice town, settled: to the cent what domain.md §3 says, summed here without our rules."""

import csv
import functools
import shutil
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest
from sqlalchemy import text

from mmc_desk.core import clock, migrate
from mmc_desk.core.db import Database
from mmc_desk.core.paths import database_files
from mmc_desk.features.mileage import ops
from mmc_desk.features.mileage.checks import CHECKS
from mmc_desk.features.mileage.queries.settlements import year_statements
from tests.conftest import NOW

YEAR = 2019


@pytest.fixture(scope="module")
def town(practice_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    path = shutil.copyfile(practice_file, tmp_path_factory.mktemp("town") / "town.db")
    with clock.frozen(NOW), migrate.open_database(str(path)) as database:
        yield database


def rate_on(day: date, rates: list[tuple[date, Decimal]]) -> Decimal:
    return next(rate for start, rate in reversed(rates) if start <= day)


def expected(database: Database) -> dict[tuple[int, int], list[int]]:
    """Return (rides, metres, due, received) per driver and month: km × the rate of the day, parking, half cents up."""
    with database_files("seed", "official_km_rate.csv").open(encoding="utf-8-sig") as file:
        rates = [
            (date.fromisoformat(row["valid_from"]), Decimal(row["eur_per_km"]))
            for row in csv.DictReader(file, delimiter=";")
        ]
    query = text(
        "SELECT driver_id, ride_date, state, metres, parking, received, waives_payment "
        "FROM ride JOIN driver ON driver.id = ride.driver_id "
        "WHERE ride_date LIKE :year AND metres IS NOT NULL"
    )
    found: dict[tuple[int, int], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    with database.engine.connect() as connection:
        for driver, day, state, metres, parking, received, waives in connection.execute(query, {"year": f"{YEAR}-%"}):
            when = date.fromisoformat(day)
            euros = (Decimal(metres) / 1000 * rate_on(when, rates)).quantize(Decimal("0.01"), ROUND_HALF_UP)
            sums = found[driver, when.month]
            sums[0] += state in {"driven", "settled"}
            sums[1] += metres
            sums[2] += 0 if waives else int(euros * 100) + parking
            sums[3] += received or 0
    return found


def test_must_show_3_a_year_of_the_practice_town_to_the_cent(town: Database) -> None:
    wanted = expected(town)
    for month in range(1, 13):
        town.write(functools.partial(ops.settle_month, command=ops.SettleMonth(YEAR, month)), "Afrekening")
    found = town.read(lambda session: year_statements(session, YEAR))
    assert {
        (driver.driver_id, month.month): [
            month.totals.rides,
            month.totals.metres,
            month.totals.due,
            month.totals.received,
        ]
        for driver in found.drivers
        for month in driver.months
    } == wanted
    assert sum(driver.totals.rides for driver in found.drivers) == 2_983
    assert sum(driver.totals.metres for driver in found.drivers) == 101_658_000 + 195_000
    assert [breach for check in CHECKS for breach in town.read(check.find)] == []
    with town.engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM ride WHERE state = 'settled'")) == 2_983
