"""The route service as the desk knows it."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.features.people.model import Place
from mmc_desk.features.rides.queries.settings import desk_values
from mmc_desk.features.rides.rules.distances import Point

_TWO = 2


@dataclass(frozen=True, slots=True)
class RouteService:
    """Where the route service is ("": there is none), and when it last answered.

    `places` are two of the desk's own to try it with: name and point each; none where the desk has no two.
    """

    url: str = ""
    answered_at: datetime | None = None
    places: tuple[tuple[str, Point], ...] = ()


def route_service(session: Session, day: date) -> RouteService:
    """Return the route service in force on a day."""
    values = desk_values(session, "routes", day)
    answered = values.get("answered", "")
    rows = session.execute(
        select(Place.name, Place.latitude, Place.longitude).order_by(Place.is_village.desc(), Place.id).limit(_TWO)
    )
    places = tuple((name, (latitude, longitude)) for name, latitude, longitude in rows)
    at = datetime.fromisoformat(answered) if answered else None
    return RouteService(values.get("url", ""), at, places if len(places) == _TWO else ())
