"""A server that goes while it commits: what it kept counts as saved, what it didn't is refused, nothing is guessed."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from mmc_desk.core.db import Database
from mmc_desk.core.errors import DatabaseError
from mmc_desk.features.people.model import Person

commit = Session.commit


def add(session: Session) -> str:
    session.add(Person(last_name="Nieuw"))
    return "gedaan"


def count(database: Database) -> int | None:
    return database.read(lambda session: session.scalar(select(func.count()).select_from(Person)))


def gone() -> OperationalError:
    return OperationalError(
        "COMMIT", {}, Exception("server closed the connection unexpectedly"), connection_invalidated=True
    )


def test_the_answer_was_lost_but_it_is_kept(postgres_database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    def commit_and_go(session: Session) -> None:
        commit(session)
        raise gone()

    monkeypatch.setattr(Session, "commit", commit_and_go)
    done = postgres_database.write(add, "Erbij")
    assert done.value == "gedaan"
    assert done.changes.topics == {"person"}
    assert count(postgres_database) == 1


def test_it_was_not_kept(postgres_database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    def go(session: Session) -> None:
        session.rollback()
        raise gone()

    monkeypatch.setattr(Session, "commit", go)
    with pytest.raises(DatabaseError, match="niet bereikbaar"):
        postgres_database.write(add, "Erbij")
    with pytest.raises(DatabaseError, match="niet bereikbaar"):  # a write that changed nothing has nothing to look for
        postgres_database.write(lambda _session: None, "Niets")
    assert count(postgres_database) == 0


def test_a_file_that_refuses_is_not_asked_again(sqlite_database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    def go(_session: Session) -> None:
        raise gone()

    monkeypatch.setattr(Session, "commit", go)
    with pytest.raises(DatabaseError):
        sqlite_database.write(add, "Erbij")
