"""Accounts, passwords, waiting after wrong ones, and what a role may do past the window."""

import argparse
import functools
import io
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.cli import entering, main
from mmc_desk.core import access, clock, migrate
from mmc_desk.core.access import AccessDeniedError, Role
from mmc_desk.core.db import Database
from mmc_desk.core.errors import RuleError
from mmc_desk.core.importing import import_files
from mmc_desk.core.migrate import open_database
from mmc_desk.core.model import AuditEntry, DeskSetting
from mmc_desk.core.settings import PRACTICE_MARK
from mmc_desk.features import follow
from mmc_desk.features.rides import ops as ride_ops
from mmc_desk.features.trust.commands import accounts as commands
from mmc_desk.features.trust.model import Account
from mmc_desk.features.trust.ops import accounts as ops
from mmc_desk.features.trust.ops import rescuing
from mmc_desk.features.trust.ops.accounts import AddAccount, ChangeAccount, SetPassword
from mmc_desk.features.trust.queries.accounts import accounts
from mmc_desk.features.trust.queries.has_accounts import HAS_ACCOUNTS
from mmc_desk.features.trust.queries.own_roles import own_roles
from mmc_desk.features.trust.queries.trace import persons
from mmc_desk.features.trust.rules.passwords import FREE_FAILURES, check_password, locked_until
from tests.conftest import NOW

PASSWORD = "een zin om te onthouden"  # noqa: S105 - a test's
ADMIN = frozenset({Role.ADMIN})
DESK = frozenset({Role.DESK})


@pytest.fixture(autouse=True)
def cheap_hash(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(ops, "_hasher", lambda: PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    ops._nobody.cache_clear()
    yield
    ops._nobody.cache_clear()


def add(database: Database, name: str, roles: access.RoleSet = ADMIN, password: str = PASSWORD) -> int:
    command = AddAccount(name, "", password, roles)
    return database.write(functools.partial(ops.add_account, command=command), "Account").value


def try_in(database: Database, name: str, password: str = PASSWORD) -> ops.SignedIn:
    return database.write(functools.partial(ops.sign_in, name=name, password=password)).value


def test_a_password_is_long_and_not_the_name() -> None:
    check_password("tien tekens", "els")
    for password in ("kort", "elselselsels"):
        with pytest.raises(RuleError):
            check_password(password, "Els")


@pytest.mark.parametrize(("failures", "minutes"), [(0, None), (4, None), (5, 1), (6, 2), (10, 32), (11, 60), (900, 60)])
def test_the_wait_doubles_from_the_fifth_on(failures: int, minutes: int | None) -> None:
    assert locked_until(failures, NOW) == (None if minutes is None else NOW + timedelta(minutes=minutes))


def test_accounts_are_made_changed_and_never_without_an_admin(database: Database) -> None:
    assert not database.read_prepared(HAS_ACCOUNTS)
    with pytest.raises(RuleError, match="beheerder"):
        add(database, "els", DESK)
    els, jan = add(database, "  Els "), add(database, "jan", DESK)
    assert database.read_prepared(HAS_ACCOUNTS)
    for name, roles, match in (("els", ADMIN, "bestaat al"), ("j p", DESK, "spaties"), ("an", frozenset(), "rol")):
        with pytest.raises(RuleError, match=match):
            add(database, name, roles)
    for command in (ChangeAccount(els, "Els", DESK), ChangeAccount(els, "Els", ADMIN, is_active=False)):
        with pytest.raises(RuleError, match="beheerder"):
            database.write(functools.partial(ops.change_account, command=command))
    gone = ChangeAccount(jan, "", DESK, is_active=False)
    database.write(functools.partial(ops.change_account, command=gone))
    with pytest.raises(RuleError, match="bestaat niet"):
        database.write(functools.partial(ops.set_password, command=SetPassword(99, PASSWORD)))
    assert [(row.name, row.full_name, row.is_active) for row in database.read(accounts)] == [
        ("els", "els", True),
        ("jan", "jan", False),
    ]
    assert try_in(database, "jan") == ops.SignedIn()


def test_wrong_passwords_are_counted_and_the_count_stays(database: Database) -> None:
    els = add(database, "els")
    assert try_in(database, "niemand") == ops.SignedIn()
    for _ in range(4):
        assert try_in(database, "els", "fout") == ops.SignedIn()
    late = NOW + timedelta(minutes=1)
    assert try_in(database, "els", "fout").wait_until == late
    assert try_in(database, "els").wait_until == late, "the right one waits too"
    with pytest.raises(AccessDeniedError, match="Te vaak"):
        commands.enter(database, "els", PASSWORD)
    with clock.frozen(NOW + timedelta(minutes=2)):
        found = try_in(database, "ELS")
    assert found.who is not None
    assert (found.who.name, found.who.roles) == ("els", ADMIN)
    database.write(functools.partial(ops.set_password, command=SetPassword(els, "een andere zin")))
    assert try_in(database, "els").who is None
    assert try_in(database, "els", "een andere zin").who is not None


def test_no_trace_holds_a_hash_and_a_damaged_one_opens_nothing(sqlite_database: Database) -> None:
    add(sqlite_database, "els")
    entries = sqlite_database.read(lambda session: str([entry.rows for entry in session.scalars(select(AuditEntry))]))
    assert "argon2" not in entries
    assert "•••" in entries
    assert not ops.matches("geen hash", PASSWORD)


def test_who_signed_in_is_named_and_held_to_a_role(sqlite_database: Database, tmp_path: Path) -> None:
    database = sqlite_database
    add(database, "els")
    add(database, "jan", DESK)
    with pytest.raises(AccessDeniedError, match="horen niet bij elkaar"):
        commands.enter(database, "jan", "fout")
    commands.enter(database, "jan", PASSWORD)
    commands.unlock(database, "jan", PASSWORD)
    assert database.read(own_roles) == DESK
    database.followers = (follow,)
    closed = ride_ops.AddClosure(date(2026, 12, 24), "brug")
    database.write(functools.partial(ride_ops.add_closure, command=closed), "Sluiting")
    last = database.read(
        lambda session: session.scalars(select(AuditEntry.actor).order_by(AuditEntry.id.desc())).first()
    )
    assert last == "jan"
    assert database.read_prepared(PRACTICE_MARK) is False
    for refused in (accounts, persons):
        with pytest.raises(AccessDeniedError, match=r"Uw rol \(balie\)"):
            database.read(refused)
    with pytest.raises(AccessDeniedError):
        import_files(database, [tmp_path], [])


def given(deed: str, account: str = "", roles: str = "", full_name: str = "") -> argparse.Namespace:
    return argparse.Namespace(deed=deed, account=account, roles=roles, full_name=full_name)


def typed(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{text}\n"))


def test_the_verbs(sqlite_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    with entering.open_database(str(sqlite_path)) as database:
        commands.run_account(database, given("list"))
        typed(monkeypatch, PASSWORD)
        commands.run_account(database, given("add", "els", "admin,manager", "Els Claes"))
        typed(monkeypatch, PASSWORD)
        commands.run_account(database, given("add", "jan", "desk"))
        commands.run_account(database, given("roles", "jan", "coordinator"))
        commands.run_account(database, given("off", "jan"))
        typed(monkeypatch, "een andere zin")
        commands.run_account(database, given("password", "els"))
        with pytest.raises(RuleError, match="Kies uit: desk"):
            commands.run_account(database, given("roles", "els", "baas"))
        with pytest.raises(RuleError, match="account list"):
            commands.run_account(database, given("off", "niemand"))
    monkeypatch.setenv("MMC_DESK_USER", "els")
    typed(monkeypatch, "een andere zin")
    with entering.open_database(str(sqlite_path)) as database:
        commands.run_account(database, given("list"))
    said = capsys.readouterr().out
    assert "zonder aanmelden" in said
    assert "els  Els Claes  beheerder, verantwoordelijke\njan  jan  coördinator (uit)\n" in said
    typed(monkeypatch, "fout")
    with pytest.raises(AccessDeniedError):
        entering.open_database(str(sqlite_path))


def test_the_hash_is_argon2id_at_its_full_cost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    hasher = ops._hasher()
    assert (hasher.type.name, hasher.memory_cost, hasher.time_cost) == ("ID", 65_536, 3)


def test_a_role_from_a_newer_program_gives_nothing(sqlite_database: Database) -> None:
    els = add(sqlite_database, "els")

    def rename(session: Session) -> None:
        session.get_one(Account, els).roles = "admin emperor"

    sqlite_database.write(rename)
    assert sqlite_database.read(accounts)[0].roles == ADMIN


def test_the_rescue_code_lets_an_administrator_in_once(
    sqlite_path: Path, frozen_clock: object, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with migrate.open_database(str(sqlite_path)) as database:
        els = add(database, "els")
        code = database.write(rescuing.renew_code).value
        code = database.write(rescuing.renew_code).value
        for _ in range(6):
            try_in(database, "els", "verkeerd")
        assert try_in(database, "els").wait_until

    def typed(*lines: str) -> int | None:
        monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(lines)))
        return main.run(["--db", str(sqlite_path), "rescue", "Els"])

    assert typed("AAAA BBBB CCCC DDDD EEEE", "een nieuwe zin") == main.REFUSED
    assert typed(code, "kort") == main.REFUSED
    assert typed(code.lower().replace(" ", "-"), "een nieuwe zin") == main.GOOD
    following = capsys.readouterr().out.rpartition(": ")[2].strip()
    assert typed(code, "nog een andere zin") == main.REFUSED
    with migrate.open_database(str(sqlite_path)) as database:
        who = try_in(database, "els", "een nieuwe zin").who
        assert who is not None
        assert who.roles == ADMIN
        for name in ("niemand", "els"):
            command = rescuing.Rescue(name, following if name == "niemand" else code, PASSWORD)
            assert database.write(functools.partial(rescuing.rescue, command=command)).value == ""
        database.write(lambda session: session.delete(session.scalars(select(DeskSetting)).one()))
        command = rescuing.Rescue("els", following, PASSWORD)
        assert database.write(functools.partial(rescuing.rescue, command=command)).value == ""
        labels = database.read(lambda session: [entry.label for entry in session.scalars(select(AuditEntry))])
    assert els
    assert {"Herstelcode geweigerd: els", "Herstelcode gebruikt: els"} <= set(labels)


def test_what_changed_since_somebody_signed_in_counts_from_the_next_unlock(sqlite_database: Database) -> None:
    database = sqlite_database
    assert database.read(own_roles) == frozenset()
    add(database, "els")
    key = add(database, "jan", DESK)
    commands.enter(database, "jan", PASSWORD)
    signed_in, database.access = database.access, None  # as another desk
    database.write(functools.partial(ops.change_account, command=ChangeAccount(key, "", ADMIN)))
    database.access = signed_in
    assert database.read(own_roles) == ADMIN
    commands.unlock(database, "jan", PASSWORD)
    assert signed_in is not None
    assert signed_in.who.roles == ADMIN
    database.write(functools.partial(ops.change_account, command=ChangeAccount(key, "", ADMIN, is_active=False)))
    assert database.read(own_roles) == frozenset()
    with pytest.raises(AccessDeniedError):
        commands.unlock(database, "jan", PASSWORD)


@pytest.mark.postgres
def test_guesses_at_once_are_counted_one_by_one(postgres_database: Database) -> None:
    """As a thief: each guess over a connection of its own, all before the first one is counted."""
    add(postgres_database, "els")
    guesses = 8
    together = threading.Barrier(guesses)

    def guess(_number: int) -> object:
        with open_database(postgres_database.url) as other:
            together.wait(20)
            return try_in(other, "els", "een verkeerde zin").wait_until

    with ThreadPoolExecutor(guesses) as pool:
        answers = list(pool.map(guess, range(guesses)))
    row = postgres_database.read(lambda session: session.scalars(select(Account)).one())
    assert row.failures == FREE_FAILURES
    assert answers.count(None) == FREE_FAILURES - 1
