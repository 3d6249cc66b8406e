"""The dated parameters of the desk, read from its settings table; what is missing has the default of domain.md §2.

A parameter is a row `name`, `valid_from`, `value`: "rides.lead_days" = "3", "tariff.minimum_cents" = "500";
rules/setting_texts.py knows how values are written.
"""

import functools
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, time

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Session

from mmc_desk.core.formats import fold
from mmc_desk.core.model import ClosureDay, DeskSetting
from mmc_desk.features.people.model import Aid, Driver, Place
from mmc_desk.features.rides.model import Distance, DistanceSource, OfficialKmRate, PaymentMode, Purpose
from mmc_desk.features.rides.rules.calendar import Closures
from mmc_desk.features.rides.rules.distances import DistanceBook, Known, distance_key
from mmc_desk.features.rides.rules.rates import DatedRate, OfficialRate, RateBook, TariffBook
from mmc_desk.features.rides.rules.setting_texts import pairs, tariff_versions, with_numbers
from mmc_desk.features.rides.rules.settings import RideSettings
from mmc_desk.features.rides.rules.tariff import Tariff


def desk_values(session: Session, prefix: str, day: date) -> Mapping[str, str]:
    """Return the values in force on `day` of the settings whose name starts with `prefix` + ".", without it."""
    rows = session.execute(_in_force(prefix), {"day": day})
    return {name.removeprefix(prefix + "."): value for name, value in rows}


@functools.cache
def _in_force(prefix: str) -> Select[str, str]:
    return (
        select(DeskSetting.name, DeskSetting.value)
        .where(DeskSetting.name.startswith(prefix + ".", autoescape=True), DeskSetting.valid_from <= bindparam("day"))
        .order_by(DeskSetting.valid_from)
    )


def ride_settings(session: Session, day: date) -> RideSettings:
    """Return the ride parameters in force on `day`."""
    values = desk_values(session, "rides", day)
    settings = with_numbers(RideSettings(), values)
    if "payment" in values:
        settings = replace(settings, payment=PaymentMode(values["payment"]))
    if values.get("lead_until"):
        settings = replace(settings, lead_until=time.fromisoformat(values["lead_until"]))
    if "excluded_purposes" in values:
        names = [name.strip() for name in values["excluded_purposes"].split(",") if name.strip()]
        settings = replace(settings, excluded_purposes=frozenset(Purpose(name) for name in names))
    if "speeds" in values:
        speeds = tuple((int(up_to), int(speed)) for up_to, speed in pairs(values["speeds"]))
        settings = replace(settings, speeds=speeds)
    if "boarding" in values:
        changed = {Aid(name): int(minutes) for name, minutes in pairs(values["boarding"])}
        settings = replace(settings, boarding={**settings.boarding, **changed})
    return settings


def tariff_book(session: Session) -> TariffBook:
    """Return every version of the tariff."""
    rows = session.execute(_tariffs())
    return TariffBook(
        tariff_versions((name.removeprefix("tariff."), valid_from, value) for name, valid_from, value in rows)
    )


@functools.cache
def _tariffs() -> Select[str, date, str]:
    return select(DeskSetting.name, DeskSetting.valid_from, DeskSetting.value).where(
        DeskSetting.name.startswith("tariff.", autoescape=True)
    )


def tariff(session: Session, day: date) -> Tariff:
    """Return the tariff in force on `day`."""
    return tariff_book(session).on(day)


def rate_book(session: Session) -> RateBook:
    """Return the table of official rates."""
    rows = session.execute(
        select(OfficialKmRate.valid_from, OfficialKmRate.valid_to, OfficialKmRate.rate).order_by(
            OfficialKmRate.valid_from
        )
    )
    return RateBook(tuple(DatedRate(*row) for row in rows))


def official_rate(session: Session, day: date) -> OfficialRate:
    """Return the official rate of a ride's date; outside of the table the nearest row stands in (domain.md §3)."""
    return rate_book(session).on(day)


def closures(session: Session, from_day: date, to_day: date) -> Closures:
    """Return the desk's closure days from … to with their reasons."""
    return dict(session.execute(_closures(), {"from_day": from_day, "to_day": to_day}).all())


@functools.cache
def _closures() -> Select[date, str]:
    days = ClosureDay.day.between(bindparam("from_day"), bindparam("to_day"))
    return select(ClosureDay.day, ClosureDay.reason).where(days)


def distance_book(session: Session, day: date) -> DistanceBook:
    """Return everything known about distances, with the settings of `day`."""
    points = {fold(name): (latitude, longitude) for name, latitude, longitude in session.execute(_points())}
    rows = session.execute(_distances())
    known = {distance_key(a, b): Known(metres, source, minutes) for a, b, metres, source, minutes in rows}
    return DistanceBook(points, known, ride_settings(session, day))


@functools.cache
def _points() -> Select[str, float, float]:
    return select(Place.name, Place.latitude, Place.longitude)


@functools.cache
def _distances() -> Select[str, str, int, DistanceSource, int | None]:
    return select(Distance.place_a, Distance.place_b, Distance.metres, Distance.source, Distance.minutes)


def rigid_cars(session: Session, day: date) -> int:
    """Return how many drivers active on `day` take a rigid wheelchair."""
    active = select(func.count(Driver.id)).where(
        Driver.rigid_wheelchair.is_(True),
        func.coalesce(Driver.active_from, day) <= day,
        func.coalesce(Driver.active_to, day) >= day,
    )
    return session.scalar(active) or 0
