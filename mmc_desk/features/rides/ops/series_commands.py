"""What a person can ask of a standing ride (vaste rit): frozen commands.

`wanted` is the request each day makes; its `ride_date` says nothing. `version` is that of the series as the page showed
it: with it a change by somebody else since is a conflict.
"""

from dataclasses import dataclass
from datetime import date

from mmc_desk.features.rides.ops.commands import RequestRide
from mmc_desk.features.rides.rules.series import Pattern


@dataclass(frozen=True, slots=True)
class CreateSeries:
    """Begin a standing ride; `driver_id` is who drives it when free."""

    pattern: Pattern
    wanted: RequestRide
    driver_id: int | None = None


@dataclass(frozen=True, slots=True)
class ChangeSeries:
    """Change a standing ride from `pattern.starts_on` on: what comes before stays as it is."""

    series_id: int
    pattern: Pattern
    wanted: RequestRide
    driver_id: int | None = None
    version: int | None = None


@dataclass(frozen=True, slots=True)
class EndSeries:
    """End a standing ride after its last day."""

    series_id: int
    last_day: date
    reason: str = ""
    version: int | None = None


@dataclass(frozen=True, slots=True)
class SkipDay:
    """Leave out one day of a standing ride."""

    series_id: int
    day: date
    reason: str = ""


@dataclass(frozen=True, slots=True)
class MoveDay:
    """Drive one day of a standing ride on another day."""

    series_id: int
    day: date
    to: date
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RestoreDay:
    """Take back the exception of one day."""

    series_id: int
    day: date


@dataclass(frozen=True, slots=True)
class PauseSeries:
    """Let a standing ride rest from … to, both included; without a last day until it is resumed."""

    series_id: int
    from_day: date
    to_day: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ResumeSeries:
    """Let a standing ride drive again from `day` on, which lies in a pause."""

    series_id: int
    day: date


@dataclass(frozen=True, slots=True)
class SeriesDone:
    """What a deed did to the rides of a series: how many were made, changed, cancelled, and lost their driver."""

    series_id: int
    planned: int = 0
    changed: int = 0
    cancelled: int = 0
    without_driver: int = 0
