"""A route service in the neighbourhood: roads in metres and minutes between points, as OSRM's `table` tells them."""

import json
import math
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from mmc_desk.core.errors import DeskError
from mmc_desk.core.i18n import translate

Point = tuple[float, float]
"""WGS84 latitude and longitude, in degrees."""

AT_ONCE = 50
"""Points on either side of one question: a service refuses more than a hundred together."""

TIMEOUT = 5.0
"""Seconds to wait for an answer."""


class RouteServiceError(DeskError):
    """The route service gives no answer that can be used."""


@dataclass(frozen=True, slots=True)
class Road:
    """A way from one point to another."""

    metres: int
    minutes: int


def ask_roads(
    url: str, starts: Sequence[Point], ends: Sequence[Point], timeout: float = TIMEOUT
) -> dict[tuple[int, int], Road]:
    """Return the roads from each start to each end, by their places in the lists; those it can't find are left out.

    `url` is the service's, for instance http://localhost:5000. Only coordinates are sent. Raises RouteServiceError.
    """
    found: dict[tuple[int, int], Road] = {}
    for first in range(0, len(starts), AT_ONCE):
        for last in range(0, len(ends), AT_ONCE):
            block = starts[first : first + AT_ONCE], ends[last : last + AT_ONCE]
            answer = _answer(_question(url, *block), timeout)
            found.update(((first + row, last + column), road) for row, column, road in _roads(answer, block))
    return found


def _question(url: str, starts: Sequence[Point], ends: Sequence[Point]) -> str:
    points = ";".join(f"{longitude:.5f},{latitude:.5f}" for latitude, longitude in (*starts, *ends))
    sources = ";".join(map(str, range(len(starts))))
    destinations = ";".join(map(str, range(len(starts), len(starts) + len(ends))))
    asked = f"sources={sources}&destinations={destinations}&annotations=duration,distance"
    return f"{url.rstrip('/')}/table/v1/driving/{points}?{asked}"


def _answer(question: str, timeout: float) -> Any:  # noqa: ANN401 - what the service says
    if not question.startswith(("http://", "https://")):
        raise RouteServiceError(
            translate("routes", "Het adres van de routedienst begint met http:// of https://. Verbeter het.")
        )
    try:
        with urllib.request.urlopen(question, timeout=timeout) as answer:  # noqa: S310 - checked above
            return json.load(answer)
    except (urllib.error.URLError, TimeoutError, OSError, ValueError) as error:
        text = translate("routes", "De routedienst antwoordt niet ({reason}). Kijk het adres en het netwerk na.")
        raise RouteServiceError(text.format(reason=error)) from error


def _roads(answer: Any, block: tuple[Sequence[Point], Sequence[Point]]) -> Iterator[tuple[int, int, Road]]:  # noqa: ANN401 - what the service says
    try:
        rows = zip(answer["distances"], answer["durations"], strict=True)
        for row, (distances, durations) in zip(range(len(block[0])), rows, strict=True):
            for column, metres, seconds in zip(range(len(block[1])), distances, durations, strict=True):
                if metres is not None and seconds is not None:
                    yield row, column, Road(round(metres), math.ceil(seconds / 60))
    except (KeyError, TypeError, ValueError) as error:
        raise RouteServiceError(
            translate("routes", "De routedienst antwoordt iets anders dan afstanden. Kijk het adres na.")
        ) from error
