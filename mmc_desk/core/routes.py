"""A route service in the neighbourhood: roads in metres and minutes between points, as OSRM's `table` tells them."""

import http.client
import json
import math
import socket
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from mmc_desk.core.errors import DeskError, reason
from mmc_desk.core.i18n import translate

Point = tuple[float, float]
"""WGS84 latitude and longitude, in degrees."""

AT_ONCE = 50
"""Points on either side of one question: a service refuses more than a hundred together."""

TIMEOUT = 5.0
"""Seconds to wait for an answer, whole."""

MOST_BYTES = 4_000_000
"""Of an answer: thirty times what the largest question asks for."""

MOST_METRES, MOST_SECONDS = 20_000_000, 864_000
"""Half the way round the earth, and ten days: what is longer is no road."""


class RouteServiceError(DeskError):
    """The route service gives no answer that can be used."""


@dataclass(frozen=True, slots=True)
class Road:
    """A way from one point to another."""

    metres: int
    minutes: int


def ask_roads(
    url: str, starts: Sequence[Point], ends: Sequence[Point], timeout: float = TIMEOUT, within: float = math.inf
) -> dict[tuple[int, int], Road]:
    """Return the roads from each start to each end, by their places in the lists; those it can't find are left out.

    `url` is the service's, for instance http://localhost:5000. Only coordinates are sent. `timeout` are the seconds for
    each question, `within` those for all of them. Raises RouteServiceError.
    """
    until = time.monotonic() + within
    found: dict[tuple[int, int], Road] = {}
    for first in range(0, len(starts), AT_ONCE):
        for last in range(0, len(ends), AT_ONCE):
            block = starts[first : first + AT_ONCE], ends[last : last + AT_ONCE]
            answer = _answer(_question(url, *block), min(timeout, until - time.monotonic()))
            found.update(((first + row, last + column), road) for row, column, road in _roads(answer, block))
    return found


def _question(url: str, starts: Sequence[Point], ends: Sequence[Point]) -> str:
    points = ";".join(f"{longitude:.5f},{latitude:.5f}" for latitude, longitude in (*starts, *ends))
    sources = ";".join(map(str, range(len(starts))))
    destinations = ";".join(map(str, range(len(starts), len(starts) + len(ends))))
    asked = f"sources={sources}&destinations={destinations}&annotations=duration,distance"
    return f"{url.rstrip('/')}/table/v1/driving/{points}?{asked}"


def _answer(question: str, seconds: float) -> Any:  # noqa: ANN401 - what the service says
    """Return what the service says within the seconds, whatever it does meanwhile: no time-out of a socket counts them.

    A service that goes on talking is left to itself.
    """
    said: list[bytes | str] = []
    asking = threading.Thread(target=_ask, args=(question, said), daemon=True)
    if seconds > 0:
        asking.start()
        asking.join(seconds)
    answer = said[0] if said else _silence(TimeoutError())
    if isinstance(answer, str):
        raise RouteServiceError(answer)
    try:
        return json.loads(answer)
    except (ValueError, RecursionError) as error:
        raise _nonsense() from error


def _ask(question: str, said: list[bytes | str]) -> None:
    """Add what the service says, or in a sentence why it says nothing: an error kept would keep its socket too."""
    if not question.startswith(("http://", "https://")):
        said.append(_silence(ValueError(question)))
        return
    try:
        with urllib.request.urlopen(question, timeout=TIMEOUT) as answer:  # noqa: S310 - checked above
            said.append(answer.read(MOST_BYTES))
    except (OSError, http.client.HTTPException, ValueError) as error:
        said.append(_silence(error))


def _silence(error: Exception) -> str:
    """Return in a sentence why there is no answer."""
    if isinstance(error, ValueError | http.client.InvalidURL):
        return translate(
            "routes", "Het adres van de routedienst begint met http:// of https:// en een naam. Verbeter het."
        )
    text = translate("routes", "De routedienst antwoordt niet ({reason}). Kijk het adres en het netwerk na.")
    if isinstance(error, urllib.error.HTTPError):
        return text.format(reason=translate("routes", "fout {code}").format(code=error.code))
    cause = error.reason if isinstance(error, urllib.error.URLError) else error
    if isinstance(cause, TimeoutError):
        return text.format(reason=translate("routes", "het duurt te lang"))
    if isinstance(cause, socket.gaierror):
        return text.format(reason=translate("routes", "die naam is niet te vinden"))
    if isinstance(cause, OSError) and not isinstance(cause, http.client.HTTPException):
        return text.format(reason=reason(cause))
    return text.format(reason=translate("routes", "ze breekt af"))


def _nonsense() -> RouteServiceError:
    return RouteServiceError(
        translate("routes", "De routedienst antwoordt iets anders dan afstanden. Kijk het adres na.")
    )


def _roads(answer: Any, block: tuple[Sequence[Point], Sequence[Point]]) -> Iterator[tuple[int, int, Road]]:  # noqa: ANN401 - what the service says
    try:
        rows = zip(answer["distances"], answer["durations"], strict=True)
        for row, (distances, durations) in zip(range(len(block[0])), rows, strict=True):
            for column, metres, seconds in zip(range(len(block[1])), distances, durations, strict=True):
                if metres is not None and seconds is not None:
                    yield row, column, _road(metres, seconds)
    except (KeyError, TypeError, ValueError) as error:
        raise _nonsense() from error


def _road(metres: float, seconds: float) -> Road:
    """Return a road. Raises ValueError for lengths that no road has, TypeError for what is no number."""
    if isinstance(metres, bool) or isinstance(seconds, bool):
        raise TypeError
    if not (0 <= metres <= MOST_METRES and 0 <= seconds <= MOST_SECONDS):
        raise ValueError(metres, seconds)
    return Road(round(metres), math.ceil(seconds / 60))
