"""Who may do what: roles, checked where an op or a query begins, whoever calls it. What isn't declared is denied.

Each feature's `roles.py` says which roles may use the functions of its `ops` and `queries` modules. `guard` stands
before each of those functions (mmc_desk.features has every such module go through it when it is imported): past the
window there is no other way in. A database without accounts has nobody to ask, and everything is allowed.
"""

import contextlib
import functools
import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import ModuleType
from typing import TYPE_CHECKING, Any

from mmc_desk.core.errors import DeskError
from mmc_desk.core.i18n import translate

if TYPE_CHECKING:  # the window opens without sqlalchemy
    from sqlalchemy.orm import Session


class Role(StrEnum):
    """What somebody is to the service. An account may have several."""

    DESK = "desk"
    COORDINATOR = "coordinator"
    MANAGER = "manager"
    ADMIN = "admin"


RoleSet = frozenset[Role]

DESK: RoleSet = frozenset({Role.DESK, Role.COORDINATOR, Role.MANAGER})
"""The day's work at the counter."""
COORDINATOR: RoleSet = frozenset({Role.COORDINATOR, Role.MANAGER})
"""What is settled with people: money, rosters, months."""
MANAGER: RoleSet = frozenset({Role.MANAGER})
"""What is decided: tariffs, settings, publications."""
ADMIN: RoleSet = frozenset({Role.ADMIN})
"""Accounts and the machine; no persons."""
OVERSIGHT: RoleSet = frozenset({Role.MANAGER, Role.ADMIN})
"""Who looks after others' work: the trace."""
EVERYONE: RoleSet = frozenset(Role)

Roles = Mapping[RoleSet, tuple[str, ...]]
"""What a roles.py declares: by who may, its modules ("ops.tariffs") or single functions ("ops.book.follow")."""

HOUSE: Roles = {
    EVERYONE: ("core.practice_statements",),
    MANAGER: ("core.importing",),
    OVERSIGHT: ("core.locking", "core.restoring"),
}
"""What belongs to no feature."""

_ACCESS = "access"


class AccessDeniedError(DeskError):
    """Somebody's role doesn't allow what was asked."""


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody who signed in."""

    account_id: int
    name: str
    roles: RoleSet


@dataclass(slots=True)
class Access:
    """What one person may do. Inside something allowed everything is: it was thought of as one thing."""

    who: Who
    table: Mapping[str, RoleSet]
    depth: int = field(default=0)

    def check(self, name: str) -> None:
        """Raise AccessDeniedError unless a role of theirs may use `name` ("rides.ops.tariffs.set_tariff")."""
        if self.depth or self.allows(name):
            return
        text = translate("access", "Uw rol ({roles}) mag dit niet doen. Vraag het aan wie u een andere rol kan geven.")
        raise AccessDeniedError(text.format(roles=", ".join(map(role_name, sorted(self.who.roles))) or "–"))

    def allows(self, name: str) -> bool:
        """Tell whether a role is declared for the function, else for its module, that they have."""
        allowed = self.table.get(name) or self.table.get(name.rpartition(".")[0]) or frozenset()
        return bool(allowed & self.who.roles)

    @contextlib.contextmanager
    def inside(self) -> Iterator[None]:
        """Allow what happens meanwhile: it is part of something allowed."""
        self.depth += 1
        try:
            yield
        finally:
            self.depth -= 1


def role_name(role: Role) -> str:
    """Return the Dutch name of a role."""
    return {
        Role.DESK: translate("access", "balie"),
        Role.COORDINATOR: translate("access", "coördinator"),
        Role.MANAGER: translate("access", "verantwoordelijke"),
        Role.ADMIN: translate("access", "beheerder"),
    }[role]


def bind(session: "Session", access: Access | None) -> None:
    """Let a session know who works in it; nobody without accounts."""
    if access is not None:
        session.info[_ACCESS] = access


def of(session: "Session") -> Access | None:
    """Return who works in a session, None without accounts."""
    found: Access | None = session.info.get(_ACCESS)
    return found


def by_name(declared: Mapping[str, Roles]) -> dict[str, RoleSet]:
    """Return who may use what, by its dotted name, from what each feature declares; the house's own with it."""
    table = {name: allowed for allowed, names in HOUSE.items() for name in names}
    for feature, roles in declared.items():
        table |= {f"{feature}.{name}": allowed for allowed, names in roles.items() for name in names}
    return table


def guard(function: Callable[..., Any], name: str) -> Callable[..., Any]:
    """Return a function of (session, ...) that asks first whether who works in the session may use it."""

    @functools.wraps(function)
    def guarded(session: "Session", *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - the function's own
        access = session.info.get(_ACCESS)
        if access is None:
            return function(session, *args, **kwargs)
        access.check(name)
        with access.inside():
            return function(session, *args, **kwargs)

    return guarded


def guardable(module: ModuleType) -> Iterator[tuple[str, Callable[..., Any]]]:
    """Yield by name the public functions written in a module that take a session first."""
    for name, value in list(vars(module).items()):
        if name.startswith("_") or not inspect.isfunction(value) or value.__module__ != module.__name__:
            continue
        if value.__code__.co_varnames[:1] == ("session",):
            yield name, value
