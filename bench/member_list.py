"""The list of 100 000 members: how long it takes to read, filter and sort. Prints one line of JSON.

Usage: python bench/member_list.py [NUMBER]
"""

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeVar

from sqlalchemy import insert
from sqlalchemy.orm import Session

from mmc_desk.core import migrate
from mmc_desk.core.db import Database
from mmc_desk.features import load_models
from mmc_desk.features.people import queries
from mmc_desk.features.people.model import (
    Address,
    EligibilityCheck,
    IncomeResult,
    Member,
    Membership,
    Person,
    StreetAlias,
)
from mmc_desk.features.people.queries.members import list_query

T = TypeVar("T")
DAY = date(2026, 11, 23)
LAST_NAMES = ("Jans", "Claes", "Reynders", "Geladé", "Vandebosch", "Bijnens-Moesen", "Dirkx", "Thijs", "Vos", "Peeters")
FIRST_NAMES = ("Maria", "Jef", "Irma", "Paula", "José", "Christiane", "Hilda", "Pierre", "Lia", "Rosa", "Leon")
VILLAGES = ("Bilzen", "Hees", "Beverst", "Munsterbilzen", "Eigenbilzen", "Rijkhoven", "Mopertingen", "Schoonbeek")


def main() -> None:
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder, migrate.create(str(Path(folder) / "bench.db")) as database:
        database.write(lambda session: fill(session, number))
        rows, read = timed(lambda: database.read(lambda session: queries.member_list(session, DAY)))
        bare = timed(lambda: bare_read(database))[1]
        hits, search = timed(lambda: database.read(queries.search_hits))
    figures = {
        "members": len(rows),
        "hits": len(hits),
        "read_s": read,
        "bare_sql_s": bare,
        "ratio": round(read / bare, 2),
        "search_hits_s": search,
    }
    print(json.dumps({**figures, **table_times(rows)}))


def timed(work: Callable[[], T]) -> tuple[T, float]:
    """Return what `work` returns and the seconds it took."""
    start = time.perf_counter()
    value = work()
    return value, round(time.perf_counter() - start, 4)


def fill(session: Session, number: int) -> None:
    """Add `number` members, each with an address (one in ten moved), two years and an income check."""
    keys = range(1, number + 1)
    session.execute(insert(Person), [person(key) for key in keys])
    homes = [address(key, date(2015, 1, 1), 0) for key in keys]
    moves = [address(key, date(2024, 6, 1), 3) for key in keys if key % 10 == 0]
    session.execute(insert(Address), homes + moves)
    session.execute(
        insert(Member), [{"id": key, "person_id": key, "member_no": key, "since": date(2015, 1, 1)} for key in keys]
    )
    years = [(key, year) for key in keys for year in (2025, 2026)]
    session.execute(
        insert(Membership),
        [{"member_id": key, "year": year, "fee": 1200, "paid_on": date(year, 1, 9)} for key, year in years],
    )
    checks = [{"member_id": key, "checked_on": date(2026, 1, 9), "next_review": date(2027, 1, 9)} for key in keys]
    session.execute(insert(EligibilityCheck), [{**check, "result": IncomeResult.MEETS} for check in checks])
    session.add(StreetAlias(old_name="Kerkstraat", new_name="Sint-Jansstraat", village="Hees"))


def bare_read(database: Database) -> int:
    """Read the same rows by the same SQL with sqlite3 alone."""
    sql = str(list_query(DAY).compile(database.engine, compile_kwargs={"literal_binds": True}))
    raw = database.engine.raw_connection()
    return len(raw.cursor().execute(sql).fetchall())


def person(key: int) -> dict[str, object]:
    """Return a made-up person."""
    return {
        "id": key,
        "last_name": LAST_NAMES[key * 7 % len(LAST_NAMES)],
        "first_name": FIRST_NAMES[key * 3 % len(FIRST_NAMES)],
        "born_on": date(1925 + key % 60, 1 + key % 12, 1 + key % 28),
        "phone": f"+3289{key % 1_000_000:06d}",
        "mobile": f"+32473{key % 1_000_000:06d}",
    }


def address(key: int, from_day: date, shift: int) -> dict[str, object]:
    """Return a made-up address."""
    village = VILLAGES[(key + shift) % len(VILLAGES)]
    return {
        "person_id": key,
        "valid_from": from_day,
        "street": f"Kerkstraat {key % 300}",
        "postcode": "3740",
        "village": village,
    }


def table_times(rows: list[queries.MemberRow]) -> dict[str, float]:
    """Return the seconds that filling, filtering and sorting the table of the page take."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from mmc_desk.features.people.pages.members import member_table

    app = QApplication.instance() or QApplication([])
    model = member_table()
    times = {
        "show_s": timed(lambda: model.set_rows(rows))[1],
        "first_filter_s": timed(lambda: model.set_filter("g"))[1],
        "filter_s": timed(lambda: model.set_filter("gelade"))[1],
        "filter_two_words_s": timed(lambda: model.set_filter("gelade hees"))[1],
        "clear_filter_s": timed(lambda: model.set_filter(""))[1],
        "sort_name_s": timed(lambda: model.sort(1))[1],
    }
    del app
    return times


if __name__ == "__main__":
    load_models()
    main()
