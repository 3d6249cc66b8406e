"""How long volunteers have helped, and when there is something to celebrate."""

from datetime import date

from mmc_desk.features.people.rules.persons import age_on

JUBILEE_YEARS = 5
"""Years of service are celebrated every five."""

BIRTHDAY_DAYS = 30
"""How many days ahead a birthday is on the list."""


def years_of_service(since: date | None, day: date) -> int | None:
    """Return the whole years somebody has helped on a day; None where the start isn't known."""
    return None if since is None else max(0, age_on(since, day))


def jubilee(since: date | None, year: int) -> int | None:
    """Return how many years of service are celebrated in a year: 5, 10, 15 …; None for none."""
    if since is None:
        return None
    years = year - since.year
    return years if years > 0 and years % JUBILEE_YEARS == 0 else None


def next_birthday(born_on: date | None, day: date) -> date | None:
    """Return the first birthday from a day on; who was born on 29/02 has it on 01/03 in other years."""
    if born_on is None:
        return None
    return next(birthday for year in (day.year, day.year + 1) if (birthday := birthday_in(born_on, year)) >= day)


def birthday_in(born_on: date, year: int) -> date:
    """Return the birthday of a year; of who was born on 29/02 it is on 01/03 in other years."""
    try:
        return born_on.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


def is_soon(birthday: date | None, day: date) -> bool:
    """Tell whether a birthday is within BIRTHDAY_DAYS days."""
    return birthday is not None and (birthday - day).days <= BIRTHDAY_DAYS
