"""Which bookings a change elsewhere touches: a ride that is called off, a noon that closes or changes its hour."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from mmc_desk.core import clock
from mmc_desk.core.changes import Changes, RowChange
from mmc_desk.core.formats import show_weekday_date
from mmc_desk.core.i18n import translate
from mmc_desk.core.settings import desk_name, is_practice
from mmc_desk.features.meals.model import MealService, VillageRestaurant
from mmc_desk.features.meals.model.bookings import MealBooking
from mmc_desk.features.meals.queries.day import Guest, guest_rows
from mmc_desk.features.meals.queries.retiming import Retime, retimes
from mmc_desk.features.meals.rules.bookings import OPEN
from mmc_desk.features.rides.model import Ride, RideState

_OFF = frozenset({RideState.CANCELLED, RideState.NO_DRIVER})


class Cause(StrEnum):
    """What touches bookings."""

    RIDE = "ride"
    CLOSED = "closed"
    HOUR = "hour"


@dataclass(frozen=True, slots=True)
class MealImpact:
    """The open bookings that a change touches. `what` says in one sentence what changed."""

    cause: Cause
    what: str
    guests: tuple[Guest, ...]
    desk: str = ""
    practice: bool = False
    retimes: Mapping[int, Retime] = field(default_factory=dict)
    """By booking the hours that its ride would get, where the hour of a meal changed."""


def find_impact(session: Session, changes: Changes) -> MealImpact | None:
    """Return the bookings that a write touches and a person must decide upon, None where it touches none."""
    return next((impact for impact in _impacts(session, changes) if impact.guests), None)


def _impacts(session: Session, changes: Changes) -> Iterator[MealImpact]:
    noons = [row.key for row in changes.rows if row.table == MealService.__tablename__ and _closes(row)]
    if noons:
        yield _impact(session, Cause.CLOSED, _closed_words(session, noons), MealBooking.service_id.in_(noons))
    rides = [row.key for row in changes.rows if row.table == Ride.__tablename__ and _is_called_off(row)]
    decided = {row.key for row in changes.rows if row.table == MealBooking.__tablename__}
    if rides:
        what = translate("bookings", "De rit naar de maaltijd gaat niet door. Komen deze mensen nog eten?")
        touched = MealBooking.ride_id.in_(rides), MealBooking.id.not_in(sorted(decided))
        yield _impact(session, Cause.RIDE, what, *touched)
    hours = retimes(session, changes)
    if hours:
        what = translate("bookings", "De maaltijd is op een ander uur of in een andere zaal. Gaan deze ritten mee?")
        yield replace(_impact(session, Cause.HOUR, what, MealBooking.id.in_(hours)), retimes=hours)


def _closes(row: RowChange) -> bool:
    return row.after is not None and bool(row.after["closed_reason"]) and "closed_reason" in row.changed_columns()


def _is_called_off(row: RowChange) -> bool:
    """Tell whether a ride is called off; one that goes along with another one isn't."""
    if row.after is None or row.before is None or row.after["merged_into_id"] is not None:
        return False
    return row.after["state"] in _OFF and row.before["state"] not in _OFF


def _closed_words(session: Session, noons: list[int]) -> str:
    service = session.get_one(MealService, noons[0])
    place = session.get_one(VillageRestaurant, service.restaurant_id).name
    if len(noons) > 1:
        return translate("bookings", "{count} middagen zijn gesloten.").format(count=len(noons))
    text = translate("bookings", "{location} is gesloten op {day}: {reason}.")
    day = show_weekday_date(service.service_date)
    return text.format(location=place, day=day, reason=service.closed_reason)


def _impact(session: Session, cause: Cause, what: str, *where: ColumnElement[bool]) -> MealImpact:
    coming = MealBooking.service_id.in_(_coming())
    pairs = guest_rows(session, MealBooking.state.in_(sorted(OPEN)), coming, *where)
    guests = sorted((guest for guest, _ in pairs), key=lambda guest: (guest.day, guest.name))
    return MealImpact(cause, what, tuple(guests), desk_name(session), is_practice(session))


def _coming() -> Select[int]:
    return select(MealService.id).where(MealService.service_date >= clock.today())
