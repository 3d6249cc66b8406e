"""Settlements on paper, in spreadsheets and from the command line."""

import argparse
from datetime import date
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]  # it ships no types
import pytest
from python_calamine import CalamineWorkbook

from mmc_desk.core.errors import RuleError
from mmc_desk.core.model import DeskSetting
from mmc_desk.features.mileage import ops
from mmc_desk.features.mileage.commands import run_allowances, run_settle
from mmc_desk.features.mileage.feature import FEATURE
from mmc_desk.features.mileage.model import AllowanceSystem
from mmc_desk.features.mileage.printout.files import write_allowances, write_papers, write_year
from mmc_desk.features.mileage.queries.allowances import allowance_year
from mmc_desk.features.mileage.queries.settlements import driver_papers, month_papers, year_statements
from mmc_desk.features.people.model import Driver
from mmc_desk.features.rides.model import RideState
from tests.features.mileage.conftest import IBAN, Till

DAY = date(2026, 10, 5)


def pages(path: Path) -> list[str]:
    document = pypdfium2.PdfDocument(path)
    found = [" ".join(page.get_textpage().get_text_range().split()) for page in document]
    document.close()
    return found


@pytest.fixture
def month(sqlite_till: Till) -> Till:
    till = sqlite_till
    till.database.write(
        lambda session: session.add(DeskSetting(name="practice", valid_from=date(2000, 1, 1), value="OEFENDATA"))
    )
    till.setting("tariff.waiting_step_cents", "125")
    jan, rosa = till.driver("Peeters <Jan>", iban=IBAN), till.driver("Claes Rosa", waives=True)
    ride = till.ride(DAY, jan, 26, parking=250, received=1_500, waiting_minutes=30)
    till.ride(date(2026, 10, 9), jan, 5, state=RideState.WASTED)
    till.ride(DAY, rosa, 12)
    till.do(ops.settle_month, ops.SettleMonth(2026, 10))
    till.do(ops.correct_settled_ride, ops.CorrectSettledRide(ride, 30_000, "tellerstand", 30, 250, 1_500))
    return till


def test_a_settlement_to_sign_says_everything(month: Till, tmp_path: Path) -> None:
    write_papers(tmp_path / "a.pdf", month.read(month_papers, 2026, 10))
    rosa, jan, more = pages(tmp_path / "a.pdf")
    assert "ziet af van vergoeding" in rosa
    for text in ("Peeters <Jan>", "Afrekening oktober 2026", "€ 0,4000", "€ 10,40", "€ 2,50", "€ 1,25", "loze rit"):
        assert text in jan
    assert "Saldo € 1,15: de dienst betaalt dit per overschrijving op BE68539007547034." in jan
    assert "Datum en handtekening" in jan
    assert "OEFENDATA" in jan
    assert "aanvulling 1 van 23/11/2026" in more
    assert "teruggenomen: tellerstand" in more
    assert "gecorrigeerd: tellerstand" in more


def test_a_draft_says_that_it_is_one(month: Till, tmp_path: Path) -> None:
    jan = month.parts()[0].driver_id
    month.rates((date(2018, 1, 1), date(2026, 3, 31), 4_000))
    month.ride(date(2026, 9, 7), jan, 10, received=900)
    month.ride(date(2026, 8, 7), jan, 10)
    write_papers(tmp_path / "a.pdf", month.read(driver_papers, 2026, 9, jan))
    [draft] = pages(tmp_path / "a.pdf")
    assert "Ontwerp: deze ritten zijn nog niet afgerekend." in draft
    assert "het laatste gekende is gebruikt" in draft
    assert "de chauffeur geeft dit af aan de dienst" in draft
    write_papers(tmp_path / "b.pdf", month.read(driver_papers, 2026, 8, jan))
    assert "contant aan de chauffeur" in pages(tmp_path / "b.pdf")[0]
    write_papers(tmp_path / "b.csv", month.read(driver_papers, 2026, 8, jan))
    assert "ontwerp" in (tmp_path / "b.csv").read_text(encoding="utf-8-sig")


def test_the_lines_are_in_the_files_too(month: Till, tmp_path: Path) -> None:
    papers = month.read(month_papers, 2026, 10)
    write_papers(tmp_path / "a.csv", papers)
    text = (tmp_path / "a.csv").read_text(encoding="utf-8-sig")
    assert "C01;Peeters <Jan>;0;1;31;16,15;15,00;1,15;per overschrijving;BE68539007547034;;" in text
    assert ";05/10/2026;2026-0003;teruggenomen;-26;0,4000;-10,40;-2,50;-1,25;-14,15;-15,00;0,00;tellerstand" in text
    write_papers(tmp_path / "a.xlsx", papers)
    book = CalamineWorkbook.from_path(str(tmp_path / "a.xlsx"))
    assert book.sheet_names == ["Afrekening oktober 2026", "Regels"]


def test_the_year_of_each_driver(month: Till, tmp_path: Path) -> None:
    statements = month.read(year_statements, 2026)
    write_year(tmp_path / "y.pdf", statements)
    jan = pages(tmp_path / "y.pdf")[1]
    assert "Jaaroverzicht van de afrekeningen 2026 · C01" in jan
    assert "35 km" in jan
    for name in ("y.csv", "y.xlsx"):
        write_year(tmp_path / name, statements)
    assert "C01;Peeters <Jan>;oktober;1;35;" in (tmp_path / "y.csv").read_text(encoding="utf-8-sig")


def test_the_nominative_list(month: Till, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    person = month.read(lambda session: session.get_one(Driver, month.parts()[0].driver_id).person_id)
    month.do(ops.record_allowance, ops.RecordAllowance(person, (DAY, date(2026, 10, 6)), 4_402))
    month.do(ops.choose_system, ops.ChooseSystem(person, 2026, AllowanceSystem.FLAT, 2_500_000))
    write_allowances(tmp_path / "n.pdf", month.read(allowance_year, 2026))
    [text] = pages(tmp_path / "n.pdf")
    for wanted in ("Nominatieve lijst 2026", "05/10/2026", "€ 44,02", "€ 88,04", "2 dagen", "€ 1.760,83", "2.000 km"):
        assert wanted in text
    write_allowances(tmp_path / "none.pdf", month.read(allowance_year, 2012))
    for name, code in (("n.csv", 0), ("n.doc", 2)):
        found = argparse.Namespace(year=2026, output=tmp_path / name)
        assert run_allowances(month.database, found) == code
    assert ";06/10/2026;44,02" in (tmp_path / "n.csv").read_text(encoding="utf-8-sig")
    assert "n.doc" in capsys.readouterr().err


def settle(till: Till, month_no: int, output: Path | None = None, driver: str | None = None) -> int:
    return run_settle(till.database, argparse.Namespace(year=2026, month=month_no, output=output, driver=driver))


def test_a_month_is_settled_from_the_command_line(
    sqlite_till: Till, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    till = sqlite_till
    till.do(ops.set_payer, ops.SetPayer("LDC", "BE71096123456769"))
    jan, rosa = till.driver("Peeters Jan", iban=IBAN), till.driver("Claes Rosa")
    till.ride(DAY, jan, 26)
    till.ride(DAY, rosa, None, state=RideState.ASSIGNED)
    assert settle(till, 10) == 0
    said = capsys.readouterr().out
    assert "Afrekening oktober 2026: 1 chauffeurs, 1 ritten afgerekend." in said
    assert "Claes Rosa" in said
    for name in ("a.pdf", "a.csv", "a.xml"):
        assert settle(till, 10, tmp_path / name, "C01") == 0
        assert (tmp_path / name).stat().st_size > 100
    assert settle(till, 10, tmp_path / "a.doc") == 2
    with pytest.raises(RuleError, match="al afgerekend"):
        settle(till, 10, driver="C01")
    with pytest.raises(RuleError, match="Claes Rosa"):
        settle(till, 10, tmp_path / "b.pdf", "C02")
    with pytest.raises(RuleError, match="geen chauffeur met code"):
        settle(till, 10, driver="X")


def test_the_verbs_take_their_arguments() -> None:
    parsers = {command.name: argparse.ArgumentParser() for command in FEATURE.commands}
    for command in FEATURE.commands:
        command.add_arguments(parsers[command.name])
    found = parsers["settle"].parse_args(["2026", "10", "--driver", "C01", "-o", "a.xml"])
    assert (found.year, found.month, found.driver, found.output) == (2026, 10, "C01", Path("a.xml"))
    assert parsers["settle"].parse_args(["2026", "10"]).output is None
    assert parsers["allowances"].parse_args(["2026", "-o", "a.pdf"]).year == 2026
