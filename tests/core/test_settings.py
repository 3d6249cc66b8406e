"""A person's own settings: kept whole, read with care; and the mark of practice data."""

from datetime import date
from pathlib import Path

import pytest

from mmc_desk.core import db, paths, settings
from mmc_desk.core.errors import FileError
from mmc_desk.core.model import DeskSetting
from mmc_desk.core.settings import Settings


def test_without_a_file_there_are_defaults() -> None:
    assert settings.load() == Settings("nl", "system", 100, "")


def test_what_is_saved_comes_back() -> None:
    wanted = Settings("en", "dark", 150, 'C:\\Bureau\\"de" wijzer.db')
    settings.save(wanted)
    assert settings.load() == wanted
    assert settings.changed(wanted, scale=90) == settings.load()


@pytest.mark.parametrize(
    "content",
    [
        b"kapot = [",
        b"\xff\xfe",
        b'language = "xx"\ntheme = "paars"\nscale = "groot"\ndatabase = 7\n',
        b"",
    ],
)
def test_an_odd_file_is_no_reason_to_stop(content: bytes) -> None:
    paths.data_folder().mkdir(parents=True)
    paths.settings_file().write_bytes(content)
    assert settings.load() == Settings()


@pytest.mark.parametrize(("stored", "used"), [(10, 80), (80, 80), (137, 137), (999, 200)])
def test_the_scale_stays_within_what_the_window_can(stored: int, used: int) -> None:
    settings.save(Settings(scale=stored))
    assert settings.load().scale == used


def test_a_folder_that_refuses_is_told(own_home: Path) -> None:
    own_home.write_text("geen map", encoding="utf-8")
    with pytest.raises(FileError, match="kunnen niet bewaard worden"):
        settings.save(Settings())


def test_a_failed_write_leaves_the_old_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    settings.save(Settings(scale=120))

    def fail(_self: Path, _target: Path) -> Path:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", fail)
        with pytest.raises(FileError):
            settings.save(Settings(scale=80))
    assert settings.load().scale == 120
    assert [path.name for path in paths.data_folder().iterdir()] == ["settings.toml"]


def test_practice_data_is_recognised(database: db.Database) -> None:
    assert not database.read(settings.is_practice)
    database.write(lambda session: session.add(DeskSetting(name="practice", value="nee", valid_from=date(2019, 1, 1))))
    assert not database.read(settings.is_practice)
    mark = DeskSetting(name="practice", value="OEFENDATA", valid_from=date(2020, 1, 1))
    database.write(lambda session: session.add(mark))
    assert database.read(settings.is_practice)
