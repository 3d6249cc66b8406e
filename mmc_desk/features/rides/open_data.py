"""Open data of the rides: how many were driven and how many found no driver, by village, month and purpose."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, extract, func, select
from sqlalchemy.orm import Session

from mmc_desk.core.i18n import QT_TRANSLATE_NOOP
from mmc_desk.core.open_data import Labels, OpenCube, OpenDimension, OpenFacts, known, month_label
from mmc_desk.features.people.open_data import VILLAGE, village_names
from mmc_desk.features.rides.model import Purpose, Ride, RideRequest, RideState
from mmc_desk.features.rides.rules.requests import purpose_name

MONTH = OpenDimension(
    "maand", QT_TRANSLATE_NOOP("open_data", "Maand van het jaar."), QT_TRANSLATE_NOOP("open_data", "01 tot 12")
)

_PURPOSE = OpenDimension(
    "reden",
    QT_TRANSLATE_NOOP("open_data", "Waarvoor de rit diende, in grote groepen."),
    QT_TRANSLATE_NOOP("open_data", "ziekenhuis, dokter, boodschappen …"),
)


def driven_facts(session: Session, year: int) -> OpenFacts:
    """Return the driven rides of a year by village of departure, month and purpose, and the members in them."""
    return _facts(session, year, (RideState.DRIVEN, RideState.SETTLED))


def unmet_facts(session: Session, year: int) -> OpenFacts:
    """Return the requests of a year no driver was found for, by village of departure, month and purpose."""
    return _facts(session, year, (RideState.NO_DRIVER,))


def _facts(session: Session, year: int, states: tuple[RideState, ...]) -> OpenFacts:
    names = village_names(session)
    labels = Ride.village, extract("month", Ride.ride_date), Ride.purpose
    rides = select(*labels, func.count()).where(_among(year, states)).group_by(*labels)
    members = (
        select(*labels, RideRequest.member_id)
        .join(RideRequest, RideRequest.ride_id == Ride.id)
        .where(_among(year, states))
        .distinct()
    )
    return OpenFacts(_labelled(session.execute(rides), names), _labelled(session.execute(members), names))


def _among(year: int, states: tuple[RideState, ...]) -> ColumnElement[bool]:
    return and_(Ride.ride_date.between(date(year, 1, 1), date(year, 12, 31)), Ride.state.in_(states))


def _labelled(rows: Any, names: frozenset[str]) -> Iterator[tuple[Labels, int]]:  # noqa: ANN401 - rows of two queries
    for village, month, purpose, number in rows:
        yield (known(village, names), month_label(int(month)), purpose_name(Purpose(purpose))), number


OPEN_CUBES = (
    OpenCube(
        "ritten",
        QT_TRANSLATE_NOOP("open_data", "Ritten"),
        QT_TRANSLATE_NOOP(
            "open_data",
            "Uitgevoerde ritten van de Minder Mobielen Centrale: één trip van één chauffeur, van thuis tot thuis. Het "
            "dorp is dat van vertrek.",
        ),
        (VILLAGE, MONTH, _PURPOSE),
        driven_facts,
    ),
    OpenCube(
        "zonder-chauffeur",
        QT_TRANSLATE_NOOP("open_data", "Geen chauffeur gevonden"),
        QT_TRANSLATE_NOOP("open_data", "Aanvragen waarvoor geen chauffeur gevonden werd."),
        (VILLAGE, MONTH, _PURPOSE),
        unmet_facts,
    ),
)
