"""Where coverage looks: at rules, ops and core while a test of theirs runs.

A traced process runs every line of Python at two thirds of its speed, measured or not. So tracing stops at
SQLAlchemy's door, and goes on where SQLAlchemy calls back into core.
"""

import functools
import importlib
import inspect
import pkgutil
import re
import sys
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.orm import Session

import mmc_desk
from mmc_desk.core.columns import UtcDateTime
from mmc_desk.core.recording import ChangeRecorder

_DOORS: tuple[tuple[type, tuple[str, ...]], ...] = (
    (Session, ("execute", "scalars", "scalar", "flush", "commit", "get", "get_one", "refresh", "close")),
    (Connection, ("execute", "exec_driver_sql")),
)
_CALLED_BACK: tuple[tuple[type, tuple[str, ...]], ...] = (
    (ChangeRecorder, ("_load_for_delete", "_after_flush")),
    (UtcDateTime, ("process_bind_param", "process_result_value")),
)

_MEASURED = re.compile(r"mmc_desk\.(core|features$|features\.\w+\.(rules|ops))\b")


def load_measured() -> None:
    """Import all that is held to full coverage: what a module does while it loads is covered too.

    So are the statements that it builds once: the first to ask for one may be a test that isn't traced.
    """
    for found in pkgutil.walk_packages(mmc_desk.__path__, "mmc_desk."):
        if not _MEASURED.match(found.name):
            continue
        for made in vars(importlib.import_module(found.name)).values():
            if hasattr(made, "cache_info") and not inspect.signature(made).parameters:
                made()


@contextmanager
def untraced() -> Generator[None]:
    """Let coverage look away, in this thread and those to come."""
    tracer, of_threads = sys.gettrace(), threading.gettrace()
    sys.settrace(None)
    threading.settrace(None)
    try:
        yield
    finally:
        sys.settrace(tracer)
        threading.settrace(of_threads)


@functools.cache
def stop_at_sqlalchemy() -> None:
    """From now on coverage sees nothing of what SQLAlchemy does."""
    for cls, names in _DOORS:
        for name in names:
            setattr(cls, name, _without(getattr(cls, name)))
    for cls, names in _CALLED_BACK:
        for name in names:
            setattr(cls, name, _again(getattr(cls, name)))


class _Stopped(threading.local):
    def __init__(self) -> None:
        self.tracers: list[Any] = []


_stopped = _Stopped()
"""What waits at SQLAlchemy's door."""


def _without(function: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(function)
    def call(*arguments: Any, **named: Any) -> Any:  # noqa: ANN401 - whatever the function takes and returns
        tracer = sys.gettrace()
        if tracer is None:
            return function(*arguments, **named)
        sys.settrace(None)
        _stopped.tracers.append(tracer)
        try:
            return function(*arguments, **named)
        finally:
            sys.settrace(_stopped.tracers.pop())

    return call


def _again(function: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(function)
    def call(*arguments: Any, **named: Any) -> Any:  # noqa: ANN401 - whatever the function takes and returns
        if not _stopped.tracers or sys.gettrace() is not None:
            return function(*arguments, **named)
        sys.settrace(_stopped.tracers[-1])
        try:
            return function(*arguments, **named)
        finally:
            sys.settrace(None)

    return call
