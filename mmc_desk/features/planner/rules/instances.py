"""Planning problems in files: a desk's day as JSON."""

import csv
import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from mmc_desk.core.errors import FileError, reason
from mmc_desk.core.i18n import translate
from mmc_desk.features.planner.rules.darp import darp_problem
from mmc_desk.features.planner.rules.problem import Driver, GreatCircle, Problem, Request, Window
from mmc_desk.features.planner.rules.values import Entry, WrongValueError, items, number, pair

MOST_DRIVERS, MOST_RIDES = 2_000, 5_000
"""Of a day: more wouldn't fit in a desk's memory."""

MOST_BYTES = 64_000_000
MOST_MINUTES, MOST_KM, MOST_SEATS = 14_400.0, 20_000.0, 100
"""Ten days and half the way round the earth."""

SOUTH_WEST, NORTH_EAST = (-90.0, -180.0), (90.0, 180.0)


def read_instance(path: Path) -> Problem:
    """Return the problem in a file: a day as JSON, or a dial-a-ride text with its optimum in an optima.csv beside it.

    Raises FileError where it holds none or can't be read.
    """
    try:
        content = _content(path)
        if content.lstrip()[:1] in {"{", "["} or path.suffix.lower() == ".json":
            return day_problem(_parsed(content), path.stem)
        return darp_problem(content, path.stem, _optimum(path))
    except OSError as error:
        text = translate("planner", "{file} kan niet gelezen worden: {reason}.")
        raise FileError(text.format(file=path, reason=reason(error))) from error
    except WrongValueError as error:
        text = translate("planner", "{file} bevat geen dag om te plannen: {reason}.")
        raise FileError(text.format(file=path.name, reason=error)) from error


def _content(path: Path) -> str:
    with path.open("rb") as file:
        content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise WrongValueError(translate("planner", "het bestand is te groot"))
    if not content.strip():
        raise WrongValueError(translate("planner", "het bestand is leeg"))
    try:
        # Spreadsheets and Windows write a mark first, some of them two bytes for each letter.
        return content.decode(json.detect_encoding(content)).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise WrongValueError(translate("planner", "het is geen tekst")) from error


def _parsed(content: str) -> object:
    try:
        return json.loads(content)
    except json.JSONDecodeError as error:
        text = translate("planner", "het is geen JSON vanaf regel {line}, teken {column}")
        raise WrongValueError(text.format(line=error.lineno, column=error.colno)) from error
    except (ValueError, RecursionError) as error:  # numbers of thousands of digits, lists in lists without end
        raise WrongValueError(translate("planner", "het is geen gewone JSON")) from error


def _optimum(path: Path) -> float | None:
    optima = path.with_name("optima.csv")
    if not optima.is_file():
        return None
    rows = csv.DictReader(optima.read_text(encoding="utf-8", errors="replace").splitlines())
    return next((_float(row.get("optimum")) for row in rows if row.get("instance") == path.stem), None)


def _float(text: str | None) -> float | None:
    try:
        return float(text or "")
    except ValueError:
        return None


def day_problem(content: object, name: str = "") -> Problem:
    """Return the problem that a day's JSON describes. Raises WrongValueError that names what it lacks.

    Fields that nobody knows are left alone. A driver has hours `from` … `to`, or several spans in `windows`.
    """
    day = Entry.of(content, translate("planner", "het bestand"))
    drivers = _entries(day, "drivers", translate("planner", "chauffeur"), MOST_DRIVERS)
    rides = _entries(day, "rides", translate("planner", "rit"), MOST_RIDES)
    points = [driver.pair("home", SOUTH_WEST, NORTH_EAST) for driver in drivers]
    points += [ride.pair(end, SOUTH_WEST, NORTH_EAST) for ride in rides for end in ("start", "end")]
    first = len(drivers)
    return Problem(
        day.text("name") if day.has("name") else name,
        tuple(_driver(driver, place) for place, driver in enumerate(drivers)),
        tuple(_request(ride, first + 2 * place) for place, ride in enumerate(rides)),
        GreatCircle(tuple(points), day.number("detour", 0.01, 100.0), day.number("speed_kmh", 0.1, 1_000.0)),
        bound=_bound(day),
        may_stay=_may_stay(day),
    )


def _entries(day: Entry, field: str, kind: str, most: int) -> list[Entry]:
    """Return the objects in a list, each called by its id, no two of which are the same."""
    found = []
    for place, value in enumerate(items(day.value(field), field, most), start=1):
        entry = Entry.of(value, f"{kind} {place}")
        found.append(Entry(f"{kind} {entry.text('id')}", entry.values))
    _require_different(entry.name for entry in found)
    return found


def _require_different(names: Iterable[str]) -> None:
    for name, count in Counter(names).items():
        if count > 1:
            raise WrongValueError(
                translate("planner", "{name} staat er {count} keer in").format(name=name, count=count)
            )


def _bound(day: Entry) -> float | None:
    """Return the lower bound in km, an object or the number itself; nothing where it bounds nothing."""
    found = day.values.get("lower_bound")
    if isinstance(found, dict):
        found = found.get("km")
    if found is None:
        return None
    return number(found, "lower_bound", -MOST_KM * MOST_RIDES, MOST_KM * MOST_RIDES)


def _may_stay(day: Entry) -> int:
    """Return how many rides the plan left out that this day is compared with; none where it doesn't tell."""
    compared = day.values.get("greedy")
    if not isinstance(compared, dict) or compared.get("unserved") is None:
        return 0
    return Entry("greedy", compared).whole("unserved", 0, MOST_RIDES)


def _driver(driver: Entry, place: int) -> Driver:
    seats = driver.whole("seats", 0, MOST_SEATS) if driver.has("seats") else 3
    return Driver(driver.text("id"), place, place, _windows(driver), seats, int(driver.truth("wheelchair")))


def _windows(driver: Entry) -> tuple[Window, ...]:
    if not driver.has("windows"):
        return (Window(_time(driver, "from"), _time(driver, "to")),)
    bounds = (-MOST_MINUTES,) * 2, (MOST_MINUTES,) * 2
    spans = items(driver.value("windows"), f"windows van {driver.name}", MOST_SEATS)
    found: list[Window] = []
    for start, end in sorted(pair(span, f"windows van {driver.name}", *bounds) for span in spans):
        if found and start <= found[-1].end:  # spans that overlap are one: nobody is in two places at once
            found[-1] = Window(found[-1].start, max(found[-1].end, end))
        else:
            found.append(Window(start, end))
    return tuple(found)


def _time(entry: Entry, field: str) -> float:
    return entry.number(field, -MOST_MINUTES, MOST_MINUTES)


def _request(ride: Entry, place: int) -> Request:
    return Request(
        ride.text("id"),
        place,
        place + 1,
        Window(_time(ride, "earliest"), _time(ride, "latest")),
        ride.number("minutes", 0.0, MOST_MINUTES),
        ride.number("km", 0.0, MOST_KM),
        wheelchairs=int(ride.truth("wheelchair")),
    )
