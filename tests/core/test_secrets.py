"""Passwords: in the keyring where there is one, in memory where there is none, never anywhere else."""

from collections.abc import Iterator

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as NoKeyring

from mmc_desk.core import secrets


class Memory(KeyringBackend):
    priority = 1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call] # keyring's own
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password


@pytest.fixture(autouse=True)
def former_keyring(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    before = keyring.get_keyring()
    monkeypatch.setattr(secrets, "_session", {})
    yield
    keyring.set_keyring(before)


def test_a_keyring_keeps_it_after_the_session(monkeypatch: pytest.MonkeyPatch) -> None:
    backend = Memory()
    keyring.set_keyring(backend)
    assert secrets.recall("desk@smtp") is None
    assert secrets.remember("desk@smtp", "geheim")
    assert backend.kept == {("mmc-desk", "desk@smtp"): "geheim"}
    monkeypatch.setattr(secrets, "_session", {})
    assert secrets.recall("desk@smtp") == "geheim"
    backend.kept.clear()
    assert secrets.recall("desk@smtp") == "geheim"
    assert "sleutelbos van dit toestel" in secrets.where_kept(kept=True)


def test_without_a_keyring_it_lasts_as_long_as_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    keyring.set_keyring(NoKeyring())  # type: ignore[no-untyped-call] # keyring's own
    assert secrets.recall("desk@smtp") is None
    assert not secrets.remember("desk@smtp", "geheim")
    assert secrets.recall("desk@smtp") == "geheim"
    monkeypatch.setattr(secrets, "_session", {})
    assert secrets.recall("desk@smtp") is None
    assert "opnieuw gevraagd" in secrets.where_kept(kept=False)
