"""The registry of features. Adding a service is adding its folder and its name here.

Their `ops` and `queries` are guarded when they are imported: each public function asks who works in its session first.
"""

import functools
import importlib
import importlib.util
import pkgutil
import re
import sys
from collections.abc import Mapping, Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import TYPE_CHECKING, Any

from mmc_desk.core import access
from mmc_desk.core.changes import Changes
from mmc_desk.core.feature import Feature, load

if TYPE_CHECKING:  # the window opens without sqlalchemy and without what an import needs
    from sqlalchemy.orm import Session

    from mmc_desk.core.importing import ImportKind
    from mmc_desk.core.personal import Personal

FEATURE_NAMES = (
    *("backups", "mail", "people", "rides", "meals", "mileage", "invoices", "planner", "sessions"),
    *("yearly", "trust"),
)
"""Lowest first: a feature may import only those before it (see the contracts in pyproject.toml)."""


_GUARDED = re.compile(r"mmc_desk\.features\.(\w+\.(?:ops|queries)(?:\.\w+)?)$")


class _Guarding(Loader):
    """Loads a module as its own loader does, then puts the guard before its functions: before anybody has one."""

    def __init__(self, loader: Loader, name: str) -> None:
        self._loader = loader
        self._name = name

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the loader has: its file, its source
        return getattr(self._loader, name)

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        """Leave it to the loader."""
        return self._loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        """Run the module, and guard it."""
        self._loader.exec_module(module)
        for name, function in access.guardable(module):
            setattr(module, name, access.guard(function, f"{self._name}.{name}"))


class _Finder(MetaPathFinder):
    """Finds the modules of ops and queries, by whoever finds modules here, to have them guarded."""

    guards = True

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return the spec with our loader around its own; None for any other module."""
        found = _GUARDED.match(fullname) if fullname.startswith(__name__) else None
        if found is None:
            return None
        for finder in sys.meta_path:
            spec = None if hasattr(finder, "guards") else finder.find_spec(fullname, path, target)
            if spec is not None and spec.loader is not None:
                spec.loader = _Guarding(spec.loader, found[1])
                return spec
        return None


if not any(hasattr(finder, "guards") for finder in sys.meta_path):  # this module may be loaded anew
    sys.meta_path.insert(0, _Finder())


@functools.cache
def role_table() -> Mapping[str, access.RoleSet]:
    """Return who may use which op and query, from the `roles.py` of every feature: what isn't in it nobody may."""
    there = [name for name in FEATURE_NAMES if importlib.util.find_spec(f"{__name__}.{name}.roles")]
    return access.by_name({name: importlib.import_module(f"{__name__}.{name}.roles").ROLES for name in there})


@functools.cache
def load_models() -> None:
    """Import every model, the modules of a `model` folder included, so that Base.metadata is whole."""
    for name in FEATURE_NAMES:
        if importlib.util.find_spec(f"{__name__}.{name}.model"):
            model = importlib.import_module(f"{__name__}.{name}.model")
            for module in pkgutil.iter_modules(getattr(model, "__path__", ()), f"{model.__name__}."):
                importlib.import_module(module.name)


@functools.cache
def load_features() -> tuple[Feature, ...]:
    """Return the FEATURE of every registered folder, lowest first."""
    return tuple(importlib.import_module(f"{__name__}.{name}.feature").FEATURE for name in FEATURE_NAMES)


def follow(session: "Session", changes: Changes) -> None:
    """Let every feature do what a change elsewhere asks of it (a core.changes.Follower), then note what came of it.

    A feature sees what those below it did too: a closure closes a noon, and the noon's session moves.
    """
    from mmc_desk.core.recording import changes_so_far

    for feature in load_features():
        if feature.follower:
            load(feature.follower)(session, changes_so_far(session, changes.label) or changes)
            session.flush()
    done = changes_so_far(session, changes.label)
    for feature in load_features():
        if feature.witness:
            load(feature.witness)(session, done)


@functools.cache
def load_import_kinds() -> "tuple[ImportKind, ...]":
    """Return every kind of office file that some feature takes over."""
    return tuple(kind for feature in load_features() if feature.imports for kind in load(feature.imports))


@functools.cache
def load_personal() -> "tuple[tuple[str, Personal], ...]":
    """Return every table with rows of persons, with the feature that declares it, and load the models of all."""
    load_models()
    return tuple(
        (feature.name, table)
        for feature in load_features()
        if feature.personal
        for table in load(feature.personal).personal
    )
