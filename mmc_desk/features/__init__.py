"""The registry of features. Adding a service is adding its folder and its name here."""

import functools
import importlib
import importlib.util
import pkgutil
from typing import TYPE_CHECKING

from mmc_desk.core.changes import Changes
from mmc_desk.core.feature import Feature, load

if TYPE_CHECKING:  # the window opens without sqlalchemy and without what an import needs
    from sqlalchemy.orm import Session

    from mmc_desk.core.importing import ImportKind

FEATURE_NAMES = ("backups", "mail", "people", "rides", "meals", "mileage", "planner", "sessions", "yearly", "trust")
"""Lowest first: a feature may import only those before it (see the contracts in pyproject.toml)."""


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
