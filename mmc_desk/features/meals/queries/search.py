"""What the global search (Ctrl+K) finds of the restaurants: participants, noons, volunteers, locations."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from mmc_desk.core import clock
from mmc_desk.core.feature import Hit
from mmc_desk.core.i18n import translate
from mmc_desk.features.meals.queries import participants
from mmc_desk.features.meals.queries.page_names import LOCATIONS_PAGE, VOLUNTEERS_PAGE
from mmc_desk.features.meals.queries.restaurants import restaurant_rows
from mmc_desk.features.meals.queries.volunteers import volunteer_list


def search_hits(session: Session) -> Sequence[Hit]:
    """Return everything of the restaurants that can be searched for."""
    helps = translate("duties", "vrijwilliger")
    volunteers = [
        Hit(
            VOLUNTEERS_PAGE,
            row.key,
            row.name,
            " · ".join(filter(None, (helps, row.location, row.tasks))),
            f"{helps} {row.search}",
        )
        for row in volunteer_list(session, clock.today())
    ]
    return [*participants.search_hits(session), *volunteers, *location_hits(session)]


def location_hits(session: Session) -> Sequence[Hit]:
    """Return the restaurants, those that stopped included."""
    word = translate("meals", "dorpsrestaurant")
    return [
        Hit(LOCATIONS_PAGE, row.key, row.name, " · ".join(filter(None, (word, row.week))), f"{word} {row.search}")
        for row in restaurant_rows(session, clock.today())
    ]
