"""What the tours of one driver have in common when he drives in several windows: his call, fairness and limits.

In the linear program of tours (see columns) each window is a vehicle of its own. A driver of several gets columns that
pay for his call and for each ride more, and rows that let no tour be taken without them.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from mmc_desk.features.planner.engines.sheet import Sheet
from mmc_desk.features.planner.engines.tours import tour_km
from mmc_desk.features.planner.rules.problem import Driver


@dataclass(frozen=True, slots=True)
class Payment:
    """A column that pays: its cost (km), how often it may be taken, and the row to which it gives room."""

    cost: float
    most: float
    rows: tuple[int, ...]


class Fees(NamedTuple):
    """By vehicle: what each ride and each km costs, in km, on top of the way."""

    per_ride: list[float]
    per_km: list[float]


class Ties:
    """The rows of vehicles and of drivers, numbered from 0, and what pays for them.

    `most[row]` is what the tours in a row may come to without a payment.
    """

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.most = [1.0] * sheet.count
        self.payments: list[Payment] = []
        self.count_row: dict[int, int] = {}
        self.km_row: dict[int, int] = {}
        vehicles: dict[int, list[int]] = {}
        for vehicle, owner in enumerate(sheet.owner):
            vehicles.setdefault(owner, []).append(vehicle)
        self.tied = {owner: tuple(own) for owner, own in vehicles.items() if len(own) > 1}
        for owner, own in self.tied.items():
            self._tie(owner, own)

    def _tie(self, owner: int, vehicles: tuple[int, ...]) -> None:
        driver = self.sheet.problem.drivers[owner]
        if driver.call_km:
            for vehicle in vehicles:
                self.most[vehicle] = 0.0
            self.payments.append(Payment(driver.call_km, 1.0, vehicles))
        if driver.burden_km or driver.max_rides is not None:
            self.count_row[owner] = len(self.most)
            self.most.append(0.0)
            self.payments += self._per_ride(driver, self.count_row[owner])
        if driver.max_km is not None:
            self.km_row[owner] = len(self.most)
            self.most.append(driver.max_km)

    def _per_ride(self, driver: Driver, row: int) -> list[Payment]:
        """Return what each ride more costs, the last price for all the others."""
        prices, most = driver.burden_km or (0.0,), self.sheet.rides
        left = most if driver.max_rides is None else min(most, driver.max_rides)
        steps = [1.0] * (len(prices) - 1) + [math.inf]
        found = []
        for price, step in zip(prices, steps, strict=True):
            found.append(Payment(price, float(min(step, left)), (row,)))
            left -= int(found[-1].most)
        return found

    def is_tied(self, vehicle: int) -> bool:
        """Tell whether a vehicle's driver has others."""
        return self.sheet.owner[vehicle] in self.tied

    def driver(self, vehicle: int) -> Driver:
        """Return the driver of a vehicle, without what is paid for his windows together."""
        driver = self.sheet.driver(vehicle)
        return replace(driver, call_km=0.0, burden_km=()) if self.is_tied(vehicle) else driver

    def weights(self, vehicle: int, tour: Sequence[int]) -> dict[int, float]:
        """Return how much a tour counts in each row."""
        owner = self.sheet.owner[vehicle]
        found = {vehicle: 1.0}
        if owner in self.count_row:
            found[self.count_row[owner]] = float(len(tour))
        if owner in self.km_row:
            found[self.km_row[owner]] = tour_km(self.sheet, vehicle, tour)
        return found

    def fees(self, tolls: Sequence[float]) -> Fees | None:
        """Return what the rows' tolls (at most 0) make rides and km cost; None where nobody is tied so."""
        if not self.count_row and not self.km_row:
            return None
        owners = self.sheet.owner
        return Fees(*([_fee(rows, owner, tolls) for owner in owners] for rows in (self.count_row, self.km_row)))

    def best_without_tours(self, tolls: Sequence[float]) -> float:
        """Return the part of the bound that rows and payments make at these tolls."""
        rows = sum(float(toll) * most for toll, most in zip(tolls, self.most, strict=True))
        gains = (
            (pay.cost + sum(float(tolls[row]) for row in pay.rows)) * pay.most for pay in self.payments if pay.most
        )
        return rows + sum(min(0.0, gain) for gain in gains)

    def paid(self, tours: Sequence[Sequence[int]]) -> list[float]:
        """Return how often each payment is taken when these vehicles drive these tours."""
        left = {
            row: float(sum(len(tours[vehicle]) for vehicle in self.tied[owner]))
            for owner, row in self.count_row.items()
        }
        found = []
        for pay in self.payments:
            if pay.rows[0] < self.sheet.count:
                taken = float(any(tours[vehicle] for vehicle in pay.rows))
            else:
                taken = min(pay.most, left[pay.rows[0]])
                left[pay.rows[0]] -= taken
            found.append(taken)
        return found


def _fee(rows: Mapping[int, int], owner: int, tolls: Sequence[float]) -> float:
    return -float(tolls[rows[owner]]) if owner in rows else 0.0
