"""The tours of a large day laid out in numpy: where each ride stands, how early and how late it may begin."""

import importlib
from collections.abc import Sequence

from mmc_desk.features.planner.engines.regions import spots_of
from mmc_desk.features.planner.engines.sheet import Sheet

ROOM = 16
"""Nodes in a row to begin with; longer tours make the rows longer."""


class Laid:
    """Rows of nodes, one for each vehicle: its home, its rides in order, and its home for the rest of the row."""

    def __init__(self, sheet: Sheet, tours: Sequence[Sequence[int]]) -> None:
        """Lay tours that keep the time."""
        numpy = self.numpy = importlib.import_module("numpy")
        self.sheet = sheet
        homes = numpy.arange(sheet.rides, sheet.rides + sheet.count)
        self.rows = numpy.repeat(homes[:, None], ROOM, axis=1)
        self.length = numpy.zeros(sheet.count, int)
        self.early = numpy.array([*sheet.earliest, *sheet.begins])
        self.late = numpy.array([*sheet.latest, *sheet.ends])
        spots, problem = spots_of(sheet.problem), sheet.problem
        middles = [(spots[request.pickup], spots[request.dropoff]) for request in problem.requests]
        self.ride_spots = numpy.array(middles).mean(axis=1)
        self.home_spots = numpy.array([spots[problem.drivers[number].start] for number in sheet.owner])
        self.spots = self.home_spots.copy()
        for vehicle, tour in enumerate(tours):
            self.lay(vehicle, tour)

    def tour(self, vehicle: int) -> list[int]:
        """Return the rides of a vehicle in order."""
        rides: list[int] = self.rows[vehicle, 1 : self.length[vehicle] + 1].tolist()
        return rides

    def lay(self, vehicle: int, tour: Sequence[int]) -> None:
        """Give a vehicle these rides."""
        count, home = len(tour), self.sheet.rides + vehicle
        while count + 2 > self.rows.shape[1]:
            self.rows = self.numpy.concatenate([self.rows, self.rows[:, -1:].repeat(ROOM, axis=1)], axis=1)
        self.rows[vehicle, 1:] = home
        self.rows[vehicle, 1 : count + 1] = tour
        self.length[vehicle] = count
        self.spots[vehicle] = self.ride_spots[list(tour)].mean(axis=0) if tour else self.home_spots[vehicle]
        self._times(home, tour)

    def _times(self, home: int, tour: Sequence[int]) -> None:
        sheet, minutes = self.sheet, self.sheet.minutes
        clock, node = self.early[home], home
        for ride in tour:
            clock, node = max(clock + minutes[node][ride], sheet.earliest[ride]), ride
            self.early[ride] = clock
        clock, node = self.late[home], home
        for ride in reversed(tour):
            clock, node = min(clock - minutes[ride][node], sheet.latest[ride]), ride
            self.late[ride] = clock
