"""Accounts: made, changed, and signing in. None of it can be taken back by an undo."""

import functools
from dataclasses import dataclass
from datetime import datetime

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError
from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.core import audit, clock
from mmc_desk.core.access import Role, RoleSet, Who
from mmc_desk.core.errors import RuleError
from mmc_desk.core.i18n import translate
from mmc_desk.core.recording import note_final
from mmc_desk.features.trust.model import Account
from mmc_desk.features.trust.queries.accounts import roles_of
from mmc_desk.features.trust.rules.passwords import check_password, locked_until


@dataclass(frozen=True, slots=True)
class AddAccount:
    """A new account."""

    name: str
    full_name: str
    password: str
    roles: RoleSet


@dataclass(frozen=True, slots=True)
class ChangeAccount:
    """Another name of the person, other roles, or nobody's any more."""

    account_id: int
    full_name: str
    roles: RoleSet
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class SetPassword:
    """Another password; whoever was locked out may try again."""

    account_id: int
    password: str


@dataclass(frozen=True, slots=True)
class SignedIn:
    """How signing in ended: who it is, or until when they must wait, or neither: a wrong name or password."""

    who: Who | None = None
    wait_until: datetime | None = None


def add_account(session: Session, command: AddAccount) -> int:
    """Add an account and return its key. Raises RuleError: the first one is an administrator's, names are unique."""
    name = command.name.strip().casefold()
    if not name or " " in name:
        raise RuleError(translate("trust", "Geef een aanmeldnaam zonder spaties."), field="name")
    if by_name(session, name) is not None:
        raise RuleError(translate("trust", "Deze aanmeldnaam bestaat al. Kies een andere."), field="name")
    check_password(command.password, name)
    account = Account(
        name=name,
        full_name=command.full_name.strip() or name,
        password=hashed(command.password),
        roles=stored(command.roles),
    )
    session.add(account)
    _keep_an_admin(session)
    note_final(session)
    return account.id


def change_account(session: Session, command: ChangeAccount) -> None:
    """Change who somebody is. Raises RuleError when nobody would be administrator any more."""
    account = _load(session, command.account_id)
    account.full_name = command.full_name.strip() or account.name
    account.roles = stored(command.roles)
    account.is_active = command.is_active
    _keep_an_admin(session)
    note_final(session)


def set_password(session: Session, command: SetPassword) -> None:
    """Give somebody another password. Raises RuleError for one that is easily guessed."""
    account = _load(session, command.account_id)
    check_password(command.password, account.name)
    account.password = hashed(command.password)
    account.failures, account.locked_until = 0, None
    note_final(session)


def sign_in(session: Session, name: str, password: str) -> SignedIn:
    """Check a password and count the wrong ones: that stays, so the op refuses nothing itself.

    Who guesses over many connections at once waits for each answer: the account's row is held meanwhile.
    """
    account = by_name(session, name.strip().casefold(), holds=True)
    if account is None or not account.is_active:
        matches(_nobody(), password)  # a wrong name takes as long as a wrong password
        return SignedIn()
    now = clock.now()
    if account.locked_until is not None and account.locked_until > now:
        return SignedIn(wait_until=account.locked_until)
    note_final(session)
    if not matches(account.password, password):
        account.failures += 1
        account.locked_until = locked_until(account.failures, now)
        return SignedIn(wait_until=account.locked_until)
    account.failures, account.locked_until = 0, None
    audit.add_seen(session, translate("trust", "Aangemeld: {name}").format(name=account.name), "account", account.id)
    return SignedIn(Who(account.id, account.name, roles_of(account)))


def _load(session: Session, account_id: int) -> Account:
    account = session.get(Account, account_id)
    if account is None:
        raise RuleError(translate("trust", "Deze account bestaat niet meer. Herlaad de lijst."))
    return account


def by_name(session: Session, name: str, *, holds: bool = False) -> Account | None:
    """Return the account with a name in small letters; held, nobody else changes it before this is committed."""
    query = select(Account).where(Account.name == name)
    return session.scalar(query.with_for_update() if holds else query)


def stored(roles: RoleSet) -> str:
    """Return roles as a column holds them. Raises RuleError for none."""
    if not roles:
        raise RuleError(translate("trust", "Kies minstens één rol."), field="roles")
    return " ".join(sorted(roles))


def _keep_an_admin(session: Session) -> None:
    session.flush()
    active = session.scalars(select(Account).where(Account.is_active))
    if not any(Role.ADMIN in roles_of(account) for account in active):
        raise RuleError(
            translate("trust", "Er moet minstens één beheerder zijn die zich kan aanmelden."), field="roles"
        )


@functools.cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()  # argon2id, 64 MiB, 3 passes: RFC 9106's second choice


@functools.cache
def _nobody() -> str:
    return hashed("nobody")


def hashed(password: str) -> str:
    """Return what is kept of a password."""
    return _hasher().hash(password)


def matches(kept: str, password: str) -> bool:
    """Tell whether a password is the one of which `kept` is kept."""
    try:
        return _hasher().verify(kept, password)
    except (Argon2Error, InvalidHashError):
        return False
