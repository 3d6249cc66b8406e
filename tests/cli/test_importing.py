"""The import verb: what it prints, where it writes, how it ends."""

import argparse
from pathlib import Path

import pytest

from mmc_desk.cli import importing
from mmc_desk.core.errors import DatabaseError
from mmc_desk.core.migrate import open_database

MEMBERS = "Lidnr;Naam;Voornaam;Soort\n1;Janssen;Maria;alleen\n2;Peeters;Jan;koppel\n"


def run(target: Path, *arguments: str | Path) -> int:
    parser = argparse.ArgumentParser()
    importing.add_arguments(parser)
    return importing.run(str(target), parser.parse_args([str(argument) for argument in arguments]))


@pytest.fixture
def members(tmp_path: Path) -> Path:
    path = tmp_path / "ledenlijst.csv"
    path.write_text(MEMBERS, encoding="utf-8")
    return path


def test_a_new_database_is_made_and_said(tmp_path: Path, members: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "nieuw.db"
    assert run(target, members) == 0
    assert capsys.readouterr().out.splitlines() == [
        f"Nieuwe databank: {target}",
        "ledenlijst.csv: ledenlijst, 2 gelezen, 2 nieuw, 0 gewijzigd, 0 ongewijzigd, 0 afgewezen",
    ]
    assert run(target, members) == 0
    assert "2 ongewijzigd" in capsys.readouterr().out


def test_rejected_rows_end_with_one(sqlite_path: Path, members: Path, capsys: pytest.CaptureFixture[str]) -> None:
    members.write_text(MEMBERS + "".join(f"x{number} y;A;B;\n" for number in range(12)), encoding="utf-8")
    rejects = members.parent / "uit"
    assert run(sqlite_path, members, "--rejects", rejects) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[1] == "  afgewezen: rij 4: Lidnr: “x0 y” is geen nummer"
    assert lines[-2] == "  … en nog 2"
    assert lines[-1] == f"  afgewezen rijen met hun reden: {rejects / 'ledenlijst.afgewezen.csv'}"


def test_a_dry_run_keeps_nothing(sqlite_path: Path, members: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(sqlite_path, members, "--dry-run") == 0
    out = capsys.readouterr().out
    assert "2 nieuw" in out
    assert out.endswith("Alleen nagekeken: er werd niets bewaard.\n")
    assert run(sqlite_path, members) == 0
    assert "2 nieuw" in capsys.readouterr().out


def test_nothing_found_and_not_recognised(
    sqlite_path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty = tmp_path / "leeg"
    empty.mkdir()
    assert run(sqlite_path, empty) == 1
    assert "niets in te lezen" in capsys.readouterr().out
    strange = tmp_path / "brief.csv"
    strange.write_text("Beste\ndank u\n", encoding="utf-8")
    assert run(sqlite_path, strange) == 1
    assert capsys.readouterr().out.startswith("brief.csv: niet herkend. Koppen: Beste.")


def test_a_mapping_helps(sqlite_path: Path, tmp_path: Path) -> None:
    book, mapping = tmp_path / "leden.csv", tmp_path / "map.toml"
    book.write_text("Kaart;Wie;Soort\n7;Janssen Maria;alleen\n", encoding="utf-8")
    mapping.write_text('[kolommen]\nKaart = "lidnr"\nWie = "naam"\n', encoding="utf-8")
    assert run(sqlite_path, book) == 1
    assert run(sqlite_path, book, "--map", mapping) == 0


def test_a_foreign_database_is_left_alone(tmp_path: Path, members: Path) -> None:
    foreign = tmp_path / "leeg.db"
    foreign.touch()
    with pytest.raises(DatabaseError):
        run(foreign, members)
    assert foreign.stat().st_size == 0


def test_what_was_imported_is_there(tmp_path: Path, members: Path) -> None:
    run(tmp_path / "a.db", members)
    with open_database(str(tmp_path / "a.db")) as database:
        assert database.path == tmp_path / "a.db"
