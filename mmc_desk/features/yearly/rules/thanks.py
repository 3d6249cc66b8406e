"""One list of all kinds of volunteers: who did what in a year, for how long by now, what there is to celebrate."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from mmc_desk.core.formats import fold
from mmc_desk.core.thanks import ThanksPerson, ThanksService
from mmc_desk.features.people.rules.persons import full_name
from mmc_desk.features.people.rules.service import birthday_in, is_soon, jubilee, next_birthday, years_of_service


@dataclass(frozen=True, slots=True)
class ThanksRow:
    """A volunteer in a year, whatever the roles. `since`: the first day of the first role, where it is known.

    `years` are the whole years of service at the end of the year, `jubilee` those celebrated in it (None: none).
    """

    person: ThanksPerson
    services: tuple[ThanksService, ...]
    year: int
    since: date | None
    years: int | None
    jubilee: int | None
    birthday: date | None
    is_birthday_soon: bool

    @property
    def key(self) -> int:
        """What tells one row from another."""
        return self.person.person_id

    @property
    def name(self) -> str:
        """The name as the desk says it: last name first."""
        return full_name(self.person.last_name, self.person.first_name)

    @property
    def addressee(self) -> str:
        """The name as a letter has it."""
        return f"{self.person.first_name} {self.person.last_name}".strip()

    @property
    def roles(self) -> str:
        """What somebody does, in words."""
        return ", ".join(service.role for service in self.services)

    @property
    def rides(self) -> int:
        """The rides driven."""
        return sum(service.rides for service in self.services)

    @property
    def metres(self) -> int:
        """The metres driven."""
        return sum(service.metres for service in self.services)

    @property
    def duties(self) -> int:
        """The duties done."""
        return sum(service.duties for service in self.services)

    @property
    def minutes(self) -> int:
        """The time given, in minutes, as far as it is known."""
        return sum(service.minutes for service in self.services)


def thanks_rows(services: Iterable[ThanksService], year: int, today: date) -> tuple[ThanksRow, ...]:
    """Return one row per person, by name. `today` tells whose birthday comes soon."""
    per_person: dict[int, list[ThanksService]] = {}
    for service in services:
        per_person.setdefault(service.person.person_id, []).append(service)
    rows = [_row(tuple(found), year, today) for found in per_person.values()]
    return tuple(sorted(rows, key=lambda row: (fold(row.name), row.key)))


def _row(services: tuple[ThanksService, ...], year: int, today: date) -> ThanksRow:
    person = services[0].person
    since = min((service.since for service in services if service.since is not None), default=None)
    return ThanksRow(
        person,
        services,
        year,
        since,
        years_of_service(since, date(year, 12, 31)),
        jubilee(since, year),
        None if person.born_on is None else birthday_in(person.born_on, year),
        is_soon(next_birthday(person.born_on, today), today),
    )
