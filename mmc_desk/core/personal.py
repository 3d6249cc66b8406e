"""What the tables hold of persons: whose a row is, what an erasure takes out of it and what the law has kept.

Every feature declares its own tables in its `personal.py`. One person's file, the trace of a person, an erasure and the
retention run go by that alone; tests/contract/test_personal.py fails on a table, or a key of a person, that nobody
declared. Text that isn't declared to stay is erased: a new column goes until somebody decides otherwise.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple


class Fate(StrEnum):
    """What an erasure does to a person's rows. A pseudonym leads from the row to a person without a name."""

    EMPTIED = "emptied"
    """Its texts go, keys, days and numbers stay for the figures."""
    DELETED = "deleted"
    PSEUDONYM = "pseudonym"
    """A record of the accounts of our own: only names, numbers and home are taken out of its texts."""
    KEPT = "kept"
    """A record of the accounts as the bank has it, name included, until its term is over (the retention run)."""


class Lead(NamedTuple):
    """How a row leads to whose it is: `column` holds a key of `table`; with `named_by` that column says which table."""

    column: str
    table: str = ""
    named_by: str = ""


class Mention(NamedTuple):
    """A key by which a row that is somebody else's names a person.

    One person's file shows the columns `shown` of it under `title`, none without; an erasure empties `emptied`.
    """

    column: str
    table: str
    title: str = ""
    shown: tuple[str, ...] = ()
    emptied: tuple[str, ...] = ()


class Loose(NamedTuple):
    """Names of people whom no `key` leads to: in the column `name`; the day is in the row `of` leads to."""

    name: str
    key: str
    of: Lead
    dated: str


class Personal(NamedTuple):
    """A table with rows of persons. `title` is what their file calls it, in the context of the feature.

    `leads` tell whose a row is; a row of theirs also makes theirs what its columns `onward` point to.
    `kept` are texts that tell nothing of a person; `kept_if_shared` are kept where another row, not theirs, says the
    same (a hospital, and not a home). `emptied` are columns beside texts that go. `sought` identify: they are looked
    for in every other text, unless somebody else has the same. `told_to` leads to what a mail may be about that carries
    the row in a file: the roster of a ride's driver. `append_only` tables refuse a change from anybody else.
    `withheld` columns name others and aren't in one person's file.
    `loose` tells where names stand without a key.
    `dated` is the day of a row, for how long it is since the desk had to do with somebody. `why` says why it is kept.
    """

    table: str
    title: str
    leads: tuple[Lead, ...] = ()
    mentions: tuple[Mention, ...] = ()
    onward: tuple[Lead, ...] = ()
    kept: frozenset[str] = frozenset()
    kept_if_shared: frozenset[str] = frozenset()
    emptied: frozenset[str] = frozenset()
    sought: tuple[str, ...] = ()
    told_to: tuple[Lead, ...] = ()
    fate: Fate = Fate.EMPTIED
    append_only: bool = False
    withheld: frozenset[str] = frozenset()
    loose: Loose | None = None
    dated: str = ""
    why: str = ""


class Holdings(NamedTuple):
    """What a feature's tables hold: those with rows of persons, and the others with what they are about."""

    personal: tuple[Personal, ...] = ()
    impersonal: Mapping[str, str] = {}


HOUSE = Holdings(
    impersonal={
        "audit_entry": "the trace: an erasure takes values and names out of it by itself (core.redacting)",
        "audit_head": "a number and a hash",
        "desk_setting": "settings of the desk",
        "closure_day": "days of the desk",
    }
)
"""The tables of no feature."""
