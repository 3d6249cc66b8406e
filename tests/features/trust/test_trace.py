"""Who saw or changed a person: what refers to them, what is gone, what left the desk; on the command line too."""

import argparse
import functools
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from mmc_desk.core import audit
from mmc_desk.core.db import Database
from mmc_desk.core.errors import RuleError
from mmc_desk.features.people.model import Contact, Member, Person
from mmc_desk.features.trust.commands import persons as commands
from mmc_desk.features.trust.queries.keys import keys_of
from mmc_desk.features.trust.queries.trace import Deed, Question, persons, trace

DAY = date(2026, 11, 23)


def fill(session: Session) -> None:
    session.add_all([Person(id=1, last_name="Peeters", first_name="Maria"), Person(id=2, last_name="Claes")])
    session.flush()
    session.add_all([Member(id=7, person_id=1, member_no=3), Contact(id=4, person_id=1, name="Rosa", phone="")])


def end(session: Session) -> None:
    session.get_one(Person, 1).phone = "+32470000000"
    session.delete(session.get_one(Contact, 4))


@pytest.fixture
def traced(database: Database) -> Database:
    database.write(fill, "Nieuw lid")
    database.write(end, "Gewijzigd")
    database.write(lambda session: audit.add_seen(session, "Fiche bekeken", "member", 7))
    database.write(lambda session: audit.add_seen(session, "Fiche bekeken", "gone_table", 7))
    database.write(lambda session: audit.add_left(session, "Afgedrukt: lijst", "lijst"))
    database.write(lambda session: audit.add(session, "Import: leden.xlsx", ["member", "person"]))
    return database


def test_what_the_trace_says_of_a_person(traced: Database) -> None:
    found = traced.read(functools.partial(trace, question=Question(1, DAY, DAY)))
    assert [(row.deed, row.label) for row in found] == [
        (Deed.SEEN, "Fiche bekeken"),
        (Deed.CHANGED, "Gewijzigd"),
        (Deed.CHANGED, "Nieuw lid"),
    ]
    assert "person.phone: – → +32470000000" in found[1].details
    assert "contact.name: Rosa → –" in found[1].details
    assert found[0].details == ()
    with_paper = traced.read(functools.partial(trace, question=Question(1, DAY, DAY, leaving=True)))
    assert with_paper[0].deed is Deed.LEFT
    assert traced.read(functools.partial(trace, question=Question(1, date(2026, 1, 1), date(2026, 1, 2)))) == ()
    (about_other,) = traced.read(functools.partial(trace, question=Question(2, DAY, DAY)))
    assert [line for line in about_other.details if "Maria" in line] == []


def test_the_rows_of_a_person_and_who_there_are(traced: Database) -> None:
    assert traced.read(lambda session: keys_of(session, 1)) == {"person": {1}, "member": {7}}
    assert [row.name for row in traced.read(persons)] == ["Claes", "Peeters Maria"]


def given(person: str, output: Path | None = None) -> argparse.Namespace:
    return argparse.Namespace(person=person, first=None, last=None, output=output)


def test_the_verb_prints_or_writes(
    sqlite_database: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sqlite_database.write(fill, "Nieuw lid")
    assert commands.run_trace(sqlite_database, given("maria peeters")) == 0
    assert "Nieuw lid\n" in (said := capsys.readouterr().out)
    assert "contact.name: – → Rosa" in said
    for name in ("spoor.csv", "spoor.xlsx"):
        assert commands.run_trace(sqlite_database, given("peeters", tmp_path / name)) == 0
    assert "Nieuw lid" in (tmp_path / "spoor.csv").read_text("utf-8-sig")
    with pytest.raises(RuleError, match="0 personen heten"):
        commands.run_trace(sqlite_database, given("niemand"))
