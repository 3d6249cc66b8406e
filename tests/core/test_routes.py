"""A route service on this machine: what is asked, what is made of the answer, and what when there is none."""

import errno
import json
import socket
import threading
import urllib.error
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any, ClassVar

import pytest

from mmc_desk.core import routes
from mmc_desk.core.routes import Road, RouteServiceError, ask_roads


class Service(BaseHTTPRequestHandler):
    asked: ClassVar[list[str]] = []
    answer: ClassVar[Any] = None
    """What to say: bytes as they are, without so much as a status; else JSON."""
    code: ClassVar[int] = 200
    go_on: ClassVar[threading.Event] = threading.Event()

    def do_GET(self) -> None:
        type(self).asked.append(self.path)
        if isinstance(answer := type(self).answer, bytes):
            self.wfile.write(answer)
            self.wfile.flush()
            type(self).go_on.wait(10)
            return
        self.send_response(type(self).code)
        self.end_headers()
        self.wfile.write(json.dumps(answer).encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def url() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Service)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    Service.asked.clear()
    Service.go_on.set()
    Service.code = 200
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


HEAD = b"HTTP/1.0 200 OK\r\n\r\n"


@pytest.mark.parametrize(
    "answer",
    [
        {},
        [],
        {"distances": [[1, 2]], "durations": [[1, 2]]},
        {"distances": [[True]], "durations": [[1]]},
        {"distances": [[1]], "durations": [[False]]},
        {"distances": [["1"]], "durations": [[1]]},
        {"distances": [[-1]], "durations": [[1]]},
        {"distances": [[1e30]], "durations": [[1]]},
        {"distances": [[1]], "durations": [[float("inf")]]},
        {"distances": [[float("nan")]], "durations": [[1]]},
        HEAD + b"<html>",
        HEAD + b"[" * 100_000,
        HEAD + b'{"distances": [[' + b"9" * 5000,
        b"HTTP/1.0 200 OK\r\nContent-Length: 400\r\n\r\n{",
    ],
)
def test_an_answer_of_something_else_says_so(url: str, answer: object) -> None:
    Service.answer = answer
    with pytest.raises(RouteServiceError, match="iets anders"):
        ask_roads(url, [(50, 5)], [(50, 6)])


def test_more_than_an_answer_holds_is_not_read(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(routes, "MOST_BYTES", 20)
    Service.answer = {"distances": [[1000]], "durations": [[60]]}
    with pytest.raises(RouteServiceError, match="iets anders"):
        ask_roads(url, [(50, 5)], [(50, 6)])


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (b"", "ze breekt af"),
        (b"\x00\x01 hello\r\n\r\n", "ze breekt af"),
        (b"HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "ze breekt af|iets anders"),
    ],
)
def test_a_service_that_breaks_off_says_so(url: str, answer: bytes, why: str) -> None:
    Service.answer = answer
    with pytest.raises(RouteServiceError, match=why):
        ask_roads(url, [(50, 5)], [(50, 6)])


def test_a_service_that_refuses_says_so(url: str) -> None:
    Service.answer, Service.code = {}, 500
    with pytest.raises(RouteServiceError, match=r"antwoordt niet \(fout 500\)"):
        ask_roads(url, [(50, 5)], [(50, 6)])


@pytest.mark.parametrize(("timeout", "within"), [(0.05, 60.0), (60.0, 0.05), (60.0, 0.0)])
def test_a_service_that_never_ends_is_left_to_itself(url: str, timeout: float, within: float) -> None:
    Service.go_on.clear()
    Service.answer = b"HTTP/1.0 200 OK\r\nX"
    with pytest.raises(RouteServiceError, match="het duurt te lang"):
        ask_roads(url, [(50, 5)], [(50, 6)], timeout, within)
    Service.go_on.set()


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (urllib.error.URLError(TimeoutError()), "het duurt te lang"),
        (urllib.error.URLError(socket.gaierror(-2, "Name or service not known")), "die naam is niet te vinden"),
        (urllib.error.URLError(OSError(errno.EHOSTUNREACH, "No route to host")), "er leidt geen netwerk naartoe"),
        (urllib.error.URLError("unknown"), "ze breekt af"),
    ],
)
def test_why_there_is_no_answer_is_said_in_dutch(monkeypatch: pytest.MonkeyPatch, error: Exception, why: str) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("urllib.request.urlopen", fail)
    with pytest.raises(RouteServiceError, match=rf"antwoordt niet \({why}\)"):
        ask_roads("http://here", [(50, 5)], [(50, 6)])


@pytest.mark.parametrize("address", ["file:///etc", "ftp://x", "http://", "http://[::1", "http://a b/", ""])
def test_what_is_no_address_says_so(address: str) -> None:
    with pytest.raises(RouteServiceError, match="begint met http://"):
        ask_roads(address, [(50, 5)], [(50, 6)])


def test_no_service() -> None:
    with pytest.raises(RouteServiceError, match=r"antwoordt niet \(daar luistert niets\)"):
        ask_roads("http://127.0.0.1:9", [(50, 5)], [(50, 6)])
