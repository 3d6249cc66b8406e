"""The yearly figures of rides: rides, member trips, legs and kilometres, each with what it counts."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.orm import InstrumentedAttribute, Session

from mmc_desk.core.figures import Figure, FigureSet, FigureTable, Records, Value, prepared_rows, prepared_year
from mmc_desk.core.formats import kilometres
from mmc_desk.core.i18n import QT_TRANSLATE_NOOP
from mmc_desk.features.rides.model import Ride, RideState
from mmc_desk.features.rides.queries import breakdowns, records
from mmc_desk.features.rides.queries.records import DRIVEN, in_days, is_called_off


def _member_trips(*conditions: ColumnElement[bool]) -> Records:
    return records.driven_rides(*conditions, extra=records.PASSENGERS).adding("passengers")


FIGURES = (
    Figure(
        "drivers",
        QT_TRANSLATE_NOOP("figures", "Chauffeurs"),
        QT_TRANSLATE_NOOP("figures", "Vrijwillige chauffeurs die in dit jaar minstens één rit uitvoerden."),
        records=records.drivers_who_drove,
        is_level=True,
    ),
    Figure(
        "rides",
        QT_TRANSLATE_NOOP("figures", "Ritten"),
        QT_TRANSLATE_NOOP(
            "figures",
            "Uitgevoerde ritten: één trip van één chauffeur, van thuis tot thuis, heen en terug en wachten "
            "inbegrepen, hoeveel leden er ook meerijden. Geannuleerde en loze ritten tellen niet mee.",
        ),
        records=lambda year: records.driven_rides(in_days(year)),
    ),
    Figure(
        "member_trips",
        QT_TRANSLATE_NOOP("figures", "Ledenverplaatsingen"),
        QT_TRANSLATE_NOOP(
            "figures",
            "Elk lid in elke uitgevoerde rit: een rit met een meerijder telt twee ledenverplaatsingen.",
        ),
        records=lambda year: _member_trips(in_days(year)),
    ),
    Figure(
        "legs",
        QT_TRANSLATE_NOOP("figures", "Legs"),
        QT_TRANSLATE_NOOP(
            "figures",
            "Delen van uitgevoerde ritten met een lid aan boord: heenrit, tussenstop en terugrit tellen elk "
            "voor één. Onbekend zodra van één uitgevoerde rit de delen niet genoteerd zijn.",
        ),
        records=lambda year: records.driven_rides(in_days(year), extra=records.LEGS).adding("legs", needs_all=True),
    ),
    Figure(
        "km",
        QT_TRANSLATE_NOOP("figures", "Kilometers"),
        QT_TRANSLATE_NOOP(
            "figures", "Kilometers van de uitgevoerde ritten, van het huis van de chauffeur tot weer thuis."
        ),
        "km",
        records=lambda year: records.driven_rides(in_days(year)).adding("metres"),
    ),
    Figure(
        "cancelled",
        QT_TRANSLATE_NOOP("figures", "Geannuleerde ritten"),
        QT_TRANSLATE_NOOP("figures", "Aangevraagde ritten die afgezegd werden voor de chauffeur aan de deur stond."),
        records=lambda year: records.undriven_rides(in_days(year), records.is_called_off()),
    ),
    Figure(
        "wasted",
        QT_TRANSLATE_NOOP("figures", "Loze ritten"),
        QT_TRANSLATE_NOOP("figures", "Ritten waarbij de chauffeur vergeefs aan de deur stond."),
        records=lambda year: records.wasted_rides(in_days(year)),
    ),
    Figure(
        "km_wasted",
        QT_TRANSLATE_NOOP("figures", "Kilometers van loze ritten"),
        QT_TRANSLATE_NOOP(
            "figures",
            "Gereden kilometers van de loze ritten; ze zijn niet begrepen in de kilometers hierboven.",
        ),
        "km",
        records=lambda year: records.wasted_rides(in_days(year)).adding("metres"),
    ),
    Figure(
        "no_driver",
        QT_TRANSLATE_NOOP("figures", "Geen chauffeur gevonden"),
        QT_TRANSLATE_NOOP("figures", "Aanvragen waarvoor geen chauffeur gevonden werd: de onvervulde vraag."),
        records=lambda year: records.undriven_rides(in_days(year), Ride.state == RideState.NO_DRIVER),
    ),
)


@dataclass(slots=True)
class _Sums:
    """What the rides of one state add up to; `with_km` and `known_legs` tell how many rides know theirs."""

    rides: int = 0
    metres: int = 0
    passengers: int = 0
    legs: int = 0
    with_km: int = 0
    known_legs: int = 0


def ride_figures(session: Session, year: int) -> Mapping[str, Value]:
    """Return the figures of a year; all None when the database knows no ride of it."""
    return figures_over_years(session, year, year)[year]


def figures_over_years(session: Session, first: int, last: int) -> Mapping[int, Mapping[str, Value]]:
    """Return the figures of every year from … to, of rides added up in one pass."""
    sums = _sums_per_state(session, first, last)
    merged = Counter(day.year for day in breakdowns.merged_days(session))
    return {
        year: _figures(sums.get(year, {}), _drivers(session, year), merged[year]) for year in range(first, last + 1)
    }


def _figures(states: Mapping[RideState, _Sums], drivers: int, merged: int) -> Mapping[str, Value]:
    if not states:
        return {figure.name: None for figure in FIGURES}
    driven, wasted = _Sums(), states.get(RideState.WASTED, _Sums())
    for state in DRIVEN:
        _add(driven, states.get(state, _Sums()))
    return {
        "drivers": drivers,
        "rides": driven.rides,
        "member_trips": driven.passengers,
        "legs": driven.legs if driven.known_legs == driven.rides else None,
        "km": kilometres(driven.metres),
        "cancelled": states.get(RideState.CANCELLED, _Sums()).rides - merged,
        "wasted": wasted.rides,
        "km_wasted": kilometres(wasted.metres) if wasted.with_km or not wasted.rides else None,
        "no_driver": states.get(RideState.NO_DRIVER, _Sums()).rides,
    }


def _drivers(session: Session, year: int) -> int:
    ((drivers,),) = prepared_year(session, breakdowns.STATEMENTS, "drivers", year)
    return int(drivers)


def _sums_per_state(session: Session, first: int, last: int) -> dict[int, dict[RideState, _Sums]]:
    days = {"first": date(first, 1, 1), "last": date(last, 12, 31)}
    sums: dict[int, dict[RideState, _Sums]] = {}
    for year, state, *counts in prepared_rows(session, breakdowns.STATEMENTS, "per_state", **days):
        sums.setdefault(int(year), {})[state] = _Sums(*(int(count or 0) for count in counts))
    return sums


def _add(total: _Sums, part: _Sums) -> None:
    for name in _Sums.__slots__:
        setattr(total, name, getattr(total, name) + getattr(part, name))


_RIDES, _KM = QT_TRANSLATE_NOOP("figures", "Ritten"), QT_TRANSLATE_NOOP("figures", "Km")
_MONTH = QT_TRANSLATE_NOOP("figures", "Maand")


def _records_per(column: ColumnElement[Any] | InstrumentedAttribute[Any]) -> Callable[[int, Any, str], Records]:
    """Return how the records of a breakdown of driven rides by a column are asked for."""

    def found(year: int, key: Any, name: str) -> Records:  # noqa: ANN401 - a value of whatever column
        driven = records.driven_rides(in_days(year), column == key)
        return driven.adding("metres") if name == "km" else driven

    return found


def _month_records(year: int, month: int, name: str) -> Records:
    if name == "member_trips":
        return _member_trips(in_days(year, month))
    driven = records.driven_rides(in_days(year, month))
    return driven.adding("metres") if name == "km" else driven


def _undriven_month_records(year: int, month: int, name: str) -> Records:
    if name == "wasted":
        return records.wasted_rides(in_days(year, month))
    is_such = is_called_off() if name == "cancelled" else Ride.state == RideState.NO_DRIVER
    return records.undriven_rides(in_days(year, month), is_such)


def _unmet_records(year: int, reason: str, _name: str) -> Records:
    return records.undriven_rides(in_days(year), Ride.state == RideState.NO_DRIVER, Ride.reason == reason)


def _per(
    column: ColumnElement[Any] | InstrumentedAttribute[Any],
    title: str,
    heading: str,
    compute: Callable[[Session, int], Sequence[tuple[Any, ...]]],
) -> FigureTable:
    name = compute.__name__
    return FigureTable(
        name,
        title,
        (name.removeprefix("per_"), "rides", "km"),
        (heading, _RIDES, _KM),
        compute,
        names_persons=name == "per_driver",
        records=_records_per(column),
        is_keyed=True,
    )


TABLES = (
    FigureTable(
        "per_month",
        QT_TRANSLATE_NOOP("figures", "Ritten per maand"),
        ("month", "rides", "km", "member_trips"),
        (_MONTH, _RIDES, _KM, QT_TRANSLATE_NOOP("figures", "Ledenverplaatsingen")),
        breakdowns.per_month,
        records=_month_records,
    ),
    _per(
        Ride.driver_id,
        QT_TRANSLATE_NOOP("figures", "Ritten per chauffeur"),
        QT_TRANSLATE_NOOP("figures", "Chauffeur"),
        breakdowns.per_driver,
    ),
    _per(
        Ride.purpose,
        QT_TRANSLATE_NOOP("figures", "Ritten per reden"),
        QT_TRANSLATE_NOOP("figures", "Reden"),
        breakdowns.per_purpose,
    ),
    _per(
        Ride.village.concat(""),  # so that SQLite takes the index of the days: that of the villages knows all years
        QT_TRANSLATE_NOOP("figures", "Ritten per dorp van vertrek"),
        QT_TRANSLATE_NOOP("figures", "Dorp"),
        breakdowns.per_village,
    ),
    FigureTable(
        "undriven_per_month",
        QT_TRANSLATE_NOOP("figures", "Niet gereden per maand"),
        ("month", "cancelled", "wasted", "no_driver"),
        (
            _MONTH,
            QT_TRANSLATE_NOOP("figures", "Geannuleerd"),
            QT_TRANSLATE_NOOP("figures", "Loos"),
            QT_TRANSLATE_NOOP("figures", "Geen chauffeur"),
        ),
        breakdowns.undriven_per_month,
        records=_undriven_month_records,
    ),
    FigureTable(
        "unmet_per_reason",
        QT_TRANSLATE_NOOP("figures", "Waarom geen chauffeur"),
        ("reason", "requests"),
        (QT_TRANSLATE_NOOP("figures", "Reden"), QT_TRANSLATE_NOOP("figures", "Aanvragen")),
        breakdowns.unmet_per_reason,
        records=_unmet_records,
        is_keyed=True,
    ),
)

FIGURE_SET = FigureSet(FIGURES, ride_figures, TABLES, figures_over_years, breakdowns.ride_span)

FIGURE_SETS = (FIGURE_SET,)
