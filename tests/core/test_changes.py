"""What a write changed, its audit entry, and taking it back: on both kinds of database."""

import getpass
from collections.abc import Callable
from datetime import UTC, date, datetime, time

import pytest
from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from mmc_desk.core.changes import Changes, RowChange
from mmc_desk.core.db import Database
from mmc_desk.core.errors import ConflictError, DeskError
from mmc_desk.core.model import AuditEntry, ClosureDay
from mmc_desk.core.recording import note_final, note_topic, take_back
from mmc_desk.features.people.model import Address, Driver, Person, WeekAvailability

DAY = date(2026, 12, 24)


def add_closure(session: Session) -> int:
    closure = ClosureDay(day=DAY, reason="Kerstavond")
    session.add(closure)
    session.flush()
    return closure.id


def set_reason(reason: str) -> Callable[[Session], None]:
    def op(session: Session) -> None:
        session.scalars(select(ClosureDay)).one().reason = reason

    return op


def remove_closure(session: Session) -> None:
    session.delete(session.scalars(select(ClosureDay)).one())


def reasons(session: Session) -> list[str]:
    return list(session.scalars(select(ClosureDay.reason)))


def audit(session: Session) -> list[tuple[str, object]]:
    return [(entry.label, entry.rows) for entry in session.scalars(select(AuditEntry).order_by(AuditEntry.id))]


def take(changes: Changes) -> Callable[[Session], None]:
    return lambda session: take_back(session, changes)


def test_a_new_row_and_its_trace(database: Database) -> None:
    written = database.write(add_closure, "Sluitingsdag toegevoegd")
    assert written.changes.topics == {"closure_day"}
    assert bool(written.changes)
    (row,) = written.changes.rows
    assert row.before is None
    assert row.after is not None
    assert (row.key, row.after["day"], row.after["reason"]) == (written.value, DAY, "Kerstavond")
    ((label, rows),) = database.read(audit)
    assert label == "Sluitingsdag toegevoegd"
    assert rows == [
        {
            "table": "closure_day",
            "id": written.value,
            "values": {"day": [None, "2026-12-24"], "id": [None, 1], "reason": [None, "Kerstavond"]},
        }
    ]


def test_a_change_has_the_values_before_and_after(database: Database) -> None:
    database.write(add_closure)
    changes = database.write(set_reason("Brugdag")).changes
    assert changes.rows[0].changed_columns() == {"reason"}
    assert database.read(audit)[-1][1] == [
        {"table": "closure_day", "id": 1, "values": {"reason": ["Kerstavond", "Brugdag"]}}
    ]


def test_a_write_that_changes_nothing_leaves_no_trace(database: Database) -> None:
    database.write(add_closure)
    assert not database.write(set_reason("Kerstavond")).changes
    assert not database.write(reasons).changes
    assert len(database.read(audit)) == 1


def test_a_row_flushed_twice_keeps_its_first_image(database: Database) -> None:
    def twice(session: Session) -> None:
        add_closure(session)
        set_reason("Eerst")(session)
        session.flush()
        set_reason("Daarna")(session)

    (row,) = database.write(twice).changes.rows
    assert row.before is None
    assert row.after is not None
    assert row.after["reason"] == "Daarna"


def test_a_row_added_and_removed_in_one_write_is_no_change(database: Database) -> None:
    def both(session: Session) -> None:
        add_closure(session)
        remove_closure(session)

    assert not database.write(both).changes


def test_bulk_statements_tell_their_topics(database: Database) -> None:
    def bulk(session: Session) -> None:
        session.execute(insert(ClosureDay), [{"day": DAY, "reason": "", "version": 1}])
        note_topic(session, "closure_day", "ride")

    changes = database.write(bulk, "Ingelezen").changes
    assert changes.topics == {"closure_day", "ride"}
    assert database.read(audit) == [("Ingelezen", ["closure_day", "ride"])]


def test_a_follower_acts_in_the_same_write_and_is_taken_back_with_it(database: Database) -> None:
    def follow(session: Session, changes: Changes) -> None:
        if "closure_day" in changes.topics:
            session.add(Person(last_name=changes.label))

    def people(session: Session) -> list[str]:
        return list(session.scalars(select(Person.last_name)))

    database.followers = (follow,)
    changes = database.write(add_closure, "Gesloten").changes
    assert changes.topics == {"closure_day", "person"}
    assert database.read(people) == ["Gesloten"]
    assert len(database.read(audit)) == 1
    database.followers = ()
    database.write(take(changes))
    assert database.read(people) == []


def test_a_follower_can_tell_a_write_that_takes_another_one_back(database: Database) -> None:
    seen: list[bool] = []
    database.followers = [lambda _session, changes: seen.append(changes.takes_back)]
    done = database.write(add_closure, "Gesloten")
    undone = database.write(take(done.changes), "Ongedaan gemaakt")
    database.write(take(undone.changes), "Opnieuw")
    database.followers = []

    assert seen == [False, True, True]


def test_a_topic_noted_outside_of_a_write_is_nobodys(database: Database) -> None:
    assert database.read(lambda session: note_topic(session, "ride")) is None


@pytest.mark.parametrize("deed", [set_reason("Brugdag"), remove_closure])
def test_undo_and_redo(database: Database, deed: Callable[[Session], None]) -> None:
    database.write(add_closure)
    before = database.read(reasons)
    changes = database.write(deed).changes
    after = database.read(reasons)
    undone = database.write(take(changes)).changes
    assert database.read(reasons) == before
    redone = database.write(take(undone)).changes
    assert database.read(reasons) == after
    database.write(take(redone))
    assert database.read(reasons) == before


def test_undo_of_an_addition(database: Database) -> None:
    added = database.write(add_closure)
    undone = database.write(take(added.changes)).changes
    assert database.read(reasons) == []
    database.write(take(undone))
    assert database.read(lambda session: session.scalars(select(ClosureDay.id)).one()) == added.value


def test_rows_that_hang_together_go_and_come_in_order(database: Database) -> None:
    def add(session: Session) -> None:
        person = Person(last_name="Claes")
        session.add(person)
        session.flush()
        session.add(Address(person_id=person.id, valid_from=DAY, street="", postcode="", village=""))
        driver = Driver(person_id=person.id, code="CLA")
        session.add(driver)
        session.flush()
        session.add(WeekAvailability(driver_id=driver.id, weekday=0, from_time=time(9), to_time=time(12)))

    def count(session: Session) -> int:
        return session.scalars(select(func.count()).select_from(WeekAvailability)).one()

    undone = database.write(take(database.write(add).changes)).changes
    assert database.read(count) == 0
    database.write(take(undone))
    assert database.read(count) == 1
    trace = str(database.read(audit))
    assert "'from_time': [None, '09:00:00']" in trace


@pytest.mark.parametrize("since", [set_reason("Iets anders"), remove_closure])
def test_undo_refuses_over_later_work(database: Database, since: Callable[[Session], None]) -> None:
    database.write(add_closure)
    changes = database.write(set_reason("Brugdag")).changes
    database.write(since)
    now = database.read(reasons)
    with pytest.raises(ConflictError, match="ongedaan"):
        database.write(take(changes))
    assert database.read(reasons) == now


def test_the_inverse_of_the_inverse_is_the_change() -> None:
    change = RowChange("ride", 1, {"a": 1}, {"a": 2})
    assert change.inverse().inverse() == change


def test_the_trace_names_the_account_even_where_it_has_none(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nobody() -> str:
        raise KeyError("uid 12345")

    monkeypatch.setattr(getpass, "getuser", nobody)
    database.write(add_closure)
    entry = database.read(lambda session: session.scalars(select(AuditEntry)).one())
    assert entry.actor == "?"
    assert entry.at == datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize("statement", [update(AuditEntry).values(label=""), delete(AuditEntry)])
def test_the_trace_is_append_only(database: Database, statement: object) -> None:
    database.write(add_closure, "Eerste")
    with pytest.raises(DeskError, match="append-only"):
        database.write(lambda session: session.execute(statement))  # type: ignore[call-overload]  # either of two
    assert [label for label, _ in database.read(audit)] == ["Eerste"]


def test_a_final_write_says_so(database: Database) -> None:
    def write(session: Session) -> None:
        session.add(ClosureDay(day=date(2026, 12, 24), reason="brug"))
        note_final(session)

    assert database.write(write, "Afrekening").changes.is_final
    assert database.read(note_final) is None
