"""What no tour knows alone: rides that had better be with one driver, limits over a driver's several windows."""

from mmc_desk.features.planner.engines.shared.tours import Tour
from mmc_desk.features.planner.rules.problem import Driver, Problem


class Beside:
    """The costs and limits that no tour knows alone. `cars` are the driver and window of each place in a plan."""

    def __init__(self, problem: Problem, cars: list[tuple[str, int]]) -> None:
        number = {request.id: index for index, request in enumerate(problem.requests)}
        self.drivers = [driver for driver, _ in cars]
        self.bonds = [
            (number[bond.first], number[bond.second], bond.km)
            for bond in problem.bonds
            if bond.first in number and bond.second in number
        ]
        self.limited = {
            driver.id: driver
            for driver in problem.drivers
            if len(driver.windows) > 1 and (driver.max_rides is not None or driver.max_km is not None)
        }

    def km(self, tours: list[Tour]) -> float:
        """Return what rides cost that had better been with one driver, on top of the tours' own costs."""
        if not self.bonds:
            return 0.0
        hands = {ride: self.drivers[place] for place, tour in enumerate(tours) for ride in tour.rides}
        return sum(km for first, second, km in self.bonds if hands.get(first) != hands.get(second))

    def fits(self, tours: list[Tour], place: int, tour: Tour) -> bool:
        """Tell whether a tour may take a place in the plan, the driver's other windows counted."""
        driver = self.limited.get(self.drivers[place])
        return driver is None or _keeps(
            driver,
            [tour, *(other for at, other in enumerate(tours) if self.drivers[at] == driver.id and at != place)],
        )


def _keeps(driver: Driver, tours: list[Tour]) -> bool:
    rides, km = sum(len(tour.rides) for tour in tours), sum(tour.km for tour in tours)
    return (driver.max_rides is None or rides <= driver.max_rides) and (driver.max_km is None or km <= driver.max_km)
