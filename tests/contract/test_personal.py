"""Nothing of a person goes unseen: every table and every key of a person is declared (core.personal)."""

import pytest
from sqlalchemy import JSON, Enum, LargeBinary, String

from mmc_desk.core.feature import load
from mmc_desk.core.model import Base
from mmc_desk.core.personal import HOUSE, Fate, Holdings, Personal
from mmc_desk.features import load_features, load_personal
from mmc_desk.features.trust.printout import words
from mmc_desk.features.trust.queries.keys import emptied_columns
from tests.faults.canaries import pointers

DECLARED: list[tuple[str, Holdings]] = [
    ("core", HOUSE),
    *((feature.name, load(feature.personal)) for feature in load_features() if feature.personal),
]
PERSONAL = [personal for _, personal in load_personal()]
BY_TABLE = {personal.table: personal for personal in PERSONAL}
TABLES = Base.metadata.tables
LEADING = {"person"} | {lead.table for one in PERSONAL for lead in (*one.leads, *one.onward)} - {""}


def test_every_table_is_declared_once() -> None:
    declared = [name for _, one in DECLARED for name in (*(table.table for table in one.personal), *one.impersonal)]
    assert sorted(declared) == sorted(TABLES), "say in the feature's personal.py whose the rows of a table are"


@pytest.mark.parametrize("name", sorted(TABLES))
def test_every_key_of_a_person_is_declared(name: str) -> None:
    """A column that points to a person, a member, a driver … or to a row of theirs leads to them, or mentions them."""
    personal = BY_TABLE.get(name)
    known = set() if personal is None else pointers(personal) | {lead.column for lead in personal.onward}
    keys = {
        column.name for column in TABLES[name].columns for key in column.foreign_keys if _leads(key.column.table.name)
    }
    assert keys - known - BOOKKEEPING.get(name, set()) == set(), "add a Lead or a Mention to the feature's personal.py"


def _leads(table: str) -> bool:
    return table in LEADING


BOOKKEEPING = {
    "ride": {"series_id", "outward_id", "merged_into_id"},
    "ride_series": {"split_from_id"},
    "meal_booking": {"standing_booking_id", "ride_id"},
    "ride_invoice": {"credits_id"},
}
"""Keys from one row of a person to another one of the same person."""


@pytest.mark.parametrize("personal", PERSONAL, ids=lambda one: one.table)
def test_what_is_declared_is_there(personal: Personal) -> None:
    columns = set(TABLES[personal.table].columns.keys())
    named = pointers(personal) | {lead.column for lead in (*personal.onward, *personal.told_to)}
    named |= personal.kept | personal.kept_if_shared | personal.emptied | set(personal.sought) | personal.withheld
    named |= {name for mention in personal.mentions for name in (*mention.shown, *mention.emptied)}
    named |= {personal.dated} - {""}
    assert named <= columns
    assert all(mention.title for mention in personal.mentions if mention.shown)
    texts = {column.name for column in TABLES[personal.table].columns if isinstance(column.type, String)}
    assert (personal.kept | personal.kept_if_shared) - {"passengers"} <= texts
    assert bool(personal.why) == (personal.fate in {Fate.KEPT, Fate.PSEUDONYM}), "what is kept says why"


@pytest.mark.parametrize("personal", PERSONAL, ids=lambda one: one.table)
def test_what_is_emptied_may_be_empty(personal: Personal) -> None:
    """A CHECK or a UNIQUE that refuses an empty text would stop an erasure halfway."""
    if personal.fate is Fate.DELETED:
        return
    for column in emptied_columns(personal):
        assert not column.unique, f"{personal.table}.{column.name}"
        assert column.nullable or isinstance(column.type, String | JSON | LargeBinary)
        assert not isinstance(column.type, Enum)


def test_ones_file_has_a_word_for_every_column_and_choice() -> None:
    columns = [column for personal in PERSONAL for column in TABLES[personal.table].columns]
    plain = {column.name for column in columns if not column.foreign_keys} - {"id", "version"}
    asked = {name for name in plain if not name.endswith("_id")} - _NOT_SHOWN
    assert asked - words.TECHNICAL == set(words.COLUMNS)
    choices = {value for column in columns if isinstance(column.type, Enum) for value in column.type.enums}
    assert choices == set(words.VALUES)


_NOT_SHOWN = {
    *("remarks", "attendance", "cost", "expected", "first_timers", "material", "moved_from", "speaker"),
    *("execution_day", "made_at", "payments"),
}
"""Of a session or a payment file, which only mention somebody."""
