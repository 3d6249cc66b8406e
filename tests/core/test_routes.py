"""A route service on this machine: what is asked, what is made of the answer, and what when there is none."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any, ClassVar

import pytest

from mmc_desk.core import routes
from mmc_desk.core.routes import Road, RouteServiceError, ask_roads


class Service(BaseHTTPRequestHandler):
    asked: ClassVar[list[str]] = []
    answer: ClassVar[Any] = None

    def do_GET(self) -> None:
        type(self).asked.append(self.path)
        body = json.dumps(type(self).answer).encode()
        self.send_response(200)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def url() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Service)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    Service.asked.clear()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


def test_roads_come_in_metres_and_whole_minutes(url: str) -> None:
    Service.answer = {"distances": [[1200.4, None]], "durations": [[61, None]]}
    assert ask_roads(url, [(50.84, 5.59)], [(50.9, 5.5), (50.8, 5.4)]) == {(0, 0): Road(1200, 2)}
    (asked,) = Service.asked
    assert asked.startswith("/table/v1/driving/5.59000,50.84000;5.50000,50.90000;5.40000,50.80000?")
    assert "sources=0&destinations=1;2" in asked


def test_many_points_are_asked_in_blocks(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(routes, "AT_ONCE", 1)
    Service.answer = {"distances": [[1000]], "durations": [[60]]}
    assert len(ask_roads(url, [(50, 5), (51, 5)], [(50, 6), (51, 6)])) == len(Service.asked) == 4


@pytest.mark.parametrize("answer", [{}, [], {"distances": [[1, 2]], "durations": [[1, 2]]}])
def test_an_answer_of_something_else_says_so(url: str, answer: object) -> None:
    Service.answer = answer
    with pytest.raises(RouteServiceError, match="iets anders"):
        ask_roads(url, [(50, 5)], [(50, 6)])


def test_no_service_and_no_address() -> None:
    with pytest.raises(RouteServiceError, match="antwoordt niet"):
        ask_roads("http://127.0.0.1:9", [(50, 5)], [(50, 6)], timeout=0.2)
    with pytest.raises(RouteServiceError, match="http://"):
        ask_roads("file:///etc", [(50, 5)], [(50, 6)])
