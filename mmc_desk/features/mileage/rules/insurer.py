"""The insurer's list: what each driver drove in a policy year, which may begin with any month."""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class InsuredDriver:
    """A driver's policy year: rides driven, wasted trips, and the metres of both: the car was on its way for both."""

    code: str
    name: str
    rides: int
    wasted: int
    metres: int


@dataclass(frozen=True, slots=True)
class InsurerList:
    """The drivers of a policy year by name; `first` and `last` are its days, both included."""

    first: date
    last: date
    drivers: tuple[InsuredDriver, ...]
    practice: bool = False
    desk: str = ""

    @property
    def total(self) -> InsuredDriver:
        """The sum of all drivers."""
        return InsuredDriver(
            "",
            "",
            sum(driver.rides for driver in self.drivers),
            sum(driver.wasted for driver in self.drivers),
            sum(driver.metres for driver in self.drivers),
        )


def policy_year(year: int, month: int) -> tuple[date, date]:
    """Return the first and the last day of the policy year that begins with a month."""
    return date(year, month, 1), date(year + 1, month, 1) - timedelta(1)
