"""The yearly figures of rides: rides, member trips, legs and kilometres, each with what it counts."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from mmc_desk.core import formats
from mmc_desk.core.feature import Figure, FigureSet, FigureTable, Value
from mmc_desk.core.formats import kilometres
from mmc_desk.core.i18n import QT_TRANSLATE_NOOP, translate
from mmc_desk.features.people.model import Driver, Person
from mmc_desk.features.rides.model import Purpose, Ride, RideState
from mmc_desk.features.rides.rules.requests import purpose_name

_DRIVEN = (RideState.DRIVEN, RideState.SETTLED)

FIGURES = (
    Figure(
        "drivers",
        QT_TRANSLATE_NOOP("figures", "Chauffeurs"),
        QT_TRANSLATE_NOOP("figures", "Vrijwillige chauffeurs die in dit jaar minstens één rit uitvoerden."),
    ),
    Figure(
        "rides",
        QT_TRANSLATE_NOOP("figures", "Ritten"),
        QT_TRANSLATE_NOOP(
            "figures",
            "Uitgevoerde ritten: één trip van één chauffeur, van thuis tot thuis, heen en terug en wachten "
            "inbegrepen, hoeveel leden er ook meerijden. Geannuleerde en loze ritten tellen niet mee.",
        ),
    ),
    Figure(
        "member_trips",
        QT_TRANSLATE_NOOP("figures", "Ledenverplaatsingen"),
        QT_TRANSLATE_NOOP(
            "figures",
            "Elk lid in elke uitgevoerde rit: een rit met een meerijder telt twee ledenverplaatsingen.",
        ),
    ),
    Figure(
        "legs",
        QT_TRANSLATE_NOOP("figures", "Legs"),
        QT_TRANSLATE_NOOP(
            "figures",
            "Delen van uitgevoerde ritten met een lid aan boord: heenrit, tussenstop en terugrit tellen elk "
            "voor één. Onbekend zodra van één uitgevoerde rit de delen niet genoteerd zijn.",
        ),
    ),
    Figure(
        "km",
        QT_TRANSLATE_NOOP("figures", "Kilometers"),
        QT_TRANSLATE_NOOP(
            "figures", "Kilometers van de uitgevoerde ritten, van het huis van de chauffeur tot weer thuis."
        ),
        "km",
    ),
    Figure(
        "cancelled",
        QT_TRANSLATE_NOOP("figures", "Geannuleerde ritten"),
        QT_TRANSLATE_NOOP("figures", "Aangevraagde ritten die afgezegd werden voor de chauffeur aan de deur stond."),
    ),
    Figure(
        "wasted",
        QT_TRANSLATE_NOOP("figures", "Loze ritten"),
        QT_TRANSLATE_NOOP("figures", "Ritten waarbij de chauffeur vergeefs aan de deur stond."),
    ),
    Figure(
        "km_wasted",
        QT_TRANSLATE_NOOP("figures", "Kilometers van loze ritten"),
        QT_TRANSLATE_NOOP(
            "figures",
            "Gereden kilometers van de loze ritten; ze zijn niet begrepen in de kilometers hierboven.",
        ),
        "km",
    ),
    Figure(
        "no_driver",
        QT_TRANSLATE_NOOP("figures", "Geen chauffeur gevonden"),
        QT_TRANSLATE_NOOP("figures", "Aanvragen waarvoor geen chauffeur gevonden werd: de onvervulde vraag."),
    ),
)


def _in_year(year: int) -> ColumnElement[bool]:
    return Ride.ride_date.between(date(year, 1, 1), date(year, 12, 31))


def _driven_in(year: int) -> ColumnElement[bool]:
    return and_(_in_year(year), Ride.state.in_(_DRIVEN))


@dataclass(slots=True)
class _Sums:
    """What the rides of one state add up to; `with_km` and `known_legs` tell how many rides know theirs."""

    rides: int = 0
    metres: int = 0
    with_km: int = 0
    passengers: int = 0
    legs: int = 0
    known_legs: int = 0


def ride_figures(session: Session, year: int) -> Mapping[str, Value]:
    """Return the figures of a year; all None when the database knows no ride of it."""
    states = _sums_per_state(session, year)
    if not states:
        return {figure.name: None for figure in FIGURES}
    driven, wasted = _Sums(), states.get(RideState.WASTED, _Sums())
    for state in _DRIVEN:
        _add(driven, states.get(state, _Sums()))
    return {
        "drivers": session.scalar(select(func.count(Ride.driver_id.distinct())).where(_driven_in(year))),
        "rides": driven.rides,
        "member_trips": driven.passengers,
        "legs": driven.legs if driven.known_legs == driven.rides else None,
        "km": kilometres(driven.metres),
        "cancelled": states.get(RideState.CANCELLED, _Sums()).rides - _merged(session, year),
        "wasted": wasted.rides,
        "km_wasted": kilometres(wasted.metres) if wasted.with_km or not wasted.rides else None,
        "no_driver": states.get(RideState.NO_DRIVER, _Sums()).rides,
    }


def _merged(session: Session, year: int) -> int:
    """Return the rides that went into a shared car: their members were driven, nothing was called off."""
    merged = select(func.count(Ride.id)).where(Ride.merged_into_id.is_not(None), _in_year(year))
    return session.scalar(merged) or 0


def _sums_per_state(session: Session, year: int) -> dict[RideState, _Sums]:
    # By day first: that is the order of the covering index, so nothing is sorted for eight sums.
    rows = session.execute(
        select(
            Ride.state,
            func.count(),
            func.sum(Ride.metres),
            func.count(Ride.metres),
            func.sum(Ride.passengers),
            func.sum(Ride.legs),
            func.count(Ride.legs),
        )
        .where(_in_year(year))
        .group_by(Ride.ride_date, Ride.state)
    )
    sums: dict[RideState, _Sums] = {}
    for state, *counts in rows:
        _add(sums.setdefault(state, _Sums()), _Sums(*(int(count or 0) for count in counts)))
    return sums


def _add(total: _Sums, part: _Sums) -> None:
    for name in _Sums.__slots__:
        setattr(total, name, getattr(total, name) + getattr(part, name))


def _per(column: InstrumentedAttribute[Any], session: Session, year: int) -> list[tuple[Any, int, int]]:
    """Return (value, driven rides, metres) for each value of a column."""
    rows = session.execute(select(column, func.count(), func.sum(Ride.metres)).where(_driven_in(year)).group_by(column))
    return [(value, rides, int(metres)) for value, rides, metres in rows]


def per_driver(session: Session, year: int) -> list[tuple[str, int, int | float]]:
    """Return (driver, rides, km) by name; drivers of the same name are told apart by their code."""
    names = driver_names(session)
    rows = [(names[driver], rides, kilometres(metres)) for driver, rides, metres in _per(Ride.driver_id, session, year)]
    return sorted(rows, key=lambda row: formats.fold(row[0]))


def driver_names(session: Session) -> dict[int, str]:
    """Return `Last First` of every driver by id, with the code behind it where two bear the same name."""
    rows = session.execute(
        select(Driver.id, Driver.code, Person.last_name, Person.first_name).join(Person, Person.id == Driver.person_id)
    ).all()
    plain = {key: f"{last} {first}".strip() for key, _, last, first in rows}
    often = Counter(plain.values())
    return {key: plain[key] if often[plain[key]] == 1 else f"{plain[key]} ({code})" for key, code, _, _ in rows}


def per_purpose(session: Session, year: int) -> list[tuple[str, int, int | float]]:
    """Return (purpose, rides, km), most rides first."""
    rows = [
        (purpose_name(Purpose(purpose)), rides, kilometres(metres))
        for purpose, rides, metres in _per(Ride.purpose, session, year)
    ]
    return sorted(rows, key=_most_rides)


def per_village(session: Session, year: int) -> list[tuple[str, int, int | float]]:
    """Return (village the ride starts in, rides, km), most rides first; rides without one stand together."""
    rows = [
        (village or translate("figures", "onbekend"), rides, kilometres(metres))
        for village, rides, metres in _per(Ride.village, session, year)
    ]
    return sorted(rows, key=_most_rides)


def _most_rides(row: tuple[str, int, int | float]) -> tuple[int, str]:
    return -row[1], formats.fold(row[0])


def per_month(session: Session, year: int) -> list[tuple[int, int, int | float, int]]:
    """Return (month, rides, km, member trips) of twelve months; nothing when no ride of the year is known."""
    driven = case((Ride.state.in_(_DRIVEN), 1), else_=0)
    days = session.execute(
        select(
            Ride.ride_date,
            func.sum(driven),
            func.sum(case((Ride.state.in_(_DRIVEN), Ride.metres), else_=0)),
            func.sum(case((Ride.state.in_(_DRIVEN), Ride.passengers), else_=0)),
        )
        .where(_in_year(year))
        .group_by(Ride.ride_date)
    ).all()
    sums = {month: [0, 0, 0] for month in range(1, 13)} if days else {}
    for day, *counts in days:
        sums[day.month] = [total + int(part) for total, part in zip(sums[day.month], counts, strict=True)]
    return [(month, rides, kilometres(metres), trips) for month, (rides, metres, trips) in sums.items()]


def _table(
    name: str, title: str, heading: str, compute: Callable[[Session, int], Sequence[tuple[Any, ...]]]
) -> FigureTable:
    columns = (name.removeprefix("per_"), "rides", "km")
    headings = (heading, QT_TRANSLATE_NOOP("figures", "Ritten"), QT_TRANSLATE_NOOP("figures", "Km"))
    return FigureTable(name, title, columns, headings, compute, names_persons=name == "per_driver")


_PER_MONTH = FigureTable(
    "per_month",
    QT_TRANSLATE_NOOP("figures", "Per maand"),
    ("month", "rides", "km", "member_trips"),
    (
        QT_TRANSLATE_NOOP("figures", "Maand"),
        QT_TRANSLATE_NOOP("figures", "Ritten"),
        QT_TRANSLATE_NOOP("figures", "Km"),
        QT_TRANSLATE_NOOP("figures", "Ledenverplaatsingen"),
    ),
    per_month,
)

FIGURE_SET = FigureSet(
    FIGURES,
    ride_figures,
    (
        _PER_MONTH,
        _table(
            "per_driver",
            QT_TRANSLATE_NOOP("figures", "Per chauffeur"),
            QT_TRANSLATE_NOOP("figures", "Chauffeur"),
            per_driver,
        ),
        _table(
            "per_purpose",
            QT_TRANSLATE_NOOP("figures", "Per reden"),
            QT_TRANSLATE_NOOP("figures", "Reden"),
            per_purpose,
        ),
        _table(
            "per_village",
            QT_TRANSLATE_NOOP("figures", "Per dorp van vertrek"),
            QT_TRANSLATE_NOOP("figures", "Dorp"),
            per_village,
        ),
    ),
)

FIGURE_SETS = (FIGURE_SET,)
