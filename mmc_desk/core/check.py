"""Whether a database is sound: what the file says of itself, what the schema promises, what the domain demands."""

import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, inspect
from sqlalchemy.orm import Session

from mmc_desk.core import audit, backup, cipher, db, engines, schema
from mmc_desk.core.backup import heads
from mmc_desk.core.feature import Check, Feature
from mmc_desk.core.i18n import translate
from mmc_desk.core.model import Base

MOST_SHOWN = 100
"""Breaches listed per check: beyond that a list helps nobody."""


@dataclass(frozen=True, slots=True)
class Finding:
    """The outcome of one check: its Dutch title and one Dutch sentence per breach."""

    title: str
    breaches: tuple[str, ...]


def inspect_database(database: db.Database, features: Sequence[Feature]) -> Iterator[Finding]:
    """Yield the outcome of every check, cheapest first; the last ones are those of the features.

    Stops after a breach that makes the next ones meaningless. Raises DatabaseError when it can't be read at all.
    """
    schema = Finding(translate("check", "Schema van deze versie"), tuple(_schema(database)))
    yield schema
    if schema.breaches:
        return
    with engines.plain_errors(database), database.engine.connect() as connection:
        integrity = Finding(translate("check", "Bestand onbeschadigd"), tuple(_integrity(connection)))
        yield integrity
        if integrity.breaches:
            return
        yield Finding(translate("check", "Verwijzingen kloppen"), tuple(_dangling(connection)))
        yield Finding(translate("check", "Tabellen en indexen aanwezig"), tuple(_missing(connection)))
    yield Finding(translate("check", "Spoor ononderbroken"), database.read(_trace))
    known = heads.cut_off(database, backup.places_of(database))
    yield Finding(translate("check", "Spoor zoals de back-ups het kennen"), known)
    for feature in features:
        for check in feature.invariants():
            breaches = database.read(functools.partial(_found, check))
            yield Finding(translate(feature.name, check.title), breaches)


def _trace(session: Session) -> tuple[str, ...]:
    return tuple(audit.breaches(session))


def _found(check: Check, session: Session) -> tuple[str, ...]:
    return tuple(check.find(session))[:MOST_SHOWN]


def _schema(database: db.Database) -> Iterator[str]:
    present = schema.version(database)
    if present != schema.head():
        yield translate(
            "check",
            "Het schema is {present}, dit programma werkt met {head}. Open de databank een keer in het venster.",
        ).format(present=present, head=schema.head())


def _integrity(connection: Connection) -> Iterator[str]:
    if connection.dialect.name != "sqlite":
        return  # a server looks after its own files
    for (line,) in connection.exec_driver_sql(f"PRAGMA integrity_check({MOST_SHOWN})"):
        if line != "ok":
            yield str(line)
    raw = connection.connection.driver_connection
    yield from cipher.damage(raw) if raw is not None else ()


def _dangling(connection: Connection) -> Iterator[str]:
    if connection.dialect.name != "sqlite":
        return  # a server never lets one in
    for table, row, parent, _ in connection.exec_driver_sql("PRAGMA foreign_key_check").fetchmany(MOST_SHOWN):
        yield translate("check", "{table} {row} verwijst naar iets dat niet bestaat in {parent}").format(
            table=table, row=row, parent=parent
        )


def _missing(connection: Connection) -> Iterator[str]:
    present = inspect(connection)
    tables = set(present.get_table_names())
    for table in Base.metadata.sorted_tables:
        if table.name not in tables:
            yield translate("check", "de tabel {name} ontbreekt").format(name=table.name)
            continue
        indexes = {index["name"] for index in present.get_indexes(table.name)}
        for index in sorted(str(index.name) for index in table.indexes):
            if index not in indexes:
                yield translate("check", "de index {name} ontbreekt").format(name=index)
