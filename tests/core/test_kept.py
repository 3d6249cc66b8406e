"""What a desk keeps for an outage: sealed, of one database, of this version, and not a day too long."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import keyring
import pytest
from keyring.backends.fail import Keyring as NoKeyring
from sqlalchemy import select

import mmc_desk
from mmc_desk.core import audit, engines, kept, keys, occupant, secrets
from mmc_desk.core.db import Database
from mmc_desk.core.errors import DatabaseError, ServerLostError
from mmc_desk.core.model import AuditEntry
from tests.conftest import NOW
from tests.core.test_secrets import Memory

URL = "postgresql+psycopg://balie:geheim@server/desk"
TODAY, UNTIL = date(2026, 11, 23), date(2026, 11, 24)
WHAT = kept.Kept(NOW, "Rosa Jans, Kerkstraat 1")


@pytest.fixture(autouse=True)
def own_keyring(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    before = keyring.get_keyring()
    monkeypatch.setattr(secrets, "_session", {})
    keyring.set_keyring(Memory())
    yield
    keyring.set_keyring(before)


def files() -> list[Path]:
    return sorted(kept.folder().iterdir())


def test_kept_and_recalled_whatever_the_spelling_and_the_password(own_home: Path) -> None:
    assert kept.recall(URL, TODAY) is None
    assert kept.keep(URL, WHAT, UNTIL)
    assert kept.keep(URL, WHAT._replace(content="later"), UNTIL)
    (path,) = files()
    assert b"Jans" not in path.read_bytes()
    assert b"later" not in path.read_bytes()
    assert kept.recall("postgresql://balie:nieuw@server/desk", UNTIL) == kept.Kept(NOW, "later")
    assert kept.recall("postgresql://balie@elders/desk", TODAY) is None
    kept.forget(URL)
    assert files() == []


def test_what_is_too_old_goes(own_home: Path) -> None:
    kept.keep(URL, WHAT, UNTIL)
    (kept.folder() / "iets anders.age").touch()
    assert kept.recall("postgresql://balie@elders/desk", date(2026, 11, 25)) is None
    assert files() == []


def test_without_a_keyring_it_is_of_use_as_long_as_the_program_runs(
    own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keyring.set_keyring(NoKeyring())  # type: ignore[no-untyped-call] # keyring's own
    kept.keep(URL, WHAT, UNTIL)
    assert kept.recall(URL, TODAY) == WHAT
    monkeypatch.setattr(secrets, "_session", {})
    assert kept.recall(URL, TODAY) is None


def test_another_key_or_a_changed_byte_gives_nothing(own_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept.keep(URL, WHAT, UNTIL)
    (path,) = files()
    path.write_bytes(path.read_bytes()[:-1])
    assert kept.recall(URL, TODAY) is None
    monkeypatch.setattr(secrets, "_session", {})
    keyring.set_keyring(Memory())
    secrets.remember("kept-for-an-outage", str(keys.age().x25519.Identity.generate()))
    assert kept.recall(URL, TODAY) is None


def test_of_another_version_is_left_alone(own_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept.keep(URL, WHAT, UNTIL)
    monkeypatch.setattr(mmc_desk, "__version__", "99")
    assert kept.recall(URL, TODAY) is None


def test_what_can_not_be_kept_leaves_nothing(own_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept.keep(URL, WHAT, UNTIL)
    with monkeypatch.context() as full:

        def refuse(_self: Path, _target: Path) -> None:
            raise OSError

        full.setattr(Path, "replace", refuse)
        assert not kept.keep(URL, WHAT, UNTIL)
    assert files() == []

    def absent() -> None:
        raise DatabaseError

    kept.keep(URL, WHAT, UNTIL)
    monkeypatch.setattr(keys, "age", absent)
    assert kept.recall(URL, TODAY) is None
    assert not kept.keep(URL, WHAT, UNTIL)
    assert files() == []


def test_a_file_that_can_not_go_is_no_error(own_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept.keep(URL, WHAT, UNTIL)

    def refuse(_self: Path, **_options: bool) -> None:
        raise OSError

    monkeypatch.setattr(Path, "unlink", refuse)
    assert kept.recall(URL, date(2026, 11, 25)) is None


def test_the_moment_is_an_instant(frozen_clock: datetime, own_home: Path) -> None:
    kept.keep(URL, WHAT, UNTIL)
    found = kept.recall(URL, TODAY)
    assert found is not None
    assert found.at.utcoffset() is not None


# --- What left without the server


@pytest.fixture
def server(sqlite_database: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """A file that says that it is the server of URL."""
    monkeypatch.setattr(engines, "_tell_other_desks", lambda *_: None)  # a file has none
    monkeypatch.setattr(occupant, "login", lambda: "greet")
    sqlite_database.url = URL
    yield sqlite_database
    sqlite_database.url = ""


def trace(database: Database) -> list[str]:
    assert database.read(lambda session: list(audit.breaches(session))) == []
    return database.read(lambda session: list(session.scalars(select(AuditEntry.label).order_by(AuditEntry.id))))


def lines() -> list[Path]:
    return sorted(kept.folder().glob("*.spoor"))


def test_what_left_without_the_server_comes_into_the_trace_once(own_home: Path, server: Database) -> None:
    assert kept.leave(URL, "Afgedrukt: Rittenlijst 24/11", "Rittenlijst 24/11")
    assert kept.leave(URL, "Bewaard als bestand: r.pdf", "r.pdf", "balie1")
    assert kept.leave("postgresql://elders/desk", "Afgedrukt: x", "x")
    assert not any(word in line.read_bytes() for line in lines() for word in (b"Rittenlijst", b"greet", b"balie1"))
    kept.keep(URL, WHAT, UNTIL)
    kept.recall(URL, date(2027, 1, 1))
    assert len(lines()) == 3
    kept.take_in(server)
    kept.take_in(server)
    assert sorted(trace(server)) == [
        "Afgedrukt: Rittenlijst 24/11 (door greet, niet aangemeld, 23/11/2026 10:00, zonder de server)",
        "Bewaard als bestand: r.pdf (door balie1, 23/11/2026 10:00, zonder de server)",
    ]
    assert len(lines()) == 1


def test_a_program_killed_between_says_it_once_all_the_same(
    own_home: Path, server: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept.leave(URL, "Afgedrukt: x", "x")

    def refuse(_path: Path, **_more: object) -> None:
        raise OSError

    with monkeypatch.context() as killed:
        killed.setattr(Path, "unlink", refuse)
        kept.take_in(server)
    assert len(lines()) == 1
    kept.take_in(server)
    assert len(trace(server)) == 1
    assert lines() == []


def test_what_the_server_refuses_waits(own_home: Path, server: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    kept.leave(URL, "Afgedrukt: x", "x")

    def lost(*_: object) -> None:
        raise ServerLostError("weg")

    with monkeypatch.context() as away:
        away.setattr(server, "write", lost)
        kept.take_in(server)
    assert len(lines()) == 1


@pytest.mark.parametrize("spoilt", [True, False])
def test_a_line_that_no_key_opens_is_told_as_such(
    own_home: Path, server: Database, monkeypatch: pytest.MonkeyPatch, *, spoilt: bool
) -> None:
    kept.leave(URL, "Afgedrukt: x", "x")
    if spoilt:
        lines()[0].write_bytes(b"half")
    else:
        monkeypatch.setattr(secrets, "_session", {})
        keyring.set_keyring(Memory())
    kept.take_in(server)
    (label,) = trace(server)
    assert label.startswith("Iets dat niet meer te lezen is (door greet, ")
    assert lines() == []


def test_a_desk_that_cannot_encrypt_leaves_nothing(own_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise DatabaseError("kan niet versleutelen")

    monkeypatch.setattr(keys, "age", refuse)
    assert not kept.leave(URL, "Afgedrukt: x", "x")
    assert lines() == []
