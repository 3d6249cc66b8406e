"""A part of a day as a sheet of its own: some of its rides and vehicles, as if the others were done."""

import importlib
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from mmc_desk.features.planner.engines.sheet import Sheet
from mmc_desk.features.planner.engines.tours import tour_km
from mmc_desk.features.planner.rules.problem import Driver

Numbered = tuple[int, Sequence[int]]
"""A vehicle and its rides in order."""


@dataclass(frozen=True, slots=True)
class Part:
    """Its sheet, and which ride and vehicle of the whole each of its own is."""

    sheet: Sheet
    rides: list[int]
    vehicles: list[int]

    def inside(self, tours: Iterable[Numbered]) -> Iterator[tuple[int, list[int]]]:
        """Yield those of the whole's tours that the part can drive, as the part numbers them."""
        rides = {ride: number for number, ride in enumerate(self.rides)}
        vehicles = {vehicle: number for number, vehicle in enumerate(self.vehicles)}
        for vehicle, tour in tours:
            if vehicle in vehicles and all(ride in rides for ride in tour):
                yield vehicles[vehicle], [rides[ride] for ride in tour]

    def outside(self, tours: Iterable[Numbered]) -> Iterator[tuple[int, tuple[int, ...]]]:
        """Yield tours of the part as the whole numbers them."""
        for vehicle, tour in tours:
            yield self.vehicles[vehicle], tuple(self.rides[ride] for ride in tour)


def part_of(
    sheet: Sheet, rides: Iterable[int], vehicles: Iterable[int], done: Mapping[int, Sequence[int]], may_stay: int = 0
) -> Part:
    """Return a part of a sheet of arrays; `done` are tours of the other vehicles, which their drivers' limits know."""
    numpy: Any = importlib.import_module("numpy")
    rides, vehicles, problem = sorted(rides), sorted(vehicles), sheet.problem
    requests = tuple(problem.requests[ride] for ride in rides)
    known = {request.id for request in requests}
    drivers = tuple(
        _driver(sheet, owner, list(own), done) for owner, own in itertools.groupby(vehicles, sheet.owner.__getitem__)
    )
    bonds = tuple(bond for bond in problem.bonds if bond.first in known and bond.second in known)
    nodes = [*rides, *(sheet.rides + vehicle for vehicle in vehicles)]
    among = numpy.ix_(nodes, nodes)
    ways = numpy.asarray(sheet.km)[among], numpy.asarray(sheet.minutes)[among]
    smaller = replace(problem, requests=requests, drivers=drivers, bonds=bonds, may_stay=may_stay)
    return Part(Sheet(smaller, ways=ways), rides, vehicles)


def _driver(sheet: Sheet, owner: int, vehicles: Sequence[int], done: Mapping[int, Sequence[int]]) -> Driver:
    """Return a driver with the windows of these vehicles, and what his other ones leave of his limits."""
    driver = sheet.problem.drivers[owner]
    windows = tuple(driver.windows[sheet.vehicles[vehicle][1]] for vehicle in vehicles)
    tours = {vehicle: tour for vehicle, tour in done.items() if sheet.owner[vehicle] == owner and tour}
    if not tours:
        return replace(driver, windows=windows)
    count = sum(len(tour) for tour in tours.values())
    km = sum(float(tour_km(sheet, vehicle, tour)) for vehicle, tour in tours.items())
    return replace(
        driver,
        windows=windows,
        max_rides=None if driver.max_rides is None else driver.max_rides - count,
        max_km=None if driver.max_km is None else driver.max_km - km,
        call_km=0.0,
        burden_km=driver.burden_km[min(count, len(driver.burden_km) - 1) :] if driver.burden_km else (),
    )
