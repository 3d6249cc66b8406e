"""What was erased, as it lies beside a database and with its backups: numbers and days, nothing of a person."""

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from mmc_desk.features.trust.rules.retention import Kind

SUFFIX = ".gewist.json"


class Tidied(NamedTuple):
    """What retention runs took that is nobody's: when the last one was, and the first day that stayed, by kind."""

    at: datetime | None = None
    before: Mapping[Kind, date] = {}


class Gone(NamedTuple):
    """What a database itself knows of: the keys of the erased, and its last retention run."""

    people: frozenset[int]
    last_run: datetime | None


class Erased(NamedTuple):
    """Of which database somebody was erased (the hash of the first entry of its trace), their keys, and what else."""

    first: str
    people: frozenset[int]
    tidied: Tidied = Tidied()

    def is_back_in(self, gone: Gone) -> bool:
        """Tell whether a database doesn't know of all this: a backup brought it back."""
        return not self.people <= gone.people or self.has_run_since(gone)

    def has_run_since(self, gone: Gone) -> bool:
        """Tell whether there was a retention run that a database doesn't know of."""
        return self.tidied.at is not None and (gone.last_run is None or gone.last_run < self.tidied.at)


def merged(lists: Iterable[Erased], first: str) -> Erased:
    """Return what several lists say of one database together."""
    told = [one for one in lists if one.first == first]
    before: dict[Kind, date] = {}
    for one in told:
        before |= {kind: max(day, before.get(kind, day)) for kind, day in one.tidied.before.items()}
    at = max((one.tidied.at for one in told if one.tidied.at is not None), default=None)
    return Erased(first, frozenset().union(*(one.people for one in told)), Tidied(at, before))


def write_list(listed: Erased) -> str:
    """Return a list as it lies in a file."""
    at, before = listed.tidied
    told: dict[str, Any] = {"first": listed.first, "erased": sorted(listed.people)}
    if at is not None:
        told |= {"tidied": at.isoformat(), "before": {kind.value: day.isoformat() for kind, day in before.items()}}
    return json.dumps(told)


def read_list(text: str) -> Erased:
    """Return what a list says; nobody, of no database, for one that can't be read."""
    try:
        told = json.loads(text)
        return Erased(str(told["first"]), frozenset(map(int, told["erased"])), _tidied(told))
    except (ValueError, KeyError, TypeError):
        return Erased("", frozenset())


def _tidied(told: Mapping[str, Any]) -> Tidied:
    if "tidied" not in told:
        return Tidied()
    before = {Kind(kind): date.fromisoformat(day) for kind, day in told["before"].items()}
    return Tidied(datetime.fromisoformat(told["tidied"]), before)
