"""The rides of the practice town: the published years, and everything around today (domain.md §1)."""

from sqlalchemy.orm import Session

from mmc_desk.features.people.demo import Town
from mmc_desk.features.rides.demo.around_today import rides_around_today
from mmc_desk.features.rides.demo.calls import phone_calls
from mmc_desk.features.rides.demo.dispatch import Rota
from mmc_desk.features.rides.demo.history import PUBLISHED, published_year
from mmc_desk.features.rides.demo.outings import Roads, Wishes
from mmc_desk.features.rides.demo.rows import RideRows
from mmc_desk.features.rides.demo.standing import standing_rides

__all__ = ["fill"]


def fill(session: Session, town: Town) -> None:
    """Add the rides with their requests and legs."""
    roads = Roads(session, town)
    wishes, rota = Wishes(town, roads), Rota(town, roads)
    rows = RideRows(session, town)
    for year in PUBLISHED:
        rows.add(published_year(town, wishes, rota, year))
    rows.add(list(rides_around_today(town, wishes, rota)))
    rows.write(session)
    standing_rides(session, town)
    phone_calls(session, town)
