"""A person erased: four eyes, a destruction list, figures that stay, and not one byte left (S5)."""

import argparse
import functools
import json
import shutil
import sqlite3
from datetime import date, datetime
from datetime import time as clock_time
from pathlib import Path

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from mmc_desk import app
from mmc_desk.cli import main
from mmc_desk.core import audit, backup, db, migrate
from mmc_desk.core.access import Access, AccessDeniedError, Role, Who
from mmc_desk.core.backup import words
from mmc_desk.core.db import Database
from mmc_desk.core.errors import RuleError
from mmc_desk.core.model import AuditEntry
from mmc_desk.features import follow, load_models, role_table
from mmc_desk.features.invoices.model import Invoice, InvoiceKind, InvoiceLine
from mmc_desk.features.mail.model import MailAttachment, OutgoingMail
from mmc_desk.features.meals.model.bookings import Participant
from mmc_desk.features.people.model import (
    Address,
    Contact,
    Driver,
    EligibilityCheck,
    EndReason,
    IncomeResult,
    Member,
    Person,
)
from mmc_desk.features.rides import ops as ride_ops
from mmc_desk.features.rides.model import Leg, Ride
from mmc_desk.features.rides.model.history import RideEvent
from mmc_desk.features.rides.model.series import Frequency, RideSeries
from mmc_desk.features.trust.commands import erasing as commands
from mmc_desk.features.trust.commands import persons
from mmc_desk.features.trust.ops.emptying import erase
from mmc_desk.features.trust.ops.erasing import (
    ApproveErasure,
    AskErasure,
    approve_erasure,
    ask_erasure,
    erase_again,
)
from mmc_desk.features.trust.queries.privacy import erasures, person_file
from mmc_desk.features.trust.rules.erased import Erased, read_list
from tests.conftest import NOW

CANARY = "Kanarievogel"
DAY = date(2026, 11, 30)


def fill(session: Session) -> None:
    session.add_all(
        [
            Person(id=1, last_name=CANARY, first_name="Maria", born_on=date(1940, 2, 3), phone="+3211999999"),
            Person(id=2, last_name="Blijver"),
        ]
    )
    session.flush()
    session.add_all(
        [
            Member(id=7, person_id=1, member_no=3, note=f"{CANARY} is slecht te been"),
            Member(id=8, person_id=2, member_no=4),
            Driver(id=5, person_id=1, code="D05", seats=3, iban="BE71096123456769"),
            Participant(id=6, person_id=1, diet=f"{CANARY}-dieet"),
            Address(person_id=1, valid_from=DAY, street=f"{CANARY}straat 12", postcode="3740", village="Bilzen"),
            Contact(id=4, person_id=1, name=f"Dochter {CANARY}", phone="+32470888888"),
            OutgoingMail(
                id=1,
                message_id="1@x",
                queued_at=NOW,
                to_name=CANARY,
                to_address="kanarievogel@example.be",
                subject=CANARY,
                body=CANARY,
                about_table="driver",
                about_key=5,
            ),
        ]
    )
    session.flush()
    session.add_all(
        [
            EligibilityCheck(member_id=7, result=IncomeResult.MEETS, proof=f"attest {CANARY}"),
            MailAttachment(mail_id=1, name=f"{CANARY}.pdf", media_type="application/pdf", content=CANARY.encode()),
        ]
    )


def drive(session: Session) -> None:
    session.scalars(select(Ride)).one().driver_id = 5


def ride_of(member: int, others: tuple[int, ...] = ()) -> ride_ops.RequestRide:
    return ride_ops.RequestRide(
        member_id=member,
        ride_date=DAY,
        destination="ZOL Genk",
        destination_village="Genk",
        appointment=clock_time(10, 0),
        passengers=tuple(ride_ops.SharedSeat(other) for other in others),
        note=f"{CANARY} belt zelf",
    )


@pytest.fixture
def filled(database: Database) -> Database:
    database.followers = (follow,)
    database.write(fill, f"Nieuw lid {CANARY}")
    database.write(functools.partial(ride_ops.request_ride, command=ride_of(7)), "Rit")
    database.write(drive)
    return database


def end(session: Session) -> None:
    """End every role of the person: an erasure asks for that first."""
    for role, values in (
        (Member, {"ended_on": DAY.replace(day=1), "end_reason": EndReason.RESIGNED}),
        (Driver, {"active_to": DAY.replace(day=1)}),
        (Participant, {"ended_on": DAY.replace(day=1)}),
    ):
        session.connection().execute(update(role).where(role.person_id == 1).values(values))


def ask(database: Database, by: str = "Els", reason: str = "vraag van de dochter") -> int:
    database.write(end)
    return database.write(functools.partial(ask_erasure, command=AskErasure(1, reason, by)), "Wissen gevraagd").value


def approve(database: Database, erasure: int, by: str = "Jan") -> None:
    database.write(functools.partial(approve_erasure, command=ApproveErasure(erasure, by)), "Gewist")


def test_who_still_is_somebody_here_is_not_erased(filled: Database) -> None:
    command = AskErasure(1, "vraag", "Els")
    with pytest.raises(RuleError, match="nog lid, chauffeur, deelnemer"):
        filled.write(functools.partial(ask_erasure, command=command))
    filled.write(lambda session: setattr(session.get_one(Person, 1), "deceased_on", DAY))
    filled.write(functools.partial(ask_erasure, command=command))


def test_four_eyes_and_a_reason(filled: Database) -> None:
    for by, reason, match in (("", "x", "wie u bent"), ("Els", " ", "waarom")):
        with pytest.raises(RuleError, match=match):
            ask(filled, by, reason)
    with pytest.raises(RuleError, match="bestaat niet meer"):
        filled.write(functools.partial(ask_erasure, command=AskErasure(99, "x", "Els")))
    erasure = ask(filled)
    with pytest.raises(RuleError, match="al gevraagd"):
        ask(filled)
    with pytest.raises(RuleError, match="Vier ogen"):
        approve(filled, erasure, "els")
    filled.access = Access(Who(1, "Els", frozenset({Role.MANAGER})), role_table())
    with pytest.raises(RuleError, match="Vier ogen"):
        approve(filled, erasure, "Jan")
    filled.access = None
    approve(filled, erasure)
    with pytest.raises(RuleError, match="al gewist"):
        approve(filled, erasure)
    (row,) = filled.read(erasures)
    assert (row.name, row.approved_by, row.done_at) == ("(gewist)", "Jan", NOW)
    assert {"person", "contact", "audit_entry", "ride_event", "ride"} <= dict(row.destroyed).keys()


def test_a_standing_ride_keeps_no_stops(filled: Database) -> None:
    stops = [f"apotheek {CANARY}"]
    series = RideSeries(member_id=7, frequency=Frequency.WEEKLY, weekdays="2", starts_on=DAY, ends_on=DAY, stops=stops)
    filled.write(lambda session: session.add(series))
    approve(filled, ask(filled))
    assert filled.read(lambda session: session.scalars(select(RideSeries.stops)).all()) == [[]]


def test_the_figures_and_the_trace_stay_whole(filled: Database) -> None:
    approve(filled, ask(filled))

    def left(session: Session) -> tuple[object, ...]:
        ride = session.scalars(select(Ride)).one()
        return (
            session.scalar(select(func.count(Leg.id))),
            (ride.passengers, ride.destination, ride.origin, ride.note),
            session.scalars(select(Address.village)).all(),
            session.scalars(select(Person.last_name).order_by(Person.id)).all(),
            session.scalars(select(RideEvent.members)).all(),
            list(audit.breaches(session)),
        )

    legs, ride, villages, names, members, breaches = filled.read(left)
    assert legs == 2
    assert ride == (1, "", "", "")
    assert (villages, names) == (["Bilzen"], ["(gewist)", "Blijver"])
    assert CANARY not in str(members)
    assert breaches == []
    assert "belt zelf" not in filled.read(lambda session: str(session.scalars(select(AuditEntry.rows)).all()))
    again = filled.write(lambda session: erase(session, 1)).value
    assert again["audit_entry"] == again["ride_event"] == 0


def test_whoever_shares_a_name_or_a_house_keeps_theirs(sqlite_database: Database) -> None:
    sqlite_database.write(fill)

    def share(session: Session) -> None:
        session.add(Person(id=3, last_name=CANARY, first_name="Jan", phone="+3211999999"))
        session.flush()
        session.add(
            Address(person_id=3, valid_from=DAY, street=f"{CANARY}straat 12", postcode="3740", village="Bilzen")
        )

    sqlite_database.write(share)
    approve(sqlite_database, ask(sqlite_database))
    kept = sqlite_database.read(lambda session: session.get_one(Person, 3))
    assert (kept.last_name, kept.phone) == (CANARY, "+3211999999")
    streets = sqlite_database.read(lambda session: session.scalars(select(Address.street).order_by(Address.id)).all())
    assert streets == ["", f"{CANARY}straat 12"]


def test_namesakes_and_longer_names_keep_theirs(sqlite_database: Database) -> None:
    sqlite_database.write(fill)

    def add(session: Session) -> None:
        session.add(Person(id=3, last_name=CANARY, first_name="Maria"))
        session.flush()
        session.add(Member(id=9, person_id=3, member_no=5, note=f"{CANARY} Maria, en {CANARY}tje"))
        session.get_one(Member, 8).note = "kent 011 99 99 99 en BE71 0961 2345 6769"

    sqlite_database.write(add)
    approve(sqlite_database, ask(sqlite_database))
    notes = sqlite_database.read(lambda session: session.scalars(select(Member.note).order_by(Member.id)).all())
    assert notes == ["", "kent (gewist) en (gewist)", f"{CANARY} Maria, en {CANARY}tje"]


def test_a_name_that_is_a_place_too_stays_in_others_notes(sqlite_database: Database) -> None:
    def add(session: Session) -> None:
        session.add_all([Person(id=1, last_name="Genk", first_name="Els"), Person(id=2, last_name="Blijver")])
        session.flush()
        session.add(Member(id=8, person_id=2, member_no=4, note="naar Genk, met els genk"))

    sqlite_database.write(add)
    sqlite_database.write(lambda session: erase(session, 1))
    note = sqlite_database.read(lambda session: session.get_one(Member, 8).note)
    assert note == "naar Genk, met (gewist)"


def test_invoices_stay_under_a_number(sqlite_database: Database) -> None:
    """Two of them: their references are unique, and the law keeps them (art. III.86 WER)."""
    sqlite_database.write(fill)
    sqlite_database.write(functools.partial(ride_ops.request_ride, command=ride_of(7)), "Rit")
    paper = {"member_id": 7, "of_year": 2026, "month": 10, "made_on": DAY, "due_on": DAY, "total": 500}

    def invoice(session: Session) -> None:
        for number in (1, 2):
            kind = InvoiceKind.INVOICE
            session.add(Invoice(id=number, year=2026, sequence=number, kind=kind, reference=str(number), **paper))
        session.flush()
        line = {"ride_date": DAY, "route": f"{CANARY}straat 12 → Genk", "metres": 1000, "rate": 4000, "sums": "1 km"}
        ride = session.scalars(select(Ride)).one()
        session.add(InvoiceLine(invoice_id=1, ride_id=ride.id, **line, share=500, received=0, cents=500))

    sqlite_database.write(invoice)
    found = sqlite_database.read(functools.partial(person_file, person_id=1))
    assert (len(found.tables["ride_invoice"]), len(found.tables["ride_invoice_line"])) == (2, 1)
    approve(sqlite_database, ask(sqlite_database))
    kept = sqlite_database.read(
        lambda session: (session.scalars(select(Invoice.reference)).all(), session.scalars(select(InvoiceLine)).one())
    )
    assert kept[0] == ["1", "2"]
    assert (kept[1].route, kept[1].cents) == ("(gewist) → Genk", 500)


def test_a_drivers_erasure_and_file_leave_the_members_theirs(filled: Database) -> None:
    def other_driver(session: Session) -> None:
        session.add(Person(id=3, last_name="Stuurder", first_name="Jan"))
        session.flush()
        session.add(Driver(id=6, person_id=3, code="D06", seats=3))
        session.flush()
        session.scalars(select(Ride)).one().driver_id = 6

    filled.write(other_driver)
    file = filled.read(functools.partial(person_file, person_id=3))
    (told,) = file.tables["ride.driver_id"]
    assert set(told) & {"note", "origin", "destination"} == set()
    assert CANARY not in str((file.tables, file.trace))
    filled.write(lambda session: erase(session, 3))
    ride, event = filled.read(
        lambda session: (session.scalars(select(Ride)).one(), session.scalars(select(RideEvent)).all()[-1])
    )
    assert ride.note == f"{CANARY} belt zelf"
    assert "Stuurder" not in event.driver
    assert CANARY in event.members


def test_an_erased_entry_that_is_meddled_with_is_found(sqlite_database: Database, sqlite_path: Path) -> None:
    sqlite_database.write(fill, f"Nieuw lid {CANARY}")
    approve(sqlite_database, ask(sqlite_database))
    sqlite_database.close()
    with sqlite3.connect(sqlite_path) as connection:
        connection.execute("DROP TRIGGER audit_entry_no_UPDATE")
        connection.execute("UPDATE audit_entry SET rows = '[]' WHERE id = 1")
    connection.close()
    with Database(path=sqlite_path, connection=sqlite3.connect(sqlite_path, isolation_level=None)) as database:
        assert len(database.read(lambda session: list(audit.breaches(session)))) == 1


def test_not_a_byte_is_left_in_the_file_or_its_log(sqlite_database: Database, sqlite_path: Path) -> None:
    sqlite_database.followers = (follow,)
    sqlite_database.write(fill, f"Nieuw lid {CANARY}")
    sqlite_database.write(functools.partial(ride_ops.request_ride, command=ride_of(8, (7,))), f"Rit van {CANARY}")
    approve(sqlite_database, ask(sqlite_database))
    with sqlite_database.bare() as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    sqlite_database.close()
    for path in sqlite_path.parent.glob(f"{sqlite_path.name}*"):
        content = path.read_bytes()
        for trace in (CANARY, "kanarievogel", "+3211999999", "+32470888888", "BE71096123456769", "1940-02-03"):
            assert trace.encode() not in content, (path.name, trace)


def test_a_persons_file_holds_all_of_it(filled: Database) -> None:
    found = filled.read(functools.partial(person_file, person_id=1))
    assert found.name == f"{CANARY} Maria"
    assert found.tables["person"][0]["born_on"] == date(1940, 2, 3)
    assert {"address", "contact", "driver", "eligibility_check", "member", "participant", "ride_request"} <= set(
        found.tables
    )
    assert found.trace
    assert isinstance(found.made_at, datetime)


def given(
    person: str = "", approve: int | None = None, by: str = "Els", output: Path | None = None
) -> argparse.Namespace:
    return argparse.Namespace(person=person, reason="vraag", by=by, approve=approve, output=output, again=False)


def test_the_verbs_and_a_backup_put_back(
    sqlite_database: Database, sqlite_path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    database = sqlite_database
    database.write(fill)
    for name in ("dossier.pdf", "dossier.json"):
        persons.run_person_file(database, given(f"{CANARY} maria", output=tmp_path / name))
    assert (tmp_path / "dossier.pdf").read_bytes().startswith(b"%PDF")
    told = json.loads((tmp_path / "dossier.json").read_text("utf-8"))
    assert told["tables"]["member"][0]["note"] == f"{CANARY} is slecht te been"
    old = sqlite_path.with_name("old.db")
    database.forget()
    shutil.copyfile(sqlite_path, old)
    assert commands.erase_again(database) == 0
    database.write(end)
    commands.run_erase(database, given(CANARY))
    assert "wacht op goedkeuring" in capsys.readouterr().out
    commands.run_erase(database, given(approve=1, by="Jan"))
    sqlite_path.with_name("desk-vervangen-20260101-100000.db").touch()
    assert "nog 1 die bij het terugzetten" in commands.told_aside(database)
    said = capsys.readouterr().out
    assert "opzijgezet" not in said
    assert "gewist op 23/11/2026 door Jan" in said
    assert "    Contactpersonen: 1\n" in said
    assert commands.erase_again(database) == 0
    names = sqlite_path.with_name(f"{sqlite_path.name}.gewist.json")
    names.rename(old.with_name(f"{old.name}.gewist.json"))
    with db.connect(str(old)) as restored:
        restored.prepare = load_models
        assert commands.erase_again(restored) == 1
        assert commands.erase_again(restored) == 0
        assert restored.read(lambda session: session.get_one(Person, 1).last_name) == "(gewist)"
        assert restored.read(lambda session: list(audit.breaches(session))) == []
        restored.write(functools.partial(erase_again, person_id=77))
    assert CANARY.encode() not in old.read_bytes()
    with migrate.create(str(tmp_path / "other.db")) as other:
        shutil.copyfile(f"{old}.gewist.json", tmp_path / "other.db.gewist.json")
        (tmp_path / "damaged.gewist.json").write_text("[]")
        assert commands.erase_again(other) == 0


def test_a_backup_put_back_elsewhere_by_command_is_erased_again(
    sqlite_database: Database, sqlite_path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Another machine: what lies with the backup tells who was erased, and the trace tells of the restore."""
    sqlite_database.write(fill)
    backup.make(sqlite_database, backup.Places(sqlite_path), backup.Cause.PERSON)
    commands.approve(sqlite_database, ApproveErasure(ask(sqlite_database), "Jan"))
    (kept,) = backup.every(backup.Places(sqlite_path))
    target = tmp_path / "elsewhere" / "desk.db"
    target.parent.mkdir()
    assert main.run(["--db", str(target), "restore", str(kept.path)]) == 0
    assert "1 gewiste persoon stond erin" in capsys.readouterr().out
    assert main.run(["--db", str(target), "erase", "--again"]) == 0
    assert "0 gewiste personen" in capsys.readouterr().out
    with db.connect(str(target)) as restored:
        assert restored.read(lambda session: session.get_one(Person, 1).last_name) == "(gewist)"
        labels = restored.read(lambda session: session.scalars(select(AuditEntry.label)).all())
    assert f"Reservekopie teruggezet: {kept.path.name}" in labels


def test_a_backup_put_back_in_the_window_is_erased_again(sqlite_database: Database, sqlite_path: Path) -> None:
    sqlite_database.write(fill)
    backup.make(sqlite_database, backup.Places(sqlite_path), backup.Cause.PERSON)
    commands.approve(sqlite_database, ApproveErasure(ask(sqlite_database), "Jan"))
    (kept,) = backup.every(backup.Places(sqlite_path))
    sqlite_database.restored = commands.erase_again
    sqlite_database.access = Access(Who(2, "Jan", frozenset({Role.DESK})), role_table())
    with pytest.raises(AccessDeniedError):  # who was demoted since would have the old role again
        backup.restore_open(sqlite_database, kept.path)
    sqlite_database.access = Access(Who(1, "Els", frozenset({Role.ADMIN})), role_table())
    assert backup.restore_open(sqlite_database, kept.path).erased_again == 1
    assert sqlite_database.access is not None
    assert sqlite_database.read(lambda session: session.get_one(Person, 1).last_name) == "(gewist)"


def test_on_a_server_the_list_lies_with_the_users_own_data(postgres_database: Database, own_home: Path) -> None:
    postgres_database.write(fill)
    assert commands.erase_again(postgres_database) == 0
    commands.approve(postgres_database, ApproveErasure(ask(postgres_database), "Jan"))
    assert list(own_home.glob("*.gewist.json"))


def test_what_opens_is_held_against_the_list(sqlite_database: Database, sqlite_path: Path) -> None:
    assert app.erase_again(sqlite_database) == 0
    sqlite_database.write(fill)
    commands.approve(sqlite_database, ApproveErasure(ask(sqlite_database), "Jan"))
    assert app.erase_again(sqlite_database) == 0
    listed = commands.list_of(sqlite_path)
    listed.write_text(listed.read_text("utf-8").replace("[1]", "[1, 2]"), "utf-8")
    assert app.erase_again(sqlite_database) == 1
    assert sqlite_database.read(lambda session: session.get_one(Person, 2).last_name) == "(gewist)"
    assert read_list('{"first": 1}') == read_list("x") == Erased("", frozenset())
    assert words.erased_again(2) == "2 gewiste personen stonden erin en zijn opnieuw gewist."


def test_a_desk_of_a_server_is_told_that_only_the_owner_erases(postgres_database: Database) -> None:
    postgres_database.write(fill)
    erasure = ask(postgres_database)

    def is_desk(_connection: object) -> bool:
        return False

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("mmc_desk.core.grants.may_migrate", is_desk)
        with pytest.raises(RuleError, match="enkel de eigenaar"):
            commands.approve(postgres_database, ApproveErasure(erasure, "Jan"))
