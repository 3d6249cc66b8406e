"""What a volunteer did, to be thanked for: features tell, features/yearly makes one list of all kinds of volunteers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class ThanksPerson:
    """Whom to thank: names, birth date and where a letter goes ("" where it isn't known)."""

    person_id: int
    last_name: str
    first_name: str
    born_on: date | None
    street: str = ""
    town: str = ""


@dataclass(frozen=True, slots=True)
class ThanksService:
    """What somebody does in one role, and did in a year; `page` and `key` open their record.

    `since` and `until`: the days of the role, where they are known. Rides, metres and minutes count only what was done.
    """

    person: ThanksPerson
    page: str
    key: int
    role: str
    since: date | None
    until: date | None
    rides: int = 0
    metres: int = 0
    duties: int = 0
    minutes: int = 0


Services = Sequence[ThanksService]
