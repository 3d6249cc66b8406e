"""The dated parameters of the desk, read from its settings table; what is missing has the default of domain.md §2.

A parameter is a row `name`, `valid_from`, `value`: "rides.lead_days" = "3", "tariff.minimum_cents" = "500". Steps are
written as "5000:5x, 10000:10x" (bands: up to metres, then × km or euro cents) and "30:250, 60:500" (coffee).
"""

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mmc_desk.core.formats import fold
from mmc_desk.core.model import ClosureDay, DeskSetting
from mmc_desk.features.people.model import Aid, Driver, Place
from mmc_desk.features.rides.model import Distance, OfficialKmRate, Purpose
from mmc_desk.features.rides.queries.rows import OfficialRate
from mmc_desk.features.rides.rules.calendar import Closures
from mmc_desk.features.rides.rules.distances import DistanceBook, Known, distance_key
from mmc_desk.features.rides.rules.settings import RideSettings
from mmc_desk.features.rides.rules.tariff import Band, CoffeeStep, Tariff

_Parameters = TypeVar("_Parameters", RideSettings, Tariff)


def desk_values(session: Session, prefix: str, day: date) -> Mapping[str, str]:
    """Return the values in force on `day` of the settings whose name starts with `prefix` + ".", without it."""
    rows = session.execute(
        select(DeskSetting.name, DeskSetting.value)
        .where(DeskSetting.name.startswith(prefix + ".", autoescape=True), DeskSetting.valid_from <= day)
        .order_by(DeskSetting.valid_from)
    )
    return {name.removeprefix(prefix + "."): value for name, value in rows}


def ride_settings(session: Session, day: date) -> RideSettings:
    """Return the ride parameters in force on `day`."""
    values = desk_values(session, "rides", day)
    settings = _with_numbers(RideSettings(), values)
    if "excluded_purposes" in values:
        names = [name.strip() for name in values["excluded_purposes"].split(",") if name.strip()]
        settings = replace(settings, excluded_purposes=frozenset(Purpose(name) for name in names))
    if "speeds" in values:
        speeds = tuple((int(up_to), int(speed)) for up_to, speed in _pairs(values["speeds"]))
        settings = replace(settings, speeds=speeds)
    if "boarding" in values:
        changed = {Aid(name): int(minutes) for name, minutes in _pairs(values["boarding"])}
        settings = replace(settings, boarding={**settings.boarding, **changed})
    return settings


def tariff(session: Session, day: date) -> Tariff:
    """Return the tariff in force on `day`."""
    values = desk_values(session, "tariff", day)
    found = replace(_with_numbers(Tariff(), values), valid_from=day)
    if "rate" in values:
        found = replace(found, rate=int(values["rate"]))
    if "bands" in values:
        found = replace(found, bands=tuple(_band(up_to, price) for up_to, price in _pairs(values["bands"])))
    if "coffee" in values:
        steps = tuple(CoffeeStep(int(minutes), int(cents)) for minutes, cents in _pairs(values["coffee"]))
        found = replace(found, coffee=steps)
    return found


def _with_numbers(defaults: _Parameters, values: Mapping[str, str]) -> _Parameters:
    changed: dict[str, Any] = {}
    for field in fields(defaults):
        default = getattr(defaults, field.name)
        if field.name not in values or not isinstance(default, bool | int | float):
            continue
        text = values[field.name]
        changed[field.name] = text in {"1", "true", "ja"} if isinstance(default, bool) else type(default)(text)
    return replace(defaults, **changed)


def _pairs(text: str) -> list[tuple[str, str]]:
    return [(left.strip(), right.strip()) for left, _, right in (part.partition(":") for part in text.split(","))]


def _band(up_to: str, price: str) -> Band:
    inclusive = not up_to.startswith("<")
    metres = int(up_to.lstrip("<"))
    if price.endswith("x"):
        return Band(metres, as_metres=int(price[:-1]) * 1000, inclusive=inclusive)
    return Band(metres, cents=int(price), inclusive=inclusive)


def official_rate(session: Session, day: date) -> OfficialRate:
    """Return the official rate of a ride's date; outside of the table the nearest row stands in (domain.md §3)."""
    rates = session.execute(
        select(OfficialKmRate.valid_from, OfficialKmRate.valid_to, OfficialKmRate.rate).order_by(
            OfficialKmRate.valid_from
        )
    ).all()
    earlier = [row for row in rates if row.valid_from <= day]
    row = earlier[-1] if earlier else next(iter(rates), None)
    if row is None:
        return OfficialRate(0, beyond_table=True)
    covered = row.valid_from <= day and (row.valid_to is None or day <= row.valid_to)
    return OfficialRate(row.rate, not covered)


def closures(session: Session, from_day: date, to_day: date) -> Closures:
    """Return the desk's closure days from … to with their reasons."""
    days = select(ClosureDay.day, ClosureDay.reason).where(ClosureDay.day.between(from_day, to_day))
    return dict(session.execute(days).all())


def distance_book(session: Session, day: date) -> DistanceBook:
    """Return everything known about distances, with the settings of `day`."""
    points = {
        fold(name): (latitude, longitude)
        for name, latitude, longitude in session.execute(select(Place.name, Place.latitude, Place.longitude))
    }
    known = {
        distance_key(a, b): Known(metres, source)
        for a, b, metres, source in session.execute(
            select(Distance.place_a, Distance.place_b, Distance.metres, Distance.source)
        )
    }
    return DistanceBook(points, known, ride_settings(session, day))


def rigid_cars(session: Session, day: date) -> int:
    """Return how many drivers active on `day` take a rigid wheelchair."""
    active = select(func.count(Driver.id)).where(
        Driver.rigid_wheelchair.is_(True),
        func.coalesce(Driver.active_from, day) <= day,
        func.coalesce(Driver.active_to, day) >= day,
    )
    return session.scalar(active) or 0
