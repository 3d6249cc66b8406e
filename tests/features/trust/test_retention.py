"""What is older than its term: what is due, four eyes, what goes and what stays, and once more changes nothing."""

import argparse
import functools
import shutil
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk import app
from mmc_desk.core import audit, db
from mmc_desk.core.db import Database
from mmc_desk.core.errors import RuleError
from mmc_desk.core.model import AuditEntry
from mmc_desk.features import load_models
from mmc_desk.features.mail.model import MailAttachment, MailState, OutgoingMail
from mmc_desk.features.meals.model import MealService, VillageRestaurant
from mmc_desk.features.meals.model.bookings import MealBooking
from mmc_desk.features.people.model import Driver, EndReason, Member, Membership, Person
from mmc_desk.features.people.model.dues import BankPayment
from mmc_desk.features.trust.commands import erasing as erasing_commands
from mmc_desk.features.trust.commands import retention as commands
from mmc_desk.features.trust.model import Erasure
from mmc_desk.features.trust.ops import erasing
from mmc_desk.features.trust.ops import retention as ops
from mmc_desk.features.trust.queries import retention as queries
from mmc_desk.features.trust.rules.erased import Erased, Gone, Tidied, merged, read_list, write_list
from mmc_desk.features.trust.rules.retention import YEARS, Kind, first_kept, kind_name, require_terms

TODAY = date(2026, 11, 23)
LONG_AGO, LATELY = date(2015, 3, 1), date(2024, 3, 1)
OLD = datetime(2015, 3, 1, 9, tzinfo=UTC)
CANARY = "Kanariepiet"


def fill(session: Session) -> None:
    """Somebody of long ago, somebody who ended lately, a driver who goes on; old bank lines, mails and walk-ins."""
    for key, name in enumerate((CANARY, "Pas-gestopt", "Chauffeur", "Zonder-datum", "Al-gevraagd", "Later-geteld"), 1):
        session.add(Person(id=key, last_name=name, first_name="An"))
    session.flush()
    ended = {"end_reason": EndReason.MOVED}
    session.add_all(
        [
            Member(id=1, person_id=1, member_no=1, ended_on=LONG_AGO, note="Kanarie-nota", **ended),
            Member(id=2, person_id=2, member_no=2, ended_on=LATELY, **ended),
            Member(id=3, person_id=3, member_no=3, ended_on=LONG_AGO, **ended),
            Driver(person_id=3, code="D3", seats=3),
            Member(id=6, person_id=6, member_no=6, ended_on=LONG_AGO, **ended),
            Member(id=5, person_id=5, member_no=5, ended_on=LONG_AGO, **ended),
            Erasure(person_id=5, reason="x", asked_by="Els", asked_at=OLD),
            BankPayment(bank_reference="1", booked_on=LONG_AGO, amount=1, payer="Kanarie-betaler"),
            BankPayment(bank_reference="2", booked_on=LATELY, amount=1, payer="blijft"),
            VillageRestaurant(id=1, name="Hees"),
        ]
    )
    session.flush()
    session.add(Membership(member_id=6, year=2024, fee=0, paid_on=LATELY))
    for key, day in ((1, LONG_AGO), (2, date(2026, 3, 1))):
        session.add(MealService(id=key, restaurant_id=1, service_date=day))
        session.flush()
        session.add(MealBooking(service_id=key, name="Kanarie-gast" if key == 1 else "gast"))
    for key, state in ((1, MailState.SENT), (2, MailState.QUEUED)):
        mail: dict[str, Any] = {"message_id": f"{key}@x", "queued_at": OLD, "subject": "s", "body": "Kanarie-brief"}
        session.add(OutgoingMail(id=key, to_name="Jan", to_address="j@x.be", state=state, **mail))
    session.flush()
    session.add(MailAttachment(mail_id=1, name="r.pdf", media_type="x", content=b"Kanarie-lijst"))


@pytest.fixture
def filled(database: Database) -> Database:
    database.write(fill, "Nieuw")
    return database


def ask(database: Database, by: str = "Els") -> int:
    return database.write(functools.partial(ops.ask_retention, command=ops.AskRetention(TODAY, by))).value


def approve(database: Database, run: int, by: str = "Jan") -> tuple[str, ...]:
    command = ops.ApproveRetention(run, by)
    return database.write(functools.partial(ops.approve_retention, command=command)).value.tables


def due(database: Database) -> dict[Kind, Any]:
    return {one.kind: one for one in database.read(functools.partial(queries.due, day=TODAY))}


def test_what_is_due(filled: Database) -> None:
    found = due(filled)
    assert found[Kind.PERSONS].names == ((1, f"{CANARY} An"),)
    assert found[Kind.ACCOUNTS].counts == (("bank_payment", 1),)
    assert found[Kind.MAIL].counts == (("outgoing_mail", 1), ("mail_attachment", 1))
    assert found[Kind.NAMES].counts == (("meal_booking", 1),)
    assert [one.total for one in found.values()] == [1, 1, 2, 1]
    assert found[Kind.ACCOUNTS].before == date(2016, 1, 1)


def test_four_eyes_and_once(filled: Database) -> None:
    with pytest.raises(RuleError, match="wie u bent"):
        ask(filled, " ")
    run = ask(filled)
    with pytest.raises(RuleError, match="al gevraagd"):
        ask(filled)
    with pytest.raises(RuleError, match="Vier ogen"):
        approve(filled, run, "els")
    filled.write(functools.partial(ops.withdraw_retention, command=ops.WithdrawRetention(run)))
    approve(filled, ask(filled))
    for again in (ops.ApproveRetention(1, "Jan"), ops.ApproveRetention(99, "Jan")):
        with pytest.raises(RuleError, match="al gebeurd"):
            filled.write(functools.partial(ops.approve_retention, command=again))
    assert [one.total for one in due(filled).values()] == [0, 0, 0, 0]
    with pytest.raises(RuleError, match="niets waarvan"):
        ask(filled)


def test_what_goes_and_what_stays(filled: Database) -> None:
    tables = approve(filled, ask(filled))
    assert {"person", "member", "bank_payment", "outgoing_mail", "mail_attachment", "meal_booking"} <= set(tables)
    payers, guests, names, erased, mails, trace = filled.read(_left)
    assert payers == ["", "blijft"]
    assert guests == ["(gewist)", "gast"]
    assert names == ["(gewist)", "Pas-gestopt", "Chauffeur", "Zonder-datum", "Al-gevraagd", "Later-geteld"]
    assert erased == [(1, "bewaartermijn van 5 jaar", "Els", "Jan"), (5, "x", "Els", "")]
    assert mails == ["", "Kanarie-brief"]
    for gone in ("Kanarie-betaler", "Kanarie-gast", "Kanarie-nota", "Kanarie-lijst", CANARY):
        assert gone not in trace
    assert filled.read(lambda session: list(audit.breaches(session))) == []
    (run,) = filled.read(queries.runs)
    assert dict(run.destroyed)["bank_payment"] == 1


def _left(session: Session) -> tuple[Any, ...]:
    erasures = select(Erasure.person_id, Erasure.reason, Erasure.asked_by, Erasure.approved_by)
    return (
        session.scalars(select(BankPayment.payer).order_by(BankPayment.id)).all(),
        session.scalars(select(MealBooking.name).order_by(MealBooking.id)).all(),
        session.scalars(select(Person.last_name).order_by(Person.id)).all(),
        [tuple(row) for row in session.execute(erasures.order_by(Erasure.person_id))],
        session.scalars(select(OutgoingMail.body).order_by(OutgoingMail.id)).all(),
        str(session.execute(select(AuditEntry.label, AuditEntry.rows)).all()),
    )


def test_without_persons_the_rest_goes_all_the_same(sqlite_database: Database) -> None:
    """And with nothing of it in the trace: an import tells no values there."""

    def quiet(session: Session) -> None:
        table = BankPayment.__table__
        session.connection().execute(
            table.insert(),  # type: ignore[attr-defined]  # a Table
            {"bank_reference": "1", "booked_on": LONG_AGO, "amount": 1, "payer": "x", "communication": ""}
            | {"is_set_aside": False, "version": 1},
        )

    sqlite_database.write(quiet)
    assert approve(sqlite_database, ask(sqlite_database)) == ("bank_payment",)


def test_an_erasure_that_waits_can_be_withdrawn(sqlite_database: Database) -> None:
    sqlite_database.write(fill)
    withdraw = functools.partial(erasing.withdraw_erasure, command=erasing.WithdrawErasure(1))
    sqlite_database.write(withdraw)
    with pytest.raises(RuleError, match="al gewist"):
        sqlite_database.write(withdraw)
    assert due(sqlite_database)[Kind.PERSONS].total == 2
    done = Erasure(id=7, person_id=9, reason="x", asked_by="Els", asked_at=OLD, done_at=OLD)
    sqlite_database.write(lambda session: session.add(done))
    with pytest.raises(RuleError, match="al gewist"):
        sqlite_database.write(
            functools.partial(erasing.withdraw_erasure, command=erasing.WithdrawErasure(7)),
        )


# --- Terms


def test_terms_are_settings_with_a_day(sqlite_database: Database) -> None:
    def set_years(years: dict[Kind, int], day: date = TODAY) -> None:
        command = ops.SetTerms(day, years)
        sqlite_database.write(functools.partial(ops.set_terms, command=command))

    assert sqlite_database.read(functools.partial(queries.terms, day=TODAY)) == YEARS
    set_years({Kind.PERSONS: 3, Kind.MAIL: 2})
    set_years({Kind.PERSONS: 4})
    assert sqlite_database.read(functools.partial(queries.terms, day=TODAY))[Kind.PERSONS] == 4
    assert sqlite_database.read(functools.partial(queries.terms, day=LATELY))[Kind.PERSONS] == 5
    with pytest.raises(RuleError, match="kies 7 tot 30 jaar") as refused:
        set_years({Kind.ACCOUNTS: 6})
    assert refused.value.field == Kind.ACCOUNTS


def test_days_and_words() -> None:
    assert first_kept(Kind.PERSONS, 5, date(2028, 2, 29)) == date(2023, 2, 28)
    assert first_kept(Kind.MAIL, 2, TODAY) == date(2024, 11, 23)
    assert kind_name(Kind.NAMES) == "Namen zonder fiche"
    require_terms(YEARS)


# --- The verb


def given(*, apply: bool = False, by: str = "") -> argparse.Namespace:
    return argparse.Namespace(apply=apply, by=by, output=None)


def test_the_verb(sqlite_database: Database, capsys: pytest.CaptureFixture[str]) -> None:
    sqlite_database.write(fill)
    commands.run_retention(sqlite_database, given())
    said = capsys.readouterr().out
    assert "Personen die gestopt zijn: 1 (5 jaar, vóór 23/11/2021)" in said
    assert f"    {CANARY} An" in said
    commands.run_retention(sqlite_database, given(apply=True, by="Els"))
    assert "wacht op goedkeuring" in capsys.readouterr().out
    commands.run_retention(sqlite_database, given(apply=True, by="Jan"))
    assert "opgeruimd op 23/11/2026 door Jan" in capsys.readouterr().out
    assert sqlite_database.path is not None
    with sqlite_database.bare() as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = sqlite_database.path.read_bytes()
    assert [
        word for word in ("Kanarie-betaler", "Kanarie-gast", "Kanarie-nota", CANARY) if word.encode() in content
    ] == []


# --- After a restore


def test_what_is_nobodys_goes_again_after_a_restore(sqlite_database: Database, sqlite_path: Path) -> None:
    """Issue 7: a backup from before the run brings mails, names and accounts back as well as persons."""
    sqlite_database.write(fill)
    sqlite_database.forget()
    old = sqlite_path.with_name("old.db")
    shutil.copyfile(sqlite_path, old)
    commands.approve(sqlite_database, ops.ApproveRetention(ask(sqlite_database), "Jan"))
    assert app.erase_again(sqlite_database) == 0
    erasing_commands.note_erased(sqlite_database)  # another erasure forgets nothing of it
    shutil.copyfile(erasing_commands.list_of(sqlite_path), erasing_commands.list_of(old))
    with db.connect(str(old)) as restored:
        restored.prepare = load_models
        assert sum(one.total for one in due(restored).values()) == 5
        assert app.erase_again(restored) == 1
        assert [one.total for one in due(restored).values()] == [0, 0, 0, 0]
        (run,) = restored.read(queries.runs)
        assert (run.approved_by, dict(run.destroyed)["outgoing_mail"]) == ("na terugzetten", 1)
        assert restored.read(lambda session: list(audit.breaches(session))) == []
        before = restored.read(audit.head)
        assert app.erase_again(restored) == erasing_commands.erase_again(restored) == 0
        assert restored.read(audit.head) == before
    for canary in (CANARY, "Kanarie-lijst"):
        assert canary.encode() not in old.read_bytes()


def test_the_list_that_lies_beside() -> None:
    at = datetime(2026, 11, 23, 9, tzinfo=UTC)
    tidied = Tidied(at, {Kind.MAIL: date(2024, 11, 23), Kind.NAMES: date(2024, 1, 1)})
    earlier = Tidied(at.replace(year=2025), {Kind.MAIL: date(2023, 11, 23), Kind.ACCOUNTS: date(2016, 1, 1)})
    listed = Erased("x", frozenset({3}), tidied)
    assert read_list(write_list(listed)) == listed
    plain = Erased("x", frozenset({3}))
    assert "tidied" not in write_list(plain)
    assert read_list(write_list(plain)) == plain
    assert read_list('{"first": "x", "erased": [], "tidied": "2026-11-23", "before": {"x": 1}}') == Erased(
        "", frozenset()
    )
    both = merged((Erased("x", frozenset({1}), earlier), listed, Erased("y", frozenset({9}))), "x")
    assert both == Erased("x", frozenset({1, 3}), Tidied(at, {**tidied.before, Kind.ACCOUNTS: date(2016, 1, 1)}))
    assert merged((), "x") == Erased("x", frozenset())
    assert both.is_back_in(Gone(frozenset({1}), at))
    assert both.is_back_in(Gone(frozenset({1, 3}), None))
    assert both.has_run_since(Gone(frozenset(), at.replace(hour=8)))
    assert not both.is_back_in(Gone(frozenset({1, 3}), at))
    assert not Erased("x", frozenset()).is_back_in(Gone(frozenset(), None))


def test_a_list_that_was_meddled_with_destroys_nothing_younger_than_any_term(sqlite_database: Database) -> None:
    sqlite_database.write(fill)
    meddled = Tidied(
        datetime(2026, 11, 23, tzinfo=UTC), dict.fromkeys((Kind.ACCOUNTS, Kind.MAIL, Kind.NAMES), date.max)
    )
    sqlite_database.write(functools.partial(ops.tidy_again, tidied=meddled))
    payments = sqlite_database.read(lambda session: session.scalars(select(BankPayment.payer)).all())
    assert sorted(payments) == ["", "blijft"]
