"""What one desk of a server writes, another one hears within a second, and that a server went and came back."""

import queue
from collections.abc import Iterator

import psycopg
import pytest

from mmc_desk.core import news, serving
from mmc_desk.core.db import Database
from mmc_desk.core.migrate import open_database
from mmc_desk.core.news import Listener, News
from mmc_desk.features.people.model import Person
from tests.washing import on_server, wait_for_listener

Heard = queue.SimpleQueue[News]


@pytest.fixture
def told() -> Heard:
    return queue.SimpleQueue()


@pytest.fixture
def listener(postgres_database: Database, told: Heard) -> Iterator[Listener]:
    made = Listener(postgres_database.url, postgres_database.desk, told.put)
    made.start()
    wait_for_listener(postgres_database)
    yield made
    made.stop()


@pytest.fixture
def heard(told: Heard, listener: Listener) -> Heard:
    """What the desk `postgres_database` hears."""
    return told


def test_a_desk_hears_another_and_not_itself(heard: Heard, postgres_database: Database) -> None:
    postgres_database.write(lambda session: session.add(Person(last_name="Eigen")), "Erbij")
    with open_database(postgres_database.url) as other:
        other.write(lambda session: session.add(Person(last_name="Ander")), "Erbij")
    assert heard.get(timeout=5).topics == {"person"}
    assert heard.empty()


def test_a_write_that_failed_is_not_told(heard: Heard, postgres_database: Database) -> None:
    def refuse(session: object) -> None:
        raise LookupError

    with open_database(postgres_database.url) as other:
        with pytest.raises(LookupError):
            other.write(refuse, "Niets")
        other.write(lambda session: session.add(Person(last_name="Ander")), "Erbij")
    assert heard.get(timeout=5).topics == {"person"}


def test_a_server_that_goes_and_comes_back(
    heard: Heard, postgres_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(news, "_AGAIN", 0.01)
    on_server(
        postgres_database.url,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' OR query = 'SELECT 1'",
    )
    assert heard.get(timeout=5) == News(is_lost=True)
    assert heard.get(timeout=5) == News(is_back=True)


def test_no_server_at_all_is_said_once(monkeypatch: pytest.MonkeyPatch) -> None:
    tries: queue.SimpleQueue[str] = queue.SimpleQueue()

    def connect(watch: serving.Watch) -> None:
        tries.put(watch.name)
        raise psycopg.OperationalError

    monkeypatch.setattr(news, "_AGAIN", 0.01)
    monkeypatch.setattr(serving, "connect", connect)
    told: Heard = queue.SimpleQueue()
    listener = Listener("postgresql+psycopg://nobody@127.0.0.1:1/nothing", "x", told.put)
    listener.start()
    assert [tries.get(timeout=5) for _ in range(2)] == ["mmc-desk x news"] * 2
    monkeypatch.setattr(news, "_AGAIN", 60.0)
    for _ in range(3):  # who asks for it doesn't wait
        listener.retry()
        tries.get(timeout=5)
    listener.stop()
    assert told.get(timeout=5) == News(is_lost=True)
    assert told.empty()


def test_a_listener_that_is_doubted_looks_and_tells(heard: Heard, listener: Listener) -> None:
    listener.doubt()
    assert heard.get(timeout=5) == News(is_back=True)
