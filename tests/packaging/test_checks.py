"""What `make test` runs, and the check of the translations."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

Script = Callable[[str], ModuleType]


@pytest.fixture
def checks(script: Script, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ModuleType:
    module = script("checks")
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "TYPES", ("types", say("Success")))
    monkeypatch.chdir(tmp_path)
    return module


def say(words: str, code: int = 0) -> list[str]:
    return [sys.executable, "-c", f"print({words!r}); raise SystemExit({code})"]


def test_a_check_that_passes_is_one_line(checks: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    assert checks.run_check("stijl", say("much")) == 0
    said = capsys.readouterr().out
    assert said.startswith("stijl … goed (")
    assert "much" not in said


def test_the_first_check_that_fails_stops_the_rest(
    checks: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(checks, "CHECKS", (("een", say("x")), ("twee", say("why", 3)), ("drie", say("z"))))
    assert checks.main(["test"]) == 3
    said = capsys.readouterr().out
    assert "twee … mislukt\nwhy" in said
    assert "drie" not in said


def test_the_summary_of_the_tests_is_the_last_line(
    checks: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(checks, "CHECKS", ())
    monkeypatch.setattr(checks, "TESTS", say("..... [100%]\n5 passed in 1.00s"))
    covered: list[list[str]] = []

    def run_check(_title: str, command: list[str]) -> int:
        covered.append(command)
        return 2

    monkeypatch.setattr(checks, "run_check", run_check)
    assert checks.main(["test"]) == 2
    assert capsys.readouterr().out.splitlines()[-1] == "5 passed in 1.00s"
    assert "--fail-under=100" in covered[0]
    assert checks.main(["check"]) == 0


def test_tests_that_fail_need_no_coverage(
    checks: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(checks, "CHECKS", ())
    monkeypatch.setattr(checks, "TESTS", say("1 failed", 1))
    assert checks.main(["test"]) == 1
    assert capsys.readouterr().out.splitlines()[1:] == ["1 failed"]


def test_wrong_types_fail_the_checks_and_stop_the_tests(
    checks: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    endless = "while True: print('.....', flush=True)"
    monkeypatch.setattr(checks, "CHECKS", ())
    monkeypatch.setattr(checks, "TYPES", ("types", say("error: no such name", 2)))
    monkeypatch.setattr(checks, "TESTS", [sys.executable, "-c", endless])
    for verb in ("check", "test"):
        assert checks.main([verb]) == 1
        assert capsys.readouterr().out.endswith("types … mislukt\nerror: no such name\n\n")


def test_every_measurement_runs_and_the_worst_code_counts(
    checks: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bench").mkdir()
    for name in ("b.py", "a.py", "_shared.py"):
        (tmp_path / "bench" / name).touch()
    called: list[str] = []

    def call(command: list[str]) -> int:
        called.append(Path(command[1]).name)
        return len(called) - 1

    monkeypatch.setattr(subprocess, "call", call)
    assert checks.main(["bench"]) == 1
    assert called == ["a.py", "b.py"]


# --- Translations


def test_what_is_wrong_with_a_translation(script: Script) -> None:
    faults = script("translations").faults
    wanted = {("a", "Rit"): "", ("a", "Lid {no}"): "", ("a", "Nieuw"): ""}
    assert list(faults(wanted, {("a", "Rit"): "Ride", ("a", "Lid {no}"): "Member {no}", ("a", "Nieuw"): "New"})) == []
    present = {("a", "Rit"): "", ("a", "Lid {no}"): "Member {nr}", ("b", "Oud"): "Old"}
    assert list(faults(wanted, present)) == [
        "ontbreekt in en.ts: [a] Nieuw",
        "staat niet meer in de bron: [b] Oud",
        "andere {velden} in de vertaling: [a] Lid {no}",
        "niet vertaald: [a] Rit",
    ]


def test_texts_are_found_in_the_sources_and_old_translations_kept(
    script: Script, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    translations = script("translations")
    (tmp_path / "mmc_desk").mkdir()
    source = tmp_path / "mmc_desk" / "page.py"
    catalogue = tmp_path / "en.ts"
    monkeypatch.setattr(translations, "ROOT", tmp_path)
    monkeypatch.setattr(translations, "CATALOGUE", catalogue)
    source.write_text('translate("page", "Rit {no}").format(no=1)\n', encoding="utf-8")
    assert translations.main([]) == 1
    assert "ontbreekt in en.ts: [page] Rit {no}" in capsys.readouterr().out
    assert translations.main(["--update"]) == 1
    done = catalogue.read_text(encoding="utf-8").replace(
        '<translation type="unfinished"></translation>', "<translation>Ride {no}</translation>"
    )
    assert str(tmp_path) not in done
    catalogue.write_text(done, encoding="utf-8")
    assert translations.main([]) == 0
    with source.open("a", encoding="utf-8") as file:
        file.write('translate("page", "Lid")\n')
    assert translations.main(["--update"]) == 1
    assert translations.read(catalogue) == {("page", "Rit {no}"): "Ride {no}", ("page", "Lid"): ""}


def test_a_long_list_of_faults_is_cut(
    script: Script, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    translations = script("translations")
    monkeypatch.setattr(translations, "faults", lambda _wanted, _present: [f"fout {number}" for number in range(50)])
    monkeypatch.setattr(translations, "update", lambda _catalogue: None)
    assert translations.main([]) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "… en nog 10"


def test_prepared_statements_that_are_out_of_date_are_named_and_written_anew(
    script: Script, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    prepared = script("prepared")
    assert prepared.main([]) == 0
    monkeypatch.setattr(prepared.paths, "database_files", lambda *parts: tmp_path.joinpath(*parts[1:]))
    assert prepared.main([]) == 1
    assert "today.json: out of date" in capsys.readouterr().out
    assert prepared.main(["--update"]) == 0
    assert prepared.main([]) == 0


def test_the_long_game_is_a_verb_of_its_own(checks: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    for place, (deeds, examples) in enumerate(((4, 0), (0, 5), (0, 0))):
        monkeypatch.setattr(checks, "PLAY", say("50 000 deeds", deeds))
        monkeypatch.setattr(checks, "EXAMPLES", say("more examples", examples))
        assert checks.main(["play"]) == (4, 5, 0)[place]
