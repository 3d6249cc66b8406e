"""Every op and query says which roles may use it, and the guard before it asks (S3: each of them, by each role)."""

import contextlib
import importlib
import importlib.util
import pkgutil
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

import pytest

from mmc_desk.core import access
from mmc_desk.core.access import Access, AccessDeniedError, Role, Who
from mmc_desk.features import FEATURE_NAMES, role_table

ROOT = "mmc_desk.features."


def modules() -> Iterator[ModuleType]:
    for name in FEATURE_NAMES:
        for part in ("ops", "queries"):
            whole = f"{ROOT}{name}.{part}"
            if importlib.util.find_spec(whole):
                module = importlib.import_module(whole)
                yield module
                for inner in pkgutil.iter_modules(getattr(module, "__path__", ()), f"{whole}."):
                    yield importlib.import_module(inner.name)


MODULES = list(modules())
FUNCTIONS: dict[str, Callable[..., Any]] = {
    f"{module.__name__.removeprefix(ROOT)}.{name}": function
    for module in MODULES
    for name, function in access.guardable(module)
}
PREPARED = {module.__name__.removeprefix(ROOT) for module in MODULES if module.__name__.endswith("_statements")}


def test_every_op_and_query_has_a_declared_role() -> None:
    table = role_table()
    lacking = sorted({name.rpartition(".")[0] for name in FUNCTIONS if name not in table} - set(table))
    lacking += sorted(PREPARED - set(table))
    said = [f"mmc_desk/features/{name.replace('.', '/roles.py lacks ', 1)}" for name in lacking]
    assert said == [], "add the module to the role that may use it (core.access; DESK is the day's work)"


def test_nothing_is_declared_that_isnt_there() -> None:
    there = {module.__name__.removeprefix(ROOT) for module in MODULES} | set(FUNCTIONS)
    house = {name for names in access.HOUSE.values() for name in names}
    assert set(role_table()) - there - house == set()


class _Bare:
    """A session of which only the guard has use: whoever gets past it fails on something else."""

    def __init__(self, role: Role) -> None:
        self.info = {"access": Access(Who(1, "els", frozenset({role})), role_table())}


def is_denied(function: Callable[..., Any], role: Role) -> bool:
    try:
        with contextlib.suppress(TypeError, AttributeError):
            function(_Bare(role))
    except AccessDeniedError:
        return True
    return False


@pytest.mark.parametrize("role", Role)
def test_a_role_gets_past_what_it_may_use_and_nothing_else(role: Role) -> None:
    table = role_table()
    for name, function in FUNCTIONS.items():
        allowed = table.get(name) or table[name.rpartition(".")[0]]
        assert is_denied(function, role) == (role not in allowed), name


def test_what_no_role_is_declared_for_is_denied() -> None:
    nobody = Access(Who(1, "els", frozenset(Role)), {})
    with pytest.raises(AccessDeniedError, match="balie"):
        nobody.check("rides.ops.tariffs.set_tariff")
    with nobody.inside():
        nobody.check("rides.ops.tariffs.set_tariff")
    assert not nobody.depth
