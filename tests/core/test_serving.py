"""A server that stops answering: no desk waits for ever, what was cut off leaves no lock, each save is settled."""

import time
from collections.abc import Generator, Iterator
from types import SimpleNamespace
from typing import Any, cast

import psycopg
import pytest
from psycopg.pq import TransactionStatus
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from mmc_desk.core import db, engines, server_errors, serving
from mmc_desk.core.errors import DatabaseBusyError, DatabaseError, ServerLostError, UnsettledError
from mmc_desk.features.people.model import Person
from tests.proxy import Proxy


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for seconds here."""
    monkeypatch.setattr(serving, "PATIENCE", 0.1)
    monkeypatch.setattr(serving, "_LAST_CHANCE", 0.1)
    monkeypatch.setattr(engines, "_LOOKING_SECONDS", 0.0)
    monkeypatch.setattr(engines, "_AWAY_SECONDS", 60.0)


@pytest.fixture
def network(postgres_database: db.Database, hasty: None) -> Iterator[Proxy]:
    with Proxy(postgres_database.url) as network:
        network.refuses = True
        yield network


@pytest.fixture
def desk(network: Proxy) -> Iterator[db.Database]:
    with db.connect(network.url) as desk:
        assert one(desk) == 1
        yield desk


def one(desk: db.Database) -> object:
    return desk.read(lambda session: session.scalar(select(1)))


def add(session: Session) -> str:
    session.add(Person(last_name="Nieuw"))
    return "gedaan"


def count(database: db.Database) -> int | None:
    return database.read(lambda session: session.scalar(select(func.count()).select_from(Person)))


def back(network: Proxy, desk: db.Database) -> None:
    network.mend()
    desk.away_until = 0.0


def test_what_takes_long_is_waited_for(desk: db.Database) -> None:
    assert desk.read(lambda session: session.execute(text("SELECT pg_sleep(0.5), 7")).one()[1]) == 7


def test_a_line_of_its_own_is_watched_too(network: Proxy, postgres_database: db.Database) -> None:
    watch = serving.Watch(network.url, "x", 0.25)
    with serving.connect(watch) as line:
        assert line.execute("SELECT pg_sleep(0.6), 7").fetchone() == ("", 7)
        backend = line.info.backend_pid
        network.drop()
        with pytest.raises(psycopg.OperationalError, match="no answer"):
            line.execute("SELECT 1")
    assert watch.cut == [backend]
    with serving.connect(serving.Watch(postgres_database.url, "x", 0.1)) as other:
        serving.end_what_was_cut(other, watch)
        assert other.execute("SELECT count(*) FROM pg_stat_activity WHERE pid = %s", [backend]).fetchone() == (0,)
        serving.end_what_was_cut(other, watch)
    assert not watch.cut


def test_who_waits_asks_once_the_patience_is_over() -> None:
    """What the tests above do with a clock, and here without one: no branch may depend on how fast a machine is."""
    asked: list[bool] = []
    is_working = iter([True, False])

    def ask(_watch: serving.Watch, *, is_last_chance: bool) -> bool:
        asked.append(is_last_chance)
        return next(is_working)

    def answer() -> Generator[str, int, str]:
        while (yield "wanted") != 2:
            pass
        return "done"

    busy = SimpleNamespace(pgconn=SimpleNamespace(transaction_status=TransactionStatus.ACTIVE), _is_worked_on=ask)
    watch = serving.Watch("", "x", 3600.0)
    waiting = serving.WatchedConnection._patiently(cast("Any", busy), answer(), watch)
    assert [next(waiting), waiting.send(0), waiting.send(1)] == ["wanted"] * 3
    assert not asked
    watch.patience = -1.0
    assert [waiting.send(1), waiting.send(0), waiting.send(0)] == ["wanted"] * 3
    assert asked == [False, False]
    with pytest.raises(StopIteration, match="done"):
        waiting.send(2)


def test_an_answer_underway_still_counts(desk: db.Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving.Watch, "is_worked_on", lambda *_: False)
    monkeypatch.setattr(serving, "_LAST_CHANCE", 5.0)
    assert desk.read(lambda session: session.execute(text("SELECT pg_sleep(0.4), 7")).one()[1]) == 7


def test_a_silent_server_is_given_up_and_then_not_tried_for_a_while(desk: db.Database, network: Proxy) -> None:
    network.drop()
    for _ in range(2):
        with pytest.raises(ServerLostError, match="niet bereikbaar"):
            one(desk)
    network.mend()
    with pytest.raises(ServerLostError):
        one(desk)
    back(network, desk)
    assert one(desk) == 1


def test_a_server_that_has_no_room_to_ask_still_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_watch: serving.Watch, _seconds: int) -> None:
        raise psycopg.OperationalError("FATAL:  sorry, too many clients already")

    monkeypatch.setattr(serving, "connect", refuse)
    assert serving.Watch("postgresql://desk/desk", "x", 0.1).is_worked_on(7)


def test_what_was_cut_off_leaves_no_lock(desk: db.Database, network: Proxy, postgres_database: db.Database) -> None:
    def half(session: Session) -> None:
        add(session)
        session.flush()
        session.execute(text("SELECT entry FROM audit_head FOR UPDATE"))
        network.drop()

    with pytest.raises(ServerLostError):
        desk.write(half, "Erbij")
    back(network, desk)
    assert one(desk) == 1  # by now the backend that held the head of the trace is gone
    assert postgres_database.write(add, "Erbij").value == "gedaan"
    assert count(postgres_database) == 1


def commit_at(network: Proxy, piece: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the network go at the commit (1) or at the answer to it (2)."""
    commit = Session.commit

    def commit_and_lose(session: Session) -> None:
        network.drop_at(piece)
        commit(session)

    monkeypatch.setattr(Session, "commit", commit_and_lose)


def test_a_save_whose_answer_was_lost_is_settled(
    desk: db.Database, network: Proxy, postgres_database: db.Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as lost:
        commit_at(network, 2, lost)
        with pytest.raises(UnsettledError, match="Lid erbij") as caught:
            desk.write(add, "Lid erbij")
    with pytest.raises(UnsettledError):
        desk.settle(caught.value)
    back(network, desk)
    kept = desk.settle(caught.value)
    assert (kept.value, kept.changes.topics) == ("gedaan", frozenset({"person"}))
    assert count(postgres_database) == 1


def test_a_save_that_never_arrived_is_settled(
    desk: db.Database, network: Proxy, postgres_database: db.Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as lost:
        commit_at(network, 1, lost)
        with pytest.raises(UnsettledError, match="een wijziging") as caught:
            desk.write(add)
    back(network, desk)
    with pytest.raises(DatabaseError, match="Bewaar het opnieuw"):
        desk.settle(caught.value)
    assert count(postgres_database) == 0


def test_looking_again_until_it_is_known(desk: db.Database, network: Proxy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "_LOOKING_SECONDS", 60.0)
    monkeypatch.setattr(time, "sleep", lambda _seconds: network.mend())
    commit_at(network, 2, monkeypatch)
    assert desk.write(add, "Erbij").value == "gedaan"


@pytest.mark.postgres
def test_work_on_the_whole_takes_its_time(database: db.Database) -> None:
    with database.engine.connect() as connection:
        serving.take_time(connection)
        if database.url:
            assert connection.scalar(text("SHOW lock_timeout")) == "0"


def test_the_settings_of_a_session(postgres_database: db.Database) -> None:
    with db.connect(f"{postgres_database.url}&options=-c%20work_mem%3D8MB") as desk:
        shown = [desk.read(lambda s, n=name: s.scalar(text(f"SHOW {n}"))) for name in ("work_mem", "lock_timeout")]  # type: ignore[misc]
    assert shown == ["8MB", "10s"]


# --- What a server says


class Refused(psycopg.Error):
    """An error of a connected server."""

    def __init__(self, code: str) -> None:
        super().__init__("words\nof its own")
        self.sqlstate = code


@pytest.mark.parametrize(
    ("code", "sentence", "kind"),
    [
        ("53100", "is vol", DatabaseError),
        ("53200", "te weinig geheugen", DatabaseError),
        ("53300", "geen verbinding meer vrij", DatabaseError),
        ("25006", "enkel lezen", DatabaseError),
        ("42501", "mag dit niet", DatabaseError),
        ("42P01", "niet de tabellen", DatabaseError),
        ("55P03", "andere desk", DatabaseBusyError),
        ("40P01", "andere desk", DatabaseBusyError),
        ("57P01", "gestopt of start", ServerLostError),
        ("25P03", "niet bereikbaar", ServerLostError),
        ("28P01", "weigert", DatabaseError),
        ("XX001", "schade", DatabaseError),
        ("22012", "antwoordt: words", DatabaseError),
    ],
)
def test_every_code_has_a_sentence_with_the_mend(code: str, sentence: str, kind: type[DatabaseError]) -> None:
    error = server_errors.database_error(Refused(code), "desk")
    assert (type(error), sentence in str(error), "desk" in str(error)) == (kind, True, True)


@pytest.mark.parametrize(
    ("said", "sentence", "kind"),
    [
        ('FATAL:  password authentication failed for user "balie"', "weigert", DatabaseError),
        ('FATAL:  role "balie" does not exist', "weigert", DatabaseError),
        ('FATAL:  role "balie" is not permitted to log in', "weigert", DatabaseError),
        ("fe_sendauth: no password supplied", "weigert", DatabaseError),
        ('FATAL:  database "desk" does not exist', "bestaat desk niet", DatabaseError),
        ('FATAL:  permission denied for database "desk"', "mag dit niet", DatabaseError),
        ("FATAL:  sorry, too many clients already", "geen verbinding meer", DatabaseError),
        ('FATAL:  too many connections for role "balie"', "geen verbinding meer", DatabaseError),
        ("FATAL:  remaining connection slots are reserved for roles", "geen verbinding meer", DatabaseError),
        (
            'FATAL:  no pg_hba.conf entry for host "10.0.0.7", no encryption',
            "laat deze computer niet toe",
            DatabaseError,
        ),
        ("server does not support SSL, but SSL was required", "TLS", DatabaseError),
        ("SSL error: certificate verify failed", "certificaat", DatabaseError),
        ('root certificate file "x" does not exist', "certificaat", DatabaseError),
        ("FATAL:  the database system is starting up", "start nog op", ServerLostError),
        (
            "failed to resolve host 'server': [Errno -2] Name or service not known",
            "naam van de server",
            ServerLostError,
        ),
        ('could not translate host name "server" to address', "naam van de server", ServerLostError),
        ("Connection refused\n\tIs the server running?", "niet bereikbaar", ServerLostError),
        ("connection timeout expired", "niet bereikbaar", ServerLostError),
        ("FATAL:  could not write file: No space left on device", "is vol", DatabaseError),
    ],
)
def test_who_can_not_connect_is_told_why(said: str, sentence: str, kind: type[DatabaseError]) -> None:
    error = server_errors.database_error(psycopg.OperationalError(said), "desk")
    assert (type(error), sentence in str(error), "\n" in str(error)) == (kind, True, False)
