"""Roles by name, and the guard."""

from types import SimpleNamespace

import pytest

from mmc_desk.core import access
from mmc_desk.core.access import ADMIN, DESK, Access, AccessDeniedError, Role, Who


def test_names_are_those_of_the_features_and_the_house() -> None:
    table = access.by_name({"rides": {DESK: ("ops.book", "ops.tariffs.look")}, "trust": {ADMIN: ("ops",)}})
    assert table["rides.ops.book"] == DESK
    assert table["core.practice_statements"] == access.EVERYONE
    somebody = Access(Who(1, "els", DESK), table)
    assert somebody.allows("rides.ops.book.note")
    assert somebody.allows("rides.ops.tariffs.look")
    assert not somebody.allows("rides.ops.tariffs.set")
    assert not somebody.allows("trust.ops.add")


def test_the_guard_asks_once_and_nobody_without_accounts() -> None:
    guarded = access.guard(lambda _session, value: value, "rides.ops.book.note")
    assert guarded(SimpleNamespace(info={}), 3) == 3
    who = Access(Who(1, "els", frozenset({Role.DESK})), {"rides.ops.book": DESK})
    assert guarded(SimpleNamespace(info={"access": who}), value=4) == 4
    who.table = {}
    with pytest.raises(AccessDeniedError, match="balie"):
        guarded(SimpleNamespace(info={"access": who}), 5)
