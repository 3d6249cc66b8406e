"""What a change elsewhere does to rides: the causes, which deed each proposes, and who no longer fits."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from mmc_desk.features.people.model import Aid, AvailabilityKind

Image = Mapping[str, Any]


class Cause(StrEnum):
    """Why rides are touched."""

    ABSENT = "absent"
    ENDED = "ended"
    CAR = "car"
    MOVED = "moved"
    CLOSED = "closed"
    DESTINATION = "destination"


class Deed(StrEnum):
    """What can be done with all touched rides at once."""

    TAKE_AWAY = "take_away"
    NEW_ADDRESS = "new_address"
    NEW_DESTINATION = "new_destination"
    CANCEL = "cancel"


DEEDS: Mapping[Cause, tuple[Deed, ...]] = {
    Cause.ABSENT: (Deed.TAKE_AWAY, Deed.CANCEL),
    Cause.ENDED: (Deed.TAKE_AWAY, Deed.CANCEL),
    Cause.CAR: (Deed.TAKE_AWAY, Deed.CANCEL),
    Cause.MOVED: (Deed.NEW_ADDRESS, Deed.CANCEL),
    Cause.CLOSED: (Deed.CANCEL, Deed.TAKE_AWAY),
    Cause.DESTINATION: (Deed.NEW_DESTINATION, Deed.CANCEL),
}
"""What each cause offers, the one that is meant mostly first."""


def is_new_absence(before: Image | None, after: Image | None) -> bool:
    """Tell whether an absence was noted, or now takes in other days."""
    if after is None or after["kind"] is not AvailabilityKind.ABSENT:
        return False
    days = ("kind", "from_day", "to_day")
    return before is None or any(before[name] != after[name] for name in days)


def has_ended(before: Image | None, after: Image | None) -> bool:
    """Tell whether a driver now stops, or sooner than was known."""
    if before is None or after is None or after["active_to"] is None:
        return False
    return before["active_to"] is None or bool(after["active_to"] < before["active_to"])


def has_smaller_car(before: Image | None, after: Image | None) -> bool:
    """Tell whether a driver's car now takes less: no rigid wheelchair any more, or fewer seats."""
    if before is None or after is None:
        return False
    return bool(before["rigid_wheelchair"] and not after["rigid_wheelchair"]) or after["seats"] < before["seats"]


def fits_car(aids: Iterable[Aid], seats: int, car: Image) -> bool:
    """Tell whether members with these aids, on so many seats, fit a driver's car."""
    return seats <= car["seats"] and (Aid.RIGID_WHEELCHAIR not in set(aids) or bool(car["rigid_wheelchair"]))
