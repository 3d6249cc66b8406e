"""The command line as a person types it: exit codes, one Dutch sentence per refusal, never Qt."""

import argparse
import os
import subprocess
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from mmc_desk import __main__ as door
from mmc_desk.cli import arguments as command_line
from mmc_desk.cli import main, tour
from mmc_desk.core import db, i18n, paths, settings
from mmc_desk.core.errors import RuleError


@pytest.fixture(autouse=True)
def dutch_again() -> None:
    i18n.set_language("nl")


def program(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the program in a process of its own, as a terminal does."""
    return subprocess.run(
        [sys.executable, "-m", "mmc_desk", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **environment},
    )


_EVERY_VERB = """
import contextlib, io, sys
from mmc_desk.__main__ import main
from mmc_desk.cli import demo
from mmc_desk.core.feature import load
from mmc_desk.features import load_features
demo.fill = lambda session: [load(feature.demo) for feature in load_features() if feature.demo]  # rows: test_demo
for line in sys.stdin:
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        try:
            code = main(line.split())
        except SystemExit as error:
            code = error.code
    print(code, line.strip())
print([name for name in sys.modules if name.startswith("PySide6")])
"""

VERBS = """\
0 --db new.db init
0 --db new.db check
0 --db new.db backup copy.db
0 --db other.db restore copy.db
1 --db new.db import odd.csv
0 --db new.db roster 25/11/2026 -o r.pdf
0 --db new.db sheets 11/2026 --blank 1 -o s.pdf
0 --db new.db mileage 2025 -o m.pdf
0 --db new.db report 2025 -o y.json
0 --db demo.db demo
0 self-test
0 --help
"""


def test_every_verb_works_without_qt(tmp_path: Path) -> None:
    (tmp_path / "odd.csv").write_text("x;y\n1;2\n", encoding="utf-8")
    answer = subprocess.run(
        [sys.executable, "-c", _EVERY_VERB],
        input="".join(line[2:] for line in VERBS.splitlines(keepends=True)),
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )
    assert answer.stdout == f"{VERBS}[]\n", answer.stderr


def test_the_database_is_named_before_or_after_the_verb(sqlite_path: Path) -> None:
    assert main.run(["--db", str(sqlite_path), "check"]) == 0
    assert main.run(["check", "--db", str(sqlite_path)]) == 0
    assert main.run(["check", f"--db={sqlite_path}"]) == 0


def test_which_database_is_meant(monkeypatch: pytest.MonkeyPatch, own_home: Path) -> None:
    monkeypatch.delenv("MMC_DESK_DB", raising=False)
    assert main.target(["check"]) == str(paths.default_database())
    own_home.mkdir(exist_ok=True)
    paths.settings_file().write_text('database = "chosen.db"\n', encoding="utf-8")
    assert main.target(["check"]) == "chosen.db"
    monkeypatch.setenv("MMC_DESK_DB", "environment.db")
    assert main.target(["check"]) == "environment.db"
    assert main.target(["check", "--db", "given.db"]) == "given.db"


@pytest.mark.parametrize("verb", ["check", "report", "backup", "roster"])
def test_a_verb_does_not_make_a_database_by_itself(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], verb: str
) -> None:
    more = {
        "report": ["2025", "-o", str(tmp_path / "x.json")],
        "backup": [str(tmp_path / "copy.db")],
        "roster": ["+1", "-o", str(tmp_path / "x.pdf")],
    }
    assert main.run(["--db", str(tmp_path / "no.db"), verb, *more.get(verb, [])]) == 1
    error = capsys.readouterr().err
    assert error.startswith("mmc-desk: Er is geen databank op")
    assert error.count("\n") == 1
    assert not (tmp_path / "no.db").exists()


def test_import_makes_the_database_and_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "leden.csv").write_text("lidnummer;naam;voornaam\n", encoding="utf-8")
    main.run(["--db", str(tmp_path / "new.db"), "import", str(tmp_path / "leden.csv")])
    assert f"Nieuwe databank: {tmp_path / 'new.db'}" in capsys.readouterr().out
    assert (tmp_path / "new.db").is_file()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["frob"], "'frob' bestaat niet (kies uit"),
        (["import"], "dit ontbreekt: BESTAND"),
        (["check", "--bogus"], "dit is niet bekend: --bogus"),
        (["--db"], "--db: hier hoort één waarde achter"),
        (["report", "twintig", "-o", "x.json"], "vier cijfers"),
        (["roster", "nooit", "-o", "x.pdf"], "geen datum"),
        (["roster", "+1", "--week", "--month", "-o", "x.pdf"], "kan niet samen met --week"),
    ],
)
def test_wrong_use_is_2_in_dutch(capsys: pytest.CaptureFixture[str], arguments: Sequence[str], sentence: str) -> None:
    with pytest.raises(SystemExit) as stopped:
        main.run(arguments)
    assert stopped.value.code == 2
    error = capsys.readouterr().err
    assert sentence in error
    assert error.startswith("gebruik: mmc-desk")


def test_numbers_of_values_are_dutch_too(capsys: pytest.CaptureFixture[str]) -> None:
    command_line.speak_dutch()
    parser = argparse.ArgumentParser(prog="x")
    parser.add_argument("--pair", nargs=2)
    with pytest.raises(SystemExit):
        parser.parse_args(["--pair", "1"])
    assert "hier horen 2 waarden achter" in capsys.readouterr().err


def test_the_help_lists_every_verb(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main.run(["--help"])
    assert stopped.value.code == 0
    shown = capsys.readouterr().out
    for verb in (
        "init",
        "demo",
        "import",
        "check",
        "backup",
        "backups",
        "restore",
        "self-test",
        "roster",
        "report",
        "mileage",
    ):
        assert verb in shown
    for english in ("usage", "options", "show this", "positional"):
        assert english not in shown


def test_the_second_language(own_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own_home.mkdir(exist_ok=True)
    paths.settings_file().write_text('language = "en"\n', encoding="utf-8")
    with pytest.raises(SystemExit):
        main.run(["--help"])
    assert i18n.language() == "en"


# --- What can go wrong while a verb runs


def _failing(error: BaseException) -> SimpleNamespace:
    def run(_target: str, _arguments: argparse.Namespace) -> int:
        raise error

    return SimpleNamespace(add_arguments=lambda parser: parser.add_argument("rest", nargs="*"), run=run)


def _run_failing(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> int | None:
    monkeypatch.setitem(sys.modules, "mmc_desk.cli.check", _failing(error))
    return main.run(["check"])


@pytest.mark.parametrize(
    ("error", "code", "sentence"),
    [
        (RuleError("Dat kan niet."), 1, "Dat kan niet."),
        (KeyboardInterrupt(), 130, "Afgebroken."),
        (PermissionError(13, "Permission denied", "x.pdf"), 1, "x.pdf"),
        (OSError("odd"), 1, "Een bestand kan niet gelezen of geschreven worden: odd"),
        (ZeroDivisionError("Maria"), 3, "fout"),
    ],
)
def test_an_error_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    error: BaseException,
    code: int,
    sentence: str,
) -> None:
    assert _run_failing(monkeypatch, error) == code
    said = capsys.readouterr().err
    assert said.startswith("mmc-desk: ")
    assert sentence in said or code == 3
    assert said.count("\n") == 1
    assert "Traceback" not in said
    assert "Maria" not in said


def test_a_bug_is_written_where_the_sentence_says(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run_failing(monkeypatch, ZeroDivisionError("Maria")) == 3
    log = paths.log_file()
    assert str(log) in capsys.readouterr().err
    assert "ZeroDivisionError" in log.read_text(encoding="utf-8")
    assert "Maria" not in log.read_text(encoding="utf-8")


def test_a_reader_that_goes_away_gets_no_traceback(sqlite_path: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    answer = subprocess.run(
        [sys.executable, "-m", "mmc_desk", "--db", str(sqlite_path), "check"],
        stdout=write,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(write)
    assert answer.stderr == ""
    assert answer.returncode == 1


def test_a_terminal_without_euro_signs_is_no_crash(sqlite_path: Path) -> None:
    answer = program("--db", sqlite_path, "check", PYTHONIOENCODING="ascii")
    assert answer.returncode == 0
    assert "? " in answer.stdout


# --- The verbs of the house


def test_init_check_backup_restore(tmp_path: Path, capsys: pytest.CaptureFixture[str], frozen_clock: datetime) -> None:
    database, copy = str(tmp_path / "desk.db"), str(tmp_path / "copy.db")
    assert main.run(["--db", database, "init"]) == 0
    assert main.run(["--db", database, "init"]) == 1
    assert main.run(["--db", database, "backup", copy]) == 0
    assert main.run(["--db", database, "backup", copy]) == 1
    assert main.run(["--db", database, "restore", copy]) == 0
    assert main.run(["--db", str(tmp_path / "other.db"), "restore", copy]) == 0
    assert main.run(["--db", database, "check"]) == 0
    shown = capsys.readouterr()
    assert "De databank is in orde." in shown.out
    assert "desk-vervangen-20261123-100000.db" in shown.out
    assert shown.err.count("bestaat al") == 2


def test_dated_backups(tmp_path: Path, capsys: pytest.CaptureFixture[str], sqlite_path: Path) -> None:
    database = ["--db", str(sqlite_path)]
    assert main.run([*database, "backups"]) == 0
    assert main.run([*database, "restore"]) == 1
    settings.save(settings.Settings(backup_folder=str(tmp_path / "weg")))
    assert main.run([*database, "backup"]) == 0
    assert main.run([*database, "backups", "--test"]) == 0
    assert main.run([*database, "restore"]) == 0
    shown = capsys.readouterr()
    assert "nog geen reservekopieën" in shown.out
    assert "geen reservekopie die klopt" in shown.err
    assert "De tweede map" in shown.err
    assert "0 leden, 0 chauffeurs, 0 ritten" in shown.out
    assert "De nieuwste die klopt" in shown.out
    (made,) = (tmp_path / "reservekopieen").glob("*.db")
    made.write_bytes(made.read_bytes()[:-1])
    assert main.run([*database, "backups", "--test"]) == 1
    for verb in ("backups", "restore"):
        assert main.run(["--db", "postgresql://desk/desk", verb]) == 1
    said = capsys.readouterr()
    assert "beschadigd of verwisseld" in said.out
    assert said.err.count("PostgreSQL") == 2


def test_check_shows_each_breach_and_says_1(sqlite_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    connection = db.new_sqlite_connection(sqlite_path)
    connection.execute("DROP INDEX ix_ride_figures")
    connection.close()
    assert main.run(["--db", str(sqlite_path), "check"]) == 1
    shown = capsys.readouterr().out
    assert "✗ Tabellen en indexen aanwezig\n    de index ix_ride_figures ontbreekt" in shown
    assert "niet in orde" in shown


def test_the_self_test_names_the_step_that_fails(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main.run(["self-test"]) == 0
    assert "MMC Desk werkt." in capsys.readouterr().out
    monkeypatch.setattr(paths, "manual", lambda page: tmp_path / page)
    assert main.run(["self-test"]) == 1
    assert "ontbreekt. Installeer MMC Desk opnieuw." in capsys.readouterr().out


def test_the_self_test_shows_what_a_verb_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from mmc_desk.cli import self_test

    monkeypatch.setattr(self_test, "_take_a_call", lambda _path, _day: None)
    monkeypatch.setitem(sys.modules, "mmc_desk.cli.backup", _failing(RuleError("Dat kan niet.")))
    assert main.run(["self-test"]) == 1
    assert "✗ Reservekopie: mmc-desk: Dat kan niet." in capsys.readouterr().out


# --- Without a verb, and without a screen


def test_no_verb_opens_the_window(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    opened: list[str] = []

    def run(target: str) -> int:
        opened.append(target)
        return 0

    monkeypatch.setattr("mmc_desk.app.run", run)
    assert door.main(["--db", str(tmp_path / "x.db")]) == 0
    assert opened == [str(tmp_path / "x.db")]
    assert door.main(["--db", str(tmp_path / "none.db"), "check"]) == 1


def test_the_arguments_of_the_process_are_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["mmc-desk", "--db", "none.db", "check"])
    assert door.main() == 1


@pytest.mark.usefixtures("frozen_clock", "ready_practice")
def test_the_tour_leaves_every_result_and_can_be_taken_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(tour, "_SCREENSHOTS", f"{__name__}:take_screenshots")
    monkeypatch.setitem(
        sys.modules, __name__, sys.modules.get(__name__, SimpleNamespace(take_screenshots=take_screenshots))
    )
    old = tmp_path / "out" / "schermen"
    old.mkdir(parents=True)
    for name in ("oefendata.db", "oefendata.db-wal", "kilometerstaat-2025.pdf", "schermen/gone.png"):
        (tmp_path / "out" / name).write_text("of an earlier tour", encoding="utf-8")
    assert tour.run(tmp_path / "out") == 0
    made = {path.name for path in (tmp_path / "out").iterdir()}
    assert not (old / "gone.png").exists()
    assert made >= {
        "oefendata.db",
        "rittenlijsten-morgen.pdf",
        "kilometerstaat-2025.pdf",
        "jaarcijfers-2025.pdf",
        "jaarcijfers-2025.xlsx",
        "jaarcijfers-2025.json",
        "schermen",
    }
    shown = capsys.readouterr().out
    assert str(tmp_path / "out" / "rittenlijsten-morgen.pdf") in shown
    assert str(tmp_path / "out" / "schermen" / "today.png") in shown


def take_screenshots(_database: str, folder: Path) -> list[Path]:
    """Stand in for the window, whose own tests take real ones."""
    folder.mkdir()
    return [folder / "today.png"]


def test_the_tour_stops_at_what_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(main, "run", lambda _arguments: 1)
    assert tour.run(tmp_path / "out") == 1


def test_beside_an_open_window_reading_works_and_writing_names_who_has_it(
    sqlite_path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from sqlalchemy import select

    from mmc_desk.cli import entering
    from mmc_desk.core import migrate, occupant, places
    from mmc_desk.core.model import AuditEntry

    with migrate.open_database(str(sqlite_path)):
        occupant.note(sqlite_path, "Anna")
        assert main.run(["--db", str(sqlite_path), "report", "2025", "-o", str(tmp_path / "y.json")]) == main.GOOD
        assert main.run(["--db", str(sqlite_path), "plan-series"]) == main.REFUSED
    assert "al geopend door Anna op" in capsys.readouterr().err
    with entering.open_database(str(sqlite_path)) as database:
        (left,) = database.read(lambda session: [entry.label for entry in session.scalars(select(AuditEntry))])
    assert left.startswith("Bewaard als bestand: y.json (door ")
    monkeypatch.setattr(places, "is_on_network", lambda _path: True)
    assert main.run(["--db", str(sqlite_path), "report", "2025", "-o", str(tmp_path / "z.json")]) == main.GOOD
    assert "netwerkschijf" in capsys.readouterr().err
