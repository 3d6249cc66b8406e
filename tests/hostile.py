"""What hostile people type: formulas, markup, wildcards, noise. And a desk that has it in every text it holds."""

import contextlib
import re
import sqlite3
from collections.abc import Callable, Iterator
from datetime import date

from sqlalchemy import Enum, String

from mmc_desk.core.model import Base

PAYLOADS = (
    *('=HYPERLINK("http://x","y")', "=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1+1", "\n=1+1", "＝1+1"),
    *("=cmd|' /C calc'!A0", "<b>vet", "</para><para>", "<font color=red>", "&amp;&lt;&", "]]>", "<!--", "{x}%s%(y)d"),
    *("\u202egnp.exe", "\x00nul\x01", "👩‍🦽🚕", "%_\\%", "'; DROP TABLE person;--", '"";', '#import("x")', "$a_b$ *c*"),
    *("//`raw`", "\\u{41}@ref", "שלום עולם", "e\u0301a", "x" * 320),
)
END = "¤{:02}¤"
_END = re.compile(END.replace("{:02}", r"(\d\d)"))
"""Follows each payload, by its number: what stands before it must be that payload to the letter."""


KEPT = {
    "account.password": "a hash",
    "account.roles": "names of roles",
    "addendum_text.section": "a key",
    "audit_entry.actor": "the chain",
    "audit_entry.desk": "the chain",
    "audit_entry.label": "the chain",
    "audit_entry.prev": "the chain",
    "audit_entry.hash": "the chain",
    "audit_head.hash": "the chain",
    "desk_setting.name": "a key",
    "driver.iban": "check digits",
    "desk_setting.value": "numbers and choices; those that are text stand in SETTINGS",
    "entered_figure.name": "a key",
    "goal.name": "a key",
    "goal.per": "a kind",
    "mail_attachment.media_type": "a kind",
    "mailed_duty.fingerprint": "a hash",
    "mailed_ride.fingerprint": "a hash",
    "mailed_session.fingerprint": "a hash",
    "membership.reference": "check digits",
    "outgoing_mail.about_table": "a name of a table",
    "published_figure.name": "a key",
    "published_figure.source": "a kind",
    "published_figure.previous_source": "a kind",
    "ride.ride_no": "a number",
    "ride_event.ride_no": "a number",
    "ride_invoice.reference": "check digits",
    "ride_invoice_line.sums": "JSON",
    "ride_series.weekdays": "a pattern",
    "transfer_file.content": "XML",
    "wheels_partner.weekdays": "a pattern",
}
"""Texts that no person types: what an op wouldn't let in isn't what an export must stand."""


SETTINGS = ("desk_name", "drivers.briefing_edition", "people.address", "people.beneficiary", "people.phone")
FILLED = {"meal_service.closed_reason", "wheels_attendance.name", "wheels_slot.name"}
"""A constraint says which rows have a text here; those get another one."""


_PLACES = (("ride", "ride_date"), ("meal_service", "service_date"), ("wheels_session", "session_date"))


def shrink(path: str, share: int, first: date) -> None:
    """Leave of a desk one in `share` people, and what concerns them alone from a day on."""
    with _without_triggers(path) as connection:
        connection.execute("DELETE FROM person WHERE id % ? > 0 AND id NOT IN (SELECT person_id FROM driver)", (share,))
        for table, column in _PLACES:
            connection.execute(f"DELETE FROM {table} WHERE {column} < ?", (first.isoformat(),))  # noqa: S608 - ours
        while sum(connection.execute(statement).rowcount for statement in _orphans()):
            pass


def _orphans() -> Iterator[str]:
    """Yield what deletes rides without anybody, and the rows that refer to what is gone."""
    yield "DELETE FROM ride WHERE id NOT IN (SELECT ride_id FROM ride_request)"
    for table in Base.metadata.sorted_tables:
        for key in table.foreign_keys:
            child, parent = key.parent.name, key.column.table.name
            parents = f"SELECT {key.column.name} FROM {parent}"  # noqa: S608 - names of the models
            yield f"DELETE FROM {table.name} WHERE {child} NOT IN ({parents})"  # noqa: S608 - names of the models


def spoil(path: str) -> int:
    """Put a payload in every text of a desk that a person may type; return in how many columns.

    Danger: without its triggers the desk is good for nothing but reading.
    """
    columns = [column for column in text_columns() if column not in KEPT]
    with _without_triggers(path) as connection:
        connection.execute("CREATE TEMP TABLE payload (place INTEGER PRIMARY KEY, text TEXT)")
        texts = [(place, f"{text}{END.format(place)}") for place, text in enumerate(PAYLOADS)]
        connection.executemany("INSERT INTO payload VALUES (?, ?)", texts)
        for number, column in enumerate(columns):
            connection.execute(_statement(column), (number, len(PAYLOADS)))
        connection.execute(f"DELETE FROM desk_setting WHERE name IN {SETTINGS}")  # noqa: S608 - of our own
        setting = (
            "INSERT INTO desk_setting (name, valid_from, value, version) SELECT ?, '2000-01-01', text, 1 FROM payload"
        )
        for number, name in enumerate(SETTINGS):
            connection.execute(f"{setting} WHERE place = ?", (name, number * 3))
    return len(columns)


def _statement(column: str) -> str:
    """Return what puts another payload in each row of a column; the row's key follows, for what must be unique."""
    table, _, name = column.partition(".")
    payload = f"(SELECT text FROM payload WHERE place = ({table}.id + ?) % ?) || {table}.id"  # noqa: S608 - names of the models
    where = f" WHERE {name} != ''" if column in FILLED else ""
    return f"UPDATE {table} SET {name} = {payload}{where}"  # noqa: S608 - names of the models


def text_columns() -> Iterator[str]:
    """Yield every column of every table that holds text and is no kind, as table.column."""
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, String) and not isinstance(column.type, Enum):
                yield f"{table.name}.{column.name}"


@contextlib.contextmanager
def _without_triggers(path: str) -> Iterator[sqlite3.Connection]:
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        yield connection


def count(text: str) -> int:
    """Return how many payloads end in `text`."""
    return len(_END.findall(text))


def misread(text: str, shown: Callable[[str], str]) -> list[str]:
    """Return the payloads in `text` that aren't what was typed, as `shown`: before each end its payload must stand."""
    found = []
    for end in _END.finditer(text):
        payload = shown(PAYLOADS[int(end[1])]).lstrip()  # a name is shown without the space before it
        if not text[: end.start()].endswith(payload):
            found.append(f"{payload!r} reads {text[max(0, end.start() - len(payload) - 5) : end.end()]!r}")
    return found
