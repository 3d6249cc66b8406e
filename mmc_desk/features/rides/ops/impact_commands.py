"""What is asked of all rides that a change touched, and of closure days."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class TakeFromDriver:
    """Take rides away from the driver who has them, and standing rides (`series_ids`) from their usual driver."""

    ride_ids: tuple[int, ...]
    series_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class CancelRides:
    """Cancel rides by the desk, for one reason."""

    ride_ids: tuple[int, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class MoveRides:
    """Let rides go to another destination, or, without one, start at the members' homes as they are on the day.

    Standing rides (`series_ids`) go to the other destination from `from_day` on.
    """

    ride_ids: tuple[int, ...]
    destination: str = ""
    destination_village: str = ""
    series_ids: tuple[int, ...] = ()
    from_day: date | None = None


@dataclass(frozen=True, slots=True)
class AddClosure:
    """Close the desk on a day."""

    day: date
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RemoveClosure:
    """Open it again."""

    closure_id: int
