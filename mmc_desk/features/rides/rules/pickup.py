"""The pick-up time proposed to the caller, with its sum shown."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from mmc_desk.core.i18n import translate
from mmc_desk.features.people.model import Aid
from mmc_desk.features.rides.rules.settings import DEFAULTS, RideSettings


@dataclass(frozen=True, slots=True)
class MinuteLine:
    """A line of the pick-up sum: what, and how many minutes it takes."""

    label: str
    minutes: int


@dataclass(frozen=True, slots=True)
class PickupProposal:
    """A proposed pick-up instant (UTC) and the lines that add up to the time before the appointment."""

    pickup_at: datetime
    lines: tuple[MinuteLine, ...]

    @property
    def minutes(self) -> int:
        """Minutes between the pick-up and the appointment."""
        return sum(line.minutes for line in self.lines)


def propose_pickup(
    appointment: datetime, drive_minutes: int, aid: Aid, buffer: int, settings: RideSettings = DEFAULTS
) -> PickupProposal:
    """Return the pick-up for an aware `appointment`: driving + boarding with this aid + buffer, in minutes, before it.

    Rounded down to five minutes on the clock, which the last line shows: nobody says "twelve past".
    """
    lines = [
        MinuteLine(translate("rides", "rijden"), drive_minutes),
        MinuteLine(translate("rides", "in- en uitstappen"), settings.boarding[aid]),
        MinuteLine(translate("rides", "speling"), buffer),
    ]
    exact = appointment - timedelta(minutes=sum(line.minutes for line in lines))
    rounding = exact.minute % 5
    if rounding:
        lines.append(MinuteLine(translate("rides", "afronding"), rounding))
    return PickupProposal(exact - timedelta(minutes=rounding), tuple(line for line in lines if line.minutes))
