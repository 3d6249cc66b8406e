"""The verb `dues`: renewing, letters, reminders and labels without a screen."""

import argparse
from datetime import date
from pathlib import Path

import pypdf
import pytest

from mmc_desk.core import clock
from mmc_desk.core.db import Database
from mmc_desk.features.people.commands import run_dues
from mmc_desk.features.people.feature import FEATURE
from tests.features.people.small_desk import fill


def run(database: Database, *arguments: str) -> int:
    parser = argparse.ArgumentParser()
    (command,) = (one for one in FEATURE.commands if one.name == "dues")
    command.add_arguments(parser)
    return run_dues(database, parser.parse_args(arguments))


def test_a_year_without_a_screen(sqlite_database: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fill(sqlite_database)
    letters, labels, late = (tmp_path / f"{name}.pdf" for name in ("brieven", "etiketten", "laat"))
    assert run(sqlite_database, "2027", "--renew", "--letters", str(letters), "--labels", str(labels)) == 0
    assert "Lidmaatschappen van 2027 gemaakt: 3" in (told := capsys.readouterr().out)
    assert "2027: 2 lidgelden, 0 betaald, 2 open (€\u00a030,00)." in told
    assert len(pypdf.PdfReader(letters).pages) == 2
    assert len(pypdf.PdfReader(labels).pages) == 1
    with clock.frozen(clock.at(date(2027, 2, 3), clock.local(clock.now()).time())):
        assert run(sqlite_database, "2027", "--reminders", str(late)) == 0
        assert run(sqlite_database, "2027", "--letters", str(tmp_path / "niemand.pdf")) == 0
    assert "niemand aan de beurt" in capsys.readouterr().out
    assert not (tmp_path / "niemand.pdf").exists()
    assert "Herinnering" in pypdf.PdfReader(late).pages[1].extract_text()


def test_only_a_pdf_is_a_letter(sqlite_database: Database, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(sqlite_database, "2027", "--letters", "brieven.docx") == 2
    assert ".pdf" in capsys.readouterr().err
