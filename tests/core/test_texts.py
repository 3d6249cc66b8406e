import errno
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from sqlalchemy.dialects import sqlite

from mmc_desk.core import clock, columns, crash, errors, formats, i18n, paths


@pytest.fixture
def english(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A second language of two texts, one of them unfinished."""
    catalogue = tmp_path / "xx.ts"
    catalogue.write_text(
        '<TS version="2.1"><context><name>page</name>'
        "<message><source>Rit</source><translation>Ride</translation></message>"
        '<message><source>Lid</source><translation type="unfinished"></translation></message>'
        "</context></TS>",
        encoding="utf-8",
    )
    monkeypatch.setattr(paths, "resource", lambda *parts: tmp_path / parts[-1])
    monkeypatch.setattr(i18n, "_language", "xx")
    i18n._catalogue.cache_clear()
    return catalogue


def test_a_text_in_the_second_language(english: Path) -> None:
    assert i18n.translate("page", "Rit") == "Ride"
    assert i18n.language() == "xx"


@pytest.mark.parametrize(("context", "text"), [("page", "Lid"), ("page", "Iets"), ("other", "Rit")])
def test_a_text_without_translation_stays_dutch(english: Path, context: str, text: str) -> None:
    assert i18n.translate(context, text) == text


def test_a_language_without_a_catalogue_shows_dutch(english: Path) -> None:
    i18n.set_language("yy")
    assert i18n.translate("page", "Rit") == "Rit"
    assert i18n._catalogue("nl") == {}


def test_dutch_is_the_source() -> None:
    assert i18n.translate("page", i18n.QT_TRANSLATE_NOOP("page", "Rit")) == "Rit"


@pytest.mark.parametrize(
    ("number", "dutch"),
    [(errno.EACCES, "rechten"), (errno.ENOSPC, "vol"), (errno.EISDIR, "map"), (errno.ENOENT, "bestaat niet")],
)
def test_a_reason_of_the_system_in_dutch(number: int, dutch: str) -> None:
    assert dutch in errors.reason(OSError(number, "English"))


def test_an_unusual_reason_in_the_systems_own_words() -> None:
    assert errors.reason(OSError(errno.ELOOP, "Too many links")) == "Too many links"
    assert errors.reason(OSError("no number")) == "no number"


def test_a_rule_error_names_its_field() -> None:
    assert errors.RuleError("Te laat.", "pickup").field == "pickup"
    assert errors.RuleError("Te laat.").field == ""


# --- Clock


def test_a_day_in_brussels_is_not_the_day_in_utc() -> None:
    with clock.frozen(datetime(2026, 7, 1, 22, 30, tzinfo=UTC)):
        assert clock.today() == date(2026, 7, 2)
        assert clock.local(clock.now()).time() == time(0, 30)


def test_the_clock_runs_again_after_it_was_held() -> None:
    with clock.frozen(datetime(2000, 1, 1, tzinfo=UTC)):
        pass
    assert clock.now() > datetime(2020, 1, 1, tzinfo=UTC)
    assert clock.now().tzinfo is UTC


def test_wall_clock_time_over_the_change_of_the_hour() -> None:
    before, after = clock.at(date(2026, 3, 28), time(9)), clock.at(date(2026, 3, 29), time(9))
    assert after - before == timedelta(hours=23)
    first = clock.at(date(2026, 10, 25), time(2, 30))
    assert first == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


# --- Instants in the database


def test_an_instant_is_stored_in_utc_and_a_naive_one_refused() -> None:
    column, dialect = columns.UtcDateTime(), sqlite.dialect()
    noon = clock.at(date(2026, 7, 1), time(12))
    local = noon.astimezone(clock.BRUSSELS)
    assert column.process_bind_param(local, dialect) == noon
    assert column.process_bind_param(None, dialect) is None
    assert column.process_result_value(None, dialect) is None
    assert column.process_result_value(noon.replace(tzinfo=None), dialect) == noon
    assert column.process_result_value(local, dialect) == noon
    with pytest.raises(ValueError, match="naive"):
        column.process_bind_param(noon.replace(tzinfo=None), dialect)


# --- Paths


def test_the_users_own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("MMC_DESK_HOME", str(tmp_path))
    assert paths.default_database() == tmp_path / "mmc-desk.db"
    assert paths.settings_file().parent == paths.log_file().parent == tmp_path
    monkeypatch.delenv("MMC_DESK_HOME")
    assert paths.data_folder().name == "mmc-desk"


def test_shipped_files_beside_the_package_and_inside_an_installed_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert paths.resource("fonts", "DejaVuSans.ttf").is_file()
    assert paths.database_files("migrations", "env.py").is_file()
    assert paths.manual("index").is_file()
    monkeypatch.setattr(paths, "_CHECKOUT", tmp_path)
    assert paths.resource("fonts").parts[-3:] == ("_shipped", "resources", "fonts")
    assert paths.manual("index").parts[-3:] == ("_shipped", "handleiding", "index.md")


# --- The report of a bug


def _ring(number: str) -> None:
    raise ValueError(number)


def _bug() -> BaseException:
    cause, error = KeyError("Maria Peeters"), None
    try:
        _ring("0473 64 17 88")
    except ValueError as caught:
        error = caught
    assert error is not None
    error.__cause__ = cause
    return error


def test_a_report_says_where_and_never_who() -> None:
    report = crash.report_of(_bug())
    assert "ValueError" in report
    assert "KeyError" in report
    assert "test_texts.py" in report
    assert "Maria" not in report
    assert "0473" not in report
    assert str(Path(__file__).parent) not in report


def test_a_report_names_our_own_modules() -> None:
    with pytest.raises(errors.RuleError) as caught:
        formats.parse_time("noen")
    assert "mmc_desk/core/formats.py" in crash.report_of(caught.value)


def test_the_log_grows_and_starts_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    path = crash.log("eerste")
    crash.log("tweede")
    assert path == paths.log_file()
    assert path.read_text(encoding="utf-8").count("e\n\n") == 2
    monkeypatch.setattr(crash, "_LARGEST_LOG", 10)
    crash.log("derde")
    assert "eerste" not in path.read_text(encoding="utf-8")


def test_a_log_that_cannot_be_written_is_no_second_crash(own_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own_home.write_text("in the way", encoding="utf-8")
    crash.log("verslag")
    assert "verslag" in capsys.readouterr().err
