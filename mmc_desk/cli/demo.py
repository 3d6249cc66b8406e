"""`demo`: a practice database, the town of Bilzen with its published numbers and invented people (domain.md §1)."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import extract, func, select
from sqlalchemy.orm import Session

from mmc_desk.core import clock, db, migrate
from mmc_desk.core.errors import DatabaseError
from mmc_desk.core.feature import load
from mmc_desk.core.formats import show_date, show_km, show_number
from mmc_desk.core.i18n import translate
from mmc_desk.core.model import DeskSetting
from mmc_desk.core.settings import PRACTICE
from mmc_desk.features import load_features
from mmc_desk.features.people.demo import FIRST_YEAR, Town
from mmc_desk.features.people.model import Membership, Person
from mmc_desk.features.rides.model import Ride, RideState

_DRIVEN = (RideState.DRIVEN, RideState.SETTLED)


def make_practice(target: str) -> None:
    """Make a practice database at a path or URL, the same one for everybody who asks on the same day.

    Raises DatabaseError when something is there already; nothing is left behind when the filling fails.
    """
    database = migrate.create(target)
    try:
        database.write(fill, translate("demo", "Oefendata"))
    except BaseException:
        _take_away(database)
        raise
    database.close()


def fill(session: Session) -> None:
    """Fill an empty database. Raises DatabaseError when it holds people already."""
    if session.execute(select(Person.id).limit(1)).first():
        raise DatabaseError(
            translate("demo", "Deze databank bevat al gegevens; oefendata komen enkel in een nieuwe databank.")
        )
    town = Town(clock.today())
    mark = {"name": "practice", "value": PRACTICE, "valid_from": date(FIRST_YEAR, 1, 1)}
    town.add(session, DeskSetting, [mark])
    for feature in load_features():
        if feature.demo:
            load(feature.demo)(session, town)
    town.count_on(session)


def _take_away(database: db.Database) -> None:
    database.close()
    if database.path is not None:
        for name in (database.path, Path(f"{database.path}-wal"), Path(f"{database.path}-shm")):
            name.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class PracticeYear:
    """A line of the summary; `metres` of the driven rides."""

    year: int
    members: int
    drivers: int
    rides: int
    metres: int


def summary(session: Session) -> Sequence[PracticeYear]:
    """Return what a practice database holds per year, counted in the database itself."""
    year = extract("year", Ride.ride_date)
    driven = {
        int(found): (drivers, rides, int(metres or 0))
        for found, drivers, rides, metres in session.execute(
            select(year, func.count(Ride.driver_id.distinct()), func.count(), func.sum(Ride.metres))
            .where(Ride.state.in_(_DRIVEN))
            .group_by(year)
        )
    }
    members = select(Membership.year, func.count()).group_by(Membership.year).order_by(Membership.year)
    return [PracticeYear(found, count, *driven.get(found, (0, 0, 0))) for found, count in session.execute(members)]


def add_arguments(_parser: argparse.ArgumentParser) -> None:
    """Take no arguments beside --db."""


def run(target: str, _arguments: argparse.Namespace) -> int:
    """Make the practice database and say what is in it and where it lies."""
    make_practice(target)
    with migrate.open_database(target) as database:
        print(translate("demo", "Oefendatabank: {name}").format(name=database.path or database.name))
        for line in database.read(summary):
            print(_sentence(line))
        print(translate("demo", "Alles hierin is verzonnen; vandaag is {day}.").format(day=show_date(clock.today())))
    return 0


def _sentence(line: PracticeYear) -> str:
    if not line.rides:
        return translate("demo", "{year}: {members} leden").format(year=line.year, members=line.members)
    return translate("demo", "{year}: {members} leden, {drivers} chauffeurs, {rides} ritten, {km}").format(
        year=line.year,
        members=line.members,
        drivers=line.drivers,
        rides=show_number(line.rides),
        km=show_km(line.metres),
    )
