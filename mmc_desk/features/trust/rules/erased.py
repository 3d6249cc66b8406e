"""The list of the erased that lies beside a database and with its backups: numbers, nothing of a person."""

import json
from collections.abc import Iterable
from typing import NamedTuple

SUFFIX = ".gewist.json"


class Erased(NamedTuple):
    """Of which database somebody was erased (the hash of the first entry of its trace), and their keys."""

    first: str
    people: frozenset[int]


def write_list(first: str, people: Iterable[int]) -> str:
    """Return a list as it lies in a file."""
    return json.dumps({"first": first, "erased": sorted(people)})


def read_list(text: str) -> Erased:
    """Return what a list says; nobody, of no database, for one that can't be read."""
    try:
        told = json.loads(text)
        return Erased(str(told["first"]), frozenset(map(int, told["erased"])))
    except (ValueError, KeyError, TypeError):
        return Erased("", frozenset())
