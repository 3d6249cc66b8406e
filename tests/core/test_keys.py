"""The recovery key, and the backups it locks."""

import errno
from pathlib import Path

import pytest

from mmc_desk.core import backup, db, keys, secrets, settings
from mmc_desk.core.backup import Cause, Kept, Places, manifest, sealing
from mmc_desk.core.errors import DatabaseError, KeyNeededError, RuleError


@pytest.fixture(autouse=True)
def forgetful(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "_known", [])
    monkeypatch.setattr(secrets, "_session", {})
    monkeypatch.delenv("MMC_DESK_KEY", raising=False)


@pytest.fixture
def no_keyring(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    kept: dict[str, str] = {}
    monkeypatch.setattr(secrets, "recall", kept.get)
    monkeypatch.setattr(secrets, "remember", lambda name, key: bool(kept.update({name: key})))
    return kept


@pytest.fixture
def locked(sqlite_database: db.Database, no_keyring: dict[str, str]) -> tuple[str, Kept]:
    """A key that nobody remembers, and a backup that it locked."""
    key = keys.generate()
    keys._known.clear()
    assert sqlite_database.path
    where = Places(sqlite_database.path, recipient=keys.recipient(key))
    return key, backup.make(sqlite_database, where, Cause.START).kept


def test_a_key_is_typed_from_paper() -> None:
    key = keys.generate()
    assert keys.parse(keys.groups(key).lower()) == key
    with pytest.raises(RuleError, match="Kijk elk teken na"):
        keys.parse(key[:-1] + ("Q" if key[-1] != "Q" else "P"))
    assert len(keys.database_key(key)) == 64
    assert list(keys.tries()) == [key]


def test_keys_come_from_the_environment_and_the_keyring(
    no_keyring: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = keys.generate(), keys.generate()
    keys._known.clear()
    keys.keep(one)
    keys._known.clear()
    monkeypatch.setenv("MMC_DESK_KEY", other)
    assert list(keys.tries()) == [other, one]
    assert list(keys.tries()) == [one, other]


def test_without_the_library_nothing_is_left_plain(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(_name: str) -> object:
        raise ImportError

    monkeypatch.setattr(keys.importlib, "import_module", missing)  # type: ignore[attr-defined] # a module's own import
    with pytest.raises(DatabaseError, match="kan niet versleutelen"):
        keys.generate()


def test_a_locked_backup_was_restored_without_the_desk_s_key(locked: tuple[str, Kept], tmp_path: Path) -> None:
    _, kept = locked
    assert kept.path.name == "desk-20261123-100000.db.age"
    assert sealing.is_sealed(kept.path)
    assert b"SQLite" not in kept.path.read_bytes()
    assert backup.every(Places(tmp_path / "desk.db")) == [kept]
    assert keys._known == []
    with pytest.raises(KeyNeededError, match="herstelsleutel"):
        backup.test(kept)
    with pytest.raises(KeyNeededError):
        backup.restore(kept.path, str(tmp_path / "new.db"))
    keys.know(keys.generate())
    with pytest.raises(KeyNeededError):
        backup.restore(kept.path, str(tmp_path / "new.db"))
    assert not (tmp_path / "new.db").exists()


def test_the_key_opens_it(locked: tuple[str, Kept], tmp_path: Path) -> None:
    key, kept = locked
    keys.know(key)
    assert backup.test(kept).manifest
    backup.restore(kept.path, str(tmp_path / "new.db"))
    assert db.identify(tmp_path / "new.db")
    manifest.path_of(kept.path).unlink()
    assert backup.test(Kept(kept.path, None)).manifest


def test_one_bit_is_enough_without_a_manifest_too(locked: tuple[str, Kept], tmp_path: Path) -> None:
    key, kept = locked
    keys.know(key)
    spoilt = bytearray(kept.path.read_bytes())
    spoilt[len(spoilt) // 2] ^= 1
    kept.path.write_bytes(spoilt)
    with pytest.raises(DatabaseError, match="beschadigd"):
        backup.test(Kept(kept.path, None))
    with pytest.raises(OSError, match="No such file"):
        sealing.unseal(tmp_path / "weg", tmp_path / "new.db")


@pytest.mark.parametrize(
    ("said", "number"), [("No space left on device (os error 28)", errno.ENOSPC), ("?", errno.EIO)]
)
def test_a_disk_that_fills_up_while_locking(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str, number: int
) -> None:
    class Age:
        EncryptError = ValueError

        class x25519:  # noqa: N801 - as the library has it
            class Recipient:
                @staticmethod
                def from_str(text: str) -> str:
                    return text

        @staticmethod
        def encrypt_file(*_: object) -> None:
            raise ValueError(said)

    monkeypatch.setattr(keys, "age", lambda: Age)
    with pytest.raises(OSError, match=r"os error|\?") as raised:
        sealing.seal(tmp_path / "a", tmp_path / "b", ("age1",))
    assert raised.value.errno == number


def test_the_setting_locks(tmp_path: Path) -> None:
    settings.save(settings.Settings(backup_key="age1x"))
    assert backup.places(tmp_path / "desk.db").recipient == "age1x"
