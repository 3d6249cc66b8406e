"""`mmc-desk account DEED`, and signing in: on the command line and in the window."""

import argparse
import functools
import getpass
import os
import sys

from mmc_desk.core import audit
from mmc_desk.core.access import Access, AccessDeniedError, Role, role_name
from mmc_desk.core.db import Database
from mmc_desk.core.errors import RuleError
from mmc_desk.core.formats import show_time
from mmc_desk.core.i18n import translate
from mmc_desk.features import role_table
from mmc_desk.features.trust.ops import accounts as ops
from mmc_desk.features.trust.queries.accounts import AccountRow, accounts


def enter(database: Database, name: str, password: str) -> None:
    """Sign in to a database: from then on it asks what that person may do. Raises AccessDeniedError."""
    signed = _checked(database, name, password)
    assert signed.who is not None  # noqa: S101 - narrows the type: _checked raises without anybody
    database.access = Access(signed.who, role_table())


def unlock(database: Database, name: str, password: str) -> None:
    """Check the password of who signed in already; from then on the roles of now count. Raises AccessDeniedError."""
    signed = _checked(database, name, password)
    if database.access is not None and signed.who is not None:
        database.access.who = signed.who


def _checked(database: Database, name: str, password: str) -> ops.SignedIn:
    work = functools.partial(ops.sign_in, name=name, password=password)
    label = translate("trust", "Aanmelden: {name}").format(name=name.strip().casefold()[:100])
    signed = database.write(work, label).value
    if signed.who is not None:
        return signed
    if signed.wait_until is not None:
        text = translate("trust", "Te vaak een verkeerd wachtwoord. Probeer opnieuw na {time}.")
        raise AccessDeniedError(text.format(time=show_time(signed.wait_until)))
    raise AccessDeniedError(translate("trust", "Deze naam en dit wachtwoord horen niet bij elkaar. Probeer opnieuw."))


def enter_by_terminal(database: Database) -> None:
    """Sign in as MMC_DESK_USER, else by the system's name, with the password typed. Raises AccessDeniedError."""
    name = os.environ.get("MMC_DESK_USER") or audit.actor()
    enter(database, name, typed_password(translate("trust", "Wachtwoord van {name}: ").format(name=name)))


def typed_password(question: str) -> str:
    """Return a password: typed unseen, or the next line of what is piped in."""
    return getpass.getpass(question) if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")


# --- Accounts


def run_account(database: Database, arguments: argparse.Namespace) -> int:
    """Show, add or change accounts. Raises RuleError, AccessDeniedError."""
    act = {"list": _list, "add": _add, "password": _password, "roles": _roles, "off": _off}[arguments.deed]
    act(database, arguments)
    return 0


def _list(database: Database, _arguments: argparse.Namespace) -> None:
    found = database.read(accounts)
    for row in found:
        roles = ", ".join(map(role_name, sorted(row.roles)))
        state = "" if row.is_active else translate("trust", " (uit)")
        print(f"{row.name}  {row.full_name}  {roles}{state}")
    if not found:
        print(translate("trust", "Geen accounts: iedereen aan deze pc mag alles, zonder aanmelden."))


def _add(database: Database, arguments: argparse.Namespace) -> None:
    password = typed_password(translate("trust", "Nieuw wachtwoord: "))
    command = ops.AddAccount(_name(arguments), arguments.full_name, password, _wanted(arguments))
    database.write(functools.partial(ops.add_account, command=command), translate("trust", "Account toegevoegd"))


def _password(database: Database, arguments: argparse.Namespace) -> None:
    command = ops.SetPassword(
        _account(database, arguments).account_id, typed_password(translate("trust", "Nieuw wachtwoord: "))
    )
    database.write(functools.partial(ops.set_password, command=command), translate("trust", "Wachtwoord gewijzigd"))


def _roles(database: Database, arguments: argparse.Namespace) -> None:
    known = _account(database, arguments)
    command = ops.ChangeAccount(known.account_id, arguments.full_name or known.full_name, _wanted(arguments))
    database.write(functools.partial(ops.change_account, command=command), translate("trust", "Account gewijzigd"))


def _off(database: Database, arguments: argparse.Namespace) -> None:
    known = _account(database, arguments)
    command = ops.ChangeAccount(known.account_id, known.full_name, known.roles, is_active=False)
    database.write(functools.partial(ops.change_account, command=command), translate("trust", "Account uitgezet"))


def _name(arguments: argparse.Namespace) -> str:
    name: str = arguments.account or ""
    return name.strip().casefold()


def _account(database: Database, arguments: argparse.Namespace) -> AccountRow:
    for row in database.read(accounts):
        if row.name == _name(arguments):
            return row
    raise RuleError(translate("trust", "Deze account bestaat niet. Zie: mmc-desk account list"))


def _wanted(arguments: argparse.Namespace) -> frozenset[Role]:
    try:
        return frozenset(Role(name) for name in (arguments.roles or "").split(",") if name)
    except ValueError as error:
        known = ", ".join(Role)
        raise RuleError(translate("trust", "Deze rol bestaat niet. Kies uit: {known}").format(known=known)) from error
