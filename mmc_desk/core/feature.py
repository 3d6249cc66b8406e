"""What a feature offers to the house: pages, figures, imports, commands, checks. Declared once, in its feature.py.

Everything that needs Qt or a heavy library is named by a dotted path `module:attribute` and loaded on first use.
Named tuples, since every start of the program waits for what stands here: a frozen dataclass takes six times as long.
"""

import argparse
import importlib
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from mmc_desk.core.access import DESK, RoleSet

if TYPE_CHECKING:  # the window opens without sqlalchemy
    from sqlalchemy.orm import Session

    from mmc_desk.core.figures import FigureSet
    from mmc_desk.core.open_data import OpenCube


def load(dotted: str) -> Any:  # noqa: ANN401 - what a dotted path names is the caller's to know
    """Return what `module:attribute` names, imported now."""
    module, _, attribute = dotted.partition(":")
    return getattr(importlib.import_module(module), attribute)


class PageSpec(NamedTuple):
    """A page of the window. `widget` is the dotted path of a ui.page.Page subclass; `place` orders the sidebar.

    `roles` may see it where people sign in (core.access).
    Pages with the same `section` share one entry in the sidebar, titled by the section, and show as its tabs.
    """

    name: str
    section: str
    title: str
    icon: str
    widget: str
    place: int
    help_page: str = ""
    roles: RoleSet = DESK


class Hit(NamedTuple):
    """Something global search finds: the page that shows record `key`, and the text it is found by."""

    page: str
    key: int
    title: str
    detail: str
    search: str


class Command(NamedTuple):
    """A command line verb. `run` is the dotted path of `(Database, argparse.Namespace) -> int` (an exit code).

    Where `needs_database` says no to the arguments, none is opened and `run` gets None. `away` is the dotted path of
    `(target, argparse.Namespace) -> int | None`: what it still does for a server that is lost, None for nothing.
    `arguments.began` is the moment (perf_counter) from which its time counts.
    What is given as a Path it writes, and the trace keeps the name; `shows_persons`: what it prints is kept there too.
    """

    name: str
    help: str
    add_arguments: Callable[[argparse.ArgumentParser], None]
    run: str
    needs_database: Callable[[argparse.Namespace], bool] = lambda _: True
    shows_persons: bool = False
    away: str = ""


class Check(NamedTuple):
    """An invariant of the domain; `find` returns one Dutch sentence per breach, at most a hundred."""

    title: str
    find: Callable[["Session"], Sequence[str]]


class ImpactSpec(NamedTuple):
    """What a write elsewhere does to this feature's records where a person must decide: asked, never done in silence.

    After a write that touched one of `topics` (table names) the window reads `find`, the dotted path of
    `(session, changes) -> found | None`, and opens `dialog`, that of `(runner, found, parent) -> QDialog`, on what it
    found. An undo asks nothing.
    """

    topics: frozenset[str]
    find: str
    dialog: str


class CardPart(NamedTuple):
    """A section that a feature adds to a card of one below it, which knows nothing of what stands there.

    `card` names the card ("participant"); `part` is the dotted path of a people.pages.card_parts.Part. The day board is
    one too ("day_board"): its parts are rides.pages.companions.Companions.
    """

    card: str
    part: str


class Feature(NamedTuple):
    """One service of the desk, as the house sees it. What the first screen doesn't need is a dotted path.

    `figures` names a tuple of FigureSets, `imports` one of ImportKinds, `checks` one of Checks, `demo` a
    `(session, town)`, `search` a `(session) -> Sequence[Hit]`, `follower` a core.changes.Follower: it sees every write;
    `witness` a core.changes.Witness: it sees what followed too, and only notes it down.
    `open_data` names a tuple of core.open_data.OpenCubes, `signals` a `(session, day)` of core.signals.Signals,
    `thanks` a `(session, year, today) -> core.thanks.Services`, `personal` the core.personal.Holdings of its tables.
    `away` names a `(Runner) -> ui.lost.AwayPart`: what it still does while a server is away.
    `background` names a `(Runner) -> QObject` with a `stop()`: what works behind the window as long as it is open; a
    ui.status.StatusPart shows in the status bar.
    """

    name: str
    title: str
    pages: tuple[PageSpec, ...] = ()
    figures: str = ""
    imports: str = ""
    commands: tuple[Command, ...] = ()
    checks: str = ""
    demo: str = ""
    search: str = ""
    follower: str = ""
    background: str = ""
    witness: str = ""
    impacts: tuple[ImpactSpec, ...] = ()
    card_parts: tuple[CardPart, ...] = ()
    open_data: str = ""
    signals: str = ""
    thanks: str = ""
    personal: str = ""
    away: str = ""

    def figure_sets(self) -> "tuple[FigureSet, ...]":
        """Return the yearly figures this feature declares."""
        return load(self.figures) if self.figures else ()

    def invariants(self) -> tuple[Check, ...]:
        """Return what `check` asks of this feature."""
        return load(self.checks) if self.checks else ()

    def open_cubes(self) -> "tuple[OpenCube, ...]":
        """Return what this feature gives to the open-data export."""
        return load(self.open_data) if self.open_data else ()
