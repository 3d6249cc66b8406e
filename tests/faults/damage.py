"""R3: databases and backups damaged at random; what is found, by whom, and whether anything crashes or opens as new.

`python -m tests.faults.damage [--n 500] [--seed 1]` prints a line of JSON per kind of damage and ends with 1 when
something crashed, was opened as new, or a damaged backup passed its test.
"""

import argparse
import hashlib
import json
import random
import shutil
import sqlite3
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from mmc_desk.core import backup, check, cipher, db, keys, migrate
from mmc_desk.core.backup import Cause, Kept
from mmc_desk.core.errors import DeskError
from mmc_desk.features.people.model import Address, Member, Person

Spoil = Callable[[Path, random.Random], None]
PAGE = 4096


def flip(bits: int) -> Spoil:
    """Return what turns so many bits over."""

    def spoil(path: Path, dice: random.Random) -> None:
        content = bytearray(path.read_bytes())
        for _ in range(bits):
            content[dice.randrange(len(content))] ^= 1 << dice.randrange(8)
        path.write_bytes(content)

    return spoil


def truncate(path: Path, dice: random.Random) -> None:
    """Cut the end off."""
    with path.open("r+b") as file:
        file.truncate(dice.randrange(1, path.stat().st_size))


def zero_fill(path: Path, dice: random.Random) -> None:
    """Fill up to eight pages with zeros, as a disk does that lost power."""
    content = bytearray(path.read_bytes())
    start = dice.randrange(len(content) // PAGE) * PAGE
    length = min(PAGE * dice.randint(1, 8), len(content) - start)
    content[start : start + length] = bytes(length)
    path.write_bytes(content)


def zero_bytes(path: Path, _dice: random.Random) -> None:
    """Leave nothing."""
    path.write_bytes(b"")


def swapped_log(path: Path, dice: random.Random) -> None:
    """Put the write-ahead log of another desk's database beside it."""
    shutil.copyfile(dice.choice(sorted(path.parent.glob("*.log"))), path.with_name(f"{path.name}-wal"))


KINDS: dict[str, Spoil] = {
    "1 bit": flip(1),
    "20 bits": flip(20),
    "truncation": truncate,
    "zero-fill": zero_fill,
    "0 byte": zero_bytes,
    "swapped WAL": swapped_log,
}


def people(number: int, mark: str, first_no: int = 1000) -> db.Op[None]:
    """Return the op that adds so many members."""

    def op(session: Session) -> None:
        for place in range(number):
            person = Person(last_name=f"{mark}{place}", first_name="An")
            session.add(person)
            session.flush()
            home = {"street": f"{mark}straat {place}", "postcode": "3740", "village": "Bilzen"}
            session.add(Address(person_id=person.id, valid_from=date(2015, 1, 1), **home))
            session.add(Member(person_id=person.id, member_no=first_no + place, since=date(2015, 1, 1)))

    return op


def prepare(folder: Path, logs: int = 5) -> Path:
    """Make a small desk, and the logs of other desks' databases."""
    whole = folder / "whole.db"
    with migrate.create(str(whole)) as database:
        database.write(people(60, "Peeters"))
    for number in range(logs):
        other = folder / f"other{number}.db"
        with migrate.create(str(other)) as database:
            database.write(people(5 * number + 5, "Ander"))
            with database.bare() as connection:
                connection.execute("PRAGMA wal_checkpoint(RESTART)")
            database.write(_rename)
            shutil.copyfile(f"{other}-wal", folder / f"other{number}.log")
    return whole


def _rename(session: Session) -> None:
    for person in session.query(Person).limit(20):
        person.last_name = "Gewijzigd"


def everything_in(connection: sqlite3.Connection) -> str:
    """Return a digest of every row of a database, to the last letter."""
    digest = hashlib.sha256()
    connection.text_factory = lambda content: content.decode("utf-8", "surrogateescape")
    for line in connection.iterdump():
        digest.update(line.encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def outcome_of_database(path: Path, whole: str) -> str:
    """Open a database as the desk does, check it, and say who found the damage; what else it is, is a crash."""
    try:
        database = migrate.open_database(str(path))
    except DeskError:
        return "opening"
    with database:
        if _check_finds(database):
            return "check"
        with database.bare() as connection:
            found, rows = everything_in(connection), connection.execute("SELECT count(*) FROM person").fetchone()[0]
    return "opened as new" if not rows else "harmless" if found == whole else "unseen"


def _check_finds(database: db.Database) -> bool:
    try:
        return any(finding.breaches for finding in check.inspect_database(database, ()))
    except DeskError:
        return True


def trials(whole: Path, kind: str, number: int, dice: random.Random) -> Counter[str]:
    """Damage a database so many times; count who found it."""
    counted = Counter[str]()
    with closing(sqlite3.connect(whole)) as connection:
        contents = everything_in(connection)
    for _ in range(number):
        path = whole.with_name("desk.db")
        shutil.copyfile(whole, path)
        KINDS[kind](path, dice)
        try:
            counted[outcome_of_database(path, contents)] += 1
        except Exception as error:  # noqa: BLE001 - what isn't a sentence for a person is what is counted here
            counted[f"crash {type(error).__name__}"] += 1
        for leftover in (path, *db.companions(path)):
            leftover.unlink(missing_ok=True)
    return counted


def encrypted_trials(whole: Path, kind: str, number: int, dice: random.Random) -> int:
    """Damage an encrypted database so many times; count how often opening or checking it finds that."""
    path, locked, found = whole.with_name("desk.db"), whole.with_name("locked.db"), 0
    key = keys.generate()
    cipher.encrypt(whole, locked, key)
    with keys.held(key):
        for _ in range(number):
            shutil.copyfile(locked, path)
            KINDS[kind](path, dice)
            found += _is_found_encrypted(path)
            for leftover in (path, *db.companions(path)):
                leftover.unlink(missing_ok=True)
    locked.unlink()
    return found


def _is_found_encrypted(path: Path) -> bool:
    try:
        database = migrate.open_database(str(path))
    except DeskError:
        return True
    with database:
        return _check_finds(database)


def backup_trials(whole: Path, kind: str, number: int, dice: random.Random) -> int:
    """Damage a backup so many times; count how often its test finds it."""
    with migrate.open_database(str(whole)) as database:
        kept = backup.make(database, backup.Places(whole), Cause.PERSON).kept
    sound, found = kept.path.read_bytes(), 0
    for log in whole.parent.glob("*.log"):
        shutil.copyfile(log, kept.path.with_name(log.name))
    for _ in range(number):
        kept.path.write_bytes(sound)
        KINDS[kind](kept.path, dice)
        found += _is_found(kept, sound)
        for leftover in db.companions(kept.path):
            leftover.unlink(missing_ok=True)
    shutil.rmtree(kept.path.parent)
    return found


def _is_found(kept: Kept, sound: bytes) -> bool:
    try:
        backup.test(kept)
    except DeskError:
        return True
    return kept.path.read_bytes() == sound and not any(path.exists() for path in db.companions(kept.path))


def run(number: int, seed: int) -> Iterator[dict[str, object]]:
    """Yield what became of each kind of damage."""
    dice = random.Random(seed)  # noqa: S311 - no secret
    with tempfile.TemporaryDirectory() as name:
        whole = prepare(Path(name))
        for kind in KINDS:
            counted = trials(whole, kind, number, dice)
            found = counted["opening"] + counted["check"]
            yield {
                "test": "R3",
                "what": kind,
                "n": number,
                "plain": dict(counted),
                "plain_found_share": round(found / max(1, number - counted["harmless"]), 4),
                "crashes": sum(count for name, count in counted.items() if name.startswith("crash")),
                "opened_as_new": counted["opened as new"],
                "encrypted_found": encrypted_trials(whole, kind, number, dice),
                "backup_found": backup_trials(whole, kind, number, dice),
            }


def is_bad(told: dict[str, object]) -> bool:
    """Tell whether a line breaks what is promised."""
    return bool(
        told["crashes"]
        or told["opened_as_new"]
        or told["backup_found"] != told["n"]
        or told["encrypted_found"] != told["n"]
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a line per kind of damage."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--n", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(arguments)
    bad = False
    for told in run(given.n, given.seed):
        bad = bad or is_bad(told)
        sys.stdout.write(f"{json.dumps(told)}\n")
    return int(bad)


if __name__ == "__main__":
    sys.exit(main())
